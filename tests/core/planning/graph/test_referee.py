"""Each rule is broken on purpose, and found alone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sprue.planning.graph.instance import Instance, of_jobs
from sprue.planning.graph.referee import Rule, violations
from sprue.planning.graph.schedule import Schedule
from tests.core.planning.graph.samples import in_turn, random_instance


def shop(setup: int | None = None) -> Instance:
    """Two jobs of two operations on two machines; the first may be made on either."""
    minutes = None if setup is None else np.full((2, 4, 4), setup, dtype=np.int32)
    return of_jobs("shop", 2, [[[(0, 3), (1, 5)], [(1, 2)]], [[(1, 4)], [(0, 1)]]], minutes)


def schedule(start: tuple[int, ...] = (0, 4, 0, 4)) -> Schedule:
    return Schedule(
        np.array(start, dtype=np.int64),
        np.array([3, 2, 4, 1], dtype=np.int32),
        np.array([0, 1, 1, 0], dtype=np.int32),
    )


def found(instance: Instance, given: Schedule) -> list[tuple[Rule, tuple[int, ...]]]:
    return [(v.rule, v.operations) for v in violations(instance, given)]


def test_a_sound_schedule_has_nothing_to_tell() -> None:
    assert violations(shop(), schedule()) == []


def test_a_machine_that_is_none_of_its_own() -> None:
    given = replace(schedule(), machine=np.array([0, 1, 1, 1], dtype=np.int32))
    assert (Rule.ELIGIBLE, (3,)) in found(shop(), given)


def test_the_minutes_of_another_machine() -> None:
    given = replace(schedule(), minutes=np.array([5, 2, 4, 1], dtype=np.int32), start=np.array([0, 5, 0, 5]))
    assert found(shop(), given) == [(Rule.MINUTES, (0,))]


def test_a_start_before_the_beginning() -> None:
    assert found(shop(), schedule((-1, 4, 0, 4))) == [(Rule.START, (0,))]


def test_a_start_before_the_end_of_what_comes_before() -> None:
    assert found(shop(), schedule((0, 4, 0, 3))) == [(Rule.PRECEDENCE, (3, 2))]


def test_two_at_a_time_on_a_machine() -> None:
    assert found(shop(), schedule((0, 3, 0, 4))) == [(Rule.OVERLAP, (2, 1))]


def test_one_may_start_in_the_minute_in_which_the_other_ends() -> None:
    nothing = of_jobs("nothing", 1, [[[(0, 0)]], [[(0, 5)]], [[(0, 0)]]])
    minutes, machine = np.array([0, 5, 0], dtype=np.int32), np.zeros(3, dtype=np.int32)
    assert found(nothing, Schedule(np.array([0, 0, 5]), minutes, machine)) == []
    assert found(nothing, Schedule(np.array([0, 0, 2]), minutes, machine)) == [(Rule.OVERLAP, (1, 2))]


def test_no_time_for_the_setup() -> None:
    assert found(shop(setup=1), schedule((0, 5, 0, 4))) == []
    assert found(shop(setup=1), schedule((0, 4, 0, 4))) == [(Rule.SETUP, (2, 1))]
    assert found(shop(setup=2), schedule((0, 6, 0, 4))) == [(Rule.SETUP, (0, 3))]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: replace(s, start=s.start[:3]),
        lambda s: replace(s, machine=s.machine.reshape(2, 2)),
        lambda s: replace(s, start=s.start.astype(float)),
    ],
)
def test_a_schedule_with_holes_is_not_judged_further(spoil: Callable[[Schedule], Schedule]) -> None:
    assert [rule for rule, _ in found(shop(), spoil(schedule()))] == [Rule.COMPLETE]


def test_a_violation_says_what_and_where() -> None:
    (one,) = violations(shop(), schedule((0, 3, 0, 4)))
    assert str(one) == "overlap: 2, 1: share machine 1 from minute 3 to 4"


@pytest.mark.parametrize("seed", range(30))
def test_schedules_made_in_turn_are_sound_and_a_minute_less_is_not(seed: int) -> None:
    instance = random_instance(seed, operations=10, setup=seed % 2 == 0)
    random = np.random.default_rng(seed)
    machine = instance.option_machine[random.integers(instance.option_start[:-1], instance.option_start[1:])]
    made = in_turn(instance, instance.order, machine)
    assert violations(instance, made) == []
    # Each starts as early as can be behind what its machine has: none can start a minute earlier.
    for i in np.flatnonzero((made.start > 0) & (made.minutes > 0)).tolist():
        start = made.start.copy()
        start[i] -= 1
        assert violations(instance, replace(made, start=start))
