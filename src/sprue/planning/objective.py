"""The figures of a plan, as the contract defines them."""

from bisect import bisect_left
from collections.abc import Sequence

from sprue.planning.plan import Plan, PlannedOperation, Summary
from sprue.planning.problem import Due, MachineWork, Problem
from sprue.shop.calendar import Stretch
from sprue.shop.ids import MachineId, PartId

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
    tasks = problem.tasks
    for planned in plan.operations.values():
        part = tasks[planned.operation].part
        if planned.end > last.get(part, 0):
            last[part] = planned.end
        elif part not in last:
            last[part] = 0
    minutes = sum(end - max(0, problem.part_available.get(part, 0)) for part, end in last.items())
    return minutes / MINUTES_OF_HOUR


def unattended_hours(problem: Problem, plan: Plan) -> float:
    """Unattended run outside the calendars of the machines it is on."""
    tasks = problem.tasks
    minutes = sum(
        _alone(problem, planned)
        for planned in plan.operations.values()
        if planned.machine is not None and _by_clock(tasks[planned.operation].options, planned.machine)
    )
    return minutes / MINUTES_OF_HOUR


def pins_moved(problem: Problem, plan: Plan) -> int:
    """Operations that start later than the minute to which they are pinned."""
    moved = 0
    for task in problem.tasks.values():
        if task.pin is None or task.pin.start is None or task.running is not None:
            continue
        planned = plan.operations.get(task.id)
        if planned is not None and planned.setup_start > task.pin.start:
            moved += 1
    return moved


def _by_clock(options: Sequence[MachineWork], machine: MachineId) -> bool:
    """Whether the run counts clock time on the machine."""
    for work in options:
        if work.machine == machine:
            return work.by_clock
    return False


def _alone(problem: Problem, planned: PlannedOperation) -> int:
    """Minutes of a run by the clock outside the calendar of its machine."""
    if planned.machine is None:
        return 0
    start = max(0, planned.run_start)
    within = minutes_within(problem.machines[planned.machine].stretches, start, planned.end)
    return planned.end - start - within


def minutes_within(stretches: Sequence[Stretch], start: int, end: int) -> int:
    """Minutes of start..end that lie in the sorted `stretches`."""
    total = 0
    index = bisect_left(stretches, start, key=lambda stretch: stretch[1])
    while index < len(stretches) and stretches[index][0] < end:
        total += max(0, min(end, stretches[index][1]) - max(start, stretches[index][0]))
        index += 1
    return total
