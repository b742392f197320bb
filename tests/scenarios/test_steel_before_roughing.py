"""No chip before the steel is here: roughing waits for its purchase, in the plan and at the machine."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.rules import may_start
from sprue.planning.solve import plan as planned
from sprue.shop.ids import OperationId, PartId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.supply import Supplied, SupplierDelay
from tests.core.floor.shops import LI, M1, MILL, NOW, Hall, op, small_shop

ROUGH, STEEL = OperationId("rough"), PurchaseId("PO-core")


def ordered() -> Hall:
    """A core of S136 that is promised in three days, and nothing else to do on the mills."""
    shop = small_shop()
    core = replace(shop.parts[PartId("core")], parent=None)
    steel = Purchase(STEEL, core.id, "S136", "Huaxin", promised=NOW + timedelta(days=3))
    return Hall(
        replace(
            shop,
            parts={core.id: core},
            operations={ROUGH: op("rough", "core", 10, MILL)},
            purchases={STEEL: steel},
        )
    )


def start_of(hall: Hall) -> datetime:
    now = hall.clock.moment
    made = planned(hall.store.state.shop_at(now), now=now, iterations=0)
    return made.clock.at(made.operations[ROUGH].setup_start)


def test_roughing_is_planned_for_when_its_steel_is_promised_and_moves_with_the_promise() -> None:
    hall = ordered()
    assert start_of(hall) >= NOW + timedelta(days=3)
    hall.do(co.PromisePurchase(STEEL, NOW + timedelta(days=5)))
    assert start_of(hall) >= NOW + timedelta(days=5)
    hall.do(mc.ScanGoods(("purchase:PO-core",), mc.Handed.RECEIVED, person=LI))
    assert start_of(hall) < NOW + timedelta(days=1)


def test_nobody_begins_before_the_steel_was_scanned_in() -> None:
    hall = ordered()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    with pytest.raises(Refusal) as caught:
        may_start(co.Start(ROUGH, M1, LI), hall.store.state, NOW)
    assert caught.value.code is Code.MATERIAL_MISSING
    hall.do(mc.ScanGoods(("core",), mc.Handed.RECEIVED, person=LI))
    may_start(co.Start(ROUGH, M1, LI), hall.store.state, NOW)


def test_a_supplier_who_is_always_two_days_late_is_planned_so_when_that_is_switched_on() -> None:
    hall = ordered()
    hall.do(mc.LearnSuppliers((SupplierDelay("Huaxin", Supplied.PURCHASE, 2 * 1440, 7),)))
    assert start_of(hall) >= NOW + timedelta(days=5)
    hall.do(mc.LearnSuppliers(()))
    assert start_of(hall) < NOW + timedelta(days=5)
