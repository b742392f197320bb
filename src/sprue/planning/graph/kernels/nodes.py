"""The graph of a job shop in which each operation has its machine, one row an operation.

`g` is int32 of shape (rows, COLUMNS). Rows 0 to n - 1 are the operations. Row n is nobody: no minutes, head
and tail 0. Rows behind it are borders, which stand for what lies outside the graph: a head border's HEAD is
when the job or machine comes free, a tail border's TAIL how long it goes on; a tail border's BEFORE is the
last operation before it. `order` is int32 of shape (n,): all operations, each after all that come before it
in the graph. `dirty` is uint8 of shape (n + 1,), by place in the order, 0 between calls. Times in minutes.
"""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.kernels.compiling import compiled

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]

#: Before and after in the job, before and after on the machine.
JOB_BEFORE, JOB_AFTER, BEFORE, AFTER = 0, 1, 2, 3
#: Minutes; longest way from the beginning to the start; longest way from the end to the finish.
MINUTES, HEAD, TAIL = 4, 5, 6
#: Place in `order`; n where the row is no operation.
PLACE = 7
#: Eight, so that a row is half a line of the processor's cache: the search waits for memory most.
COLUMNS = 8


@compiled
def link(g: Ints, order: Ints, machine: Ints, borders: Ints, last: Ints) -> int:
    """Links machines in the sequence of `order` (a topological order) and settles all times; the makespan.

    Parameters
    ----------
    machine : int32 (n,), of each operation
    borders : int32 (machines, 2), head and tail border of each machine, n: none
    last : int32 (machines,), overwritten
    """
    n = len(order)
    for m in range(len(last)):
        last[m] = borders[m, 0]
    for k in range(n):
        i = order[k]
        m = machine[i]
        g[i, BEFORE] = last[m]
        g[last[m], AFTER] = i
        last[m] = i
        g[i, PLACE] = k
    for m in range(len(last)):
        g[last[m], AFTER] = borders[m, 1]
        g[borders[m, 1], BEFORE] = last[m]
    return settle(g, order)


@compiled
def settle(g: Ints, order: Ints) -> int:
    """All heads and tails anew; the makespan."""
    n = len(order)
    for k in range(n):
        i = order[k]
        g[i, HEAD] = head_of(g, i)
    longest = 0
    for k in range(n - 1, -1, -1):
        i = order[k]
        g[i, TAIL] = tail_of(g, i)
        longest = max(longest, g[i, HEAD] + g[i, MINUTES] + g[i, TAIL])
    return longest


@compiled
def end(g: Ints, i: int) -> int:
    """When `i` ends."""
    j = np.uint32(i)
    return g[j, HEAD] + g[j, MINUTES]


@compiled
def rest(g: Ints, i: int) -> int:
    """Longest way from the start of `i` to the finish."""
    j = np.uint32(i)
    return g[j, TAIL] + g[j, MINUTES]


@compiled
def head_of(g: Ints, i: int) -> int:
    """Earliest start of `i` by its neighbors."""
    j = np.uint32(i)
    return max(end(g, g[j, JOB_BEFORE]), end(g, g[j, BEFORE]))


@compiled
def tail_of(g: Ints, i: int) -> int:
    """Longest way after the end of `i` by its neighbors."""
    j = np.uint32(i)
    return max(rest(g, g[j, JOB_AFTER]), rest(g, g[j, AFTER]))


@compiled
def push_heads(g: Ints, order: Ints, dirty: Bytes, begin: int, pending: int) -> None:
    """Carries changed heads forward from place `begin`; `pending` places are dirty."""
    n = len(order)
    k = begin
    while pending > 0:
        while dirty[k] == 0:
            k += 1
        dirty[k] = 0
        pending -= 1
        i = order[k]
        head = head_of(g, i)
        if head != g[i, HEAD]:
            g[i, HEAD] = head
            pending += touch(g, dirty, g[i, JOB_AFTER], n) + touch(g, dirty, g[i, AFTER], n)


@compiled
def push_tails(g: Ints, order: Ints, dirty: Bytes, begin: int, pending: int) -> None:
    """Carries changed tails backward from place `begin`."""
    n = len(order)
    k = begin
    while pending > 0:
        while dirty[k] == 0:
            k -= 1
        dirty[k] = 0
        pending -= 1
        i = order[k]
        tail = tail_of(g, i)
        if tail != g[i, TAIL]:
            g[i, TAIL] = tail
            pending += touch(g, dirty, g[i, JOB_BEFORE], n) + touch(g, dirty, g[i, BEFORE], n)


