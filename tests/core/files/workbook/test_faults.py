from copy import deepcopy
from dataclasses import dataclass

import openpyxl
import pytest

from sprue.files.workbook import Fault, FaultCode, opening, read_upload
from sprue.files.workbook.faults import TEXTS
from tests.core.files.workbook.books import (
    NOW,
    SMALL,
    Book,
    changed,
    excel,
    read_book,
    renamed,
    with_row,
    without_column,
)

C = FaultCode


@dataclass(frozen=True)
class Case:
    """A book with one fault."""

    book: Book
    fault: Fault


def cell(sheet: str, row: int, column: str, value: object, code: FaultCode, /, **facts: str) -> Case:
    """`SMALL` with a bad cell and the fault that it makes."""
    shown = None if value is None else str(value)
    return Case(changed(sheet, row, column, value), Fault(sheet, row, column, shown, code, facts))


def _double_sheet() -> Book:
    book = deepcopy(SMALL)
    book["零件"] = [["零件", "模具"]]
    return book


def _double_column() -> Book:
    book = deepcopy(SMALL)
    book["parts"][0].append("数量")
    return book


def _taken() -> Book:
    return with_row(
        "operations", operation="O5", part="2601-0", step=5, kind="mill", run_minutes=5,
        status="running", machine="M1", remaining_minutes=3,
    )  # fmt: skip


RANGE = {"first": "1990-01-01", "last": "2100-01-01"}
MODES = {"choices": "attended, unbroken, unattended, outside", "choices_zh": "有人、连续、无人、外协"}

CASES = [
    Case(renamed("parts", "part"), Fault("part", None, None, None, C.UNKNOWN_SHEET, {"near": "parts"})),
    Case(_double_sheet(), Fault("零件", None, None, None, C.DOUBLE_SHEET, {"other": "parts"})),
    Case(without_column("operations", "step"), Fault("operations", 1, "step", None, C.MISSING_COLUMN)),
    Case(_double_column(), Fault("parts", 1, "数量", "数量", C.DOUBLE_COLUMN)),
    cell("operations", 3, "step", None, C.MISSING_VALUE),
    cell("operations", 2, "run_minutes", None, C.MISSING_VALUE),
    cell("machines", 2, "kind", None, C.MISSING_VALUE),
    cell("operations", 2, "run_minutes", "many", C.NOT_A_NUMBER),
    cell("operations", 2, "run_minutes", "1.5 h", C.WRONG_UNIT, minutes="90"),
    cell("operations", 2, "setup_minutes", -5, C.NEGATIVE),
    cell("machines", 2, "speed", 0, C.NOT_POSITIVE),
    cell("machines", 3, "batch", 1.5, C.NOT_WHOLE),
    cell("operations", 2, "run_minutes", 9_000_000, C.NUMBER_TOO_LARGE, limit="1576800"),
    cell("molds", 2, "due", "next week", C.NOT_A_MOMENT),
    cell("molds", 2, "due", "2026-02-30", C.NOT_A_MOMENT),
    cell("molds", 2, "due", "1026-04-30", C.MOMENT_OUT_OF_RANGE, **RANGE),
    cell("operations", 4, "joins", "perhaps", C.NOT_YES_NO),
    cell("operations", 2, "mode", "automatic", C.UNKNOWN_CHOICE, **MODES),
    cell("molds", 2, "class", "XXL", C.UNKNOWN_CHOICE, choices="S, M, L, XL", choices_zh="S、M、L、XL"),
    cell("orders", 2, "customer", "x" * 2001, C.TEXT_TOO_LONG, limit="2000"),
    cell("calendars", 2, "day", "someday", C.BAD_DAY),
    cell("calendars", 2, "day", "2026-02-24..2026-02-10", C.REVERSED_DAYS),
    cell("calendars", 2, "shifts", "08:00-25:00", C.BAD_SHIFT),
    cell("operations", 2, "drawing", "soon", C.BAD_GATE),
    Case(
        with_row("settings", key="timezone", value="Asia/Atlantis"),
        Fault("settings", 5, "value", "Asia/Atlantis", C.UNKNOWN_TIMEZONE),
    ),
    cell("settings", 2, "value", 2, C.UNSUPPORTED_VERSION),
    Case(
        with_row("kinds", kind="mill"), Fault("kinds", 4, "kind", "mill", C.DOUBLE_ID, {"other": "2"})
    ),
    cell(
        "operations", 2, "kind", "mil", C.UNKNOWN_REFERENCE,
        sheet="kinds", hint="; did you mean mill?", hint_zh="，是否应为 mill？",
    ),
    cell(
        "operations", 3, "after", "ZZZ", C.UNKNOWN_REFERENCE,
        sheet="operations", hint="; add it there", hint_zh="，请先添加",
    ),
    cell("operations", 2, "after", "O2", C.CIRCLE, members="O1 → O2 → O1"),
    cell("operations", 2, "after", "O3", C.CIRCLE, members="O1 → O3 → O2 → O1"),
    cell("operations", 2, "after", "O1", C.CIRCLE, members="O1 → O1"),
    cell("exceptions", 2, "to", "2026-03-10", C.REVERSED_PERIOD, start="2026-03-10 00:00"),
    cell("operations", 2, "kind", None, C.NO_PLACE),
    cell("operations", 5, "machine", None, C.MACHINE_NEEDED, why="running", why_zh="加工中"),
    Case(
        changed("operations", 2, "pinned", "yes"),
        Fault("operations", 2, "machine", None, C.MACHINE_NEEDED, {"why": "pinned", "why_zh": "已锁定"}),
    ),
    Case(
        with_row(
            "operations", operation="O5", part="2601-0", step=5, kind="mill", run_minutes=5,
            machine="B1", pinned="yes",
        ),
        Fault("operations", 6, "machine", "B1", C.WRONG_MACHINE, {"hint": ": M1", "hint_zh": "：M1"}),
    ),
    Case(_taken(), Fault("operations", 6, "machine", "M1", C.MACHINE_TAKEN, {"other": "O4", "batch": "1"})),
    cell("operations", 5, "started", None, C.START_NEEDED),
    cell("operations", 5, "started", "2026-03-09 08:01", C.STARTED_LATER, now="2026-03-09 08:00"),
]  # fmt: skip

