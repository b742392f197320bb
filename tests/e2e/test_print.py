"""Printing from the desk: buttons where one looks for them, and PDFs of what was chosen."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.core.files.paper.sheets import Sheet, sheets_of
from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.test_desk import desk, planned

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def printed(page: "Page") -> list[Sheet]:
    """The pages of the PDF to which the open form leads."""
    address = page.get_attribute("[data-do=pdf]", "href")
    assert address is not None
    here = urlsplit(page.url)
    answer = page.request.get(f"{here.scheme}://{here.netloc}{address}")
    assert answer.status == 200, answer.text()
    assert answer.headers["content-type"] == "application/pdf"
    return sheets_of(answer.body())


def test_a_molds_travelers_and_labels_are_printed_beside_it(shop: Shop, open_page: Open) -> None:
    row = planned(shop)
    page = desk(shop, open_page, f"molds/{row['mold']}")
    page.click(".mold-head [data-do=print]")
    travelers = printed(page)
    assert {row["id"], row["part"]} <= {code for sheet in travelers for code in sheet.codes}
    page.select_option("[name=what]", "parts")
    page.select_option("[name=size]", "100x60")
    page.select_option("[name=language]", "zh-hans")
    labels = printed(page)
    assert {label.size for label in labels} == {(100, 60)}
    assert any("零件" in label.words for label in labels)
    page.keyboard.press("Escape")
    assert page.query_selector("[data-do=pdf]") is None


def test_the_plan_is_printed_as_lists_and_charts_in_the_language_of_the_desk(
    shop: Shop, open_page: Open
) -> None:
    machine = planned(shop)["machine"]
    page = desk(shop, open_page, "plan", language="zh-hans", wide=False)
    page.click(".tools [data-do=print]")
    page.select_option("[name=where]", f"machine:{machine}")
    assert all("派工单" in sheet.words for sheet in printed(page))
    page.select_option("[name=what]", "gantt")
    (chart,) = printed(page)
    assert chart.size == (420, 297)
    assert machine in chart.words
    page.click("canvas.top", position={"x": 400, "y": 300})
    assert page.query_selector("[data-do=pdf]") is None


def test_a_manager_prints_badges(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "people")
    page.wait_for_selector("[name=who] option[value^='person:']", state="attached")
    page.select_option("[name=on]", "sheet")
    assert page.get_attribute("[data-do=pdf]", "href") == "/api/paper/badges?size=60x40&sheet=true&lang=en"
