"""The commands for a real shop's history, as a user calls them."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sprue.cli.log import figures, import_log, replay
from sprue.shop.errors import UserMistake
from tests.core.files.event_log.logs import line, write


def history(folder: Path) -> Path:
    log = write(
        folder / "log.csv",
        line(order="W1", kind="S", pieces="0"),
        line(order="W1", start="2012/01/02 10:00:00", end="2012/01/02 15:00:00"),
        line(order="W1", start="2012/01/02 10:00:00", end="2012/01/02 15:00:00"),
        line(order="W2", start="2012/01/03 08:00:00", end="2012/01/03 15:00:00", rejected="1"),
        line(order="W2", start="2012/01/04 08:00:00", end="2012/01/04 12:00:00"),
        line(order="W3", start="nonsense"),
    )
    result = CliRunner().invoke(import_log, [str(log), "--data", str(folder / "data")])
    assert result.exit_code == 0, result.output
    assert "6 rows: 4 used, 2 left out" in result.output
    return folder / "data"


def test_each_row_of_the_log_has_its_verdict(tmp_path: Path) -> None:
    data = history(tmp_path)
    with (data / "log-rows.csv").open(encoding="utf-8-sig", newline="") as file:
        verdicts = {row["row"]: row["verdict"] for row in csv.DictReader(file)}
    assert verdicts == {
        "2": "used",
        "3": "used",
        "4": "left out: says the same as an earlier row",
        "5": "used",
        "6": "used",
        "7": "left out: row 7 start 'nonsense': must be a date-time such as 2012/01/02 07:00:00",
    }


def test_figures_are_shown_as_tables_and_as_json(tmp_path: Path) -> None:
    data = history(tmp_path)
    table = CliRunner().invoke(figures, ["--data", str(data)])
    assert "reported 18 h, setup 11.1 %" in table.output
    found = json.loads(CliRunner().invoke(figures, ["--data", str(data), "--json"]).output)
    assert [(m["name"], m["reported"]) for m in found["machines"]] == [("Machine 4 - Turning", 18.0)]
    assert [(o["mold"], o.get("rejected", 0)) for o in found["orders"]] == [("W1", 0), ("W2", 1)]


def test_a_replay_outside_the_log_says_which_days_it_has(tmp_path: Path) -> None:
    data = history(tmp_path)
    with pytest.raises(UserMistake, match="between 2012-01-02 and 2012-01-04"):
        CliRunner().invoke(replay, ["--data", str(data), "--as-of", "2013-01-01"], catch_exceptions=False)
