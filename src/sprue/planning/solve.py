"""From a shop to a plan: first a portfolio of rules, then a search while time lasts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.bounding import Bounding
from sprue.planning.bounds import lower_bound_hours
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, choice, decoded
from sprue.planning.finish import finished
from sprue.planning.hunt import Mapper
from sprue.planning.keeping import KeptSearch, Mask
from sprue.planning.kernels.frames import Choice
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan
from sprue.planning.search import Search, only_rule
from sprue.planning.stability import Keep, as_decoded, begun, frozen, held
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

Timer = Callable[[], float]
#: Part of the time beside a published plan in which a plan is sought that need not be like it.
NEW_PART = 0.5


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
    bounding = Bounding(problem, layout, timer if iterations is None else None)
    random = np.random.default_rng(seed)
    hunting = _Hunting(timer, begin, progress, stop, mapper, bounding)
    limit = iterations if iterations is not None else (0 if timer is None else None)
    if keep is None and limit == 0 and (rule := only_rule(layout, basis)) is not None:
        best = rule
    elif keep is None:
        best = hunting.run(Search(layout, basis, random), limit, seconds)
    else:
        free = choice(layout, basis)
        begin_with = begun(problem, layout, free, keep)
        published = _Published(layout, basis, free, begin_with, held(problem, layout, keep))
        best = _kept(hunting, published, random, limit, seconds)
    with uncollected():
        made = finished(problem, layout, best)
    bound = bounding.hours
    if len(made.operations) < len(problem.tasks):
        bound = lower_bound_hours(problem, layout, made.operations)
    spent = timer() - begin if timer is not None else 0.0
    return replace(made, summary=summary_of(asked, made, lower_bound_hours=bound, seconds=spent, seed=seed))


class _Hunting:
    """Runs searches one after the other, tells their progress and asks whether to end."""

    def __init__(  # what `plan` was called with
        self,
        timer: Timer | None,
        begin: float,
        progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool],
        mapper: Mapper,
        bounding: Bounding,
    ) -> None:
        self._timer, self._begin = timer, begin
        self._progress, self._stop = progress, stop
        self._mapper, self._bounding = mapper, bounding
        self._tried = 0
        self.value = float("inf")

    def run(self, hunt: Search | KeptSearch, limit: int | None, seconds: float) -> Choice:
        """The best choice of `hunt` within so many candidates and until so many seconds after the begin."""
        before = self._tried
        for tried in hunt.rounds(limit, self._mapper):
            self._tried = before + tried
            spent = self._timer() - self._begin if self._timer is not None else 0.0
            self._bounding.improve(hunt.best, min(self.value, hunt.value), spent)
            if self._progress is not None:
                value, bound = min(self.value, hunt.value), self._bounding.hours
                self._progress(Progress(self._tried, value, bound, spent))
            if self._stop() or (self._timer is not None and spent >= seconds):
                break
            if self._bounding.proves(hunt.value):
                break
        self.value = min(self.value, hunt.value)
        return hunt.best


@dataclass(frozen=True, slots=True)
class _Published:
    """The published plan as a choice, the shop without it, and what must stay (n,)."""

    layout: Layout
    basis: Basis
    free: Choice
    begin: Choice
    held: Mask

    def search(self, random: np.random.Generator, begin: Choice) -> KeptSearch:
        """By moves of few operations from `begin`."""
        return KeptSearch(self.layout, self.basis, random, begin=begin, free=self.free, held=self.held)


def _kept(
    hunting: _Hunting, of: _Published, random: np.random.Generator, limit: int | None, seconds: float
) -> Choice:
    """From the published plan, or from a new one where that pays for its moves; then by moves of few."""
    near = of.search(random, of.begin)
    if limit == 0:
        return near.best
    anew = Search(of.layout, of.basis, random, beside=of.begin)
    part = None if limit is None else limit // 2
    found = hunting.run(anew, part, NEW_PART * seconds)
    if anew.value < near.value:
        near = of.search(random, as_decoded(of.layout, of.begin, decoded(of.layout, found)))
    best = hunting.run(near, None if limit is None else limit - (part or 0), seconds)
    return best if near.value <= anew.value else found
