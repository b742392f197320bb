"""Whole plans of small shops: a situation for each rule of the contract."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sprue.planning.build import problem_of
from sprue.planning.plan import Bind, Hindrance, Plan, Reason, Unplaced
from sprue.planning.referee import violations
from sprue.planning.solve import Progress, plan
from sprue.sample import make_shop
from sprue.shop.gates import CLOSED, Gate, GateState
from sprue.shop.ids import KindId, MachineId, OperationId, PurchaseId
from sprue.shop.orders import Mold, Purchase
from sprue.shop.resources import Kind
from sprue.shop.routing import MachineOption, Milestone, Mode, Operation, SetupRule, Status
from sprue.shop.shop import Shop
from tests.core.planning.shops import (
    BENCH,
    EDM,
    MILL,
    MOLD,
    NIGHT_AND_DAY,
    NOW,
    at,
    closed,
    machine,
    op,
    person,
    rows,
    running,
    shop_of,
    stretches,
)


def planned(shop: Shop) -> Plan:
    """The first plan, which breaks no rule."""
    made = plan(shop, now=NOW, iterations=0)
    assert violations(problem_of(shop, NOW), made) == []
    return made


def test_attended_work_pauses_over_lunch_and_keeps_its_machine() -> None:
    made = planned(shop_of(op("a", 300, 30), op("b", 60)))
    assert stretches(made, "a") in ([(0, 30), (30, 240), (300, 390)], [(60, 90), (90, 240), (300, 450)])
    assert {row[0] for row in rows(made).values()} == {"A"}


def test_unbroken_work_waits_for_a_stretch_that_holds_it() -> None:
    made = planned(shop_of(op("a", 100), op("a2", 150, mode=Mode.UNBROKEN, step=Decimal(20))))
    assert rows(made) == {"a": ("A", 0, 0, 100), "a2": ("A", 300, 300, 450)}


def test_unattended_work_runs_through_the_night_where_its_machine_may() -> None:
    shop = shop_of(op("a", 1000, 30, mode=Mode.UNATTENDED), machines=[machine("A", unattended=True)])
    made = planned(shop)
    assert rows(made) == {"a": ("A", 0, 30, 1030)}
    assert made.summary.unattended_hours == (1000 - 210 - 240) / 60


def test_unattended_work_counts_as_attended_where_its_machine_may_not() -> None:
    made = planned(shop_of(op("a", 300, mode=Mode.UNATTENDED)))
    assert rows(made) == {"a": ("A", 0, 0, 360)}


def test_outside_work_takes_time_by_the_clock_and_no_machine() -> None:
    made = planned(shop_of(op("a", 2000, mode=Mode.OUTSIDE), op("a2", 60, step=Decimal(20))))
    assert rows(made) == {"a": (None, 0, 0, 2000), "a2": ("A", 2880, 2880, 2940)}


def test_equal_steps_go_side_by_side_and_all_end_before_the_next() -> None:
    made = planned(
        shop_of(
            op("a1", 60), op("a2", 90), op("a3", 30, step=Decimal(20)), machines=[machine("A"), machine("B")]
        )
    )
    starts = {name: row[1] for name, row in rows(made).items()}
    assert starts == {"a1": 0, "a2": 0, "a3": 90}


def test_assembly_waits_for_all_parts_that_are_built_in() -> None:
    made = planned(
        shop_of(
            op("a", 60),
            op("b", 90),
            op("z", 30, joins=True),
            parents={"a": "z", "b": "z"},
            machines=[machine("A"), machine("B")],
        )
    )
    assert rows(made)["z"][1:] == (90, 90, 120)


def test_it_waits_for_what_is_named_besides() -> None:
    made = planned(
        shop_of(op("a", 60), op("b", 30, after=(OperationId("a"),)), machines=[machine("A"), machine("B")])
    )
    assert rows(made)["b"][1:] == (60, 60, 90)


def test_a_setup_takes_a_whole_person() -> None:
    shop = shop_of(
        op("a", 60, 30, kind=EDM),
        op("b", 60, 30, kind=EDM),
        machines=[machine("A", EDM), machine("B", EDM)],
        people=[person("li", EDM)],
    )
    # The second setup takes the person away from what runs attended; that pauses for 30 minutes or
    # the setup waits for its end.
    starts = sorted(row[1:] for row in rows(planned(shop)).values())
    assert starts[0][0] == 0
    assert starts[1][0] >= 30


def test_one_person_minds_four_machines_that_need_a_quarter() -> None:
    machines = [machine(name, EDM) for name in "ABCDE"]
    shop = shop_of(
        *(op(name, 60, kind=EDM) for name in "abcde"), machines=machines, people=[person("li", EDM)]
    )
    assert sorted(row[1] for row in rows(planned(shop)).values()) == [0, 0, 0, 0, 60]


def test_people_who_can_do_both_go_where_they_are_needed() -> None:
    shop = shop_of(
        op("a", 60),
        op("b", 60, kind=BENCH),
        machines=[machine("A"), machine("B", BENCH)],
        people=[person("all", MILL, BENCH), person("miller", MILL)],
    )
    assert rows(planned(shop)) == {"a": ("A", 0, 0, 60), "b": ("B", 0, 0, 60)}


def test_work_pauses_while_nobody_is_there() -> None:
    shop = shop_of(op("a", 120), people=[person("li")], exceptions=(closed("li", 60, 100),))
    assert stretches(planned(shop), "a") == [(0, 60), (100, 160)]


def test_the_faster_machine_takes_exact_minutes() -> None:
    made = planned(
        shop_of(op("a", 904), machines=[machine("A", speed=Decimal("1.13"), calendar=NIGHT_AND_DAY)])
    )
    assert rows(made) == {"a": ("A", 0, 0, 800)}


def test_a_list_of_machines_gives_each_its_own_minutes() -> None:
    options = (MachineOption(MachineId("A")), MachineOption(MachineId("B"), Decimal(95)))
    made = planned(shop_of(op("a", 200, machines=options), machines=[machine("A"), machine("B", EDM)]))
    assert rows(made) == {"a": ("B", 0, 0, 95)}


def test_a_furnace_takes_one_family_together_with_one_setup() -> None:
    alike = {"setup_family": "hard", "machines": (MachineOption(MachineId("F")),)}
    shop = shop_of(
        op("a", 60, 20, **alike),
        op("b", 90, 10, **alike),
        op("c", 30, 10, setup_family="soft", machines=alike["machines"], after=(OperationId("a"),)),
        machines=[machine("F", batch=3)],
    )
    assert rows(planned(shop)) == {"a": ("F", 0, 20, 110), "b": ("F", 0, 20, 110), "c": ("F", 110, 120, 150)}


def test_nothing_runs_between_the_operations_of_a_group() -> None:
    shop = shop_of(
        op("a", 60, group="slides"),
        op("b", 60, group="slides", step=Decimal(20)),
        op("b0", 300, mode=Mode.OUTSIDE),
        op("c", 30),
    )
    made = rows(planned(shop))
    first, last = made["a"][1], made["b"][3]
    assert made["c"][3] <= first or made["c"][1] >= last


def test_setup_minutes_depend_on_what_was_there_before() -> None:
    shop = shop_of(
        op("a", 60, 30, setup_family="steel"),
        op("a2", 60, 30, setup_family="copper", step=Decimal(20)),
        setups=(SetupRule(MILL, "steel", "copper", Decimal(45)),),
    )
    assert rows(planned(shop)) == {"a": ("A", 0, 30, 90), "a2": ("A", 90, 135, 195)}


def test_a_machine_is_kept_free_for_work_pinned_to_a_start() -> None:
    pinned = op("p", 60, 0, pinned=True, machine=MachineId("A"), pinned_start=at(90))
    made = planned(shop_of(op("a", 120), pinned))
    assert rows(made) == {"a": ("A", 150, 150, 330), "p": ("A", 90, 90, 150)}
    assert made.summary.pins_moved == 0


def test_a_pin_that_no_rule_allows_is_moved_to_the_first_minute_that_is() -> None:
    pinned = op("p", 60, pinned=True, machine=MachineId("A"), pinned_start=at(30))
    made = planned(shop_of(running("a", 120, 100, "A"), pinned))
    assert rows(made)["p"] == ("A", 100, 100, 160)
    assert made.summary.pins_moved == 1


def test_what_begins_is_not_put_aside_for_another_pin_in_the_same_minute() -> None:
    # Both pins are late, and there is one person for two setups.
    pins = {name: {"pinned": True, "machine": MachineId(name), "pinned_start": at(0)} for name in "AB"}
    shop = shop_of(
        op("a", 60, 30, **pins["A"]),
        op("b", 60, 30, **pins["B"]),
        machines=[machine("A"), machine("B")],
        people=[person("li")],
        exceptions=(closed("li", 0, 100),),
    )
    made = planned(shop)
    assert sorted(row[1:] for row in rows(made).values()) == [(100, 160, 220), (130, 220, 340)]


def test_running_work_goes_on_where_it_is_and_asks_for_nothing() -> None:
    shop = shop_of(
        op("a", 60, status=Status.HELD),
        running("a2", 400, 300, "B", step=Decimal(20), program=CLOSED),
        machines=[machine("A"), machine("B")],
    )
    made = planned(shop)
    assert rows(made)["a2"][0::3] == ("B", 360)
    assert rows(made)["a2"][1] == -60
    assert stretches(made, "a2") == [(0, 240), (300, 360)]


def test_running_unattended_work_goes_on_by_the_clock() -> None:
    shop = shop_of(
        running("a", 400, 700, "A", mode=Mode.UNATTENDED),
        op("b", 60),
        machines=[machine("A", unattended=True)],
    )
    made = planned(shop)
    assert stretches(made, "a") == [(0, 700)]
    assert rows(made)["b"] == ("A", 1440, 1440, 1500)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"not_before": at(100)}, Reason(Bind.NOT_BEFORE)),
        ({"program": Gate(GateState.EXPECTED, at(100))}, Reason(Bind.GATE, "program")),
    ],
)
def test_nothing_starts_before_it_may_and_the_plan_says_why(more: dict[str, Any], reason: Reason) -> None:
    made = planned(shop_of(op("a", 60, **more)))
    assert rows(made) == {"a": ("A", 100, 100, 160)}
    assert made.operations[OperationId("a")].reason == reason


def test_every_open_operation_is_planned_blocked_or_unplannable() -> None:
    shop = shop_of(
        op("a", 60, electrode=CLOSED),
        op("a2", 60, step=Decimal(20)),
        op("b", 60, status=Status.HELD),
        op("c", 60, kind=KindId("laser")),
        op("c2", 60, step=Decimal(20)),
        op("d", 300, mode=Mode.UNBROKEN),
        op("e", 60, kind=BENCH),
        op("f", 60),
        op("g", 60),
        op("h", 60, status=Status.DONE),
        op("i", 60, status=Status.CANCELLED),
        machines=[machine("A"), machine("B", BENCH)],
        people=[person("li")],
        purchases={PurchaseId("steel"): Purchase(PurchaseId("steel"), op("f", 1).part)},
    )
    made = planned(shop)
    assert rows(made) == {"g": ("A", 0, 0, 60)}
    assert made.blocked == (
        Unplaced(OperationId("a"), Hindrance.GATE_CLOSED, "electrode"),
        Unplaced(OperationId("a2"), Hindrance.WAITS_FOR_BLOCKED, "a"),
        Unplaced(OperationId("b"), Hindrance.HELD),
        Unplaced(OperationId("f"), Hindrance.NO_DATE, "steel"),
    )
    assert made.unplannable == (
        Unplaced(OperationId("c"), Hindrance.NO_MACHINE, "laser"),
        Unplaced(OperationId("c2"), Hindrance.WAITS_FOR_UNPLANNABLE, "c"),
        Unplaced(OperationId("d"), Hindrance.NO_STRETCH, "A"),
        Unplaced(OperationId("e"), Hindrance.NOBODY_ABLE, "bench"),
    )


def test_a_group_that_can_not_end_gives_its_machine_to_the_others() -> None:
    # b2 belongs to the group that has begun, but waits for b, which needs the group's machine.
    shop = shop_of(
        running("a", 60, 30, "A", group="slides"),
        op("b", 60),
        op("b2", 60, group="slides", step=Decimal(20)),
    )
    made = planned(shop)
    assert rows(made) == {"a": ("A", -60, 0, 30), "b": ("A", 30, 30, 90)}
    assert made.unplannable == (Unplaced(OperationId("b2"), Hindrance.NOTHING_FREE, "mill"),)


def test_who_needs_no_setup_does_not_wait_for_people_with_those_who_do() -> None:
    shop = shop_of(
        op("a", 60, kind=BENCH, setup_family="x"),
        op("b", 60, 30, kind=BENCH, setup_family="x"),
        machines=[machine("F", BENCH, batch=2)],
        people=[person("li", MILL)],
        kinds={MILL: Kind(MILL), BENCH: Kind(BENCH, attention=Decimal(0))},
    )
    made = planned(shop)
    assert rows(made) == {"a": ("F", 0, 0, 60)}


def late_shop() -> Shop:
    """Two dozen operations of three molds' worth of work, due too soon."""
    mold = Mold(MOLD, trial_due=at(600), due=at(1500), weight=Decimal(2))
    work: list[Operation] = []
    for part in "abcdef":
        for step in range(4):
            milestone = Milestone.T1 if step == 2 else Milestone.DELIVERY if step == 3 else None
            minutes = 37 * (ord(part) - 90) % 173 + 20
            work.append(op(f"{part}{step}", minutes, 10, step=Decimal(step), milestone=milestone))
    return shop_of(*work, machines=[machine("A"), machine("B")], people=[person("li")], mold=mold)


