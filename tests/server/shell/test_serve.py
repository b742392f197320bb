"""`sprue serve` as a process: HTTPS, restarts, and an end that leaves nothing behind."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from sprue.server import certs, supervise
from sprue.server.supervise import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals of this system are other ones"),
]
ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
PROGRAM = "from sprue.cli import main; main()"


@dataclass
class Running:
    """A served folder; `local` without HTTPS."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    local: bool

    @property
    def children(self) -> list[psutil.Process]:
        return [*psutil.Process(self.process.pid).children()]

    def get(self, path: str) -> Any:
        context = None if self.local else ssl.create_default_context(cafile=certs.root_file(self.folder))
        url = f"{'http' if self.local else 'https'}://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(url, timeout=10, context=context) as answer:
            return json.load(answer)

    def answers(self) -> bool:
        with suppress(OSError, ValueError):
            return bool(self.get("/api/health")["ok"])
        return False


def until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Serve = Callable[..., Running]
#: Web, planner, answers, clock and messenger.
PROCESSES = 5


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(*options: str, local: bool = True) -> Running:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPRUE_", "DJANGO_"))}
        port = free_port()
        command = [sys.executable, "-c", PROGRAM, "serve", "--data", str(tmp_path), "--port", str(port)]
        process = subprocess.Popen([*command, *options], env=environment, cwd=ROOT)
        started.append(process)
        running = Running(tmp_path, port, process, local)
        until(lambda: running.answers() or process.poll() is not None, "the server never answered")
        assert process.poll() is None
        return running

    yield begin
    for process in started:
        process.terminate()
        process.wait(20)


def test_others_come_over_https_with_the_shops_own_certificate(serve: Serve) -> None:
    running = serve("--host", "0.0.0.0", "--name", "sprue.lan", local=False)
    assert running.get("/api/health")["ok"]
    trusting = ssl.create_default_context(cafile=certs.root_file(running.folder))
    with (
        socket.create_connection(("127.0.0.1", running.port)) as raw,
        trusting.wrap_socket(raw, server_hostname="sprue.lan") as safe,
    ):
        assert safe.version() in ("TLSv1.2", "TLSv1.3")
    with (
        socket.create_connection(("127.0.0.1", running.port)) as raw,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        trusting.wrap_socket(raw, server_hostname="evil.example")
    with (
        socket.create_connection(("127.0.0.1", running.port)) as raw,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(raw, server_hostname="sprue.lan")
    page = urllib.request.Request(f"https://127.0.0.1:{running.port}/setup")
    with urllib.request.urlopen(page, context=trusting, timeout=10) as answer:
        assert answer.headers["Strict-Transport-Security"]
        assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie") or ["Secure"])
    assert (running.folder / "secret.key").stat().st_mode & 0o777 == 0o600


def test_what_is_killed_starts_again(serve: Serve) -> None:
    running = serve()
    before = running.children
    assert len(before) == PROCESSES
    for child in before:
        child.kill()
    until(lambda: len(running.children) == PROCESSES and running.answers(), "killed processes stayed away")
    assert not {child.pid for child in before} & {child.pid for child in running.children}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_five_seconds_under_an_open_stream(serve: Serve, how: signal.Signals) -> None:
    running = serve()
    token = subprocess.run(
        [sys.executable, "-c", PROGRAM, "users", "token", "wall", "--data", str(running.folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.strip()
    children = running.children
    with urllib.request.urlopen(
        f"http://127.0.0.1:{running.port}/api/stream?topic=wall&token={token}", timeout=20
    ) as stream:
        assert stream.readline() == b"retry: 1000\n"
        running.process.send_signal(how)
        stream.read()  # raises when the stream was cut off instead of ended
        assert running.process.wait(5) == 0
    assert not any(child.is_running() for child in children)


def test_nothing_outlives_a_supervisor_that_was_killed(serve: Serve) -> None:
    running = serve()
    children = running.children
    running.process.kill()
    running.process.wait()
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert (len(gone), alive) == (PROCESSES, [])


def test_a_port_that_is_taken_is_a_clear_mistake(serve: Serve) -> None:
    running = serve()
    second = subprocess.run(
        [
            *(sys.executable, "-c", PROGRAM, "serve"),
            *("--data", str(running.folder), "--port", str(running.port)),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert second.returncode == 1
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


def test_check_finds_a_good_shop_good_and_open_keys_bad(serve: Serve) -> None:
    running = serve()

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", PROGRAM, "check", "--data", str(running.folder)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    good = check()
    assert (good.returncode, good.stdout) == (0, "0 entries, 0 faults; settings: 0 faults\n")
    (running.folder / "secret.key").chmod(0o644)
    bad = check()
    assert bad.returncode == 1
    assert "chmod 600" in bad.stdout


def test_names_under_which_a_site_answers(tmp_path: Path) -> None:
    assert set(supervise.names_of(Site(tmp_path))) == {"127.0.0.1", "localhost", "::1"}
    lan = supervise.names_of(Site(tmp_path, "0.0.0.0", names=("sprue.lan",)))
    assert {"localhost", "127.0.0.1", "sprue.lan"} <= set(lan)
    assert "*" not in lan
    assert supervise.names_of(Site(tmp_path, "0.0.0.0", plain=True)) == ["*"]
