"""Tabu search where machines are chosen: an operation of a longest way goes to the best place of any machine.

The places on a machine that are worth trying lie between the operations that end before this one can start
and those whose way to the finish is no longer than its own (Mastrolilli and Gambardella 2000); two binary
searches find them, and none of them makes a circle.

`g` is int32 (rows, COLUMNS); row n is nobody, rows behind it are borders as in nodes. `walls` is int32
(machines, 2), head and tail border of each machine, n: none. What precedes and follows is in lists, as
products are assembled: `before_start`, `before`, `after_start`, `after`. `rows` is int32 (machines, width):
the operations of each machine in sequence, `count` (machines,) how many. `setup` is int32 (machines, n, n),
or (0, 0, 0) where there is none.
"""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.kernels.chance import Seed, below
from sprue.planning.graph.kernels.nodes import HEAD, MINUTES, PLACE, TAIL, Bytes, Ints, end, rest
from sprue.planning.graph.kernels.tabu import BEST, FAR, IDLE, MOVES, NOW, STUCK, TENURE, Memo
from sprue.planning.kernels.compiling import compiled

#: Before and after on the machine; the machine; place in its row. MINUTES, HEAD, TAIL, PLACE as in nodes.
BEFORE, AFTER, MACHINE, AT = 0, 1, 2, 3
COLUMNS = 8
Cube = NDArray[np.int32]


@compiled
def gap(setup: Cube, machine: int, a: int, b: int) -> int:
    """Minutes between the end of `a` and the start of `b`; 0 when one is nobody."""
    n = setup.shape[1]
    if n == 0 or a >= n or b >= n:
        return 0
    return setup[machine, a, b]


@compiled
def ready(g: Ints, before_start: Ints, before: Ints, i: int) -> int:
    """When all that come before `i` by precedence have ended."""
    latest = 0
    for e in range(before_start[i], before_start[i + 1]):
        latest = max(latest, end(g, before[e]))
    return latest


@compiled
def behind(g: Ints, after_start: Ints, after: Ints, i: int) -> int:
    """Longest way from the end of `i` by precedence."""
    longest = 0
    for e in range(after_start[i], after_start[i + 1]):
        longest = max(longest, rest(g, after[e]))
    return longest


@compiled
def head_of(g: Ints, before_start: Ints, before: Ints, setup: Cube, i: int) -> int:
    """Earliest start by all neighbors."""
    b = g[i, BEFORE]
    return max(ready(g, before_start, before, i), end(g, b) + gap(setup, g[i, MACHINE], b, i))


@compiled
def tail_of(g: Ints, after_start: Ints, after: Ints, setup: Cube, i: int) -> int:
    """Longest way after the end by all neighbors."""
    a = g[i, AFTER]
    return max(behind(g, after_start, after, i), rest(g, a) + gap(setup, g[i, MACHINE], i, a))


@compiled
def load(
    g: Ints,
    order: Ints,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    setup: Cube,
    walls: Ints,
    rows: Ints,
    count: Ints,
    machine: Ints,
    minutes: Ints,
) -> int:
    """Takes a plan: machines in the sequence of `order` (topological); settles all times; the makespan."""
    n = len(order)
    count[:] = 0
    for k in range(n):
        i = order[k]
        m = machine[i]
        g[i, MACHINE], g[i, MINUTES], g[i, PLACE] = m, minutes[i], k
        g[i, AFTER] = walls[m, 1]
        g[i, AT] = count[m]
        g[i, BEFORE] = walls[m, 0]
        if count[m] > 0:
            b = rows[m, count[m] - 1]
            g[i, BEFORE] = b
            g[b, AFTER] = i
        rows[m, count[m]] = i
        count[m] += 1
        g[i, HEAD] = head_of(g, before_start, before, setup, i)
    longest = 0
    for k in range(n - 1, -1, -1):
        i = order[k]
        g[i, TAIL] = tail_of(g, after_start, after, setup, i)
        longest = max(longest, g[i, HEAD] + rest(g, i))
    return longest


@compiled
def _touch(g: Ints, dirty: Bytes, i: int, n: int) -> int:
    if i >= n or dirty[g[i, PLACE]] != 0:
        return 0
    dirty[g[i, PLACE]] = 1
    return 1


@compiled
def _push_heads(
    g: Ints,
    order: Ints,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    setup: Cube,
    dirty: Bytes,
    begin: int,
    pending: int,
) -> None:
    n = len(order)
    k = begin
    while pending > 0:
        while dirty[k] == 0:
            k += 1
        dirty[k] = 0
        pending -= 1
        i = order[k]
        head = head_of(g, before_start, before, setup, i)
        if head != g[i, HEAD]:
            g[i, HEAD] = head
            for e in range(after_start[i], after_start[i + 1]):
                pending += _touch(g, dirty, after[e], n)
            pending += _touch(g, dirty, g[i, AFTER], n)


