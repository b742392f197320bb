"""Orders, molds, parts and purchases."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop.ids import MoldId, OrderId, PartId, PurchaseId
from sprue.shop.resources import Notes


class MoldClass(StrEnum):
    S = "S"
    M = "M"
    L = "L"
    XL = "XL"


@dataclass(frozen=True, slots=True)
class Order:
    id: OrderId
    customer: str = ""
    market: str = ""
    received: datetime | None = None
    due: datetime | None = None
    value: Decimal | None = None
    currency: str = ""
    weight: Decimal = Decimal(1)
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Mold:
    """The project unit; its `due` and `weight` plan, those of the order only report."""

    id: MoldId
    order: OrderId | None = None
    name: str = ""
    mold_class: MoldClass | None = None
    trial_due: datetime | None = None
    due: datetime | None = None
    weight: Decimal = Decimal(1)
    status: str = ""
    notes: Notes = ()

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError("weight must be 0 or more")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a mold; `parent` is the part it is built into; `available`: its material is there."""

    id: PartId
    mold: MoldId
    name: str = ""
    part_class: str = ""
    parent: PartId | None = None
    quantity: int = 1
    material: str = ""
    available: datetime | None = None
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Purchase:
    """A bought thing that gates its part until `received`; `promised` None: nobody knows when."""

    id: PurchaseId
    part: PartId | None = None
    item: str = ""
    supplier: str = ""
    quantity: Decimal | None = None
    ordered: datetime | None = None
    promised: datetime | None = None
    received: datetime | None = None
    notes: Notes = ()
