"""Streams: a snapshot and its patches are what a fresh snapshot says; nothing is missed, nothing leaks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from sprue.floor.live import live_from_published, pack
from sprue.server import push
from sprue.server.floor import queries
from sprue.server.floor.memory import memory
from sprue.server.floor.models import LivePlan as LivePlanRow
from sprue.server.push import RESYNC, stream, tailer
from sprue.shop.codec import to_json
from sprue.shop.problems import DEFAULT_RULES, ProblemRules, Silence
from tests.core.floor.shops import small_plan
from tests.server.floor.senders import open_shop, send, some_id

pytestmark = pytest.mark.usefixtures("journal")

TOPICS = ("wall", "desk", "problems", "ledger", "station:cnc-1")


@pytest.fixture(autouse=True)
def quiet_end() -> Any:
    """The tailer's thread ends with each test: the next one has another database."""
    yield
    tailer.stop()


class Screen:
    """A client: tables from a snapshot, changed by the messages of a stream."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.load()
        self.entries: list[str] = []
        self.resynced = 0
        self.seen = asyncio.Event()

    def load(self) -> None:
        found = json.loads(json.dumps(queries.snapshot(self.topic, "en")))
        self.tables, self.cursor, self.seq = found["tables"], found["cursor"], found["seq"]

    def take(self, message: bytes) -> None:
        fields = dict(line.split(": ", 1) for line in message.decode().strip().split("\n") if ": " in line)
        if fields.get("event") == "resync":
            self.resynced += 1
        if fields.get("event") != "patch":
            return
        patch = json.loads(fields["data"])
        assert int(fields["id"]) == patch["cursor"] > self.cursor
        self.cursor, self.seq = patch["cursor"], patch["seq"]
        self.entries += patch["entries"]
        for table, rows in patch["tables"].items():
            for name, row in rows.items():
                if row is None:
                    self.tables[table].pop(name, None)
                else:
                    self.tables[table][name] = row

    async def follow(self, after: int | None = None) -> None:
        async for message in stream(self.topic, self.cursor if after is None else after, "en"):
            self.take(message)


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run a scenario in an event loop of its own."""
    asyncio.run(asyncio.wait_for(scenario(), 30))


async def until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came")


QUICK = tuple(replace(rule, acknowledge_minutes=1) for rule in DEFAULT_RULES)
DAY: list[tuple[str, dict[str, Any]]] = [
    ("start", {"operation": "mill", "machine": "cnc-1", "person": "li"}),
    ("start", {"operation": "trial", "machine": "cnc-1", "person": "li"}),
    ("raise_problem", {"problem": "p", "problem_kind": "machine", "machine": "cnc-1", "person": "li"}),
    ("acknowledge", {"problem": "p", "person": "zhao"}),
    ("answer_problem", {"problem": "p", "person": "zhao", "text": "on site"}),
    ("expect_problem", {"problem": "p", "person": "zhao", "expected": "2026-11-24T06:00:00Z"}),
    ("transfer_problem", {"problem": "p", "person": "zhao", "department": "cam", "reason": "its program"}),
    ("change_problem_rules", {"rules": to_json(ProblemRules(QUICK, Silence(1320, 360)))}),
    (
        "change_duty_list",
        {"duties": [{"department": "cam", "person": "li", "weekdays": [0], "start": 1200, "end": 480}]},
    ),
    ("pause", {"operation": "mill", "person": "li", "reason": "spindle"}),
    ("resolve", {"problem": "p", "person": "zhao", "note": "belt", "rework_minutes": 30}),
    ("resume", {"operation": "mill", "person": "li"}),
    ("finish", {"operation": "mill", "person": "li"}),
    ("receive_material", {"purchase": "steel"}),
    ("promise_purchase", {"purchase": "pins", "promised": "2026-12-01T00:00:00Z"}),
    ("change_gate", {"operation": "plate-1", "gate": "drawing", "state": "ok"}),
    ("learn_estimates", {"on": True}),
    ("machine_down", {"machine": "cnc-2"}),
    ("machine_up", {"machine": "cnc-2"}),
    ("ledger_from_problem", {"item": "i", "problem": "p", "person": "li"}),
    ("ledger_accept", {"item": "i", "person": "zhao"}),
    ("ledger_correct", {"item": "i", "corrective_action": "check belts", "person": "zhao"}),
    ("ledger_done", {"item": "i", "evidence": "checked", "person": "zhao"}),
    ("ledger_verify", {"item": "i", "passed": True, "person": "li"}),
    ("ledger_close", {"item": "i"}),
    ("badge_out", {"person": "li"}),
    ("badge_in", {"badge": "B-LI", "machine": "cnc-1"}),
    (
        "insert_operation",
        {
            "operation": {
                "id": "extra",
                "part": "core",
                "step": 15,
                "kind": "cnc_finish",
                "run_minutes": "45",
            }
        },
    ),
]


