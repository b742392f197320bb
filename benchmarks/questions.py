"""How long the planner's four questions and a preview take beside more than 10,000 open operations.

Asked over HTTP in a browser of a running demo, as the desk asks; writes the table in docs/questions.md.
"""

import argparse
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.live import at_desk
from benchmarks.machine import words
from tools.demo import Demo, browser_path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
GOAL_SECONDS, GOAL_PREVIEW = 5.0, 0.5
#: Real seconds after the first plan until the planner process rests.
SETTLED = 20_000

#: Asks until the answer is there, as web/desk/ask/asking.ts does; seconds and the answer.
ASK = """async ([path, body]) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken=')).slice(10);
  const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json'};
  const begin = performance.now();
  let found = await (await fetch(path, {method: 'POST', headers, body: JSON.stringify(body)})).json();
  while (found.question && !found.answer) found = await (await fetch('/api/questions/' + found.question)).json();
  return [(performance.now() - begin) / 1000, found.answer ?? found];
}"""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, how it is asked in each run, and the seconds it may take."""

    name: str
    path: str
    bodies: list[dict[str, Any]]
    goal: float


def cases(tables: dict[str, Any], runs: int) -> list[Case]:
    """The questions of some molds and operations that are spread over the plan."""
    molds = sorted(m["id"] for m in tables["molds"].values() if m["light"] != "done")
    waiting = [
        o for o in tables["operations"].values() if o["plan"] and o["work"] == "waiting" and o["machine"]
    ]
    some = [molds[i * (len(molds) - 1) // max(1, runs - 1)] for i in range(runs)]
    dragged = [waiting[i * (len(waiting) - 1) // (4 * runs)] for i in range(4 * runs)]
    previews: list[dict[str, Any]] = [
        {"base": 1, "changes": [{"operation": o["id"], "start": later(o["plan"]["setup"], i % 5)}]}
        for i, o in enumerate(dragged)
    ]
    pinned = [
        {"base": 1, "changes": [{**change, "pin": True} for change in one["changes"]]} for one in previews
    ]
    return [
        Case("Preview: one bar dragged", "/api/drafts/preview", previews, GOAL_PREVIEW),
        Case("Preview: one bar dragged and pinned", "/api/drafts/preview", pinned, GOAL_PREVIEW),
        Case("Reliable date of a mold", "/api/questions/date", [{"mold": m} for m in some], GOAL_SECONDS),
        Case("Which group is overloaded", "/api/questions/load", [{}] * runs, GOAL_SECONDS),
        Case("Raise a mold", "/api/questions/raise", [{"mold": m, "weight": 5} for m in some], GOAL_SECONDS),
        Case(
            "Take an order, class M",
            "/api/questions/order",
            [{"mold_class": "M", "weight": 2}] * runs,
            GOAL_SECONDS,
        ),
    ]


def later(moment: str, days: int) -> str:
    """A moment one to some days later."""
    return (datetime.fromisoformat(moment) + timedelta(days=1 + days)).isoformat()


def line(page: Page, case: Case) -> str:
    seconds, failed = [], 0
    page.evaluate(ASK, [case.path, case.bodies[0]])  # the first one after a rest makes ready
    for body in case.bodies:
        took, answer = page.evaluate(ASK, [case.path, body])
        seconds.append(took)
        failed += "code" in answer
    row = (
        f"| {case.name} | {len(seconds)} | **{median(seconds):.2f} s** | {max(seconds):.2f} s "
        f"| {case.goal:g} s | {failed} |"
    )
    print(row, flush=True)
    return row


def main(people: int, runs: int) -> None:
    options = ("--people", str(people), "--rate", "1", "--no-workforce")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as started,
        Demo(folder, *options) as shop,
    ):
        browser = started.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page()
        at_desk(page, shop)
        page.wait_for_timeout(SETTLED)
        tables = page.evaluate("fetch('/api/snapshot?topic=desk').then(r => r.json())")["tables"]
        count = sum(o["work"] not in ("done", "cancelled") for o in tables["operations"].values())
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        rows = [line(page, case) for case in cases(tables, runs)]
        browser.close()
    text = f"""{BEGIN}
Made by `make bench-questions` on {words()}: a demo of {people} people with {count:,} open operations at work at real
speed, asked in a browser over HTTP, from the request to the whole answer. {load:.1f} processes wanted the cores when it began.

| question | asked | median | longest | goal | refused |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}
{END}"""
    page_text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: text, page_text, flags=re.DOTALL), encoding="utf-8")
    print(f"{PAGE.name} written")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=85)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    main(given.people, given.runs)
