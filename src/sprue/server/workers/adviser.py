"""The planner process about problems: what each does to the plan, and what could be done about one.

Small steps between two mends, so that the plan stays true meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sprue.floor import policy
from sprue.floor.impact import amendment, relieved, touches_plan
from sprue.floor.refusal import Refusal
from sprue.floor.slips import MOST_SLIPS, Impact, Slip
from sprue.planning.changes import Change, GoesBefore, OtherMachine, Overtime, Rush, SentOutside
from sprue.planning.changing import apply_all
from sprue.planning.difference import MilestoneMove
from sprue.planning.plan import Plan
from sprue.planning.why.counter import CounterMove
from sprue.planning.why.texts import change_text
from sprue.server.floor import actions, advice
from sprue.server.floor.models import Advice
from sprue.server.floor.who import SERVER
from sprue.shop.clock import PlanClock
from sprue.shop.codec import from_json, to_json
from sprue.shop.errors import UserMistake
from sprue.shop.events import PlanPublished
from sprue.shop.ids import MoldId, ProblemId
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: What a problem does to the plan is computed again after so long (real seconds), while it is open.
AGAIN_SECONDS = 60.0
#: Changes that the planner can take by himself; others ask somebody for an earlier date.
TAKEABLE = (OtherMachine, SentOutside, Overtime, Rush, GoesBefore)
#: What gains less for the latest mold is not told.
LEAST_HOURS = 0.1
LANGUAGES = ("en", "zh-hans")


class AdviceSolver(Protocol):
    """What this part of the planner process needs of the planning room."""

    def prepare(self, shop: Shop, published: PlanPublished, now: datetime) -> None:
        """Make ready for `slips`: what a shop and its plan have in common is kept."""

    def slips(
        self, without: Shop, published: PlanPublished, mended: Plan, now: datetime
    ) -> tuple[MilestoneMove, ...]:
        """Milestones that end later in `mended` than they would in the shop `without` the problem."""

    def counter_moves(
        self, shop: Shop, mended: Plan, now: datetime, mold: MoldId
    ) -> Iterator[CounterMove | None]:
        """What could be done about a late mold, against the plan as it is: the first without any change.

        None: a step that leads to nothing.
        """

    def taken(self, changed: Shop, mended: Plan, now: datetime, mold: MoldId) -> tuple[Plan, int]:
        """The plan after changes, by the repair that told their effect, and how many rules it breaks."""

    def publishable(self, plan: Plan, version: int, message: str) -> PlanPublished:
        """The plan as a fact of the journal."""


class Adviser:
    """State: when problems were looked at, their expected ends then, and the answer that is being made."""

    def __init__(self, solver: AdviceSolver, steady: Callable[[], float]) -> None:
        self._solver = solver
        self._steady = steady
        self._looked: dict[ProblemId, float] = {}
        self._until: dict[ProblemId, datetime | None] = {}
        self._trials: Iterator[None] | None = None
        self._of: PlanPublished | None = None
        self._prepared: PlanPublished | None = None

    def begin(self) -> None:
        """Another shop came in: nothing of what was computed is of use."""
        self._looked.clear()
        self._until.clear()
        self._trials = None

    def step(self, state: State, mended: Plan | None, now: datetime | None) -> bool:
        """One small step, of `mended`: the live plan as of `now`; whether there was something to do."""
        if state.plan is None or mended is None or now is None:
            return False
        problem = self._due(state)
        if problem is not None:
            self._look(state, state.plan, problem, mended, now)
            return True
        wanted = advice.claim(advice.WANTED, advice.TAKING)
        if wanted is not None:
            self._take(wanted, state, mended, now)
            return True
        return self._answer(state, state.plan, mended, now) or self._prepare(state, state.plan, now)

    def _prepare(self, state: State, published: PlanPublished, now: datetime) -> bool:
        """Once for each version, while nothing is wrong: who reports a breakdown waits for the answer."""
        if self._prepared is published:
            return False
        self._prepared = published
        self._solver.prepare(state.shop_at(now), published, now)
        return True

    # -- what a problem does -----------------------------------------------------------

    def _due(self, state: State) -> ProblemId | None:
        """The problem to look at: a new one first, else the one whose figures are oldest."""
        open_ones = [problem for problem in state.problems if touches_plan(state, problem)]
        over = self._looked.keys() - set(open_ones)
        if over:
            advice.forget(over)
            for problem in over:
                del self._looked[problem], self._until[problem]
        news = next((p for p in open_ones if self._until.get(p, self) != state.problems[p].expected), None)
        if news is not None:
            return news
        oldest = min(open_ones, key=lambda problem: self._looked[problem], default=None)
        if oldest is None or self._looked[oldest] > self._steady() - AGAIN_SECONDS:
            return None
        return oldest

    def _look(
        self, state: State, published: PlanPublished, problem: ProblemId, mended: Plan, now: datetime
    ) -> None:
        self._looked[problem] = self._steady()
        self._until[problem] = state.problems[problem].expected
        without = relieved(state, problem, now).shop_at(now)
        moves = self._solver.slips(without, published, mended, now)
        advice.keep(problem, _impact(moves, mended.clock, now))

    # -- what could be done ------------------------------------------------------------

    def _answer(self, state: State, published: PlanPublished, mended: Plan, now: datetime) -> bool:
        if self._trials is not None and self._of is not published:
            self._trials = None
            advice.resume()
        if self._trials is None:
            row = advice.claim(advice.WAITING, advice.WORKING)
            if row is None:
                return False
            self._of, self._trials = published, self._tried(row, state, mended, now)
        if next(self._trials, self) is self:
            self._trials = None
        return True

    def _tried(self, row: Advice, state: State, mended: Plan, now: datetime) -> Iterator[None]:
        """Tries one change after the other; what helps is written down as it is found, the best first."""
        shop = state.shop_at(now)
        mold = _worst(advice.impacts().get(ProblemId(row.problem)))
        if mold is None:
            advice.put(row, advice.READY, moves=[], mold=None)
            return
        found: list[CounterMove] = []
        try:
            for move in self._solver.counter_moves(shop, mended, now, mold):
                # More than planning anew gains, where that comes without any change.
                least = max((one.effect.gained_hours for one in found if not one.changes), default=0.0)
                if move is not None and move.effect.gained_hours > least + LEAST_HOURS:
                    found.append(move)
                    found.sort(key=lambda one: (-one.effect.gained_hours, one.effect.tardiness_hours))
                    advice.put(row, advice.WORKING, moves=[_told(one, shop) for one in found], mold=mold)
                yield
        except UserMistake:  # no longer late: there is nothing to do
            pass
        except Exception:
            advice.put(row, advice.FAILED, failure="error")
            raise
        advice.put(row, advice.READY, moves=[_told(one, shop) for one in found], mold=mold)

    def _take(self, row: Advice, state: State, mended: Plan, now: datetime) -> None:
        """Make the plan of a counter-move, have it judged, and publish it with the changes that it needs."""
        facts = row.facts
        move = facts["moves"][facts["chosen"]]
        changes: tuple[Change, ...] = from_json(move["changes"], tuple[Change, ...])
        seen = state.shop_at(now)
        try:
            changed = apply_all(seen, changes)
            plan, broken = self._solver.taken(changed, mended, now, MoldId(facts["mold"]))
            if broken:
                advice.put(row, advice.FAILED, failure="broken")
                return
            amended = amendment(state.shop, seen, changed, ProblemId(row.problem), policy.COUNTER_MOVE)
            language = "en" if state.shop.settings.language == "en" else "zh-hans"
            new = self._solver.publishable(plan, 0, move["text"][language])
            actions.take_counter_move(amended, new, replace(SERVER, name=row.asked_by or SERVER.name))
        except (UserMistake, Refusal):  # begun, done or gone meanwhile
            advice.put(row, advice.FAILED, failure="outdated")
        except Exception:
            advice.put(row, advice.FAILED, failure="error")
            raise
        else:
            advice.put(row, advice.TAKEN)


def _impact(moves: tuple[MilestoneMove, ...], clock: PlanClock, now: datetime) -> Impact:
    slips = sorted((_slip(move, clock) for move in moves), key=_rank)
    return {
        "at": now.isoformat(),
        "count": len(slips),
        "late": sum(slip["late_minutes"] is None or slip["late_minutes"] > 0 for slip in slips),
        "slips": slips[:MOST_SLIPS],
    }


def _slip(move: MilestoneMove, clock: PlanClock) -> Slip:
    assert move.before is not None
    after = move.after
    return {
        "mold": move.mold,
        "milestone": move.milestone.value,
        "due": clock.at(move.due).isoformat(),
        "before": clock.at(move.before).isoformat(),
        "after": clock.at(after).isoformat() if after is not None else None,
        "slip_minutes": after - move.before if after is not None else None,
        "late_minutes": max(0, after - move.due) if after is not None else None,
    }


def _rank(slip: Slip) -> tuple[float, float, str]:
    """Without a date first, then by how late, then by how much."""
    late, slips = slip["late_minutes"], slip["slip_minutes"]
    if late is None or slips is None:
        return float("-inf"), 0.0, slip["mold"]
    return -late, -slips, slip["mold"]


def _worst(impact: Impact | None) -> MoldId | None:
    """The mold that the problem makes latest; None: it makes none late."""
    slips = impact["slips"] if impact is not None else []
    return next((MoldId(slip["mold"]) for slip in slips if (slip["late_minutes"] or 0) > 0), None)


def _told(move: CounterMove, shop: Shop) -> dict[str, Any]:
    """A counter-move as the desk shows it and the planner process takes it."""
    effect = move.effect
    return {
        "changes": to_json(move.changes, tuple[Change, ...]),
        "text": {language: _joined(move.changes, shop, language) for language in LANGUAGES},
        "gained_hours": effect.gained_hours,
        "tardiness_hours": effect.tardiness_hours,
        "slips": len({slip.mold for slip in effect.slips}),
        "takeable": all(isinstance(change, TAKEABLE) for change in move.changes),
    }


def _joined(changes: tuple[Change, ...], shop: Shop, language: str) -> str:
    """The first change in words, and how many more there are of the same sort; none: a plan made anew."""
    if not changes:
        return "Plan anew around it" if language == "en" else "绕开问题重新排程"
    first = change_text(changes[0], shop, language)
    if len(changes) == 1:
        return first
    more = f", and {len(changes) - 1} more" if language == "en" else f" 等 {len(changes)} 项"
    return first + more
