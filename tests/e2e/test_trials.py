"""A trial from the booking of its press to the customer's approval: desk, terminal, desk again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.tablets import SCAN, too_small
from tests.e2e.test_desk import desk
from tests.e2e.test_terminal_targets import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TRIAL, TEXTURE = "M2614-T1-10", "M2614-01A-90"
SMALL, LARGE = "trial_press-1", "trial_press-2"
#: A tap on the same place within a blink counts as one.
BLINK = 800


@pytest.fixture
def presses(tmp_path: Path) -> Iterator[Shop]:
    """The small shop with two presses; a mold of two cavities needs the larger, its texture the approval."""
    screens_are_built()
    sheets = small_shop(datetime.now(ZONE), stations=1)
    sheets["kinds"].append(("trial_press", "Trial press", "试模机", "trial", 1))
    machines = [(*row, "") for row in sheets["machines"]]
    machines[0] = (*sheets["machines"][0], "tonnage")
    machines += [(SMALL, "trial_press", "always", "", 160), (LARGE, "trial_press", "always", "", 450)]
    sheets["machines"] = list(machines)
    molds = [(*row, "", "") for row in sheets["molds"]]
    molds[0] = (*sheets["molds"][0], "tonnage", "cavities")
    molds[1] = (*sheets["molds"][1], 280, 2)
    sheets["molds"] = list(molds)
    sheets["people"].append(
        ("w5", "周强", "trial", "operator", "trial_press, fitting_bench", "always", "", "B0005")
    )
    sheets["parts"].append(("M2614-T1", "M2614", "试模 T1"))
    sheets["operations"] = [(*row, *[""] * (13 - len(row))) for row in sheets["operations"]]
    sheets["operations"][0] = (*sheets["operations"][0][:11], "mode", "after_approval")
    sheets["operations"] += [
        (TRIAL, "M2614-T1", 10, "试模 T1", "trial_press", "", 0, 240, "", "T1", "", "", ""),
        (TEXTURE, "M2614-01A", 90, "咬花", "", "", 0, 600, "", "", "", "outside", "yes"),
    ]
    with served(tmp_path / "data", sheets) as shop:
        yield shop


def book(page: "Page") -> None:
    """Take the press that is strong enough, and name the customer's material."""
    assert page.is_disabled(f"[data-press={SMALL}][data-fits=false] input")
    day = datetime.now(ZONE) + timedelta(days=2)
    page.fill("[data-form=booking] input[type=date] >> nth=0", f"{day:%Y-%m-%d}")
    page.fill("[data-form=booking] input[type=time]", "09:30")
    page.fill("[data-form=booking] input[placeholder]", "ABS 757")
    page.click("[data-form=booking] button")
    page.wait_for_selector("[data-section=booking] >> text=ABS 757")
    page.wait_for_selector(".trial-head >> text=09:30")


def fill_in(tablet: "Page") -> None:
    """The sheet, step by step; each step is worked with gloves."""
    tablet.click("[data-parameter=melt_temperature]")
    for key in "235":
        tablet.click(f".trial-pad [data-key='{key}']")
    assert "235" in tablet.inner_text("[data-parameter=melt_temperature]")
    assert too_small(tablet) == []
    tablet.click("[data-step=defects]")
    tablet.click("[data-cavity='2']")
    tablet.click("[data-defect=flash]")
    assert too_small(tablet) == []
    tablet.click("[data-step=water]")
    tablet.click("[data-water=tight]")
    assert too_small(tablet) == []
    tablet.click("[data-step=verdict]")
    assert tablet.is_disabled("[data-do=hand-in]")
    tablet.click("[data-verdict=issues]")
    assert too_small(tablet) == []
    assert serious(tablet) == []
    tablet.click("[data-do=hand-in]")
    tablet.wait_for_selector("[data-do=trial][data-sheet=issues]")


def run_trial(tablet: "Page") -> None:
    """One tap starts it; the finish of a trial that nobody has judged asks for its sheet."""
    tablet.wait_for_selector(".sign-in")
    tablet.evaluate(SCAN, "B0005")
    tablet.click(f".job[data-operation='{TRIAL}'] [data-do=start]")
    tablet.wait_for_timeout(BLINK)
    tablet.click("[data-do=finish]")
    tablet.wait_for_timeout(BLINK)
    fill_in(tablet)
    tablet.wait_for_timeout(BLINK)
    tablet.click("[data-do=finish]")


def make_work(page: "Page") -> None:
    """The defect becomes an operation with an owner, in one step."""
    page.click("[data-do=from-defects]")
    page.select_option("[data-form=issues] [name=work]", "fitting_bench")
    page.fill("[data-form=issues] [name=minutes]", "90")
    page.select_option("[data-form=issues] [name=owner]", "w5")
    page.click("[data-form=issues] .trial-act")
    page.wait_for_selector("[data-issue] >> text=Flash")
    page.wait_for_selector("[data-number='2']")


def test_a_trial_is_booked_recorded_made_into_work_and_approved(presses: Shop, open_page: Open) -> None:
    page = desk(presses, open_page, "trials", wide=False)
    page.wait_for_selector(f"[data-trial='{TRIAL}'][data-work=waiting]")
    book(page)
    assert presses.operations()[TRIAL]["machine"] == LARGE
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []

    presses.manager.command("receive_material", purchase=f"{TRIAL}-MAT")
    token = presses.station_token(LARGE)
    run_trial(open_page(f"{presses.base}/enroll/?token={token}&station={LARGE}&lang=en"))

    page.wait_for_selector("[data-trial][data-work=done][data-verdict=issues]")
    assert "235" in page.inner_text("[data-section=sheet]")
    assert "Flash" in page.inner_text("[data-section=sheet] [data-cavity='2']")
    # Texture waits for the customer's word, and the mold for what the trial has shown.
    page.wait_for_selector(f"[data-held='{TEXTURE}'] >> text=Waits for it")
    make_work(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("[data-form=approval] input", "Samples are good, go on")
    page.click("[data-form=approval] button")
    page.wait_for_selector("[data-trial][data-approved=true]")
    page.wait_for_selector(f"[data-held='{TEXTURE}'] >> text=Free to begin")
    assert "Approved, trials: 1" in page.inner_text(".trial-head")
