"""A mold is raised: how much earlier it ends, and who pays for it.

Two ways, as with a promise: before all others, and so far that an hour of it is worth the hours by which
others get late.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.build import problem_of
from sprue.planning.chances import Mapper
from sprue.planning.construct import Basis, basis_of, choice
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.finish import finished
from sprue.planning.keeping import KeptSearch
from sprue.planning.kernels.frames import Choice
from sprue.planning.objective import summary_of, weighted_tardiness_hours
from sprue.planning.plan import Plan
from sprue.planning.problem import Due, Problem
from sprue.planning.promise import slip
from sprue.planning.repair import kept
from sprue.planning.stability import Keep, begun, held, moved_soon
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from sprue.shop.quiet import uncollected
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

#: Sooner than anything planned (minutes), with the order among themselves kept.
FIRST = 1e8


@dataclass(frozen=True, slots=True)
class RaisedWay:
    """All moves are against the plan as it is, in minutes of the plan's clock.

    `own`: the mold's milestones (one that is not promised is due at the end of time); `slips`: those of
    others that get later, most first; `gains`: earlier ones. `moved_soon`: operations of the next 48 h that
    move. `tardiness_hours`: change of the weighted hours late of all molds, by today's weights and dates.
    """

    plan: Plan
    own: tuple[MilestoneMove, ...]
    slips: tuple[MilestoneMove, ...]
    gains: tuple[MilestoneMove, ...]
    moved_soon: int
    tardiness_hours: float


@dataclass(frozen=True, slots=True)
class Raised:
    """`weighed`: an hour of the mold weighs `weight` hours by which others get late; `first`: before all."""

    mold: MoldId
    weight: Decimal
    weighed: RaisedWay
    first: RaisedWay


def raised(  # noqa: PLR0913  # shop, plan and wish; the limits are named at the call, all optional
    shop: Shop,
    live: Plan,
    mold: MoldId,
    weight: Decimal,
    *,
    now: datetime,
    seed: int = 0,
    iterations: int = 16,
    mapper: Mapper = map,
) -> Raised:
    """Both ways to raise a mold in the live plan (as of `now`); what runs, is pinned or in a group stays.

    UserMistake: no such mold, or nothing of it is left to plan.
    """
    if mold not in shop.molds:
        raise UserMistake(f"{mold} is no mold of the shop; name one that it has")
    with uncollected():
        problem = problem_of(shop, now)
        if not any(task.mold == mold for task in problem.tasks.values()):
            raise UserMistake(f"nothing of {mold} is left to plan; name another mold")
        aimed = replace(problem, dues=(*problem.dues, *_aims(problem, mold, weight)))
        layout = layout_of(aimed)
        basis = basis_of(aimed, layout)
        free = choice(layout, basis)
        first = finished(aimed, layout, _before_all(layout, free, live, mold))
        weighed = _weighed(aimed, layout, basis, (live, first), (seed, iterations, mapper))
        return Raised(mold, weight, _way(problem, live, weighed, mold), _way(problem, live, first, mold))


def _aims(problem: Problem, mold: MoldId, weight: Decimal) -> list[Due]:
    """The mold's milestones as if they were due now: each hour until then counts by the weight."""
    tasks = [task for task in problem.tasks.values() if task.mold == mold]
    of = {milestone: tuple(t.id for t in tasks if t.milestone is milestone) for milestone in Milestone}
    return [Due(mold, milestone, 0, weight, ids) for milestone, ids in of.items() if ids]


def _before_all(layout: Layout, free: Choice, live: Plan, mold: MoldId) -> Choice:
    """The live plan's machines and order, with the mold loose and before everything else."""
    chosen = kept(layout, free, live, 0)
    mine = [i for i, t in enumerate(layout.tasks) if t.mold == mold and not (t.running or t.pin or t.group)]
    key, planned = chosen.key.copy(), chosen.planned.copy()
    cls, base = chosen.cls.copy(), chosen.base.copy()
    key[mine] -= FIRST
    planned[mine] = -1
    cls[mine], base[mine] = free.cls[mine], free.base[mine]
    return chosen._replace(key=key, planned=planned, cls=cls, base=base)


def _weighed(
    problem: Problem,
    layout: Layout,
    basis: Basis,
    plans: tuple[Plan, Plan],
    limits: tuple[int, int, Mapper],
) -> Plan:
    """The best plan found from two beginnings: the live plan, and the mold before all others."""
    seed, iterations, mapper = limits
    live, first = plans
    free = choice(layout, basis)
    found = []
    for keep in (Keep(live), Keep(live, begin=first)):
        search = KeptSearch(
            layout,
            basis,
            np.random.default_rng(seed),
            begin=begun(problem, layout, free, keep),
            free=free,
            held=held(problem, layout, keep) | (layout.frame.group >= 0),
        )
        for _ in search.rounds(iterations // 2, mapper):
            pass
        found.append(search)
    return finished(problem, layout, min(found, key=lambda search: search.value).best)


def _way(problem: Problem, live: Plan, made: Plan, mold: MoldId) -> RaisedWay:
    bound = live.summary.lower_bound_hours
    plan = replace(made, summary=summary_of(problem, made, lower_bound_hours=bound))
    others = [move for move in difference(problem, live, plan).milestones if move.mold != mold]
    return RaisedWay(
        plan,
        tuple(own_moves(problem, live, plan, mold)),
        _sorted(others, later=True),
        _sorted(others, later=False),
        moved_soon(problem, plan, Keep(live)),
        weighted_tardiness_hours(problem, plan) - weighted_tardiness_hours(problem, live),
    )


def own_moves(problem: Problem, live: Plan, made: Plan, mold: MoldId) -> list[MilestoneMove]:
    """The mold's milestones in both plans, also those that are not promised."""
    promised = {due.milestone: due.due for due in problem.dues if due.mold == mold}
    unpromised = [
        replace(aim, due=promised.get(aim.milestone, problem.horizon))
        for aim in _aims(problem, mold, Decimal(1))
    ]
    return [*difference(replace(problem, dues=tuple(unpromised)), live, made).milestones]


def _sorted(moves: list[MilestoneMove], *, later: bool) -> tuple[MilestoneMove, ...]:
    """Those that get later (or earlier), most first."""
    sign = 1 if later else -1
    by = [(sign * found if (found := slip(move)) is not None else timedelta.max, move) for move in moves]
    kept_moves = [(d, m) for d, m in by if d > timedelta() and (later or m.after is not None)]
    return tuple(m for _, m in sorted(kept_moves, key=lambda pair: (-pair[0], pair[1].mold)))
