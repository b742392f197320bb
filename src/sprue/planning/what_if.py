"""Scenarios beside the live plan: what would come of changes, each after the same repair.

The live plan and the shop stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sprue.planning.build import problem_of
from sprue.planning.changes import Change, Rush
from sprue.planning.changing import apply_all
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.objective import tardiness, weighted_tardiness_hours
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.repair import mend
from sprue.planning.repairing import Repair
from sprue.planning.stability import Keep, moved_soon
from sprue.shop.errors import UserMistake
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one scenario leads to. Late hours and molds are by the weights and dates of today's shop.

    `moved_soon`: operations that were to start within 48 h and start elsewhere or at another time.
    `milestones`: against the shop without changes, in the scenario's dates (a rush order has its own).
    """

    name: str
    changes: tuple[Change, ...]
    plan: Plan
    weighted_tardiness_hours: float
    late_molds: int
    molds_without_date: int
    unattended_hours: float
    moved_soon: int
    milestones: tuple[MilestoneMove, ...]

    @property
    def moves(self) -> tuple[MilestoneMove, ...]:
        """The milestones that end at another minute than without changes."""
        return tuple(move for move in self.milestones if move.before != move.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`live`: the plan as it is, mended to now; `unchanged`: repaired like all others, to compare with."""

    live: Outlook
    unchanged: Outlook
    scenarios: tuple[Outlook, ...]


def what_if(
    shop: Shop,
    published: Plan,
    scenarios: Mapping[str, Sequence[Change]],
    *,
    now: datetime,
    repair: Repair | None = None,
) -> Comparison:
    """Any number of named scenarios side by side, each a list of changes.

    UserMistake: an unknown name, a change that can't be, two that contradict each other. All scenarios are
    looked at before the first is planned.
    """
    repair = repair or Repair()
    changed = {name: _changed(shop, name, changes) for name, changes in scenarios.items()}
    yardstick = Yardstick(shop, published, now)
    base = repair(shop, published, now)
    return Comparison(
        yardstick.outlook("", (), mend(shop, published, now=now), base),
        yardstick.outlook("", (), base, base),
        tuple(
            yardstick.outlook(name, tuple(scenarios[name]), repair(other, published, now), base, other)
            for name, other in changed.items()
        ),
    )


class Yardstick:
    """Measures plans of a shop, changed or not, by the promises that the shop has today."""

    def __init__(self, shop: Shop, published: Plan, now: datetime) -> None:
        with uncollected():
            self.problem = problem_of(shop, now)
        self._keep = Keep(published)
        self._now = now

    def outlook(
        self, name: str, changes: tuple[Change, ...], made: Plan, base: Plan, changed: Shop | None = None
    ) -> Outlook:
        """All figures of a plan; `base` is the repaired plan without changes."""
        return Outlook(
            name,
            changes,
            made,
            self.tardiness_hours(made),
            len({due.mold for due in self.problem.dues if tardiness(due, made) > 0}),
            made.summary.molds_without_date,
            made.summary.unattended_hours,
            moved_soon(self.problem, made, self._keep),
            self.moves(base, made, changes, changed),
        )

    def tardiness_hours(self, made: Plan) -> float:
        """Weighted hours late, by today's promises."""
        return weighted_tardiness_hours(self.problem, made)

    def moves(
        self, base: Plan, made: Plan, changes: Iterable[Change], changed: Shop | None
    ) -> tuple[MilestoneMove, ...]:
        """All milestones in both plans."""
        return difference(self._promised(changes, changed), base, made).milestones

    def _promised(self, changes: Iterable[Change], changed: Shop | None) -> Problem:
        """The problem with the dates of the scenario: only a rush order has others."""
        if changed is None or not any(isinstance(change, Rush) for change in changes):
            return self.problem
        with uncollected():
            return problem_of(changed, self._now)


def _changed(shop: Shop, name: str, changes: Sequence[Change]) -> Shop:
    if not changes:
        raise UserMistake(f"scenario {name} changes nothing; give it a change or leave it out")
    try:
        return apply_all(shop, changes)
    except UserMistake as mistake:
        raise UserMistake(f"scenario {name}: {mistake}") from mistake
