"""An hour without network: every report made on a terminal arrives once, in order and with its right time.

The hour passes on the shop's clock. Each terminal has a wrong clock of its own and has measured by how much while
it was connected; it keeps its reports in a synced file, as a tablet keeps them on its disk.
"""

import json
import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from benchmarks import outage_browser
from benchmarks.storm_server import audited, environment, free_port, pass_hours, prepared, serving

TERMINALS = 20
#: Each terminal makes so many reports without network.
REPORTS_EACH = 10
HOURS = 1.0
#: Every so many-th terminal's running operation is finished by somebody else meanwhile.
CONFLICT_EVERY = 4
#: A report that nobody acknowledges within so many seconds is an error of the server.
PATIENCE = 90.0
#: Measuring a clock costs a round trip; no report's time may be wrong by more, ms.
MOST_ERROR_MS = 3_000

Body = dict[str, Any]


@dataclass(slots=True)
class Floor:
    """Talks to the server as a program of the floor does."""

    address: tuple[str, int]
    token: str

    def call(self, method: str, path: str, body: Body | None = None) -> tuple[int, Any]:
        """Status and answer; OSError or HTTPException when there is none."""
        connection = HTTPConnection(*self.address, timeout=10)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            connection.request(method, path, json.dumps(body).encode() if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        return response.status, json.loads(text) if response.status == 200 else text

    def now(self) -> datetime:
        """The shop's time, as the server says it."""
        _, snapshot = self.call("GET", "/api/snapshot?topic=wall")
        return datetime.fromisoformat(snapshot["now"])


@dataclass(slots=True)
class Tablet:
    """A terminal that keeps its reports until the server has answered them."""

    number: int
    folder: Path
    floor: Floor
    random: Random
    made: list[Body] = field(default_factory=list)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: When it really happened, by report.
    truth: dict[str, datetime] = field(default_factory=dict)
    resent: int = 0
    failure: str = ""
    #: How wrong its own clock is, and what it has measured of it.
    wrong_by: timedelta = timedelta()
    offset: timedelta = timedelta()

    def set_out(self) -> None:
        """Sign in and begin the first operation while the network is there; measure the clock."""
        self.wrong_by = timedelta(seconds=self.random.uniform(-3, 3) * 86400)
        own = datetime.now(UTC) + self.wrong_by
        self.offset = self.floor.now() - own
        self._make("badge_in", own, person=f"p-{self.number}", machine=f"m-{self.number}")
        self._make(
            "start", own, operation=self._job(0), machine=f"m-{self.number}", person=f"p-{self.number}"
        )
        self.come_back()
        self.made.clear()

    def work_without_network(self, cut: datetime, real: datetime) -> None:
        """Reports over the hour after `cut` (shop time, really `real`), kept on disk with this tablet's times."""
        own = real + self.wrong_by
        moments = sorted(self.random.uniform(60, HOURS * 3600 - 60) for _ in range(REPORTS_EACH))
        steps = self._steps()
        for seconds, (kind, fields) in zip(moments, steps, strict=True):
            passed = timedelta(seconds=seconds)
            body = self._make(kind, own + passed, person=f"p-{self.number}", **fields)
            self.truth[body["id"]] = cut + passed
        path = self.folder / f"tablet-{self.number}.json"
        with path.open("w", encoding="utf-8") as kept:
            json.dump(self.made, kept)
            kept.flush()
            os.fsync(kept.fileno())
        self.made = []  # the tablet is switched off; only its disk remembers

    def switch_on(self) -> None:
        """Read what the disk has, and send it."""
        path = self.folder / f"tablet-{self.number}.json"
        self.made = json.loads(path.read_text(encoding="utf-8"))
        try:
            self.come_back()
        except AssertionError as error:
            self.failure = str(error)

    def come_back(self) -> None:
        """Send everything in order, each until it is acknowledged."""
        for body in self.made:
            self.acknowledged[body["id"]] = self._bring_home(body)

    def _steps(self) -> list[tuple[str, Body]]:
        """The first operation, begun before, is finished; then others are worked."""
        steps: list[tuple[str, Body]] = [("finish", {"operation": self._job(0)})]
        job = 1
        while len(steps) < REPORTS_EACH:
            steps.append(("start", {"operation": self._job(job), "machine": f"m-{self.number}"}))
            if self.random.random() < 0.3:
                steps.append(("pause", {"operation": self._job(job), "reason": "tool"}))
                steps.append(("resume", {"operation": self._job(job)}))
            steps.append(("finish", {"operation": self._job(job)}))
            job += 1
        return steps[:REPORTS_EACH]

    def _job(self, job: int) -> str:
        return f"o-{self.number}-{job}"

    def _make(self, kind: str, own_time: datetime, **fields: Any) -> Body:
        body = {
            "id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "kind": kind,
            "happened_at": (own_time + self.offset).isoformat(),
            "station": f"m-{self.number}",
            "device": f"tablet-{self.number}",
            "device_seq": len(self.acknowledged) + len(self.made) + 1,
            **fields,
        }
        self.made.append(body)
        return body

    def _bring_home(self, body: Body) -> dict[str, Any]:
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            try:
                status, answer = self.floor.call("POST", "/api/commands", body)
                if status == 200:
                    found: dict[str, Any] = answer
                    return found
                assert status >= 500, f"{body} was refused: {status} {answer!r}"
            except (OSError, HTTPException):
                self.resent += 1
            time.sleep(0.05 + 0.2 * self.random.random())
        raise AssertionError(f"tablet {self.number}: nobody acknowledged {body}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outage left behind. All but made, acknowledged, questions, kills, resent must be 0 or empty."""

    made: int
    from_browser: int
    kills: int
    resent: int
    acknowledged: int
    missing: int
    doubled: int
    out_of_order: int
    questions: int
    unasked: int
    error_ms: int
    faults: list[str]
    seconds: float

    @property
    def ok(self) -> bool:
        wrong = self.missing or self.doubled or self.out_of_order or self.unasked or self.faults
        return not wrong and self.made == self.acknowledged and self.error_ms <= MOST_ERROR_MS


def outage(folder: Path, *, terminals: int = TERMINALS, seed: int = 0, browser: bool = True) -> Outcome:
    """An hour without network for `terminals` tablets and, with `browser`, a real one; `folder` is empty."""
    begun = time.monotonic()
    env = environment(folder)
    secrets = prepared(env, terminals + 1, hours_ago=2)
    port = free_port()
    floor = Floor(("127.0.0.1", port), secrets.floor)
    crew = [Tablet(n, folder, floor, Random(seed * 1000 + n)) for n in range(terminals)]
    real = outage_browser.Real(f"http://127.0.0.1:{port}", secrets.station, terminals) if browser else None
    try:
        with serving(env, port) as server:
            for tablet in crew:
                tablet.set_out()
            if real is not None:
                real.set_out()
            cut, real_cut = floor.now(), datetime.now(UTC)
            server.send_signal(signal.SIGKILL)
        # The hour without network: on this side of it the tablets work, on the other the shop goes on.
        for tablet in crew:
            tablet.work_without_network(cut, real_cut)
        if real is not None:
            real.work_and_be_killed()
        with serving(env, port) as server:
            contested = _somebody_else_finishes(floor, crew)
            pass_hours(env, HOURS)
            server.send_signal(signal.SIGKILL)
        kills = 2 + _return(env, port, crew, real, Random(seed))
    finally:
        if real is not None:
            real.away()
    return _outcome(env, crew, real, contested, kills, time.monotonic() - begun)


def _somebody_else_finishes(floor: Floor, crew: list[Tablet]) -> set[str]:
    """The leader signs in and finishes what some of the tablets will report too; the operations."""
    leader = f"p-{len(crew)}"
    contested = set()
    signed_in = {"kind": "badge_in", "person": leader, "machine": None}
    bodies: list[Body] = [signed_in]
    for tablet in crew[::CONFLICT_EVERY]:
        operation = f"o-{tablet.number}-0"
        contested.add(operation)
        bodies.append({"kind": "finish", "operation": operation, "person": leader})
    for body in bodies:
        head = {"id": str(uuid4()), "happened_at": None, "station": None, "device": "", "device_seq": None}
        status, answer = floor.call("POST", "/api/commands", head | body)
        assert status == 200, answer
        assert answer["status"] == "accepted", answer
    return contested


def _return(env: dict[str, str], port: int, crew: list[Tablet], real: Any, random: Random) -> int:
    """Everybody sends at once while the server is killed again; how often."""
    threads = [threading.Thread(target=t.switch_on, name=f"tablet-{t.number}") for t in crew]
    kills = 0
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) and kills < 3:
        with serving(env, port) as server:
            time.sleep(random.uniform(0.3, 0.8))
            server.send_signal(signal.SIGKILL)
        kills += 1
    with serving(env, port):
        for thread in threads:
            thread.join(PATIENCE + 5)
        if real is not None:
            real.come_back()
    for tablet in crew:
        assert not tablet.failure, tablet.failure
    return kills


def _outcome(
    env: dict[str, str], crew: list[Tablet], real: Any, contested: set[str], kills: int, seconds: float
) -> Outcome:
    found = audited(env)
    entries: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in found["entries"]}
    counts = Counter(entry["id"] for entry in found["entries"])
    missing = out_of_order = 0
    error = timedelta()
    for tablet in crew:
        missing += sum(name not in entries for name in tablet.acknowledged)
        own = [
            entry["device_seq"] for entry in found["entries"] if entry["device"] == f"tablet-{tablet.number}"
        ]
        own = [number for number in own if number is not None]
        out_of_order += own != [*range(1, len(tablet.acknowledged) + 1)]
        for name, moment in tablet.truth.items():
            entry = entries.get(name)
            if entry is not None and entry["kind"] != "ReportQuestioned":
                error = max(error, abs(datetime.fromisoformat(entry["at"]) - moment))
    questions = [entry for entry in found["entries"] if entry["kind"] == "ReportQuestioned"]
    both_sides = [entry for entry in questions if entry["reason"] == "already_done" and entry["other_person"]]
    faults = [*found["faults"]]
    from_browser = 0
    if real is not None:
        from_browser = real.made
        numbers = [entry["device_seq"] for entry in found["entries"] if entry["device"] == real.device]
        own = [number for number in numbers if number is not None]
        missing += max(0, real.made + real.before - len(own))
        out_of_order += own != sorted(own)
    made = sum(len(tablet.truth) for tablet in crew) + from_browser
    acknowledged = sum(name in tablet.acknowledged for tablet in crew for name in tablet.truth) + from_browser
    return Outcome(
        made,
        from_browser,
        kills,
        sum(tablet.resent for tablet in crew),
        acknowledged,
        missing,
        sum(count - 1 for count in counts.values()),
        out_of_order,
        len(both_sides),
        abs(len(contested) - len(both_sides)) + len(questions) - len(both_sides),
        round(error.total_seconds() * 1000),
        faults,
        seconds,
    )
