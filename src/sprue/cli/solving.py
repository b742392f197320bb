"""`sprue solve`: a public benchmark instance in, its shortest schedule out."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sprue.cli.progress import Ticker, stoppable
from sprue.files.instances import Format, format_of, read_instance, write_answer
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.referee import violations
from sprue.shop.errors import BrokenInvariant, UserMistake

if TYPE_CHECKING:
    from sprue.planning.graph.solve import Answer, Progress


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="Format of the file; guessed when it isn't given.",
)
@click.option("--out", type=click.Path(path_type=Path), help="plan.json")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0), help="Time to improve.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--iterations", type=click.IntRange(0), help="Limit by moves instead, so that plans repeat.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256))
def solve(
    *,
    source: Path,
    form: str | None,
    out: Path | None,
    seconds: float,
    seed: int,
    iterations: int | None,
    workers: int,
) -> None:
    """Make a public job shop instance short: classic, flexible, with assembly or with setup times.

    Ctrl-C ends the search and keeps the best schedule so far.
    """
    if out is not None and out.suffix.lower() != ".json":
        raise UserMistake(f"{out}: must end in .json")
    chosen = Format(form) if form is not None else format_of(source)
    instance = read_instance(source, chosen)
    click.echo(f"{instance.name}: {instance.size:,} operations on {instance.machines:,} machines", err=True)
    from sprue.planning.graph.solve import solve as search  # noqa: PLC0415  # loads the compiler
    from sprue.planning.kernels.compiling import is_cold  # noqa: PLC0415

    if is_cold("dispatch"):
        click.echo("compiling the planner, once on this computer, about a minute …", err=True)
    ticker = Ticker(progress_line, live=sys.stderr.isatty())
    with ThreadPoolExecutor(workers) as pool, stoppable("the schedule") as stop:
        answer = search(
            instance,
            # By moves alone the clock must not end the search, else plans would not repeat.
            seconds=seconds if iterations is None else float("inf"),
            iterations=iterations,
            seed=seed,
            workers=workers,
            timer=time.perf_counter,
            mapper=pool.map,
            progress=ticker.show,
            stop=stop,
        )
    ticker.end()
    _check(instance, answer)
    if out is not None:
        write_answer(out, instance, answer.schedule, bound=answer.bound, form=chosen)
    _say(answer, out)


def progress_line(now: "Progress") -> str:
    """Makespan, bound, gap and speed in words."""
    speed = now.iterations / now.seconds if now.seconds > 0 else 0
    return f"{now.seconds:6.1f} s  {figures(now.value, now.bound)}, {speed:,.0f} moves/s"


def figures(makespan: int, bound: int) -> str:
    """Makespan and bound, and how many percent of the bound lie between them."""
    gap = f"gap {100 * (makespan - bound) / bound:.2f} %" if bound > 0 else "no gap"
    return f"makespan {makespan:,}, at least {bound:,}, {gap}"


def _check(instance: Instance, answer: "Answer") -> None:
    """No schedule leaves without the referee's word."""
    broken = violations(instance, answer.schedule)
    if broken:
        raise BrokenInvariant(f"the schedule breaks {len(broken)} rules, the first: {broken[0]}")


def _say(answer: "Answer", out: Path | None) -> None:
    click.echo(figures(answer.schedule.makespan, answer.bound))
    click.echo(
        f"{answer.iterations:,} moves in {answer.seconds:.1f} s; "
        f"the first schedule, {answer.first_value:,}, after {answer.first_seconds:.2f} s"
    )
    if out is not None:
        click.echo(f"plan: {out}")
