"""What people, machines and planners ask of the floor: a closed union of commands.

A command is a wish in the words of the shop; `decide` turns it into facts or a refusal.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sprue.floor.ledger_commands import LedgerCommand
from sprue.floor.material_commands import MaterialCommand
from sprue.floor.trial_commands import TrialCommand
from sprue.shop.checks import Checked
from sprue.shop.events import PlanPublished, ShopAmended, StatedChance
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, PartId, PersonId, ProblemId, PurchaseId
from sprue.shop.learned import LearnedFactor
from sprue.shop.problems import Duty, ProblemKind, ProblemRules
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class BadgeIn:
    """Sign in at a machine, by badge or by name; the PIN is checked before the floor is asked."""

    person: PersonId | None = None
    badge: str | None = None
    machine: MachineId | None = None


@dataclass(frozen=True, slots=True)
class BadgeOut:
    person: PersonId


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an operation; `machine` None for outside work. `reason`: why this and not the recommended one."""

    operation: OperationId
    machine: MachineId | None = None
    person: PersonId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndSetup:
    """The setup is over, the operation runs from now on."""

    operation: OperationId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    operation: OperationId
    person: PersonId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    operation: OperationId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """End an operation; `checked`: what its checks found, which never holds it up."""

    operation: OperationId
    person: PersonId | None = None
    checked: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the report whose entry id is `report`."""

    report: UUID


@dataclass(frozen=True, slots=True)
class RaiseProblem:
    problem: ProblemId
    problem_kind: ProblemKind
    machine: MachineId | None = None
    operation: OperationId | None = None
    person: PersonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    problem: ProblemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody is on site, or says what is to be done."""

    problem: ProblemId
    person: PersonId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """When a problem will be over; None: nobody knows."""

    problem: ProblemId
    expected: datetime | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class PictureProblem:
    """A picture of the problem, kept under the name `photo`."""

    problem: ProblemId
    photo: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand a problem to another department."""

    problem: ProblemId
    department: str
    reason: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Escalate:
    """The clock: the next level, `level`, of a problem is due."""

    problem: ProblemId
    level: int


@dataclass(frozen=True, slots=True)
class CloseTimer:
    """The clock: the shift is over and nobody has stopped this operation."""

    operation: OperationId


@dataclass(frozen=True, slots=True)
class ChangeProblemRules:
    rules: ProblemRules


@dataclass(frozen=True, slots=True)
class ChangeDutyList:
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolve:
    """Close a problem; `rework_minutes` asks for a rework operation beside the one it was raised on."""

    problem: ProblemId
    person: PersonId | None = None
    note: str = ""
    rework_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class TakeDown:
    machine: MachineId
    expected_up: datetime | None = None


@dataclass(frozen=True, slots=True)
class PutUp:
    machine: MachineId


@dataclass(frozen=True, slots=True)
class ReceiveMaterial:
    purchase: PurchaseId


@dataclass(frozen=True, slots=True)
class PromisePurchase:
    purchase: PurchaseId
    promised: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeGate:
    operation: OperationId
    gate: GateKind
    state: GateState
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class InsertOperation:
    operation: Operation
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """`plan.version` is given by the floor."""

    plan: PlanPublished


@dataclass(frozen=True, slots=True)
class StateChances:
    """The plan of this version was played through so many times; `rows`: how sure each milestone is."""

    version: int
    rows: tuple[StatedChance, ...]
    scenarios: int


@dataclass(frozen=True, slots=True)
class TakeCounterMove:
    """What is done about a problem, or a draft: the shop as amended, and the plan that was made for it.

    `base`: the version of the live plan that it was made from; 0: of any.
    """

    amended: ShopAmended
    plan: PlanPublished
    base: int = 0


@dataclass(frozen=True, slots=True)
class AmendShop:
    """The work of the shop is as it says from now on: new molds and parts, other routings, purchases."""

    amended: ShopAmended


class Attendance(StrEnum):
    """Why somebody is there at other times than the calendar says."""

    LEAVE = "leave"
    SICK = "sick"
    OVERTIME = "overtime"


class Span(StrEnum):
    """For how long, as it is told with one tap: of an absence, or of overtime."""

    SHIFT = "shift"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    WEEK = "week"
    TWO_HOURS = "two_hours"
    FOUR_HOURS = "four_hours"


@dataclass(frozen=True, slots=True)
class ChangeAttendance:
    """`person` is away, or works longer. `by`: the leader who says so of his own people; None: the desk."""

    person: PersonId
    what: Attendance
    span: Span
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TakeBackAttendance:
    """What was told of the person's hours from `start` to `end` does not count any more."""

    person: PersonId
    start: datetime
    end: datetime
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class AttachDrawing:
    """A drawing or picture of a part, kept under `name`; it replaces the one before."""

    part: PartId
    name: str
    pages: int
    revision: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class WithdrawDrawing:
    """The drawing of that name does not belong to the part."""

    part: PartId
    name: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class NoteShift:
    """What the shift of a department passes on."""

    department: str
    text: str
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LearnEstimates:
    """Plan with these factors on estimates; none: as estimated."""

    learned: tuple[LearnedFactor, ...] = ()


@dataclass(frozen=True, slots=True)
class DecideQuestion:
    """Look at a questioned report; accepted, it takes effect after all."""

    question: UUID
    accepted: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetClock:
    """Shop time is `shop` at the real moment `real` and runs `rate` times as fast from there."""

    real: datetime
    shop: datetime
    rate: float


@dataclass(frozen=True, slots=True)
class ImportShop:
    shop: Shop
    source: str = ""


#: Reports of work that happened at a machine, whatever the rules say about it.
Report = Start | EndSetup | Pause | Resume | Finish

Command = (
    BadgeIn
    | BadgeOut
    | Report
    | Undo
    | RaiseProblem
    | Acknowledge
    | Answer
    | Expect
    | PictureProblem
    | Transfer
    | Escalate
    | CloseTimer
    | ChangeProblemRules
    | ChangeDutyList
    | Resolve
    | TakeDown
    | PutUp
    | ReceiveMaterial
    | PromisePurchase
    | ChangeGate
    | InsertOperation
    | PublishPlan
    | StateChances
    | TakeCounterMove
    | AmendShop
    | ChangeAttendance
    | TakeBackAttendance
    | NoteShift
    | AttachDrawing
    | WithdrawDrawing
    | LearnEstimates
    | DecideQuestion
    | SetClock
    | ImportShop
    | LedgerCommand
    | TrialCommand
    | MaterialCommand
)

#: The name by which a report is kept when it is questioned.
REPORT_NAMES: dict[type, str] = {Start: "start", Pause: "pause", Resume: "resume", Finish: "finish"}
