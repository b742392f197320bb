"""Makes the pictures of the docs from the running demo, each in both languages."""

import io
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.demo import Demo, browser_path
from tools.picture_frame import PHONE, PICTURES, TABLET, WIDE, desk, keep, page_in, save
from tools.pictures_pages import pages

#: Suffix of the picture, language of the screen.
LANGUAGES = {"en": "en", "zh": "zh-hans"}
#: Real seconds of work before the pictures: three quarters of an hour of the shop's time.
WORKED = 45
#: Looks at all terminals until somebody works at one: two hours of the shop's time.
ROUNDS = 40


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


def leader(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The team leader's phone: a problem that nobody has, people, machines, the handover."""
    page = page_in(browser, PHONE, language, f"{demo.base}/login?next=/leader/")
    page.fill("input[name=username]", "leader")
    page.fill("input[name=password]", demo.account()[1])
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-page=leader]")
    page.goto(f"{demo.base}/leader/?lang={language}#machines")
    page.wait_for_selector("[data-machine]")
    machine = page.locator("[data-machine]:not([data-light=down])").first.get_attribute("data-machine")
    raised = {
        "kind": "raise_problem",
        "problem": f"leader-{suffix}",
        "problem_kind": "tooling",
        "person": None,
    }
    page.evaluate(SEND, raised | {"machine": machine, "note": CHIPPED[suffix]})
    for tab in ("problems", "people", "machines", "handover"):
        page.click(f"nav a[href='#{tab}']")
        page.wait_for_timeout(3_000)
        save(page, f"leader-{tab}.{suffix}")
    page.evaluate(SEND, {"kind": "resolve", "problem": f"leader-{suffix}", "note": ""})
    page.context.close()


CHIPPED = {"en": "end mill is chipped", "zh": "立铣刀崩刃"}


