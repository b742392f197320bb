"""What finished work tells of its estimates: actual over estimated time by kind, part class and department.

Medians and quartiles are of ratios. A factor is the median of a group drawn towards the group above it, as
far as few operations speak for it: part class of a kind → kind → all work → the estimate itself.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp, log
from statistics import median, quantiles

from sprue.figures.span import OpenHours, Span
from sprue.figures.work import Ledger
from sprue.figures.work import Stretch as Work
from sprue.shop.ids import KindId, MachineId, OperationId
from sprue.shop.learned import LearnedFactor
from sprue.shop.routing import Mode, Status
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock, total_minutes_on

#: So many of the newest operations of a kind speak for it.
NEWEST = 400
#: As many operations weigh as much as the group above.
PRIOR = 10
#: Ratios beyond these come from forgotten reports, not from work; they count as these.
LEAST, MOST = 0.2, 5.0
#: A kind of work for which nobody is known.
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A finished operation: estimated and worked minutes; who worked is told by the department."""

    operation: OperationId
    kind: KindId
    part_class: str
    department: str
    estimated: float
    worked: float
    at: datetime
    #: Estimated and worked minutes of the setup, where its end was told.
    setup: tuple[float, float] | None = None

    @property
    def ratio(self) -> float:
        """Worked over estimated, within what work can be."""
        return min(MOST, max(LEAST, self.worked / self.estimated))


@dataclass(frozen=True, slots=True)
class Group:
    """Ratios of a group: median, the quarters around it, what nine of ten are below; hours of both sums."""

    name: str
    count: int
    low: float
    median: float
    high: float
    most: float
    estimated_hours: float
    worked_hours: float


@dataclass(frozen=True, slots=True)
class Estimates:
    """`setups` and `runs`: by kind, of the work whose setup was told apart.

    `factors`: by which estimates of waiting work are multiplied, part class "" for the whole kind.
    """

    kinds: tuple[Group, ...]
    part_classes: tuple[Group, ...]
    departments: tuple[Group, ...]
    setups: tuple[Group, ...]
    runs: tuple[Group, ...]
    factors: tuple[LearnedFactor, ...]


def estimates_of(ledger: Ledger) -> Estimates:
    """All that the finished operations of a ledger tell."""
    done = _newest(done_of(ledger))
    return Estimates(
        _groups(done, lambda one: one.kind),
        _groups(done, lambda one: one.part_class),
        _groups(done, lambda one: one.department),
        _groups(_setups(done), lambda one: one.kind),
        _groups(_runs(done), lambda one: one.kind),
        factors_of(done),
    )


def minutes_of(shop: Shop, stretches: Sequence[Work]) -> dict[OperationId, float]:
    """Working minutes of each operation in the house: attended ones in open hours, others by the clock."""
    return {name: sum(one[1] for one in rows) for name, rows in _worked(shop, stretches).items()}


def done_of(ledger: Ledger, wanted: Collection[OperationId] | None = None) -> list[Done]:
    """Finished work in the house with an estimate, in the order of its end. Rework has none of its own.

    What was finished before the shop came in counts by the dates with which it came. `wanted`: only of these.
    """
    shop, came = ledger.shop, came_finished(ledger, wanted)
    worked = _worked(shop, [*came, *ledger.stretches])
    ends = {one.operation: one.end for one in came} | ledger.finished
    found = []
    for name, at in sorted(ends.items(), key=lambda pair: (pair[1], pair[0])):
        operation = shop.operations[name]
        stretches = [s for s in worked.get(name, ()) if not s[2]]
        if operation.mode is Mode.OUTSIDE or not stretches or operation.kind is None:
            continue
        machine = shop.machines.get(stretches[-1][0]) if stretches[-1][0] is not None else None
        estimated = float(total_minutes_on(operation, machine)) if machine is not None else 0.0
        minutes = sum(s[1] for s in stretches)
        if estimated > 0 and minutes > 0:
            part = shop.parts[operation.part]
            department = stretches[-1][3]
            setup = None
            if name in ledger.set_up and operation.setup_minutes > 0:
                setup = float(operation.setup_minutes), sum(s[4] for s in stretches)
            found.append(
                Done(name, operation.kind, part.part_class, department, estimated, minutes, at, setup)
            )
    return found


def _setups(done: Iterable[Done]) -> list[Done]:
    """The setups alone, where they were told apart."""
    return [
        replace(one, estimated=one.setup[0], worked=one.setup[1]) for one in done if one.setup is not None
    ]


