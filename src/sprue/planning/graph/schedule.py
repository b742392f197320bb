"""An answer: where and when each operation of an instance is made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.instance import Instance, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Start (minutes from 0, int64), minutes and machine of each operation, each of shape (n,)."""

    start: NDArray[np.int64]
    minutes: IntArray
    machine: IntArray

    @property
    def end(self) -> NDArray[np.int64]:
        """When each operation ends."""
        ends: NDArray[np.int64] = self.start + self.minutes
        return ends

    @property
    def makespan(self) -> int:
        """When the last operation ends."""
        return int(self.end.max(initial=0))


def minutes_on(instance: Instance, machine: IntArray) -> IntArray:
    """Minutes of each operation on the machine it is given; -1 where it can't be made there."""
    n = instance.size
    owner = np.repeat(np.arange(n, dtype=np.int32), np.diff(instance.option_start))
    minutes = np.full(n, -1, dtype=np.int32)
    chosen = instance.option_machine == machine[owner]
    minutes[owner[chosen]] = instance.option_minutes[chosen]
    return minutes
