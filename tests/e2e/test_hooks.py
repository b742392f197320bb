"""Webhooks on the desk: made, tried, told of a problem, taken away."""

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.test_desk import desk
from tests.server.hooks.receivers import Receiver
from tests.server.outbox.receivers import serving

pytestmark = pytest.mark.browser


def test_a_webhook_from_its_secret_to_its_last_delivery(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "people", wide=False)
    receiver = Receiver()
    receiver.answers = [503]
    with serving(receiver):
        page.fill("input[name=hook-name]", "ERP")
        page.fill("input[name=hook-address]", "ftp://erp.example/x")
        page.check("[name='kind-problem.raised']")
        page.click(".hooks form button")
        page.wait_for_selector(".hooks [role=alert] >> text=https://")
        page.fill("input[name=hook-address]", receiver.address)
        page.click(".hooks form button")
        receiver.secret = page.inner_text(".hooks .made code")
        row = page.locator("[data-hook=ERP]")
        row.get_by_text("Send a test").click()
        row.get_by_text("The receiver answered 503 busy").wait_for()
        row.get_by_text("Send a test").click()
        row.get_by_text("The receiver took it (204)").wait_for()
        shop.manager.command(
            "raise_problem", problem="hooked", problem_kind="tooling", machine="edm_sinker-57", person="w2"
        )
        for _ in range(100):
            if len(receiver.came) == 2:
                break
            page.wait_for_timeout(100)
        row.get_by_text("Last deliveries").click()
        page.wait_for_selector("[data-delivery=sent] >> text=problem raised")
    test, told = receiver.came
    assert (test.body["type"], told.body["data"]["problem"]) == ("test", "hooked")
    assert test.signed
    assert told.signed
    assert row.evaluate("row => row.closest('table').getBoundingClientRect().right <= innerWidth")
    # The secret is shown once: whoever comes again sees it no more.
    page.reload()
    page.wait_for_selector("[data-hook=ERP]")
    assert receiver.secret not in page.content()
    row.get_by_text("Remove").click()
    row.wait_for(state="detached")
    shop.manager.command("resolve", problem="hooked", person="w2")
