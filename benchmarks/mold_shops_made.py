"""The thirty shops: a sample shop each, whose promises follow from what its molds need and a drawn allowance."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np

from sprue.planning.arrays import layout_of
from sprue.planning.build import problem_of
from sprue.planning.construct import basis_of, choice
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.problem import Due, Problem
from sprue.sample import make_shop
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

NOW = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
#: People → work that came in per capacity, for a moderate and for an overloaded shop.
LOADS = {30: (1.5, 2.0), 100: (1.3, 1.7), 300: (1.1, 1.4)}
SEEDS = range(1, 6)
#: A mold is promised for when it would end alone in the shop, times something between these.
ALLOWANCES = (1.0, 1.5)
CLOSING = 17


@dataclass(frozen=True, slots=True)
class Spec:
    """One shop of the thirty."""

    people: int
    load: float
    degree: str
    seed: int

    @property
    def name(self) -> str:
        """Such as 30-moderate-1."""
        return f"{self.people}-{self.degree}-{self.seed}"

    @property
    def now(self) -> datetime:
        """The moment that it is planned from."""
        return NOW


SPECS = tuple(
    Spec(people, load, degree, seed)
    for people, loads in LOADS.items()
    for degree, load in zip(("moderate", "overloaded"), loads, strict=True)
    for seed in SEEDS
)


def made(spec: Spec) -> Shop:
    """The shop; the same every time.

    A milestone is promised for 17:00 of the day after now + allowance × (its end with no other mold in the
    shop − now), so that no promise is hopeless by itself: what is late is late because machines and people
    are shared with others.
    """
    shop = make_shop(spec.people, spec.seed, load=spec.load, now=NOW)
    problem = problem_of(shop, NOW)
    random = Random(spec.seed)
    allowance = {mold: random.uniform(*ALLOWANCES) for mold in sorted(shop.molds)}
    molds = dict(shop.molds)
    for due, end in _ends_alone(problem):
        day = problem.clock.at(int(end * allowance[due.mold])) + timedelta(days=1)
        promise = day.replace(hour=CLOSING, minute=0, second=0, microsecond=0)
        mold = molds[due.mold]
        at_trial = due.milestone is Milestone.T1
        molds[due.mold] = replace(mold, trial_due=promise) if at_trial else replace(mold, due=promise)
    return replace(shop, molds=molds)


def _ends_alone(problem: Problem) -> Iterator[tuple[Due, int]]:
    """When each milestone that has open operations ends if its mold is alone beside what runs (plan minutes)."""
    layout = layout_of(problem)
    free = choice(layout, basis_of(problem, layout))
    runs = np.array([task.running is not None for task in layout.tasks])
    molds = np.array([task.mold for task in layout.tasks])
    for mold in dict.fromkeys(due.mold for due in problem.dues):
        others = ((molds != mold) & ~runs).astype(np.uint8)
        alone = outcome(layout.shared, shared_choice(free._replace(dropped=others)), 0)
        for due in problem.dues:
            rows = [layout.index[task] for task in due.tasks if task in layout.index]
            if due.mold == mold and rows and alone.end[rows].min() >= 0:
                yield due, int(alone.end[rows].max())