@compiled
def _push_tails(
    g: Ints,
    order: Ints,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    setup: Cube,
    dirty: Bytes,
    begin: int,
    pending: int,
) -> None:
    n = len(order)
    k = begin
    while pending > 0:
        while dirty[k] == 0:
            k -= 1
        dirty[k] = 0
        pending -= 1
        i = order[k]
        tail = tail_of(g, after_start, after, setup, i)
        if tail != g[i, TAIL]:
            g[i, TAIL] = tail
            for e in range(before_start[i], before_start[i + 1]):
                pending += _touch(g, dirty, before[e], n)
            pending += _touch(g, dirty, g[i, BEFORE], n)


@compiled
def _reorder_forward(
    g: Ints, order: Ints, before_start: Ints, before: Ints, dirty: Bytes, spare: Ints, v: int, u: int
) -> bool:
    """Brings `v`, off its machine, behind `u` in the order, with all that must follow. False: a circle."""
    start, stop = g[v, PLACE], g[u, PLACE]
    dirty[start] = 1
    spare[0] = v
    held = 1
    for k in range(start + 1, stop + 1):
        w = order[k]
        follows = dirty[g[g[w, BEFORE], PLACE]]
        for e in range(before_start[w], before_start[w + 1]):
            follows |= dirty[g[before[e], PLACE]]
        if follows:
            dirty[k] = 1
            spare[held] = w
            held += 1
    circle = dirty[stop] == 1
    kept = start
    for k in range(start, stop + 1):
        if dirty[k] == 1:
            dirty[k] = 0
        elif not circle:
            order[kept] = order[k]
            g[order[kept], PLACE] = kept
            kept += 1
    if circle:
        return False
    for k in range(held):
        order[kept] = spare[k]
        g[spare[k], PLACE] = kept
        kept += 1
    return True


@compiled
def _reorder_backward(
    g: Ints, order: Ints, after_start: Ints, after: Ints, dirty: Bytes, spare: Ints, v: int, w: int
) -> bool:
    """Brings `v` before `w` in the order, with all that must precede it. False: a circle."""
    start, stop = g[w, PLACE], g[v, PLACE]
    dirty[stop] = 1
    spare[0] = v
    held = 1
    for k in range(stop - 1, start - 1, -1):
        x = order[k]
        precedes = dirty[g[g[x, AFTER], PLACE]]
        for e in range(after_start[x], after_start[x + 1]):
            precedes |= dirty[g[after[e], PLACE]]
        if precedes:
            dirty[k] = 1
            spare[held] = x
            held += 1
    circle = dirty[start] == 1
    kept = stop
    for k in range(stop, start - 1, -1):
        if dirty[k] == 1:
            dirty[k] = 0
        elif not circle:
            order[kept] = order[k]
            g[order[kept], PLACE] = kept
            kept -= 1
    if circle:
        return False
    for k in range(held):
        order[kept] = spare[k]
        g[spare[k], PLACE] = kept
        kept -= 1
    return True


@compiled
def _take_out(g: Ints, rows: Ints, count: Ints, v: int, n: int) -> None:
    m = g[v, MACHINE]
    b, a = g[v, BEFORE], g[v, AFTER]
    if b < n:
        g[b, AFTER] = a
    if a < n:
        g[a, BEFORE] = b
    count[m] -= 1
    for k in range(g[v, AT], count[m]):
        rows[m, k] = rows[m, k + 1]
        g[rows[m, k], AT] = k
    g[v, BEFORE] = n
    g[v, AFTER] = n


@compiled
def _put_in(
    g: Ints, walls: Ints, rows: Ints, count: Ints, v: int, m: int, at: int, minutes: int, n: int
) -> None:
    for k in range(count[m], at, -1):
        rows[m, k] = rows[m, k - 1]
        g[rows[m, k], AT] = k
    rows[m, at] = v
    count[m] += 1
    g[v, AT], g[v, MACHINE], g[v, MINUTES] = at, m, minutes
    b = rows[m, at - 1] if at > 0 else walls[m, 0]
    a = rows[m, at + 1] if at + 1 < count[m] else walls[m, 1]
    g[v, BEFORE], g[v, AFTER] = b, a
    if b < n:
        g[b, AFTER] = v
    if a < n:
        g[a, BEFORE] = v