@compiled
def touch(g: Ints, dirty: Bytes, i: int, n: int) -> int:
    """Makes the place of a row dirty; 1 when it is an operation's and was clean."""
    place = np.uint32(g[np.uint32(i), PLACE])
    if i >= n or dirty[place] != 0:
        return 0
    dirty[place] = 1
    return 1


@compiled
def put_after(g: Ints, order: Ints, dirty: Bytes, spare: Ints, u: int, v: int) -> bool:
    """Moves `u` right after `v`, which comes later on its machine. False and nothing changed: a circle.

    `spare` : int32 (n,), overwritten.
    """
    n = len(order)
    begin, stop = g[u, PLACE], g[v, PLACE]
    first, before, behind = g[u, AFTER], g[u, BEFORE], g[v, AFTER]
    # Who must come after u, within the window, goes behind it; v itself must not.
    g[first, BEFORE] = before
    dirty[begin] = 1
    spare[0] = u
    held = 1
    for k in range(begin + 1, stop + 1):
        w = order[k]
        if dirty[g[g[w, JOB_BEFORE], PLACE]] == 1 or dirty[g[g[w, BEFORE], PLACE]] == 1:
            dirty[k] = 1
            spare[held] = w
            held += 1
    circle = dirty[stop] == 1
    kept = begin
    for k in range(begin, stop + 1):
        if dirty[k] == 1:
            dirty[k] = 0
        elif not circle:
            w = order[k]
            order[kept] = w
            g[w, PLACE] = kept
            kept += 1
    if circle:
        g[first, BEFORE] = u
        return False
    for k in range(held):
        w = spare[k]
        order[kept] = w
        g[w, PLACE] = kept
        kept += 1
    g[before, AFTER] = first
    g[v, AFTER] = u
    g[u, BEFORE] = v
    g[u, AFTER] = behind
    g[behind, BEFORE] = u
    push_heads(
        g, order, dirty, begin, touch(g, dirty, first, n) + touch(g, dirty, u, n) + touch(g, dirty, behind, n)
    )
    push_tails(
        g, order, dirty, stop, touch(g, dirty, u, n) + touch(g, dirty, v, n) + touch(g, dirty, before, n)
    )
    return True


@compiled
def put_before(g: Ints, order: Ints, dirty: Bytes, spare: Ints, v: int, u: int) -> bool:
    """Moves `v` right before `u`, which comes earlier on its machine. False and nothing changed: a circle."""
    n = len(order)
    begin, stop = g[u, PLACE], g[v, PLACE]
    final, behind, before = g[v, BEFORE], g[v, AFTER], g[u, BEFORE]
    g[final, AFTER] = behind
    dirty[stop] = 1
    spare[0] = v
    held = 1
    for k in range(stop - 1, begin - 1, -1):
        w = order[k]
        if dirty[g[g[w, JOB_AFTER], PLACE]] == 1 or dirty[g[g[w, AFTER], PLACE]] == 1:
            dirty[k] = 1
            spare[held] = w
            held += 1
    circle = dirty[begin] == 1
    kept = stop
    for k in range(stop, begin - 1, -1):
        if dirty[k] == 1:
            dirty[k] = 0
        elif not circle:
            w = order[k]
            order[kept] = w
            g[w, PLACE] = kept
            kept -= 1
    if circle:
        g[final, AFTER] = v
        return False
    for k in range(held):
        w = spare[k]
        order[kept] = w
        g[w, PLACE] = kept
        kept -= 1
    g[behind, BEFORE] = final
    g[u, BEFORE] = v
    g[v, AFTER] = u
    g[v, BEFORE] = before
    g[before, AFTER] = v
    push_heads(
        g, order, dirty, begin, touch(g, dirty, v, n) + touch(g, dirty, u, n) + touch(g, dirty, behind, n)
    )
    push_tails(
        g, order, dirty, stop, touch(g, dirty, v, n) + touch(g, dirty, final, n) + touch(g, dirty, before, n)
    )
    return True
