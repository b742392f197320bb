"""Makes the pictures of the docs from the running demo, each in both languages."""

import io
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.demo import Demo, browser_path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
#: Suffix of the picture, language of the screen.
LANGUAGES = {"en": "en", "zh": "zh-hans"}
LIMIT = 300_000
WIDE = (1920, 1080)
TABLET = (1280, 800)
PHONE = (390, 844)
#: Real seconds of work before the pictures: three quarters of an hour of the shop's time.
WORKED = 45
#: Looks at all terminals until somebody works at one: two hours of the shop's time.
ROUNDS = 40


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
    """Every page of the hall, the first page of each room, and a phone."""
    shots = {
        "wall": "#1",
        **{f"wall-{page}": f"#{number}" for number, page in ((2, "night"), (3, "work"))},
        **{f"wall-{room}": f"&room={room}#1" for room in ("machining", "edm", "fitting", "office")},
    }
    for name, more in shots.items():
        wall_page(browser, WIDE, f"{name}.{suffix}", f"{demo.address('/wall/')}&lang={language}{more}")
    wall_page(browser, PHONE, f"wall-phone.{suffix}", f"{demo.address('/wall/')}&lang={language}")


def wall_page(browser: Browser, size: tuple[int, int], name: str, address: str) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".page .panel h2, .phone-lights", timeout=60_000)
    page.wait_for_timeout(3_000)
    save(page, name)
    context.close()


