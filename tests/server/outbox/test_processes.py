"""The real processes, killed while they work: each step is told once, each climb is one entry."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.server.outbox.receivers import Hook, serving

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow

#: Run in a process of its own, for its own database: the tests' settings know one of theirs only.
SCRIPT = """
import json, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sprue.server.supervise import Site, prepare
prepare(Site(Path(sys.argv[1])))
from sprue.server.floor import actions
from sprue.server.floor.models import Entry
from sprue.server.floor.who import SERVER
from sprue.server.outbox import channels
from sprue.server.outbox.making import make
from sprue.server.floor.memory import memory
from sprue.server.outbox.models import NotificationOut
from tests.core.floor.shops import NOW, small_plan, small_shop
from tests.server.floor.senders import send

def begin(address):
    actions.set_clock(1.0, SERVER, at=NOW)
    actions.import_shop(small_shop(), SERVER)
    actions.publish_plan(small_plan(), SERVER)
    channels.put("hook", address, ["maintenance", "zhao"], reports=True, by="test")
    make(memory, datetime.now(UTC))

def trouble(count):
    for number in range(int(count)):
        send("raise_problem", problem=f"p{number}", problem_kind="collision", machine="cnc-1", person="li")
    actions.set_clock(1.0, SERVER, at=NOW + timedelta(hours=3))

def lose():
    "What a killed sender had has been lost for long."
    long_ago = datetime.now(UTC) - timedelta(minutes=9)
    NotificationOut.objects.filter(status="sending").update(claimed_at=long_ago)

def show():
    facts = {
        "statuses": [*NotificationOut.objects.values_list("status", flat=True)],
        "ids": [str(i) for i in NotificationOut.objects.values_list("id", flat=True)],
        "climbs": [str(row.event_id) for row in Entry.objects.filter(kind="ProblemEscalated")],
    }
    print(json.dumps(facts))

globals()[sys.argv[2]](*sys.argv[3:])
"""


class Site:
    """A data folder with its workers."""

    def __init__(self, data: Path) -> None:
        self.data = data
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.environment = {
            **os.environ,
            "PYTHONPATH": path,
            "SPRUE_DATA": str(data),
            "SPRUE_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "sprue.server.settings",
        }

    def ask(self, *arguments: str) -> str:
        command = [sys.executable, "-c", SCRIPT, str(self.data), *arguments]
        run = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def show(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.ask("show"))
        return facts

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sprue.server.workers.process", name]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)


def test_workers_that_are_killed_again_and_again_lose_and_double_nothing(tmp_path: Path) -> None:
    hook, site = Hook(), Site(tmp_path / "data")
    hook.pause = 0.05  # time to be killed in
    with serving(hook):
        site.ask("begin", hook.address)
        site.ask("trouble", "12")
        for round_ in range(4):
            before = len(hook.came)
            workers = [site.start(name) for name in ("clock", "messenger")]
            limit = time.monotonic() + 12
            while len(hook.came) < before + 3 + round_ and time.monotonic() < limit:
                time.sleep(0.01)
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
            site.ask("lose")
        workers = [site.start(name) for name in ("clock", "messenger")]
        limit = time.monotonic() + 60
        while len({body["id"] for body in hook.came}) < 36 and time.monotonic() < limit:
            time.sleep(0.1)
        time.sleep(1.0)
        for worker in workers:
            worker.terminate()
            assert worker.wait(10) == 0
    facts = site.show()
    assert len(facts["climbs"]) == len({*facts["climbs"]}) == 24
    assert Counter(facts["statuses"]) == {"sent": 36}
    assert {body["id"] for body in hook.came} == {*facts["ids"]}
    assert len({body["step"] for body in hook.came}) == 36
    # Each kill can have left one message on the way; the receiver tells it by its id.
    assert len(hook.came) - 36 <= 4


def test_an_unknown_worker_is_told(tmp_path: Path) -> None:
    worker = Site(tmp_path / "data").start("nonsense")
    assert worker.wait(20) == 2
