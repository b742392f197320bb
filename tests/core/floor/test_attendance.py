"""Leave, sickness and overtime with one tap: for the shift, for tomorrow, for days; taken back; by whom."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.commands import Attendance, Span
from sprue.floor.policy import needs_mending
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.attendance import Presence, presence
from sprue.floor.view.hours import Hours
from sprue.planning.build import problem_of
from sprue.planning.referee import violations
from sprue.planning.solve import plan
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.events import AttendanceChanged
from sprue.shop.ids import CalendarId, PersonId
from sprue.shop.state import State, fold
from tests.core.floor.shops import B1, LI, NOW, WANG, ZHAO, Hall, small_shop

SICK, LEAVE, OVERTIME = Attendance.SICK, Attendance.LEAVE, Attendance.OVERTIME
#: Monday, by the shop's clock; shifts are 8 to 12 and 13 to 20 o'clock, Monday to Saturday.
DAY = NOW - timedelta(hours=10)


def at(hour: float, days: int = 0) -> datetime:
    """An hour of that day by the shop's clock."""
    return DAY + timedelta(days=days, hours=hour)


def told(hall: Hall) -> list[tuple[str, datetime, datetime, bool, str]]:
    return [(e.resource, e.start, e.end, e.open, e.reason) for e in hall.store.state.shop.exceptions]


def standing(hall: Hall, person: PersonId) -> Presence:
    state = hall.store.state
    now = hall.clock.moment
    return presence(Hours(state.shop, now), state.shop, state.shop.people[person], now)


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as error:
        hall.do(command)
    return error.value.code


@pytest.mark.parametrize(
    ("what", "span", "start", "end"),
    [
        (SICK, Span.SHIFT, at(10), at(20)),
        (LEAVE, Span.TOMORROW, at(8, 1), at(20, 1)),
        (SICK, Span.THREE_DAYS, at(10), at(24, 2)),
        (LEAVE, Span.WEEK, at(10), at(24, 6)),
        (OVERTIME, Span.TWO_HOURS, at(20), at(22)),
        (OVERTIME, Span.FOUR_HOURS, at(20), at(24)),
    ],
)
def test_one_tap_gives_the_times_of_the_person_s_own_shifts(
    what: Attendance, span: Span, start: datetime, end: datetime
) -> None:
    hall = Hall()
    hall.do(co.ChangeAttendance(LI, what, span, ZHAO))
    assert told(hall) == [(LI, start, end, what is OVERTIME, what.value)]


def test_after_work_the_shift_is_the_next_one() -> None:
    hall = Hall()
    hall.later(hours=11)  # nine in the evening
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT))
    assert told(hall) == [(LI, at(8, 1), at(20, 1), False, "sick")]


def test_overtime_on_a_free_day_is_at_the_usual_hours() -> None:
    hall = Hall()
    hall.later(days=5)  # Saturday
    hall.do(co.ChangeAttendance(LI, OVERTIME, Span.TOMORROW))
    assert told(hall) == [(LI, at(8, 6), at(20, 6), True, "overtime")]


def test_leave_on_a_free_day_and_overtime_on_a_working_day_are_no_such_thing() -> None:
    hall = Hall()
    assert refused(hall, co.ChangeAttendance(LI, OVERTIME, Span.TOMORROW)) is Code.AWAY_ALREADY
    hall.later(days=5)
    assert refused(hall, co.ChangeAttendance(LI, LEAVE, Span.TOMORROW)) is Code.NO_SHIFT
    assert refused(hall, co.ChangeAttendance(LI, LEAVE, Span.TWO_HOURS)) is Code.WRONG_SPAN
    assert refused(hall, co.ChangeAttendance(LI, OVERTIME, Span.WEEK)) is Code.WRONG_SPAN
    assert refused(hall, co.ChangeAttendance(PersonId("x"), SICK, Span.SHIFT)) is Code.UNKNOWN_PERSON


def test_twice_two_hours_are_four() -> None:
    hall = Hall()
    for _ in range(2):
        hall.do(co.ChangeAttendance(LI, OVERTIME, Span.TWO_HOURS))
    assert [(start, end) for _, start, end, _, _ in told(hall)] == [(at(20), at(22)), (at(22), at(24))]


