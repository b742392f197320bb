"""Large graphs, a stretch of time after the other: each is searched while all outside it stands still.

The operations of a stretch are carved out as a graph of their own, whose borders say when jobs and machines
come free before it and how long they go on behind it. What the search makes shorter there can't make the
whole longer, as long as the rest stands still.
"""

import numpy as np

from sprue.planning.graph.kernels.chance import Seed
from sprue.planning.graph.kernels.nodes import (
    AFTER,
    BEFORE,
    COLUMNS,
    HEAD,
    JOB_AFTER,
    JOB_BEFORE,
    MINUTES,
    PLACE,
    TAIL,
    Ints,
    end,
    head_of,
    link,
    rest,
)
from sprue.planning.graph.kernels.tabu import BEST, TENURE, tabu_search
from sprue.planning.kernels.compiling import compiled


@compiled
def sweep(
    g: Ints,
    order: Ints,
    machine: Ints,
    begin: int,
    stop: int,
    size: int,
    moves: int,
    idle: int,
    seed: Seed,
    limit: int,
) -> int:
    """Searches stretches of `size` operations, each half over the one before, from place `begin` to `stop`.

    Parameters
    ----------
    g, order : the whole graph, settled; order by start. Changed in place, heads right up to the last stretch
    machine : int32 (n,)
    moves, idle : of each stretch, at most, and without a gain
    limit : stretches at most

    Returns the moves made. Afterwards tails are stale, and machine links at the borders of begin and stop.
    """
    n, machines = len(order), machine.max() + 1
    here = np.full(n, -1, np.int32)
    slot = np.full(machines, -1, np.int32)
    made = 0
    a = begin
    while a < stop and limit > 0:
        b = min(stop, a + size)
        made += _stretch(g, order, machine, a, b, moves, idle, seed, here, slot)
        limit -= 1
        if b == stop:
            break
        a += size // 2
    return made


@compiled
def _stretch(
    g: Ints,
    order: Ints,
    machine: Ints,
    a: int,
    b: int,
    moves: int,
    idle: int,
    seed: Seed,
    here: Ints,
    slot: Ints,
) -> int:
    """Searches the operations at the places `a` to `b` - 1."""
    n, w = len(order), b - a
    own = order[a:b].copy()
    used = np.empty(w, np.int32)
    count = 0
    for k in range(w):
        i = own[k]
        here[i] = k
        if slot[machine[i]] < 0:
            slot[machine[i]] = count
            used[count] = machine[i]
            count += 1
    small = np.zeros((w + 1 + 2 * w + 2 * count, COLUMNS), np.int32)
    small[:, :4] = w
    small[:, PLACE] = w
    ends = np.empty(w + count, np.int32)
    ending = 0
    row = w + 1
    where = np.empty(w, np.int32)
    local = np.empty(w, np.int32)
    numbers = np.zeros(count, np.int32)
    outer = np.full((count, 2), n, np.int32)
    for k in range(w):
        i = own[k]
        s = slot[machine[i]]
        where[k] = s
        local[k] = numbers[s]
        if numbers[s] == 0:
            outer[s, 0] = g[i, BEFORE]
        numbers[s] += 1
        outer[s, 1] = g[i, AFTER]
        small[k, MINUTES] = g[i, MINUTES]
        job = g[i, JOB_BEFORE]
        if job < n and here[job] >= 0:
            small[k, JOB_BEFORE] = here[job]
        else:
            small[row, HEAD] = end(g, job)
            small[k, JOB_BEFORE] = row
            row += 1
        job = g[i, JOB_AFTER]
        if job < n and here[job] >= 0:
            small[k, JOB_AFTER] = here[job]
        else:
            small[row, TAIL] = rest(g, job)
            small[row, BEFORE] = k
            small[k, JOB_AFTER] = row
            ends[ending] = row
            ending += 1
            row += 1
    borders = np.empty((count, 2), np.int32)
    for s in range(count):
        small[row, HEAD] = end(g, outer[s, 0])
        borders[s, 0] = row
        small[row + 1, TAIL] = rest(g, outer[s, 1])
        borders[s, 1] = row + 1
        ends[ending] = row + 1
        ending += 1
        row += 2
    sequence = np.arange(w).astype(np.int32)
    last = np.empty(count, np.int32)
    longest = link(small, sequence, where, borders, last)
    best = sequence.copy()
    memo = np.zeros(8, np.int64)
    memo[BEST] = longest
    memo[TENURE] = 10 + w // max(1, count) // 4
    made = tabu_search(
        small,
        sequence,
        ends[:ending],
        local,
        np.zeros((w, numbers.max()), np.int32),
        best,
        np.zeros(w + 1, np.uint8),
        np.empty((3, w + 3), np.int32),
        memo,
        seed,
        moves,
        idle,
        0,
    )
    # The best goes back; links and heads of the stretch anew, what is behind it reads them.
    for s in range(count):
        last[s] = outer[s, 0]
    for k in range(w):
        i = own[best[k]]
        order[a + k] = i
        s = where[best[k]]
        g[i, BEFORE] = last[s]
        if last[s] != outer[s, 0]:
            g[last[s], AFTER] = i
        last[s] = i
        g[i, HEAD] = head_of(g, i)
    for s in range(count):
        g[last[s], AFTER] = outer[s, 1]
        if outer[s, 1] < n:
            g[outer[s, 1], BEFORE] = last[s]
        slot[used[s]] = -1
    for k in range(w):
        here[own[k]] = -1
    return made
