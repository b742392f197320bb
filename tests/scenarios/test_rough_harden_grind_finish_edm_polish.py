"""Rough → harden → grind → finish → EDM → polish: in this order, hardening outside in calendar days."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from sprue.floor import commands as co
from sprue.floor.refusal import Code
from sprue.shop.gates import NOT_NEEDED
from sprue.shop.ids import KindId, OperationId, PartId
from sprue.shop.resources import Kind
from sprue.shop.routing import Mode
from sprue.shop.shop import Shop
from tests.core.floor.shops import BENCH, EDM, LI, M1, MILL, Hall, op, small_shop
from tests.scenarios.planned import asked, begins, ends, planned

HEAT = KindId("outsource_heat_treatment")
ORDER = ("rough", "harden", "grind", "finish", "burn", "polish")
DAYS_AWAY = 4


def hardened_core() -> Shop:
    shop = small_shop()
    core = replace(shop.parts[PartId("core")], parent=None)
    none = {"setup_minutes": Decimal(0)}
    operations = [
        op("rough", "core", 10, MILL, 240),
        op("harden", "core", 20, HEAT, DAYS_AWAY * 1440, mode=Mode.OUTSIDE, **none),
        op("grind", "core", 30, MILL, 120),
        op("finish", "core", 40, MILL, 300),
        op("burn", "core", 50, EDM, 600, mode=Mode.UNATTENDED, electrode=NOT_NEEDED),
        op("polish", "core", 60, BENCH, 240),
    ]
    return replace(
        shop,
        kinds=shop.kinds | {HEAT: Kind(HEAT, "Heat treatment")},
        parts={core.id: core},
        operations={o.id: o for o in operations},
        purchases={},
    )


def test_each_step_is_planned_behind_the_one_before() -> None:
    made = planned(Hall(hardened_core()))
    for before, after in pairwise(ORDER):
        assert begins(made, after) >= ends(made, before), f"{after} after {before}"


def test_hardening_takes_calendar_days_nights_and_sundays_too() -> None:
    made = planned(Hall(hardened_core()))
    assert ends(made, "harden") - begins(made, "harden") == timedelta(days=DAYS_AWAY)


def test_nobody_grinds_what_is_still_away() -> None:
    hall = Hall(hardened_core())
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("rough"), M1, LI))
    hall.later(hours=4)
    hall.do(co.Finish(OperationId("rough"), LI))
    hall.do(co.Start(OperationId("harden")))
    assert asked(hall, co.Start(OperationId("grind"), M1, LI)) == Code.PREDECESSOR_OPEN
    hall.later(days=DAYS_AWAY)
    hall.do(co.Finish(OperationId("harden")))
    assert hall.do(co.Start(OperationId("grind"), M1, LI)).reason == ""
