"""The process that sends webhooks, killed while it works; the receiver away in between."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.server.hooks.receivers import Receiver
from tests.server.outbox.receivers import serving

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow

#: Run in a process of its own, for its own database.
SCRIPT = """
import json, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sprue.server.supervise import Site, prepare
prepare(Site(Path(sys.argv[1])))
from sprue.server.floor import actions
from sprue.server.floor.who import SERVER
from sprue.server.hooks import listing
from sprue.server.hooks.making import make
from sprue.server.hooks.models import Delivery
from tests.core.floor.shops import NOW, small_plan, small_shop
from tests.server.floor.senders import send

def begin(address):
    actions.set_clock(1.0, SERVER, at=NOW)
    actions.import_shop(small_shop(), SERVER)
    actions.publish_plan(small_plan(), SERVER)
    made = listing.make("erp", address, ["problem.raised"], by="test")
    make(datetime.now(UTC))
    for number in range(20):
        send("raise_problem", problem=f"p{number}", problem_kind="collision", machine="cnc-1", person="li")
    print(json.dumps(made))

def hasten():
    "What a killed sender had has been lost for long; what waits for its receiver has waited."
    Delivery.objects.filter(state="sending").update(claimed_at=datetime.now(UTC) - timedelta(minutes=9))
    Delivery.objects.filter(state="waiting").update(due_at=datetime.now(UTC))

def show():
    print(json.dumps([[f"msg_{row.id.hex}", row.state] for row in Delivery.objects.all()]))

globals()[sys.argv[2]](*sys.argv[3:])
"""


def test_nothing_is_lost_when_sender_and_receiver_die_again_and_again(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "SPRUE_DATA": str(tmp_path / "data"),
        "SPRUE_DATABASE": "",
        "SPRUE_HOOKS_TO_SELF": "1",
        "DJANGO_SETTINGS_MODULE": "sprue.server.settings",
    }

    def ask(*arguments: str) -> Any:
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / "data"), *arguments]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout) if run.stdout else None

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sprue.server.workers.process", "messenger"]
        return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    first = Receiver()
    first.pause = 0.05  # time to be killed in
    with serving(first):
        secret = ask("begin", first.address)["secret"]
        first.secret = secret
        sender = start()
        limit = time.monotonic() + 60
        while len(first.came) < 4 and time.monotonic() < limit:
            time.sleep(0.01)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
    came = [*first.came]
    assert len(came) >= 4
    # Nobody listens while the sender is at work again.
    sender = start()
    time.sleep(3)
    sender.send_signal(signal.SIGKILL)
    sender.wait()
    ask("hasten")
    second = Receiver(first.port)
    second.secret = secret
    with serving(second):
        sender = start()
        limit = time.monotonic() + 60
        while len({one.id for one in [*came, *second.came]}) < 20 and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(0.5)
        sender.terminate()
        assert sender.wait(20) == 0
    came += second.came
    assert all(one.signed for one in came)
    assert dict(ask("show")) == dict.fromkeys({one.id for one in came}, "sent")
    assert {one.body["data"]["problem"] for one in came} == {f"p{number}" for number in range(20)}
    # One kill can have left one on its way; the receiver tells it by its id.
    assert 20 <= len(came) <= 22
