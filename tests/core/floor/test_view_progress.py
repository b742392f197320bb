"""What a customer is shown: his molds, how far they are, when they come."""

from dataclasses import replace
from datetime import timedelta

from sprue.floor import commands as co
from sprue.floor.live import live_from_published
from sprue.floor.view.progress import Far, MoldProgress, customers_of, progress_of
from sprue.floor.view.waits import sight_of
from sprue.shop.ids import MoldId, OperationId, OrderId
from sprue.shop.shop import Shop
from sprue.shop.stages import Stage
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall, small_plan, small_shop


def of_two() -> Shop:
    """The small shop; its mold is Nordlicht's, a second one, without work yet, another's."""
    shop = small_shop()
    order = replace(shop.orders[OrderId("O1")], customer="Nordlicht")
    other = replace(order, id=OrderId("O2"), customer="Falkenberg")
    mold = replace(shop.molds[MOLD], order=order.id)
    second = replace(mold, id=MoldId("M2"), order=other.id, name="")
    return replace(shop, orders={order.id: order, other.id: other}, molds={mold.id: mold, second.id: second})


def shown(hall: Hall, customer: str) -> tuple[MoldProgress, ...]:
    state = hall.store.state
    assert state.plan is not None
    return progress_of(sight_of(state, hall.clock.moment), live_from_published(state.plan), customer)


def hall() -> Hall:
    found = Hall(of_two())
    found.do(co.PublishPlan(small_plan()))
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def test_each_customer_sees_his_own_molds_and_who_has_none_sees_nothing() -> None:
    shop = hall()
    assert customers_of(shop.store.state.shop) == {"Nordlicht", "Falkenberg"}
    assert [one.mold for one in shown(shop, "Nordlicht")] == [MOLD]
    assert [one.mold for one in shown(shop, "Falkenberg")] == [MoldId("M2")]
    assert shown(shop, "nobody") == ()
    assert shown(shop, "") == ()


def test_a_mold_without_an_order_or_a_customer_is_nobodys() -> None:
    shop = of_two()
    orders = {name: replace(order, customer="") for name, order in shop.orders.items()}
    found = Hall(replace(shop, orders=orders))
    found.do(co.PublishPlan(small_plan()))
    assert shown(found, "") == ()


def test_stages_tell_how_far_they_are_and_not_what_hinders_them() -> None:
    shop = hall()
    [before] = shown(shop, "Nordlicht")
    assert dict(before.stages)[Stage.CNC] is Far.RUNNING  # an old operation of it is done
    shop.do(co.Start(OperationId("mill"), M1, LI))
    shop.do(co.Finish(OperationId("mill"), LI))
    [after] = shown(shop, "Nordlicht")
    assert after.done == before.done + 1
    assert after.total == before.total
    assert {far for _, far in after.stages} <= {Far.NONE, Far.AHEAD, Far.RUNNING, Far.DONE}
    assert not after.finished


def test_dates_are_as_promised_and_as_the_plan_expects_them() -> None:
    [mold] = shown(hall(), "Nordlicht")
    assert (mold.trial_due, mold.due) == (NOW + timedelta(days=8), NOW + timedelta(days=20))
    assert mold.trial_expected == NOW + timedelta(minutes=6450)


def test_what_is_due_first_comes_first() -> None:
    shop = of_two()
    molds = {name: replace(mold, order=OrderId("O1")) for name, mold in shop.molds.items()}
    later = replace(molds[MOLD], id=MoldId("M3"), due=NOW + timedelta(days=1))
    found = Hall(replace(shop, molds={**molds, later.id: later}))
    found.do(co.PublishPlan(small_plan()))
    assert [one.mold for one in shown(found, "Nordlicht")] == [MoldId("M3"), MOLD, MoldId("M2")]
