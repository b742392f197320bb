"""Answers about orders, molds and their bills of materials."""

from typing import NotRequired, TypedDict

from sprue.wire.plans import BookFault
from sprue.wire.rows import Moment


class OwedRow(TypedDict):
    what: str
    item: str
    part: str
    part_name: str
    operation: str | None
    department: str
    who: str
    needed: Moment | None
    expected: Moment | None
    late: bool


class Owed(TypedDict):
    rows: list[OwedRow]
    count: int
    late: int


class KnownOrder(TypedDict):
    id: str
    customer: str
    market: str
    due: Moment | None


class RepairStep(TypedDict):
    id: str
    en: str
    zh: str
    hours: float
    usual: bool


class NewMold(TypedDict):
    """What a form offers."""

    mold: str
    orders: list[KnownOrder]
    customers: list[str]
    markets: list[str]
    classes: list[str]
    steps: list[RepairStep]
    currencies: list[str]


class BomPart(TypedDict):
    id: str
    name: str
    part_class: str
    material: str
    quantity: int
    parent: str | None
    operations: int
    hours: float


class NewPart(BomPart):
    typical: bool
    replaces: str | None


class ChangedPart(BomPart):
    what: list[str]


class ReplacedPart(BomPart):
    by: str | None
    kept: int


class KeptOperation(TypedDict):
    operation: str
    name: str
    work: str


class BomClass(TypedDict):
    told: str
    part_class: str
    how: str
    coming: int
    replaced: int
    template: int


class BomCounts(TypedDict):
    operations: int
    changed: int
    cancelled: int
    purchases: int


class BomHours(TypedDict):
    added: float
    cancelled: float


class PartKindRow(TypedDict):
    id: str
    en: str
    zh: str


class BomLook(TypedDict):
    """What a bill would do; where it has faults, these alone."""

    ok: bool
    faults: list[BookFault]
    classes: NotRequired[list[BomClass]]
    new: NotRequired[list[NewPart]]
    changed: NotRequired[list[ChangedPart]]
    replaced: NotRequired[list[ReplacedPart]]
    kept: NotRequired[list[KeptOperation]]
    unrouted: NotRequired[list[str]]
    counts: NotRequired[BomCounts]
    hours: NotRequired[BomHours]
    kinds: NotRequired[list[PartKindRow]]


class BomReleased(TypedDict):
    """What became of the command, or the faults of the bill."""

    ok: bool
    faults: list[BookFault]
    status: NotRequired[str]
    seq: NotRequired[int]
    reason: NotRequired[str | None]