def terminal(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """A terminal at which somebody works, as soon as there is one."""
    addresses = dict.fromkeys(re.findall(r"https?://\S*/enroll/\S*", demo.said))
    pages = [page_in(browser, TABLET, language, address) for address in addresses]
    for _ in range(ROUNDS):
        for page in pages:
            if page.query_selector("[data-do=finish]") is not None:
                save(page, f"terminal.{suffix}")
                break
            page.wait_for_timeout(1_000)
        else:
            continue
        break
    else:
        sys.exit("nobody came to work at the demo's terminals")
    for page in pages:
        page.context.close()


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


#: A command of the signed-in desk.
SEND = """async (fields) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken='))?.slice(10) ?? '';
  const head = {id: crypto.randomUUID(), happened_at: null, station: null, device: '', device_seq: null};
  const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json'};
  await fetch('/api/commands', {method: 'POST', headers, body: JSON.stringify({...head, ...fields})});
}"""


def problems(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The machine with most work is out of order: what slips, and what can be done."""
    page = desk(browser, demo, language, "problems")
    page.wait_for_selector(".problems-page", timeout=60_000)
    broken = f"picture-{suffix}"
    raised = {"kind": "raise_problem", "problem": broken, "problem_kind": "machine", "note": NOTES[suffix]}
    page.evaluate(SEND, raised | {"machine": busiest(page)})
    now = page.evaluate("fetch('/api/snapshot?topic=problems').then(r => r.json())")["now"]
    until = datetime.fromisoformat(now) + timedelta(days=3)
    page.evaluate(SEND, {"kind": "expect_problem", "problem": broken, "expected": until.isoformat()})
    page.click(f"[data-problem={broken}] [data-moves]", timeout=60_000)
    page.click(f"[data-problem={broken}] .counter-moves .control")
    page.wait_for_selector(f"[data-problem={broken}] [data-advice=ready]", timeout=120_000)
    page.locator(f"[data-problem={broken}]").scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    save(page, f"problems.{suffix}")
    page.evaluate(SEND, {"kind": "ledger_from_problem", "item": f"item-{suffix}", "problem": broken})
    page.evaluate(SEND, {"kind": "resolve", "problem": broken, "note": ""})
    page.context.close()


NOTES = {"en": "spindle bearing is loud", "zh": "主轴异响"}


def busiest(page: Page) -> str:
    """The machine that is up and has most planned minutes."""
    snapshot = page.evaluate("fetch('/api/snapshot?topic=desk').then(r => r.json())")["tables"]
    up = {m["id"] for m in snapshot["machines"].values() if m["light"] != "down"}
    minutes: Counter[str] = Counter()
    for row in snapshot["operations"].values():
        if row["plan"] is not None and row["machine"] in up:
            minutes[row["machine"]] += int(row["run_minutes"])
    return minutes.most_common(1)[0][0]


def ledger(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The ledger with what came of the problems so far, and one record."""
    page = desk(browser, demo, language, "ledger")
    page.wait_for_selector(".ledger-tools", timeout=60_000)
    snapshot = page.evaluate("fetch('/api/snapshot?topic=desk').then(r => r.json())")["tables"]
    known = {row["problem"] for row in snapshot["ledger"].values()}
    for number, problem in enumerate(p for p in [*snapshot["problems"]][:6] if p not in known):
        item = f"{suffix}-{number}"
        page.evaluate(SEND, {"kind": "ledger_from_problem", "item": item, "problem": problem})
    page.wait_for_selector("[data-item]", timeout=30_000)
    page.wait_for_timeout(1_000)
    save(page, f"ledger.{suffix}")
    page.click("[data-item]")
    page.wait_for_selector("[data-record]")
    page.wait_for_timeout(1_000)
    save(page, f"ledger-record.{suffix}")
    page.context.close()


def questions(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The planner's questions about a mold in the middle of its way, and three scenarios side by side."""
    page = desk(browser, demo, language, "ask/date")
    page.wait_for_selector("[data-pick=mold] option:nth-child(4)", state="attached", timeout=60_000)
    molds = page.eval_on_selector_all("[data-pick=mold] option", "all => all.map(one => one.value)")
    for name, ready in (("date", "[data-chain]"), ("raise", "[data-way=first]")):
        page.goto(f"{demo.base}/desk/?lang={language}#/ask/{name}")
        page.select_option("[data-pick=mold]", molds[2 * len(molds) // 3])
        page.wait_for_selector(ready, timeout=120_000)
        page.wait_for_timeout(500)
        save(page, f"ask-{name}.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/ask/scenarios")
    for change in ("rush", "machine_out", "overtime"):
        page.select_option("[data-pick=change]", change)
        field = "mold" if change == "rush" else "name"
        options = page.eval_on_selector_all(f"[data-pick={field}] option", "all => all.map(one => one.value)")
        page.select_option(f"[data-pick={field}]", options[len(options) // 2])
        page.click("[data-add]")
        page.click("[data-plan]")
        page.wait_for_selector("[data-plan]", state="detached", timeout=120_000)
    page.wait_for_timeout(1_000)
    save(page, f"ask-scenarios.{suffix}")
    for _ in range(3):
        page.click("[data-forget]")
        page.wait_for_timeout(500)
    page.context.close()


def gantt(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    page = desk(browser, demo, language, "plan")
    page.wait_for_selector("canvas[data-drawn]", timeout=60_000)
    page.fill(".search input", late_mold(page))
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_000)
    page.click(".tools button.control")
    page.focus("canvas")
    for _ in range(6):
        page.keyboard.press("PageUp")
    page.wait_for_timeout(3_000)
    save(page, f"gantt.{suffix}")
    page.context.close()


def late_mold(page: Page) -> str:
    """The late mold that has most to do on machines yet."""
    snapshot = page.evaluate("fetch('/api/snapshot?topic=desk').then(r => r.json())")["tables"]
    late: list[str] = [m["id"] for m in snapshot["molds"].values() if m["light"] in ("late", "at_risk")]
    planned: Counter[str] = Counter(
        o["mold"]
        for o in snapshot["operations"].values()
        if o["plan"] is not None and o["machine"] is not None
    )
    every: list[str] = list(snapshot["molds"])
    return max(late or every, key=lambda mold: planned[mold])


def main() -> None:
    """All pictures of the docs."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, Demo(folder) as demo:
        time.sleep(WORKED)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        # Terminals first: later in the demo's quick day people have gone home.
        for suffix, language in LANGUAGES.items():
            terminal(browser, demo, suffix, language)
        for suffix, language in LANGUAGES.items():
            wall(browser, demo, suffix, language)
            gantt(browser, demo, suffix, language)
            problems(browser, demo, suffix, language)
            ledger(browser, demo, suffix, language)
            questions(browser, demo, suffix, language)
        browser.close()


if __name__ == "__main__":
    main()
