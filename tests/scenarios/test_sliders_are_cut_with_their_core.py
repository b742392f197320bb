"""Sliders are finished together with the core in one clamping: one machine, nothing else in between."""

from dataclasses import replace
from decimal import Decimal

from sprue.planning.solve import plan
from sprue.shop.ids import MachineId, PartId
from sprue.shop.orders import Part
from sprue.shop.shop import Shop
from tests.core.floor.shops import MILL, MOLD, NOW, op, small_shop


def shop() -> Shop:
    """The small shop with two sliders that are cut with the core, and a rush on the same mills."""
    known = small_shop()
    sliders = [Part(PartId(name), MOLD, "Slider", parent=PartId("base")) for name in ("s1", "s2")]
    together = [
        op("c-cut", "core", 15, MILL, 240, group="core and sliders"),
        op("s1-cut", "s1", 10, MILL, 90, group="core and sliders"),
        op("s2-cut", "s2", 10, MILL, 90, group="core and sliders"),
        op("rush", "plate", 12, MILL, 60),
    ]
    return replace(
        known,
        parts={**known.parts, **{part.id: part for part in sliders}},
        operations={**known.operations, **{one.id: one for one in together}},
        molds={MOLD: replace(known.molds[MOLD], weight=Decimal(50))},
    )


def test_the_plan_cuts_them_in_one_go() -> None:
    made = plan(shop(), now=NOW, iterations=200).operations
    cut = sorted(
        (one for name, one in made.items() if name.endswith("-cut")), key=lambda one: one.setup_start
    )
    assert len(cut) == 3
    (where,) = {one.machine for one in cut}
    between = [
        name
        for name, one in made.items()
        if one.machine == where and cut[0].setup_start < one.setup_start < cut[-1].end
    ]
    assert set(between) <= {one.operation for one in cut}
    assert where in (MachineId("cnc-1"), MachineId("cnc-2"))
