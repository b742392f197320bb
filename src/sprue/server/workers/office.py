"""The planner at work: keeps the plan true after every event, makes first plans and drafts.

A loop of small steps; what goes wrong in one is logged and tried again, it never ends the loop.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from django.conf import settings

from sprue.floor import policy
from sprue.floor.live import live_from_mended, live_from_published, pack
from sprue.planning.plan import Plan
from sprue.server.floor import actions, advice, ask, queries
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.models import Ask
from sprue.server.floor.models import LivePlan as LivePlanRow
from sprue.server.floor.who import SERVER
from sprue.server.workers import loop
from sprue.server.workers.adviser import AdviceSolver, Adviser
from sprue.server.workers.surety import ChanceSolver, Surety
from sprue.shop.events import Entry, PlanPublished
from sprue.shop.quiet import uncollected
from sprue.shop.records import Key
from sprue.shop.shop import Shop
from sprue.shop.state import State, shop_now

log = logging.getLogger("sprue.planner")

#: Also without an event the plan is mended so often: work that should have begun moves on with time.
_AGE_SHOP = timedelta(minutes=10)
_AGE_SECONDS = 5.0

#: A search for a better plan is given so long, then twice as long, and so on; what is found is gone on from.
_IMPROVE_SECONDS = (5.0, 10.0, 20.0, 40.0, 60.0)
#: Garbage is collected so seldom (real seconds), and only while nobody waits.
_TIDY_SECONDS = 60.0
#: Where a search for a better plan looks up whether something happened.
_LOOK_SECONDS = 0.1

_MESSAGES = {
    "en": ("First plan", "Fresh plan", "Better plan"),
    "zh-hans": ("首次排程", "重新排程", "优化排程"),
}


class Found(Protocol):
    """A better plan, the hours that it gains, the price of moves taken off, and the operations moved."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def gained(self) -> float:
        """Hours of weighted tardiness."""

    @property
    def moved(self) -> int:
        """Operations of the next 48 h with another start or machine."""


class Solver(AdviceSolver, ChanceSolver, Protocol):
    """What this process needs of the planning room."""

    def first(self, shop: Shop, now: datetime) -> Plan:
        """A first plan of a shop, soon."""

    def fresh(self, shop: Shop, now: datetime) -> Plan:
        """A better plan, with more time."""

    def mend(self, shop: Shop, published: PlanPublished, now: datetime) -> Plan:
        """The published plan, made true again."""

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
    ) -> "Found | None":
        """A better plan that keeps to the published one; None: there is nothing to gain."""


