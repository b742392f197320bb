"""Load of the kinds of machines, what was done today against the plan, and the shift."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sprue.floor.live import LivePlan
from sprue.floor.view.hours import Hours, overlap
from sprue.floor.view.waits import Sight
from sprue.shop.calendar import Stretch
from sprue.shop.events import PlanPublished
from sprue.shop.ids import KindId, MachineId, OperationId
from sprue.shop.records import Work
from sprue.shop.resources import Machine, Person
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock, total_minutes_on

#: The bottleneck is looked for in the next three days.
SOON = timedelta(hours=72)
LOAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class KindLoad:
    """Hours that wait now; planned and waiting work of the next 72 h over open hours, and by day."""

    queue_hours: float
    soon: float | None
    days: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Operations of one department."""

    done: int
    planned_by_now: int
    planned: int


def kind_loads(
    sight: Sight, hours: Hours, plan: LivePlan, ready: Collection[OperationId]
) -> dict[KindId, KindLoad]:
    """Loads of all kinds; a machine of several kinds counts fully for each.

    `ready`: operations that may start.
    """
    edges = day_edges(sight.state.shop, sight.now)
    queue: Counter[KindId] = Counter()
    soon: Counter[KindId] = Counter()
    by_day: dict[KindId, Counter[int]] = defaultdict(Counter)
    until = sight.now + SOON
    for operation_id, work in open_work(sight, plan).items():
        kind = work.kind
        waiting = operation_id in ready
        if waiting:
            queue[kind] += work.minutes
        if waiting or (work.start is not None and work.start < until):
            soon[kind] += work.minutes
        if work.start is not None and work.end is not None and work.start < edges[-1]:
            _spread(hours, sight.state.shop, work, edges, by_day[kind])
    return {
        kind: KindLoad(
            round(queue[kind] / 60, 1),
            _share(soon[kind], _open_minutes(sight, hours, kind, sight.now, until)),
            tuple(
                (day, _share(by_day[kind][i], _open_minutes(sight, hours, kind, max(a, sight.now), b)))
                for i, (day, a, b) in enumerate(_days(sight.state.shop, edges))
            ),
        )
        for kind in sight.state.shop.kinds
    }


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Minutes left of an operation on a machine, and when it is planned."""

    kind: KindId
    machine: MachineId | None
    minutes: int
    start: datetime | None
    end: datetime | None
    by_clock: bool


def open_work(sight: Sight, plan: LivePlan) -> dict[OperationId, OpenWork]:
    """All open machine work that has a plan, runs or waits."""
    shop = sight.state.shop
    found: dict[OperationId, OpenWork] = {}
    for operation in shop.operations.values():
        record = sight.state.operation(operation.id)
        if record.work in (Work.DONE, Work.CANCELLED, Work.HELD):
            continue
        row = plan.rows.get(operation.id)
        machine_id = record.machine or (row.machine if row is not None else None)
        machine = shop.machines.get(machine_id) if machine_id is not None else None
        kind = _kind(operation.kind, machine)
        if kind is None or kind not in shop.kinds:
            continue
        if record.work is Work.WAITING:
            minutes = total_minutes_on(operation, machine)
        else:
            minutes = sight.state.left_at(operation.id, sight.now)
        start = max(row.setup, sight.now) if row is not None else None
        end = row.end if row is not None else None
        by_clock = runs_by_clock(operation, machine)
        found[operation.id] = OpenWork(kind, machine_id, minutes, start, end, by_clock)
    return found


def _kind(kind: KindId | None, machine: Machine | None) -> KindId | None:
    if kind is not None:
        return kind
    return machine.kinds[0] if machine is not None else None


def day_edges(shop: Shop, now: datetime) -> list[datetime]:
    """Midnights in the shop's zone, of today and the days after."""
    zone = shop.settings.zone
    first = now.astimezone(zone).date()
    return [datetime.combine(first + timedelta(days=i), time(), zone) for i in range(LOAD_DAYS + 1)]


def _days(shop: Shop, edges: list[datetime]) -> list[tuple[date, datetime, datetime]]:
    zone = shop.settings.zone
    return [(a.astimezone(zone).date(), a, b) for a, b in pairwise(edges)]


def _spread(hours: Hours, shop: Shop, work: OpenWork, edges: list[datetime], into: Counter[int]) -> None:
    """Spread the minutes over the days from start to end, by working time of its machine."""
    assert work.start is not None
    assert work.end is not None
    machine = shop.machines.get(work.machine) if work.machine is not None else None
    stretches: list[Stretch] | None = None
    if machine is not None and not work.by_clock:
        stretches = hours.stretches(machine)
    left = work.minutes
    for place, (a, b) in enumerate(pairwise(edges)):
        if left <= 0 or work.end <= a:
            return
        if work.start >= b:
            continue
        first, last = hours.clock.minute(max(a, work.start)), hours.clock.minute(min(b, work.end))
        minutes = min(left, last - first if stretches is None else overlap(stretches, first, last))
        into[place] += minutes
        left -= minutes


def _open_minutes(sight: Sight, hours: Hours, kind: KindId, start: datetime, end: datetime) -> int:
    machines = sight.index.machines_of.get(kind, ())
    return sum(hours.between(sight.state.shop.machines[m], start, end) for m in machines)


def _share(minutes: int, room: int) -> float | None:
    return round(minutes / room, 3) if room > 0 else None


def today_of(sight: Sight, published: PlanPublished | None) -> Mapping[str, Today]:
    """Done and planned today by department.

    The plan of the day is the published one, and what was finished before it was made.
    """
    shop = sight.state.shop
    day = sight.now.astimezone(shop.settings.zone).date()
    zone = shop.settings.zone
    done: Counter[str] = Counter()
    by_now: Counter[str] = Counter()
    planned: Counter[str] = Counter()
    in_plan: set[OperationId] = set()
    begin = datetime.combine(day, time(), zone)
    end = begin + timedelta(days=1)
    for row in published.rows if published is not None else ():
        if not begin <= row.end < end:
            continue
        in_plan.add(row.operation)
        department = _department(shop, row.operation)
        planned[department] += 1
        by_now[department] += row.end <= sight.now
    # A copy at once: this may run while reports come in.
    for operation_id, record in list(sight.state.operations.items()):
        if record.work is not Work.DONE or record.finished is None or not begin <= record.finished < end:
            continue
        department = _department(shop, operation_id)
        done[department] += 1
        if operation_id not in in_plan and published is not None and record.finished < published.planned_at:
            planned[department] += 1
            by_now[department] += 1
    departments = sorted((done.keys() | planned.keys()) - {""})
    return {d: Today(done[d], by_now[d], planned[d]) for d in departments}


def _department(shop: Shop, operation_id: OperationId) -> str:
    operation = shop.operations.get(operation_id)
    kind = shop.kinds.get(operation.kind) if operation is not None and operation.kind is not None else None
    return kind.department if kind is not None else ""


def shift_of(hours: Hours, shop: Shop, now: datetime) -> tuple[str, datetime | None]:
    """The shift by the calendar that most people (else machines) have: day, night or closed; and its end."""
    members: list[Person | Machine] = [*(shop.people.values() or shop.machines.values())]
    if not members:
        return "closed", None
    most = Counter(member.calendar for member in members).most_common(1)[0][0]
    member = next(m for m in members if m.calendar == most)
    stretch = hours.stretch_at(member, now)
    if stretch is None:
        return "closed", None
    begins = hours.at(stretch[0]).astimezone(shop.settings.zone)
    name = "day" if 5 <= begins.hour < 17 else "night"
    return name, hours.at(stretch[1])
