"""An item of the ledger as it stands now: a fold of its facts, which needs nothing else of the shop.

Items outlive the shop they were found in: a new import keeps them.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from sprue.shop import ledger as le
from sprue.shop.ids import LedgerItemId, PersonId
from sprue.shop.ledger import Level, Stage


@dataclass(frozen=True, slots=True)
class NormChange:
    at: datetime
    norm: le.Norm
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Who looked, when, and what was seen."""

    at: datetime
    person: PersonId
    passed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Extension:
    """The deadline before and after, who allowed it and why."""

    at: datetime
    before: datetime
    after: datetime
    allowed_by: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an item's history; `actor` is the login, `person` the member of the shop.

    `what` is the name of the fact, `stage` where the item stood after it.
    """

    at: datetime
    what: str
    stage: Stage
    person: PersonId | None
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """One record of the ledger."""

    number: str
    matter: le.Matter
    owner: le.Owner
    opened_at: datetime
    opened_by: PersonId | None
    deadline: datetime
    stage: Stage = Stage.OPEN
    recurs: LedgerItemId | None = None
    recurrences: int = 0
    containment_action: str = ""
    root_cause: str = ""
    corrective_action: str = ""
    evidence: str = ""
    norms: tuple[NormChange, ...] = ()
    photos: tuple[le.Photo, ...] = ()
    verifications: tuple[Verification, ...] = ()
    extensions: tuple[Extension, ...] = ()
    done_by: PersonId | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    climbed: int = 0
    called: PersonId | None = None
    history: tuple[Step, ...] = ()

    @property
    def level(self) -> Level:
        return self.matter.level

    @property
    def recurrence(self) -> bool:
        """Whether it came soon after the same was closed, or came back itself."""
        return self.recurrences > 0

    def overdue(self, now: datetime) -> bool:
        """A flag, no stage: not closed, and past its deadline."""
        return self.stage is not Stage.CLOSED and now > self.deadline


Items = dict[LedgerItemId, LedgerItem]

#: Names of the ledger's facts, as the journal keeps them.
FACT_NAMES: tuple[str, ...] = tuple(kind.__name__ for kind in get_args(le.LedgerFact))


def follow(items: Items, fact: le.LedgerFact, at: datetime, actor: str = "") -> None:
    """Fold one fact into `items`."""
    if isinstance(fact, le.LedgerItemOpened):
        changed = _opened(fact, at)
    else:
        changed = _changed(items[fact.item], fact, at)
    step = Step(at, type(fact).__name__, changed.stage, _person(fact), actor, _text(fact))
    items[fact.item] = replace(changed, history=(*changed.history, step))


def _opened(fact: le.LedgerItemOpened, at: datetime) -> LedgerItem:
    return LedgerItem(
        fact.number,
        fact.matter,
        fact.owner,
        at,
        fact.person,
        fact.deadline,
        recurs=fact.recurs,
        recurrences=int(fact.recurrence),
        photos=fact.photos,
    )


def _changed(item: LedgerItem, fact: le.LedgerFact, at: datetime) -> LedgerItem:
    match fact:
        case le.LedgerItemOpened():
            return item
        case le.LedgerItemAccepted():
            owner = replace(item.owner, person=item.owner.person or fact.person)
            return replace(item, stage=Stage.ACCEPTED, owner=owner)
        case le.LedgerItemContained():
            stage = Stage.CONTAINING if item.stage is Stage.ACCEPTED else item.stage
            return replace(item, stage=stage, containment_action=fact.action)
        case le.LedgerItemCorrecting():
            return replace(
                item,
                stage=Stage.CORRECTING,
                root_cause=fact.root_cause,
                corrective_action=fact.corrective_action,
            )
        case le.LedgerNormChanged():
            return replace(item, norms=(*item.norms, NormChange(at, fact.norm, fact.what)))
        case le.LedgerItemDone():
            return replace(item, stage=Stage.DONE, evidence=fact.evidence, done_by=fact.person, done_at=at)
        case le.LedgerItemVerified():
            return _verified(item, fact, at)
        case le.LedgerItemClosed():
            return replace(item, stage=Stage.CLOSED, closed_at=at)
        case le.LedgerItemReopened():
            return _reopened(item, fact)
        case le.LedgerItemAssigned():
            return replace(item, owner=fact.owner)
        case le.LedgerMatterChanged():
            return replace(item, matter=fact.matter)
        case le.LedgerDeadlineMoved():
            return _moved(item, fact, at)
        case le.LedgerPhotosAdded():
            return replace(item, photos=(*item.photos, *fact.photos))
        case le.LedgerItemClimbed():
            return replace(item, climbed=fact.climbed, called=fact.called)


def _verified(item: LedgerItem, fact: le.LedgerItemVerified, at: datetime) -> LedgerItem:
    seen = Verification(at, fact.person, fact.passed, fact.note)
    stage = Stage.VERIFIED if fact.passed else Stage.CORRECTING
    return replace(item, stage=stage, verifications=(*item.verifications, seen))


def _reopened(item: LedgerItem, fact: le.LedgerItemReopened) -> LedgerItem:
    return replace(
        item,
        stage=Stage.CORRECTING,
        matter=replace(item.matter, level=fact.level),
        deadline=fact.deadline,
        recurrences=item.recurrences + fact.recurrence,
        done_by=None,
        done_at=None,
        closed_at=None,
        climbed=0,
        called=None,
    )


def _moved(item: LedgerItem, fact: le.LedgerDeadlineMoved, at: datetime) -> LedgerItem:
    """A new deadline begins the climb anew."""
    extension = Extension(at, item.deadline, fact.deadline, fact.person, fact.reason)
    return replace(
        item, deadline=fact.deadline, extensions=(*item.extensions, extension), climbed=0, called=None
    )


def _person(fact: le.LedgerFact) -> PersonId | None:
    return fact.called if isinstance(fact, le.LedgerItemClimbed) else fact.person


def _text(fact: le.LedgerFact) -> str:
    """The words of a fact that its line in the history shows."""
    match fact:
        case le.LedgerItemContained():
            return fact.action
        case le.LedgerItemCorrecting():
            return fact.corrective_action
        case le.LedgerNormChanged():
            return fact.what
        case le.LedgerItemDone():
            return fact.evidence
        case le.LedgerItemVerified():
            return fact.note
        case le.LedgerItemReopened() | le.LedgerDeadlineMoved():
            return fact.reason
        case _:
            return ""
