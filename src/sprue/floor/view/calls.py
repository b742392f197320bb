"""Who is called for a problem, until when, and how far it has climbed: as recorded, nothing guessed."""

from dataclasses import dataclass
from datetime import datetime

from sprue.floor.calling import calls_of
from sprue.floor.escalation import limits
from sprue.shop.ids import ProblemId
from sprue.shop.problems import Because, Call
from sprue.shop.resources import Person
from sprue.shop.state import State


@dataclass(frozen=True, slots=True)
class Called:
    """`level` 1 is the first call. `people`: called at this level, () when the shop names nobody."""

    department: str
    level: int
    because: Because | None
    calls: tuple[Call, ...]
    people: tuple[Person, ...]
    acknowledge_by: datetime
    answer_by: datetime
    climbs_at: datetime | None


def called_for(state: State, problem_id: ProblemId) -> Called:
    """Where a problem stands."""
    problem = state.problems[problem_id]
    calls = calls_of(state, problem)
    until = limits(state, problem)
    climbed = problem.escalated
    ids = climbed.people if climbed is not None else [c.person for c in calls if c.person is not None]
    return Called(
        calls[0].department,
        problem.level,
        climbed.because if climbed is not None else None,
        calls,
        tuple(state.shop.people[i] for i in dict.fromkeys(ids) if i in state.shop.people),
        until.acknowledge_by,
        until.answer_by,
        until.climbs_at,
    )
