"""After what: predecessors, releases, pins, and work that is under way."""

from collections.abc import Iterator

from sprue.planning.plan import Phase, PlannedOperation
from sprue.planning.problem import Task
from sprue.planning.referee.case import Case
from sprue.planning.referee.crew import Crew, joined
from sprue.planning.referee.verdict import Rule, Violation
from sprue.shop.calendar import Stretch, subtract
from sprue.shop.routing import Mode


def precedence(case: Case) -> Iterator[Violation]:
    """Everything an operation waits for has ended when its setup starts."""
    ends = {task.id: planned.end for task, planned in case.planned}
    for task, planned in case.planned:
        if task.running is not None:
            continue
        for before in task.predecessors:
            if ends.get(before, 0) > planned.setup_start:
                facts = f"starts before {before} ends at minute {ends[before]}"
                yield Violation(Rule.PRECEDENCE, (task.id, before), planned.setup_start, facts)


def released(case: Case) -> Iterator[Violation]:
    """Gates, material and not_before: no setup before the release."""
    for task, planned in case.planned:
        if task.running is None and planned.setup_start < task.release:
            facts = f"starts before its release at minute {task.release} ({task.release_reason[0]})"
            yield Violation(Rule.RELEASE, (task.id,), planned.setup_start, facts)


def pinned(case: Case) -> Iterator[Violation]:
    """Pinned work stands on its machine and not before its start."""
    for task, planned in case.planned:
        if task.pin is None or task.running is not None:
            continue
        if planned.machine != task.pin.machine:
            facts = f"is pinned to {task.pin.machine}, but stands on {planned.machine}"
            yield Violation(Rule.PIN, (task.id,), planned.setup_start, facts)
        elif task.pin.start is not None and planned.setup_start < task.pin.start:
            facts = f"is pinned to minute {task.pin.start}, but starts before"
            yield Violation(Rule.PIN, (task.id,), planned.setup_start, facts)


def pinned_in_time(case: Case) -> Iterator[Violation]:
    """Work pinned to a start begins there or at the first later minute that no rule forbids.

    Judged with all else as planned, where it stands alone: no group, no batch, no changeover of setups.
    """
    late = [(t, p) for t, p in case.sound if _is_late(t, p) and not case.problem.setup_minutes]
    if not late:
        return
    loads = [load for of_machine in case.loads.values() for load in of_machine]
    crew = Crew(case.problem, loads, case.last_end)
    for task, planned in late:
        minute = _first_chance(case, task, planned, crew)
        if minute is not None:
            facts = f"is pinned to minute {task.pin.start if task.pin else 0} and could start at {minute}"
            yield Violation(Rule.PIN_LATE, (task.id,), planned.setup_start, facts)


def _is_late(task: Task, planned: PlannedOperation) -> bool:
    alone = task.running is None and not task.group and not task.setup_family
    plain = planned.machine is not None and task.mode is Mode.ATTENDED
    start = task.pin.start if task.pin is not None else None
    return alone and plain and start is not None and planned.setup_start > max(0, start)


def _first_chance(case: Case, task: Task, planned: PlannedOperation, crew: Crew) -> int | None:
    """A minute before the planned start at which the work could begin, in an idle gap or its own place."""
    assert planned.machine is not None
    assert task.pin is not None
    work = case.work(task, planned.machine)
    if work is None or work.by_clock:
        return None
    ends = [case.plan.operations[p].end for p in task.predecessors if p in case.plan.operations]
    first = max(task.pin.start or 0, task.release, *ends, 0)
    gaps: list[Stretch] = [(first, planned.end)]
    for load in case.loads[planned.machine]:
        if task.id not in load.ids:
            start = 0 if load.is_running else load.setup_start
            gaps = subtract(gaps, start, load.end)
            if task.group or any(t.group for t in load.tasks):
                return None
    for start, end in gaps:
        minute = _fits(case, task, planned, crew, (start, end))
        if minute is not None and minute < planned.setup_start:
            return minute
    return None


def _fits(case: Case, task: Task, planned: PlannedOperation, crew: Crew, gap: Stretch) -> int | None:
    assert planned.machine is not None
    work = case.work(task, planned.machine)
    assert work is not None
    stretches = case.stretches(planned.machine)
    at, begun = gap[0], None
    for phase, minutes in ((Phase.SETUP, work.setup_minutes), (Phase.RUN, work.run_minutes)):
        left = minutes
        need = crew.need(work.kind, phase)
        for start, end in joined(crew.free(work.kind, need, stretches, (at, gap[1]), task.id)):
            if left == 0:
                break
            begun = start if begun is None else begun
            take = min(left, end - start)
            left -= take
            at = start + take
        if left > 0:
            return None
    return begun


def running(case: Case) -> Iterator[Violation]:
    """Work under way stays where it is, its setup is over, and it goes on from now at the earliest."""
    for task, planned in case.planned:
        if task.running is None:
            continue
        if planned.machine != task.running.machine or planned.setup_start != task.running.started:
            facts = f"runs on {task.running.machine} since minute {task.running.started}"
            yield Violation(Rule.RUNNING, (task.id,), planned.setup_start, facts)
        if any(s.phase is Phase.SETUP or s.start < 0 for s in planned.segments):
            facts = "is running: it is set up already, and nothing of it is done before now"
            yield Violation(Rule.RUNNING, (task.id,), planned.setup_start, facts)
