"""The terminal: taps are counted, targets measured, and nothing is lost when the network goes."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import Tablet, too_small

pytestmark = pytest.mark.browser


def opened(
    shop: Shop,
    open_page: Open,
    language: str = "en",
    *,
    clock: bool = False,
    size: tuple[int, int] = (1280, 800),
) -> Tablet:
    """A terminal of its own machine at which nobody is signed in."""
    tablet = Tablet(shop)
    tablet.page = open_page(tablet.address(language), width=size[0], height=size[1], clock=clock)
    tablet.page.wait_for_selector(".sign-in")
    return tablet


@pytest.fixture
def tablet(shop: Shop, open_page: Open) -> Iterator[Tablet]:
    """A fresh terminal on which 王建国 has signed in by badge."""
    tablet = opened(shop, open_page)
    tablet.sign_in()
    yield tablet
    tablet.sign_out()


def test_a_badge_scan_signs_in(tablet: Tablet) -> None:
    assert tablet.page.get_attribute(".who", "data-person") == "w1"
    assert tablet.taps == 0


def test_the_recommended_job_is_ready_and_says_why(tablet: Tablet) -> None:
    assert tablet.shown() in (tablet.first, tablet.second)
    assert "Everything it needs is here" in tablet.page.inner_text(".why")


def test_a_new_plan_is_on_the_terminal_and_the_wall_by_itself(
    shop: Shop, tablet: Tablet, open_page: Open
) -> None:
    wall = open_page(f"{shop.base}/wall/?token={shop.wall_token}&lang=en#1")
    version = shop.manager.rows("desk", "shop")["shop"]["plan_version"]
    tablet.page.wait_for_selector(f".machine >> text=plan v{version}")
    wall.wait_for_selector(f".plan-version >> text=Plan v{version}")
    shop.manager.publish_fresh_plan("Two benches more")
    tablet.page.wait_for_selector(f".machine >> text=plan v{version + 1}")
    wall.wait_for_selector(f".plan-version >> text=Plan v{version + 1}")
    assert "Two benches more" in wall.inner_text(".news")


def test_start_takes_one_tap(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    assert tablet.taps == 1


def test_finish_takes_one_tap(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    tablet.taps = 0
    tablet.tap("[data-do=finish]")
    tablet.server_says(job, "done")
    assert tablet.taps == 1


def test_a_double_tap_is_one_start(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.page.dblclick("[data-do=start]")
    tablet.server_says(job, "running")
    tablet.page.wait_for_timeout(500)
    assert tablet.shop.operations()[job]["work"] == "running"


def test_a_problem_takes_two_taps_and_calls_somebody(tablet: Tablet) -> None:
    tablet.tap("[data-do=problem]")
    tablet.tap("[data-problem-kind=electrode]")
    called = tablet.page.wait_for_selector("[data-problem]")
    assert tablet.taps == 2
    assert called is not None
    problems = tablet.shop.manager.rows("desk", "problems").values()
    found = [p for p in problems if p["machine"] == tablet.machine]
    assert [(p["kind"], p["status"], p["raised_by"]) for p in found] == [("electrode", "open", "w1")]


def test_a_call_of_the_department_is_taken_in_one_tap_wherever_it_comes_from(tablet: Tablet) -> None:
    person = tablet.shop.manager.rows("desk", "people")["w1"]
    department = person["department"].lower().replace(" ", "_")
    problem = f"elsewhere-{tablet.machine}"
    command = tablet.shop.manager.command
    command("raise_problem", problem=problem, problem_kind="other", machine="fitting_bench-1", note="")
    called = tablet.shop.manager.rows("desk", "problems")[problem]["department"]
    if called != department:
        command("transfer_problem", problem=problem, department=department, reason="yours")
    tablet.page.wait_for_selector(f"[data-call={problem}]")
    tablet.tap("[data-do=take]")
    tablet.page.wait_for_selector(f"[data-call={problem}]", state="detached")
    row = tablet.shop.manager.rows("desk", "problems")[problem]
    assert (tablet.taps, row["status"], row["calls"][0]["acknowledged_at"] is not None) == (
        1,
        "acknowledged",
        True,
    )
    command("resolve", problem=problem, note="")


def test_a_problem_takes_two_taps_when_nobody_is_signed_in(shop: Shop, open_page: Open) -> None:
    tablet = opened(shop, open_page)
    tablet.tap("[data-do=problem]")
    tablet.tap("[data-problem-kind=machine]")
    tablet.page.wait_for_selector(".open-problem")
    tablet.page.wait_for_selector(".machine .down")
    assert tablet.taps == 2


def test_a_problem_is_taken_and_solved_where_it_is(tablet: Tablet) -> None:
    tablet.tap("[data-do=problem]")
    tablet.tap("[data-problem-kind=tooling]")
    tablet.tap(".open-problem")
    tablet.tap("[data-do=acknowledge]")
    tablet.page.wait_for_selector(".open-problem.open-acknowledged")
    tablet.tap(".open-problem")
    tablet.tap("[data-do=resolve]")
    tablet.page.wait_for_selector(".open-problem", state="detached")


def test_undo_takes_a_start_back(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.server_says(job, "running")
    tablet.tap(".undo button")
    tablet.server_says(job, "waiting")
    assert tablet.page.query_selector(".undo") is None


def test_undo_is_offered_for_thirty_seconds(shop: Shop, open_page: Open) -> None:
    tablet = opened(shop, open_page, clock=True)
    tablet.sign_in("B0002")
    tablet.page.click("[data-do=start]")
    tablet.page.clock.run_for(27_000)
    assert tablet.page.query_selector(".undo") is not None
    tablet.page.clock.run_for(4_500)
    assert tablet.page.query_selector(".undo") is None


def test_pause_asks_why_and_going_on_takes_one_tap(tablet: Tablet) -> None:
    job = tablet.shown()
    tablet.tap("[data-do=start]")
    tablet.tap("[data-do=pause]")
    tablet.tap("[data-reason=tool]")
    tablet.server_says(job, "paused")
    tablet.taps = 0
    tablet.tap("[data-do=resume]")
    tablet.server_says(job, "running")
    assert tablet.taps == 1


def test_a_start_that_is_not_ready_says_why_it_comes_first_and_becomes_a_question(tablet: Tablet) -> None:
    tablet.tap(f".queued[data-operation={tablet.not_ready}]")
    tablet.tap("[data-do=start]")
    tablet.tap("[data-reason=urgent]")
    tablet.page.wait_for_selector("[data-notice=wait]")
    tablet.page.wait_for_selector("[data-asked]")
    questions = tablet.shop.manager.rows("desk", "questions").values()
    asked = [q for q in questions if q["operation"] == tablet.not_ready]
    assert [(q["command"], q["decided"]) for q in asked] == [("start", False)]


def test_the_language_changes_with_one_tap_and_stays(tablet: Tablet) -> None:
    tablet.tap(".language")
    assert "开工" in tablet.page.inner_text("[data-do=start]")
    tablet.page.reload()
    tablet.page.wait_for_selector("[data-do=start]")
    assert "开工" in tablet.page.inner_text("[data-do=start]")


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
    tablet.server_says(job, "done")
    # A measure out of its limits: what is wrong is the next question.
    tablet.page.wait_for_selector("[data-problem-kind=quality]")
    history = shop.manager.call("GET", f"/api/operations/{job}")["history"]
    assert "depth 3.31 ✗ · surface ✓" in [step["text"] for step in history]
    tablet.sign_out()
