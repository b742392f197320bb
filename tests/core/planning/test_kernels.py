"""Compiled functions against plain ones that say the same."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.arrays import inverted, layout_of, rows
from sprue.planning.bounds import chain_ends
from sprue.planning.build import problem_of
from sprue.planning.kernels.frames import Frame, People
from sprue.planning.kernels.paths import topological, worked_through
from sprue.planning.kernels.people import flow_add
from sprue.planning.kernels.shared import NewPeople, shared_frame
from sprue.planning.problem import Problem
from sprue.shop.calendar import Stretch
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import NOW, op, shop_of

SEEDS = st.integers(0, 10**6)
#: The kinds that people are able to do, and how many they are.
CREWS = st.tuples(st.sets(st.integers(0, 3), min_size=1), st.integers(0, 8))


def sound_problem(seed: int) -> Problem:
    problem = problem_of(random_shop(seed), NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    return problem


def minutes_of(stretches: tuple[Stretch, ...], start: int) -> Iterator[int]:
    """Working minutes from `start` on, one by one."""
    for a, b in stretches:
        yield from range(max(a, start), b)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, 6000), st.integers(1, 3000))
def test_work_through_a_calendar_ends_after_its_last_minute(seed: int, start: int, minutes: int) -> None:
    problem = sound_problem(seed)
    layout = layout_of(problem)
    for m, name in enumerate(layout.machines):
        working = minutes_of(problem.machines[name].stretches, start)
        last = next((minute for i, minute in enumerate(working, 1) if i == minutes), None)
        if last is not None:
            assert worked_through(layout.shared, m, start, minutes) == last + 1


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_order_has_every_operation_after_what_it_waits_for(seed: int) -> None:
    problem = sound_problem(seed)
    layout = layout_of(problem)
    order = topological(layout.shared).tolist()
    assert sorted(order) == list(range(len(layout.tasks)))
    place = {i: at for at, i in enumerate(order)}
    for i, task in enumerate(layout.tasks):
        if task.running is None:
            assert all(place[layout.index[p]] < place[i] for p in task.predecessors)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_chains_never_end_before_those_they_wait_for(seed: int) -> None:
    problem = sound_problem(seed)
    layout = layout_of(problem)
    ends = chain_ends(problem, layout)
    for i, task in enumerate(layout.tasks):
        if task.running is None:
            assert ends[i] >= task.release
            assert all(ends[layout.index[p]] <= ends[i] for p in task.predecessors)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sets(st.integers(0, 3), min_size=1), st.integers(0, 8)), min_size=1, max_size=5),
    SEEDS,
)
def test_people_cover_a_demand_just_when_no_set_of_kinds_asks_too_much(
    crews: list[tuple[set[int], int]], seed: int
) -> None:
    """Hall's condition, tried on all sets of kinds, is the twin of the flow."""
    frame = _with_people(layout_of(problem_of(shop_of(op("a", 60)), NOW)).frame, crews)
    flow = np.zeros((4, len(crews)), np.int64)
    people: People = NewPeople(
        flow,
        np.zeros(len(crews), np.int64),
        np.array([size for _, size in crews], np.int64),
        np.zeros(len(crews), np.int64),
        np.zeros(4, np.int64),
        np.zeros(4, np.int64),
    )
    demand = [0, 0, 0, 0]
    for step in range(12):
        kind, amount = (seed >> step) % 4, (seed >> (2 * step)) % 3 + 1
        wanted = [d + amount * (k == kind) for k, d in enumerate(demand)]
        assert flow_add(frame, people, kind, amount) == _coverable(wanted, crews)
        if _coverable(wanted, crews):
            demand = wanted
    assert flow.sum(axis=1).tolist() == demand


def _coverable(demand: list[int], crews: list[tuple[set[int], int]]) -> bool:
    for size in range(1, 5):
        for kinds in combinations(range(4), size):
            able = sum(people for can, people in crews if can & set(kinds))
            if sum(demand[k] for k in kinds) > able:
                return False
    return True


def _with_people(frame: Frame, crews: list[tuple[set[int], int]]) -> Frame:
    able = [sorted(can) for can, _ in crews]
    kg_ptr, kg_idx = rows(inverted(able, 4))
    gk_ptr, gk_idx = rows(able)
    return shared_frame(
        frame._replace(people_limit=1, kg_ptr=kg_ptr, kg_idx=kg_idx, gk_ptr=gk_ptr, gk_idx=gk_idx)
    )
