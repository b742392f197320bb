"""Answers about material, work at suppliers and places."""

from typing import NotRequired, TypedDict

from sprue.wire.figures import Switched
from sprue.wire.rows import Moment


class OfPart(TypedDict):
    part: str
    part_name: str
    mold: str
    mold_name: str


class There(TypedDict):
    """Where something is; `at`: place, machine, supplier, or the machine where it was last."""

    at: str
    name: str
    since: Moment
    by: str


class ShortageRow(OfPart):
    """Minutes of the shop's time; `slips_minutes`: by which its mold ends later."""

    id: str
    purchase: str | None
    item: str
    supplier: str
    operation: str | None
    operation_name: str
    need: Moment | None
    promised: Moment | None
    expected: Moment | None
    short_minutes: int | None
    slips_minutes: int | None
    overdue: bool
    undated: bool


class MissingPiece(TypedDict):
    what: str
    id: str
    item: str
    part: str
    part_name: str
    supplier: str
    expected: Moment | None


class KitRow(OfPart):
    """What an assembly or a burn joins; `lacking`: how many of `total` are not there."""

    operation: str
    operation_name: str
    burns: bool
    need: Moment | None
    here: int
    total: int
    lacking: int
    missing: list[MissingPiece]


class PurchaseRow(OfPart):
    id: str
    item: str
    supplier: str
    quantity: float | None
    ordered: Moment | None
    promised: Moment | None
    first_promised: Moment | None
    expected: Moment | None
    received: Moment | None
    overdue: bool


class OutsideOperation(OfPart):
    operation: str
    name: str
    kind: str
    material: str
    minutes: float
    slack_minutes: int | None
    where: There | None


class ToSendRow(OutsideOperation):
    supplier: str
    at: Moment | None
    ready: bool


class LoadRow(TypedDict):
    batch: str
    supplier: str
    sent: Moment
    back: Moment
    overdue: bool
    operations: list[OutsideOperation]


class OutsideWork(TypedDict):
    to_send: list[ToSendRow]
    away: list[LoadRow]
    suppliers: list[str]
    others: list[str]


class SupplierRow(TypedDict):
    """Minutes by which deliveries come after the date first promised; null: none yet."""

    supplier: str
    what: str
    count: int
    median: int | None
    low: int | None
    high: int | None
    in_time: int | float | None
    counts: bool
    open: int
    overdue: int


class LearnedDelay(TypedDict):
    supplier: str
    what: str
    minutes: int
    count: int


class Suppliers(TypedDict):
    rows: list[SupplierRow]
    learned: list[LearnedDelay]
    switched: Switched | None


class PartsAt(TypedDict):
    place: str
    count: int


class MoldThere(TypedDict):
    mold: str
    name: str
    where: There | None
    parts: int
    spread: list[PartsAt]


class NextOfPart(TypedDict):
    operation: str
    name: str
    machine: str | None
    start: Moment | None


class PartThere(OfPart):
    part_class: str
    where: There | None
    next: NextOfPart | None


class WhereFound(TypedDict):
    molds: list[MoldThere]
    parts: list[PartThere]
    places: list[str]


class Scanned(TypedDict):
    """What a label's code can do; `action`: send or back, else `why` it can't."""

    purchases: list[PurchaseRow]
    part: PartThere | None
    operation: OutsideOperation | None
    action: str | None
    why: NotRequired[str]
