"""The public formats, line by line; # begins a comment line.

jsp        jobs machines; a line a job: machine minutes, …, possibly -1 -1 at its end. Machines from 0.
fjsp       jobs machines [mean options of an operation]; a line a job: operations, then for each operation its
           number of options and as often machine minutes. Machines from 1.
fajsp      see `assembly`.
fjsp-sdst  as fjsp; then for each machine a square of setup minutes: a row an operation, a column its next.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from sprue.files.instances.assembly import read_fajsp
from sprue.files.instances.checks import (
    check_length,
    check_once,
    check_options,
    check_rows,
    check_setups,
    sizes,
)
from sprue.files.instances.formats import Format, by_content, by_folder
from sprue.files.instances.table import Table, open_table
from sprue.planning.graph.instance import Instance, IntArray, of_chains
from sprue.shop.errors import UserMistake


def read_instance(path: Path, format: Format | None = None) -> Instance:  # noqa: A002  # as the option is called
    """The instance of a file, its format guessed when none is given. UserMistake names line and remedy."""
    table = open_table(path)
    form = format or by_folder(path) or by_content(table)
    try:
        instance = _READERS[form](table)
        check_length(table, instance)
    except UserMistake as mistake:
        if format is not None:
            raise
        raise UserMistake(f"{mistake} (read as {form}, as nothing else is said)") from mistake
    return instance


def _jsp(table: Table) -> Instance:
    jobs, machines = sizes(table, "jobs", "machines")
    check_rows(table, jobs, "jobs")
    counts = np.diff(table.begin)
    last = table.begin[1:] - 1
    # Some files end each job with -1 -1.
    ended = (counts >= 2) & (table.numbers[last] == -1) & (table.numbers[last - 1] == -1)
    kept = np.ones(len(table.numbers), dtype=bool)
    kept[last[ended]] = kept[last[ended] - 1] = False
    counts -= 2 * ended
    odd = np.flatnonzero(counts % 2)
    if len(odd):
        raise table.fault(int(odd[0]), "an odd count of numbers; write machine and minutes of each operation")
    options = table.numbers[kept].reshape(-1, 2)
    lengths = (counts // 2).astype(np.int32)
    check_options(table, np.repeat(np.arange(jobs), lengths), options, (0, machines))
    choices = np.ones(len(options), dtype=np.int32)
    return of_chains(table.path.stem, machines, lengths, choices, options.astype(np.int32))


def _fjsp(table: Table) -> Instance:
    jobs, machines = sizes(table, "jobs", "machines")
    check_rows(table, jobs, "jobs")
    lengths, choices, options = _flexible(table, jobs, machines)
    return of_chains(table.path.stem, machines, lengths, choices, options)


def _fjsp_sdst(table: Table) -> Instance:
    jobs, machines = sizes(table, "jobs", "machines")
    if table.rows < jobs:
        check_rows(table, jobs, "jobs")
    lengths, choices, options = _flexible(table, jobs, machines)
    n = int(lengths.sum())
    check_rows(table, jobs + machines * n, f"jobs and rows of {machines} squares of setup times")
    for row in range(jobs, table.rows):
        if len(table.row(row)) != n:
            raise table.fault(row, f"{len(table.row(row))} setup times; write one for each of {n} operations")
    setup = table.numbers[table.begin[jobs] :]
    check_setups(table, jobs, setup, n)
    return of_chains(
        table.path.stem, machines, lengths, choices, options, setup.astype(np.int32).reshape(machines, n, n)
    )


def _flexible(table: Table, jobs: int, machines: int) -> tuple[IntArray, IntArray, IntArray]:
    """Operations per job (j,), options per operation (n,), their machine (from 0) and minutes (k, 2)."""
    lengths, choices, flat = [], [], []
    rows: list[int] = []
    for row in range(jobs):
        found = _job(table.row(row).tolist())
        if found is None:
            text = (
                "the numbers do not add up; write the number of operations, then for each "
                "its number of options and as often machine and minutes"
            )
            raise table.fault(row, text)
        counts, numbers = found
        lengths.append(len(counts))
        choices += counts
        flat += numbers
        rows += [row] * (len(numbers) // 2)
    options = np.array(flat, dtype=np.int64).reshape(-1, 2)
    owner = np.array(rows, dtype=np.int64)
    check_options(table, owner, options, (1, machines))
    check_once(table, owner, np.repeat(np.arange(len(choices)), choices), options[:, 0])
    options[:, 0] -= 1
    return np.array(lengths, dtype=np.int32), np.array(choices, dtype=np.int32), options.astype(np.int32)


def _job(numbers: list[int]) -> tuple[list[int], list[int]] | None:
    """Options per operation, and machine and minutes of all options; None when the numbers do not add up."""
    counts: list[int] = []
    flat: list[int] = []
    at = 1
    while at < len(numbers):
        count = numbers[at]
        if count < 1 or at + 2 * count >= len(numbers):
            return None
        counts.append(count)
        flat += numbers[at + 1 : at + 1 + 2 * count]
        at += 1 + 2 * count
    return (counts, flat) if len(counts) == numbers[0] else None


_READERS: dict[Format, Callable[[Table], Instance]] = {
    Format.JSP: _jsp,
    Format.FJSP: _fjsp,
    Format.FAJSP: read_fajsp,
    Format.FJSP_SDST: _fjsp_sdst,
}
