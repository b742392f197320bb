"""Answers about plans, workbooks, problems' rules and what could be done about a problem."""

from typing import Any, Literal, NotRequired, TypedDict

from sprue.wire.rows import Moment


class PlanSummary(TypedDict):
    planned_at: Moment
    message: str
    weighted_tardiness_hours: float
    lower_bound_hours: float | None
    late_molds: int
    planned: int
    blocked: int
    unplannable: int


class PlanHead(PlanSummary):
    """A published version."""

    version: int
    actor: str


class PlanRow(TypedDict):
    operation: str
    machine: str | None
    setup: Moment
    run: Moment
    end: Moment
    slack: int | None


class Unplaced(TypedDict):
    operation: str
    hindrance: str
    reference: str


class PlanVersion(TypedDict):
    version: int
    planned_at: Moment
    message: str
    rows: list[PlanRow]
    blocked: list[Unplaced]
    unplannable: list[Unplaced]


class MovedOperation(TypedDict):
    operation: str
    machine_before: str | None
    machine: str | None
    start_before: Moment
    start: Moment
    end_before: Moment
    end: Moment


class PlanComparison(TypedDict):
    moved: list[MovedOperation]
    added: list[str]
    gone: list[str]
    late_before: int
    late_after: int
    tardiness_before: float
    tardiness_after: float


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


class DraftState(TypedDict):
    """`state`: none, waiting, working, ready, failed."""

    state: str
    draft: ReadyDraft | None


class BookFault(TypedDict):
    sheet: str
    row: int | None
    column: str | None
    value: str
    text: str
    code: str


class WorkbookLook(TypedDict):
    """Faults, or counts and the id by which the workbook is taken."""

    ok: bool
    faults: list[BookFault]
    counts: dict[str, int]
    import_id: str | None


#: Kinds of problems, as they are sent.
ProblemKindName = Literal[
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


class Silence(TypedDict):
    """Minutes of the day between which first calls are shown and not sent; `end` may lie before `start`."""

    start: int
    end: int


class LevelRule(TypedDict):
    """A level above the first: reached when the problem is not resolved so many minutes after the call.
    `to`: departments and roles.
    """

    after_minutes: int
    to: list[str]


class KindRule(TypedDict):
    """One kind of problem. `called` are departments, at once; the first of them owns the problem. Limits
    count the owner's working time, or the clock where `always`. At `critical_slack_minutes` or less a
    level is skipped. With `duty_slack_minutes` the night's duty person is called only at that slack or
    less. `channels`: named addresses that are told of every step, beside those of the people called.
    """

    kind: ProblemKindName
    called: list[str]
    acknowledge_minutes: int
    answer_minutes: int
    levels: list[LevelRule]
    always: bool
    critical_slack_minutes: int | None
    duty_slack_minutes: int | None
    channels: list[str]


class ProblemRules(TypedDict):
    """Every kind once, and the silent hours (None: calls are sent at any time). Rules that were written
    before there was a kind have its default.
    """

    kinds: list[KindRule]
    silence: Silence | None


class Duty(TypedDict):
    """`person` answers for `department` on `weekdays` (0 = Monday), from `start` to `end`. Minutes of the
    day on which it begins; `end` at or before `start` is on the next day.
    """

    department: str
    person: str
    weekdays: list[int]
    start: int
    end: int


class ProblemRulesPage(TypedDict):
    rules: ProblemRules
    duties: list[Duty]
    departments: list[str]
    names: list[str]


class ChannelRow(TypedDict):
    """`address` without its secrets."""

    name: str
    service: str
    address: str
    covers: list[str]
    reports: bool
    made_by: str


class MessageSent(TypedDict):
    """`status`: waiting, sending, sent, failed, obsolete."""

    id: str
    channel: str
    what: str
    problem: str
    level: int
    title: str
    status: str
    made_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    tries: int
    error: str


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
