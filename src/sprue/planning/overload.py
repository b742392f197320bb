"""Which kinds of places are overloaded, and when: the work that promises need by a week over its open hours.

An operation must end so early that what follows it, as long as it is in the plan, still ends when promised,
and can't begin before what it follows. What nothing promised depends on counts when it is planned. A kind is
overloaded at the end of a week when the work that must and can only be done in the weeks up to it takes more
hours than are open in them: so much is late in any plan, and no plan shows it as more than full machines.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sprue.planning.plan import Plan, PlannedOperation
from sprue.planning.problem import Problem
from sprue.shop.ids import KindId, MoldId, OperationId

#: So far ahead, weeks.
WEEKS = 16
#: Less is no overload: hours.
LEAST_HOURS = 1.0


@dataclass(frozen=True, slots=True)
class Week:
    """Hours of one kind in one week. `needed` by its end; `short`: what can't be done by then."""

    start: datetime
    end: datetime
    needed: float
    open: float
    planned: float
    short: float


@dataclass(frozen=True, slots=True)
class Load:
    """`molds`: hours by mold of what is needed until the week in which most is short, most first."""

    kind: KindId
    machines: int
    weeks: tuple[Week, ...]
    molds: tuple[tuple[MoldId, float], ...]

    @property
    def short(self) -> float:
        """Hours that lack most, at the end of the worst week; 0 where all is in time."""
        most = max((week.short for week in self.weeks), default=0.0)
        return most if most >= LEAST_HOURS else 0.0

    @property
    def overloaded(self) -> tuple[Week, ...]:
        """The weeks that can't take what is needed."""
        return tuple(week for week in self.weeks if week.short >= LEAST_HOURS)


