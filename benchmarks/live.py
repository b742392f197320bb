"""Event to pixel: from the report to the changed DOM of a wall, with 50 walls connected.

One wall is a real browser, 49 are stream clients. Reports pause and resume the work on every machine
in turn, so that each must change one tile. Then fresh plans are published at the desk, and seen on the
wall and on a terminal. Writes docs/bench-live.md.
"""

import asyncio
import json
import re
import tempfile
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import click
import httpx
from playwright.sync_api import Page, sync_playwright

from benchmarks.machine import words
from tools.demo import Demo, browser_path

ROOT = Path(__file__).resolve().parent.parent
OBSERVER = """() => {
  window.seen = [];
  const note = (tile) => window.seen.push([tile.dataset.machine, tile.dataset.light, performance.timeOrigin + performance.now()]);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'attributes' && change.target.dataset?.machine) note(change.target);
      for (const node of change.addedNodes)
        if (node.querySelectorAll) for (const tile of node.querySelectorAll('[data-machine]')) note(tile);
    }
  }).observe(document.body, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-light']});
}"""

#: Notes when the text of an element becomes another one.
VERSIONS = """(selector) => {
  window.versions = [];
  let last = document.querySelector(selector)?.textContent;
  const look = () => {
    const text = document.querySelector(selector)?.textContent;
    if (text !== last) window.versions.push([text, performance.timeOrigin + performance.now()]);
    last = text;
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


@dataclass(slots=True)
class Report:
    """A report that was accepted; times in Unix milliseconds."""

    machine: str
    light: str
    sent: float
    accepted: float
    id: str


@dataclass(slots=True)
class Streams:
    """Stream clients in a thread of their own; `arrived`: entry id → ms of each client that got it."""

    base: str
    token: str
    after: int
    count: int
    arrived: dict[str, list[float]] = field(default_factory=dict)
    connected: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _listeners: list[Future[None]] = field(default_factory=list)

    def __enter__(self) -> "Streams":
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        for _ in range(self.count):
            self._listeners.append(asyncio.run_coroutine_threadsafe(self._listen(), self._loop))
        deadline = time.monotonic() + 30
        while self.connected < self.count:
            if time.monotonic() > deadline:
                raise SystemExit(f"only {self.connected} of {self.count} streams connected")
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = [one.exception() for one in self._listeners if one.done()]
        for one in self._listeners:
            one.cancel()
        self._loop.call_soon_threadsafe(self._loop.call_later, 0.2, self._loop.stop)
        if ended and kind is None:
            raise SystemExit(f"{len(ended)} of {self.count} streams ended early: {ended[0]!r}")

    async def _listen(self) -> None:
        address = httpx.URL(self.base)
        reader, writer = await asyncio.open_connection(address.host, address.port, limit=2**24)
        path = f"/api/stream?topic=wall&token={self.token}&after={self.after}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\n\r\n".encode())
        status = await reader.readline()
        if b"200" not in status:
            raise SystemExit(f"the stream answered {status!r}")
        self.connected += 1
        while line := await reader.readline():
            if line.startswith(b"data:") and b'"entries"' in line:
                now = time.time() * 1000
                for entry in json.loads(line[5:])["entries"]:
                    self.arrived.setdefault(entry, []).append(now)


def snapshot(client: httpx.Client, topic: str, token: str) -> dict[str, Any]:
    answer = client.get("/api/snapshot", params={"topic": topic, "token": token})
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def send(client: httpx.Client, station: str, kind: str, **fields: Any) -> tuple[str, str]:
    """Send a command; (its id, what became of it)."""
    identity = str(uuid4())
    head = {"id": identity, "kind": kind, "happened_at": None, "station": station}
    answer = client.post(
        "/api/commands", json=head | {"device": f"bench-{station}", "device_seq": None} | fields
    )
    return identity, answer.json().get("status", answer.text) if answer.status_code == 200 else answer.text


def at_work(client: httpx.Client, token: str, tiles: set[str]) -> list[tuple[str, str, str]]:
    """(machine, operation, person): somebody able to is signed in at each running machine with a tile."""
    tables = snapshot(client, "desk", token)["tables"]
    free = dict(tables["people"])
    found = []
    for machine in tables["machines"].values():
        able = [person for person in free.values() if machine["kind"] in person["kinds"]]
        at_it = machine["operation"] is not None and machine["light"] in ("running", "setup", "unattended")
        if machine["id"] not in tiles or not at_it or not able:
            continue
        person = free.pop(able[0]["id"])
        _, status = send(client, machine["id"], "badge_in", person=person["id"], machine=machine["id"])
        if status == "accepted":
            found.append((machine["id"], machine["operation"], person["id"]))
    if not found:
        raise SystemExit("nothing runs in this shop: no report to send")
    return found


def work(client: httpx.Client, token: str, tiles: set[str], reports: int, pace: float) -> list[Report]:
    """Pause and resume what runs, machine by machine, one report every `pace` seconds."""
    running = at_work(client, token, tiles)
    done: list[Report] = []
    for number in range(reports):
        machine, operation, person = running[number % len(running)]
        pause = (number // len(running)) % 2 == 0
        fields = {"operation": operation, "person": person, **({"reason": "break"} if pause else {})}
        sent = time.time() * 1000
        identity, status = send(client, machine, "pause" if pause else "resume", **fields)
        accepted = time.time() * 1000
        if status == "accepted":
            done.append(Report(machine, "paused" if pause else "running", sent, accepted, identity))
        time.sleep(max(0.0, pace - (accepted - sent) / 1000))
    if not done:
        raise SystemExit(f"no report was accepted; the last answer: {status}")
    return done


def until_pixel(done: list[Report], seen: list[tuple[str, str, float]]) -> list[tuple[float, float]]:
    """(since sent, since accepted) in ms for each report whose tile changed; in the order of reports."""
    found = []
    for one in done:
        moments = [at for machine, _, at in seen if machine == one.machine and at >= one.sent]
        if moments:
            found.append((moments[0] - one.sent, max(0.0, moments[0] - one.accepted)))
    return found


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def measured(page: Page, shop: Demo, walls: int, reports: int, pace: float) -> dict[str, Any]:
    wall_token, floor_token = shop.tokens["wall"], shop.tokens["floor"]
    page.goto(f"{shop.base}/wall/?token={wall_token}&lang=en#1")
    page.wait_for_selector("[data-machine]", timeout=60_000)
    page.evaluate(OBSERVER)
    tiles = set(page.evaluate("[...document.querySelectorAll('[data-machine]')].map(e => e.dataset.machine)"))
    headers = {"Authorization": f"Bearer {floor_token}"}
    with httpx.Client(base_url=shop.base, headers=headers, timeout=30) as client:
        after = snapshot(client, "wall", wall_token)["cursor"]
        with Streams(shop.base, wall_token, after, walls - 1) as streams:
            done = work(client, floor_token, tiles, reports, pace)
            page.wait_for_timeout(2_000)
            seen = [tuple(row) for row in page.evaluate("window.seen")]
            arrived = {one.id: streams.arrived.get(one.id, []) for one in done}
    pixels = until_pixel(done, seen)
    late = [at - one.sent for one in done for at in arrived[one.id]]
    return {
        "reports": len(done),
        "shown": len(pixels),
        "streams": walls - 1,
        "delivered": len(late),
        "answer": [one.accepted - one.sent for one in done],
        "stream": late,
        "from_sent": [a for a, _ in pixels],
        "from_accepted": [b for _, b in pixels],
    }


def publications(wall: Page, terminal: Page, desk: Page, plans: int) -> tuple[list[float], list[float]]:
    """ms from the click on publish to the new version on the wall, and on a terminal."""
    wall.evaluate(VERSIONS, ".plan-version")
    terminal.evaluate(VERSIONS, ".machine")
    at_wall: list[float] = []
    at_terminal: list[float] = []
    for number in range(plans):
        desk.click("text=Make a fresh plan")
        desk.wait_for_selector("[data-draft=ready]", timeout=300_000)
        desk.fill(".publish input", f"plan {number}")
        seen = [len(page.evaluate("window.versions")) for page in (wall, terminal)]
        clicked = time.time() * 1000
        desk.click(".publish button")
        desk.wait_for_timeout(4_000)
        for page, before, found in zip((wall, terminal), seen, (at_wall, at_terminal), strict=True):
            found.extend([at - clicked for _, at in page.evaluate("window.versions")[before:]][:1])
    return at_wall, at_terminal


def at_desk(page: Page, shop: Demo) -> None:
    """The manager's page of versions."""
    page.goto(f"{shop.base}/login?lang=en")
    user, password = shop.account()
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    page.goto(f"{shop.base}/desk/?lang=en#/versions")
    page.wait_for_selector("[data-version]", timeout=60_000)


