"""Who is told of a step of a problem, and from when on: decided from the state, sent elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from sprue.floor.calling import directory_of
from sprue.shop import events as ev
from sprue.shop import ledger as le
from sprue.shop.ids import PersonId, ProblemId
from sprue.shop.problem_state import ProblemFact, ProblemState
from sprue.shop.problems import KindRule, ProblemStatus, Silence
from sprue.shop.shop import Settings
from sprue.shop.state import State


@dataclass(frozen=True, slots=True)
class Notice:
    """A step that people are told of.

    `names`: departments and roles it concerns; `people`: persons. `report`: it asks nobody to act, so only
    those who want it are told. `not_before` is shop time; one that waits is dropped when by then nobody
    need act.
    """

    step: UUID
    seq: int
    at: datetime
    fact: ProblemFact
    problem: ProblemId
    not_before: datetime
    names: frozenset[str] = frozenset()
    people: tuple[PersonId, ...] = ()
    channels: tuple[str, ...] = field(default=())
    report: bool = False


def notice_of(entry: ev.Entry, state: State) -> Notice | None:
    """The notice of an entry; None when nobody is told of it, or the problem is gone."""
    fact, at = entry.event.fact, entry.event.happened_at
    if not isinstance(fact, ProblemFact) or isinstance(fact, ev.ProblemAcknowledged | ev.ProblemExpected):
        return None
    problem = state.problems.get(fact.problem)
    if problem is None:
        return None
    rule = state.problem_rules.of(problem.kind)
    names, people = _concerned(fact, problem)
    roles = {_name(state.shop.people[person].role) for person in people if person in state.shop.people}
    return Notice(
        entry.event.id,
        entry.seq,
        at,
        fact,
        fact.problem,
        _not_before(state, rule, fact, at),
        frozenset(names) | (roles - {""}),
        people,
        rule.channels,
        isinstance(fact, ev.ProblemAnswered | ev.ProblemResolved),
    )


LedgerStep = le.LedgerItemOpened | le.LedgerItemAssigned | le.LedgerItemVerified | le.LedgerItemClimbed


@dataclass(frozen=True, slots=True)
class LedgerNotice:
    """A step of a record of the ledger that asks somebody to act."""

    step: UUID
    seq: int
    at: datetime
    fact: LedgerStep
    names: frozenset[str] = frozenset()
    people: tuple[PersonId, ...] = ()


def ledger_notice_of(entry: ev.Entry, state: State) -> LedgerNotice | None:
    """The notice of an entry of the ledger; None when nobody has to act because of it."""
    fact = entry.event.fact
    if not isinstance(fact, LedgerStep):
        return None
    item = state.ledger.get(fact.item)
    if item is None or (isinstance(fact, le.LedgerItemVerified) and fact.passed):
        return None
    owner = fact.owner if isinstance(fact, le.LedgerItemOpened | le.LedgerItemAssigned) else item.owner
    people: tuple[PersonId | None, ...] = (owner.person, *owner.helpers)
    if isinstance(fact, le.LedgerItemClimbed):
        people = (fact.called, owner.person)
    known = tuple(person for person in people if person is not None)
    names = {_name(state.shop.people[person].role) for person in known if person in state.shop.people}
    if owner.person is None:
        names.add(_name(owner.department))
    return LedgerNotice(
        entry.event.id, entry.seq, entry.event.happened_at, fact, frozenset(names - {""}), known
    )


def is_needed(notice_level: int, problem: ProblemState | None) -> bool:
    """Whether a call that had to wait still asks somebody to act: nobody has it, it has not climbed."""
    return problem is not None and problem.status is ProblemStatus.OPEN and problem.level <= notice_level


def _name(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _concerned(fact: ProblemFact, problem: ProblemState) -> tuple[tuple[str, ...], tuple[PersonId, ...]]:
    """Departments and roles, and persons."""
    match fact:
        case ev.ProblemRaised():
            called = tuple(call.person for call in fact.calls if call.person is not None)
            return tuple(call.department for call in fact.calls), called
        case ev.ProblemTransferred():
            return (fact.call.department,), (fact.call.person,) if fact.call.person is not None else ()
        case ev.ProblemEscalated():
            return fact.to, fact.people
        case _:
            raiser = (problem.raised_by,) if problem.raised_by is not None else ()
            climbed = [step.fact for step in problem.history if isinstance(step.fact, ev.ProblemEscalated)]
            told = [person for climb in climbed for person in climb.people]
            return tuple(call.department for call in problem.calls), tuple(dict.fromkeys((*raiser, *told)))


def _not_before(state: State, rule: KindRule, fact: ProblemFact, at: datetime) -> datetime:
    """First calls of kinds that can wait are not sent in silent hours, nor to who is not paged at night."""
    if rule.always or not isinstance(fact, ev.ProblemRaised | ev.ProblemTransferred):
        return at
    calls = fact.calls if isinstance(fact, ev.ProblemRaised) else (fact.call,)
    owner = calls[0].person if calls else None
    if rule.duty_slack_minutes is not None and owner is not None and not calls[0].duty:
        at = directory_of(state).time.next_working(owner, at)
    if any(call.duty for call in calls):
        return at
    silence = state.problem_rules.silence
    return silent_until(silence, at, state.shop.settings) if silence is not None else at


def silent_until(silence: Silence, at: datetime, settings: Settings) -> datetime:
    """The end of the silent hours in which `at` lies; `at` itself outside of them."""
    local = at.astimezone(settings.zone)
    minute = local.hour * 60 + local.minute
    over_midnight = silence.end <= silence.start
    inside = (
        (minute >= silence.start or minute < silence.end)
        if over_midnight
        else silence.start <= minute < silence.end
    )
    if not inside or silence.start == silence.end:
        return at
    tomorrow = over_midnight and minute >= silence.start
    day = local.date() + timedelta(days=1 if tomorrow else 0)
    ends = datetime.combine(day, time(silence.end // 60, silence.end % 60), settings.zone)
    return ends.astimezone(at.tzinfo)
