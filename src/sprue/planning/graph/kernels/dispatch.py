"""One pass of a dispatch rule: whenever a machine is free, the most urgent operation that waits for it."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.kernels.nodes import Ints
from sprue.planning.kernels.compiling import compiled

Longs = NDArray[np.int64]
_LOW = np.int64(2**32 - 1)


@compiled
def _push(heap: Longs, size: int, value: int) -> None:
    k = size
    while k > 0 and heap[(k - 1) // 2] > value:
        heap[k] = heap[(k - 1) // 2]
        k = (k - 1) // 2
    heap[k] = value


@compiled
def _pop(heap: Longs, size: int) -> int:
    """The least of `size` values; they are one less afterwards."""
    least = heap[0]
    value = heap[size - 1]
    k = 0
    while True:
        child = 2 * k + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[k] = heap[child]
        k = child
    heap[k] = value
    return least


@compiled
def _join(i: int, machine: Ints, minutes: Ints, queue: Ints, following: Ints, queued: Longs) -> None:
    """Puts an operation into the queue of its machine."""
    m = machine[i]
    following[i] = queue[m]
    queue[m] = i
    queued[m] += minutes[i]


@compiled
def _arrive(i: int, m: int, coming: Ints, comes: Ints) -> None:
    """Takes an operation out of those on their way to machine `m`."""
    if coming[m] == i:
        coming[m] = comes[i]
        return
    k = coming[m]
    while comes[k] != i:
        k = comes[k]
    comes[k] = comes[i]


@compiled
def _settle_on(
    i: int,
    option_start: Ints,
    option_machine: Ints,
    option_minutes: Ints,
    machine: Ints,
    minutes: Ints,
    queued: Longs,
    busy: Longs,
    now: int,
) -> None:
    """Chooses the machine that would be done with `i` first."""
    first = 2**62
    for k in range(option_start[i], option_start[i + 1]):
        m = option_machine[k]
        end = max(busy[m] - now, 0) + queued[m] + option_minutes[k]
        if end < first:
            first = end
            machine[i] = m
            minutes[i] = option_minutes[k]


@compiled
def dispatch(
    before_start: Ints,
    after_start: Ints,
    after: Ints,
    option_start: Ints,
    option_machine: Ints,
    option_minutes: Ints,
    free: bool,
    machine: Ints,
    minutes: Ints,
    urgency: Longs,
    crowd: float,
    patience: float,
    order: Ints,
    start: Longs,
    machines: int,
) -> int:
    """Starts operations as soon as they and their machine are there; the makespan.

    Parameters
    ----------
    free : whether machines are chosen here, by earliest end; else `machine` and `minutes` (n,) say where
    urgency : int64 (n,), larger first
    crowd : how much of the minutes that wait at the next machine is taken off the urgency
    patience : a machine waits for a more urgent operation that comes within this share of what it could
        begin; 0 never, 1 as in active schedules (Giffler and Thompson 1960); not where machines are chosen
    order, start : written: the sequence of starts, and the starts
    """
    n = len(order)
    missing = np.empty(n, np.int32)
    queue = np.full(machines, -1, np.int32)
    following = np.full(n, -1, np.int32)
    coming = np.full(machines, -1, np.int32)
    comes = np.full(n, -1, np.int32)
    queued = np.zeros(machines, np.int64)
    busy = np.zeros(machines, np.int64)
    running = np.full(machines, -1, np.int32)
    heap = np.empty(machines + 1, np.int64)
    touched = np.empty(machines + 1, np.int32)
    is_touched = np.zeros(machines, np.uint8)
    size, count, done, now = 0, 0, 0, 0
    for i in range(n):
        missing[i] = before_start[i + 1] - before_start[i]
        if missing[i] == 0:
            if free:
                _settle_on(i, option_start, option_machine, option_minutes, machine, minutes, queued, busy, 0)
            _join(i, machine, minutes, queue, following, queued)
            if is_touched[machine[i]] == 0:
                is_touched[machine[i]] = 1
                touched[count] = machine[i]
                count += 1
    makespan = 0
    while True:
        for k in range(count):
            m = touched[k]
            is_touched[m] = 0
            if running[m] >= 0 or queue[m] < 0:
                continue
            best, best_before, most = -1, -1, -(2.0**62)
            previous, i = -1, queue[m]
            while i >= 0:
                value = float(urgency[i])
                if crowd > 0 and after_start[i + 1] > after_start[i] and not free:
                    value -= crowd * queued[machine[after[after_start[i]]]]
                if value > most or (value == most and i < best):
                    best, best_before, most = i, previous, value
                previous, i = i, following[i]
            if patience > 0:
                soon = now + patience * minutes[best]
                i = coming[m]
                while i >= 0 and not (urgency[i] > urgency[best] and start[i] < soon):
                    i = comes[i]
                if i >= 0:
                    continue
            if best_before < 0:
                queue[m] = following[best]
            else:
                following[best_before] = following[best]
            queued[m] -= minutes[best]
            order[done] = best
            start[best] = now
            done += 1
            running[m] = best
            busy[m] = now + minutes[best]
            makespan = max(makespan, busy[m])
            if patience > 0 and not free:
                for e in range(after_start[best], after_start[best + 1]):
                    i = after[e]
                    if missing[i] == 1:
                        start[i] = busy[m]
                        comes[i] = coming[machine[i]]
                        coming[machine[i]] = i
            _push(heap, size, (busy[m] << 32) | m)
            size += 1
        count = 0
        if size == 0:
            return makespan
        now = heap[0] >> 32
        while size > 0 and heap[0] >> 32 == now:
            m = np.int64(_pop(heap, size) & _LOW)
            size -= 1
            ended = running[m]
            running[m] = -1
            if is_touched[m] == 0:
                is_touched[m] = 1
                touched[count] = m
                count += 1
            for e in range(after_start[ended], after_start[ended + 1]):
                i = after[e]
                missing[i] -= 1
                if missing[i] == 0:
                    if patience > 0 and not free:
                        _arrive(i, machine[i], coming, comes)
                    if free:
                        _settle_on(
                            i,
                            option_start,
                            option_machine,
                            option_minutes,
                            machine,
                            minutes,
                            queued,
                            busy,
                            now,
                        )
                    _join(i, machine, minutes, queue, following, queued)
                    if is_touched[machine[i]] == 0:
                        is_touched[machine[i]] = 1
                        touched[count] = machine[i]
                        count += 1


@compiled
def remaining(order: Ints, after_start: Ints, after: Ints, minutes: Ints, tail: Longs) -> None:
    """Longest way after each operation by precedence alone into `tail`; `order` is topological."""
    for k in range(len(order) - 1, -1, -1):
        i = order[k]
        longest = 0
        for e in range(after_start[i], after_start[i + 1]):
            longest = max(longest, tail[after[e]] + minutes[after[e]])
        tail[i] = longest


@compiled
def left_shifted(
    order: Ints, before_start: Ints, before: Ints, machine: Ints, minutes: Ints, start: Longs, machines: int
) -> int:
    """Earliest starts of the sequence `order` (topological), machines in that sequence; the makespan."""
    ready = np.zeros(machines, np.int64)
    makespan = 0
    for k in range(len(order)):
        i = order[k]
        begin = ready[machine[i]]
        for e in range(before_start[i], before_start[i + 1]):
            begin = max(begin, start[before[e]] + minutes[before[e]])
        start[i] = begin
        ready[machine[i]] = begin + minutes[i]
        makespan = max(makespan, begin + minutes[i])
    return makespan
