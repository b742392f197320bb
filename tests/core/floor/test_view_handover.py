"""What a shift hands over: a page that nobody has to write."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.live import live_from_published, order_of
from sprue.floor.view.handover import Handover, departments_of, handover, shift_windows, window_at
from sprue.floor.view.hours import Hours
from sprue.floor.view.waits import What, sight_of
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import CalendarId, OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.records import Work
from tests.core.floor.shops import E1, EDM, LI, M1, MILL, NOW, WANG, ZHAO, Hall, op, small_plan, small_shop

MILLING = OperationId("mill")
DAY = NOW - timedelta(hours=10)


def hall() -> Hall:
    found = Hall()
    found.do(co.PublishPlan(small_plan()))
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def page(found: Hall, department: str = "CNC") -> Handover:
    state, now = found.store.state, found.clock.moment
    assert state.plan is not None
    plan = live_from_published(state.plan)
    hours = Hours(state.shop, now)
    window = shift_windows(hours, state.shop, department, now)[-1]
    return handover(sight_of(state, now), hours, plan, order_of(plan), department, window)


def test_shifts_are_those_of_the_department_s_people_with_their_breaks() -> None:
    shop = small_shop()
    windows = shift_windows(Hours(shop, NOW), shop, "cnc", NOW)
    assert [(w.start, w.end) for w in windows][-2:] == [
        (DAY - timedelta(days=2) + timedelta(hours=8), DAY - timedelta(days=2) + timedelta(hours=20)),
        (DAY + timedelta(hours=8), DAY + timedelta(hours=20)),
    ]
    assert not windows[-1].night
    assert window_at(windows, DAY + timedelta(hours=20)) == windows[-1]
    assert window_at(windows, NOW) is None
    assert departments_of(shop) == ("CNC", "EDM", "Fitting", "Trial", "maintenance")


def test_two_calendars_are_two_shifts_and_one_s_leave_is_not_the_shift_s() -> None:
    shop = small_shop()
    nights = Calendar(CalendarId("nights"), (DayRule((Shift(20 * 60, 30 * 60),), weekday=6),))
    people = {**shop.people, ZHAO: replace(shop.people[ZHAO], department="CNC", calendar=nights.id)}
    found = Hall(replace(shop, people=people, calendars={**shop.calendars, nights.id: nights}))
    found.do(co.ChangeAttendance(LI, co.Attendance.SICK, co.Span.SHIFT))
    state = found.store.state
    windows = shift_windows(Hours(state.shop, NOW), state.shop, "CNC", NOW)
    assert [w.night for w in windows[-2:]] == [True, False]
    assert windows[-2].end - windows[-2].start == timedelta(hours=10)
    assert windows[-1].end == DAY + timedelta(hours=20)


def test_what_was_done_is_held_against_the_plan() -> None:
    found = hall()
    found.do(co.Start(MILLING, M1, LI))
    found.later(minutes=170)
    found.do(co.Finish(MILLING, LI))
    seen = page(found)
    assert [(one.operation, one.machine, one.person, one.late) for one in seen.done] == [
        (MILLING, M1, LI, 20)
    ]
    assert seen.planned == 2  # mill and plate-1 end in this shift
    found.later(hours=6)
    late = page(found)
    assert [(one.operation, one.work) for one in late.undone] == [(OperationId("plate-1"), Work.WAITING)]


def test_what_runs_on_is_told_and_whether_somebody_is_with_it() -> None:
    found = hall()
    found.do(co.Start(MILLING, M1, LI))
    [one] = page(found).running
    assert (one.operation, one.alone, one.work) == (MILLING, False, Work.RUNNING)
    found.do(co.Finish(MILLING, LI))
    found.do(co.ChangeGate(OperationId("erode"), GateKind.ELECTRODE, GateState.OK))
    found.do(co.BadgeIn(person=LI, machine=E1))
    found.do(co.Start(OperationId("erode"), E1, LI))
    found.later(hours=2)
    assert page(found).running == ()  # another department's
    [alone] = page(found, "EDM").running
    assert alone.alone  # ten hours of erosion end after eight in the evening


def test_problems_next_jobs_absences_and_notes() -> None:
    found = hall()
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M1, person=LI, note="spindle"))
    found.do(co.ChangeAttendance(LI, co.Attendance.LEAVE, co.Span.TOMORROW, ZHAO))
    found.do(co.ChangeAttendance(WANG, co.Attendance.SICK, co.Span.SHIFT))
    found.do(co.NoteShift("cnc", "mind the clamps", ZHAO))
    found.later(minutes=5)
    seen = page(found)
    assert [(one.problem, one.minutes) for one in seen.open] == [("p", 5)]
    assert [(one.person, one.told.reason) for one in seen.away] == [(LI, "leave")]
    assert [note.fact.text for note in seen.notes] == ["mind the clamps"]
    [first, second] = seen.coming
    assert (first.operation, first.machine, first.waits) == (MILLING, M1, ())
    assert [wait.what for wait in second.waits] == [What.MATERIAL, What.DRAWING]
    assert page(found, "maintenance").open == seen.open  # its department is called
    found.do(co.Resolve(ProblemId("p"), ZHAO))
    assert page(found).open == ()


@pytest.mark.parametrize("department", ["CNC", "EDM", "Fitting", "Trial", "maintenance"])
def test_a_shop_without_a_report_has_a_page_all_the_same(department: str) -> None:
    seen = page(hall(), department)
    assert (seen.done, seen.undone, seen.open, seen.notes, seen.questions) == ((), (), (), (), 0)


def test_a_machine_of_two_departments_is_told_to_both() -> None:
    shop = small_shop()
    both = replace(shop.machines[M1], kinds=(MILL, EDM))
    extra = op("burn", "plate", 40, EDM)
    machines = {**shop.machines, M1: both}
    operations = {**shop.operations, extra.id: extra}
    found = Hall(replace(shop, machines=machines, operations=operations))
    found.do(co.PublishPlan(small_plan()))
    found.do(co.BadgeIn(person=LI, machine=M1))
    found.do(co.Start(MILLING, M1, LI))
    assert [one.operation for one in page(found).running] == [MILLING]
    assert [one.operation for one in page(found, "EDM").running] == [MILLING]


def test_a_team_of_several_departments_has_one_page() -> None:
    found = hall()
    found.do(co.Start(MILLING, M1, LI))
    found.do(co.NoteShift("cnc,edm", "clean the filters", ZHAO))
    seen = page(found, "edm, CNC")
    assert [one.operation for one in seen.running] == [MILLING]
    assert [note.fact.text for note in page(found, "EDM").notes] == ["clean the filters"]
    assert page(found, "Trial").notes == ()
