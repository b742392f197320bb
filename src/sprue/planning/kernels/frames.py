"""Named groups of arrays that the kernels pass on: the problem, the choices and the state.

Times are plan minutes (int64). Demands and capacities of people are int64 in `unit`s:
`unit` is one whole person, so that an attention of 0.25 is an exact whole number.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

#: Working modes as numbers.
ATTENDED, UNBROKEN, UNATTENDED, OUTSIDE = 0, 1, 2, 3

#: Event types in the queue.
PHASE_END, BOUNDARY, RELEASE, OUTSIDE_END, PEOPLE_CHANGE, GROUP_READY, RESERVED, WAKE = range(8)

#: Reasons as numbers, in the order of `plan.Bind`.
(
    BY_NOW,
    BY_RUNNING,
    BY_PREDECESSOR,
    BY_MACHINE,
    BY_PEOPLE,
    BY_RELEASE,
    BY_CALENDAR,
    BY_PIN,
    BY_BATCH,
    BY_GROUP,
) = range(10)

NEVER = 1 << 40


class Frame(NamedTuple):
    """The problem. n operations, M machines, K kinds, G groups of people, S people segments.

    `x_ptr` and `x_idx` are rows of lists: those of i are x_idx[x_ptr[i]:x_ptr[i+1]].
    """

    horizon: int
    unit: int
    people_limit: int  # 0: people enough
    mode: Ints  # (n,)
    release: Ints  # (n,) not before, pinned start included
    pin_start: Ints  # (n,) or -NEVER
    pinned: Bytes  # (n,)
    outside_minutes: Ints  # (n,)
    is_running: Bytes  # (n,)
    succ_ptr: Ints
    succ_idx: Ints
    pred_count: Ints  # (n,)
    opt_ptr: Ints  # options sorted by machine
    opt_machine: Ints
    opt_setup: Ints
    opt_run: Ints
    opt_clock: Bytes
    opt_kind: Ints
    family: Ints  # (n,) 0: none
    rule_family: Ints  # (n,) index into `changeover`
    group: Ints  # (n,) or -1
    class_ptr: Ints  # machine classes; the first M are one machine each
    class_machine: Ints
    mach_ptr: Ints  # machine → classes and its position there
    mach_class: Ints
    mach_pos: Ints
    st_start: Ints  # all stretches
    st_end: Ints
    st_lo: Ints  # (M,)
    st_hi: Ints  # (M,)
    batch: Ints  # (M,)
    first_family: Ints  # (M,) rule family of the last operation done
    rule_kind: Ints  # (K,) index into `changeover` or -1
    changeover: Ints  # (rule kinds, families, families) minutes or -1
    attention: Ints  # (K,)
    kg_ptr: Ints  # kind → groups of people able
    kg_idx: Ints
    gk_ptr: Ints  # group of people → kinds
    gk_idx: Ints
    seg_time: Ints  # (S,) first is 0
    seg_cap: Ints  # (S, G)
    grp_ptr: Ints  # operation groups → members
    grp_idx: Ints
    grp_release: Ints
    grp_pending: Ints  # operations outside that must end before the group begins
    wait_ptr: Ints  # operation → groups that wait for its end
    wait_idx: Ints
    run_ptr: Ints  # machine → running work in its order
    run_op: Ints
    run_next: Ints  # (n,) next member of the same running batch or -1
    float_op: Ints  # running work by the clock beside other work, or outside
    remaining: Ints  # (n,) of running work
    due_ptr: Ints  # dues → operations
    due_idx: Ints
    due_at: Ints
    due_weight: Floats
    part: Ints  # (n,)
    part_base: Ints  # (parts,) max(now, available)
    pin_ptr: Ints  # machine → operations pinned with a start, by start
    pin_idx: Ints


class Choice(NamedTuple):
    """How to choose. Rule 0 takes the least `key`; rule 1 the highest apparent tardiness cost."""

    rule: int
    spread: float  # minutes over which urgency rises
    key: Floats  # (n,)
    bias: Floats  # (n,) factor on rule 1
    density: Floats  # (n,) what urgency is divided by, minutes
    weight_a: Floats  # (n,) weight of the T1 that waits for it
    latest_a: Floats  # (n,) latest start for T1
    weight_b: Floats
    latest_b: Floats
    cls: Ints  # (n,) machine class or -1 (outside)
    base: Ints  # (n,) option of its first machine in the class
    planned: Ints  # (n,) not before its published start; -1: not published
    dropped: Bytes  # (n,) left out: has no place
    night: float  # factor for unattended work of which all would run past the shift
    limit: float  # weighted tardiness hours from which on the plan is of no interest
    goal_a: Ints  # (n,) the T1 due that waits for it or -1
    ahead_a: Ints  # (n,) least minutes from its end to that T1's
    goal_b: Ints  # the same for the delivery
    ahead_b: Ints
    old_start: Ints  # (n,) setup start as published, -NEVER: not published, or not asked
    old_machine: Ints  # (n,) as published, -1: outside
    calm: float  # hours of tardiness that one moved operation is worth


class People(NamedTuple):
    """Who works on what: flow (K, G), used (G,), capacity (G,), scratch for the search."""

    flow: Ints
    used: Ints
    capacity: Ints
    from_kind: Ints
    from_group: Ints
    queue: Ints


class State(NamedTuple):
    """What the decoder knows at the present minute; see `decode`."""

    counts: Ints  # counters, see C_* in decode
    heap: Ints
    m_op: Ints
    m_phase: Ints
    m_left: Ints
    m_since: Ints
    m_active: Bytes
    m_clock: Bytes
    m_unbroken: Bytes
    m_need: Ints
    m_kind: Ints
    m_run: Ints
    m_ptr: Ints
    m_family: Ints
    m_lock: Ints
    m_reserved: Ints
    m_free: Ints
    m_prev: Ints
    m_watch: Ints
    m_event: Ints
    m_dirty: Bytes
    m_starved: Bytes
    m_pick: Ints
    m_opt: Ints
    m_score: Floats
    m_queue: Ints
    m_place: Ints
    m_asked: Ints  # scratch: free machines that look for work
    ready_ptr: Ints
    ready_len: Ints
    ready: Ints
    place: Ints
    cls_kind: Ints  # the one kind that queues for a class, -1: several
    cls_need: Ints  # least people in the first minute of what queues there
    preds: Ints
    ready_at: Ints
    last_pred: Ints
    chain: Ints
    started: Bytes
    grp_pending: Ints
    grp_left: Ints
    grp_machine: Ints
    fail_need: Ints
    fail_stamp: Ints
    scored_at: Ints  # (n,) minute whose urgency `scored` holds, by rule 1; -1: none
    scored: Floats
    start: Ints
    run_start: Ints
    end: Ints
    machine: Ints
    reason: Ints
    reference: Ints
    reach: Ints  # (dues,) soonest end of the milestone as far as is known, its due at least
    cost: Floats  # (1,) weighted tardiness hours that are certain by now
    seg_op: Ints
    seg_phase: Ints
    seg_from: Ints
    seg_to: Ints


class Outcome(NamedTuple):
    """What a decoded state says of the plan; see `State`."""

    counts: Ints
    start: Ints
    run_start: Ints
    end: Ints
    machine: Ints
    reason: Ints
    reference: Ints
    chain: Ints
    seg_op: Ints
    seg_phase: Ints
    seg_from: Ints
    seg_to: Ints
