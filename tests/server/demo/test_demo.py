"""`sprue demo` as its user meets it: processes, a moving shop, a quick end, and a start that goes on."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import sprue

SOURCES = Path(sprue.__file__).parents[1]
#: Generous: the machine that runs the tests may be busy.
START_SECONDS, END_SECONDS = 120.0, 10.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="a process of Windows gets no Ctrl-C from another"),
]


@dataclass
class Run:
    """One running demo."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def get(self, path: str, token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def wait_until(self, holds: Callable[[], bool]) -> None:
        limit = time.monotonic() + START_SECONDS
        while not holds():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.3)

    def end(self) -> float:
        """Ctrl-C; seconds until it had ended."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(START_SECONDS) == 0, self.said()
        return time.monotonic() - begun


@dataclass
class Starter:
    folder: Path
    runs: list[Run]

    def start(self, *more: str, port: int | None = None) -> Run:
        port = port or free_port()
        output = self.folder / f"said-{len(self.runs)}.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-c", "from sprue.cli import main; main()", "demo", "--people", "12"),
                    *("--data", str(self.folder / "data"), "--port", str(port), "--language", "en", *more),
                ],
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONIOENCODING": "utf-8"},
            )
        run = Run(process, port, output)
        self.runs.append(run)
        return run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Starter]:
    starter = Starter(tmp_path, [])
    yield starter
    for run in starter.runs:
        if run.process.poll() is None:
            run.process.kill()
            run.process.wait()


def test_a_shop_moves_ends_at_ctrl_c_and_goes_on_at_the_next_start(demo: Starter) -> None:
    first = demo.start()
    first.wait_until(lambda: "Ctrl-C ends it" in first.said())
    assert "Sprue demo begins: 12 people" in first.said()
    first.wait_until(lambda: first.get("/api/health")["seq"] >= 10)
    wall = token_of(first.said())
    now = first.get("/api/snapshot?topic=wall", wall)["now"]
    seq = first.get("/api/health")["seq"]
    assert first.end() < END_SECONDS

    second = demo.start()
    second.wait_until(lambda: "Ctrl-C ends it" in second.said())
    assert "Sprue demo goes on: 12 people" in second.said()
    assert token_of(second.said()) == wall
    assert second.get("/api/health")["seq"] > seq
    # No time passed while nobody served it; at a rate of 60 a minute of waiting is an hour.
    later = second.get("/api/snapshot?topic=wall", wall)["now"]
    assert now[:13] <= later[:13] <= f"{now[:11]}23"
    assert second.end() < END_SECONDS


def test_without_a_workforce_the_shop_waits(demo: Starter) -> None:
    run = demo.start("--no-workforce")
    run.wait_until(lambda: "Ctrl-C ends it" in run.said())
    assert "--no-workforce" in run.said()
    people = run.get("/api/snapshot?topic=desk", floor_token(demo.folder / "data"))["tables"]["people"]
    assert all(person["since"] is None for person in people.values())
    assert run.end() < END_SECONDS


def test_fresh_begins_again(demo: Starter) -> None:
    first = demo.start("--no-workforce")
    first.wait_until(lambda: "Ctrl-C ends it" in first.said())
    first.end()
    second = demo.start("--no-workforce", "--fresh", "--seed", "8")
    second.wait_until(lambda: "Ctrl-C ends it" in second.said())
    assert "Sprue demo begins" in second.said()
    assert token_of(second.said()) != token_of(first.said())
    second.end()


def test_a_taken_port_is_said_and_nothing_is_made(demo: Starter) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = demo.start(port=taken.getsockname()[1])
        assert run.process.wait(START_SECONDS) == 1
    assert re.search(r"port \d+ .* can't be used", run.said())
    assert "Traceback" not in run.said()
    assert not (demo.folder / "data").exists()


def test_a_folder_with_another_shop_is_left_alone(demo: Starter) -> None:
    (demo.folder / "data").mkdir()
    (demo.folder / "data" / "sprue.db").write_bytes(b"a real shop")
    for more in ((), ("--fresh",)):
        run = demo.start(*more)
        assert run.process.wait(START_SECONDS) == 1
        assert "is not a demo" in run.said()
    assert (demo.folder / "data" / "sprue.db").read_bytes() == b"a real shop"


def token_of(said: str) -> str:
    found = re.search(r"/wall/\?token=(\S+)", said)
    assert found is not None
    return found[1]


def floor_token(data: Path) -> str:
    card = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    token: str = card["tokens"]["floor"]
    return token
