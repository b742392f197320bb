"""Working time: weekly shifts, dated days, and exceptions that override both."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sprue.shop.clock import PlanClock
from sprue.shop.ids import CalendarId

MINUTES_OF_DAY = 24 * 60

#: A half-open pair (start, end) of plan minutes.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """Minutes from the midnight its day begins with; `end` may pass 1440 (over midnight)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < MINUTES_OF_DAY or not self.start < self.end <= self.start + MINUTES_OF_DAY:
            raise ValueError(f"impossible shift {self.start}–{self.end}")


@dataclass(frozen=True, slots=True)
class DayRule:
    """Shifts of a weekday (0 = Monday) or of the dates `first`..`last`; no shifts: closed."""

    shifts: tuple[Shift, ...]
    weekday: int | None = None
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        dated = self.first is not None and self.last is not None
        if dated == (self.weekday is not None):
            raise ValueError("a day rule is for a weekday or for dates")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Shifts by day; a later dated rule overrides an earlier one, dates override weekdays."""

    id: CalendarId
    rules: tuple[DayRule, ...] = ()

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """The shifts that begin on `day`."""
        found: tuple[Shift, ...] = ()
        dated = False
        for rule in self.rules:
            if rule.weekday is None:
                assert rule.first is not None
                assert rule.last is not None
                if rule.first <= day <= rule.last:
                    found, dated = rule.shifts, True
            elif not dated and rule.weekday == day.weekday():
                found = rule.shifts
        return found


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Leave, sickness, overtime or maintenance of a machine, a person or a calendar."""

    resource: str
    start: datetime
    end: datetime
    open: bool
    reason: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def merge(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Sorted stretches in which those that touch or overlap are one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def subtract(stretches: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """`stretches` without the minutes of start..end."""
    left: list[Stretch] = []
    for a, b in stretches:
        if b <= start or a >= end:
            left.append((a, b))
            continue
        if a < start:
            left.append((a, start))
        if b > end:
            left.append((end, b))
    return left


def override(stretches: list[Stretch], start: int, end: int, *, is_open: bool) -> list[Stretch]:
    """Sorted, merged `stretches` with the minutes start..end open or closed; only touched ones change."""
    if start >= end:
        return stretches
    low = bisect_left(stretches, start, key=lambda stretch: stretch[1])
    high = bisect_right(stretches, end, key=lambda stretch: stretch[0])
    touched = stretches[low:high]
    changed = merge([*touched, (start, end)]) if is_open else subtract(touched, start, end)
    return [*stretches[:low], *changed, *stretches[high:]]


def _local_minute(day: date, minute: int, clock: PlanClock) -> int:
    """Plan minute of a wall-clock minute of `day` in the shop's zone (1440 = next midnight)."""
    moment = datetime.combine(day + timedelta(days=minute // MINUTES_OF_DAY), time(), clock.zone)
    return clock.minute(moment + timedelta(minutes=minute % MINUTES_OF_DAY))


@lru_cache(maxsize=16)
def _midnights(clock: PlanClock, first: date, days: int) -> tuple[int, ...]:
    """Plan minutes at which `first` and the days after it begin."""
    return tuple(_local_minute(first + timedelta(days=offset), 0, clock) for offset in range(days))


def _shift_stretch(shift: Shift, day: date, midnights: tuple[int, int, int], clock: PlanClock) -> Stretch:
    """The shift's plan minutes; `midnights` of its day and the two after it."""
    today, tomorrow, last = midnights
    if tomorrow - today == MINUTES_OF_DAY == last - tomorrow:
        return today + shift.start, today + shift.end
    return _local_minute(day, shift.start, clock), _local_minute(day, shift.end, clock)


@lru_cache(maxsize=64)
def _regular(calendar: Calendar, clock: PlanClock, until: int) -> tuple[Stretch, ...]:
    """Working stretches by the calendar alone, sorted and merged; they may reach past 0..until."""
    first = clock.at(0).date() - timedelta(days=1)
    days = (clock.at(until).date() - first).days + 1
    midnights = _midnights(clock, first, days + 2)
    week = [Calendar(calendar.id, tuple(r for r in calendar.rules if r.weekday == d)) for d in range(7)]
    dated = Calendar(calendar.id, tuple(r for r in calendar.rules if r.weekday is None))
    weekly = [week[d].shifts_on(date(2001, 1, 1) + timedelta(days=d)) for d in range(7)]
    raw: list[Stretch] = []
    for offset in range(days):
        day = first + timedelta(days=offset)
        shifts = weekly[day.weekday()]
        if any(r.first <= day <= r.last for r in dated.rules if r.first is not None and r.last is not None):
            shifts = dated.shifts_on(day)
        near = (midnights[offset], midnights[offset + 1], midnights[offset + 2])
        raw.extend(_shift_stretch(shift, day, near, clock) for shift in shifts)
    return tuple(merge(raw))


def _of_day(clock: PlanClock) -> PlanClock:
    """The clock from the day's beginning in UTC: what is worked out by it serves all moments of the day."""
    origin = clock.origin.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return PlanClock(origin, clock.zone)


def working_stretches(
    calendar: Calendar, exceptions: Sequence[CalendarException], clock: PlanClock, until: int
) -> list[Stretch]:
    """Working stretches within plan minutes 0..until, sorted and merged.

    `exceptions` are those of the calendar first and then those of the resource itself;
    each overrides what comes before it.
    """
    day = _of_day(clock)
    first = day.minute(clock.origin)
    whole_days = (first + until) // MINUTES_OF_DAY + 1
    stretches = list(_regular(calendar, day, whole_days * MINUTES_OF_DAY))
    for exception in exceptions:
        start, end = day.minute(exception.start), day.minute_up(exception.end)
        stretches = override(stretches, start, end, is_open=exception.open)
    return _cut([(a - first, b - first) for a, b in stretches], until)


def _cut(stretches: list[Stretch], until: int) -> list[Stretch]:
    """Sorted `stretches` within 0..until; only the first and the last may be shorter then."""
    low = bisect_right(stretches, 0, key=lambda stretch: stretch[1])
    high = bisect_left(stretches, until, key=lambda stretch: stretch[0])
    within = stretches[low:high]
    if within:
        within[0] = (max(within[0][0], 0), within[0][1])
        within[-1] = (within[-1][0], min(within[-1][1], until))
    return within


def local(text_date: date, minute: int, zone: ZoneInfo) -> datetime:
    """Aware date-time of a wall-clock minute of a day."""
    moment = datetime.combine(text_date, time(), zone)
    return moment + timedelta(minutes=minute)
