"""Our planner and its peers on public instances: same seconds, same cores, every schedule judged.

    python -m benchmarks.public SET... [--seconds 60] [--peers cpsat,pyjobshop] [--only NAME] [--fresh]
    python -m benchmarks.public --accept

Each run is a row of docs/benchmarks.csv and isn't made again while its solver stays the same; then
docs/benchmarks.md is written (without a set, only that). Peers: pip install -e '.[bench]'. Instances: ../shared/benchmarks.
"""

import argparse
import ast
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.public_page import write_page
from benchmarks.public_rows import BROKEN, CSV, NONE, SAMPLE_CSV, Key, Row, read_rows, write_rows
from benchmarks.public_sets import FOLDER, ROOT, SETS, Case, cases, sampled
from sprue import __version__
from sprue.files.instances import read_instance
from sprue.planning.graph.referee import violations
from sprue.planning.graph.schedule import Schedule

WORKERS = 2
PEERS = {"cpsat": ("ortools",), "pyjobshop": ("pyjobshop", "ortools")}
#: Seconds beyond its time after which a run is ended: to read, to build a model, to warm up.
PATIENCE = 300
GRAPH = ROOT / "src" / "sprue" / "planning" / "graph"
#: Parts of the room that change no schedule.
JUDGES = ("referee.py",)
_FIRST = re.compile(r"^#\d+\s+([\d.]+)s best:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """A solver of a version, and the seconds that it is given."""

    solver: str
    version: str
    seconds: float

    def key(self, case: Case) -> Key:
        """The key of its row."""
        return case.set, case.name, self.solver, f"{self.seconds:g}", self.version


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `makespan` may be NONE or BROKEN; numbers are None where they aren't known."""

    makespan: str
    bound: int | None = None
    first_seconds: float | None = None
    peak_mib: float | None = None


def main() -> None:
    asked = _asked()
    if not FOLDER.exists():
        print(
            f"nothing to do: the instances belong into {FOLDER.relative_to(ROOT.parent)} beside the project"
        )
        return
    if asked.accept:
        _measure(sampled(), list(_runs([*PEERS], asked.seconds)), SAMPLE_CSV, {})
    else:
        chosen = (c for name in asked.sets for c in cases(name) if asked.only in (None, c.name))
        peers = [name for name in asked.peers.split(",") if name]
        _measure(chosen, list(_runs(peers, asked.seconds)), CSV, read_rows(), fresh=asked.fresh)


def _measure(
    chosen: Iterable[Case], runs: list[Run], table: Path, rows: dict[Key, Row], *, fresh: bool = False
) -> None:
    """Makes the rows that are missing, or all again, and the page."""
    commit = _commit()
    for case in chosen:
        for run in runs:
            if fresh or run.key(case) not in rows:
                row = _row(case, run, commit, _horizon(rows, case, runs))
                rows[row.key] = row
                write_rows(rows.values(), table)
                print(f"{row.set} {row.instance} {row.solver}: {row.makespan} {_percent(row)}", flush=True)
    write_page(list(rows.values()), table)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.public", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("sets", metavar="SET", nargs="*", help=", ".join(SETS))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--peers", default="", help=f"of {', '.join(PEERS)}, with commas")
    parser.add_argument("--only", metavar="NAME", help="this instance alone")
    parser.add_argument(
        "--accept", action="store_true", help="the fixed sample with all peers, all in this run"
    )
    parser.add_argument("--fresh", action="store_true", help="run again what has its row")
    asked = parser.parse_args()
    if not set(asked.sets) <= set(SETS):
        parser.error(f"{' '.join(asked.sets)}: the sets are {', '.join(SETS)}")
    unknown = set(filter(None, asked.peers.split(","))) - set(PEERS)
    if unknown:
        parser.error(f"--peers {asked.peers}: must be of {', '.join(PEERS)}")
    return asked


