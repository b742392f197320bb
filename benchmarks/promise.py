"""How long a promise for a new mold takes beside about 10,000 open operations; writes docs/promise.md.

Warm: compiled code is loaded and the shop is planned before the clock starts.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from benchmarks.machine import words
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.promise import Promised, Wish, promise, slip
from sprue.planning.promise_words import told
from sprue.planning.referee import violations
from sprue.planning.solve import plan
from sprue.sample import NOW, make_shop
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

ROOT = Path(__file__).resolve().parent.parent
#: People, seed and load of a shop with about 10,000 open operations.
PEOPLE, SEED, LOAD = 100, 7, 0.9
RUNS = 3
WORKERS = 2
GOAL_SECONDS = 5.0
SCENARIOS = 40


@dataclass(frozen=True, slots=True)
class Run:
    """One promise and what it took: seconds by the clock and of the processor (all threads)."""

    promised: Promised
    seconds: float
    processor: float


def timed(shop: Shop, made: Plan, mold_class: MoldClass) -> Run:
    with ThreadPoolExecutor(WORKERS) as pool:
        begin, worked = time.perf_counter(), time.process_time()
        promised = promise(
            shop, made, Wish(mold_class, Decimal(3)), now=NOW, scenarios=SCENARIOS, mapper=pool.map
        )
        return Run(promised, time.perf_counter() - begin, time.process_time() - worked)


def line(shop: Shop, made: Plan, mold_class: MoldClass) -> tuple[str, Run]:
    runs = [timed(shop, made, mold_class) for _ in range(RUNS)]
    seconds, processor = median(r.seconds for r in runs), median(r.processor for r in runs)
    promised = runs[0].promised
    problem = problem_of(promised.template.shop, NOW)
    broken = sum(len(violations(problem, way.plan)) for way in (promised.beside, promised.first))
    most = max((by for move in promised.first.slips if (by := slip(move)) is not None), default=None)
    row = (
        f"| {mold_class} | {len(promised.template.operations):,} | **{seconds:.1f} s** | {processor:.1f} s "
        f"| {days(promised.beside.t1.planned)} / {days(promised.beside.t1.date(0.9))} | {len(promised.beside.slips)} "
        f"| {days(promised.first.t1.planned)} / {days(promised.first.t1.date(0.9))} | {len(promised.first.slips)}"
        f"{f', at most {most.total_seconds() / 86400:.1f} d' if most is not None else ''} | {broken} |"
    )
    print(row, flush=True)
    return row, runs[0]


def days(moment: object) -> str:
    return f"{(moment - NOW).total_seconds() / 86400:.0f} d" if moment is not None else "–"  # type: ignore[operator]  # a date


def main() -> None:
    shop = make_shop(PEOPLE, SEED, LOAD)
    count = sum(o.status not in (Status.DONE, Status.CANCELLED) for o in shop.operations.values())
    made = plan(shop, now=NOW, iterations=60, seed=1)
    timed(shop, made, MoldClass.S)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    rows = [line(shop, made, mold_class) for mold_class in MoldClass]
    answer = "\n".join(told(rows[1][1].promised, language="en"))
    text = f"""# Promise: times and an answer

Made by `make bench-promise` on {words()}, with {WORKERS} threads. Medians of {RUNS} runs, warm; {load:.1f} processes wanted the
cores when it began, so read the processor time (all threads together) where the machine was shared. The shop has {PEOPLE} people
and {count:,} open operations ({made.summary.planned:,} of them planned). Goal for class M: under {GOAL_SECONDS:.0f} s.

| class | operations of the mold | promise | processor | nobody slips: T1 planned / with 90 % | others later | priority 3: T1 planned / with 90 % | others later | violations |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{chr(10).join(row for row, _ in rows)}

One promise: the mold's routing from the class, a plan beside the published one, a search for an earlier one ({SCENARIOS} scenarios of
each, whole plans decoded with every rule), the shop's history of estimates, and both differences. *Others later* are milestones,
*violations* what the referee finds in both plans. Days are from now.

The answer for class M:

```
{answer}
```
"""
    (ROOT / "docs" / "promise.md").write_text(text, encoding="utf-8")
    print("docs/promise.md written")


if __name__ == "__main__":
    main()
