"""The rows of docs/benchmarks.csv."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.public_sets import ROOT

CSV = ROOT / "docs" / "benchmarks.csv"
#: Rows of the fixed sample, all of one run.
SAMPLE_CSV = ROOT / "docs" / "benchmarks-accept.csv"
#: In place of a makespan: no schedule in time; a schedule that the referee refuses.
NONE = "none"
BROKEN = "broken"

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One run, as text of the file. `above` is percent above the best known makespan, else above the best bound."""

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
    def value(self) -> int | None:
        """The makespan, None when there is none that holds."""
        return int(self.makespan) if self.makespan not in (NONE, BROKEN) else None

    @property
    def reference(self) -> int | None:
        """What the makespan is held against: the best known, else the best known bound."""
        known = self.best_upper or self.best_lower
        return int(known) if known else None


def read_rows(path: Path = CSV) -> dict[Key, Row]:
    """Rows by key, in file order; none when there is no file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Row(**row) for row in csv.DictReader(file)]
    return {row.key: row for row in rows}


def write_rows(rows: Iterable[Row], path: Path = CSV) -> None:
    """Write all rows; the file is complete or as it was."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    part.replace(path)
