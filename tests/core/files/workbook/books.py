"""A small faultless workbook, and changes to it."""

import io
import zipfile
from copy import deepcopy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from sprue.files.workbook import ReadResult, read_upload

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 9, 8, tzinfo=SHANGHAI)

Book = dict[str, list[list[Any]]]

SMALL: Book = {
    "settings": [["key", "value"], ["version", 1], ["name", "Test shop"], ["now", "2026-03-09 08:00"]],
    "calendars": [["calendar", "day", "shifts"], ["day", "mon", "08:00-12:00 13:00-17:30"]],
    "exceptions": [
        ["resource", "from", "to", "open or closed", "reason"],
        ["M1", "2026-03-10", "2026-03-11", "closed", "maintenance"],
    ],
    "kinds": [["kind", "name", "attention"], ["mill", "Mill", 0.5], ["bench", "Bench", 1]],
    "machines": [
        ["machine", "name", "kind", "calendar", "speed", "unattended", "batch"],
        ["M1", "Mill 1", "mill", "day", 1.13, "yes", 1],
        ["B1", "Bench 1", "bench", "day", None, None, None],
    ],
    "people": [["person", "name", "kinds", "calendar", "leader"], ["P1", "Li", "mill, bench", "day", None]],
    "orders": [["order", "customer", "weight"], ["SO1", "Acme", 2]],
    "molds": [["mold", "order", "class", "due", "weight"], ["2601", "SO1", "M", "2026-04-30", 1]],
    "parts": [
        ["part", "mold", "parent", "quantity", "available"],
        ["2601-0", "2601", None, 1, None],
        ["2601-1", "2601", "2601-0", 2, "2026-03-10"],
    ],
    "operations": [
        [
            "operation", "part", "step", "kind", "machines", "setup_minutes", "run_minutes", "mode",
            "joins", "after", "drawing", "status", "machine", "started", "finished",
            "remaining_minutes", "pinned",
        ],
        ["O1", "2601-1", 10, "mill", None, 20, 90, "attended"],
        ["O2", "2601-1", 20, None, "B1:45", 0, 30, "unbroken", None, "O1"],
        ["O3", "2601-0", 10, "bench", None, 0, 60, None, "yes"],
        ["O4", "2601-0", 5, "mill", None, 0, 60, None, None, None, None, "running", "M1", "2026-03-08 09:00"],
    ],
    "setups": [["kind", "from_family", "to_family", "minutes"], ["mill", "a", "b", 15]],
    "purchases": [["purchase", "part", "quantity", "promised"], ["PO1", "2601-1", 4, "2026-03-12"]],
}  # fmt: skip


def place(sheet: str, column: str) -> int:
    """Index of a column in a sheet of `SMALL`."""
    return SMALL[sheet][0].index(column)


def changed(sheet: str, row: int, column: str, value: Any) -> Book:
    """`SMALL` with one cell changed; `row` as in Excel."""
    book = deepcopy(SMALL)
    line = book[sheet][row - 1]
    at = place(sheet, column)
    line.extend([None] * (at + 1 - len(line)))
    line[at] = value
    return book


def with_row(sheet: str, **cells: Any) -> Book:
    """`SMALL` with one more row at the end of a sheet; the column `open or closed` is called `open_`."""
    book = deepcopy(SMALL)
    names = {
        ("open or closed" if name == "open_" else name.rstrip("_")): cell for name, cell in cells.items()
    }
    book[sheet].append([names.get(column) for column in book[sheet][0]])
    return book


def without_column(sheet: str, column: str) -> Book:
    """`SMALL` with a column less."""
    book = deepcopy(SMALL)
    at = place(sheet, column)
    for line in book[sheet]:
        del line[at : at + 1]
    return book


def renamed(sheet: str, name: str) -> Book:
    """`SMALL` with a sheet under another name."""
    return {(name if title == sheet else title): rows for title, rows in deepcopy(SMALL).items()}


def excel(book: Book) -> bytes:
    """The book as an .xlsx file, made by another library than ours."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in book.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def csv_zip(book: Book, encoding: str = "utf-8") -> bytes:
    """The book as a zip of CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in book.items():
            lines = (",".join('"' + ("" if c is None else str(c)) + '"' for c in row) for row in rows)
            archive.writestr(f"{name}.csv", "\r\n".join(lines).encode(encoding))
    return out.getvalue()


def read_book(book: Book, *, skip_bad_rows: bool = False) -> ReadResult:
    """What is read from the book as Excel."""
    return read_upload(excel(book), "shop.xlsx", now=NOW, skip_bad_rows=skip_bad_rows)
