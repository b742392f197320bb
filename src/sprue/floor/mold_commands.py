"""What people ask of orders, molds and their routings. `person` is who speaks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop.bom import Bom
from sprue.shop.ids import KindId, MoldId, OperationId, OrderId, PartId, PersonId, PurchaseId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Mode

#: No mold weighs more than so many others.
MOST_WEIGHT = 1000
#: A year.
MOST_MINUTES = 525_600
MOST_HOURS = 10_000
#: More is a slip of the hand.
MOST_MONEY = 1_000_000_000
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
    """What the planner picks for the parts that a bill tells under one class.

    Where it tells none: that which their names tell, or their name without the number at its end.

    `part_class` "": the class of the template is the one that bill or names tell.
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


@dataclass(frozen=True, slots=True)
class ReturnMold:
    """A mold comes back for repair: a job of its own, with the steps that are needed.

    `source`: the mold as the shop knows it, None: made elsewhere or long ago. `steps`: of the template of
    repairs, by operation; (): the usual ones. `hours`: for all of them; None: the usual ones.
    """

    new: NewMold
    source: MoldId | None = None
    mold_class: MoldClass | None = None
    steps: tuple[str, ...] = ()
    hours: Decimal | None = None
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if self.hours is not None and not 0 < self.hours <= MOST_HOURS:
            raise ValueError(f"hours must be above 0 and at most {MOST_HOURS}")


@dataclass(frozen=True, slots=True)
class _Scope:
    """A whole mold, a part with all that is built into it, or one operation; just one of them is told."""

    mold: MoldId | None = None
    part: PartId | None = None
    operation: OperationId | None = None
    reason: str = ""
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.mold, self.part, self.operation)) != 1:
            raise ValueError("tell one of mold, part, operation")


@dataclass(frozen=True, slots=True)
class HoldWork(_Scope):
    """What nobody has begun waits until it is released; running work is ended."""


@dataclass(frozen=True, slots=True)
class ReleaseHold(_Scope):
    """Held work goes on."""


@dataclass(frozen=True, slots=True)
class CancelWork(_Scope):
    """What nobody has begun is not made any more."""


@dataclass(frozen=True, slots=True)
class ChangeMold:
    """A mold as it is from now on; all fields count, also those that stay as they are."""

    mold: MoldId
    name: str = ""
    trial_due: datetime | None = None
    due: datetime | None = None
    weight: Decimal = Decimal(1)
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= MOST_WEIGHT:
            raise ValueError(f"weight must be 0 to {MOST_WEIGHT}")


@dataclass(frozen=True, slots=True)
class AddStep:
    """An operation more, after `after` or before all others of `part`; what followed that follows this.

    `minutes`: at a machine of `work_kind`; outside in clock minutes. `rework`: something went wrong, so it
    counts against the first pass.
    """

    part: PartId
    name: str
    minutes: Decimal
    after: OperationId | None = None
    work_kind: KindId | None = None
    setup_minutes: Decimal = Decimal(0)
    mode: Mode = Mode.ATTENDED
    rework: bool = False
    reason: str = ""
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= MOST_MINUTES or not 0 <= self.setup_minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be above 0 and at most {MOST_MINUTES}")


@dataclass(frozen=True, slots=True)
class SplitOperation:
    """Two operations out of one: the first has `first_minutes` of its run, the second the rest.

    Both need the setup. `in_turn`: the second follows the first, else they may run side by side.
    """

    operation: OperationId
    first_minutes: Decimal
    in_turn: bool = False
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class PlanOutside:
    """A supplier does it, in so many clock minutes there and back."""

    operation: OperationId
    minutes: Decimal
    work_kind: KindId | None = None
    reason: str = ""
    person: PersonId | None = None

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be above 0 and at most {MOST_MINUTES}")


@dataclass(frozen=True, slots=True)
class PlanInside:
    """The shop does it after all, as before it was sent outside."""

    operation: OperationId
    person: PersonId | None = None


Scoped = HoldWork | ReleaseHold | CancelWork
Rerouting = AddStep | SplitOperation | PlanOutside | PlanInside


@dataclass(frozen=True, slots=True)
class QuoteMold:
    """What a mold was quoted with: hours in the house, money for what is bought or done outside.

    None: nobody knows.
    """

    mold: MoldId
    hours: Decimal | None = None
    outside: Decimal | None = None
    person: PersonId | None = None

    def __post_init__(self) -> None:
        _must_be_money(self.hours, self.outside)


@dataclass(frozen=True, slots=True)
class SetCost:
    """What a purchase, or an operation outside, costs; None: nobody knows."""

    cost: Decimal | None
    purchase: PurchaseId | None = None
    operation: OperationId | None = None
    person: PersonId | None = None

    def __post_init__(self) -> None:
        _must_be_money(self.cost)
        if (self.purchase is None) == (self.operation is None):
            raise ValueError("name a purchase or an operation")


def _must_be_money(*amounts: Decimal | None) -> None:
    if any(one is not None and not 0 < one <= MOST_MONEY for one in amounts):
        raise ValueError(f"an amount must be more than 0, and {MOST_MONEY} at most")


MoldCommand = (
    QuoteMold | SetCost | TakeMold | CopyMold | ReturnMold | ReleaseParts | ChangeMold | Scoped | Rerouting
)

#: What a command is called over the wire, and in the journal where nobody told a reason.
NAMES: dict[type, str] = {
    TakeMold: "take_mold",
    CopyMold: "copy_mold",
    ReturnMold: "return_mold",
    ReleaseParts: "release_parts",
    ChangeMold: "change_mold",
    QuoteMold: "quote_mold",
    SetCost: "set_cost",
    HoldWork: "hold_work",
    ReleaseHold: "release_hold",
    CancelWork: "cancel_work",
    AddStep: "add_step",
    SplitOperation: "split_operation",
    PlanOutside: "plan_outside",
    PlanInside: "plan_inside",
}