def customer(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """What a customer sees by his link."""
    page = desk(browser, demo, language, "people")
    page.wait_for_selector(".people-page")
    made = page.evaluate(LINK, CUSTOMER_OF)
    page.context.close()
    page = page_in(browser, WIDE, language, f"{demo.base}/customer/?token={made}")
    page.wait_for_selector("[data-mold]")
    save(page, f"customer.{suffix}")
    page.context.close()


def webhooks(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """Tokens of programs with their scopes, and the webhooks, on the page of people and access."""
    page = desk(browser, demo, language, "people")
    page.wait_for_selector(".hooks form")
    if page.query_selector("[data-hook]") is None:
        page.fill("input[name=hook-name]", "ERP")
        page.fill("input[name=hook-address]", "https://erp.dongqiao.example/sprue")
        for kind in ("operation.finished", "problem.raised", "plan.published"):
            page.check(f"[name='kind-{kind}']")
        page.click(".hooks form button")
        page.wait_for_selector("[data-hook]")
    page.click("[data-hook] [aria-expanded]")
    page.wait_for_timeout(1_000)
    keep(Image.open(io.BytesIO(page.locator(".hooks").screenshot())).convert("RGB"), f"webhooks.{suffix}")
    page.context.close()


#: Whose molds the picture shows: the customer of that place in the list of all.
CUSTOMER_OF = 0
LINK = """async (place) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken='))?.slice(10) ?? '';
  const {tables} = await (await fetch('/api/snapshot?topic=desk')).json();
  const named = Object.values(tables.molds).map((mold) => mold.customer).filter(Boolean);
  const customers = [...new Set(named)].sort();
  const body = JSON.stringify({role: 'customer', customer: customers[place], label: '', station: null});
  const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json'};
  return (await (await fetch('/api/tokens', {method: 'POST', headers, body})).json()).token;
}"""


def figures(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The figures with one of them opened, and the bulletin of the last month."""
    page = desk(browser, demo, language, "figures")
    page.wait_for_selector(".measure-tiles [data-figure]", timeout=60_000)
    page.select_option("[data-by]", "department")
    page.click(".measure-tiles [data-figure=adherence]")
    page.wait_for_selector("[data-detail=adherence] [data-row]", timeout=60_000)
    page.wait_for_selector("[data-detail=adherence] [data-group]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"figures.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/figures/bulletin")
    page.wait_for_selector("[data-bulletin]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"bulletin.{suffix}")
    page.context.close()


def material(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """What is missing, the kit of an assembly, and loads at suppliers."""
    page = desk(browser, demo, language, "material")
    for tab, ready in (
        ("shortages", "[data-shortage]"),
        ("kits", "[data-missing]"),
        ("outside", "[data-load]"),
    ):
        page.click(f"[data-tab={tab}]", timeout=60_000)
        page.wait_for_selector(ready, timeout=60_000)
        if tab == "kits":
            # The largest assembly that still waits.
            totals = page.eval_on_selector_all(
                "[data-kit] .mold-right b", "all => all.map((one) => Number(one.textContent.split('/')[1]))"
            )
            page.locator("[data-kit]", has=page.locator(".mold-right b")).nth(
                totals.index(max(totals))
            ).click()
        page.wait_for_timeout(1_000)
        save(page, f"material-{tab}.{suffix}")
    page.context.close()


def excel(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The tables, and what an edited one of a mold would change."""
    page = desk(browser, demo, language, "excel")
    page.wait_for_selector("[data-sheet=operations]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"excel.{suffix}")
    asked = f"{demo.base}/api/tables/operations/excel?mold={late_mold(page)}&open=true&lang={language}"
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(asked, timeout=120_000).body()))
    sheet = book.worksheets[0]
    minutes = [cell.value for cell in sheet[1]].index(RUN[suffix])
    rows = [*sheet.iter_rows(min_row=2)]
    for row in rows[-9:]:
        row[minutes].value = float(row[minutes].value or 0) + 45
    sheet.append([f"{rows[-1][0].value}N", *(cell.value for cell in rows[-1][1:])])
    edited = io.BytesIO()
    book.save(edited)
    file: Any = {"name": WEEK[suffix], "mimeType": "application/zip", "buffer": edited.getvalue()}
    page.set_input_files(".excel-drop input[type=file]", file)
    page.wait_for_selector("[data-preview]", timeout=120_000)
    page.wait_for_timeout(1_000)
    save(page, f"excel-preview.{suffix}")
    page.context.close()


RUN = {"en": "run_minutes", "zh": "加工分钟"}
WEEK = {"en": "week 49.xlsx", "zh": "第49周.xlsx"}


#: A first wave as a designer sends it: in the words of each language.
WAVE = {
    "en": (
        "Part no\tPart name\tMaterial",
        ("Cavity insert", "Core insert", "Slider", "Lifter", "Wear strip", "Base frame"),
    ),
    "zh": ("件号\t零件名称\t材质", ("前模仁", "后模仁", "行位", "斜顶", "耐磨板", "加强框")),
}


def molds(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """A late mold's parts, what is owed to it, a mold before its parts and its first wave, and a repair."""
    page = desk(browser, demo, language, "molds")
    page.wait_for_selector("[data-open]", timeout=60_000)
    mold, new = late_mold(page), f"M9001{suffix}"
    for tab, ready in (("", "[data-part]"), ("/owed", "[data-owed]")):
        page.goto(f"{demo.base}/desk/?lang={language}#/molds/{mold}{tab}")
        page.wait_for_selector(ready, timeout=60_000)
        page.wait_for_timeout(1_000)
        save(page, f"molds{tab.replace('/', '-')}.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/molds/+returned/{mold}")
    page.wait_for_selector("[data-take=returned] [name=mold]")
    page.wait_for_timeout(500)
    save(page, f"molds-returned.{suffix}")
    asked = {"mold": new, "name": "Bumper bracket", "customer": "Nordlicht"}
    page.evaluate(SEND, {"kind": "take_mold", "new": asked, "mold_class": "M"})
    page.goto(f"{demo.base}/desk/?lang={language}#/molds/{new}/bom")
    page.wait_for_selector(f"[data-open='{new}'] [data-bom-file]", state="attached", timeout=60_000)
    header, names = WAVE[suffix]
    rows = [f"{100 * (i + 1) + n}\t{name} {n}\t718H" for i, name in enumerate(names) for n in (1, 2)]
    page.fill(".bom textarea", "\n".join([header, *rows]))
    page.click(".bom-ways button")
    page.wait_for_selector("[data-preview]")
    page.wait_for_timeout(500)
    save(page, f"molds-bom.{suffix}")
    page.evaluate(SEND, {"kind": "cancel_work", "mold": new, "reason": ""})
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


def engineering(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """A trial and its press, what a change touches and does to the plan, electrodes of the next burns."""
    page = desk(browser, demo, language, "trials")
    page.wait_for_selector("[data-trials]", timeout=60_000)
    page.wait_for_selector("[data-section=booking]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"trials.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/electrodes")
    page.wait_for_selector("[data-burn]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"electrodes.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/changes")
    page.wait_for_selector("[data-change][data-stand=open]", timeout=60_000)
    for place in range(page.locator("[data-touched] .handling").count()):
        page.locator("[data-touched] .handling").nth(place).locator("[data-handling]").nth(-1).click()
    page.click("[data-do=preview]")
    page.wait_for_selector("[data-preview]", timeout=120_000)
    page.wait_for_timeout(1_000)
    save(page, f"changes.{suffix}")
    page.context.close()


def gantt(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    page = desk(browser, demo, language, "plan")
    page.wait_for_selector("canvas[data-drawn]", timeout=60_000)
    page.fill(".search input", late_mold(page))
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1_000)
    page.get_by_role("button", name=NOW[suffix], exact=True).click()
    page.focus("canvas.top")
    for _ in range(6):
        page.keyboard.press("PageUp")
    page.wait_for_timeout(3_000)
    save(page, f"gantt.{suffix}")
    carried(page)
    save(page, f"gantt-drag.{suffix}")
    page.context.close()


NOW = {"en": "Now", "zh": "现在"}
#: The first planned operation in sight that has not begun, and its place on the screen.
FIRST = """async () => {
  const snapshot = await (await fetch('/api/snapshot?topic=desk')).json()
  const rows = Object.values(snapshot.tables.operations).filter(row => row.plan && row.machine)
  const seen = rows.map(row => ({...window.__gantt.place(row.id), id: row.id}))
  const middle = seen.filter(at => at.x > 700 && at.x < 1000 && at.y > 350 && at.y < 700)
  return (middle.length > 0 ? middle : seen.filter(at => at.x > 600 && at.y > 200))[0]
}"""


def carried(page: Page) -> None:
    """A bar in the hand, a day later than planned, with what it breaks and which molds slip."""
    at = page.evaluate(FIRST)
    page.mouse.move(at["x"], at["y"])
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(at["x"] + 30 * step, at["y"])
    page.wait_for_selector(".held-card")
    page.wait_for_timeout(2_500)


#: Papers by the name of their picture: the address, how much of the first page is shown, and pixels a point.
PAPERS = {
    "paper-traveler": ("paper/travelers?part={part}", 0.62, 1.4),
    "paper-dispatch": ("paper/dispatch?department=edm", 1.0, 1.15),
    "paper-gantt": ("paper/gantt?department=edm&days=5", 0.62, 1.1),
    "bulletin-paper": ("bulletin/pdf?month=", 1.0, 1.15),
    "paper-labels": ("paper/labels?mold={mold}&size=60x40&sheet=true", 0.45, 1.5),
}


def papers(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """The first page of each paper, and the form from which it is printed."""
    page = desk(browser, demo, language, "molds")
    page.wait_for_selector(".mold-head [data-do=print]", timeout=60_000)
    snapshot = page.evaluate("fetch('/api/snapshot?topic=desk').then(r => r.json())")["tables"]
    mold = late_mold(page)
    waiting: Counter[str] = Counter(
        o["part"] for o in snapshot["operations"].values() if o["mold"] == mold and o["plan"] is not None
    )
    part = next((p for p, _ in waiting.most_common() if not p.endswith(("-NC", "-D"))), "")
    for name, (address, share, scale) in PAPERS.items():
        asked = address.format(part=part, mold=mold)
        answer = page.request.get(f"{demo.base}/api/{asked}&lang={language}", timeout=60_000)
        shot = pypdfium2.PdfDocument(answer.body())[0].render(scale=scale).to_pil().convert("RGB")
        keep(shot.crop((0, 0, shot.width, round(shot.height * share))), f"{name}.{suffix}")
    page.goto(f"{demo.base}/desk/?lang={language}#/molds/{mold}")
    page.click(".mold-head [data-do=print]")
    page.wait_for_timeout(1_000)
    save(page, f"paper-print.{suffix}")
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


def costs(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """All molds beside their quotes, and one of them."""
    page = desk(browser, demo, language, "costs")
    page.wait_for_selector("[data-cost]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"costs.{suffix}")
    page.click("[data-cost] a")
    page.wait_for_selector("[data-mold-cost] [data-work]", timeout=60_000)
    page.wait_for_timeout(1_000)
    save(page, f"costs-mold.{suffix}")
    page.context.close()


#: By the name that the command line knows; in this order.
MAKERS: dict[str, Callable[[Browser, Demo, str, str], None]] = {
    "wall": wall,
    "gantt": gantt,
    "problems": problems,
    "ledger": ledger,
    "figures": figures,
    "leader": leader,
    "customer": customer,
    "webhooks": webhooks,
    "papers": papers,
    "questions": questions,
    "material": material,
    "excel": excel,
    "molds": molds,
    "costs": costs,
    "engineering": engineering,
    "pages": pages,
}


def wanted(name: str) -> bool:
    """Whether this one is to be made: all are, unless the command line names some."""
    return len(sys.argv) < 2 or name in sys.argv[1:]


def main() -> None:
    """All pictures of the docs, or those that the command line names."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, Demo(folder) as demo:
        time.sleep(WORKED)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        # Terminals first: later in the demo's quick day people have gone home.
        for suffix, language in LANGUAGES.items():
            if wanted("terminal"):
                terminal(browser, demo, suffix, language)
        for suffix, language in LANGUAGES.items():
            for name, make in MAKERS.items():
                if wanted(name):
                    make(browser, demo, suffix, language)
        browser.close()


if __name__ == "__main__":
    main()
