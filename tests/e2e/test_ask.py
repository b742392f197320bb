"""The planner's questions at the desk, a scenario, and a draft on its way to the wall."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser
PATIENCE = 60_000
MOLD = "M2621"


@pytest.fixture
def mills(tmp_path: Path) -> Iterator[Shop]:
    """The small shop with a second mill."""
    screens_are_built()
    sheets = small_shop(datetime.now(ZONE))
    sheets["machines"].append(("cnc_finish-2", "cnc_finish", "always", ""))
    with served(tmp_path / "data", sheets) as shop:
        yield shop


def test_the_four_questions_are_answered_each_on_one_screen(
    mills: Shop, open_page: Open, tmp_path: Path
) -> None:
    page = desk(mills, open_page, "ask/date")
    page.select_option("[data-pick=mold]", MOLD)
    page.wait_for_selector("[data-asked=ready]", timeout=PATIENCE)
    assert page.inner_text("[data-reliable=T1]") != "no date"
    assert int(page.get_attribute("[data-chain]", "data-chain") or 0) > 0

    page.click(".ask-tabs >> text=Overload")
    page.wait_for_selector("[data-group='machines cnc_finish']", timeout=PATIENCE)

    page.click(".ask-tabs >> text=Raise a mold")
    page.select_option("[data-pick=mold]", MOLD)
    page.wait_for_selector("[data-way=first] [data-own=T1]", timeout=PATIENCE)
    page.click("text=Keep as scenario")
    page.wait_for_selector("text=It stands among the scenarios now.", timeout=PATIENCE)

    page.click(".ask-tabs >> text=Take an order")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("kind", "hours"), ("cnc_finish", 40), ("magic", 3)):
        sheet.append(row)
    data = BytesIO()
    book.save(data)
    (tmp_path / "quote.xlsx").write_bytes(data.getvalue())
    page.set_input_files("[data-quote]", tmp_path / "quote.xlsx")
    page.wait_for_selector("[data-read='1'] >> text=no kind of this shop", timeout=PATIENCE)
    page.click("text=Without the quote")
    page.click(".ask-form .solid")
    page.wait_for_selector("[data-asked=ready], [data-asked=failed]", timeout=PATIENCE)

    page.click(".ask-tabs >> text=Scenarios")
    page.wait_for_selector(f"[data-scene='{MOLD} 5 ×']", timeout=PATIENCE)


def test_a_scenario_is_picked_planned_beside_the_live_plan_and_adopted(mills: Shop, open_page: Open) -> None:
    milled = mills.operations()["M2621-S2-10"]["machine"]
    page = desk(mills, open_page, "ask/scenarios")
    page.select_option("[data-pick=change]", "machine_out")
    page.select_option("[data-pick=name]", milled)
    page.click("[data-add]")
    page.fill("[aria-label='Name of the scenario']", "Spindle away")
    page.click("[data-plan]")
    page.wait_for_selector("[data-scene='Spindle away']", timeout=PATIENCE)
    # The live plan is as it was.
    assert mills.operations()["M2621-S2-10"]["machine"] == milled
    page.click("[data-adopt]")
    page.fill("[aria-label^='Message for the wall']", "Spindle is with the maker")
    page.click(".ask-scene form .solid")
    page.wait_for_selector("[data-scene='Spindle away']", state="detached", timeout=PATIENCE)
    plans = mills.manager.call("GET", "/api/plans")
    assert max(plans, key=lambda plan: plan["version"])["message"] == "Spindle is with the maker"
    wall = mills.manager.call("GET", "/api/snapshot?topic=wall")
    assert wall["tables"]["shop"]["shop"]["plan_message"] == "Spindle is with the maker"


def test_a_draft_is_compared_and_published_with_its_reason(mills: Shop, open_page: Open) -> None:
    row = mills.operations()["M2621-S2-10"]
    other = {"cnc_finish-1": "cnc_finish-2", "cnc_finish-2": "cnc_finish-1"}[row["machine"]]
    start = (datetime.now(ZONE) + timedelta(days=2)).isoformat()
    body = {
        "base": 1,
        "changes": [{"operation": "M2621-S2-10", "machine": other, "start": start}],
        "name": "On the other",
    }
    mills.manager.call("POST", "/api/drafts", body)
    page = desk(mills, open_page, "ask/drafts")
    page.click("[data-draft-name='On the other'] [data-compare]")
    page.wait_for_selector("[data-compared] >> text=M2621-S2-10", timeout=PATIENCE)
    page.click("[data-publish]")
    page.fill("[aria-label^='Message for the wall']", "The first mill is serviced")
    page.click(".publish .solid")
    page.wait_for_selector("text=No draft", timeout=PATIENCE)
    assert mills.operations()["M2621-S2-10"]["machine"] == other
