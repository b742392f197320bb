"""Event to pixel: from the report to the changed DOM of a wall, with 50 walls and 500 terminals connected.

One wall is a real browser, the others and the terminals are stream clients. Reports pause and resume the
work on every machine in turn, on time whatever the answers do, so that each must change one tile. Then
fresh plans are published at the desk, and seen on the wall and on a terminal; then the machines with most
work break down, and what slips is told. Writes docs/bench-live.md.
"""

import re
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import httpx
from playwright.sync_api import Page, sync_playwright

from benchmarks.live_clients import Streams, Watch, at_work, send, snapshot, until_pixel, work
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


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def measured(page: Page, shop: Demo, walls: int, terminals: int, reports: int, pace: float) -> dict[str, Any]:
    wall_token, floor_token = shop.tokens["wall"], shop.tokens["floor"]
    page.goto(f"{shop.base}/wall/?token={wall_token}&lang=en#1")
    page.wait_for_selector("[data-machine]", timeout=60_000)
    page.evaluate(OBSERVER)
    tiles = set(page.evaluate("[...document.querySelectorAll('[data-machine]')].map(e => e.dataset.machine)"))
    headers = {"Authorization": f"Bearer {floor_token}"}
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    with httpx.Client(base_url=shop.base, headers=headers, timeout=30, limits=limits) as client:
        found = snapshot(client, "wall", wall_token)
        machines = list(found["tables"]["machines"])
        clients = [("wall", wall_token, True)] * (walls - 1)
        clients += [
            (f"station:{machines[number % len(machines)]}", floor_token, False) for number in range(terminals)
        ]
        with Streams(shop.base, clients, found["cursor"]) as streams:
            done = work(client, at_work(client, floor_token), reports, pace)
            page.wait_for_timeout(2_000)
            seen = [tuple(row) for row in page.evaluate("window.seen")]
            arrived = {one.id: streams.arrived.get(one.id, []) for one in done}
    accepted = [one for one in done if one.status == "accepted"]
    refused = [one.status for one in done if one.status != "accepted"]
    shown = [one for one in accepted if one.machine in tiles]
    pixels = until_pixel(shown, seen)
    late = [at - one.sent for one in accepted for at in arrived[one.id]]
    return {
        "reports": len(done),
        "errors": len(refused),
        "error": refused[0] if refused else "",
        "with_tile": len(shown),
        "shown": len(pixels),
        "walls": walls - 1,
        "terminals": terminals,
        "minutes": reports * pace / 60,
        "delivered": len(late),
        "behind": max(one.sent - one.due for one in done),
        "answer": [one.accepted - one.sent for one in accepted],
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


#: A request of the signed-in desk, with its CSRF token.
FETCH = """async ([method, path]) => {
  const token = document.cookie.split('; ').find((pair) => pair.startsWith('csrftoken='))?.slice(10) ?? '';
  const answer = await fetch(path, {method, headers: {'X-CSRFToken': token, 'Content-Type': 'application/json'}});
  return await answer.json();
}"""


def breakdowns(desk: Page, shop: Demo, count: int) -> dict[str, Any]:
    """The machines with most work break down one after the other: ms until what slips is told."""
    token = shop.tokens["floor"]
    watch = Watch(shop.base, token)
    watch.begin()
    told, slips = [], []
    with httpx.Client(base_url=shop.base, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        operations = snapshot(client, "desk", token)["tables"]["operations"].values()
        minutes: dict[str, float] = {}
        for row in operations:
            if row["plan"] is not None and row["machine"] is not None:
                minutes[row["machine"]] = minutes.get(row["machine"], 0.0) + row["run_minutes"]
        worst = sorted(minutes, key=lambda machine: -minutes[machine])[:count]
        for machine in worst:
            problem = str(uuid4())
            _, status = send(
                client, machine, "raise_problem", problem=problem, problem_kind="machine", machine=machine
            )
            accepted = time.time() * 1000
            moment = watch.wait(problem, 20)
            if status != "accepted" or moment is None:
                raise SystemExit(f"nothing was told of a breakdown of {machine}: {status}")
            told.append(max(0.0, moment - accepted))
            row = snapshot(client, "problems", token)["tables"]["problems"][problem]
            slips.append(row["impact"]["count"])
            if machine != worst[-1]:
                send(client, machine, "resolve", problem=problem)
                time.sleep(2)
    return {"told": told, "slips": slips, **taken(desk, problem), "operations": len(operations)}


def taken(desk: Page, problem: str) -> dict[str, Any]:
    """Seconds until all counter-moves are found, and from the tap until the plan of the best is published."""
    path = f"/api/problems/{problem}/counter-moves"

    def until(*states: str) -> dict[str, Any]:
        deadline = time.monotonic() + 300
        while (found := desk.evaluate(FETCH, ["GET", path]))["state"] not in states:
            if time.monotonic() > deadline:
                raise SystemExit(f"no answer to a breakdown: {found['state']}")
            time.sleep(0.05)
        return dict(found)

    begin = time.monotonic()
    desk.evaluate(FETCH, ["POST", path])
    found = until("ready", "failed")
    searched = time.monotonic() - begin
    place = next((i for i, move in enumerate(found["moves"]) if move["takeable"]), None)
    if place is None:
        return {"searched": searched, "moves": len(found["moves"]), "published": None}
    begin = time.monotonic()
    desk.evaluate(FETCH, ["POST", f"{path}/{place}/take"])
    state = until("taken", "failed")["state"]
    return {
        "searched": searched,
        "moves": len(found["moves"]),
        "gained": found["moves"][place]["gained_hours"],
        "published": time.monotonic() - begin if state == "taken" else None,
    }


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
    expected = (found["reports"] - found["errors"]) * found["walls"]
    broken = found["broken"]
    return f"""# Event to pixel

Made by `make bench-live` on {words()}; server, planner, browser and clients share it. A shop of {people} people with
{broken["operations"]} operations; {found["walls"] + 1} walls, one in Chromium, and {found["terminals"]} terminals as stream clients. {found["reports"]} reports in
{found["minutes"]:.0f} minutes, each pausing or resuming work on a machine, sent on time whatever the answers do (at most {found["behind"]:.0f} ms behind).

| milliseconds | count | median | 95 % | 99 % | most |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

{found["errors"]} reports failed. {found["shown"]} of {found["with_tile"]} reports on machines with a tile were seen to change it;
{found["delivered"]} of {expected} deliveries arrived at the walls' stream clients.

From the click on *publish* the version of a fresh plan took {spread(found["plan_wall"])} ms to be on the wall and {spread(found["plan_terminal"])} ms to be
on a terminal ({len(found["plan_wall"])} plans, least to most).

The {len(broken["told"])} machines with most work broke down one after the other: {spread(broken["told"])} ms after the report was accepted the problem's card told
what slips ({min(broken["slips"])} to {max(broken["slips"])} milestones). {moves(broken)}
"""


def moves(broken: dict[str, Any]) -> str:
    found = f"For the last one {broken['moves']} counter-moves that help were found within {broken['searched']:.0f} s"
    if broken["published"] is None:
        return f"{found}; none was taken."
    gained = f"the best, {broken['gained']:.1f} h for the mold that was latest,"
    return (
        f"{found}; {gained} was planned, judged and published {broken['published']:.1f} s after it was taken."
    )


@click.command()
@click.option("--people", default=100, show_default=True)
@click.option("--walls", default=50, show_default=True)
@click.option("--terminals", default=500, show_default=True)
@click.option("--reports", default=4000, show_default=True, help="a shift of eight for each of 500 terminals")
@click.option("--plans", default=5, show_default=True, help="fresh plans to publish")
@click.option("--breaks", default=5, show_default=True, help="machines that break down")
@click.option("--pace", default=0.15, show_default=True, help="seconds between reports")
def main(people: int, walls: int, terminals: int, reports: int, plans: int, breaks: int, pace: float) -> None:
    """Measure and write docs/bench-live.md."""
    options = ("--people", str(people), "--rate", "1", "--no-workforce")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Demo(folder, *options) as shop,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        found = measured(page, shop, walls, terminals, reports, pace)
        desk, tablet = browser.new_page(), browser.new_page(viewport={"width": 1280, "height": 800})
        at_desk(desk, shop)
        at_terminal(tablet, shop)
        found["plan_wall"], found["plan_terminal"] = publications(page, tablet, desk, plans)
        found["broken"] = breakdowns(desk, shop, breaks)
        browser.close()
    (ROOT / "docs" / "bench-live.md").write_text(page_of(found, people), encoding="utf-8")
    pixel, answer = found["from_accepted"], found["answer"]
    print(
        f"event to pixel: p50 {quantile(pixel, 0.5):.0f} ms, p95 {quantile(pixel, 0.95):.0f} ms, {found['shown']} of "
        f"{found['with_tile']} shown, {walls} walls, {terminals} terminals; report answered: p99 "
        f"{quantile(answer, 0.99):.0f} ms, {found['errors']} of {found['reports']} failed {found['error']}; a plan on wall and "
        f"terminal: {spread(found['plan_wall'] + found['plan_terminal'])} ms; a breakdown's slips: {spread(found['broken']['told'])} ms"
    )


if __name__ == "__main__":
    main()
