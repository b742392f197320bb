"""From the decoder's arrays to a Plan."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import (
    BY_CALENDAR,
    BY_MACHINE,
    BY_PEOPLE,
    BY_RELEASE,
    NEVER,
    Ints,
    Outcome,
)
from sprue.planning.kernels.paths import slacks
from sprue.planning.plan import Bind, Phase, Plan, PlannedOperation, Reason, Segment, Unplaced
from sprue.planning.problem import Problem
from sprue.planning.rows import Column
from sprue.shop.ids import MachineId

PHASES = (Phase.SETUP, Phase.RUN)
BINDS = (
    Bind.NOW,
    Bind.RUNNING,
    Bind.PREDECESSOR,
    Bind.MACHINE,
    Bind.PEOPLE,
    Bind.NOW,  # a release: the task says which
    Bind.CALENDAR,
    Bind.PIN,
    Bind.BATCH,
    Bind.GROUP,
)


def plan_from(problem: Problem, layout: Layout, state: Outcome, unplaced: tuple[Unplaced, ...] = ()) -> Plan:
    """The plan of a decoded state; `unplaced`: operations for which the decoder had no place."""
    placed = np.flatnonzero(state.end >= 0)
    segments = _segments(layout, state)
    tasks = layout.tasks
    rows = map(
        PlannedOperation,
        (tasks[i].id for i in placed.tolist()),
        _machines(layout, state, placed),
        _starts(layout, state)[placed].tolist(),
        segments.run_start[placed].tolist(),
        state.end[placed].tolist(),
        segments.of(placed),
        (None if slack >= NEVER else slack for slack in slack_of(problem, layout, state)[placed].tolist()),
        _reasons(layout, state, placed),
    )
    return Plan(
        problem.clock,
        {row.operation: row for row in rows},
        problem.blocked,
        (*problem.unplannable, *unplaced),
    )


def _machines(layout: Layout, state: Outcome, placed: Ints) -> list[MachineId | None]:
    """Where the placed operations are done; None: outside."""
    table = layout.rows
    running = table.column(Column.RUNNING) == 1
    names = (*layout.machines, None)
    places = np.where(running, table.column(Column.ON), state.machine)[placed]
    return [names[m] for m in places.tolist()]


def _starts(layout: Layout, state: Outcome) -> Ints:
    """Setup starts (n,); running work has started."""
    starts = state.start.copy()
    for i in np.flatnonzero(layout.frame.is_running).tolist():
        running = layout.tasks[i].running
        starts[i] = 0 if running is None else running.started
    return starts


@dataclass(frozen=True, slots=True)
class _Segments:
    """Segments in order of their operations: those of i are `all` from ptr[i] on; `run_start` (n,)."""

    all: list[Segment]
    ptr: Ints
    run_start: Ints
    #: The operation whose segments each shares (n,): the first of its batch, else itself.
    lead: Ints

    def of(self, placed: Ints) -> Iterator[tuple[Segment, ...]]:
        """The segments of the placed operations."""
        lead = self.lead[placed]
        for low, high in zip(self.ptr[lead].tolist(), self.ptr[lead + 1].tolist(), strict=True):
            yield tuple(self.all[low:high])


def _segments(layout: Layout, state: Outcome) -> _Segments:
    """Segments by operation; those that touch are one. What has none is given its run as one."""
    n, size = len(layout.tasks), int(state.counts[1])
    order = np.argsort(state.seg_op[:size], kind="stable")
    op, phase, start, end = (
        column[:size][order] for column in (state.seg_op, state.seg_phase, state.seg_from, state.seg_to)
    )
    first = np.ones(size, bool)
    first[1:] = (op[1:] != op[:-1]) | (phase[1:] != phase[:-1]) | (start[1:] != end[:-1])
    last = np.roll(first, -1)
    op, phase, start, end = op[first], phase[first], start[first], end[last]
    lead = _leads(state, np.bincount(op, minlength=n) > 0)
    run_start = _run_starts(state, lead, op[phase == 1], start[phase == 1])
    bare = np.flatnonzero((np.bincount(op, minlength=n)[lead] == 0) & (state.end > np.maximum(run_start, 0)))
    op = np.concatenate([op, bare])
    at = np.argsort(op, kind="stable")
    phase = np.concatenate([phase, np.ones(len(bare), np.int64)])[at]
    start = np.concatenate([start, np.maximum(run_start[bare], 0)])[at]
    end = np.concatenate([end, state.end[bare]])[at]
    ptr = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(op, minlength=n), out=ptr[1:])
    phases = (PHASES[p] for p in phase.tolist())
    return _Segments(list(map(Segment, phases, start.tolist(), end.tolist())), ptr, run_start, lead)


def _leads(state: Outcome, worked: npt.NDArray[np.bool_]) -> Ints:
    """The operation whose segments each shares (n,); `worked` (n,): has segments of its own."""
    lead = np.arange(len(state.end))
    for first in np.flatnonzero(worked & (state.chain >= 0)).tolist():
        member = int(state.chain[first])
        while member >= 0:
            lead[member] = first
            member = int(state.chain[member])
    return lead


def _run_starts(state: Outcome, lead: Ints, op: Ints, start: Ints) -> Ints:
    """When runs begin (n,): with the first segment of phase run, by the decoder where nothing is recorded,
    else at the end. `op`, `start`: segments of phase run, the earliest of an operation first."""
    begin = np.full(len(lead), -1, np.int64)
    begin[op[::-1]] = start[::-1]
    recorded = np.zeros(len(lead), bool)
    recorded[state.seg_op[: int(state.counts[1])]] = True
    begin = np.where(begin < 0, state.end, begin)[lead]
    return np.where(recorded[lead], begin, state.run_start)


def _reasons(layout: Layout, state: Outcome, placed: Ints) -> Iterator[Reason]:
    """Why the placed operations start when they do."""
    columns = (placed, state.reason[placed], state.reference[placed], state.machine[placed])
    for i, reason, reference, machine in zip(*(column.tolist() for column in columns), strict=True):
        if reason == BY_RELEASE:
            bind, name = layout.tasks[i].release_reason
            yield Reason(Bind(bind), name)
        elif reason == BY_PEOPLE:
            yield Reason(Bind.PEOPLE, layout.kinds[reference])
        elif reason == BY_CALENDAR or (reason == BY_MACHINE and reference < 0):
            yield Reason(BINDS[reason], layout.machines[machine])
        else:
            yield Reason(BINDS[reason], layout.tasks[reference].id if reference >= 0 else "")


def slack_of(problem: Problem, layout: Layout, state: Outcome) -> Ints:
    """Slack of all planned operations, in minutes (NEVER: none depends on it)."""
    end = state.end
    start = np.where(state.start >= 0, state.start, np.maximum(0, state.run_start))
    allowed = np.full(len(end), NEVER, np.int64)
    frame = layout.frame
    for k, due in enumerate(problem.dues):
        rows = frame.due_idx[frame.due_ptr[k] : frame.due_ptr[k + 1]]
        limit = max(due.due, int(end[rows].max(initial=0)), due.done_end or 0)
        allowed[rows] = np.minimum(allowed[rows], limit)
    planned = np.flatnonzero(end >= 0)
    by_end = planned[np.lexsort((planned, -start[planned], -end[planned]))]
    return slacks(
        layout.shared, by_end, start, end, _work(layout, state), _followers(state, start, planned), allowed
    )


def _work(layout: Layout, state: Outcome) -> Ints:
    """(n, 4): machine, setup, run and by clock of each operation where it is planned."""
    frame, table = layout.frame, layout.rows
    n = len(layout.tasks)
    work = np.stack([np.full(n, -1), np.zeros(n, np.int64), frame.outside_minutes, np.ones(n, np.int64)], 1)
    owner = np.repeat(np.arange(n), np.diff(frame.opt_ptr))
    here = np.flatnonzero(state.machine[owner] == frame.opt_machine)
    columns = (frame.opt_machine, frame.opt_setup, frame.opt_run, frame.opt_clock)
    work[owner[here]] = np.stack([column[here].astype(np.int64) for column in columns], 1)
    running = np.flatnonzero(frame.is_running)
    clock = work[running, 3]
    work[running, 0] = np.where(clock == 1, -1, table.column(Column.ON)[running])
    work[running, 1] = 0
    work[running, 2] = table.column(Column.LEFT)[running]
    return work


def _followers(state: Outcome, start: Ints, planned: Ints) -> Ints:
    """The next operation on the same machine, -1: none."""
    follower = np.full(len(start), -1, np.int64)
    on_machine = planned[state.machine[planned] >= 0]
    order = on_machine[np.lexsort((state.end[on_machine], start[on_machine], state.machine[on_machine]))]
    before, after = order[:-1], order[1:]
    same = (state.machine[before] == state.machine[after]) & (start[after] >= state.end[before])
    follower[before[same]] = after[same]
    return follower
