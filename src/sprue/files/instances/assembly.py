"""The format of shops whose operations form a graph: a part is joined from several.

operations precedences machines; a line a precedence: before after, from 0; a line an operation: number of
options, and as often machine minutes. Machines from 0.
"""

from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from sprue.files.instances.checks import check_once, check_options, check_rows, sizes
from sprue.files.instances.table import Longs, Table
from sprue.planning.graph.instance import Instance, IntArray, starts_of


def read_fajsp(table: Table) -> Instance:
    """The instance; a job is what hangs together, its operations in file order where that can be done."""
    n, count, machines = sizes(table, "operations", "precedences", "machines")
    check_rows(table, count + n, "precedences and operations")
    arcs = _arcs(table, count, n)
    choices, options = _options(table, count, machines)
    order = _order(table, arcs, n)
    job = _jobs(arcs, n)
    behind = arcs[np.lexsort((arcs[:, 0], arcs[:, 1])), 0]
    return Instance(
        name=table.path.stem,
        machines=machines,
        job=job,
        index=_places(job, order if (arcs[:, 0] > arcs[:, 1]).any() else np.arange(n)),
        before_start=starts_of(np.bincount(arcs[:, 1], minlength=n).astype(np.int32)),
        before=behind.astype(np.int32),
        option_start=starts_of(choices),
        option_machine=np.ascontiguousarray(options[:, 0]),
        option_minutes=np.ascontiguousarray(options[:, 1]),
    )


def _arcs(table: Table, count: int, n: int) -> Longs:
    """The precedences, shape (count, 2): before, after."""
    wrong = np.flatnonzero(np.diff(table.begin[: count + 1]) != 2)
    if len(wrong):
        raise table.fault(int(wrong[0]), "a precedence has two numbers: operation before, operation after")
    arcs = table.numbers[: 2 * count].reshape(-1, 2)
    wrong = np.flatnonzero(((arcs < 0) | (arcs >= n)).any(axis=1))
    if len(wrong):
        raise table.fault(int(wrong[0]), f"operations are numbered from 0 to {n - 1}; correct the precedence")
    return arcs


def _options(table: Table, count: int, machines: int) -> tuple[IntArray, IntArray]:
    """Options per operation (n,), machine and minutes of each option (k, 2)."""
    flat: list[int] = []
    choices = []
    for row in range(count, table.rows):
        numbers = table.row(row).tolist()
        if numbers[0] < 1 or len(numbers) != 1 + 2 * numbers[0]:
            raise table.fault(row, "write the number of options and, as often, machine and minutes")
        choices.append(numbers[0])
        flat += numbers[1:]
    options = np.array(flat, dtype=np.int64).reshape(-1, 2)
    counts = np.array(choices, dtype=np.int32)
    owner = np.repeat(np.arange(count, table.rows), counts)
    check_options(table, owner, options, (0, machines))
    check_once(table, owner, owner, options[:, 0])
    return counts, options.astype(np.int32)


def _jobs(arcs: Longs, n: int) -> IntArray:
    """Job of each operation, numbered by their first operations."""
    root = list(range(n))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for before, after in arcs.tolist():
        one, other = sorted((find(before), find(after)))
        root[other] = one
    return np.unique([find(i) for i in range(n)], return_inverse=True)[1].astype(np.int32)


def _places(job: IntArray, rank: Longs) -> IntArray:
    """The place of each operation among those of its job, by rank."""
    arranged = np.lexsort((rank, job))
    begins = np.concatenate(([0], np.cumsum(np.bincount(job))[:-1]))
    places = np.empty(len(job), dtype=np.int32)
    places[arranged] = np.arange(len(job)) - begins[job[arranged]]
    return places


def _order(table: Table, arcs: Longs, n: int) -> Longs:
    """Rank of each operation in an order that keeps all precedences (n,). UserMistake names a circle."""
    begins = starts_of(np.bincount(arcs[:, 0], minlength=n).astype(np.int32)).tolist()
    followers = arcs[np.argsort(arcs[:, 0], kind="stable"), 1].tolist()
    missing = np.bincount(arcs[:, 1], minlength=n).tolist()
    order = [i for i in range(n) if missing[i] == 0]
    for i in order:  # grows as it goes
        for follower in followers[begins[i] : begins[i + 1]]:
            missing[follower] -= 1
            if missing[follower] == 0:
                order.append(follower)
    if len(order) < n:
        _name_circle(table, arcs, np.array(missing) > 0)
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    return rank


def _name_circle(table: Table, arcs: Longs, stuck: NDArray[np.bool_]) -> NoReturn:
    """Each stuck operation waits for a stuck one: going back from any leads into a circle."""
    waits = {after: (before, row) for row, (before, after) in enumerate(arcs.tolist()) if stuck[before]}
    at = int(np.flatnonzero(stuck)[0])
    seen: set[int] = set()
    while at not in seen:
        seen.add(at)
        at, row = waits[at]
    raise table.fault(row, f"operation {at} waits in a circle for itself; delete a precedence of the circle")