@pytest.mark.parametrize("topic", TOPICS)
def test_snapshot_and_patches_are_what_a_fresh_snapshot_says(topic: str) -> None:
    open_shop()

    async def scenario() -> None:
        screen = await asyncio.to_thread(Screen, topic)
        following = asyncio.create_task(screen.follow())
        for kind, fields in DAY:
            await asyncio.to_thread(send, kind, **fields)
            fresh = await asyncio.to_thread(Screen, topic)
            await until(lambda fresh=fresh: screen.cursor >= fresh.cursor or screen.tables == fresh.tables)  # type: ignore[misc]  # bound here
            if screen.cursor == fresh.cursor:
                assert screen.tables == fresh.tables, kind
        last = await asyncio.to_thread(Screen, topic)
        await until(lambda: screen.tables == last.tables)
        following.cancel()

    run(scenario)


def test_a_reconnect_resumes_where_it_was() -> None:
    open_shop()

    async def scenario() -> None:
        screen = await asyncio.to_thread(Screen, "wall")
        for number, problem in enumerate("abc"):
            await asyncio.to_thread(
                send, "raise_problem", id=some_id(number), problem=problem, problem_kind="other"
            )
        following = asyncio.create_task(screen.follow())
        await until(lambda: screen.entries == [some_id(0), some_id(1), some_id(2)])
        following.cancel()
        assert screen.resynced == 0

    run(scenario)


@pytest.mark.parametrize("after", [0, 2**53])
def test_a_gap_that_cannot_be_filled_asks_for_a_new_snapshot(after: int) -> None:
    open_shop()

    async def scenario() -> None:
        first = [message async for message in taken(stream("wall", after, "en"), 3)]
        assert first[2] == RESYNC

    run(scenario)


async def taken(messages: AsyncIterator[bytes], count: int) -> AsyncIterator[bytes]:
    async for message in messages:
        yield message
        count -= 1
        if not count:
            return


def test_a_new_shop_asks_all_screens_to_load_again() -> None:
    open_shop()

    async def scenario() -> None:
        screen = await asyncio.to_thread(Screen, "wall")
        following = asyncio.create_task(screen.follow())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(open_shop)
        await until(lambda: screen.resynced > 0)
        following.cancel()

    run(scenario)


def test_a_mended_plan_moves_the_rows() -> None:
    open_shop()

    async def scenario() -> None:
        screen = await asyncio.to_thread(Screen, "desk")
        before = screen.tables["operations"]["trial"]["plan"]["end"]
        following = asyncio.create_task(screen.follow())
        await asyncio.to_thread(mended_by, 90)
        await until(lambda: bool(screen.tables["operations"]["trial"]["plan"]["end"] != before))
        assert (
            screen.tables["molds"]["M1"]["t1_projected"]
            == screen.tables["operations"]["trial"]["plan"]["end"]
        )
        following.cancel()

    run(scenario)


def mended_by(minutes: int) -> None:
    plan = live_from_published(small_plan())
    rows = {
        o: r._replace(
            setup_minute=r.setup_minute + minutes,
            run_minute=r.run_minute + minutes,
            end_minute=r.end_minute + minutes,
        )
        for o, r in plan.rows.items()
    }
    body = pack(type(plan)(1, rows, plan.hindrances))
    LivePlanRow.objects.update_or_create(defaults={"rev": 1, "seq": memory.state.seq, "body": body}, id=1)


def test_a_client_that_leaves_is_forgotten() -> None:
    open_shop()

    async def scenario() -> None:
        tasks = [asyncio.create_task((await asyncio.to_thread(Screen, "wall")).follow()) for _ in range(5)]
        await until(lambda: len(tailer._clients) == 5)
        for task in tasks:
            task.cancel()
        await until(lambda: not tailer._clients)

    run(scenario)


def test_a_slow_client_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    monkeypatch.setattr(push, "MOST_WAITING", 3)

    async def scenario() -> None:
        client = push.Client("wall", "en", asyncio.get_running_loop(), asyncio.Queue(3))
        for number in range(10):
            client.take(b"%d" % number)
        left = [client.queue.get_nowait() for _ in range(client.queue.qsize())]
        assert None in left
        assert len(left) <= 3

    run(scenario)
