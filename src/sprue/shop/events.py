"""What can happen in a shop: a closed union of facts, and the journal entry that carries one.

An entry's `id` is made by whoever saw the fact first (UUIDv7 by convention) and `seq` by the
journal, strictly rising from 1 without a hole. Facts say what happened, never what to do;
corrections are new facts.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sprue.shop.calendar import Calendar, CalendarException
from sprue.shop.changes import ChangeFact
from sprue.shop.checks import Checked
from sprue.shop.electrodes import ElectrodeFact
from sprue.shop.gates import Gate, GateKind
from sprue.shop.ids import MachineId, MoldId, OperationId, PartId, PersonId, ProblemId, PurchaseId
from sprue.shop.learned import LearnedFactor
from sprue.shop.ledger import LedgerFact
from sprue.shop.orders import Mold, Order, Part, Purchase
from sprue.shop.problems import Because, Call, Duty, ProblemKind, ProblemRules
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Milestone, Operation, SetupRule
from sprue.shop.shop import Shop
from sprue.shop.supply import SupplyFact
from sprue.shop.trials import TrialFact


@dataclass(frozen=True, slots=True)
class ShopImported:
    """A whole shop came in; it replaces the one before, with its plan and open floor records."""

    shop: Shop
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClockSet:
    """Shop time is `shop` at the real moment `real` and runs `rate` times as fast from there."""

    real: datetime
    shop: datetime
    rate: float


@dataclass(frozen=True, slots=True)
class BadgedIn:
    person: PersonId
    machine: MachineId | None = None


@dataclass(frozen=True, slots=True)
class BadgedOut:
    person: PersonId


@dataclass(frozen=True, slots=True)
class OperationStarted:
    """Work on an operation began (setup first); `machine` is None for outside work.

    `reason`: why this one was chosen and not the recommended one, "" where it was that.
    """

    operation: OperationId
    machine: MachineId | None
    person: PersonId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetupFinished:
    """Setting up is over: from now on the operation runs, most often alone."""

    operation: OperationId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class OperationPaused:
    operation: OperationId
    person: PersonId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OperationResumed:
    operation: OperationId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class OperationFinished:
    """Work ended. Quantities matter where parts are made in numbers, in a mold shop they are 1 and 0.

    `checked`: what the worker found at the checks of the operation.
    """

    operation: OperationId
    person: PersonId | None = None
    quantity: int | None = None
    rejected: int | None = None
    checked: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class OperationInserted:
    """A new operation entered the routing: rework after a defect, a remade electrode."""

    operation: Operation
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportUndone:
    """The report with entry id `report` is taken back; what it changed is as before."""

    report: UUID


@dataclass(frozen=True, slots=True)
class ProblemRaised:
    """`calls`: who was called first; the first of them owns the problem."""

    problem: ProblemId
    kind: ProblemKind
    machine: MachineId | None = None
    operation: OperationId | None = None
    person: PersonId | None = None
    note: str = ""
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemAcknowledged:
    """Somebody has it. `department`: the one called for which it counts; "": the owner."""

    problem: ProblemId
    person: PersonId | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class ProblemAnswered:
    """Somebody is on site, or the answer is given."""

    problem: ProblemId
    person: PersonId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProblemExpected:
    """Somebody says when the problem will be over; None: nobody knows any more."""

    problem: ProblemId
    expected: datetime | None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ProblemPictured:
    """A picture of it was taken, kept under the name `photo`."""

    problem: ProblemId
    photo: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ProblemTransferred:
    """Another department owns the problem; its clock starts anew at the first level."""

    problem: ProblemId
    call: Call
    reason: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ProblemEscalated:
    """The problem climbed to `level`. `to`: departments and roles; `people`: who they are just then."""

    problem: ProblemId
    level: int
    because: Because
    to: tuple[str, ...] = ()
    people: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemResolved:
    problem: ProblemId
    person: PersonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProblemRulesChanged:
    rules: ProblemRules


@dataclass(frozen=True, slots=True)
class DutyListChanged:
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class MachineDown:
    """The machine is out of order; `expected_up`: when somebody expects it back."""

    machine: MachineId
    expected_up: datetime | None = None
    problem: ProblemId | None = None


@dataclass(frozen=True, slots=True)
class MachineUp:
    machine: MachineId
    problem: ProblemId | None = None


@dataclass(frozen=True, slots=True)
class MaterialReceived:
    purchase: PurchaseId


@dataclass(frozen=True, slots=True)
class PurchasePromised:
    """The supplier gave a new date; None: nobody knows any more."""

    purchase: PurchaseId
    promised: datetime | None


@dataclass(frozen=True, slots=True)
class GateChanged:
    """A drawing, program, electrode or fixture is there, is missing or is expected."""

    operation: OperationId
    kind: GateKind
    gate: Gate


@dataclass(frozen=True, slots=True)
class CellEdited:
    """A cell of a table that somebody edited elsewhere, as he was shown it. `column` "": the row is new."""

    table: str
    row: str
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class ShopAmended:
    """Somebody decided otherwise: another machine, work outside, overtime, a priority, a new mold, its parts.

    All rows but exceptions are as they are from now on, known ones or new ones; a rule of setups is known by
    kind and families. `exceptions` come to those that are known, without those that were `replaced`. Nothing
    leaves the shop: what is not made any more is cancelled. An operation's status counts as far as nobody has
    begun it: held, cancelled, or waiting again. `source`: the file of edited tables that it came from, with
    their `cells`.
    """

    operations: tuple[Operation, ...] = ()
    molds: tuple[Mold, ...] = ()
    exceptions: tuple[CalendarException, ...] = ()
    problem: ProblemId | None = None
    orders: tuple[Order, ...] = ()
    parts: tuple[Part, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    person: PersonId | None = None
    reason: str = ""
    replaced: tuple[CalendarException, ...] = ()
    source: str = ""
    cells: tuple[CellEdited, ...] = ()
    kinds: tuple[Kind, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    machines: tuple[Machine, ...] = ()
    people: tuple[Person, ...] = ()
    setups: tuple[SetupRule, ...] = ()

    @property
    def changes_resources(self) -> bool:
        """Whether machines, people or what they go by become others."""
        return bool(self.kinds or self.calendars or self.machines or self.people or self.setups)


@dataclass(frozen=True, slots=True)
class AttendanceChanged:
    """Somebody is away (`exception.open` False) or works longer than the calendar says, as the leader tells.

    `person`: who told it; `taken_back`: an exception told before does not count any more.
    """

    exception: CalendarException
    person: PersonId | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ShiftNoted:
    """What a shift of a department passes on to the next one."""

    department: str
    text: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class DrawingAttached:
    """A drawing or picture of a part, kept under `name`, with so many pages; the newest one is valid."""

    part: PartId
    name: str
    pages: int
    revision: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class DrawingWithdrawn:
    """The drawing of that name was not of this part."""

    part: PartId
    name: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class EstimatesLearned:
    """From now on work is planned with these factors on its estimates; none: as estimated."""

    learned: tuple[LearnedFactor, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One operation of a published plan; `segments` are (setup or run, from, to)."""

    operation: OperationId
    machine: MachineId | None
    setup_start: datetime
    run_start: datetime
    end: datetime
    slack_minutes: int | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """A plan became the shop's plan. Versions rise by 1.

    Against the plan before: `taken` are molds that it did not have yet, `moved_molds` and
    `newly_late_molds` count the others (None: there was no plan before).
    """

    version: int
    planned_at: datetime
    rows: tuple[PlannedRow, ...]
    blocked: tuple[tuple[OperationId, str], ...] = ()
    unplannable: tuple[tuple[OperationId, str], ...] = ()
    message: str = ""
    weighted_tardiness_hours: float = 0.0
    lower_bound_hours: float = 0.0
    late_molds: int = 0
    taken: tuple[MoldId, ...] = ()
    moved_molds: int | None = None
    newly_late_molds: int | None = None