def _runs(done: Iterable[Done]) -> list[Done]:
    """What was done after the setup, where it was told apart."""
    rest = [
        replace(one, estimated=one.estimated - one.setup[0], worked=one.worked - one.setup[1])
        for one in done
        if one.setup is not None
    ]
    return [one for one in rest if one.estimated > 0 and one.worked > 0]


def factors_of(done: Sequence[Done]) -> tuple[LearnedFactor, ...]:
    """One factor for each kind, and for each part class of it."""
    everything = _drawn([one.ratio for one in done], 1.0)
    by_kind: dict[KindId, list[Done]] = defaultdict(list)
    for one in done:
        by_kind[one.kind].append(one)
    found = []
    for kind, rows in sorted(by_kind.items()):
        of_kind = _drawn([one.ratio for one in rows], everything)
        found.append(LearnedFactor(kind, "", round(of_kind, 3), len(rows)))
        by_class: dict[str, list[float]] = defaultdict(list)
        for one in rows:
            by_class[one.part_class].append(one.ratio)
        for part_class, ratios in sorted(by_class.items()):
            if part_class:
                factor = round(_drawn(ratios, of_kind), 3)
                found.append(LearnedFactor(kind, part_class, factor, len(ratios)))
    return tuple(found)


def _drawn(ratios: Sequence[float], above: float) -> float:
    """The median of ratios, drawn towards the factor of the group above by how few they are."""
    if not ratios:
        return above
    weight = len(ratios) / (len(ratios) + PRIOR)
    return exp(weight * log(median(ratios)) + (1 - weight) * log(above))


def _newest(done: Iterable[Done]) -> list[Done]:
    """The newest of each kind, in their order."""
    left: dict[KindId, int] = defaultdict(lambda: NEWEST)
    kept = []
    for one in reversed([*done]):
        if left[one.kind]:
            left[one.kind] -= 1
            kept.append(one)
    return kept[::-1]


def _groups(done: Iterable[Done], name_of: Callable[[Done], str]) -> tuple[Group, ...]:
    groups: dict[str, list[Done]] = defaultdict(list)
    for one in done:
        groups[name_of(one)].append(one)
    made = [_group(name, rows) for name, rows in groups.items()]
    return tuple(sorted(made, key=lambda group: (-group.worked_hours, group.name)))


def _group(name: str, rows: Sequence[Done]) -> Group:
    ratios = [one.ratio for one in rows]
    low, middle, high, most = _quantiles(ratios)
    estimated = sum(one.estimated for one in rows) / 60
    return Group(name, len(rows), low, middle, high, most, estimated, sum(one.worked for one in rows) / 60)


def _quantiles(ratios: Sequence[float]) -> tuple[float, float, float, float]:
    """Quarters and the ninth tenth; a single one is all of them."""
    if len(ratios) == 1:
        return (ratios[0],) * 4
    low, middle, high = quantiles(ratios, n=4, method="inclusive")
    return low, middle, high, quantiles(ratios, n=10, method="inclusive")[8]


_Work = tuple[MachineId | None, float, bool, str, float]


def came_finished(ledger: Ledger, wanted: Collection[OperationId] | None = None) -> list[Work]:
    """Work that the shop brought with it as done, with its dates and machine. `wanted`: only of these."""
    return [
        Work(operation.id, operation.machine, None, operation.started, operation.finished)
        for operation in ledger.shop.operations.values()
        if operation.status is Status.DONE
        and (wanted is None or operation.id in wanted)
        and operation.id not in ledger.finished
        and operation.started is not None
        and operation.finished is not None
        and operation.started < operation.finished
    ]


def _worked(shop: Shop, stretches: Sequence[Work]) -> dict[OperationId, list[_Work]]:
    """Machine, working minutes, whether it was broken, department, minutes of setup; of each stretch."""
    begin = min((s.start for s in stretches), default=None)
    if begin is None:
        return {}
    hours = OpenHours(shop, Span(begin, max(s.end for s in stretches) + timedelta(minutes=1)))
    found: dict[OperationId, list[_Work]] = defaultdict(list)
    for one in stretches:
        person = shop.people.get(one.person) if one.person is not None else None
        machine = shop.machines.get(one.machine) if one.machine is not None else None
        minutes = (one.end - one.start).total_seconds() / 60
        setup = min(minutes, one.setup.total_seconds() / 60)
        if machine is not None and not runs_by_clock(shop.operations[one.operation], machine):
            span = hours.span
            first, until = span.minute(one.start), span.minute(one.start + one.setup)
            minutes = min(minutes, float(hours.between(machine, first, span.minute(one.end))))
            setup = min(setup, float(hours.between(machine, first, until)))
        department = person.department if person is not None else NOBODY
        found[one.operation].append((one.machine, minutes, one.breakdown or one.rework, department, setup))
    return found
