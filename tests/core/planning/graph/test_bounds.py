"""No schedule is shorter than a bound, and where it can be told by hand the bound is what it should be."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.files.instances import read_instance
from sprue.planning.graph import bounds
from sprue.planning.graph.bounds import loaded, lower_bound, preempted
from sprue.planning.graph.instance import of_jobs
from tests.core.planning.graph.samples import random_instance, shortest

SHARED = Path(__file__).resolve().parents[5] / "shared" / "benchmarks"


def longs(*numbers: int) -> bounds.Longs:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_no_schedule_is_shorter(seed: int) -> None:
    instance = random_instance(seed, machines=1 + seed % 3, setup=seed % 4 == 0)
    assert lower_bound(instance) <= shortest(instance)


def test_the_longest_chain() -> None:
    assert lower_bound(of_jobs("chain", 2, [[[(0, 3)], [(1, 9), (0, 4)]], [[(1, 2)]]])) == 7


def test_the_load_of_a_machine_with_what_comes_before_and_after() -> None:
    jobs = [[[(1, 2)], [(0, 5)], [(1, 3)]], [[(1, 1)], [(0, 5)], [(1, 4)]]]
    assert lower_bound(of_jobs("machine", 2, jobs)) == 1 + 5 + 5 + 3


def test_the_load_of_a_pool() -> None:
    jobs = [[[(0, 4), (1, 4)]] for _ in range(5)] + [[[(2, 1), (1, 50)]]]
    assert lower_bound(of_jobs("pool", 3, jobs)) == 10


def test_pools_that_overlap_are_merged() -> None:
    jobs = [[[(0, 4), (1, 4)]]] * 3 + [[[(1, 4), (2, 4)]]] * 3
    assert lower_bound(of_jobs("pools", 4, jobs)) == 8


def test_the_weighted_load_of_machines_that_differ() -> None:
    """Machine 1 takes thrice as long: three of four are made on machine 0; equal ones would take 6."""
    jobs = [[[(0, 3), (1, 9)]]] * 4
    assert lower_bound(of_jobs("unlike", 2, jobs)) == 9


def test_heads_that_are_known_from_elsewhere_count() -> None:
    instance = of_jobs("one", 1, [[[(0, 3)]], [[(0, 4)]]])
    assert lower_bound(instance) == 7
    assert lower_bound(instance, longs(5, 6)) == 12


def test_an_empty_shop_takes_no_time() -> None:
    assert lower_bound(of_jobs("empty", 1, [])) == 0


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=7),
    st.integers(1, 3),
)
def test_the_preemptive_schedule_is_the_largest_bound_of_all_parts(
    operations: list[tuple[int, int, int]], machines: int
) -> None:
    """Of one machine; Carlier (1982), proposition 1."""
    head, minutes, tail = np.array(operations, dtype=np.int64).T
    best = 0
    for chosen in range(1, 2 ** len(operations)):
        part = [i for i in range(len(operations)) if chosen >> i & 1]
        best = max(best, int(head[part].min() + minutes[part].sum() + tail[part].min()))
    assert preempted(head, minutes, tail) == best
    assert loaded(head, minutes, tail) <= best
    assert loaded(head, minutes, tail, machines) <= best


def test_few_pools_are_looked_at_where_merging_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_POOLS", 3)
    jobs = [[[(m, 4), (m + 1, 4)]] for m in range(20)]
    assert lower_bound(of_jobs("many", 21, jobs)) == 4


@pytest.mark.skipif(not SHARED.exists(), reason="the public instances are not beside the project")
@pytest.mark.parametrize(
    "folder",
    ["jsp_la", "jsp_orb", "fjsp_brandimarte", "fjsp_hurink_edata", "fjsp_hurink_vdata", "fjsp_fattahi"],
)
def test_no_bound_passes_what_others_have_found(folder: str) -> None:
    with (SHARED / "best_known.csv").open(encoding="utf-8", newline="") as file:
        known = {r["instance"]: int(r["upper_bound"]) for r in csv.DictReader(file) if r["set"] == folder}
    for path in sorted((SHARED / folder).iterdir()):
        assert lower_bound(read_instance(path)) <= known[path.stem], path.stem
