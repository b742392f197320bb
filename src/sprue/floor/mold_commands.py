"""What people ask of orders, molds and their routings. `person` is who speaks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop.bom import Bom
from sprue.shop.ids import MoldId, OrderId, PersonId
from sprue.shop.orders import MoldClass

#: No mold weighs more than so many others.
MOST_WEIGHT = 1000
#: Longer ids fit on no label.
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class NewMold:
    """A mold that comes in, and its order: a known one, or a new one with what is told of it.

    `order` None: one is opened under the mold's own name where a customer is told, else there is none.
    """

    mold: MoldId
    name: str = ""
    order: OrderId | None = None
    customer: str = ""
    market: str = ""
    received: datetime | None = None
    order_due: datetime | None = None
    value: Decimal | None = None
    currency: str = ""
    trial_due: datetime | None = None
    due: datetime | None = None
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= MOST_WEIGHT:
            raise ValueError(f"weight must be 0 to {MOST_WEIGHT}")
        for name in (self.mold, self.order or "order"):
            if not 0 < len(name) <= LONGEST_ID or any(letter.isspace() for letter in name):
                raise ValueError(f"an id has 1 to {LONGEST_ID} characters and no blank")


@dataclass(frozen=True, slots=True)
class TakeMold:
    """Take a mold before its parts are known: its work is the typical one of its class."""

    new: NewMold
    mold_class: MoldClass
    diecast: bool = False
    person: PersonId | None = None


class GatesAgain(StrEnum):
    """What of drawings, programs, electrodes and fixtures a copied mold must have made for it."""

    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CopyMold:
    """Make a former mold once more. `actual`: minutes that its finished work took, in place of estimates."""

    new: NewMold
    source: MoldId
    actual: bool = True
    gates: GatesAgain = GatesAgain.UNKNOWN
    person: PersonId | None = None


class Replace(StrEnum):
    """Which template parts of a class the real ones replace."""

    ALL = "all"
    AS_MANY = "as_many"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ClassPick:
    """What the planner picks for the parts that a bill tells under one class (or name, where it tells none).

    `part_class` "": the class of the template is the one that the bill tells.
    """

    told: str
    part_class: str = ""
    how: Replace = Replace.ALL


@dataclass(frozen=True, slots=True)
class ReleaseParts:
    """The parts of a bill of materials are the mold's; they replace those of the template."""

    mold: MoldId
    bom: Bom
    picks: tuple[ClassPick, ...] = ()
    person: PersonId | None = None


MoldCommand = TakeMold | CopyMold | ReleaseParts
