"""All parts of one half must be present (齐套) before it is assembled; who is short makes the mold late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.live import live_from_mended
from sprue.floor.refusal import Code, Refusal
from sprue.floor.rules import may_start
from sprue.floor.view.hours import Hours
from sprue.floor.view.kit import kit_of, shortages_of
from sprue.floor.view.waits import sight_of
from sprue.planning.solve import plan as planned
from sprue.shop.events import ShopAmended
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import OperationId, PartId, PurchaseId
from sprue.shop.routing import Status
from tests.core.floor.shops import B1, WANG, Hall

ASSEMBLE = OperationId("assemble")


def test_one_bought_part_without_a_date_blocks_the_assembly_until_the_buyer_has_one() -> None:
    hall = Hall()
    now, state = hall.clock.moment, hall.store.state
    hall.do(co.BadgeIn(person=WANG, machine=B1))
    with pytest.raises(Refusal) as caught:
        may_start(co.Start(ASSEMBLE, B1, WANG), state, now)
    assert caught.value.code is Code.PREDECESSOR_OPEN
    made = planned(state.shop_at(now), now=now, iterations=0)
    assert ASSEMBLE in {one.operation for one in made.blocked}
    hall.do(co.PromisePurchase(PurchaseId("pins"), now + timedelta(days=30)))
    hall.do(co.ChangeGate(OperationId("erode"), GateKind.ELECTRODE, GateState.OK))
    on_hold = state.shop.operations[OperationId("held")]
    hall.do(co.AmendShop(ShopAmended(operations=(replace(on_hold, status=Status.WAITING),))))
    made = planned(state.shop_at(now), now=now, iterations=0)
    live = live_from_mended(made, 1)
    assert live.rows[ASSEMBLE].setup >= now + timedelta(days=30)
    found = shortages_of(sight_of(state, now), live, Hours(state.shop, now))
    pins = next(one for one in found if one.piece.purchase == "pins")
    # Everything else is there weeks before: the pins make the mold late, and the list says so.
    assert found[0] is pins
    assert pins.short is not None
    assert pins.short > 20 * 1440
    assert pins.slips is not None
    assert pins.slips > 0
    assert {piece.id for piece in kit_of(sight_of(state, now), live, ASSEMBLE).missing} >= {"pins"}


def test_a_purchase_placed_late_moves_the_plan_at_once() -> None:
    hall = Hall()
    now, state = hall.clock.moment, hall.store.state
    mill = OperationId("mill")
    assert planned(state.shop_at(now), now=now, iterations=0).operations[mill].setup_start == 0
    hall.do(mc.PlacePurchase(PartId("core"), "1.2343", promised=now + timedelta(days=3)))
    made = planned(state.shop_at(now), now=now, iterations=0)
    assert made.clock.at(made.operations[mill].setup_start) >= now + timedelta(days=3)
