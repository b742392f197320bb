"""The rows of benchmarks.csv."""

import csv
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sprue.shop.errors import UserMistake

CSV = "benchmarks.csv"
#: Rows of the fixed sample, all of one run.
SAMPLE_CSV = "benchmarks-accept.csv"
#: Workers of a solver whose version names no other number.
WORKERS = 2
#: In place of a makespan: no schedule in time; a schedule that the referee refuses.
NONE = "none"
BROKEN = "broken"

Key = tuple[str, str, str, str, str]
_WORKERS = re.compile(r", (\d+) workers?$")


def in_words(workers: int) -> str:
    """Such as '2 workers'."""
    return f"{workers} worker{'s' * (workers != 1)}"


def with_workers(version: str, workers: int) -> str:
    """A solver's version; other workers than the usual ones are told, as they make another run."""
    return version if workers == WORKERS else f"{version}, {in_words(workers)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One run, as text of the file. `above` is percent above the best known makespan, else the best bound."""

    set: str
    instance: str
    solver: str
    version: str
    seconds: str
    makespan: str
    bound: str
    best_lower: str
    best_upper: str
    above: str
    first_seconds: str
    peak_mib: str
    commit: str
    date: str

    @property
    def key(self) -> Key:
        """What makes a run the same run."""
        return self.set, self.instance, self.solver, self.seconds, self.version

    @property
    def workers(self) -> int:
        """How many workers the solver had, as its version tells."""
        named = _WORKERS.search(self.version)
        return int(named[1]) if named else WORKERS

    @property
    def value(self) -> int | None:
        """The makespan, None when there is none that holds."""
        return int(self.makespan) if self.makespan not in (NONE, BROKEN) else None

    @property
    def reference(self) -> int | None:
        """What the makespan is held against: the best known, else the best known bound."""
        known = self.best_upper or self.best_lower
        return int(known) if known else None


def read_rows(path: Path) -> dict[Key, Row]:
    """Rows by key, in file order; none when there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if list(table.fieldnames or ()) != [field.name for field in fields(Row)]:
            raise UserMistake(
                f"{path}: is no table of benchmarks; move it away, or name another folder with --out"
            )
        rows = [Row(**row) for row in table]
    return {row.key: row for row in rows}


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write all rows; the file is complete or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    part.replace(path)
