"""The search in public instances: every rule kept, the optimum of small ones, the same for a seed."""

from collections.abc import Callable

import numpy as np
import pytest

from sprue.planning.graph import large, solve, stretches
from sprue.planning.graph.bounds import lower_bound
from sprue.planning.graph.elite import dispatched, elite_of, mixed, schedule_of
from sprue.planning.graph.instance import Instance, of_jobs
from sprue.planning.graph.levelled import levelled
from sprue.planning.graph.referee import violations
from tests.core.planning.graph.samples import random_instance, shortest


def classic(seed: int, jobs: int = 6, machines: int = 4, *, choice: int = 1) -> Instance:
    """A job shop of chains; `choice` machines for each operation."""
    random = np.random.default_rng(seed)

    def options() -> list[tuple[int, int]]:
        chosen = random.choice(machines, choice, replace=False)
        return [(int(m), int(random.integers(1, 30))) for m in chosen]

    return of_jobs("random", machines, [[options() for _ in range(machines)] for _ in range(jobs)])


def answer(instance: Instance, *, iterations: int = 2_000, seed: int = 1) -> solve.Answer:
    found = solve.solve(instance, iterations=iterations, seed=seed, seconds=float("inf"))
    assert violations(instance, found.schedule) == []
    assert lower_bound(instance) <= found.schedule.makespan <= found.first_value
    return found


MADE: dict[str, Callable[[int], Instance]] = {
    "classic": classic,
    "flexible": lambda seed: classic(seed, choice=2),
    "assembly": lambda seed: random_instance(seed, operations=14, machines=3),
    "setup": lambda seed: random_instance(seed, operations=12, machines=3, setup=True),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("seed", range(8))
def test_every_schedule_keeps_every_rule_and_repeats(kind: str, seed: int) -> None:
    instance = MADE[kind](seed)
    one, other = answer(instance), answer(instance)
    assert one.schedule.start.tolist() == other.schedule.start.tolist()
    assert one.schedule.machine.tolist() == other.schedule.machine.tolist()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("setup", [False, True])
def test_small_instances_are_solved_to_their_optimum(seed: int, setup: bool) -> None:  # a case
    instance = random_instance(seed, operations=5, setup=setup)
    assert answer(instance).schedule.makespan == shortest(instance)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("choice", [1, 2])
def test_windows_of_time_keep_every_rule(seed: int, choice: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in shops of many thousands, with windows so small that a small shop has several."""
    monkeypatch.setattr(solve, "WHOLE", 10)
    monkeypatch.setattr(large, "SIZES", (12, 12))
    monkeypatch.setattr(large, "MOST", (50, 200))
    monkeypatch.setattr(stretches, "SIZES", (12, 12))
    monkeypatch.setattr(stretches, "MOVES", 200)
    instance = classic(seed, jobs=10, machines=10, choice=choice)
    found = answer(instance, iterations=4_000)
    assert found.iterations > 0 or found.schedule.makespan == found.bound


@pytest.mark.parametrize("seed", range(10))
def test_children_of_two_plans_have_no_circle(seed: int) -> None:
    random = np.random.default_rng(seed)
    instance = classic(seed, choice=2)
    parents = []
    for plan in (
        dispatched(instance, random.random(instance.size)),
        levelled(instance, random.random(24), 3),
    ):
        schedule = schedule_of(instance, plan)
        assert violations(instance, schedule) == []
        parents.append(elite_of(instance, plan, schedule.makespan, schedule.start))
    for share in range(17):
        child = schedule_of(instance, mixed(parents[0], parents[1], share, random))
        assert violations(instance, child) == []


def test_no_moves_give_the_first_schedule() -> None:
    found = answer(classic(3), iterations=0)
    assert (found.iterations, found.schedule.makespan) == (0, found.first_value)


def test_an_empty_instance_has_an_empty_schedule() -> None:
    found = solve.solve(of_jobs("empty", 2, []), iterations=100)
    assert (found.schedule.makespan, found.bound) == (0, 0)


def test_a_stop_ends_the_search() -> None:
    found = solve.solve(classic(1), timer=iter(range(10**9)).__next__, seconds=1e9, stop=lambda: True)
    assert found.schedule.makespan == found.first_value
