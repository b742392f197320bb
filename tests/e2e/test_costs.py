"""Costs at the desk: a quote is told, a cost is told, what is over stands in red, all goes out as Excel."""

import io
import re
from collections.abc import Iterator
from datetime import datetime

import openpyxl
import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.test_desk import desk
from tests.e2e.test_terminal_targets import serious

pytestmark = pytest.mark.browser

MOLD = "M2614"


@pytest.fixture(scope="module")
def buying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A small shop of its own: others look at a shop that keeps no purchases."""
    screens_are_built()
    with served(
        tmp_path_factory.mktemp("costs") / "data", small_shop(datetime.now(ZONE), stations=1)
    ) as shop:
        yield shop


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_mold_is_held_against_its_quote(buying: Shop, open_page: Open, language: str) -> None:
    shop = buying
    bought = f"PO-costs-{language}"
    shop.manager.command(
        "place_purchase", part="M2614-01A", item="718H", supplier="Gangcheng", purchase=bought
    )
    shop.manager.command("receive_material", purchase=bought)
    page = desk(shop, open_page, f"costs/{MOLD}", language=language, wide=False)
    page.wait_for_selector(f"[data-mold-cost={MOLD}] [data-work]")
    hours = "1" if language == "en" else "2"
    page.fill("[data-form=quote] [name=hours]", hours)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".costs-sum >> nth=0 >> text=/ {hours}$/")
    assert page.locator(".costs-sum .act").count() >= 1
    amount = page.locator(f"[data-outlay={bought}] input")
    amount.fill("1234.5")
    amount.press("Enter")
    page.wait_for_selector(".costs-big >> text=/1,23[45]|2,469/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []

    page.goto(f"{shop.base}/desk/?lang={language}#/costs")
    row = page.wait_for_selector(f"[data-cost={MOLD}]")
    assert row is not None
    assert re.search("1,23[45]|2,469", row.inner_text())
    page.click("[data-show=over]")
    page.wait_for_selector(f"[data-cost={MOLD}] .act")
    assert serious(page) == []
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{shop.base}/api/costs/excel").body()))
    assert MOLD in [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
