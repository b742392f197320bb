"""An order comes in on Monday; its mold is planned before anybody has drawn a part."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

import pytest

from sprue.floor import commands as co
from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import make_shop
from sprue.shop.events import ShopAmended
from sprue.shop.gates import CLOSED, NOT_NEEDED
from sprue.shop.ids import MoldId, OperationId, OrderId, PersonId
from sprue.shop.marks import is_template
from sprue.shop.orders import MoldClass
from sprue.shop.records import Work
from sprue.shop.routing import Milestone, Status
from sprue.shop.shop import Shop
from sprue.shop.state import State
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall

NEW = MoldId("M2650")


def asked(**more: object) -> mc.NewMold:
    """What the customer wants, with a trial in twelve weeks."""
    known = {
        "name": "Bumper bracket",
        "order": OrderId("A-2650"),
        "customer": "Nordlicht",
        "market": "EU",
        "value": Decimal(64000),
        "currency": "EUR",
        "trial_due": NOW + timedelta(weeks=12),
        "due": NOW + timedelta(weeks=16),
        "weight": Decimal(2),
    }
    return mc.NewMold(NEW, **{**known, **more})  # type: ignore[arg-type]  # its fields, by name


def work_of(state: State, mold: MoldId) -> dict[OperationId, Work]:
    parts = {part.id for part in state.shop.parts.values() if part.mold == mold}
    return {o.id: state.operation(o.id).work for o in state.shop.operations.values() if o.part in parts}


def hall(shop: Shop | None = None) -> Hall:
    return Hall(shop)


@lru_cache
def working_shop() -> tuple[Shop, Plan]:
    shop = make_shop(30, 3, 1.0)
    return shop, plan(shop, now=NOW, iterations=0)


@pytest.mark.parametrize("mold_class", list(MoldClass))
def test_a_mold_taken_without_a_bom_is_in_the_live_plan_at_once(mold_class: MoldClass) -> None:
    shop, published = working_shop()
    floor = hall(shop)
    floor.do(mc.TakeMold(asked(), mold_class))
    state = floor.store.state
    mended = mend(state.shop_at(NOW), published, now=NOW)
    new = work_of(state, NEW)
    assert set(new) <= set(mended.operations), "all of it has a time and a place"
    assert set(published.operations) <= set(mended.operations)
    milestones = {state.shop.operations[name].milestone for name in new} - {None}
    assert milestones == {Milestone.T1, Milestone.DELIVERY}


def test_order_and_dates_are_kept_and_every_part_says_that_it_is_a_template() -> None:
    floor = hall()
    floor.do(mc.TakeMold(asked(), MoldClass.S))
    shop = floor.store.state.shop
    order, mold = shop.orders[OrderId("A-2650")], shop.molds[NEW]
    assert (order.customer, order.value, order.currency, order.received) == (
        "Nordlicht",
        Decimal(64000),
        "EUR",
        NOW,
    )
    assert (mold.order, mold.mold_class, mold.weight) == (order.id, MoldClass.S, Decimal(2))
    parts = [part for part in shop.parts.values() if part.mold == NEW]
    assert all(is_template(part) and part.id.startswith("M2650-") for part in parts)
    assert all(is_template(shop.operations[name]) for name in work_of(floor.store.state, NEW))
    assert not any(is_template(part) for part in shop.parts.values() if part.mold == MOLD)


def test_a_second_mold_of_a_known_order_leaves_the_order_alone() -> None:
    floor = hall()
    before = floor.store.state.shop.orders[OrderId("O1")]
    floor.do(mc.TakeMold(asked(order=OrderId("O1"), customer="somebody else"), MoldClass.S))
    assert floor.store.state.shop.orders[OrderId("O1")] == before
    assert floor.store.state.shop.molds[NEW].order == "O1"


def test_two_planners_take_the_same_number_and_the_second_is_told() -> None:
    floor = hall()
    floor.do(mc.TakeMold(asked(), MoldClass.S))
    with pytest.raises(Refusal) as caught:
        floor.do(mc.TakeMold(asked(customer="another"), MoldClass.L))
    assert caught.value.code is Code.MOLD_KNOWN


def test_nobody_unknown_takes_a_mold() -> None:
    with pytest.raises(Refusal) as caught:
        hall().do(mc.TakeMold(asked(), MoldClass.S, person=PersonId("nobody")))
    assert caught.value.code is Code.UNKNOWN_PERSON


def worked() -> Hall:
    """The small shop in which milling took four hours of its shift instead of two and a half."""
    floor = hall()
    floor.do(co.BadgeIn(person=LI, machine=M1))
    floor.do(co.Start(OperationId("mill"), M1, LI))
    floor.later(hours=6)  # 10:00 to 16:00 with an hour's rest
    floor.do(co.Finish(OperationId("mill"), LI))
    return floor


@pytest.mark.parametrize("actual", [True, False])
def test_a_copy_knows_what_finished_work_took_where_the_planner_wants_it(actual: bool) -> None:
    floor = worked()
    floor.do(mc.CopyMold(asked(), MOLD, actual=actual))
    state = floor.store.state
    mill = state.shop.operations[OperationId("M2650-mill")]
    assert mill.setup_minutes + mill.run_minutes == (300 if actual else 150)
    untouched = state.shop.operations[OperationId("M2650-assemble")]
    assert (untouched.setup_minutes, untouched.run_minutes) == (Decimal(30), Decimal(120))
    assert set(work_of(state, NEW).values()) == {Work.WAITING}
    assert not problem_of(state.shop_at(NOW), NOW).unplannable


def test_rework_and_cancelled_work_is_not_done_again() -> None:
    floor = worked()
    plate = floor.store.state.shop.operations[OperationId("plate-2")]
    floor.do(co.InsertOperation(replace(plate, id=OperationId("rework"))))
    held = floor.store.state.shop.operations[OperationId("held")]
    floor.do(co.AmendShop(ShopAmended(operations=(replace(held, status=Status.CANCELLED),))))
    floor.do(mc.CopyMold(asked(), MOLD))
    copied = work_of(floor.store.state, NEW)
    assert OperationId("M2650-plate-2") in copied
    assert not {OperationId("M2650-rework"), OperationId("M2650-held")} & set(copied)


@pytest.mark.parametrize("gates", list(mc.GatesAgain))
def test_gates_of_a_copy_are_closed_or_unknown(gates: mc.GatesAgain) -> None:
    floor = hall()
    floor.do(mc.CopyMold(asked(), MOLD, gates=gates))
    shop = floor.store.state.shop
    expected = CLOSED if gates is mc.GatesAgain.CLOSED else NOT_NEEDED
    assert shop.operations[OperationId("M2650-mill")].program == expected
    assert shop.operations[OperationId("M2650-erode")].electrode == expected
    assert shop.operations[OperationId("M2650-assemble")].program == NOT_NEEDED


@pytest.mark.parametrize(("source", "code"), [("none", Code.UNKNOWN_MOLD), ("M2650", Code.MOLD_WITHOUT_WORK)])
def test_a_copy_of_nothing_is_refused(source: str, code: Code) -> None:
    floor = hall()
    head = asked()
    bare = floor.store.state.shop.molds[MOLD]
    if code is Code.MOLD_WITHOUT_WORK:
        floor.do(co.AmendShop(ShopAmended(molds=(replace(bare, id=NEW),))))
    with pytest.raises(Refusal) as caught:
        floor.do(mc.CopyMold(head, MoldId(source)))
    assert caught.value.code is code
