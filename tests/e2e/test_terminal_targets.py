"""A terminal is worked with gloves: what is tapped is large enough, and a checker finds no fault."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.tablets import Tablet, too_small

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(1280, 800), (1024, 600), (800, 1280), (390, 844)]

#: A browser that reads codes: this one has no reader of its own.
CAMERA = """
globalThis.BarcodeDetector = class { detect() { return Promise.resolve([]) } }
navigator.mediaDevices.getUserMedia = () => Promise.resolve(document.createElement('canvas').captureStream())
"""


@pytest.fixture
def tablet(shop: Shop, open_page: Open) -> Iterator[Tablet]:
    """A terminal with a camera that reads codes, nobody signed in."""
    tablet = Tablet(shop)
    tablet.page = open_page("about:blank")
    tablet.page.context.add_init_script(CAMERA)
    tablet.page.goto(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    yield tablet
    tablet.sign_out()


def every_screen(tablet: Tablet) -> Iterator[str]:
    """Goes through the screens of a worker's day; the name of each."""
    yield "who works here"
    tablet.sign_in()
    yield "recommended job"
    tablet.tap("[data-do=camera]")
    yield "camera"
    tablet.tap("[data-do=back]")
    tablet.tap("[data-do=problem]")
    yield "what is wrong"
    tablet.tap("[data-problem-kind=tooling]")
    tablet.page.wait_for_selector(".open-problem")
    yield "job with a problem"
    tablet.tap(".open-problem")
    yield "a problem"
    tablet.tap("[data-do=resolve]")
    tablet.page.wait_for_selector(".open-problem", state="detached")
    tablet.tap(".who")
    yield "people"
    tablet.tap(".add")
    yield "another person"
    tablet.tap("[data-do=back]")
    tablet.tap(f".queued[data-operation={tablet.not_ready}]")
    tablet.tap("[data-do=start]")
    yield "why this one first"
    tablet.tap("[data-reason=urgent]")
    tablet.page.wait_for_selector("[data-asked]")
    yield "a question"
    tablet.tap("[data-asked]")
    yield "questions"
    tablet.tap("[data-do=back]")
    tablet.tap(f".queued[data-operation={tablet.second}], .job[data-operation={tablet.second}]")
    tablet.tap("[data-do=start]")
    if tablet.page.query_selector("[data-reason=urgent]") is not None:
        tablet.tap("[data-reason=urgent]")
    tablet.server_says(tablet.second, "running")
    yield "running job"
    tablet.tap("[data-do=pause]")
    yield "why pause"
    tablet.tap("[data-reason=tool]")
    yield "paused job"


def serious(page: "Page") -> list[str]:
    """What the accessibility checker calls serious or worse."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def judged(tablet: Tablet, judge: Callable[["Page"], list[Any]]) -> dict[str, list[Any]]:
    """What is wrong, by screen; screens without a fault are left out."""
    return {screen: wrong for screen in every_screen(tablet) if (wrong := judge(tablet.page))}


def at_every_size(page: "Page") -> list[Any]:
    wrong: list[Any] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wrong += [{"size": f"{width}x{height}", **small} for small in too_small(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    return wrong


def test_no_target_is_under_64_px_and_no_main_one_under_96_on_any_screen(tablet: Tablet) -> None:
    assert judged(tablet, at_every_size) == {}


def test_an_accessibility_checker_finds_nothing_serious_on_any_screen(tablet: Tablet) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed; `make check` installs it with the front end's packages")
    assert judged(tablet, serious) == {}
