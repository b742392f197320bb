"""From a shop to a plan: first a portfolio of rules, then variations of the best while time lasts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.assemble import plan_from
from sprue.planning.bounds import lower_bound_hours
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, decoded, portfolio
from sprue.planning.kernels.decoding import judge
from sprue.planning.kernels.frames import Choice, Outcome
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.objective import summary_of
from sprue.planning.plan import Hindrance, Plan, Unplaced
from sprue.planning.problem import Problem
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

#: The first plan tries as many rules as decode this many operations, one at least.
FIRST_OPERATIONS = 12_000
#: Variations judged between two looks at the best: fixed, so that plans don't depend on who works on them.
ROUND = 8

Timer = Callable[[], float]
#: Like the built-in `map`: applies a function to each value, in order; may use several threads.
Mapper = Callable[[Callable[[Choice], float], Iterable[Choice]], Iterable[float]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: rounds are of `ROUND` variations."""

    iterations: int
    value: float
    seconds: float


def plan(  # noqa: PLR0913  # the limits of a search are named at the call, all but one optional
    shop: Shop,
    *,
    now: datetime,
    seconds: float = 10.0,
    seed: int = 0,
    iterations: int | None = None,
    timer: Timer | None = None,
    mapper: Mapper = map,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """A plan of all open operations as of `now` (aware), with its figures.

    Parameters
    ----------
    seconds : how long to improve the first plan, by `timer`; without a timer only `iterations` limit
    iterations : variations to try at most (0: first plan only; None: as time allows, none without timer)
    mapper : judges variations; one over threads makes use of more cores and gives the same plan
    """
    begin = timer() if timer is not None else 0.0
    with uncollected():
        problem = problem_of(shop, now)
        layout = layout_of(problem)
        basis = basis_of(problem, layout)
    limit = iterations if iterations is not None else (0 if timer is None else None)
    search = _Search(layout, basis, np.random.default_rng(seed))
    for tried in search.rounds(limit, mapper):
        spent = timer() - begin if timer is not None else 0.0
        if progress is not None:
            progress(Progress(tried, search.value, spent))
        if timer is not None and spent >= seconds:
            break
    with uncollected():
        made = finished(problem, layout, search.best)
    bound = lower_bound_hours(problem, layout, made)
    spent = timer() - begin if timer is not None else 0.0
    return replace(made, summary=summary_of(problem, made, lower_bound_hours=bound, seconds=spent, seed=seed))


class _Search:
    """Random variations of the best choice so far, a round at a time."""

    def __init__(self, layout: Layout, basis: Basis, random: np.random.Generator) -> None:
        self._layout = layout
        self._basis = basis
        self._random = random
        self._nights = [1.5, 4.0]
        self._rules = list(portfolio(layout, basis))
        self.best = self._rules[0]
        self.value = np.inf
        first = max(1, FIRST_OPERATIONS // max(1, len(layout.tasks)))
        if first > 1:
            self._take(self._rules[:first], map)
        self._rules = self._rules[first if first > 1 else 0 :]

    def rounds(self, limit: int | None, mapper: Mapper) -> Iterator[int]:
        """Yields how many variations were tried after each round; ends at `limit`."""
        tried = 0
        while limit is None or tried < limit:
            size = ROUND if limit is None else min(ROUND, limit - tried)
            self._take([self._next() for _ in range(size)], mapper)
            tried += size
            yield tried

    def _take(self, candidates: list[Choice], mapper: Mapper) -> None:
        """Judges the candidates and keeps the first of the best."""
        for candidate, value in zip(candidates, mapper(self._judge, candidates), strict=True):
            if value < self.value:
                self.best, self.value = candidate, value

    def _next(self) -> Choice:
        """The rules that are left, the best with nights filled more, then variations."""
        if self._rules:
            return self._rules.pop(0)
        if self._nights:
            return self.best._replace(night=self._nights.pop(0))
        return self._varied()

    def _judge(self, candidate: Choice) -> float:
        return judge(self._layout.shared, shared_choice(candidate))

    def _varied(self) -> Choice:
        """The best with some molds and operations made more or less urgent."""
        random, basis, best = self._random, self._basis, self.best
        molds = int(basis.mold.max(initial=-1)) + 1
        chosen = random.random(molds) < 0.3 * random.random()
        by_mold = np.where(chosen, random.normal(0.0, 0.6, molds), 0.0)
        noise = by_mold[basis.mold] + random.normal(0.0, 0.15 * random.random(), len(basis.mold))
        if best.rule == 0:
            return best._replace(key=best.key - noise * basis.typical)
        spread = best.spread * float(np.exp(random.normal(0.0, 0.2)))
        return best._replace(bias=best.bias * np.exp(noise), spread=max(1.0, spread))


def finished(problem: Problem, layout: Layout, chosen: Choice) -> Plan:
    """The plan of a choice; what finds no place within the horizon is named, the rest is planned."""
    dropped = chosen.dropped.copy()
    unplaced: dict[int, Unplaced] = {}
    while True:
        outcome = decoded(layout, chosen._replace(dropped=dropped))
        lost = _lost(problem, layout, outcome, unplaced)
        if not lost:
            return plan_from(problem, layout, outcome, tuple(unplaced[i] for i in sorted(unplaced)))
        unplaced |= lost
        dropped[list(lost)] = 1


def _lost(
    problem: Problem, layout: Layout, outcome: Outcome, known: dict[int, Unplaced]
) -> dict[int, Unplaced]:
    """Operations that ended nowhere, with the reason: nothing free, or what they wait for has no place."""
    missing = {int(i) for i in np.flatnonzero(outcome.end < 0)} - known.keys()
    given_up = _given_up(layout, outcome, missing)
    lost: dict[int, Unplaced] = {}
    for i in sorted(given_up):
        task = layout.tasks[i]
        before = [p for p in task.predecessors if layout.index[p] in given_up or layout.index[p] in known]
        if before and task.running is None:
            lost[i] = Unplaced(task.id, Hindrance.WAITS_FOR_UNPLANNABLE, before[0])
        else:
            kind = task.options[0].kind if task.options else ""
            lost[i] = Unplaced(task.id, Hindrance.NOTHING_FREE, kind)
    return lost


def _given_up(layout: Layout, outcome: Outcome, missing: set[int]) -> set[int]:
    """Which of the `missing` to give up now: what a group keeps from its machine may yet find a place.

    A group that has begun and can't end holds its machine, so only the rest of it is given up; else
    whatever is missing by itself, and groups that wait for each other one by one.
    """
    groups = layout.frame.group
    begun = {int(groups[i]) for i in np.flatnonzero(outcome.end >= 0) if groups[i] >= 0}
    stuck = [int(groups[i]) for i in missing if int(groups[i]) in begun]
    if stuck:
        return _and_followers(layout, {i for i in missing if groups[i] == min(stuck)}, missing)
    first = {i for i in missing if not any(layout.index[p] in missing for p in layout.tasks[i].predecessors)}
    alone = {i for i in first if groups[i] < 0}
    if alone or not first:
        return _and_followers(layout, alone, missing) if alone else missing
    group = min(int(groups[i]) for i in first)
    return _and_followers(layout, {i for i in missing if groups[i] == group}, missing)


def _and_followers(layout: Layout, seeds: set[int], missing: set[int]) -> set[int]:
    """`seeds` and all of the `missing` that wait for them."""
    frame = layout.frame
    found, todo = set(seeds), list(seeds)
    while todo:
        i = todo.pop()
        for after in frame.succ_idx[frame.succ_ptr[i] : frame.succ_ptr[i + 1]].tolist():
            if after in missing and after not in found:
                found.add(after)
                todo.append(after)
    return found
