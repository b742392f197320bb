"""Where lines of time stand and what is written on them, as close as the picture has room."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sprue.files.gantt import words
from sprue.files.gantt.chart import Axis, Tick
from sprue.shop.calendar import MINUTES_OF_DAY, Stretch
from sprue.shop.clock import PlanClock

#: The night of the shading, local hours.
EVENING, MORNING = 22, 6
_HOUR_STEPS = (1, 2, 3, 4, 6, 12)
_HOUR_ROOM, _DAY_ROOM, _WEEK_ROOM = 30.0, 22.0, 44.0
#: A day this many pixels wide carries its whole date.
_DATE_ROOM = 92.0


def clock_axis(clock: PlanClock, span: int, width: float, language: str) -> Axis:
    """Axis of `span` minutes from the clock's origin over `width` pixels."""
    a_day = width * MINUTES_OF_DAY / span
    days = list(_days(clock, span))
    if a_day >= _DATE_ROOM:
        names = [Tick(_minute(clock, d), words.day(_noon(d), language)) for d in days]
        return Axis(_seen(names, span), _inside(_hours(clock, days, a_day), span), hours=True)
    mondays = [d for d in days if d.weekday() == 0]
    if a_day >= _DAY_ROOM:
        weeks = [_week(clock, monday, language) for monday in mondays]
        return Axis(_seen(weeks, span), _seen([Tick(_minute(clock, d), str(d.day)) for d in days], span))
    months = [Tick(_minute(clock, d), words.month(_noon(d), language)) for d in days if d.day == 1]
    every = max(1, -int(-_WEEK_ROOM // (a_day * 7)))
    minor = [Tick(_minute(clock, d), words.date(_noon(d), language)) for d in mondays[::every]]
    return Axis(_seen(months, span), _seen(minor, span))


def minute_axis(begin: int, span: int, width: float) -> Axis:
    """Axis of plain minutes that begins at minute `begin`: round numbers."""
    step = next(step for step in _round_steps() if width * step / span >= 64)
    first = -(-begin // step) * step
    return Axis((), tuple(Tick(at - begin, f"{at:,}") for at in range(first, begin + span, step)))


def nights(clock: PlanClock, span: int) -> tuple[Stretch, ...]:
    """From `EVENING` to `MORNING` of each day."""
    found = []
    for day in _days(clock, span):
        evening = clock.minute(datetime.combine(day, time(EVENING), clock.zone))
        morning = clock.minute(datetime.combine(day + timedelta(days=1), time(MORNING), clock.zone))
        if morning > 0 and evening < span:
            found.append((max(0, evening), min(span, morning)))
    return tuple(found)


def _days(clock: PlanClock, span: int) -> Iterator[date]:
    """Days that are seen, and as many before as a week or month that is seen may have begun."""
    day, last = clock.at(0).date() - timedelta(days=31), clock.at(span).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _hours(clock: PlanClock, days: list[date], a_day: float) -> Iterator[Tick]:
    step = next((step for step in _HOUR_STEPS if a_day * step / 24 >= _HOUR_ROOM), 12)
    for day in days:
        for hour in range(step, 24, step):
            at = clock.minute(datetime.combine(day, time(hour), clock.zone))
            yield Tick(at, f"{hour:02}" if step > 1 or a_day < 1400 else f"{hour:02}:00")


def _week(clock: PlanClock, monday: date, language: str) -> Tick:
    number = monday.isocalendar().week
    return Tick(
        _minute(clock, monday), words.word("week", language, number, words.day(_noon(monday), language))
    )


def _seen(ticks: list[Tick], span: int) -> tuple[Tick, ...]:
    """The ticks within the picture, and the last before it at its edge, so that its beginning has a name."""
    before = [tick for tick in ticks if tick.at <= 0]
    return (*(Tick(0, tick.label) for tick in before[-1:]), *_inside(ticks, span))


def _inside(ticks: Iterable[Tick], span: int) -> tuple[Tick, ...]:
    return tuple(tick for tick in ticks if 0 < tick.at < span)


def _minute(clock: PlanClock, day: date) -> int:
    return clock.minute(datetime.combine(day, time(), clock.zone))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))  # only its date is read


def _round_steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 …"""
    power = 1
    while True:
        for digit in (1, 2, 5):
            yield digit * power
        power *= 10