@compiled
def move_to(
    g: Ints,
    order: Ints,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    setup: Cube,
    walls: Ints,
    rows: Ints,
    count: Ints,
    dirty: Bytes,
    spare: Ints,
    v: int,
    machine: int,
    at: int,
    minutes: int,
) -> bool:
    """Moves `v` to place `at` of a machine's row, counted without it. False and nothing changed: a circle."""
    n = len(order)
    old_machine, old_at, old_minutes = g[v, MACHINE], g[v, AT], g[v, MINUTES]
    old_before, old_after = g[v, BEFORE], g[v, AFTER]
    _take_out(g, rows, count, v, n)
    b = rows[machine, at - 1] if at > 0 else n
    a = rows[machine, at] if at < count[machine] else n
    low = g[v, PLACE]
    high = low
    good = True
    if b < n and g[b, PLACE] > g[v, PLACE]:
        high = g[b, PLACE]
        good = _reorder_forward(g, order, before_start, before, dirty, spare, v, b)
    elif a < n and g[a, PLACE] < g[v, PLACE]:
        low = g[a, PLACE]
        good = _reorder_backward(g, order, after_start, after, dirty, spare, v, a)
    if not good:
        _put_in(g, walls, rows, count, v, old_machine, old_at, old_minutes, n)
        return False
    _put_in(g, walls, rows, count, v, machine, at, minutes, n)
    begin = min(low, g[v, PLACE])
    pending = _touch(g, dirty, v, n)
    for x in (old_after, g[v, AFTER]):
        if x < n:
            begin = min(begin, g[x, PLACE])
            pending += _touch(g, dirty, x, n)
    if minutes != old_minutes:
        for e in range(after_start[v], after_start[v + 1]):
            pending += _touch(g, dirty, after[e], n)
    _push_heads(g, order, before_start, before, after_start, after, setup, dirty, begin, pending)
    begin = max(high, g[v, PLACE])
    pending = _touch(g, dirty, v, n)
    for x in (old_before, g[v, BEFORE]):
        if x < n:
            begin = max(begin, g[x, PLACE])
            pending += _touch(g, dirty, x, n)
    if minutes != old_minutes:
        for e in range(before_start[v], before_start[v + 1]):
            pending += _touch(g, dirty, before[e], n)
    _push_tails(g, order, before_start, before, after_start, after, setup, dirty, begin, pending)
    return True


@compiled
def makespan_of(g: Ints, ends: Ints, walls: Ints, rows: Ints, count: Ints) -> int:
    """The longest way; `ends` (k, 2): operations that nothing follows but a border, which is n for none."""
    longest = 0
    for k in range(len(ends)):
        longest = max(longest, end(g, ends[k, 0]) + g[ends[k, 1], TAIL])
    for m in range(len(walls)):
        if count[m] > 0:
            longest = max(longest, end(g, rows[m, count[m] - 1]) + g[walls[m, 1], TAIL])
    return longest


@compiled
def longest_way(
    g: Ints,
    n: int,
    ends: Ints,
    before_start: Ints,
    before: Ints,
    setup: Cube,
    walls: Ints,
    rows: Ints,
    count: Ints,
    makespan: int,
    way: Ints,
    seed: Seed,
) -> int:
    """Writes a random longest way backward into `way`; how many operations it has."""
    found, i = 0, n
    for k in range(len(ends)):
        if end(g, ends[k, 0]) + g[ends[k, 1], TAIL] == makespan:
            found += 1
            if below(seed, found) == 0:
                i = ends[k, 0]
    for m in range(len(walls)):
        if count[m] > 0 and walls[m, 1] != n:
            x = rows[m, count[m] - 1]
            if end(g, x) + g[walls[m, 1], TAIL] == makespan:
                found += 1
                if below(seed, found) == 0:
                    i = x
    length = 0
    while i < n:
        way[length] = i
        length += 1
        head = g[i, HEAD]
        if head == 0:
            break
        found, chosen = 0, n
        b = g[i, BEFORE]
        if b < n and end(g, b) + gap(setup, g[i, MACHINE], b, i) == head:
            found, chosen = 1, b
        for e in range(before_start[i], before_start[i + 1]):
            if end(g, before[e]) == head:
                found += 1
                if below(seed, found) == 0:
                    chosen = before[e]
        i = chosen
    return length


