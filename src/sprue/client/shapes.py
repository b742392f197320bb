"""What a shop answers, as its interface publishes it.

Written by `python -m tests.server.api.client_types`; a test tells when it is of another age.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

# Moments are ISO 8601 in UTC, durations minutes where no name says otherwise.


class AlikeRow(TypedDict):
    """`why`: in what it is alike."""

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
    found_at: str | None
    department: str
    owner: str | None
    owner_name: str
    opened_at: str
    deadline: str
    done_at: str | None
    closed_at: str | None
    climbed: int
    called_name: str
    extensions: int
    recurrences: int
    recurs: str | None
    photos: int
    steps: int
    score: int
    why: list[str]


class Alive(TypedDict):
    alive: bool


class AnyAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[
        ReliableDate | Overload | RaisedMold | TakenOrder | Scenario | DraftPreview | KeptDraft
    ]


class Asking(TypedDict):
    """Who asks. `scopes`: what a program's token was made for, [] for what the role may."""

    name: str
    role: str
    scopes: list[Literal["read", "report", "plan", "master_data", "figures", "paper", "prices"]]


class AwayTold(TypedDict):
    person: str
    what: str
    start: str
    end: str


class BackupState(TypedDict):
    """`place` null: none is set. `old`: nights go by without a backup."""

    place: str | None
    at: str | None
    hours: float | None
    seq: int | None
    count: int
    old: bool
    trouble: str


class Bin(TypedDict):
    """Milestones stated from `low` to `high`: how many, the mean stated, the share that kept."""

    low: float
    high: float
    count: int
    stated: float | None
    observed: float | None


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


class BookFault(TypedDict):
    sheet: str
    row: int | None
    column: str | None
    value: str
    text: str
    code: str


class BrokenRule(TypedDict):
    operation: str
    rule: str
    text: str


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


class BurnRow(TypedDict):
    burn: str
    name: str
    part: str
    part_name: str
    mold: str
    work: str
    start: str | None
    machine: str | None
    gate: str
    ready: bool
    electrodes: list[ElectrodeOfBurn]


class CalibrationTold(TypedDict):
    ahead_days: int
    count: int
    bins: list[Bin]
    stated: float | None
    observed: float | None
    brier: float | None
    brier_of_share: float | None
    enough: bool


class CallRow(TypedDict):
    id: str
    called: list[str]
    acknowledge_minutes: int
    answer_minutes: int
    tile: bool


class CavityFault(TypedDict):
    cavity: int
    defect: str


ChainLink = TypedDict(
    "ChainLink",
    {
        "kind": "str",
        "operation": "str",
        "name": "str",
        "mold": "str",
        "machine": "str | None",
        "from": "str | None",
        "hours": "float",
        "text": "str",
    },
)


class ChangeAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[ChangePreview]


class ChangeHead(TypedDict):
    id: str
    number: str
    mold: str
    mold_name: str
    title: str
    source: str
    stand: str
    opened_at: str
    opened_by: str
    closed_at: str | None
    count: int


class ChangePreview(TypedDict):
    base: int
    at: str
    moved: int
    added: int
    dropped: int
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]


class ChangeRow(TypedDict):
    id: str
    number: str
    mold: str
    title: str
    stand: str
    steps: int


class ChangeStep(TypedDict):
    at: str
    what: str
    who: str
    note: str


class ChangeWhole(TypedDict):
    """`made`: what came of each decision; `stopped`: operations that stand still by it."""

    id: str
    number: str
    mold: str
    mold_name: str
    title: str
    source: str
    stand: str
    opened_at: str
    opened_by: str
    closed_at: str | None
    count: int
    parts: list[TouchedPartRow]
    purchases: list[TouchedPurchase]
    decisions: list[DecisionRow]
    made: list[MadeRow]
    stopped: int
    trail: list[ChangeStep]


class ChangedFigures(TypedDict):
    late_molds: int
    tardiness_hours: float
    molds_without_date: int
    unattended_hours: float
    moved_soon: int
    moved: int
    slip_count: int
    gain_count: int
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]
    overtime_hours: float
    outside_days: float


class ChangedPart(TypedDict):
    id: str
    name: str
    part_class: str
    material: str
    quantity: int
    parent: str | None
    operations: int
    hours: float
    what: list[str]


class ChannelRow(TypedDict):
    """`address` without its secrets."""

    name: str
    service: str
    address: str
    covers: list[str]
    reports: bool
    made_by: str


class CheckRow(TypedDict):
    name: str
    low: float | None
    high: float | None
    photo: bool


class ClockRow(TypedDict):
    id: str
    real: str
    shop: str
    rate: float