def test_a_leader_speaks_for_his_own_people_alone() -> None:
    hall = Hall()
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT, ZHAO))  # named as leader
    assert refused(hall, co.ChangeAttendance(ZHAO, SICK, Span.SHIFT, LI)) is Code.NOT_YOUR_PEOPLE
    assert refused(hall, co.ChangeAttendance(LI, SICK, Span.SHIFT, WANG)) is Code.NOT_YOUR_PEOPLE
    hall.do(co.ChangeAttendance(ZHAO, LEAVE, Span.SHIFT, ZHAO))  # and for himself
    shop = small_shop()
    above = replace(shop.people[ZHAO], leader=WANG)
    hall = Hall(replace(shop, people={**shop.people, ZHAO: above}))
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT, WANG))  # leads who leads


def test_what_was_told_can_be_taken_back_once() -> None:
    hall = Hall()
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT, ZHAO))
    back = co.TakeBackAttendance(LI, at(10), at(20), ZHAO)
    assert refused(hall, replace(back, by=WANG)) is Code.NOT_YOUR_PEOPLE
    hall.do(back)
    assert told(hall) == []
    assert refused(hall, back) is Code.UNKNOWN_ATTENDANCE


def test_exceptions_of_the_workbook_are_not_the_leader_s_to_take_back() -> None:
    shop = small_shop()
    hall = Hall(shop)
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT, ZHAO))
    kept = replace(hall.store.state.shop.exceptions[0], reason="training")
    hall = Hall(replace(shop, exceptions=(kept,)))
    assert refused(hall, co.TakeBackAttendance(LI, kept.start, kept.end, ZHAO)) is Code.UNKNOWN_ATTENDANCE


def test_screens_know_who_is_there_and_until_when() -> None:
    hall = Hall()
    assert standing(hall, LI) == Presence(True, at(20), "", None, ())
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT, ZHAO))
    away = standing(hall, LI)
    assert (away.works, away.until, away.away, away.away_until) == (False, at(8, 1), "sick", at(20))
    assert [one.reason for one in away.told] == ["sick"]
    hall.do(co.ChangeAttendance(WANG, OVERTIME, Span.TWO_HOURS))
    assert standing(hall, WANG).until == at(22)
    hall.later(hours=11)
    assert standing(hall, WANG).works
    assert not standing(hall, ZHAO).works
    assert standing(hall, LI).told == ()


def test_the_plan_follows_who_is_away() -> None:
    shop = small_shop()
    alone = {name: person for name, person in shop.people.items() if name != ZHAO}
    people = {name: replace(person, leader=None) for name, person in alone.items()}
    hall = Hall(replace(shop, people=people))
    hall.do(co.ChangeAttendance(WANG, SICK, Span.THREE_DAYS))
    state: State = hall.store.state
    assert needs_mending(hall.store.entries[-1].event.fact)
    assert isinstance(hall.store.entries[-1].event.fact, AttendanceChanged)
    seen = state.shop_at(NOW)
    made = plan(seen, now=NOW, seconds=0.2)
    assert not violations(problem_of(seen, NOW), made)
    bench = [made.clock.at(row.setup_start) for row in made.operations.values() if row.machine == B1]
    assert bench
    assert min(bench) >= at(8, 3)  # only Wang works at the bench
    assert fold(hall.store.entries).shop.exceptions == state.shop.exceptions


def test_a_note_of_a_shift_is_kept_in_its_department() -> None:
    hall = Hall()
    hall.do(co.NoteShift("CNC", "  spindle of 2 runs hot ", ZHAO))
    [note] = hall.store.state.notes
    assert (note.fact.department, note.fact.text, note.fact.person) == ("CNC", "spindle of 2 runs hot", ZHAO)
    assert refused(hall, co.NoteShift("CNC", "  ", ZHAO)) is Code.NOTE_EMPTY


def test_who_works_around_the_clock_has_a_shift_each_day() -> None:
    shop = small_shop()
    always = Calendar(
        CalendarId("always"), tuple(DayRule((Shift(0, 1440),), weekday=day) for day in range(7))
    )
    people = {**shop.people, LI: replace(shop.people[LI], calendar=always.id)}
    hall = Hall(replace(shop, people=people, calendars={**shop.calendars, always.id: always}))
    assert standing(hall, LI).until == at(24)
    hall.do(co.ChangeAttendance(LI, SICK, Span.SHIFT))
    assert told(hall) == [(LI, at(10), at(24), False, "sick")]
    assert standing(hall, LI).until == at(24)
