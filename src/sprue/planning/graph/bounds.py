"""Proven lower bounds on the makespan; setup times are left out, which keeps each of them valid.

Heads are minutes before which an operation can't start, tails minutes that pass at least after its end. Each
operation is given its least minutes, as if it were always on its quickest machine. Every bound here is one of
a relaxed shop, so the largest of them holds for the shop itself.
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.instance import Instance, IntArray

Longs = NDArray[np.int64]
Reals = NDArray[np.float64]

#: Larger machines are bounded by their load alone: the preemptive schedule is made in plain Python.
MOST_PREEMPTED = 200_000
#: Pools looked at, smallest first; merging could make more than anyone can count.
MOST_POOLS = 500
#: Steps towards the weights of machines that bound the load best.
STEPS = 400


def lower_bound(instance: Instance, heads: Longs | None = None) -> int:
    """Minutes that no schedule can do without.

    Parameters
    ----------
    heads : shape (n,), proven earliest starts where some are known; used beside those of the chains

    Notes
    -----
    The largest of: the longest chain; for each machine Jackson's preemptive schedule of the operations that
    have no other; for pools of machines the load that can't leave the pool; the weighted load of all.
    """
    if instance.size == 0:
        return 0
    minutes = least_minutes(instance)
    head = longest_before(instance, minutes, heads)
    tail = longest_after(instance, minutes)
    bound = int((head + minutes + tail).max())
    bound = max(bound, machines_bound(instance, head, minutes, tail))
    if len(instance.option_machine) > instance.size:
        bound = max(bound, pools_bound(instance, head, minutes, tail), weighted_bound(instance, head, tail))
    return bound


def least_minutes(instance: Instance) -> Longs:
    """Minutes of each operation on its quickest machine (n,)."""
    least: IntArray = np.minimum.reduceat(instance.option_minutes, instance.option_start[:-1])
    return least.astype(np.int64)


def longest_before(instance: Instance, minutes: Longs, heads: Longs | None = None) -> Longs:
    """Earliest starts by the chains alone (n,), and by `heads` where they are given."""
    begin = np.zeros(instance.size, dtype=np.int64) if heads is None else np.maximum(heads, 0)
    waits = np.diff(instance.before_start)
    return _longest(begin, minutes, waits, (instance.after_start, instance.after))


def longest_after(instance: Instance, minutes: Longs) -> Longs:
    """Least minutes from the end of each operation to the finish, by the chains alone (n,)."""
    begin = np.zeros(instance.size, dtype=np.int64)
    waits = np.diff(instance.after_start)
    return _longest(begin, minutes, waits, (instance.before_start, instance.before))


def _longest(begin: Longs, minutes: Longs, waits: IntArray, after: tuple[IntArray, IntArray]) -> Longs:
    """Longest ways through the graph, level by level: all whose ways are known hand on their ends."""
    longest = begin.astype(np.int64)
    missing = waits.copy()
    start, items = after
    ready = np.flatnonzero(missing == 0)
    while len(ready):
        counts = start[ready + 1] - start[ready]
        offsets = np.repeat(start[ready] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        followers = items[offsets + np.arange(int(counts.sum()))]
        np.maximum.at(longest, followers, np.repeat((longest + minutes)[ready], counts))
        np.subtract.at(missing, followers, 1)
        candidates = np.unique(followers)
        ready = candidates[missing[candidates] == 0]
    return longest


def machines_bound(instance: Instance, head: Longs, minutes: Longs, tail: Longs) -> int:
    """The largest bound of a single machine, over the operations that have just that machine."""
    alone = np.flatnonzero(np.diff(instance.option_start) == 1)
    machine = instance.option_machine[instance.option_start[alone]]
    ends = np.cumsum(np.bincount(machine, minlength=instance.machines))
    groups = np.split(alone[np.argsort(machine, kind="stable")], ends[:-1])
    one = preempted if len(alone) <= MOST_PREEMPTED else loaded
    return max((one(head[g], minutes[g], tail[g]) for g in groups if len(g)), default=0)


def loaded(head: Longs, work: Longs, tail: Longs, machines: int = 1) -> int:
    """Bound of the work of these operations when all of it is done on `machines` machines.

    A machine starts no earlier than the least head, works without a pause at best, and after its last end the
    least tail passes; the mean over the machines bounds the last of them. The same is true of any part of the
    operations, so of those alone whose tail (head) is at least a limit, where that limit is the least.
    """
    best = 0
    for one, other in ((head, tail), (tail, head)):
        order = np.argsort(-other, kind="stable")
        shares = -(-np.cumsum(work[order]) // machines)
        bounds = np.minimum.accumulate(one[order]) + other[order] + shares
        best = max(best, int(bounds.max(initial=0)))
    return best


def preempted(head: Longs, minutes: Longs, tail: Longs) -> int:
    """Makespan of Jackson's preemptive schedule of one machine: the longest tail that is ready goes first.

    It is the best of all preemptive schedules, so none without preemption is shorter (Carlier 1982). It is at
    least the bound of `loaded` for any subset of the operations.
    """
    order = np.argsort(head, kind="stable")
    ready: list[list[int]] = []
    now = longest = 0
    for h, m, t in zip(head[order].tolist(), minutes[order].tolist(), tail[order].tolist(), strict=True):
        while ready and now < h:
            now, longest = _work(ready, now, h, longest)
        now = max(now, h)
        heapq.heappush(ready, [-t, m])
    while ready:
        now, longest = _work(ready, now, None, longest)
    return longest


def _work(ready: list[list[int]], now: int, until: int | None, longest: int) -> tuple[int, int]:
    """Work at the longest tail until it ends or another operation arrives; the time, the makespan so far."""
    left = ready[0][1]
    if until is not None and now + left > until:
        ready[0][1] = left - (until - now)
        return until, longest
    tail = -heapq.heappop(ready)[0]
    return now + left, max(longest, now + left + tail)


def pools_bound(instance: Instance, head: Longs, minutes: Longs, tail: Longs) -> int:
    """The largest bound of a pool of machines, by the operations that can't leave it, on equal machines."""
    options, kind = _option_sets(instance)
    best = 0
    for pool in _pools(options):
        inside = np.array([one & pool == one for one in options])[kind]
        best = max(best, loaded(head[inside], minutes[inside], tail[inside], pool.bit_count()))
    return best


