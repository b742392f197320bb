"""Purchases that are placed, loads that go out and come back together, places that are told."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.labels import place_on, purchases_on
from sprue.floor.live import NO_PLAN
from sprue.floor.refusal import Code, Refusal
from sprue.floor.traveler import Action, right_action
from sprue.floor.view.outside import away, to_send
from sprue.floor.view.places import At, next_of, searched, where_mold, where_part
from sprue.floor.view.waits import sight_of
from sprue.shop.events import OperationFinished, OperationStarted, ShopAmended
from sprue.shop.ids import KindId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Status
from sprue.shop.shop import Shop
from sprue.shop.supply import SentOutside, Supplied, SupplierDelay
from tests.core.floor.shops import E1, LI, M1, NOW, WANG, Hall, op, small_shop

HEAT = KindId("outsource_heat_treatment")
CORE_HEAT, SLIDE_HEAT, COAT = OperationId("core-heat"), OperationId("slide-heat"), OperationId("coat")


def hardening() -> Shop:
    """The small shop with two pieces to harden: a core in 4 days, a slide in 3; both are ready."""
    shop = small_shop()
    core = shop.parts[PartId("core")]
    parts = [replace(core, id=PartId(p), name=p, parent=None) for p in ("h-core", "h-slide")]
    kinds = [replace(next(iter(shop.kinds.values())), id=HEAT, name="Heat treatment")]
    operations = [
        op("core-heat", "h-core", 10, HEAT, 4 * 1440, mode=Mode.OUTSIDE, setup_minutes=Decimal(0)),
        op("slide-heat", "h-slide", 10, HEAT, 3 * 1440, mode=Mode.OUTSIDE, setup_minutes=Decimal(0)),
    ]
    return replace(
        shop,
        kinds=shop.kinds | {k.id: k for k in kinds},
        parts=shop.parts | {p.id: p for p in parts},
        operations=shop.operations | {o.id: o for o in operations},
    )


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    return caught.value.code


# -- purchases -------------------------------------------------------------------


def test_what_is_ordered_for_a_part_holds_it_until_it_is_there() -> None:
    hall = Hall()
    state = hall.store.state
    assert sight_of(state, NOW).is_ready(OperationId("mill"))
    hall.do(mc.PlacePurchase(PartId("core"), "", "Huaxin", Decimal(1), promised=NOW + timedelta(days=5)))
    [placed] = [p for p in state.shop.purchases.values() if p.part == "core"]
    assert (placed.id, placed.item, placed.supplier) == ("PO-core", "Core", "Huaxin")
    assert placed.ordered == NOW
    assert not sight_of(state, NOW).is_ready(OperationId("mill"))
    assert isinstance(hall.store.entries[-1].event.fact, ShopAmended)
    hall.do(co.ReceiveMaterial(placed.id))
    assert sight_of(state, NOW).is_ready(OperationId("mill"))
    hall.do(mc.PlacePurchase(PartId("core"), "again"))
    assert PurchaseId("PO-core-2") in state.shop.purchases


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (mc.PlacePurchase(PartId("none")), Code.UNKNOWN_PART),
        (mc.PlacePurchase(PartId("core"), purchase=PurchaseId("steel")), Code.PURCHASE_KNOWN),
        (mc.PlacePurchase(PartId("core"), quantity=Decimal(0)), Code.QUANTITY),
        (mc.SendOutside(()), Code.NOTHING_CHOSEN),
        (mc.SendOutside((OperationId("mill"),)), Code.NOT_OUTSIDE),
        (mc.SendOutside((COAT,)), Code.PREDECESSOR_OPEN),
        (mc.BringBack((CORE_HEAT,)), Code.NOT_STARTED),
        (mc.BringBack(()), Code.NOTHING_CHOSEN),
        (mc.ChangeLoad(CORE_HEAT, "x"), Code.NOT_RUNNING),
        (mc.SendOutside((CORE_HEAT,), back=NOW), Code.BACK_PAST),
        (mc.PlacePart("", PartId("core")), Code.PLACE_NEEDED),
        (mc.PlacePart("A-01"), Code.UNKNOWN_PART),
        (mc.PlacePart("A-01", PartId("none")), Code.UNKNOWN_PART),
        (mc.PlacePart("A-01", mold=MoldId("none")), Code.UNKNOWN_MOLD),
    ],
)
def test_what_does_not_fit_is_refused(command: co.Command, code: Code) -> None:
    hall = Hall(hardening())
    seq = hall.store.state.seq
    assert refused(hall, command) is code
    assert hall.store.state.seq == seq


def test_a_purchase_s_label_and_that_of_its_part_bring_it_in() -> None:
    state = Hall().store.state
    assert purchases_on(state, "steel") == ("steel",)
    assert purchases_on(state, "https://sprue.local/t/plate/") == ("steel",)
    assert purchases_on(state, "core") == ()
    assert purchases_on(state, "B-LI") == ()


# -- outside work ----------------------------------------------------------------


def test_a_load_goes_out_together_and_is_back_together() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT), "Yongxin"))
    [load] = away(sight_of(state, NOW))
    assert (load.supplier, load.operations) == ("Yongxin", (CORE_HEAT, SLIDE_HEAT))
    # One furnace: both are back when the longest is.
    assert load.back == NOW + timedelta(days=4)
    assert state.left_at(SLIDE_HEAT, NOW + timedelta(days=1)) == 3 * 1440
    hall.later(days=5)
    assert away(sight_of(state, hall.clock.moment))[0].overdue(hall.clock.moment)
    hall.do(mc.BringBack((CORE_HEAT, SLIDE_HEAT)))
    assert away(sight_of(state, hall.clock.moment)) == []
    assert {state.operation(o).work for o in (CORE_HEAT, SLIDE_HEAT)} == {Work.DONE}


def test_one_tap_takes_a_whole_load_back() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT)))
    hall.do(co.Undo(hall.last))
    assert {state.operation(o).work for o in (CORE_HEAT, SLIDE_HEAT)} == {Work.WAITING}
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT)))
    hall.later(days=1)
    hall.do(mc.BringBack((CORE_HEAT, SLIDE_HEAT)))
    hall.do(co.Undo(hall.last))
    assert {state.operation(o).work for o in (CORE_HEAT, SLIDE_HEAT)} == {Work.RUNNING}


def test_a_load_of_which_one_piece_came_alone_is_not_taken_back_with_it() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT)))
    hall.later(days=1)
    hall.do(mc.BringBack((CORE_HEAT,)))
    hall.later(days=1)
    hall.do(mc.BringBack((SLIDE_HEAT,)))
    hall.do(co.Undo(hall.last))
    assert state.operation(CORE_HEAT).work is Work.DONE
    assert state.operation(SLIDE_HEAT).work is Work.RUNNING


def test_the_next_such_work_is_thought_to_go_to_the_same_supplier() -> None:
    hall = Hall(hardening())
    hall.do(mc.SendOutside((CORE_HEAT,), "Yongxin"))
    [ready] = [one for one in to_send(sight_of(hall.store.state, NOW), NO_PLAN) if one.ready]
    assert (ready.operation, ready.supplier) == (SLIDE_HEAT, "Yongxin")
    hall.do(co.Start(SLIDE_HEAT, M1, LI))  # by scan, at a milling machine's terminal
    last = [e.event.fact for e in hall.store.entries[-2:]]
    assert last == [
        OperationStarted(SLIDE_HEAT, None, LI),
        SentOutside("2", (SLIDE_HEAT,), "Yongxin", NOW + timedelta(days=3), LI),
    ]


def test_a_supplier_gives_another_date() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT), "Yongxin"))
    hall.later(days=1)
    later = NOW + timedelta(days=9)
    hall.do(mc.ChangeLoad(SLIDE_HEAT, back=later))
    [load] = away(sight_of(state, hall.clock.moment))
    assert (load.supplier, load.back, load.sent) == ("Yongxin", later, NOW)
    assert state.shop_at(hall.clock.moment).operations[CORE_HEAT].remaining_minutes == 8 * 1440


def test_what_came_in_as_sent_gets_its_supplier_later() -> None:
    shop = hardening()
    sent = replace(shop.operations[CORE_HEAT], status=Status.RUNNING, started=NOW - timedelta(days=1))
    hall = Hall(replace(shop, operations=shop.operations | {CORE_HEAT: sent}))
    state = hall.store.state
    assert away(sight_of(state, NOW))[0].batch == ""
    hall.do(mc.ChangeLoad(CORE_HEAT, "Yongxin", NOW + timedelta(days=6)))
    [load] = away(sight_of(state, NOW))
    assert (load.supplier, load.back) == ("Yongxin", NOW + timedelta(days=6))


def test_a_scan_sends_a_piece_out_and_brings_it_back_at_any_terminal() -> None:
    hall = Hall(hardening())
    hall.do(co.BadgeIn(person=LI, machine=M1))
    state = hall.store.state
    assert right_action(state, CORE_HEAT, M1, LI, NOW) is Action.START
    hall.do(co.Start(CORE_HEAT, M1, LI))
    assert state.machine(M1).operations == ()
    assert right_action(state, CORE_HEAT, E1, WANG, NOW) is Action.FINISH


# -- suppliers that are late -----------------------------------------------------


def test_plans_count_on_learned_delays_only_when_it_is_switched_on() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.PlacePurchase(PartId("core"), "block", "Huaxin", promised=NOW + timedelta(days=5)))
    hall.do(mc.SendOutside((CORE_HEAT,), "Yongxin"))
    before = state.shop_at(NOW)
    assert before.purchases[PurchaseId("PO-core")].promised == NOW + timedelta(days=5)
    hall.do(
        mc.LearnSuppliers(
            (
                SupplierDelay("Huaxin", Supplied.PURCHASE, 2 * 1440, 9),
                SupplierDelay("Yongxin", Supplied.OUTSIDE, 1440, 5),
            )
        )
    )
    after = state.shop_at(NOW)
    assert after.purchases[PurchaseId("PO-core")].promised == NOW + timedelta(days=7)
    assert after.operations[CORE_HEAT].remaining_minutes == 5 * 1440
    assert after.operations[SLIDE_HEAT].run_minutes == 4 * 1440
    # The supplier moves the date by three days himself: the delay is not put on top of it.
    hall.do(co.PromisePurchase(PurchaseId("PO-core"), NOW + timedelta(days=8)))
    assert state.shop_at(NOW).purchases[PurchaseId("PO-core")].promised == NOW + timedelta(days=8)
    hall.do(mc.LearnSuppliers())
    assert state.shop_at(NOW).operations[SLIDE_HEAT].run_minutes == 3 * 1440


# -- places ----------------------------------------------------------------------


def test_where_a_part_is_follows_machine_supplier_and_scan() -> None:
    hall = Hall()
    state = hall.store.state
    core = PartId("core")

    def seen() -> tuple[str, str] | None:
        found = where_part(sight_of(state, hall.clock.moment), core)
        return (found.at.value, found.name) if found is not None else None

    assert seen() is None
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("mill"), M1, LI))
    assert seen() == ("machine", M1)
    hall.later(hours=2)
    hall.do(co.Finish(OperationId("mill"), LI))
    assert seen() == ("last", M1)
    hall.do(mc.PlacePart("place:A-03", core, person=LI))
    found = where_part(sight_of(state, NOW), core)
    assert found is not None
    assert (found.at, found.name, found.person, found.since) == (At.PLACE, "A-03", LI, hall.clock.moment)
    assert next_of(sight_of(state, NOW), core) == "erode"


def test_places_outlive_an_import() -> None:
    hall = Hall()
    hall.do(mc.PlacePart("Rack 2", mold=MoldId("M1")))
    hall.do(co.ImportShop(small_shop()))
    found = where_mold(sight_of(hall.store.state, NOW), MoldId("M1"))
    assert found is not None
    assert found.name == "Rack 2"


def test_a_search_finds_ids_first() -> None:
    sight = sight_of(Hall().store.state, NOW)
    assert searched(sight, "core", 5) == ([], [PartId("core")])
    molds, parts = searched(sight, "door panel", 5)
    assert (molds, len(parts)) == ([MoldId("M1")], 4)
    assert searched(sight, "  ", 5) == ([], [])


@pytest.mark.parametrize(
    ("code", "place"), [("place:A-03", "A-03"), (" PLACE: Rack 2 ", "Rack 2"), ("A-03", ""), ("place:", "")]
)
def test_the_code_of_a_place_says_so(code: str, place: str) -> None:
    assert place_on(code) == place


def test_a_finish_of_a_load_tells_each_operation() -> None:
    hall = Hall(hardening())
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT)))
    hall.do(mc.BringBack((CORE_HEAT, SLIDE_HEAT), LI))
    told = [e.event.fact for e in hall.store.entries[-2:]]
    assert told == [OperationFinished(CORE_HEAT, LI), OperationFinished(SLIDE_HEAT, LI)]
