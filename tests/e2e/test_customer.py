"""What each is shown in the browser: a customer his molds by a link, a login its own pages of the desk."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.test_desk import desk
from tests.e2e.test_terminal_targets import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PASSWORD = "a long enough password"
#: What belongs to others, or is nobody's but the shop's: another customer, his mold, prices, people.
FOREIGN = ("Falkenberg", "M2630", "齿轮箱盖", "987654", "987,654", "876543", "王建国", "Anna Berg")
PAGES = {
    "buyer": "plan molds problems material trials electrodes changes ledger costs excel",
    "engineer": "plan molds problems material trials electrodes changes ledger excel",
    "planner": (
        "plan molds problems ask material trials electrodes changes ledger"
        " figures costs versions excel import calls"
    ),
}


def molds_of(page: "Page") -> set[str]:
    page.wait_for_selector("[data-mold]")
    shown = page.locator("[data-mold]").evaluate_all("cards => cards.map((card) => card.dataset.mold)")
    return {*shown}


def test_a_customer_follows_his_molds_on_the_phone_until_the_link_is_taken_back(
    shop: Shop, open_page: Open
) -> None:
    people = desk(shop, open_page, "people")
    people.select_option("select[aria-label='For']", "customer")
    people.select_option("select[aria-label='Customer']", "Nordlicht")
    people.fill("input[aria-label='Label']", "Mr. Nord")
    people.click("text=Make link")
    link = people.inner_text(".made code")

    phone = open_page(f"{link}&lang=en", width=390, height=844)
    assert molds_of(phone) == {"M2614", "M2621"}
    assert phone.inner_text("h1") == "Your molds"
    assert not [word for word in FOREIGN if word in phone.content()]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(phone) == []
    phone.click("text=中文")
    phone.wait_for_selector("h1 >> text=您的模具")
    assert molds_of(phone) == {"M2614", "M2621"}
    assert not [word for word in FOREIGN if word in phone.content()]

    # The one who has made it sees by it what the customer sees.
    own = people.context.new_page()
    own.goto(f"{link}&lang=en")
    assert molds_of(own) == {"M2614", "M2621"}

    row = people.locator("[data-token]", has_text="Mr. Nord")
    row.get_by_role("button", name="Take back").click()
    row.wait_for(state="detached")
    phone.reload()
    phone.wait_for_selector("[role=alert]")
    assert phone.locator("[data-mold]").count() == 0


@pytest.mark.parametrize("role", PAGES)
def test_a_login_is_offered_what_it_may_use_and_no_more(shop: Shop, open_page: Open, role: str) -> None:
    account = {"username": role, "password": PASSWORD, "role": role}
    shop.manager.call("POST", "/api/users", account)
    page = open_page(f"{shop.base}/login?lang=en")
    page.fill("#username", role)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav a[data-page=plan]")
    links = page.locator("header nav a").evaluate_all("links => links.map((link) => link.dataset.page)")
    assert " ".join(links) == PAGES[role]
    page.goto(f"{shop.base}/desk/?lang=en#/people")
    page.wait_for_selector("h1 >> text=You may not see this")
    shop.manager.call("DELETE", f"/api/users/{role}")
