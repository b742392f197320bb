"""A wall runs for weeks: what a day of events leaves in its memory.

One page in Chromium follows the demo at work on an accelerated clock and turns its pages every five
seconds. Through the Chrome DevTools protocol the garbage is collected and the JavaScript heap, the nodes
of all documents and the listeners are counted, once the wall is warm, at equal steps, and at the end.
Writes docs/wall-memory.md.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

import click
from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.machine import words
from tools.demo import Demo, browser_path

ROOT = Path(__file__).resolve().parent.parent
#: Real seconds until every page was shown and every program compiled.
WARM = 30.0
#: Readings after the first.
STEPS = 12
MEGABYTE = 2**20
#: A wall holds a day's problems and messages more than at its start; more than this in a run is a leak.
MOST_GROWN_MEGABYTES = 8.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page holds at `hours` of shop time after the first reading; `seq`: the journal's last entry."""

    hours: float
    seq: int
    heap: int
    nodes: int
    listeners: int


def read(page: Page, session: CDPSession, hours: float) -> Reading:
    """Collect the garbage twice (finalizers need a round of their own) and count."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    counted = session.send("Memory.getDOMCounters")
    seq = int(page.get_attribute(".wall", "data-seq") or 0)
    return Reading(hours, seq, int(heap["usedSize"]), counted["nodes"], counted["jsEventListeners"])


def followed(page: Page, hours: float, rate: float) -> list[Reading]:
    """Readings over `hours` of shop time."""
    session = page.context.new_cdp_session(page)
    page.wait_for_timeout(WARM * 1000)
    begun = time.monotonic()
    found = [read(page, session, 0.0)]
    for step in range(1, STEPS + 1):
        until = begun + hours * 3600 / rate * step / STEPS
        page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
        found.append(read(page, session, (time.monotonic() - begun) * rate / 3600))
        last = found[-1]
        print(
            f"{last.hours:5.1f} h: {last.heap / MEGABYTE:.1f} MB, {last.nodes} nodes, entry {last.seq}",
            flush=True,
        )
    return found


def grown(readings: list[Reading]) -> float:
    """Megabytes over the run, by the line through all readings: one alone depends on what is on show."""
    slope = linear_regression([r.hours for r in readings], [r.heap / MEGABYTE for r in readings]).slope
    return slope * readings[-1].hours


def page_of(readings: list[Reading], people: int, rate: float) -> str:
    """The page of the docs."""
    first, last = readings[0], readings[-1]
    rows = "\n".join(
        f"| {r.hours:.1f} | {r.seq - first.seq} | {r.heap / MEGABYTE:.1f} | {r.nodes} | {r.listeners} |"
        for r in readings
    )
    return f"""# What a wall keeps in its memory

Made by `make bench-wall` on {words()}. One wall in Chromium follows a shop of {people} people, {rate:g} times as fast as real
time, for {last.hours:.1f} hours of the shop's time, and turns all its pages every five seconds. Before each reading the garbage
is collected.

| hours | entries since the first | JavaScript heap, MB | nodes | listeners |
| --- | --- | --- | --- | --- |
{rows}

The line through all readings rises by {grown(readings):.2f} MB in {last.hours:.1f} hours and {last.seq - first.seq} entries.
More than {MOST_GROWN_MEGABYTES:g} MB fails the measure.
"""


@click.command()
@click.option("--hours", default=24.0, show_default=True, help="Of the shop's time.")
@click.option("--rate", default=120.0, show_default=True, help="Shop time to real time.")
@click.option("--people", default=100, show_default=True)
@click.option(
    "--write/--no-write", default=True, show_default=True, help="Whether docs/wall-memory.md is written."
)
def main(hours: float, rate: float, people: int, *, write: bool) -> None:
    """Measure and write docs/wall-memory.md."""
    options = ("--people", str(people), "--rate", str(rate))
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Demo(folder, *options) as shop,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(shop.address("/wall/") + "&seconds=5&lang=en")
        page.wait_for_selector(".page .panel h2", timeout=60_000)
        readings = followed(page, hours, rate)
        browser.close()
    if write:
        (ROOT / "docs" / "wall-memory.md").write_text(page_of(readings, people, rate), encoding="utf-8")
    rise = grown(readings)
    print(
        f"{readings[0].heap / MEGABYTE:.1f} → {readings[-1].heap / MEGABYTE:.1f} MB, {rise:+.2f} MB by the line"
    )
    if rise > MOST_GROWN_MEGABYTES:
        raise SystemExit(f"the wall grew by {rise:.1f} MB")


if __name__ == "__main__":
    main()
