"""Who is called for a problem, until when, and how far it has climbed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.floor.view.hours import Hours
from sprue.floor.view.index import index_of
from sprue.shop.ids import PersonId
from sprue.shop.problems import CALL_RULES, ProblemStatus
from sprue.shop.resources import Person
from sprue.shop.shop import Shop
from sprue.shop.state import ProblemState

#: Levels above the first: not answered after so many times the limit to answer.
_CLIMB = (1, 2, 8)


@dataclass(frozen=True, slots=True)
class Call:
    """`level` 1 is the department; from 2 on its leaders. `person` None: the shop names nobody."""

    department: str
    level: int
    acknowledge_by: datetime
    person: Person | None


def call_of(shop: Shop, hours: Hours, problem: ProblemState, now: datetime) -> Call:
    """Where a problem stands at `now`; it stops climbing when it is acknowledged."""
    rule = CALL_RULES[problem.kind]
    first = _first_called(shop, rule.department, problem.raised_by)
    until = _after(hours, first, problem.raised_at, rule.acknowledge_minutes, always=rule.always)
    stopped = problem.acknowledged_at or problem.resolved_at
    reached = min(stopped, now) if stopped is not None else now
    level = 1
    for factor in _CLIMB:
        minutes = rule.acknowledge_minutes if factor == 1 else rule.answer_minutes * factor
        if reached > _after(hours, first, problem.raised_at, minutes, always=rule.always):
            level += 1
    if problem.status is ProblemStatus.RESOLVED:
        level = 1 if stopped is None else level
    return Call(rule.department, level, until, _climbed(shop, first, level))


def _first_called(shop: Shop, department: str, raised_by: PersonId | None) -> Person | None:
    if department == "team_leader":
        raiser = shop.people.get(raised_by) if raised_by is not None else None
        if raiser is not None and raiser.leader is not None:
            return shop.people.get(raiser.leader)
        leaders = index_of(shop).leaders
        return leaders[0] if leaders else None
    for leader in index_of(shop).leaders:
        if _same(leader.department, department):
            return leader
    return next((p for p in shop.people.values() if _same(p.department, department)), None)


def _same(department: str, called: str) -> bool:
    return department.lower().replace(" ", "_") == called


def _climbed(shop: Shop, person: Person | None, level: int) -> Person | None:
    """The leader's leader's …; the last one stays called."""
    for _ in range(level - 1):
        if person is None or person.leader is None or person.leader not in shop.people:
            return person
        person = shop.people[person.leader]
    return person


def _after(hours: Hours, person: Person | None, start: datetime, minutes: int, *, always: bool) -> datetime:
    """`minutes` later: of the called person's working time, or of the clock."""
    if always or person is None:
        return start + timedelta(minutes=minutes)
    return hours.end_of(person, start, minutes)
