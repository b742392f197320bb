"""The team leader's phone: one tap to take a problem, one tap for leave; and a page that writes itself."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import opened, too_small
from tests.e2e.test_terminal_choices import PNG
from tests.e2e.test_terminal_targets import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PASSWORD = "a long enough password"
LEAST, MAIN = 64, 96


@pytest.fixture(scope="module")
def account(shop: Shop) -> str:
    """A login of l1, who leads everybody of the small shop."""
    who = {"username": "leader", "password": PASSWORD, "role": "leader", "person": "l1"}
    shop.manager.call("POST", "/api/users", who)
    return "leader"


def breakdown(shop: Shop, problem: str, machine: str) -> None:
    """Somebody reports that a machine is out of order."""
    shop.manager.command(
        "raise_problem", problem=problem, problem_kind="machine", machine=machine, person="w1"
    )


@pytest.fixture
def phone(shop: Shop, open_page: Open, account: str) -> "Page":
    page = open_page(f"{shop.base}/login?lang=en&next=/leader/", width=390, height=844)
    page.fill("input[autocomplete=username]", account)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-page=leader]")
    return page


def test_a_problem_is_taken_with_one_tap_and_answered_with_one_more(shop: Shop, phone: "Page") -> None:
    breakdown(shop, "for-leader", "edm_sinker-57")
    phone.wait_for_selector("[data-problem=for-leader][data-mood=nobody]")
    phone.click("[data-do=acknowledge]")
    phone.wait_for_selector("[data-problem=for-leader][data-mood=has]")
    phone.click("[data-do=answer]")
    phone.wait_for_selector("[data-problem=for-leader][data-mood=on_site]")
    phone.click("[data-do=expect]")
    phone.click("[data-tile='4']")
    phone.click("[data-do=solve]")
    phone.click("[data-do=resolve]")
    phone.wait_for_selector("[data-problem=for-leader]", state="detached")


def test_a_picture_from_the_machine_is_on_the_leader_s_phone(
    shop: Shop, phone: "Page", open_page: Open
) -> None:
    tablet = opened(shop, open_page)
    tablet.sign_in()
    breakdown(shop, "pictured", tablet.machine)
    tablet.tap(".open-problem")
    picture = {"name": "chip.png", "mimeType": "image/png", "buffer": PNG}
    tablet.page.locator("[data-do=picture] input").first.set_input_files(picture)  # type: ignore[arg-type]  # a payload
    phone.wait_for_selector("[data-problem=pictured] .pictures img")
    loaded = phone.locator("[data-problem=pictured] .pictures img").first
    phone.wait_for_timeout(1_000)
    assert loaded.evaluate("image => image.naturalWidth") > 0
    assert too_small(tablet.page) == []
    shop.manager.command("resolve", problem="pictured", note="")
    tablet.sign_out()


def test_a_problem_of_others_is_handed_on_with_three_taps(shop: Shop, phone: "Page") -> None:
    breakdown(shop, "not-ours", "edm_sinker-58")
    phone.wait_for_selector("[data-problem=not-ours]")
    phone.click("[data-do=transfer]")
    phone.click("[data-tile=electrode]")
    phone.click("[data-tile=not_ours]")
    phone.wait_for_selector("[data-problem=not-ours] .alarm >> text=Electrodes")
    shop.manager.command("resolve", problem="not-ours", note="")


def test_sickness_is_told_with_one_tap_and_taken_back_with_one(phone: "Page") -> None:
    phone.click("nav a[href='#people']")
    row = phone.locator("[data-person=w1]")
    row.locator("[data-mark=sick]").click()
    phone.wait_for_selector("[data-person=w1][data-away=true]")
    phone.click("[data-do=undo]")
    phone.wait_for_selector("[data-person=w1][data-away=false]")
    row.locator(".person").click()
    phone.click("[data-tile=overtime-four_hours], [data-tile=leave-week]")
    phone.wait_for_selector("[data-undo=w1]")
    row.locator(".person").click()
    phone.click("[data-told]")
    phone.wait_for_selector("[data-undo]", state="detached")


def test_the_shift_hands_over_what_the_leader_adds(phone: "Page") -> None:
    phone.click("nav a[href='#handover']")
    phone.wait_for_selector("[data-part]")
    phone.fill("textarea", "Filter of machine 3 is due")
    phone.click("[data-do=note]")
    phone.wait_for_selector(".note >> text=Filter of machine 3 is due")
    assert phone.locator("[data-do=after]").is_disabled()


@pytest.mark.parametrize("tab", ["problems", "people", "machines", "handover"])
def test_everything_is_large_enough_and_accessible(shop: Shop, phone: "Page", tab: str) -> None:
    breakdown(shop, f"seen-{tab}", "edm_sinker-59")
    phone.click(f"nav a[href='#{tab}']")
    phone.wait_for_selector(f"[data-tab={tab}]")
    phone.wait_for_timeout(500)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert too_small(phone) == []
    if tab == "problems":
        box = phone.locator(".main").first.bounding_box()
        assert box is not None
        assert box["height"] >= MAIN
    assert serious(phone) == []
    shop.manager.command("resolve", problem=f"seen-{tab}", note="")
