"""Tabu search where each operation has its machine: moves out of the blocks of a longest way.

Neighborhood N6 of Balas and Vazacopoulos (1998): of a block of the longest way any operation to the block's
begin or end; moves are judged by their estimate, which looks at the operations only that change places.
"""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.kernels.chance import Seed, below
from sprue.planning.graph.kernels.nodes import (
    AFTER,
    BEFORE,
    HEAD,
    JOB_AFTER,
    JOB_BEFORE,
    MINUTES,
    TAIL,
    Bytes,
    Ints,
    end,
    put_after,
    put_before,
    rest,
)
from sprue.planning.kernels.compiling import compiled

#: Places of `memo`, int64 (8,): what a search keeps between calls. STUCK is 1 when no move is left.
MOVES, BEST, IDLE, NOW, TENURE, STUCK = 0, 1, 2, 3, 4, 5
Memo = NDArray[np.int64]
FAR = 2**30


@compiled
def makespan_of(g: Ints, ends: Ints) -> int:
    """The longest way; `ends` : tail borders that may end one."""
    longest = 0
    for k in range(len(ends)):
        d = ends[k]
        longest = max(longest, end(g, g[d, BEFORE]) + g[d, TAIL])
    return longest


@compiled
def longest_way(g: Ints, n: int, ends: Ints, makespan: int, way: Ints, seed: Seed) -> int:
    """Writes a random longest way backward into `way`; how many operations it has."""
    found = 0
    i = n
    for k in range(len(ends)):
        d = ends[k]
        if end(g, g[d, BEFORE]) + g[d, TAIL] == makespan:
            found += 1
            if below(seed, found) == 0:
                i = g[d, BEFORE]
    length = 0
    while i < n:
        way[length] = i
        length += 1
        head = g[i, HEAD]
        job, machine = g[i, JOB_BEFORE], g[i, BEFORE]
        by_job, by_machine = end(g, job) == head, end(g, machine) == head
        both = by_job and by_machine
        i = job if by_job and not (both and below(seed, 2) == 1) else machine
    return length


@compiled
def after_estimate(g: Ints, n: int, heads: Ints, u: int, v: int, limit: int) -> int:
    """Longest way through what moves when `u` goes right after `v`, at least; FAR: perhaps a circle.

    Above `limit` the exact value is not looked for. `heads` : int32 (n,), overwritten.
    """
    job = g[u, JOB_AFTER]
    if job == v or (job < n and rest(g, v) < rest(g, job)):
        return FAR
    left = max(rest(g, job), rest(g, g[v, AFTER]))
    ready = end(g, g[u, BEFORE])
    # What follows u comes earlier by no more than u ends behind the one before it.
    least = end(g, v) - g[u, HEAD] + ready + left
    if least > limit:
        return least
    w = np.uint32(u)
    while w != v:
        w = np.uint32(g[w, AFTER])
        head = max(ready, end(g, g[w, JOB_BEFORE]))
        heads[w] = head
        ready = head + g[w, MINUTES]
    left += g[u, MINUTES]
    longest = max(ready, end(g, g[u, JOB_BEFORE])) + left
    w = np.uint32(v)
    while w != u and longest <= limit:
        left = max(left, rest(g, g[w, JOB_AFTER])) + g[w, MINUTES]
        longest = max(longest, heads[w] + left)
        w = np.uint32(g[w, BEFORE])
    return longest


@compiled
def before_estimate(g: Ints, n: int, tails: Ints, v: int, u: int, limit: int) -> int:
    """Longest way through what moves when `v` goes right before `u`, at least; FAR: perhaps a circle."""
    job = g[v, JOB_BEFORE]
    if job == u or (job < n and end(g, u) < end(g, job)):
        return FAR
    ready = max(end(g, job), end(g, g[u, BEFORE]))
    left = rest(g, g[v, AFTER])
    least = ready + rest(g, u) - g[v, TAIL] + left
    if least > limit:
        return least
    w = np.uint32(v)
    while w != u:
        w = np.uint32(g[w, BEFORE])
        tail = max(left, rest(g, g[w, JOB_AFTER]))
        tails[w] = tail
        left = tail + g[w, MINUTES]
    ready += g[v, MINUTES]
    longest = ready + max(left, rest(g, g[v, JOB_AFTER]))
    w = np.uint32(u)
    while w != v and longest <= limit:
        ready = max(ready, end(g, g[w, JOB_BEFORE])) + g[w, MINUTES]
        longest = max(longest, ready + tails[w])
        w = np.uint32(g[w, AFTER])
    return longest


@compiled
def barred_after(g: Ints, tabu: Ints, local: Ints, u: int, v: int, now: int) -> bool:
    """Whether putting `u` after `v` lets one precede another that it must not for now."""
    mine = local[u]
    w = u
    while w != v:
        w = g[w, AFTER]
        if tabu[w, mine] > now:
            return True
    return False


