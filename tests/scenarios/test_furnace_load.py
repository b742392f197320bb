"""Rough → harden → grind: pieces of several molds go to hardening as one furnace load.

The step is in calendar days, nights and Sundays count, and what follows waits for the load.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.floor.live import live_from_published
from sprue.floor.view.kit import kits_of
from sprue.floor.view.outside import away, to_send
from sprue.floor.view.waits import sight_of
from sprue.planning.solve import plan as planned
from sprue.shop.ids import KindId, MoldId, OperationId, PartId
from sprue.shop.resources import Kind
from sprue.shop.routing import Mode
from sprue.shop.shop import Shop
from tests.core.floor.shops import LI, M1, MILL, NOW, Hall, op, small_plan, small_shop

HEAT = KindId("outsource_heat_treatment")
DAYS = 1440


def two_molds() -> Shop:
    """Inserts of two molds: roughed, hardened outside in 4 and 3 days, ground; nothing else."""
    shop = small_shop()
    [mold] = shop.molds.values()
    other = replace(mold, id=MoldId("M2"), name="Bumper")
    core = replace(shop.parts[PartId("core")], parent=None)
    parts = [replace(core, id=PartId(p), name=p, mold=m) for p, m in (("a", mold.id), ("b", other.id))]
    operations = []
    for part, days in (("a", 4), ("b", 3)):
        operations += [
            op(f"{part}-rough", part, 10, MILL),
            op(f"{part}-heat", part, 20, HEAT, days * DAYS, mode=Mode.OUTSIDE, setup_minutes=Decimal(0)),
            op(f"{part}-grind", part, 30, MILL),
        ]
    return replace(
        shop,
        kinds=shop.kinds | {HEAT: Kind(HEAT, "Heat treatment")},
        molds={m.id: m for m in (mold, other)},
        parts={p.id: p for p in parts},
        operations={o.id: o for o in operations},
        purchases={},
    )


def roughed() -> Hall:
    hall = Hall(two_molds())
    hall.do(co.BadgeIn(person=LI, machine=M1))
    for part in ("a", "b"):
        hall.do(co.Start(OperationId(f"{part}-rough"), M1, LI))
        hall.later(hours=2)
        hall.do(co.Finish(OperationId(f"{part}-rough"), LI))
    return hall


def start_of(hall: Hall, name: str) -> datetime:
    """When the plan made now begins an operation."""
    now = hall.clock.moment
    made = planned(hall.store.state.shop_at(now), now=now, iterations=0)
    return made.clock.at(made.operations[OperationId(name)].setup_start)


def test_pieces_of_two_molds_wait_together_and_go_in_one_load() -> None:
    hall = Hall(two_molds())
    seen = to_send(sight_of(hall.store.state, NOW), live_from_published(small_plan()))
    assert [one for one in seen if one.ready] == [], "what is not roughed does not go"
    hall = roughed()
    seen = to_send(sight_of(hall.store.state, hall.clock.moment), live_from_published(small_plan()))
    assert {one.operation for one in seen if one.ready} == {"a-heat", "b-heat"}
    hall.do(mc.SendOutside((OperationId("a-heat"), OperationId("b-heat")), "Yongxin"))
    [load] = away(sight_of(hall.store.state, hall.clock.moment))
    assert load.operations == ("a-heat", "b-heat")


def test_the_whole_load_is_back_with_its_longest_piece_and_grinding_waits_for_it() -> None:
    hall = roughed()
    sent = hall.clock.moment
    hall.do(mc.SendOutside((OperationId("a-heat"), OperationId("b-heat")), "Yongxin"))
    assert start_of(hall, "b-grind") >= sent + timedelta(days=4)


def test_a_load_that_is_said_to_be_later_moves_what_follows_at_once() -> None:
    hall = roughed()
    hall.do(mc.SendOutside((OperationId("a-heat"), OperationId("b-heat")), "Yongxin"))
    later = hall.clock.moment + timedelta(days=9)
    hall.do(mc.ChangeLoad(OperationId("a-heat"), back=later))
    assert min(start_of(hall, "a-grind"), start_of(hall, "b-grind")) >= later


def test_hardening_counts_calendar_days_also_over_a_sunday() -> None:
    hall = roughed()  # a Monday
    hall.do(mc.SendOutside((OperationId("a-heat"),), "Yongxin", hall.clock.moment + timedelta(days=6)))
    hall.later(days=6)
    assert hall.store.state.left_at(OperationId("a-heat"), hall.clock.moment) == 1
    assert kits_of(sight_of(hall.store.state, hall.clock.moment), live_from_published(small_plan())) == []
