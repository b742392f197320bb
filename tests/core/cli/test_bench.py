"""`sprue bench`, as a user calls it."""

import csv
import shlex
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sprue.bench.measuring import Measurement
from sprue.bench.rows import read_rows
from sprue.bench.sets import SAMPLE
from sprue.cli import benching
from sprue.cli.benching import STOPPED, bench
from sprue.shop.errors import UserMistake
from tests.core.bench.samples import Quick, instances, interrupt, overlap
from tests.core.files.test_instances import FJSP, JSP, saved

COLUMNS = (
    "set,instance,solver,version,seconds,makespan,bound,best_lower,best_upper,above,first_seconds,peak_mib,"
    "commit,date"
)
PEERS = [peer for peer, needed in (("cpsat", "ortools"), ("pyjobshop", "pyjobshop")) if find_spec(needed)]


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(bench, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return instances(tmp_path / "instances")


def use(worker: Quick, monkeypatch: pytest.MonkeyPatch) -> Quick:
    monkeypatch.setattr(benching, "Measurement", partial(Measurement, worker=worker))
    return worker


def mistake(*arguments: str | Path) -> str:
    result = call(*arguments)
    assert isinstance(result.exception, UserMistake), result.output
    return str(result.exception)


@pytest.mark.slow
def test_all_solvers_that_are_there_are_measured_and_judged(tmp_path: Path, folder: Path) -> None:
    pytest.importorskip("sprue.planning.graph.solve")
    asked = ("ta21-50", "--only", "ta21", "--seconds", "1", "--peers", ",".join(PEERS))
    result = call(*asked, "--instances", folder, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    with (tmp_path / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
        assert file.readline().strip() == COLUMNS
        rows = list(csv.DictReader(file, COLUMNS.split(",")))
    assert [row["solver"] for row in rows] == ["dispatch", "sprue", *PEERS]
    assert [(row["makespan"], row["above"]) for row in rows[1:]] == [("6", "0.00")] * (1 + len(PEERS))
    assert all(float(row["peak_mib"]) > 10 and float(row["first_seconds"]) >= 0 for row in rows)
    page = (tmp_path / "benchmarks.md").read_text("utf-8")
    assert "| [ta21-50](#ta21-50-1-s) | 1 | 1 | 0.00 % (1/1) |" in page
    again = call(*asked, "--instances", folder, "--out", tmp_path)
    assert "all runs have their rows" in again.output


def test_without_a_set_the_sets_are_listed(folder: Path) -> None:
    result = call("--instances", folder)
    assert "ta21-50             3   jsp_ta\n" in result.output
    assert "sdst                0   fjsp_sdst_fattahi\n" in result.output


def test_single_files_are_compared_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    use(Quick(), monkeypatch)
    one, other = saved(tmp_path, JSP, "a.txt"), saved(tmp_path, JSP, "b.txt")
    result = call("a.txt", "b.txt", "--seconds", "1")
    assert result.exit_code == 0, result.output
    assert "instance  our bound  Sprue       its first schedule\n" in result.output
    assert "a.txt     5          6 (0.00 %)  6 (0.00 %)\n" in result.output
    assert sorted(tmp_path.iterdir()) == [one, other]


def test_a_broken_schedule_stands_as_broken_in_table_and_page(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Quick({2: overlap}), monkeypatch)
    result = call("ta21-50", "--only", "ta21", "--instances", folder, "--out", tmp_path)
    assert "ta21-50 ta21 sprue: broken\n" in result.output
    assert [row.makespan for row in read_rows(tmp_path / "benchmarks.csv").values()] == ["6", "broken"]
    assert "| ta21 | 6 | 5 | broken | 6 (0.00 %) |" in (tmp_path / "benchmarks.md").read_text("utf-8")


def test_ctrl_c_keeps_the_rows_and_tells_the_command_that_goes_on(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Quick({4: interrupt}), monkeypatch)
    options = ("--seconds", "1.0", "--instances", folder, "--out", tmp_path)
    result = call("ta21-50", "--fresh", *options)
    assert result.exit_code == STOPPED
    assert len(read_rows(tmp_path / "benchmarks.csv")) == 3
    assert (tmp_path / "benchmarks.md").exists()
    told = result.output.strip().rpartition("go on with: ")[2]
    assert told == shlex.join(["sprue", "bench", "ta21-50", *map(str, options)])
    rest = use(Quick(), monkeypatch)
    call(*shlex.split(told)[2:])
    assert rest.ran == [("ta22", "sprue"), ("ta30", "dispatch"), ("ta30", "sprue")]


def test_the_sample_is_measured_into_a_table_of_its_own(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SAMPLE, "ta21-50", ("ta22",))
    worker = use(Quick(), monkeypatch)
    for _ in range(2):
        # Whole, it is measured anew.
        result = call("--accept", "--seconds", "1", "--instances", folder, "--out", tmp_path)
    assert worker.ran == [("ta22", solver) for solver in ("dispatch", "sprue", *PEERS)] * 2
    assert "mk09" in result.output
    assert (tmp_path / "benchmarks-accept.md").exists()
    assert not (tmp_path / "benchmarks.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ta99",), "ta99: neither a set nor a file; the sets are ta21-50, ta51-80"),
        (("ta21-50", "--peers", "gurobi"), "--peers gurobi: the peers are cpsat, pyjobshop"),
        (("ta21-50", "--only", "ta50"), "ta50: no instance of ta21-50"),
        (("behnke",), "behnke: no instances in "),
        (("--accept", "ta21-50"), "a set or file can't be asked for together with --accept"),
        (("--accept", "--peers", "cpsat"), "--peers can't be asked for together with --accept"),
    ],
)
def test_a_mistake_is_told_in_words(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in mistake(*arguments, "--instances", folder)


def test_files_take_no_options_of_sets_and_must_be_readable(tmp_path: Path, folder: Path) -> None:
    mine = saved(tmp_path, FJSP, "mine.fjs")
    assert "--out can't be asked for together with files" in mistake(mine, "--out", tmp_path)
    assert "can't be measured together" in mistake(mine, "ta21-50", "--instances", folder)
    assert "line 1" in mistake(saved(tmp_path, "no instance\n", "bad.txt"))


def test_an_empty_folder_tells_how_instances_are_laid_out(tmp_path: Path) -> None:
    assert "put them into folders by the name of their set" in mistake("--instances", tmp_path)