#: Faults of whole files and of formulas, which have tests of their own below and in test_hostile; a bill of
#: materials without a table of parts: tests/scenarios/test_parts_come_in_waves.py; edited tables:
#: test_editing and the server's test_tables_taken.
ELSEWHERE = {
    C.FILE_MISSING, C.FILE_EMPTY, C.NOT_A_WORKBOOK, C.ENCRYPTED, C.TOO_LARGE, C.BAD_ENCODING,
    C.NO_KNOWN_SHEET, C.MISSING_SHEET, C.TOO_MANY_ROWS, C.FORMULA_ERROR, C.NO_PARTS,
    C.NO_HEADING, C.FORMULA_WITHOUT_VALUE,
}  # fmt: skip


def _name(case: Case) -> str:
    fault = case.fault
    return f"{fault.code}-{fault.sheet}-{fault.column}-{str(fault.value)[:12]}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_fault_is_named_with_place_value_and_remedy(case: Case) -> None:
    found = read_book(case.book)

    assert found.shop is None
    assert case.fault in found.faults
    same_row = [f for f in found.faults if f.code is case.fault.code]
    assert same_row == [case.fault]


def test_every_kind_of_fault_has_a_case() -> None:
    assert {case.fault.code for case in CASES} | ELSEWHERE == set(FaultCode)
    assert len(FaultCode) >= 25


def test_every_kind_of_fault_has_words_in_both_languages() -> None:
    assert set(TEXTS) == set(FaultCode)
    for english, chinese in TEXTS.values():
        assert english.isascii() or "…" in english
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_words_of_a_fault_need_no_more_facts_than_it_has(case: Case) -> None:
    for language in ("en", "zh-hans"):
        text = case.fault.text(language)
        assert text
        assert "{" not in text


