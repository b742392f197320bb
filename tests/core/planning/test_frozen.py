"""After an event nothing of the next hours moves but what the event forces: by kind of event.

A mills a, then b; B mills c, then b2 once b is done; C mills d and e. Nothing else waits for d
and e.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.gates import Gate, GateState
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import MachineOption, Operation, Status
from sprue.shop.shop import Shop
from tests.core.planning.floor_events import with_operation
from tests.core.planning.shops import MOLD, NOW, at, closed, machine, op, rows, shop_of


def on(name: str, *machines: str) -> tuple[MachineOption, ...]:
    return tuple(MachineOption(MachineId(m)) for m in (name, *machines))


def work(name: str, minutes: int, on_machine: str, begin: int, **more: Any) -> Operation:
    return op(name, minutes, machines=on(on_machine), not_before=at(begin), **more)


SHOP = shop_of(
    work("a", 60, "A", 0),
    work("b", 60, "A", 60),
    work("c", 100, "B", 0),
    work("b2", 50, "B", 120, step=Decimal(20)),
    work("d", 60, "C", 0),
    work("e", 60, "C", 100),
    machines=[machine("A"), machine("B"), machine("C")],
)
PUBLISHED = plan(SHOP, now=NOW, iterations=0)


def mended(shop: Shop) -> Plan:
    made = mend(shop, PUBLISHED, now=NOW)
    assert violations(problem_of(shop, NOW), made) == []
    return made


def moved(shop: Shop) -> dict[str, int]:
    """New setup starts of what does not start as published."""
    before, after = rows(PUBLISHED), rows(mended(shop))
    return {name: after[name][1] for name in before if name in after and after[name][:2] != before[name][:2]}


def under_way(name: str, on_machine: str, left: int) -> Operation:
    begun = replace(SHOP.operations[OperationId(name)], status=Status.RUNNING, machine=MachineId(on_machine))
    return replace(begun, started=at(0), remaining_minutes=Decimal(left))


def test_as_published() -> None:
    starts = {name: row[:2] for name, row in rows(PUBLISHED).items()}
    assert starts == {
        "a": ("A", 0),
        "b": ("A", 60),
        "c": ("B", 0),
        "b2": ("B", 120),
        "d": ("C", 0),
        "e": ("C", 100),
    }


def test_work_that_takes_longer_moves_what_is_behind_it_and_what_waits_for_that() -> None:
    assert moved(with_operation(SHOP, under_way("a", "A", 90))) == {"b": 90, "b2": 150}


def test_work_that_takes_longer_within_its_gap_moves_nothing() -> None:
    assert moved(with_operation(SHOP, under_way("d", "C", 100))) == {}


def test_started_work_moves_nothing() -> None:
    assert moved(with_operation(SHOP, under_way("a", "A", 60))) == {}


def test_work_that_is_done_sooner_moves_nothing() -> None:
    done = replace(under_way("a", "A", 0), status=Status.DONE, finished=at(0), remaining_minutes=None)
    assert moved(with_operation(SHOP, done)) == {}


def test_a_breakdown_moves_the_work_of_that_machine_and_what_waits_for_it() -> None:
    assert moved(replace(SHOP, exceptions=(closed("A", 0, 100),))) == {"a": 100, "b": 160, "b2": 220}


def test_a_breakdown_of_a_machine_for_which_nobody_waits_leaves_all_others() -> None:
    assert moved(replace(SHOP, exceptions=(closed("C", 0, 30),))) == {"d": 30}


def test_a_gate_that_is_put_off_moves_its_operation_and_what_waits_for_it() -> None:
    late = Gate(GateState.EXPECTED, at(150))
    gated = replace(SHOP.operations[OperationId("b")], program=late)
    assert moved(with_operation(SHOP, gated)) == {"b": 150, "b2": 210}


def test_a_gate_that_opens_sooner_moves_nothing() -> None:
    early = replace(SHOP.operations[OperationId("e")], not_before=None)
    assert moved(with_operation(SHOP, early)) == {}


def test_a_raised_priority_moves_nothing() -> None:
    assert moved(replace(SHOP, molds={MOLD: Mold(MOLD, due=at(10), weight=Decimal(9))})) == {}


def test_a_rush_order_goes_where_it_pushes_nothing() -> None:
    rush = op("r", 30, machines=on("A", "B"))
    made = with_operation(replace(SHOP, parts={**SHOP.parts, rush.part: Part(rush.part, MOLD)}), rush)
    assert moved(made) == {}
    assert rows(mended(made))["r"][:2] == ("A", 120)
