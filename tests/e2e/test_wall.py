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
) -> "Page":
    """The wall by its link, held on page 1."""
    url = f"{shop.base}/wall/?token={shop.wall_token}&lang={language}#1"
    page = open_page(url, width=size[0], height=size[1], clock=clock)
    page.wait_for_selector(".tile[data-machine], .phone-lights")
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


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (1024, 768)])
def test_nothing_scrolls_or_is_cut(shop: Shop, open_page: Open, width: int, height: int) -> None:
    page = wall(shop, open_page, size=(width, height))
    boxes = page.evaluate(BOXES)
    outside = [b for b in boxes if not (b["left"] >= 0 and b["top"] >= 0 and b["right"] <= width)]
    outside += [b for b in boxes if b["bottom"] > height]
    assert (len(boxes), outside) == (4, [])


def test_a_phone_gets_a_list_that_is_as_wide_as_the_phone(shop: Shop, open_page: Open) -> None:
    page = wall(shop, open_page, size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
