"""A mender that goes from event to event says what one that begins anew says, and breaks no rule."""

from datetime import timedelta
from random import Random

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.build import Builder, problem_of
from sprue.planning.kernels.frames import Ints
from sprue.planning.problem import Problem
from sprue.planning.referee import violations
from sprue.planning.repair import Mender, mend
from sprue.planning.setups import least_setups
from sprue.planning.solve import plan
from tests.core.planning.floor_events import EVENTS
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import NOW

SEEDS = st.integers(0, 10**6)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_event_by_event_as_if_begun_anew(seed: int) -> None:
    chance, shop, now = Random(seed), random_shop(seed), NOW
    assume(not has_circle(problem_of(shop, now)))
    published = plan(shop, now=now, iterations=0)
    builder, mender = Builder(), Mender()
    for _ in range(8):
        shop = chance.choice(EVENTS)(chance, shop, now)
        now += timedelta(minutes=chance.choice([0, 0, 1, 7, 60, 900]))
        problem = problem_of(shop, now)
        assert builder.problem(shop, now) == problem
        assert list(builder.problem(shop, now).tasks) == list(problem.tasks)
        made = mender.mend(shop, published, now=now)
        assert made == mend(shop, published, now=now)
        assert list(made.operations) == list(mend(shop, published, now=now).operations)
        assert violations(problem, made) == []
        if chance.random() < 0.3:
            published = made


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_clock_set_back_is_no_trouble(seed: int) -> None:
    shop = random_shop(seed)
    assume(not has_circle(problem_of(shop, NOW)))
    published = plan(shop, now=NOW, iterations=0)
    mender = Mender()
    for minutes in (500, 20, 0, 3000):
        now = NOW + timedelta(minutes=minutes)
        assert mender.mend(shop, published, now=now) == mend(shop, published, now=now)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_arrays_go_on_as_if_made_anew(seed: int) -> None:
    chance, shop, now = Random(seed), random_shop(seed), NOW
    builder = Builder()
    layout = layout_of(builder.problem(shop, now))
    for _ in range(4):
        shop = chance.choice(EVENTS)(chance, shop, now)
        now += timedelta(minutes=chance.choice([0, 5, 600]))
        problem = builder.problem(shop, now)
        layout, anew = layout_of(problem, layout), layout_of(problem)
        for name in anew.frame._fields:
            if name != "family":  # only tells families apart
                assert np.array_equal(getattr(layout.frame, name), getattr(anew.frame, name)), name
        assert np.array_equal(layout.classes, anew.classes)


def one_by_one(problem: Problem, layout: Layout) -> Ints:
    """Least setup minutes of each option, whatever runs before it (options,)."""
    frame = layout.frame
    least = frame.opt_setup.copy()
    if not problem.setup_minutes:
        return least
    cheapest: dict[tuple[str, str], int] = {}
    for (kind, _, to_family), minutes in problem.setup_minutes.items():
        key = (kind, to_family)
        cheapest[key] = min(cheapest.get(key, minutes), minutes)
    kinds = {machine.id: machine.kinds for machine in problem.machines.values()}
    for i, task in enumerate(layout.tasks):
        for option in range(int(frame.opt_ptr[i]), int(frame.opt_ptr[i + 1])):
            machine = layout.machines[int(frame.opt_machine[option])]
            for kind in kinds[machine]:
                known = cheapest.get((kind, task.setup_family))
                if known is not None:
                    least[option] = min(int(least[option]), known)
    if any(machine.batch > 1 for machine in problem.machines.values()):
        shared = np.array([problem.machines[m].batch > 1 for m in layout.machines])
        least[shared[frame.opt_machine]] = 0
    return least


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_least_setups_by_columns_are_those_one_by_one(seed: int) -> None:
    problem = problem_of(random_shop(seed), NOW)
    layout = layout_of(problem)
    assert np.array_equal(least_setups(problem, layout), one_by_one(problem, layout))
