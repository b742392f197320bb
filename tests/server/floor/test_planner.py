"""The planner process: a first plan, a plan kept true, drafts; what fails is tried again."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from sprue.floor.live import unpack
from sprue.floor.policy import Improving
from sprue.floor.refusal import Code, Refusal
from sprue.planning import solve
from sprue.planning.build import problem_of
from sprue.planning.chances import Chance
from sprue.planning.difference import MilestoneMove
from sprue.planning.plan import Plan, PlannedOperation
from sprue.planning.referee import violations
from sprue.planning.why.counter import CounterMove
from sprue.sample import make_shop
from sprue.server.floor import actions, ask, queries
from sprue.server.floor.memory import Memory
from sprue.server.floor.models import LivePlan as LivePlanRow
from sprue.server.workers.loop import work
from sprue.server.workers.office import Planner
from sprue.server.workers.solver import Better, RoomSolver, plan_of, published
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.events import PlanPublished
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.routing import Status
from sprue.shop.shop import Shop
from tests.core.floor.shops import small_plan, small_shop
from tests.server.floor.senders import PLANNER, send

pytestmark = pytest.mark.usefixtures("journal")


class HandSolver:
    """Plans one operation after the other on its first machine: slow work, a true plan all the same."""

    def __init__(self) -> None:
        self.fails = 0
        self.mended: list[datetime] = []
        self.gains: list[float] = []
        self.moves = 3
        self.begun: list[Plan | None] = []
        self.asked: list[float] = []
        self.during: Callable[[], None] = lambda: None

    def first(self, shop: Shop, now: datetime) -> Plan:
        clock = PlanClock(whole_minute(now), shop.settings.zone)
        rows: dict[OperationId, PlannedOperation] = {}
        minute = 0
        for operation in shop.operations.values():
            if operation.status in (Status.DONE, Status.CANCELLED, Status.HELD):
                continue
            machine = next((m.id for m in shop.machines.values() if operation.kind in m.kinds), None)
            end = minute + int(operation.setup_minutes + operation.run_minutes)
            run = minute + int(operation.setup_minutes)
            rows[operation.id] = PlannedOperation(operation.id, machine, minute, run, end, ())
            minute = end
        return Plan(clock, rows)

    def fresh(self, shop: Shop, now: datetime) -> Plan:
        return self.first(shop, now)

    def mend(self, shop: Shop, plan: PlanPublished, now: datetime) -> Plan:
        if self.fails:
            self.fails -= 1
            raise ValueError("a plan that can't be mended")
        self.mended.append(now)
        return self.first(shop, now)

    def improve(
        self,
        shop: Shop,
        published: PlanPublished,
        now: datetime,
        *,
        begin: Plan | None,
        seconds: float,
        seed: int,
        stop: Callable[[], bool],
    ) -> Better | None:
        self.begun.append(begin)
        self.asked.append(seconds)
        self.during()
        return Better(self.first(shop, now), self.gains.pop(0), self.moves) if self.gains else None

    def publishable(self, plan: Plan, version: int, message: str) -> PlanPublished:
        return published(plan, version, message)

    def prepare(self, shop: Shop, published: PlanPublished, now: datetime) -> None:
        pass

    def slips(
        self, without: Shop, published: PlanPublished, mended: Plan, now: datetime
    ) -> tuple[MilestoneMove, ...]:
        return ()

    def counter_moves(
        self, shop: Shop, mended: Plan, now: datetime, mold: MoldId
    ) -> Iterator[CounterMove | None]:
        yield None

    def chances(self, shop: Shop, mended: Plan, now: datetime) -> Iterator[tuple[Chance, ...] | None]:
        yield None
        yield ()

    def taken(self, changed: Shop, mended: Plan, now: datetime, mold: MoldId) -> tuple[Plan, int]:
        return self.first(changed, now), 0


class Office:
    """A planner process whose seconds are counted by hand."""

    def __init__(self, improving: Improving = Improving.OFF) -> None:
        self.seconds = 100.0
        self.solver = HandSolver()
        self.planner = Planner(self.solver, Memory(), lambda: self.seconds, improving=improving)

    def steps(self, seconds: float = 0.0) -> int:
        """All steps there are to do after `seconds`; how many did something."""
        self.seconds += seconds
        count = 0
        while self.planner.step():
            count += 1
        return count


def test_a_shop_that_came_in_gets_its_first_plan_and_is_kept_true() -> None:
    office = Office()
    assert office.steps() == 0
    actions.import_shop(small_shop(), PLANNER)
    office.steps(1)
    office.steps(1)
    (plan,) = queries.plans()
    assert (plan["version"], plan["message"], plan["planned"]) == (1, "First plan", 8)
    live = unpack(bytes(LivePlanRow.objects.get().body))
    assert live.version == 1
    assert len(live.rows) == 8


def test_an_event_mends_the_plan_once_it_is_quiet() -> None:
    office = Office()
    actions.import_shop(small_shop(), PLANNER)
    office.steps(1)
    office.steps(1)
    before = len(office.solver.mended)
    send("badge_in", person="li", machine="cnc-1")
    office.steps()
    assert len(office.solver.mended) == before
    send("start", operation="mill", machine="cnc-1", person="li")
    office.steps()
    assert len(office.solver.mended) == before
    office.steps(0.2)
    assert len(office.solver.mended) == before + 1
    assert queries.health()["planner"]["rev"] == LivePlanRow.objects.get().rev


def test_a_draft_is_made_compared_published_and_forgotten() -> None:
    office = Office()
    actions.import_shop(small_shop(), PLANNER)
    office.steps(1)
    office.steps(1)
    assert ask.state() == {"state": "none", "draft": None}
    job = ask.draft(PLANNER)["job"]
    assert ask.state()["state"] == "waiting"
    office.steps(1)
    found = ask.state()
    assert (found["state"], found["draft"]["id"], found["draft"]["summary"]["planned"]) == ("ready", job, 8)
    send("publish_plan", draft=job, message="rush order")
    assert [(p["version"], p["message"]) for p in queries.plans()] == [(2, "rush order"), (1, "First plan")]
    assert ask.state() == {"state": "none", "draft": None}
    assert queries.compare(1, 2)["gone"] == []
    with pytest.raises(Refusal) as caught:
        send("publish_plan", draft=job, message="again")
    assert caught.value.code is Code.UNKNOWN_DRAFT


def test_a_step_that_fails_is_tried_again_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    actions.import_shop(small_shop(), PLANNER)
    office.solver.fails = 1
    stop = threading.Event()
    waited: list[float] = []

    def wait(seconds: float | None = None) -> bool:
        waited.append(seconds or 0)
        office.seconds += 2
        if office.solver.mended or len(waited) > 20:
            stop.set()
        return True

    monkeypatch.setattr(stop, "wait", wait)
    work(office.planner, stop)
    assert office.solver.fails == 0
    assert len(office.solver.mended) == 1


def at_work(improving: Improving, *gains: float) -> Office:
    """A small shop with its first plan, whose planner process finds plans that gain so many hours."""
    office = Office(improving)
    office.solver.gains = [*gains]
    actions.import_shop(small_shop(), PLANNER)
    return office


def test_a_better_plan_is_proposed_and_published_by_the_planner() -> None:
    office = at_work(Improving.PROPOSE, 12.0)
    office.steps(1)
    office.steps(1)
    found = ask.state()
    assert (found["state"], found["draft"]["proposed"]) == ("ready", True)
    assert [p["version"] for p in queries.plans()] == [1]
    send("publish_plan", draft=found["draft"]["id"], message="")
    assert [p["message"] for p in queries.plans()][1:] == ["First plan"]
    assert ask.state() == {"state": "none", "draft": None}


def test_a_better_plan_that_moves_little_is_published_where_that_is_wanted() -> None:
    office = at_work(Improving.PUBLISH, 12.0)
    office.steps(1)
    office.steps(1)
    assert [p["message"] for p in queries.plans()] == ["Better plan", "First plan"]


def test_a_plan_little_better_and_much_different_is_only_proposed() -> None:
    office = at_work(Improving.PUBLISH, 1.0)
    office.solver.moves = 200
    office.steps(1)
    office.steps(1)
    assert [p["version"] for p in queries.plans()] == [1]
    assert ask.state()["draft"]["proposed"]


def test_a_plan_that_gains_next_to_nothing_is_dropped() -> None:
    office = at_work(Improving.PUBLISH, 0.2, 0.2)
    office.steps(1)
    office.steps(1)
    assert [p["version"] for p in queries.plans()] == [1]
    assert ask.state() == {"state": "none", "draft": None}


def test_searches_get_longer_go_on_from_what_was_found_and_end_until_something_happens() -> None:
    office = at_work(Improving.PROPOSE, *[0.1] * 9)
    for _ in range(12):
        office.steps(1)
    assert office.solver.asked == [5.0, 10.0, 20.0, 40.0, 60.0]
    assert [begin is None for begin in office.solver.begun] == [True, False, False, False, False]
    send("badge_in", person="li", machine="cnc-1")
    send("start", operation="mill", machine="cnc-1", person="li")
    office.steps(1)
    office.steps(1)
    assert office.solver.asked[5:7] == [5.0, 10.0]


def test_what_happens_during_a_search_comes_first_and_its_plan_is_gone_on_from() -> None:
    office = at_work(Improving.PROPOSE, 12.0, 13.0)

    def event() -> None:
        office.solver.during = lambda: None
        send("badge_in", person="li", machine="cnc-1")
        send("start", operation="mill", machine="cnc-1", person="li")

    office.solver.during = event
    office.steps(1)
    office.steps(1)
    assert ask.state() == {"state": "none", "draft": None}
    assert len(office.solver.mended) == 1
    office.steps(1)
    assert len(office.solver.mended) == 2
    assert ask.state()["state"] == "ready"
    assert office.solver.begun[1] is not None


@pytest.mark.slow
def test_the_planning_room_finds_a_better_plan_in_the_background() -> None:
    shop = make_shop(30, 1, load=2.0)
    solver = RoomSolver()
    now = shop.settings.now
    assert now is not None
    slack = solver.publishable(solve.plan(shop, now=now, iterations=0), 1, "First plan")
    found = solver.improve(shop, slack, now, begin=None, seconds=4.0, seed=1, stop=lambda: False)
    assert found is not None
    assert found.gained > 0
    assert violations(problem_of(shop, now), found.plan) == []


def test_a_plan_survives_the_journal() -> None:
    shop = small_shop()
    plan = plan_of(small_plan(), shop.settings.zone)
    again = plan_of(published(plan, 1, "first plan"), shop.settings.zone)
    assert again == plan
    assert published(plan, 1, "x").blocked == ()


@pytest.mark.slow
def test_the_planning_room_plans_and_mends_the_small_shop() -> None:
    memory = Memory()
    actions.import_shop(small_shop(), PLANNER)
    planner = Planner(RoomSolver(first_seconds=0.2, fresh_seconds=0.2), memory)
    assert planner.step()
    (plan,) = queries.plans()
    assert plan["planned"] + plan["blocked"] + plan["unplannable"] == 9
    while planner.step():
        pass
    assert LivePlanRow.objects.get().rev >= 1


@pytest.mark.slow
def test_a_mold_taken_while_the_shop_works_is_in_the_live_plan_without_an_import() -> None:
    memory = Memory()
    actions.import_shop(small_shop(), PLANNER)
    seconds = [0.0]
    planner = Planner(RoomSolver(first_seconds=0.2, fresh_seconds=0.2), memory, lambda: seconds[0])
    assert planner.step()
    send("take_mold", new={"mold": "M2650", "customer": "Nordlicht"}, mold_class="S")
    for _ in range(60):
        seconds[0] += 1
        planner.step()
    live = unpack(bytes(LivePlanRow.objects.get().body))
    shop = memory.catch_up().shop
    taken = {o.id for o in shop.operations.values() if shop.mold_of(o).id == "M2650"}
    assert len(taken) > 250
    assert taken <= live.rows.keys()
