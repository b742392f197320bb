"""Partial start per half: the cavity half is built when its kit is whole, though the core half waits."""

from dataclasses import replace
from datetime import timedelta

from sprue.floor import commands as co
from sprue.floor.live import live_from_mended
from sprue.floor.view.kit import kits_of
from sprue.floor.view.waits import sight_of
from sprue.planning.solve import plan as planned
from sprue.shop.ids import OperationId, PartId, PurchaseId
from sprue.shop.orders import Part, Purchase
from sprue.shop.shop import Shop
from tests.core.floor.shops import B1, BENCH, LI, M1, MILL, MOLD, NOW, WANG, Hall, op, small_shop

CAVITY, CORE, CLOSE = OperationId("cavity-assemble"), OperationId("core-assemble"), OperationId("close")


def two_halves() -> Shop:
    """A cavity half, a core half whose steel comes in six days, and closing the mold, which joins both."""
    whole, cavity, core = PartId("mold"), PartId("cavity-half"), PartId("core-half")
    parts = [
        Part(whole, MOLD, "Mold"),
        Part(cavity, MOLD, "Cavity half", parent=whole),
        Part(core, MOLD, "Core half", parent=whole),
        Part(PartId("cavity"), MOLD, "Cavity", parent=cavity),
        Part(PartId("core"), MOLD, "Core", parent=core),
    ]
    operations = [
        op("cavity-mill", "cavity", 10, MILL),
        op("core-mill", "core", 10, MILL),
        op("cavity-assemble", "cavity-half", 10, BENCH, joins=True),
        op("core-assemble", "core-half", 10, BENCH, joins=True),
        op("close", "mold", 10, BENCH, joins=True),
    ]
    steel = Purchase(PurchaseId("steel"), PartId("core"), "S136", promised=NOW + timedelta(days=6))
    return replace(
        small_shop(),
        parts={p.id: p for p in parts},
        operations={o.id: o for o in operations},
        purchases={steel.id: steel},
    )


def test_one_half_is_planned_days_before_the_other_and_closing_waits_for_both() -> None:
    hall = Hall(two_halves())
    made = planned(hall.store.state.shop_at(NOW), now=NOW, iterations=0)
    at = {name: made.clock.at(made.operations[name].setup_start) for name in (CAVITY, CORE, CLOSE)}
    assert at[CAVITY] < NOW + timedelta(days=2)
    assert at[CORE] >= NOW + timedelta(days=6)
    assert at[CLOSE] > at[CORE]


def test_the_half_whose_kit_is_whole_is_begun_while_the_other_waits() -> None:
    hall = Hall(two_halves())
    state = hall.store.state
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("cavity-mill"), M1, LI))
    hall.later(hours=2)
    hall.do(co.Finish(OperationId("cavity-mill"), LI))
    now = hall.clock.moment
    live = live_from_mended(planned(state.shop_at(now), now=now, iterations=0), 1)
    kits = {kit.operation: kit for kit in kits_of(sight_of(state, now), live)}
    assert kits[CAVITY].missing == ()
    assert {piece.id for piece in kits[CORE].missing} == {"steel"}
    assert (kits[CLOSE].here, kits[CLOSE].total) == (0, 2)
    hall.do(co.BadgeIn(person=WANG, machine=B1))
    hall.do(co.Start(CAVITY, B1, WANG))
    assert not sight_of(state, now).is_ready(CORE)
