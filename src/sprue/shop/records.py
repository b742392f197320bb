"""What the state remembers of each operation, machine, person and report, and the keys of these records."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, PersonId, ProblemId
from sprue.shop.routing import Operation, Status


class Work(StrEnum):
    """What an operation is doing on the floor."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    HELD = "held"
    CANCELLED = "cancelled"


UNDER_WAY = (Work.RUNNING, Work.PAUSED)


class Table(StrEnum):
    """The records of the state, by kind; a key is (table, id)."""

    SHOP = "shop"
    CLOCK = "clock"
    OPERATIONS = "operations"
    MACHINES = "machines"
    PEOPLE = "people"
    PROBLEMS = "problems"
    MOLDS = "molds"
    PARTS = "parts"
    PURCHASES = "purchases"
    PLAN = "plan"
    QUESTIONS = "questions"
    RULES = "rules"
    LEDGER = "ledger"
    CHANGES = "changes"


Key = tuple[Table, str]
WHOLE_SHOP: Key = (Table.SHOP, "")
WHOLE_PLAN: Key = (Table.PLAN, "")
THE_RULES: Key = (Table.RULES, "")


@dataclass(frozen=True, slots=True)
class OperationState:
    """`left_minutes` were left when the present stretch of work began at `since` (None: it rests).

    `set_up`: when its worker said that the setup is over; None: nobody did.
    """

    work: Work = Work.WAITING
    machine: MachineId | None = None
    person: PersonId | None = None
    started: datetime | None = None
    finished: datetime | None = None
    since: datetime | None = None
    left_minutes: int = 0
    reason: str = ""
    set_up: datetime | None = None


@dataclass(frozen=True, slots=True)
class MachineState:
    """`operations`: on the machine now, running or paused; `down_since` None: it is up."""

    operations: tuple[OperationId, ...] = ()
    since: datetime | None = None
    down_since: datetime | None = None
    expected_up: datetime | None = None
    problem: ProblemId | None = None


@dataclass(frozen=True, slots=True)
class PersonState:
    """`since` None: not signed in."""

    machine: MachineId | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a part, since when and from whom."""

    at: datetime
    fact: ev.DrawingAttached
    actor: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a shift passed on, and when."""

    at: datetime
    fact: ev.ShiftNoted


@dataclass(frozen=True, slots=True)
class Question:
    """A report that needs a decision."""

    at: datetime
    fact: ev.ReportQuestioned
    decided: ev.QuestionDecided | None = None


def as_recorded(operation: Operation, record: OperationState, left: int | None) -> Operation:
    """The operation with what has happened to it; `left`: minutes, of what is under way."""
    if left is not None:
        return replace(
            operation,
            status=Status.RUNNING,
            machine=record.machine,
            started=record.started,
            remaining_minutes=Decimal(left),
        )
    return replace(
        operation,
        status=Status(record.work),
        machine=record.machine or operation.machine,
        started=record.started,
        finished=record.finished,
        remaining_minutes=None,
    )
