"""Labels that are scanned: what comes in, goes out, is back, and where it is laid."""

import pytest

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.labels import delivery_on, load_on, thing_on
from sprue.floor.refusal import Code
from sprue.floor.view.outside import away
from sprue.floor.view.places import where_part
from sprue.floor.view.waits import sight_of
from sprue.shop.ids import PartId, PurchaseId
from sprue.shop.records import Work
from tests.core.floor.shops import LI, NOW, Hall
from tests.core.floor.test_material import CORE_HEAT, SLIDE_HEAT, hardening, refused

RECEIVED, OUT, BACK, PLACED = mc.Handed
STEEL = PurchaseId("steel")


def test_a_purchase_comes_in_by_its_label_and_is_taken_back_with_the_report() -> None:
    hall = Hall()
    state = hall.store.state
    hall.do(mc.ScanGoods(("purchase:steel",), RECEIVED, person=LI))
    report = hall.last
    assert state.shop.purchases[STEEL].received == NOW
    assert refused(hall, mc.ScanGoods(("steel",), RECEIVED)) is Code.ALREADY_RECEIVED
    hall.do(co.Undo(report))
    assert state.shop.purchases[STEEL].received is None
    assert delivery_on(state, "plate") == STEEL


def test_pieces_scanned_one_after_another_go_in_one_load_whose_label_brings_all_back() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.ScanGoods(("core-heat", "https://sprue.local/t/h-slide"), OUT, person=LI))
    [load] = away(sight_of(state, NOW))
    assert load.operations == (CORE_HEAT, SLIDE_HEAT)
    assert load_on(state, f"load:{load.batch}") == (CORE_HEAT, SLIDE_HEAT)
    hall.later(days=4)
    hall.do(mc.ScanGoods((f"load:{load.batch}",), BACK, person=LI))
    assert {state.operation(o).work for o in (CORE_HEAT, SLIDE_HEAT)} == {Work.DONE}
    assert refused(hall, mc.ScanGoods((f"load:{load.batch}",), BACK)) is Code.LOAD_BACK


def test_one_piece_of_a_load_comes_back_by_its_own_traveler() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.ScanGoods(("core-heat", "slide-heat"), OUT))
    hall.do(mc.ScanGoods(("h-core",), BACK))
    assert load_on(state, "load:1") == (SLIDE_HEAT,)


def test_what_is_scanned_at_a_place_lies_there() -> None:
    hall = Hall(hardening())
    state = hall.store.state
    hall.do(mc.ScanGoods(("h-core", "slide-heat", "purchase:steel"), PLACED, "place:A-03", LI))
    for part in ("h-core", "h-slide", "plate"):
        found = where_part(sight_of(state, NOW), PartId(part))
        assert found is not None
        assert (found.name, found.person) == ("A-03", LI)
    assert thing_on(state, "M1") == (None, "M1")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (mc.ScanGoods(("B0001",), RECEIVED), Code.UNKNOWN_LABEL),
        (mc.ScanGoods(("B0001",), OUT), Code.UNKNOWN_LABEL),
        (mc.ScanGoods((), OUT), Code.NOTHING_CHOSEN),
        (mc.ScanGoods(("mill",), OUT), Code.NOT_OUTSIDE),
        (mc.ScanGoods(("load:9",), BACK), Code.LOAD_BACK),
        (mc.ScanGoods((), PLACED, "A-03"), Code.NOTHING_CHOSEN),
        (mc.ScanGoods(("h-core",), PLACED), Code.PLACE_NEEDED),
        (mc.ScanGoods(("B0001",), PLACED, "A-03"), Code.UNKNOWN_LABEL),
        (mc.ScanGoods(("core", "steel"), RECEIVED), Code.UNKNOWN_LABEL),
    ],
)
def test_what_no_label_stands_for_is_refused_whole(command: mc.ScanGoods, code: Code) -> None:
    hall = Hall(hardening())
    seq = hall.store.state.seq
    assert refused(hall, command) is code
    assert hall.store.state.seq == seq
