"""The shop as of a past moment: what was unfinished, with the minutes that medians of then expect."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median

from sprue.figures.work import Ledger, Stretch
from sprue.replay.known import Known, Norm, minutes, mold_of, pieces_of
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.ids import CalendarId, MachineId, MoldId, OperationId
from sprue.shop.orders import Mold
from sprue.shop.resources import Machine
from sprue.shop.routing import MachineOption, Milestone, Operation, Status
from sprue.shop.shop import Settings, Shop


class Assumption(StrEnum):
    """Where then's knowledge was not enough and something had to stand in."""

    PROCESS_UNSEEN = "the process had not been finished by then: the median of all processes stands in"
    MACHINE_UNSEEN = "no machine had done the process by then: the machines that did it later stand in"
    OVERRUN = "more had been worked than the median expects: one more median report is assumed"


@dataclass(frozen=True, slots=True)
class ShopThen:
    """The shop to plan, when its orders had begun, and what had to be assumed."""

    shop: Shop
    begun: dict[MoldId, datetime]
    assumptions: tuple[tuple[OperationId, Assumption], ...]


def shop_at(ledger: Ledger, known: Known) -> ShopThen:
    """Orders begun by then and not yet finished, with their unfinished operations.

    Which operations an order has, and in which order, is taken as known: a shop's papers tell.
    Orders that came later are not in it, though they took machines in truth.
    """
    return _Builder(ledger, known).build()


class _Builder:
    def __init__(self, ledger: Ledger, known: Known) -> None:
        self.ledger = ledger
        self.known = known
        self.under_way = [s for s in ledger.stretches if s.start < known.moment < s.end and s.machine]
        self.worked: dict[OperationId, float] = defaultdict(float)
        for stretch in known.stretches:
            self.worked[stretch.operation] += minutes(stretch.length)
        self.assumptions: list[tuple[OperationId, Assumption]] = []
        self.any_norm = _norm_of_all(known)

    def build(self) -> ShopThen:
        source = self.ledger.shop
        begun = self._begun()
        operations = list(self._unfinished(set(begun)))
        molds = {mold_of(self.ledger, o.id) for o in operations}
        running = self._running()
        machines, calendars = self._machines()
        shop = Shop(
            settings=Settings(name=source.settings.name, timezone=source.settings.timezone, language="en"),
            calendars=calendars,
            kinds=source.kinds,
            machines=machines,
            molds={m: self._mold(m, begun[m]) for m in sorted(molds)},
            parts={p.id: p for p in source.parts.values() if p.mold in molds},
            operations={o.id: self._estimated(o, running.get(o.id)) for o in operations},
        )
        return ShopThen(shop, {m: begun[m] for m in sorted(molds)}, tuple(self.assumptions))

    def _begun(self) -> dict[MoldId, datetime]:
        begun: dict[MoldId, datetime] = {}
        for stretch in [*self.known.stretches, *self.under_way]:
            mold = mold_of(self.ledger, stretch.operation)
            begun[mold] = min(begun.get(mold, stretch.start), stretch.start)
        return begun

    def _unfinished(self, molds: set[MoldId]) -> Iterator[Operation]:
        """In the order of their steps; processes that usually overlapped share one and run side by side."""
        before: dict[MoldId, Operation] = {}
        for operation in sorted(self.ledger.shop.operations.values(), key=lambda o: (o.part, o.step)):
            mold = mold_of(self.ledger, operation.id)
            finished = self.ledger.finished.get(operation.id)
            if mold not in molds or finished is None or finished <= self.known.moment:
                continue
            last = before.get(mold)
            changed = replace(operation, status=Status.WAITING, milestone=Milestone.DELIVERY)
            if last is not None and (last.name, operation.name) in self.known.side_by_side:
                changed = replace(changed, step=last.step)
            before[mold] = changed
            yield changed

    def _mold(self, mold: MoldId, begun: datetime) -> Mold:
        """The log knows no promised date; the median lead time of then stands in, so that age counts."""
        return replace(self.ledger.shop.molds[mold], due=begun + self.known.median_lead)

    def _running(self) -> dict[OperationId, tuple[MachineId, Stretch]]:
        """Under way at the moment, each on a place of its own; who finds none waits."""
        taken: dict[MachineId, int] = defaultdict(int)
        running: dict[OperationId, tuple[MachineId, Stretch]] = {}
        for stretch in sorted(self.under_way, key=lambda s: (s.start, s.operation)):
            machine = stretch.machine
            assert machine is not None
            if stretch.operation not in running and taken[machine] < self.known.parallel.get(machine, 1):
                running[stretch.operation] = (place(machine, taken[machine]), stretch)
                taken[machine] += 1
        return running

    def _estimated(self, operation: Operation, running: tuple[MachineId, Stretch] | None) -> Operation:
        norm = self.known.norms.get(operation.name)
        if norm is None:
            norm = self.any_norm
            self.assumptions.append((operation.id, Assumption.PROCESS_UNSEEN))
        expected = norm.setup + norm.run_per_piece * pieces_of(self.ledger, operation.id)
        worked = self.worked[operation.id]
        if running is not None:
            worked += minutes(self.known.moment - running[1].start)
        left = expected - worked
        if left <= 0:
            left = norm.report
            self.assumptions.append((operation.id, Assumption.OVERRUN))
        changed = replace(
            operation,
            machines=self._options(operation),
            setup_minutes=Decimal(0),
            run_minutes=Decimal(max(1, round(left))),
        )
        if running is None:
            return changed
        return replace(
            changed,
            status=Status.RUNNING,
            machine=running[0],
            started=running[1].start,
            remaining_minutes=changed.run_minutes,
        )

    def _options(self, operation: Operation) -> tuple[MachineOption, ...]:
        doers = self.known.doers.get(operation.name)
        if doers is None:
            doers = tuple(o.machine for o in operation.machines)
            self.assumptions.append((operation.id, Assumption.MACHINE_UNSEEN))
        return tuple(MachineOption(place(m, n)) for m in doers for n in range(self.known.parallel.get(m, 1)))

    def _machines(self) -> tuple[dict[MachineId, Machine], dict[CalendarId, Calendar]]:
        machines: dict[MachineId, Machine] = {}
        calendars: dict[CalendarId, Calendar] = {}
        for machine in self.ledger.shop.machines.values():
            calendar = CalendarId(f"hours of {machine.id}")
            hours = self.known.hours.get(machine.id, self.known.shop_hours)
            calendars[calendar] = _calendar(calendar, hours)
            for number in range(self.known.parallel.get(machine.id, 1)):
                one = place(machine.id, number)
                machines[one] = replace(machine, id=one, calendar=calendar)
        return machines, calendars


def place(machine: MachineId, number: int) -> MachineId:
    """The machine itself, or one of the further places of a bench where several work at once."""
    return machine if number == 0 else MachineId(f"{machine}.{number + 1}")


def _norm_of_all(known: Known) -> Norm:
    norms = list(known.norms.values()) or [Norm(0.0, 10.0, 60.0)]
    return Norm(
        median(n.setup for n in norms),
        median(n.run_per_piece for n in norms),
        median(n.report for n in norms),
    )


def _calendar(name: CalendarId, hours: frozenset[int]) -> Calendar:
    """A weekly calendar with the given hours of the week open."""
    rules = []
    for weekday in range(7):
        shifts = tuple(Shift(hour * 60, hour * 60 + 60) for hour in range(24) if weekday * 24 + hour in hours)
        rules.append(DayRule(shifts, weekday=weekday))
    return Calendar(name, tuple(rules))
