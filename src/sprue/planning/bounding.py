"""How a search comes to its bound: chains at once, prices on machines and people while it goes on."""

from collections.abc import Callable

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.binding import milestone_ends
from sprue.planning.bounds import least_flow_hours, lower_bound_hours
from sprue.planning.kernels.decoding import FLOW_WEIGHT, outcome
from sprue.planning.kernels.frames import Choice
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.problem import Problem
from sprue.planning.relaxed import Relaxed

#: Share of the time that goes to the bound; steps where time is not asked, one a round.
SHARE, STEPS = 0.07, 60
#: Seconds that an operation takes to be made ready for it, about.
READY = 4e-5
ROUNDING = 1e-9


class Bounding:
    """The bound `hours` of a problem, which rises as the search goes on.

    Parameters
    ----------
    timer : seconds, to keep to the share of the time; None: a step a round, so that runs repeat
    """

    def __init__(self, problem: Problem, layout: Layout, timer: Callable[[], float] | None) -> None:
        self._problem, self._layout, self._timer = problem, layout, timer
        self._chains = lower_bound_hours(problem, layout, problem.tasks)
        self._flow = FLOW_WEIGHT * least_flow_hours(problem, layout)
        self._relaxed: Relaxed | None = None
        self._used = 0.0
        self._steps = 0
        self._going = True

    @property
    def hours(self) -> float:
        """No plan of the whole problem has less weighted tardiness."""
        return max(self._chains, self._relaxed.hours if self._relaxed is not None else 0.0)

    def proves(self, value: float) -> bool:
        """Whether no plan can have a better value (tardiness and flow)."""
        return value <= (self.hours + self._flow) * (1.0 + ROUNDING)

    def improve(self, best: Choice, value: float, spent: float) -> None:
        """Steps as far as the share of the `spent` seconds goes; `best` leads to the plan of that `value`."""
        if not self._going or value <= self.hours or not np.isfinite(value):
            return
        if self._timer is None:
            if self._steps < STEPS:
                self._step(best, value)
            return
        ready = 0.0 if self._relaxed is not None else READY * len(self._layout.tasks)
        while self._going and self._used + ready < SHARE * spent:
            begin = self._timer()
            self._step(best, value)
            self._used += max(self._timer() - begin, ROUNDING)
            ready = 0.0

    def _step(self, best: Choice, value: float) -> None:
        if self._relaxed is None:
            plan = outcome(self._layout.shared, shared_choice(best), 0)
            until = int(milestone_ends(self._layout, plan).max(initial=1.0))
            self._relaxed = Relaxed(self._problem, self._layout, max(1, until))
        self._going = self._relaxed.step(value)
        self._steps += 1
