"""The wall: what happens is seen at once, and what is stale is said."""

import urllib.error
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Client, Shop, served, small_shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

BOXES = "[...document.querySelectorAll('.panel')].map(e => e.getBoundingClientRect().toJSON())"


def wall(
    shop: Shop,
    open_page: Open,
    *,
    language: str = "en",
    size: tuple[int, int] = (1920, 1080),
    clock: bool = False,
    more: str = "#1",
) -> "Page":
    """The wall by its link, held on page 1 unless `more` of the address says otherwise."""
    url = f"{shop.base}/wall/?token={shop.wall_token}&lang={language}{more}"
    page = open_page(url, width=size[0], height=size[1], clock=clock)
    page.wait_for_selector(".page .panel h2, .phone-lights")
    return page


def test_a_problem_that_is_raised_is_on_the_wall_by_itself(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page)
    problem = "wall-shows-it"
    what = {"problem": problem, "problem_kind": "program", "machine": "cnc_finish-1", "note": ""}
    shop.manager.command("raise_problem", **what)
    row = page.wait_for_selector(f"[data-problem={problem}]")
    assert row is not None
    assert "Program" in row.inner_text()
    shop.manager.command("resolve", problem=problem, note="")
    page.wait_for_selector(f"[data-problem={problem}]", state="detached")


def test_a_machine_that_goes_down_turns_red_and_up_again(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page)
    shop.manager.command("machine_down", machine="cnc_finish-1")
    page.wait_for_selector("[data-machine=cnc_finish-1][data-light=down]")
    shop.manager.command("machine_up", machine="cnc_finish-1")
    page.wait_for_selector("[data-machine=cnc_finish-1]:not([data-light=down])")


def test_the_late_mold_stands_first_and_the_safe_one_stays_grey(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page)
    page.wait_for_selector(".mold-row.act[data-mold=M2621]")
    page.wait_for_selector(".mold-row.safe[data-mold=M2630]")
    assert page.get_attribute(".mold-row", "data-mold") == "M2621"


@pytest.mark.parametrize(("language", "word"), [("en", "machines"), ("zh-hans", "设备")])
def test_it_speaks_both_languages(shop: Shop, open_page: Open, language: str, word: str) -> None:
    assert word in wall(shop, open_page, language=language).inner_text(".machines h2")


@pytest.mark.parametrize("more", ["#1", "#2", "#3", "&room=edm#1", "&room=fitting#2"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (1024, 768)])
def test_nothing_scrolls_or_is_cut(shop: Shop, open_page: Open, width: int, height: int, more: str) -> None:
    page = wall(shop, open_page, size=(width, height), more=more)
    boxes = page.evaluate(BOXES)
    outside = [b for b in boxes if not (b["left"] >= 0 and b["top"] >= 0 and b["right"] <= width)]
    outside += [b for b in boxes if b["bottom"] > height]
    assert (len(boxes), outside) == (4, [])


