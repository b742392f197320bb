"""The server under a storm: a shop made for it, a process that is killed, and its journal judged afterwards."""

# ruff: noqa: PLC0415  # Django must be set up before its models are imported

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
JOBS_EACH = 200
JOBS_A_PART = 10


@dataclass(frozen=True, slots=True)
class Prepared:
    """Secrets of a prepared database: a program of the floor, and the terminal of the last machine."""

    floor: str
    station: str


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


def prepared(env: dict[str, str], terminals: int, hours_ago: float = 0) -> Prepared:
    """A database with a shop of `terminals` machines; its clock stands at `hours_ago` where given."""
    return Prepared(**json.loads(own(env, "--prepare", str(terminals), "--ago", str(hours_ago))))


def pass_hours(env: dict[str, str], hours: float) -> None:
    """The shop's clock goes forward; the server may run."""
    own(env, "--pass", str(hours))


def audited(env: dict[str, str]) -> dict[str, Any]:
    """What the one auditor found, and the journal's entries: id, device, number, kind, moment, reason."""
    found: dict[str, Any] = json.loads(own(env, "--audit"))
    return found


def own(env: dict[str, str], *arguments: str) -> str:
    """Run this file in a process of its own, with Django."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


# -- what needs Django, in a process of its own ---------------------------------------------


def _prepare(terminals: int, hours_ago: float) -> str:
    """Migrate, set the clock, import the storm's shop, make a token of the floor and one of the last terminal."""
    import django

    django.setup()
    from django.core.management import call_command

    from sprue.server.accounts import tokens
    from sprue.server.floor import actions
    from sprue.server.floor.who import SERVER, Role

    call_command("migrate", verbosity=0)
    actions.set_clock(1, SERVER, datetime.now(UTC) - timedelta(hours=hours_ago))
    actions.import_shop(storm_shop(terminals), SERVER)
    actions.publish_plan(_plan(terminals - 1), SERVER)
    _, floor = tokens.issue(Role.FLOOR, label="storm")
    _, station = tokens.issue(Role.STATION, label="tablet", station=f"m-{terminals - 1}")
    return json.dumps({"floor": floor, "station": station})


def _plan(number: int) -> Any:
    """What the last machine works next: its terminal shows a queue. The storm has no planner."""
    from sprue.shop.events import PlannedRow, PlanPublished
    from sprue.shop.ids import MachineId, OperationId

    now = datetime.now(UTC)
    rows = tuple(
        PlannedRow(
            OperationId(f"o-{number}-{job}"),
            MachineId(f"m-{number}"),
            now + timedelta(hours=job),
            now + timedelta(hours=job),
            now + timedelta(hours=job + 1),
        )
        for job in range(JOBS_A_PART)
    )
    return PlanPublished(0, now, rows)


def _pass(hours: float) -> str:
    """Move the shop's clock."""
    import django

    django.setup()
    from sprue.server.floor import actions
    from sprue.server.floor.memory import memory
    from sprue.server.floor.who import SERVER
    from sprue.shop.state import shop_now

    at = shop_now(memory.catch_up(), datetime.now(UTC)) + timedelta(hours=hours)
    actions.set_clock(1, SERVER, at)
    return at.isoformat()


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
        Person(ids.PersonId(f"p-{n}"), f"Person {n}", "CNC", "", (kind,), always, badge=f"B{n:04}")
        for n in range(terminals)
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
    entries = [_told(row) for row in Entry.objects.order_by("seq")]
    return json.dumps({"entries": entries, "faults": [str(fault) for fault in report.faults]})


def _told(row: Any) -> dict[str, Any]:
    from sprue.server.floor.mappers import entry_of
    from sprue.shop.events import ReportQuestioned

    fact = entry_of(row).event.fact
    return {
        **{"seq": row.seq, "id": str(row.event_id), "kind": row.kind, "device": row.device},
        **{"device_seq": row.device_seq, "at": row.happened_at.isoformat()},
        "reason": fact.reason if isinstance(fact, ReportQuestioned) else "",
        "other_person": fact.other_person if isinstance(fact, ReportQuestioned) else None,
    }


def main() -> None:
    """What `own` calls."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", type=int)
    parser.add_argument("--ago", type=float, default=0)
    parser.add_argument("--pass", dest="hours", type=float)
    parser.add_argument("--audit", action="store_true")
    given = parser.parse_args()
    if given.prepare is not None:
        print(_prepare(given.prepare, given.ago))
    elif given.hours is not None:
        print(_pass(given.hours))
    elif given.audit:
        print(_audit())


if __name__ == "__main__":
    main()
