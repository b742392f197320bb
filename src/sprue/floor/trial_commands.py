"""What people ask of trials: book a press, hand in the sheet, make work of issues, approve."""

from dataclasses import dataclass, field
from datetime import datetime

from sprue.shop.ids import KindId, MachineId, OperationId, PartId, PersonId
from sprue.shop.trials import TrialSheet, Verdict


@dataclass(frozen=True, slots=True)
class BookTrial:
    """Take a press for a trial. `material`: what the customer gives to mold; it comes at `material_due`."""

    trial: OperationId
    press: MachineId
    start: datetime
    material: str = ""
    material_due: datetime | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class RecordTrial:
    """Hand the sheet of a trial in, or put it right."""

    trial: OperationId
    verdict: Verdict
    sheet: TrialSheet = field(default_factory=TrialSheet)
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What must be put right: on which part, by whom, how; `in_ledger`: it is worth a record there.

    `work` is the kind of machine or place, None: it is done outside.
    """

    what: str
    part: PartId
    department: str
    minutes: int
    work: KindId | None = None
    owner: PersonId | None = None
    in_ledger: bool = False


@dataclass(frozen=True, slots=True)
class TakeTrialIssues:
    """Make work of what a trial showed; the next trial waits for it."""

    trial: OperationId
    issues: tuple[NewIssue, ...]
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ApproveTrial:
    """The customer agrees to what the trial showed."""

    trial: OperationId
    note: str = ""
    person: PersonId | None = None


TrialCommand = BookTrial | RecordTrial | TakeTrialIssues | ApproveTrial
