"""Reads edited sheets against the shop as it is now: what would change, what can't, and every fault.

Only the rows and columns that are there are looked at; all others stay as they are. A file that was
written by `edit_sheets` carries what it was written from, so that a cell that nobody edited in it is
never taken for an older wish. Anything else is held against the shop as it is.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sprue.files.workbook import opening
from sprue.files.workbook.assembling import cells_of, value_of
from sprue.files.workbook.cells import Cells
from sprue.files.workbook.checks import ID_COLUMN, faults_of_rows
from sprue.files.workbook.circles import part_circles
from sprue.files.workbook.edited import EditedRow, EditedSheet
from sprue.files.workbook.editing_calendars import edited_calendars
from sprue.files.workbook.exporting import ABOUT, EDITABLE, EXPORTED, HIDDEN
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.heading import sheet_by_heading
from sprue.files.workbook.layout import COLUMNS, SHEETS_ZH, Sheet
from sprue.files.workbook.opening import RawSheet, Unreadable
from sprue.files.workbook.reading import MOST_FAULTS
from sprue.files.workbook.tables import Row, Table, plain, table_of
from sprue.files.workbook.writing import values_of
from sprue.shop.editing import key_of, merged
from sprue.shop.gates import Gate
from sprue.shop.quiet import uncollected
from sprue.shop.resources import Notes
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

#: Columns that name a row together, where not one alone does.
_IDS = {Sheet.EXCEPTIONS: ("resource", "from"), Sheet.SETUPS: ("kind", "from_family", "to_family")}


@dataclass(slots=True)
class Edits:
    """`left`: names of sheets that only a whole workbook changes; `exported`: when the file was written."""

    sheets: dict[Sheet, EditedSheet] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    left: tuple[str, ...] = ()
    exported: datetime | None = None


def read_edits(data: bytes, filename: str, shop: Shop, *, now: datetime) -> Edits:
    """The edits of an Excel workbook, a CSV file, a zip of them, or what was pasted (`.tsv`, with heading).

    A table is known by its name, else by its column names.
    """
    with uncollected():
        try:
            raws = opening.open_bytes(data, filename)
        except Unreadable as error:
            return Edits(faults=(error.fault,))
        return _edits(raws, shop, now)


def _edits(raws: list[RawSheet], shop: Shop, now: datetime) -> Edits:
    faults: list[Fault] = []
    hidden = {raw.name: raw for raw in raws if raw.name.startswith(HIDDEN)}
    found, left = _recognized([raw for raw in raws if raw.name not in hidden], faults)
    cells = Cells(shop.settings.zone)
    edits = Edits(left=left, exported=_exported(hidden.get(ABOUT)))
    for sheet, raw in found.items():
        base = hidden.get(f"{HIDDEN}{sheet.value}")
        written = table_of(sheet, base, cells, []) if base is not None else None
        own: list[Fault] = []
        table = table_of(sheet, raw, cells, own)
        table.chinese = not all(title.isascii() for title in table.headers.values())
        if sheet is Sheet.CALENDARS:
            # Told anew in the language of the file.
            own[:] = [f for f in own if f.code is not FaultCode.MISSING_COLUMN]
            edits.sheets[sheet] = edited_calendars(shop.calendars, table, written, own)
        else:
            edits.sheets[sheet] = _Reader(shop, table, written, own).edited()
        faults += own
    edits.faults = tuple((faults + _faults_between(shop, edits, now))[:MOST_FAULTS])
    return edits


def _recognized(raws: list[RawSheet], faults: list[Fault]) -> tuple[dict[Sheet, RawSheet], tuple[str, ...]]:
    """Tables by their sheet, known by name or heading, and the names of those that can't be edited."""
    names = {sheet.value: sheet for sheet in Sheet} | {plain(zh): sheet for sheet, zh in SHEETS_ZH.items()}
    found: dict[Sheet, RawSheet] = {}
    left: list[str] = []
    for raw in raws:
        sheet = names.get(plain(raw.name)) or sheet_by_heading(raw, EDITABLE)
        if sheet is None:
            continue
        if sheet not in EDITABLE:
            left.append(raw.name)
        elif sheet in found:
            facts = {"other": found[sheet].name}
            faults.append(Fault(raw.name, None, None, None, FaultCode.DOUBLE_SHEET, facts))
        else:
            found[sheet] = raw
    if not found and not left:
        faults.append(Fault(raws[0].name if raws else "", 1, None, None, FaultCode.NO_HEADING))
    return {sheet: found[sheet] for sheet in EDITABLE if sheet in found}, tuple(left)


