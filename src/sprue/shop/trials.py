"""Trials (试模): what is written down when a mold is tried, and what can happen to a trial.

A trial is an operation like others; here is what its sheet says, what came of it, and whether the
customer has approved what was shown.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import get_args

from sprue.shop.ids import KindId, LedgerItemId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.routing import Milestone, Operation
from sprue.shop.shop import Shop
from sprue.shop.stages import Stage, stage_of


class Verdict(StrEnum):
    """What the shop says of a trial."""

    PASSED = "passed"
    ISSUES = "issues"
    FAILED = "failed"


class Parameter(StrEnum):
    """What is read from the press: °C, MPa, s, t, g."""

    MELT_TEMPERATURE = "melt_temperature"
    MOLD_TEMPERATURE = "mold_temperature"
    INJECTION_PRESSURE = "injection_pressure"
    HOLDING_PRESSURE = "holding_pressure"
    INJECTION_TIME = "injection_time"
    HOLDING_TIME = "holding_time"
    COOLING_TIME = "cooling_time"
    CYCLE_TIME = "cycle_time"
    CLAMPING_FORCE = "clamping_force"
    SHOT_WEIGHT = "shot_weight"


class Defect(StrEnum):
    """What is wrong with a piece."""

    SHORT_SHOT = "short_shot"
    FLASH = "flash"
    SINK_MARK = "sink_mark"
    WELD_LINE = "weld_line"
    BURN_MARK = "burn_mark"
    DRAG_MARK = "drag_mark"
    EJECTOR_MARK = "ejector_mark"
    WARPAGE = "warpage"
    DIMENSION = "dimension"
    STICKING = "sticking"
    GATE_MARK = "gate_mark"
    OTHER = "other"


class WaterTest(StrEnum):
    """Whether the cooling circuits hold."""

    NOT_TESTED = "not_tested"
    TIGHT = "tight"
    LEAKS = "leaks"


@dataclass(frozen=True, slots=True)
class Reading:
    """One parameter as it was read from the press."""

    parameter: Parameter
    value: Decimal


@dataclass(frozen=True, slots=True)
class CavityDefect:
    """A defect of the pieces of one cavity, counted from 1."""

    cavity: int
    defect: Defect


@dataclass(frozen=True, slots=True)
class TrialSheet:
    """What was written down at the press; `photos` are names of kept pictures."""

    readings: tuple[Reading, ...] = ()
    defects: tuple[CavityDefect, ...] = ()
    water_test: WaterTest = WaterTest.NOT_TESTED
    photos: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What must be put right before the next trial, by whom, and the operation that does it.

    `kind` None: it is done outside, `minutes` are clock minutes then. `item`: its record in the ledger.
    """

    what: str
    part: PartId
    department: str
    minutes: int
    operation: OperationId
    kind: KindId | None = None
    owner: PersonId | None = None
    item: LedgerItemId | None = None


# -- facts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrialBooked:
    """A press is taken for a trial from `start` on; `material`: the purchase of what is molded."""

    trial: OperationId
    mold: MoldId
    number: int
    press: MachineId
    start: datetime
    material: PurchaseId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TrialRecorded:
    """The sheet of a trial was handed in, or put right."""

    trial: OperationId
    mold: MoldId
    number: int
    verdict: Verdict
    sheet: TrialSheet
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TrialIssuesTaken:
    """What a trial showed became work; `next`: the trial that waits for it."""

    trial: OperationId
    mold: MoldId
    number: int
    issues: tuple[Issue, ...]
    next: OperationId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TrialApproved:
    """The customer agrees to what the trial showed; `trials`: how many it took."""

    trial: OperationId
    mold: MoldId
    number: int
    trials: int
    note: str = ""
    person: PersonId | None = None


TrialFact = TrialBooked | TrialRecorded | TrialIssuesTaken | TrialApproved

#: Names of the facts of trials, as the journal keeps them.
TRIAL_FACTS: tuple[str, ...] = tuple(kind.__name__ for kind in get_args(TrialFact))


# -- the record --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """A trial as it stands: a fold of its facts; `steps`: how many."""

    mold: MoldId
    number: int
    booked: TrialBooked | None = None
    booked_at: datetime | None = None
    verdict: Verdict | None = None
    sheet: TrialSheet = field(default_factory=TrialSheet)
    recorded_at: datetime | None = None
    recorded_by: PersonId | None = None
    issues: tuple[Issue, ...] = ()
    next: OperationId | None = None
    approved_at: datetime | None = None
    approved_by: PersonId | None = None
    approval_note: str = ""
    steps: int = 0

    @property
    def approved(self) -> bool:
        return self.approved_at is not None


Trials = dict[OperationId, TrialRecord]


def follow_trial(trials: Trials, fact: TrialFact, at: datetime) -> None:
    """Fold one fact into `trials`."""
    old = trials.get(fact.trial) or TrialRecord(fact.mold, fact.number)
    old = replace(old, mold=fact.mold, number=fact.number, steps=old.steps + 1)
    trials[fact.trial] = _changed(old, fact, at)


def _changed(old: TrialRecord, fact: TrialFact, at: datetime) -> TrialRecord:
    match fact:
        case TrialBooked():
            return replace(old, booked=fact, booked_at=at)
        case TrialRecorded():
            return replace(
                old, verdict=fact.verdict, sheet=fact.sheet, recorded_at=at, recorded_by=fact.person
            )
        case TrialIssuesTaken():
            return replace(old, issues=(*old.issues, *fact.issues), next=fact.next)
        case TrialApproved():
            return replace(old, approved_at=at, approved_by=fact.person, approval_note=fact.note)


def is_trial(shop: Shop, operation: Operation) -> bool:
    """Whether a mold is tried in it: at the milestone T1, or on a machine for trials."""
    if operation.milestone is Milestone.DELIVERY:
        return False
    return stage_of(shop, operation) is Stage.TRIAL
