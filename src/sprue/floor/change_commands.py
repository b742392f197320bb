"""What people ask of engineering changes: open one, take it, release what it stopped, withdraw it."""

from dataclasses import dataclass

from sprue.shop.changes import ChangeSource, Decision
from sprue.shop.ids import ChangeId, MoldId, PartId, PersonId


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A change of these parts is wanted; what it touches is looked at before it is taken."""

    change: ChangeId
    mold: MoldId
    parts: tuple[PartId, ...]
    title: str
    source: ChangeSource = ChangeSource.CUSTOMER
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TakeChange:
    """Make the change: one decision for each touched thing that has begun; the others stay as they are."""

    change: ChangeId
    decisions: tuple[Decision, ...]
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """Let go on what the change had stopped."""

    change: ChangeId
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class WithdrawChange:
    """The change is not made after all."""

    change: ChangeId
    note: str = ""
    person: PersonId | None = None


ChangeCommand = OpenChange | TakeChange | ReleaseChange | WithdrawChange
