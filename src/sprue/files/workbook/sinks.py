"""Writes sheets of cells: as an Excel workbook, a zip, or a folder of CSV files; whole or not at all."""

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from sprue.shop.errors import OutsideFailure

#: What a sheet may hold; a date-time is local, without zone.
Value = str | int | float | Decimal | datetime | date | None

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_FORMULA = re.compile(r"'*[=+\-@]")
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: its name, its column names, its rows. `hidden`: for programs only, not for people."""

    name: str
    header: tuple[str, ...]
    rows: list[list[Value]]
    hidden: bool = False


def write_sheets(sheets: Iterable[Sheet], path: Path) -> None:
    """An .xlsx or .zip file by the suffix, else a folder of CSV files.

    OutsideFailure when it can't be written.
    """
    try:
        match path.suffix.lower():
            case ".xlsx":
                with whole(path) as part:
                    _write_excel(sheets, part)
            case ".zip":
                with whole(path) as part:
                    _write_zip(sheets, part)
            case _:
                path.mkdir(parents=True, exist_ok=True)
                for sheet in sheets:
                    write_csv(sheet, path / f"{sheet.name}.csv")
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise OutsideFailure(
            f"{path} can't be written: {error}; close it elsewhere or choose another place"
        ) from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into; it takes `path`'s place when all went well, else it goes."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_csv(sheet: Sheet, path: Path) -> None:
    """One CSV file: UTF-8 with BOM, as Excel wants it."""
    with whole(path) as part:
        part.write_bytes(_csv_bytes(sheet))


def csv_text(value: Value) -> str:
    """A cell of a CSV file; a text that a spreadsheet would take for a formula is guarded by '."""
    text = text_of(value)
    guarded = _FORMULA.match(text) and not _NUMBER.fullmatch(text) and text != "-"
    return f"'{text}" if guarded and isinstance(value, str) else text


def text_of(value: Value) -> str:
    """A cell as people read it; a date-time to the minute, or to the second."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _csv_bytes(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_text(title) for title in sheet.header])
    writer.writerows([csv_text(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _write_zip(sheets: Iterable[Sheet], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            archive.writestr(f"{sheet.name}.csv", _csv_bytes(sheet))


def _write_excel(sheets: Iterable[Sheet], path: Path) -> None:
    options = {"constant_memory": True, "tmpdir": os.fspath(path.parent)}
    with xlsxwriter.Workbook(os.fspath(path), options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            if sheet.hidden:
                page.very_hidden()
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
            for column, title in enumerate(sheet.header):
                page.write_string(0, column, title, head)
            for number, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    if value is None or value == "":
                        continue
                    if isinstance(value, str):
                        page.write_string(number, column, value)
                    elif isinstance(value, datetime):
                        page.write_datetime(number, column, value, moment)
                    elif isinstance(value, date):
                        page.write_datetime(number, column, value, day)
                    else:
                        page.write_number(number, column, float(value))


def _widths(sheet: Sheet) -> list[int]:
    """Column widths by title and the first rows; a Chinese character is twice as wide."""
    widths = [_width(title) + 2 for title in sheet.header]
    for row in sheet.rows[:60]:
        for column, value in enumerate(row):
            widths[column] = max(widths[column], min(_WIDEST, _width(text_of(value)) + 1))
    return widths


def _width(text: str) -> int:
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text[:_WIDEST])