def test_a_fault_in_one_line() -> None:
    fault = read_book(changed("operations", 2, "setup_minutes", -5)).faults[0]

    assert fault.line() == "operations row 2 setup_minutes '-5': must be 0 or more"
    assert fault.line("zh-hans") == "operations 第 2 行 setup_minutes '-5': 必须大于或等于 0"


def test_one_bad_cell_does_not_hide_the_others() -> None:
    book = changed("operations", 2, "run_minutes", "many")
    book["molds"][1][3] = "someday"
    book["parts"][2][1] = "2602"

    assert [(f.sheet, f.row, f.column, f.code) for f in read_book(book).faults] == [
        ("molds", 2, "due", C.NOT_A_MOMENT),
        ("parts", 3, "mold", C.UNKNOWN_REFERENCE),
        ("operations", 2, "run_minutes", C.NOT_A_NUMBER),
    ]


def test_a_row_whose_own_cells_are_bad_can_still_be_referred_to() -> None:
    found = read_book(changed("molds", 2, "weight", "heavy"))

    assert found.faults == (Fault("molds", 2, "weight", "heavy", C.NOT_A_NUMBER),)


def test_an_empty_line_above_keeps_the_numbers_of_rows() -> None:
    book = deepcopy(SMALL)
    book["orders"].insert(1, [None, None, None])
    book["orders"][2][2] = -1

    assert read_book(book).faults == (Fault("orders", 3, "weight", "-1", C.NEGATIVE),)


def test_a_fault_names_sheet_and_column_as_the_file_does() -> None:
    book = renamed("orders", "订单")
    book["订单"][0] = ["订单", "客户", "权重"]
    book["订单"][1][2] = -1

    assert read_book(book).faults == (Fault("订单", 2, "权重", "-1", C.NEGATIVE),)


def test_a_formula_that_failed_is_no_empty_cell() -> None:
    import io

    made = openpyxl.load_workbook(io.BytesIO(excel(SMALL)))
    broken = made["operations"]["F2"]
    broken.value, broken.data_type = "#REF!", "e"
    out = io.BytesIO()
    made.save(out)

    found = read_upload(out.getvalue(), "shop.xlsx", now=NOW)

    assert found.faults == (Fault("operations", 2, "setup_minutes", "#REF!", C.FORMULA_ERROR),)


def test_a_missing_sheet() -> None:
    book = deepcopy(SMALL)
    del book["molds"]

    faults = read_book(book).faults

    assert faults[0] == Fault("molds", None, None, None, C.MISSING_SHEET)


def test_no_sheet_of_the_format() -> None:
    assert read_book({"Sheet1": [["a"]]}).faults == (Fault("", None, None, "Sheet1", C.NO_KNOWN_SHEET),)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sprue.files.workbook.tables.MOST_ROWS", 4)

    faults = read_book(SMALL).faults

    assert Fault("operations", None, None, None, C.TOO_MANY_ROWS, {"limit": "4"}) in faults
    assert opening.MOST_ROWS > 200_000


def test_bad_rows_are_left_out_when_asked_and_so_are_those_that_refer_to_them() -> None:
    found = read_book(changed("operations", 2, "run_minutes", "many"), skip_bad_rows=True)

    assert found.faults == ()
    assert [(f.row, f.code) for f in found.skipped] == [(2, C.NOT_A_NUMBER), (3, C.UNKNOWN_REFERENCE)]
    assert found.rows_left_out == 2
    assert found.shop is not None
    assert list(found.shop.operations) == ["O3", "O4"]


def test_a_missing_column_can_not_be_left_out() -> None:
    found = read_book(without_column("operations", "part"), skip_bad_rows=True)

    assert found.shop is None
    assert Fault("operations", 1, "part", None, C.MISSING_COLUMN) in found.faults
