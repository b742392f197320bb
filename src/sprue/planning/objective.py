"""The figures of a plan, as the contract defines them."""

from bisect import bisect_left
from collections.abc import Sequence

from sprue.planning.plan import Plan, PlannedOperation, Summary
from sprue.planning.problem import Due, Problem
from sprue.shop.calendar import Stretch
from sprue.shop.ids import PartId

MINUTES_OF_HOUR = 60


def summary_of(
    problem: Problem, plan: Plan, *, lower_bound_hours: float = 0.0, seconds: float = 0.0, seed: int = 0
) -> Summary:
    """All figures; hours are clock hours. `seconds` and `seed` are what the plan was made with."""
    unplaced = {u.operation for u in (*plan.blocked, *plan.unplannable)}
    late = {due.mold for due in problem.dues if tardiness(due, plan) > 0}
    dateless = {due.mold for due in problem.dues if any(task in unplaced for task in due.tasks)}
    return Summary(
        weighted_tardiness_hours=weighted_tardiness_hours(problem, plan),
        lower_bound_hours=lower_bound_hours,
        late_molds=len(late),
        molds_without_date=len(dateless),
        flow_hours=flow_hours(problem, plan),
        unattended_hours=unattended_hours(problem, plan),
        planned=len(plan.operations),
        blocked=len(plan.blocked),
        unplannable=len(plan.unplannable),
        pins_moved=pins_moved(problem, plan),
        seconds=seconds,
        seed=seed,
    )


def tardiness(due: Due, plan: Plan) -> int:
    """Clock minutes by which the last planned end of the milestone is late."""
    ends = [plan.operations[task].end for task in due.tasks if task in plan.operations]
    return max(0, max(ends) - due.due) if ends else 0


def weighted_tardiness_hours(problem: Problem, plan: Plan) -> float:
    """Σ weight × hours late over all milestones."""
    minutes = sum(due.weight * tardiness(due, plan) for due in problem.dues)
    return float(minutes) / MINUTES_OF_HOUR


def flow_hours(problem: Problem, plan: Plan) -> float:
    """Σ over parts of last end − max(now, available)."""
    last: dict[PartId, int] = {}
    for planned in plan.operations.values():
        part = problem.tasks[planned.operation].part
        last[part] = max(last.get(part, 0), planned.end)
    minutes = sum(end - max(0, problem.part_available.get(part, 0)) for part, end in last.items())
    return minutes / MINUTES_OF_HOUR


def unattended_hours(problem: Problem, plan: Plan) -> float:
    """Unattended run outside the calendars of the machines it is on."""
    minutes = sum(_alone(problem, planned) for planned in plan.operations.values())
    return minutes / MINUTES_OF_HOUR


def pins_moved(problem: Problem, plan: Plan) -> int:
    """Operations that start later than the minute to which they are pinned."""
    moved = 0
    for planned in plan.operations.values():
        task = problem.tasks[planned.operation]
        pinned = task.pin is not None and task.pin.start is not None and task.running is None
        if pinned and task.pin is not None and planned.setup_start > (task.pin.start or 0):
            moved += 1
    return moved


def _alone(problem: Problem, planned: PlannedOperation) -> int:
    if planned.machine is None:
        return 0
    task = problem.tasks[planned.operation]
    if not any(work.machine == planned.machine and work.by_clock for work in task.options):
        return 0
    start = max(0, planned.run_start)
    return (
        planned.end - start - minutes_within(problem.machines[planned.machine].stretches, start, planned.end)
    )


def minutes_within(stretches: Sequence[Stretch], start: int, end: int) -> int:
    """Minutes of start..end that lie in the sorted `stretches`."""
    total = 0
    index = bisect_left(stretches, start, key=lambda stretch: stretch[1])
    while index < len(stretches) and stretches[index][0] < end:
        total += max(0, min(end, stretches[index][1]) - max(start, stretches[index][0]))
        index += 1
    return total
