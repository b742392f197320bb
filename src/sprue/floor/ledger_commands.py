"""What people ask of the ledger. Each command names its item; `person` is who speaks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sprue.shop.ids import LedgerItemId, MachineId, MoldId, OperationId, PartId, PersonId, ProblemId
from sprue.shop.ledger import Level, Norm, Photo, Source
from sprue.shop.problems import ProblemKind


@dataclass(frozen=True, slots=True)
class OpenLedgerItem:
    """Write a matter down. `deadline` None: the limit of its level, or the next trial of its mold."""

    item: LedgerItemId
    source: Source
    problem_kind: ProblemKind
    description: str
    department: str
    level: Level = Level.GENERAL
    owner: PersonId | None = None
    helpers: tuple[PersonId, ...] = ()
    mold: MoldId | None = None
    part: PartId | None = None
    operation: OperationId | None = None
    machine: MachineId | None = None
    problem: ProblemId | None = None
    found_by: PersonId | None = None
    found_at: datetime | None = None
    effect_days: Decimal | None = None
    deadline: datetime | None = None
    photos: tuple[Photo, ...] = ()
    recurs: LedgerItemId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerFromProblem:
    """Write down a problem of the floor with all that is known of it."""

    item: LedgerItemId
    problem: ProblemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class AcceptLedgerItem:
    item: LedgerItemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ContainLedgerItem:
    item: LedgerItemId
    action: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class CorrectLedgerItem:
    """`root_cause` may come later, but not after closing."""

    item: LedgerItemId
    corrective_action: str
    root_cause: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeNorm:
    item: LedgerItemId
    norm: Norm
    what: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class FinishLedgerItem:
    item: LedgerItemId
    evidence: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class VerifyLedgerItem:
    item: LedgerItemId
    passed: bool
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class CloseLedgerItem:
    item: LedgerItemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ReopenLedgerItem:
    item: LedgerItemId
    reason: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class AssignLedgerItem:
    item: LedgerItemId
    department: str
    owner: PersonId | None = None
    helpers: tuple[PersonId, ...] = ()
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeLedgerMatter:
    """Put the record right; what is None stays as it is."""

    item: LedgerItemId
    problem_kind: ProblemKind | None = None
    level: Level | None = None
    description: str | None = None
    effect_days: Decimal | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class MoveLedgerDeadline:
    item: LedgerItemId
    deadline: datetime
    reason: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class AddLedgerPhotos:
    item: LedgerItemId
    photos: tuple[Photo, ...]
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ClimbLedgerItem:
    """The clock asks: the item is overdue for so long that the leader number `climbed` is called."""

    item: LedgerItemId
    climbed: int


LedgerCommand = (
    OpenLedgerItem
    | LedgerFromProblem
    | AcceptLedgerItem
    | ContainLedgerItem
    | CorrectLedgerItem
    | ChangeNorm
    | FinishLedgerItem
    | VerifyLedgerItem
    | CloseLedgerItem
    | ReopenLedgerItem
    | AssignLedgerItem
    | ChangeLedgerMatter
    | MoveLedgerDeadline
    | AddLedgerPhotos
    | ClimbLedgerItem
)
