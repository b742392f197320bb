"""From a shop to the planning problem: all rules of the contract in plan minutes from now."""

from collections import defaultdict
from datetime import datetime

from sprue.planning.news import everything, news_of
from sprue.planning.plan import Hindrance
from sprue.planning.problem import HORIZON_MINUTES, Due, MachineSlot, Problem, Worker
from sprue.planning.tasks import Following, Tasks
from sprue.planning.usable import Stretches, Usable
from sprue.planning.waits import Waits, followers_of, spread
from sprue.shop.calendar import working_stretches
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.ids import KindId, MachineId, MoldId
from sprue.shop.resources import Machine, Person
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import exceptions_of, up


def problem_of(shop: Shop, now: datetime) -> Problem:
    """The problem as of `now` (aware). Each open operation is in it once, in sheet order."""
    return Builder().problem(shop, now)


class Builder:
    """Makes the problems of a shop that changes; what is as it was is not made again.

    Each problem equals that of a new builder. Shops share what did not change, so values that are the
    very same tell it.
    """

    def __init__(self) -> None:
        self._shop = Shop()
        self._clock: PlanClock | None = None
        self._waits: Waits | None = None
        self._tasks: Tasks | None = None
        self._last: dict[MachineId, Operation] = {}

    def problem(self, shop: Shop, now: datetime) -> Problem:
        """The problem as of `now` (aware)."""
        clock = PlanClock(whole_minute(now), shop.settings.zone)
        setups = {(r.kind, r.from_family, r.to_family): up(r.minutes) for r in shop.setups}
        waits, tasks = self._follow(shop, clock, setups)
        times = _Times(shop, clock)
        machines = _machine_slots(shop, times, self._last)
        workers = tuple(
            Worker(person.id, frozenset(person.kinds), times.of(person)) for person in shop.people.values()
        )
        attention = {kind.id: kind.attention for kind in shop.kinds.values()}
        people = [(w.kinds, w.stretches) for w in workers] if workers else None
        usable = Usable({m.id: m.stretches for m in machines.values()}, people, attention)
        found, impossible = tasks.possible(usable)
        followers = followers_of(found, waits.predecessors)
        by_itself = {name: waits.blocked[name] for name in found if name in waits.blocked}
        unplannable = spread(impossible, followers, Hindrance.WAITS_FOR_UNPLANNABLE)
        blocked = spread(by_itself, followers, Hindrance.WAITS_FOR_BLOCKED)
        out = unplannable.keys() | blocked.keys()
        return Problem(
            clock=clock,
            tasks={i: task for i, task in found.items() if i not in out},
            machines=machines,
            workers=workers,
            people_limit=bool(workers),
            attention=attention,
            setup_minutes=setups,
            dues=_dues(shop, clock),
            part_available=waits.available(),
            blocked=tuple(blocked[i] for i in found if i in blocked and i not in unplannable),
            unplannable=tuple(unplannable[i] for i in found if i in unplannable),
        )

    def _follow(
        self, shop: Shop, clock: PlanClock, setups: dict[tuple[KindId, str, str], int]
    ) -> tuple[Waits, Tasks]:
        """What operations wait for, and their tasks, as of now."""
        waits, tasks = self._waits, self._tasks
        since = clock.minute(self._clock.origin) if self._clock is not None else 0
        news = news_of(self._shop, shop) if waits is not None and since <= 0 else None
        if waits is None or tasks is None or news is None:
            since, news = 0, everything(shop)
            self._clock, self._last = clock, {}
            waits, tasks = Waits(clock), Tasks(shop, clock, setups)
        # Until all is taken over there is nothing to go on from.
        self._waits = self._tasks = None
        if news.finished:
            self._last = _last_done(shop)
        look = waits.follow(shop, news.operations, news.parts, -since)
        look |= dict.fromkeys([operation.id for operation in news.operations])
        tasks.follow(shop, clock, waits, Following(news.operations, look))
        self._shop, self._waits, self._tasks = shop, waits, tasks
        return waits, tasks


class _Times:
    """Working stretches of machines and people, one tuple for all that share calendar and exceptions."""

    def __init__(self, shop: Shop, clock: PlanClock) -> None:
        self._shop = shop
        self._clock = clock
        self._with_exceptions = {exception.resource for exception in shop.exceptions}
        self._shared: dict[str, Stretches] = {}

    def of(self, resource: Machine | Person) -> Stretches:
        """Stretches of the resource within the horizon, from plan minute 0."""
        stretches = self._regular(resource)
        if isinstance(resource, Machine) and resource.available_from is not None:
            first = self._clock.minute_up(resource.available_from)
            if first > 0:
                return tuple((max(a, first), b) for a, b in stretches if b > first)
        return stretches

    def _regular(self, resource: Machine | Person) -> Stretches:
        if resource.id in self._with_exceptions:
            return self._worked_out(resource)
        if resource.calendar not in self._shared:
            self._shared[resource.calendar] = self._worked_out(resource)
        return self._shared[resource.calendar]

    def _worked_out(self, resource: Machine | Person) -> Stretches:
        calendar = self._shop.calendars[resource.calendar]
        exceptions = exceptions_of(self._shop, resource)
        return tuple(working_stretches(calendar, exceptions, self._clock, HORIZON_MINUTES))


def _last_done(shop: Shop) -> dict[MachineId, Operation]:
    """The operation that was done last on each machine."""
    last: dict[MachineId, Operation] = {}
    done = Status.DONE
    for operation in [o for o in shop.operations.values() if o.status is done]:
        if operation.machine is not None and operation.finished is not None:
            before = last.get(operation.machine)
            if before is None or before.finished is None or before.finished <= operation.finished:
                last[operation.machine] = operation
    return last


def _machine_slots(
    shop: Shop, times: _Times, last: dict[MachineId, Operation]
) -> dict[MachineId, MachineSlot]:
    """All machines, each with the setup family of the last operation done on it."""
    return {
        machine.id: MachineSlot(
            machine.id,
            machine.kinds,
            times.of(machine),
            machine.unattended,
            machine.batch,
            last[machine.id].setup_family if machine.id in last else "",
        )
        for machine in shop.machines.values()
    }


def _dues(shop: Shop, clock: PlanClock) -> tuple[Due, ...]:
    """The promised milestones of all molds that have operations for them."""
    held: dict[tuple[MoldId, Milestone], list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.milestone is not None and operation.status is not Status.CANCELLED:
            held[shop.parts[operation.part].mold, operation.milestone].append(operation)
    dues = []
    for (mold_id, milestone), operations in held.items():
        mold = shop.molds[mold_id]
        promised = mold.trial_due if milestone is Milestone.T1 else mold.due
        if promised is None:
            continue
        done = [clock.minute_up(o.finished) for o in operations if o.status is Status.DONE and o.finished]
        open_ones = tuple(o.id for o in operations if o.status is not Status.DONE)
        due = clock.minute(promised)
        dues.append(Due(mold_id, milestone, due, mold.weight, open_ones, max(done, default=None)))
    return tuple(dues)
