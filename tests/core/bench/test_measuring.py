"""Rows are made where they are missing, kept at once, and true by the referee's word alone."""

from pathlib import Path

import pytest

from sprue.bench import measuring
from sprue.bench.measuring import Measurement, kept, kept_of_sample
from sprue.bench.rows import BROKEN, CSV, NONE, read_rows, write_rows
from sprue.bench.sets import Case, cases
from sprue.bench.solvers import Run
from tests.core.bench.samples import (
    MAKESPAN,
    Heard,
    Quick,
    fail,
    give_up,
    instances,
    interrupt,
    like,
    overlap,
)

RUNS = (Run("dispatch", "v1", 1.0, 2), Run("sprue", "v1", 1.0, 2), Run("cpsat", "p1", 1.0, 2))


@pytest.fixture
def found(tmp_path: Path) -> list[Case]:
    return list(cases(instances(tmp_path / "instances"), "ta21-50"))


def measured(found: list[Case], table: Path, worker: Quick, *, fresh: bool = False) -> Heard:
    heard = Heard()
    rows = kept(table, found, RUNS, fresh=fresh)
    Measurement(RUNS, heard, table, rows, worker).measure(found)
    return heard


def test_each_run_has_its_row_and_none_is_made_twice(tmp_path: Path, found: list[Case]) -> None:
    first, second = Quick(), Quick()
    heard = measured(found, tmp_path / CSV, first)
    assert first.ran == [(case.name, run.solver) for case in found for run in RUNS]
    assert heard.expected == len(heard.rows) == 9
    assert list(read_rows(tmp_path / CSV).values()) == heard.rows
    before = (tmp_path / CSV).read_bytes()
    assert measured(found, tmp_path / CSV, second).expected == 0
    assert second.ran == []
    assert (tmp_path / CSV).read_bytes() == before


def test_a_row_tells_what_came_of_its_run(tmp_path: Path, found: list[Case]) -> None:
    row = measured(found[2:], tmp_path / CSV, Quick()).rows[1]
    assert row.key == ("ta21-50", "ta30", "sprue", "1", "v1")
    assert (row.makespan, row.bound, row.first_seconds, row.peak_mib) == (str(MAKESPAN), "5", "0.25", "100")
    # Only a lower bound of 5 is known, and 6 is a fifth more.
    assert (row.best_lower, row.best_upper, row.above) == ("5", "", "20.00")


def test_cpsat_has_its_horizon_from_our_first_schedule(tmp_path: Path, found: list[Case]) -> None:
    worker = Quick()
    measured(found[:1], tmp_path / CSV, worker)
    assert [task.horizon for task in worker.tasks] == [0, MAKESPAN, MAKESPAN]


def test_a_schedule_that_breaks_a_rule_is_a_broken_one(tmp_path: Path, found: list[Case]) -> None:
    heard = measured(found[:1], tmp_path / CSV, Quick({2: overlap}))
    assert [row.makespan for row in heard.rows] == [str(MAKESPAN), BROKEN, str(MAKESPAN)]
    assert heard.rows[1].above == ""
    assert heard.said == ["ta21: overlap: 2, 1: share machine 1 from minute 3 to 4"]


@pytest.mark.parametrize(("trouble", "said"), [(give_up, []), (fail, ["ta21: cpsat failed: out of memory"])])
def test_no_schedule_in_time_is_a_row_too(
    tmp_path: Path, found: list[Case], trouble: object, said: list[str]
) -> None:
    assert callable(trouble)
    heard = measured(found[:1], tmp_path / CSV, Quick({3: trouble}))
    assert (heard.rows[2].makespan, heard.rows[2].peak_mib, heard.said) == (NONE, "", said)


def test_what_is_stopped_goes_on_where_it_stopped(tmp_path: Path, found: list[Case]) -> None:
    with pytest.raises(KeyboardInterrupt):
        measured(found, tmp_path / CSV, Quick({5: interrupt}))
    assert len(read_rows(tmp_path / CSV)) == 4
    rest = Quick()
    measured(found, tmp_path / CSV, rest)
    assert rest.ran == [(case.name, run.solver) for case in found for run in RUNS][4:]


def test_fresh_runs_are_made_again_and_others_stay(tmp_path: Path, found: list[Case]) -> None:
    measured(found, tmp_path / CSV, Quick())
    with pytest.raises(KeyboardInterrupt):
        measured(found[:1], tmp_path / CSV, Quick({2: interrupt}), fresh=True)
    assert len(read_rows(tmp_path / CSV)) == 7
    rest = Quick()
    measured(found[:1], tmp_path / CSV, rest)
    assert rest.ran == [("ta21", "sprue"), ("ta21", "cpsat")]
    assert len(read_rows(tmp_path / CSV)) == 9


def test_a_sample_goes_on_while_nothing_is_committed_and_else_begins_anew(
    tmp_path: Path, found: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "commit_of", lambda: "1234567")
    table = tmp_path / CSV
    whole = [
        like(set=run.key(case)[0], instance=case.name, solver=run.solver, version=run.version, seconds="1")
        for case in found
        for run in RUNS
    ]
    stranger = like(instance="ta50")
    write_rows([*whole[:4], stranger], table)
    assert list(kept_of_sample(table, found, RUNS, fresh=False).values()) == whole[:4]
    assert kept_of_sample(table, found, RUNS, fresh=True) == {}
    write_rows(whole, table)
    assert kept_of_sample(table, found, RUNS, fresh=False) == {}
    write_rows(whole[:4], table)
    monkeypatch.setattr(measuring, "commit_of", lambda: "7654321")
    assert kept_of_sample(table, found, RUNS, fresh=False) == {}
