"""Leave, sickness and overtime, told with one tap; the times come from the person's own shifts."""

from datetime import datetime, time, timedelta

from sprue.floor import commands as co
from sprue.floor import rules
from sprue.floor.commands import Attendance, Span
from sprue.floor.refusal import Code, Refusal
from sprue.floor.worktime import WorkTime
from sprue.shop import events as ev
from sprue.shop.calendar import CalendarException
from sprue.shop.ids import PersonId
from sprue.shop.resources import Person
from sprue.shop.shop import Shop
from sprue.shop.state import State

Facts = tuple[ev.Fact, ...]

_DAYS = {Span.THREE_DAYS: 3, Span.WEEK: 7}
_HOURS = {Span.TWO_HOURS: 2, Span.FOUR_HOURS: 4}
_OF_ABSENCE = frozenset({Span.SHIFT, Span.TOMORROW, *_DAYS})
_OF_OVERTIME = frozenset({Span.TOMORROW, *_HOURS})
#: Tomorrow's overtime of somebody who is free then lasts as long as the last shift, at the same time of day.
_LONGEST_BACK = timedelta(days=10)


def decide(
    command: co.ChangeAttendance | co.TakeBackAttendance | co.NoteShift, state: State, now: datetime
) -> Facts:
    """The facts of what a leader tells of his people and his shift."""
    match command:
        case co.ChangeAttendance():
            return _change(command, state, now)
        case co.TakeBackAttendance():
            return _take_back(command, state)
        case co.NoteShift():
            if not command.text.strip():
                raise Refusal(Code.NOTE_EMPTY)
            rules.person_of(state, command.by)
            return (ev.ShiftNoted(command.department, command.text.strip(), command.by),)


def leads_him(shop: Shop, leader: PersonId, person: Person) -> bool:
    """Whether somebody leads a person: named as leader, of him or above, or of the same department."""
    own = shop.people.get(leader)
    seen: set[PersonId] = set()
    above = person.leader
    while above is not None and above not in seen:
        if above == leader:
            return True
        seen.add(above)
        found = shop.people.get(above)
        above = found.leader if found is not None else None
    return own is not None and own.department == person.department


def _change(command: co.ChangeAttendance, state: State, now: datetime) -> Facts:
    person = _led(state, command.person, command.by)
    away = command.what is not Attendance.OVERTIME
    if command.span not in (_OF_ABSENCE if away else _OF_OVERTIME):
        raise Refusal(Code.WRONG_SPAN)
    # Without the duty list: who has the duty is called, but is not at work.
    time_of = WorkTime(state.shop, ())
    start, end = (
        _absence(time_of, state, person.id, command.span, now)
        if away
        else (_overtime(time_of, state, person.id, command.span, now))
    )
    exception = CalendarException(person.id, start, end, open=not away, reason=command.what.value)
    if exception in state.shop.exceptions:
        raise Refusal(Code.AWAY_ALREADY)
    return (ev.AttendanceChanged(exception, command.by),)


def _take_back(command: co.TakeBackAttendance, state: State) -> Facts:
    person = _led(state, command.person, command.by)
    told = {what.value for what in Attendance}
    for one in state.shop.exceptions:
        if (one.resource, one.start, one.end) == (
            person.id,
            command.start,
            command.end,
        ) and one.reason in told:
            return (ev.AttendanceChanged(one, command.by, taken_back=True),)
    raise Refusal(Code.UNKNOWN_ATTENDANCE)


def _led(state: State, person_id: PersonId, by: PersonId | None) -> Person:
    person = rules.person_of(state, person_id)
    assert person is not None
    if by is not None and not leads_him(state.shop, by, person):
        raise Refusal(Code.NOT_YOUR_PEOPLE, {"person": person_id})
    return person


_Pair = tuple[datetime, datetime]


def _absence(time_of: WorkTime, state: State, person: PersonId, span: Span, now: datetime) -> _Pair:
    if span is Span.SHIFT:
        shift = next((one for one in time_of.shifts(person, now) if one[1] > now), None)
        if shift is None:
            raise Refusal(Code.NO_SHIFT)
        return max(shift[0], now.replace(second=0, microsecond=0)), shift[1]
    if span is Span.TOMORROW:
        found = _beginning_on(time_of, state, person, now, 1)
        if not found:
            raise Refusal(Code.NO_SHIFT)
        return found[0][0], found[-1][1]
    first = next((one for one in time_of.shifts(person, now) if one[1] > now), None)
    if first is None:
        raise Refusal(Code.NO_SHIFT)
    begin = max(first[0], now.replace(second=0, microsecond=0))
    day = begin.astimezone(state.shop.settings.zone).date() + timedelta(days=_DAYS[span])
    # The shift of the last day that passes midnight belongs to the absence.
    until = datetime.combine(day, time(), state.shop.settings.zone)
    last = max((one[1] for one in time_of.shifts(person, now) if begin <= one[0] < until), default=until)
    return begin, max(last, until.astimezone(begin.tzinfo))


def _overtime(time_of: WorkTime, state: State, person: PersonId, span: Span, now: datetime) -> _Pair:
    shifts = time_of.shifts(person, now)
    if span in _HOURS:
        shift = next((one for one in shifts if one[1] > now), None)
        if shift is None:
            raise Refusal(Code.NO_SHIFT)
        return shift[1], shift[1] + timedelta(hours=_HOURS[span])
    if _beginning_on(time_of, state, person, now, 1):
        raise Refusal(Code.AWAY_ALREADY)  # works then anyway; longer hours are told in hours
    last = [one for one in shifts if one[0] <= now and one[0] > now - _LONGEST_BACK]
    model = last[-1] if last else next(iter(shifts), None)
    if model is None:
        raise Refusal(Code.NO_SHIFT)
    zone = state.shop.settings.zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    begin = datetime.combine(tomorrow, model[0].astimezone(zone).time(), zone).astimezone(model[0].tzinfo)
    return begin, begin + (model[1] - model[0])


def _beginning_on(time_of: WorkTime, state: State, person: PersonId, now: datetime, days: int) -> list[_Pair]:
    """Shifts that begin so many days after today, by the shop's clock."""
    zone = state.shop.settings.zone
    day = now.astimezone(zone).date() + timedelta(days=days)
    return [one for one in time_of.shifts(person, now) if one[0].astimezone(zone).date() == day]
