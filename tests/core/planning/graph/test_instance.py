"""An instance checks itself when it is made."""

from typing import Any

import numpy as np
import pytest

from sprue.planning.graph.instance import Instance, NotAnInstance, of_jobs, turned
from sprue.planning.graph.schedule import minutes_on
from tests.core.planning.graph.samples import random_instance


def parts(**changed: Any) -> dict[str, Any]:
    """Fields of a sound instance: 0 before 1, each on both machines; `changed` as lists."""
    fields = {
        "job": [0, 0],
        "index": [0, 1],
        "before_start": [0, 0, 1],
        "before": [0],
        "option_start": [0, 2, 4],
        "option_machine": [0, 1, 0, 1],
        "option_minutes": [3, 4, 5, 6],
    } | changed
    return {name: np.array(values, dtype=np.int32) for name, values in fields.items()}


def test_chains_are_made_of_jobs() -> None:
    instance = of_jobs("two", 2, [[[(0, 3)], [(1, 2), (0, 9)]], [[(1, 4)]]])
    assert instance.size == 3
    assert (instance.job.tolist(), instance.index.tolist()) == ([0, 0, 1], [0, 1, 0])
    assert (instance.before_start.tolist(), instance.before.tolist()) == ([0, 0, 1, 1], [0])
    assert (instance.after_start.tolist(), instance.after.tolist()) == ([0, 1, 1, 1], [1])
    assert instance.option_start.tolist() == [0, 1, 3, 4]


def test_it_is_fixed_when_machines_and_chains_leave_no_choice() -> None:
    assert of_jobs("jsp", 2, [[[(0, 3)], [(1, 2)]]]).fixed
    assert not of_jobs("fjsp", 2, [[[(0, 3), (1, 3)]]]).fixed
    assert not of_jobs("setup", 1, [[[(0, 3)]]], np.zeros((1, 1, 1), dtype=np.int32)).fixed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"before_start": [0, 1]}, "precedence lists"),
        ({"option_start": [0, 2, 3]}, "option lists"),
        ({"option_start": [0, 4, 4]}, "operation 1 has no machine"),
        ({"before": [2]}, "waits for one that does not exist"),
        ({"option_machine": [0, 1, 0, 2]}, "not among the 2"),
        ({"option_machine": [0, 1, 0, -1]}, "not among the 2"),
        ({"option_minutes": [3, 4, 5, -6]}, "minutes are negative"),
        ({"before": [1]}, "circle"),
        ({"before_start": [0, 1, 2], "before": [1, 0]}, "circle"),
    ],
)
def test_numbers_that_make_no_shop_are_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(NotAnInstance, match=words):
        Instance(name="wrong", machines=2, **parts(**changed))


def test_setup_times_must_fit() -> None:
    with pytest.raises(NotAnInstance, match="setup times have shape"):
        Instance(name="wrong", machines=2, setup=np.zeros((2, 1, 1), dtype=np.int32), **parts())


@pytest.mark.parametrize("seed", range(20))
def test_the_order_keeps_every_precedence(seed: int) -> None:
    instance = random_instance(seed, operations=12)
    place = np.argsort(instance.order)
    after = np.repeat(np.arange(12), np.diff(instance.before_start))
    assert sorted(instance.order.tolist()) == list(range(12))
    assert (place[instance.before] < place[after]).all()


@pytest.mark.parametrize("seed", range(20))
def test_after_is_before_turned(seed: int) -> None:
    instance = random_instance(seed, operations=12)
    start, items = turned(instance.after_start, instance.after, 12)
    assert (start.tolist(), items.tolist()) == (instance.before_start.tolist(), instance.before.tolist())


def test_minutes_depend_on_the_machine() -> None:
    instance = Instance(name="two", machines=2, **parts())
    machine = np.array([1, 7], dtype=np.int32)
    assert minutes_on(instance, machine).tolist() == [4, -1]
