"""Sprue as a library: light to import, and the same figures as the command line."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import sprue
from sprue.cli.planning import plan as plan_command
from sprue.shop.errors import UserMistake
from sprue.shop.shop import Shop
from tests.core.files.gantt.pictures import bars, rows

HEAVY = ("numpy", "numba", "click", "django", "xlsxwriter", "python_calamine")


@pytest.fixture(scope="module")
def shop() -> Shop:
    return sprue.sample_shop(10, seed=2)


def loaded(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after `code`."""
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_import_loads_nothing_of_the_planner_or_the_workbook() -> None:
    found = loaded("import sprue; sprue.__version__")
    assert {name for name in found if name.split(".")[0] == "sprue"} == {"sprue"}
    assert found.isdisjoint(HEAVY)


def test_the_compiler_is_loaded_by_planning_and_by_nothing_else() -> None:
    assert loaded("import sprue; sprue.plan; sprue.gantt; sprue.late").isdisjoint(HEAVY)


def test_names_are_there_and_others_are_not() -> None:
    assert all(getattr(sprue, name) is not None for name in sprue.__all__)
    with pytest.raises(AttributeError, match="no attribute 'solve'"):
        sprue.solve  # type: ignore[attr-defined]  # noqa: B018  # the mistake


def test_the_library_plans_what_the_command_plans(shop: Shop, tmp_path: Path) -> None:
    book, out = tmp_path / "shop.xlsx", tmp_path / "plan.json"
    sprue.write_shop(shop, book)
    made = sprue.plan(sprue.read(book), iterations=20, seed=3, workers=1)
    options = ["--iterations", "20", "--seed", "3", "--workers", "2", "--out", str(out)]
    assert CliRunner().invoke(plan_command, [str(book), *options]).exit_code == 0
    told = json.loads(out.read_text("utf-8"))
    assert {**asdict(made.summary), "seconds": 0} == {**told["summary"], "seconds": 0}
    again = tmp_path / "again.json"
    sprue.write(made, shop, again)
    assert json.loads(again.read_text("utf-8"))["operations"] == told["operations"]


def test_a_shop_that_is_written_reads_back_equal(shop: Shop, tmp_path: Path) -> None:
    sprue.write_shop(shop, tmp_path / "shop.zip")
    assert sprue.read(tmp_path / "shop.zip") == shop


def test_progress_is_told_and_tries_have_an_end(shop: Shop) -> None:
    tries: list[int] = []
    made = sprue.plan(shop, iterations=8, progress=lambda now: tries.append(now.iterations))
    assert tries == sorted(tries)
    assert tries
    assert made.summary.planned > 0


def test_a_faulty_workbook_raises_with_all_its_faults(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    sprue.write_shop(shop, path)
    book = openpyxl.load_workbook(path)
    sheet = book["operations"]
    column = [cell.value for cell in sheet[1]].index("run_minutes") + 1
    for row in (2, 3):
        sheet.cell(row, column).value = -5
    book.save(path)
    with pytest.raises(sprue.FaultyWorkbook, match="2 faults in") as raised:
        sprue.read(path)
    assert [(fault.sheet, fault.row) for fault in raised.value.faults] == [
        ("operations", 2),
        ("operations", 3),
    ]
    assert isinstance(raised.value, UserMistake)


def test_late_promises_are_counted_in_the_figures_and_say_why() -> None:
    made = sprue.plan(sprue.sample_shop(10, seed=2, load=2.5), iterations=0)
    loaded_shop = sprue.sample_shop(10, seed=2, load=2.5)
    late = sprue.late(made, loaded_shop)
    assert len({promise.mold for promise in late}) == made.summary.late_molds > 0
    assert [p.hours_late for p in late] == sorted((p.hours_late for p in late), reverse=True)
    assert all(promise.last and sprue.why(made, loaded_shop, promise.last) for promise in late)
    with pytest.raises(UserMistake, match="nothing is not in the plan"):
        sprue.why(made, loaded_shop, "nothing")


def test_a_plan_compared_with_itself_has_not_changed(shop: Shop) -> None:
    made = sprue.plan(shop, iterations=0)
    same = sprue.compare(made, made, shop)
    assert (same.moved, same.rehomed, same.added, same.dropped) == (0, 0, 0, 0)


def test_a_notebook_shows_the_picture_and_it_can_be_saved(shop: Shop, tmp_path: Path) -> None:
    made = sprue.plan(shop, iterations=0)
    picture = sprue.gantt(made, shop, rows="mold")
    assert picture._repr_svg_() == picture
    picture.save(tmp_path / "plan.svg")
    assert (tmp_path / "plan.svg").read_text("utf-8") == picture
    assert set(rows(picture)) <= set(shop.molds)
    name, bar = next(iter(bars(picture).items()))
    assert bar.lines[-1] == sprue.why(made, shop, name)
    with pytest.raises(UserMistake, match="rows are by machine, mold, part, not person"):
        sprue.gantt(made, shop, rows="person")


def test_the_library_tells_why_and_what_if() -> None:
    shop = sprue.sample_shop(10, seed=4, load=2.0)
    made = sprue.plan(shop, iterations=8)
    first = sprue.late(made, shop)[0]
    chain = sprue.why_late(made, shop, first.mold, first.milestone)
    assert (chain.end, chain.minutes_late) == (first.end, first.minutes_late)
    assert sum(link.minutes for link in chain.links) == first.end
    best = sprue.counter_moves(made, shop, first.mold, first.milestone, iterations=6)[0]
    seen = sprue.what_if(made, shop, {"best": best.changes}, iterations=6, focus=[first.mold])
    [row] = seen.scenarios
    gained = row.weighted_tardiness_hours - seen.unchanged.weighted_tardiness_hours
    assert gained == best.effect.tardiness_hours
    with pytest.raises(UserMistake, match="a milestone is T1 or delivery, not T2"):
        sprue.why_late(made, shop, first.mold, "T2")
