"""Timers that nobody stopped rest at the end of the shift, and somebody decides whether the work was done."""

from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor import forgotten
from sprue.floor.refusal import Code, Refusal
from sprue.shop import events as ev
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from tests.core.floor.shops import LI, M1, NOW, WANG, Hall

MILL = OperationId("mill")
#: Monday 20:00 in Shanghai, when the day shift ends.
END = NOW + timedelta(hours=10)


def hall() -> Hall:
    """Li has signed in at the first mill on Monday morning."""
    found = Hall()
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def at_night(found: Hall, hours: float = 11) -> list[forgotten.Forgotten]:
    return forgotten.due(found.store.state, NOW + timedelta(hours=hours))


def started() -> Hall:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    return found


def test_work_is_not_forgotten_over_lunch_nor_a_moment_after_the_shift() -> None:
    found = started()
    assert [at_night(found, hours) for hours in (2.5, 9.9, 10.4)] == [[], [], []]
    assert at_night(found) == [forgotten.Forgotten(MILL, END)]


def test_a_forgotten_timer_rests_as_of_the_end_of_the_shift_and_is_a_question() -> None:
    found = started()
    found.clock.moment = NOW + timedelta(hours=11)
    found.do(co.CloseTimer(MILL), happened_at=END)
    state = found.store.state
    assert (state.operation(MILL).work, state.operation(MILL).reason) == (Work.PAUSED, "forgotten")
    assert state.people[LI].since is None
    question_id, question = next(iter(state.questions.items()))
    assert question.fact == ev.ReportQuestioned("finish", "forgotten", MILL, M1, LI)
    assert at_night(found, 12) == []
    found.do(co.DecideQuestion(question_id, accepted=True))
    assert (state.operation(MILL).work, state.operation(MILL).finished) == (Work.DONE, END)


def test_a_declined_one_goes_on_in_the_morning() -> None:
    found = started()
    found.clock.moment = NOW + timedelta(hours=11)
    found.do(co.CloseTimer(MILL), happened_at=END)
    question = next(iter(found.store.state.questions))
    found.do(co.DecideQuestion(question, accepted=False))
    found.do(co.BadgeIn(person=LI, machine=M1))
    found.do(co.Resume(MILL, LI))
    assert found.store.state.operation(MILL).work is Work.RUNNING


def test_work_that_was_stopped_just_now_is_left_alone() -> None:
    found = started()
    found.do(co.Finish(MILL, LI))
    found.clock.moment = NOW + timedelta(hours=11)
    with pytest.raises(Refusal) as caught:
        found.do(co.CloseTimer(MILL), happened_at=END)
    assert caught.value.code is Code.NOT_DUE


def test_overtime_is_forgotten_at_the_end_of_the_next_shift_only() -> None:
    found = hall()
    found.clock.moment = END + timedelta(hours=1)
    found.do(co.Start(MILL, M1, LI))
    assert at_night(found, 14) == []
    assert [timer.at for timer in at_night(found, 35)] == [END + timedelta(days=1)]


def test_it_is_not_forgotten_where_somebody_of_the_next_shift_stands() -> None:
    found = started()
    found.do(co.BadgeIn(person=WANG, machine=M1))
    assert at_night(found, 23) == [], "Tuesday morning"
    assert at_night(found, 12) == [forgotten.Forgotten(MILL, END)], "at night nobody is there"