def at_terminal(page: Page, shop: Demo) -> None:
    """A terminal of the demo, nobody signed in."""
    found = re.search(r"https?://\S*/enroll/\S*", shop.said)
    assert found, "the demo printed no terminal"
    page.goto(found.group(0) + "&lang=en")
    page.wait_for_selector(".machine", timeout=60_000)


def line(name: str, values: list[float]) -> str:
    spread = " | ".join(f"{quantile(values, share):.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    return f"| {name} | {len(values)} | {spread} |"


def spread(values: list[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}" if values else "too long"


def page_of(found: dict[str, Any], people: int) -> str:
    rows = [
        line("report sent → accepted (answer is back)", found["answer"]),
        line("report sent → at a stream client", found["stream"]),
        line("report sent → wall's DOM changed", found["from_sent"]),
        line("**report accepted → wall's DOM changed**", found["from_accepted"]),
    ]
    expected = found["reports"] * found["streams"]
    return f"""# Event to pixel

Made by `make bench-live` on {words()}; server, planner, browser and clients share it. A shop of {people} people;
{found["streams"] + 1} walls: one in Chromium, {found["streams"]} stream clients. {found["reports"]} reports, each pausing or resuming work on a machine.

| milliseconds | count | median | 95 % | 99 % | most |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

{found["shown"]} of {found["reports"]} reports were seen to change their tile; {found["delivered"]} of {expected} deliveries arrived at the stream clients.
From the click on *publish* the version of a fresh plan took {spread(found["plan_wall"])} ms to be on the wall and {spread(found["plan_terminal"])} ms to be
on a terminal ({len(found["plan_wall"])} plans, least to most).
"""


@click.command()
@click.option("--people", default=100, show_default=True)
@click.option("--walls", default=50, show_default=True)
@click.option("--reports", default=400, show_default=True)
@click.option("--plans", default=5, show_default=True, help="fresh plans to publish")
@click.option("--pace", default=0.2, show_default=True, help="seconds between reports")
def main(people: int, walls: int, reports: int, plans: int, pace: float) -> None:
    """Measure and write docs/bench-live.md."""
    options = ("--people", str(people), "--rate", "1", "--no-workforce")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Demo(folder, *options) as shop,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        found = measured(page, shop, walls, reports, pace)
        desk, tablet = browser.new_page(), browser.new_page(viewport={"width": 1280, "height": 800})
        at_desk(desk, shop)
        at_terminal(tablet, shop)
        found["plan_wall"], found["plan_terminal"] = publications(page, tablet, desk, plans)
        browser.close()
    (ROOT / "docs" / "bench-live.md").write_text(page_of(found, people), encoding="utf-8")
    p95 = quantile(found["from_accepted"], 0.95)
    print(
        f"event to pixel: p50 {quantile(found['from_accepted'], 0.5):.0f} ms, p95 {p95:.0f} ms, "
        f"{found['shown']} of {found['reports']} reports shown, {walls} walls; "
        f"a plan on wall and terminal: {spread(found['plan_wall'] + found['plan_terminal'])} ms"
    )


if __name__ == "__main__":
    main()
