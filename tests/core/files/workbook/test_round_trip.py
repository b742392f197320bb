from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprue.files.workbook import ReadResult, read, write_shop
from sprue.sample import make_shop
from sprue.shop.errors import OutsideFailure
from sprue.shop.shop import Shop
from tests.core.files.workbook.books import NOW, SMALL, excel, read_book
from tests.core.files.workbook.shops import LATER, shops

FORMS = ("shop.xlsx", "shop.zip", "shop")


def back(shop: Shop, form: str, language: str) -> ReadResult:
    """The shop written and read again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / form
        write_shop(shop, path, language=language)
        return read(path, now=LATER)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(shops(), st.sampled_from(FORMS), st.sampled_from(["en", "zh-hans"]))
def test_what_was_written_comes_back_the_same(shop: Shop, form: str, language: str) -> None:
    shop = replace(shop, settings=replace(shop.settings, now=LATER.astimezone(shop.settings.zone)))

    assert back(shop, form, language) == ReadResult(shop)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sample_shop_comes_back_the_same(form: str, language: str) -> None:
    shop = make_shop(30, 5, language=language)

    assert back(shop, form, language) == ReadResult(shop)


def test_a_workbook_written_in_chinese_shows_chinese_names(tmp_path: Path) -> None:
    shop = read_book(SMALL).shop
    assert shop is not None
    write_shop(shop, tmp_path / "车间.xlsx", language="zh-hans")
    book = openpyxl.load_workbook(tmp_path / "车间.xlsx")

    assert book.sheetnames == [
        "设置",
        "日历",
        "例外",
        "设备类型",
        "设备",
        "人员",
        "订单",
        "模具",
        "零件",
        "工序",
        "换装",
        "采购",
    ]
    assert [cell.value for cell in book["模具"][1]] == [
        "模具", "订单", "名称", "级别", "T1承诺", "交期", "权重", "状态",
    ]  # fmt: skip


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    shop = read_book(SMALL).shop
    assert shop is not None
    (tmp_path / "shop.xlsx").mkdir()

    with pytest.raises(OutsideFailure, match="can't be written"):
        write_shop(shop, tmp_path / "shop.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["shop.xlsx"]


def test_a_formula_in_a_name_stays_text_in_csv(tmp_path: Path) -> None:
    shop = read_book(SMALL).shop
    assert shop is not None
    orders = {name: replace(order, customer="=HYPERLINK(1)") for name, order in shop.orders.items()}
    write_shop(replace(shop, orders=orders), tmp_path / "csv")
    text = (tmp_path / "csv" / "orders.csv").read_bytes()

    assert text.startswith(b"\xef\xbb\xbf")
    assert b"'=HYPERLINK(1)" in text


def test_writing_twice_is_the_same_shop(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(excel(SMALL))
    first = read(tmp_path / "a.xlsx", now=NOW).shop
    assert first is not None
    write_shop(first, tmp_path / "b.xlsx")
    write_shop(first, tmp_path / "b.xlsx")

    assert read(tmp_path / "b.xlsx", now=NOW).shop == first
