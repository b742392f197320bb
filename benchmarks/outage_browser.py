"""A real tablet in an outage: a browser that is killed with reports unsent, and switched on again."""

from typing import Any

#: Reports that the browser has made without network when it is killed.
JOBS = 3


class Real:
    """A Chromium with a disk of its own as the terminal of the last machine."""

    made = 0
    #: Reports made while the network was there: the badge.
    before = 1
    device = ""

    def __init__(self, base: str, token: str, number: int) -> None:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only who has a browser

        from tests.e2e.tablets import Device  # noqa: PLC0415
        from tools.demo import browser_path  # noqa: PLC0415

        self._base, self._token, self._number = base, token, number
        self._playwright = sync_playwright().start()
        self._device = Device(self._playwright, str(browser_path()))
        self._page: Any = None

    def set_out(self) -> None:
        """Enroll, sign in by badge, and keep the page for later."""
        from tests.e2e.tablets import SCAN  # noqa: PLC0415

        machine = f"m-{self._number}"
        page = self._device.start()
        page.goto(f"{self._base}/enroll/?token={self._token}&station={machine}&lang=en")
        page.wait_for_selector(".sign-in")
        page.evaluate(SCAN, f"B{self._number:04}")
        page.wait_for_selector("[data-do=start]")
        page.wait_for_selector('.network[data-unsent="0"][data-online="true"]')
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_timeout(4000)
        # A browser writes its cookies down when it ends; this one was enrolled long ago.
        self._device.stop()
        self._page = self._device.start()
        self._page.goto(f"{self._base}/terminal/")
        self._page.wait_for_selector("[data-do=start]")

    def work_and_be_killed(self) -> None:
        """Start and finish some operations; then every process of the browser is killed."""
        for _ in range(JOBS):
            for what in ("start", "finish"):
                self._page.click(f"[data-do={what}]")
                self.made += 1
                self._page.wait_for_selector(f'.network[data-unsent="{self.made}"]')
                # Two taps within a blink count as one on a terminal.
                self._page.wait_for_timeout(800)
        self._device.kill()

    def come_back(self) -> None:
        """Switched on: all that was kept is sent."""
        page = self._device.start()
        page.goto(f"{self._base}/terminal/")
        page.wait_for_selector('.network[data-unsent="0"][data-online="true"]', timeout=60_000)
        self.device = page.evaluate(DEVICE)

    def away(self) -> None:
        """Close the browser and forget its disk."""
        self._device.away()
        self._playwright.stop()


#: The id under which the browser's own database keeps its reports in order.
DEVICE = """() => new Promise((done, failed) => {
  const asked = indexedDB.open('sprue')
  asked.onerror = () => failed(asked.error)
  asked.onsuccess = () => {
    const got = asked.result.transaction('lanes').objectStore('lanes').get('terminal')
    got.onsuccess = () => done(got.result.device)
  }
})"""
