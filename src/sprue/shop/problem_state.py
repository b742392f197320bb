"""A problem as it stands: a fold of the facts about it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sprue.shop import events as ev
from sprue.shop.errors import BrokenInvariant
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.problems import Call, ProblemKind, ProblemStatus

ProblemFact = (
    ev.ProblemRaised
    | ev.ProblemAcknowledged
    | ev.ProblemAnswered
    | ev.ProblemExpected
    | ev.ProblemTransferred
    | ev.ProblemEscalated
    | ev.ProblemResolved
)


@dataclass(frozen=True, slots=True)
class Step:
    """One fact in the history of a problem and when it happened."""

    at: datetime
    fact: ProblemFact


@dataclass(frozen=True, slots=True)
class ProblemState:
    """`calls`: the departments called since `since`; the first owns the problem.

    `turn` counts the owners, so that the levels of two owners are never taken for each other.
    `expected`: when it will be over; None: nobody knows.
    """

    kind: ProblemKind
    raised_at: datetime
    machine: MachineId | None = None
    operation: OperationId | None = None
    raised_by: PersonId | None = None
    note: str = ""
    status: ProblemStatus = ProblemStatus.OPEN
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    resolved_at: datetime | None = None
    resolved_by: PersonId | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: PersonId | None = None
    calls: tuple[Call, ...] = ()
    since: datetime | None = None
    turn: int = 1
    level: int = 1
    escalated: ev.ProblemEscalated | None = None
    expected: datetime | None = None
    photos: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()

    @property
    def called_at(self) -> datetime:
        """When the present owner was called."""
        return self.since or self.raised_at


def folded(before: ProblemState | None, fact: ProblemFact, at: datetime) -> ProblemState:
    """The problem after a fact at `at`; `before` None: it was not known yet."""
    if isinstance(fact, ev.ProblemRaised):
        return ProblemState(
            fact.kind,
            at,
            fact.machine,
            fact.operation,
            fact.person,
            fact.note,
            calls=fact.calls,
            history=(Step(at, fact),),
        )
    if before is None:
        raise BrokenInvariant(f"problem {fact.problem} was never raised")
    return replace(_changed(before, fact, at), history=(*before.history, Step(at, fact)))


def _changed(
    before: ProblemState,
    fact: ev.ProblemAcknowledged
    | ev.ProblemAnswered
    | ev.ProblemExpected
    | ev.ProblemTransferred
    | ev.ProblemEscalated
    | ev.ProblemResolved,
    at: datetime,
) -> ProblemState:
    match fact:
        case ev.ProblemAcknowledged():
            return _acknowledged(before, fact, at)
        case ev.ProblemAnswered():
            return replace(before, answered_at=at, answered_by=fact.person, answer=fact.text)
        case ev.ProblemExpected():
            return replace(before, expected=fact.expected)
        case ev.ProblemTransferred():
            return replace(
                before,
                status=ProblemStatus.OPEN,
                acknowledged_at=None,
                acknowledged_by=None,
                answered_at=None,
                answered_by=None,
                answer="",
                calls=(fact.call,),
                since=at,
                turn=before.turn + 1,
                level=1,
                escalated=None,
            )
        case ev.ProblemEscalated():
            return replace(before, level=fact.level, escalated=fact)
        case ev.ProblemResolved():
            return replace(
                before,
                status=ProblemStatus.RESOLVED,
                resolved_at=at,
                resolved_by=fact.person,
                answer=fact.note or before.answer,
            )


def _acknowledged(before: ProblemState, fact: ev.ProblemAcknowledged, at: datetime) -> ProblemState:
    """The call that it counts for is taken; the problem is when its owner has it."""
    place = next((i for i, call in enumerate(before.calls) if call.department == fact.department), 0)
    calls = tuple(
        replace(call, acknowledged_at=at, acknowledged_by=fact.person) if i == place else call
        for i, call in enumerate(before.calls)
    )
    if place > 0:
        return replace(before, calls=calls)
    return replace(
        before,
        calls=calls,
        status=ProblemStatus.ACKNOWLEDGED,
        acknowledged_at=at,
        acknowledged_by=fact.person,
    )
