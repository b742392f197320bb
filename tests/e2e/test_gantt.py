"""The plan as a tool: by keyboard alone, by drag, as a draft that is published, in views and pictures."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.test_desk import desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plan_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop of its own: what is published here must not surprise other tests."""
    screens_are_built()
    with served(
        tmp_path_factory.mktemp("gantt") / "data", small_shop(datetime.now(ZONE), stations=12)
    ) as shop:
        yield shop


def opened(shop: Shop, open_page: Open, *, language: str = "en") -> "Page":
    """The plan, with everything there that a drag needs."""
    page = desk(shop, open_page, "plan", language=language)
    page.wait_for_selector("canvas.top[data-drawn]:not([data-drawn='0'])")
    page.wait_for_selector("canvas.top[data-facts]:not([data-facts=''])")
    return page


def place(page: "Page", operation: str) -> dict[str, float]:
    found: dict[str, float] = page.evaluate("id => window.__gantt.place(id)", operation)
    return found


def lane_of(page: "Page", machine: str) -> float:
    """Where the row of a machine is on the screen."""
    box = page.locator(f".resource[data-lane='{machine}']").bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def planned(shop: Shop, operation: str) -> tuple[str, datetime]:
    row: Any = shop.operations()[operation]
    return row["machine"], datetime.fromisoformat(row["plan"]["setup"])


def dragged(page: "Page", operation: str, dx: float, dy: float = 0.0, *, drop: bool = True) -> None:
    at = place(page, operation)
    page.mouse.move(at["x"], at["y"])
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(at["x"] + dx * step / 5, at["y"] + dy * step / 5)
    if drop:
        page.mouse.up()


def test_a_bar_on_a_machine_that_cannot_do_it_is_told_while_it_is_dragged(
    plan_shop: Shop, open_page: Open
) -> None:
    page = opened(plan_shop, open_page)
    operation = "M2614-01B-10"
    at = place(page, operation)
    dragged(page, operation, 200, lane_of(page, "fitting_bench-1") - at["y"], drop=False)
    page.wait_for_selector(".held-card .breaks-hard >> text=can't be done on fitting_bench-1")
    page.mouse.move(at["x"] + 200, at["y"])
    page.wait_for_selector(".held-card .breaks-hard", state="detached")
    page.mouse.up()
    page.wait_for_selector("[data-changes='1']")
    page.keyboard.press("Control+z")
    page.wait_for_selector("[data-changes]", state="detached")


def test_a_dragged_bar_becomes_a_wish_the_planner_tells_what_moves_and_undo_takes_it_back(
    plan_shop: Shop, open_page: Open
) -> None:
    page = opened(plan_shop, open_page)
    machine, _ = planned(plan_shop, "M2614-02A-10")
    dragged(page, "M2614-02A-10", 300)
    page.wait_for_selector("[data-changes='1']")
    page.wait_for_selector(".draft-bar >> text=Others that move", timeout=60_000)
    page.click(".draft-bar button:has-text('Changes')")
    assert "start" in page.inner_text("[data-wish='M2614-02A-10']")
    assert machine not in page.inner_text("[data-wish='M2614-02A-10'] > span")
    page.click(".tools [aria-label=Undo]")
    page.wait_for_selector("[data-wish]", state="detached")
    page.click(".tools [aria-label=Redo]")
    page.wait_for_selector("[data-wish='M2614-02A-10']")
    page.click(".draft-bar >> text=Discard")
    page.wait_for_selector(".draft-bar", state="detached")


def test_by_keyboard_alone_an_operation_is_found_moved_pinned_and_published(
    plan_shop: Shop, open_page: Open
) -> None:
    page = opened(plan_shop, open_page)
    operation = "M2614-03B-10"
    _, before = planned(plan_shop, operation)
    page.focus(".search input")
    page.keyboard.type(operation)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-operation='{operation}']")
    page.focus("canvas.top")
    page.keyboard.press("m")
    page.wait_for_selector(".held-card")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("p")
    page.keyboard.press("w")
    wish = page.wait_for_selector(f"[data-wish='{operation}']")
    assert wish is not None
    assert "pinned" in wish.inner_text()
    page.focus(".draft-bar button:has-text('Publish')")
    page.keyboard.press("Enter")
    page.keyboard.type("M2614-03B waits for its electrode")
    page.keyboard.press("Enter")
    page.wait_for_selector(".draft-said >> text=Published", timeout=60_000)
    page.wait_for_selector("[data-changes]", state="detached")
    _, after = planned(plan_shop, operation)
    assert after > before
    plans = plan_shop.manager.call("GET", "/api/plans")
    assert plans[0]["message"] == "M2614-03B waits for its electrode"


