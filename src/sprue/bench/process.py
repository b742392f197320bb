"""A run in a process of its own: its memory is its own, and it can be ended."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sprue.bench.places import checkout
from sprue.bench.sets import Case
from sprue.bench.solvers import OURS, Run
from sprue.shop.errors import BrokenInvariant, OutsideFailure

#: Seconds beyond its time after which a run is ended: to read, to build a model, to warm up.
PATIENCE = 300
#: Seconds between two looks at a running process.
TICK = 1.0


class NoAnswer(OutsideFailure):
    """A run ended without an answer; the text says why."""


@dataclass(frozen=True, slots=True)
class Task:
    """An instance for a run; the answer goes into `answer`, its log beside that. CP-SAT needs a `horizon`."""

    case: Case
    run: Run
    horizon: int
    answer: Path


@dataclass(frozen=True, slots=True)
class Running:
    """A task at work, for `seconds` by now."""

    task: Task
    seconds: float


def work(task: Task, tell: Callable[[Running], None]) -> None:
    """Run the solver until it has written its answer; NoAnswer when it doesn't."""
    errors = task.answer.with_suffix(".errors")
    with (
        task.answer.with_suffix(".log").open("w", encoding="utf-8") as log,
        errors.open("w", encoding="utf-8") as complaints,
        subprocess.Popen(  # noqa: S603  # our own module
            _command(task), env=_environment(), stdout=log, stderr=complaints
        ) as process,
    ):
        try:
            _wait(process, task, tell)
        finally:
            # Whatever ends us, Ctrl-C too, ends the solver.
            if process.poll() is None:
                process.kill()
    if process.returncode:
        _complain(task, process.returncode, errors.read_text(encoding="utf-8", errors="replace"))
    if not task.answer.exists():
        raise NoAnswer(f"{task.case.name}: {task.run.solver} left no answer")


def _command(task: Task) -> list[str]:
    run = task.run
    what = [run.solver, str(task.case.path.resolve()), str(task.answer)]
    # Without the current folder among the modules: what lies there is none of ours.
    command = [sys.executable, "-P", "-m", "sprue.bench.child", *what]
    return [*command, str(run.seconds), str(run.workers), str(task.horizon)]


def _environment() -> dict[str, str]:
    """The same sources as here, also where another checkout is the installed one."""
    root = checkout()
    if root is None:
        return dict(os.environ)
    paths = [str(root / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _wait(process: subprocess.Popen[bytes], task: Task, tell: Callable[[Running], None]) -> None:
    begin = time.monotonic()
    while process.poll() is None:
        seconds = time.monotonic() - begin
        if seconds > task.run.seconds + PATIENCE:
            raise NoAnswer(f"{task.case.name}: {task.run.solver} was ended {PATIENCE} s after its time")
        tell(Running(task, seconds))
        with suppress(subprocess.TimeoutExpired):
            process.wait(TICK)


def _complain(task: Task, code: int, said: str) -> None:
    """A peer may fail; a failure of ours must be looked at."""
    failed = f"{task.case.name}: {task.run.solver} failed"
    if task.run.solver in OURS:
        raise BrokenInvariant(f"{failed}: {said.strip() or f'exit code {code}'}")
    raise NoAnswer(f"{failed}: {(said.strip().splitlines() or [f'exit code {code}'])[-1]}")
