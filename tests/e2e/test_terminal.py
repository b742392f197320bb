"""The terminal: taps are counted, targets measured, and nothing is lost when the network goes."""

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import Tablet, opened

pytestmark = pytest.mark.browser


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
