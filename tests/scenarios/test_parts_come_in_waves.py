"""A mold is planned from its template; core steel is told first, the whole bill of 200 parts later."""

from datetime import timedelta

import pytest

from sprue.files.workbook.bom import read_pasted
from sprue.files.workbook.faults import FaultCode
from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.planning.templates.parts import class_of
from sprue.planning.templates.routing import ELECTRODES
from sprue.shop.ids import OperationId, PartId
from sprue.shop.records import Work
from sprue.shop.routing import Status
from tests.core.floor.shops import NOW
from tests.scenarios.bills import HEADER, Rows, core_steel, pasted, told, two_hundred_parts
from tests.scenarios.taken import NEW, Taken, must_be_whole

#: What stays as in the template: nobody tells it in a bill, or the one above does not.
OF_NO_BILL = {
    *("design_package", "mold_assembly", "modification", "trial", "shipment"),
    *("mold_base_plate_other", "sprue_bushing", "electrode_copper"),
}


def test_two_waves_take_the_places_of_the_template_one_by_one() -> None:
    taken = Taken()
    before = taken.parts(template=True)
    taken.release(core_steel())
    assert taken.parts(template=False) == {PartId(f"M2650-{n}") for n in (101, 102, 201, 202)}
    assert before - taken.parts(template=True) == {
        PartId(f"M2650-{name}") for name in ("CA01", "CA02", "CO01", "CO02")
    }
    must_be_whole(taken)

    taken.release(two_hundred_parts())
    parts = taken.state.shop.parts
    rows = {PartId(f"M2650-{row[0]}") for row in two_hundred_parts()[1:]}
    assert len(rows) == 200
    assert rows == taken.parts(template=False)
    assert {parts[p].part_class for p in taken.parts(template=True)} <= OF_NO_BILL
    must_be_whole(taken)


def test_what_is_done_stays_done_and_is_not_made_again() -> None:
    taken = Taken(CA01_10=Status.DONE)
    steel = OperationId("M2650-CA01-10")
    taken.release(core_steel())
    state = taken.state
    assert state.operation(steel).work is Work.DONE
    assert state.operation(steel).finished == NOW - timedelta(hours=1), "history is what happened"
    assert state.shop.operations[OperationId("M2650-CA01-70")].status is Status.CANCELLED
    kinds = [o.kind for o in taken.of("M2650-101")]
    assert "purchase" not in kinds, "the steel is here"
    assert "cnc_rough" in kinds
    assert "purchase" in [o.kind for o in taken.of("M2650-102")], "that of the other insert is not"
    must_be_whole(taken)


def test_what_has_begun_ends_before_the_real_part_goes_on() -> None:
    taken = Taken(CA01_10=Status.RUNNING)
    steel = OperationId("M2650-CA01-10")
    taken.release(core_steel())
    first = min(taken.of("M2650-101"), key=lambda o: o.step)
    assert steel in first.after
    assert taken.state.operation(steel).work is Work.RUNNING
    must_be_whole(taken)


def test_electrodes_of_the_template_burn_the_real_inserts_until_their_own_are_told() -> None:
    taken = Taken()
    parts = taken.state.shop.parts
    electrodes = {p for p in taken.parts(template=True) if parts[p].part_class in ELECTRODES}
    taken.release(core_steel())
    shop = taken.state.shop
    parents = {shop.parts[p].parent for p in electrodes}
    gone = {PartId(f"M2650-{name}") for name in ("CA01", "CA02", "CO01", "CO02")}
    assert not parents & gone
    burnt = [o for p in parents if p is not None for o in taken.of(p) if o.kind == "edm_sinker"]
    assert {PartId("M2650-101"), PartId("M2650-201")} <= {o.part for o in burnt}
    assert all(o.joins for o in burnt)


def test_the_same_bill_again_changes_nothing() -> None:
    taken = Taken()
    taken.release(core_steel())
    with pytest.raises(Refusal) as caught:
        taken.release(core_steel())
    assert caught.value.code is Code.NOTHING_NEW


