"""The problem that a shop becomes."""

from decimal import Decimal
from typing import Any

from sprue.planning.build import problem_of
from sprue.planning.problem import Due, MachineWork, Pin, Running
from sprue.shop.gates import Gate, GateState
from sprue.shop.ids import MachineId, OperationId, PartId, PurchaseId
from sprue.shop.orders import Mold, Purchase
from sprue.shop.routing import MachineOption, Milestone, Mode, Status
from tests.core.planning.shops import EDM, MILL, MOLD, NOW, at, machine, op, running, shop_of

A, B = MachineId("A"), MachineId("B")


def test_speed_divides_the_run_but_neither_setup_nor_a_machines_own_minutes() -> None:
    options = (MachineOption(A), MachineOption(B, Decimal(95)))
    shop = shop_of(
        op("a", 904, 20, machines=options),
        machines=[machine("A", speed=Decimal("1.13")), machine("B", EDM, speed=Decimal(2))],
    )
    assert problem_of(shop, NOW).tasks[OperationId("a")].options == (
        MachineWork(A, 20, 800, False, MILL),
        MachineWork(B, 20, 95, False, EDM),
    )


def test_work_runs_by_the_clock_only_where_the_machine_may() -> None:
    shop = shop_of(op("a", 60, mode=Mode.UNATTENDED), machines=[machine("A"), machine("B", unattended=True)])
    options = problem_of(shop, NOW).tasks[OperationId("a")].options
    assert [(w.machine, w.by_clock) for w in options] == [("A", False), ("B", True)]


def test_the_latest_of_gates_dates_and_material_releases() -> None:
    shop = shop_of(
        op("a", 60, not_before=at(50), program=Gate(GateState.EXPECTED, at(90))),
        purchases={PurchaseId("steel"): Purchase(PurchaseId("steel"), PartId("a"), promised=at(120))},
    )
    task = problem_of(shop, NOW).tasks[OperationId("a")]
    assert (task.release, task.release_reason) == (120, ("material", "steel"))


def test_a_purchase_that_is_received_holds_nothing_up() -> None:
    bought = Purchase(PurchaseId("steel"), PartId("a"), promised=at(120), received=at(-10))
    shop = shop_of(op("a", 60), purchases={bought.id: bought})
    assert problem_of(shop, NOW).tasks[OperationId("a")].release == 0


def test_what_is_left_of_running_work_is_counted_from_its_start() -> None:
    begun = op("a", 100, 30, status=Status.RUNNING, machine=A, started=at(-1440))
    # The day before was a Sunday: nothing was worked since.
    assert problem_of(shop_of(begun), NOW).tasks[begun.id].running == Running(A, -1440, 130)
    later = problem_of(shop_of(begun), at(50)).tasks[begun.id]
    assert later.running == Running(A, -1490, 80)


def test_running_work_waits_for_nothing_and_what_follows_waits_for_all_before() -> None:
    shop = shop_of(op("a", 60), running("a2", 60, 30, "A", step=Decimal(20)), op("a3", 60, step=Decimal(30)))
    tasks = problem_of(shop, NOW).tasks
    assert tasks[OperationId("a2")].predecessors == ()
    assert set(tasks[OperationId("a3")].predecessors) == {"a", "a2"}


def test_what_is_done_is_believed_also_behind_what_waits() -> None:
    shop = shop_of(
        op("a", 60), op("a2", 60, step=Decimal(20), status=Status.DONE), op("a3", 60, step=Decimal(30))
    )
    tasks = problem_of(shop, NOW).tasks
    assert set(tasks) == {"a", "a3"}
    assert tasks[OperationId("a3")].predecessors == ("a",)


def test_pinned_work_has_one_machine_and_may_have_a_start() -> None:
    pinned = op("a", 60, pinned=True, machine=B, pinned_start=at(90))
    task = problem_of(shop_of(pinned, machines=[machine("A"), machine("B")]), NOW).tasks[pinned.id]
    assert (task.pin, [w.machine for w in task.options]) == (Pin(B, 90), ["B"])


def test_the_last_family_done_stands_before_the_first_setup() -> None:
    done: dict[str, Any] = {"status": Status.DONE, "machine": A}
    shop = shop_of(
        op("a", 60, setup_family="late", finished=at(-10), **done),
        op("b", 60, setup_family="early", finished=at(-90), **done),
    )
    assert problem_of(shop, NOW).machines[A].last_family == "late"


def test_molds_are_due_by_milestone_with_their_weight() -> None:
    mold = Mold(MOLD, trial_due=at(100), due=at(200), weight=Decimal(3))
    shop = shop_of(
        op("a", 60, milestone=Milestone.T1, status=Status.DONE, finished=at(-5)),
        op("b", 60, milestone=Milestone.DELIVERY),
        mold=mold,
    )
    assert problem_of(shop, NOW).dues == (
        Due(MOLD, Milestone.T1, 100, Decimal(3), (), -5),
        Due(MOLD, Milestone.DELIVERY, 200, Decimal(3), (OperationId("b"),), None),
    )
