"""Reads the bill of materials of one mold: sheets of the workbook's format, a single table, or pasted text.

Names of columns, kinds of cells and faults are those of the shop workbook. Of operations only the routing is
read: what has happened is the floor's to tell.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sprue.files.workbook import opening
from sprue.files.workbook.assembling import field_of
from sprue.files.workbook.cells import Bad, Cells, id_of
from sprue.files.workbook.checks import Names, double_ids, minutes_and_place
from sprue.files.workbook.circles import operation_circles, part_circles
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.layout import SHEETS_ZH, Sheet
from sprue.files.workbook.opening import RawSheet, Unreadable
from sprue.files.workbook.tables import Row, Table, column_of, sheet_called, table_of
from sprue.shop.bom import Bom, Fields
from sprue.shop.ids import MoldId, OperationId, PartId, PurchaseId
from sprue.shop.shop import Shop

MOST_FAULTS = 1_000
SHEETS = (Sheet.PARTS, Sheet.OPERATIONS, Sheet.PURCHASES)
_IDS = {Sheet.PARTS: "part", Sheet.OPERATIONS: "operation", Sheet.PURCHASES: "purchase"}
#: What the floor tells, whatever a sheet says.
_OF_THE_FLOOR = ("status", "machine", "started", "finished", "remaining_minutes", "pinned", "pinned_start")


@dataclass(frozen=True, slots=True)
class BomResult:
    """A bill of materials, or the faults because of which there is none."""

    bom: Bom | None
    faults: tuple[Fault, ...] = ()


def read_bom(data: bytes, filename: str, shop: Shop, mold: MoldId) -> BomResult:
    """The bill of materials of an Excel file, a CSV file or a zip of them, for `mold` of `shop`."""
    try:
        return _read(opening.open_bytes(data, filename), shop, mold)
    except Unreadable as error:
        return BomResult(None, (error.fault,))


def read_pasted(text: str, shop: Shop, mold: MoldId) -> BomResult:
    """The same for a table that was copied from somewhere: a header, then rows; cells by tab, ; or comma."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    mark = next((one for one in ("\t", ";", "；", ",") if one in first), ",")
    try:
        rows: list[list[Any]] = [*csv.reader(io.StringIO(text.lstrip("\ufeff\r\n")), delimiter=mark)]
    except csv.Error:
        return BomResult(None, (Fault("", None, None, None, FaultCode.BAD_ENCODING),))
    return _read([RawSheet("", rows, csv=True)], shop, mold)


def _read(raws: list[RawSheet], shop: Shop, mold: MoldId) -> BomResult:
    faults: list[Fault] = []
    tables: dict[Sheet, Table] = {}
    cells = Cells(shop.settings.zone)
    for raw in raws:
        sheet = _sheet_of(raw)
        if sheet is None:
            continue
        if sheet in tables:
            faults.append(
                Fault(raw.name, None, None, None, FaultCode.DOUBLE_SHEET, {"other": tables[sheet].name})
            )
            continue
        tables[sheet] = table_of(sheet, _completed(raw, sheet, mold), cells, faults)
    if not tables:
        names = ", ".join(raw.name for raw in raws)[:200]
        return BomResult(None, (Fault("", None, None, names or None, FaultCode.NO_PARTS),))
    chinese = any(table.chinese for table in tables.values())
    for sheet in SHEETS:
        tables.setdefault(sheet, Table(sheet, SHEETS_ZH[sheet] if chinese else sheet.value, chinese))
    known = _Known(shop, mold, tables)
    faults.extend(known.faults())
    if faults:
        return BomResult(None, tuple(faults[:MOST_FAULTS]))
    return BomResult(known.bom())


def _sheet_of(raw: RawSheet) -> Sheet | None:
    """Which of the three a sheet is, by its name, or by its columns where the name says nothing."""
    named = sheet_called(raw.name)
    if named is not None:
        return named if named in SHEETS else None
    header = raw.rows[0] if raw.rows else []
    by_columns = ((Sheet.PURCHASES, "purchase"), (Sheet.OPERATIONS, "step"), (Sheet.PARTS, "part"))
    for sheet, column in by_columns:
        if any(column_of(sheet, title) == column for title in header):
            return sheet
    return None


def _completed(raw: RawSheet, sheet: Sheet, mold: MoldId) -> RawSheet:
    """With the columns that one mold's table needs not have: the mold, and names of operations."""
    if not raw.rows:
        return raw
    header, *rows = raw.rows
    places = {column_of(sheet, title): place for place, title in enumerate(header)}

    def cell(row: list[Any], column: str) -> str:
        place = places.get(column)
        try:
            return id_of(row[place]) if place is not None and place < len(row) and row[place] != "" else ""
        except Bad:
            return ""  # the cell itself is told as a fault

    def with_column(title: str, of_row: Any) -> RawSheet:
        width = len(header)
        longer = [[*row, *[""] * (width - len(row)), of_row(row) if any(row) else ""] for row in rows]
        return RawSheet(raw.name, [[*header, title], *longer], raw.csv)

    if sheet is Sheet.PARTS and "mold" not in places:
        return with_column("mold", lambda row: str(mold))
    if sheet is Sheet.OPERATIONS and "operation" not in places:
        return with_column("operation", lambda row: f"{cell(row, 'part')}-{cell(row, 'step')}")
    return raw


