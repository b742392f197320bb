"""The rectification ledger on the desk: from a problem to a record that somebody else has verified."""

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser


def test_a_problem_becomes_a_record_and_is_closed_when_somebody_else_has_looked(
    shop: Shop, open_page: Open
) -> None:
    what = {
        "problem_kind": "quality",
        "operation": "M2630-P1-10",
        "note": "Parting line open",
        "person": "w1",
    }
    shop.manager.command("raise_problem", problem="to-ledger", **what)
    page = desk(shop, open_page, "problems")
    page.click("[data-problem=to-ledger] >> text=To the ledger")
    page.wait_for_selector("[data-record][data-stage=open]")
    number = page.inner_text(".record-number")
    assert "Parting line open" in page.inner_text("[data-record]")
    page.click("[data-record] button.solid")
    page.wait_for_selector("[data-record][data-stage=accepted]")
    page.goto(f"{shop.base}/desk/?lang=en#/problems")
    page.click("[data-problem=to-ledger] [data-ledger]")
    page.wait_for_selector("[data-record][data-stage=accepted]")
    assert page.inner_text(".record-number") == number
    page.goto(f"{shop.base}/desk/?lang=en#/ledger")
    page.wait_for_selector("[data-item] >> text=Parting line open")
    shop.manager.command("resolve", problem="to-ledger", note="")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("wide", [True, False])
def test_the_ledger_fits_its_page(shop: Shop, open_page: Open, language: str, *, wide: bool) -> None:
    page = desk(shop, open_page, "ledger", language=language, wide=wide)
    page.wait_for_selector(".ledger-page, main")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