def _option_sets(instance: Instance) -> tuple[list[int], IntArray]:
    """The different sets of machines of operations, as bits, and which one each operation has (n,)."""
    machines = instance.option_machine.tolist()
    starts = instance.option_start.tolist()
    numbers: dict[int, int] = {}
    kind = np.empty(instance.size, dtype=np.int32)
    for i in range(instance.size):
        bits = 0
        for machine in machines[starts[i] : starts[i + 1]]:
            bits |= 1 << machine
        kind[i] = numbers.setdefault(bits, len(numbers))
    return list(numbers), kind


def _pools(options: list[int]) -> list[int]:
    """Option sets and what merging those that overlap leads to, at most MOST_POOLS of them."""
    pools = dict.fromkeys(sorted(options, key=int.bit_count)[:MOST_POOLS])
    waiting = list(pools)
    for pool in waiting:  # grows as it goes
        for other in options:
            merged = pool | other
            if pool & other and merged not in pools and len(pools) < MOST_POOLS:
                pools[merged] = None
                waiting.append(merged)
    return list(pools)


def weighted_bound(instance: Instance, head: Longs, tail: Longs) -> int:
    """Bound of the load of all machines together, each with a weight.

    No machine's load passes the makespan C, so C x sum of weights is at least the sum of weight x load. That
    is at least the sum over operations of the least weight x minutes of their options, whatever the weights.
    They are found in floating point; the bound that they give is made of whole numbers. (It is the dual of
    sharing the work out in fractions.)
    """
    best = 0
    for weights in _weights(instance):
        whole = np.round(weights / weights.max() * 2**16).astype(np.int64)
        prices = whole[instance.option_machine] * instance.option_minutes
        work: Longs = np.minimum.reduceat(prices, instance.option_start[:-1])
        bound = work > 0
        best = max(best, loaded(head[bound], work[bound], tail[bound], int(whole.sum())))
    return best


def _weights(instance: Instance) -> list[Reals]:
    """Weights (machines,) by multiplicative updates: a machine with much of the cheapest work grows dearer.

    Two are given: the last weights, and the sum of all on the way.
    """
    starts, counts = instance.option_start[:-1], np.diff(instance.option_start)
    weights = np.ones(instance.machines)
    total = np.zeros(instance.machines)
    for step in range(STEPS):
        prices = weights[instance.option_machine] * instance.option_minutes
        cheapest = prices <= np.repeat(np.minimum.reduceat(prices, starts), counts)
        shares = cheapest / np.repeat(np.add.reduceat(cheapest, starts, dtype=np.float64), counts)
        load = np.bincount(instance.option_machine, shares * instance.option_minutes, instance.machines)
        weights = weights * np.exp(load / max(load.max(), 1) / (1 + step) ** 0.5)
        weights /= weights.sum()
        total += weights
    return [weights, total]
