"""Writes a plan as the contract says: .xlsx, .json, .csv, or a folder of CSV files."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.planning.plan import Plan, PlannedOperation, Unplaced
from sprue.shop.errors import OutsideFailure
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

Why = Callable[[OperationId], str] | Mapping[OperationId, str]

_TITLES = ("operation", "mold", "part", "machine", "setup_start", "run_start", "end", "slack_minutes", "why")
#: Figure of the summary → what it means, in English and Chinese.
_MEANINGS = {
    "weighted_tardiness_hours": ("weight × hours late, of all molds", "加权拖期（小时）"),
    "lower_bound_hours": ("no plan can be below it", "任何计划都不会低于此值"),
    "late_molds": ("molds with a late T1 or delivery", "T1 或交付拖期的模具"),
    "molds_without_date": ("molds whose T1 or delivery has no date", "T1 或交付无日期的模具"),
    "flow_hours": ("hours the parts take, added up", "零件流转时间合计（小时）"),
    "unattended_hours": ("hours run with nobody there", "无人值守加工（小时）"),
    "planned": ("operations planned", "已排工序"),
    "blocked": ("operations that wait for something without a date", "受阻工序"),
    "unplannable": ("operations that no machine or person can do", "无法排程的工序"),
    "pins_moved": ("pinned starts that had to move", "被推迟的锁定开工"),
    "seconds": ("seconds of planning", "排程用时（秒）"),
    "seed": ("seed of the search", "随机种子"),
}
_SHEETS = ("plan", "summary", "blocked", "unplannable")


def write_plan(  # a plan, its shop, its texts: all by name
    plan: Plan,
    shop: Shop,
    path: Path,
    *,
    why: Why,
    unplaced: Callable[[Unplaced], str],
    language: str = "en",
) -> None:
    """Write `plan` as .xlsx, .json, .csv (other sheets: files beside it), or into a folder by any other name.

    `why` says what keeps an operation from starting earlier, `unplaced` why one has no place, both in
    `language`. Column names are always the format's. OutsideFailure when it can't be written.
    """
    reason = why if callable(why) else lambda operation: why.get(operation, "")
    match path.suffix.lower():
        case ".json":
            _write_json(plan_object(plan, reason, unplaced), path)
        case ".csv":
            for sheet in plan_sheets(plan, shop, (reason, unplaced), language):
                _write_csv(sheet, path if sheet.name == _SHEETS[0] else path.with_name(f"{sheet.name}.csv"))
        case _:
            sinks.write_sheets(plan_sheets(plan, shop, (reason, unplaced), language), path)


def plan_object(
    plan: Plan, why: Callable[[OperationId], str], unplaced: Callable[[Unplaced], str]
) -> dict[str, Any]:
    """The one object of the JSON form; date-times are local `YYYY-MM-DD HH:MM`."""

    def at(minute: int) -> str:
        return f"{plan.clock.at(minute):%Y-%m-%d %H:%M}"

    def row(planned: PlannedOperation) -> dict[str, Any]:
        return {
            "operation": planned.operation,
            "machine": planned.machine,
            "setup_start": at(planned.setup_start),
            "run_start": at(planned.run_start),
            "end": at(planned.end),
            "segments": [[s.phase.value, at(s.start), at(s.end)] for s in planned.segments],
            "why": why(planned.operation),
        }

    def left(rows: tuple[Unplaced, ...]) -> list[dict[str, str]]:
        return [{"operation": one.operation, "reason": unplaced(one)} for one in rows]

    return {
        "summary": asdict(plan.summary),
        "operations": [row(planned) for planned in plan.operations.values()],
        "blocked": left(plan.blocked),
        "unplannable": left(plan.unplannable),
    }


def plan_sheets(
    plan: Plan,
    shop: Shop,
    texts: tuple[Callable[[OperationId], str], Callable[[Unplaced], str]],
    language: str,
) -> list[sinks.Sheet]:
    """The sheets plan, summary, blocked and unplannable."""
    why, unplaced = texts
    word = 0 if language == "en" else 1

    def left(name: str, rows: tuple[Unplaced, ...]) -> sinks.Sheet:
        return sinks.Sheet(name, ("operation", "reason"), [[one.operation, unplaced(one)] for one in rows])

    rows = [_row(plan, shop, planned, why(planned.operation)) for planned in plan.operations.values()]
    figures: list[list[Value]] = [
        [name, value, _MEANINGS[name][word]] for name, value in asdict(plan.summary).items()
    ]
    return [
        sinks.Sheet(_SHEETS[0], _TITLES, rows),
        sinks.Sheet(_SHEETS[1], ("figure", "value", "meaning"), figures),
        left(_SHEETS[2], plan.blocked),
        left(_SHEETS[3], plan.unplannable),
    ]


def _row(plan: Plan, shop: Shop, planned: PlannedOperation, why: str) -> list[Value]:
    operation = shop.operations[planned.operation]

    def at(minute: int) -> Value:
        return plan.clock.at(minute).replace(tzinfo=None)

    return [
        planned.operation,
        shop.mold_of(operation).id,
        operation.part,
        planned.machine,
        at(planned.setup_start),
        at(planned.run_start),
        at(planned.end),
        planned.slack,
        why,
    ]


def _write_json(found: dict[str, Any], path: Path) -> None:
    try:
        with sinks.whole(path) as part:
            part.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise OutsideFailure(f"{path} can't be written: {error}; choose another place") from error


def _write_csv(sheet: sinks.Sheet, path: Path) -> None:
    try:
        sinks.write_csv(sheet, path)
    except OSError as error:
        raise OutsideFailure(f"{path} can't be written: {error}; close it elsewhere") from error
