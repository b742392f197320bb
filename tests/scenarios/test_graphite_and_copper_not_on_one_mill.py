"""Graphite and copper are not milled on the same machine, however long the queue before one of them is."""

from dataclasses import replace

from sprue.floor import commands as co
from sprue.floor.refusal import Code
from sprue.shop.ids import KindId, MachineId, OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.resources import Kind, Machine
from sprue.shop.shop import Shop
from tests.core.floor.shops import DAYS, LI, MOLD, Hall, op, small_shop
from tests.scenarios.planned import asked, place, planned

GRAPHITE, COPPER = KindId("graphite_mill"), KindId("copper_mill")
DUSTY, CLEAN = MachineId("graphite-1"), MachineId("copper-1")
SIX = range(1, 7)


def electrodes() -> Shop:
    """Six graphite electrodes and one of copper; a mill for each material."""
    shop = small_shop()
    names = [f"g{n}" for n in SIX] + ["c1"]
    kinds = {"g": GRAPHITE, "c": COPPER}
    parts = [
        Part(PartId(n), MOLD, n, "electrode_graphite" if n[0] == "g" else "electrode_copper") for n in names
    ]
    people = {p.id: replace(p, kinds=(*p.kinds, GRAPHITE, COPPER)) for p in shop.people.values()}
    machines = [Machine(DUSTY, "Graphite 1", (GRAPHITE,), DAYS), Machine(CLEAN, "Copper 1", (COPPER,), DAYS)]
    return replace(
        shop,
        kinds=shop.kinds | {GRAPHITE: Kind(GRAPHITE, "Graphite mill"), COPPER: Kind(COPPER, "Copper mill")},
        machines=shop.machines | {m.id: m for m in machines},
        people=people,
        parts={p.id: p for p in parts},
        operations={o.id: o for o in (op(f"{n}-mill", n, 10, kinds[n[0]]) for n in names)},
        purchases={},
    )


def test_each_material_is_planned_on_its_own_mill_though_the_other_stands_idle() -> None:
    made = planned(Hall(electrodes()))
    assert {place(made, f"g{n}-mill") for n in SIX} == {DUSTY}
    assert place(made, "c1-mill") == CLEAN


def test_nobody_mills_graphite_on_the_copper_mill() -> None:
    hall = Hall(electrodes())
    hall.do(co.BadgeIn(person=LI, machine=CLEAN))
    assert asked(hall, co.Start(OperationId("g1-mill"), CLEAN, LI)) == Code.WRONG_MACHINE
