"""Rules that all formats share; each break is a UserMistake with file, line and remedy."""

import numpy as np

from sprue.files.instances.table import Longs, Table
from sprue.planning.graph.instance import Instance
from sprue.shop.errors import UserMistake

#: All operations one after the other must end before this minute, so that sums fit 32 bits.
MOST_MINUTES = 2**30
#: Arrays are made by the number of machines that the first line claims.
MOST_MACHINES = 1_000_000


def sizes(table: Table, *names: str) -> tuple[int, ...]:
    """The whole numbers of the first line; a further word is of no use and not read."""
    words = table.head[: len(names)]
    if len(words) < len(names) or not all(word.isdecimal() and len(word) <= 9 for word in words):
        raise table.fault(-1, f"{' '.join(table.head)[:40]!r}: the first line must be: {' '.join(names)}")
    sizes = tuple(map(int, words))
    for name, size in zip(names, sizes, strict=True):
        if size < 1 and name != "precedences":
            raise table.fault(-1, f"no {name}; an instance has at least one")
    if sizes[-1] > MOST_MACHINES:
        raise table.fault(-1, f"{sizes[-1]:,} machines, at most {MOST_MACHINES:,}; are the numbers in order?")
    return sizes


def check_rows(table: Table, count: int, what: str) -> None:
    """As many rows follow the first line as it says."""
    if table.rows < count:
        text = f"the file ends after {table.rows} of {count} {what}; add the rest or correct the first line"
        raise table.fault(table.rows, text)
    if table.rows > count:
        text = f"more than the {count} {what} of the first line; delete the rest or correct the first line"
        raise table.fault(count, text)


def check_options(table: Table, row: Longs, options: Longs, numbered: tuple[int, int]) -> None:
    """Machines are numbered from `numbered[0]`, `numbered[1]` of them; minutes are 0 or more."""
    first, count = numbered
    machine, minutes = options[:, 0], options[:, 1]
    wrong = np.flatnonzero((machine < first) | (machine >= first + count))
    if len(wrong):
        at = int(wrong[0])
        text = f"machine {machine[at]} is not one of {first} to {first + count - 1}"
        raise table.fault(int(row[at]), f"{text}; correct it or the first line")
    wrong = np.flatnonzero((minutes < 0) | (minutes > MOST_MINUTES))
    if len(wrong):
        at = int(wrong[0])
        raise table.fault(int(row[at]), f"{minutes[at]} minutes; write 0 to {MOST_MINUTES:,}")


def check_once(table: Table, row: Longs, operation: Longs, machine: Longs) -> None:
    """No operation names a machine twice. All arrays are by option, sorted by operation."""
    arranged = np.lexsort((machine, operation))
    same = (np.diff(operation[arranged]) == 0) & (np.diff(machine[arranged]) == 0)
    if same.any():
        at = int(arranged[np.flatnonzero(same)[0]])
        raise table.fault(int(row[at]), f"an operation names machine {machine[at]} twice; keep one")


def check_setups(table: Table, jobs: int, setup: Longs, n: int) -> None:
    """Setup minutes of `n` a row, from row `jobs` on, are 0 or more."""
    wrong = np.flatnonzero((setup < 0) | (setup > MOST_MINUTES))
    if len(wrong):
        at = int(wrong[0])
        raise table.fault(jobs + at // n, f"setup of {setup[at]} minutes; write 0 to {MOST_MINUTES:,}")


def check_length(table: Table, instance: Instance) -> None:
    """All operations one after the other, each as slow as can be, must fit the planner's numbers."""
    if instance.size == 0:
        raise UserMistake(f"{table.path} holds no operations; an instance has at least one")
    longest = np.maximum.reduceat(instance.option_minutes, instance.option_start[:-1])
    total = int(np.sum(longest, dtype=np.int64))
    if instance.setup is not None:
        total += int(instance.setup.max(axis=(0, 1)).sum(dtype=np.int64))
    if total > MOST_MINUTES:
        text = f"all operations together take {total:,} minutes, at most {MOST_MINUTES:,}"
        raise UserMistake(f"{table.path}: {text}; use a longer unit of time")