def _runs(peers: list[str], seconds: float) -> Iterator[Run]:
    """Ours, its first schedule alone, from which CP-SAT has its horizon, and the peers that are installed."""
    ours = f"{__version__}+{_digest()}"
    yield Run("dispatch", ours, seconds)
    yield Run("sprue", ours, seconds)
    for peer in peers:
        try:
            yield Run(peer, " ".join(f"{p} {version(p)}" for p in PEERS[peer]), seconds)
        except PackageNotFoundError as missing:
            print(f"{peer} is left out, {missing.name} is not installed: pip install -e '.[bench]'")


def _digest() -> str:
    """Stamp of the code that makes schedules; comments and blanks don't count."""
    stamp = hashlib.sha256()
    for source in sorted(GRAPH.rglob("*.py")):
        if source.name not in JUDGES:
            stamp.update(ast.dump(ast.parse(source.read_bytes())).encode())
    return stamp.hexdigest()[:8]


def _horizon(rows: dict[Key, Row], case: Case, runs: list[Run]) -> int:
    """The makespan of our first schedule; 0 before it is made."""
    row = rows.get(runs[0].key(case))
    return (row.value or 0) if row else 0


def _row(case: Case, run: Run, commit: str, horizon: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.npz"
        outcome = _outcome(case, out) if _child(case, run, out, horizon) else Outcome(NONE)
    reference = case.best_upper if case.best_upper is not None else case.best_lower
    above = (
        f"{100 * (int(outcome.makespan) - reference) / reference:.2f}"
        if reference and outcome.makespan.isdecimal()
        else ""
    )
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
        above=above,
        first_seconds=_text(outcome.first_seconds, ".2f"),
        peak_mib=_text(outcome.peak_mib, ".0f"),
        commit=commit,
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )


def _child(case: Case, run: Run, out: Path, horizon: int) -> bool:
    """Run the solver in its own process; whether it ended by itself with an answer file. Its log goes beside that."""
    command = [sys.executable, "-m", "benchmarks.public_child", run.solver, str(case.path), str(out)]
    command += [str(run.seconds), str(WORKERS), str(horizon)]
    with out.with_suffix(".log").open("w", encoding="utf-8") as log:
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.PIPE,
                text=True,
                timeout=run.seconds + PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            print(f"{case.name}: {run.solver} was ended {PATIENCE} s after its time")
            return False
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        print(f"{case.name}: {run.solver} failed: {last}")
        if run.solver in ("dispatch", "sprue"):
            # A peer may fail; a failure of ours must be looked at.
            raise SystemExit(done.stderr)
    return done.returncode == 0 and out.exists()


def _outcome(case: Case, out: Path) -> Outcome:
    """The answer as the referee sees it."""
    with np.load(out) as answer:
        if "start" not in answer:
            return Outcome(NONE, peak_mib=float(answer["peak_mib"]))
        schedule = Schedule(answer["start"], answer["minutes"], answer["machine"])
        bound, peak = int(answer["bound"]), float(answer["peak_mib"])
        first, built = float(answer["first_seconds"]), float(answer["build_seconds"])
    if np.isnan(first):
        found = _FIRST.search(out.with_suffix(".log").read_text(encoding="utf-8"))
        first = built + float(found[1]) if found else first
    broken = violations(read_instance(case.path), schedule)
    for violation in broken[:3]:
        print(f"{case.name}: {violation}")
    makespan = BROKEN if broken else str(schedule.makespan)
    return Outcome(makespan, bound, None if np.isnan(first) else first, peak)


def _text(value: float | None, form: str = "d") -> str:
    return "" if value is None else format(value, form)


def _percent(row: Row) -> str:
    return f"({row.above} % above the best known)" if row.above else ""


def _commit() -> str:
    """The commit, with + where the sources have changed since."""
    commit = _git("rev-parse", "--short", "HEAD")
    return commit + "+" * bool(_git("status", "--porcelain", "src")) if commit else ""


def _git(*arguments: str) -> str:
    # Without optional locks: a look must not hinder whoever works in the tree.
    command: Iterable[str] = ("git", "--no-optional-locks", *arguments)
    try:
        done = subprocess.run(list(command), cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


if __name__ == "__main__":
    main()
