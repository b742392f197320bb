"""`sprue bench`: our planner beside its peers on public instances, or on instances of your own."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from click.core import ParameterSource

from sprue.bench import page, places, rows, sets, solvers
from sprue.bench.measuring import Measurement, kept, kept_of_sample, minutes
from sprue.bench.process import Running
from sprue.cli.progress import Ticker
from sprue.files.instances import read_instance
from sprue.shop.errors import UserMistake

#: Exit code of a program that Ctrl-C has ended.
STOPPED = 130
#: Options that mean nothing for single files, and with the fixed sample.
OF_SETS = ("only", "fresh", "instances", "out")
OF_CHOICE = ("named", "peers", "only")


@click.command()
@click.argument("named", metavar="[SET|FILE]...", nargs=-1)
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0, min_open=True))
@click.option("--workers", default=rows.WORKERS, show_default=True, type=click.IntRange(1, 256))
@click.option("--peers", default="", help=f"Of {','.join(solvers.PEERS)}; {solvers.INSTALL}")
@click.option("--only", metavar="NAME", help="This instance of the sets alone.")
@click.option("--fresh", is_flag=True, help="Run again what has its row.")
@click.option("--accept", is_flag=True, help="The fixed sample with all peers, all measured in one run.")
@click.option("--instances", type=click.Path(path_type=Path), help="Folder of the sets.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the tables.")
def bench(  # noqa: PLR0913  # one parameter an option
    *,
    named: tuple[str, ...],
    seconds: float,
    workers: int,
    peers: str,
    only: str | None,
    fresh: bool,
    accept: bool,
    instances: Path | None,
    out: Path | None,
) -> None:
    """Measure Sprue and its peers on public job shops: same seconds, same workers, every schedule judged.

    Without a set, tells which are there. Runs go into benchmarks.csv and benchmarks.md, and aren't made
    again while their solver stays the same. Instance files are compared on the terminal.
    """
    folder = instances or places.instances_folder()
    if not named and not accept:
        click.echo(_listed(folder))
        return
    files = _files(named)
    _refuse(OF_CHOICE if accept else OF_SETS if files else (), "--accept" if accept else "files")
    chosen = tuple(solvers.PEERS) if accept else solvers.checked(tuple(filter(None, peers.split(","))))
    teller = Teller()
    runs = solvers.runs_of(chosen, seconds=seconds, workers=workers, say=teller.say)
    if files:
        _compare(files, Measurement(runs, teller), teller)
        return
    cases = _sample(folder, teller) if accept else _cases(folder, named, only)
    table = (out or places.out_folder()) / (rows.SAMPLE_CSV if accept else rows.CSV)
    found = (kept_of_sample if accept else kept)(table, cases, runs, fresh=fresh)
    _measure(cases, Measurement(runs, teller, table, found), teller)


@dataclass(slots=True)
class Teller:
    """Results line by line on stdout; on stderr who is at work, and whatever went wrong."""

    runs: int = 0
    done: int = 0
    ticker: Ticker[Running] = field(init=False)

    def __post_init__(self) -> None:
        self.ticker = Ticker(self._line, live=sys.stderr.isatty())

    def expect(self, runs: Sequence[solvers.Run]) -> None:
        """How many runs, and how long they may take."""
        self.runs = len(runs)
        took = f"{len(runs)} runs, {minutes(runs):.1f} minutes of search"
        self.say(took if runs else "all runs have their rows")

    def show(self, text: str) -> None:
        """What was asked for."""
        self.ticker.wipe()
        click.echo(text)

    def say(self, text: str) -> None:
        """A line on the side."""
        self.ticker.wipe()
        click.echo(text, err=True)

    def running(self, now: Running) -> None:
        """The line of the run at work."""
        self.ticker.show(now)

    def made(self, row: rows.Row) -> None:
        """The result of a run."""
        self.done += 1
        above = f" ({row.above} % above the best known)" if row.above else ""
        self.show(f"{_title(row.set, row.instance)} {row.solver}: {row.makespan}{above}")

    def _line(self, now: Running) -> str:
        case, run = now.task.case, now.task.run
        place = f"{self.done + 1}/{self.runs}  {_title(case.set, case.name)}"
        return f"{place}  {run.solver}  {now.seconds:.0f} s (searches {run.longest:g} s)"


def _title(set_name: str, instance: str) -> str:
    return f"{set_name} {instance}".strip()


def _refuse(options: tuple[str, ...], what: str) -> None:
    """No option is silently ignored."""
    context = click.get_current_context()
    for name in options:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE and context.params[name]:
            said = "a set or file" if name == "named" else f"--{name}"
            raise UserMistake(f"{said} can't be asked for together with {what}")


def _listed(folder: Path) -> str:
    """The sets, and how many instances of each are there."""
    counts = sets.counted(folder)
    lines = [f"{name:<16}{count:>5}   {sets.SETS[name].folder}" for name, count in counts.items()]
    return "\n".join([f"instances in {folder}:", f"{'set':<16}{'there':>5}   folder", *lines])


def _files(named: tuple[str, ...]) -> list[sets.Case]:
    """The files that were named; none when sets were."""
    paths = tuple(Path(name) for name in named if name not in sets.SETS)
    for path in paths:
        if not path.is_file():
            raise UserMistake(f"{path}: neither a set nor a file; the sets are {', '.join(sets.SETS)}")
    if paths and len(paths) < len(named):
        raise UserMistake(
            "sets and files can't be measured together: call once for the sets, once for the files"
        )
    return sets.single(paths)


def _cases(folder: Path, named: tuple[str, ...], only: str | None) -> list[sets.Case]:
    """The instances of the sets; each set must have some."""
    counts = sets.counted(folder)
    for name in named:
        if not counts[name]:
            raise UserMistake(f"{name}: no instances in {folder / sets.SETS[name].folder}")
    found = [case for name in dict.fromkeys(named) for case in sets.cases(folder, name)]
    chosen = [case for case in found if only in (None, case.name)]
    if not chosen:
        raise UserMistake(f"{only}: no instance of {', '.join(named)} in {folder}")
    return chosen


def _sample(folder: Path, teller: Teller) -> list[sets.Case]:
    """The instances of the sample; what is missing is told."""
    sets.counted(folder)
    found = list(sets.sampled(folder))
    there = {(case.set, case.name) for case in found}
    missing = [name for s, names in sets.SAMPLE.items() for name in names if (s, name) not in there]
    if missing:
        teller.say(f"not in {folder}: {', '.join(missing)}")
    if not found:
        raise UserMistake(f"nothing of the fixed sample is in {folder}")
    return found


def _measure(cases: list[sets.Case], measurement: Measurement, teller: Teller) -> None:
    """The missing rows and the page; Ctrl-C leaves what is there."""
    table = measurement.table
    assert table is not None
    with _stoppable(f"the runs so far are in {table}; go on with: {_again()}"):
        try:
            measurement.measure(cases)
        finally:
            if measurement.rows:
                teller.show(f"{page.write_page(list(measurement.rows.values()), table)} written")


def _compare(files: list[sets.Case], measurement: Measurement, teller: Teller) -> None:
    """Single files; their table goes to the terminal."""
    for case in files:
        # A file that can't be read is told at once, not after the first run.
        read_instance(case.path)
    with _stoppable("ended; the table holds the runs so far"):
        try:
            measurement.measure(files)
        finally:
            if measurement.rows:
                teller.show(f"\n{page.plain_table(list(measurement.rows.values()))}")


@contextmanager
def _stoppable(words: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\n{words}", err=True)
        raise SystemExit(STOPPED) from None


def _again() -> str:
    """The command that was called, but for --fresh: what is fresh has its row by then."""
    context = click.get_current_context()
    words = ["sprue", "bench", *context.params["named"]]
    for name, value in context.params.items():
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in ("named", "fresh"):
            words += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return shlex.join(words)