def test_a_phone_gets_all_of_it_as_a_list_that_is_as_wide_as_the_phone(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for part in (
        "problems",
        "molds",
        "machines",
        "supplies",
        "missing",
        "trials",
        "tonight",
        "today-panel",
        "figures",
    ):
        assert page.is_visible(f".phone section.{part}"), part
    assert "unknown" in page.inner_text(".phone .supplies [data-unknown]")


def test_pages_turn_by_themselves(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, clock=True, more="&seconds=30")
    seen = []
    for _ in range(4):
        seen.append(page.get_attribute(".page", "data-id"))
        page.clock.run_for(30_000)
    first = ["now", "night", "work"].index(str(seen[0]))
    order = ["now", "night", "work", "now", "night", "work"]
    assert seen == order[first : first + 4]


def test_a_wall_turns_the_pages_that_were_chosen_for_it(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, clock=True, more="&seconds=30&pages=work,night")
    assert page.locator(".page-dots i").count() == 2
    assert {page.get_attribute(".page", "data-id"), *turned(page)} == {"work", "night"}


def turned(page: "Page") -> list[str | None]:
    page.clock.run_for(30_000)
    return [page.get_attribute(".page", "data-id")]


def test_what_the_shop_does_not_keep_is_hatched_and_never_zero(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, more="#2")
    page.wait_for_selector(".supplies [data-unknown]")
    assert "no purchases and no outside work" in page.inner_text(".supplies")
    assert page.evaluate("getComputedStyle(document.querySelector('.unknown')).backgroundImage").startswith(
        "repeating"
    )
    figure = page.wait_for_selector("[data-figure=on_time][data-known=false]")
    assert figure is not None
    assert " ".join(figure.inner_text().split()) == "T1 on time unknown"
    # Electrodes are kept, and some are missing.
    page.goto(page.url.replace("#2", "#3"))
    page.wait_for_selector(".missing [data-missing='M2614:electrode']")


def test_a_room_sees_its_own_machines_and_problems(shop: Shop, open_page: Open) -> None:
    for problem, machine in (("far", "cnc_finish-1"), ("near", "edm_sinker-2")):
        what = {"problem": f"room-{problem}", "problem_kind": "tooling", "machine": machine, "note": ""}
        shop.manager.command("raise_problem", **what)
    page = wall(shop, open_page, more="&room=edm#1")
    page.wait_for_selector("[data-problem=room-near]")
    assert page.inner_text(".room") == "EDM"
    assert page.is_visible("[data-machine=edm_sinker-1]")
    assert page.query_selector("[data-machine=cnc_finish-1]") is None
    assert page.query_selector("[data-problem=room-far]") is None
    for problem in ("far", "near"):
        shop.manager.command("resolve", problem=f"room-{problem}", note="")


def test_what_is_set_for_a_wall_is_taken_up_by_itself(shop: Shop, open_page: Open) -> None:
    made = shop.manager.call("POST", "/api/tokens", {"role": "wall", "label": "edm"})
    url = f"{shop.base}/wall/?token={made['token']}&lang=en#1"
    page = open_page(url, width=1920, height=1080, clock=True)
    page.wait_for_selector(".pages[data-room=hall]")
    body = {"room": "edm", "pages": [], "kinds": [], "seconds": 20, "sound": False}
    shop.manager.call("PUT", f"/api/tokens/{made['id']}/wall", body)
    page.clock.run_for(61_000)
    page.wait_for_selector(".pages[data-room=edm]")


def test_the_wall_says_when_its_sound_needs_a_tap(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, more="&sound=1#1")
    page.wait_for_selector("text=Tap for sound")
    page.click(".sound-mark")
    page.wait_for_selector(".sound-mark", state="detached")
    silent = wall(shop, open_page)
    assert silent.query_selector(".sound-mark") is None


ROW = "document.querySelector('[data-problem=long]')"


def test_a_long_name_never_cuts_off_what_that_person_does(shop: Shop, open_page: Open) -> None:
    what = {"problem": "long", "problem_kind": "program", "machine": "edm_sinker-3", "note": ""}
    shop.manager.command("raise_problem", operation="M2614-03A-10", **what)
    shop.manager.command("answer_problem", problem="long", person="w1", text="")
    page = wall(shop, open_page)
    row = page.wait_for_selector("[data-problem=long]")
    assert row is not None
    page.evaluate("""() => {
      const [mold, name] = document.querySelectorAll("[data-problem=long] .problem-who > .one-line")
      mold.textContent = "M2614-REPAIR-0007-B"
      name.textContent = "Maximiliana Featherstonehaugh-Wachholder"
    }""")
    does, level = (
        page.evaluate(f"{ROW}.querySelector('{part}').getBoundingClientRect().toJSON()")
        for part in (".problem-who > b", ".problem-level")
    )
    assert page.inner_text("[data-problem=long] .problem-who > b") == "on site"
    assert does["right"] <= level["left"]
    assert page.evaluate(f"(e => e.scrollWidth <= e.clientWidth)({ROW}.querySelector('.problem-who'))")
    shop.manager.command("resolve", problem="long", note="")


def test_a_wrong_link_is_told_in_words(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.base}/wall/?token=wrong&lang=en")
    page.wait_for_selector("text=This wall may not see the shop")


def test_the_wall_may_look_but_not_touch(shop: Shop) -> None:
    stranger = Client(shop.base, bearer=shop.wall_token)
    with pytest.raises(urllib.error.HTTPError) as refused:
        stranger.command("machine_down", machine="cnc_finish-1")
    assert refused.value.code in (401, 403)


def test_when_the_server_stops_the_wall_says_so_and_recovers(
    chromium: object, open_page: Open, tmp_path: Path
) -> None:
    screens_are_built()
    with served(tmp_path / "data", small_shop(datetime.now(ZONE), stations=2)) as shop:
        page = wall(shop, open_page, clock=True)
        assert page.get_attribute(".wall", "data-freshness") == "live"
        shop.server.stop()
        page.clock.run_for(15_000)
        assert page.get_attribute(".wall", "data-freshness") == "late"
        page.clock.run_for(50_000)
        page.wait_for_selector(".wall.stale .strip-stale")
        assert "Data stopped at" in page.inner_text(".strip-stale")
        shop.server.start()
        for _ in range(60):
            page.clock.run_for(1_000)
            if page.get_attribute(".wall", "data-freshness") == "live":
                break
            page.wait_for_timeout(100)
        assert page.get_attribute(".wall", "data-freshness") == "live"
