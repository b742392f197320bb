"""How late suppliers are, from the journal: with purchases after the date first promised, with work after the
date on which it was to be back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

from sprue.shop import events as ev
from sprue.shop.ids import OperationId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.supply import SentOutside, Supplied, SupplierDelay

#: A delay is taught by so many deliveries at least.
LEAST = 3
#: Fewer minutes after the date are no delay: a van comes when it comes.
WORTH = 240
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Minutes after the date of `count` deliveries (−: before): the median and the quarters around it."""

    supplier: str
    what: Supplied
    count: int
    median: int
    low: int
    high: int
    in_time: float


@dataclass(slots=True)
class Deliveries:
    """What the journal tells of suppliers, entry by entry from an import on."""

    _purchases: dict[PurchaseId, Purchase] = field(default_factory=dict)
    _promised: dict[PurchaseId, datetime] = field(default_factory=dict)
    _loads: dict[OperationId, SentOutside] = field(default_factory=dict)
    _back: dict[tuple[str, OperationId], tuple[SentOutside, datetime]] = field(default_factory=dict)
    _received: dict[UUID, Purchase] = field(default_factory=dict)
    _finished: dict[UUID, tuple[str, OperationId]] = field(default_factory=dict)

    def read(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        at, fact = entry.event.happened_at, entry.event.fact
        match fact:
            case ev.ShopImported():
                self._purchases, self._promised = {}, {}
                self._know(fact.shop.purchases.values())
                self._loads.clear()
            case ev.ShopAmended():
                self._know(fact.purchases)
            case ev.PurchasePromised():
                known = self._purchases.get(fact.purchase)
                if known is not None and fact.promised is not None:
                    self._promised.setdefault(known.id, fact.promised)
            case ev.MaterialReceived():
                known = self._purchases.get(fact.purchase)
                if known is not None:
                    self._received[entry.event.id] = known
                    self._purchases[known.id] = _received(known, at)
            case SentOutside():
                self._send(fact)
            case ev.OperationFinished():
                load = self._loads.get(fact.operation)
                if load is not None:
                    self._back[load.batch, fact.operation] = (load, at)
                    self._finished[entry.event.id] = (load.batch, fact.operation)
            case ev.ReportUndone():
                before = self._received.pop(fact.report, None)
                if before is not None:
                    self._purchases[before.id] = before
                undone = self._finished.pop(fact.report, None)
                if undone is not None:
                    self._back.pop(undone, None)
            case _:
                pass

    def _know(self, purchases: Iterable[Purchase]) -> None:
        for one in purchases:
            self._purchases[one.id] = one
            if one.promised is not None:
                self._promised.setdefault(one.id, one.promised)

    def _send(self, fact: SentOutside) -> None:
        """The first date counts: a load of which it is moved is late all the same."""
        for name in fact.operations:
            known = self._loads.get(name)
            back = known.back if known is not None and known.batch == fact.batch else fact.back
            self._loads[name] = SentOutside(fact.batch, fact.operations, fact.supplier, back)

    def late(self) -> dict[tuple[str, Supplied], list[int]]:
        """Minutes late of all deliveries by supplier; a load counts once, with its last piece."""
        found: dict[tuple[str, Supplied], list[int]] = {}
        for one in self._purchases.values():
            promised = self._promised.get(one.id)
            if one.supplier and one.received is not None and promised is not None:
                minutes = (one.received - promised) // _MINUTE
                found.setdefault((one.supplier, Supplied.PURCHASE), []).append(minutes)
        last: dict[str, tuple[SentOutside, datetime]] = {}
        for load, at in self._back.values():
            if load.batch not in last or last[load.batch][1] < at:
                last[load.batch] = (load, at)
        for load, at in last.values():
            if load.supplier:
                found.setdefault((load.supplier, Supplied.OUTSIDE), []).append((at - load.back) // _MINUTE)
        return found

    def punctuality(self) -> list[Punctuality]:
        """How late each supplier is, those with most deliveries first."""
        found = [_counted(*key, minutes) for key, minutes in self.late().items()]
        return sorted(found, key=lambda one: (one.what.value, -one.count, one.supplier))


def _received(purchase: Purchase, at: datetime) -> Purchase:
    return Purchase(
        purchase.id, purchase.part, purchase.item, purchase.supplier, promised=purchase.promised, received=at
    )


def punctuality_of(entries: Iterable[ev.Entry]) -> list[Punctuality]:
    """How late each supplier is, those with most deliveries first."""
    deliveries = Deliveries()
    for entry in entries:
        deliveries.read(entry)
    return deliveries.punctuality()


def _counted(supplier: str, what: Supplied, minutes: list[int]) -> Punctuality:
    low, _, high = quantiles(minutes, n=4, method="inclusive") if len(minutes) > 1 else [minutes[0]] * 3
    in_time = sum(m <= 0 for m in minutes) / len(minutes)
    return Punctuality(supplier, what, len(minutes), round(median(minutes)), round(low), round(high), in_time)


def delays_of(found: Iterable[Punctuality]) -> tuple[SupplierDelay, ...]:
    """Who is usually late, told by enough deliveries; nobody is counted on to be early."""
    return tuple(
        SupplierDelay(one.supplier, one.what, one.median, one.count)
        for one in found
        if one.count >= LEAST and one.median >= WORTH
    )
