"""Choices of the live floor that are no rules: whose word counts, when it happened, when to replan."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from sprue.floor import commands as co
from sprue.floor.ledger_commands import LedgerCommand
from sprue.floor.refusal import Refusal
from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.state import State
from sprue.shop.supply import SentOutside, SuppliersLearned
from sprue.shop.trials import TrialApproved, TrialRecorded

#: After a burst of events the plan is mended once: when it has been quiet for so long, or at the latest then.
MEND_QUIET = timedelta(milliseconds=150)
MEND_AT_LATEST = timedelta(milliseconds=600)

#: Hours of weighted tardiness that moving one more operation of the next 48 h must be worth.
MOVE_HOURS = 0.05
#: A better plan must be worth so many hours, its moves paid for.
LEAST_GAIN = 0.5
#: So many moves are little enough to publish without asking; more must be worth an hour each ten.
FEW_MOVES = 20
MOVES_PER_HOUR = 10

#: What a calendar exception says that was taken against a problem.
COUNTER_MOVE = "counter-move"
#: The same of one that came with a draft or a scenario.
SCENARIO = "scenario"

#: A fact after which the published plan no longer tells the truth.
MENDING: tuple[type, ...] = (
    ev.OperationStarted,
    ev.SetupFinished,
    ev.OperationPaused,
    ev.OperationResumed,
    ev.OperationFinished,
    ev.OperationInserted,
    ev.ReportUndone,
    ev.ProblemRaised,
    ev.ProblemExpected,
    ev.ProblemResolved,
    ev.MachineDown,
    ev.MachineUp,
    ev.MaterialReceived,
    ev.PurchasePromised,
    ev.GateChanged,
    ev.ShopAmended,
    ev.AttendanceChanged,
    ev.EstimatesLearned,
    TrialRecorded,
    TrialApproved,
    ev.PlanPublished,
    ev.ClockSet,
    SentOutside,
    SuppliersLearned,
)


class Improving(StrEnum):
    """What the planner process does by itself about a better plan."""

    OFF = "off"
    PROPOSE = "propose"
    PUBLISH = "publish"


class Verdict(StrEnum):
    """What becomes of a better plan."""

    DROP = "drop"
    PROPOSE = "propose"
    PUBLISH = "publish"


def verdict(how: Improving, *, gained: float, moved: int) -> Verdict:
    """Little better and much different is proposed at most; `gained`: hours, the price of moves taken off."""
    if how is Improving.OFF or gained < LEAST_GAIN:
        return Verdict.DROP
    calm = moved <= max(FEW_MOVES, MOVES_PER_HOUR * gained)
    return Verdict.PUBLISH if how is Improving.PUBLISH and calm else Verdict.PROPOSE


def needs_mending(fact: ev.Fact) -> bool:
    """Whether the plan must be mended after `fact`."""
    return isinstance(fact, MENDING)


def questioned(
    command: co.Command, refusal: Refusal, state: State, station: MachineId | None
) -> ev.ReportQuestioned | None:
    """A refused report of work is kept for a decision, with its other side; anything else: None.

    `station`: the terminal that it came from.
    """
    # That a setup is over is no work: where it does not fit, what it does not fit to is the question.
    if not isinstance(command, co.Report) or isinstance(command, co.EndSetup):
        return None
    own = state.operation(command.operation)
    named = command.machine if isinstance(command, co.Start) else None
    # A busy machine or person: what it is busy with stands against the report.
    against = state.operation(OperationId(str(refusal.facts.get("operation", command.operation))))
    return ev.ReportQuestioned(
        co.REPORT_NAMES[type(command)],
        refusal.code.value,
        command.operation,
        named or station or own.machine,
        command.person,
        against.person,
        against.machine,
        against.finished or against.since or against.started,
    )


def happened(command: co.Command, claimed: datetime | None, state: State, now: datetime) -> datetime:
    """When it happened: as claimed, but neither in the future nor before what it follows."""
    if claimed is None:
        return now
    at = min(claimed, now)
    if isinstance(command, co.Report):
        at = max(at, _last_change(state, command.operation) or at)
    if isinstance(command, LedgerCommand) and command.item in state.ledger:
        at = max(at, state.ledger[command.item].history[-1].at)
    return min(at, now)


def follow_up(fact: ev.Fact, command: co.Command, state: State, now: datetime) -> datetime:
    """When a fact that follows from a command happened: an accepted report then when it was reported."""
    if not isinstance(command, co.DecideQuestion) or isinstance(fact, ev.QuestionDecided):
        return now
    question = state.questions[command.question]
    last = _last_change(state, question.fact.operation) or question.at
    return min(max(question.at, last), now)


def entry_id(command_id: UUID, place: int) -> UUID:
    """Ids of a command's entries: its own for the first, derived ones for what follows."""
    return command_id if place == 0 else uuid5(command_id, str(place))


def _last_change(state: State, operation_id: OperationId | None) -> datetime | None:
    if operation_id is None:
        return None
    record = state.operation(operation_id)
    moments = [m for m in (record.started, record.since, record.finished, state.imported_at) if m is not None]
    return max(moments, default=None)
