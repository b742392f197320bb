"""A quote in Excel: hours by kind as estimators write them, in either language."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from sprue.files.quote import QuoteFault, read_quote
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId
from sprue.shop.resources import Kind

KINDS = {
    KindId("cnc_finish"): Kind(KindId("cnc_finish"), "Finishing CNC", "精铣"),
    KindId("edm_sinker"): Kind(KindId("edm_sinker"), "Sinker EDM", "火花机"),
}


def book(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    cover = made.active
    assert cover is not None
    cover.append(("Quotation 2026-118",))
    sheet = made.create_sheet("Hours")
    for row in rows:
        sheet.append(row)
    data = BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("head", "mill", "edm"),
    [
        (("Kind", "Hours"), "Finishing CNC", "Sinker EDM"),
        (("设备类别", "工时"), "精铣", "火花机"),
        (("process", "h"), "cnc_finish", "EDM_sinker"),
    ],
)
def test_kinds_go_by_id_and_either_name_and_rows_of_one_kind_add_up(
    head: tuple[str, str], mill: str, edm: str
) -> None:
    found = read_quote(book(("For: Door panel",), head, (mill, 120), (edm, "80.5"), (mill, 30)), KINDS)
    assert found.hours == {"cnc_finish": Decimal(150), "edm_sinker": Decimal("80.5")}
    assert found.faults == ()


def test_rows_that_can_not_be_taken_are_told_with_their_number() -> None:
    found = read_quote(
        book(("kind", "hours"), ("Magic", 10), ("Sinker EDM", "many"), ("Sinker EDM", -2), ("", 5)), KINDS
    )
    assert found.hours == {}
    assert found.faults == (
        QuoteFault(2, "Magic", "unknown_kind"),
        QuoteFault(3, "many", "bad_hours"),
        QuoteFault(4, "-2", "bad_hours"),
    )


@pytest.mark.parametrize("data", [b"", b"hours;10", book(("a", "b"), (1, 2))])
def test_what_is_no_quote_is_a_mistake(data: bytes) -> None:
    with pytest.raises(UserMistake):
        read_quote(data, KINDS)
