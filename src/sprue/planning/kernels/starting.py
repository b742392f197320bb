"""Which operation a free machine takes, and its start."""

import numpy as np

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import (
    BY_BATCH,
    BY_CALENDAR,
    BY_GROUP,
    BY_MACHINE,
    BY_NOW,
    BY_PEOPLE,
    BY_PIN,
    BY_PREDECESSOR,
    BY_RELEASE,
    NEVER,
    UNBROKEN,
    Choice,
    Frame,
    People,
    State,
)
from sprue.planning.kernels.machines import (
    C_PHASE,
    C_STARVED,
    await_end,
    changed_setup,
    guess_end,
    is_open,
    score_of,
    stretch_at,
    was_open,
    watch,
)
from sprue.planning.kernels.people import flow_add
from sprue.planning.kernels.unbroken import is_sure
from sprue.planning.kernels.working import PINNED, leave_queue, share_anew

#: By so many minutes a rule of keys lets work that fills the night go first, for each 1 of `night` over 1.
NIGHT_MINUTES = 1000.0


@compiled
def first_need(f: Frame, op: int, option: int, setup: int) -> int:
    """People that the operation needs in its first minute, in units."""
    if setup > 0:
        return int(f.unit)
    if f.opt_clock[option] == 1 or f.opt_run[option] == 0:
        return 0
    return int(f.attention[f.opt_kind[option]])


@compiled
def group_allows(f: Frame, s: State, op: int, m: int, t: int) -> bool:
    """A group once begun keeps its machine; it begins only when all it waits for from outside is done."""
    g = f.group[op]
    lock = s.m_lock[m]
    if lock >= 0 and lock != g:
        return False
    if g < 0:
        return True
    if s.grp_machine[g] >= 0:
        return bool(s.grp_machine[g] == m)
    return bool(s.grp_pending[g] == 0) and bool(f.grp_release[g] <= t)


@compiled
def pin_allows(f: Frame, c: Choice, s: State, op: int, option: int, t: int) -> bool:
    """Keeps the machine free for work that is pinned to start there, unless that has to wait anyway."""
    m = f.opt_machine[option]
    for i in range(f.pin_ptr[m], f.pin_ptr[m + 1]):
        other = f.pin_idx[i]
        if other == op or s.started[other] == 1 or c.dropped[other] == 1 or f.pin_start[other] <= t:
            continue
        if s.preds[other] > 0 and leads_to(f, c, s, op, other):
            continue
        return bool(guess_end(f, s, m, t, op, option) <= f.pin_start[other])
    return True


@compiled
def leads_to(f: Frame, c: Choice, s: State, op: int, other: int) -> bool:
    """Whether the pinned operation `other` waits, by however many steps, for `op`."""
    stack = np.empty(f.succ_idx.shape[0] + 1, np.int64)
    seen = np.zeros(f.mode.shape[0], np.uint8)
    stack[0] = op
    size = 1
    while size > 0:
        size -= 1
        now = stack[size]
        if now == other:
            return True
        for i in range(f.succ_ptr[now], f.succ_ptr[now + 1]):
            after = f.succ_idx[i]
            if seen[after] == 0:
                seen[after] = 1
                stack[size] = after
                size += 1
    return False


@compiled
def option_of(f: Frame, c: Choice, op: int, place: int) -> int:
    """The operation's option for the machine at `place` of its class."""
    return int(c.base[op] + place)


@compiled
def may_start(f: Frame, c: Choice, s: State, op: int, option: int, t: int) -> bool:
    """Whether every rule but people lets the operation start on the free and open machine at t."""
    m = f.opt_machine[option]
    if not group_allows(f, s, op, m, t):
        return False
    if c.planned[op] > t:
        return False
    if f.mode[op] == UNBROKEN:
        minutes = changed_setup(f, s, m, op, option) + f.opt_run[option]
        if t + minutes > f.st_end[stretch_at(f, s, m, t)]:
            return False
    if f.pin_ptr[m] == f.pin_ptr[m + 1] or f.pin_start[op] > -NEVER:
        return True
    return bool(pin_allows(f, c, s, op, option, t))


@compiled
def score_at(c: Choice, s: State, op: int, t: int) -> float:
    """`score_of`; urgency that takes long to tell is told once a minute, whoever asks."""
    if c.rule == 0:
        return score_of(c, op, t)
    if s.scored_at[op] != t:
        s.scored_at[op] = t
        s.scored[op] = score_of(c, op, t)
    return float(s.scored[op])


