"""Kill the server again and again under working terminals: no acknowledged report may be lost or doubled.

    python benchmarks/storm.py --kills 1000 --out docs/storm.md

Each terminal keeps a log of what was acknowledged, synced to disk before it goes on; at the end one
auditor reads the journal and every log is held against it.
"""

# ruff: noqa: PLC0415  # Django must be set up before its models are imported

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[1]
TERMINALS = 30
JOBS_EACH = 200
JOBS_A_PART = 10
#: A report that is not acknowledged within so many seconds ends the storm: the server is broken.
PATIENCE = 90.0


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
    token = prepared(env, terminals)
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


def environment(folder: Path) -> dict[str, str]:
    """The environment of the server's process: data in `folder`, SQLite."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([path, os.environ.get("PYTHONPATH", "")]),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "sprue.server.settings"),
        "SPRUE_DATA": str(folder),
        "SPRUE_DATABASE": "",
    }


@contextmanager
def serving(env: dict[str, str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A real server process that answers; it has ended when the block has."""
    command = [sys.executable, "-m", "uvicorn", env.get("SPRUE_ASGI", "sprue.server.asgi:application")]
    options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    with (Path(env["SPRUE_DATA"]) / "server.log").open("ab") as log:
        server = subprocess.Popen([*command, *options], env=env, stdout=log, stderr=log, cwd=ROOT)
        try:
            _until_it_answers(server, port)
            yield server
        finally:
            if server.poll() is None:
                server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(10)


def _until_it_answers(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise AssertionError(f"the server ended by itself: {server.returncode}")
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise AssertionError("the server never answered")


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def prepared(env: dict[str, str], terminals: int) -> str:
    """A database with a shop of `terminals` machines; the terminals' token."""
    return _own(env, "--prepare", str(terminals))


def _own(env: dict[str, str], *arguments: str) -> str:
    """Run this file in a process of its own, with Django."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def _outcome(env: dict[str, str], crew: list[Terminal], kills: int, seconds: float) -> Outcome:
    found = json.loads(_own(env, "--audit"))
    places: dict[str, int] = dict(found["places"])
    counts = Counter(name for name, _ in found["places"])
    lost = out_of_order = 0
    for terminal in crew:
        lines = [json.loads(line) for line in terminal.log.read_text(encoding="utf-8").splitlines()]
        lost += sum(line["id"] not in places or places[line["id"]] != line["seq"] for line in lines)
        order = [places[line["id"]] for line in lines if line["id"] in places]
        out_of_order += order != sorted(order)
    doubled = sum(count - 1 for count in counts.values())
    acknowledged = sum(t.acknowledged for t in crew)
    resent = sum(t.resent for t in crew)
    entries, faults = found["entries"], found["faults"]
    return Outcome(kills, acknowledged, resent, entries, lost, doubled, out_of_order, faults, seconds)


# -- what needs Django, in a process of its own ---------------------------------------------


def _prepare(terminals: int) -> str:
    """Migrate, import the storm's shop, make a token of the floor."""
    import django

    django.setup()
    from django.core.management import call_command

    from sprue.server.floor import actions
    from sprue.server.floor.who import SERVER

    call_command("migrate", verbosity=0)
    actions.import_shop(storm_shop(terminals), SERVER)
    return _token()


def _token() -> str:
    from sprue.server.accounts import tokens
    from sprue.server.floor.who import Role

    _, secret = tokens.issue(Role.FLOOR, label="storm")
    return secret


def storm_shop(terminals: int) -> Any:
    """One machine, one person and one mold for each terminal, open day and night."""
    from sprue.shop import ids
    from sprue.shop.calendar import Calendar, DayRule, Shift
    from sprue.shop.orders import Mold, Part
    from sprue.shop.resources import Kind, Machine, Person
    from sprue.shop.routing import Operation
    from sprue.shop.shop import Settings, Shop

    always, kind = ids.CalendarId("always"), ids.KindId("cnc")
    calendar = Calendar(always, tuple(DayRule((Shift(0, 1440),), weekday=day) for day in range(7)))
    machines = [Machine(ids.MachineId(f"m-{n}"), f"Mill {n}", (kind,), always) for n in range(terminals)]
    people = [
        Person(ids.PersonId(f"p-{n}"), f"Person {n}", "CNC", "", (kind,), always) for n in range(terminals)
    ]
    molds = [Mold(ids.MoldId(f"M{n}")) for n in range(terminals)]
    parts = [
        Part(ids.PartId(f"part-{n}-{place}"), ids.MoldId(f"M{n}"))
        for n in range(terminals)
        for place in range(JOBS_EACH // JOBS_A_PART)
    ]
    operations = [
        Operation(
            ids.OperationId(f"o-{n}-{job}"),
            ids.PartId(f"part-{n}-{job // JOBS_A_PART}"),
            Decimal(job),
            name="mill",
            kind=kind,
            run_minutes=Decimal(60),
        )
        for n in range(terminals)
        for job in range(JOBS_EACH)
    ]
    return Shop(
        Settings(name="Storm", timezone="UTC"),
        calendars={always: calendar},
        kinds={kind: Kind(kind, department="CNC")},
        machines={m.id: m for m in machines},
        people={p.id: p for p in people},
        molds={m.id: m for m in molds},
        parts={p.id: p for p in parts},
        operations={o.id: o for o in operations},
    )


def _audit() -> str:
    import django

    django.setup()
    from sprue.server.audit import audit
    from sprue.server.floor.models import Entry

    report = audit()
    places = [(str(name), seq) for name, seq in Entry.objects.values_list("event_id", "seq")]
    return json.dumps(
        {"entries": report.entries, "faults": [str(f) for f in report.faults], "places": places}
    )


def page(outcome: Outcome) -> str:
    """The page for the documentation."""
    rows = [
        ("server killed (SIGKILL)", outcome.kills),
        ("terminals at work", TERMINALS),
        ("reports acknowledged", outcome.acknowledged),
        ("reports sent again after a broken connection", outcome.resent),
        ("entries in the journal", outcome.entries),
        ("acknowledged and lost", outcome.lost),
        ("recorded twice", outcome.doubled),
        ("terminals with reports out of order", outcome.out_of_order),
        ("faults found by the auditor (chain, holes, order, state)", len(outcome.faults)),
        ("seconds", round(outcome.seconds)),
    ]
    lines = "\n".join(f"| {name} | {value:,} |" for name, value in rows)
    made = f"{datetime.now(UTC):%Y-%m-%d}"
    return (
        "# Storm\n\nThe server is killed again and again while terminals report; made by "
        f"`python benchmarks/storm.py --kills {outcome.kills}` on {made}.\n\n| | |\n| --- | --- |\n{lines}\n"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--prepare", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--audit", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.prepare is not None:
        print(_prepare(given.prepare))
        return
    if given.audit:
        print(_audit())
        return
    with TemporaryDirectory(prefix="sprue-storm-") as folder:
        outcome = storm(Path(folder), kills=given.kills, seed=given.seed)
    print(page(outcome))
    if given.out is not None:
        given.out.write_text(page(outcome), encoding="utf-8")
    sys.exit(0 if outcome.ok else 1)


if __name__ == "__main__":
    main()
