"""Program before CNC, drawing before program: release conditions, each with the date that was promised."""

from dataclasses import replace
from datetime import timedelta

from sprue.floor import commands as co
from sprue.floor.refusal import Code
from sprue.shop.gates import CLOSED, Gate, GateKind, GateState
from sprue.shop.ids import KindId, MachineId, OperationId, PartId
from sprue.shop.resources import Kind, Machine
from sprue.shop.shop import Shop
from tests.core.floor.shops import DAYS, LI, M1, MILL, NOW, Hall, op, small_shop
from tests.scenarios.planned import asked, begins, ends, planned

CAM = KindId("cam_seat")
CUT, PROGRAM = OperationId("cut"), OperationId("program")


def drawn_and_programmed() -> Shop:
    """A core: its drawing is expected tomorrow, then it is programmed at the CAM seat, then cut."""
    shop = small_shop()
    core = replace(shop.parts[PartId("core")], parent=None)
    expected = Gate(GateState.EXPECTED, NOW + timedelta(days=1))
    seat = Machine(MachineId("seat-1"), "Seat 1", (CAM,), DAYS)
    people = {p.id: replace(p, kinds=(*p.kinds, CAM)) for p in shop.people.values()}
    operations = [
        op("program", "core", 5, CAM, 180, drawing=expected),
        op("cut", "core", 10, MILL, 120, program=CLOSED),
    ]
    return replace(
        shop,
        kinds=shop.kinds | {CAM: Kind(CAM, "CAM seat")},
        machines=shop.machines | {seat.id: seat},
        people=people,
        parts={core.id: core},
        operations={o.id: o for o in operations},
        purchases={},
    )


def test_programming_waits_for_the_drawing_and_cutting_for_the_program() -> None:
    hall = Hall(drawn_and_programmed())
    promised = NOW + timedelta(days=3)
    hall.do(co.ChangeGate(CUT, GateKind.PROGRAM, GateState.EXPECTED, promised))
    made = planned(hall)
    assert begins(made, "program") >= NOW + timedelta(days=1)
    assert begins(made, "cut") >= max(ends(made, "program"), promised)


def test_a_program_that_nobody_has_promised_gives_the_cut_no_date() -> None:
    made = planned(Hall(drawn_and_programmed()))
    assert CUT not in made.operations
    assert PROGRAM in made.operations


def test_nobody_cuts_before_the_program_is_released() -> None:
    shop = drawn_and_programmed()
    hall = Hall(replace(shop, operations={CUT: shop.operations[CUT]}))
    hall.do(co.BadgeIn(person=LI, machine=M1))
    assert asked(hall, co.Start(CUT, M1, LI)) == Code.GATE_CLOSED
    hall.do(co.ChangeGate(CUT, GateKind.PROGRAM, GateState.OK))
    assert hall.do(co.Start(CUT, M1, LI)).reason == ""
