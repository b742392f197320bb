"""A plan.json comes back as the plan that was written; what is wrong with one is told in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sprue.files.workbook import write_plan
from sprue.files.workbook.plan_reading import read_plan
from sprue.planning.plan import Plan, Summary
from sprue.shop.clock import PlanClock
from sprue.shop.errors import UserMistake
from sprue.shop.shop import Shop
from tests.core.files.gantt.plans import plan_of, planned
from tests.core.planning.shops import op, shop_of

FIGURES = Summary(12.5, 3.0, 1, 0, 8.0, 2.5, 3, 0, 0, 0, 1.5, 7)


def running_and_waiting() -> tuple[Plan, Shop]:
    shop = shop_of(op("a", 270, 30), op("b", 60), op("c", 60))
    made = plan_of(
        planned("a", "A", ("s", 30, 60), ("r", 60, 240), ("r", 300, 390)),
        planned("b", "A", ("r", 0, 30), since=-120),
        planned("c", None, ("r", 0, 600)),
        summary=FIGURES,
    )
    return made, shop


def written(made: Plan, shop: Shop, folder: Path) -> Path:
    path = folder / "plan.json"
    write_plan(made, shop, path, why=lambda operation: f"why {operation}", unplaced=lambda one: one.operation)
    return path


def test_a_plan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made, shop = running_and_waiting()
    found = read_plan(written(made, shop, tmp_path), shop)
    assert found.plan == made
    assert found.why == {operation: f"why {operation}" for operation in made.operations}
    assert found.unplaced == {}


def test_the_clock_of_a_plan_that_begins_later_begins_with_its_first_work(tmp_path: Path) -> None:
    shop = shop_of(op("a", 60))
    made = plan_of(planned("a", "A", ("r", 300, 360)))
    found = read_plan(written(made, shop, tmp_path), shop).plan
    assert found.clock.origin == made.clock.at(300)
    assert found.operations == plan_of(planned("a", "A", ("r", 0, 60))).operations


def test_the_hour_that_clocks_show_twice_keeps_its_order(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    clock = PlanClock(datetime(2026, 10, 25, 1, 30, tzinfo=berlin), berlin)
    shop = shop_of(op("a", 60))
    shop = replace(shop, settings=replace(shop.settings, timezone="Europe/Berlin"))
    made = replace(plan_of(planned("a", "A", ("s", 0, 80), ("r", 80, 100))), clock=clock)
    path = written(made, shop, tmp_path)
    assert [s[1:] for s in json.loads(path.read_text("utf-8"))["operations"][0]["segments"]] == [
        ["2026-10-25 01:30", "2026-10-25 02:50"],
        ["2026-10-25 02:50", "2026-10-25 02:10"],
    ]
    assert read_plan(path, shop).plan.operations == made.operations


def changed(row: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """Sets cells of the first operation."""
    return lambda plan: plan["operations"][0].update(row)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (changed({"operation": "z"}), r"operation 1 \(z\) is not in the shop; give the workbook"),
        (changed({"operation": None}), "operation 1: operation is missing"),
        (changed({"operation": "b"}), r"operation 2 \(b\) is there twice"),
        (changed({"machine": "Z"}), r"operation 1 \(a\): Z is no machine of the shop"),
        (changed({"end": "tomorrow"}), r"operation 1 \(a\): 'tomorrow' must be such as"),
        (changed({"end": "2026-11-23 08:00"}), "2026-11-23 08:00 comes before 2026-11-23 09:00"),
        (changed({"run_start": 5}), r"operation 1 \(a\): run_start is missing"),
        (
            changed({"segments": [["rest", "2026-11-23 08:30", "2026-11-23 09:00"]]}),
            "segments must be such as",
        ),
        (changed({"segments": [["run", "2026-11-23 08:30"]]}), "segments must be such as"),
        (changed({"segments": [["run", "2026-11-23 08:30", "2026-11-23 23:00"]]}), "pass its start or end"),
        (lambda plan: plan.update(operations={}), "operations is no list"),
        (lambda plan: plan.update(summary=[]), "summary is no object"),
        (lambda plan: plan["summary"].update(late_molds="many"), "summary: late_molds is no number"),
        (lambda plan: plan.update(blocked=[5]), "blocked 1: operation is missing"),
        (lambda plan: plan["operations"].append(5), "operation 4 is no object"),
        (lambda plan: plan.pop("operations"), "is no plan; make it by `sprue plan"),
        (lambda plan: plan.update(makespan=5), "is a schedule of `sprue solve`"),
    ],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], words: str
) -> None:
    made, shop = running_and_waiting()
    path = written(made, shop, tmp_path)
    found = json.loads(path.read_text("utf-8"))
    spoil(found)
    path.write_text(json.dumps(found), "utf-8")
    with pytest.raises(UserMistake, match=words):
        read_plan(path, shop)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is no JSON"),
        (b"\xff\xfe{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is no plan"),
        (b'{"operations": []}', None),
    ],
)
def test_a_file_that_is_no_plan_is_told(tmp_path: Path, data: bytes, words: str | None) -> None:
    _, shop = running_and_waiting()
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    if words is None:
        assert read_plan(path, shop).plan.operations == {}
        return
    with pytest.raises(UserMistake, match=words):
        read_plan(path, shop)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"can't be read: .*; name a plan\.json"):
        read_plan(tmp_path / "plan.json", shop_of())
