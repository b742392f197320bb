"""Kits of assemblies and shortages by need date: what is there, what is missing, and whom it makes late."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.live import LivePlan, live_from_published, minute_of
from sprue.floor.view.hours import Hours
from sprue.floor.view.kit import Kit, Lacks, Shortage, kit_of, kits_of, shortages_of
from sprue.floor.view.waits import sight_of
from sprue.shop.events import ShopAmended
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, PartId, PurchaseId
from sprue.shop.records import OperationState, Work
from sprue.shop.routing import Status
from tests.core.floor.shops import E1, LI, M1, NOW, Hall, small_plan, small_shop

ASSEMBLE, MILL, ERODE = OperationId("assemble"), OperationId("mill"), OperationId("erode")
PLAN = live_from_published(small_plan())


def kit(hall: Hall, plan: LivePlan = PLAN) -> Kit:
    return kit_of(sight_of(hall.store.state, hall.clock.moment), plan, ASSEMBLE)


def shortages(hall: Hall, plan: LivePlan = PLAN) -> dict[str, Shortage]:
    now = hall.clock.moment
    state = hall.store.state
    found = shortages_of(sight_of(state, now), plan, Hours(state.shop, now))
    return {one.piece.id: one for one in found}


def moved(name: str, **changes: Any) -> LivePlan:
    """The plan with another place of one operation."""
    rows = PLAN.rows | {OperationId(name): PLAN.rows[OperationId(name)]._replace(**changes)}
    return replace(PLAN, rows=rows)


def test_an_assembly_is_whole_when_its_parts_are_finished_and_bought_ones_are_here() -> None:
    hall = Hall()
    before = kit(hall)
    assert (before.here, before.total, before.need) == (0, 3, NOW + timedelta(minutes=6000))
    assert [(p.what, p.id) for p in before.missing] == [
        (Lacks.WORK, "coat"),
        (Lacks.MATERIAL, "steel"),
        (Lacks.MATERIAL, "pins"),
    ]
    hall.do(co.ReceiveMaterial(PurchaseId("pins")))
    hall.do(co.ReceiveMaterial(PurchaseId("steel")))
    after = kit(hall)
    assert (after.here, after.total) == (1, 3)
    # The steel is here, so what the plate lacks is its work.
    assert [(p.what, p.part) for p in after.missing] == [(Lacks.WORK, "core"), (Lacks.WORK, "plate")]
    assert after.share == 1 / 3


def test_the_second_of_two_inserts_is_short_so_the_assembly_is_not_complete() -> None:
    shop = small_shop()
    core = shop.parts[PartId("core")]
    only = {o.id: o for o in shop.operations.values() if o.part != "plate"}
    parts = {p: part for p, part in shop.parts.items() if p not in ("plate", "pins")}
    second = replace(core, id=PartId("insert-2"), name="Insert 2", material="1.2344")
    buys = replace(shop.purchases[PurchaseId("pins")], part=second.id, item="1.2344 block")
    hall = Hall(
        replace(
            shop, parts=parts | {second.id: second}, operations=only, purchases={PurchaseId("pins"): buys}
        )
    )
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILL, M1, LI))
    hall.do(co.Finish(MILL, LI))
    hall.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(ERODE, E1, LI))
    hall.do(co.Finish(ERODE, LI))
    hall.do(mc.SendOutside((OperationId("coat"),)))
    hall.do(mc.BringBack((OperationId("coat"),)))
    found = kit(hall)
    assert (found.here, found.total) == (1, 2)
    assert [(p.item, p.part) for p in found.missing] == [("1.2344 block", "insert-2")]
    hall.do(co.ReceiveMaterial(PurchaseId("pins")))
    assert kit(hall).share == 1.0


def test_what_is_begun_is_no_kit_any_more() -> None:
    hall = Hall()
    sight = sight_of(hall.store.state, NOW)
    assert [one.operation for one in kits_of(sight, PLAN)] == [ASSEMBLE]
    hall.store.state.operations[ASSEMBLE] = OperationState(Work.RUNNING)
    assert kits_of(sight_of(hall.store.state, NOW), PLAN) == []


def test_steel_that_comes_before_its_plate_is_planned_is_not_short() -> None:
    steel = shortages(Hall())["steel"]
    assert (steel.operation, steel.need) == ("plate-1", NOW + timedelta(minutes=240))
    assert steel.short == -180
    assert (steel.slips, steel.undated, steel.overdue) == (0, False, False)


def test_a_start_that_only_waits_for_the_steel_tells_nothing_of_the_need() -> None:
    hall = Hall()
    promised = NOW + timedelta(days=3)
    hall.do(co.PromisePurchase(PurchaseId("steel"), promised))
    minute = PLAN.rows[OperationId("plate-1")].setup_minute - 240 + 3 * 1440
    plan = moved("plate-1", setup_minute=minute, slack=0)
    late = plan.rows[OperationId("trial")]._replace(
        end_minute=plan.rows[OperationId("trial")].end_minute + 5 * 1440
    )
    plan = replace(plan, rows=plan.rows | {OperationId("trial"): late})
    steel = shortages(hall, plan)["steel"]
    # Only the drawing, four hours ahead, would hold the plate up.
    assert steel.need == NOW + timedelta(hours=4)
    assert steel.short == 3 * 1440 - 240
    # The trial is late by less than the steel is short: all of it is because of the steel.
    assert steel.slips == late.end_minute - minute_of(NOW + timedelta(days=8))
    calm = replace(
        plan, rows=plan.rows | {OperationId("plate-1"): plan.rows[OperationId("plate-1")]._replace(slack=60)}
    )
    assert shortages(hall, calm)["steel"].slips == 0


def test_steel_that_is_overdue_is_short_from_its_need_to_now() -> None:
    hall = Hall()
    hall.later(hours=30)
    steel = shortages(hall)["steel"]
    assert steel.overdue
    assert steel.short == 26 * 60


def test_what_is_needed_and_undated_comes_first_and_what_nothing_needs_last() -> None:
    hall = Hall()
    assert [*shortages(hall)] == ["pins", "steel"]
    assert shortages(hall)["pins"].undated
    hall.do(co.AmendShop(_cancelled("assemble")))
    pins = shortages(hall)
    assert [*pins] == ["steel", "pins"]
    assert (pins["pins"].operation, pins["pins"].undated) == (None, False)


def _cancelled(name: str) -> ShopAmended:
    operation = small_shop().operations[OperationId(name)]
    return ShopAmended(operations=(replace(operation, status=Status.CANCELLED),))


def test_a_machine_that_is_closed_between_promise_and_start_is_no_queue() -> None:
    hall = Hall()
    # Promised at eight in the evening when the machine closes, planned for the next morning.
    hall.do(co.PromisePurchase(PurchaseId("steel"), NOW + timedelta(hours=10)))
    row = PLAN.rows[OperationId("plate-1")]
    assert row.machine == MachineId("cnc-1")
    steel = shortages(hall, moved("plate-1", setup_minute=row.setup_minute - 240 + 22 * 60))["steel"]
    assert steel.need == NOW + timedelta(hours=4)
    assert steel.short == 6 * 60
