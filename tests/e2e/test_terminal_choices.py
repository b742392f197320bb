"""What a terminal asks and opens: other jobs, travelers, codes, PINs, several machines, checks."""

from base64 import b64decode

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import Tablet, opened, too_small

pytestmark = pytest.mark.browser

#: One gray pixel.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def other_than(tablet: Tablet) -> str:
    """The ready job that is not recommended."""
    return tablet.second if tablet.shown() == tablet.first else tablet.first


def test_another_job_than_the_recommended_one_takes_one_more_tile(tablet: Tablet) -> None:
    other = other_than(tablet)
    tablet.tap(f".queued[data-operation={other}]")
    tablet.taps = 0
    tablet.tap("[data-do=start]")
    tablet.tap("[data-reason=same_setup]")
    tablet.server_says(other, "running")
    assert tablet.taps == 2
    history = tablet.shop.manager.call("GET", f"/api/operations/{other}")["history"]
    assert "same_setup" in [step["text"] for step in history]


def test_scans_of_a_traveler_start_the_job_and_finish_it(tablet: Tablet) -> None:
    other = other_than(tablet)
    tablet.scan(f"https://sprue.local/t/{other}")
    tablet.server_says(other, "running")
    tablet.page.wait_for_timeout(800)
    tablet.scan(other)
    tablet.server_says(other, "done")
    assert tablet.taps == 0


def test_a_traveler_of_another_machine_says_why_it_is_not_started_here(tablet: Tablet) -> None:
    tablet.scan("M2630-P1-10")
    notice = tablet.page.wait_for_selector("[data-notice=act]")
    assert notice is not None
    assert "can't be done on this machine" in notice.inner_text()
    assert tablet.shop.operations()["M2630-P1-10"]["work"] == "waiting"


def test_a_traveler_before_the_badge_asks_for_the_badge(shop: Shop, open_page: Open) -> None:
    tablet = opened(shop, open_page)
    tablet.scan(tablet.first)
    notice = tablet.page.wait_for_selector("[data-notice=act]")
    assert notice is not None
    assert "badge first" in notice.inner_text()
    assert tablet.shop.operations()[tablet.first]["work"] == "waiting"