@compiled
def barred_before(g: Ints, tabu: Ints, local: Ints, v: int, u: int, now: int) -> bool:
    """Whether putting `v` before `u` lets it precede one that it must not for now."""
    w = v
    while w != u:
        w = g[w, BEFORE]
        if tabu[v, local[w]] > now:
            return True
    return False


@compiled
def bar_after(g: Ints, tabu: Ints, local: Ints, u: int, v: int, until: int) -> None:
    """`u` shall not precede those again behind which it is about to go."""
    w = u
    while w != v:
        w = g[w, AFTER]
        tabu[u, local[w]] = until


@compiled
def bar_before(g: Ints, tabu: Ints, local: Ints, v: int, u: int, until: int) -> None:
    """Those shall not precede `v` again before which it is about to go."""
    w = v
    while w != u:
        w = g[w, BEFORE]
        tabu[w, local[v]] = until


@compiled
def choose(
    g: Ints,
    way: Ints,
    length: int,
    tabu: Ints,
    local: Ints,
    scratch: Ints,
    memo: Memo,
    seed: Seed,
    move: Ints,
) -> bool:
    """The move with the least estimate into `move` (what, beside which, 1: after it); ties at random.

    Barred moves count only when they promise a new best; when all are barred, one at random. False: no move.
    """
    n = len(local)
    now, best = memo[NOW], memo[BEST]
    chosen, ties, others = FAR, 0, 0
    k = 0
    while k < length:
        # The way runs backward: a block's last operation comes first.
        j = k
        while j + 1 < length and g[way[j], BEFORE] == way[j + 1] and g[way[j], JOB_BEFORE] != way[j + 1]:
            j += 1
        last, first = way[k], way[j]
        for t in range(k, j + 1):
            w = way[t]
            for side in range(2):
                if side == 1 and w != last:
                    beside = last
                    value = after_estimate(g, n, scratch, w, last, chosen)
                    barred = value < FAR and barred_after(g, tabu, local, w, last, now)
                elif side == 0 and w != first and j > k + 1:
                    beside = first
                    value = before_estimate(g, n, scratch, w, first, chosen)
                    barred = value < FAR and barred_before(g, tabu, local, w, first, now)
                else:
                    continue
                if value >= FAR:
                    continue
                if barred and value >= best:
                    others += 1
                    if chosen == FAR and below(seed, others) == 0:
                        move[0], move[1], move[2] = w, beside, side
                    continue
                if value > chosen:
                    continue
                ties = ties + 1 if value == chosen else 1
                if ties == 1 or below(seed, ties) == 0:
                    chosen = value
                    move[0], move[1], move[2] = w, beside, side
        k = j + 1
    return chosen < FAR or others > 0


@compiled
def tabu_search(
    g: Ints,
    order: Ints,
    ends: Ints,
    local: Ints,
    tabu: Ints,
    best: Ints,
    dirty: Bytes,
    spare: Ints,
    memo: Memo,
    seed: Seed,
    moves: int,
    idle: int,
    target: int,
) -> int:
    """Makes up to `moves` moves; ends early after `idle` of them without a new best, or at `target`.

    Parameters
    ----------
    g, order, dirty : the graph, changed in place
    ends : tail borders that may end a longest way
    local : int32 (n,), number of each operation among those of its machine
    tabu : int32 (n, most operations on a machine); [a, local[b]]: until when `a` may not precede `b`
    best : int32 (n,), the order of the best, written at each new best
    spare : int32 (3, n + 3), overwritten
    memo : int64 (8,), what a search keeps between calls
    seed : uint64 (1,)

    Returns the moves made.
    """
    n = len(order)
    way, scratch, held = spare[0], spare[1], spare[2]
    move = np.zeros(3, np.int32)
    made = 0
    makespan = makespan_of(g, ends)
    if makespan < memo[BEST]:
        memo[BEST] = makespan
        best[:] = order
    while made < moves and memo[IDLE] < idle and memo[BEST] > target:
        length = longest_way(g, n, ends, makespan, way, seed)
        if not choose(g, way, length, tabu, local, scratch, memo, seed, move):
            memo[STUCK] = 1
            break
        until = memo[NOW] + memo[TENURE] + below(seed, memo[TENURE] // 2 + 1)
        if move[2] == 1:
            bar_after(g, tabu, local, move[0], move[1], until)
            put_after(g, order, dirty, held, move[0], move[1])
        else:
            bar_before(g, tabu, local, move[0], move[1], until)
            put_before(g, order, dirty, held, move[0], move[1])
        made += 1
        memo[NOW] += 1
        memo[IDLE] += 1
        makespan = makespan_of(g, ends)
        if makespan < memo[BEST]:
            memo[BEST] = makespan
            memo[IDLE] = 0
            best[:] = order
    memo[MOVES] += made
    return made
