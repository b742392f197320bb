"""Answers about the floor: live rows by table, an operation, people, shifts and what they hand over."""

from typing import NotRequired, TypedDict

from sprue.wire import rows as wire
from sprue.wire.rows import Moment


class TableRows(TypedDict, total=False):
    """Rows by id; a topic has some of the tables."""

    shop: dict[str, wire.ShopRow]
    clock: dict[str, wire.ClockRow]
    kinds: dict[str, wire.KindRow]
    machines: dict[str, wire.MachineRow]
    molds: dict[str, wire.MoldRow]
    parts: dict[str, wire.PartRow]
    operations: dict[str, wire.OperationRow]
    problems: dict[str, wire.ProblemRow]
    calls: dict[str, wire.CallRow]
    people: dict[str, wire.PersonRow]
    today: dict[str, wire.TodayRow]
    missing: dict[str, wire.MissingRow]
    trials: dict[str, wire.TrialRow]
    nights: dict[str, wire.NightRow]
    figures: dict[str, wire.FigureRow]
    kept: dict[str, wire.KeptRow]
    questions: dict[str, wire.QuestionRow]
    messages: dict[str, wire.MessageRow]
    stations: dict[str, wire.StationRow]
    ledger: dict[str, wire.LedgerRow]
    changes: dict[str, wire.ChangeRow]


class TopicSnapshot(TypedDict):
    """All rows of a topic. `cursor`: from where the stream goes on."""

    seq: int
    cursor: int
    now: Moment
    tables: TableRows


class Learned(TypedDict):
    """The factor with which the operation is planned, and how many finished ones taught it."""

    factor: float
    count: int
    part_class: str


class HistoryStep(TypedDict):
    id: str
    at: Moment
    what: str
    person: str
    machine: str | None
    text: str
    photos: list[str]


class OperationGates(TypedDict):
    """Material is of the part, not of one operation."""

    drawing: wire.Gate
    program: wire.Gate
    electrode: wire.Gate
    fixture: wire.Gate


class OperationPage(wire.OperationRow):
    """`why`: in words, why it starts when it does or has no place."""

    why: str
    learned: Learned | None
    waits_for: list[wire.WaitsFor]
    gates: OperationGates
    predecessors: list[str]
    successors: list[str]
    history: list[HistoryStep]


class GoodsPiece(TypedDict):
    operation: str
    mold: str
    part_name: str
    name: str


class DeliveredItem(TypedDict):
    id: str
    item: str
    supplier: str


class Traveler(GoodsPiece):
    """`action`: start, resume, finish, receive, out or back; null: `why` not.

    Goods that come in have `purchases`; what goes to a supplier or is back from it, the `load` it goes with.
    """

    action: str | None
    why: str
    purchases: NotRequired[list[str]]
    items: NotRequired[list[DeliveredItem]]
    supplier: NotRequired[str]
    back: NotRequired[Moment | None]
    load: NotRequired[list[GoodsPiece]]


class Links(TypedDict):
    """Pairs: the second follows the first."""

    links: list[list[str]]


class OrderOfMold(TypedDict):
    """What it is worth is left out for those who may not know."""

    order: str | None
    customer: str
    market: str
    received: Moment | None
    due: Moment | None
    order_value: NotRequired[float | None]
    currency: NotRequired[str]


class StageFar(TypedDict):
    stage: str
    far: str


class MoldProgress(TypedDict):
    id: str
    name: str
    order: str | None
    stages: list[StageFar]
    done: int
    total: int
    finished: bool
    t1_due: Moment | None
    t1_expected: Moment | None
    due: Moment | None
    expected: Moment | None


class CustomerProgress(TypedDict):
    customer: str
    shop: str
    timezone: str
    at: Moment
    molds: list[MoldProgress]


class ShiftTold(TypedDict):
    start: Moment
    end: Moment
    night: bool


class DepartmentShifts(TypedDict):
    department: str
    shifts: list[ShiftTold]


class Shifts(TypedDict):
    departments: list[DepartmentShifts]


class Job(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None


class DoneJob(Job):
    person: str
    at: Moment
    late_minutes: int | None


class UndoneJob(Job):
    planned: Moment
    work: str


class RunningJob(Job):
    person: str
    ends: Moment | None
    alone: bool
    work: str


class OpenProblem(TypedDict):
    id: str
    kind: str
    machine: str | None
    note: str
    status: str
    expected: Moment | None
    minutes: int
    level: int


class ComingJob(Job):
    start: Moment
    waits_for: list[wire.WaitsFor]


class AwayTold(TypedDict):
    person: str
    what: str
    start: Moment
    end: Moment


class NoteTold(TypedDict):
    at: Moment
    text: str
    person: str


class HandoverPage(TypedDict):
    """What the shift of a department hands over."""

    department: str
    shift: ShiftTold
    at: Moment
    planned: int
    done: list[DoneJob]
    undone: list[UndoneJob]
    running: list[RunningJob]
    problems: list[OpenProblem]
    coming: list[ComingJob]
    away: list[AwayTold]
    questions: int
    notes: list[NoteTold]


class PersonHere(TypedDict):
    """`pin`: whether one is set."""

    id: str
    name: str
    initials: str
    department: str
    kinds: list[str]
    machine: str | None
    since: Moment | None
    pin: bool


class Alive(TypedDict):
    alive: bool


class PlannerAlive(TypedDict):
    """`behind`: entries of the journal that it has not read."""

    alive: bool
    rev: int
    behind: int


class Health(TypedDict):
    """`version` of the plan."""

    ok: bool
    seq: int
    version: int | None
    clock: Alive
    messenger: Alive
    answers: Alive
    planner: PlannerAlive


class BackupState(TypedDict):
    """`place` null: none is set. `old`: nights go by without a backup."""

    place: str | None
    at: Moment | None
    hours: float | None
    seq: int | None
    count: int
    old: bool
    trouble: str
