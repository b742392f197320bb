"""Who should be at work now, until when, and what was told of absences and overtime."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from sprue.floor.commands import Attendance
from sprue.floor.view.hours import Hours
from sprue.floor.worktime import shifts_of
from sprue.shop.calendar import CalendarException
from sprue.shop.resources import Person
from sprue.shop.shop import Shop

_TOLD = frozenset(what.value for what in Attendance)


@dataclass(frozen=True, slots=True)
class Presence:
    """`until`: end of the shift for who works, else when the next one begins (None: none is known).

    `away`: why somebody is away now who would work ("" where the calendar says nothing of a reason);
    `away_until` None: not away. `told`: absences and overtime of now and later.
    """

    works: bool
    until: datetime | None
    away: str
    away_until: datetime | None
    told: tuple[CalendarException, ...]


def presence(hours: Hours, shop: Shop, person: Person, now: datetime) -> Presence:
    """How a person stands at `now`."""
    shifts = shifts_of(hours.stretches(person), hours.clock)
    minute = hours.clock.minute(now)
    place = bisect_right(shifts, minute, key=lambda s: s[0]) - 1
    works = place >= 0 and minute < shifts[place][1]
    following = shifts[place + 1][0] if place + 1 < len(shifts) else None
    until = shifts[place][1] if works else following
    own = [one for one in shop.exceptions if one.resource == person.id and one.end > now]
    closed = [one for one in own if not one.open and one.start <= now]
    return Presence(
        works,
        hours.at(until) if until is not None else None,
        closed[-1].reason if closed else "",
        max((one.end for one in closed), default=None),
        tuple(sorted((one for one in own if one.reason in _TOLD), key=lambda one: (one.start, one.end))),
    )
