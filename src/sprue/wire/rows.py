"""What screens are sent: the shapes of `web/model/wire.ts`, field by field; a test compares both.

Moments are ISO 8601 in UTC, durations minutes. Rows are made in `rows` and never changed after.
"""

from datetime import UTC, datetime
from typing import TypedDict

from sprue.floor.slips import Impact

Moment = str


class Gate(TypedDict):
    state: str
    at: Moment | None


class Gates(TypedDict):
    material: Gate
    drawing: Gate
    program: Gate
    electrode: Gate
    fixture: Gate


class WaitsFor(TypedDict):
    what: str
    id: str
    at: Moment | None


class ShopRow(TypedDict):
    id: str
    name: str
    language: str
    timezone: str
    demo: bool
    plan_version: int | None
    plan_at: Moment | None
    plan_message: str
    shift_name: str
    shift_end: Moment | None
    learned: bool


class ClockRow(TypedDict):
    id: str
    real: Moment
    shop: Moment
    rate: float


class LoadDay(TypedDict):
    day: str
    share: float | None


class KindRow(TypedDict):
    id: str
    name: str
    name_zh: str
    department: str
    stage: str
    machines: int
    queue_hours: float
    load_72h: float | None
    load_days: list[LoadDay]


class NextJob(TypedDict):
    operation: str
    mold: str
    ready: bool
    waits_for: list[WaitsFor]
    start: Moment | None


class MachineRow(TypedDict):
    id: str
    name: str
    kind: str
    number: str
    light: str
    since: Moment | None
    operation: str | None
    operation_name: str
    mold: str | None
    part: str | None
    person: str | None
    person_name: str
    started: Moment | None
    ends: Moment | None
    problem: str | None
    next: NextJob | None


class StageCell(TypedDict):
    stage: str
    light: str
    done: int
    total: int


class MoldRow(TypedDict):
    id: str
    name: str
    order: str | None
    customer: str
    mold_class: str
    weight: float
    status: str
    t1_due: Moment | None
    t1_projected: Moment | None
    due: Moment | None
    delivery_projected: Moment | None
    late_minutes: int | None
    milestone: str | None
    chance: float | None
    reliable: Moment | None
    light: str
    stages: list[StageCell]
    done: int
    total: int
    problems: int


class NextOperation(TypedDict):
    operation: str
    name: str
    machine: str | None
    start: Moment | None
    work: str


class DrawingRow(TypedDict):
    name: str
    pages: int
    revision: str
    at: Moment
    by: str


class PartRow(TypedDict):
    id: str
    mold: str
    name: str
    part_class: str
    parent: str | None
    quantity: int
    material: str
    template: bool
    gates: Gates
    done: int
    total: int
    next: NextOperation | None
    slack_minutes: int | None
    problem: bool
    drawings: list[DrawingRow]


class Planned(TypedDict):
    setup: Moment
    run: Moment
    end: Moment
    slack: int | None
    unattended: bool


class OperationRow(TypedDict):
    id: str
    part: str
    mold: str
    step: str
    name: str
    kind: str | None
    mode: str
    work: str
    machine: str | None
    setup_minutes: float
    run_minutes: float
    started: Moment | None
    finished: Moment | None
    person: str | None
    plan: Planned | None
    hindrance: str
    ready: bool


class ProblemCall(TypedDict):
    department: str
    person: str | None
    name: str
    duty: bool
    acknowledged_at: Moment | None


class ProblemStep(TypedDict):
    at: Moment
    what: str
    who: str
    department: str
    level: int
    text: str


class ProblemRow(TypedDict):
    id: str
    kind: str
    status: str
    level: int
    because: str
    machine: str | None
    operation: str | None
    mold: str | None
    part_name: str
    raised_at: Moment
    raised_by: str | None
    raised_by_name: str
    note: str
    department: str
    called_name: str
    called: list[str]
    called_ids: list[str]
    calls: list[ProblemCall]
    acknowledge_by: Moment
    answer_by: Moment
    climbs_at: Moment | None
    acknowledged_at: Moment | None
    acknowledged_by_name: str
    answered_at: Moment | None
    answered_by_name: str
    resolved_at: Moment | None
    resolved_by_name: str
    answer: str
    expected: Moment | None
    photos: list[str]
    impact: Impact | None
    history: list[ProblemStep]


class CallRow(TypedDict):
    id: str
    called: list[str]
    acknowledge_minutes: int
    answer_minutes: int
    tile: bool


