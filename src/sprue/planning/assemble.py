"""From the decoder's arrays to a Plan."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import NEVER, Ints, Outcome
from sprue.planning.kernels.paths import slacks
from sprue.planning.plan import Bind, Phase, Plan, PlannedOperation, Reason, Segment, Unplaced
from sprue.planning.problem import MachineWork, Problem, Task
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
RELEASED = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the decoder found, as lists of plain numbers."""

    start: list[int]
    run_start: list[int]
    end: list[int]
    machine: list[int]
    reason: list[int]
    reference: list[int]
    slack: list[int]
    segments: dict[int, list[Segment]]


def plan_from(problem: Problem, layout: Layout, state: Outcome, unplaced: tuple[Unplaced, ...] = ()) -> Plan:
    """The plan of a decoded state; `unplaced`: operations for which the decoder had no place."""
    decoded = Decoded(
        state.start.tolist(),
        state.run_start.tolist(),
        state.end.tolist(),
        state.machine.tolist(),
        state.reason.tolist(),
        state.reference.tolist(),
        slack_of(problem, layout, state).tolist(),
        _segments(state),
    )
    operations = {
        task.id: _planned(layout, task, i, decoded)
        for i, task in enumerate(layout.tasks)
        if decoded.end[i] >= 0
    }
    return Plan(
        problem.clock,
        operations,
        problem.blocked,
        (*problem.unplannable, *unplaced),
    )


def _segments(state: Outcome) -> dict[int, list[Segment]]:
    """Segments by operation; those that touch are one, and members of a batch share those of the first."""
    size = int(state.counts[1])
    found: dict[int, list[Segment]] = defaultdict(list)
    columns = (state.seg_op, state.seg_phase, state.seg_from, state.seg_to)
    for op, phase, start, end in zip(*(column[:size].tolist() for column in columns), strict=True):
        row = found[op]
        if row and row[-1].end == start and row[-1].phase is PHASES[phase]:
            row[-1] = Segment(PHASES[phase], row[-1].start, end)
        else:
            row.append(Segment(PHASES[phase], start, end))
    chain = state.chain.tolist()
    for lead in list(found):
        member = chain[lead]
        while member >= 0:
            found[member] = found[lead]
            member = chain[member]
    return found


def _planned(layout: Layout, task: Task, i: int, d: Decoded) -> PlannedOperation:
    machine, start, run_start = d.machine[i], d.start[i], d.run_start[i]
    segments = tuple(d.segments.get(i, ()))
    if segments:
        run_start = next((s.start for s in segments if s.phase is Phase.RUN), d.end[i])
    name = layout.machines[machine] if machine >= 0 else None
    if task.running is not None:
        start, name = task.running.started, task.running.machine
    if not segments and d.end[i] > max(run_start, 0):
        segments = (Segment(Phase.RUN, max(run_start, 0), d.end[i]),)
    return PlannedOperation(
        task.id,
        name,
        start,
        run_start,
        d.end[i],
        segments,
        None if d.slack[i] >= NEVER else d.slack[i],
        _reason(layout, task, i, d),
    )


def _reason(layout: Layout, task: Task, i: int, d: Decoded) -> Reason:
    bind = BINDS[d.reason[i]]
    reference = d.reference[i]
    if d.reason[i] == RELEASED:
        return Reason(Bind(task.release_reason[0]), task.release_reason[1])
    if bind is Bind.PEOPLE:
        return Reason(bind, layout.kinds[reference])
    if bind is Bind.CALENDAR:
        return Reason(bind, layout.machines[d.machine[i]])
    if bind is Bind.MACHINE and reference < 0:
        return Reason(bind, layout.machines[d.machine[i]])
    return Reason(bind, layout.tasks[reference].id if reference >= 0 else "")


def slack_of(problem: Problem, layout: Layout, state: Outcome) -> Ints:
    """Slack of all planned operations, in minutes (NEVER: none depends on it)."""
    end = state.end
    start = np.where(state.start >= 0, state.start, np.maximum(0, state.run_start))
    allowed = np.full(len(end), NEVER, np.int64)
    for due in problem.dues:
        rows = [layout.index[t] for t in due.tasks if t in layout.index]
        last = max((int(end[i]) for i in rows), default=0)
        limit = max(due.due, last, due.done_end or 0)
        for i in rows:
            allowed[i] = min(allowed[i], limit)
    planned = np.flatnonzero(end >= 0)
    by_end = planned[np.lexsort((planned, -start[planned], -end[planned]))]
    return slacks(
        layout.shared, by_end, start, end, _work(layout, state), _followers(state, start, planned), allowed
    )


def _work(layout: Layout, state: Outcome) -> Ints:
    """(n, 4): machine, setup, run and by clock of each operation where it is planned."""
    work = np.zeros((len(layout.tasks), 4), np.int64)
    place = {machine: i for i, machine in enumerate(layout.machines)}
    for i, task in enumerate(layout.tasks):
        m = int(state.machine[i])
        option = _option(task, layout.machines[m]) if m >= 0 else None
        if task.running is not None:
            clock = option is None or option.by_clock
            at = place.get(task.running.machine, -1) if task.running.machine is not None else -1
            work[i] = (-1 if clock else at, 0, task.running.remaining, int(clock))
        elif option is not None:
            work[i] = (m, option.setup_minutes, option.run_minutes, int(option.by_clock))
        else:
            work[i] = (-1, 0, task.outside_minutes, 1)
    return work


def _option(task: Task, machine: MachineId) -> MachineWork | None:
    return next((w for w in task.options if w.machine == machine), None)


def _followers(state: Outcome, start: Ints, planned: Ints) -> Ints:
    """The next operation on the same machine, -1: none."""
    follower = np.full(len(start), -1, np.int64)
    on_machine = planned[state.machine[planned] >= 0]
    order = on_machine[np.lexsort((state.end[on_machine], start[on_machine], state.machine[on_machine]))]
    before, after = order[:-1], order[1:]
    same = (state.machine[before] == state.machine[after]) & (start[after] >= state.end[before])
    follower[before[same]] = after[same]
    return follower
