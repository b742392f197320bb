"""Pictures of the desk's further pages, one after the other: what each looks like on an ordinary day."""

import io
import zipfile

from playwright.sync_api import Browser, Page

from tools.demo import Demo
from tools.picture_frame import WIDE, desk, page_in, save

#: Name of the picture, address, and what is there when the page is.
PAGES = (
    ("ask-load", "ask/load", "[data-screen=load] table tbody tr"),
    ("material-purchases", "material/purchases", ".purchases-table tbody tr"),
    ("material-suppliers", "material/suppliers", "[data-screen=suppliers] tbody tr"),
    ("calls", "calls", "[data-rule]"),
    ("estimates", "figures", ".estimates [data-group]"),
    ("people", "people", "[data-user]"),
)
#: Patience for the first answer of a page, milliseconds.
FIRST = 120_000


def pages(browser: Browser, demo: Demo, suffix: str, language: str) -> None:
    """All of them, then those on which something has to be done first."""
    page = desk(browser, demo, language, "plan")
    for name, address, ready in PAGES:
        page.goto(f"{demo.base}/desk/?lang={language}#/{address}")
        page.wait_for_selector(ready, timeout=FIRST)
        if name == "estimates":
            page.locator(".estimates").scroll_into_view_if_needed()
        page.wait_for_timeout(1_000)
        save(page, f"{name}.{suffix}")
    order(page, demo, suffix, language)
    where(page, demo, suffix, language)
    drafts(page, demo, suffix, language)
    versions(page, demo, suffix, language)
    bring_in(page, demo, suffix, language)
    page.context.close()
    page = page_in(browser, WIDE, language, f"{demo.base}/login")
    page.wait_for_selector("input[name=password]")
    save(page, f"login.{suffix}")
    page.context.close()


def order(page: Page, demo: Demo, suffix: str, language: str) -> None:
    """Whether an order can be taken."""
    page.goto(f"{demo.base}/desk/?lang={language}#/ask/order")
    page.wait_for_selector("[data-screen=order] form")
    page.click("[data-screen=order] form button.solid")
    page.wait_for_selector("[data-way=first]", timeout=FIRST)
    page.wait_for_timeout(500)
    save(page, f"ask-order.{suffix}")


def where(page: Page, demo: Demo, suffix: str, language: str) -> None:
    """Where the parts of a mold are."""
    page.goto(f"{demo.base}/desk/?lang={language}#/material/where")
    page.fill(".where-ask input", page.evaluate(BUSY_MOLD))
    page.wait_for_selector(".where-row", timeout=FIRST)
    page.wait_for_timeout(1_000)
    save(page, f"material-where.{suffix}")


def drafts(page: Page, demo: Demo, suffix: str, language: str) -> None:
    """Two drafts by hand beside the live plan."""
    names = {"en": ("Slide core first", "Press B on Friday"), "zh": ("滑块镶件先做", "周五用二号机")}[suffix]
    kept = [page.evaluate(DRAFT, [name, 40 + 90 * place]) for place, name in enumerate(names)]
    page.goto(f"{demo.base}/desk/?lang={language}#/ask/drafts")
    page.wait_for_selector(f"text={names[1]}", timeout=FIRST)
    page.wait_for_timeout(1_000)
    save(page, f"ask-drafts.{suffix}")
    for one in kept:
        page.evaluate(FORGET, one)


#: The mold with most work under way.
BUSY_MOLD = """async () => {
  const {tables} = await (await fetch('/api/snapshot?topic=desk')).json();
  const count = {};
  const running = Object.values(tables.operations).filter((one) => one.work === 'running');
  for (const {mold} of running) count[mold] = (count[mold] ?? 0) + 1;
  return Object.keys(count).sort((a, b) => count[b] - count[a])[0] ?? Object.keys(tables.molds)[0];
}"""
#: An operation a day later, kept as a draft; its id.
DRAFT = """async ([name, place]) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken=')).slice(10);
  const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json'};
  const {tables} = await (await fetch('/api/snapshot?topic=desk')).json();
  const waiting = Object.values(tables.operations).filter((one) => one.work === 'waiting');
  const setup = (one) => Date.parse(one.plan.setup);
  const sorted = waiting.filter((one) => one.plan && one.machine).sort((a, b) => setup(a) - setup(b));
  const one = sorted[Math.min(sorted.length - 1, 5 * place)];
  const start = new Date(Date.parse(one.plan.setup) + 864e5).toISOString();
  const base = Object.values(tables.shop)[0].plan_version;
  const body = JSON.stringify({base, name, changes: [{operation: one.id, start, pin: true}]});
  return (await (await fetch('/api/drafts', {method: 'POST', headers, body})).json()).id;
}"""
FORGET = """async (id) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken=')).slice(10);
  await fetch('/api/drafts/' + id, {method: 'DELETE', headers: {'X-CSRFToken': token}});
}"""


def versions(page: Page, demo: Demo, suffix: str, language: str) -> None:
    """A fresh plan beside the live one."""
    page.goto(f"{demo.base}/desk/?lang={language}#/versions")
    page.wait_for_selector("[data-version]", timeout=FIRST)
    page.click(".fresh-head button")
    page.wait_for_selector("[data-draft=ready] .differences", timeout=FIRST)
    page.wait_for_timeout(500)
    save(page, f"versions.{suffix}")


def bring_in(page: Page, demo: Demo, suffix: str, language: str) -> None:
    """A workbook with faults: each is told with its place."""
    page.goto(f"{demo.base}/desk/?lang={language}#/import")
    page.wait_for_selector(".import-page")
    page.set_input_files(
        "input[type=file]",
        {"name": "shop.zip", "mimeType": "application/zip", "buffer": faulty()},
    )
    page.wait_for_selector("[data-fault]", timeout=FIRST)
    page.wait_for_timeout(500)
    save(page, f"import.{suffix}")


def faulty() -> bytes:
    """A small workbook as people write them: a mistyped kind, a date that is none, an id twice."""
    sheets = {
        "calendars": "calendar,day,shifts\nday,mon,08:00-17:00\nday,tue,08:00-25:00\n",
        "kinds": "kind,name\ncnc_finish,Finish milling\nedm_sinker,Sinker EDM\n",
        "machines": "machine,kind,calendar\nDMG-1,cnc_finish,day\nSodick-1,edm_sinkr,day\n",
        "people": "person,name,kinds,calendar\nw1,Wang Lei,cnc_finish,days\n",
        "molds": "mold,name,due\nM1,Door panel,2027-02-30\nM1,Grille,2027-03-12\n",
        "parts": "part,mold,name\nM1-A,M1,Cavity\nM1-B,M2,Core\n",
        "operations": "operation,part,step,kind,run_minutes\nM1-A-10,M1-A,10,cnc_finish,two hours\n"
        "M1-A-20,M1-A,20,edm_sinker,90\nM1-B-10,M1-B,10,,60\n",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in sheets.items():
            archive.writestr(f"{name}.csv", text)
    return made.getvalue()
