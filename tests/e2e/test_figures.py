"""The desk's figures: a value opens to its formula, its rows and the entries; the bulletin beside them."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, served, small_shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser


def test_a_figure_opens_down_to_the_entries_of_the_journal(tmp_path: Path, open_page: Open) -> None:
    screens_are_built()
    with served(tmp_path / "data", small_shop(datetime.now(ZONE))) as shop:
        raised = {"problem": "p", "problem_kind": "machine", "note": "loud", "machine": "edm_sinker-1"}
        shop.manager.command("raise_problem", **raised)
        shop.manager.command("acknowledge", problem="p")
        page = desk(shop, open_page, "figures")
        page.wait_for_selector(".measure-tiles [data-figure=first_pass] .measure-unknown")
        page.click(".measure-tiles [data-figure=response]")
        page.wait_for_selector("[data-detail=response] [data-row=p] [data-entry]")
        assert page.locator("[data-detail=response] [data-entry]").count() >= 2
        page.select_option("[data-by]", "machine")
        page.click("[data-detail=response] [data-group=edm_sinker-1]")
        page.wait_for_selector("[data-detail=response] tr.chosen")
        page.wait_for_selector("[data-chances] >> text=20")
        page.click("[data-go=bulletin]")
        page.wait_for_selector("[data-bulletin] [data-measure=open_value]")
        with page.expect_download() as told:
            page.click(".bulletin a.control")
        assert told.value.suggested_filename.endswith(".xlsx")
