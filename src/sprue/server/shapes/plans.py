"""Answers about plans, workbooks, problems' rules and what could be done about a problem."""

from typing import Any, NotRequired, TypedDict

from sprue.server.wire import Moment
from sprue.shop.problems import Duty, ProblemRules


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
