"""`sprue plan`: a workbook in, a plan out."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sprue.cli.progress import Ticker, stoppable
from sprue.files import workbook
from sprue.planning import explain
from sprue.planning.plan import Plan
from sprue.shop.errors import UserMistake
from sprue.shop.shop import Shop

if TYPE_CHECKING:
    from sprue.planning.solve import Progress

#: Exit code for a faulty workbook.
FAULTY = 2
FORMS = (".xlsx", ".csv", ".json")


@click.command()
@click.argument("source", metavar="SHOP", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="plan.xlsx, plan.csv (a folder) or plan.json.")
@click.option("--now", "moment", help="Plan from this moment, YYYY-MM-DD HH:MM in the shop's zone.")
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(0), help="Time to improve.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--iterations", type=click.IntRange(0), help="Limit by tries instead, so that plans repeat.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256))
def plan(
    *,
    source: Path,
    out: Path | None,
    moment: str | None,
    seconds: float,
    seed: int,
    iterations: int | None,
    workers: int,
) -> None:
    """Plan all open operations of a workbook, within every rule.

    Ctrl-C ends the search and keeps the best plan so far.
    """
    if out is not None and out.suffix.lower() not in FORMS:
        raise UserMistake(f"{out}: must end in {', '.join(FORMS)}")
    shop = read_or_exit(source)
    now = moment_of(moment, shop)
    from sprue.planning.kernels.compiling import is_cold  # noqa: PLC0415  # loads the compiler

    if is_cold():
        click.echo("compiling the planner, once on this computer, about a minute …", err=True)
    from sprue.planning import solve  # noqa: PLC0415

    ticker = Ticker(progress_line, live=sys.stderr.isatty())
    with ThreadPoolExecutor(workers) as pool, stoppable("the plan") as stop:
        made = solve.plan(
            shop,
            now=now,
            # By tries alone the clock must not end the search, else plans would not repeat.
            seconds=seconds if iterations is None else float("inf"),
            seed=seed,
            iterations=iterations,
            timer=time.perf_counter,
            mapper=pool.map,
            progress=ticker.show,
            stop=stop,
        )
    ticker.end()
    if out is not None:
        language = shop.settings.language
        words = explain.words(shop, language)
        why = {planned.operation: words(planned.reason) for planned in made.operations.values()}
        workbook.write_plan(made, shop, out, why=why, unplaced=words, language=language)
    from sprue.planning.nights import without_nights  # noqa: PLC0415

    _say(made, without_nights(shop, made, now=now), shop, out)


def read_or_exit(source: Path) -> Shop:
    """The shop of a workbook; with faults, one line each and exit code 2."""
    found = workbook.read(source, now=datetime.now(UTC))
    if found.shop is not None:
        return found.shop
    for fault in found.faults:
        click.echo(str(fault), err=True)
    click.echo(f"{len(found.faults)} faults in {source}; nothing was planned", err=True)
    sys.exit(FAULTY)


def progress_line(now: "Progress") -> str:
    """Objective (late hours and a little for flow), its bound, the gap and the speed in words."""
    speed = now.iterations / now.seconds if now.seconds > 0 else 0
    hours = f"objective {now.value:,.1f} h, at least {now.bound:,.1f} h"
    return f"{now.seconds:6.1f} s  {hours}, {gap(now.value, now.bound)}, {speed:,.0f} plans/s"


def gap(hours: float, bound: float) -> str:
    """How much of the hours no proof says to be unavoidable."""
    return f"gap {100 * (hours - bound) / hours:.1f} %" if hours > 0 else "no gap"


def moment_of(moment: str | None, shop: Shop) -> datetime:
    """The moment that `--now` gives, else the shop's own, else the present time."""
    if moment is None:
        return shop.settings.now or datetime.now(UTC)
    try:
        return datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=shop.settings.zone)
    except ValueError as error:
        raise UserMistake(f"--now {moment}: must be such as '2026-03-09 14:30'") from error


def _say(made: Plan, without: Plan, shop: Shop, out: Path | None) -> None:
    s = made.summary
    hours = f"{s.weighted_tardiness_hours:,.1f} h weighted tardiness, at least {s.lower_bound_hours:,.1f} h, "
    hours += gap(s.weighted_tardiness_hours, s.lower_bound_hours)
    click.echo(
        f"{s.planned:,} planned, {s.blocked:,} blocked, {s.unplannable:,} unplannable, {s.seconds:.1f} s"
    )
    click.echo(
        f"{hours}; {s.late_molds} of {len(shop.molds)} molds late, {s.molds_without_date} without a date"
    )
    gained = without.summary.weighted_tardiness_hours - s.weighted_tardiness_hours
    click.echo(
        f"{s.unattended_hours:,.0f} h unattended, which save {gained:,.1f} h of tardiness; "
        f"{s.pins_moved} pins moved"
    )
    if out is not None:
        click.echo(f"plan: {out}")
