"""What a planner sees of a machine that is down."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sprue.floor.commands import PutUp, RaiseProblem, TakeDown, Undo
from sprue.shop.calendar import CalendarException
from sprue.shop.gates import OK
from sprue.shop.ids import OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.routing import Mode, Status
from sprue.shop.state import State
from tests.core.floor.shops import E1, M1, NOW, Hall, small_shop


def down_until(end: datetime, now: datetime = NOW) -> tuple[CalendarException, ...]:
    return (CalendarException(M1, now, end, open=False, reason="down"),)


def state_of(hall: Hall) -> State:
    return hall.store.state


def test_a_machine_that_is_down_is_closed_until_it_is_expected_up() -> None:
    hall = Hall()
    hall.do(TakeDown(M1, NOW + timedelta(hours=9)))
    assert state_of(hall).shop_at(NOW).exceptions == down_until(NOW + timedelta(hours=9))


def test_where_nobody_says_when_it_is_closed_for_four_hours_from_now() -> None:
    hall = Hall()
    hall.do(TakeDown(M1))
    later = NOW + timedelta(hours=3)
    assert state_of(hall).shop_at(later).exceptions == down_until(later + timedelta(hours=4), later)


def test_an_expectation_that_is_over_leaves_half_an_hour() -> None:
    hall = Hall()
    hall.do(TakeDown(M1, NOW + timedelta(minutes=10)))
    assert state_of(hall).shop_at(NOW).exceptions == down_until(NOW + timedelta(minutes=30))


def test_a_machine_that_is_up_again_is_open() -> None:
    hall = Hall()
    hall.do(TakeDown(M1))
    hall.do(PutUp(M1))
    assert state_of(hall).shop_at(NOW) == state_of(hall).floor_at(NOW)


def test_taking_a_machine_problem_back_brings_the_machine_up() -> None:
    hall = Hall()
    hall.do(RaiseProblem(ProblemId("p1"), ProblemKind.MACHINE, machine=M1))
    assert state_of(hall).shop_at(NOW).exceptions == down_until(NOW + timedelta(hours=4))
    hall.do(Undo(hall.last))
    assert state_of(hall).shop_at(NOW).exceptions == ()


@pytest.mark.parametrize(("down", "mode"), [(False, Mode.UNATTENDED), (True, Mode.ATTENDED)])
def test_what_ran_alone_on_a_machine_that_is_down_needs_working_time_again(down: bool, mode: Mode) -> None:
    shop = small_shop()
    erode = shop.operations[OperationId("erode")]
    shop = replace(
        shop,
        operations={
            **shop.operations,
            erode.id: replace(erode, electrode=OK, status=Status.RUNNING, machine=E1, started=NOW),
        },
    )
    hall = Hall(shop)
    if down:
        hall.do(TakeDown(E1))
    seen = state_of(hall)
    assert seen.shop_at(NOW).operations[erode.id].mode is mode
    assert seen.floor_at(NOW).operations[erode.id].mode is Mode.UNATTENDED
