"""Stretches of work, from whatever told of them: a log's reports or the terminals' starts and ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work on an operation from `start` to `end`; `setup` of it was setting up. Quantities in pieces."""

    operation: OperationId
    machine: MachineId | None
    person: PersonId | None
    start: datetime
    end: datetime
    setup: timedelta = timedelta()
    breakdown: bool = False
    quantity: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    rework: bool = False

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Ledger:
    """All stretches of a journal in the order of their ends, and the shop they belong to.

    `finished`: when each finished operation ended.
    """

    shop: Shop
    stretches: tuple[Stretch, ...]
    finished: dict[OperationId, datetime]


def ledger_of(entries: Iterable[ev.Entry]) -> Ledger:
    """Work since the last import of a shop. Taken back reports do not count."""
    entries = list(entries)
    undone = {e.event.fact.report for e in entries if isinstance(e.event.fact, ev.ReportUndone)}
    reader = _Reader()
    for entry in entries:
        if entry.event.id not in undone:
            reader.read(entry)
    stretches = sorted(reader.stretches, key=lambda s: (s.end, s.start, s.operation))
    return Ledger(reader.shop, tuple(stretches), reader.finished)


@dataclass(slots=True)
class _Open:
    """Work under way on one operation."""

    since: datetime
    machine: MachineId | None
    person: PersonId | None
    setup_left: timedelta


class _Reader:
    """Reads entries one by one and closes a stretch at each pause and finish."""

    def __init__(self) -> None:
        self._begin(Shop())

    def _begin(self, shop: Shop) -> None:
        """A new shop begins a new ledger."""
        self.shop = shop
        self.stretches: list[Stretch] = []
        self.finished: dict[OperationId, datetime] = {}
        self._open: dict[OperationId, _Open] = {}
        self._paused: dict[OperationId, _Open] = {}
        self._reported: set[OperationId] = set()
        self._rework: set[OperationId] = set()

    def read(self, entry: ev.Entry) -> None:
        at, fact = entry.event.happened_at, entry.event.fact
        match fact:
            case ev.ShopImported(shop=shop):
                self._begin(shop)
            case ev.OperationInserted(operation=operation):
                self._rework.add(operation.id)
                operations = {**self.shop.operations, operation.id: operation}
                self.shop = replace(self.shop, operations=operations)
            case ev.OperationStarted():
                setup = self.shop.operations[fact.operation].setup_minutes
                minutes = timedelta(minutes=float(setup))
                self._open[fact.operation] = _Open(at, fact.machine, fact.person, minutes)
            case ev.OperationPaused():
                self._close(fact.operation, at)
            case ev.OperationResumed():
                rest = self._paused.pop(fact.operation, None)
                if rest is not None:
                    self._open[fact.operation] = _Open(at, rest.machine, rest.person, rest.setup_left)
            case ev.OperationFinished():
                self._close(fact.operation, at)
                self.finished[fact.operation] = at
            case ev.WorkReported():
                self._report(fact)
            case _:
                pass

    def _close(self, operation: OperationId, at: datetime) -> None:
        work = self._open.pop(operation, None)
        if work is None or operation in self._reported:
            return
        setup = min(work.setup_left, at - work.since)
        self._paused[operation] = _Open(at, work.machine, work.person, work.setup_left - setup)
        self.stretches.append(
            Stretch(
                operation,
                work.machine,
                work.person,
                work.since,
                at,
                setup,
                rework=operation in self._rework,
            )
        )

    def _report(self, fact: ev.WorkReported) -> None:
        # Where a log reports the work itself, its starts and ends only say when the operation was open.
        self._reported.add(fact.operation)
        length = fact.end - fact.start
        self.stretches.append(
            Stretch(
                fact.operation,
                fact.machine,
                fact.person,
                fact.start,
                fact.end,
                length if fact.activity == "setup" else timedelta(),
                fact.activity == "breakdown",
                fact.quantity,
                fact.rejected,
                fact.rework,
            )
        )


def occupied(stretches: Iterable[Stretch]) -> timedelta:
    """Clock time covered by at least one of the stretches: what is left when overlaps count once."""
    total = timedelta()
    reached: datetime | None = None
    for stretch in sorted(stretches, key=lambda s: s.start):
        begin = stretch.start if reached is None else max(stretch.start, reached)
        if stretch.end > begin:
            total += stretch.end - begin
        reached = stretch.end if reached is None else max(reached, stretch.end)
    return total
