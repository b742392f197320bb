"""Answers about figures, estimates and the bulletin. Null: unknown."""

from typing import TypedDict

from sprue.figures.calibration import Bin
from sprue.figures.estimates import Group
from sprue.figures.flow import MachineHours, OrderFlow, ProcessQuality
from sprue.figures.response import Response
from sprue.server.wire import Moment
from sprue.shop.learned import LearnedFactor


class FiguresPage(TypedDict):
    """Hours by machine, lead time by order, quality by process, response times."""

    machines: list[MachineHours]
    orders: list[OrderFlow]
    processes: list[ProcessQuality]
    hours: float
    setup_share: float | None
    rework_share: float | None
    rejected_share: float | None
    median_lead_days: float | None
    responses: list[Response]


class Switched(TypedDict):
    at: Moment
    actor: str


class EstimatesPage(TypedDict):
    kinds: list[Group]
    part_classes: list[Group]
    departments: list[Group]
    setups: list[Group]
    runs: list[Group]
    factors: list[LearnedFactor]
    learned: list[LearnedFactor]
    switched: Switched | None


class FigureGroup(TypedDict):
    group: str
    value: float | None
    count: int


class FigureTold(TypedDict):
    """`product`: names of the figures that it is the product of; `by`: what it can be split by."""

    name: str
    title: str
    formula: str
    unit: str
    digits: int
    lead: bool
    better_low: bool
    product: list[str]
    by: list[str]
    value: float | None
    before: float | None
    count: int
    groups: list[FigureGroup]


class CalibrationTold(TypedDict):
    ahead_days: int
    count: int
    bins: list[Bin]
    stated: float | None
    observed: float | None
    brier: float | None
    brier_of_share: float | None
    enough: bool


class FigureList(TypedDict):
    first: str
    last: str
    began: Moment | None
    enough: int
    figures: list[FigureTold]
    calibration: list[CalibrationTold]


class EntryTold(TypedDict):
    """An entry of the journal."""

    seq: int
    kind: str
    at: Moment
    actor: str


class FigureEvidence(TypedDict):
    """What a figure comes from: `part` of `whole`."""

    what: str
    id: str
    name: str
    at: Moment
    until: Moment | None
    part: float
    whole: float
    department: str
    kind: str
    machine: str
    entries: list[EntryTold]


class FigureRows(TypedDict):
    """`total` of all, `rows` the newest."""

    total: int
    rows: list[FigureEvidence]


class StatedChanceTold(TypedDict):
    mold: str
    milestone: str
    stated: float
    kept: bool
    stated_at: Moment
    due: Moment
    reached: Moment | None


class ComparedCell(TypedDict):
    value: float | None
    before: float | None
    change: float | None
    share: float | None
    share_points: float | None
    more: float | None
    more_percent: float | None
    lacking: int
    molds: list[str]


class BulletinLine(TypedDict):
    """Cells by measure."""

    name: str
    month: dict[str, ComparedCell]
    year: dict[str, ComparedCell]


class BulletinPage(TypedDict):
    """`groups`: lines by market, customer and mold class."""

    month: str
    months: list[str]
    over: bool
    month_days: list[str]
    year_days: list[str]
    known_since: str | None
    currency: str
    prices: bool
    measures: list[str]
    total: BulletinLine
    groups: dict[str, list[BulletinLine]]
    no_value: int
    other_currency: int
    no_received: int
    no_delivered: int
    undated: int
