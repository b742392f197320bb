"""Makes the pictures of the docs from the running demo: wall, terminal and Gantt, in both languages.

The demo starts in a folder of its own, works until the floor is busy, and is stopped again.
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = {"en": "en", "zh": "zh-hans"}
LIMIT = 300_000
WIDE = (1920, 1080)
TABLET = (1280, 800)
#: Real seconds of the demo before the pictures: an hour and a half of the shop's time.
WORKED = 90


def browser_path() -> str:
    """The system's Chromium."""
    for name in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(name).exists():
            return name
    sys.exit("pictures need Chromium; on Debian: apt-get install chromium fonts-wqy-microhei")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Demo:
    """A demo of its own, in a folder that goes away with it."""

    def __init__(self, folder: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-u", "-c", "from sprue.cli import main; main()", "demo"]
        options = ["--fresh", "--data", folder, "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, text=True, encoding="utf-8", env=dict(os.environ)
        )
        self.said = self._until_ready()

    def _until_ready(self) -> str:
        lines: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
            if "Ctrl-C" in line:
                return "".join(lines)
        sys.exit("the demo ended before it was ready; its words are above")

    def address(self, part: str) -> str:
        """The printed address that holds `part`."""
        found = re.search(rf"https?://\S*{part}\S*", self.said)
        assert found, f"the demo printed no address with {part}"
        return found.group(0)

    def account(self) -> tuple[str, str]:
        """The printed user name and password of the planner's desk."""
        found = re.search(r"(\w+)\s*/\s*(\S+)", self.said.split("/desk/", 1)[1])
        assert found, "the demo printed no account"
        return found.group(1), found.group(2)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


def save(page: Page, name: str) -> None:
    """A screenshot with so few colors that it stays light."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = PICTURES / f"{name}.png"
    for colors in (256, 128, 64):
        shot.quantize(colors, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < LIMIT:
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
            return
    sys.exit(f"{path.name} is heavier than {LIMIT} bytes")


def page_in(browser: Browser, size: tuple[int, int], language: str, address: str) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language)
    page = context.new_page()
    page.goto(address + ("&" if "?" in address else "?") + f"lang={language}")
    return page


def wall(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    page = page_in(browser, WIDE, language, demo.address("/wall/"))
    page.wait_for_selector("[data-machine]", timeout=60_000)
    page.wait_for_timeout(2_000)
    save(page, f"wall.{suffix}")
    page.context.close()


def terminal(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    page = page_in(browser, TABLET, language, demo.address("/enroll/"))
    page.wait_for_selector("[data-screen]", timeout=60_000)
    page.wait_for_timeout(2_000)
    save(page, f"terminal.{suffix}")
    page.context.close()


def gantt(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    page = page_in(browser, WIDE, language, demo.address("/login"))
    user, password = demo.account()
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    page.goto(demo.address("/desk/") + f"?lang={language}#/plan")
    page.wait_for_selector("canvas", timeout=60_000)
    page.wait_for_timeout(3_000)
    save(page, f"gantt.{suffix}")
    page.context.close()


def main() -> None:
    """All pictures of the docs."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(folder)
        try:
            time.sleep(WORKED)
            browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
            for suffix, language in LANGUAGES.items():
                wall(browser, demo, suffix, language)
                terminal(browser, demo, suffix, language)
                gantt(browser, demo, suffix, language)
            browser.close()
        finally:
            demo.stop()


if __name__ == "__main__":
    main()
