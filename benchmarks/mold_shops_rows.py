"""Rows of docs/mold-shops.csv: one run each."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "docs" / "mold-shops.csv"
#: No plan in time; a plan that breaks a rule.
NONE, BROKEN = "none", "broken"
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """`hours`: weighted tardiness, NONE or BROKEN; `bound`: proven hours; `took`: seconds in all."""

    shop: str
    operations: int
    solver: str
    seconds: str
    version: str
    hours: str
    bound: str
    took: str
    note: str
    date: str

    @property
    def key(self) -> Key:
        """Runs with the same key replace each other."""
        return self.shop, self.solver, self.seconds, self.version


def read_rows() -> dict[Key, Row]:
    """All rows by key; none without a table."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [_row(found) for found in csv.DictReader(file)]
    return {row.key: row for row in rows}


def _row(found: dict[str, str]) -> Row:
    operations = int(found.pop("operations"))
    return Row(operations=operations, **found)


def write_rows(rows: Iterable[Row]) -> None:
    """The table anew, in the order of the shops."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(row) for row in sorted(rows, key=_place))


def _place(row: Row) -> tuple[int, str, str, str, str]:
    people = int(row.shop.split("-", maxsplit=1)[0])
    return people, row.shop, row.solver, row.seconds, row.version


def best_known(rows: Iterable[Row]) -> dict[str, Row]:
    """The best plan of each shop, of whatever solver and time."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.hours in (NONE, BROKEN):
            continue
        known = best.get(row.shop)
        if known is None or float(row.hours) < float(known.hours):
            best[row.shop] = row
    return best
