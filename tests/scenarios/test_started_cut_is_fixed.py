"""Work under way is not broken off, except by a person's decision at its machine."""

from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from sprue.shop.routing import Status
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall

MILL = OperationId("mill")


def started() -> Hall:
    floor = Hall()
    floor.do(co.BadgeIn(person=LI, machine=M1))
    floor.do(co.Start(MILL, M1, LI))
    floor.later(minutes=40)
    return floor


def test_a_new_plan_leaves_it_on_its_machine_from_when_it_began() -> None:
    floor = started()
    now = floor.clock.moment
    shop = floor.store.state.shop_at(now)
    faster = plan(shop, now=now, iterations=200).operations[MILL]
    assert (faster.machine, faster.setup_start) == (M1, -40), "the other mill is twice as fast"


def test_a_rush_does_not_push_it_away() -> None:
    floor = started()
    now = floor.clock.moment
    before = plan(floor.store.state.shop_at(now), now=now, iterations=0)
    floor.do(mc.ChangeMold(MOLD, weight=Decimal(900)))
    after = mend(floor.store.state.shop_at(now), before, now=now).operations[MILL]
    assert (after.machine, after.setup_start) == (M1, -40)


@pytest.mark.parametrize(
    "wish",
    [
        mc.SplitOperation(MILL, Decimal(60)),
        mc.PlanOutside(MILL, Decimal(2880)),
        mc.PlanInside(MILL),
        mc.CancelWork(operation=MILL),
        mc.HoldWork(operation=MILL),
    ],
    ids=lambda wish: type(wish).__name__,
)
def test_the_desk_does_not_reroute_it(wish: mc.MoldCommand) -> None:
    floor = started()
    before = floor.store.state.operation(MILL)
    with pytest.raises(Refusal) as caught:
        floor.do(wish)
    assert caught.value.code in (Code.ALREADY_STARTED, Code.NOTHING_TO_CHANGE)
    assert floor.store.state.operation(MILL) == before


def test_a_whole_mold_on_hold_lets_it_end() -> None:
    floor = started()
    floor.do(mc.HoldWork(mold=MOLD, reason="customer thinks"))
    state = floor.store.state
    assert state.operation(MILL).work is Work.RUNNING
    assert state.operation(OperationId("plate-2")).work is Work.HELD
    floor.do(co.Finish(MILL, LI))
    assert floor.store.state.operation(MILL).work is Work.DONE


def test_it_is_broken_off_at_the_machine() -> None:
    floor = started()
    floor.do(co.Pause(MILL, LI, "tool broke"))
    assert floor.store.state.operation(MILL).work is Work.PAUSED
    assert floor.store.state.shop_at(NOW).operations[MILL].status in (Status.RUNNING, Status.WAITING)
