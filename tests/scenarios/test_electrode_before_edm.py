"""Electrode before EDM: all electrodes of the burn are milled and measured before it begins."""

from dataclasses import replace

from sprue.floor import commands as co
from sprue.floor import electrode_commands as ec
from sprue.floor.refusal import Code
from sprue.shop.gates import NOT_NEEDED
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.shop import Shop
from tests.core.floor.shops import E1, EDM, LI, M1, MILL, MOLD, NOW, Hall, op, small_shop
from tests.scenarios.planned import asked, begins, ends, planned

FIRST, SECOND = PartId("e01"), PartId("e02")


def two_electrodes() -> Shop:
    """A burn with two electrodes; another part is burned with the second of them too."""
    shop = small_shop()
    core = replace(shop.parts[PartId("core")], parent=None)
    parts = [
        core,
        replace(shop.parts[PartId("plate")], parent=None),
        *(Part(e, MOLD, e, "electrode_graphite", core.id) for e in (FIRST, SECOND)),
    ]
    operations = [
        op("burn", "core", 10, EDM, 300, joins=True, electrode=NOT_NEEDED),
        op("burn-too", "plate", 10, EDM, 60, after=(OperationId("e02-mill"),)),
        op("e01-mill", "e01", 10, MILL, 60),
        op("e02-mill", "e02", 10, MILL, 400),
    ]
    return replace(
        shop, parts={p.id: p for p in parts}, operations={o.id: o for o in operations}, purchases={}
    )


def test_a_burn_is_planned_behind_the_last_of_its_electrodes() -> None:
    made = planned(Hall(two_electrodes()))
    assert begins(made, "burn") >= max(ends(made, "e01-mill"), ends(made, "e02-mill"))


def test_one_electrode_holds_up_every_burn_it_serves() -> None:
    made = planned(Hall(two_electrodes()))
    assert begins(made, "burn-too") >= ends(made, "e02-mill")


def test_nobody_burns_with_an_electrode_that_is_milled_but_not_measured() -> None:
    hall = Hall(two_electrodes())
    hall.do(co.BadgeIn(person=LI, machine=M1))
    for name in ("e01-mill", "e02-mill"):
        hall.do(co.Start(OperationId(name), M1, LI))
        hall.later(hours=1)
        hall.do(co.Finish(OperationId(name), LI))
    start = co.Start(OperationId("burn"), E1, LI)
    hall.do(co.BadgeIn(person=LI, machine=E1))
    assert asked(hall, start) == Code.GATE_CLOSED
    hall.do(ec.MeasureElectrode(FIRST, ok=True))
    assert asked(hall, start) == Code.GATE_CLOSED
    hall.do(ec.MeasureElectrode(SECOND, ok=True))
    assert hall.do(start).reason == ""
    assert hall.clock.moment > NOW
