"""Stretches of work, from whatever told of them: a log's reports or the terminals' starts and ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sprue.shop import events as ev
from sprue.shop.amend import amended, attended
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work on an operation; `setup` at its beginning was setting up. Quantities in pieces."""

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
    #: Places in the journal of the entries that tell of it.
    seqs: tuple[int, ...] = ()

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
    #: Operations whose worker said when the setup was over; of the others it is taken as estimated.
    set_up: frozenset[OperationId] = frozenset()


def ledger_of(entries: Iterable[ev.Entry]) -> Ledger:
    """Work since the last import of a shop. Taken back reports do not count."""
    entries = list(entries)
    undone = {e.event.fact.report for e in entries if isinstance(e.event.fact, ev.ReportUndone)}
    reader = Reader()
    for entry in entries:
        if entry.event.id not in undone:
            reader.read(entry)
    stretches = sorted(reader.stretches, key=lambda s: (s.end, s.start, s.operation))
    return Ledger(reader.shop, tuple(stretches), reader.finished, frozenset(reader.set_up))


@dataclass(slots=True)
class _Open:
    """Work under way on one operation."""

    since: datetime
    machine: MachineId | None
    person: PersonId | None
    setup_left: timedelta
    seq: int = 0


@dataclass(frozen=True, slots=True)
class _Before:
    """An operation as it was before a report, and how many stretches there were."""

    operation: OperationId
    open: _Open | None
    paused: _Open | None
    finished: datetime | None
    stretch: Stretch | None
    set_up: bool


_REPORTS = (
    ev.OperationStarted,
    ev.SetupFinished,
    ev.OperationPaused,
    ev.OperationResumed,
    ev.OperationFinished,
)
#: Reports that can be taken back, as in the state.
_UNDO_DEPTH = 500


class Reader:
    """Reads entries one by one and closes a stretch at each pause and finish."""

    def __init__(self) -> None:
        self._begin(Shop())

    def under_way(self, now: datetime) -> list[Stretch]:
        """Work that runs at `now`, as stretches that end there."""
        return [
            Stretch(
                operation,
                work.machine,
                work.person,
                work.since,
                now,
                min(work.setup_left, now - work.since),
                rework=operation in self._rework,
                seqs=(work.seq,) if work.seq else (),
            )
            for operation, work in self._open.items()
            if work.since < now and operation not in self._reported
        ]

    def forget(self, before: datetime) -> None:
        """Stretches that ended earlier are dropped."""
        self.stretches[:] = [s for s in self.stretches if s.end >= before]

    def _begin(self, shop: Shop) -> None:
        """A new shop begins a new ledger."""
        self.shop = shop
        self.stretches: list[Stretch] = []
        self.finished: dict[OperationId, datetime] = {}
        self._open: dict[OperationId, _Open] = {}
        self._paused: dict[OperationId, _Open] = {}
        self._reported: set[OperationId] = set()
        self._rework: set[OperationId] = set()
        self.set_up: set[OperationId] = set()
        self._undo: dict[UUID, _Before] = {}
        self._last: dict[OperationId, Stretch] = {}

    def _take_over(self, at: datetime) -> None:
        """Work that ran when the shop came in counts from then on."""
        for operation in self.shop.operations.values():
            if operation.status is Status.RUNNING:
                self._open[operation.id] = _Open(at, operation.machine, None, timedelta())

    def undo(self, report: UUID) -> None:
        """A report is taken back; the journal does so only while nothing has touched the operation since."""
        old = self._undo.pop(report, None)
        if old is None:
            return
        _put(self._open, old.operation, old.open)
        _put(self._paused, old.operation, old.paused)
        _put(self.finished, old.operation, old.finished)
        if not old.set_up:
            self.set_up.discard(old.operation)
        last = self._last.get(old.operation)
        if last is not None and last is not old.stretch:
            place = len(self.stretches) - 1
            while place >= 0 and self.stretches[place] is not last:
                place -= 1
            if place >= 0:
                del self.stretches[place]
        _put(self._last, old.operation, old.stretch)

    def _remember(self, entry: UUID, operation: OperationId) -> None:
        self._undo[entry] = _Before(
            operation,
            self._open.get(operation),
            self._paused.get(operation),
            self.finished.get(operation),
            self._last.get(operation),
            operation in self.set_up,
        )
        while len(self._undo) > _UNDO_DEPTH:
            del self._undo[next(iter(self._undo))]

    def read(self, entry: ev.Entry) -> None:
        at, fact = entry.event.happened_at, entry.event.fact
        if isinstance(fact, _REPORTS):
            self._remember(entry.event.id, fact.operation)
        match fact:
            case ev.ShopImported(shop=shop):
                self._begin(shop)
                self._take_over(shop.settings.now or at)
            case ev.OperationInserted(operation=operation):
                self._rework.add(operation.id)
                operations = {**self.shop.operations, operation.id: operation}
                self.shop = replace(self.shop, operations=operations)
            case ev.ShopAmended():
                self.shop = amended(self.shop, fact)
            case ev.AttendanceChanged():
                self.shop = attended(self.shop, fact)
            case ev.OperationStarted():
                setup = self.shop.operations[fact.operation].setup_minutes
                minutes = timedelta(minutes=float(setup))
                self._open[fact.operation] = _Open(at, fact.machine, fact.person, minutes, entry.seq)
            case ev.SetupFinished():
                work = self._open.get(fact.operation)
                if work is not None:
                    self.set_up.add(fact.operation)
                    self._open[fact.operation] = replace(work, setup_left=max(at - work.since, timedelta()))
            case ev.OperationPaused():
                self._close(fact.operation, at, entry.seq)
            case ev.OperationResumed():
                rest = self._paused.pop(fact.operation, None)
                if rest is not None:
                    work = replace(rest, since=at, seq=entry.seq)
                    self._open[fact.operation] = work
            case ev.OperationFinished():
                self._close(fact.operation, at, entry.seq)
                self.finished[fact.operation] = at
            case ev.WorkReported():
                self._report(fact, entry.seq)
            case _:
                pass

    def _close(self, operation: OperationId, at: datetime, seq: int) -> None:
        work = self._open.pop(operation, None)
        if work is None or operation in self._reported:
            return
        setup = min(work.setup_left, at - work.since)
        self._paused[operation] = _Open(at, work.machine, work.person, work.setup_left - setup)
        self._add(
            Stretch(
                operation,
                work.machine,
                work.person,
                work.since,
                at,
                setup,
                rework=operation in self._rework,
                seqs=(work.seq, seq) if work.seq else (seq,),
            )
        )

    def _add(self, stretch: Stretch) -> None:
        self.stretches.append(stretch)
        self._last[stretch.operation] = stretch

    def _report(self, fact: ev.WorkReported, seq: int) -> None:
        # Where a log reports the work itself, its starts and ends only say when the operation was open.
        self._reported.add(fact.operation)
        length = fact.end - fact.start
        self._add(
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
                (seq,),
            )
        )


def _put(table: dict[OperationId, T], operation: OperationId, value: T | None) -> None:
    if value is None:
        table.pop(operation, None)
    else:
        table[operation] = value


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