class LedgerRow(TypedDict):
    id: str
    number: str
    source: str
    kind: str
    level: str
    stage: str
    description: str
    mold: str | None
    part: str | None
    part_name: str
    operation: str | None
    operation_name: str
    machine: str | None
    problem: str | None
    found_by_name: str
    found_at: Moment | None
    department: str
    owner: str | None
    owner_name: str
    opened_at: Moment
    deadline: Moment
    done_at: Moment | None
    closed_at: Moment | None
    climbed: int
    called_name: str
    extensions: int
    recurrences: int
    recurs: str | None
    photos: int
    steps: int


class Told(TypedDict):
    what: str
    start: Moment
    end: Moment


class PersonRow(TypedDict):
    id: str
    name: str
    department: str
    role: str
    leader: str | None
    kinds: list[str]
    machine: str | None
    since: Moment | None
    works: bool
    until: Moment | None
    away: str
    away_until: Moment | None
    told: list[Told]


class TodayRow(TypedDict):
    id: str
    done: int
    planned_by_now: int
    planned_today: int


class MissingRow(TypedDict):
    id: str
    mold: str
    what: str
    item: str
    count: int
    expected: Moment | None
    holding: int


class TrialRow(TypedDict):
    id: str
    name: str
    number: int
    light: str
    start: Moment | None
    due: Moment | None
    left: int
    quality: int
    rework: int
    verdict: str | None
    booked: Moment | None
    approved: bool
    steps: int


class ChangeRow(TypedDict):
    id: str
    number: str
    mold: str
    title: str
    stand: str
    steps: int


class NightBar(TypedDict):
    operation: str
    mold: str
    part: str
    start: Moment
    end: Moment


class NightGap(TypedDict):
    start: Moment
    end: Moment


class NightRow(TypedDict):
    id: str
    gaps: list[NightGap]
    bars: list[NightBar]
    busy_minutes: int
    free_minutes: int
    stops: Moment | None
    could: str | None
    call_name: str


class FigureRow(TypedDict):
    id: str
    value: float | None
    before: float | None
    count: int
    since: Moment


class KeptRow(TypedDict):
    id: str
    kept: bool


class QuestionRow(TypedDict):
    id: str
    at: Moment
    command: str
    reason: str
    operation: str | None
    machine: str | None
    person_name: str
    other_machine: str | None
    other_person_name: str
    other_at: Moment | None
    decided: bool


class MessageRow(TypedDict):
    id: str
    at: Moment
    code: str
    facts: dict[str, str | int | float]


class CheckRow(TypedDict):
    name: str
    low: float | None
    high: float | None
    photo: bool


class TrialJob(TypedDict):
    number: int
    verdict: str | None
    cavities: int


class ElectrodeRow(TypedDict):
    part: str
    name: str
    made: bool
    measured: bool
    deviation: float | None
    place: str
    burns: int


class QueueItem(TypedDict):
    operation: str
    mold: str
    mold_name: str
    part: str
    part_name: str
    step: str
    name: str
    work: str
    mode: str
    setup_minutes: float
    run_minutes: float
    setup_told: bool
    set_up: Moment | None
    start: Moment | None
    end: Moment | None
    ready: bool
    waits_for: list[WaitsFor]
    gates: Gates
    checks: list[CheckRow]
    trial: TrialJob | None
    electrodes: list[ElectrodeRow]
    drawing: DrawingRow | None
    ends_if_now: Moment | None
    alone_from: Moment | None


class StationRow(TypedDict):
    id: str
    name: str
    kind: str
    number: str
    current: list[QueueItem]
    queue: list[QueueItem]
    queued: int
    people: list[str]


Row = (
    ShopRow
    | ClockRow
    | KindRow
    | MachineRow
    | MoldRow
    | PartRow
    | OperationRow
    | ProblemRow
    | CallRow
    | PersonRow
    | TodayRow
    | MissingRow
    | TrialRow
    | NightRow
    | FigureRow
    | KeptRow
    | QuestionRow
    | MessageRow
    | StationRow
    | LedgerRow
    | ChangeRow
)

#: Rows by table and id; in a patch None says that the row is gone.
Tables = dict[str, dict[str, Row]]
Changes = dict[str, dict[str, Row | None]]


class Snapshot(TypedDict):
    seq: int
    cursor: int
    now: Moment
    tables: Tables


class Patch(TypedDict):
    cursor: int
    seq: int
    entries: list[str]
    tables: Changes


def moment(value: datetime) -> Moment:
    """A moment as screens read it."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_or_none(value: datetime | None) -> Moment | None:
    """The same; None stays None."""
    return moment(value) if value is not None else None
