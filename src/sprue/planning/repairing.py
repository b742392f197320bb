"""How a published plan is put right in a shop that changed: in one way, whoever changed it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, choice, decoded
from sprue.planning.finish import finished
from sprue.planning.forward import Forward
from sprue.planning.hunt import Mapper
from sprue.planning.keeping import KeptSearch
from sprue.planning.kernels.frames import Choice
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.solve import Timer
from sprue.planning.stability import Keep, as_decoded, begun, held
from sprue.shop.ids import MoldId
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

#: Tries of a repair; of them two of three draw late molds forward, where there are any, the rest move few.
TRIES = 36
FORWARD = 2 / 3


@dataclass(frozen=True, slots=True)
class Repair:
    """A right shift of the published plan, late molds drawn forward, then the search that keeps to the plan.

    All of it pays for the operations it moves within 48 h, as `solve.plan` with `keep` does. `focus`: molds
    that are looked after first. `seconds` need a `timer`; by `iterations` alone the same repair gives the
    same plan, with any `mapper`.
    """

    iterations: int | None = TRIES
    seconds: float = float("inf")
    seed: int = 0
    focus: tuple[MoldId, ...] = ()
    timer: Timer | None = None
    mapper: Mapper = map

    def __call__(self, shop: Shop, published: Plan, now: datetime) -> Plan:
        """The published plan as it would go on in `shop` from `now` (aware) on."""
        with uncollected():
            problem = problem_of(shop, now)
            layout = layout_of(problem)
            basis = basis_of(problem, layout)
            best = self._best(problem, layout, basis, Keep(published))
            made = finished(problem, layout, best)
        figures = summary_of(
            problem, made, lower_bound_hours=published.summary.lower_bound_hours, seed=self.seed
        )
        return replace(made, summary=figures)

    def _best(self, problem: Problem, layout: Layout, basis: Basis, keep: Keep) -> Choice:
        free = choice(layout, basis)
        begin = begun(problem, layout, free, keep)
        # A group stays on its one machine as a whole: single members must not be let loose.
        stays = held(problem, layout, keep) | (layout.frame.group >= 0)
        until = self._until()
        forward = Forward(layout, basis, begin=begin, free=free, held=stays, focus=self.focus)
        limit = self.iterations if self.iterations is not None or self.timer is not None else TRIES
        tried = until(forward.rounds(None if limit is None else int(FORWARD * limit), self.mapper), FORWARD)
        if limit is not None and tried >= limit:
            return forward.best
        near = KeptSearch(
            layout,
            basis,
            np.random.default_rng(self.seed),
            begin=as_decoded(layout, begin, decoded(layout, forward.best)),
            free=free,
            held=stays,
        )
        until(near.rounds(None if limit is None else limit - tried, self.mapper), 1.0)
        return near.best if near.value <= forward.value else forward.best

    def _until(self) -> "_Until":
        return _Until(self.timer, self.seconds)


class _Until:
    """Lets rounds go on until their part of the seconds is over."""

    def __init__(self, timer: Timer | None, seconds: float) -> None:
        self._timer, self._seconds = timer, seconds
        self._begin = timer() if timer is not None else 0.0

    def __call__(self, rounds: Iterator[int], part: float) -> int:
        """How many candidates were tried."""
        tried = 0
        for tried in rounds:  # noqa: B007  # the last count is the answer
            if self._timer is not None and self._timer() - self._begin >= part * self._seconds:
                break
        return tried
