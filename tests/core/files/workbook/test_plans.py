import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sprue.files.workbook import write_plan
from sprue.planning.plan import Hindrance, Phase, Plan, PlannedOperation, Segment, Summary, Unplaced
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.shop import Shop
from tests.core.files.workbook.books import NOW, SHANGHAI, SMALL, read_book

PLAN = Plan(
    PlanClock(NOW, SHANGHAI),
    {
        OperationId("O1"): PlannedOperation(
            OperationId("O1"),
            MachineId("M1"),
            0,
            20,
            360,
            (Segment(Phase.SETUP, 0, 20), Segment(Phase.RUN, 20, 240), Segment(Phase.RUN, 300, 360)),
            slack=15,
        )
    },
    blocked=(Unplaced(OperationId("O2"), Hindrance.HELD),),
    unplannable=(Unplaced(OperationId("O3"), Hindrance.NO_MACHINE),),
    summary=Summary(weighted_tardiness_hours=1.5, planned=1, blocked=1, unplannable=1, seed=7),
)
TITLES = ["operation", "mold", "part", "machine", "setup_start", "run_start", "end", "slack_minutes", "why"]
ROW = [
    "O1",
    "2601",
    "2601-1",
    "M1",
    "2026-03-09 08:00",
    "2026-03-09 08:20",
    "2026-03-09 14:00",
    "15",
    "first",
]


def shop() -> Shop:
    found = read_book(SMALL).shop
    assert found is not None
    return found


def write(path: Path, language: str = "en") -> None:
    why = {OperationId("O1"): "first"}
    write_plan(PLAN, shop(), path, why=why, unplaced=lambda u: u.hindrance.value, language=language)


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_json_is_the_object_of_the_format(tmp_path: Path) -> None:
    write(tmp_path / "plan.json")

    assert json.loads((tmp_path / "plan.json").read_text("utf-8")) == {
        "summary": {
            "weighted_tardiness_hours": 1.5,
            "lower_bound_hours": 0.0,
            "late_molds": 0,
            "molds_without_date": 0,
            "flow_hours": 0.0,
            "unattended_hours": 0.0,
            "planned": 1,
            "blocked": 1,
            "unplannable": 1,
            "pins_moved": 0,
            "seconds": 0.0,
            "seed": 7,
        },
        "operations": [
            {
                "operation": "O1",
                "machine": "M1",
                "setup_start": "2026-03-09 08:00",
                "run_start": "2026-03-09 08:20",
                "end": "2026-03-09 14:00",
                "segments": [
                    ["setup", "2026-03-09 08:00", "2026-03-09 08:20"],
                    ["run", "2026-03-09 08:20", "2026-03-09 12:00"],
                    ["run", "2026-03-09 13:00", "2026-03-09 14:00"],
                ],
                "why": "first",
            }
        ],
        "blocked": [{"operation": "O2", "reason": "held"}],
        "unplannable": [{"operation": "O3", "reason": "no_machine"}],
    }


@pytest.mark.parametrize(("name", "plan"), [("plan.csv", "plan.csv"), ("out", "out/plan.csv")])
def test_csv_has_a_file_for_each_sheet(name: str, plan: str, tmp_path: Path) -> None:
    write(tmp_path / name)
    folder = (tmp_path / plan).parent

    assert rows(tmp_path / plan) == [TITLES, ROW]
    assert rows(folder / "blocked.csv") == [["operation", "reason"], ["O2", "held"]]
    assert rows(folder / "unplannable.csv") == [["operation", "reason"], ["O3", "no_machine"]]
    assert rows(folder / "summary.csv")[1] == [
        "weighted_tardiness_hours",
        "1.5",
        "weight × hours late, of all molds",
    ]


def test_excel_has_four_sheets(tmp_path: Path) -> None:
    write(tmp_path / "plan.xlsx", "zh-hans")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")

    assert book.sheetnames == ["plan", "summary", "blocked", "unplannable"]
    assert [[cell.value for cell in row] for row in book["plan"].iter_rows()] == [
        TITLES,
        [
            *ROW[:4],
            datetime.fromisoformat(ROW[4]),
            datetime.fromisoformat(ROW[5]),
            datetime.fromisoformat(ROW[6]),
            15,
            "first",
        ],
    ]
    assert book["summary"]["C2"].value == "加权拖期（小时）"
