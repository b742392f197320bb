"""A terminal without network: nothing is lost, doubled or out of order, whatever happens to it."""

from typing import Any

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import Device, Tablet

pytestmark = pytest.mark.browser


def cut(tablet: Tablet) -> None:
    """Reports don't get through; rows still come."""
    tablet.page.route("**/api/commands", lambda route: route.abort())


def mended(tablet: Tablet) -> None:
    tablet.page.unroute("**/api/commands")
    tablet.page.click(".network")
    tablet.settled()


def kept_for_offline(tablet: Tablet) -> None:
    """Until the service worker has the page's files, and the page its rows."""
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.wait_for_timeout(4000)


def test_reports_made_without_network_are_counted_kept_over_a_reload_and_sent(tablet: Tablet) -> None:
    job = tablet.shown()
    cut(tablet)
    tablet.tap("[data-do=start]")
    tablet.tap("[data-do=finish]")
    tablet.unsent(2)
    assert tablet.shown() != job
    tablet.page.reload()
    tablet.unsent(2)
    mended(tablet)
    tablet.server_says(job, "done")


def test_the_terminal_opens_without_a_network_and_takes_reports(tablet: Tablet) -> None:
    job = tablet.shown()
    kept_for_offline(tablet)
    tablet.page.context.set_offline(offline=True)
    tablet.page.reload()
    tablet.page.wait_for_selector(".network.away")
    tablet.tap("[data-do=start]")
    tablet.unsent(1)
    tablet.page.context.set_offline(offline=False)
    tablet.server_says(job, "running")


def test_taking_back_what_never_left_sends_nothing(tablet: Tablet) -> None:
    first, second = tablet.first, tablet.second
    cut(tablet)
    tablet.tap("[data-do=start]")
    tablet.tap("[data-do=finish]")
    tablet.unsent(2)
    tablet.tap(".undo button")
    tablet.unsent(1)
    mended(tablet)
    tablet.page.wait_for_selector("[data-do=finish]")
    works = sorted(tablet.shop.operations()[operation]["work"] for operation in (first, second))
    assert works == ["running", "waiting"]


def test_taking_back_what_the_server_has_without_having_said_so_takes_it_back_there(tablet: Tablet) -> None:
    job = tablet.shown()

    def answer_is_lost(route: Any) -> None:
        route.fetch()
        route.abort()

    tablet.page.route("**/api/commands", answer_is_lost)
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    tablet.page.unroute("**/api/commands")
    cut(tablet)
    tablet.tap(".undo button")
    mended(tablet)
    tablet.server_says(job, "waiting")


def test_a_browser_that_is_killed_while_the_server_is_down_has_every_report_when_both_are_on_again(
    shop: Shop, device: Device
) -> None:
    tablet = Tablet(shop)
    tablet.page = device.start()
    tablet.page.goto(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in("B0002")
    kept_for_offline(tablet)
    # Enrolled long ago: a browser writes its cookies down within half a minute, or when it ends.
    device.stop()
    tablet.page = device.start()
    tablet.page.goto(f"{shop.base}/terminal/")
    tablet.page.wait_for_selector("[data-do=start]")
    shop.server.stop()
    jobs = []
    for _ in range(2):
        jobs.append(tablet.shown())
        tablet.tap("[data-do=start]")
        tablet.tap("[data-do=finish]")
    tablet.unsent(4)
    device.kill()

    tablet.page = device.start()
    tablet.page.goto(f"{shop.base}/terminal/")
    tablet.unsent(4)
    assert tablet.page.get_attribute(".who", "data-person") == "w2"
    shop.server.start()
    tablet.page.click(".network")
    tablet.settled()
    for job in jobs:
        tablet.server_says(job, "done")
    assert tablet.questions() == []
    tablet.sign_out()


def test_what_another_has_finished_meanwhile_is_a_question_for_both_sides(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    cut(tablet)
    tablet.tap("[data-do=finish]")
    tablet.unsent(1)
    command = tablet.shop.manager.command
    command("badge_in", person="w2", machine="fitting_bench-1")
    command("finish", operation=job, person="w2")
    mended(tablet)
    notice = tablet.page.wait_for_selector("[data-notice=wait]")
    assert notice is not None
    assert "already finished" in notice.inner_text()
    tablet.page.click("[data-notice=wait]")
    tablet.tap("[data-asked]")
    told = tablet.page.inner_text(".asked-list")
    assert "Finish of" in told
    assert "Anna Berg" in told
    (asked,) = tablet.questions()
    assert (asked["person_name"], asked["other_person_name"]) == ("王建国", "Anna Berg")
    assert asked["other_machine"] == tablet.machine
    command("badge_out", person="w2")


#: The steady clock stands still while the computer sleeps, its date goes on; the page is dark meanwhile.
SLEEPER = """
let slept = 0, dark = false
const steady = performance.now.bind(performance), date = Date.now
performance.now = () => steady()
Date.now = () => date() + slept
Object.defineProperty(Document.prototype, 'visibilityState', { get: () => (dark ? 'hidden' : 'visible') })
globalThis.sleepFor = ms => {
  dark = true
  document.dispatchEvent(new Event('visibilitychange'))
  slept += ms
  dark = false
  document.dispatchEvent(new Event('visibilitychange'))
}
"""
#: Seconds between what a report says and the date of the browser that made it.
APART = """async () => {
  const asked = indexedDB.open('sprue', 1)
  await new Promise(done => (asked.onsuccess = done))
  const rows = asked.result.transaction('unsent').objectStore('unsent').getAll()
  await new Promise(done => (rows.onsuccess = done))
  return rows.result.map(({ command, wall }) => Math.abs(Date.parse(command.happened_at) - wall) / 1000)
}"""


def test_a_tablet_that_slept_without_network_gives_its_reports_their_right_time(
    shop: Shop, open_page: Open
) -> None:
    tablet = Tablet(shop)
    tablet.page = open_page("about:blank")
    tablet.page.context.add_init_script(SLEEPER)
    tablet.page.goto(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in()
    tablet.page.context.set_offline(offline=True)
    tablet.page.wait_for_timeout(2_000)
    tablet.page.evaluate("sleepFor(2 * 3_600_000)")
    tablet.page.wait_for_selector(".network.away")
    tablet.tap("[data-do=start]")
    tablet.unsent(1)
    (apart,) = tablet.page.evaluate(APART)
    assert apart < 60, "the server's time and the browser's date are of one computer"
    # The browser ends without network: the shop of the other tests hears of no time to come.
    tablet.sign_out()


def test_a_tablet_that_wakes_asks_the_server_at_once(tablet: Tablet) -> None:
    opened: list[str] = []
    tablet.page.on("request", lambda request: opened.append(request.url))
    tablet.page.evaluate("() => { const date = Date.now; Date.now = () => date() + 3_600_000 }")
    with tablet.page.expect_request("**/api/stream?*", timeout=5_000):
        pass
    tablet.page.wait_for_selector('.network[data-online="true"]')
