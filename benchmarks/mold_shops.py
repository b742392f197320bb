"""Thirty mold shops with due dates: our planner against the best tuned dispatch rule and CP-SAT, all judged.

    python -m benchmarks.mold_shops [NAME...] [--seconds 60] [--peers cpsat] [--only cpsat] [--fresh]
    python -m benchmarks.mold_shops [NAME...] --write FOLDER     the shops as workbooks
    python -m benchmarks.mold_shops NAME --judge plan.json       what the referee says of somebody's plan

Each run is a row of docs/mold-shops.csv and isn't made again while its planner stays the same; then
docs/mold-shops.md is written.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks import mold_shops_page
from benchmarks.mold_shops_judge import judged, plan_from_json
from benchmarks.mold_shops_made import SPECS, Spec, made
from benchmarks.mold_shops_rows import BROKEN, NONE, Row, best_known, read_rows, write_rows
from sprue import __version__
from sprue.files import workbook
from sprue.planning.arrays import Layout, layout_of
from sprue.planning.bounds import lower_bound_hours
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, choice, portfolio
from sprue.planning.finish import finished
from sprue.planning.kernels.decoding import judge
from sprue.planning.kernels.frames import Choice
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.referee import violations
from sprue.planning.solve import plan
from sprue.shop.shop import Shop

ROOT = Path(__file__).resolve().parents[1]
PLANNING = ROOT / "src" / "sprue" / "planning"
WORKERS = 2
SEED = 1
#: Spreads of the cost-over-time rule (in shares of the mean tail) that a tuned rule may have.
SPREADS = (0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run: a plan or none, a bound (hours) that it proved, and the first plan's seconds."""

    plan: Plan | None
    bound: float = 0.0
    note: str = ""


def main() -> None:
    asked = _asked()
    chosen = [spec for spec in SPECS if not asked.names or spec.name in asked.names]
    if asked.write is not None:
        _write(chosen, asked.write)
    elif asked.judge is not None:
        _judge(chosen[0], asked.judge)
    else:
        _measure(chosen, asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mold_shops", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="such as 30-moderate-1; none: all thirty")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--peers", default="", help="cpsat")
    parser.add_argument("--only", default="", help="of the solvers rule, sprue and cpsat this one")
    parser.add_argument("--fresh", action="store_true", help="run again what has its row")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--judge", type=Path, metavar="PLAN")
    asked = parser.parse_args()
    unknown = set(asked.names) - {spec.name for spec in SPECS}
    if unknown:
        parser.error(f"{' '.join(sorted(unknown))}: the shops are {', '.join(spec.name for spec in SPECS)}")
    if asked.judge is not None and len(asked.names) != 1:
        parser.error("--judge needs the NAME of one shop")
    return asked


