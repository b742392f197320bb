"""The planning room as the planner process uses it; importing this loads the compiled kernels."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from sprue.floor import policy
from sprue.planning import repair, solve
from sprue.planning.arrays import layout_of
from sprue.planning.build import problem_of
from sprue.planning.chances import Case, Chance, chances_step_by_step
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.history import history_of
from sprue.planning.plan import FROZEN, Plan, PlannedOperation, Summary, Unplaced
from sprue.planning.referee import violations
from sprue.planning.repairing import Repair
from sprue.planning.stability import Keep, moved_soon
from sprue.planning.why.counter import CounterMove, Late, focused
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.events import PlannedRow, PlanPublished
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

#: A plan is played through so many times.
SCENARIOS = 100


@dataclass(frozen=True, slots=True)
class Better:
    """`gained`: hours of weighted tardiness less, the price of `moved` operations taken off."""

    plan: Plan
    gained: float
    moved: int


class RoomSolver:
    """The planning room; between events it keeps what they leave alone.

    `first_seconds` are short: a shop that waits for its first plan shows nothing.
    """

    def __init__(self, first_seconds: float = 5.0, fresh_seconds: float = 20.0) -> None:
        self.first_seconds, self.fresh_seconds = first_seconds, fresh_seconds
        self._mender, self._beside = repair.Mender(), repair.Mender()
        self._published: PlanPublished | None = None
        self._plan: Plan | None = None

    def first(self, shop: Shop, now: datetime) -> Plan:
        """A first plan of a shop, soon."""
        return solve.plan(shop, now=now, seconds=self.first_seconds, timer=time.perf_counter)

    def fresh(self, shop: Shop, now: datetime) -> Plan:
        """A better plan, with more time."""
        return solve.plan(shop, now=now, seconds=self.fresh_seconds, timer=time.perf_counter)

    def mend(self, shop: Shop, published: PlanPublished, now: datetime) -> Plan:
        """The published plan, made true again."""
        return self._mender.mend(shop, self._known(published, shop), now=now)

    def _known(self, published: PlanPublished, shop: Shop) -> Plan:
        """The published plan in minutes; many events follow each other under the same one."""
        if (
            self._plan is None
            or self._published is not published
            or self._plan.clock.zone != shop.settings.zone
        ):
            self._published, self._plan = published, plan_of(published, shop.settings.zone)
        return self._plan

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
        """A plan that is better than the published one mended; None: nothing is late that needn't be."""
        mended = self.mend(shop, published, now)
        late = mended.summary.weighted_tardiness_hours
        if late - mended.summary.lower_bound_hours < policy.LEAST_GAIN:
            return None
        keep = Keep(mended, FROZEN, policy.MOVE_HOURS, begin)
        asked = problem_of(shop, now)
        found = solve.plan(
            shop, now=now, seconds=seconds, seed=seed, keep=keep, timer=time.perf_counter, stop=stop
        )
        moved = moved_soon(asked, found, keep)
        gained = late - found.summary.weighted_tardiness_hours - policy.MOVE_HOURS * moved
        return Better(found, gained, moved)

    def prepare(self, shop: Shop, published: PlanPublished, now: datetime) -> None:
        """Make ready for `slips`: what a shop and its plan have in common is kept."""
        self._beside.mend(shop, self._known(published, shop), now=now)

    def slips(
        self, without: Shop, published: PlanPublished, mended: Plan, now: datetime
    ) -> tuple[MilestoneMove, ...]:
        """Milestones that end later in `mended` than they would in the shop `without` a problem."""
        with uncollected():
            better = self._beside.mend(without, self._known(published, without), now=now)
            assert self._beside.problem is not None
            found = difference(self._beside.problem, better, mended).milestones
        return tuple(m for m in found if m.before is not None and (m.after is None or m.after > m.before))

    def counter_moves(
        self, shop: Shop, mended: Plan, now: datetime, mold: MoldId
    ) -> Iterator[CounterMove | None]:
        """What could be done about a late mold, one try after the other, the first without any change."""
        late = Late(shop, mended, now)
        yield None
        yield from late.trials(late.chain(mold), beside_plan=True)

    def taken(self, changed: Shop, mended: Plan, now: datetime, mold: MoldId) -> tuple[Plan, int]:
        """The plan after changes, by the repair that told their effect, and how many rules it breaks."""
        made = focused(Repair(), mold)(changed, mended, now)
        return made, len(violations(problem_of(changed, now), made))

    def chances(self, shop: Shop, mended: Plan, now: datetime) -> Iterator[tuple[Chance, ...] | None]:
        """How sure all open milestones are, one scenario a step; None until the last."""
        problem = problem_of(shop, now)
        case = Case(shop, problem, layout_of(problem), mended)
        yield None
        random = np.random.default_rng(0)  # the same draws each time: what differs is what happened
        yield from chances_step_by_step(case, history_of(shop, now), random=random, scenarios=SCENARIOS)

    def publishable(self, plan: Plan, version: int, message: str) -> PlanPublished:
        """The plan as a fact of the journal."""
        return published(plan, version, message)


def published(plan: Plan, version: int, message: str) -> PlanPublished:
    """The plan as a fact: moments instead of minutes, the reason of each place as (bind, reference)."""
    at = plan.clock.at
    rows = tuple(
        PlannedRow(
            row.operation,
            row.machine,
            at(row.setup_start),
            at(row.run_start),
            at(row.end),
            row.slack,
            (row.reason.bind.value, row.reason.reference),
        )
        for row in plan.operations.values()
    )
    figures = plan.summary
    return PlanPublished(
        version,
        at(0),
        rows,
        tuple(_unplaced(u) for u in plan.blocked),
        tuple(_unplaced(u) for u in plan.unplannable),
        message,
        figures.weighted_tardiness_hours,
        figures.lower_bound_hours,
        figures.late_molds,
    )


def _unplaced(found: Unplaced) -> tuple[OperationId, str]:
    """As `floor.live` reads it: the hindrance, and behind a colon what it refers to."""
    return found.operation, f"{found.hindrance.value}:{found.reference}"


def plan_of(fact: PlanPublished, zone: ZoneInfo) -> Plan:
    """The plan that was published; its stretches of work are not in the journal."""
    clock = PlanClock(whole_minute(fact.planned_at), zone)
    operations = {
        row.operation: PlannedOperation(
            row.operation,
            row.machine,
            clock.minute(row.setup_start),
            clock.minute(row.run_start),
            clock.minute(row.end),
            (),
            row.slack_minutes,
        )
        for row in fact.rows
    }
    figures = Summary(
        weighted_tardiness_hours=fact.weighted_tardiness_hours,
        lower_bound_hours=fact.lower_bound_hours,
        late_molds=fact.late_molds,
    )
    return Plan(clock, operations, summary=figures)
