"""How sure a date is: the plan played through with minutes drawn from the shop's own history of estimates.

Each scenario multiplies the minutes of all open operations, of all molds, by drawn ratios of actual to
estimated time and decodes the plan again as a mend would: machines and order stay, nothing begins before
its planned start, what is late pushes what waits for it, with every rule of the shop. Early ends therefore
bring no date forward, and the dates err to the safe side. Ordered goods come as late as they did.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Protocol, TypeVar

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.build import problem_of
from sprue.planning.construct import basis_of, choice
from sprue.planning.history import History, history_of, lognormal
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.frames import ATTENDED, UNBROKEN, Choice, Floats, Frame, Ints
from sprue.planning.kernels.shared import shared_choice, shared_frame
from sprue.planning.plan import Bind, Plan
from sprue.planning.problem import Problem
from sprue.planning.repair import kept
from sprue.shop.ids import KindId, MoldId, OperationId
from sprue.shop.quiet import uncollected
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

One = TypeVar("One")
Two = TypeVar("Two")


class Mapper(Protocol):
    """Like the built-in `map`: in order; one over threads gives the same answers sooner."""

    def __call__(self, function: Callable[[One], Two], items: Iterable[One], /) -> Iterable[Two]: ...


@dataclass(frozen=True, slots=True)
class Chance:
    """When a milestone is reached: `planned`, and `ends` of all scenarios from early to late.

    None: not at all, as something of it is blocked or finds no place. `due`: as promised, None: not promised.
    """

    mold: MoldId
    milestone: Milestone
    due: datetime | None
    planned: datetime | None
    ends: tuple[datetime | None, ...]

    def date(self, share: float) -> datetime | None:
        """The date that is kept in at least that share (0 to 1) of the scenarios; None: no date is."""
        return self.ends[max(1, ceil(share * len(self.ends) - 1e-9)) - 1]

    def by(self, moment: datetime) -> float:
        """The share of the scenarios in which the milestone is reached by the (aware) moment."""
        return sum(end is not None and end <= moment for end in self.ends) / len(self.ends)

    @property
    def on_time(self) -> float | None:
        """The share in which it is reached by its due date; None: it has none."""
        return self.by(self.due) if self.due is not None else None


@dataclass(frozen=True, slots=True)
class Vague:
    """How little is known of work that is not designed yet, beside the errors of estimates.

    `spread`: operation → sigma of the logarithm of its minutes; `common`: kind → that of all its minutes
    together, drawn once for the mold.
    """

    spread: Mapping[OperationId, float] = field(default_factory=dict)
    common: Mapping[KindId, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A plan to be played through; `problem` and `layout` are of the shop as of its `now`."""

    shop: Shop
    problem: Problem
    layout: Layout
    plan: Plan
    vague: Vague = field(default_factory=Vague)


def chances(
    case: Case,
    history: History,
    *,
    random: np.random.Generator,
    scenarios: int,
    mapper: Mapper = map,
    molds: Iterable[MoldId] | None = None,
) -> tuple[Chance, ...]:
    """The chances of all open milestones, or of those of some molds, in the order of the operations."""
    played = _Played(case, history, molds)
    frames = (played.draws.frame(one) for one in random.spawn(scenarios))
    return played.told(list(mapper(played.ends, frames)))


def chances_step_by_step(
    case: Case, history: History, *, random: np.random.Generator, scenarios: int
) -> Iterator[tuple[Chance, ...] | None]:
    """Like `chances`, one scenario a step, for who has other things to do between; None until the last."""
    played = _Played(case, history, None)
    found = []
    for one in random.spawn(scenarios):
        found.append(played.ends(played.draws.frame(one)))
        yield None
    yield played.told(found)


def milestone_chances(
    shop: Shop,
    plan: Plan,
    *,
    now: datetime,
    seed: int = 0,
    scenarios: int = 100,
    mapper: Mapper = map,
    molds: Iterable[MoldId] | None = None,
) -> tuple[Chance, ...]:
    """The chances of a plan of the shop as of `now` (aware)."""
    with uncollected():
        problem = problem_of(shop, now)
        case = Case(shop, problem, layout_of(problem), plan)
        return chances(
            case,
            history_of(shop, now),
            random=np.random.default_rng(seed),
            scenarios=scenarios,
            mapper=mapper,
            molds=molds,
        )


class _Played:
    """A case with the milestones that are asked for."""

    def __init__(self, case: Case, history: History, molds: Iterable[MoldId] | None) -> None:
        self.draws = _Draws(case, history)
        self._case = case
        self._chosen = _as_planned(case)
        self._wanted = _milestones(case, molds)
        self._rows = [case.layout.index[task] for _, tasks in self._wanted.values() for task in tasks]

    def ends(self, frame: Frame) -> Ints:
        """Ends of the operations of the milestones in one scenario."""
        return outcome(shared_frame(frame), shared_choice(self._chosen), 0).end[self._rows]

    def told(self, found: list[Ints]) -> tuple[Chance, ...]:
        """The chances, of the ends of all scenarios."""
        ends = np.array(found, np.int64).reshape(len(found), len(self._rows))
        return tuple(_chances(self._case, self._wanted, ends))


def _as_planned(case: Case) -> Choice:
    """Machines, order and starts of the plan."""
    shift = case.problem.clock.minute(case.plan.clock.at(0))
    return kept(case.layout, choice(case.layout, basis_of(case.problem, case.layout)), case.plan, shift)


_Wanted = dict[tuple[MoldId, Milestone], tuple[bool, set[OperationId]]]


