"""A terminal in a browser of its own, driven as a worker drives it; its taps are counted."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.e2e.server import Shop

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright

_numbers = count(1)
#: Real ms that a tap's effect may take to be in the server's rows.
SOON = 10_000

#: A scanner types faster than the browser can be driven from outside on a busy machine.
SCAN = """code => [...code, 'Enter'].forEach(key =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))"""

MEASURE = """() => [...document.querySelectorAll('button, a')].map(e => {
  const box = e.getBoundingClientRect()
  return { text: e.textContent.trim(), main: e.matches('.main, .problem-button, .problem-tile'),
           width: box.width, height: box.height }
})"""


def too_small(page: "Page") -> list[dict[str, Any]]:
    """Buttons under 64 px, main ones under 96 px."""
    found: list[dict[str, Any]] = page.evaluate(MEASURE)
    assert found
    return [b for b in found if min(b["width"], b["height"]) < (96 if b["main"] else 64)]


class Tablet:
    """The terminal of a machine that no other test uses."""

    page: "Page"

    def __init__(self, shop: Shop) -> None:
        number = next(_numbers)
        self.shop = shop
        #: Further machines that the tablet serves.
        self.others: tuple[str, ...] = ()
        self.machine = f"edm_sinker-{number}"
        self.first, self.second, self.not_ready = (f"M2614-{number:02}{letter}-10" for letter in "ABC")
        self.taps = 0

    def address(self, language: str = "en") -> str:
        """The address that makes a browser this machine's terminal."""
        stations = ",".join((self.machine, *self.others))
        token = self.shop.station_token(stations)
        return f"{self.shop.base}/enroll/?token={token}&station={stations}&lang={language}"

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.click(selector)
        # Two taps within a blink count as one on a terminal.
        self.page.wait_for_timeout(800)

    def scan(self, code: str) -> None:
        self.page.evaluate(SCAN, code)

    def sign_in(self, badge: str = "B0001") -> None:
        self.scan(badge)
        self.page.wait_for_selector("[data-do=start], [data-do=finish]")
        self.settled()

    def sign_out(self) -> None:
        """Nobody is left at the machine, however the test ended."""
        people = self.shop.manager.rows(f"station:{self.machine}", "people")
        for person, row in people.items():
            if row["machine"] == self.machine:
                self.shop.manager.command("badge_out", person=person)

    def settled(self) -> None:
        """Until everything is sent."""
        self.page.wait_for_selector('.network[data-unsent="0"][data-online="true"]')

    def unsent(self, number: int) -> None:
        """Until so many reports are shown as not sent."""
        self.page.wait_for_selector(f'.network[data-unsent="{number}"]')

    def server_says(self, operation: str, work: str) -> None:
        """Until the server's own rows say what the operation is doing."""
        for _ in range(SOON // 100):
            if self.shop.operations()[operation]["work"] == work:
                return
            self.page.wait_for_timeout(100)
        assert self.shop.operations()[operation]["work"] == work

    def questions(self) -> list[dict[str, Any]]:
        """Reports of this machine that wait for a decision."""
        rows = self.shop.manager.rows("desk", "questions").values()
        return [row for row in rows if row["machine"] == self.machine and not row["decided"]]

    def shown(self) -> str:
        return self.page.get_attribute(".job", "data-operation") or ""


def opened(
    shop: Shop,
    open_page: Callable[..., "Page"],
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


class Device:
    """A browser with a disk of its own, which can be killed and switched on again."""

    def __init__(self, playwright: "Playwright", executable: str) -> None:
        self._playwright = playwright
        self._executable = executable
        self._folder = Path(tempfile.mkdtemp(prefix="sprue-tablet-"))
        self._context: BrowserContext | None = None

    def start(self) -> "Page":
        """Switch it on: a fresh page."""
        self._context = self._playwright.chromium.launch_persistent_context(
            self._folder,
            executable_path=self._executable,
            args=["--no-sandbox", "--disable-quic", "--no-first-run"],
            viewport={"width": 1280, "height": 800},
        )
        return self._context.pages[0]

    def stop(self) -> None:
        """Switch it off in good order."""
        if self._context is not None:
            self._context.close()
        self._context = None

    def kill(self) -> None:
        """Every process of this browser is killed; nothing is written any more."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Exception):
            if self._context is not None:
                self._context.close()
        self._context = None
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self._folder / name).unlink(missing_ok=True)

    def away(self) -> None:
        """Switch it off for good."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _processes(self) -> list[int]:
        """Those that were started with this device's folder."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if str(self._folder).encode() in path.read_bytes():
                    found.append(int(path.parent.name))
        return found