def loads(problem: Problem, plan: Plan) -> tuple[Load, ...]:
    """All kinds with machines, the most overloaded first; `plan` is of the problem's clock.

    A machine of several kinds counts fully for each.
    """
    edges = _edges(problem)
    latest, earliest = latest_ends(problem, plan), earliest_starts(problem, plan)
    needed: dict[KindId, list[list[float]]] = defaultdict(lambda: [[0.0] * WEEKS for _ in range(WEEKS)])
    planned: dict[KindId, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    of_molds: dict[KindId, list[dict[MoldId, float]]] = defaultdict(
        lambda: [defaultdict(float) for _ in range(WEEKS)]
    )
    for row in plan.operations.values():
        task = problem.tasks.get(row.operation)
        if task is None or row.machine is None:
            continue
        kind = next((work.kind for work in task.options if work.machine == row.machine), None)
        if kind is None:
            continue
        for start, end in ((s.start, s.end) for s in row.segments):
            for week, hours in _shared(start, end, edges):
                planned[kind][week] += hours
        at = _week(latest.get(row.operation, row.end), edges)
        if at is not None:
            hours = sum(s.end - s.start for s in row.segments) / 60
            needed[kind][min(at, _begun(earliest[row.operation], edges))][at] += hours
            of_molds[kind][at][task.mold] += hours
    found = [
        _load(kind, problem, edges, needed[kind], planned[kind], of_molds[kind])
        for kind in sorted({kind for machine in problem.machines.values() for kind in machine.kinds})
    ]
    return tuple(sorted(found, key=lambda load: (-load.short, -_share(load), load.kind)))


def latest_ends(problem: Problem, plan: Plan) -> dict[OperationId, int]:
    """Operation → the plan minute by which it must end for all promises; below 0 where it is too late.

    Without those on which nothing promised depends.
    """
    latest: dict[OperationId, int] = {}
    for due in problem.dues:
        for one in due.tasks:
            latest[one] = min(latest.get(one, due.due), due.due)
    # What follows starts later in every plan, so that starts give an order from the back.
    rows = sorted(plan.operations.values(), key=lambda row: (row.setup_start, row.end), reverse=True)
    for row in rows:
        task = problem.tasks.get(row.operation)
        if task is None or row.operation not in latest:
            continue
        before = latest[row.operation] - _length(row)
        for one in task.predecessors:
            latest[one] = min(latest.get(one, before), before)
    return latest


def earliest_starts(problem: Problem, plan: Plan) -> dict[OperationId, int]:
    """Operation → the plan minute before which it can't begin, for its gates and what it follows."""
    earliest: dict[OperationId, int] = {}
    for row in sorted(plan.operations.values(), key=lambda row: (row.setup_start, row.end)):
        task = problem.tasks.get(row.operation)
        if task is not None:
            before = (
                earliest[one] + _length(plan.operations[one]) for one in task.predecessors if one in earliest
            )
            earliest[row.operation] = max(task.release, *before, 0)
    return earliest


def _length(row: PlannedOperation) -> int:
    return row.end - max(0, row.setup_start)


def _load(  # one kind's part of each table
    kind: KindId,
    problem: Problem,
    edges: Sequence[int],
    needed: Sequence[Sequence[float]],
    planned: Sequence[float],
    of_molds: Sequence[Mapping[MoldId, float]],
) -> Load:
    machines = [machine for machine in problem.machines.values() if kind in machine.kinds]
    room = [0.0] * WEEKS
    for machine in machines:
        for start, end in machine.stretches:
            if start >= edges[-1]:
                break
            for week, hours in _shared(start, end, edges):
                room[week] += hours * machine.batch
    at = problem.clock.at
    weeks = [
        Week(
            at(edges[i]),
            at(edges[i + 1]),
            sum(since[i] for since in needed),
            room[i],
            planned[i],
            max(0.0, *(_needed(needed, first, i) - sum(room[first : i + 1]) for first in range(i + 1))),
        )
        for i in range(WEEKS)
    ]
    worst = max(range(WEEKS), key=lambda i: weeks[i].short)
    molds: dict[MoldId, float] = defaultdict(float)
    for in_week in of_molds[: worst + 1]:
        for mold, hours in in_week.items():
            molds[mold] += hours
    most = tuple(sorted(molds.items(), key=lambda pair: (-pair[1], pair[0])))
    return Load(kind, len(machines), tuple(weeks), most)


def _needed(needed: Sequence[Sequence[float]], first: int, last: int) -> float:
    """Hours that can begin in week `first` at the earliest and must end by the end of week `last`."""
    return sum(sum(since[first : last + 1]) for since in needed[first : last + 1])


def _share(load: Load) -> float:
    """The greatest share of a week's open hours that is needed."""
    return max((week.needed / week.open for week in load.weeks if week.open > 0), default=0.0)


def _edges(problem: Problem) -> list[int]:
    """Plan minutes at which weeks begin: now, then each Monday of the shop; one more than weeks."""
    now = problem.clock.at(0).astimezone(problem.clock.zone)
    monday = now.date() + timedelta(days=7 - now.weekday())
    starts = [datetime.combine(monday + timedelta(weeks=i), time(), problem.clock.zone) for i in range(WEEKS)]
    return [0, *(problem.clock.minute(start) for start in starts)]


def _week(minute: int, edges: Sequence[int]) -> int | None:
    """The week in which a minute lies, the first for all that is over; None: after the last."""
    for i in range(WEEKS):
        if minute <= edges[i + 1]:
            return i
    return None


def _begun(minute: int, edges: Sequence[int]) -> int:
    """The week in which a minute lies, the last for all after it."""
    return max(i for i in range(WEEKS) if edges[i] <= max(0, minute))


def _shared(start: int, end: int, edges: Sequence[int]) -> Iterable[tuple[int, float]]:
    """(Week, hours) of a stretch of minutes."""
    for i in range(WEEKS):
        a, b = max(start, edges[i]), min(end, edges[i + 1])
        if a < b:
            yield i, (b - a) / 60