def _milestones(case: Case, molds: Iterable[MoldId] | None) -> _Wanted:
    """Milestone → whether all of it has a place in the plan, and its operations that can be planned."""
    asked = set(molds) if molds is not None else None
    names: dict[tuple[MoldId, Milestone], list[OperationId]] = defaultdict(list)
    waiting = {task.id for task in case.layout.tasks}
    unplaced = {one.operation for one in (*case.problem.blocked, *case.problem.unplannable)}
    for operation in case.shop.operations.values():
        if operation.milestone is None or operation.id not in waiting | unplaced:
            continue
        mold = case.shop.parts[operation.part].mold
        if asked is None or mold in asked:
            names[mold, operation.milestone].append(operation.id)
    return {
        key: (all(one in waiting and one in case.plan.operations for one in rows), waiting.intersection(rows))
        for key, rows in names.items()
    }


def _chances(case: Case, wanted: _Wanted, found: Ints) -> Iterable[Chance]:
    shift = case.problem.clock.minute(case.plan.clock.at(0))
    at, begin = case.problem.clock.at, 0
    for (mold_id, milestone), (whole, tasks) in wanted.items():
        rows = found[:, begin : begin + len(tasks)]
        begin += len(tasks)
        mold = case.shop.molds[mold_id]
        due = mold.trial_due if milestone is Milestone.T1 else mold.due
        if not whole:
            yield Chance(mold_id, milestone, due, None, (None,) * len(found))
            continue
        planned = at(max(case.plan.operations[task].end for task in tasks) + shift)
        reached = np.sort(rows.max(axis=1)[(rows >= 0).all(axis=1)]).tolist()
        ends = tuple(at(minute) for minute in reached)
        yield Chance(mold_id, milestone, due, planned, ends + (None,) * (len(found) - len(ends)))


class _Draws:
    """Frames of a case with other minutes."""

    def __init__(self, case: Case, history: History) -> None:
        self._frame = case.layout.frame
        self._history = history
        frame = self._frame
        inside = frame.opt_ptr[1:] > frame.opt_ptr[:-1]
        self._estimated = frame.outside_minutes.astype(np.float64)
        has = np.flatnonzero(inside)
        self._estimated[has] = (frame.opt_setup + frame.opt_run)[frame.opt_ptr[has]]
        self._groups = self._grouped(case, inside)
        self._owner = np.repeat(np.arange(len(case.layout.tasks)), np.diff(frame.opt_ptr))
        self._spread = np.array([case.vague.spread.get(task.id, 0.0) for task in case.layout.tasks])
        kinds = [case.shop.operations[task.id].kind for task in case.layout.tasks]
        common = [case.vague.common.get(kind, 0.0) if kind else 0.0 for kind in kinds]
        self._common = np.where(self._spread > 0, common, 0.0)
        self._goods, self._waiting = self._ordered(case)

    @staticmethod
    def _grouped(
        case: Case, inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
    ) -> dict[tuple[KindId, bool], Ints]:
        """(Kind, outside) → the operations of it, so that each kind is drawn at once."""
        rows: dict[tuple[KindId, bool], list[int]] = defaultdict(list)
        for i, task in enumerate(case.layout.tasks):
            kind = case.shop.operations[task.id].kind
            if kind is None:
                kind = task.options[0].kind if task.options else KindId("")
            rows[kind, not inside[i]].append(i)
        return {key: np.array(found, np.int64) for key, found in rows.items()}

    @staticmethod
    def _ordered(case: Case) -> tuple[int, list[tuple[int, int]]]:
        """How many ordered goods something waits for, and (operation, which of them)."""
        numbers: dict[str, int] = {}
        found = []
        for i, task in enumerate(case.layout.tasks):
            bind, reference = task.release_reason
            if bind == Bind.MATERIAL and task.release > 0:
                found.append((i, numbers.setdefault(reference, len(numbers))))
        return len(numbers), found

    def releases(self, random: np.random.Generator) -> Ints:
        """Releases (n,) with the ordered goods as late as they come; those for one order come together."""
        late = np.rint(self._history.late(self._goods, random)).astype(np.int64)
        release = self._frame.release.copy()
        for row, number in self._waiting:
            release[row] += late[number]
        return release

    def factors(self, random: np.random.Generator) -> Floats:
        """How many times its estimate each operation takes (n,)."""
        drawn = np.ones(len(self._estimated))
        for (kind, outside), rows in self._groups.items():
            drawn[rows] = self._history.factors(kind, self._estimated[rows], random, outside=outside)
        size = float(np.clip(random.standard_normal(), -2.0, 2.0))
        vague: Floats = lognormal(1.0, len(drawn), random) ** self._spread * np.exp(self._common * size)
        return drawn * vague

    def frame(self, random: np.random.Generator) -> Frame:
        """One scenario. What overruns goes on in the next shift, even what was to run in one stretch."""
        frame, factors = self._frame, self.factors(random)
        release = self.releases(random)
        over = (frame.mode == UNBROKEN) & (factors > 1.0)
        return frame._replace(
            opt_run=_times(frame.opt_run, factors[self._owner]),
            outside_minutes=_times(frame.outside_minutes, factors),
            release=release,
            remaining=_times(frame.remaining, factors),
            mode=np.where(over, ATTENDED, frame.mode),
        )


def _times(minutes: Ints, factors: Floats) -> Ints:
    """Minutes times factors in whole minutes; what takes any time goes on taking some."""
    longer = np.maximum(1, np.rint(minutes * factors)).astype(np.int64)
    return np.where(minutes > 0, longer, 0)
