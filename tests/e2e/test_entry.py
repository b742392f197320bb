"""The doors: the first account, signing in, and giving a tablet its machine."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import NAME, PASSWORD, Server, Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def log_in(shop: Shop, open_page: Open, *, then: str = "") -> "Page":
    page = open_page(f"{shop.base}/login?lang=en{then}")
    page.fill("#username", NAME)
    page.fill("#password", PASSWORD)
    page.click(".go")
    return page


def test_a_first_start_asks_for_language_and_the_first_account(empty_server: Server, open_page: Open) -> None:
    page = open_page(f"{empty_server.base}/?lang=en")
    page.wait_for_selector("text=Welcome to Sprue")
    page.click("[role=radio][lang=zh-Hans]")
    page.wait_for_selector("text=欢迎使用")
    page.click("[role=radio][lang=en]")
    page.fill("#username", "boss")
    page.fill("#password", "short")
    page.fill("#again", "short")
    page.click(".go")
    assert "8 are needed" in page.inner_text("[role=alert]")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD + "!")
    page.click(".go")
    assert page.inner_text("[role=alert]") == "The two passwords differ."
    page.fill("#again", PASSWORD)
    page.click(".go")
    page.wait_for_url("**/desk/**")


def test_a_wrong_password_is_told_and_a_right_one_leads_to_the_desk(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.base}/login?lang=en")
    page.fill("#username", NAME)
    page.fill("#password", "not this one")
    page.click(".go")
    page.wait_for_selector(".error")
    page.fill("#password", PASSWORD)
    page.click(".go")
    page.wait_for_url("**/desk/**")


def test_without_server_the_form_says_so_and_keeps_what_was_typed(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.base}/login?lang=en")
    page.route("**/api/session", lambda route: route.abort())
    page.fill("#username", NAME)
    page.fill("#password", PASSWORD)
    page.click(".go")
    page.wait_for_selector("text=The server does not answer")
    assert page.input_value("#username") == NAME


def test_the_door_leads_nowhere_else(shop: Shop, open_page: Open) -> None:
    page = log_in(shop, open_page, then="&next=//elsewhere.example/")
    page.wait_for_url(f"{shop.base}/desk/**")


def test_a_manager_picks_the_machine_on_the_tablet(shop: Shop, open_page: Open) -> None:
    page = log_in(shop, open_page, then="&next=/enroll/")
    page.click("[data-machine=cnc_finish-1]")
    page.wait_for_url("**/terminal/**")
    page.wait_for_selector(".machine[data-machine=cnc_finish-1]")


def test_a_link_sets_up_a_tablet(shop: Shop, open_page: Open) -> None:
    token = shop.station_token("fitting_bench-1")
    page = open_page(f"{shop.base}/enroll/?token={token}&station=fitting_bench-1&lang=en")
    page.wait_for_selector(".machine[data-machine=fitting_bench-1]")


def test_a_wrong_code_is_told_in_words(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.base}/enroll/?lang=en")
    page.fill("#token", "wrong")
    page.fill("#station", "cnc_finish-1")
    page.click(".go")
    page.wait_for_selector(".error")


def test_a_tablet_that_is_not_set_up_says_so(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.base}/terminal/?lang=en")
    page.wait_for_selector("text=This tablet is not set up yet")
