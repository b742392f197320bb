"""`sprue solve`: a public benchmark instance in, its shortest schedule out."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from sprue.files.instances import Format, format_of, read_instance, write_answer
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.referee import violations
from sprue.shop.errors import BrokenInvariant, UserMistake

if TYPE_CHECKING:
    from sprue.planning.graph.solve import Answer, Progress

#: Seconds between two lines of progress where they can't be written over each other.
QUIET = 10.0


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
    ticker = Ticker(live=sys.stderr.isatty())
    with ThreadPoolExecutor(workers) as pool, stoppable() as stop:
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


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; pressed once more it ends the program as ever."""
    pressed = Event()

    def press(*_: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)
        click.echo("\nending; Ctrl-C again gives the schedule up", err=True)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True)
class Ticker:
    """One line of progress on stderr, written over itself when `live`, else a line every QUIET seconds."""

    live: bool
    last: float = float("-inf")
    width: int = 0

    def show(self, now: "Progress") -> None:
        """Tell the state of the search, when it is time."""
        if now.seconds - self.last < (0.2 if self.live else QUIET):
            return
        self.last = now.seconds
        text = progress_line(now)
        click.echo(f"\r{text:<{self.width}}" if self.live else text, nl=not self.live, err=True)
        self.width = len(text)

    def end(self) -> None:
        """Leave the line."""
        if self.live and self.width:
            click.echo(err=True)


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
