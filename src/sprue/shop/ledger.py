"""The rectification ledger (整改台账): what its records are made of, and what can happen to one.

A record is opened for a problem, trial issue, finding, complaint or point of a meeting and is closed
(销号) only when somebody other than its owner has seen that the cure works.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sprue.shop.ids import LedgerItemId, MachineId, MoldId, OperationId, PartId, PersonId, ProblemId
from sprue.shop.problems import ProblemKind


class Source(StrEnum):
    """Where a matter came up."""

    PROBLEM = "problem"
    TRIAL = "trial"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    CHANGE = "change"
    MEETING = "meeting"
    SAFETY = "safety"


class Level(StrEnum):
    """How heavy a matter is; `SUPERVISED` is watched by a manager until it is closed."""

    GENERAL = "general"
    MAJOR = "major"
    SUPERVISED = "supervised"

    @property
    def rank(self) -> int:
        return _LEVELS.index(self)

    @property
    def raised(self) -> "Level":
        """The next heavier level; the heaviest stays."""
        return _LEVELS[min(self.rank + 1, len(_LEVELS) - 1)]


_LEVELS: tuple[Level, ...] = tuple(Level)


#: Until when an item of a level must be closed where nobody says.
TIME_LIMITS: dict[Level, timedelta] = {
    Level.GENERAL: timedelta(days=3),
    Level.MAJOR: timedelta(days=7),
    Level.SUPERVISED: timedelta(days=15),
}

#: The same again within this time after closing counts as recurrence.
RECURS_WITHIN = timedelta(days=60)

#: Days past the deadline at which an item climbs to the next leader.
CLIMBS_AFTER = (timedelta(), timedelta(days=3), timedelta(days=7))


class Stage(StrEnum):
    """How far an item is; overdue is no stage, it follows from the deadline."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CONTAINING = "containing"
    CORRECTING = "correcting"
    DONE = "done"
    VERIFIED = "verified"
    CLOSED = "closed"


class Norm(StrEnum):
    """What was changed so that the same does not come again."""

    CHECKLIST = "checklist"
    TEMPLATE = "template"
    STANDARD_TIME = "standard_time"


_PHOTO = re.compile(r"[0-9a-f]{64}\.(jpg|png|webp)")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture by the name of its file: the SHA-256 of its content and its format."""

    name: str

    def __post_init__(self) -> None:
        if not _PHOTO.fullmatch(self.name):
            raise ValueError("a photo is named by its hash and format")


@dataclass(frozen=True, slots=True)
class Matter:
    """What was found, where, by whom. `effect_days`: by how much it moves the mold, where somebody knows."""

    source: Source
    kind: ProblemKind
    level: Level
    description: str
    mold: MoldId | None = None
    part: PartId | None = None
    operation: OperationId | None = None
    machine: MachineId | None = None
    problem: ProblemId | None = None
    found_by: PersonId | None = None
    found_at: datetime | None = None
    effect_days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for an item: a department, one person of it, and who helps."""

    department: str
    person: PersonId | None = None
    helpers: tuple[PersonId, ...] = ()


def same_department(one: str, other: str) -> bool:
    """Whether two spellings name one department: Tool crib, tool_crib."""
    return _department(one) == _department(other)


def _department(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


# -- facts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LedgerItemOpened:
    """A matter was written down. `recurs`: the item of which this is the same again.

    `recurrence`: that one was closed so short a time before that it counts.
    """

    item: LedgerItemId
    number: str
    matter: Matter
    owner: Owner
    deadline: datetime
    photos: tuple[Photo, ...] = ()
    recurs: LedgerItemId | None = None
    recurrence: bool = False
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemAccepted:
    """The owner has it; a person becomes the owner where only the department was named."""

    item: LedgerItemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemContained:
    """The quick action that limits the damage."""

    item: LedgerItemId
    action: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemCorrecting:
    """The cause was found, and the measure that removes it."""

    item: LedgerItemId
    root_cause: str
    corrective_action: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerNormChanged:
    """A checklist, template or standard time was changed because of the item."""

    item: LedgerItemId
    norm: Norm
    what: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemDone:
    """The owner says that the measure is carried out, and what shows it."""

    item: LedgerItemId
    evidence: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemVerified:
    """Somebody else looked: it works, or it goes back."""

    item: LedgerItemId
    passed: bool
    person: PersonId
    note: str = ""


@dataclass(frozen=True, slots=True)
class LedgerItemClosed:
    item: LedgerItemId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemReopened:
    """A verified or closed item goes back to correcting; `recurrence` when it was closed not long ago."""

    item: LedgerItemId
    reason: str
    level: Level
    deadline: datetime
    recurrence: bool = False
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemAssigned:
    """Somebody else answers for it now, or other people help."""

    item: LedgerItemId
    owner: Owner
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerMatterChanged:
    """The record of what was found was put right."""

    item: LedgerItemId
    matter: Matter
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerDeadlineMoved:
    """The deadline was extended or brought forward; `person` allowed it."""

    item: LedgerItemId
    deadline: datetime
    reason: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class LedgerPhotosAdded:
    item: LedgerItemId
    photos: tuple[Photo, ...]
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class LedgerItemClimbed:
    """Overdue for so long that the next leader is called. `called` None: the shop names nobody."""

    item: LedgerItemId
    climbed: int
    called: PersonId | None = None


LedgerFact = (
    LedgerItemOpened
    | LedgerItemAccepted
    | LedgerItemContained
    | LedgerItemCorrecting
    | LedgerNormChanged
    | LedgerItemDone
    | LedgerItemVerified
    | LedgerItemClosed
    | LedgerItemReopened
    | LedgerItemAssigned
    | LedgerMatterChanged
    | LedgerDeadlineMoved
    | LedgerPhotosAdded
    | LedgerItemClimbed
)
