"""Which places and people are overloaded, and when: what promises need by a week over the open hours.

An operation must end so early that what follows it, as long as it is in the plan, still ends when promised,
and can't begin before what it follows. What nothing promised depends on counts when it is planned. A group is
overloaded at the end of a week when the work that must and can only be done in the weeks up to it takes more
hours than are open in them: so much is late in any plan, and no plan shows it as more than full machines.

A group is the machines of a kind, or the people of a crew: all who can do any of the kinds of those who
can do the same. What these kinds need of people, nobody else can give.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from sprue.planning.plan import Phase, Plan, PlannedOperation
from sprue.planning.problem import MachineSlot, MachineWork, Problem
from sprue.shop.calendar import Stretch
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId

#: So far ahead, weeks.
WEEKS = 16
#: Less is no overload: hours.
LEAST_HOURS = 1.0


@dataclass(frozen=True, slots=True)
class Week:
    """Hours of one group in one week. `needed` by its end; `short`: what can't be done by then."""

    start: datetime
    end: datetime
    needed: float
    open: float
    planned: float
    short: float


@dataclass(frozen=True, slots=True)
class Load:
    """Of the `count` machines of one kind, or people of a crew that does `kinds`.

    `molds`: hours by mold of what is needed until the week in which most is short, most first.
    """

    kinds: tuple[KindId, ...]
    people: bool
    count: int
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
    """All kinds with machines and all crews, the most overloaded first; `plan` is of the problem's clock.

    A machine of several kinds counts fully for each, as does a person of several crews.
    """
    edges = _edges(problem)
    latest, earliest = latest_ends(problem, plan), earliest_starts(problem, plan)
    machines: dict[KindId, _Hours] = defaultdict(_Hours)
    crews = {worker.kinds: _Hours() for worker in problem.workers if worker.kinds}
    crews_of: dict[KindId, list[_Hours]] = defaultdict(list)
    for kinds, hours in crews.items():
        for kind in kinds:
            crews_of[kind].append(hours)
    attended: set[tuple[MachineId, int]] = set()
    for row in plan.operations.values():
        task = problem.tasks.get(row.operation)
        if task is None or row.machine is None:
            continue
        work = next((work for work in task.options if work.machine == row.machine), None)
        if work is None:
            continue
        at = _week(latest.get(row.operation, row.end), edges)
        since = _begun(earliest[row.operation], edges)
        machines[work.kind].add(task.mold, [(s.start, s.end, 1.0) for s in row.segments], since, at, edges)
        # A batch is set up and attended once, whatever it holds.
        if (row.machine, row.setup_start) not in attended:
            attended.add((row.machine, row.setup_start))
            demand = [*_attended(row, work, problem.attention)]
            for hours in crews_of[work.kind]:
                hours.add(task.mold, demand, since, at, edges)
    found = [
        _load((kind,), machines[kind], [(m.stretches, m.batch) for m in slots], problem, edges)
        for kind, slots in sorted(_slots(problem).items())
    ]
    for kinds, hours in crews.items():
        able = [(worker.stretches, 1) for worker in problem.workers if worker.kinds & kinds]
        found.append(_load(tuple(sorted(kinds)), hours, able, problem, edges, people=True))
    return tuple(sorted(found, key=lambda load: (-load.short, -_share(load), load.people, load.kinds)))


def _slots(problem: Problem) -> dict[KindId, list[MachineSlot]]:
    slots: dict[KindId, list[MachineSlot]] = defaultdict(list)
    for machine in problem.machines.values():
        for kind in machine.kinds:
            slots[kind].append(machine)
    return slots


def _attended(
    row: PlannedOperation, work: MachineWork, attention: Mapping[KindId, Decimal]
) -> Iterable[tuple[int, int, float]]:
    """Stretches in which somebody is needed, and how much of a person."""
    for segment in row.segments:
        if segment.phase is Phase.SETUP:
            yield segment.start, segment.end, 1.0
        elif not work.by_clock and (share := float(attention.get(work.kind, Decimal(1)))) > 0:
            yield segment.start, segment.end, share


class _Hours:
    """What a group has to do: hours by the week of the earliest begin and that of the latest end."""

    def __init__(self) -> None:
        self.needed = [[0.0] * WEEKS for _ in range(WEEKS)]
        self.planned = [0.0] * WEEKS
        self.molds: list[dict[MoldId, float]] = [defaultdict(float) for _ in range(WEEKS)]

    def add(
        self,
        mold: MoldId,
        demand: Sequence[tuple[int, int, float]],
        since: int,
        by: int | None,
        edges: Sequence[int],
    ) -> None:
        """`demand`: (start, end, how many at once); `by` None: only after the weeks that are looked at."""
        for start, end, share in demand:
            for week, hours in _shared(start, end, edges):
                self.planned[week] += hours * share
        if by is not None:
            hours = sum((end - start) * share for start, end, share in demand) / 60
            self.needed[min(by, since)][by] += hours
            self.molds[by][mold] += hours


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


def _load(
    kinds: tuple[KindId, ...],
    hours: _Hours,
    places: Sequence[tuple[Sequence[Stretch], int]],
    problem: Problem,
    edges: Sequence[int],
    *,
    people: bool = False,
) -> Load:
    """`places`: stretches of each machine or person, and how much it takes at once."""
    room = [0.0] * WEEKS
    for stretches, at_once in places:
        for start, end in stretches:
            if start >= edges[-1]:
                break
            for week, open_hours in _shared(start, end, edges):
                room[week] += open_hours * at_once
    at = problem.clock.at
    needed = hours.needed
    weeks = [
        Week(
            at(edges[i]),
            at(edges[i + 1]),
            sum(since[i] for since in needed),
            room[i],
            hours.planned[i],
            max(0.0, *(_needed(needed, first, i) - sum(room[first : i + 1]) for first in range(i + 1))),
        )
        for i in range(WEEKS)
    ]
    worst = max(range(WEEKS), key=lambda i: weeks[i].short)
    molds: dict[MoldId, float] = defaultdict(float)
    for in_week in hours.molds[: worst + 1]:
        for mold, of_mold in in_week.items():
            molds[mold] += of_mold
    most = tuple(sorted(((m, h) for m, h in molds.items() if h > 0), key=lambda pair: (-pair[1], pair[0])))
    return Load(kinds, people, len(places), tuple(weeks), most)


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
