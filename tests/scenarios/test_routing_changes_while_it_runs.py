"""The shop works, and a planner splits work, sends it out and back, holds a mold, cancels a part."""

from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.waits import sight_of
from sprue.planning.build import problem_of
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.gates import NOT_NEEDED, GateKind, GateState
from sprue.shop.ids import KindId, OperationId, PartId
from sprue.shop.records import Work
from sprue.shop.routing import Mode
from sprue.shop.shop import Shop
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall

MILL, ERODE, COAT, PLATE = (OperationId(n) for n in ("mill", "erode", "coat", "plate-2"))


def hall() -> Hall:
    floor = Hall()
    floor.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    return floor


def shop_of(floor: Hall) -> Shop:
    return floor.store.state.shop_at(floor.clock.moment)


def refused(floor: Hall, wish: mc.MoldCommand) -> Code:
    with pytest.raises(Refusal) as caught:
        floor.do(wish)
    return caught.value.code


@pytest.mark.parametrize("in_turn", [True, False])
def test_an_operation_in_two_pieces_takes_as_long_and_both_are_waited_for(in_turn: bool) -> None:
    floor = hall()
    floor.do(mc.SplitOperation(MILL, Decimal(80), in_turn))
    shop, second = shop_of(floor), OperationId("mill-B")
    first = shop.operations[MILL]
    assert (first.run_minutes, shop.operations[second].run_minutes) == (Decimal(80), Decimal(40))
    sight = sight_of(floor.store.state, NOW)
    for name in (ERODE, PLATE):
        assert {MILL, second} <= {*sight.predecessors(shop.operations[name])}
    made = plan(shop, now=NOW, iterations=0).operations
    ends = max(made[MILL].end, made[second].end)
    assert ends <= min(made[ERODE].setup_start, made[PLATE].setup_start)
    if in_turn:
        assert made[second].setup_start >= made[MILL].end


@pytest.mark.parametrize("minutes", [0, 120, 500, -3])
def test_a_piece_has_some_of_the_work_and_not_all_of_it(minutes: int) -> None:
    assert refused(hall(), mc.SplitOperation(MILL, Decimal(minutes))) is Code.SPLIT_MINUTES


def test_work_goes_to_a_supplier_and_comes_back_as_it_was() -> None:
    floor = hall()
    before = shop_of(floor).operations[MILL]
    floor.do(mc.PlanOutside(MILL, Decimal(2880), reason="spindle"))
    sent = shop_of(floor).operations[MILL]
    assert (sent.mode, sent.kind, sent.run_minutes, sent.program) == (
        Mode.OUTSIDE,
        None,
        Decimal(2880),
        NOT_NEEDED,
    )
    made = plan(shop_of(floor), now=NOW, iterations=0).operations[MILL]
    assert (made.machine, made.end - made.setup_start) == (None, 2880)
    assert refused(floor, mc.PlanOutside(MILL, Decimal(60))) is Code.IS_OUTSIDE
    floor.do(mc.PlanInside(MILL))
    inside = shop_of(floor).operations[MILL]
    assert (inside.mode, inside.kind, inside.setup_minutes, inside.run_minutes, inside.notes) == (
        before.mode,
        before.kind,
        before.setup_minutes,
        before.run_minutes,
        before.notes,
    )


def test_what_was_always_a_supplier_s_has_no_way_back() -> None:
    assert refused(hall(), mc.PlanInside(COAT)) is Code.NEVER_INSIDE


def test_a_mold_on_hold_leaves_the_plan_and_comes_back_into_it() -> None:
    floor = hall()
    before = plan(shop_of(floor), now=NOW, iterations=0)
    floor.do(mc.HoldWork(mold=MOLD, reason="the customer changes the part"))
    held = mend(shop_of(floor), before, now=NOW)
    assert not held.operations
    assert shop_of(floor).molds[MOLD].status == "held"
    assert refused(floor, mc.HoldWork(mold=MOLD)) is Code.NOTHING_TO_CHANGE
    floor.do(mc.ReleaseHold(mold=MOLD))
    after = mend(shop_of(floor), held, now=NOW)
    assert set(before.operations) <= set(after.operations)
    assert shop_of(floor).molds[MOLD].status == ""


def test_an_operation_on_hold_that_is_split_stays_on_hold() -> None:
    floor = hall()
    floor.do(mc.HoldWork(operation=MILL))
    floor.do(mc.SplitOperation(MILL, Decimal(60)))
    state = floor.store.state
    assert {state.operation(OperationId(n)).work for n in ("mill", "mill-B")} == {Work.HELD}


def test_a_part_that_is_cancelled_lets_the_others_go_on() -> None:
    floor = hall()
    floor.do(mc.CancelWork(part=PartId("core"), reason="the plate is enough"))
    state = floor.store.state
    core = {o.id for o in state.shop.operations.values() if o.part == "core"}
    assert {state.operation(o).work for o in core} == {Work.CANCELLED}
    sight = sight_of(state, NOW)
    waited = {
        b for o in (PLATE, OperationId("assemble")) for b in sight.predecessors(state.shop.operations[o])
    }
    assert not waited & core
    assert not problem_of(shop_of(floor), NOW).unplannable


def test_a_step_left_out_is_seen_through_by_what_waited_for_it_by_name() -> None:
    floor = hall()
    floor.do(mc.AddStep(PartId("core"), "Deburr", Decimal(20), after=MILL, work_kind=KindId("fitting_bench")))
    (deburr,) = [o for o in shop_of(floor).operations.values() if o.name == "Deburr"]
    assert deburr.id in shop_of(floor).operations[PLATE].after
    floor.do(mc.CancelWork(operation=deburr.id))
    assert shop_of(floor).operations[PLATE].after == (MILL,)


def test_trial_and_delivery_are_cancelled_with_their_mold_alone() -> None:
    floor = hall()
    assert refused(floor, mc.CancelWork(operation=OperationId("trial"))) is Code.CARRIES_MILESTONE
    floor.do(mc.CancelWork(mold=MOLD, reason="order withdrawn"))
    assert shop_of(floor).molds[MOLD].status == "cancelled"
    assert not plan(shop_of(floor), now=NOW, iterations=0).operations


def test_other_dates_and_weight_are_planned_with_at_once() -> None:
    floor = hall()
    mold = shop_of(floor).molds[MOLD]
    wish = mc.ChangeMold(MOLD, trial_due=None, due=mold.due, weight=Decimal(7))
    floor.do(wish)
    changed = shop_of(floor).molds[MOLD]
    assert (changed.name, changed.trial_due, changed.weight) == ("Door panel", None, Decimal(7))
    assert refused(floor, wish) is Code.NOTHING_NEW


def test_all_of_it_is_in_the_journal_with_who_and_why() -> None:
    floor = hall()
    floor.do(mc.HoldWork(mold=MOLD, reason="credit", person=LI))
    fact = floor.store.entries[-1].event.fact
    assert (fact.person, fact.reason) == (LI, "credit")  # type: ignore[union-attr]  # a ShopAmended
    assert M1 in floor.store.state.shop.machines
