"""Edited tables come in: looked at first, cell by cell, then taken; beside what others did meanwhile."""

import json
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from sprue.files.workbook import sinks
from sprue.files.workbook.assembling import field_of
from sprue.files.workbook.edited import EditedRow, EditedSheet
from sprue.files.workbook.editing import Edits, read_edits
from sprue.files.workbook.editing_calendars import changed_days
from sprue.files.workbook.layout import COLUMNS, Column, Sheet
from sprue.files.workbook.writing import ShownCells
from sprue.floor import commands as co
from sprue.floor.editing import Judged, as_it_is, judged
from sprue.floor.refusal import Code, Refusal, text_of
from sprue.server.floor import actions, imports
from sprue.server.floor.excel.book import one_at_a_time
from sprue.server.floor.excel.sheets import shop_now, without
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Import
from sprue.server.floor.who import Who
from sprue.shop.codec import from_json
from sprue.shop.editing import key_of, merge
from sprue.shop.events import CellEdited, ShopAmended
from sprue.shop.resources import Notes
from sprue.wire.rows import moment_or_none

#: Of each sheet so many rows are shown; all of them are taken.
MOST_SHOWN = 400


def look(data: bytes, filename: str, who: Who) -> dict[str, Any]:
    """What edited tables would change, what can't be, all faults, and an id to take the rest by."""
    with one_at_a_time():
        shop, now = shop_now()
        edits = read_edits(data, filename, shop, now=now)
        _keep_out(edits, who)
        before, after = _sides(edits)
        wanted, _ = merge(before, after, shop)
        with memory.lock:
            state = memory.catch_up()
            found = judged(wanted, state, now)
            base = as_it_is(found.amended, state, now)
        cells = ShownCells(shop.settings.zone, chinese=who.language != "en")
        whole = [_sheet(edited, found, cells, who.language) for edited in edits.sheets.values()]
        kept = tuple(cell for sheet in whole for cell in _kept(sheet))
        sheets = [_short(sheet) for sheet in whole]
        takable = not edits.faults and any(sheet["takes"] for sheet in sheets)
        wish = co.EditTables(base, found.amended, _name(filename), kept)
        return {
            "name": filename,
            "exported": moment_or_none(edits.exported),
            "sheets": sheets,
            "left": [*edits.left],
            "faults": [imports.fault_row(fault, who.language) for fault in edits.faults],
            "edit_id": imports.keep(wish, filename, who) if takable else None,
        }


def take(edit_id: str, who: Who) -> dict[str, Any]:
    """What was looked at comes into the shop; Refusal when somebody has changed the same since."""
    try:
        known = UUID(edit_id)
    except ValueError as error:
        raise Refusal(Code.UNKNOWN_IMPORT) from error
    row = Import.objects.filter(id=known).first()
    data = json.loads(zlib.decompress(bytes(row.body))) if row is not None else {}
    if row is None or "after" not in data:
        raise Refusal(Code.UNKNOWN_IMPORT)
    answer = actions.edit_tables(from_json(data, co.EditTables), who)
    row.delete()
    return answer


def _keep_out(edits: Edits, who: Who) -> None:
    """What a role does not get it does not change either."""
    hidden = without(who.role)
    for sheet, edited in edits.sheets.items():
        names = {field_of(sheet, column) for column in hidden.get(sheet, ())}
        if any(names & {*row.changed, *row.conflicts} for row in edited.rows if row.live is not None):
            raise Refusal(Code.FORBIDDEN)


