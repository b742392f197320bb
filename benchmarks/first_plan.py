"""How long a workbook, its import and the first complete plan take; writes docs/bench.md.

Each time is the median of several runs in this process except where a new process is the point.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median

from benchmarks import first_schedules, repair_events
from benchmarks.machine import words
from sprue.files import workbook
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import make_shop
from sprue.shop.shop import Shop

ROOT = Path(__file__).resolve().parent.parent
#: People, seed, load.
SIZES = ((30, 7, 1.0), (100, 7, 1.0), (300, 7, 1.4))
RUNS = 3
#: The same, planned once without a workbook: more than 100,000 open operations.
LARGE = ((100, 7, 0.92), (420, 7, 1.4), (420, 7, 1.55), (420, 7, 2.0))
CHILD = """
import sys, time, json
begin = time.perf_counter()
from pathlib import Path
from datetime import datetime, UTC
from sprue.files import workbook
from sprue.planning.solve import plan
shop = workbook.read(Path(sys.argv[1]), now=datetime.now(UTC)).shop
read = time.perf_counter()
made = plan(shop, now=shop.settings.now, iterations=0, seed=0)
print(json.dumps({"read": read - begin, "plan": time.perf_counter() - read, "planned": made.summary.planned}))
"""


def timed(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median seconds of the processor of `runs` calls."""
    lengths = []
    for _ in range(runs):
        begin = time.process_time()
        action()
        lengths.append(time.process_time() - begin)
    return median(lengths)


def child(path: Path, cache: Path | None) -> dict[str, float]:
    """Read and plan in a new process, with the kernel cache in `cache` (None: the usual place)."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = str(cache)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], env=environment, capture_output=True, text=True, check=True
    )
    if done.stderr.strip():
        print(done.stderr.strip())
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def sprue(*arguments: str) -> float:
    """Seconds of a whole `sprue` command."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from sprue.cli import main; main()", *arguments], check=True)
    return time.perf_counter() - begin


def row(people: int, seed: int, load: float, folder: Path) -> str:
    path = folder / f"{people}.xlsx"
    sprue("init", "--people", str(people), "--seed", str(seed), "--load", str(load), str(path))
    result = workbook.read(path, now=datetime.fromisoformat("2026-04-14T10:00+08:00"))
    assert result.shop is not None, [str(f) for f in result.faults[:3]]
    shop: Shop = result.shop
    now = shop.settings.now
    assert now is not None
    imported = sprue("import", str(path), "--data", str(folder / f"data{people}"))
    read = timed(lambda: workbook.read(path, now=now))
    made: Plan = plan(shop, now=now, iterations=0, seed=0)
    build = timed(lambda: problem_of(shop, now))
    first = timed(lambda: plan(shop, now=now, iterations=0, seed=0))
    mended = timed(lambda: mend(shop, made, now=now))
    broken = violations(problem_of(shop, now), made)
    fresh = child(path, None)
    s = made.summary
    line = (
        f"| {people} | {s.planned + s.blocked + s.unplannable} | {imported:.1f} s | {read:.2f} s | {build:.2f} s "
        f"| **{first:.2f} s** | {fresh['plan']:.1f} s | {mended:.2f} s | {s.planned} + {s.blocked} + {s.unplannable} "
        f"| {len(broken)} |"
    )
    print(line, flush=True)
    return line


def mold_shop(people: int, seed: int, load: float) -> str:
    """First plan of a large shop."""
    shop = make_shop(people, seed, load)
    now = shop.settings.now
    assert now is not None
    build = timed(lambda: problem_of(shop, now), 1)
    begin = time.process_time()
    s = plan(shop, now=now, iterations=0, seed=0).summary
    seconds = time.process_time() - begin
    total = s.planned + s.blocked + s.unplannable
    line = (
        f"| {people} | {total} | {build:.2f} s | **{seconds:.2f} s** "
        f"| {s.planned} + {s.blocked} + {s.unplannable} |"
    )
    print(line, flush=True)
    return line


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row(*size, folder) for size in SIZES]
        bare = child(folder / "100.xlsx", folder / "empty-cache")
    large = [mold_shop(*size) for size in LARGE]
    open_operations, repairs = repair_events.lines()
    schedules = first_schedules.lines()
    text = f"""# First plan: sizes and times

Made by `make bench` on {words()}. Medians of {RUNS} runs. The machine was shared: times within one process are
those of the processor, `sprue import` and a new process are by the clock and were longer for what else ran.

| people | open operations | `sprue import` | read | build | first plan, warm | new process, cache on disk | mend | planned + blocked + unplannable | violations |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

*First plan* is `sprue.plan` without improvement: building the problem, the portfolio of dispatch rules, and the figures.
*New process* is a fresh Python that loads compiled kernels from disk, without reading the workbook. *Violations* is what the referee finds.
Without any cache the 100-person shop's first plan took {bare["plan"]:.0f} s in a new process, most of it compiling.

## Large mold shops

| people | open operations | build | first plan | planned + blocked + unplannable |
| --- | --- | --- | --- | --- |
{chr(10).join(large)}

Each once, without a workbook in between.

## Repair after one event

A shop with {open_operations} open operations, {repair_events.RUNS} events of each kind one after the other, three minutes apart; `Mender.mend` from the
changed shop to the finished plan.

| event | median | longest | moved, median | of them starting within 4 h | violations |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(repairs)}

*Moved*: another start or machine than in the plan before the event, work under way not counted. *Violations*: of all repairs, by the referee.

## First schedules of job shops

| instance | operations | first schedule | per operation | makespan over the larger of load and longest job | peak memory |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(schedules)}

One pass of the dispatcher by remaining work, compiled code warm, each in a process of its own. *made* are random job shops as in Taillard's
benchmarks, minutes 1 to 99, each job once on every machine; *tai* are public instances.
"""
    (ROOT / "docs" / "bench.md").write_text(text, encoding="utf-8")
    print("docs/bench.md written")


if __name__ == "__main__":
    main()
