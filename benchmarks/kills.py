"""Kill the server again and again under working terminals: no acknowledged report may be lost or doubled.

Each terminal keeps a log of what was acknowledged, synced to disk before it goes on; at the end one
auditor reads the journal and every log is held against it.
"""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.storm_server import JOBS_EACH, audited, environment, free_port, prepared, serving

TERMINALS = 30
#: A report that is not acknowledged within so many seconds ends the storm: the server is broken.
PATIENCE = 300.0


@dataclass(slots=True)
class Terminal:
    """One tablet: works its own jobs at its own machine, sends each report until it is acknowledged."""

    number: int
    log: Path
    address: tuple[str, int]
    token: str
    random: Random
    acknowledged: int = 0
    resent: int = 0
    sequence: int = 0
    failure: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Report after report until it is told to stop; the last one is still brought home."""
        try:
            self._work()
        except AssertionError as error:
            self.failure = str(error)

    def _work(self) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            for body in self._reports():
                if self.stop.is_set():
                    return
                answer = self._bring_home(body)
                line = {"id": body["id"], "device_seq": body["device_seq"], "seq": answer["seq"]}
                log.write(json.dumps(line) + "\n")
                log.flush()
                os.fsync(log.fileno())
                self.acknowledged += 1

    def _reports(self) -> Iterator[dict[str, Any]]:
        machine, person = f"m-{self.number}", f"p-{self.number}"
        yield self._body("badge_in", person=person, machine=machine)
        for job in range(JOBS_EACH):
            operation = f"o-{self.number}-{job}"
            yield self._body("start", operation=operation, machine=machine, person=person)
            if self.random.random() < 0.3:
                yield self._body("pause", operation=operation, person=person, reason="")
                yield self._body("resume", operation=operation, person=person)
            yield self._body("finish", operation=operation, person=person)

    def _body(self, kind: str, **fields: str) -> dict[str, Any]:
        self.sequence += 1
        return {
            "id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "kind": kind,
            "happened_at": None,
            "station": f"m-{self.number}",
            "device": f"tablet-{self.number}",
            "device_seq": self.sequence,
            **fields,
        }

    def _bring_home(self, body: dict[str, Any]) -> dict[str, Any]:
        """Send until the server acknowledges; anything but an acknowledgement is no answer."""
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            connection = HTTPConnection(*self.address, timeout=10)
            try:
                connection.request("POST", "/api/commands", data, headers)
                response = connection.getresponse()
                text = response.read()
                if response.status == 200:
                    answer: dict[str, Any] = json.loads(text)
                    return answer
                if response.status < 500:
                    raise AssertionError(f"{body} was refused: {response.status} {text!r}")
            except (OSError, HTTPException):
                self.resent += 1
            finally:
                connection.close()
            time.sleep(0.02 + 0.1 * self.random.random())
        raise AssertionError(f"terminal {self.number}: nobody acknowledged {body}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a storm left behind. Lost, doubled and out of order must be 0, faults empty."""

    kills: int
    acknowledged: int
    resent: int
    entries: int
    lost: int
    doubled: int
    out_of_order: int
    faults: list[str]
    seconds: float

    @property
    def ok(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order or self.faults)


def storm(folder: Path, *, kills: int, terminals: int = TERMINALS, seed: int = 0) -> Outcome:
    """Kill the server `kills` times under `terminals` working terminals; `folder` is empty."""
    begun = time.monotonic()
    random = Random(seed)
    env = environment(folder)
    token = prepared(env, terminals).floor
    port = free_port()
    crew = [
        Terminal(n, folder / f"terminal-{n}.log", ("127.0.0.1", port), token, Random(seed * 1000 + n))
        for n in range(terminals)
    ]
    threads = [threading.Thread(target=t.work, name=f"terminal-{t.number}") for t in crew]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            with serving(env, port) as server:
                time.sleep(random.uniform(0.1, 0.6))
                _check(crew)
                server.send_signal(signal.SIGKILL)
        with serving(env, port):
            for terminal in crew:
                terminal.stop.set()
            for thread in threads:
                thread.join(PATIENCE + 5)
            _check(crew)
    finally:
        for terminal in crew:
            terminal.stop.set()
    return _outcome(env, crew, kills, time.monotonic() - begun)


def _check(crew: list[Terminal]) -> None:
    for terminal in crew:
        if terminal.failure:
            raise AssertionError(terminal.failure)


def _outcome(env: dict[str, str], crew: list[Terminal], kills: int, seconds: float) -> Outcome:
    found = audited(env)
    places: dict[str, int] = {entry["id"]: entry["seq"] for entry in found["entries"]}
    counts = Counter(entry["id"] for entry in found["entries"])
    lost = out_of_order = 0
    for terminal in crew:
        lines = [json.loads(line) for line in terminal.log.read_text(encoding="utf-8").splitlines()]
        lost += sum(line["id"] not in places or places[line["id"]] != line["seq"] for line in lines)
        order = [places[line["id"]] for line in lines if line["id"] in places]
        out_of_order += order != sorted(order)
    doubled = sum(count - 1 for count in counts.values())
    acknowledged = sum(t.acknowledged for t in crew)
    resent = sum(t.resent for t in crew)
    entries, faults = len(found["entries"]), found["faults"]
    return Outcome(kills, acknowledged, resent, entries, lost, doubled, out_of_order, faults, seconds)
