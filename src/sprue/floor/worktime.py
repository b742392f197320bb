"""Working time of the people who are called: their calendars, and the nights for which they have the duty."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from sprue.shop.calendar import MINUTES_OF_DAY, Stretch, merge
from sprue.shop.clock import PlanClock
from sprue.shop.ids import PersonId
from sprue.shop.problems import Duty
from sprue.shop.shop import Shop
from sprue.shop.work import stretches_of

#: Tables reach so far around the moment for which they are made; a limit is at most a week of working time.
_BACK = timedelta(days=3)
_AHEAD_DAYS = 90
#: So many minutes off between two stretches of work are no break in a shift any more.
_LEAST_REST = 240
#: Tables kept; each is for one person and one month.
_KEPT = 500

Duties = tuple[Duty, ...]


class WorkTime:
    """Answers for one shop and one duty list. To the second, as calls and limits are."""

    def __init__(self, shop: Shop, duties: Duties) -> None:
        self._shop = shop
        self._duties = duties
        self._made: dict[tuple[PersonId, datetime], tuple[PlanClock, list[Stretch]]] = {}

    def serves(self, shop: Shop, duties: Duties) -> bool:
        """Whether the answers are still good for a shop and its duty list."""
        same = shop.people is self._shop.people and shop.calendars is self._shop.calendars
        return same and shop.exceptions is self._shop.exceptions and duties == self._duties

    def works(self, person: PersonId, at: datetime) -> bool:
        """Whether the person works, or has the duty, at a moment."""
        clock, stretches = self._table(person, at)
        place = bisect_right(stretches, clock.minute(at), key=lambda s: s[0]) - 1
        return place >= 0 and clock.minute(at) < stretches[place][1]

    def after(self, person: PersonId | None, start: datetime, minutes: int) -> datetime:
        """When `minutes` of the person's working time from `start` on are over; of the clock for nobody."""
        span = timedelta(minutes=minutes)
        if person is None or person not in self._shop.people or not minutes:
            return start + span
        clock, stretches = self._table(person, start)
        for a, b in stretches[bisect_right(stretches, clock.minute(start), key=lambda s: s[1]) :]:
            begin = max(_at(clock, a), start)
            room = _at(clock, b) - begin
            if room >= span:
                return begin + span
            span -= max(room, timedelta())
        return start + timedelta(minutes=minutes)

    def next_working(self, person: PersonId, at: datetime) -> datetime:
        """The first moment from `at` on at which the person works; `at` itself if never."""
        clock, stretches = self._table(person, at)
        for a, b in stretches:
            if _at(clock, b) > at:
                return max(_at(clock, a), at)
        return at

    def shift_end(self, person: PersonId, since: datetime) -> datetime | None:
        """The first end of a shift after `since`, breaks left out; None: never."""
        clock, stretches = self._table(person, since)
        for (_, end), (following, _) in pairwise(stretches):
            if following - end >= _LEAST_REST and _at(clock, end) > since:
                return _at(clock, end)
        return None

    def shifts(self, person: PersonId, at: datetime) -> list[tuple[datetime, datetime]]:
        """The person's shifts around a moment, breaks left in: from some days before to some weeks after."""
        clock, stretches = self._table(person, at)
        return [(_at(clock, a), _at(clock, b)) for a, b in shifts_of(stretches, clock)]

    def _table(self, person: PersonId, at: datetime) -> tuple[PlanClock, list[Stretch]]:
        """Working stretches around the month in which `at` lies."""
        month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        key = (person, month)
        if key not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[key] = self._make(person, month)
        return self._made[key]

    def _make(self, person: PersonId, month: datetime) -> tuple[PlanClock, list[Stretch]]:
        clock = PlanClock(month - _BACK, self._shop.settings.zone)
        until = _AHEAD_DAYS * MINUTES_OF_DAY
        known = self._shop.people.get(person)
        own = stretches_of(self._shop, known, clock, until) if known is not None else []
        duty = [stretch for d in self._duties if d.person == person for stretch in _stretches(d, clock)]
        return clock, merge([*own, *duty])


def shifts_of(stretches: Iterable[Stretch], clock: PlanClock) -> list[Stretch]:
    """Stretches of work with the breaks between them left in; work around the clock is cut at midnight."""
    found: list[Stretch] = []
    for begin, end in stretches:
        if found and begin - found[-1][1] < _LEAST_REST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return [shift for one in found for shift in _cut(one, clock)]


def _cut(shift: Stretch, clock: PlanClock) -> Iterator[Stretch]:
    """A shift of more than a day as one of each day."""
    begin, end = shift
    while end - begin > MINUTES_OF_DAY:
        following = clock.at(begin).astimezone(clock.zone).date() + timedelta(days=1)
        midnight = clock.minute(datetime.combine(following, time(), clock.zone))
        yield begin, midnight
        begin = midnight
    yield begin, end


def on_duty(duties: Duties, department: str, at: datetime, shop: Shop) -> PersonId | None:
    """Who has the duty for a department at a moment; of several the first in the list."""
    local = at.astimezone(shop.settings.zone)
    minute = local.hour * 60 + local.minute
    for duty in duties:
        if same(duty.department, department) and duty.person in shop.people and _covers(duty, local, minute):
            return duty.person
    return None


def _covers(duty: Duty, local: datetime, minute: int) -> bool:
    today = local.weekday() in duty.weekdays
    if duty.start < duty.end:
        return today and duty.start <= minute < duty.end
    yesterday = (local.weekday() - 1) % 7 in duty.weekdays
    return (today and minute >= duty.start) or (yesterday and minute < duty.end)


def _stretches(duty: Duty, clock: PlanClock) -> list[Stretch]:
    """The duty's stretches in minutes of `clock`, by the wall clock of the shop's zone."""
    first = clock.at(0).date() - timedelta(days=1)
    found: list[Stretch] = []
    for offset in range(_AHEAD_DAYS + 2):
        day = first + timedelta(days=offset)
        if day.weekday() in duty.weekdays:
            last = day if duty.start < duty.end else day + timedelta(days=1)
            begin = clock.minute(datetime.combine(day, time(), clock.zone) + timedelta(minutes=duty.start))
            found.append(
                (
                    begin,
                    clock.minute(datetime.combine(last, time(), clock.zone) + timedelta(minutes=duty.end)),
                )
            )
    return found


def same(department: str, called: str) -> bool:
    """Whether a department of the people sheet is the one that a rule names."""
    return department.strip().lower().replace(" ", "_") == called


def _at(clock: PlanClock, minute: int) -> datetime:
    return clock.at(minute).astimezone(UTC)
