"""Engineering changes: what they touch, a decision for each begun thing, trail, release and withdrawal."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sprue.floor import change_commands as cc
from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.touched import touched_by
from sprue.floor.view.waits import What, sight_of
from sprue.shop.changes import ChangeRecord, Decision, Handling, Stand, Thing
from sprue.shop.gates import OK, GateState
from sprue.shop.ids import ChangeId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.orders import Part, Purchase
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from tests.core.floor.shops import E1, LI, MILL, MOLD, NOW, ZHAO, Hall, op, small_shop

ECN = ChangeId("ecn")
CORE, PLATE, E01 = PartId("core"), PartId("plate"), PartId("e01")


def changed_shop() -> Shop:
    """The small shop: the core is milled, is eroded next with an electrode that is milled too."""
    shop = small_shop()
    done: dict[str, Any] = {"status": Status.DONE, "finished": NOW - timedelta(hours=5)}
    mill = replace(shop.operations[OperationId("mill")], **done)
    electrode = Part(E01, MOLD, "E-01", "electrode_graphite", CORE)
    burn = replace(shop.operations[OperationId("erode")], electrode=OK, joins=True)
    cut: Operation = op("e01-mill", "e01", 10, MILL, **done)
    more = {o.id: o for o in (mill, burn, cut)}
    blank = Purchase(PurchaseId("core-steel"), CORE, "S136", "Steel Co", received=NOW - timedelta(days=9))
    return replace(
        shop,
        parts=shop.parts | {E01: electrode},
        operations=shop.operations | more,
        purchases=shop.purchases | {blank.id: blank},
    )


def opened(*parts: PartId) -> Hall:
    hall = Hall(changed_shop())
    hall.do(cc.OpenChange(ECN, MOLD, parts or (CORE,), " Rib 0.3 thicker ", person=ZHAO))
    return hall


def record(hall: Hall) -> ChangeRecord:
    return hall.store.state.changes[ECN]


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    return caught.value.code


def part(name: PartId, handling: Handling, **more: object) -> Decision:
    return replace(Decision(Thing.PART, name, handling), **more)  # type: ignore[arg-type]  # by name


KEPT = part(E01, Handling.KEEP)


def test_a_change_shows_parts_started_work_electrodes_and_purchases_before_it_is_taken() -> None:
    hall = opened()
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(OperationId("erode"), E1, LI))
    touched = touched_by(sight_of(hall.store.state, NOW), record(hall))
    core, electrode = touched.parts
    assert (core.part, core.done, core.under_way, core.open) == (CORE, ("mill",), ("erode",), ("coat",))
    assert (electrode.part, electrode.electrode, electrode.done) == (E01, True, ("e01-mill",))
    assert touched.purchases == ("core-steel",)
    assert (record(hall).opened.number, record(hall).opened.title) == ("ECN-001", "Rib 0.3 thicker")


def test_everything_that_has_begun_needs_a_decision_and_nothing_else_may_have_one() -> None:
    hall = opened()
    assert refused(hall, cc.TakeChange(ECN, (KEPT,))) is Code.NOT_DECIDED
    assert refused(hall, cc.TakeChange(ECN, (part(CORE, Handling.KEEP),))) is Code.NOT_DECIDED
    both = (KEPT, part(CORE, Handling.KEEP))
    assert refused(hall, cc.TakeChange(ECN, (*both, part(PLATE, Handling.STOP)))) is Code.NOT_TOUCHED
    bought = Decision(Thing.PURCHASE, "core-steel", Handling.REWORK)
    assert refused(hall, cc.TakeChange(ECN, (*both, bought))) is Code.NOT_FOR_PURCHASES
    hall.do(cc.TakeChange(ECN, both, "only the drawing changes", ZHAO))
    assert record(hall).stand is Stand.TAKEN
    assert refused(hall, cc.TakeChange(ECN, both)) is Code.CHANGE_CLOSED
    assert refused(hall, cc.WithdrawChange(ECN)) is Code.CHANGE_CLOSED


def test_a_stop_breaks_off_what_runs_and_holds_the_rest_until_it_is_released() -> None:
    hall = opened()
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(OperationId("erode"), E1, LI))
    hall.do(cc.TakeChange(ECN, (part(CORE, Handling.STOP), KEPT), person=ZHAO))
    state = hall.store.state
    assert state.operation(OperationId("erode")).work is Work.PAUSED
    assert state.operation(OperationId("coat")).work is Work.HELD
    assert (record(hall).stand, record(hall).stopped) == (Stand.STOPPED, ("coat",))
    hall.do(cc.ReleaseChange(ECN, "Drawing B is here", ZHAO))
    assert hall.store.state.operation(OperationId("coat")).work is Work.WAITING
    assert record(hall).stand is Stand.TAKEN
    assert refused(hall, cc.ReleaseChange(ECN)) is Code.NOT_STOPPED
    assert [step.what for step in record(hall).trail] == ["ChangeOpened", "ChangeTaken", "ChangeReleased"]
    assert {step.person for step in record(hall).trail} == {ZHAO}


def test_rework_comes_after_what_is_done_and_before_the_rest() -> None:
    hall = opened()
    rework = part(CORE, Handling.REWORK, work=MILL, minutes=90, redrawn=True)
    hall.do(cc.TakeChange(ECN, (rework, KEPT)))
    state = hall.store.state
    (made,) = record(hall).made[0].new
    added = state.shop.operations[made]
    assert (added.kind, added.run_minutes, added.mode) == (MILL, Decimal(90), Mode.ATTENDED)
    assert Decimal(10) < added.step < Decimal(20)
    waits = sight_of(state, NOW).waits_for(OperationId("erode"))
    assert (What.OPERATION, made) in [(wait.what, wait.id) for wait in waits]
    # Nobody cuts by the old drawing.
    assert added.drawing.state is GateState.NO
    without = cc.TakeChange(ECN, (part(CORE, Handling.REWORK), KEPT))
    assert refused(opened(), without) is Code.MINUTES_NEEDED


def test_scrap_ends_what_runs_and_makes_the_part_anew_with_new_steel() -> None:
    hall = opened()
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(OperationId("erode"), E1, LI))
    due = NOW + timedelta(days=4)
    scrap = part(CORE, Handling.SCRAP, material=True, promised=due)
    hall.do(cc.TakeChange(ECN, (scrap, part(E01, Handling.SCRAP))))
    state = hall.store.state
    core, electrode = record(hall).made
    assert (core.new, core.ended) == (("mill-ECN-001", "erode-ECN-001"), ("erode",))
    assert electrode.new == ("e01-mill-ECN-001",)
    assert state.operation(OperationId("erode")).work is Work.DONE
    (steel,) = core.orders
    assert state.shop.purchases[PurchaseId(steel)].promised == due
    sight = sight_of(state, NOW)
    assert [w.what for w in sight.waits_for(OperationId("mill-ECN-001"))] == [What.MATERIAL]
    # The new burn waits for the new electrode, the coating for the new burn, the plate for the new core.
    waits = {name: {w.id for w in sight.waits_for(OperationId(name))} for name in ("erode-ECN-001", "coat")}
    assert {"mill-ECN-001", "e01-mill-ECN-001"} <= waits["erode-ECN-001"]
    assert "erode-ECN-001" in waits["coat"]
    assert "mill-ECN-001" in {w.id for w in sight.waits_for(OperationId("plate-2"))}


def test_an_order_is_cancelled_or_placed_anew() -> None:
    hall = opened(PLATE)
    keep = part(PLATE, Handling.KEEP)
    hall.do(cc.TakeChange(ECN, (keep, Decision(Thing.PURCHASE, "steel", Handling.STOP))))
    assert "steel" not in {w.id for w in sight_of(hall.store.state, NOW).waits_for(OperationId("plate-1"))}
    again = opened(PLATE)
    due = NOW + timedelta(days=3)
    anew = Decision(Thing.PURCHASE, "steel", Handling.SCRAP, promised=due)
    again.do(cc.TakeChange(ECN, (keep, anew)))
    waits = {w.id: w.at for w in sight_of(again.store.state, NOW).waits_for(OperationId("plate-1"))}
    assert waits["steel-ECN-001"] == due
    assert "steel" not in waits


def test_a_change_names_parts_of_its_mold_and_says_what_it_is() -> None:
    hall = Hall(changed_shop())
    open_it = cc.OpenChange(ECN, MOLD, (CORE,), "Rib")
    assert refused(hall, replace(open_it, title=" ")) is Code.TITLE_NEEDED
    assert refused(hall, replace(open_it, parts=())) is Code.PARTS_NEEDED
    assert refused(hall, replace(open_it, parts=(PartId("nothing"),))) is Code.UNKNOWN_PART
    assert refused(hall, replace(open_it, mold=MoldId("M9"))) is Code.UNKNOWN_MOLD
    assert refused(hall, cc.WithdrawChange(ECN)) is Code.UNKNOWN_CHANGE
    hall.do(open_it)
    assert refused(hall, open_it) is Code.CHANGE_EXISTS
    hall.do(cc.WithdrawChange(ECN, "Customer took it back"))
    assert (record(hall).stand, record(hall).trail[-1].note) == (Stand.WITHDRAWN, "Customer took it back")
    assert refused(hall, cc.TakeChange(ECN, ())) is Code.CHANGE_CLOSED


def test_what_has_not_begun_needs_no_decision() -> None:
    hall = Hall(changed_shop())
    hall.do(cc.OpenChange(ECN, MOLD, (PartId("pins"),), "Two pins more"))
    hall.do(cc.TakeChange(ECN, (Decision(Thing.PURCHASE, "pins", Handling.KEEP),)))
    assert record(hall).stand is Stand.TAKEN