@compiled
def urgency(f: Frame, c: Choice, s: State, op: int, option: int, t: int) -> float:
    """Score of a start on this machine at t; unattended work gains by the share that runs past the shift."""
    if f.pin_start[op] > -NEVER and f.pin_start[op] <= t:
        return float(PINNED - c.key[op])
    score = score_at(c, s, op, t)
    m = f.opt_machine[option]
    if c.night != 1.0 and f.opt_clock[option] == 1:
        closing = f.st_end[stretch_at(f, s, m, t)]
        run_start = t + f.opt_setup[option]
        alone = run_start + f.opt_run[option] - closing
        if run_start <= closing and alone > 0:
            gain = (c.night - 1.0) * min(1.0, alone / f.opt_run[option])
            score = score * (1.0 + gain) if c.rule == 1 else score + gain * NIGHT_MINUTES
    return float(score)


@compiled
def pick(f: Frame, c: Choice, s: State, m: int, t: int) -> None:
    """Finds the most urgent operation that the machine may start at t (m_pick: -1 none)."""
    if c.rule == 0:
        pick_by_key(f, c, s, m, t)
    else:
        pick_by_cost(f, c, s, m, t)


@compiled
def is_short(f: Frame, s: State, cls: int) -> bool:
    """Whether nothing that queues for the class can have the people it needs in this minute."""
    kind = s.cls_kind[cls]
    return bool(kind >= 0 and s.cls_need[cls] > 0 and s.fail_need[kind] <= s.cls_need[cls])


@compiled
def starve(s: State, m: int) -> None:
    """Notes that the machine lacks people."""
    s.m_starved[m] = 1
    s.counts[C_STARVED] = 1


@compiled
def lacks(f: Frame, s: State, op: int, option: int) -> bool:
    """Whether it is known that the operation can't have people in this minute."""
    if s.fail_stamp[op] == s.counts[C_PHASE]:
        return True
    least = s.fail_need[f.opt_kind[option]]
    if least == NEVER or f.pin_start[op] > -NEVER:
        return False
    need = first_need(f, op, option, changed_setup(f, s, f.opt_machine[option], op, option))
    return bool(need > 0 and need >= least)


@compiled
def pick_by_key(f: Frame, c: Choice, s: State, m: int, t: int) -> None:
    """`pick` for queues that stand in the order of their keys."""
    ready, keys, base, pins = s.ready, c.key, c.base, f.pin_start
    gain = max(0.0, (c.night - 1.0) * NIGHT_MINUTES)
    best, best_option, top = -1, -1, -np.inf
    for i in range(f.mach_ptr[m], f.mach_ptr[m + 1]):
        cls = f.mach_class[i]
        length = s.ready_len[cls]
        if length == 0:
            continue
        if is_short(f, s, cls):
            starve(s, m)
            continue
        place = f.mach_pos[i]
        first = s.ready_ptr[cls]
        for j in range(first, first + length):
            op = ready[j]
            score = -keys[op] if pins[op] == -NEVER else PINNED - keys[op]
            if score + gain < top or (gain == 0.0 and score == top and op > best):
                break
            option = base[op] + place
            if lacks(f, s, op, option):
                starve(s, m)
                continue
            if gain > 0.0:
                score = urgency(f, c, s, op, option, t)
                if score < top or (score == top and op > best):
                    continue
            if may_start(f, c, s, op, option, t):
                best, best_option, top = op, option, score
    s.m_pick[m] = best
    s.m_opt[m] = best_option
    s.m_score[m] = top


@compiled
def pick_by_cost(f: Frame, c: Choice, s: State, m: int, t: int) -> None:
    """`pick` for urgency that changes with time: all that queues is looked at."""
    ready, base = s.ready, c.base
    best, best_option, top = -1, -1, -np.inf
    for i in range(f.mach_ptr[m], f.mach_ptr[m + 1]):
        cls = f.mach_class[i]
        length = s.ready_len[cls]
        if length == 0:
            continue
        if is_short(f, s, cls):
            starve(s, m)
            continue
        place = f.mach_pos[i]
        first = s.ready_ptr[cls]
        for j in range(first, first + length):
            op = ready[j]
            option = base[op] + place
            score = urgency(f, c, s, op, option, t)
            if score < top or (score == top and op > best):
                continue
            if lacks(f, s, op, option):
                starve(s, m)
                continue
            if may_start(f, c, s, op, option, t):
                best, best_option, top = op, option, score
    s.m_pick[m] = best
    s.m_opt[m] = best_option
    s.m_score[m] = top