class Planner:
    """State of the loop. Moments are shop time, seconds are steady real ones."""

    name = "planner"
    poll_seconds = 0.1

    def __init__(
        self,
        solver: Solver,
        source: Memory,
        steady: Callable[[], float] = time.monotonic,
        *,
        improving: policy.Improving = policy.Improving.OFF,
    ) -> None:
        self._solver = solver
        self._memory = source
        self._steady = steady
        self._first_news: float | None = None
        self._last_news = 0.0
        self._mended_at: datetime | None = None
        self._mended_steady = 0.0
        self._next_mend = 0.0
        self._improving = improving
        self._better: Found | None = None
        self._better_version = 0
        self._tries = 0
        self._proposed = 0.0
        self._next_improve = 0.0
        self._tidied = steady()
        self._adviser = Adviser(solver, steady)
        self._surety = Surety(solver, steady)
        self._mended: Plan | None = None
        self._parts: object = None
        source.listener = self._hear

    def step(self) -> bool:
        """One small step; whether it did something."""
        state = self._memory.catch_up()
        if not state.shop.operations:
            return False
        if state.plan is None:
            self._make_first(state)
            return True
        if self._is_stale(state):
            self._mend(state)
            return True
        if self._parts is not state.shop.parts:
            self._parts = state.shop.parts
            self._adviser.begin()
            self._surety.begin()
        if self._is_true() and self._adviser.step(state, self._mended, self._mended_at):
            return True
        job = ask.next_ask()
        if job is not None:
            self._draft(state, job)
            return True
        if self._is_true() and self._surety.step(state, self._mended, self._mended_at):
            return True
        if self._may_improve():
            self._improve(state)
            return True
        self._tidy()
        return False

    def _tidy(self) -> None:
        """Collect garbage while there is nothing to do: at any other time a round is felt."""
        if self._steady() - self._tidied > _TIDY_SECONDS:
            self._tidied = self._steady()
            gc.collect()

    @property
    def seq(self) -> int:
        """How far it has read."""
        return self._memory.state.seq

    def rest(self) -> None:
        """After a failure: the plan is mended again."""
        self._surety.rest()
        self._first_news = self._steady() if self._first_news is None else self._first_news

    # -- parts of a step ---------------------------------------------------------

    def _hear(self, entry: Entry, keys: frozenset[Key]) -> None:
        if policy.needs_mending(entry.event.fact):
            self._last_news = self._steady()
            self._tries = 0
            if self._first_news is None:
                self._first_news = self._last_news

    def _is_stale(self, state: State) -> bool:
        steady = self._steady()
        if steady < self._next_mend:
            return False
        if self._first_news is not None:
            quiet = steady - self._last_news >= policy.MEND_QUIET.total_seconds()
            return quiet or steady - self._first_news >= policy.MEND_AT_LATEST.total_seconds()
        if self._mended_at is None:
            return True
        aged = abs(_now(state) - self._mended_at) >= _AGE_SHOP
        return aged and steady - self._mended_steady >= _AGE_SECONDS

    def _is_true(self) -> bool:
        """Whether nothing has happened since the plan was mended."""
        return self._mended is not None and self._first_news is None

    def _mend(self, state: State) -> None:
        assert state.plan is not None
        self._first_news = None
        now = _now(state)
        begun = self._steady()
        with uncollected():  # screens wait for the mended plan; collecting garbage can wait until it is kept
            plan = self._solver.mend(state.shop_at(now), state.plan, now)
            live = live_from_mended(plan, state.plan.version)
            _keep(pack(live), state.seq)
        self._mended = plan
        self._mended_at, self._mended_steady = now, self._steady()
        # As long a rest as the work took: the other processes need the computer too.
        self._next_mend = self._mended_steady + self._mended_steady - begun

    def _make_first(self, state: State) -> None:
        now = _now(state)
        shop = state.shop
        plan = self._solver.first(state.shop_at(now), now)
        if self._memory.catch_up().shop.parts is not shop.parts:
            return  # another shop came in meanwhile
        message = _message(shop, 0)
        published = self._solver.publishable(plan, 1, message)
        actions.publish_plan(published, SERVER)
        _keep(pack(live_from_published(published)), self._memory.catch_up().seq)

    def _draft(self, state: State, job: Ask) -> None:
        assert state.plan is not None
        now = _now(state)
        seq = state.seq
        old = state.plan
        try:
            plan = self._solver.fresh(state.shop_at(now), now)
            found = self._solver.publishable(plan, old.version + 1, _message(state.shop, 1))
        except Exception:
            Ask.objects.filter(id=job.id).update(state=ask.FAILED)
            raise
        facts = _facts(old, found)
        Ask.objects.filter(id=job.id).update(state=ask.READY, seq=seq, facts=facts, body=ask.pack(found))

    # -- better plans by itself ---------------------------------------------------

    def _may_improve(self) -> bool:
        wanted = self._improving is not policy.Improving.OFF and self._tries < len(_IMPROVE_SECONDS)
        return wanted and self._first_news is None and self._steady() >= self._next_improve

    def _improve(self, state: State) -> None:
        """One search from the best so far; news ends it, and the next one goes on from what it found."""
        assert state.plan is not None
        published, now, begun = state.plan, _now(state), self._steady()
        if published.version != self._better_version:
            self._better, self._better_version, self._proposed = None, published.version, 0.0
        seconds = _IMPROVE_SECONDS[self._tries]
        self._tries += 1
        found = self._solver.improve(
            state.shop_at(now),
            published,
            now,
            begin=self._better.plan if self._better is not None else None,
            seconds=seconds,
            seed=self._tries,
            stop=self._disturbed(),
        )
        # As long a rest as the work took: the other processes need the computer too.
        self._next_improve = 2 * self._steady() - begun
        if found is None:
            self._tries = len(_IMPROVE_SECONDS)
        elif self._memory.catch_up().plan is published:
            self._better = found
            if self._first_news is None:
                self._offer(found, published, self._memory.state)

    def _disturbed(self) -> Callable[[], bool]:
        """Asked often, it looks up seldom whether the plan must be mended or somebody waits for one."""
        next_look = self._steady() + _LOOK_SECONDS

        def disturbed() -> bool:
            nonlocal next_look
            if self._steady() < next_look:
                return False
            self._memory.catch_up()
            next_look = self._steady() + _LOOK_SECONDS
            return self._first_news is not None or ask.waits() or advice.waits()

        return disturbed

    def _offer(self, found: Found, old: PlanPublished, state: State) -> None:
        """Publishes the better plan or lays it before the planner, as the policy says."""
        verdict = policy.verdict(self._improving, gained=found.gained - self._proposed, moved=found.moved)
        if verdict is policy.Verdict.DROP:
            return
        plan = self._solver.publishable(found.plan, old.version + 1, _message(state.shop, 2))
        if verdict is policy.Verdict.PUBLISH:
            actions.publish_plan(plan, SERVER)
            return
        self._proposed = found.gained
        ask.propose(plan, state.seq, _facts(old, plan))


#: So many moved operations are listed with a draft, those that start first.
_FIRST_MOVED = 200


def _facts(old: PlanPublished, found: PlanPublished) -> dict[str, Any]:
    """What the desk shows of a draft."""
    difference = queries.difference(old, found)
    return {
        **difference,
        "summary": queries.summary_of(found),
        "moved": len(difference["moved"]),
        "added": len(difference["added"]),
        "gone": len(difference["gone"]),
        "first_moved": sorted(difference["moved"], key=lambda row: str(row["start"]))[:_FIRST_MOVED],
    }


def _now(state: State) -> datetime:
    return shop_now(state, datetime.now(UTC)).astimezone(UTC)


def _message(shop: Shop, place: int) -> str:
    return _MESSAGES["en" if shop.settings.language == "en" else "zh-hans"][place]


def _keep(body: bytes, seq: int) -> None:
    """Keep the live plan under the next revision."""
    row = LivePlanRow.objects.values_list("rev").first()
    rev = row[0] + 1 if row is not None else 1
    LivePlanRow.objects.update_or_create(id=1, defaults={"rev": rev, "seq": seq, "body": body})


def run(stop: threading.Event) -> None:
    """The body of the planner process, once Django is set up."""
    from sprue.server.workers.solver import RoomSolver  # noqa: PLC0415  # loads the compiler

    gc.disable()  # the planner collects by itself, while there is nothing to do
    ask.resume()
    advice.resume()
    loop.run(Planner(RoomSolver(), memory, improving=settings.SPRUE_IMPROVE), stop)
