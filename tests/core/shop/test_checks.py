"""The text of a cell as checks at the end of an operation."""

from decimal import Decimal

import pytest

from sprue.shop.checks import Check, Checked, checks_of


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("", ()),
        ("surface", (Check("surface"),)),
        ("深度 3.20..3.25；火花纹", (Check("深度", Decimal("3.20"), Decimal("3.25")), Check("火花纹"))),
        ("offset -0.05 .. +0.05;", (Check("offset", Decimal("-0.05"), Decimal("0.05")),)),
        (
            "photo: parting line; 照片：分型面；拍照",
            (
                Check("parting line", photo=True),
                Check("分型面", photo=True),
                Check("拍照", photo=True),
            ),
        ),
        ("3..2", (Check("3..2", Decimal(2), Decimal(3)),)),
    ],
)
def test_a_cell_names_what_is_looked_at_and_what_is_measured(text: str, checks: tuple[Check, ...]) -> None:
    assert checks_of(text) == checks


def test_what_a_check_found_reads_in_one_word() -> None:
    assert [str(Checked("depth", False, Decimal("3.31"))), str(Checked("surface", True))] == [
        "depth 3.31 ✗",
        "surface ✓",
    ]
