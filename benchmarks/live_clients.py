"""Clients of the live measures: streams of walls and terminals, and terminals that report on time."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from uuid import uuid4

import httpx

#: Reports under way at once at most; a terminal that gets no thread would report late.
HANDS = 24


@dataclass(frozen=True, slots=True)
class Report:
    """A report and what became of it; times in Unix milliseconds."""

    machine: str
    light: str
    due: float
    sent: float
    accepted: float
    id: str
    status: str


@dataclass(slots=True)
class Streams:
    """Stream clients in a thread of their own; `arrived`: entry id → ms of each wall that got it."""

    base: str
    #: Topic, the query of its token, and whether its arrivals count, of each client.
    clients: list[tuple[str, str, bool]]
    after: int
    arrived: dict[str, list[float]] = field(default_factory=dict)
    connected: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _listeners: list[Future[None]] = field(default_factory=list)

    def __enter__(self) -> "Streams":
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        for number, (topic, bearer, counts) in enumerate(self.clients):
            listening = self._listen(topic, bearer, counts)
            self._listeners.append(asyncio.run_coroutine_threadsafe(listening, self._loop))
            if number % 25 == 24:  # not all in the same instant, as no shop begins its day
                time.sleep(0.1)
        deadline = time.monotonic() + 60
        while self.connected < len(self.clients):
            if time.monotonic() > deadline:
                raise SystemExit(f"only {self.connected} of {len(self.clients)} streams connected")
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = [one.exception() for one in self._listeners if one.done()]
        for one in self._listeners:
            one.cancel()
        self._loop.call_soon_threadsafe(self._loop.call_later, 0.5, self._loop.stop)
        if ended and kind is None:
            raise SystemExit(f"{len(ended)} of {len(self.clients)} streams ended early: {ended[0]!r}")

    async def _listen(self, topic: str, bearer: str, counts: bool) -> None:
        address = httpx.URL(self.base)
        reader, writer = await asyncio.open_connection(address.host, address.port, limit=2**24)
        path = f"/api/stream?topic={topic}&after={self.after}"
        head = f"GET {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\n"
        writer.write(f"{head}Authorization: Bearer {bearer}\r\n\r\n".encode())
        status = await reader.readline()
        if b"200" not in status:
            raise SystemExit(f"the stream answered {status!r}")
        self.connected += 1
        while line := await reader.readline():
            if counts and line.startswith(b"data:") and b'"entries"' in line:
                now = time.time() * 1000
                for entry in json.loads(line[5:])["entries"]:
                    self.arrived.setdefault(entry, []).append(now)


def snapshot(client: httpx.Client, topic: str, token: str) -> dict[str, Any]:
    """A topic's snapshot."""
    answer = client.get("/api/snapshot", params={"topic": topic, "token": token})
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def send(client: httpx.Client, station: str, kind: str, **fields: Any) -> tuple[str, str]:
    """Send a command; (its id, what became of it)."""
    identity = str(uuid4())
    head = {"id": identity, "kind": kind, "happened_at": None, "station": station}
    try:
        answer = client.post(
            "/api/commands", json=head | {"device": f"bench-{station}", "device_seq": None} | fields
        )
    except httpx.HTTPError as failure:
        return identity, repr(failure)
    return identity, answer.json().get("status", answer.text) if answer.status_code == 200 else answer.text


def at_work(client: httpx.Client, token: str) -> list[tuple[str, str, str]]:
    """(machine, operation, person): somebody able to is signed in at each running machine."""
    tables = snapshot(client, "desk", token)["tables"]
    free = dict(tables["people"])
    found = []
    for machine in tables["machines"].values():
        able = [person for person in free.values() if machine["kind"] in person["kinds"]]
        at_it = machine["operation"] is not None and machine["light"] in ("running", "setup", "unattended")
        if not at_it or not able:
            continue
        person = free.pop(able[0]["id"])
        _, status = send(client, machine["id"], "badge_in", person=person["id"], machine=machine["id"])
        if status == "accepted":
            found.append((machine["id"], machine["operation"], person["id"]))
    if not found:
        raise SystemExit("nothing runs in this shop: no report to send")
    return found


def work(
    client: httpx.Client, running: list[tuple[str, str, str]], reports: int, pace: float
) -> list[Report]:
    """Pause and resume what runs, machine by machine, one report every `pace` seconds whatever the answers do."""
    begin = time.time() + 0.5

    def report(number: int) -> Report:
        machine, operation, person = running[number % len(running)]
        pause = (number // len(running)) % 2 == 0
        fields = {"operation": operation, "person": person, **({"reason": "break"} if pause else {})}
        due = begin + number * pace
        time.sleep(max(0.0, due - time.time()))
        sent = time.time() * 1000
        identity, status = send(client, machine, "pause" if pause else "resume", **fields)
        accepted = time.time() * 1000
        return Report(machine, "paused" if pause else "running", 1000 * due, sent, accepted, identity, status)

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(report, range(reports)))


def until_pixel(done: Iterable[Report], seen: list[tuple[str, str, float]]) -> list[tuple[float, float]]:
    """(since sent, since accepted) in ms for each report whose tile changed; in the order of reports."""
    found = []
    for one in done:
        moments = [at for machine, _, at in seen if machine == one.machine and at >= one.sent]
        if moments:
            found.append((moments[0] - one.sent, max(0.0, moments[0] - one.accepted)))
    return found


@dataclass(slots=True)
class Watch:
    """A stream of problems, read in a thread: ms at which a problem's impact was first told."""

    base: str
    bearer: str
    told: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        """Listen from now on."""
        threading.Thread(target=self._listen, daemon=True).start()
        time.sleep(1.0)

    def wait(self, problem: str, seconds: float) -> float | None:
        """The moment for a problem; None: not within `seconds`."""
        deadline = time.monotonic() + seconds
        while problem not in self.told and time.monotonic() < deadline:
            time.sleep(0.005)
        return self.told.get(problem)

    def _listen(self) -> None:
        headers = {"Authorization": f"Bearer {self.bearer}"}
        with httpx.stream(
            "GET", f"{self.base}/api/stream?topic=problems", headers=headers, timeout=None
        ) as s:  # it never ends
            for line in s.iter_lines():
                if line.startswith("data:") and '"impact"' in line:
                    now = time.time() * 1000
                    rows = json.loads(line[5:])["tables"].get("problems", {})
                    for name, row in rows.items():
                        if row is not None and row["impact"] is not None:
                            self.told.setdefault(name, now)
