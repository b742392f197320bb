"""The workforce on a floor in memory: what it does, what it leaves alone, and that it repeats itself."""

import threading
from collections import Counter
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from sprue.demo import trouble
from sprue.demo.client import Refused
from sprue.demo.roster import Roster
from sprue.demo.workforce import Workforce
from sprue.sample import NOW, ZONE, make_shop, shifts_of
from sprue.shop.problems import ProblemStatus
from sprue.shop.records import Work
from sprue.shop.shop import Shop
from tests.server.demo.shop_in_memory import ShopInMemory

PEOPLE, SEED = 30, 7


@cache
def shop_at(hour: int) -> Shop:
    return make_shop(PEOPLE, SEED, load=1.2, now=NOW.replace(hour=hour))


class Demo:
    """A workforce and its shop; a round is a real second, a shop minute."""

    def __init__(self, *, rate: float = 60.0, hour: int = 10) -> None:
        self.floor = ShopInMemory(shop_at(hour), rate)
        self.seconds = 0.0
        roster = Roster(shifts_of(PEOPLE, SEED), ZONE, SEED)
        client: Any = self.floor
        self.force = Workforce(client, roster, SEED, self.floor.clock.now, threading.Event())
        self.force.shift.seconds = lambda: self.seconds
        self.mirror = self.force.shift.mirror
        self.mirror.load(self.floor.snapshot())

    def work(self, rounds: int) -> Counter[str]:
        """What was reported in so many rounds."""
        before = len(self.floor.sent)
        for _ in range(rounds):
            self.seconds += 1.0
            self.floor.pass_time(1.0)
            for patch in self.floor.take_news():
                self.mirror.apply(patch)
            self.force.round()
        return Counter(kind for kind, _ in self.floor.sent[before:])


def test_an_afternoon_of_work_is_reported_and_never_questioned() -> None:
    demo = Demo(hour=14)
    done = demo.work(6 * 60 + 10)
    assert done["badge_in"] >= 25
    assert done["badge_out"] >= 5
    assert done["start"] >= 20
    assert done["finish"] >= 20
    assert done["receive_material"] + done["promise_purchase"] >= 1
    assert demo.floor.questions() == []
    assert demo.force.shift.tally.refused == 0


def test_at_night_nobody_of_a_small_shop_is_signed_in() -> None:
    demo = Demo(hour=20)
    assert demo.work(30)["badge_in"] >= 5
    demo.work(90)
    assert demo.floor.now.hour == 22
    assert demo.mirror.people_on_site() == []
    assert all(record.since is None for record in demo.floor.store.state.people.values())


def test_problems_are_raised_answered_and_solved_and_stopped_work_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trouble, "BETWEEN", 12.0)
    demo = Demo()
    counts = demo.work(5 * 60)
    problems = demo.floor.store.state.problems.values()
    assert counts["raise_problem"] >= 3
    solved = [problem for problem in problems if problem.status is ProblemStatus.RESOLVED]
    assert len(solved) >= 2
    for problem in solved:
        assert problem.acknowledged_at is not None
        assert problem.resolved_at is not None
        assert problem.raised_at < problem.acknowledged_at < problem.resolved_at
    paused = [o for o, record in demo.floor.store.state.operations.items() if record.work is Work.PAUSED]
    assert counts["resume"] >= counts["pause"] - len(paused) >= 1


def test_machines_carry_no_more_than_one_job_and_people_no_more_than_they_can_mind() -> None:
    demo = Demo()
    for _ in range(3):
        demo.work(60)
        assert all(len(record.operations) <= 1 for record in demo.floor.store.state.machines.values())
        demo.force._crew.take_stock()
        assert all(bound <= 1.0 + 1e-9 for bound in demo.force._crew._bound.values())


def test_the_same_seed_gives_the_same_reports() -> None:
    first, second = Demo(), Demo()
    first.work(90)
    second.work(90)
    assert _comparable(first) == _comparable(second)


def _comparable(demo: Demo) -> list[tuple[str, dict[str, Any]]]:
    """Reports without the ids that are drawn anew each time."""
    return [
        (kind, {name: value for name, value in fields.items() if name != "problem"})
        for kind, fields in demo.floor.sent
    ]


def test_the_workforce_follows_the_clock_whatever_its_rate() -> None:
    demo = Demo(rate=600.0)
    demo.work(10)
    assert demo.mirror.rate == 600.0
    assert abs(demo.mirror.now(demo.floor.clock.now()) - demo.floor.now) < timedelta(seconds=1)


def test_a_refusal_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = Demo()
    tries: list[str] = []

    def refuse(kind: str, **fields: Any) -> str:
        tries.append(f"{kind} {fields.get('operation') or fields.get('operations') or fields.get('person')}")
        raise Refused("forbidden", "no")

    monkeypatch.setattr(demo.floor, "command", refuse)
    demo.work(6)
    assert demo.force.shift.tally.refused == len(tries)
    assert len(tries) == len(set(tries)) > 5


def test_a_snapshot_and_patches_give_what_a_new_snapshot_gives() -> None:
    demo = Demo()
    demo.work(120)
    for patch in demo.floor.take_news():
        demo.mirror.apply(patch)
    fresh = Demo().mirror
    fresh.load(demo.floor.snapshot())
    for table in ("operations", "machines", "people", "problems", "parts", "ready", "under_way", "gated"):
        kept, loaded = getattr(demo.mirror, table), getattr(fresh, table)
        if table == "ready":
            kept, loaded = {m: r for m, r in kept.items() if r}, {m: r for m, r in loaded.items() if r}
        assert kept == loaded, table
