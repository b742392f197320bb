"""An engineering change: started parts are stopped, changed or scrapped by a decision, with a trail."""

from datetime import timedelta

import pytest

from sprue.floor import change_commands as cc
from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.shop.changes import Handling
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from tests.core.floor.shops import E1, LI, MILL, NOW, ZHAO, Hall
from tests.core.floor.test_changes import CORE, ECN, KEPT, opened, part, record
from tests.scenarios.planned import asked, begins, ends, planned

BURN, COAT = OperationId("erode"), OperationId("coat")


def burning() -> Hall:
    """A change of the core is wanted while the core is burned."""
    hall = opened()
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(BURN, E1, LI))
    hall.later(hours=1)
    return hall


def test_wanting_a_change_breaks_nothing_off_and_moves_nothing() -> None:
    hall = burning()
    assert hall.store.state.operation(BURN).work is Work.RUNNING
    assert COAT in planned(hall).operations


def test_a_change_is_not_taken_before_started_work_is_decided() -> None:
    hall = burning()
    with pytest.raises(Refusal) as caught:
        hall.do(cc.TakeChange(ECN, (KEPT,)))
    assert caught.value.code is Code.NOT_DECIDED


def test_a_stop_takes_the_rest_of_the_part_out_of_the_plan_until_it_is_released() -> None:
    hall = burning()
    hall.do(cc.TakeChange(ECN, (part(CORE, Handling.STOP), KEPT), person=ZHAO))
    assert hall.store.state.operation(BURN).work is Work.PAUSED
    assert COAT not in planned(hall).operations
    assert asked(hall, co.Start(COAT)) == Code.HELD
    hall.do(cc.ReleaseChange(ECN, person=ZHAO))
    assert COAT in planned(hall).operations


def test_rework_is_planned_between_what_was_cut_and_the_rest() -> None:
    hall = opened()
    hall.do(cc.TakeChange(ECN, (part(CORE, Handling.REWORK, work=MILL, minutes=90), KEPT)))
    (rework,) = record(hall).made[0].new
    assert begins(planned(hall), BURN) >= ends(planned(hall), rework)


def test_a_scrapped_part_is_planned_from_its_new_steel_on() -> None:
    hall = burning()
    steel = NOW + timedelta(days=4)
    scrap = part(CORE, Handling.SCRAP, material=True, promised=steel)
    hall.do(cc.TakeChange(ECN, (scrap, KEPT), person=ZHAO))
    made = planned(hall)
    assert begins(made, "mill-ECN-001") >= steel
    assert begins(made, "erode-ECN-001") >= ends(made, "mill-ECN-001")
    assert begins(made, COAT) >= ends(made, "erode-ECN-001")


def test_the_trail_tells_who_decided_what_and_what_came_of_it() -> None:
    hall = burning()
    hall.do(cc.TakeChange(ECN, (part(CORE, Handling.STOP), KEPT), "wait for drawing B", ZHAO))
    known = record(hall)
    assert [(step.what, step.person) for step in known.trail] == [
        ("ChangeOpened", ZHAO),
        ("ChangeTaken", ZHAO),
    ]
    assert known.trail[-1].note == "wait for drawing B"
    core = next(one for one in known.made if one.id == CORE)
    assert (core.held, core.paused) == ((COAT,), (BURN,))