@dataclass(frozen=True, slots=True)
class StatedChance:
    """How sure a milestone is.

    `on_time`: share (0 to 1) of the scenarios in which it is reached by its due date, None: it has none;
    `reliable`: the date that is kept in four of five of them, None: no date is.
    """

    mold: MoldId
    milestone: Milestone
    on_time: float | None
    reliable: datetime | None


@dataclass(frozen=True, slots=True)
class ChancesStated:
    """The plan of this version was played through; `rows` are the milestones that became surer or less so."""

    version: int
    rows: tuple[StatedChance, ...]
    scenarios: int


@dataclass(frozen=True, slots=True)
class ReportQuestioned:
    """A report broke a rule of the floor. It is kept, and somebody must decide.

    `machine`: where it was reported. The other side, where there is one: `other_person` had reported on
    `other_machine` at `other_at` what it does not go together with.
    """

    command: str
    reason: str
    operation: OperationId | None = None
    machine: MachineId | None = None
    person: PersonId | None = None
    other_person: PersonId | None = None
    other_machine: MachineId | None = None
    other_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuestionDecided:
    """A questioned report was looked at: `accepted` or not, by whom is the entry's actor."""

    question: UUID
    accepted: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkReported:
    """A finished stretch of work as a log tells it: who, where, from when to when, with what result.

    Used for shops whose history comes from a file and not from terminals.
    """

    operation: OperationId
    machine: MachineId
    start: datetime
    end: datetime
    activity: str
    person: PersonId | None = None
    quantity: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    rework: bool = False


Fact = (
    ShopImported
    | ClockSet
    | BadgedIn
    | BadgedOut
    | OperationStarted
    | SetupFinished
    | OperationPaused
    | OperationResumed
    | OperationFinished
    | OperationInserted
    | ReportUndone
    | ProblemRaised
    | ProblemAcknowledged
    | ProblemAnswered
    | ProblemExpected
    | ProblemPictured
    | ProblemTransferred
    | ProblemEscalated
    | ProblemResolved
    | ProblemRulesChanged
    | DutyListChanged
    | MachineDown
    | MachineUp
    | MaterialReceived
    | PurchasePromised
    | GateChanged
    | ShopAmended
    | AttendanceChanged
    | ShiftNoted
    | DrawingAttached
    | DrawingWithdrawn
    | EstimatesLearned
    | PlanPublished
    | ChancesStated
    | ReportQuestioned
    | QuestionDecided
    | WorkReported
    | LedgerFact
    | ChangeFact
    | ElectrodeFact
    | TrialFact
    | SupplyFact
)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact before it is in the journal: seen by whom, where and when.

    `happened_at` is shop time by the corrected clock of whoever saw it. `device` and
    `device_seq` keep the order of one terminal.
    """

    id: UUID
    happened_at: datetime
    fact: Fact
    actor: str = ""
    station: MachineId | None = None
    device: str = ""
    device_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the journal: its place `seq` and when it was recorded (shop time)."""

    seq: int
    recorded_at: datetime
    event: Event
