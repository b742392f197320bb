"""Who owes what to a mold, and by when."""

from dataclasses import replace
from datetime import timedelta

from sprue.floor import commands as co
from sprue.floor.live import live_from_published
from sprue.floor.view.owed import Debt, Owed, owed_of
from sprue.floor.view.waits import sight_of
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import OperationId, PurchaseId
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall, small_plan


def owed(hall: Hall) -> list[Owed]:
    return owed_of(sight_of(hall.store.state, hall.clock.moment), live_from_published(small_plan()), MOLD)


def one(rows: list[Owed], what: Debt, item: str) -> Owed:
    (found,) = [row for row in rows if (row.what, row.item) == (what, item)]
    return found


def test_steel_is_needed_when_its_first_cut_is_planned() -> None:
    steel = one(owed(Hall()), Debt.MATERIAL, "S136")
    assert (steel.needed, steel.expected) == (NOW + timedelta(hours=4), NOW + timedelta(hours=1))
    assert not steel.late
    assert steel.department == "purchasing"


def test_steel_that_comes_too_late_or_nobody_knows_when_is_late() -> None:
    hall = Hall()
    hall.do(co.PromisePurchase(PurchaseId("steel"), NOW + timedelta(days=3)))
    assert one(owed(hall), Debt.MATERIAL, "S136").late
    pins = one(owed(hall), Debt.MATERIAL, "pins")
    assert (pins.expected, pins.late) == (None, True)
    assert pins.needed == NOW + timedelta(minutes=6000), "it is built in with the assembly"


def test_what_was_promised_for_days_ago_is_promised_no_more() -> None:
    hall = Hall()
    hall.later(days=3)
    assert one(owed(hall), Debt.MATERIAL, "S136").expected is None


def test_gates_are_owed_by_their_departments() -> None:
    rows = owed(Hall())
    drawing, electrode = one(rows, Debt.DRAWING, "plate-1"), one(rows, Debt.ELECTRODE, "erode")
    assert (drawing.department, drawing.expected) == ("design", NOW + timedelta(hours=4))
    assert (electrode.department, electrode.expected, electrode.late) == ("electrode", None, True)
    assert electrode.needed == NOW + timedelta(minutes=150), "it has no plan, but could begin after milling"


def test_what_came_is_owed_no_more() -> None:
    hall = Hall()
    hall.do(co.ReceiveMaterial(PurchaseId("steel")))
    hall.do(co.ChangeGate(OperationId("erode"), GateKind.ELECTRODE, GateState.OK))
    items = {(row.what, row.item) for row in owed(hall)}
    assert not items & {(Debt.MATERIAL, "S136"), (Debt.ELECTRODE, "erode")}


def test_a_program_that_is_written_is_owed_by_who_writes_it() -> None:
    hall = Hall()
    shop = hall.store.state.shop
    core = shop.operations[OperationId("mill")].part
    parts = {**shop.parts, core: replace(shop.parts[core], part_class="design_package")}
    hall = Hall(replace(shop, parts=parts))
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("mill"), M1, LI))
    written = one(owed(hall), Debt.PREPARATION, "mill")
    assert (written.who, written.department) == ("Li Wei", "CNC")
    assert written.needed == NOW + timedelta(minutes=400), "the plate's bench work waits for it"


def test_the_soonest_needed_comes_first() -> None:
    needed = [row.needed for row in owed(Hall()) if row.needed is not None]
    assert needed == sorted(needed)