def test_arrows_go_from_bar_to_bar_and_the_row_is_read_out(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    page.focus("canvas.top")
    page.keyboard.press("ArrowRight")
    first = page.get_attribute(".mirror [aria-current]", "data-bar")
    page.keyboard.press("ArrowRight")
    second = page.get_attribute(".mirror [aria-current]", "data-bar")
    assert second not in (first, None)
    assert str(second) in page.inner_text(".bars-area [role=status]")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.get_attribute("canvas.top", "data-selected") == "2"
    page.keyboard.press("Enter")
    page.wait_for_selector(f".side[data-operation='{first}']")
    page.keyboard.press("l")
    page.wait_for_selector("[data-changes='2']")
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    page.wait_for_selector(".side", state="detached")
    page.keyboard.press("?")
    page.wait_for_selector(".help kbd")
    page.keyboard.press("Escape")
    page.wait_for_selector(".help", state="detached")


def test_a_box_selects_and_the_selection_moves_together(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    names = ["M2614-04A-10", "M2614-05A-10"]
    places = [place(page, name) for name in names]
    canvas = page.locator("canvas.top").bounding_box()
    assert canvas is not None
    # From the free ground left of now, over both rows.
    page.keyboard.down("Shift")
    page.mouse.move(canvas["x"] + 4, min(at["y"] for at in places) - 4)
    page.mouse.down()
    page.mouse.move(max(at["x"] for at in places), max(at["y"] for at in places) + 4, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    selected = int(page.get_attribute("canvas.top", "data-selected") or 0)
    assert selected >= len(names)
    dragged(page, names[0], 240)
    page.wait_for_selector(f"[data-changes='{selected}']")
    page.keyboard.press("Control+z")


def test_a_draft_is_kept_and_opened_again(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    dragged(page, "M2614-06A-10", 300)
    page.wait_for_selector("[data-changes='1']")
    page.click(".draft-bar button:has-text('Keep')")
    page.fill(".draft-form input", "press first")
    page.keyboard.press("Enter")
    page.wait_for_selector(".draft-said >> text=press first", timeout=60_000)
    page.click(".draft-bar >> text=Discard")
    page.click(".tools [aria-label=Changes]")
    page.click("[data-draft='press first'] >> text=Open")
    page.wait_for_selector("[data-wish='M2614-06A-10']")
    page.click("[data-draft='press first'] [aria-label='Forget press first']")
    page.wait_for_selector("[data-draft='press first']", state="detached")


def test_a_draft_on_a_plan_that_moved_is_refused_and_told(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    body: Any = {
        "base": 1,
        "changes": [{"operation": "M2614-07A-10", "machine": None, "start": None, "pin": True}],
    }
    draft = plan_shop.manager.call("POST", "/api/drafts", body | {"name": "old"})
    dragged(page, "M2614-08A-10", 300)
    page.wait_for_selector("[data-changes='1']")
    page.route("**/api/drafts", lambda route: route.fulfill(status=201, json=draft))
    plan_shop.manager.publish_fresh_plan("meanwhile")
    page.click(".draft-bar button:has-text('Publish')")
    page.fill(".draft-form input", "too late")
    page.keyboard.press("Enter")
    page.wait_for_selector(".draft-said:has-text('plan')", timeout=60_000)
    assert page.get_attribute("[data-changes]", "data-changes") == "1"
    page.unroute("**/api/drafts")


def test_rows_filters_and_a_view_under_a_name(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    machines = page.get_attribute("canvas.top", "data-lanes")
    page.select_option("[aria-label=Rows]", "mold")
    page.wait_for_selector(".resource[data-lane=M2614]")
    page.click(".tools button:has-text('resources')")
    page.check(".filter-menu >> text=fitting_bench")
    page.wait_for_selector(".resource[data-lane=M2614]", state="detached")
    page.keyboard.press("Escape")
    page.click(".tools button:has-text('Views')")
    page.fill(".views-menu input", "benches by mold")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-view='benches by mold']")
    page.reload()
    page.wait_for_selector("canvas.top[data-drawn]")
    assert page.get_attribute("canvas.top", "data-lanes") == machines
    page.click(".tools button:has-text('Views')")
    page.click("[data-view='benches by mold'] button")
    page.wait_for_selector(".resource[data-lane=M2621]")
    assert page.query_selector(".resource[data-lane=M2614]") is None


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_what_is_seen_is_saved_as_a_picture(
    plan_shop: Shop, open_page: Open, tmp_path: Path, kind: str
) -> None:
    page = opened(plan_shop, open_page)
    page.click(".segments >> text=Shift")
    page.wait_for_timeout(300)
    page.click(".tools button:has-text('Picture')")
    with page.expect_download() as download:
        page.click(f"[data-export={kind}]")
    path = tmp_path / f"plan.{kind}"
    download.value.save_as(path)
    content = path.read_bytes()
    if kind == "png":
        assert content.startswith(b"\x89PNG")
        assert len(content) > 20_000
    else:
        assert "edm_sinker-1" in content.decode()
        assert "M2614" in content.decode()


def test_a_sheet_of_paper_holds_the_picture_alone(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page)
    page.evaluate("window.print = () => {}")
    page.click(".tools button:has-text('Picture')")
    page.click("[data-export=print]")
    page.emulate_media(media="print")
    assert page.is_visible(".print-sheet svg")
    assert not page.is_visible(".tools")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.query_selector(".print-sheet") is None


def test_those_who_do_not_plan_look_and_move_nothing(plan_shop: Shop, open_page: Open) -> None:
    account = {"username": "engineer", "password": "a long enough password", "role": "engineer"}
    plan_shop.manager.call("POST", "/api/users", account)
    page = open_page(f"{plan_shop.base}/login?lang=en", width=1920, height=1080)
    page.fill("#username", account["username"])
    page.fill("#password", account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{plan_shop.base}/desk/?lang=en#/plan")
    page.wait_for_selector("canvas.top[data-facts]:not([data-facts=''])")
    dragged(page, "M2614-09A-10", 300)
    page.focus("canvas.top")
    page.keyboard.press("p")
    assert page.query_selector(".draft-bar") is None
    assert page.query_selector(".tools [aria-label=Undo]") is None


def test_chinese_says_the_same(plan_shop: Shop, open_page: Open) -> None:
    page = opened(plan_shop, open_page, language="zh-hans")
    dragged(page, "M2614-10A-10", 300)
    page.wait_for_selector("text=1 处改动，未发布")
    page.click(".draft-bar button:has-text('改动')")
    assert "开始" in page.inner_text("[data-wish='M2614-10A-10']")
