"""Where pictures of the docs come from and go to: a page of the running demo, a light PNG."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tools.demo import Demo

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LIMIT = 300_000
WIDE = (1920, 1080)
TABLET = (1280, 800)
PHONE = (390, 844)


def save(page: Page, name: str) -> None:
    """A screenshot with so few colors that it stays light."""
    keep(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), name)


def keep(shot: Image.Image, name: str) -> None:
    """A picture with so few colors that it stays light."""
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


def desk(browser: Browser, demo: Demo, language: str, name: str) -> Page:
    """A page of the desk for the manager."""
    page = page_in(browser, WIDE, language, f"{demo.base}/login")
    user, password = demo.account()
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    page.goto(f"{demo.base}/desk/?lang={language}#/{name}")
    return page
