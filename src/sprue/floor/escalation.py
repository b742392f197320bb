"""The clock of problems: who is next, and exactly when.

A pure function of the state and a moment. A problem climbs one level at a time, never down while
it has the same owner, and stops for good when it is resolved:

- to the second level when its owner has not acknowledged, or not answered, in time;
- to each level when it is not resolved so many minutes after the call.

Limits count the owner's working time (duty included), or the clock for kinds that are `always`
urgent. A level is skipped when the mold is critical: its slack is at the kind's limit, or it is a rush.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from sprue.floor.calling import Directory, directory_of, first_calls
from sprue.shop.ids import MoldId, OperationId, PersonId, ProblemId
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import Because, KindRule, ProblemKind, ProblemStatus
from sprue.shop.records import Work
from sprue.shop.state import State

#: Namespace of the ids of climbs.
_CLIMBS = UUID("6f0c0c9e-6d0e-5d5a-9c39-2f6a3f0b7a11")
#: Words in the status of a mold that make it a rush.
_RUSH = ("rush", "插单", "加急")


@dataclass(frozen=True, slots=True)
class Climb:
    """The next level of a problem: when it is due, why, and who is told."""

    problem: ProblemId
    at: datetime
    level: int
    because: Because
    to: tuple[str, ...]
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """When a problem must be acknowledged and answered, and when it climbs next (None: it is at the top)."""

    acknowledge_by: datetime
    answer_by: datetime
    climbs_at: datetime | None


def due(state: State, now: datetime) -> list[Climb]:
    """Every problem whose next level is due at `now`, in the order in which they fell due."""
    directory = directory_of(state)
    found = [
        climb
        for problem_id, problem in state.problems.items()
        if problem.status is not ProblemStatus.RESOLVED
        and (trigger := _trigger(directory, state.problem_rules.of(problem.kind), problem)) is not None
        and trigger[0] <= now
        and (climb := next_climb(state, problem_id, now)) is not None
    ]
    return sorted(found, key=lambda climb: (climb.at, climb.problem))


def climb_id(state: State, climb: Climb) -> UUID:
    """The entry id of a climb: always the same one, so that it is recorded once however often it is sent."""
    problem = state.problems[climb.problem]
    name = f"{climb.problem} {problem.called_at.astimezone(UTC).isoformat()} {problem.turn} {climb.level}"
    return uuid5(_CLIMBS, name)


def next_climb(state: State, problem_id: ProblemId, now: datetime) -> Climb | None:
    """The next level of an open problem, its people as they are when it falls due or at `now`."""
    problem = state.problems[problem_id]
    rule = state.problem_rules.of(problem.kind)
    directory = directory_of(state)
    trigger = _trigger(directory, rule, problem)
    if trigger is None:
        return None
    at, because = trigger
    place = problem.level - 1
    if (
        because is not Because.AT_ONCE
        and place + 1 < len(rule.levels)
        and _critical(state, rule, problem, at)
    ):
        place, because = place + 1, Because.CRITICAL
    to = _names(rule, problem, place)
    people = directory.people(to, problem, min(at, now))
    return Climb(problem_id, at, place + 2, because, to, people)


def limits(state: State, problem: ProblemState) -> Limits:
    """The limits of a problem, by the rules as they are now."""
    rule = state.problem_rules.of(problem.kind)
    directory = directory_of(state)
    trigger = _trigger(directory, rule, problem) if problem.status is not ProblemStatus.RESOLVED else None
    return Limits(
        _after(directory, rule, problem, rule.acknowledge_minutes),
        _after(directory, rule, problem, rule.answer_minutes),
        trigger[0] if trigger is not None else None,
    )


def _trigger(directory: Directory, rule: KindRule, problem: ProblemState) -> tuple[datetime, Because] | None:
    """When the next level is due and why; None at the top."""
    place = problem.level - 1
    if place >= len(rule.levels):
        return None
    return min(_reasons(directory, rule, problem), key=lambda reason: reason[0])


def _reasons(
    directory: Directory, rule: KindRule, problem: ProblemState
) -> Iterator[tuple[datetime, Because]]:
    after = rule.levels[problem.level - 1].after_minutes
    because = Because.NOT_RESOLVED if after else Because.AT_ONCE
    if problem.level == 1 and problem.acknowledged_at is None:
        yield _after(directory, rule, problem, rule.acknowledge_minutes), Because.NOT_ACKNOWLEDGED
    if problem.level == 1 and problem.answered_at is None:
        yield _after(directory, rule, problem, rule.answer_minutes), Because.NOT_ANSWERED
    yield _after(directory, rule, problem, after), because


def _after(directory: Directory, rule: KindRule, problem: ProblemState, minutes: int) -> datetime:
    """`minutes` after the owner was called: of the owner's working time, or of the clock."""
    if rule.always or not minutes:
        return problem.called_at + timedelta(minutes=minutes)
    calls = problem.calls or first_calls(directory, rule, problem.raised_by, problem.raised_at, None)
    return directory.time.after(calls[0].person, problem.called_at, minutes)


def _names(rule: KindRule, problem: ProblemState, place: int) -> tuple[str, ...]:
    """Whom a level calls; after a transfer the second level is the leader of the new owner."""
    if problem.turn > 1 and place == 0 and problem.calls[0].department not in rule.called:
        return (f"{problem.calls[0].department}_leader",)
    return rule.levels[place].to


# -- critical ---------------------------------------------------------------------


def _critical(state: State, rule: KindRule, problem: ProblemState, at: datetime) -> bool:
    """Whether a problem can't wait for the next level: little slack, or a rush."""
    if rule.critical_slack_minutes is None or problem.operation not in state.shop.operations:
        return False
    if is_rush(state, state.shop.parts[state.shop.operations[problem.operation].part].mold):
        return True
    slack = slack_at(state, problem.operation, at)
    return slack is not None and slack <= rule.critical_slack_minutes


def is_rush(state: State, mold: MoldId) -> bool:
    """Whether a mold is a rush: by its status, or by an open problem of that kind."""
    if state.shop.molds[mold].status.strip().lower() in _RUSH:
        return True
    return any(
        problem.kind is ProblemKind.RUSH_ORDER
        and problem.status is not ProblemStatus.RESOLVED
        and problem.operation in state.shop.operations
        and state.shop.parts[state.shop.operations[problem.operation].part].mold == mold
        for problem in state.problems.values()
    )


def slack_at(state: State, operation: OperationId | None, at: datetime) -> int | None:
    """Minutes that an operation may still be later at `at` before its mold is; None: nobody knows.

    The slack of the published plan, less what the operation is behind it.
    """
    plan = state.plan
    row = next((r for r in plan.rows if r.operation == operation), None) if plan is not None else None
    if row is None or row.slack_minutes is None:
        return None
    record = state.operation(row.operation)
    if record.work in (Work.DONE, Work.CANCELLED):
        return None
    behind = timedelta()
    if record.work in (Work.RUNNING, Work.PAUSED):
        behind = at + timedelta(minutes=state.left_at(row.operation, at)) - row.end
    elif record.work is Work.WAITING:
        behind = at - row.setup_start
    return row.slack_minutes - max(behind, timedelta()) // timedelta(minutes=1)
