"""Electrodes: a burn begins when all of its electrodes are made and measured; one serves several burns."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor import electrode_commands as ec
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.electrodes import burns_of, electrodes_of
from sprue.floor.view.waits import Wait, What, sight_of
from sprue.shop.gates import NOT_NEEDED, OK, Gate
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop
from tests.core.floor.shops import E1, EDM, LI, M1, MILL, MOLD, NOW, Hall, op, small_shop

BURN, SECOND, CUT = OperationId("erode"), OperationId("burn-2"), OperationId("e01-mill")
E01 = PartId("e01")


def burning_shop(*more: Operation, gate: Gate = NOT_NEEDED) -> Shop:
    """The small shop: the milled core is burned with E-01, which a second burn of the pins needs too."""
    shop = small_shop()
    mill = replace(shop.operations[OperationId("mill")], status=Status.DONE)
    burn = replace(shop.operations[BURN], joins=True, electrode=gate)
    own = (mill, burn, op("e01-mill", "e01", 10, MILL), op("burn-2", "pins", 10, EDM, after=(CUT,)), *more)
    purchases = {p.id: replace(p, received=NOW) for p in shop.purchases.values()}
    return replace(
        shop,
        parts=shop.parts | {E01: Part(E01, MOLD, "E-01", "electrode_copper", PartId("core"))},
        operations=shop.operations | {o.id: o for o in own},
        purchases=purchases,
    )


def milled(shop: Shop, operation: OperationId = CUT) -> Hall:
    hall = Hall(shop)
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(operation, M1, LI))
    hall.later(minutes=30)
    hall.do(co.Finish(operation, LI))
    return hall


def waits(hall: Hall, burn: OperationId) -> list[Wait]:
    return [*sight_of(hall.store.state, hall.clock.moment).waits_for(burn)]


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    return caught.value.code


def test_one_electrode_serves_several_burns() -> None:
    sight = sight_of(Hall(burning_shop()).store.state, NOW)
    index, shop = sight.index, sight.state.shop
    assert electrodes_of(index, shop, BURN) == electrodes_of(index, shop, SECOND) == [E01]
    assert set(burns_of(index, shop, E01)) == {BURN, SECOND}


def test_a_burn_waits_until_its_electrode_is_milled_and_then_until_it_is_measured() -> None:
    hall = Hall(burning_shop())
    for burn in (BURN, SECOND):
        assert waits(hall, burn) == [Wait(What.OPERATION, CUT)]
    hall = milled(burning_shop())
    for burn in (BURN, SECOND):
        assert waits(hall, burn) == [Wait(What.ELECTRODE, E01)]
    hall.do(co.BadgeIn(person=LI, machine=E1))
    # A report is kept: it becomes a question, and nothing burns.
    assert hall.do(co.Start(BURN, E1, LI)).reason == Code.GATE_CLOSED
    assert hall.store.state.operation(BURN).work is Work.WAITING
    hall.do(ec.MeasureElectrode(E01, ok=True, deviation=Decimal("0.006"), person=LI))
    assert waits(hall, SECOND) == []
    hall.do(co.Start(BURN, E1, LI))


def test_what_is_not_milled_is_not_measured() -> None:
    hall = Hall(burning_shop())
    assert refused(hall, ec.MeasureElectrode(E01, ok=True)) is Code.NOT_MADE
    assert refused(hall, ec.MeasureElectrode(PartId("plate"), ok=True)) is Code.NO_ELECTRODE


def test_a_bad_electrode_is_mended_and_measured_again_before_it_burns() -> None:
    hall = milled(burning_shop())
    assert refused(hall, ec.MeasureElectrode(E01, ok=False)) is Code.MINUTES_NEEDED
    hall.do(ec.MeasureElectrode(E01, ok=False, deviation=Decimal("0.05"), note="Edge broken", minutes=40))
    mending = OperationId("e01-M1")
    added = hall.store.state.shop.operations[mending]
    assert (added.kind, added.run_minutes, added.name) == (MILL, Decimal(40), "Edge broken")
    for burn in (BURN, SECOND):
        assert waits(hall, burn) == [Wait(What.OPERATION, mending)]
    hall.do(co.Start(mending, M1, LI))
    hall.do(co.Finish(mending, LI))
    assert waits(hall, BURN) == [Wait(What.ELECTRODE, E01)]
    hall.do(ec.MeasureElectrode(E01, ok=True))
    assert waits(hall, BURN) == waits(hall, SECOND) == []


def test_a_step_that_measures_is_believed() -> None:
    inspect = replace(op("e01-cmm", "e01", 20, MILL), name="Electrode inspection")
    hall = milled(burning_shop(inspect))
    hall.do(co.Start(inspect.id, M1, LI))
    hall.do(co.Finish(inspect.id, LI))
    assert waits(hall, BURN) == []


def test_an_open_gate_of_the_burn_is_somebodys_word_too() -> None:
    hall = milled(burning_shop(gate=OK))
    assert waits(hall, BURN) == []


def test_what_was_made_before_the_shop_came_in_is_believed() -> None:
    shop = burning_shop()
    done = replace(shop.operations[CUT], status=Status.DONE)
    hall = Hall(replace(shop, operations=shop.operations | {CUT: done}))
    assert waits(hall, BURN) == []
