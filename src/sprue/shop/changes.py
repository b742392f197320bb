"""Engineering changes (设变): what a change touches, what is done with each touched thing, who decided that.

The work that comes of a change enters the shop by the general fact; here is why, and the trail.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import get_args

from sprue.shop.ids import ChangeId, KindId, MoldId, OperationId, PartId, PersonId


class ChangeSource(StrEnum):
    """Who wants it."""

    CUSTOMER = "customer"
    DESIGN = "design"
    TRIAL = "trial"
    PROCESS = "process"


class Handling(StrEnum):
    """What is done with a touched thing.

    `STOP`: nothing more happens to it until somebody releases it, an open order is cancelled. `REWORK`: an
    operation more. `SCRAP`: it is made or ordered anew.
    """

    KEEP = "keep"
    STOP = "stop"
    REWORK = "rework"
    SCRAP = "scrap"


class Thing(StrEnum):
    """Kinds of touched things; electrodes are parts."""

    PART = "part"
    PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one thing.

    `work` and `minutes`: the rework, None: it is done outside. `redrawn`: its open work waits for a new
    drawing and program, expected at `drawing` (None: nobody knows). `material`: made anew it needs new
    material; that, or an order that is placed anew, comes at `promised` (None: nobody knows).
    """

    thing: Thing
    id: str
    handling: Handling = Handling.KEEP
    work: KindId | None = None
    minutes: int = 0
    redrawn: bool = False
    drawing: datetime | None = None
    material: bool = False
    promised: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a decision: operations that are new, held, broken off or ended as scrap; new orders."""

    thing: Thing
    id: str
    new: tuple[OperationId, ...] = ()
    held: tuple[OperationId, ...] = ()
    paused: tuple[OperationId, ...] = ()
    ended: tuple[OperationId, ...] = ()
    orders: tuple[str, ...] = ()


# -- facts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeOpened:
    """A change of these parts of a mold is wanted."""

    change: ChangeId
    number: str
    mold: MoldId
    parts: tuple[PartId, ...]
    title: str
    source: ChangeSource
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeTaken:
    """The change is made, with these decisions and what came of them."""

    change: ChangeId
    mold: MoldId
    decisions: tuple[Decision, ...]
    made: tuple[Made, ...]
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeReleased:
    """What the change had stopped goes on."""

    change: ChangeId
    mold: MoldId
    operations: tuple[OperationId, ...]
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ChangeWithdrawn:
    """The change is not made."""

    change: ChangeId
    mold: MoldId
    note: str = ""
    person: PersonId | None = None


ChangeFact = ChangeOpened | ChangeTaken | ChangeReleased | ChangeWithdrawn

#: Names of the facts of changes, as the journal keeps them.
CHANGE_FACTS: tuple[str, ...] = tuple(kind.__name__ for kind in get_args(ChangeFact))


# -- the record --------------------------------------------------------------------


class Stand(StrEnum):
    """Where a change stands; `STOPPED`: it is taken and something waits for its release."""

    OPEN = "open"
    STOPPED = "stopped"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One entry of a change's trail; `actor`: the login or device, `person`: whose word it was."""

    at: datetime
    what: str
    actor: str
    person: PersonId | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A change as it stands: a fold of its facts."""

    opened: ChangeOpened
    opened_at: datetime
    stand: Stand = Stand.OPEN
    decisions: tuple[Decision, ...] = ()
    made: tuple[Made, ...] = ()
    closed_at: datetime | None = None
    trail: tuple[ChangeStep, ...] = ()

    @property
    def stopped(self) -> tuple[OperationId, ...]:
        """Operations that it holds; () once they were released."""
        return tuple(o for one in self.made for o in one.held) if self.stand is Stand.STOPPED else ()


Changes = dict[ChangeId, ChangeRecord]


def follow_change(changes: Changes, fact: ChangeFact, at: datetime, actor: str) -> None:
    """Fold one fact into `changes`; one of a change that nobody has opened says nothing."""
    note = fact.title if isinstance(fact, ChangeOpened) else fact.note
    step = ChangeStep(at, type(fact).__name__, actor, fact.person, note)
    if isinstance(fact, ChangeOpened):
        changes[fact.change] = ChangeRecord(fact, at, trail=(step,))
        return
    old = changes.get(fact.change)
    if old is None:
        return
    known = replace(old, trail=(*old.trail, step))
    match fact:
        case ChangeTaken():
            stops = any(one.held for one in fact.made)
            stand = Stand.STOPPED if stops else Stand.TAKEN
            known = replace(known, stand=stand, decisions=fact.decisions, made=fact.made, closed_at=at)
        case ChangeReleased():
            known = replace(known, stand=Stand.TAKEN)
        case ChangeWithdrawn():
            known = replace(known, stand=Stand.WITHDRAWN, closed_at=at)
    changes[fact.change] = known
