"""Pictures of a problem: taken while it is open, a few of them."""

import pytest

from sprue.floor import commands as co
from sprue.floor.handling import MOST_PHOTOS
from sprue.floor.refusal import Code, Refusal
from sprue.shop.ids import ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.state import fold
from tests.core.floor.shops import LI, M1, ZHAO, Hall

P = ProblemId("p")


def broken() -> Hall:
    hall = Hall()
    hall.do(co.RaiseProblem(P, ProblemKind.MACHINE, M1, person=LI))
    return hall


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as error:
        hall.do(command)
    return error.value.code


def test_pictures_stand_in_the_order_in_which_they_came_and_change_nothing_else() -> None:
    hall = broken()
    before = hall.store.state.problems[P]
    for name in ("one.jpg", "two.jpg"):
        hall.do(co.PictureProblem(P, name, LI))
    after = hall.store.state.problems[P]
    assert after.photos == ("one.jpg", "two.jpg")
    assert (after.status, after.calls, after.history) == (before.status, before.calls, before.history)
    assert fold(hall.store.entries).problems == hall.store.state.problems


def test_a_solved_or_unknown_problem_takes_none_and_an_open_one_not_without_end() -> None:
    hall = broken()
    assert refused(hall, co.PictureProblem(ProblemId("x"), "a.jpg")) is Code.UNKNOWN_PROBLEM
    for number in range(MOST_PHOTOS):
        hall.do(co.PictureProblem(P, f"{number}.jpg"))
    assert refused(hall, co.PictureProblem(P, "more.jpg")) is Code.TOO_MANY_PHOTOS
    hall.do(co.Resolve(P, ZHAO))
    assert refused(hall, co.PictureProblem(P, "late.jpg")) is Code.PROBLEM_CLOSED
