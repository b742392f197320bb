"""Tables of a shop that works go out, are edited, come in again: what would change is told cell by cell."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprue.files.workbook import FaultCode, sinks
from sprue.files.workbook.edited import EditedRow
from sprue.files.workbook.editing import Edits, read_edits
from sprue.files.workbook.exporting import EDITABLE, HIDDEN, edit_sheets
from sprue.files.workbook.layout import Sheet
from sprue.files.workbook.writing import values_of
from sprue.floor import commands as co
from sprue.sample import make_shop
from sprue.shop.calendar import CalendarException
from sprue.shop.events import ShopAmended
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.routing import Mode, Operation
from sprue.shop.shop import Shop
from tests.core.floor.shops import LI, M1, NOW, Hall, small_shop

Book = dict[str, list[list[Any]]]


def written(shop: Shop, language: str = "en", sheets: tuple[Sheet, ...] = EDITABLE) -> bytes:
    """The sheets as an Excel file."""
    chosen = {sheet: list(values_of(shop, sheet)) for sheet in sheets}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        sinks.write_sheets(edit_sheets(shop, chosen, language, now=NOW), path)
        return path.read_bytes()


def edited(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The file as somebody saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def bare(book: openpyxl.Workbook) -> None:
    """Without what the file was written from, as another program may leave it."""
    for name in book.sheetnames:
        if name.startswith(HIDDEN):
            del book[name]


def cell(book: openpyxl.Workbook, sheet: str, key: str, column: str) -> Any:
    """A cell by the id of its row and its column name."""
    page = book[sheet]
    titles = [one.value for one in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if str(row[0].value) == key)
    return row[titles.index(column)]


def told(edits: Edits) -> dict[tuple[str, str], tuple[str, ...]]:
    """Changed fields by sheet and row."""
    return {
        (sheet.value, row.wanted.id): row.changed
        for sheet, found in edits.sheets.items()
        for row in found.rows
        if row.changed
    }


def only(edits: Edits, sheet: Sheet) -> EditedRow:
    (row,) = edits.sheets[sheet].rows
    return row


def pasted(text: str, shop: Shop, now: datetime = NOW) -> Edits:
    return read_edits(text.encode(), "pasted.tsv", shop, now=now)


@pytest.mark.parametrize(("people", "language"), [(30, "en"), (30, "zh-hans")])
def test_what_nobody_edits_changes_nothing(people: int, language: str) -> None:
    shop = make_shop(people, 5, language=language)
    edits = read_edits(written(shop, language), "tables.xlsx", shop, now=NOW)

    assert edits.faults == ()
    assert told(edits) == {}
    assert {s: found.same for s, found in edits.sheets.items()} == {
        sheet: len([*values_of(shop, sheet)]) for sheet in EDITABLE
    }


def worked() -> Hall:
    """The small shop after a morning: work done and under way, a gate opened, leave told."""
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("mill"), M1, LI))
    hall.do(co.Finish(OperationId("mill"), LI))
    hall.do(co.ChangeAttendance(LI, co.Attendance.SICK, co.Span.SHIFT))
    hall.do(co.Start(OperationId("coat")))
    return hall


@pytest.mark.parametrize("with_copy", [True, False])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_after_work_has_begun_nothing_changes_either(language: str, with_copy: bool) -> None:
    hall = worked()
    at = NOW + timedelta(hours=2, seconds=17)
    data = written(hall.store.state.floor_at(at), language)
    if not with_copy:
        data = edited(data, bare)
    # Read an hour later: what is left of work under way has become less by itself.
    later = at + timedelta(hours=1)
    edits = read_edits(data, "tables.xlsx", hall.store.state.floor_at(later), now=later)

    assert edits.faults == ()
    assert told(edits) == {}


def test_only_rows_and_columns_that_are_there_are_looked_at() -> None:
    edits = pasted("operation\trun_minutes\nerode\t300\nplate-1\t120\n", small_shop())

    assert told(edits) == {("operations", "erode"): ("run_minutes",)}
    row = only(edits, Sheet.OPERATIONS)
    assert row.value == replace(small_shop().operations[OperationId("erode")], run_minutes=Decimal(300))
    assert edits.sheets[Sheet.OPERATIONS].same == 1


def test_an_empty_cell_takes_the_value_away() -> None:
    edits = pasted("工序\t加工分钟\t程序\nmill\t120\t\n", small_shop())

    assert told(edits) == {("operations", "mill"): ("program",)}


def test_new_rows_need_what_every_row_needs() -> None:
    edits = pasted("operation\trun_minutes\nnew-1\t300\n", small_shop())

    assert {(f.code, f.column) for f in edits.faults} == {
        (FaultCode.MISSING_COLUMN, "part"),
        (FaultCode.MISSING_COLUMN, "step"),
    }
    whole = pasted(
        "operation\tpart\tstep\tkind\trun_minutes\nnew-1\tcore\t40\tcnc_finish\t300\n", small_shop()
    )
    assert whole.faults == ()
    assert only(whole, Sheet.OPERATIONS).live is None
    assert only(whole, Sheet.OPERATIONS).value.run_minutes == 300


def test_every_fault_is_told_with_its_place() -> None:
    text = (
        "operation\tpart\tstep\tkind\trun_minutes\tmode\tafter\n"
        "mill\tcore\t10\tcnc_finish\tlong\tattended\t\n"
        "erode\tcor\t20\tedm_sinker\t600\tunattended\tmil\n"
        "plate-1\tplate\t10\tcnc_finish\t120\tby night\t\n"
        "mill\tcore\t10\tcnc_finish\t130\tattended\t\n"
    )
    faults = pasted(text, small_shop()).faults

    assert [(f.sheet, f.row, f.column, f.value, f.code) for f in faults] == [
        ("pasted", 2, "run_minutes", "long", FaultCode.NOT_A_NUMBER),
        ("pasted", 4, "mode", "by night", FaultCode.UNKNOWN_CHOICE),
        ("pasted", 3, "part", "cor", FaultCode.UNKNOWN_REFERENCE),
        ("pasted", 3, "after", "mil", FaultCode.UNKNOWN_REFERENCE),
    ]
    assert "did you mean core?" in faults[2].text("en")
    assert "是否应为 core？" in faults[2].text("zh-hans")


def test_without_a_heading_nobody_knows_what_it_is() -> None:
    (fault,) = pasted("mill\t120\nerode\t300\n", small_shop()).faults

    assert fault.code is FaultCode.NO_HEADING


def test_double_rows_are_a_fault() -> None:
    (fault,) = pasted("operation\trun_minutes\nmill\t10\nmill\t20\n", small_shop()).faults

    assert (fault.code, fault.row) == (FaultCode.DOUBLE_ID, 3)


def test_a_cell_that_two_people_changed_is_a_conflict_and_one_that_nobody_edited_stays() -> None:
    hall = Hall()
    data = edited(written(small_shop()), two_edits)
    erode, mill = (small_shop().operations[OperationId(name)] for name in ("erode", "mill"))
    amended = ShopAmended(
        operations=(replace(erode, run_minutes=Decimal(500)), replace(mill, name="Mill core"))
    )
    hall.do(co.AmendShop(amended))
    edits = read_edits(data, "tables.xlsx", hall.store.state.floor_at(NOW), now=NOW)

    rows = {row.wanted.id: row for row in edits.sheets[Sheet.OPERATIONS].rows}
    assert rows["erode"].conflicts == ("run_minutes",)
    assert rows["erode"].value.run_minutes == 500
    assert rows["mill"].changed == ("run_minutes",)
    assert rows["mill"].value.name == "Mill core"


def two_edits(book: openpyxl.Workbook) -> None:
    cell(book, "operations", "erode", "run_minutes").value = 400
    cell(book, "operations", "mill", "run_minutes").value = 90


def test_formulas_and_texts_that_look_like_them_stay_text() -> None:
    shop = small_shop()
    mold = next(iter(shop.molds.values()))
    named = replace(shop, molds={mold.id: replace(mold, name="=1+1", status="+86 755")})
    data = written(named)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert cell(book, "molds", "M1", "name").data_type == "s"
    edits = read_edits(edited(data, bare), "tables.xlsx", shop, now=NOW)

    assert only(edits, Sheet.MOLDS).value.name == "=1+1"
    assert read_edits(data, "tables.xlsx", named, now=NOW).sheets[Sheet.MOLDS].rows == []


def test_ids_stay_text() -> None:
    shop = small_shop()
    operation = replace(shop.operations[OperationId("mill")], id=OperationId("0012"))
    shop = replace(shop, operations={operation.id: operation})
    book = openpyxl.load_workbook(io.BytesIO(written(shop)))

    assert cell(book, "operations", "0012", "operation").value == "0012"
    assert told(read_edits(written(shop), "t.xlsx", shop, now=NOW)) == {}


def test_csv_of_a_chinese_office_in_gb18030() -> None:
    text = "工序,加工分钟,名称\r\nerode,540,放电（精）\r\n"
    edits = read_edits(text.encode("gb18030"), "改动.csv", small_shop(), now=NOW)

    assert told(edits) == {("operations", "erode"): ("name", "run_minutes")}
    assert only(edits, Sheet.OPERATIONS).value.name == "放电（精）"


def test_an_exception_that_begins_at_the_same_moment_is_the_same_one() -> None:
    start = NOW + timedelta(days=1)
    leave = CalendarException(LI, start, start + timedelta(hours=8), open=False, reason="leave")
    shop = replace(small_shop(), exceptions=(leave,))
    data = edited(written(shop, sheets=(Sheet.EXCEPTIONS,)), longer)
    row = only(read_edits(data, "tables.xlsx", shop, now=NOW), Sheet.EXCEPTIONS)

    assert row.changed == ("end",)
    assert row.live == leave
    assert row.value.end == start + timedelta(hours=32)


def longer(book: openpyxl.Workbook) -> None:
    end = cell(book, "exceptions", "li", "to")
    end.value += timedelta(days=1)


def test_columns_of_ones_own_are_left_alone_and_named() -> None:
    edits = pasted("operation\trun_minutes\tmy check\nerode\t600\tok\n", small_shop())

    assert told(edits) == {}
    assert edits.sheets[Sheet.OPERATIONS].ignored == ("my check",)


def test_the_settings_change_with_a_whole_workbook_only() -> None:
    def with_settings(book: openpyxl.Workbook) -> None:
        book.create_sheet("settings").append(["key", "value"])

    data = edited(written(small_shop(), sheets=(Sheet.MOLDS,)), with_settings)
    edits = read_edits(data, "t.xlsx", small_shop(), now=NOW)

    assert edits.left == ("settings",)
    assert set(edits.sheets) == {Sheet.MOLDS}


def large(operations: int) -> Shop:
    """The small shop with so many operations on the core."""
    shop = small_shop()
    mill = shop.operations[OperationId("mill")]
    many = {
        name: replace(mill, id=name, step=Decimal(100 + number))
        for number in range(operations)
        for name in (OperationId(f"m{number}"),)
    }
    return replace(shop, operations=many)


def test_forty_thousand_rows_with_one_edit() -> None:
    shop = large(40_000)
    lines = [f"{o.id}\t{o.part}\t{o.step}\t{o.run_minutes}" for o in shop.operations.values()]
    lines[31_000] = lines[31_000].replace("\t120", "\t125")
    edits = pasted("\n".join(["operation\tpart\tstep\trun_minutes", *lines]), shop)

    assert edits.faults == ()
    assert told(edits) == {("operations", "m31000"): ("run_minutes",)}
    assert edits.sheets[Sheet.OPERATIONS].same == 39_999


#: Column → cells that can be typed there, none of them what the small shop has.
TYPED: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["A1", "粗铣", "+1", "a\nb"]),
    "run_minutes": st.integers(601, 900),
    "setup_minutes": st.sampled_from([5, 0.5, "45"]),
    "mode": st.sampled_from([Mode.UNBROKEN.value]),
    "group": st.sampled_from(["g1", "007"]),
    "not_before": st.datetimes(datetime(2026, 12, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001  # as cells are
        lambda moment: moment.replace(microsecond=0)
    ),
    "fixture": st.sampled_from(["ok", "no"]),
    "machine": st.sampled_from(["cnc-1", "bench-1"]),
}
OPEN = [o.id for o in small_shop().operations.values() if o.id != "old"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_preview_names_exactly_the_edited_cells(data: st.DataObject) -> None:
    places = data.draw(
        st.sets(st.tuples(st.sampled_from(OPEN), st.sampled_from([*TYPED])), min_size=1, max_size=6)
    )
    typed = {place: data.draw(TYPED[place[1]]) for place in sorted(places)}

    def change(book: openpyxl.Workbook) -> None:
        for (operation, column), value in typed.items():
            cell(book, "operations", operation, column).value = value

    edits = read_edits(edited(BOOK, change), "tables.xlsx", small_shop(), now=NOW)
    found = {(key, name) for (_, key), names in told(edits).items() for name in names}
    assert found == set(typed)
    for row in edits.sheets[Sheet.OPERATIONS].rows:
        assert isinstance(row.value, Operation)
        live = small_shop().operations[row.value.id]
        kept = {name: getattr(live, name) for key, name in typed if key == row.value.id}
        assert replace(row.value, **kept) == live


BOOK = written(small_shop())


def test_a_machine_by_name_is_no_operation() -> None:
    """Both sheets have a column machine: the one with the most known columns is meant."""
    edits = pasted("operation\tmachine\tpinned\nmill\tcnc-2\tyes\n", small_shop())

    assert edits.faults == ()
    assert only(edits, Sheet.OPERATIONS).value.machine == MachineId("cnc-2")
