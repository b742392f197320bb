"""Problems and the plan: what slips, what could be done, and a counter-move that is taken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sprue.floor.refusal import Code, Refusal
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.server.floor import actions, advice, queries
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.models import Impact as ImpactRow
from sprue.server.floor.present import Present
from sprue.server.workers.office import Planner
from sprue.server.workers.solver import RoomSolver, plan_of
from sprue.shop.gates import OK
from sprue.shop.ids import MoldId
from sprue.shop.orders import Mold
from sprue.shop.routing import Status
from sprue.shop.shop import Shop
from sprue.shop.state import shop_now
from tests.core.floor.shops import MOLD, NOW, small_shop
from tests.server.floor.senders import PLANNER, send

pytestmark = [pytest.mark.usefixtures("journal"), pytest.mark.slow]


def pressed_shop() -> Shop:
    """The small shop with nothing in the way and its first trial promised for the evening after next."""
    shop = small_shop()
    opened = {
        name: replace(
            operation,
            program=OK,
            electrode=OK,
            drawing=OK,
            status=Status.WAITING if operation.status is Status.HELD else operation.status,
        )
        for name, operation in shop.operations.items()
    }
    mold: Mold = replace(shop.molds[MOLD], trial_due=NOW + timedelta(days=4), due=None)
    bought = {name: replace(purchase, received=NOW) for name, purchase in shop.purchases.items()}
    settings = replace(shop.settings, now=NOW)
    return replace(shop, settings=settings, operations=opened, molds={MOLD: mold}, purchases=bought)


class Watched(RoomSolver):
    """The planning room; the last plan that was taken, the shop it is for, and when."""

    last: tuple[Shop, Plan, datetime]

    def taken(self, changed: Shop, mended: Plan, now: datetime, mold: MoldId) -> tuple[Plan, int]:
        made, broken = super().taken(changed, mended, now, mold)
        self.last = (changed, made, now)
        return made, broken


class Office:
    """A planner process with the real planning room, a screen beside it, on seconds counted by hand."""

    def __init__(self, shop: Shop) -> None:
        actions.import_shop(shop, PLANNER)
        self.seconds = 100.0
        self.source = Memory()
        self.solver = Watched(0.2, 0.2)
        self.planner = Planner(self.solver, self.source, lambda: self.seconds)
        self.screen = Present(Memory())
        self.steps()

    def steps(self, seconds: float = 1.0) -> None:
        """All there is to do: news is heard at first, and looked after once it is quiet."""
        for _ in range(2):
            self.seconds += seconds
            while self.planner.step():
                self.seconds += 0.01

    def machine_of(self, operation: str) -> str:
        """Where an operation is planned."""
        plan = self.source.catch_up().plan
        assert plan is not None
        return next(str(row.machine) for row in plan.rows if row.operation == operation)

    def shown(self, problem: str) -> dict[str, object]:
        """The row of a problem as screens have it."""
        rows = self.screen.snapshot("desk", "en")["tables"]["problems"]
        return dict(rows[problem])


def down(hours: float, machine: str = "bench-1") -> None:
    """A machine (the only bench) breaks down and is expected back so many hours later."""
    send("raise_problem", problem="broken", problem_kind="machine", machine=machine, person="wang")
    with memory.lock:
        now = shop_now(memory.catch_up(), datetime.now(UTC))
    send("expect_problem", problem="broken", expected=(now + timedelta(hours=hours)).isoformat())


def test_a_breakdown_shows_which_molds_slip_and_by_how_much() -> None:
    office = Office(pressed_shop())
    down(hours=100)
    assert office.shown("broken")["impact"] is None
    office.steps()
    found = office.shown("broken")["impact"]
    assert isinstance(found, dict)
    (slip,) = found["slips"]
    assert (slip["mold"], slip["milestone"]) == (MOLD, "T1")
    assert slip["slip_minutes"] > 24 * 60
    assert slip["late_minutes"] > 0
    assert (found["count"], found["late"]) == (1, 1)
    # It is told by a patch too, not by a snapshot alone.
    screen = Present(Memory())
    screen.snapshot("desk", "en")
    heard: list[object] = []
    screen.listeners.append(lambda step: heard.append(step and step.changes.get("problems")))
    send("expect_problem", problem="broken", expected=(NOW + timedelta(hours=200)).isoformat())
    office.steps(120)
    screen.refresh()
    rows = [rows["broken"] for rows in heard if isinstance(rows, dict)]
    assert rows[-1]["impact"]["slips"][0]["slip_minutes"] > slip["slip_minutes"]


def test_a_problem_that_is_over_does_nothing_to_the_plan() -> None:
    office = Office(pressed_shop())
    down(hours=100)
    office.steps()
    send("resolve", problem="broken")
    office.steps()
    assert not ImpactRow.objects.exists()
    assert office.shown("broken")["impact"] is None


def test_a_problem_beside_the_plan_is_said_to_do_nothing() -> None:
    office = Office(pressed_shop())
    send("raise_problem", problem="noise", problem_kind="other", machine="bench-1", person="wang")
    office.steps()
    assert not ImpactRow.objects.exists()


def test_a_counter_move_that_is_taken_is_published_as_a_true_plan() -> None:
    office = Office(pressed_shop())
    down(hours=100, machine=office.machine_of("mill"))
    office.steps()
    assert advice.ask("broken", PLANNER)["state"] == advice.WAITING
    office.steps()
    asked = advice.state("broken")
    assert asked["state"] == advice.READY
    gains = [move["gained_hours"] for move in asked["moves"]]
    assert gains
    assert gains == sorted(gains, reverse=True)
    place = next(i for i, move in enumerate(asked["moves"]) if move["takeable"])
    before = office.shown("broken")["impact"]
    versions = len(queries.plans())
    assert advice.take("broken", place, PLANNER)["state"] == advice.WANTED
    office.steps()
    assert advice.state("broken")["state"] == advice.TAKEN
    plans = queries.plans()
    assert len(plans) == versions + 1
    newest = max(plans, key=lambda plan: plan["version"])
    assert newest["message"] == asked["moves"][place]["text"]["en"]
    state = office.source.catch_up()
    assert state.plan is not None
    changed, made, now = office.solver.last
    assert violations(problem_of(changed, now), made) == []
    assert len(made.operations) == len(state.plan.rows)
    assert plan_of(state.plan, state.shop.settings.zone).operations.keys() == made.operations.keys()
    # The shop has become the one for which the plan was made.
    assert {o.id: o.machines for o in state.shop.operations.values()} == {
        o.id: o.machines for o in changed.operations.values()
    }
    assert len(state.shop_at(now).exceptions) == len(changed.exceptions)
    # The effect that was told is the effect that came, but for the seconds that went by.
    mold = office.screen.snapshot("wall", "en")["tables"]["molds"][MOLD]
    was = datetime.fromisoformat(before["slips"][0]["after"])  # type: ignore[index]  # the row's own shape
    gained = was - datetime.fromisoformat(str(dict(mold)["t1_projected"]))
    assert gained / timedelta(hours=1) == pytest.approx(gains[place], abs=0.1)


def test_who_asks_for_a_solved_or_unknown_problem_is_told_so() -> None:
    Office(pressed_shop())
    with pytest.raises(Refusal) as refused:
        advice.ask("nothing", PLANNER)
    assert refused.value.code is Code.UNKNOWN_PROBLEM
    send("raise_problem", problem="p", problem_kind="quality", operation="mill", person="li")
    send("resolve", problem="p")
    with pytest.raises(Refusal) as refused:
        advice.ask("p", PLANNER)
    assert refused.value.code is Code.PROBLEM_CLOSED
    with pytest.raises(Refusal):
        advice.take("p", 0, PLANNER)


def test_an_answer_begun_by_a_killed_process_is_made_by_the_next() -> None:
    office = Office(pressed_shop())
    down(hours=100)
    office.steps()
    advice.ask("broken", PLANNER)
    office.planner.step()
    assert advice.state("broken")["state"] == advice.WORKING
    other = Planner(RoomSolver(0.2, 0.2), Memory(), lambda: office.seconds)
    advice.resume()
    office.planner = other
    office.steps()
    assert advice.state("broken")["state"] == advice.READY


def test_another_shop_knows_nothing_of_the_counter_moves_of_the_one_before() -> None:
    office = Office(pressed_shop())
    down(hours=100)
    office.steps()
    advice.ask("broken", PLANNER)
    office.steps()
    actions.import_shop(pressed_shop(), PLANNER)
    office.steps()
    assert advice.state("broken")["state"] == advice.NONE
