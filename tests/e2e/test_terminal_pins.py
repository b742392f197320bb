"""A PIN at a terminal without network lets in who signed in there by it during the last shift."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import SOON, Tablet, opened, too_small

pytestmark = pytest.mark.browser


@pytest.fixture
def pinned(shop: Shop, open_page: Open) -> Iterator[Tablet]:
    """A terminal that knows that 王建国 and Anna Berg have a PIN, and at which nobody is signed in."""
    for person in ("w1", "w2"):
        shop.manager.call("POST", f"/api/people/{person}/pin", {"pin": "4711"})
    tablet = opened(shop, open_page)
    yield tablet
    tablet.page.context.set_offline(offline=False)
    tablet.page.unroute_all()
    for person in ("w1", "w2"):
        shop.manager.call("POST", f"/api/people/{person}/pin", {"pin": ""})
    tablet.sign_out()


def give(tablet: Tablet, pin: str) -> None:
    tablet.page.wait_for_selector(".pin")
    for key in pin:
        tablet.page.click(f"[data-key='{key}']")
    tablet.page.click("[data-do=pin]")


def by_pin(tablet: Tablet, person: str, pin: str = "4711") -> None:
    tablet.tap(f".person-tile[data-person={person}]")
    give(tablet, pin)


def signed_in_and_out(tablet: Tablet, person: str = "w1") -> None:
    """By PIN while the server is there, so that the tablet may know it; then away."""
    by_pin(tablet, person)
    tablet.page.wait_for_selector(f".who[data-person={person}]")
    for _ in range(SOON // 100):
        if tablet.page.evaluate("localStorage['sprue.proofs']") is not None:
            break
        tablet.page.wait_for_timeout(100)
    tablet.tap(".who")
    tablet.tap("[data-do=sign-out]")
    tablet.page.wait_for_selector(".sign-in")
    tablet.settled()


def test_who_signed_in_here_by_pin_gets_in_without_network_and_reports(pinned: Tablet) -> None:
    page = pinned.page
    signed_in_and_out(pinned)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(4_000)
    page.context.set_offline(offline=True)
    by_pin(pinned, "w1", "0000")
    page.wait_for_selector("[data-notice=act]:has-text('Tries left: 4')")
    assert too_small(page) == []
    give(pinned, "4711")
    page.wait_for_selector(".who[data-person=w1]")
    job = pinned.shown()
    pinned.tap("[data-do=start]")
    pinned.unsent(2)
    # The sign-in that waits needs no PIN any more, which this page would have forgotten.
    page.reload()
    pinned.unsent(2)
    page.context.set_offline(offline=False)
    pinned.server_says(job, "running")
    assert pinned.questions() == []
    people = pinned.shop.manager.rows(f"station:{pinned.machine}", "people")
    assert people["w1"]["machine"] == pinned.machine


def test_who_never_signed_in_here_by_pin_does_not_get_in_without_network(pinned: Tablet) -> None:
    signed_in_and_out(pinned)
    pinned.page.context.set_offline(offline=True)
    by_pin(pinned, "w2")
    pinned.page.wait_for_selector("[data-notice=wait]:has-text('12 hours')")
    pinned.page.wait_for_selector(".pin")
    pinned.unsent(0)


def test_a_right_pin_no_longer_opens_after_five_wrong_ones_without_network(pinned: Tablet) -> None:
    signed_in_and_out(pinned)
    pinned.page.context.set_offline(offline=True)
    pinned.tap(".person-tile[data-person=w1]")
    for left in (4, 3, 2, 1):
        give(pinned, "0000")
        pinned.page.wait_for_selector(f"[data-notice=act]:has-text('Tries left: {left}')")
    for pin in ("0000", "4711"):
        pinned.page.evaluate("document.querySelector('.notice')?.click()")
        give(pinned, pin)
        pinned.page.wait_for_selector("[data-notice=wait]:has-text('12 hours')")
    pinned.unsent(0)


def test_who_guesses_while_the_server_is_there_is_not_let_in_by_the_tablet(pinned: Tablet) -> None:
    signed_in_and_out(pinned)
    pinned.page.route("**/api/commands", lambda route: route.fulfill(status=429, json={}))
    by_pin(pinned, "w1")
    pinned.page.wait_for_selector("[data-notice=act]:has-text('Too many wrong PINs')")
    pinned.page.wait_for_selector(".pin")
