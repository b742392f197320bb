"""Runs are made where their rows are missing, and each row is kept at once."""

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sprue.bench.judging import Outcome, outcome_of, row_of
from sprue.bench.places import checkout
from sprue.bench.process import NoAnswer, Running, Task, work
from sprue.bench.rows import NONE, Key, Row, read_rows, write_rows
from sprue.bench.sets import Case
from sprue.bench.solvers import Run


class Listener(Protocol):
    """Whoever is told how the runs go."""

    def expect(self, runs: Sequence[Run]) -> None:
        """These runs are to come."""

    def say(self, text: str) -> None:
        """A line for people."""

    def running(self, now: Running) -> None:
        """A run is at work; told every second or so."""

    def made(self, row: Row) -> None:
        """A run has ended."""


#: Does a task, or raises NoAnswer.
Worker = Callable[[Task, Callable[[Running], None]], None]


@dataclass(slots=True)
class Measurement:
    """Runs on instances; their rows are kept in `table`, where there is one."""

    runs: Sequence[Run]
    listener: Listener
    table: Path | None = None
    rows: dict[Key, Row] = field(default_factory=dict)
    worker: Worker = work

    def missing(self, cases: Iterable[Case]) -> list[tuple[Case, Run]]:
        """What is to be run."""
        return [(case, run) for case in cases for run in self.runs if run.key(case) not in self.rows]

    def measure(self, cases: Iterable[Case]) -> None:
        """Make the rows that are missing."""
        commit, missing = commit_of(), self.missing(cases)
        self.listener.expect([run for _, run in missing])
        for case, run in missing:
            row = self._row(case, run, commit)
            self.rows[row.key] = row
            if self.table is not None:
                write_rows(self.rows.values(), self.table)
            self.listener.made(row)

    def _row(self, case: Case, run: Run, commit: str) -> Row:
        with tempfile.TemporaryDirectory() as folder:
            task = Task(case, run, self._horizon(case), Path(folder) / "answer.npz")
            try:
                self.worker(task, self.listener.running)
                outcome = outcome_of(case, task.answer, self.listener.say)
            except NoAnswer as why:
                self.listener.say(str(why))
                outcome = Outcome(NONE)
        return row_of(task, outcome, commit=commit, day=datetime.now(UTC).date())

    def _horizon(self, case: Case) -> int:
        """The makespan of our first schedule; 0 before it is made."""
        row = self.rows.get(self.runs[0].key(case))
        return (row.value or 0) if row is not None else 0


def kept(table: Path, cases: Sequence[Case], runs: Sequence[Run], *, fresh: bool) -> dict[Key, Row]:
    """The rows of a table, when `fresh` without those that are to be made again.

    They go from the table with the first new row, so that a run that is stopped goes on where it stopped.
    """
    rows = read_rows(table)
    again = {run.key(case) for case in cases for run in runs} if fresh else set()
    return {key: row for key, row in rows.items() if key not in again}


def kept_of_sample(table: Path, cases: Sequence[Case], runs: Sequence[Run], *, fresh: bool) -> dict[Key, Row]:
    """The rows of a sample that was stopped; none of one that is whole, or of another commit.

    All rows of a sample belong to one measurement: it goes on when nothing has changed, else it begins anew.
    """
    wanted = {run.key(case) for case in cases for run in runs}
    commit = commit_of()
    rows = {k: row for k, row in read_rows(table).items() if k in wanted and row.commit == commit}
    return {} if fresh or set(rows) == wanted else rows


def minutes(runs: Iterable[Run]) -> float:
    """How long runs search at most; reading, building models and warming up come on top."""
    return sum(run.longest for run in runs) / 60


def commit_of() -> str:
    """The commit, with + where the sources have changed since; empty outside of a checkout."""
    root = checkout()
    if root is None or not (root / ".git").exists():
        return ""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    return commit + "+" * bool(_git(root, "status", "--porcelain", "src")) if commit else ""


def _git(root: Path, *arguments: str) -> str:
    # Without optional locks: a look must not hinder whoever works in the tree.
    command = ["git", "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command
            command, cwd=root, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
