"""A real Chromium and a real server; both once a run."""

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.server import Server, Shop, served
from tests.e2e.tablets import Device, Tablet, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; never one that is downloaded."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: "Playwright", chromium_path: str) -> Iterator["Browser"]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET])
    yield browser
    browser.close()


@pytest.fixture
def device(playwright: "Playwright", chromium_path: str) -> Iterator[Device]:
    """A tablet that can be killed."""
    made = Device(playwright, chromium_path)
    yield made
    made.away()


def screens_are_built() -> None:
    """Skips where there is nothing to open."""
    manifest = ROOT / "src" / "sprue" / "server" / "static" / "dist" / ".vite" / "manifest.json"
    if find_spec("sprue.server.settings") is None or not manifest.exists():
        pytest.skip("the server or its screens are not built (make build)")


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop, served."""
    screens_are_built()
    with served(tmp_path_factory.mktemp("shop") / "data") as shop:
        yield shop


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has set up."""
    screens_are_built()
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.stop()


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(chromium: "Browser") -> Iterator[Open]:
    """Opens a page in a browser of its own; `clock` puts the test in charge of its time.

    A script error on any page fails the test.
    """
    contexts = []
    errors: list[str] = []

    def opened(url: str, *, width: int = 1280, height: int = 800, clock: bool = False) -> "Page":
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if clock:
            page.clock.install()
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def tablet(shop: Shop, open_page: Open) -> Iterator[Tablet]:
    """A fresh terminal on which 王建国 has signed in by badge."""
    tablet = opened(shop, open_page)
    tablet.sign_in()
    yield tablet
    tablet.sign_out()
