"""From raw sheets to tables: which sheet is which, which column is which, and every cell read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from sprue.files.workbook.cells import Bad, Cells, text_of
from sprue.files.workbook.excel import NO_VALUE
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.layout import (
    ALIASES,
    COLUMNS,
    NEEDED,
    PART_ALIASES,
    SHEETS_ZH,
    Cell,
    Column,
    Sheet,
)
from sprue.files.workbook.opening import MOST_ROWS, RawSheet
from sprue.shop.resources import Notes

_GUARDED = re.compile(r"'+[=+\-@]")
_FAILED = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|GETTING_DATA|FORMULA!)")


@dataclass(slots=True)
class Row:
    """A row that is not empty; `number` as in Excel, `values` by column without empty and `bad` cells."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    notes: Notes = ()

    def get(self, column: str, default: Any = None) -> Any:
        """The value of a column."""
        return self.values.get(column, default)


@dataclass(slots=True)
class Table:
    """One sheet of the format; `places`: where its columns stand in the file; `headers`: their names."""

    sheet: Sheet
    name: str
    chinese: bool = False
    places: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def fault(self, row: Row, column: str, code: FaultCode, **facts: str) -> Fault:
        """A fault of one cell."""
        place = self.places.get(column)
        value = text_of(row.cells[place]) if place is not None and place < len(row.cells) else ""
        return Fault(self.name, row.number, self.header(column), value or None, code, facts)

    def header(self, column: str) -> str:
        """How the file calls a column, or would."""
        known = {c.name: c.zh if self.chinese else c.name for c in COLUMNS[self.sheet]}
        return self.headers.get(column, known[column])


def plain(name: Any) -> str:
    """A name as it is compared: case, blanks and hyphens do not count."""
    return re.sub(r"[\s_\-]+", "_", text_of(name).strip("\ufeff \t\r\n").lower())


#: So many cells of a column are remembered with their values: most columns repeat a few.
MOST_KNOWN = 5_000
_SHEET_OF = {sheet.value: sheet for sheet in Sheet} | {plain(zh): sheet for sheet, zh in SHEETS_ZH.items()}


def recognized(raws: Iterable[RawSheet], faults: list[Fault]) -> dict[Sheet, RawSheet]:
    """The sheets of the format by what they are; other sheets are left alone unless they look mistyped."""
    found: dict[Sheet, RawSheet] = {}
    strange: list[RawSheet] = []
    for raw in raws:
        sheet = _SHEET_OF.get(plain(raw.name))
        if sheet is None:
            strange.append(raw)
        elif sheet in found:
            facts = {"other": found[sheet].name}
            faults.append(Fault(raw.name, None, None, None, FaultCode.DOUBLE_SHEET, facts))
        else:
            found[sheet] = raw
    _check_sheets(found, strange, faults)
    return found


def sheet_called(name: str) -> Sheet | None:
    """The sheet of the format that is called so."""
    return _SHEET_OF.get(plain(name))


def column_of(sheet: Sheet, title: Any) -> str | None:
    """The column of a sheet that is called so."""
    other = PART_ALIASES if sheet is Sheet.PARTS else {}
    return _columns(sheet).get(plain(title)) or other.get(plain(title))


def _check_sheets(found: dict[Sheet, RawSheet], strange: list[RawSheet], faults: list[Fault]) -> None:
    if not found:
        names = ", ".join(raw.name for raw in strange)[:200]
        faults.append(Fault("", None, None, names or None, FaultCode.NO_KNOWN_SHEET))
        return
    chinese = any(plain(raw.name) != sheet for sheet, raw in found.items())
    for raw in strange:
        for near in get_close_matches(plain(raw.name), _SHEET_OF, 1, 0.75):
            if _SHEET_OF[near] not in found:
                faults.append(Fault(raw.name, None, None, None, FaultCode.UNKNOWN_SHEET, {"near": near}))
    for sheet in NEEDED:
        if sheet not in found:
            name = SHEETS_ZH[sheet] if chinese else sheet.value
            faults.append(Fault(name, None, None, None, FaultCode.MISSING_SHEET))


