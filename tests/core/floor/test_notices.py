"""Who is told of which step, and from when on."""

from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.notices import Notice, is_needed, notice_of, silent_until
from sprue.shop.ids import OperationId, PersonId, ProblemId
from sprue.shop.problem_state import ProblemFact
from sprue.shop.problems import DEFAULT_RULES, ProblemKind, ProblemRules, Silence
from sprue.shop.shop import Settings
from tests.core.floor.nights import DUTY, Night
from tests.core.floor.shops import LI, M1, NOW

P = ProblemId("p")
NIGHTLY = Silence(22 * 60, 6 * 60)
SHANGHAI = Settings(timezone="Asia/Shanghai")


def last(night: Night) -> Notice | None:
    """The notice of the last step of a problem."""
    steps = [entry for entry in night.store.entries if isinstance(entry.event.fact, ProblemFact)]
    return notice_of(steps[-1], night.store.state)


@pytest.mark.parametrize(
    ("hours", "waits"),
    [(0, 0), (11.99, 0), (12, 8), (13.5, 6.5), (19.5, 0.5), (20, 0)],
)
def test_silent_hours_go_over_midnight(hours: float, waits: float) -> None:
    at = NOW + timedelta(hours=hours)  # NOW is 10:00
    assert silent_until(NIGHTLY, at, SHANGHAI) - at == timedelta(hours=waits)


def test_silent_hours_within_a_day_and_none_at_all() -> None:
    lunch = Silence(12 * 60, 13 * 60)
    assert silent_until(lunch, NOW + timedelta(hours=2), SHANGHAI) == NOW + timedelta(hours=3)
    assert silent_until(lunch, NOW + timedelta(hours=3), SHANGHAI) == NOW + timedelta(hours=3)
    assert silent_until(Silence(600, 600), NOW, SHANGHAI) == NOW


@pytest.mark.parametrize(
    ("kind", "waits"), [(ProblemKind.DRAWING, 8), (ProblemKind.COLLISION, 0), (ProblemKind.PROGRAM, 0)]
)
def test_at_night_only_first_calls_that_can_wait_do(kind: ProblemKind, waits: float) -> None:
    """A collision is urgent by its kind, the programmer has the duty: both are told."""
    night = Night()
    night.do(co.ChangeProblemRules(ProblemRules(DEFAULT_RULES, NIGHTLY)))
    night.do(co.ChangeDutyList((DUTY,)))
    night.later(hours=12)
    night.do(co.RaiseProblem(P, kind, operation=OperationId("coat"), person=LI))
    notice = last(night)
    assert notice is not None
    assert notice.not_before - notice.at == timedelta(hours=waits)


def test_an_unattended_stop_that_can_wait_waits_for_the_morning_shift() -> None:
    night = Night()
    night.later(hours=15)
    night.do(co.RaiseProblem(P, ProblemKind.UNATTENDED_STOP, operation=OperationId("coat")))
    notice = last(night)
    assert notice is not None
    assert notice.not_before == NOW + timedelta(hours=22)


def test_levels_are_told_at_any_hour_to_whom_they_call() -> None:
    night = Night()
    night.do(co.ChangeProblemRules(ProblemRules(DEFAULT_RULES, NIGHTLY)))
    night.later(hours=13)
    night.do(co.RaiseProblem(P, ProblemKind.COLLISION, M1, person=LI))
    night.later(minutes=6)
    night.watch()
    notice = last(night)
    assert notice is not None
    assert notice.not_before == notice.at
    assert {"equipment_engineer", "workshop_manager"} <= notice.names
    assert {PersonId("maintenance"), PersonId("workshop")} <= {*notice.people}


def test_an_answer_is_reported_to_the_raiser_and_all_who_were_called() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.COLLISION, M1, person=LI))
    night.later(minutes=6)
    night.watch()
    night.do(co.Answer(P, PersonId("bat")))
    notice = last(night)
    assert notice is not None
    assert (notice.report, notice.people[0]) == (True, LI)
    assert PersonId("workshop") in notice.people
    assert "team_leader" in notice.names


def test_nobody_is_told_of_an_acknowledgement_or_of_what_is_gone() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.OTHER, M1, person=LI))
    raised = next(e for e in night.store.entries if isinstance(e.event.fact, ProblemFact))
    night.do(co.Undo(night.last))
    assert notice_of(raised, night.store.state) is None
    night.do(co.RaiseProblem(P, ProblemKind.OTHER, M1, person=LI))
    night.do(co.Acknowledge(P))
    assert last(night) is None


def test_a_call_that_waited_is_needed_while_nobody_has_it() -> None:
    night = Night()
    assert not is_needed(1, None)
    night.do(co.RaiseProblem(P, ProblemKind.OTHER, M1, person=LI))
    assert is_needed(1, night.store.state.problems[P])
    night.do(co.Acknowledge(P))
    assert not is_needed(1, night.store.state.problems[P])