def test_a_camera_that_reads_a_badge_signs_in(shop: Shop, open_page: Open) -> None:
    tablet = Tablet(shop)
    tablet.page = open_page("about:blank")
    tablet.page.context.add_init_script(
        """globalThis.BarcodeDetector = class { detect() { return Promise.resolve([{ rawValue: 'B0002' }]) } }
        const screen = document.createElement('canvas')
        screen.getContext('2d')
        setInterval(() => screen.getContext('2d').fillRect(0, 0, 9, 9), 50)
        navigator.mediaDevices.getUserMedia = () => Promise.resolve(screen.captureStream())"""
    )
    tablet.page.goto(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.tap("[data-do=camera]")
    tablet.page.wait_for_selector(".who[data-person=w2]")
    tablet.sign_out()


def test_a_browser_that_reads_no_codes_offers_no_camera(tablet: Tablet) -> None:
    assert tablet.page.evaluate("'BarcodeDetector' in globalThis") is False
    assert tablet.page.query_selector("[data-do=camera]") is None


def test_nobody_reports_for_another_who_has_a_pin(tablet: Tablet) -> None:
    manager = tablet.shop.manager
    manager.command("badge_in", person="w2", machine=tablet.machine)
    for person in ("w1", "w2"):
        manager.call("POST", f"/api/people/{person}/pin", {"pin": "4711"})
    tablet.page.wait_for_selector(".who:has-text('+1')")
    reporter = tablet.page.get_attribute(".who", "data-person")
    tablet.tap(".who")
    tablet.tap("[data-do=report-as]")
    tablet.page.wait_for_selector(".pin")
    assert tablet.page.get_attribute(".who", "data-person") == reporter
    for key in "4711":
        tablet.page.click(f"[data-key='{key}']")
    tablet.page.click("[data-do=pin]")
    tablet.page.wait_for_selector(f".who:not([data-person={reporter}])")
    for person in ("w1", "w2"):
        manager.call("POST", f"/api/people/{person}/pin", {"pin": ""})


#: Everything that was planned to end is hours late.
LATE = """rows => { for (const item of Object.values(rows.tables.stations)[0].current) {
  item.start = new Date(Date.parse(rows.now) - 5 * 3600e3).toISOString()
  item.end = new Date(Date.parse(rows.now) - 3 * 3600e3).toISOString()
} return rows }"""


def test_a_job_that_takes_much_longer_than_planned_asks_by_itself(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    page = tablet.page
    page.route(
        "**/api/snapshot*", lambda route: route.fulfill(json=page.evaluate(LATE, route.fetch().json()))
    )
    page.reload()
    page.wait_for_selector(f"[data-still={job}]")
    tablet.tap("[data-do=still]")
    assert page.query_selector("[data-still]") is None
    assert tablet.shop.operations()[job]["work"] == "running"


def test_one_worker_minds_three_machines_from_one_tablet(shop: Shop, open_page: Open) -> None:
    tablet, second, third = Tablet(shop), Tablet(shop), Tablet(shop)
    tablet.others = (second.machine, third.machine)
    tablet.page = open_page(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in()
    jobs = [tablet.shown()]
    tablet.tap("[data-do=start]")
    tablet.tap(f"[data-machine-tile={second.machine}]")
    jobs.append(tablet.shown())
    tablet.tap("[data-do=start]")
    for job in jobs:
        tablet.server_says(job, "running")
    assert jobs[1].startswith(second.first[:8])
    # The traveler of the third machine's job brings that machine to the front.
    tablet.scan(third.first)
    tablet.server_says(third.first, "running")
    assert tablet.page.get_attribute(".machine-tile.front", "data-machine-tile") == third.machine
    tablet.page.wait_for_timeout(800)
    tablet.tap(f"[data-machine-tile={tablet.machine}]")
    tablet.tap("[data-do=finish]")
    tablet.server_says(jobs[0], "done")
    rows = [shop.operations()[job] for job in (jobs[1], third.first)]
    assert [(row["work"], row["machine"]) for row in rows] == [
        ("running", second.machine),
        ("running", third.machine),
    ]
    tablet.sign_out()


def test_a_job_with_checks_asks_them_before_it_is_finished(shop: Shop, open_page: Open) -> None:
    job = "M2630-P2-10"
    tablet = Tablet(shop)
    tablet.machine = "fitting_bench-1"
    tablet.page = open_page(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in("B0003")
    tablet.scan(job)
    tablet.server_says(job, "running")
    tablet.page.wait_for_timeout(800)
    tablet.tap("[data-do=finish]")
    tablet.page.wait_for_selector(".measured")
    assert too_small(tablet.page) == []
    for key in "3.31":
        tablet.page.click(f"[data-key='{key}']")
    tablet.tap("[data-check=value]")
    assert shop.operations()[job]["work"] == "running", "one check is still to be answered"
    assert too_small(tablet.page) == []
    tablet.tap("[data-check=ok]")
    tablet.page.wait_for_selector("[data-check=photo]")
    # The picture is taken while the network is away: it waits on the tablet with the report.
    tablet.page.context.set_offline(True)
    tablet.page.set_input_files(
        "[data-check=photo] input", {"name": "line.png", "mimeType": "image/png", "buffer": PNG}
    )
    tablet.page.wait_for_selector("[data-check=photo]", state="detached")
    assert shop.operations()[job]["work"] == "running", "the report has not left yet"
    tablet.page.context.set_offline(False)
    tablet.server_says(job, "done")
    # A measure out of its limits: what is wrong is the next question.
    tablet.page.wait_for_selector("[data-problem-kind=quality]")
    history = shop.manager.call("GET", f"/api/operations/{job}")["history"]
    [finished] = [step for step in history if step["what"] == "OperationFinished"]
    assert finished["text"] == "depth 3.31 ✗ · surface ✓ · parting line ✓"
    [photo] = finished["photos"]
    assert photo.endswith(".jpg"), "scaled by the tablet"
    tablet.sign_out()


def test_the_drawing_of_the_part_is_one_tap_away_without_a_network_too(shop: Shop, open_page: Open) -> None:
    tablet = Tablet(shop)
    tablet.page = open_page(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in()
    part = tablet.shown().removesuffix("-10")
    shop.manager.upload(f"/api/parts/{part}/drawings", "core.png", PNG)
    tablet.tap("[data-do=drawing]")
    tablet.page.wait_for_selector(".drawing img")
    assert too_small(tablet.page) == []
    tablet.tap("[data-do=larger]")
    assert "160%" in (tablet.page.get_attribute(".drawing img", "style") or "")
    tablet.tap("[data-do=back]")
    # The page's worker has it by now: the next look needs no network.
    tablet.page.wait_for_timeout(2_000)
    tablet.page.context.set_offline(True)
    tablet.tap("[data-do=drawing]")
    tablet.page.wait_for_selector(".drawing img")
    tablet.page.wait_for_timeout(500)
    assert tablet.page.locator(".drawing-failed").count() == 0
    tablet.page.context.set_offline(False)
    tablet.tap("[data-do=back]")
    tablet.sign_out()


def test_a_tablet_of_two_that_was_left_alone_asks_who_reports(shop: Shop, open_page: Open) -> None:
    tablet = opened(shop, open_page, clock=True)
    tablet.sign_in()
    tablet.sign_in("B0002")
    tablet.page.wait_for_selector(".who:has-text('+1')")
    tablet.page.clock.run_for(610_000)
    tablet.page.wait_for_selector("[data-screen=who]")
    assert too_small(tablet.page) == []
    tablet.tap("[data-who=w2]")
    tablet.page.wait_for_selector(".who >> text=Anna Berg")
    tablet.page.wait_for_selector(".job")
    tablet.sign_out()


def test_on_a_phone_what_was_just_reported_can_be_taken_back_without_scrolling(
    shop: Shop, open_page: Open
) -> None:
    tablet = Tablet(shop)
    tablet.page = open_page(tablet.address(), width=390, height=844)
    tablet.page.wait_for_selector(".sign-in")
    tablet.sign_in()
    tablet.tap("[data-do=start]")
    box = tablet.page.locator(".undo button").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 844 - box["height"]
    tablet.tap(".undo button")
    tablet.server_says(tablet.first, "waiting")
    tablet.sign_out()
