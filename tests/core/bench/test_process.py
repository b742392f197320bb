"""A solver's process is waited for, ended when it must be, and its complaints are heard."""

import os
import sys
from pathlib import Path

import pytest

from sprue.bench import process
from sprue.bench.process import NoAnswer, Running, Task, work
from sprue.bench.sets import Case
from sprue.bench.solvers import Run
from sprue.shop.errors import BrokenInvariant
from tests.core.bench.samples import instances

SLEEP = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
)
COMPLAIN = "raise SystemExit('first\\nno memory left')"


def task(folder: Path, solver: str = "cpsat") -> Task:
    case = Case("ta21-50", "ta21", instances(folder / "instances") / "jsp_ta" / "ta21.txt", 6, 6)
    return Task(case, Run(solver, "v1", 0.0, 2), 0, folder / "answer.npz")


def calls(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(
        process, "_command", lambda task: [sys.executable, "-c", code, str(task.answer.with_suffix(".pid"))]
    )


def quiet(_: Running) -> None:
    pass


def test_ctrl_c_ends_the_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(monkeypatch, SLEEP)
    monkeypatch.setattr(process, "TICK", 0.05)
    noted = tmp_path / "answer.pid"

    def press(_: Running) -> None:
        if noted.exists() and noted.read_text():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work(task(tmp_path), press)
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)


def test_a_solver_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(monkeypatch, SLEEP)
    monkeypatch.setattr(process, "PATIENCE", 0)
    monkeypatch.setattr(process, "TICK", 0.05)
    with pytest.raises(NoAnswer, match="ta21: cpsat was ended 0 s after its time"):
        work(task(tmp_path), quiet)


def test_the_last_words_of_a_peer_that_fails_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(monkeypatch, COMPLAIN)
    with pytest.raises(NoAnswer, match=r"^ta21: cpsat failed: no memory left$"):
        work(task(tmp_path), quiet)


def test_a_failure_of_ours_stops_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(monkeypatch, COMPLAIN)
    with pytest.raises(BrokenInvariant, match="ta21: sprue failed: first\nno memory left"):
        work(task(tmp_path, "sprue"), quiet)


def test_a_process_without_an_answer_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls(monkeypatch, "")
    with pytest.raises(NoAnswer, match="left no answer"):
        work(task(tmp_path), quiet)
