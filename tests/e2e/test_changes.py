"""An engineering change at the desk: what it touches, decisions, the plan's difference, taken, released."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser

PATIENCE = 60_000
#: Begun before the change comes.
PLATE = "M2630-P1"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Shop]:
    """The small shop, with one machine of its kind."""
    screens_are_built()
    with served(tmp_path / "data", small_shop(datetime.now(ZONE), stations=1)) as shop:
        shop.manager.command("badge_in", person="w3", machine="fitting_bench-1")
        shop.manager.command("start", operation=f"{PLATE}-10", machine="fitting_bench-1", person="w3")
        yield shop


def test_a_change_is_looked_at_decided_taken_and_released(small: Shop, open_page: Open) -> None:
    page = desk(small, open_page, "changes", wide=False)
    page.click("[data-do=new]")
    page.select_option("[name=mold]", "M2630")
    page.fill("[name=title]", "Rib 0.3 thicker")
    page.click(f"[data-part='{PLATE}']")
    page.click("[data-part='M2630-P2']")
    page.click("[data-form=new-change] .solid")
    page.wait_for_selector("[data-change][data-stand=open]")
    # What runs must be decided; what has not begun stays unless somebody says otherwise.
    assert page.is_disabled(".change-take .solid")
    page.click(f"[data-touched='{PLATE}'] [data-handling=rework]")
    page.select_option(f"[data-touched='{PLATE}'] [name=work]", "cnc_finish")
    page.fill(f"[data-touched='{PLATE}'] [name=minutes]", "5000")
    page.click("[data-touched='M2630-P2'] [data-handling=stop]")
    page.click("[data-do=preview]")
    page.wait_for_selector("[data-preview]", timeout=PATIENCE)
    # A look changes nothing.
    assert small.operations()["M2630-P2-10"]["work"] == "waiting"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill(".change-take input", "The customer pays")
    page.click(".change-take .solid")
    page.wait_for_selector("[data-change][data-stand=stopped]")
    rows = small.operations()
    assert rows["M2630-P2-10"]["work"] == "held"
    assert any(row["part"] == PLATE and row["kind"] == "cnc_finish" for row in rows.values())
    page.fill("[data-form=release] input", "Drawing B is here")
    page.click("[data-form=release] .solid")
    page.wait_for_selector("[data-change][data-stand=taken]")
    assert small.operations()["M2630-P2-10"]["work"] == "waiting"
    trail = page.locator("[data-step]").evaluate_all("steps => steps.map((step) => step.dataset.step)")
    assert trail == ["ChangeOpened", "ChangeTaken", "ChangeReleased"]
    assert "Drawing B is here" in page.inner_text("[data-step=ChangeReleased]")
