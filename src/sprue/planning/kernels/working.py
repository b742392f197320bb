"""Work in progress: it ends phases, pauses, goes on, and gives way to what was made sure."""

import numpy as np

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import (
    BY_RUNNING,
    GROUP_READY,
    NEVER,
    OUTSIDE,
    OUTSIDE_END,
    RELEASE,
    RESERVED,
    Choice,
    Frame,
    People,
    State,
)
from sprue.planning.kernels.machines import (
    C_DONE,
    C_FAILED,
    C_FREED,
    C_RESUME,
    C_STARVED,
    await_end,
    is_open,
    pause,
    record,
    schedule,
    watch,
)
from sprue.planning.kernels.people import flow_add, flow_release, reset_people
from sprue.planning.kernels.shared import NewPeople
from sprue.planning.kernels.unbroken import first_sure

#: Urgency of work that is pinned to have started by now, more than any key; small enough to add keys to it.
PINNED = 1e14


@compiled
def may_have_work(f: Frame, s: State, m: int) -> bool:
    """Whether something queues for the machine."""
    for i in range(f.mach_ptr[m], f.mach_ptr[m + 1]):
        if s.ready_len[f.mach_class[i]] > 0:
            return True
    return False


@compiled
def touch(f: Frame, s: State, m: int, t: int) -> None:
    """The free machine must look again for work."""
    s.m_dirty[m] = 1
    s.m_pick[m] = -2
    if s.m_op[m] < 0 and may_have_work(f, s, m):
        watch(f, s, m, t)


@compiled
def touch_class(f: Frame, c: Choice, s: State, op: int, t: int) -> None:
    """All machines that may do the operation must look again."""
    cls = c.cls[op]
    if cls >= 0:
        for i in range(f.class_ptr[cls], f.class_ptr[cls + 1]):
            touch(f, s, f.class_machine[i], t)


@compiled
def make_ready(f: Frame, c: Choice, s: State, op: int, t: int) -> None:
    """Nothing but a place keeps the operation any more: outside work begins, other work queues."""
    if c.dropped[op] == 1 or s.started[op] == 1:
        return
    if f.mode[op] == OUTSIDE:
        s.started[op] = 1
        s.start[op] = t
        s.run_start[op] = t
        s.machine[op] = -1
        schedule(s, t + f.outside_minutes[op], OUTSIDE_END, op)
        return
    enter_queue(f, c, s, op)
    touch_class(f, c, s, op, t)
    if c.planned[op] > t:
        schedule(s, c.planned[op], GROUP_READY, op)


@compiled
def place_of(f: Frame, c: Choice, s: State, op: int) -> int:
    """Where the operation stands, or belongs, in a queue in the order of keys and numbers."""
    ready, keys, pins = s.ready, c.key, f.pin_start
    cls = c.cls[op]
    key = keys[op] if pins[op] == -NEVER else keys[op] - PINNED
    low, high = s.ready_ptr[cls], s.ready_ptr[cls] + s.ready_len[cls]
    while low < high:
        middle = (low + high) >> 1
        other = ready[middle]
        its = keys[other] if pins[other] == -NEVER else keys[other] - PINNED
        if its < key or (its == key and other < op):
            low = middle + 1
        else:
            high = middle
    return int(low)


@compiled
def enter_queue(f: Frame, c: Choice, s: State, op: int) -> None:
    """Puts a ready operation into its queue: in the order of keys (rule 0), else at its end."""
    ready = s.ready
    cls = c.cls[op]
    i = s.ready_ptr[cls] + s.ready_len[cls]
    if c.rule == 0:
        at = place_of(f, c, s, op)
        while i > at:
            ready[i] = ready[i - 1]
            i -= 1
    else:
        s.place[op] = i
    ready[i] = op
    s.ready_len[cls] += 1


@compiled
def leave_queue(f: Frame, c: Choice, s: State, op: int) -> None:
    """Takes a started operation out of its queue."""
    ready = s.ready
    cls = c.cls[op]
    last = s.ready_ptr[cls] + s.ready_len[cls] - 1
    if c.rule == 0:
        for i in range(place_of(f, c, s, op), last):
            ready[i] = ready[i + 1]
    else:
        i = s.place[op]
        other = ready[last]
        ready[i] = other
        s.place[other] = i
    s.ready_len[cls] -= 1


@compiled
def foresee(f: Frame, s: State, goal: int, end: int) -> None:
    """Takes note that milestone `goal` (-1: none) can't end before `end`."""
    if goal >= 0 and end > s.reach[goal]:
        s.cost[0] += f.due_weight[goal] * (end - s.reach[goal]) / 60.0
        s.reach[goal] = end


