"""The planner process about how sure each milestone is: the live plan played through, a scenario a step.

What is stated goes into the journal, so that it can be held against what happened later.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from sprue.planning.chances import Chance
from sprue.planning.plan import Plan
from sprue.server.floor import actions
from sprue.server.floor.who import SERVER
from sprue.shop.events import StatedChance
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: Under the same version the plan is played through again after so long (shop time), and not sooner than
#: after so many real seconds where shop time runs fast.
AGAIN_SHOP = timedelta(hours=1)
AGAIN_SECONDS = 300.0
#: A share that differs by less is not stated anew.
LEAST_CHANGE = 0.02
#: A date is called reliable that is kept in so many of the scenarios.
RELIABLE = 0.8


class ChanceSolver(Protocol):
    """What this part of the planner process needs of the planning room."""

    def chances(self, shop: Shop, mended: Plan, now: datetime) -> Iterator[tuple[Chance, ...] | None]:
        """How sure all open milestones are, one scenario a step; None until the last."""


class Surety:
    """State: when and of which version it was stated last, and the scenarios under way."""

    def __init__(self, solver: ChanceSolver, steady: Callable[[], float]) -> None:
        self._solver = solver
        self._steady = steady
        self._version = 0
        self._at: datetime | None = None
        self._steady_at = 0.0
        self._playing: Iterator[tuple[Chance, ...] | None] | None = None

    def begin(self) -> None:
        """Another shop came in."""
        self._version, self._at, self._playing = 0, None, None

    def step(self, state: State, mended: Plan | None, now: datetime | None) -> bool:
        """One small step, of `mended`: the live plan as of `now`; whether there was something to do."""
        if state.plan is None or mended is None or now is None:
            return False
        if self._playing is None or state.plan.version != self._version:
            if not self._is_due(state.plan.version, now):
                return False
            self._version, self._at, self._steady_at = state.plan.version, now, self._steady()
            self._playing = self._solver.chances(state.shop_at(now), mended, now)
        found = next(self._playing)
        if found is not None:
            self._playing = None
            self._state(found, state)
        return True

    def rest(self) -> None:
        """After a failure: not again before the next time it is due."""
        self._playing = None

    def _is_due(self, version: int, now: datetime) -> bool:
        if self._at is None or version != self._version:
            return True
        return now - self._at >= AGAIN_SHOP and self._steady() - self._steady_at >= AGAIN_SECONDS

    def _state(self, found: tuple[Chance, ...], state: State) -> None:
        """Only what is another than was stated."""
        rows = tuple(
            row for row in map(_stated, found) if _is_news(state.chances.get((row.mold, row.milestone)), row)
        )
        if rows:
            actions.state_chances(self._version, rows, len(found[0].ends), SERVER)


def _stated(chance: Chance) -> StatedChance:
    return StatedChance(chance.mold, chance.milestone, chance.on_time, chance.date(RELIABLE))


def _is_news(before: StatedChance | None, row: StatedChance) -> bool:
    if before is None or (before.on_time is None) != (row.on_time is None):
        return True
    if (before.reliable is None) != (row.reliable is None):
        return True
    if before.on_time is None or row.on_time is None:
        return before.reliable != row.reliable
    edge = row.on_time in (0.0, 1.0) and before.on_time != row.on_time
    return edge or abs(before.on_time - row.on_time) >= LEAST_CHANGE