@compiled
def better_machine(f: Frame, c: Choice, s: State, m: int, t: int) -> int:
    """The option on the free machine that would end the picked operation first."""
    op = s.m_pick[m]
    option = s.m_opt[m]
    cls = c.cls[op]
    best = option
    soonest = guess_end(f, s, m, t, op, option)
    for i in range(f.class_ptr[cls], f.class_ptr[cls + 1]):
        other = f.class_machine[i]
        if other == m or s.m_op[other] >= 0 or not is_open(f, s, other, t):
            continue
        choice = c.base[op] + i - f.class_ptr[cls]
        if not may_start(f, c, s, op, choice, t):
            continue
        end = guess_end(f, s, other, t, op, choice)
        if end < soonest:
            best, soonest = choice, end
    return int(best)


@compiled
def gather(f: Frame, c: Choice, s: State, m: int, lead: int, option: int, t: int) -> None:
    """Chains to `lead` the most urgent ready operations that may run together with it on the machine."""
    s.chain[lead] = -1
    if f.batch[m] == 1 or f.family[lead] == 0 or f.group[lead] >= 0:
        return
    setup = changed_setup(f, s, m, lead, option)
    run = f.opt_run[option]
    room = f.st_end[stretch_at(f, s, m, t)] - t
    last = lead
    for _ in range(f.batch[m] - 1):
        best, best_option, top = -1, -1, -np.inf
        for i in range(f.mach_ptr[m], f.mach_ptr[m + 1]):
            first = s.ready_ptr[f.mach_class[i]]
            for j in range(first, first + s.ready_len[f.mach_class[i]]):
                op = s.ready[j]
                own = c.base[op] + f.mach_pos[i]
                if op == lead or s.chain[op] != -2 or f.family[op] != f.family[lead] or f.group[op] >= 0:
                    continue
                if f.opt_clock[own] != f.opt_clock[option] or f.opt_kind[own] != f.opt_kind[option]:
                    continue
                if f.mode[op] != f.mode[lead]:
                    continue
                # Who needs no setup must not wait for people because of who does.
                if setup == 0 and changed_setup(f, s, m, op, own) > 0:
                    continue
                longest = max(run, f.opt_run[own])
                if f.mode[op] == UNBROKEN and max(setup, changed_setup(f, s, m, op, own)) + longest > room:
                    continue
                score = urgency(f, c, s, op, own, t)
                if score > top or (score == top and op < best):
                    best, best_option, top = op, own, score
        if best < 0:
            return
        s.chain[last] = best
        s.chain[best] = -1
        setup = max(setup, changed_setup(f, s, m, best, best_option))
        run = max(run, f.opt_run[best_option])
        last = best


@compiled
def scatter(s: State, lead: int) -> None:
    """Undoes `gather`."""
    op = lead
    while op >= 0:
        after = s.chain[op]
        s.chain[op] = -2
        op = after


@compiled
def machine_option(f: Frame, op: int, m: int) -> int:
    """The operation's option on a machine."""
    i = f.opt_ptr[op]
    while f.opt_machine[i] != m:
        i += 1
    return int(i)


@compiled
def explain(f: Frame, s: State, op: int, m: int, t: int, lead: int, need: int) -> None:
    """Writes down what keeps the operation from starting a minute earlier."""
    ready = s.ready_at[op]
    s.reference[op] = -1
    if t == 0:
        s.reason[op] = BY_NOW
    elif f.pin_start[op] == t and ready < t:
        s.reason[op] = BY_PIN
    elif ready == t and s.last_pred[op] >= 0:
        s.reason[op] = BY_PREDECESSOR
        s.reference[op] = s.last_pred[op]
    elif f.release[op] == t:
        s.reason[op] = BY_RELEASE
    elif s.m_free[m] == t:
        s.reason[op] = BY_MACHINE
        s.reference[op] = s.m_prev[m]
    elif not was_open(f, s, m, t):
        s.reason[op] = BY_CALENDAR
    elif op != lead:
        s.reason[op] = BY_BATCH
        s.reference[op] = lead
    elif f.group[op] >= 0 and s.grp_machine[f.group[op]] < 0:
        s.reason[op] = BY_GROUP
    elif f.people_limit == 1 and need > 0:
        s.reason[op] = BY_PEOPLE
        s.reference[op] = s.m_kind[m]
    else:
        s.reason[op] = BY_MACHINE
        s.reference[op] = s.m_prev[m]


