"""Instances are found by set, with what is known of them."""

from pathlib import Path

import pytest

from sprue.bench.measuring import minutes
from sprue.bench.sets import SAMPLE, SETS, Case, cases, counted, natural, sampled, single
from sprue.bench.solvers import OURS, PEERS, Run
from sprue.cli.benching import bench
from sprue.shop.errors import UserMistake
from tests.core.bench.samples import instances


def test_a_set_holds_its_numbers_in_their_order_with_their_bounds(tmp_path: Path) -> None:
    folder = instances(tmp_path) / "jsp_ta"
    assert list(cases(tmp_path, "ta21-50")) == [
        Case("ta21-50", "ta21", folder / "ta21.txt", 6, 6),
        Case("ta21-50", "ta22", folder / "ta22.txt", None, None),
        Case("ta21-50", "ta30", folder / "ta30.txt", 5, None),
    ]


def test_each_set_tells_how_many_are_there(tmp_path: Path) -> None:
    assert counted(instances(tmp_path)) == {name: 3 if name == "ta21-50" else 0 for name in SETS}


def test_where_nothing_is_found_the_layout_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as told:
        counted(tmp_path)
    assert f"no instances in {tmp_path}" in str(told.value)
    assert str(tmp_path / "jsp_ta" / "ta21.txt") in str(told.value)
    assert all(chosen.folder in str(told.value) for chosen in SETS.values())


def test_the_sample_is_of_the_sets(tmp_path: Path) -> None:
    assert set(SAMPLE) <= set(SETS)
    assert all(SETS[name].holds(instance) for name, chosen in SAMPLE.items() for instance in chosen)
    chosen = [name for name in ("ta21", "ta22", "ta30") if name in SAMPLE["ta21-50"]]
    assert [case.name for case in sampled(instances(tmp_path))] == chosen


def test_the_sample_with_all_peers_takes_at_most_ninety_minutes() -> None:
    seconds = next(option.default for option in bench.params if option.name == "seconds")
    assert isinstance(seconds, float)
    solvers = [Run(solver, "", seconds, 2) for solver in (*OURS, *PEERS)]
    size = sum(len(chosen) for chosen in SAMPLE.values())
    assert minutes(solvers * size) == size * (1 + len(PEERS)) * seconds / 60 <= 90


def test_single_files_are_called_by_their_paths_once(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"
    assert [case.name for case in single((one, other, one))] == [str(one), str(other)]


def test_numbers_in_names_are_ordered_as_numbers() -> None:
    assert sorted(["ta10", "ta9", "la1"], key=natural) == ["la1", "ta9", "ta10"]
