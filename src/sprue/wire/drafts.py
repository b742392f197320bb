"""Answers about plans beside the live one: drafts, scenarios, and the planner's questions."""

from typing import Any, NotRequired, TypedDict

from sprue.wire.plans import PlanComparison
from sprue.wire.rows import Moment

# -- what moves ------------------------------------------------------------------

MilestoneMoved = TypedDict(
    "MilestoneMoved",
    {
        "mold": str,
        "milestone": str,
        "from": Moment | None,
        "to": Moment | None,
        #: Hours after its date.
        "late": float | None,
    },
)


class PromisedMove(MilestoneMoved):
    """`promised`: there is a date that somebody counts on."""

    promised: bool


class PlacedOperation(TypedDict):
    operation: str
    machine: str | None
    start: Moment
    end: Moment


class BrokenRule(TypedDict):
    operation: str
    rule: str
    text: str


class LateFigures(TypedDict):
    late_molds: int
    tardiness_hours: float


# -- drafts ----------------------------------------------------------------------


class DraftPreview(TypedDict):
    """What changes break, which milestones slip or gain, which operations move."""

    base: int
    breaks: list[BrokenRule]
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]
    moved: list[PlacedOperation]


class KeptPlan(TypedDict):
    """A plan that is kept beside the live one; `base`: the version that it was made from."""

    id: str
    name: str
    made_at: Moment
    made_by: str
    scenario: bool
    changes: list[Any]
    base: int


class ScenarioFigures(LateFigures):
    """One column of the table of scenarios; the longest lists are cut."""

    molds_without_date: int
    unattended_hours: float
    moved_soon: int
    moved: int
    slip_count: int
    gain_count: int
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]


class ChangedFigures(ScenarioFigures):
    overtime_hours: float
    outside_days: float


class KeptDraft(KeptPlan):
    """A draft; a scenario has texts, adoptable, live, unchanged and after instead."""

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


class ListedDraft(KeptPlan):
    breaks: list[BrokenRule]
    slips: list[MilestoneMoved]
    before: LateFigures
    after: LateFigures
    moved_count: int
    gains_count: int


class DraftList(TypedDict):
    """The newest first; `live`: the version of the live plan."""

    live: int
    drafts: list[ListedDraft]


class DraftComparison(PlanComparison):
    live: int
    base: int


class Scenario(KeptPlan):
    """`texts`: its changes in words, by language; `adoptable`: all of it is there already."""

    texts: dict[str, list[str]]
    adoptable: bool
    live: ScenarioFigures
    unchanged: ScenarioFigures
    after: ChangedFigures


class ListedScenario(Scenario):
    moved_count: int
    gains_count: int


class ScenarioList(TypedDict):
    live: int
    drafts: list[ListedScenario]


# -- the four questions -------------------------------------------------------------


class Answering(TypedDict):
    """`state`: waiting, working, ready; `answer` when it is ready."""

    question: str
    state: str


class TaughtBy(TypedDict):
    """`finished`: so many operations speak; `learned`: they are enough."""

    scenarios: int
    finished: int
    learned: bool


class MilestoneChance(TypedDict):
    """`dates` by share of the scenarios ("80%"); `by_date`: the share that reaches the asked date."""

    mold: str
    milestone: str
    due: Moment | None
    planned: Moment | None
    dates: dict[str, Moment | None]
    on_time: float | None
    by_date: float | None


ChainLink = TypedDict(
    "ChainLink",
    {
        "kind": str,
        "operation": str,
        "name": str,
        "mold": str,
        "machine": str | None,
        "from": Moment | None,
        "hours": float,
        "text": str,
    },
)


class ReliableDate(TypedDict):
    base: int
    at: Moment
    mold: str
    milestone: str
    dates: list[MilestoneChance]
    chain: list[ChainLink]
    history: TaughtBy


class LoadWeek(TypedDict):
    start: Moment
    needed: float
    open: float
    planned: float
    short: float


class MoldHours(TypedDict):
    mold: str
    hours: float


GroupLoad = TypedDict(
    "GroupLoad",
    {
        "group": str,
        "name": str,
        "people": bool,
        "count": int,
        "short": float,
        "from": Moment | None,
        "until": Moment | None,
        "weeks": list[LoadWeek],
        "molds": list[MoldHours],
    },
)


class Overload(TypedDict):
    base: int
    at: Moment
    groups: list[GroupLoad]


class RaisedPlan(TypedDict):
    own: list[PromisedMove]
    slips: list[MilestoneMoved]
    gains: list[MilestoneMoved]
    late_molds: int
    moved_soon: int
    tardiness_hours: float


class RaisedMold(TypedDict):
    """`weighed`: with the asked weight; `first`: before all others."""

    base: int
    at: Moment
    mold: str
    weight: float
    weighed: RaisedPlan
    first: RaisedPlan


class NeededKind(TypedDict):
    kind: str
    name: str
    hours: float


class WaitingKind(NeededKind):
    waits: float
    busy: float


class OrderWay(TypedDict):
    t1: MilestoneChance
    delivery: MilestoneChance
    slips: list[MilestoneMoved]
    waits: list[WaitingKind]


class TakenOrder(TypedDict):
    """`beside`: behind what is promised; `first`: before it."""

    base: int
    at: Moment
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


class DateAnswer(Answering):
    answer: NotRequired[ReliableDate]


class LoadAnswer(Answering):
    answer: NotRequired[Overload]


class RaiseAnswer(Answering):
    answer: NotRequired[RaisedMold]


class OrderAnswer(Answering):
    answer: NotRequired[TakenOrder]


class ScenarioAnswer(Answering):
    answer: NotRequired[Scenario]


class AnyAnswer(Answering):
    answer: NotRequired[
        ReliableDate | Overload | RaisedMold | TakenOrder | Scenario | DraftPreview | KeptDraft
    ]


class QuoteFault(TypedDict):
    row: int
    value: str
    fault: str


class QuoteLook(TypedDict):
    """Hours by kind of work, and rows that can't be taken."""

    hours: dict[str, float]
    faults: list[QuoteFault]
