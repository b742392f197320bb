"""A tiny folder of instances, and solvers that need no time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from sprue.bench.process import NoAnswer, Running, Task
from sprue.bench.rows import Row
from sprue.bench.solvers import Run
from tests.core.files.test_instances import JSP, saved

#: A shortest schedule of JSP.
START, MINUTES, MACHINE, MAKESPAN = (0, 4, 0, 4), (3, 2, 4, 1), (0, 1, 1, 0), 6
KNOWN = "set,instance,lower_bound,upper_bound\njsp_ta,ta21,6,6\njsp_ta,ta30,5,\n"
ROW = Row(
    set="ta21-50",
    instance="ta21",
    solver="sprue",
    version="0.1.0+abc",
    seconds="60",
    makespan="1700",
    bound="1500",
    best_lower="1642",
    best_upper="1642",
    above="3.53",
    first_seconds="0.01",
    peak_mib="100",
    commit="1234567",
    date="2026-11-01",
)


def instances(folder: Path) -> Path:
    """Three instances of ta21-50, of which one has both bounds, one the lower alone and one none."""
    (folder / "jsp_ta").mkdir(parents=True)
    for name in ("ta30", "ta21", "ta9", "ta22"):
        saved(folder / "jsp_ta", JSP, f"{name}.txt")
    saved(folder, KNOWN, "best_known.csv")
    return folder


@dataclass
class Quick:
    """A solver for JSP that answers at once; what it does on the run of a number may be another."""

    instead: dict[int, Callable[[Task], None]] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)

    def __call__(self, task: Task, tell: Callable[[Running], None]) -> None:
        self.tasks.append(task)
        tell(Running(task, 0.0))
        self.instead.get(len(self.tasks), answer)(task)

    @property
    def ran(self) -> list[tuple[str, str]]:
        return [(task.case.name, task.run.solver) for task in self.tasks]


def answer(task: Task, start: Sequence[int] = START) -> None:
    """A schedule of JSP, as a solver's process leaves it."""
    arrays: dict[str, Any] = {
        "start": np.array(start, dtype=np.int64),
        "minutes": np.array(MINUTES, dtype=np.int32),
        "machine": np.array(MACHINE, dtype=np.int32),
    }
    np.savez(task.answer, bound=5, first_seconds=0.25, build_seconds=0.0, peak_mib=99.6, **arrays)


def overlap(task: Task) -> None:
    """A schedule whose second operation begins while its machine is at work."""
    answer(task, (0, 3, 0, 4))


def give_up(task: Task) -> None:
    """No schedule in time."""
    np.savez(task.answer, bound=5, first_seconds=float("nan"), build_seconds=0.0, peak_mib=float("nan"))


def fail(task: Task) -> None:
    """A process that ends without an answer."""
    raise NoAnswer(f"{task.case.name}: {task.run.solver} failed: out of memory")


def interrupt(_: Task) -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt


@dataclass
class Heard:
    """All that was told."""

    said: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    expected: int | None = None

    def expect(self, runs: Sequence[Run]) -> None:
        self.expected = len(runs)

    def say(self, text: str) -> None:
        self.said.append(text)

    def running(self, now: Running) -> None:
        assert now.seconds >= 0

    def made(self, row: Row) -> None:
        self.rows.append(row)


def like(row: Row = ROW, **changes: str) -> Row:
    return replace(row, **changes)