@compiled
def complete(f: Frame, c: Choice, s: State, op: int, t: int) -> None:
    """The operation ends at t; what waited only for it becomes ready."""
    s.end[op] = t
    if s.run_start[op] < 0:
        s.run_start[op] = t
    s.counts[C_DONE] += 1
    foresee(f, s, c.goal_a[op], t + c.ahead_a[op])
    foresee(f, s, c.goal_b[op], t + c.ahead_b[op])
    for i in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
        after = f.succ_idx[i]
        s.preds[after] -= 1
        s.last_pred[after] = op
        s.ready_at[after] = t
        if s.preds[after] == 0 and f.is_running[after] == 0:
            if f.release[after] <= t:
                make_ready(f, c, s, after, t)
            else:
                schedule(s, f.release[after], RELEASE, after)
    for i in range(f.wait_ptr[op], f.wait_ptr[op + 1]):
        g = f.wait_idx[i]
        s.grp_pending[g] -= 1
        if s.grp_pending[g] == 0:
            for j in range(f.grp_ptr[g], f.grp_ptr[g + 1]):
                touch_class(f, c, s, f.grp_idx[j], t)


@compiled
def finish(f: Frame, c: Choice, s: State, p: People, m: int, t: int) -> None:
    """The machine's work ends at t with all that ran together; running work behind it begins."""
    op = s.m_op[m]
    s.m_prev[m] = op
    s.m_family[m] = f.rule_family[op]
    s.m_op[m] = -1
    s.m_active[m] = 0
    s.m_free[m] = t
    lock = s.m_lock[m]
    if lock >= 0 and s.grp_left[lock] == 0:
        s.m_lock[m] = -1
    while op >= 0:
        complete(f, c, s, op, t)
        op = s.chain[op]
    touch(f, s, m, t)
    begin_waiting_run(f, c, s, p, m, t)


@compiled
def begin_waiting_run(f: Frame, c: Choice, s: State, p: People, m: int, t: int) -> None:
    """Gives the machine to its next running work; work that can never go on fails."""
    while s.m_op[m] < 0 and s.m_queue[m] < f.run_ptr[m + 1]:
        op = f.run_op[s.m_queue[m]]
        s.m_queue[m] += 1
        if c.dropped[op] == 1:
            continue
        option = f.opt_ptr[op]
        s.m_kind[m] = f.opt_kind[option]
        s.m_phase[m] = 1
        s.m_left[m] = f.remaining[op]
        s.m_run[m] = 0
        s.m_clock[m] = f.opt_clock[option]
        s.m_unbroken[m] = 0
        s.m_reserved[m] = -1
        s.m_need[m] = 0
        if f.mode[op] == 1 and f.remaining[op] > 0:
            at = first_sure(f, s, spare_of(p), m, t, s.m_kind[m], f.remaining[op])
            if at == NEVER:
                s.counts[C_FAILED] += 1
                continue
            s.m_unbroken[m] = 1
            s.m_reserved[m] = at
            schedule(s, at, RESERVED, m)
        s.m_op[m] = op
        other = op
        while other >= 0:
            take_running(f, s, other, m)
            other = f.run_next[other]
        if s.m_left[m] == 0 or s.m_clock[m] == 1:
            s.m_active[m] = 1
            s.m_since[m] = t
            await_end(s, m)
        else:
            s.m_active[m] = 0
            s.counts[C_RESUME] = 1
            watch(f, s, m, t)


@compiled
def take_running(f: Frame, s: State, op: int, m: int) -> None:
    """Running work is where it is."""
    s.started[op] = 1
    s.machine[op] = m
    s.reason[op] = BY_RUNNING
    s.chain[op] = f.run_next[op]
    if f.group[op] >= 0:
        s.grp_left[f.group[op]] -= 1
        s.grp_machine[f.group[op]] = m
        s.m_lock[m] = f.group[op]


@compiled
def spare_of(p: People) -> People:
    """A second flow of the same shape, for trials."""
    return NewPeople(
        np.zeros_like(p.flow),
        np.zeros_like(p.used),
        np.zeros_like(p.capacity),
        np.zeros_like(p.from_kind),
        np.zeros_like(p.from_group),
        np.zeros_like(p.queue),
    )


@compiled
def end_phase(f: Frame, c: Choice, s: State, p: People, m: int, t: int) -> None:
    """Setup or run on the machine is over at t."""
    record(s, m, t)
    if s.m_need[m] > 0:
        flow_release(f, p, s.m_kind[m], s.m_need[m])
        s.m_need[m] = 0
        s.counts[C_FREED] = 1
    if s.m_phase[m] == 1:
        finish(f, c, s, p, m, t)
        return
    s.m_phase[m] = 1
    s.m_left[m] = s.m_run[m]
    s.m_run[m] = 0
    s.m_since[m] = t
    s.m_active[m] = 0
    if s.m_left[m] == 0:
        finish(f, c, s, p, m, t)
    elif s.m_clock[m] == 1:
        s.m_active[m] = 1
        await_end(s, m)
    elif s.m_unbroken[m] == 1:
        go_on(f, c, s, p, m, t)
    else:
        s.counts[C_RESUME] = 1


