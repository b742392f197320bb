"""Working time as a planner's wall calendar says it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sprue.shop.calendar import (
    Calendar,
    CalendarException,
    DayRule,
    Shift,
    Stretch,
    merge,
    override,
    subtract,
    working_stretches,
)
from sprue.shop.clock import PlanClock
from sprue.shop.ids import CalendarId

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 60
DAY = 24 * HOUR


def stretches(
    *rules: DayRule,
    start: datetime,
    days: int,
    exceptions: tuple[CalendarException, ...] = (),
) -> list[Stretch]:
    """Working stretches of the days after `start`, cut at its end."""
    clock = PlanClock(start, ZoneInfo(str(start.tzinfo)))
    found = working_stretches(Calendar(CalendarId("c"), rules), exceptions, clock, days * DAY)
    return [(a, min(b, days * DAY)) for a, b in found if a < days * DAY]


def weekdays(*shifts: Shift) -> tuple[DayRule, ...]:
    return tuple(DayRule(shifts, weekday=day) for day in range(5))


def test_a_day_with_a_lunch_break() -> None:
    monday = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    rules = weekdays(Shift(8 * HOUR, 12 * HOUR), Shift(13 * HOUR, 17 * HOUR))
    assert stretches(*rules, start=monday, days=1) == [(480, 720), (780, 1020)]


def test_a_night_shift_over_midnight_meets_the_morning_shift() -> None:
    monday = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    rules = weekdays(Shift(20 * HOUR, 32 * HOUR), Shift(8 * HOUR, 20 * HOUR))
    assert stretches(*rules, start=monday, days=2) == [(8 * HOUR, 2 * DAY)]


def test_a_plan_that_begins_at_night_sees_the_shift_of_the_evening_before() -> None:
    tuesday = datetime(2026, 3, 3, 3, tzinfo=SHANGHAI)
    assert stretches(*weekdays(Shift(20 * HOUR, 30 * HOUR)), start=tuesday, days=1)[0] == (0, 3 * HOUR)


def test_a_holiday_overrides_the_week() -> None:
    monday = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    holiday = DayRule((), first=date(2026, 3, 3), last=date(2026, 3, 4))
    found = stretches(*weekdays(Shift(480, 1020)), holiday, start=monday, days=4)
    assert found == [(480, 1020), (3 * DAY + 480, 3 * DAY + 1020)]


def test_overtime_opens_and_sickness_closes() -> None:
    monday = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    overtime = CalendarException("c", monday.replace(hour=17), monday.replace(hour=19), open=True)
    sick = CalendarException("c", monday.replace(hour=10), monday.replace(hour=11), open=False)
    found = stretches(*weekdays(Shift(480, 1020)), start=monday, days=1, exceptions=(overtime, sick))
    assert found == [(480, 600), (660, 19 * HOUR)]


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="the clock goes forward"),
        pytest.param(date(2026, 10, 25), 25, id="the clock goes back"),
        pytest.param(date(2026, 6, 7), 24, id="a plain Sunday"),
    ],
)
def test_a_day_is_as_long_as_it_really_is(day: date, hours: int) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    always = tuple(DayRule((Shift(0, DAY),), weekday=weekday) for weekday in range(7))
    clock = PlanClock(start, BERLIN)
    closed = DayRule((), first=date.fromordinal(day.toordinal() + 1), last=date(2030, 1, 1))
    found = working_stretches(Calendar(CalendarId("c"), (*always, closed)), (), clock, 3 * DAY)
    assert found[0][1] == hours * HOUR


def test_stretches_that_touch_are_one() -> None:
    assert merge([(10, 20), (0, 10), (30, 40), (35, 50)]) == [(0, 20), (30, 50)]
    assert subtract([(0, 20)], 5, 8) == [(0, 5), (8, 20)]
    assert override([(0, 10), (20, 30)], 10, 20, is_open=True) == [(0, 30)]
