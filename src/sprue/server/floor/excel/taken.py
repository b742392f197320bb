"""Edited tables that were taken: when, by whom, from which file, and every cell."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from sprue.files.workbook.assembling import field_of
from sprue.files.workbook.layout import COLUMNS, SHEETS_ZH, Sheet
from sprue.files.workbook.writing import OWN_COLUMNS
from sprue.server.floor.excel.sheets import without
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.present import NotFound
from sprue.server.floor.who import Role
from sprue.shop.events import CellEdited, ShopAmended
from sprue.wire.rows import moment

#: So many are listed, the newest first, and so many rows of each are shown.
MOST_LISTED = 30
MOST_SHOWN = 400


def listed(language: str) -> list[dict[str, Any]]:
    """What was taken last, with counts of rows by table."""
    rows = Row.objects.filter(kind="ShopAmended", body__contains='"source":').order_by("-seq")[:MOST_LISTED]
    return [_head(row, _fact(row), language) for row in rows]


def one(seq: int, language: str, role: Role) -> dict[str, Any]:
    """All rows of one with their cells; NotFound when nothing was taken there."""
    row = Row.objects.filter(kind="ShopAmended", seq=seq).first()
    fact = _fact(row) if row is not None else None
    if row is None or fact is None or not fact.source:
        raise NotFound(str(seq))
    shown_columns = {sheet.value: _columns(sheet, names) for sheet, names in without(role).items()}
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for cell in fact.cells:
        cells = rows.setdefault((cell.table, cell.row), [])
        told = shown_columns.get(cell.table)
        if cell.column and (told is None or told(cell.column)):
            cells.append({"column": cell.column, "old": cell.old, "new": cell.new})
    shown = [
        {"sheet": _named(table, language), "id": key, "cells": cells} for (table, key), cells in rows.items()
    ]
    return {
        **_head(row, fact, language),
        "rows": shown[:MOST_SHOWN],
        "more": max(0, len(shown) - MOST_SHOWN),
    }


def _columns(sheet: Sheet, hidden: Collection[str]) -> Callable[[str], bool]:
    """Whether a column may be told, by any of its names; all others are the shop's own."""
    names = {c.name: {c.name, c.zh, field_of(sheet, c.name)} for c in COLUMNS[sheet]}
    if sheet is Sheet.CALENDARS:
        return lambda _: True  # its columns are days
    format_names = set().union(*names.values())
    kept_back = set().union(*(titles for name, titles in names.items() if name in hidden))
    own = OWN_COLUMNS not in hidden
    return lambda title: title not in kept_back and (own or title in format_names)


def _fact(row: Row) -> ShopAmended:
    fact = entry_of(row).event.fact
    assert isinstance(fact, ShopAmended)
    return fact


def _head(row: Row, fact: ShopAmended, language: str) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": moment(row.happened_at),
        "who": row.actor,
        "name": fact.source,
        "sheets": [
            {"name": _named(table, language), "rows": count} for table, count in _counts(fact.cells).items()
        ],
    }


def _counts(cells: tuple[CellEdited, ...]) -> Counter[str]:
    """Rows by table."""
    return Counter(table for table, _ in dict.fromkeys((cell.table, cell.row) for cell in cells))


def _named(table: str, language: str) -> str:
    return table if language == "en" else SHEETS_ZH[Sheet(table)]
