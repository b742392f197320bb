"""From choices to a plan: the one decoder that knows every rule, minute by minute where something happens.

A chronological simulation (parallel schedule generation): at each event, machines and people that
are free go to the most urgent operations. What has begun goes on whenever its calendar and people
allow; unbroken work starts only when people are sure for the whole of it.
"""

import numpy as np

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import (
    BOUNDARY,
    BY_NOW,
    BY_PREDECESSOR,
    BY_RELEASE,
    BY_RUNNING,
    GROUP_READY,
    NEVER,
    OUTSIDE,
    OUTSIDE_END,
    PEOPLE_CHANGE,
    PHASE_END,
    RELEASE,
    RESERVED,
    Choice,
    Frame,
    Ints,
    Outcome,
    People,
    State,
)
from sprue.planning.kernels.machines import (
    C_DONE,
    C_FREED,
    C_HEAP,
    C_PEOPLE,
    C_RECORD,
    C_RESUME,
    ID_BITS,
    TYPE_BITS,
    await_end,
    is_open,
    next_event,
    schedule,
    watch,
)
from sprue.planning.kernels.people import reset_people, segment_at
from sprue.planning.kernels.shared import NewPeople, NewState, lent
from sprue.planning.kernels.starting import first_need, start_all
from sprue.planning.kernels.working import (
    begin_waiting_run,
    close,
    complete,
    end_phase,
    go_on,
    look_again,
    make_ready,
    resume,
    share_anew,
    spare_of,
    touch,
    touch_class,
)

#: What an operation without a place counts, in hours.
LOST_HOURS = 1e6
#: What an hour of flow counts, in hours of tardiness: it settles ties, also where flow is a million hours.
FLOW_WEIGHT = 1e-6