def table_of(sheet: Sheet, raw: RawSheet, cells: Cells, faults: list[Fault]) -> Table:
    """Every cell of a sheet, read; what can't be read is a fault and left out."""
    table = Table(sheet, raw.name, chinese=plain(raw.name) != sheet)
    rows = raw.rows
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        faults.append(Fault(raw.name, None, None, None, FaultCode.TOO_MANY_ROWS, {"limit": str(MOST_ROWS)}))
        return table
    unknown = _find_columns(table, rows[0] if rows else [], faults)
    readers = [
        (column, table.places[column.name], cells.readers[column.cell], dict[str | float, Any]())
        for column in COLUMNS[sheet]
        if column.name in table.places
    ]
    needed = {column.name for column in COLUMNS[sheet] if column.needed}
    for number, line in enumerate(rows[1:], start=2):
        if raw.csv:
            line = [_unguarded(cell) for cell in line]  # noqa: PLW2901  # the same line, as it was meant
        if not any(cell != "" and text_of(cell) for cell in line):
            continue
        row = Row(number, line, notes=_notes(line, unknown))
        width = len(line)
        for column, place, reader, known in readers:
            value = line[place] if place < width else ""
            if value == "" and column.name not in needed:
                continue
            kind = value.__class__
            if (kind is str or kind is float) and (found := known.get(value)) is not None:
                row.values[column.name] = found
                continue
            _read_cell(table, row, column, place, reader, needed, faults)
            if (kind is str or kind is float) and len(known) < MOST_KNOWN and column.name not in row.bad:
                known[value] = row.values.get(column.name)
        table.rows.append(row)
    return table


def _find_columns(table: Table, header: list[Any], faults: list[Fault]) -> list[tuple[str, int]]:
    """Fills in where the columns stand; the unknown ones, which are kept as notes."""
    known = _columns(table.sheet)
    if table.sheet is Sheet.PARTS:
        own = {known.get(plain(cell)) for cell in header}
        known |= {alias: name for alias, name in PART_ALIASES.items() if name not in own}
    unknown: list[tuple[str, int]] = []
    for place, cell in enumerate(header):
        title = text_of(cell).strip("\ufeff ")
        name = known.get(plain(title))
        if name is None:
            if title:
                unknown.append((title, place))
        elif name in table.places:
            faults.append(Fault(table.name, 1, title, title, FaultCode.DOUBLE_COLUMN))
        else:
            table.places[name], table.headers[name] = place, title
            table.chinese = table.chinese or title != title.encode("ascii", "ignore").decode()
    faults.extend(_missing_columns(table))
    return unknown


def _columns(sheet: Sheet) -> dict[str, str]:
    """All names of columns → the columns."""
    known = {plain(c.zh): c.name for c in COLUMNS[sheet]} | {plain(c.name): c.name for c in COLUMNS[sheet]}
    return known | {alias: name for alias, name in ALIASES.items() if name in known.values()}


def _missing_columns(table: Table) -> Iterator[Fault]:
    needed = [c.name for c in COLUMNS[table.sheet] if c.needed]
    if table.sheet is Sheet.OPERATIONS:
        needed.append("run_minutes")
    for name in needed:
        if name not in table.places:
            yield Fault(table.name, 1, table.header(name), None, FaultCode.MISSING_COLUMN)


def _notes(line: list[Any], unknown: list[tuple[str, int]]) -> Notes:
    if not unknown:
        return ()
    texts = ((title, text_of(line[place])) for title, place in unknown if place < len(line))
    return tuple((title, text) for title, text in texts if text and text != NO_VALUE)


def _unguarded(cell: str) -> str:
    """A CSV cell without the quote that keeps spreadsheets from seeing a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_cell(  # the inner loop: no value made for each of 300,000 cells
    table: Table, row: Row, column: Column, place: int, reader: Any, needed: set[str], faults: list[Fault]
) -> None:
    value = row.cells[place] if place < len(row.cells) else ""
    if value == "" or (isinstance(value, str) and not (value := value.strip())):
        if column.name in needed:
            row.bad.add(column.name)
            faults.append(table.fault(row, column.name, FaultCode.MISSING_VALUE))
        return
    try:
        if isinstance(value, str) and value[0] == "#" and _FAILED.fullmatch(value):
            raise Bad(FaultCode.FORMULA_WITHOUT_VALUE if value == NO_VALUE else FaultCode.FORMULA_ERROR)
        found = reader(value)
    except Bad as bad:
        row.bad.add(column.name)
        faults.append(table.fault(row, column.name, bad.code, **bad.facts))
        return
    if found != () or column.cell is Cell.SHIFTS:
        row.values[column.name] = found
    elif column.name in needed:
        row.bad.add(column.name)
        faults.append(table.fault(row, column.name, FaultCode.MISSING_VALUE))
