"""From a shop to a plan: first a portfolio of rules, then a search while time lasts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.bounds import lower_bound_hours
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, choice
from sprue.planning.finish import finished
from sprue.planning.hunt import Mapper
from sprue.planning.keeping import KeptSearch
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.search import Search
from sprue.planning.stability import Keep, begun, frozen, held
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

Timer = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: candidates judged, the best value and the bound in hours, seconds gone by."""

    iterations: int
    value: float
    bound: float
    seconds: float


def plan(  # noqa: PLR0913  # the limits of a search are named at the call, all but one optional
    shop: Shop,
    *,
    now: datetime,
    seconds: float = 10.0,
    seed: int = 0,
    iterations: int | None = None,
    keep: Keep | None = None,
    timer: Timer | None = None,
    mapper: Mapper = map,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """A plan of all open operations as of `now` (aware), with its figures.

    Parameters
    ----------
    seconds : how long to improve the first plan, by `timer`; without a timer only `iterations` limit
    iterations : candidates to try at most (0: first plan only; None: as time allows, none without timer)
    keep : the published plan, its frozen window and the price on moves; the search begins from it
    mapper : judges candidates; one over threads makes use of more cores and gives the same plan
    progress : told after each round
    stop : asked after each round; True ends the search with the best plan so far
    """
    begin = timer() if timer is not None else 0.0
    with uncollected():
        asked = problem_of(shop, now)
        problem = frozen(asked, keep) if keep is not None else asked
        layout = layout_of(problem)
        basis = basis_of(problem, layout)
        search = _search(problem, layout, basis, keep, np.random.default_rng(seed))
    limit = iterations if iterations is not None else (0 if timer is None else None)
    bound = lower_bound_hours(problem, layout, problem.tasks)
    for tried in search.rounds(limit, mapper):
        spent = timer() - begin if timer is not None else 0.0
        if progress is not None:
            progress(Progress(tried, search.value, bound, spent))
        if stop() or (timer is not None and spent >= seconds):
            break
    with uncollected():
        made = finished(problem, layout, search.best)
    if len(made.operations) < len(problem.tasks):
        bound = lower_bound_hours(problem, layout, made.operations)
    spent = timer() - begin if timer is not None else 0.0
    return replace(made, summary=summary_of(asked, made, lower_bound_hours=bound, seconds=spent, seed=seed))


def _search(
    problem: Problem, layout: Layout, basis: Basis, keep: Keep | None, random: np.random.Generator
) -> Search | KeptSearch:
    """From rules, or from what is published."""
    if keep is None:
        return Search(layout, basis, random)
    free = choice(layout, basis)
    begin = begun(problem, layout, free, keep)
    return KeptSearch(layout, basis, random, begin=begin, free=free, held=held(problem, layout, keep))