def _exported(about: RawSheet | None) -> datetime | None:
    for key, value, *_ in about.rows if about is not None else ():
        if key == EXPORTED:
            try:
                return datetime.fromisoformat(str(value))
            except ValueError:
                return None
    return None


class _Reader:
    """One sheet of the file held against the shop."""

    def __init__(self, shop: Shop, table: Table, written: Table | None, faults: list[Fault]) -> None:
        self._sheet, self._table, self._faults = table.sheet, table, faults
        self._zone = shop.settings.zone
        self._ids = _IDS.get(table.sheet) or (ID_COLUMN[table.sheet],)
        self._id = self._ids[0]
        self._live: dict[str, list[Any]] = {}
        for value in values_of(shop, table.sheet):
            self._live.setdefault(key_of(value), []).append(value)
        self._titles = {title for one in values_of(shop, table.sheet) for title, _ in one.notes}
        self._written: dict[str, list[Row]] = {}
        for row in written.rows if written is not None else ():
            self._written.setdefault(self._key(row), []).append(row)
        self._written_columns = set(written.places) if written is not None else set()

    def edited(self) -> EditedSheet:
        """Rows that are not as the shop has them; what is wrong with them goes to the faults."""
        # Columns that are not there stay as they are: only new rows need them.
        self._faults[:] = [f for f in self._faults if f.code is not FaultCode.MISSING_COLUMN]
        titles = (title for row in self._table.rows for title, _ in row.notes)
        ignored = tuple(dict.fromkeys(title for title in titles if title not in self._titles))
        found = EditedSheet(self._table, ignored=ignored)
        seen: dict[str, int] = {}
        told = {self._key(row) for row in self._table.rows}
        found.absent = sum(len(rows) for key, rows in self._live.items() if key not in told)
        if unnamed := [name for name in self._ids if name not in self._table.places]:
            self._missing(unnamed)
            return found
        for row in self._table.rows:
            key = self._key(row)
            if row.bad or not key:
                continue
            if key in seen and self._sheet is not Sheet.EXCEPTIONS:
                other = str(seen[key])
                self._faults.append(self._table.fault(row, self._id, FaultCode.DOUBLE_ID, other=other))
                continue
            seen[key] = row.number
            if self._untouched(row, key):
                found.same += 1
                continue
            edited = self._edited(row, key)
            if edited.changed or edited.conflicts:
                found.rows.append(edited)
            else:
                found.same += 1
        if any(row.live is None for row in found.rows):
            self._missing([c.name for c in COLUMNS[self._sheet] if c.needed and c.name not in self._ids])
        return found

    def _untouched(self, row: Row, key: str) -> bool:
        """Whether a row that is still there is as it was written: whatever others did, nothing is wanted."""
        written = self._written.get(key, [])
        known = len(written) == 1 and len(self._live.get(key, ())) == 1
        return known and written[0].values == row.values and written[0].notes == row.notes

    def _edited(self, row: Row, key: str) -> EditedRow:
        """The row beside the one of the shop that it is most like: two exceptions may begin together."""
        written = self._written.get(key, [])
        same = [one for one in written if one.values == row.values]
        base = (same or written)[-1] if written else None
        tried = [self._row(row, live, base) for live in self._live.get(key, [None])]
        return min(reversed(tried), key=lambda one: len(one.changed) + len(one.conflicts))

    def _key(self, row: Row) -> str:
        told = [row.get(name) for name in self._ids]
        if any(one is None for one in told):
            return ""
        return " ".join(
            f"{one.timestamp() // 60:.0f}" if isinstance(one, datetime) else str(one) for one in told
        )

    def _missing(self, names: list[str]) -> None:
        if self._sheet is Sheet.OPERATIONS and self._id not in names:
            names = [*names, "run_minutes"]
        for name in names:
            if name not in self._table.places:
                header = self._table.header(name)
                self._faults.append(Fault(self._table.name, 1, header, None, FaultCode.MISSING_COLUMN))

    def _row(self, row: Row, live: Any, written: Row | None) -> EditedRow:
        if live is None:
            value = value_of(self._sheet, row.values, self._noted((), row)) if self._whole(row) else None
            changed = tuple(f.name for f in fields(value)) if value is not None else ("id",)
            return EditedRow(row.number, None, value, None, value, changed, (), row.cells)
        now = cells_of(self._sheet, live)
        values = {column: cell for column, cell in now.items() if column not in self._table.places}
        if written is not None:
            untold = {c: cell for c, cell in now.items() if c not in self._written_columns}
            notes = self._noted(live.notes, written)
            before = value_of(self._sheet, {**untold, **written.values, **values}, notes)
            values |= row.values
        else:
            before = live
            values |= {c: _as_now(v, now.get(c), self._zone) for c, v in row.values.items()}
            if _is_under_way(live):
                values["remaining_minutes"] = now.get("remaining_minutes")
        wanted = value_of(self._sheet, values, self._noted(live.notes, row))
        found = merged(before, wanted, live)
        return EditedRow(
            row.number, before, wanted, live, found.row, found.changed, found.conflicts, row.cells
        )

    def _whole(self, row: Row) -> bool:
        """Whether a new row has all that a value needs; what is missing is a fault elsewhere."""
        return all(c.name in row.values for c in COLUMNS[self._sheet] if c.needed)

    def _noted(self, notes: Notes, row: Row) -> Notes:
        """Notes with what the file says of those that it has a column for."""
        told = dict(row.notes)
        kept = tuple((title, told.get(title, text)) for title, text in notes)
        more = tuple(n for n in row.notes if n[0] in self._titles and n[0] not in dict(notes))
        return kept + more