@compiled
def go_on(f: Frame, c: Choice, s: State, p: People, m: int, t: int) -> None:
    """Work whose people were made sure goes on at t, others give way where they must."""
    s.m_active[m] = 1
    s.m_since[m] = t
    s.m_reserved[m] = -1
    s.m_need[m] = f.unit if s.m_phase[m] == 0 else f.attention[s.m_kind[m]]
    await_end(s, m)
    if not flow_add(f, p, s.m_kind[m], s.m_need[m]):
        share_anew(f, c, s, p, -1, t)


@compiled
def share_anew(f: Frame, c: Choice, s: State, p: People, first: int, t: int) -> bool:
    """Shares people out anew at t: sure work, then machine `first`, then by urgency; who gets nobody pauses.

    False: not even `first` can be covered (its work is then left as it is, without people).
    """
    reset_people(f, p, t)
    machines = s.m_op.shape[0]
    for m in range(machines):
        # What is over at t needs nobody any more, though its end may not have been looked at yet.
        if m != first and s.m_active[m] == 1 and s.m_since[m] < t and s.m_since[m] + s.m_left[m] == t:
            s.m_need[m] = 0
    for m in range(machines):
        if s.m_op[m] >= 0 and s.m_active[m] == 1 and s.m_unbroken[m] == 1:
            flow_add(f, p, s.m_kind[m], s.m_need[m])
    for m in range(machines):
        s.m_place[m] = -1
        # What began at t would else rest from its first minute on.
        pauses = m != first and s.m_op[m] >= 0 and s.m_active[m] == 1 and s.m_unbroken[m] == 0
        if pauses and s.start[s.m_op[m]] == t and flow_add(f, p, s.m_kind[m], s.m_need[m]):
            s.m_place[m] = t
    covered = True
    if first >= 0 and s.m_unbroken[first] == 0:
        covered = flow_add(f, p, s.m_kind[first], s.m_need[first])
    while True:
        best, top = -1, -np.inf
        for m in range(machines):
            if m == first or s.m_place[m] == t or s.m_op[m] < 0 or s.m_active[m] == 0:
                continue
            if s.m_unbroken[m] == 1 or s.m_need[m] == 0:
                continue
            score = -float(s.start[s.m_op[m]])
            if score > top:
                best, top = m, score
        if best < 0:
            break
        s.m_place[best] = t
        if not flow_add(f, p, s.m_kind[best], s.m_need[best]):
            pause(s, best, t)
            s.m_need[best] = 0
    s.counts[C_RESUME] = 1
    s.counts[C_FREED] = 1
    return covered


@compiled
def resume(f: Frame, c: Choice, s: State, p: People, t: int) -> None:
    """All paused work that can go on at t does, the most urgent first."""
    machines = s.m_op.shape[0]
    on, active, sure, place, begun = s.m_op, s.m_active, s.m_unbroken, s.m_place, s.start
    waiting = 0
    for m in range(machines):
        place[m] = t
        if on[m] >= 0 and active[m] == 0 and sure[m] == 0 and is_open(f, s, m, t):
            place[m] = -1
            waiting += 1
    for _ in range(waiting):
        best, soonest = -1, NEVER
        for m in range(machines):
            if place[m] != t and begun[on[m]] < soonest:
                best, soonest = m, begun[on[m]]
        place[best] = t
        need = f.unit if s.m_phase[best] == 0 else f.attention[s.m_kind[best]]
        if flow_add(f, p, s.m_kind[best], need):
            s.m_need[best] = need
            active[best] = 1
            s.m_since[best] = t
            await_end(s, best)


@compiled
def close(f: Frame, s: State, p: People, m: int, t: int) -> None:
    """The machine's calendar closes at t: attended work on it pauses."""
    if s.m_op[m] >= 0 and s.m_active[m] == 1 and not (s.m_clock[m] == 1 and s.m_phase[m] == 1):
        pause(s, m, t)
        if s.m_need[m] > 0:
            flow_release(f, p, s.m_kind[m], s.m_need[m])
            s.m_need[m] = 0
            s.counts[C_FREED] = 1


@compiled
def look_again(s: State) -> None:
    """People became free: machines that lacked them look again."""
    if s.counts[C_STARVED] == 0:
        return
    starved, dirty, picked = s.m_starved, s.m_dirty, s.m_pick
    s.counts[C_STARVED] = 0
    for m in range(starved.shape[0]):
        if starved[m] == 1:
            starved[m] = 0
            dirty[m] = 1
            picked[m] = -2
