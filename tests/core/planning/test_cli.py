"""`sprue plan`, as a user calls it."""

import json
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Thread
from time import sleep

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sprue.cli.planning import plan, progress_line
from sprue.files import workbook
from sprue.planning.solve import Progress
from sprue.sample import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.routing import Status
from sprue.shop.shop import Shop
from tests.core.planning.shops import op, shop_of


def small() -> Shop:
    return shop_of(op("a", 300, 30), op("a2", 60, step=Decimal(20)), op("b", 60, status=Status.HELD))


def saved(folder: Path) -> Path:
    path = folder / "shop.xlsx"
    workbook.write_shop(small(), path)
    return path


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(plan, [str(a) for a in arguments])


def test_a_plan_is_written_as_one_json_object(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    result = call(saved(tmp_path), "--out", out, "--iterations", "4")
    assert result.exit_code == 0, result.output
    made = json.loads(out.read_text(encoding="utf-8"))
    assert set(made) == {"summary", "operations", "blocked", "unplannable"}
    first = next(o for o in made["operations"] if o["operation"] == "a")
    assert {k: first[k] for k in ("machine", "setup_start", "run_start", "end", "segments")} == {
        "machine": "A",
        "setup_start": "2026-11-23 08:00",
        "run_start": "2026-11-23 08:30",
        "end": "2026-11-23 14:30",
        "segments": [
            ["setup", "2026-11-23 08:00", "2026-11-23 08:30"],
            ["run", "2026-11-23 08:30", "2026-11-23 12:00"],
            ["run", "2026-11-23 13:00", "2026-11-23 14:30"],
        ],
    }
    assert [o["operation"] for o in made["blocked"]] == ["b"]
    assert (made["summary"]["planned"], made["summary"]["blocked"]) == (2, 1)
    assert "2 planned, 1 blocked, 0 unplannable" in result.output


def test_a_plan_is_written_as_a_workbook(tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert call(saved(tmp_path), "--out", out, "--iterations", "0").exit_code == 0
    assert openpyxl.load_workbook(out).sheetnames == ["plan", "summary", "blocked", "unplannable"]


def test_a_plan_is_written_as_csv(tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    assert call(saved(tmp_path), "--out", out, "--iterations", "0").exit_code == 0
    assert (out if out.is_file() else out / "plan.csv").read_text(encoding="utf-8-sig").count("\n") >= 3


def test_it_plans_from_the_moment_that_is_given(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    call(saved(tmp_path), "--out", out, "--iterations", "0", "--now", "2026-11-24 09:00")
    made = json.loads(out.read_text(encoding="utf-8"))
    assert min(o["setup_start"] for o in made["operations"]) == "2026-11-24 09:00"


def test_a_faulty_workbook_writes_nothing_and_names_each_fault(tmp_path: Path) -> None:
    path = saved(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["operations"]
    titles = [cell.value for cell in sheet[1]]
    column = next(i for i, title in enumerate(titles) if title in ("run_minutes", "加工分钟"))
    sheet.cell(2, column + 1).value = -5
    book.save(path)
    result = call(path, "--out", tmp_path / "plan.json")
    assert result.exit_code == 2
    assert "row 2" in result.output
    assert "'-5': must be 0 or more" in result.output
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--out", "plan.txt"), "must end in"), (("--now", "tomorrow"), "must be such as")],
)
def test_a_mistake_is_told_in_words(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = call(saved(tmp_path), *arguments)
    assert isinstance(result.exception, UserMistake)
    assert words in str(result.exception)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as at a terminal: a process begun in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_once_it_may_be() -> None:
    """Ctrl-C a second after the search began to listen for it."""
    while signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        sleep(0.05)
    sleep(1.0)
    signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_search_and_keeps_the_best_plan(tmp_path: Path) -> None:
    shop, out = tmp_path / "shop.xlsx", tmp_path / "plan.json"
    workbook.write_shop(make_shop(30, 1, load=2.0), shop)
    Thread(target=press_once_it_may_be, daemon=True).start()
    result = call(shop, "--out", out, "--seconds", "600")
    assert result.exit_code == 0, result.output
    assert "Ctrl-C again gives the plan up" in result.output
    made = json.loads(out.read_text(encoding="utf-8"))
    assert len(made["operations"]) == made["summary"]["planned"] > 1000
    assert made["summary"]["seconds"] < 600


def test_progress_tells_objective_bound_gap_and_speed() -> None:
    line = progress_line(Progress(iterations=500, value=1200.0, bound=900.0, seconds=10.0))
    assert line == "  10.0 s  objective 1,200.0 h, at least 900.0 h, gap 25.0 %, 50 plans/s"
    assert progress_line(Progress(1, 0.0, 0.0, 0.0)).endswith("no gap, 0 plans/s")