@compiled
def try_start(f: Frame, c: Choice, s: State, p: People, spare: People, op: int, option: int, t: int) -> bool:
    """Starts the operation, and what runs together with it, at t if people can be had."""
    m = f.opt_machine[option]
    kind = f.opt_kind[option]
    gather(f, c, s, m, op, option, t)
    setup, run = 0, 0
    other = op
    while other >= 0:
        own = machine_option(f, other, m)
        setup = max(setup, changed_setup(f, s, m, other, own))
        run = max(run, f.opt_run[own])
        other = s.chain[other]
    need = f.unit if setup > 0 else (0 if f.opt_clock[option] == 1 or run == 0 else f.attention[kind])
    unbroken = f.mode[op] == UNBROKEN
    if unbroken and not is_sure(f, s, spare, kind, t, setup, run):
        scatter(s, op)
        s.fail_stamp[op] = s.counts[C_PHASE]
        return False
    covered = flow_add(f, p, kind, need)
    if not covered and not (f.pin_start[op] > -NEVER and f.pin_start[op] <= t):
        scatter(s, op)
        s.fail_stamp[op] = s.counts[C_PHASE]
        s.fail_need[kind] = min(s.fail_need[kind], need)
        return False
    s.m_op[m] = op
    s.m_kind[m] = kind
    s.m_need[m] = need
    s.m_clock[m] = f.opt_clock[option]
    s.m_unbroken[m] = 1 if unbroken else 0
    s.m_reserved[m] = -1
    s.m_phase[m] = 0 if setup > 0 else 1
    s.m_left[m] = setup if setup > 0 else run
    s.m_run[m] = run if setup > 0 else 0
    s.m_since[m] = t
    s.m_active[m] = 1
    if not covered and not share_anew(f, c, s, p, m, t):
        s.m_op[m] = -1
        s.m_active[m] = 0
        s.m_need[m] = 0
        scatter(s, op)
        s.fail_stamp[op] = s.counts[C_PHASE]
        return False
    begin(f, c, s, op, m, t, need)
    await_end(s, m)
    watch(f, s, m, t)
    return True


@compiled
def begin(f: Frame, c: Choice, s: State, lead: int, m: int, t: int, need: int) -> None:
    """Books the start of all operations of the chain."""
    op = lead
    while op >= 0:
        explain(f, s, op, m, t, lead, need)
        s.started[op] = 1
        s.start[op] = t
        s.machine[op] = m
        leave_queue(f, c, s, op)
        g = f.group[op]
        if g >= 0:
            s.grp_machine[g] = m
            s.m_lock[m] = g
            s.grp_left[g] -= 1
        op = s.chain[op]


@compiled
def start_all(f: Frame, c: Choice, s: State, p: People, spare: People, t: int) -> None:
    """Starts at t whatever free machines may begin, the most urgent first."""
    dirty, busy, picked, scores, asked = s.m_dirty, s.m_op, s.m_pick, s.m_score, s.m_asked
    s.counts[C_PHASE] += 1
    s.fail_need[:] = NEVER
    size = 0
    for m in range(busy.shape[0]):
        if dirty[m] == 1 and busy[m] < 0:
            asked[size] = m
            size += 1
    while True:
        best, top, kept = -1, -np.inf, 0
        for i in range(size):
            m = asked[i]
            if busy[m] >= 0:
                continue
            if picked[m] == -2:
                if is_open(f, s, m, t):
                    pick(f, c, s, m, t)
                else:
                    picked[m] = -1
            if picked[m] < 0:
                dirty[m] = 0
                continue
            asked[kept] = m
            kept += 1
            if scores[m] > top:
                best, top = m, scores[m]
        size = kept
        if best < 0:
            return
        op = picked[best]
        option = better_machine(f, c, s, best, t)
        begun = try_start(f, c, s, p, spare, op, option, t)
        if not begun and option != s.m_opt[best]:
            s.fail_stamp[op] = -1
            begun = try_start(f, c, s, p, spare, op, s.m_opt[best], t)
        if not begun:
            starve(s, best)
        renew(f, s, size)


@compiled
def renew(f: Frame, s: State, size: int) -> None:
    """Picks of the asked machines that may no longer be so are made again: started, of a group that has
    begun, or without people.
    """
    asked, picked, chosen, started = s.m_asked, s.m_pick, s.m_opt, s.started
    phase, stamps, least, kinds = s.counts[C_PHASE], s.fail_stamp, s.fail_need, f.opt_kind
    for i in range(size):
        m = asked[i]
        op = picked[m]
        if op < 0:
            continue
        if started[op] == 1 or stamps[op] == phase or least[kinds[chosen[m]]] < NEVER:
            picked[m] = -2
        elif f.group[op] >= 0 and s.grp_machine[f.group[op]] >= 0:
            # Its group has begun meanwhile, maybe on another machine.
            picked[m] = -2