class ComingJob(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    start: str
    waits_for: list[WaitsFor]


class CommandAnswer(TypedDict):
    """What became of a command. `question`: it is kept, and somebody must decide. `proof`: stands for the
    PIN of this sign-in while the server is away, at this terminal and for a shift.
    """

    status: Literal["accepted", "duplicate", "question"]
    seq: int
    reason: NotRequired[str | None]
    proof: NotRequired[str | None]


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


class CostPage(TypedDict):
    currency: str
    rows: list[MoldCostRow]


class CounterMove(TypedDict):
    """`text` by language; `takeable`: the planner process can make and publish its plan."""

    changes: list[Any]
    text: dict[str, str]
    gained_hours: float
    tardiness_hours: float
    slips: int
    takeable: bool


class CounterMoves(TypedDict):
    """`state`: none, waiting, working, ready, wanted, taking, taken, failed."""

    problem: str
    state: str
    moves: list[CounterMove]
    mold: NotRequired[str | None]
    chosen: NotRequired[int]
    failure: NotRequired[str]


class CustomerProgress(TypedDict):
    customer: str
    shop: str
    timezone: str
    at: str
    molds: list[MoldProgress]


class DateAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[ReliableDate]


class DecisionRow(TypedDict):
    thing: str
    id: str
    handling: str
    work: str | None
    minutes: int
    redrawn: bool
    drawing: str | None
    material: bool | str | None
    promised: str | None


class DeliveredItem(TypedDict):
    id: str
    item: str
    supplier: str


class DeliveryRow(TypedDict):
    """`state`: waiting, sending, sent, failed; `status`, `answer`: what the receiver said last."""

    id: str
    kind: str
    entry: int
    state: str
    tries: int
    made_at: str
    due_at: str | None
    done_at: str | None
    status: int | None
    answer: str


class DepartmentFigures(TypedDict):
    """`on_time` of the `closed`; `mean_age_days` of the open ones (None: none is open)."""

    department: str
    open: int
    overdue: int
    closed: int
    on_time: int
    recurrences: int
    extensions: int
    mean_age_days: float | None


class DepartmentShifts(TypedDict):
    department: str
    shifts: list[ShiftTold]


class DoneJob(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    person: str
    at: str
    late_minutes: int | None


class Draft(TypedDict):
    job: str


class DraftComparison(TypedDict):
    moved: list[MovedOperation]
    added: list[str]
    gone: list[str]
    late_before: int
    late_after: int
    tardiness_before: float
    tardiness_after: float
    live: int
    base: int


class DraftList(TypedDict):
    """The newest first; `live`: the version of the live plan."""

    live: int
    drafts: list[ListedDraft]


class DraftPreview(TypedDict):
    """What changes break, which milestones slip or gain, which operations move."""

    base: int
    breaks: list[BrokenRule]
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]
    moved: list[PlacedOperation]


class DraftState(TypedDict):
    """`state`: none, waiting, working, ready, failed."""

    state: str
    draft: ReadyDraft | None


class DrawingOut(TypedDict):
    """A kept drawing."""

    name: str
    pages: int


class DrawingRow(TypedDict):
    name: str
    pages: int
    revision: str
    at: str
    by: str


class Duty(TypedDict):
    """`person` answers for `department` on `weekdays` (0 = Monday), from `start` to `end`. Minutes of the
    day on which it begins; `end` at or before `start` is on the next day.
    """

    department: str
    person: str
    weekdays: list[int]
    start: int
    end: int


class EditedCell(TypedDict):
    """`was`: as the file had it first, where somebody else has changed it too."""

    column: str
    old: str
    new: str
    was: str
    conflict: bool


class EditedLine(TypedDict):
    row: int
    key: str
    id: str
    state: str
    reason: str
    cells: list[EditedCell]


class EditedTable(TypedDict):
    """`absent`: rows of the shop that the file has not; they stay. `more`: rows that are not shown."""

    sheet: str
    name: str
    same: int
    absent: int
    takes: int
    conflict: int
    refused: int
    changed: int
    new: int
    ignored: list[str]
    rows: list[EditedLine]
    more: int


class EditsLook(TypedDict):
    name: str
    exported: str | None
    sheets: list[EditedTable]
    left: list[str]
    faults: list[BookFault]
    edit_id: str | None


class ElectrodeOfBurn(TypedDict):
    """`left`: operations to do; `others`: burns that it serves too."""

    part: str
    name: str
    made: bool
    measured: bool
    deviation: float | None
    place: str
    burns: int
    part_class: str
    material: str
    operations: list[str]
    left: int
    doing: str
    ends: str | None
    bad: bool
    others: list[str]


class ElectrodeRow(TypedDict):
    part: str
    name: str
    made: bool
    measured: bool
    deviation: float | None
    place: str
    burns: int


class EntryTold(TypedDict):
    """An entry of the journal."""

    seq: int
    kind: str
    at: str
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


class Extended(TypedDict):
    at: str
    before: str
    after: str
    name: str
    reason: str


class FigureEvidence(TypedDict):
    """What a figure comes from: `part` of `whole`."""

    what: str
    id: str
    name: str
    at: str
    until: str | None
    part: float
    whole: float
    department: str
    kind: str
    machine: str
    entries: list[EntryTold]


class FigureGroup(TypedDict):
    group: str
    value: float | None
    count: int


class FigureList(TypedDict):
    first: str
    last: str
    began: str | None
    enough: int
    figures: list[FigureTold]
    calibration: list[CalibrationTold]


class FigureRow(TypedDict):
    id: str
    value: float | None
    before: float | None
    count: int
    since: str


class FigureRows(TypedDict):
    """`total` of all, `rows` the newest."""

    total: int
    rows: list[FigureEvidence]


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


GanttFacts = TypedDict(
    "GanttFacts",
    {
        "plan_version": "int | None",
        "from": "str",
        "frozen_minutes": "int",
        "calendars": "list[list[list[int]]]",
        "machines": "dict[str, GanttMachine]",
        "operations": "dict[str, GanttOperation]",
    },
)


class GanttMachine(TypedDict):
    """`calendar`: the place of its working stretches among `calendars`."""

    kinds: list[str]
    calendar: int
    speed: float
    unattended: bool
    batch: int


class GanttOperation(TypedDict):
    """What is usual is left out. `machines`: run minutes where it has its own there."""

    before: NotRequired[list[str]]
    machines: NotRequired[dict[str, float | None]]
    pinned: NotRequired[bool]
    pinned_start: NotRequired[str | None]
    milestone: NotRequired[str]
    not_before: NotRequired[str]
    group: NotRequired[str]


class Gate(TypedDict):
    state: str
    at: str | None


class Gates(TypedDict):
    material: Gate
    drawing: Gate
    program: Gate
    electrode: Gate
    fixture: Gate


class GoodsPiece(TypedDict):
    operation: str
    mold: str
    part_name: str
    name: str


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


GroupLoad = TypedDict(
    "GroupLoad",
    {
        "group": "str",
        "name": "str",
        "people": "bool",
        "count": "int",
        "short": "float",
        "from": "str | None",
        "until": "str | None",
        "weeks": "list[LoadWeek]",
        "molds": "list[MoldHours]",
    },
)


class HandoverPage(TypedDict):
    """What the shift of a department hands over."""

    department: str
    shift: ShiftTold
    at: str
    planned: int
    done: list[DoneJob]
    undone: list[UndoneJob]
    running: list[RunningJob]
    problems: list[OpenProblem]
    coming: list[ComingJob]
    away: list[AwayTold]
    questions: int
    notes: list[NoteTold]


class Health(TypedDict):
    """`version` of the plan."""

    ok: bool
    seq: int
    version: int | None
    clock: Alive
    messenger: Alive
    answers: Alive
    planner: PlannerAlive


class HeldOperation(TypedDict):
    operation: str
    name: str
    part_name: str
    work: str


class HistoryStep(TypedDict):
    id: str
    at: str
    what: str
    person: str
    machine: str | None
    text: str
    photos: list[str]


class HookMade(TypedDict):
    """The secret is shown this once."""

    id: str
    secret: str


class HookRow(TypedDict):
    """A webhook without its secret. `stopped`: it wants no more; `waiting`, `failed`: so many deliveries."""

    id: str
    name: str
    address: str
    kinds: list[str]
    stopped: bool
    waiting: int
    failed: int
    made_at: str
    made_by: str


class HookTried(TypedDict):
    """What the receiver said to a test; `status` null: nothing came back."""

    status: int | None
    answer: str


class Impact(TypedDict):
    """Computed for `at`. `slips`: at most `MOST_SLIPS` of `count`, the latest first; `late` miss promises."""

    at: str
    count: int
    late: int
    slips: list[Slip]


class IssueOfTrial(TypedDict):
    what: str
    part: str
    part_name: str
    department: str
    owner_name: str
    kind: str
    minutes: int
    operation: str
    work: str
    start: str | None
    end: str | None
    item: str | None
    item_number: str


class KeptDraft(TypedDict):
    """A draft; a scenario has texts, adoptable, live, unchanged and after instead."""

    id: str
    name: str
    made_at: str
    made_by: str
    scenario: bool
    changes: list[Any]
    base: int
    breaks: NotRequired[list[BrokenRule]]
    slips: NotRequired[list[MilestoneMoved]]
    gains: NotRequired[list[MilestoneMoved]]
    moved: NotRequired[list[PlacedOperation]]
    before: NotRequired[LateFigures]
    after: NotRequired[LateFigures | ChangedFigures]
    texts: NotRequired[dict[str, list[str]]]
    adoptable: NotRequired[bool]
    live: NotRequired[int | ScenarioFigures]
    unchanged: NotRequired[ScenarioFigures]


class KeptOperation(TypedDict):
    operation: str
    name: str
    work: str


class KeptRow(TypedDict):
    id: str
    kept: bool


class KindHours(TypedDict):
    kind: str | None
    name: str
    estimated: float
    worked: float
    left: float


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


class KindRule(TypedDict):
    """One kind of problem. `called` are departments, at once; the first of them owns the problem. Limits
    count the owner's working time, or the clock where `always`. At `critical_slack_minutes` or less a
    level is skipped. With `duty_slack_minutes` the night's duty person is called only at that slack or
    less. `channels`: named addresses that are told of every step, beside those of the people called.
    """

    kind: Literal[
        "electrode",
        "program",
        "drawing",
        "machine",
        "quality",
        "material",
        "tooling",
        "person",
        "other",
        "collision",
        "safety_incident",
        "unattended_stop",
        "supplier_delay",
        "estimate_overrun",
        "ecn",
        "customer_hold",
        "rush_order",
    ]
    called: list[str]
    acknowledge_minutes: int
    answer_minutes: int
    levels: list[LevelRule]
    always: bool
    critical_slack_minutes: int | None
    duty_slack_minutes: int | None
    channels: list[str]


class KitRow(TypedDict):
    """What an assembly or a burn joins; `lacking`: how many of `total` are not there."""

    part: str
    part_name: str
    mold: str
    mold_name: str
    operation: str
    operation_name: str
    burns: bool
    need: str | None
    here: int
    total: int
    lacking: int
    missing: list[MissingPiece]


class KnownOrder(TypedDict):
    id: str
    customer: str
    market: str
    due: str | None


class LateFigures(TypedDict):
    late_molds: int
    tardiness_hours: float


class Learned(TypedDict):
    """The factor with which the operation is planned, and how many finished ones taught it."""

    factor: float
    count: int
    part_class: str


class LearnedDelay(TypedDict):
    supplier: str
    what: str
    minutes: int
    count: int


class LearnedFactor(TypedDict):
    """`count` operations tell that the kind takes `factor` its estimate; part class "": on any part."""

    kind: str
    part_class: str
    factor: float
    count: int


class LedgerRecord(TypedDict):
    """All of one item."""

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
    found_at: str | None
    department: str
    owner: str | None
    owner_name: str
    opened_at: str
    deadline: str
    done_at: str | None
    closed_at: str | None
    climbed: int
    called_name: str
    extensions: int
    recurrences: int
    recurs: str | None
    photos: int
    steps: int
    helpers: list[Named]
    effect_days: float | None
    opened_by_name: str
    containment_action: str
    root_cause: str
    corrective_action: str
    evidence: str
    done_by_name: str
    done_by: str | None
    norms: list[NormChanged]
    pictures: list[str]
    verifications: list[Verified]
    extended: list[Extended]
    history: list[RecordStep]
    recurs_number: str
    alike: list[AlikeRow]
    operations: list[LikeOperation]


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
    found_at: str | None
    department: str
    owner: str | None
    owner_name: str
    opened_at: str
    deadline: str
    done_at: str | None
    closed_at: str | None
    climbed: int
    called_name: str
    extensions: int
    recurrences: int
    recurs: str | None
    photos: int
    steps: int


class LevelRule(TypedDict):
    """A level above the first: reached when the problem is not resolved so many minutes after the call.
    `to`: departments and roles.
    """

    after_minutes: int
    to: list[str]


class LikeOperation(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    start: str | None


class Links(TypedDict):
    """Pairs: the second follows the first."""

    links: list[list[str]]


class ListedDraft(TypedDict):
    id: str
    name: str
    made_at: str
    made_by: str
    scenario: bool
    changes: list[Any]
    base: int
    breaks: list[BrokenRule]
    slips: list[MilestoneMoved]
    before: LateFigures
    after: LateFigures
    moved_count: int
    gains_count: int


class ListedScenario(TypedDict):
    id: str
    name: str
    made_at: str
    made_by: str
    scenario: bool
    changes: list[Any]
    base: int
    texts: dict[str, list[str]]
    adoptable: bool
    live: ScenarioFigures
    unchanged: ScenarioFigures
    after: ChangedFigures
    moved_count: int
    gains_count: int


class LoadAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[Overload]


class LoadDay(TypedDict):
    day: str
    share: float | None


class LoadRow(TypedDict):
    batch: str
    supplier: str
    sent: str
    back: str
    overdue: bool
    operations: list[OutsideOperation]


class LoadWeek(TypedDict):
    start: str
    needed: float
    open: float
    planned: float
    short: float


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


class MachineRow(TypedDict):
    id: str
    name: str
    kind: str
    number: str
    light: str
    since: str | None
    operation: str | None
    operation_name: str
    mold: str | None
    part: str | None
    person: str | None
    person_name: str
    started: str | None
    ends: str | None
    problem: str | None
    next: NextJob | None


class MadeRow(TypedDict):
    thing: str
    id: str
    new: list[str]
    held: list[str]
    paused: list[str]
    ended: list[str]
    orders: list[str]


class MessageRow(TypedDict):
    id: str
    at: str
    code: str
    facts: dict[str, str | int | float]


class MessageSent(TypedDict):
    """`status`: waiting, sending, sent, failed, obsolete."""

    id: str
    channel: str
    what: str
    problem: str
    level: int
    title: str
    status: str
    made_at: str
    due_at: str | None
    done_at: str | None
    tries: int
    error: str


class MilestoneChance(TypedDict):
    """`dates` by share of the scenarios ("80%"); `by_date`: the share that reaches the asked date."""

    mold: str
    milestone: str
    due: str | None
    planned: str | None
    dates: dict[str, str | None]
    on_time: float | None
    by_date: float | None


MilestoneMoved = TypedDict(
    "MilestoneMoved",
    {
        "mold": "str",
        "milestone": "str",
        "from": "str | None",
        "to": "str | None",
        "late": "float | None",
    },
)


class MissingPiece(TypedDict):
    what: str
    id: str
    item: str
    part: str
    part_name: str
    supplier: str
    expected: str | None


class MissingRow(TypedDict):
    id: str
    mold: str
    what: str
    item: str
    count: int
    expected: str | None
    holding: int


class MoldCostRow(TypedDict):
    """Hours in the house, money outside; `assumed_hours`: of the worked ones, what nobody reported."""

    mold: str
    name: str
    customer: str
    due: str | None
    quoted_hours: float | None
    worked_hours: float
    assumed_hours: float
    left_hours: float
    expected_hours: float
    quoted_outside: float | None
    spent: float
    expected_outside: float
    untold: int


class MoldCostWhole(TypedDict):
    mold: str
    name: str
    customer: str
    due: str | None
    quoted_hours: float | None
    worked_hours: float
    assumed_hours: float
    left_hours: float
    expected_hours: float
    quoted_outside: float | None
    spent: float
    expected_outside: float
    untold: int
    currency: str
    kinds: list[KindHours]
    work: list[WorkCostRow]
    more: int
    outside: list[OutsideCostRow]


class MoldHours(TypedDict):
    mold: str
    hours: float


class MoldProgress(TypedDict):
    id: str
    name: str
    order: str | None
    stages: list[StageFar]
    done: int
    total: int
    finished: bool
    t1_due: str | None
    t1_expected: str | None
    due: str | None
    expected: str | None


class MoldRow(TypedDict):
    id: str
    name: str
    order: str | None
    customer: str
    mold_class: str
    weight: float
    status: str
    t1_due: str | None
    t1_projected: str | None
    due: str | None
    delivery_projected: str | None
    late_minutes: int | None
    milestone: str | None
    chance: float | None
    reliable: str | None
    light: str
    stages: list[StageCell]
    done: int
    total: int
    problems: int


class MoldThere(TypedDict):
    mold: str
    name: str
    where: There | None
    parts: int
    spread: list[PartsAt]


class MoldTrials(TypedDict):
    """`held`: operations that wait for an approval; `left`: those that the next trial waits for."""

    mold: str
    name: str
    tonnage: float | None
    approved: bool
    held: int
    next: str | None
    left: int
    trials: list[TrialLine]


class MovedOperation(TypedDict):
    operation: str
    machine_before: str | None
    machine: str | None
    start_before: str
    start: str
    end_before: str
    end: str


class Named(TypedDict):
    id: str
    name: str


class NeededKind(TypedDict):
    kind: str
    name: str
    hours: float


class NewMold(TypedDict):
    """What a form offers."""

    mold: str
    orders: list[KnownOrder]
    customers: list[str]
    markets: list[str]
    classes: list[str]
    steps: list[RepairStep]
    currencies: list[str]


class NewPart(TypedDict):
    id: str
    name: str
    part_class: str
    material: str
    quantity: int
    parent: str | None
    operations: int
    hours: float
    typical: bool
    replaces: str | None


class NextJob(TypedDict):
    operation: str
    mold: str
    ready: bool
    waits_for: list[WaitsFor]
    start: str | None


class NextOfPart(TypedDict):
    operation: str
    name: str
    machine: str | None
    start: str | None


class NextOperation(TypedDict):
    operation: str
    name: str
    machine: str | None
    start: str | None
    work: str


class NightBar(TypedDict):
    operation: str
    mold: str
    part: str
    start: str
    end: str


class NightGap(TypedDict):
    start: str
    end: str


class NightRow(TypedDict):
    id: str
    gaps: list[NightGap]
    bars: list[NightBar]
    busy_minutes: int
    free_minutes: int
    stops: str | None
    could: str | None
    call_name: str


class NormChanged(TypedDict):
    at: str
    norm: str
    what: str


class NoteTold(TypedDict):
    at: str
    text: str
    person: str


class OfferedTable(TypedDict):
    id: str
    name: str
    rows: int


class OpenProblem(TypedDict):
    id: str
    kind: str
    machine: str | None
    note: str
    status: str
    expected: str | None
    minutes: int
    level: int


class OperationGates(TypedDict):
    """Material is of the part, not of one operation."""

    drawing: Gate
    program: Gate
    electrode: Gate
    fixture: Gate


class OperationPage(TypedDict):
    """`why`: in words, why it starts when it does or has no place."""

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
    started: str | None
    finished: str | None
    person: str | None
    plan: Planned | None
    hindrance: str
    ready: bool
    why: str
    learned: Learned | None
    waits_for: list[WaitsFor]
    gates: OperationGates
    predecessors: list[str]
    successors: list[str]
    history: list[HistoryStep]


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
    started: str | None
    finished: str | None
    person: str | None
    plan: Planned | None
    hindrance: str
    ready: bool


class OrderAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[TakenOrder]


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


class OrderOfMold(TypedDict):
    """What it is worth is left out for those who may not know."""

    order: str | None
    customer: str
    market: str
    received: str | None
    due: str | None
    order_value: NotRequired[float | None]
    currency: NotRequired[str]


class OrderWay(TypedDict):
    t1: MilestoneChance
    delivery: MilestoneChance
    slips: list[MilestoneMoved]
    waits: list[WaitingKind]


class OutsideCostRow(TypedDict):
    what: str
    id: str
    name: str
    part_name: str
    supplier: str
    cost: float | None
    over: bool
    at: str | None


class OutsideOperation(TypedDict):
    part: str
    part_name: str
    mold: str
    mold_name: str
    operation: str
    name: str
    kind: str
    material: str
    minutes: float
    slack_minutes: int | None
    where: There | None


class OutsideWork(TypedDict):
    to_send: list[ToSendRow]
    away: list[LoadRow]
    suppliers: list[str]
    others: list[str]


class Overload(TypedDict):
    base: int
    at: str
    groups: list[GroupLoad]


class Owed(TypedDict):
    rows: list[OwedRow]
    count: int
    late: int


class OwedRow(TypedDict):
    what: str
    item: str
    part: str
    part_name: str
    operation: str | None
    department: str
    who: str
    needed: str | None
    expected: str | None
    late: bool


class PartKindRow(TypedDict):
    id: str
    en: str
    zh: str


class PartOfTrial(TypedDict):
    part: str
    name: str


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


class PartThere(TypedDict):
    part: str
    part_name: str
    mold: str
    mold_name: str
    part_class: str
    where: There | None
    next: NextOfPart | None


class PartsAt(TypedDict):
    place: str
    count: int


class PersonHere(TypedDict):
    """`pin`: whether one is set."""

    id: str
    name: str
    initials: str
    department: str
    kinds: list[str]
    machine: str | None
    since: str | None
    pin: bool


class PersonRow(TypedDict):
    id: str
    name: str
    department: str
    role: str
    leader: str | None
    kinds: list[str]
    machine: str | None
    since: str | None
    works: bool
    until: str | None
    away: str
    away_until: str | None
    told: list[Told]


class PhotoOut(TypedDict):
    """Under this name a picture is kept."""

    name: str


class PlacedOperation(TypedDict):
    operation: str
    machine: str | None
    start: str
    end: str


class PlanComparison(TypedDict):
    moved: list[MovedOperation]
    added: list[str]
    gone: list[str]
    late_before: int
    late_after: int
    tardiness_before: float
    tardiness_after: float


class PlanHead(TypedDict):
    """A published version."""

    planned_at: str
    message: str
    weighted_tardiness_hours: float
    lower_bound_hours: float | None
    late_molds: int
    planned: int
    blocked: int
    unplannable: int
    version: int
    actor: str


class PlanMoved(TypedDict):
    """A draft was not published: what the live plan does differently by now, where that is why."""

    code: str
    message: str
    facts: NotRequired[dict[str, str | int | float]]
    difference: NotRequired[dict[str, Any] | None]


class PlanRow(TypedDict):
    operation: str
    machine: str | None
    setup: str
    run: str
    end: str
    slack: int | None


class PlanSummary(TypedDict):
    planned_at: str
    message: str
    weighted_tardiness_hours: float
    lower_bound_hours: float | None
    late_molds: int
    planned: int
    blocked: int
    unplannable: int


class PlanVersion(TypedDict):
    version: int
    planned_at: str
    message: str
    rows: list[PlanRow]
    blocked: list[Unplaced]
    unplannable: list[Unplaced]


class Planned(TypedDict):
    setup: str
    run: str
    end: str
    slack: int | None
    unattended: bool


class PlannerAlive(TypedDict):
    """`behind`: entries of the journal that it has not read."""

    alive: bool
    rev: int
    behind: int


class PressOfTrial(TypedDict):
    machine: str
    name: str
    tonnage: float | None
    fits: bool
    down: bool
    taken: list[PressTaken]


class PressTaken(TypedDict):
    operation: str
    mold: str
    start: str
    end: str
    pinned: bool


class ProblemCall(TypedDict):
    department: str
    person: str | None
    name: str
    duty: bool
    acknowledged_at: str | None


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
    raised_at: str
    raised_by: str | None
    raised_by_name: str
    note: str
    department: str
    called_name: str
    called: list[str]
    called_ids: list[str]
    calls: list[ProblemCall]
    acknowledge_by: str
    answer_by: str
    climbs_at: str | None
    acknowledged_at: str | None
    acknowledged_by_name: str
    answered_at: str | None
    answered_by_name: str
    resolved_at: str | None
    resolved_by_name: str
    answer: str
    expected: str | None
    photos: list[str]
    impact: Impact | None
    history: list[ProblemStep]


class ProblemRules(TypedDict):
    """Every kind once, and the silent hours (None: calls are sent at any time). Rules that were written
    before there was a kind have its default.
    """

    kinds: list[KindRule]
    silence: Silence | None


class ProblemRulesPage(TypedDict):
    rules: ProblemRules
    duties: list[Duty]
    departments: list[str]
    names: list[str]


class ProblemStep(TypedDict):
    at: str
    what: str
    who: str
    department: str
    level: int
    text: str


class ProcessQuality(TypedDict):
    """Pieces and hours of one process (operation name). `rework_share` is of hours."""

    process: str
    hours: float
    completed: int
    rejected: int
    rework_hours: float
    rework_reports: int


PromisedMove = TypedDict(
    "PromisedMove",
    {
        "mold": "str",
        "milestone": "str",
        "from": "str | None",
        "to": "str | None",
        "late": "float | None",
        "promised": "bool",
    },
)


class PurchaseRow(TypedDict):
    part: str
    part_name: str
    mold: str
    mold_name: str
    id: str
    item: str
    supplier: str
    quantity: float | None
    ordered: str | None
    promised: str | None
    first_promised: str | None
    expected: str | None
    received: str | None
    overdue: bool


class QuestionRow(TypedDict):
    id: str
    at: str
    command: str
    reason: str
    operation: str | None
    machine: str | None
    person_name: str
    other_machine: str | None
    other_person_name: str
    other_at: str | None
    decided: bool


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
    set_up: str | None
    start: str | None
    end: str | None
    ready: bool
    waits_for: list[WaitsFor]
    gates: Gates
    checks: list[CheckRow]
    trial: TrialJob | None
    electrodes: list[ElectrodeRow]
    drawing: DrawingRow | None
    ends_if_now: str | None
    alone_from: str | None


class QuoteFault(TypedDict):
    row: int
    value: str
    fault: str


class QuoteLook(TypedDict):
    """Hours by kind of work, and rows that can't be taken."""

    hours: dict[str, float]
    faults: list[QuoteFault]


class RaiseAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[RaisedMold]


class RaisedMold(TypedDict):
    """`weighed`: with the asked weight; `first`: before all others."""

    base: int
    at: str
    mold: str
    weight: float
    weighed: RaisedPlan
    first: RaisedPlan


class RaisedPlan(TypedDict):
    own: list[PromisedMove]
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]
    late_molds: int
    moved_soon: int
    tardiness_hours: float


class ReadingValue(TypedDict):
    parameter: str
    value: float


class ReadyDraft(TypedDict):
    """`proposed`: the planner process found it by itself; `first_moved`: some of the `moved` operations."""

    id: str
    proposed: bool
    summary: PlanSummary
    moved: int
    added: int
    gone: int
    first_moved: list[MovedOperation]
    late_before: int
    late_after: int
    tardiness_before: float
    tardiness_after: float


class RecordStep(TypedDict):
    at: str
    what: str
    stage: str
    name: str
    text: str


class RefusalOut(TypedDict):
    """Why a request was refused: a code for programs, a sentence that says what to do for people."""

    code: str
    message: str
    facts: NotRequired[dict[str, str | int | float]]


class ReliableDate(TypedDict):
    base: int
    at: str
    mold: str
    milestone: str
    dates: list[MilestoneChance]
    chain: list[ChainLink]
    history: TaughtBy


class RepairStep(TypedDict):
    id: str
    en: str
    zh: str
    hours: float
    usual: bool


class ReplacedPart(TypedDict):
    id: str
    name: str
    part_class: str
    material: str
    quantity: int
    parent: str | None
    operations: int
    hours: float
    by: str | None
    kept: int


class Response(TypedDict):
    """One department and kind; `climbed` counts problems that went above the first level."""

    department: str
    kind: Literal[
        "electrode",
        "program",
        "drawing",
        "machine",
        "quality",
        "material",
        "tooling",
        "person",
        "other",
        "collision",
        "safety_incident",
        "unattended_stop",
        "supplier_delay",
        "estimate_overrun",
        "ecn",
        "customer_hold",
        "rush_order",
    ]
    problems: int
    open: int
    climbed: int
    acknowledged: Times
    answered: Times
    closed: Times
    within: float | None


class RunningJob(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    person: str
    ends: str | None
    alone: bool
    work: str


class SameElsewhere(TypedDict):
    alike: list[AlikeRow]
    operations: list[LikeOperation]


class Scanned(TypedDict):
    """What a label's code can do; `action`: send or back, else `why` it can't."""

    purchases: list[PurchaseRow]
    part: PartThere | None
    operation: OutsideOperation | None
    action: str | None
    why: NotRequired[str]


class Scenario(TypedDict):
    """`texts`: its changes in words, by language; `adoptable`: all of it is there already."""

    id: str
    name: str
    made_at: str
    made_by: str
    scenario: bool
    changes: list[Any]
    base: int
    texts: dict[str, list[str]]
    adoptable: bool
    live: ScenarioFigures
    unchanged: ScenarioFigures
    after: ChangedFigures


class ScenarioAnswer(TypedDict):
    question: str
    state: str
    answer: NotRequired[Scenario]


class ScenarioFigures(TypedDict):
    """One column of the table of scenarios; the longest lists are cut."""

    late_molds: int
    tardiness_hours: float
    molds_without_date: int
    unattended_hours: float
    moved_soon: int
    moved: int
    slip_count: int
    gain_count: int
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]


class ScenarioList(TypedDict):
    live: int
    drafts: list[ListedScenario]


class Session(TypedDict):
    """Who is signed in."""

    name: str
    role: str


class SheetOfTrial(TypedDict):
    readings: list[ReadingValue]
    defects: list[CavityFault]
    water_test: str
    photos: list[str]
    note: str


class ShiftTold(TypedDict):
    start: str
    end: str
    night: bool


class Shifts(TypedDict):
    departments: list[DepartmentShifts]


class ShopRow(TypedDict):
    id: str
    name: str
    language: str
    timezone: str
    demo: bool
    plan_version: int | None
    plan_at: str | None
    plan_message: str
    shift_name: str
    shift_end: str | None
    learned: bool


class ShortageRow(TypedDict):
    """Minutes of the shop's time; `slips_minutes`: by which its mold ends later."""

    part: str
    part_name: str
    mold: str
    mold_name: str
    id: str
    purchase: str | None
    item: str
    supplier: str
    operation: str | None
    operation_name: str
    need: str | None
    promised: str | None
    expected: str | None
    short_minutes: int | None
    slips_minutes: int | None
    overdue: bool
    undated: bool


class Silence(TypedDict):
    """Minutes of the day between which first calls are shown and not sent; `end` may lie before `start`."""

    start: int
    end: int


class Slip(TypedDict):
    """A milestone that ends later because of a problem; moments in ISO 8601. `after` None: it has no date
    as long as the problem is open. `late_minutes`: after its promise, then.
    """

    mold: str
    milestone: str
    due: str
    before: str
    after: str | None
    slip_minutes: int | None
    late_minutes: int | None


class StageCell(TypedDict):
    stage: str
    light: str
    done: int
    total: int


class StageFar(TypedDict):
    stage: str
    far: str


class StatedChanceTold(TypedDict):
    mold: str
    milestone: str
    stated: float
    kept: bool
    stated_at: str
    due: str
    reached: str | None


class StationRow(TypedDict):
    id: str
    name: str
    kind: str
    number: str
    current: list[QueueItem]
    queue: list[QueueItem]
    queued: int
    people: list[str]


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


class Suppliers(TypedDict):
    rows: list[SupplierRow]
    learned: list[LearnedDelay]
    switched: Switched | None


class Switched(TypedDict):
    at: str
    actor: str


class TableRows(TypedDict):
    """Rows by id; a topic has some of the tables."""

    shop: NotRequired[dict[str, ShopRow]]
    clock: NotRequired[dict[str, ClockRow]]
    kinds: NotRequired[dict[str, KindRow]]
    machines: NotRequired[dict[str, MachineRow]]
    molds: NotRequired[dict[str, MoldRow]]
    parts: NotRequired[dict[str, PartRow]]
    operations: NotRequired[dict[str, OperationRow]]
    problems: NotRequired[dict[str, ProblemRow]]
    calls: NotRequired[dict[str, CallRow]]
    people: NotRequired[dict[str, PersonRow]]
    today: NotRequired[dict[str, TodayRow]]
    missing: NotRequired[dict[str, MissingRow]]
    trials: NotRequired[dict[str, TrialRow]]
    nights: NotRequired[dict[str, NightRow]]
    figures: NotRequired[dict[str, FigureRow]]
    kept: NotRequired[dict[str, KeptRow]]
    questions: NotRequired[dict[str, QuestionRow]]
    messages: NotRequired[dict[str, MessageRow]]
    stations: NotRequired[dict[str, StationRow]]
    ledger: NotRequired[dict[str, LedgerRow]]
    changes: NotRequired[dict[str, ChangeRow]]


class TakenCell(TypedDict):
    column: str
    old: str
    new: str


class TakenCount(TypedDict):
    name: str
    rows: int


class TakenHead(TypedDict):
    seq: int
    at: str
    who: str
    name: str
    sheets: list[TakenCount]


class TakenOrder(TypedDict):
    """`beside`: behind what is promised; `first`: before it."""

    base: int
    at: str
    mold: str
    mold_class: str
    weight: float
    operations: int
    learned_from: int
    sent_out: list[str]
    needs: list[NeededKind]
    beside: OrderWay
    first: OrderWay
    history: TaughtBy


class TakenRow(TypedDict):
    sheet: str
    id: str
    cells: list[TakenCell]


class TakenWhole(TypedDict):
    seq: int
    at: str
    who: str
    name: str
    sheets: list[TakenCount]
    rows: list[TakenRow]
    more: int


class TaughtBy(TypedDict):
    """`finished`: so many operations speak; `learned`: they are enough."""

    scenarios: int
    finished: int
    learned: bool


class There(TypedDict):
    """Where something is; `at`: place, machine, supplier, or the machine where it was last."""

    at: str
    name: str
    since: str
    by: str


class Times(TypedDict):
    """Minutes: the median, and what nine of ten are below; None where there are none."""

    count: int
    median: float | None
    most: float | None


class ToSendRow(TypedDict):
    part: str
    part_name: str
    mold: str
    mold_name: str
    operation: str
    name: str
    kind: str
    material: str
    minutes: float
    slack_minutes: int | None
    where: There | None
    supplier: str
    at: str | None
    ready: bool


class TodayRow(TypedDict):
    id: str
    done: int
    planned_by_now: int
    planned_today: int


class TokenOut(TypedDict):
    """The secret is shown this once."""

    id: str
    token: str


class TokenRow(TypedDict):
    """Without its secret."""

    id: str
    role: str
    station: str | None
    label: str
    wall: WallSettings | None
    customer: str | None
    scopes: list[Literal["read", "report", "plan", "master_data", "figures", "paper", "prices"]]
    created_at: str
    created_by: str
    last_seen: str | None


class Told(TypedDict):
    what: str
    start: str
    end: str


class TopicSnapshot(TypedDict):
    """All rows of a topic. `cursor`: from where the stream goes on."""

    seq: int
    cursor: int
    now: str
    tables: TableRows


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
    promised: str | None
    received: str | None


class Traveler(TypedDict):
    """`action`: start, resume, finish, receive, out or back; null: `why` not. Goods that come in have
    `purchases`; what goes to a supplier or is back from it, the `load` it goes with.
    """

    operation: str
    mold: str
    part_name: str
    name: str
    action: str | None
    why: str
    purchases: NotRequired[list[str]]
    items: NotRequired[list[DeliveredItem]]
    supplier: NotRequired[str]
    back: NotRequired[str | None]
    load: NotRequired[list[GoodsPiece]]


class TrialJob(TypedDict):
    number: int
    verdict: str | None
    cavities: int


class TrialLine(TypedDict):
    operation: str
    number: int
    name: str
    part: str
    work: str
    start: str | None
    end: str | None
    machine: str | None
    machine_name: str
    booked: str | None
    verdict: str | None
    issues: int
    open: int
    approved_at: str | None


class TrialMaterial(TypedDict):
    purchase: str
    item: str
    supplier: str
    promised: str | None
    received: str | None


class TrialRow(TypedDict):
    id: str
    name: str
    number: int
    light: str
    start: str | None
    due: str | None
    left: int
    quality: int
    rework: int
    verdict: str | None
    booked: str | None
    approved: bool
    steps: int


class TrialWhole(TypedDict):
    """One trial with its sheet, its issues, the presses it may take and what it waits for."""

    operation: str
    number: int
    name: str
    part: str
    work: str
    start: str | None
    end: str | None
    machine: str | None
    machine_name: str
    booked: str | None
    verdict: str | None
    issues: int
    open: int
    approved_at: str | None
    mold: str
    mold_name: str
    tonnage: float | None
    cavities: int
    waits_for: list[WaitsFor]
    left: int
    material: TrialMaterial | None
    presses: list[PressOfTrial]
    sheet: SheetOfTrial
    recorded_at: str | None
    recorded_by: str | None
    work_of_issues: list[IssueOfTrial]
    next_trial: str | None
    approved_by: str | None
    approval_note: str
    after_approval: list[HeldOperation]
    parts: list[PartOfTrial]


class Tried(TypedDict):
    """`error` is empty when the receiver took the message."""

    error: str


class UndoneJob(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    planned: str
    work: str


class Unplaced(TypedDict):
    operation: str
    hindrance: str
    reference: str


class UserRow(TypedDict):
    username: str
    role: str
    person: str | None
    last_login: str | None


class Verified(TypedDict):
    at: str
    name: str
    passed: bool
    note: str


class WaitingKind(TypedDict):
    kind: str
    name: str
    hours: float
    waits: float
    busy: float


class WaitsFor(TypedDict):
    what: str
    id: str
    at: str | None


class WallIn(TypedDict):
    """What a wall shows. `pages` and `kinds`: [] for all of the room."""

    room: NotRequired[Literal["hall", "machining", "edm", "fitting", "office"]]
    pages: NotRequired[list[str]]
    kinds: NotRequired[list[str]]
    seconds: NotRequired[int]
    sound: NotRequired[bool]


class WallSettings(TypedDict):
    """`pages` and `kinds`: [] for all of the room. `seconds`: a page stays so long."""

    room: Literal["hall", "machining", "edm", "fitting", "office"]
    pages: list[str]
    kinds: list[str]
    seconds: int
    sound: bool


class WhereFound(TypedDict):
    molds: list[MoldThere]
    parts: list[PartThere]
    places: list[str]


class WorkCostRow(TypedDict):
    """`seqs`: entries of the journal that tell of it."""

    operation: str
    name: str
    part_name: str
    kind: str | None
    kind_name: str
    estimated: float
    worked: float
    left: float
    assumed: bool
    seqs: list[int]


class WorkbookLook(TypedDict):
    """Faults, or counts and the id by which the workbook is taken."""

    ok: bool
    faults: list[BookFault]
    counts: dict[str, int]
    import_id: str | None
