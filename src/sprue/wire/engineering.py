"""Answers about engineering changes and electrodes."""

from typing import NotRequired, TypedDict

from sprue.wire.drafts import Answering, MilestoneMoved
from sprue.wire.rows import ElectrodeRow, Moment


class ChangeHead(TypedDict):
    id: str
    number: str
    mold: str
    mold_name: str
    title: str
    source: str
    stand: str
    opened_at: Moment
    opened_by: str
    closed_at: Moment | None
    count: int


class TouchedOperation(TypedDict):
    operation: str
    name: str
    work: str
    machine: str | None
    minutes: int


class TouchedPartRow(TypedDict):
    part: str
    name: str
    part_class: str
    electrode: bool
    begun: bool
    done: list[TouchedOperation]
    under_way: list[TouchedOperation]
    open: list[TouchedOperation]
    burns: list[TouchedOperation]
    drawing: str


class TouchedPurchase(TypedDict):
    purchase: str
    part: str | None
    item: str
    supplier: str
    promised: Moment | None
    received: Moment | None


class DecisionRow(TypedDict):
    thing: str
    id: str
    handling: str
    work: str | None
    minutes: int
    redrawn: bool
    drawing: Moment | None
    material: bool | str | None
    promised: Moment | None


class MadeRow(TypedDict):
    thing: str
    id: str
    new: list[str]
    held: list[str]
    paused: list[str]
    ended: list[str]
    orders: list[str]


class ChangeStep(TypedDict):
    at: Moment
    what: str
    who: str
    note: str


class ChangeWhole(ChangeHead):
    """`made`: what came of each decision; `stopped`: operations that stand still by it."""

    parts: list[TouchedPartRow]
    purchases: list[TouchedPurchase]
    decisions: list[DecisionRow]
    made: list[MadeRow]
    stopped: int
    trail: list[ChangeStep]


class ChangePreview(TypedDict):
    base: int
    at: Moment
    moved: int
    added: int
    dropped: int
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]


class ChangeAnswer(Answering):
    answer: NotRequired[ChangePreview]


class ElectrodeOfBurn(ElectrodeRow):
    """`left`: operations to do; `others`: burns that it serves too."""

    part_class: str
    material: str
    operations: list[str]
    left: int
    doing: str
    ends: Moment | None
    bad: bool
    others: list[str]


class BurnRow(TypedDict):
    burn: str
    name: str
    part: str
    part_name: str
    mold: str
    work: str
    start: Moment | None
    machine: str | None
    gate: str
    ready: bool
    electrodes: list[ElectrodeOfBurn]
