"""What buyers, storekeepers and workers ask about purchases, work at suppliers and places."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop.ids import MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.supply import SupplierDelay


@dataclass(frozen=True, slots=True)
class PlacePurchase:
    """Something for a part is ordered; `purchase` None: the floor gives it a number."""

    part: PartId
    item: str = ""
    supplier: str = ""
    quantity: Decimal | None = None
    ordered: datetime | None = None
    promised: datetime | None = None
    purchase: PurchaseId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class SendOutside:
    """These go to a supplier in one load, to be `back` then (None: as long as estimated)."""

    operations: tuple[OperationId, ...]
    supplier: str = ""
    back: datetime | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeLoad:
    """Of the load with which the operation is away: another supplier, another date; None: as before.

    `along`: others that are away of which nobody has told yet how they went: with this load.
    """

    operation: OperationId
    supplier: str | None = None
    back: datetime | None = None
    person: PersonId | None = None
    along: tuple[OperationId, ...] = ()


@dataclass(frozen=True, slots=True)
class BringBack:
    """These are back from their supplier."""

    operations: tuple[OperationId, ...]
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A part, or a whole mold, lies at a place now."""

    place: str
    part: PartId | None = None
    mold: MoldId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LearnSuppliers:
    """Plan with these delays of suppliers; none: as they promise."""

    delays: tuple[SupplierDelay, ...] = ()


class Handed(StrEnum):
    """What is done with goods whose labels are scanned."""

    RECEIVED = "received"
    OUT = "out"
    BACK = "back"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class ScanGoods:
    """Labels were scanned and this was done with what they are on.

    The codes are read when the command arrives, so that a scan without a network is as good as any other.
    """

    codes: tuple[str, ...]
    what: Handed
    place: str = ""
    person: PersonId | None = None


MaterialCommand = (
    PlacePurchase | SendOutside | ChangeLoad | BringBack | PlacePart | LearnSuppliers | ScanGoods
)
