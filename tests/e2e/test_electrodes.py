"""Electrodes at the desk and at the burn's terminal: nothing burns before its electrode is measured."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.tablets import SCAN, too_small
from tests.e2e.test_desk import desk
from tests.e2e.test_terminal_targets import serious

pytestmark = pytest.mark.browser

EDM, ELECTRODE, CUT = "edm_sinker-1", "M2614-E01", "M2614-E01-10"
BURNS = ("M2614-01A-10", "M2614-01B-10")
#: A tap on the same place within a blink counts as one.
BLINK = 800


@pytest.fixture
def burning(tmp_path: Path) -> Iterator[Shop]:
    """The small shop; two burns on one machine share an electrode that is milled on the bench."""
    screens_are_built()
    sheets = small_shop(datetime.now(ZONE), stations=1)
    sheets["parts"] = [(*row, "", "") for row in sheets["parts"]]
    sheets["parts"][0] = (*sheets["parts"][0][:3], "part_class", "parent")
    sheets["parts"].append((ELECTRODE, "M2614", "E-01", "electrode_copper", "M2614-01A"))
    rows = [(*row, *[""] * (13 - len(row))) for row in sheets["operations"]]
    rows[0] = (*rows[0][:11], "after", "joins")
    for place, row in enumerate(rows):
        if row[0] in BURNS:
            # The electrode gate is nobody's word here.
            rows[place] = (*row[:8], "", *row[9:11], CUT, "")
    rows.append((CUT, ELECTRODE, 10, "铣电极", "fitting_bench", "", 0, 30, *[""] * 5))
    sheets["operations"] = list(rows)
    with served(tmp_path / "data", sheets) as shop:
        shop.manager.command("badge_in", person="w3", machine="fitting_bench-1")
        shop.manager.command("start", operation=CUT, machine="fitting_bench-1", person="w3")
        shop.manager.command("finish", operation=CUT, person="w3")
        yield shop


def test_an_electrode_is_stored_measured_and_then_burned_with(burning: Shop, open_page: Open) -> None:
    page = desk(burning, open_page, "electrodes", wide=False)
    first = f"[data-burn='{BURNS[0]}'] [data-electrode='{ELECTRODE}']"
    page.wait_for_selector(f"{first}[data-state=unmeasured]")
    assert "M2614 前模仁 01B" in page.inner_text(first)
    page.click(f"{first} [data-do=place]")
    page.fill("[data-form=place] [name=place]", "R2-14")
    page.click("[data-form=place] .control")
    page.wait_for_selector(f"{first} [data-place='R2-14']")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    token = burning.station_token(EDM)
    tablet = open_page(f"{burning.base}/enroll/?token={token}&station={EDM}&lang=en")
    tablet.wait_for_selector(".sign-in")
    tablet.evaluate(SCAN, "B0001")
    tablet.click(f".queued[data-operation='{BURNS[0]}'], .job[data-operation='{BURNS[0]}']")
    tablet.click("[data-do=electrodes]")
    tablet.wait_for_selector(f"[data-electrode='{ELECTRODE}'][data-state=unmeasured] >> text=R2-14")
    assert too_small(tablet) == []
    assert serious(tablet) == []
    tablet.click("[data-do=measured]")
    tablet.wait_for_selector(f"[data-electrode='{ELECTRODE}'][data-state=ready]")
    tablet.wait_for_timeout(BLINK)
    tablet.click("[data-do=back]")
    page.wait_for_selector(f"{first}[data-state=ready]")
    assert burning.operations()[BURNS[0]]["ready"]
    tablet.click(f".job[data-operation='{BURNS[0]}'] [data-do=start]")
    page.wait_for_selector(f"[data-burn='{BURNS[0]}'] >> text=running")