@compiled
def _first_ending_after(g: Ints, rows: Ints, m: int, size: int, moment: int) -> int:
    """The first place of a row whose operation ends after `moment`."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if end(g, rows[m, middle]) > moment:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def _first_short(g: Ints, rows: Ints, m: int, size: int, way: int) -> int:
    """The first place of a row from whose operation's start the way to the finish is no longer than `way`."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if rest(g, rows[m, middle]) > way:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def choose(
    g: Ints,
    way: Ints,
    length: int,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    option_start: Ints,
    option_machine: Ints,
    option_minutes: Ints,
    setup: Cube,
    walls: Ints,
    rows: Ints,
    count: Ints,
    tabu: Ints,
    scan: int,
    memo: Memo,
    seed: Seed,
    move: Ints,
) -> bool:
    """The move with the least estimate into `move` (operation, machine, place, minutes, option)."""
    now, best = memo[NOW], memo[BEST]
    chosen, ties, others = FAR, 0, 0
    step = max(1, length // scan)
    k = below(seed, step)
    while k < length:
        v = way[k]
        k += step if step == 1 else 1 + below(seed, 2 * step - 1)
        early = ready(g, before_start, before, v)
        late = behind(g, after_start, after, v)
        mine = g[v, MACHINE]
        for o in range(option_start[v], option_start[v + 1]):
            m, minutes = option_machine[o], option_minutes[o]
            size = count[m]
            low = _first_ending_after(g, rows, m, size, early)
            high = _first_short(g, rows, m, size, late)
            if low > high:
                low, high = high, low
            barred = tabu[o] > now
            skip = g[v, AT] if m == mine else size + 1
            for p in range(low, high + 1):
                # Places count the row as it stands; those right before and after v itself change nothing.
                if p == skip or p == skip + 1:
                    continue
                b = rows[m, p - 1] if p > 0 else walls[m, 0]
                a = rows[m, p] if p < size else walls[m, 1]
                head = max(early, end(g, b) + gap(setup, m, b, v))
                tail = max(late, rest(g, a) + gap(setup, m, v, a))
                value = head + minutes + tail
                if barred and value >= best:
                    others += 1
                    if chosen == FAR and below(seed, others) == 0:
                        move[0], move[1], move[2], move[3], move[4] = v, m, p - (p > skip), minutes, o
                    continue
                if value > chosen:
                    continue
                ties = ties + 1 if value == chosen else 1
                if ties == 1 or below(seed, ties) == 0:
                    chosen = value
                    move[0], move[1], move[2], move[3], move[4] = v, m, p - (p > skip), minutes, o
    return chosen < FAR or others > 0


@compiled
def flexible_search(
    g: Ints,
    order: Ints,
    ends: Ints,
    before_start: Ints,
    before: Ints,
    after_start: Ints,
    after: Ints,
    option_start: Ints,
    option_machine: Ints,
    option_minutes: Ints,
    setup: Cube,
    walls: Ints,
    rows: Ints,
    count: Ints,
    tabu: Ints,
    best: Ints,
    dirty: Bytes,
    spare: Ints,
    scan: int,
    memo: Memo,
    seed: Seed,
    moves: int,
    idle: int,
    target: int,
) -> int:
    """Makes up to `moves` moves; ends early after `idle` of them without a new best, or at `target`.

    Parameters
    ----------
    ends : int32 (k, 2), operations that nothing follows but a border, and that border, n: none
    tabu : int32 (k,), by option: until when its operation may not come back to its machine
    best : int32 (2, n,), order and machine of each operation, written at each new best
    spare : int32 (2, n + 3), overwritten
    scan : how many operations of a long way are looked at, about

    Returns the moves made.
    """
    n = len(order)
    way, held = spare[0], spare[1]
    move = np.zeros(5, np.int32)
    made = 0
    makespan = makespan_of(g, ends, walls, rows, count)
    if makespan < memo[BEST]:
        _keep(g, order, best)
        memo[BEST] = makespan
    while made < moves and memo[IDLE] < idle and memo[BEST] > target:
        length = longest_way(g, n, ends, before_start, before, setup, walls, rows, count, makespan, way, seed)
        if not choose(
            g,
            way,
            length,
            before_start,
            before,
            after_start,
            after,
            option_start,
            option_machine,
            option_minutes,
            setup,
            walls,
            rows,
            count,
            tabu,
            scan,
            memo,
            seed,
            move,
        ):
            if length <= scan:
                memo[STUCK] = 1
                break
            made += 1
            memo[IDLE] += 1
            continue
        v = move[0]
        alternatives = option_start[v + 1] - option_start[v]
        for o in range(option_start[v], option_start[v + 1]):
            if option_machine[o] == g[v, MACHINE]:
                tabu[o] = memo[NOW] + memo[TENURE] + alternatives + below(seed, memo[TENURE] // 2 + 1)
        move_to(
            g,
            order,
            before_start,
            before,
            after_start,
            after,
            setup,
            walls,
            rows,
            count,
            dirty,
            held,
            v,
            move[1],
            move[2],
            move[3],
        )
        made += 1
        memo[NOW] += 1
        memo[IDLE] += 1
        makespan = makespan_of(g, ends, walls, rows, count)
        if makespan < memo[BEST]:
            memo[BEST] = makespan
            memo[IDLE] = 0
            _keep(g, order, best)
    memo[MOVES] += made
    return made


@compiled
def _keep(g: Ints, order: Ints, best: Ints) -> None:
    best[0] = order
    for i in range(len(order)):
        best[1, i] = g[i, MACHINE]
