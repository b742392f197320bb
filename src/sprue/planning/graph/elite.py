"""Plans worth keeping, and plans between two of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.instance import Instance, IntArray
from sprue.planning.graph.kernels.dispatch import dispatch, left_shifted, remaining
from sprue.planning.graph.schedule import Schedule, minutes_on

#: Parents are mixed in so many parts.
PARTS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A machine for each operation and a sequence in which all are put on, each after what it waits for."""

    order: IntArray
    machine: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Elite:
    """A plan with its makespan, its starts, and the place of each operation on its machine."""

    plan: Plan
    makespan: int
    start: NDArray[np.int64]
    rank: IntArray


def elite_of(instance: Instance, plan: Plan, makespan: int, start: NDArray[np.int64]) -> Elite:
    """A plan to keep."""
    return Elite(plan, makespan, start, ranks_of(plan.order, plan.machine, instance.machines))


def ranks_of(order: IntArray, machine: IntArray, machines: int) -> IntArray:
    """Place of each operation on its machine, from 0, shape (n,)."""
    ordered = machine[order]
    arranged = np.argsort(ordered, kind="stable")
    counts = np.bincount(ordered, minlength=machines)
    begins = np.concatenate(([0], np.cumsum(counts)[:-1]))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order[arranged]] = np.arange(len(order)) - begins[ordered[arranged]]
    return rank


def distance(one: Elite, other: Elite) -> int:
    """How many places the operations stand apart on their machines; on another machine counts as a few."""
    same = one.plan.machine == other.plan.machine
    apart = np.abs(one.rank[same] - other.rank[same]).sum()
    return int(apart) + 2 * int((~same).sum())


def mixed(one: Elite, other: Elite, share: int, random: np.random.Generator) -> Plan:
    """The sequence by start, `share` PARTS of the way from `other` to `one`; machines from either.

    No circle: in both parents, so also between them, each operation starts after what it waits for.
    """
    n = len(one.start)
    place = np.empty((2, n), dtype=np.int64)
    place[0, one.plan.order] = np.arange(n)
    place[1, other.plan.order] = np.arange(n)
    start = share * one.start + (PARTS - share) * other.start
    order = np.lexsort((share * place[0] + (PARTS - share) * place[1], start)).astype(np.int32)
    machine = np.where(random.random(n) * PARTS < share, one.plan.machine, other.plan.machine)
    return Plan(order, machine.astype(np.int32))


def dispatched(instance: Instance, noise: NDArray[np.float64]) -> Plan:
    """A plan by remaining work, each operation's multiplied by its `noise` (n,); machines by earliest end."""
    n = instance.size
    least = np.minimum.reduceat(instance.option_minutes, instance.option_start[:-1]).astype(np.int32)
    urgency = np.zeros(n, dtype=np.int64)
    remaining(instance.order, instance.after_start, instance.after, least, urgency)
    urgency = (urgency * noise).astype(np.int64)
    order, start = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int64)
    chosen = len(instance.option_machine) > n
    machine = np.zeros(n, dtype=np.int32) if chosen else instance.option_machine.copy()
    minutes = np.zeros(n, dtype=np.int32) if chosen else instance.option_minutes.copy()
    dispatch(
        instance.before_start,
        instance.after_start,
        instance.after,
        instance.option_start,
        instance.option_machine,
        instance.option_minutes,
        chosen,
        machine,
        minutes,
        urgency,
        0.0 if chosen else 0.3,
        0.0,
        order,
        start,
        instance.machines,
    )
    return Plan(order, machine)


def schedule_of(instance: Instance, plan: Plan) -> Schedule:
    """Each operation as early as the sequence of the plan lets it."""
    n = instance.size
    minutes = minutes_on(instance, plan.machine)
    start = np.zeros(n, dtype=np.int64)
    if instance.setup is None:
        left_shifted(
            plan.order,
            instance.before_start,
            instance.before,
            plan.machine,
            minutes,
            start,
            instance.machines,
        )
        return Schedule(start, minutes, plan.machine)
    last = np.full(instance.machines, -1, dtype=np.int64)
    for i in plan.order.tolist():
        machine = int(plan.machine[i])
        before = instance.before[instance.before_start[i] : instance.before_start[i + 1]]
        begin = int((start[before] + minutes[before]).max(initial=0))
        previous = int(last[machine])
        if previous >= 0:
            begin = max(
                begin, int(start[previous] + minutes[previous] + instance.setup[machine, previous, i])
            )
        start[i] = begin
        last[machine] = i
    return Schedule(start, minutes, plan.machine)