def test_a_corrected_row_changes_its_part_and_leaves_its_routing() -> None:
    taken = Taken()
    taken.release(core_steel())
    routing = [o.id for o in taken.of("M2650-101")]
    taken.release([HEADER, ["101", "Cavity insert 1", 1, "1.2343"]])
    assert taken.state.shop.parts[PartId("M2650-101")].material == "1.2343"
    assert [o.id for o in taken.of("M2650-101")] == routing


def test_a_bill_with_its_own_routing_is_taken_at_its_word() -> None:
    taken = Taken()
    header: list[str | int] = ["part", "step", "kind", "setup_minutes", "run_minutes"]
    rows: Rows = [header, ["101", 10, "cnc_rough", 30, 400], ["101", 20, "edm_sinker", 20, 900]]
    taken.release(core_steel())
    taken.release(rows)
    assert [(str(o.step), o.kind, int(o.run_minutes)) for o in taken.of("M2650-101")] == [
        ("10", "cnc_rough", 400),
        ("20", "edm_sinker", 900),
    ]
    must_be_whole(taken)


@pytest.mark.parametrize("how", list(mc.Replace))
def test_the_planner_says_how_many_places_a_wave_takes(how: mc.Replace) -> None:
    taken = Taken()
    before = len([p for p in taken.parts(template=True) if "-SL" in p])
    one: Rows = [HEADER, ["401", "Slider 1", 1, "718H"]]
    taken.release(one, mc.ClassPick("slider", how=how))
    left = len([p for p in taken.parts(template=True) if "-SL" in p])
    expected = {mc.Replace.ALL: 0, mc.Replace.AS_MANY: before - 1, mc.Replace.NONE: before}
    assert (before > 1, left) == (True, expected[how])
    must_be_whole(taken)


def test_a_name_that_no_template_knows_gets_the_routing_of_the_class_that_is_picked() -> None:
    taken = Taken()
    rows: Rows = [HEADER, ["901", "Zwischenplatte 1", 1, "1.1730"]]
    taken.release(rows, mc.ClassPick("Zwischenplatte", "mold_base_plate_other", mc.Replace.NONE))
    assert {o.kind for o in taken.of("M2650-901")} & {"radial_drill", "cnc_rough", "cnc_gantry"}


def test_a_table_that_is_copied_says_the_same_as_the_file() -> None:
    taken = Taken()
    shop = taken.state.shop
    assert pasted(two_hundred_parts(), shop, NEW) == told(two_hundred_parts(), shop, NEW)


@pytest.mark.parametrize(
    ("name", "part_class"),
    [
        ("Core insert 2", "core_insert"),
        ("石墨电极 E-07", "electrode_graphite"),
        ("顶针板", "ejector_plate"),
        ("顶针 φ6", "standard_part"),
        ("Ejector pin 6x200", "standard_part"),
        ("行位2", "slider"),
        ("Zwischenplatte", ""),
    ],
)
def test_the_name_of_a_part_tells_its_class(name: str, part_class: str) -> None:
    assert class_of("", name) == part_class


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("件号,数量\n101,viele\n", FaultCode.NOT_A_NUMBER),
        ("件号,数量\n101,1\n101,2\n", FaultCode.DOUBLE_ID),
        ("Farbe,Form\nrot,rund\n", FaultCode.NO_PARTS),
        ("part,mold\n101,M1\n", FaultCode.UNKNOWN_CHOICE),
        ("part,parent\n101,102\n102,101\n", FaultCode.CIRCLE),
        ("part,step,kind,run_minutes\n101,10,laser,5\n", FaultCode.UNKNOWN_REFERENCE),
    ],
)
def test_a_wrong_bill_is_told_cell_by_cell_and_changes_nothing(text: str, code: FaultCode) -> None:
    found = read_pasted(text, Taken().state.shop, NEW)
    assert found.bom is None
    assert code in {fault.code for fault in found.faults}
