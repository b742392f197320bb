"""What the price on moves costs and spares: new plans after an event; writes docs/stability.md.

    python -m benchmarks.stability [--seconds 10]

The plan in force is mended first, as on the floor. New plans are held against the mended one, so that what
the event forces is not counted as a move.
"""

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.machine import words
from benchmarks.mold_shops_made import NOW, SPECS, made
from benchmarks.stability_events import HAPPENINGS
from sprue.planning.build import problem_of
from sprue.planning.plan import FROZEN, Plan
from sprue.planning.problem import Problem
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.planning.stability import WATCHED, Keep
from sprue.shop.shop import Shop

PAGE = Path(__file__).resolve().parents[1] / "docs" / "stability.md"
#: Shops whose promises planning has an influence on: 3,875 and 10,000 open operations.
SHOPS = ("30-moderate-2", "30-overloaded-2")
SEED = 7
WEIGHTS = (0.0, 0.05, 0.2)
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Moves:
    """Operations of the next 48 h at another start or machine, and those of them in the frozen window."""

    soon: int
    frozen: int


@dataclass(frozen=True, slots=True)
class Row:
    """One event in one shop: what it forces, and hours and moves by weight."""

    operations: int
    event: str
    forced: Moves
    mended: float
    anew: dict[float, tuple[float, Moves]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stability")
    parser.add_argument("--seconds", type=float, default=10.0)
    seconds = parser.parse_args().seconds
    shops = [made(spec) for spec in SPECS if spec.name in SHOPS]
    rows = [row for shop in shops for row in _rows(shop, seconds)]
    PAGE.write_text("\n".join(_lines(rows, seconds)) + "\n", encoding="utf-8")


def _rows(shop: Shop, seconds: float) -> Iterator[Row]:
    published = _planned(shop, 2 * seconds)
    for event, happen in HAPPENINGS.items():
        after = happen(shop, published, NOW)
        problem = problem_of(after, NOW)
        mended = _sound(problem, mend(after, published, now=NOW))
        anew = {}
        for weight in WEIGHTS:
            found = _sound(problem, _planned(after, seconds, Keep(mended, FROZEN, weight)))
            anew[weight] = found.summary.weighted_tardiness_hours, moves(problem, mended, found)
        forced = moves(problem, published, mended)
        yield Row(len(problem.tasks), event, forced, mended.summary.weighted_tardiness_hours, anew)
        print(f"{len(problem.tasks)} operations, {event}: {anew}", flush=True)


def _planned(shop: Shop, seconds: float, keep: Keep | None = None) -> Plan:
    with ThreadPoolExecutor(WORKERS) as pool:
        return plan(
            shop, now=NOW, seconds=seconds, seed=SEED, keep=keep, timer=time.perf_counter, mapper=pool.map
        )


def _sound(problem: Problem, found: Plan) -> Plan:
    broken = violations(problem, found)
    if broken:
        raise SystemExit(f"{len(broken)} rules are broken, the first: {broken[0]}")
    return found


def moves(problem: Problem, before: Plan, after: Plan) -> Moves:
    """What starts at another minute or on another machine, of what was to start soon and doesn't run."""
    starts = [
        row.setup_start
        for name, row in before.operations.items()
        if row.setup_start < WATCHED // timedelta(minutes=1)
        and name in problem.tasks
        and problem.tasks[name].running is None
        and (new := after.operations.get(name)) is not None
        and (new.setup_start, new.machine) != (row.setup_start, row.machine)
    ]
    limit = FROZEN // timedelta(minutes=1)
    return Moves(len(starts), sum(start < limit for start in starts))


def _lines(rows: list[Row], seconds: float) -> Iterator[str]:
    yield "# How still plans stay"
    yield ""
    yield f"Made by `make bench-stability` on {words()}; {seconds:g} s and {WORKERS} workers a plan, the machine was shared."
    yield "In a shop of [mold-shops.md](mold-shops.md) a plan is published, something happens, the plan is mended at once (right shift), and then the shop is planned"
    yield f"anew with the first {FROZEN // timedelta(hours=1)} h frozen and a price on each operation of the next 48 h that moves, in hours of weighted"
    yield "tardiness. Price 0 is *off*, 0.05 is what the floor uses. Hours: weighted tardiness. Moved: another start or machine than in the"
    yield "mended plan, that is beyond what the event forces; *of those frozen*: those in the frozen window. Every plan has passed the referee."
    yield ""
    head = " | ".join(f"{w:g}: hours | moved | of those frozen" for w in WEIGHTS)
    yield f"| operations | event | forced: moved | of those frozen | mended: hours | {head} |"
    yield "|" + " --- |" * (5 + 3 * len(WEIGHTS))
    for row in rows:
        cells = [
            f"{row.operations:,}",
            row.event,
            str(row.forced.soon),
            str(row.forced.frozen),
            f"{row.mended:,.1f}",
        ]
        for hours, moved in row.anew.values():
            cells += [f"{hours:,.1f}", str(moved.soon), str(moved.frozen)]
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield from _means(rows)


def _means(rows: list[Row]) -> Iterator[str]:
    yield "| price | hours against the mended plan | moved, of all events |"
    yield "| --- | --- | --- |"
    mended = sum(row.mended for row in rows)
    for weight in WEIGHTS:
        hours = sum(row.anew[weight][0] for row in rows)
        moved = sum(row.anew[weight][1].soon for row in rows)
        share = f"{100 * hours / mended:.0f} %" if mended else "–"
        yield f"| {weight:g} | {share} | {moved} |"
    yield ""
    yield "Events: a machine down for 16 h, a mold more that is due in 10 days with weight 4, running work that takes 10 h longer,"
    yield "five drawings that come in four days. They happen at the minute of publishing, so that all plans begin at the same time."


if __name__ == "__main__":
    main()
