from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sprue.files.workbook import Fault, FaultCode, read, read_upload
from sprue.files.workbook.layout import COLUMNS, SHEETS_ZH, Sheet
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.gates import CLOSED, OK, Gate, GateState
from sprue.shop.ids import CalendarId, KindId, MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import Mold, MoldClass
from sprue.shop.resources import Machine
from sprue.shop.routing import MachineOption, Mode, Operation, Status
from sprue.shop.shop import Shop
from tests.core.files.workbook.books import (
    NOW,
    SHANGHAI,
    SMALL,
    Book,
    changed,
    csv_zip,
    excel,
    read_book,
    with_row,
)


def shop_of(book: Book) -> Shop:
    found = read_book(book)
    assert found.faults == ()
    assert found.shop is not None
    return found.shop


def chinese(book: Book) -> Book:
    """The book with Chinese sheet and column names."""
    made: Book = {}
    for name, rows in deepcopy(book).items():
        sheet = Sheet(name)
        words = {column.name: column.zh for column in COLUMNS[sheet]}
        made[SHEETS_ZH[sheet]] = [[words[title] for title in rows[0]], *rows[1:]]
    return made


def test_a_small_shop() -> None:
    shop = shop_of(SMALL)

    assert shop.settings.now == NOW
    assert shop.machines[MachineId("M1")] == Machine(
        MachineId("M1"), "Mill 1", (KindId("mill"),), CalendarId("day"), Decimal("1.13"), True, 1
    )
    assert shop.molds[MoldId("2601")].due == datetime(2026, 5, 1, tzinfo=SHANGHAI)
    assert shop.operations[OperationId("O2")] == Operation(
        OperationId("O2"),
        PartId("2601-1"),
        Decimal(20),
        machines=(MachineOption(MachineId("B1"), Decimal(45)),),
        run_minutes=Decimal(30),
        mode=Mode.UNBROKEN,
        after=(OperationId("O1"),),
    )
    assert shop.operations[OperationId("O4")].status is Status.RUNNING
    assert shop.calendars[CalendarId("day")] == Calendar(
        CalendarId("day"), (DayRule((Shift(480, 720), Shift(780, 1050)), weekday=0),)
    )


def test_chinese_names_say_the_same() -> None:
    assert shop_of(chinese(SMALL)) == shop_of(SMALL)


def test_names_may_be_mixed_in_any_order_and_case() -> None:
    book = chinese(SMALL)
    book["Operations"] = [[row[0], *row[:0:-1]] for row in _filled(book.pop("工序"))]
    book["Operations"][0] = ["OPERATION" if t == "工序" else t for t in book["Operations"][0]]

    assert shop_of(book) == shop_of(SMALL)


