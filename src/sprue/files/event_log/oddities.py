"""What is odd in the log: kept and reported, never mended in silence."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sprue.files.event_log.rows import LogRow, ReportType


class OddityKind(StrEnum):
    TWICE = "the same report twice"
    NO_TIME = "takes no time"
    PAST_MIDNIGHT = "ends on a later day than it starts"
    MACHINE_OVERLAP = "overlaps another report of the same machine"
    WORKER_OVERLAP = "overlaps another report of the same worker"
    OTHER_MACHINE = "the activity names another machine"
    NO_PROCESS = "the activity names no process"
    SETUP_NAMED = "set-up in the activity's name, production in its type"
    SETUP_WITH_PIECES = "set-up with finished pieces"
    MORE_THAN_ORDERED = "more pieces than ordered"


@dataclass(frozen=True, slots=True)
class Oddity:
    """`row` is the line in the file; `other` the line it overlaps or repeats."""

    kind: OddityKind
    row: int
    other: int | None = None


def oddities_of(rows: Iterable[LogRow]) -> list[Oddity]:
    """All oddities by line; a row may have several."""
    rows = list(rows)
    found = [Oddity(kind, r.row) for r in rows for kind in _of_one(r)]
    found += _twice(rows)
    found += _overlaps(rows, OddityKind.MACHINE_OVERLAP, lambda r: r.machine)
    found += _overlaps(rows, OddityKind.WORKER_OVERLAP, lambda r: r.worker)
    return sorted(found, key=lambda o: (o.row, o.kind, o.other or 0))


def _of_one(row: LogRow) -> list[OddityKind]:
    setup_named = row.activity.lower().startswith("setup")
    tests = {
        OddityKind.NO_TIME: row.start == row.end,
        OddityKind.PAST_MIDNIGHT: row.start.date() != row.end.date(),
        OddityKind.OTHER_MACHINE: row.activity_number not in (None, row.machine_number),
        OddityKind.NO_PROCESS: row.process.lower() in ("setup", "fix"),
        OddityKind.SETUP_NAMED: setup_named and row.type is not ReportType.SETUP,
        OddityKind.SETUP_WITH_PIECES: row.type is ReportType.SETUP and row.completed > 0,
        OddityKind.MORE_THAN_ORDERED: row.completed > row.order_quantity,
    }
    return [kind for kind, holds in tests.items() if holds]


def content(row: LogRow) -> tuple[object, ...]:
    """Everything a row says, without its place in the file."""
    return (
        row.work_order,
        row.activity,
        row.machine,
        row.worker,
        row.type,
        row.start,
        row.end,
        row.completed,
        row.rejected,
        row.for_mrb,
        row.rework,
    )


def _twice(rows: list[LogRow]) -> list[Oddity]:
    first: dict[tuple[object, ...], int] = {}
    found = []
    for row in rows:
        if content(row) in first:
            found.append(Oddity(OddityKind.TWICE, row.row, first[content(row)]))
        first.setdefault(content(row), row.row)
    return found


def _overlaps(rows: list[LogRow], kind: OddityKind, key: Callable[[LogRow], str]) -> list[Oddity]:
    """Rows that begin before an earlier one of the same key has ended."""
    by_key: dict[str, list[LogRow]] = defaultdict(list)
    for row in rows:
        by_key[key(row)].append(row)
    found = []
    for same in by_key.values():
        same.sort(key=lambda r: (r.start, r.end, r.row))
        last = same[0]
        for row in same[1:]:
            if row.start < last.end and row.start < row.end:
                found.append(Oddity(kind, row.row, last.row))
            if row.end > last.end:
                last = row
    return found
