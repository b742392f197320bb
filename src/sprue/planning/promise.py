"""When a new mold can be promised before it is designed, how surely, and who would pay for it.

Two ways to take it in: in what the published plan leaves free, so that nobody slips; and as early as its
priority allows, where an hour of it weighs as much as so many hours by which others are late.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.beside import beside
from sprue.planning.build import problem_of
from sprue.planning.chances import Case, Chance, Mapper, Vague, chances
from sprue.planning.construct import basis_of, choice
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.explain import text
from sprue.planning.finish import finished
from sprue.planning.history import History, history_of
from sprue.planning.keeping import KeptSearch
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan, PlannedOperation
from sprue.planning.problem import Due, Problem
from sprue.planning.repair import mend
from sprue.planning.stability import Keep, begun, held
from sprue.planning.templates.template import Template, with_new_mold
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MoldId, OperationId
from sprue.shop.orders import MoldClass
from sprue.shop.quiet import uncollected
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `priority`: what an hour of it weighs against hours by which others are late.

    `hours`: (kind, hours) of a quote, which take the place of the class's; other kinds stay as in the class.
    """

    mold_class: MoldClass
    priority: Decimal = Decimal(1)
    name: str = ""
    hours: tuple[tuple[KindId, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class KindLoad:
    """A kind of place that the mold needs.

    `hours`: planned for the mold; `waits`: hours by the clock that the chain to its T1 waits there for a
    machine, people or the shift; `busy`: share of the open hours until its T1 that is planned.
    """

    kind: KindId
    hours: float
    waits: float
    busy: float


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take the mold in; `slips`: milestones of others that get later, most first.

    Minutes of `slips` are of the plan's clock. `kinds`: where the mold waits longest first.
    """

    plan: Plan
    t1: Chance
    delivery: Chance
    slips: tuple[MilestoneMove, ...]
    kinds: tuple[KindLoad, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """`beside`: nobody slips; `first`: as early as the priority allows. `history`: of estimates."""

    wish: Wish
    template: Template
    beside: Way
    first: Way
    history: History

    @property
    def mold(self) -> MoldId:
        """The new mold as it is called in `template.shop` and in the plans."""
        return self.template.mold


def promise(  # noqa: PLR0913  # shop, plan and wish; the limits are named at the call, all optional
    shop: Shop,
    published: Plan,
    wish: Wish,
    *,
    now: datetime,
    seed: int = 0,
    scenarios: int = 40,
    iterations: int = 24,
    mapper: Mapper = map,
) -> Promised:
    """Both ways to take the mold in as of `now` (aware), beside the published plan.

    Parameters
    ----------
    scenarios : so many times each plan is played through with other minutes
    iterations : candidates to try for the earlier way
    mapper : like the built-in `map`; one over threads gives the same answer sooner

    Raises
    ------
    UserMistake : the shop can't make such a mold; the text names the kind of place or people it lacks
    """
    before = published if published.clock.at(0) == now else mend(shop, published, now=now)
    template = with_new_mold(
        shop, wish.mold_class, name=wish.name, weight=wish.priority, hours=dict(wish.hours)
    )
    with uncollected():
        problem = problem_of(template.shop, now)
        new = {operation.id for operation in template.operations}
        _check(problem, template, new)
        free = beside(problem, before, new)
        aimed = replace(problem, dues=(*problem.dues, *_aims(problem, template, wish.priority)))
        layout = layout_of(aimed)
        early = _early(aimed, layout, before, free, (seed, iterations, mapper))
        history = history_of(shop, now)
        ways = _Ways(template, problem, layout, before, history)
        return Promised(
            wish,
            template,
            ways.way(free, (seed, scenarios, mapper)),
            ways.way(early, (seed, scenarios, mapper)),
            history,
        )


def _check(problem: Problem, template: Template, new: set[OperationId]) -> None:
    """UserMistake for the first of the mold's operations that can never be done."""
    for unplaced in problem.unplannable:
        if unplaced.operation in new:
            shop = template.shop
            operation = shop.operations[unplaced.operation]
            why = text(unplaced, shop, "en")
            raise UserMistake(
                f"a mold of class {shop.molds[template.mold].mold_class} needs {operation.name} "
                f"({operation.kind}), but: {why}"
            )


def _aims(problem: Problem, template: Template, priority: Decimal) -> Iterable[Due]:
    """The mold's milestones as if they were due now: each hour until then counts by its priority."""
    for milestone in Milestone:
        tasks = tuple(o.id for o in template.operations if o.milestone is milestone and o.id in problem.tasks)
        yield Due(template.mold, milestone, 0, priority, tasks)


def _early(
    problem: Problem, layout: Layout, before: Plan, free: Plan, limits: tuple[int, int, Mapper]
) -> Plan:
    """The best plan found from two beginnings: the mold before all others, and in what is free."""
    seed, iterations, mapper = limits
    basis = basis_of(problem, layout)
    loose = choice(layout, basis)
    found = []
    for keep in (Keep(before), Keep(before, begin=free)):
        stays = held(problem, layout, keep)
        begin = begun(problem, layout, loose, keep)
        random = np.random.default_rng(seed)
        search = KeptSearch(layout, basis, random, begin=begin, free=loose, held=stays)
        for _ in search.rounds(iterations // 2, mapper):
            pass
        found.append(search)
    best = min(found, key=lambda search: search.value)
    return finished(problem, layout, best.best)


class _Ways:
    """Turns plans with the mold into answers."""

    def __init__(
        self, template: Template, problem: Problem, layout: Layout, before: Plan, history: History
    ) -> None:
        self._template, self._problem, self._layout = template, problem, layout
        self._before, self._history = before, history
        self._new = [operation.id for operation in template.operations]

    def way(self, plan: Plan, limits: tuple[int, int, Mapper]) -> Way:
        """The plan's dates, their chances, who slips and where the mold waits."""
        seed, scenarios, mapper = limits
        template = self._template
        case = Case(template.shop, self._problem, self._layout, plan, Vague(template.spread, template.common))
        reached = chances(
            case,
            self._history,
            random=np.random.default_rng(seed),
            scenarios=scenarios,
            mapper=mapper,
            molds=(template.mold,),
        )
        of = {chance.milestone: chance for chance in reached}
        bound = self._before.summary.lower_bound_hours
        full = replace(plan, summary=summary_of(self._problem, plan, lower_bound_hours=bound, seed=seed))
        return Way(full, of[Milestone.T1], of[Milestone.DELIVERY], self._slips(plan), self._kinds(plan))

    def _slips(self, plan: Plan) -> tuple[MilestoneMove, ...]:
        moves = difference(self._problem, self._before, plan).milestones
        slipped = [(by if (by := slip(move)) is not None else timedelta.max, move) for move in moves]
        later = [(by, move) for by, move in slipped if by > timedelta()]
        return tuple(move for _, move in sorted(later, key=lambda pair: pair[0], reverse=True))

    def _kinds(self, plan: Plan) -> tuple[KindLoad, ...]:
        hours: dict[KindId, float] = defaultdict(float)
        for row in (plan.operations[one] for one in self._new if one in plan.operations):
            kind = self._template.shop.operations[row.operation].kind
            if row.machine is not None and kind is not None:
                hours[kind] += sum(s.end - s.start for s in row.segments) / 60
        trials = (o.id for o in self._template.operations if o.milestone is Milestone.T1)
        rows = [plan.operations[one] for one in trials if one in plan.operations]
        last = max(rows, key=lambda row: row.end, default=None)
        waits = self._waits(plan, last)
        busy = self._busy(plan, set(hours), last.end if last is not None else 1)
        loads = [KindLoad(kind, hours[kind], waits.get(kind, 0.0), busy[kind]) for kind in hours]
        return tuple(sorted(loads, key=lambda load: (-load.waits, -load.busy, load.kind)))

    def _waits(self, plan: Plan, last: PlannedOperation | None) -> dict[KindId, float]:
        """Hours waited by kind on the way back from `last`, each time over what ended last before."""
        waits: dict[KindId, float] = defaultdict(float)
        row = last
        while row is not None:
            task = self._problem.tasks[row.operation]
            before = [plan.operations[one] for one in task.predecessors if one in plan.operations]
            held_by = max(before, key=lambda one: one.end, default=None)
            ready = max(task.release, held_by.end if held_by is not None else 0)
            kind = self._template.shop.operations[row.operation].kind
            if row.machine is not None and kind is not None:
                waits[kind] += max(0, row.setup_start - ready) / 60
            row = held_by
        return waits

    def _busy(self, plan: Plan, kinds: set[KindId], until: int) -> dict[KindId, float]:
        """Share of the open minutes of each kind's machines before `until` in which they are planned."""
        taken: dict[str, int] = defaultdict(int)
        for row in plan.operations.values():
            if row.machine is not None and row.setup_start < until:
                taken[row.machine] += sum(max(0, min(s.end, until) - s.start) for s in row.segments)
        shares = {}
        for kind in kinds:
            places = [m for m in self._problem.machines.values() if kind in m.kinds]
            room = sum(min(b, until) - a for m in places for a, b in m.stretches if a < until)
            shares[kind] = min(1.0, sum(taken[m.id] for m in places) / room) if room else 1.0
        return shares


def slip(move: MilestoneMove) -> timedelta | None:
    """By how much the milestone gets later (below 0: earlier); None: it loses its date."""
    if move.before is None:
        return timedelta()
    return timedelta(minutes=move.after - move.before) if move.after is not None else None