@dataclass(slots=True)
class _Known:
    """The tables beside the shop they come into; names of the sheet → ids of the shop."""

    shop: Shop
    mold: MoldId
    tables: dict[Sheet, Table]
    _ids: dict[Sheet, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sheet in SHEETS:
            names = (row.get(_IDS[sheet]) for row in self.tables[sheet].rows)
            self._ids[sheet] = {name: self._own(sheet, name) for name in names if name is not None}

    def _own(self, sheet: Sheet, name: str) -> str:
        """`101` of mold M2650 is M2650-101, unless the mold has a part 101 or the name begins with it."""
        if name.startswith(f"{self.mold}-") or self._is_known(sheet, name):
            return name
        return f"{self.mold}-{name}"

    def _is_known(self, sheet: Sheet, name: str) -> bool:
        """Whether the mold has it already."""
        shop = self.shop
        part: str | None = name
        if sheet is Sheet.OPERATIONS:
            operation = shop.operations.get(OperationId(name))
            part = operation.part if operation is not None else None
        elif sheet is Sheet.PURCHASES:
            purchase = shop.purchases.get(PurchaseId(name))
            part = purchase.part if purchase is not None else None
        known = shop.parts.get(PartId(part)) if part is not None else None
        return known is not None and known.mold == self.mold

    def id(self, sheet: Sheet, name: str) -> str:
        """The id of a name that a row refers to."""
        return self._ids[sheet].get(name) or self._own(sheet, name)

    # -- faults --------------------------------------------------------------------

    def faults(self) -> Iterator[Fault]:
        """Everything between cells, and between the tables and the shop."""
        tables = self.tables
        for sheet in SHEETS:
            yield from double_ids(tables[sheet])
        for row in tables[Sheet.PARTS].rows:
            if row.get("mold", self.mold) != self.mold:
                facts = {"choices": str(self.mold), "choices_zh": str(self.mold)}
                yield tables[Sheet.PARTS].fault(row, "mold", FaultCode.UNKNOWN_CHOICE, **facts)
        yield from self._references()
        for row in tables[Sheet.OPERATIONS].rows:
            if OperationId(self.id(Sheet.OPERATIONS, row.get("operation", ""))) not in self.shop.operations:
                yield from minutes_and_place(tables[Sheet.OPERATIONS], row)
        yield from part_circles(tables[Sheet.PARTS])
        yield from operation_circles(tables[Sheet.OPERATIONS], tables[Sheet.PARTS])

    def _references(self) -> Iterator[Fault]:
        parts, operations, purchases = (self.tables[sheet] for sheet in SHEETS)
        names = Names(self._with_the_shops())
        yield from names.check(parts, "parent", (Sheet.PARTS,))
        yield from names.check(operations, "part", (Sheet.PARTS,))
        yield from names.check(operations, "kind", (Sheet.KINDS,))
        yield from names.check(operations, "machines", (Sheet.MACHINES,))
        yield from names.check(operations, "after", (Sheet.OPERATIONS,))
        yield from names.check(purchases, "part", (Sheet.PARTS,))

    def _with_the_shops(self) -> dict[Sheet, Table]:
        """Tables with what rows may refer to beside each other: the mold's own parts, the shop's kinds."""
        shop, chinese = self.shop, any(table.chinese for table in self.tables.values())
        own_parts = [part.id for part in shop.parts.values() if part.mold == self.mold]
        known: dict[Sheet, tuple[str, list[str]]] = {
            Sheet.PARTS: ("part", [*own_parts, *self._short(own_parts)]),
            Sheet.OPERATIONS: ("operation", [*shop.operations]),
            Sheet.KINDS: ("kind", [*shop.kinds]),
            Sheet.MACHINES: ("machine", [*shop.machines]),
        }
        found: dict[Sheet, Table] = {}
        for sheet, (column, ids) in known.items():
            name = (
                self.tables[sheet].name
                if sheet in self.tables
                else SHEETS_ZH[sheet]
                if chinese
                else sheet.value
            )
            told = self.tables[sheet].rows if sheet in self.tables else []
            rows = [Row(0, [], {column: one}) for one in ids]
            found[sheet] = Table(sheet, name, chinese, rows=[*told, *rows])
        return found

    def _short(self, parts: list[PartId]) -> list[str]:
        return [part.removeprefix(f"{self.mold}-") for part in parts]

    # -- the bill ------------------------------------------------------------------

    def bom(self) -> Bom:
        """What faultless tables tell."""
        return Bom(
            {PartId(name): fields for name, fields in self._rows(Sheet.PARTS)},
            {OperationId(name): fields for name, fields in self._rows(Sheet.OPERATIONS)},
            {PurchaseId(name): fields for name, fields in self._rows(Sheet.PURCHASES)},
        )

    def _rows(self, sheet: Sheet) -> Iterator[tuple[str, Fields]]:
        for row in self.tables[sheet].rows:
            fields = {
                field_of(sheet, column): self._value(sheet, column, value)
                for column, value in row.values.items()
                if column != _IDS[sheet] and not (sheet is Sheet.OPERATIONS and column in _OF_THE_FLOOR)
            }
            if row.notes:
                fields["notes"] = row.notes
            yield self._ids[sheet][row.values[_IDS[sheet]]], fields

    def _value(self, sheet: Sheet, column: str, value: Any) -> Any:
        if column in ("part", "parent"):
            return PartId(self.id(Sheet.PARTS, value))
        if sheet is Sheet.OPERATIONS and column == "after":
            own = self._ids[sheet]
            return tuple(OperationId(own.get(name) or name) for name in value)
        return value
