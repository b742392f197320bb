"""The referee: judges any plan of a problem by the contract alone, one function a rule."""

from collections.abc import Callable, Iterator

from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.referee import hours, lists, places, sequence, staff
from sprue.planning.referee.case import Case
from sprue.planning.referee.verdict import Rule, Violation

__all__ = ["RULES", "Rule", "Violation", "violations"]

RULES: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    lists.once,
    lists.kept,
    lists.followed,
    lists.true_reasons,
    places.eligible,
    places.one_at_a_time,
    places.batches,
    places.groups,
    hours.shape,
    hours.amounts,
    hours.calendars,
    hours.unattended,
    hours.unbroken,
    hours.outside,
    hours.horizon,
    sequence.precedence,
    sequence.released,
    sequence.pinned,
    sequence.pinned_in_time,
    sequence.running,
    staff.people_enough,
    staff.pauses,
)


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Everything in which the plan breaks a rule, in the order of the rules; [] for a plan that keeps all."""
    case = Case(problem, plan)
    return [violation for rule in RULES for violation in rule(case)]
