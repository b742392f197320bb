"""Operators are needed for attended minutes only: one minds several machines, the night runs alone."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sprue.floor import commands as co
from sprue.floor.refusal import Code
from sprue.shop.gates import NOT_NEEDED
from sprue.shop.ids import MachineId, OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode
from sprue.shop.shop import Shop
from tests.core.floor.shops import DAYS, E1, EDM, LI, M1, MILL, MOLD, Hall, op, small_shop
from tests.scenarios.planned import asked, begins, ends, planned

E2 = MachineId("edm-2")
SHANGHAI = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = 8, 20


def one_operator() -> Shop:
    """One man for two EDM machines that run alone and a mill that does not; two long burns, one long cut."""
    shop = small_shop()
    names = ("a", "b", "c")
    operations = [
        op("a-burn", "a", 10, EDM, 1500, mode=Mode.UNATTENDED, electrode=NOT_NEEDED),
        op("b-burn", "b", 10, EDM, 1500, mode=Mode.UNATTENDED, electrode=NOT_NEEDED),
        op("c-cut", "c", 10, MILL, 900),
    ]
    second = Machine(E2, "Sodick 2", (EDM,), DAYS, unattended=True)
    return replace(
        shop,
        machines={E1: shop.machines[E1], E2: second, M1: shop.machines[M1]},
        people={LI: shop.people[LI]},
        parts={PartId(n): Part(PartId(n), MOLD, n) for n in names},
        operations={o.id: o for o in operations},
        purchases={},
    )


def test_a_burn_runs_through_the_night_and_an_attended_cut_does_not() -> None:
    made = planned(Hall(one_operator()))
    for burn in ("a-burn", "b-burn"):
        segments = made.operations[OperationId(burn)].segments
        assert any(
            made.clock.at(s.start).astimezone(SHANGHAI).date()
            < made.clock.at(s.end).astimezone(SHANGHAI).date()
            for s in segments
        ), f"{burn} uses the night"
    for segment in made.operations[OperationId("c-cut")].segments:
        start, end = (made.clock.at(m).astimezone(SHANGHAI) for m in (segment.start, segment.end))
        assert OPENS <= start.hour < CLOSES
        assert start.date() == end.date()


def test_setting_up_needs_the_man_and_running_alone_does_not() -> None:
    made = planned(Hall(one_operator()))
    setups = sorted(
        (begins(made, name), made.clock.at(made.operations[OperationId(name)].run_start))
        for name in ("a-burn", "b-burn", "c-cut")
    )
    for (_, end), (start, _) in pairwise(setups):
        assert start >= end, "one man sets up one machine at a time"
    overlap = min(ends(made, "a-burn"), ends(made, "b-burn")) - max(
        begins(made, "a-burn"), begins(made, "b-burn")
    )
    assert overlap > timedelta(hours=12), "both run at the same time"


def test_who_stands_at_a_cut_begins_no_other_attended_one() -> None:
    shop = one_operator()
    more = op("b-cut", "b", 20, MILL, 120)
    second = Machine(MachineId("cnc-9"), "DMG 9", (MILL,), DAYS)
    operations = {o.id: o for o in (shop.operations[OperationId("c-cut")], replace(more, step=more.step))}
    hall = Hall(replace(shop, machines=shop.machines | {second.id: second}, operations=operations))
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("c-cut"), M1, LI))
    assert asked(hall, co.Start(OperationId("b-cut"), second.id, LI)) == Code.PERSON_BUSY
