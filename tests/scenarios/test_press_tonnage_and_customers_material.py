"""A trial takes a press that can hold the mold closed, and waits for the material that the customer gives."""

from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor import trial_commands as tc
from sprue.floor.refusal import Code, Refusal
from sprue.shop.ids import PurchaseId
from tests.core.floor.shops import NOW, P1, WANG, Hall
from tests.core.floor.test_trials import P2, TRIAL, trial_shop
from tests.scenarios.planned import asked, begins, place, planned


def test_the_trial_is_planned_on_the_press_that_is_strong_enough() -> None:
    assert place(planned(Hall(trial_shop())), TRIAL) == P2


def test_a_weak_press_is_neither_booked_nor_used() -> None:
    hall = Hall(trial_shop())
    with pytest.raises(Refusal) as caught:
        hall.do(tc.BookTrial(TRIAL, P1, NOW + timedelta(days=1)))
    assert caught.value.code is Code.PRESS_TOO_WEAK
    hall.do(co.BadgeIn(person=WANG, machine=P1))
    assert asked(hall, co.Start(TRIAL, P1, WANG)) == Code.PRESS_TOO_WEAK


def test_a_booked_trial_begins_when_it_is_booked_and_not_before_its_material_is_here() -> None:
    hall = Hall(trial_shop())
    start = NOW + timedelta(days=3)
    hall.do(tc.BookTrial(TRIAL, P2, start, "PA66 GF30", NOW + timedelta(days=2)))
    assert begins(planned(hall), TRIAL) == start
    hall.do(co.BadgeIn(person=WANG, machine=P2))
    assert asked(hall, co.Start(TRIAL, P2, WANG)) == Code.MATERIAL_MISSING
    hall.do(co.ReceiveMaterial(PurchaseId(f"{TRIAL}-MAT")))
    assert hall.do(co.Start(TRIAL, P2, WANG)).reason == ""


def test_material_that_comes_later_than_the_booking_moves_the_trial() -> None:
    hall = Hall(trial_shop())
    late = NOW + timedelta(days=5)
    hall.do(tc.BookTrial(TRIAL, P2, NOW + timedelta(days=1), "PA66 GF30", late))
    assert begins(planned(hall), TRIAL) >= late