@compiled
def fresh(f: Frame, c: Choice, record: int, segments: int) -> State:
    """The state before the first minute."""
    n = f.mode.shape[0]
    machines = f.batch.shape[0]
    classes = f.class_ptr.shape[0] - 1
    kinds = f.attention.shape[0]
    groups = f.grp_release.shape[0]
    ready_ptr = np.zeros(classes + 1, np.int64)
    for op in range(n):
        if c.cls[op] >= 0:
            ready_ptr[c.cls[op] + 1] += 1
    for k in range(classes):
        ready_ptr[k + 1] += ready_ptr[k]
    cls_kind, cls_need = demands(f, c, classes)
    count = np.zeros(16, np.int64)
    count[C_RECORD] = record
    grp_pending = f.grp_pending.copy()
    for op in range(n):
        if c.dropped[op] == 1:
            for i in range(f.wait_ptr[op], f.wait_ptr[op + 1]):
                grp_pending[f.wait_idx[i]] -= 1
    grp_left = np.zeros(groups, np.int64)
    for g in range(groups):
        for i in range(f.grp_ptr[g], f.grp_ptr[g + 1]):
            if c.dropped[f.grp_idx[i]] == 0:
                grp_left[g] += 1
    return NewState(
        count,
        np.empty(8 * n + 64 * machines + 64, np.int64),
        np.full(machines, -1, np.int64),
        np.zeros(machines, np.int64),
        np.zeros(machines, np.int64),
        np.zeros(machines, np.int64),
        np.zeros(machines, np.uint8),
        np.zeros(machines, np.uint8),
        np.zeros(machines, np.uint8),
        np.zeros(machines, np.int64),
        np.zeros(machines, np.int64),
        np.zeros(machines, np.int64),
        f.st_lo.copy(),
        f.first_family.copy(),
        np.full(machines, -1, np.int64),
        np.full(machines, -1, np.int64),
        np.full(machines, -1, np.int64),
        np.full(machines, -1, np.int64),
        np.full(machines, -1, np.int64),
        np.full(machines, -1, np.int64),
        np.zeros(machines, np.uint8),
        np.zeros(machines, np.uint8),
        np.full(machines, -2, np.int64),
        np.full(machines, -1, np.int64),
        np.zeros(machines, np.float64),
        f.run_ptr[:machines].copy(),
        np.full(machines, -1, np.int64),
        np.empty(machines, np.int64),
        ready_ptr,
        np.zeros(classes, np.int64),
        np.empty(n, np.int64),
        np.full(n, -1, np.int64),
        cls_kind,
        cls_need,
        f.pred_count.copy(),
        np.zeros(n, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -2, np.int64),
        np.zeros(n, np.uint8),
        grp_pending,
        grp_left,
        np.full(groups, -1, np.int64),
        np.full(kinds, NEVER, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.empty(n, np.float64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, BY_NOW, np.int64),
        np.full(n, -1, np.int64),
        f.due_at.copy(),
        np.zeros(1, np.float64),
        np.empty(segments, np.int64),
        np.empty(segments, np.int64),
        np.empty(segments, np.int64),
        np.empty(segments, np.int64),
    )


@compiled
def demands(f: Frame, c: Choice, classes: int) -> tuple[Ints, Ints]:
    """Per class the one kind of its operations (-1: several) and their least need of people at first."""
    kinds = np.full(classes, -2, np.int64)
    needs = np.full(classes, NEVER, np.int64)
    for op in range(f.mode.shape[0]):
        cls = c.cls[op]
        if cls < 0:
            continue
        if f.pin_start[op] > -NEVER:
            needs[cls] = 0
        first = c.base[op]
        for option in range(first, first + f.class_ptr[cls + 1] - f.class_ptr[cls]):
            kind = f.opt_kind[option]
            if kinds[cls] == -2:
                kinds[cls] = kind
            elif kinds[cls] != kind:
                kinds[cls] = -1
            setup = f.opt_setup[option] if f.rule_kind[kind] < 0 else 0
            needs[cls] = min(needs[cls], first_need(f, op, option, setup))
    return kinds, needs


@compiled
def nobody(f: Frame) -> People:
    """An empty flow of the problem's shape."""
    kinds = f.attention.shape[0]
    groups = f.seg_cap.shape[1]
    return NewPeople(
        np.zeros((kinds, groups), np.int64),
        np.zeros(groups, np.int64),
        np.zeros(groups, np.int64),
        np.zeros(groups, np.int64),
        np.zeros(kinds, np.int64),
        np.zeros(kinds, np.int64),
    )


@compiled
def open_shop(f: Frame, c: Choice, s: State, p: People) -> None:
    """Minute 0: running work goes on, what waits for nothing is ready."""
    n = f.mode.shape[0]
    reset_people(f, p, 0)
    for i in range(f.float_op.shape[0]):
        op = f.float_op[i]
        if c.dropped[op] == 0:
            s.started[op] = 1
            s.reason[op] = BY_RUNNING
            s.run_start[op] = 0
            schedule(s, f.remaining[op], OUTSIDE_END, op)
    for m in range(f.batch.shape[0]):
        begin_waiting_run(f, c, s, p, m, 0)
    for op in range(n):
        if f.pred_count[op] == 0 and f.is_running[op] == 0:
            if f.release[op] <= 0:
                make_ready(f, c, s, op, 0)
            else:
                schedule(s, f.release[op], RELEASE, op)
    for g in range(f.grp_release.shape[0]):
        if f.grp_release[g] > 0:
            schedule(s, f.grp_release[g], GROUP_READY, f.grp_idx[f.grp_ptr[g]])
    if f.seg_time.shape[0] > 1:
        schedule(s, f.seg_time[1], PEOPLE_CHANGE, 0)


@compiled
def explain_outside(f: Frame, s: State, op: int) -> None:
    """Outside work starts when it is ready; which of the two made it so."""
    if s.reason[op] == BY_RUNNING or s.start[op] == 0:
        return
    if s.ready_at[op] == s.start[op] and s.last_pred[op] >= 0:
        s.reason[op] = BY_PREDECESSOR
        s.reference[op] = s.last_pred[op]
    else:
        s.reason[op] = BY_RELEASE


@compiled
def happen(f: Frame, c: Choice, s: State, p: People, what: int, who: int, t: int) -> None:
    """One event at minute t."""
    if what == PHASE_END:
        if s.m_event[who] == t:
            s.m_event[who] = -1
        if s.m_op[who] >= 0 and s.m_active[who] == 1:
            if s.m_since[who] + s.m_left[who] == t:
                end_phase(f, c, s, p, who, t)
            else:
                await_end(s, who)
    elif what == BOUNDARY:
        if s.m_watch[who] == t:
            s.m_watch[who] = -1
            if s.m_op[who] >= 0:
                watch(f, s, who, t)
            if s.m_op[who] < 0:
                touch(f, s, who, t)
            elif is_open(f, s, who, t):
                s.counts[C_RESUME] = 1
            else:
                close(f, s, p, who, t)
    elif what == RELEASE:
        make_ready(f, c, s, who, t)
    elif what == OUTSIDE_END:
        if f.mode[who] == OUTSIDE:
            explain_outside(f, s, who)
        complete(f, c, s, who, t)
    elif what == PEOPLE_CHANGE:
        s.counts[C_PEOPLE] = 1
        following = segment_at(f, t) + 1
        if following < f.seg_time.shape[0]:
            schedule(s, f.seg_time[following], PEOPLE_CHANGE, 0)
    elif what == GROUP_READY:
        touch_class(f, c, s, who, t)
    elif what == RESERVED and s.m_op[who] >= 0 and s.m_reserved[who] == t:
        go_on(f, c, s, p, who, t)


@compiled
def decode(frame: Frame, choice: Choice, record: int, segments: int) -> State:
    """Plans all operations that are not dropped.

    Parameters
    ----------
    frame, choice : the problem and how to choose
    record : 1 writes segments down, at most `segments` of them

    Returns
    -------
    State whose `start`, `run_start`, `end` (int64, plan minutes; end -1: found no place),
    `machine` (int64, -1: outside), `reason`, `reference`, `chain` (members of a batch) and
    `seg_*` (counts[C_SEGMENTS] of them; more than `segments`: call again with room) are the plan.
    """
    state, people = fresh(frame, choice, record, segments), nobody(frame)
    trial = spare_of(people)
    # Passed on some hundred thousand times: counting references would take as long as planning.
    f, c, s, p, spare = lent(frame), lent(choice), lent(state), lent(people), lent(trial)
    open_shop(f, c, s, p)
    t = 0
    todo = f.mode.shape[0] - np.sum(c.dropped)
    while s.counts[C_DONE] < todo:
        while s.counts[C_HEAP] > 0 and (s.heap[0] >> (TYPE_BITS + ID_BITS)) == t:
            key = next_event(s)
            happen(f, c, s, p, (key >> ID_BITS) & ((1 << TYPE_BITS) - 1), key & ((1 << ID_BITS) - 1), t)
        if s.counts[C_PEOPLE] == 1:
            s.counts[C_PEOPLE] = 0
            share_anew(f, c, s, p, -1, t)
        if s.counts[C_RESUME] == 1 or s.counts[C_FREED] == 1:
            s.counts[C_RESUME] = 0
            resume(f, c, s, p, t)
        if s.counts[C_FREED] == 1:
            s.counts[C_FREED] = 0
            look_again(s)
        start_all(f, c, s, p, spare, t)
        if s.counts[C_RESUME] == 1:
            s.counts[C_RESUME] = 0
            s.counts[C_FREED] = 0
            resume(f, c, s, p, t)
        if s.counts[C_HEAP] == 0 or s.cost[0] > c.limit:
            break
        t = s.heap[0] >> (TYPE_BITS + ID_BITS)
        if t > f.horizon:
            break
    # Owners live to the end of what is lent.
    state.counts[C_HEAP] += people.used.shape[0] + trial.used.shape[0] - 2 * frame.seg_cap.shape[1]
    state.counts[C_DONE] += choice.dropped.shape[0] - frame.mode.shape[0]
    return state


@compiled
def outcome(f: Frame, c: Choice, segments: int) -> Outcome:
    """Decodes and keeps what a plan needs, with up to `segments` segments."""
    return kept_of(decode(f, c, 1, segments))


@compiled
def kept_of(s: State) -> Outcome:
    """What a plan needs of the state."""
    return Outcome(
        s.counts.copy(),
        s.start.copy(),
        s.run_start.copy(),
        s.end.copy(),
        s.machine.copy(),
        s.reason.copy(),
        s.reference.copy(),
        s.chain.copy(),
        s.seg_op.copy(),
        s.seg_phase.copy(),
        s.seg_from.copy(),
        s.seg_to.copy(),
    )


@compiled
def value(f: Frame, c: Choice, s: State) -> float:
    """Weighted tardiness hours + calm × moved operations + a little for flow; losing one costs most."""
    total = LOST_HOURS * (f.mode.shape[0] - np.sum(c.dropped) - s.counts[C_DONE])
    for i in range(f.due_at.shape[0]):
        last = -1
        for j in range(f.due_ptr[i], f.due_ptr[i + 1]):
            last = max(last, s.end[f.due_idx[j]])
        if last >= 0 and last > f.due_at[i]:
            total += f.due_weight[i] * (last - f.due_at[i]) / 60.0
    flow = f.part_base - f.part_base
    seen = np.zeros(f.part_base.shape[0], np.uint8)
    moved = 0
    for op in range(f.mode.shape[0]):
        known = c.old_start[op] > -NEVER and f.is_running[op] == 0
        if known and (s.start[op] != c.old_start[op] or s.machine[op] != c.old_machine[op]):
            moved += 1
        if s.end[op] >= 0:
            seen[f.part[op]] = 1
            flow[f.part[op]] = max(flow[f.part[op]], s.end[op])
    minutes = 0
    for i in range(flow.shape[0]):
        if seen[i] == 1:
            minutes += flow[i] - f.part_base[i]
    return float(total + c.calm * moved + FLOW_WEIGHT * minutes / 60.0)


@compiled
def judge(f: Frame, c: Choice) -> float:
    """Value of the plan that the choices lead to (inf: its tardiness is over the limit)."""
    return judged(f, c)[0]


@compiled
def judged(f: Frame, c: Choice) -> tuple[float, Outcome]:
    """Value (inf: its tardiness is over the limit) and the plan without segments, as far as it was made."""
    s = decode(f, c, 0, 0)
    return (np.inf if s.cost[0] > c.limit else value(f, c, s)), kept_of(s)
