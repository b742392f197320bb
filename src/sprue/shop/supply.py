"""What is away and where things lie: loads at suppliers, places, promised dates, how late suppliers are.

Facts, their fold, and the shop as a planner sees it with what suppliers have taught.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sprue.shop.ids import MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop

#: Outside in the routing, but no piece goes anywhere: steel that is ordered, a customer's answer.
NOT_SENT = frozenset({"purchase", "wait_customer"})
_MINUTE = timedelta(minutes=1)


def goes_out(operation: Operation) -> bool:
    """Whether the piece itself goes to a supplier."""
    return operation.mode is Mode.OUTSIDE and operation.kind not in NOT_SENT


class Supplied(StrEnum):
    """What a supplier is late with."""

    PURCHASE = "purchase"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class SentOutside:
    """One load went to a supplier, to be `back` then; its operations began with it, in facts of their own."""

    batch: str
    operations: tuple[OperationId, ...]
    supplier: str
    back: datetime
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class PartPlaced:
    """Somebody laid a part, or a whole mold, at a place: a shelf, a rack, a bench, a machine, a supplier."""

    place: str
    part: PartId | None = None
    mold: MoldId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class SupplierDelay:
    """`count` deliveries tell that the supplier comes `minutes` after the date first promised."""

    supplier: str
    what: Supplied
    minutes: int
    count: int


@dataclass(frozen=True, slots=True)
class SuppliersLearned:
    """From now on plans count on these delays; none: on what is promised."""

    delays: tuple[SupplierDelay, ...] = ()


SupplyFact = SentOutside | PartPlaced | SuppliersLearned


@dataclass(frozen=True, slots=True)
class Placed:
    """Since when something lies at a place, and who laid it there."""

    place: str
    at: datetime
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The load with which an operation went out last."""

    at: datetime
    load: SentOutside


@dataclass(slots=True)
class Supply:
    """`usual`: who did such work last, by kind or name; `promises`: the first date of what was moved."""

    sent: dict[OperationId, Sent] = field(default_factory=dict)
    usual: dict[str, str] = field(default_factory=dict)
    parts: dict[PartId, Placed] = field(default_factory=dict)
    molds: dict[MoldId, Placed] = field(default_factory=dict)
    promises: dict[PurchaseId, datetime] = field(default_factory=dict)
    delays: tuple[SupplierDelay, ...] = ()

    def clear(self) -> None:
        """Another shop came in, with what is away now; places, and what was learned, stay."""
        self.sent.clear()
        self.usual.clear()
        self.promises.clear()

    def place(self, fact: PartPlaced, at: datetime) -> None:
        """Fold a place in."""
        placed = Placed(fact.place, at, fact.person)
        if fact.part is not None:
            self.parts[fact.part] = placed
        if fact.mold is not None:
            self.molds[fact.mold] = placed

    def send(self, fact: SentOutside, shop: Shop, at: datetime) -> None:
        """Fold a load in; of one that is away already supplier and date are other ones now."""
        for name in fact.operations:
            known = self.sent.get(name)
            again = known is not None and known.load.batch == fact.batch
            self.sent[name] = Sent(known.at if known is not None and again else at, fact)
            if fact.supplier:
                self.usual[_trade(shop.operations[name])] = fact.supplier

    def promise(self, before: Mapping[PurchaseId, Purchase], changed: Iterable[Purchase]) -> None:
        """Remember the first date of purchases that are promised for another one now."""
        for purchase in changed:
            known = before.get(purchase.id)
            if known is not None and known.promised is not None and known.promised != purchase.promised:
                self.promises.setdefault(purchase.id, known.promised)

    def load_of(self, operation: OperationId, since: datetime | None) -> SentOutside | None:
        """The load with which an operation that is under way since then went out; None: nobody told."""
        sent = self.sent.get(operation)
        return sent.load if sent is not None and since is not None and sent.at >= since else None

    def supplier_of(self, operation: Operation) -> str:
        """Who has it, or did such work last; "": nobody knows."""
        sent = self.sent.get(operation.id)
        return (sent.load.supplier if sent is not None else "") or self.usual.get(_trade(operation), "")

    def expected(self, purchase: Purchase) -> datetime | None:
        """When a purchase is counted on: as promised, or as late after its first promise as usual."""
        if purchase.promised is None:
            return None
        late = self._late(purchase.supplier, Supplied.PURCHASE)
        return max(purchase.promised, self.promises.get(purchase.id, purchase.promised) + late)

    def _late(self, supplier: str, what: Supplied) -> timedelta:
        found = (one.minutes for one in self.delays if one.supplier == supplier and one.what is what)
        return next(found, 0) * _MINUTE

    def counted_on(self, shop: Shop) -> Shop:
        """The shop with the dates on which one can count: those of suppliers that are late are moved."""
        if not self.delays:
            return shop
        purchases = {
            one.id: replace(one, promised=self.expected(one)) if one.received is None else one
            for one in shop.purchases.values()
        }
        operations = {o.id: self._longer(o) for o in shop.operations.values()}
        return replace(shop, purchases=purchases, operations=operations)

    def _longer(self, operation: Operation) -> Operation:
        if not goes_out(operation) or operation.status in (Status.DONE, Status.CANCELLED):
            return operation
        more = Decimal(self._late(self.supplier_of(operation), Supplied.OUTSIDE) // _MINUTE)
        if not more:
            return operation
        left = operation.remaining_minutes
        return replace(
            operation,
            run_minutes=operation.run_minutes + more,
            remaining_minutes=left + more if left is not None else None,
        )


def _trade(operation: Operation) -> str:
    """Such work: of the same kind, or where none is named of the same name."""
    return operation.kind or operation.name
