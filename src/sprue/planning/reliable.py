"""How sure the dates of one mold are, and what its end waits for on the way."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from sprue.planning.arrays import layout_of
from sprue.planning.build import problem_of
from sprue.planning.chances import Case, Chance, Mapper, chances
from sprue.planning.history import History, history_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Due, Problem
from sprue.planning.why.chain import Chain
from sprue.planning.why.follow import Chains
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from sprue.shop.quiet import uncollected
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Reliable:
    """`chances` of the open milestones of the mold; `chain` to `milestone` (None: nothing of it is left)."""

    mold: MoldId
    milestone: Milestone
    chances: tuple[Chance, ...]
    chain: Chain | None
    history: History


def reliable(  # shop, plan and mold; the rest is named at the call
    shop: Shop,
    live: Plan,
    mold: MoldId,
    *,
    now: datetime,
    seed: int = 0,
    scenarios: int = 100,
    mapper: Mapper = map,
) -> Reliable:
    """The chances of a mold's milestones in the plan as of `now`, and the chain to its T1, or delivery.

    UserMistake: no such mold, or nothing of it is open.
    """
    if mold not in shop.molds:
        raise UserMistake(f"{mold} is no mold of the shop; name one that it has")
    with uncollected():
        problem = problem_of(shop, now)
        history = history_of(shop, now)
        found = chances(
            Case(shop, problem, layout_of(problem), live),
            history,
            random=np.random.default_rng(seed),
            scenarios=scenarios,
            mapper=mapper,
            molds=(mold,),
        )
        if not found:
            raise UserMistake(f"{mold} has no trial or delivery that is still open; name another mold")
        asked = next((c.milestone for c in found if c.milestone is Milestone.T1), found[0].milestone)
        return Reliable(mold, asked, found, _chain(problem, live, mold, asked), history)


def _chain(problem: Problem, live: Plan, mold: MoldId, milestone: Milestone) -> Chain | None:
    """The chain of the milestone, whether it is promised or not."""
    due = next((d for d in problem.dues if (d.mold, d.milestone) == (mold, milestone)), None)
    if due is None:
        tasks = tuple(t.id for t in problem.tasks.values() if t.mold == mold and t.milestone is milestone)
        due = Due(mold, milestone, problem.horizon, Decimal(1), tasks)
    return Chains(problem, live).of(due)
