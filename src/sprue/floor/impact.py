"""What an open problem does to the plan: the shop as it would be without it, and what slips because of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sprue.floor.commands import Resolve
from sprue.floor.decide import decide
from sprue.shop.events import Entry, Event, Fact, ShopAmended
from sprue.shop.ids import ProblemId
from sprue.shop.problems import BLOCKS_NOTHING, ProblemStatus
from sprue.shop.records import Work
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop
from sprue.shop.state import State


def touches_plan(state: State, problem_id: ProblemId) -> bool:
    """Whether an open problem keeps a machine or a waiting operation from work."""
    problem = state.problems.get(problem_id)
    if problem is None or problem.status is ProblemStatus.RESOLVED:
        return False
    if problem.machine is not None and state.machine(problem.machine).problem == problem_id:
        return True
    if problem.operation is None or problem.kind in BLOCKS_NOTHING:
        return False
    return state.operation(problem.operation).work is Work.WAITING


def relieved(state: State, problem_id: ProblemId, now: datetime) -> State:
    """The state as it would be if the problem were solved at `now`; the one that is given stays as it is."""
    return beside(state, decide(Resolve(problem_id), state, now), now)


def beside(state: State, facts: Iterable[Fact], now: datetime) -> State:
    """A state in which these facts have happened at `now`; the one that is given stays as it is."""
    copy = replace(
        state,
        operations=dict(state.operations),
        machines=dict(state.machines),
        people=dict(state.people),
        problems=dict(state.problems),
        questions=dict(state.questions),
        inserted=set(state.inserted),
        ledger=dict(state.ledger),
        trials=dict(state.trials),
        changes=dict(state.changes),
        electrodes=dict(state.electrodes),
        drawings=dict(state.drawings),
        undo={},
    )
    for fact in facts:
        copy.apply(Entry(copy.seq + 1, now, Event(UUID(int=0), now, fact)))
    return copy


def amendment(shop: Shop, seen: Shop, changed: Shop, problem: ProblemId | None, reason: str) -> ShopAmended:
    """What `changed` has otherwise than `seen`, the shop with what happened on the floor, told of `shop`."""
    operations = tuple(
        _carried(shop.operations[name], seen.operations[name], new)
        for name, new in changed.operations.items()
        if new is not seen.operations[name] and new != seen.operations[name]
    )
    molds = tuple(m for name, m in changed.molds.items() if m != seen.molds[name])
    known = len(seen.exceptions)
    exceptions = tuple(replace(e, reason=reason) for e in changed.exceptions[known:])
    return ShopAmended(operations, molds, exceptions, problem)


def _carried(own: Operation, seen: Operation, new: Operation) -> Operation:
    """The operation with only those fields changed that the change itself changed."""
    names = (name for name in Operation.__dataclass_fields__ if getattr(seen, name) != getattr(new, name))
    return replace(own, **{name: getattr(new, name) for name in names})
