"""The planner's desk: the plan is drawn and explained, molds, problems, import and versions work by mouse."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import NAME, PASSWORD, ZONE, Client, Shop, small_shop, zipped

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def desk(shop: Shop, open_page: Open, page_name: str, *, language: str = "en", wide: bool = True) -> "Page":
    """The desk, signed in, at one of its pages."""
    width, height = (1920, 1080) if wide else (1280, 800)
    page = open_page(f"{shop.base}/login?lang={language}", width=width, height=height)
    page.fill("#username", NAME)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    page.goto(f"{shop.base}/desk/?lang={language}#/{page_name}")
    page.wait_for_selector(f"nav a.here[data-page={page_name.split('/', maxsplit=1)[0]}]", state="attached")
    return page


def planned(shop: Shop) -> dict[str, Any]:
    """An operation that is planned on a machine."""
    rows = shop.operations().values()
    return next(row for row in rows if row["plan"] is not None and row["machine"] is not None)


def test_the_plan_is_drawn_and_its_bars_tell_why(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "plan")
    page.wait_for_selector("canvas[data-drawn]:not([data-drawn='0'])")
    operation = planned(shop)
    page.fill(".search input", operation["id"])
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-operation='{operation['id']}'] .why")
    assert page.inner_text(".side .why") != ""
    place = page.evaluate("id => window.__gantt.place(id)", operation["id"])
    page.mouse.move(place["x"], place["y"])
    assert operation["id"] in page.inner_text(".hover-card")


def test_the_chosen_mold_shows_what_follows_what(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "plan")
    page.wait_for_selector("canvas[data-drawn]")
    page.fill(".search input", "M2621")
    page.keyboard.press("Enter")
    page.wait_for_selector("canvas[data-links]:not([data-links='0'])")
    assert "M2621" in page.inner_text(".lane-name")


def test_zooming_out_shows_more_and_panning_away_nothing(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "plan")
    page.wait_for_selector("canvas[data-drawn]:not([data-drawn='0'])")
    page.click("text=Month")
    page.focus("canvas.top")
    for _ in range(60):
        page.keyboard.press("Control+ArrowLeft")
    page.wait_for_selector("canvas[data-drawn='0']")


def test_a_mold_shows_its_parts_with_their_gates(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "molds/M2614")
    page.wait_for_selector("[data-open=M2614] [data-part=M2614-01C]")
    assert page.query_selector("[data-part=M2614-01C] .gate-expected") is not None
    page.click("[data-part=M2614-01C] .part-name")
    assert "电火花" in page.inner_text(".operation-row")


def test_a_faulty_workbook_is_told_line_by_line_and_changes_nothing(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "import")
    sheets = small_shop(datetime.now(ZONE))
    machine = list(sheets["machines"][1])
    machine[1] = "edm_sinkre"
    sheets["machines"][1] = tuple(machine)
    before = shop.manager.rows("desk", "shop")["shop"]["plan_version"]
    file: Any = {"name": "bad.zip", "mimeType": "application/zip", "buffer": zipped(sheets)}
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector("[data-fault=unknown_reference]")
    row = page.inner_text("[data-fault=unknown_reference]")
    assert "machines" in row
    assert "edm_sinkre" in row
    assert "edm_sinker" in row
    assert page.query_selector("text=Take it as the shop") is None
    assert shop.manager.rows("desk", "shop")["shop"]["plan_version"] == before


def test_a_fresh_plan_is_published_with_a_message(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "versions")
    page.wait_for_selector("[data-version='1']")
    known = len(page.query_selector_all("[data-version]"))
    page.click("text=Make a fresh plan")
    page.wait_for_selector("[data-draft=ready]", timeout=120_000)
    told = page.inner_text(".differences")
    for figure in (
        r"Late molds\s+\d+ → \d+",
        r"Weighted tardiness h\s+[\d,]+ → [\d,]+",
        r"Moved operations\s+(Both plans are the same|[\d,]+ moved, \d+ added, \d+ gone)",
    ):
        assert re.search(figure, told), told
    page.fill(".publish input", "Night shift first")
    page.click(".publish button")
    page.wait_for_selector(f"[data-version='{known + 1}']")
    assert "Night shift first" in page.inner_text(f"[data-version='{known + 1}']")


def test_a_problem_is_taken_and_closed(shop: Shop, open_page: Open) -> None:
    what = {"problem": "desk-closes-it", "problem_kind": "drawing", "machine": "fitting_bench-1", "note": ""}
    shop.manager.command("raise_problem", **what)
    page = desk(shop, open_page, "problems")
    page.click("[data-problem=desk-closes-it] >> text=I have it")
    page.wait_for_selector("[data-problem=desk-closes-it][data-status=acknowledged]")
    page.click("[data-problem=desk-closes-it] >> text=Solved")
    page.fill(".problem-resolve input", "drawing sent again")
    page.click("text=Close the problem")
    page.wait_for_selector("[data-problem=desk-closes-it]", state="detached")


def test_a_problem_is_handed_on_and_its_history_kept(shop: Shop, open_page: Open) -> None:
    what = {"problem": "desk-hands-on", "problem_kind": "program", "machine": "fitting_bench-1", "note": ""}
    shop.manager.command("raise_problem", **what)
    page = desk(shop, open_page, "problems")
    one = "[data-problem=desk-hands-on]"
    page.click(f"{one} >> text=Hand on")
    page.select_option(f"{one} select", "design")
    page.fill(f"{one} .problem-resolve input", "the drawing contradicts itself")
    page.click("text=Hand it on")
    page.wait_for_selector(f"{one} >> text=Design")
    page.click(f"{one} >> text=On site")
    page.fill(f"{one} .problem-resolve input", "new drawing comes")
    page.click(f"{one} >> text=Answered")
    page.wait_for_selector(f"{one}[data-status=acknowledged]")
    page.click(f"{one} .problem-level")
    steps = page.inner_text(f"{one} .problem-history").splitlines()
    assert [step.split()[1] for step in steps] == ["Raised", "Handed", "Acknowledged", "On"]
    assert "the drawing contradicts itself" in steps[1]
    shop.manager.command("resolve", problem="desk-hands-on", note="")


def test_a_safety_incident_is_reported_and_calls_everybody_at_once(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "problems")
    page.click("text=Report a problem")
    page.select_option("select[aria-label=Problem]", "safety_incident")
    page.select_option("select[aria-label=Machine]", "fitting_bench-1")
    page.fill("input[aria-label=Note]", "crane chain slipped")
    page.click(".report .solid")
    page.wait_for_selector(".problem >> text=crane chain slipped")
    (row,) = [p for p in shop.manager.rows("desk", "problems").values() if p["note"] == "crane chain slipped"]
    assert len(row["calls"]) == 3
    shop.manager.command("resolve", problem=row["id"], note="")


def test_rules_duties_and_addresses_are_edited(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "calls")
    minutes = "[data-rule=other] input[aria-label='Other Acknowledge']"
    page.fill(minutes, "45")
    page.click("text=Save the rules")
    page.wait_for_selector("text=Limits must rise")
    page.fill(minutes, "12")
    page.keyboard.press("Tab")
    page.select_option("[data-rule=other] select[aria-label='Other Called first · Add']", "cam")
    page.click("text=Save the rules")
    page.wait_for_selector(".calls-page [role=status]")
    calls = shop.manager.rows("problems", "calls")["other"]
    assert (calls["acknowledge_minutes"], calls["called"]) == (12, ["team_leader", "cam"])
    page.click("text=Add a duty")
    page.click("text=Save the duty list")
    page.wait_for_selector(".calls-page section [role=status]")
    page.fill("[name=channel-name]", "night group")
    page.fill("[name=channel-address]", "json://robot:s3cret@127.0.0.1:9/t0ken")
    page.click("text=Save the address")
    page.wait_for_selector("[data-channel='night group']")
    assert not any(part in page.content() for part in ("s3cret", "t0ken"))
    page.reload()
    page.wait_for_selector("[data-duty]")
    assert page.input_value(minutes) == "12"


def test_a_link_made_for_a_wall_opens_the_wall(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "people")
    page.click("text=Make link")
    page.goto(page.inner_text(".made code"))
    page.wait_for_selector("[data-machine]")


def test_a_manager_sets_what_a_wall_shows(shop: Shop, open_page: Open) -> None:
    made = shop.manager.call("POST", "/api/tokens", {"role": "wall", "label": "fitting shop"})
    page = desk(shop, open_page, "people")
    row = page.locator(f"[data-token='{made['id']}']")
    row.get_by_role("button", name="Settings").click()
    page.select_option(".wall-form [name=room]", "fitting")
    page.uncheck(".wall-form [name=page-work]")
    page.fill(".wall-form [name=seconds]", "40")
    page.check(".wall-form [name=sound]")
    page.click(".wall-form button")
    page.wait_for_selector(".wall-form", state="detached")
    stranger = Client(shop.base, bearer=str(made["token"]))
    shown = {"room": "fitting", "pages": ["now"], "kinds": [], "seconds": 40, "sound": True}
    assert stranger.call("GET", "/api/wall") == shown


#: Lines of the longest name in the head that is in sight.
LINES_OF_NAV = """() => Math.max(...[...document.querySelectorAll('.head nav a, .head nav button')]
  .filter((one) => one.style.visibility !== 'hidden')
  .map((one) => {
    const words = document.createRange()
    words.selectNodeContents(one.firstChild)
    return new Set([...words.getClientRects()].map((box) => Math.round(box.top))).size
  }))"""


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "plan",
            "molds",
            "problems",
            "ask",
            "material",
            "trials",
            "electrodes",
            "changes",
            "ledger",
            "figures",
        ),
        *("costs", "versions", "excel", "import", "calls", "people"),
    ],
)
def test_every_page_fits_and_speaks_chinese(shop: Shop, open_page: Open, name: str, *, wide: bool) -> None:
    page = desk(shop, open_page, name, language="zh-hans", wide=wide)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(LINES_OF_NAV) == 1
    words = page.inner_text(".head nav").split()
    assert "计划" in words
    assert not set(words) & {"Plan", "Molds", "Problems", "Versions", "Import"}