def _sides(edits: Edits) -> tuple[ShopAmended, ShopAmended]:
    """The rows as they were written and as they are wanted; rows with a fault have none."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for sheet, edited in edits.sheets.items():
        rows = [row for row in edited.rows if row.value is not None]
        before[sheet.value] = tuple(row.live for row in rows if row.live is not None)
        after[sheet.value] = tuple(row.value for row in rows)
    return ShopAmended(**before), ShopAmended(**after)


def _sheet(edited: EditedSheet, found: Judged, cells: ShownCells, language: str) -> dict[str, Any]:
    """A sheet with its counts and rows: what can't be and what others changed first."""
    sheet = edited.table.sheet
    taken = {key_of(row) for row in getattr(found.amended, sheet.value)}
    rows = []
    for row in edited.rows:
        if row.value is None:
            continue
        name = key_of(row.wanted)
        code = found.refused.get((sheet.value, name))
        rows.append(
            {
                "row": row.number,
                "key": name,
                "id": name if sheet is not Sheet.EXCEPTIONS else row.wanted.resource,
                "state": _state(row, code, taken=name in taken),
                "reason": text_of(code, language) if code is not None else "",
                "cells": [*_cells(sheet, row, cells)],
            }
        )
    states = [row["state"] for row in rows]
    rows.sort(key=lambda row: _FIRST.index(row["state"]))
    return {
        "sheet": sheet.value,
        "name": cells.name(sheet),
        "same": edited.same,
        "absent": edited.absent,
        "takes": len(taken),
        **{state: states.count(state) for state in _FIRST},
        "ignored": [*edited.ignored],
        "rows": rows,
        "more": 0,
    }


def _short(sheet: dict[str, Any]) -> dict[str, Any]:
    """With so many rows as people look at."""
    rows = sheet["rows"]
    return {**sheet, "rows": rows[:MOST_SHOWN], "more": max(0, len(rows) - MOST_SHOWN)}


def _kept(sheet: dict[str, Any]) -> Iterable[CellEdited]:
    """What the journal keeps of the rows that are taken: each cell as it was shown, a new row as such."""
    table = sheet["sheet"]
    for row in sheet["rows"]:
        if row["state"] == "new":
            yield CellEdited(table, row["key"])
        elif row["state"] in ("changed", "conflict"):
            for cell in row["cells"]:
                if not cell["conflict"]:
                    yield CellEdited(table, row["key"], cell["column"], cell["old"], cell["new"])


def _name(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).name[:300] or "?"


_FIRST = ("conflict", "refused", "changed", "new")


def _state(row: EditedRow, code: Code | None, *, taken: bool) -> str:
    if code is not None:
        return "refused"
    if row.conflicts or not taken:
        return "conflict"
    return "new" if row.live is None else "changed"


def _cells(sheet: Sheet, row: EditedRow, cells: ShownCells) -> Iterable[dict[str, Any]]:
    """Cells that become others, or that somebody else changed, in the order of the columns."""
    if sheet is Sheet.CALENDARS:
        yield from _days(row, cells)
        return
    for column in COLUMNS[sheet]:
        name = field_of(sheet, column.name)
        if name not in row.changed and name not in row.conflicts:
            continue

        def shown(value: Any, column: Column = column, name: str = name) -> str:
            return sinks.text_of(cells.cell(column.cell, getattr(value, name))) if value is not None else ""

        cell = {"column": cells.title(column), "old": shown(row.live), "new": shown(row.wanted)}
        if name in row.conflicts:
            yield {**cell, "was": shown(row.before), "conflict": True}
        elif cell["old"] != cell["new"] or row.live is not None:
            yield {**cell, "was": "", "conflict": False}
    if "notes" in {*row.changed, *row.conflicts}:
        old, new, was = (dict(_notes(one)) for one in (row.live, row.wanted, row.before))
        for title in dict.fromkeys((*old, *new)):
            if old.get(title, "") != new.get(title, ""):
                cell = {"column": title, "old": old.get(title, ""), "new": new.get(title, "")}
                yield {**cell, "was": was.get(title, ""), "conflict": "notes" in row.conflicts}


def _days(row: EditedRow, cells: ShownCells) -> Iterable[dict[str, Any]]:
    """Days of a calendar, as cells that are called like them."""
    for day, (old, new, was) in changed_days(row, cells.days).items():
        yield {"column": day, "old": old, "new": new, "was": was or "", "conflict": was is not None}


def _notes(value: Any) -> Notes:
    return value.notes if value is not None else ()
