"""New molds, parts and routings enter a shop that works; what does not fit together does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.shop.events import ShopAmended
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, OrderId, PartId, PurchaseId
from sprue.shop.orders import Mold, Part, Purchase
from sprue.shop.records import Work
from sprue.shop.routing import MachineOption, Status
from tests.core.floor.shops import LI, M1, MILL, NEW_MOLD, NOW, Hall, op

FIRST, SECOND, JOIN = NEW_MOLD.operations
CORE, BASE = NEW_MOLD.parts


def taken() -> Hall:
    """The small shop with the second mold."""
    hall = Hall()
    hall.do(co.AmendShop(NEW_MOLD))
    return hall


def refused(hall: Hall, amended: ShopAmended) -> Code:
    """Why it does not fit; nothing is recorded."""
    seq = hall.store.state.seq
    with pytest.raises(Refusal) as caught:
        hall.do(co.AmendShop(amended))
    assert hall.store.state.seq == seq
    return caught.value.code


def test_a_mold_taken_while_the_shop_works_is_worked_on_like_any_other() -> None:
    hall = taken()
    state = hall.store.state
    assert state.shop.molds[MoldId("M2")].order == OrderId("O2")
    assert state.shop.mold_of(FIRST).name == "Bumper"
    hall.do(co.BadgeIn(person=LI, machine=M1))
    with pytest.raises(Refusal):  # the first step is open
        hall.do(co.AmendShop(ShopAmended(operations=(replace(FIRST, status=Status.RUNNING),))))
    hall.do(co.Start(FIRST.id, M1, LI))
    assert state.operation(FIRST.id).work is Work.RUNNING
    planner_sees = state.shop_at(NOW + timedelta(hours=1))
    assert planner_sees.operations[FIRST.id].status is Status.RUNNING
    assert planner_sees.operations[JOIN.id].status is Status.WAITING


def test_what_nobody_has_begun_is_held_goes_on_and_is_cancelled() -> None:
    hall = taken()
    state = hall.store.state
    for status, work in (
        (Status.HELD, Work.HELD),
        (Status.WAITING, Work.WAITING),
        (Status.CANCELLED, Work.CANCELLED),
        (Status.WAITING, Work.WAITING),
    ):
        hall.do(co.AmendShop(ShopAmended(operations=(replace(SECOND, status=status),))))
        assert state.operation(SECOND.id).work is work
        assert state.shop_at(NOW).operations[SECOND.id].status is status


def test_what_has_begun_is_not_amended() -> None:
    hall = taken()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(FIRST.id, M1, LI))
    changed = ShopAmended(operations=(replace(FIRST, name="other"),))
    assert refused(hall, changed) is Code.ALREADY_STARTED
    hall.do(co.Finish(FIRST.id, LI))
    assert refused(hall, changed) is Code.ALREADY_DONE


@pytest.mark.parametrize(
    ("amended", "code"),
    [
        (ShopAmended(molds=(Mold(MoldId("M3"), OrderId("none")),)), Code.UNKNOWN_ORDER),
        (ShopAmended(parts=(Part(PartId("x"), MoldId("none")),)), Code.UNKNOWN_MOLD),
        (ShopAmended(parts=(Part(PartId("x"), MoldId("M2"), parent=PartId("none")),)), Code.UNKNOWN_PART),
        (ShopAmended(parts=(Part(PartId("x"), MoldId("M2"), parent=PartId("core")),)), Code.OTHER_MOLD),
        (ShopAmended(parts=(replace(BASE, parent=CORE.id),)), Code.CIRCLE),
        (ShopAmended(operations=(op("x", "none", 1, MILL),)), Code.UNKNOWN_PART),
        (ShopAmended(operations=(op("x", "core", 1, KindId("none")),)), Code.UNKNOWN_KIND),
        (ShopAmended(operations=(op("x", "core", 1, None),)), Code.MACHINE_NEEDED),
        (
            ShopAmended(operations=(op("x", "core", 1, None, machines=(MachineOption(MachineId("none")),)),)),
            Code.UNKNOWN_MACHINE,
        ),
        (
            ShopAmended(operations=(op("x", "core", 1, MILL, after=(OperationId("none"),)),)),
            Code.UNKNOWN_PREDECESSOR,
        ),
        (ShopAmended(operations=(replace(FIRST, after=(SECOND.id,)),)), Code.CIRCLE),
        (ShopAmended(operations=(replace(FIRST, after=(JOIN.id,)),)), Code.CIRCLE),
        (ShopAmended(purchases=(Purchase(PurchaseId("x"), PartId("none")),)), Code.UNKNOWN_PART),
    ],
)
def test_what_does_not_fit_the_shop_is_refused(amended: ShopAmended, code: Code) -> None:
    assert refused(taken(), amended) is code


def test_a_circle_through_work_that_is_over_is_none() -> None:
    hall = taken()
    hall.do(co.AmendShop(ShopAmended(operations=(replace(SECOND, status=Status.CANCELLED),))))
    hall.do(co.AmendShop(ShopAmended(operations=(replace(FIRST, after=(SECOND.id,)),))))
    assert hall.store.state.shop.operations[FIRST.id].after == (SECOND.id,)
