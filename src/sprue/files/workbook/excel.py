"""Excel workbooks: looked through for what would swell in memory before the reader gets them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

#: The reader lays a sheet out as one rectangle: so many cells it may have.
MOST_CELLS = 20_000_000
#: Characters of a workbook's texts, counted as often as cells show them.
MOST_TEXT = 2**30

_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,4})(\d{1,8})[\"'][^>]*(?<!/)>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>.*?"
    rb"<(?:\w+:)?v>([^<]{0,40})<",
    re.S,
)
#: A formula that no spreadsheet has reckoned yet: the reader would take it for an empty cell.
_UNRECKONED = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?"
    rb"(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
#: What stands in the place of such a cell.
NO_VALUE = "#FORMULA!"
_A_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

#: A cell beyond column Z or row 99,999; a sheet without one is small enough however it is filled.
_FAR = re.compile(rb"""\br=["']([A-Z]{2,}[0-9]|[A-Z]+[0-9]{6})""")

Rows = list[list[Any]]


class Swollen(Exception):
    """The workbook would need far more memory than it holds data."""


def is_excel(names: list[str]) -> bool:
    """Whether an archive with these members is an .xlsx or .xlsm workbook."""
    return "xl/workbook.xml" in names


def sheets_of(archive: zipfile.ZipFile, data: bytes) -> Iterator[tuple[str, Rows]]:
    """Name and rows of each sheet; cells in which a formula failed hold its error text, or `NO_VALUE`."""
    errors = _look_through(archive)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    members = _members(archive) if errors else {}
    for title in book.sheet_names:
        rows: Rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        for (row, column), text in errors.get(members.get(title, ""), {}).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        yield title, rows


def _look_through(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """Failed formulas by sheet file and place. Swollen when a sheet or its texts would not fit."""
    errors: dict[str, dict[tuple[int, int], str]] = {}
    shown = 0
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        content = archive.read(name)
        _check_area(content)
        shown += len(_SHARED.findall(content))
        if b't="e"' in content or b"t='e'" in content:
            errors[name] = dict(_failed(content))
        if _A_FORMULA.search(content) is not None:
            errors.setdefault(name, {}).update(_unreckoned(content))
    if "xl/sharedStrings.xml" in archive.namelist():
        texts = _TEXT_END.split(archive.read("xl/sharedStrings.xml"))
        if shown * max(map(len, texts)) > MOST_TEXT:
            raise Swollen
    return errors


def _check_area(content: bytes) -> None:
    """Only cells with content count: Excel likes to format a million empty ones."""
    if _FAR.search(content) is None:
        return
    rows = columns = 0
    for letters, number in _CELL.findall(content):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters))
    if rows * columns > MOST_CELLS:
        raise Swollen


def _failed(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for letters, number, text in _ERROR.findall(content):
        yield (int(number) - 1, _column(letters) - 1), text.decode("utf-8", "replace")


def _unreckoned(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for letters, number in _UNRECKONED.findall(content):
        yield (int(number) - 1, _column(letters) - 1), NO_VALUE


def _column(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _members(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → its file in the archive."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  # size checked; expat stops bombs
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            found[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found
