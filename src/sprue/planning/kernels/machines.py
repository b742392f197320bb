"""One machine at one minute: its calendar, its events, its work in progress."""

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import BOUNDARY, NEVER, PHASE_END, Choice, Frame, State

#: Counters in `State.counts`.
C_HEAP, C_SEGMENTS, C_DONE, C_RECORD, C_RESUME, C_FREED, C_PHASE, C_STARVED, C_FAILED, C_PEOPLE = range(10)

TYPE_BITS = 3
ID_BITS = 21


@compiled
def schedule(s: State, t: int, what: int, who: int) -> None:
    """Puts an event into the queue (binary heap, in place)."""
    key = (((t << TYPE_BITS) | what) << ID_BITS) | who
    i = s.counts[C_HEAP]
    s.counts[C_HEAP] = i + 1
    while i > 0:
        up = (i - 1) >> 1
        if s.heap[up] <= key:
            break
        s.heap[i] = s.heap[up]
        i = up
    s.heap[i] = key


@compiled
def await_end(s: State, m: int) -> None:
    """Sees to it that the end of the machine's active phase is in the queue (one event a machine)."""
    at = s.m_since[m] + s.m_left[m]
    if s.m_event[m] < 0 or s.m_event[m] > at:
        s.m_event[m] = at
        schedule(s, at, PHASE_END, m)


@compiled
def next_event(s: State) -> int:
    """Takes the first event out of the queue; its packed key."""
    first = s.heap[0]
    size = s.counts[C_HEAP] - 1
    s.counts[C_HEAP] = size
    key = s.heap[size]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and s.heap[child + 1] < s.heap[child]:
            child += 1
        if s.heap[child] >= key:
            break
        s.heap[i] = s.heap[child]
        i = child
    s.heap[i] = key
    return int(first)


@compiled
def stretch_at(f: Frame, s: State, m: int, t: int) -> int:
    """Index of the stretch that holds or follows t (the machine's pointer moves there)."""
    i = s.m_ptr[m]
    while i < f.st_hi[m] and f.st_end[i] <= t:
        i += 1
    s.m_ptr[m] = i
    return int(i)


@compiled
def is_open(f: Frame, s: State, m: int, t: int) -> bool:
    """Whether minute t is working time of the machine."""
    i = stretch_at(f, s, m, t)
    return bool(i < f.st_hi[m] and f.st_start[i] <= t)


@compiled
def was_open(f: Frame, s: State, m: int, t: int) -> bool:
    """Whether minute t - 1 was working time of the machine (t: the present minute)."""
    i = stretch_at(f, s, m, t)
    if i < f.st_hi[m] and f.st_start[i] < t:
        return True
    return bool(i > f.st_lo[m] and f.st_end[i - 1] == t)


@compiled
def watch(f: Frame, s: State, m: int, t: int) -> None:
    """Sees to it that the machine's next opening or closing is in the queue."""
    i = stretch_at(f, s, m, t)
    if i >= f.st_hi[m]:
        return
    at = f.st_start[i] if f.st_start[i] > t else f.st_end[i]
    if s.m_watch[m] != at:
        s.m_watch[m] = at
        schedule(s, at, BOUNDARY, m)


@compiled
def end_by_calendar(f: Frame, s: State, m: int, t: int, minutes: int) -> int:
    """Minute at which `minutes` of working time from t on are over, people enough (NEVER: none)."""
    i = stretch_at(f, s, m, t)
    left = minutes
    at = t
    while i < f.st_hi[m]:
        at = max(at, f.st_start[i])
        if at + left <= f.st_end[i]:
            return int(at + left)
        left -= f.st_end[i] - at
        i += 1
    return NEVER


@compiled
def changed_setup(f: Frame, s: State, m: int, op: int, option: int) -> int:
    """Setup minutes of `op` after the work that was on the machine before."""
    table = f.rule_kind[f.opt_kind[option]]
    if table >= 0:
        minutes = f.changeover[table, s.m_family[m], f.rule_family[op]]
        if minutes >= 0:
            return int(minutes)
    return int(f.opt_setup[option])


@compiled
def guess_end(f: Frame, s: State, m: int, t: int, op: int, option: int) -> int:
    """When `op` would end on the machine if it started at t, people enough."""
    setup = changed_setup(f, s, m, op, option)
    if f.opt_clock[option] == 1:
        return int(end_by_calendar(f, s, m, t, setup) + f.opt_run[option])
    return int(end_by_calendar(f, s, m, t, setup + f.opt_run[option]))


@compiled
def record(s: State, m: int, t: int) -> None:
    """Writes down the stretch of work that the machine ends at t."""
    op = s.m_op[m]
    if t > s.m_since[m]:
        if s.m_phase[m] == 1 and s.run_start[op] < 0:
            s.run_start[op] = s.m_since[m]
        if s.counts[C_RECORD] == 1:
            i = s.counts[C_SEGMENTS]
            if i < s.seg_op.shape[0]:
                s.seg_op[i] = op
                s.seg_phase[i] = s.m_phase[m]
                s.seg_from[i] = s.m_since[m]
                s.seg_to[i] = t
            s.counts[C_SEGMENTS] = i + 1


@compiled
def pause(s: State, m: int, t: int) -> None:
    """Stops the work on the machine at t; people are given back by the caller."""
    record(s, m, t)
    s.m_left[m] -= t - s.m_since[m]
    s.m_active[m] = 0


@compiled
def score_of(c: Choice, op: int, t: int) -> float:
    """How much an operation should go first at minute t (higher is sooner)."""
    if c.rule == 0:
        return -float(c.key[op])
    total = 1e-6
    wait = c.latest_a[op] - t
    if c.weight_a[op] > 0:
        total += c.weight_a[op] * exp_down(max(0.0, wait / c.spread))
    wait = c.latest_b[op] - t
    if c.weight_b[op] > 0:
        total += c.weight_b[op] * exp_down(max(0.0, wait / c.spread))
    return float(total * c.bias[op] / c.density[op])


@compiled
def exp_down(x: float) -> float:
    """A cheap e^-x that never reaches 0: 1 / (1 + x + x²/2 + x³/6)."""
    return 1.0 / (1.0 + x * (1.0 + x * (0.5 + x / 6.0)))
