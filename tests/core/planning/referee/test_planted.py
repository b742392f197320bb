"""For each rule: a plan that keeps everything, and the same plan with just that rule broken."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sprue.planning.plan import Hindrance, Phase, Plan, PlannedOperation, Segment, Unplaced
from sprue.planning.problem import MachineSlot, MachineWork, Pin, Problem, Running, Task, Worker
from sprue.planning.referee import Rule, violations
from sprue.shop.clock import PlanClock
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId
from sprue.shop.routing import Mode

CLOCK = PlanClock(datetime(2026, 3, 2, tzinfo=UTC), ZoneInfo("UTC"))
MILL = KindId("mill")
A, B, F = MachineId("A"), MachineId("B"), MachineId("F")
DAYS = ((0, 240), (300, 540), (1440, 1980))
Span = tuple[int, int]


def work(machine: MachineId = A, run: int = 60, *, by_clock: bool = False) -> MachineWork:
    return MachineWork(machine, 0, run, by_clock, MILL)


def task(name: str, *options: MachineWork, mode: Mode = Mode.ATTENDED, **more: Any) -> Task:
    """One task, by default an hour on A."""
    where = () if mode is Mode.OUTSIDE else options or (work(),)
    return Task(OperationId(name), PartId("p"), MoldId("m"), mode, more.pop("release", 0), (), where, **more)


def row(name: str, machine: MachineId | None, *runs: Span) -> PlannedOperation:
    segments = tuple(Segment(Phase.RUN, start, end) for start, end in runs)
    start = runs[0][0]
    return PlannedOperation(OperationId(name), machine, start, start, runs[-1][1], segments)


def problem(*tasks: Task, people: int = 0, horizon: int = 10_000) -> Problem:
    slots = {m: MachineSlot(m, (MILL,), DAYS, m == A, 2 if m == F else 1) for m in (A, B, F)}
    workers = tuple(Worker(PersonId(str(i)), frozenset({MILL}), DAYS) for i in range(people))
    attention = {MILL: Decimal(1)}
    by_id = {t.id: t for t in tasks}
    return Problem(CLOCK, by_id, slots, workers, people > 0, attention, {}, (), {}, horizon=horizon)


def plan(*rows: PlannedOperation) -> Plan:
    return Plan(CLOCK, {r.operation: r for r in rows})


@dataclass(frozen=True, slots=True)
class Planted:
    problem: Problem
    clean: Plan
    broken: Plan


ONE = problem(task("a"))
TWO = problem(task("a"), task("b", work(), work(B)))
AFTER = replace(task("b", work(B)), predecessors=(OperationId("a"),))
FAMILY = [task(name, work(F), setup_family="hard") for name in "abc"]
SLIDES = [task("a", group="g"), task("b"), task("c", group="g")]
HOUR = plan(row("a", A, (0, 60)))
UNDER_WAY = task("a", running=Running(A, -60, 30))
GOES_ON = replace(row("a", A, (0, 30)), setup_start=-60, run_start=-60)
NIGHT = problem(task("a", work(run=400, by_clock=True), mode=Mode.UNATTENDED))

PLANTED: dict[Rule, Planted] = {
    Rule.LISTS: Planted(ONE, HOUR, plan()),
    Rule.HINDRANCE: Planted(
        ONE, HOUR, replace(plan(), blocked=(Unplaced(OperationId("a"), Hindrance.HELD),))
    ),
    Rule.ELIGIBLE: Planted(ONE, HOUR, plan(row("a", B, (0, 60)))),
    Rule.MACHINE: Planted(
        TWO,
        plan(row("a", A, (0, 60)), row("b", A, (60, 120))),
        plan(row("a", A, (0, 60)), row("b", A, (30, 90))),
    ),
    Rule.BATCH: Planted(
        problem(*FAMILY),
        plan(row("a", F, (0, 60)), row("b", F, (0, 60)), row("c", F, (60, 120))),
        plan(*(row(name, F, (0, 60)) for name in "abc")),
    ),
    Rule.GROUP: Planted(
        problem(*SLIDES),
        plan(row("a", A, (0, 60)), row("c", A, (60, 120)), row("b", A, (120, 180))),
        plan(row("a", A, (0, 60)), row("b", A, (60, 120)), row("c", A, (120, 180))),
    ),
    Rule.SHAPE: Planted(ONE, HOUR, plan(replace(row("a", A, (0, 60)), run_start=30))),
    Rule.MINUTES: Planted(ONE, HOUR, plan(row("a", A, (0, 50)))),
    Rule.CALENDAR: Planted(ONE, HOUR, plan(row("a", A, (240, 300)))),
    Rule.UNATTENDED: Planted(NIGHT, plan(row("a", A, (200, 600))), plan(row("a", A, (0, 240), (300, 460)))),
    Rule.UNBROKEN: Planted(
        problem(task("a", work(run=100), mode=Mode.UNBROKEN)),
        plan(row("a", A, (0, 100))),
        plan(row("a", A, (200, 240), (300, 360))),
    ),
    Rule.OUTSIDE: Planted(
        problem(task("a", mode=Mode.OUTSIDE, outside_minutes=100)),
        plan(row("a", None, (0, 100))),
        plan(row("a", None, (0, 50), (60, 110))),
    ),
    Rule.HORIZON: Planted(problem(task("a"), horizon=100), HOUR, plan(row("a", A, (60, 120)))),
    Rule.PRECEDENCE: Planted(
        problem(task("a"), AFTER),
        plan(row("a", A, (0, 60)), row("b", B, (60, 120))),
        plan(row("a", A, (0, 60)), row("b", B, (59, 119))),
    ),
    Rule.RELEASE: Planted(problem(task("a", release=30)), plan(row("a", A, (30, 90))), HOUR),
    Rule.PIN: Planted(problem(task("a", pin=Pin(A, 30))), plan(row("a", A, (30, 90))), HOUR),
    Rule.PIN_LATE: Planted(
        problem(task("a", pin=Pin(A, 30))), plan(row("a", A, (30, 90))), plan(row("a", A, (60, 120)))
    ),
    Rule.RUNNING: Planted(problem(UNDER_WAY), plan(GOES_ON), plan(replace(GOES_ON, setup_start=0))),
    Rule.PEOPLE: Planted(
        replace(TWO, workers=problem(people=1).workers, people_limit=True),
        plan(row("a", A, (0, 60)), row("b", B, (60, 120))),
        plan(row("a", A, (0, 60)), row("b", B, (30, 90))),
    ),
    Rule.PAUSE: Planted(ONE, HOUR, plan(row("a", A, (0, 30), (40, 70)))),
}


def test_every_rule_has_a_planted_case() -> None:
    assert set(PLANTED) == set(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_the_referee_names_just_the_rule_that_is_broken(rule: Rule) -> None:
    planted = PLANTED[rule]
    assert violations(planted.problem, planted.clean) == []
    assert {v.rule for v in violations(planted.problem, planted.broken)} == {rule}


def test_a_group_may_not_stand_on_two_machines() -> None:
    split = problem(task("a", work(), work(B), group="g"), task("c", work(), work(B), group="g"))
    together = plan(row("a", A, (0, 60)), row("c", A, (60, 120)))
    apart = plan(row("a", A, (0, 60)), row("c", B, (60, 120)))
    assert violations(split, together) == []
    assert {v.rule for v in violations(split, apart)} == {Rule.GROUP}
