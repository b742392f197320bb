"""What changed between two plans, in shop words: molds earlier or later, operations moved."""

from dataclasses import dataclass

from sprue.planning.plan import Plan
from sprue.planning.problem import Due, Problem
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone


@dataclass(frozen=True, slots=True)
class MilestoneMove:
    """A mold's milestone in both plans; minutes of the second plan's clock (None: no date)."""

    mold: MoldId
    milestone: Milestone
    due: int
    before: int | None
    after: int | None

    @property
    def newly_late(self) -> bool:
        return not _late(self.before, self.due) and _late(self.after, self.due)

    @property
    def no_longer_late(self) -> bool:
        return _late(self.before, self.due) and self.after is not None and self.after <= self.due


@dataclass(frozen=True, slots=True)
class Difference:
    """`moved`: operations in both plans that start at another time; `rehomed`: on another machine."""

    milestones: tuple[MilestoneMove, ...]
    moved: int
    rehomed: int
    added: int
    dropped: int

    @property
    def newly_late(self) -> tuple[MilestoneMove, ...]:
        return tuple(move for move in self.milestones if move.newly_late)

    @property
    def no_longer_late(self) -> tuple[MilestoneMove, ...]:
        return tuple(move for move in self.milestones if move.no_longer_late)


def difference(problem: Problem, before: Plan, after: Plan) -> Difference:
    """`after` against `before`; `problem` is the one that `after` solves. The plans may differ in origin."""
    shift = after.clock.minute(before.clock.at(0))
    shared = [(p, after.operations[i]) for i, p in before.operations.items() if i in after.operations]
    return Difference(
        tuple(
            MilestoneMove(due.mold, due.milestone, due.due, _end(due, before, shift), _end(due, after, 0))
            for due in problem.dues
            if due.tasks
        ),
        moved=sum(old.setup_start + shift != new.setup_start for old, new in shared),
        rehomed=sum(old.machine != new.machine for old, new in shared),
        added=len(after.operations) - len(shared),
        dropped=len(before.operations) - len(shared),
    )


def _late(end: int | None, due: int) -> bool:
    return end is not None and end > due


def _end(due: Due, plan: Plan, shift: int) -> int | None:
    """When the whole milestone is reached; None where one of its operations has no place."""
    ends = [plan.operations[task].end for task in due.tasks if task in plan.operations]
    return max(ends) + shift if len(ends) == len(due.tasks) else None
