"""Every operation stands in exactly one list, for a true reason."""

from collections.abc import Iterator

from sprue.planning.plan import Hindrance, Phase, Plan, Unplaced
from sprue.planning.problem import MachineWork, Task
from sprue.planning.referee.case import Case
from sprue.planning.referee.crew import Crew
from sprue.planning.referee.verdict import Rule, Violation
from sprue.shop.ids import OperationId
from sprue.shop.routing import Mode

BLOCKED = (Hindrance.GATE_CLOSED, Hindrance.HELD, Hindrance.NO_DATE, Hindrance.WAITS_FOR_BLOCKED)


def once(case: Case) -> Iterator[Violation]:
    """Each open operation is planned, blocked or unplannable, once, and nothing else is."""
    plan, problem = case.plan, case.problem
    entries = [*plan.operations, *(u.operation for u in (*plan.blocked, *plan.unplannable))]
    known = {*problem.tasks, *(u.operation for u in (*problem.blocked, *problem.unplannable))}
    counts: dict[OperationId, int] = dict.fromkeys(known, 0)
    for entry in entries:
        counts[entry] = counts.get(entry, 0) + 1
    for operation, count in counts.items():
        if operation not in known:
            yield Violation(Rule.LISTS, (operation,), None, "is not an open operation of the problem")
        elif count != 1:
            yield Violation(Rule.LISTS, (operation,), None, f"stands {count} times in the three lists")
    for key, planned in plan.operations.items():
        if key != planned.operation:
            yield Violation(Rule.LISTS, (key,), None, f"holds the times of {planned.operation}")


def kept(case: Case) -> Iterator[Violation]:
    """What the problem calls blocked or unplannable is called so in the plan."""
    plan, problem = case.plan, case.problem
    blocked = {u.operation: u for u in plan.blocked}
    unplannable = {u.operation: u for u in plan.unplannable}
    for unplaced in problem.unplannable:
        if unplannable.get(unplaced.operation, unplaced) != unplaced or unplaced.operation in plan.operations:
            yield Violation(Rule.HINDRANCE, (unplaced.operation,), None, f"is {unplaced.hindrance.value}")
    for unplaced in problem.blocked:
        later = unplannable.get(unplaced.operation)
        if later is not None and _waits(later, plan):
            continue  # what is both is unplannable
        if later is not None or blocked.get(unplaced.operation, unplaced) != unplaced:
            yield Violation(Rule.HINDRANCE, (unplaced.operation,), None, f"is {unplaced.hindrance.value}")
        elif unplaced.operation in plan.operations:
            yield Violation(Rule.HINDRANCE, (unplaced.operation,), None, "is planned though it is blocked")


def _waits(unplaced: Unplaced, plan: Plan) -> bool:
    others = {u.operation for u in plan.unplannable}
    return unplaced.hindrance is Hindrance.WAITS_FOR_UNPLANNABLE and unplaced.reference in others


def followed(case: Case) -> Iterator[Violation]:
    """Nothing is planned that waits for an operation without a place."""
    plan = case.plan
    unplaced = {u.operation for u in (*plan.blocked, *plan.unplannable)}
    for task, planned in case.planned:
        missing = [p for p in task.predecessors if p in unplaced]
        if task.running is None and missing:
            facts = "is planned, but what it waits for has no place"
            yield Violation(Rule.LISTS, (task.id, *missing), planned.setup_start, facts)


def true_reasons(case: Case) -> Iterator[Violation]:
    """An operation that only the planner found unplannable truly is: there is no room even after all else."""
    plan, problem = case.plan, case.problem
    unplannable = {u.operation for u in plan.unplannable}
    crew: Crew | None = None
    for unplaced in plan.blocked:
        if unplaced.operation in problem.tasks:
            yield Violation(
                Rule.HINDRANCE, (unplaced.operation,), None, "is called blocked, but nothing blocks it"
            )
    for unplaced in plan.unplannable:
        task = problem.tasks.get(unplaced.operation)
        if task is None:
            continue
        waits = any(p in unplannable for p in task.predecessors) and task.running is None
        if unplaced.hindrance in BLOCKED or (unplaced.hindrance is Hindrance.WAITS_FOR_UNPLANNABLE) > waits:
            facts = f"is called {unplaced.hindrance.value}, which is not true"
            yield Violation(Rule.HINDRANCE, (task.id,), None, facts)
        elif not waits and not task.group:
            crew = crew or Crew(problem, (), problem.horizon)
            if has_room(case, task, crew):
                facts = f"is called {unplaced.hindrance.value}, but has room after all else"
                yield Violation(Rule.HINDRANCE, (task.id,), case.last_end, facts)


def has_room(case: Case, task: Task, crew: Crew) -> bool:
    """Whether the task could be done within the horizon after everything that is planned."""
    first = max(case.last_end, task.release, task.pin.start or 0 if task.pin is not None else 0)
    if task.mode is Mode.OUTSIDE:
        return first < case.problem.horizon
    return any(_fits(case, task, work, first, crew) for work in task.options)


def _fits(case: Case, task: Task, work: MachineWork, first: int, crew: Crew) -> bool:
    setup, run = _minutes(case, task, work)
    attended = [(Phase.SETUP, setup), (Phase.RUN, 0 if work.by_clock else run)]
    if not work.by_clock and task.mode is Mode.UNBROKEN:
        need = max((crew.need(work.kind, phase) for phase, minutes in attended if minutes), default=0)
        free = crew.free(work.kind, need, case.stretches(work.machine), (first, case.problem.horizon))
        return any(b - a >= setup + run for a, b in free)
    at: int | None = first
    for phase, minutes in attended:
        if at is not None and minutes:
            need = crew.need(work.kind, phase)
            free = crew.free(work.kind, need, case.stretches(work.machine), (at, case.problem.horizon))
            at = _after(free, minutes)
    open_later = any(b > first for _, b in case.stretches(work.machine))
    return at is not None and (open_later or task.running is not None)


def _minutes(case: Case, task: Task, work: MachineWork) -> tuple[int, int]:
    if task.running is not None:
        return 0, task.running.remaining
    loads = case.loads.get(work.machine, [])
    family = loads[-1].family if loads else case.problem.machines[work.machine].last_family
    return case.setup_after(task, work, family), work.run_minutes


def _after(free: Iterator[tuple[int, int]], minutes: int) -> int | None:
    """The minute at which `minutes` of the free stretches are over; None: there are not so many."""
    for start, end in free:
        if end - start >= minutes:
            return start + minutes
        minutes -= end - start
    return None
