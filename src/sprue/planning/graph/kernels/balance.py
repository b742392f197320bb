"""Machines chosen so that the most loaded one has least to do, whatever the sequence."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.kernels.nodes import Ints
from sprue.planning.kernels.compiling import compiled

Reals = NDArray[np.float64]


@compiled
def balance(
    option_start: Ints,
    option_machine: Ints,
    option_minutes: Ints,
    machine: Ints,
    minutes: Ints,
    load: Reals,
    power: float,
    rounds: int,
) -> int:
    """Moves single operations as long as the sum of all loads to the `power` falls; how many moved.

    `machine`, `minutes` (n,), `load` (machines,) : where each operation is, how long, and the sums; changed.
    """
    moved = 0
    for _ in range(rounds):
        before = moved
        scale = load.max()
        for i in range(len(machine)):
            m = machine[i]
            without = ((load[m] - minutes[i]) / scale) ** power - (load[m] / scale) ** power
            best, chosen = 0.0, -1
            for o in range(option_start[i], option_start[i + 1]):
                k = option_machine[o]
                if k == m:
                    continue
                gain = without + ((load[k] + option_minutes[o]) / scale) ** power - (load[k] / scale) ** power
                if gain < best - 1e-12:
                    best, chosen = gain, o
            if chosen >= 0:
                load[m] -= minutes[i]
                machine[i], minutes[i] = option_machine[chosen], option_minutes[chosen]
                load[machine[i]] += minutes[i]
                moved += 1
        if moved == before:
            break
    return moved
