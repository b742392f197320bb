"""Answers about figures, estimates and the bulletin. Null: unknown."""

from typing import TypedDict

from sprue.wire.plans import ProblemKindName
from sprue.wire.rows import Moment


class MachineHours(TypedDict):
    """Hours of one machine. `reported` counts overlapping reports each, `occupied` once. `setup_share` =
    setup hours ÷ (setup + production hours), None without any.
    """

    machine: str
    name: str
    reported: float
    occupied: float
    setup: float
    breakdown: float
    reports: int


class OrderFlow(TypedDict):
    """One mold or work order: from its first report to its last. `done`: all its operations are finished."""

    mold: str
    name: str
    quantity: int
    first: str
    last: str
    hours: float
    rejected: int
    rework_hours: float
    operations: int
    done: bool


class ProcessQuality(TypedDict):
    """Pieces and hours of one process (operation name). `rework_share` is of hours."""

    process: str
    hours: float
    completed: int
    rejected: int
    rework_hours: float
    rework_reports: int


class Times(TypedDict):
    """Minutes: the median, and what nine of ten are below; None where there are none."""

    count: int
    median: float | None
    most: float | None


class Response(TypedDict):
    """One department and kind; `climbed` counts problems that went above the first level."""

    department: str
    kind: ProblemKindName
    problems: int
    open: int
    climbed: int
    acknowledged: Times
    answered: Times
    closed: Times
    within: float | None


class Group(TypedDict):
    """Ratios of a group: median, the quarters around it, what nine of ten are below; hours of both sums."""

    name: str
    count: int
    low: float
    median: float
    high: float
    most: float
    estimated_hours: float
    worked_hours: float


class LearnedFactor(TypedDict):
    """`count` operations tell that the kind takes `factor` its estimate; part class "": on any part."""

    kind: str
    part_class: str
    factor: float
    count: int


class Bin(TypedDict):
    """Milestones stated from `low` to `high`: how many, the mean stated, the share that kept."""

    low: float
    high: float
    count: int
    stated: float | None
    observed: float | None


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
