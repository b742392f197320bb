"""The fitter stays with his mold: its bench work is his, also where a colleague would be free sooner."""

from dataclasses import replace
from itertools import pairwise

from sprue.floor import commands as co
from sprue.floor.refusal import Code
from sprue.shop.ids import MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.resources import Machine
from sprue.shop.shop import Shop
from tests.core.floor.shops import B1, BENCH, DAYS, MOLD, WANG, Hall, op, small_shop
from tests.scenarios.planned import asked, begins, ends, place, planned

B2 = MachineId("bench-2")
OTHER = MoldId("M2")
FITTED = ("fit-core", "fit-plate", "spot", "assemble-all")


def two_molds(*, led: bool = True) -> Shop:
    """Four steps of bench work of one mold that stays at bench 1, one of another mold, two benches."""
    shop = small_shop()
    lead = (("lead_bench", str(B1)),) if led else ()
    molds = [replace(shop.molds[MOLD], notes=lead), replace(shop.molds[MOLD], id=OTHER)]
    parts = [*(Part(PartId(n), MOLD, n) for n in FITTED), Part(PartId("other"), OTHER, "other")]
    operations = [*(op(f"{n}-1", n, 10, BENCH) for n in FITTED), op("other-1", "other", 10, BENCH)]
    return replace(
        shop,
        machines=shop.machines | {B2: Machine(B2, "Bench 2", (BENCH,), DAYS)},
        molds={m.id: m for m in molds},
        parts={p.id: p for p in parts},
        operations={o.id: o for o in operations},
        purchases={},
    )


def test_all_bench_work_of_the_mold_is_planned_with_its_fitter_one_after_the_other() -> None:
    made = planned(Hall(two_molds()))
    assert {place(made, f"{n}-1") for n in FITTED} == {B1}
    order = sorted(FITTED, key=lambda n: begins(made, f"{n}-1"))
    for before, after in pairwise(order):
        assert begins(made, f"{after}-1") >= ends(made, f"{before}-1")


def test_without_a_lead_fitter_both_benches_share_the_mold() -> None:
    made = planned(Hall(two_molds(led=False)))
    assert {place(made, f"{n}-1") for n in FITTED} == {B1, B2}


def test_nobody_takes_the_mold_to_another_bench_and_other_molds_go_anywhere() -> None:
    hall = Hall(two_molds())
    hall.do(co.BadgeIn(person=WANG, machine=B2))
    assert asked(hall, co.Start(OperationId("spot-1"), B2, WANG)) == Code.OTHER_BENCH
    assert hall.do(co.Start(OperationId("other-1"), B2, WANG)).reason == ""