def _is_under_way(value: Any) -> bool:
    """Whether it is work under way: how much of it is left changes by itself."""
    return getattr(value, "status", None) is Status.RUNNING


def _as_now(value: Any, now: Any, zone: ZoneInfo) -> Any:
    """A cell without the parts that a workbook does not show: seconds, digits beyond the fifteenth."""
    if isinstance(value, datetime) and isinstance(now, datetime):
        wall, there = (moment.astimezone(zone).replace(tzinfo=None) for moment in (now, value))
        return now if there in (wall.replace(microsecond=0), wall.replace(second=0, microsecond=0)) else value
    if isinstance(value, Gate) and isinstance(now, Gate) and value.expected and now.expected:
        return replace(value, expected=_as_now(value.expected, now.expected, zone))
    if isinstance(value, Decimal) and isinstance(now, Decimal):
        return now if float(value) == float(now) else value
    return value


def _faults_between(shop: Shop, edits: Edits, now: datetime) -> list[Fault]:
    """What is wrong between the edited rows and all others, said of the edited ones only."""
    if not any(edited.rows for edited in edits.sheets.values()):
        return []
    chinese = any(edited.table.chinese for edited in edits.sheets.values())
    tables = {sheet: _table(shop, sheet, edits.sheets.get(sheet), chinese) for sheet in Sheet}
    found = [*faults_of_rows(tables, now), *part_circles(tables[Sheet.PARTS])]
    return [fault for fault in found if fault.row != 0]


def _table(shop: Shop, sheet: Sheet, edited: EditedSheet | None, chinese: bool) -> Table:
    """The sheet as it would become; rows that were not edited have no number."""
    name = SHEETS_ZH[sheet] if chinese else sheet.value
    table = Table(sheet, name, chinese)
    rows = {} if edited is None else {key_of(r.value): r for r in edited.rows if r.value is not None}
    if edited is not None:
        table = replace(edited.table, rows=[])
    if sheet is Sheet.CALENDARS:
        table.rows = [Row(0, [], {"calendar": calendar}) for calendar in (*shop.calendars, *rows)]
        return table
    for value in values_of(shop, sheet):
        row = rows.pop(key_of(value), None) if edited is not None else None
        table.rows.append(_shown(sheet, value, row))
    table.rows += [_shown(sheet, row.value, row) for row in rows.values()]
    return table


def _seen_beside(sheet: Sheet, value: Any) -> dict[str, Any]:
    """What checks of other rows look at in a row that nobody edited: of most operations their name alone."""
    if sheet is Sheet.OPERATIONS and value.status is not Status.RUNNING:
        return {"operation": value.id, "status": Status.CANCELLED}
    return cells_of(sheet, value)


def _shown(sheet: Sheet, value: Any, edited: EditedRow | None) -> Row:
    if edited is None:
        return Row(0, [], _seen_beside(sheet, value))
    return Row(edited.number, edited.cells, cells_of(sheet, edited.value))
