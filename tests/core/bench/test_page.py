"""The page and the table of the terminal say what the rows say."""

from pathlib import Path

import pytest

from sprue.bench.page import plain_table, sheets, write_page
from sprue.bench.rows import BROKEN, CSV, NONE, SAMPLE_CSV, read_rows, with_workers, write_rows
from sprue.shop.errors import UserMistake
from tests.core.bench.samples import ROW, like

PEER = like(solver="cpsat", version="ortools 9", makespan="1642", above="0.00", bound="1642", peak_mib="200")


def test_the_page_holds_means_and_single_results(tmp_path: Path) -> None:
    broken = like(instance="ta22", makespan=BROKEN, above="", best_lower="", best_upper="")
    none = like(PEER, instance="ta22", makespan=NONE, above="", best_lower="", best_upper="", peak_mib="")
    text = write_page([ROW, PEER, broken, none], tmp_path / CSV).read_text("utf-8")
    assert text.startswith("# Public benchmarks\n\nMade by `sprue bench` on ")
    assert "| [ta21-50](#ta21-50-60-s) | 2 | 60 | 3.53 % (1/2) | – | 0.00 % (1/2) | – |" in text
    assert "| ta21 | 1642 | 1500 | 1700 (3.53 %) | 1642 (0.00 %) | 0.01 · 0.01 | 100 · 200 |" in text
    assert "| ta22 | – | 1500 | broken | none | 0.01 · 0.01 | 100 · – |" in text
    assert "CP-SAT ortools 9 (1234567); Sprue 0.1.0+abc (1234567)" in text


def test_better_than_the_world_knows_is_bold(tmp_path: Path) -> None:
    text = write_page([like(makespan="1600", above="-2.56")], tmp_path / CSV).read_text("utf-8")
    assert "**1600 (-2.56 %)**" in text


def test_the_page_of_the_sample_names_its_command(tmp_path: Path) -> None:
    page = write_page([ROW], tmp_path / SAMPLE_CSV)
    assert page == tmp_path / "benchmarks-accept.md"
    assert "Made by `sprue bench --accept` on " in page.read_text("utf-8")


def test_of_each_solver_the_newest_version_is_shown() -> None:
    newer = like(version="0.1.0+def", makespan="1650", date="2026-11-02")
    [sheet] = sheets([newer, ROW, PEER])
    assert sheet.runs == {"ta21": {"sprue": newer, "cpsat": PEER}}


def test_other_workers_have_a_table_of_their_own(tmp_path: Path) -> None:
    four = like(version=with_workers(ROW.version, 4), makespan="1660", date="2026-11-02")
    usual, other = sheets([four, ROW])
    assert (usual.runs["ta21"], other.runs["ta21"]) == ({"sprue": ROW}, {"sprue": four})
    text = write_page([four, ROW], tmp_path / CSV).read_text("utf-8")
    assert "| [ta21-50](#ta21-50-60-s-4-workers) | 1 | 60, 4 workers |" in text
    assert "## ta21-50, 60 s, 4 workers\n" in text


def test_single_files_are_held_against_the_best_of_their_table() -> None:
    unknown = like(set="", instance="mine.fjs", best_lower="", best_upper="", above="")
    peer = like(PEER, set="", instance="mine.fjs", best_lower="", best_upper="", above="")
    assert plain_table([unknown, peer]).splitlines() == [
        "instance  our bound  Sprue          CP-SAT",
        "mine.fjs  1500       1700 (3.53 %)  1642 (0.00 %)",
        "in 60 s; % above the best of the table",
    ]


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    table = tmp_path / "new" / CSV
    write_rows([ROW, PEER], table)
    assert read_rows(table) == {ROW.key: ROW, PEER.key: PEER}
    assert read_rows(tmp_path / CSV) == {}


def test_another_table_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / CSV).write_text("name,price\n", "utf-8")
    with pytest.raises(UserMistake, match="is no table of benchmarks"):
        read_rows(tmp_path / CSV)