def _write(chosen: list[Spec], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for spec in chosen:
        path = folder / f"{spec.name}.xlsx"
        workbook.write_shop(made(spec), path)
        print(path)


def _judge(spec: Spec, path: Path) -> None:
    shop = made(spec)
    problem = problem_of(shop, spec.now)
    found = plan_from_json(path, problem)
    broken = violations(problem, found)
    for violation in broken[:20]:
        print(violation)
    if broken:
        sys.exit(f"{len(broken)} rules are broken; the plan counts for nothing")
    hours = judged(problem, found)
    print(f"{spec.name}: {hours:.2f} h of weighted tardiness, every rule kept")


# -- runs --------------------------------------------------------------------------


def _measure(chosen: list[Spec], asked: argparse.Namespace) -> None:
    rows = read_rows()
    runs = [run for run in _runs(asked.peers) if asked.only in ("", run[0])]
    for spec in chosen:
        todo = [
            (solver, of) for solver, of in runs if asked.fresh or _key(spec, solver, asked, of) not in rows
        ]
        if not todo:
            continue
        shop = made(spec)
        problem = problem_of(shop, spec.now)
        layout = layout_of(problem)
        for solver, of in todo:
            row = _row(spec, shop, problem, layout, solver, of, asked.seconds)
            rows[row.key] = row
            write_rows(rows.values())
            print(f"{row.shop} {row.solver}: {row.hours} h, at least {row.bound} h", flush=True)
    mold_shops_page.write_page(list(rows.values()), best_known(rows.values()))


def _key(spec: Spec, solver: str, asked: argparse.Namespace, of: str) -> tuple[str, str, str, str]:
    return spec.name, solver, f"{asked.seconds:g}", of


def _runs(peers: str) -> Iterator[tuple[str, str]]:
    """Solvers and their versions."""
    ours = f"{__version__}+{_digest()}"
    yield "rule", ours
    yield "sprue", ours
    if peers:
        try:
            yield "cpsat", f"ortools {version('ortools')}"
        except PackageNotFoundError:
            print("cpsat is left out, ortools is not installed: pip install -e '.[bench]'")


def _digest() -> str:
    """Stamp of the code that makes plans of shops."""
    stamp = hashlib.sha256()
    sources = [p for p in PLANNING.glob("*.py") if p.stem not in ("explain", "difference", "repair")]
    for source in sorted([*sources, *(PLANNING / "kernels").glob("*.py")]):
        stamp.update(source.read_bytes())
    return stamp.hexdigest()[:8]


def _row(  # one run of one solver on one shop that is made ready once
    spec: Spec, shop: Shop, problem: Problem, layout: Layout, solver: str, of: str, seconds: float
) -> Row:
    begin = time.perf_counter()
    if solver == "rule":
        result = _best_rule(problem, layout, basis_of(problem, layout))
    elif solver == "sprue":
        result = _sprue(shop, spec, seconds)
    else:
        from benchmarks.mold_shops_cpsat import cpsat  # noqa: PLC0415  # optional

        found = cpsat(problem, layout, seconds=seconds, workers=WORKERS)
        result = Result(found)
    return Row(
        shop=spec.name,
        operations=len(problem.tasks),
        solver=solver,
        seconds=f"{seconds:g}",
        version=of,
        hours=_hours(problem, result.plan),
        bound=f"{result.bound:.2f}" if result.bound else "",
        took=f"{time.perf_counter() - begin:.1f}",
        note=result.note,
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )


def _hours(problem: Problem, found: Plan | None) -> str:
    """Weighted tardiness of a plan that keeps every rule and leaves nothing out."""
    if found is None:
        return NONE
    if violations(problem, found) or len(found.operations) < len(problem.tasks):
        return BROKEN
    return f"{judged(problem, found):.2f}"


def _sprue(shop: Shop, spec: Spec, seconds: float) -> Result:
    with ThreadPoolExecutor(WORKERS) as pool:
        found = plan(shop, now=spec.now, seconds=seconds, seed=SEED, timer=time.perf_counter, mapper=pool.map)
    return Result(found, found.summary.lower_bound_hours)


def _best_rule(problem: Problem, layout: Layout, basis: Basis) -> Result:
    """The best of all rules, the spread of the cost-over-time rules tuned on the shop itself."""
    rules = list(_rules(layout, basis))
    hours = [judge(layout.shared, shared_choice(rule)) for _, rule in rules]
    best = min(range(len(rules)), key=lambda i: (_late(problem, layout, rules[i][1], hours[i]), i))
    bound = lower_bound_hours(problem, layout, problem.tasks)
    return Result(finished(problem, layout, rules[best][1]), bound, rules[best][0])


def _late(problem: Problem, layout: Layout, rule: Choice, value: float) -> float:
    """Tardiness alone: flow hours, which the value holds too, are no aim of a rule."""
    found = finished(problem, layout, rule)
    return summary_of(problem, found).weighted_tardiness_hours if np.isfinite(value) else float("inf")


def _rules(layout: Layout, basis: Basis) -> Iterator[tuple[str, Choice]]:
    """Rules by name: the planner's own, and the cost-over-time rules with more spreads."""
    for i, rule in enumerate(portfolio(layout, basis)):
        yield f"rule {i + 1}", rule
    slack = choice(layout, basis)
    whole = np.maximum(1.0, basis.mold_minutes)
    for name, density in (
        ("operation", slack.density),
        ("mold", whole),
        ("both", np.sqrt(whole * slack.density)),
    ):
        for spread in SPREADS:
            minutes = max(1.0, spread * basis.typical)
            yield (
                f"cost over time ({name}), spread {spread:g}",
                slack._replace(rule=1, spread=minutes, density=density),
            )


if __name__ == "__main__":
    main()
