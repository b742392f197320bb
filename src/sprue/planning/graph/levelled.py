"""A plan whose machines are chosen by load alone, then put in sequence forward and backward."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import Plan
from sprue.planning.graph.instance import Instance, IntArray
from sprue.planning.graph.kernels.balance import balance
from sprue.planning.graph.kernels.dispatch import dispatch, remaining

#: Loads are levelled by these powers in turn: the higher, the more the most loaded machine alone counts.
POWERS = (2.0, 8.0, 32.0, 128.0)
ROUNDS = 200


def levelled(instance: Instance, noise: NDArray[np.float64], passes: int) -> Plan:
    """The best of some passes; `noise` (n,) scales the urgency of each operation in the first."""
    machine, minutes = _machines(instance)
    n = instance.size
    urgency = np.zeros(n, dtype=np.int64)
    remaining(instance.order, instance.after_start, instance.after, minutes, urgency)
    urgency = (urgency * noise).astype(np.int64)
    best, least = instance.order, 2**62
    for turn in range(max(1, passes)):
        order, start = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int64)
        makespan = _pass(instance, machine, minutes, urgency, order, start, backward=turn % 2 == 1)
        # Whoever starts late one way round comes first the other way round.
        urgency = start
        if makespan < least:
            least, best = makespan, np.ascontiguousarray(order[::-1]) if turn % 2 else order
    return Plan(best, machine)


def _machines(instance: Instance) -> tuple[IntArray, IntArray]:
    """Machine and minutes of each operation, so that no machine has more to do than must be, about."""
    owner = np.repeat(np.arange(instance.size), np.diff(instance.option_start))
    quickest = np.lexsort((instance.option_minutes, owner))[instance.option_start[:-1]]
    machine, minutes = instance.option_machine[quickest], instance.option_minutes[quickest]
    load = np.bincount(machine, weights=minutes, minlength=instance.machines).astype(np.float64)
    for power in POWERS if load.max(initial=0) > 0 else ():
        balance(
            instance.option_start,
            instance.option_machine,
            instance.option_minutes,
            machine,
            minutes,
            load,
            power,
            ROUNDS,
        )
    return machine, minutes


def _pass(
    instance: Instance,
    machine: IntArray,
    minutes: IntArray,
    urgency: NDArray[np.int64],
    order: IntArray,
    start: NDArray[np.int64],
    *,
    backward: bool,
) -> int:
    ahead = (instance.before_start, instance.after_start, instance.after)
    behind = (instance.after_start, instance.before_start, instance.before)
    return dispatch(
        *(behind if backward else ahead),
        instance.option_start,
        instance.option_machine,
        instance.option_minutes,
        False,  # machines are given
        machine,
        minutes,
        urgency,
        0.0,
        0.0,
        order,
        start,
        instance.machines,
    )
