"""Programs on the desk: a token is made for what it is needed for, and the list tells it."""

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Client, Shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "told"), [("en", "read · figures"), ("zh-hans", "读取 · 报表数据")])
def test_scopes_are_ticked_when_a_programs_token_is_made(
    shop: Shop, open_page: Open, language: str, told: str
) -> None:
    page = desk(shop, open_page, "people", language=language, wide=False)
    form = page.locator("section", has=page.locator("[data-token]")).locator("form")
    form.locator("select").select_option("floor")
    page.check("input[name=scope-figures]")
    page.check("input[name=scope-read]")
    form.locator("button").click()
    secret = page.inner_text(".made code")
    row = page.locator("[data-token]", has_text=told).first
    row.wait_for()
    assert Client(shop.base, bearer=secret).call("GET", "/api/session")["scopes"] == ["read", "figures"]
    assert row.evaluate("row => row.closest('table').getBoundingClientRect().right <= innerWidth")