def test_same_seed_and_iterations_give_the_same_plan_with_any_number_of_workers() -> None:
    alone = plan(late_shop(), now=NOW, iterations=40, seed=3)
    with ThreadPoolExecutor(2) as pool:
        together = plan(late_shop(), now=NOW, iterations=40, seed=3, mapper=pool.map)
    assert together == alone


def test_more_iterations_never_give_a_worse_plan() -> None:
    values = [
        plan(late_shop(), now=NOW, iterations=n, seed=1).summary.weighted_tardiness_hours for n in (0, 20, 60)
    ]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0


def test_time_ends_the_search_and_progress_is_told() -> None:
    told: list[Progress] = []
    ticks = iter(range(10_000))
    made = plan(late_shop(), now=NOW, seconds=5, timer=lambda: float(next(ticks)), progress=told.append)
    assert told[-1].seconds >= 5
    assert [p.iterations for p in told] == sorted(p.iterations for p in told)
    assert made.summary.seconds > 5


def test_late_hours_are_counted_for_both_milestones_with_the_weight_of_the_mold() -> None:
    mold = Mold(MOLD, trial_due=at(0) - timedelta(hours=1), due=at(30), weight=Decimal("0.5"))
    shop = shop_of(
        op("a", 60, milestone=Milestone.T1),
        op("a2", 30, step=Decimal(20), milestone=Milestone.DELIVERY),
        mold=mold,
    )
    made = planned(shop)
    assert made.summary.weighted_tardiness_hours == 0.5 * (2 + 1)
    assert made.summary.late_molds == 1
    assert made.summary.lower_bound_hours == made.summary.weighted_tardiness_hours


def test_a_shop_of_a_real_size_is_planned_within_every_rule() -> None:
    shop = make_shop(30, 3)
    now = shop.settings.now
    assert now is not None
    made = plan(shop, now=now, iterations=0)
    problem = problem_of(shop, now)
    assert violations(problem, made) == []
    assert len(made.operations) + len(made.blocked) + len(made.unplannable) == (
        len(problem.tasks) + len(problem.blocked) + len(problem.unplannable)
    )
