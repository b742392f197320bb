"""Reads a workbook into a shop, or into all its faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sprue.files.workbook import opening
from sprue.files.workbook.assembling import shop_of
from sprue.files.workbook.cells import Cells
from sprue.files.workbook.checks import faults_between
from sprue.files.workbook.faults import Fault
from sprue.files.workbook.layout import SHEETS_ZH, Sheet
from sprue.files.workbook.opening import RawSheet, Unreadable
from sprue.files.workbook.settings import settings_of
from sprue.files.workbook.tables import Table, plain, recognized, table_of
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Settings, Shop

MOST_FAULTS = 1_000
#: So often rows are left out, each time because of those left out before.
MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A shop or the faults because of which there is none (at most `MOST_FAULTS`, in the order of sheets).

    `skipped`: the faults of rows that were left out because that was asked for.
    """

    shop: Shop | None
    faults: tuple[Fault, ...] = ()
    skipped: tuple[Fault, ...] = ()

    @property
    def rows_left_out(self) -> int:
        """How many rows were left out."""
        return len({(fault.sheet, fault.row) for fault in self.skipped})


def read(path: Path, *, now: datetime, skip_bad_rows: bool = False) -> ReadResult:
    """The shop of an Excel workbook, a folder of CSV files, or a zip of them.

    `now` (aware) is the moment from which to plan where the settings name none. With `skip_bad_rows`
    rows with faults, and rows that refer to them, are left out and listed in `skipped`.
    """
    with uncollected():
        try:
            raws = opening.open_path(path)
        except Unreadable as error:
            return ReadResult(None, (error.fault,))
        return _read(raws, now, skip=skip_bad_rows)


def read_upload(data: bytes, filename: str, *, now: datetime, skip_bad_rows: bool = False) -> ReadResult:
    """`read` for the bytes of an .xlsx file or a zip of CSV files."""
    with uncollected():
        try:
            raws = opening.open_bytes(data, filename)
        except Unreadable as error:
            return ReadResult(None, (error.fault,))
        return _read(raws, now, skip=skip_bad_rows)


def _read(raws: list[RawSheet], now: datetime, *, skip: bool) -> ReadResult:
    faults: list[Fault] = []
    found = recognized(raws, faults)
    if not found:
        return ReadResult(None, tuple(faults))
    settings, tables = _tables(found, faults)
    moment = settings.now or now.astimezone(settings.zone)
    cell_faults = faults
    faults = [*cell_faults, *faults_between(tables, moment)]
    skipped: list[Fault] = []
    if skip:
        faults, skipped = _leave_out(tables, faults, moment)
    if faults:
        return ReadResult(None, _in_order(faults, tables)[:MOST_FAULTS], _in_order(skipped, tables))
    return ReadResult(shop_of(settings, tables), (), _in_order(skipped, tables))


def _tables(found: Mapping[Sheet, RawSheet], faults: list[Fault]) -> tuple[Settings, dict[Sheet, Table]]:
    """All tables of the format, empty ones for sheets that are not there."""
    chinese = any(plain(raw.name) != sheet for sheet, raw in found.items())
    tables = {sheet: Table(sheet, SHEETS_ZH[sheet] if chinese else sheet.value, chinese) for sheet in Sheet}
    settings = Settings()
    cells = Cells(settings.zone)
    for sheet in Sheet:  # settings come first
        if sheet in found:
            tables[sheet] = table_of(sheet, found[sheet], cells, faults)
        if sheet is Sheet.SETTINGS:
            settings = settings_of(tables[sheet], faults)
            cells = Cells(settings.zone)
    return settings, tables


def _leave_out(
    tables: dict[Sheet, Table], faults: list[Fault], now: datetime
) -> tuple[list[Fault], list[Fault]]:
    """Leaves rows with faults out of `tables`; the faults that remain, and those of the rows."""
    skipped: list[Fault] = []
    by_name = {table.name: table for table in tables.values()}
    stubborn = [fault for fault in faults if fault.row is None or fault.row == 1]
    for _ in range(MOST_ROUNDS):
        bad = {(fault.sheet, fault.row) for fault in faults if fault.row is not None and fault.row > 1}
        if stubborn or not bad:
            break
        skipped.extend(faults)
        for name in {sheet for sheet, _ in bad}:
            table = by_name[name]
            table.rows = [row for row in table.rows if (name, row.number) not in bad]
        faults = list(faults_between(tables, now))
    return faults, skipped


def _in_order(faults: list[Fault], tables: Mapping[Sheet, Table]) -> tuple[Fault, ...]:
    """By sheet, row and column as they stand in the file; faults of the whole file first."""
    sheets = {table.name: number for number, table in enumerate(tables.values())}
    places = {
        (t.name, t.header(column)): place for t in tables.values() for column, place in t.places.items()
    }

    def key(fault: Fault) -> tuple[int, int, int]:
        column = places.get((fault.sheet, fault.column or ""), 999)
        return sheets.get(fault.sheet, -1), fault.row or 0, column

    return tuple(sorted(faults, key=key))
