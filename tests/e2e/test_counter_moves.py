"""A machine breaks down: its card tells what slips, what can be done, and one tap does it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser


@pytest.fixture
def two_mills(tmp_path: Path) -> Iterator[Shop]:
    """The small shop with a second mill beside the one on which everything hangs."""
    screens_are_built()
    sheets = small_shop(datetime.now(ZONE))
    sheets["machines"].append(("cnc_finish-2", "cnc_finish", "always", ""))
    with served(tmp_path / "data", sheets) as shop:
        yield shop


def test_a_breakdown_is_planned_around_with_one_tap(two_mills: Shop, open_page: Open) -> None:
    manager = two_mills.manager
    milled = two_mills.operations()["M2621-S2-10"]["machine"]
    manager.command("raise_problem", problem="spindle", problem_kind="machine", machine=milled, note="")
    expected = datetime.now(UTC) + timedelta(hours=50)
    manager.command("expect_problem", problem="spindle", expected=expected.isoformat())
    page = desk(two_mills, open_page, "problems")
    card = "[data-problem=spindle]"
    page.wait_for_selector(f"{card} .problem-impact[data-slips='1'] >> text=M2621")
    assert "late" in page.inner_text(f"{card} .problem-impact")
    page.click(f"{card} [data-moves]")
    page.click(f"{card} >> text=Find counter-moves")
    page.wait_for_selector(f"{card} [data-advice=ready]", timeout=120_000)
    assert "Plan anew around it" in page.inner_text(f"{card} .counter-moves")
    page.click(f"{card} [data-take='0']")
    page.wait_for_selector(f"{card} [data-advice=taken]", timeout=120_000)
    page.wait_for_selector(f"{card} .problem-impact[data-slips='0']", timeout=90_000)
    assert two_mills.operations()["M2621-S2-10"]["machine"] not in (milled, None)
    plans = manager.call("GET", "/api/plans")
    assert max(plans, key=lambda plan: plan["version"])["message"] == "绕开问题重新排程"


def test_until_when_is_said_with_two_taps(two_mills: Shop, open_page: Open) -> None:
    two_mills.manager.command(
        "raise_problem", problem="steel", problem_kind="material", operation="M2621-S2-10", note=""
    )
    page = desk(two_mills, open_page, "problems")
    card = "[data-problem=steel]"
    page.click(f"{card} >> text=Until when")
    page.select_option(f"{card} .problem-resolve select", "24")
    page.click(f"{card} .problem-resolve .solid")
    page.wait_for_selector(f"{card} >> text=expected over")
    page.wait_for_selector(f"{card} .problem-impact[data-slips='1']")
    page.click(f"{card} .problem-level")
    assert "Until when" in page.inner_text(f"{card} .problem-history")
