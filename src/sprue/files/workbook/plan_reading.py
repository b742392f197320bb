"""Reads a plan.json back, as `sprue plan --out plan.json` wrote it; nothing in the file is trusted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sprue.planning.plan import Phase, Plan, PlannedOperation, Segment, Summary
from sprue.shop.clock import PlanClock
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.shop import Shop

MEGABYTE = 2**20
MOST_BYTES = 200 * MEGABYTE
_FIGURES = frozenset(figure.name for figure in fields(Summary))


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a plan.json holds.

    `plan`: its operations and figures. Its clock begins with the first work, as the file tells no other
    moment; slack and reasons are not in the file. `why` and `unplaced` are its texts.
    """

    plan: Plan
    why: dict[OperationId, str]
    unplaced: dict[OperationId, str]


def read_plan(path: Path, shop: Shop) -> PlanFile:
    """The plan of `shop` in a JSON file. UserMistake names the place and what to do."""
    found = _object(path)
    try:
        rows = [_Row(place, row, shop) for place, row in enumerate(_list(found, "operations"), start=1)]
        _once(rows)
        begin = min((at for row in rows for at in row.work), default=shop.settings.now)
        if begin is None:
            raise _Bad("it holds no operations: there is nothing to show")
        clock = PlanClock(begin, shop.settings.zone)
        planned = {row.id: row.planned(clock) for row in rows}
        summary = _summary(found)
        left = {
            OperationId(_text(row, "operation", f"{sheet} {place}")): _text(row, "reason", f"{sheet} {place}")
            for sheet in ("blocked", "unplannable")
            for place, row in enumerate(_list(found, sheet), start=1)
        }
    except _Bad as bad:
        raise UserMistake(f"{path}: {bad}") from bad
    return PlanFile(Plan(clock, planned, summary=summary), {row.id: row.why for row in rows}, left)


class _Bad(Exception):
    """What is wrong, and what to do."""


class _Row:
    """One operation of the file, its cells checked."""

    def __init__(self, place: int, row: object, shop: Shop) -> None:
        self.where = f"operation {place}"
        if not isinstance(row, dict):
            raise _Bad(f"{self.where} is no object; write the plan again")
        self.id = OperationId(_text(row, "operation", self.where))
        self.where = f"operation {place} ({self.id})"
        self.why = str(row.get("why") or "")
        self._shop = shop
        self.machine = self._machine(row)
        if self.id not in shop.operations:
            raise _Bad(f"{self.where} is not in the shop; give the workbook that was planned")
        times = self._rising(_text(row, name, self.where) for name in ("setup_start", "run_start", "end"))
        self.setup_start, self.run_start, self.end = times
        self.segments = self._segments(row)

    @property
    def work(self) -> list[datetime]:
        """When its first work begins, where it has any."""
        return [self.segments[0][1]] if self.segments else []

    def planned(self, clock: PlanClock) -> PlannedOperation:
        """The row in minutes of `clock`."""
        return PlannedOperation(
            self.id,
            self.machine,
            clock.minute(self.setup_start),
            clock.minute(self.run_start),
            clock.minute(self.end),
            tuple(Segment(phase, clock.minute(a), clock.minute(b)) for phase, a, b in self.segments),
        )

    def _machine(self, row: dict[str, Any]) -> MachineId | None:
        if row.get("machine") is None:
            return None
        machine = MachineId(_text(row, "machine", self.where))
        if machine not in self._shop.machines:
            raise _Bad(
                f"{self.where}: {machine} is no machine of the shop; give the workbook that was planned"
            )
        return machine

    def _segments(self, row: dict[str, Any]) -> list[tuple[Phase, datetime, datetime]]:
        cells = row.get("segments")
        if not isinstance(cells, list) or not all(_is_segment(cell) for cell in cells):
            raise _Bad(f"{self.where}: segments must be such as [['run', '2026-03-09 08:00', …], …]")
        times = self._rising((at for cell in cells for at in cell[1:]), self.setup_start)
        if times and times[-1].timestamp() > self.end.timestamp():
            raise _Bad(f"{self.where}: its segments pass its start or end; write the plan again")
        phases = [Phase(cell[0]) for cell in cells]
        return list(zip(phases, times[::2], times[1::2], strict=True))

    def _rising(self, texts: Iterator[str], floor: datetime | None = None) -> list[datetime]:
        """The moments of texts that rise from `floor`.

        Of an hour that clocks show twice it is the second one where it must be.
        """
        found: list[datetime] = []
        for text in texts:
            moment = self._moment(text)
            if floor is not None and moment.timestamp() < floor.timestamp():
                moment = moment.replace(fold=1)
            if floor is not None and moment.timestamp() < floor.timestamp():
                raise _Bad(f"{self.where}: {text} comes before {floor:%Y-%m-%d %H:%M}; write the plan again")
            found.append(moment)
            floor = moment
        return found

    def _moment(self, text: str) -> datetime:
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=self._shop.settings.zone)
        except ValueError as error:
            raise _Bad(f"{self.where}: {text!r} must be such as '2026-03-09 14:30'") from error


def _object(path: Path) -> dict[str, Any]:
    """The file as one object with operations."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserMistake(f"{path} holds more than {MOST_BYTES // MEGABYTE} MB: is it a plan?")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserMistake(f"{path} can't be read: {error.strerror}; name a plan.json") from error
    except (ValueError, RecursionError) as error:
        raise UserMistake(f"{path} is no JSON; make it by `sprue plan SHOP --out plan.json`") from error
    if isinstance(found, dict) and "makespan" in found:
        raise UserMistake(f"{path} is a schedule of `sprue solve`; name its instance file, not a shop")
    if not isinstance(found, dict) or "operations" not in found:
        raise UserMistake(f"{path} is no plan; make it by `sprue plan SHOP --out plan.json`")
    return found


def _list(found: dict[str, Any], name: str) -> list[Any]:
    rows = found.get(name, [])
    if not isinstance(rows, list):
        raise _Bad(f"{name} is no list; write the plan again")
    return rows


def _text(row: object, name: str, where: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, str):
        raise _Bad(f"{where}: {name} is missing; write the plan again")
    return value


def _is_segment(cell: object) -> bool:
    texts = isinstance(cell, list) and len(cell) == 3 and all(isinstance(part, str) for part in cell)
    return texts and isinstance(cell, list) and cell[0] in set(Phase)


def _once(rows: list[_Row]) -> None:
    seen: set[OperationId] = set()
    for row in rows:
        if row.id in seen:
            raise _Bad(f"{row.where} is there twice; write the plan again")
        seen.add(row.id)


def _summary(found: dict[str, Any]) -> Summary:
    """The figures that the file has; 0 for others."""
    given = found.get("summary", {})
    if not isinstance(given, dict):
        raise _Bad("summary is no object; write the plan again")
    known = {name: value for name, value in given.items() if name in _FIGURES}
    for name, value in known.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _Bad(f"summary: {name} is no number; write the plan again")
    bare = Summary()
    return replace(bare, **{name: type(getattr(bare, name))(value) for name, value in known.items()})