def _filled(rows: list[list[object]]) -> list[list[object]]:
    return [row + [None] * (len(rows[0]) - len(row)) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_says_the_same_as_excel(encoding: str, tmp_path: Path) -> None:
    book = changed("orders", 2, "customer", "三门灯具")
    for name, rows in book.items():
        lines = (",".join('"' + ("" if c is None else str(c)) + '"' for c in row) for row in rows)
        (tmp_path / f"{name}.csv").write_bytes("\n".join(lines).encode(encoding))

    assert read_upload(csv_zip(book, encoding), "x.zip", now=NOW).shop == shop_of(book)
    assert read(tmp_path, now=NOW).shop == shop_of(book)


@pytest.mark.parametrize("value", [2601, 2601.0, "2601", "2601.0", " 2601 "])
def test_an_id_is_text_however_it_was_typed(value: object) -> None:
    assert shop_of(changed("molds", 2, "mold", value)) == shop_of(SMALL)


def at(*parts: int) -> datetime:
    """A moment as cells hold it, without zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  # year, month, day at least


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("2026-04-30", at(2026, 5, 1)),
        (date(2026, 4, 30), at(2026, 5, 1)),
        ("2026-04-30 14:30", at(2026, 4, 30, 14, 30)),
        (at(2026, 4, 30, 14, 30), at(2026, 4, 30, 14, 30)),
        ("2026/4/30", at(2026, 5, 1)),
        ("2026年4月30日", at(2026, 5, 1)),
        ("2026-04-30 00:00", at(2026, 4, 30)),
        ("2026-04-30 24:00", at(2026, 5, 1)),
    ],
)  # fmt: skip
def test_a_due_date_without_a_time_is_its_last_minute(value: object, due: datetime) -> None:
    shop = shop_of(changed("molds", 2, "due", value))

    assert shop.molds[MoldId("2601")].due == due.replace(tzinfo=SHANGHAI)


def test_a_material_date_without_a_time_is_its_first_minute() -> None:
    part = shop_of(changed("parts", 3, "available", date(2026, 3, 10))).parts[PartId("2601-1")]

    assert part.available == datetime(2026, 3, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("value", "gate"),
    [
        ("ok", OK),
        ("齐", OK),
        ("no", CLOSED),
        ("缺", CLOSED),
        (None, Gate()),
        ("2026-03-12", Gate(GateState.EXPECTED, datetime(2026, 3, 12, tzinfo=SHANGHAI))),
    ],
)
def test_gates(value: object, gate: Gate) -> None:
    assert shop_of(changed("operations", 2, "drawing", value)).operations[OperationId("O1")].drawing == gate


@pytest.mark.parametrize("text", ["mill, bench", "mill，bench", "mill、bench", "mill;bench", "mill；bench"])
def test_lists_are_separated_by_any_comma(text: str) -> None:
    shop = shop_of(changed("machines", 2, "kind", text))

    assert shop.machines[MachineId("M1")].kinds == (KindId("mill"), KindId("bench"))


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("20:00-06:00", (Shift(1200, 1800),)),
        ("08:00-24:00", (Shift(480, 1440),)),
        ("00:00-24:00", (Shift(0, 1440),)),
        ("8:00-12:00,13:00-17:00", (Shift(480, 720), Shift(780, 1020))),
        ("-", ()),
        ("休", ()),
    ],
)
def test_shifts(text: str, shifts: tuple[Shift, ...]) -> None:
    shop = shop_of(changed("calendars", 2, "shifts", text))

    assert shop.calendars[CalendarId("day")].rules == (DayRule(shifts, weekday=0),)


def test_dates_of_a_calendar() -> None:
    shop = shop_of(with_row("calendars", calendar="day", day="2026-02-10..2026-02-24", shifts="-"))

    assert shop.calendars[CalendarId("day")].rules[1] == DayRule(
        (), first=date(2026, 2, 10), last=date(2026, 2, 24)
    )


def test_unknown_columns_are_kept_as_notes() -> None:
    book = deepcopy(SMALL)
    book["molds"][0].append("Cavity count")
    book["molds"][1].append(4)

    assert shop_of(book).molds[MoldId("2601")] == Mold(
        MoldId("2601"),
        shop_of(SMALL).molds[MoldId("2601")].order,
        mold_class=MoldClass.M,
        due=datetime(2026, 5, 1, tzinfo=SHANGHAI),
        notes=(("Cavity count", "4"),),
    )


def test_times_are_those_of_the_shops_zone_wherever_the_setting_stands() -> None:
    shop = shop_of(with_row("settings", key="timezone", value="Europe/Berlin"))

    assert shop.settings.now is not None
    assert shop.settings.now.isoformat() == "2026-03-09T08:00:00+01:00"


def test_minutes_are_exact_decimals() -> None:
    shop = shop_of(changed("operations", 2, "run_minutes", 0.1))

    assert shop.operations[OperationId("O1")].run_minutes == Decimal("0.1")


def test_a_guarded_cell_of_csv_loses_its_guard() -> None:
    book = changed("orders", 2, "customer", "'=cmd")
    found = read_upload(csv_zip(book), "shop.zip", now=NOW)

    assert found.shop is not None
    assert [order.customer for order in found.shop.orders.values()] == ["=cmd"]


def test_one_csv_alone_is_a_shop_with_missing_sheets() -> None:
    found = read_upload(b"order,weight\nSO1,1\n", "orders.csv", now=NOW)

    assert found.faults == tuple(
        Fault(sheet, None, None, None, FaultCode.MISSING_SHEET) for sheet in ("molds", "parts", "operations")
    )


def test_a_workbook_of_excel_is_read_from_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(excel(SMALL))

    assert read(path, now=NOW).shop == shop_of(SMALL)
