"""From an answer to its row, as the referee sees it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sprue.bench.process import Task
from sprue.bench.rows import BROKEN, NONE, Row
from sprue.bench.sets import Case
from sprue.files.instances import read_instance
from sprue.planning.graph.referee import violations
from sprue.planning.graph.schedule import Schedule

_FIRST = re.compile(r"^#\d+\s+([\d.]+)s best:", re.MULTILINE)
#: Broken rules that are told of a schedule.
TOLD = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `makespan` may be NONE or BROKEN; numbers are None where they aren't known."""

    makespan: str
    bound: int | None = None
    first_seconds: float | None = None
    peak_mib: float | None = None


def outcome_of(case: Case, answer: Path, say: Callable[[str], None]) -> Outcome:
    """The answer in its file, after the referee's word."""
    with np.load(answer) as found:
        peak = _known(float(found["peak_mib"]))
        if "start" not in found:
            return Outcome(NONE, peak_mib=peak)
        schedule = Schedule(found["start"], found["minutes"], found["machine"])
        bound, first = int(found["bound"]), float(found["first_seconds"])
        built = float(found["build_seconds"])
    if np.isnan(first):
        logged = _FIRST.search(answer.with_suffix(".log").read_text(encoding="utf-8"))
        first = built + float(logged[1]) if logged else first
    broken = violations(read_instance(case.path), schedule)
    for violation in broken[:TOLD]:
        say(f"{case.name}: {violation}")
    return Outcome(BROKEN if broken else str(schedule.makespan), bound, _known(first), peak)


def row_of(task: Task, outcome: Outcome, *, commit: str, day: date) -> Row:
    """The row of a run."""
    case, run = task.case, task.run
    return Row(
        set=case.set,
        instance=case.name,
        solver=run.solver,
        version=run.version,
        seconds=f"{run.seconds:g}",
        makespan=outcome.makespan,
        bound=_text(outcome.bound),
        best_lower=_text(case.best_lower),
        best_upper=_text(case.best_upper),
        above=_above(case, outcome.makespan),
        first_seconds=_text(outcome.first_seconds, ".2f"),
        peak_mib=_text(outcome.peak_mib, ".0f"),
        commit=commit,
        date=f"{day:%Y-%m-%d}",
    )


def _above(case: Case, makespan: str) -> str:
    reference = case.best_upper if case.best_upper is not None else case.best_lower
    if not reference or not makespan.isdecimal():
        return ""
    return f"{100 * (int(makespan) - reference) / reference:.2f}"


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _text(value: float | None, form: str = "d") -> str:
    return "" if value is None else format(value, form)
