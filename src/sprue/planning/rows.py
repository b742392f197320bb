"""The operations of a problem as rows of numbers; those that did not change come from an earlier table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, pairwise
from typing import TypeVar

import numpy as np

from sprue.planning.kernels.frames import ATTENDED, NEVER, OUTSIDE, UNATTENDED, UNBROKEN, Ints
from sprue.planning.problem import MachineWork, Problem, Task
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId
from sprue.shop.routing import Mode

MODES = {
    Mode.ATTENDED: ATTENDED,
    Mode.UNBROKEN: UNBROKEN,
    Mode.UNATTENDED: UNATTENDED,
    Mode.OUTSIDE: OUTSIDE,
}

Name = TypeVar("Name", bound=str)


class Column(IntEnum):
    """What a row says of an operation; names are numbers of the book, times plan minutes."""

    MODE = 0
    RELEASE = 1
    PIN_START = 2  # -NEVER: none
    PINNED = 3
    OUTSIDE = 4
    RUNNING = 5
    ON = 6  # machine of running work or -1
    LEFT = 7  # minutes of running work
    PART = 8
    MOLD = 9
    FAMILY = 10  # 0: none
    GROUP = 11  # 0: none
    CLASS = 12  # machines that may do it, -1: none


class Option(IntEnum):
    """What a row says of an operation on one machine."""

    MACHINE = 0
    SETUP = 1
    RUN = 2
    BY_CLOCK = 3
    KIND = 4


@dataclass(slots=True)
class Book:
    """Numbers of names, each given once, so that rows keep their meaning from table to table."""

    machines: dict[MachineId, int]
    classes: dict[tuple[int, ...], int]
    parts: dict[PartId, int] = field(default_factory=dict)
    molds: dict[MoldId, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=lambda: {"": 0})
    groups: dict[str, int] = field(default_factory=lambda: {"": 0})
    kinds: dict[KindId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """n operations with their options and predecessors.

    `columns` (n, len(Column)); options of i: `options` (·, len(Option)) from opt_ptr[i] on, by machine;
    operations that must end before it: `preds` from pred_ptr[i] on.
    """

    book: Book
    tasks: tuple[Task, ...]
    index: dict[OperationId, int]
    columns: Ints
    opt_ptr: Ints
    options: Ints
    pred_ptr: Ints
    preds: Ints

    def column(self, column: Column) -> Ints:
        """One column as an array of its own."""
        return np.ascontiguousarray(self.columns[:, column])


def rows_of(problem: Problem, before: Rows | None = None) -> Rows:
    """Rows of all operations; of `before` those whose task is the very same value."""
    if before is None or tuple(before.book.machines) != tuple(problem.machines):
        before = _empty(problem)
    tasks = tuple(problem.tasks.values())
    index = {task.id: i for i, task in enumerate(tasks)}
    source = _source(before, tasks)
    new = np.flatnonzero(source < 0)
    changed = [tasks[i] for i in new.tolist()]
    options, counts, classes = _options(before.book, changed)
    columns = before.columns[source] if len(before.tasks) else np.empty((len(tasks), len(Column)), np.int64)
    columns[new] = _columns(before.book, changed, classes)
    opt_ptr, options = _joined(source, (before.opt_ptr, before.options), (counts, options))
    pred_ptr, preds = _joined(source, (before.pred_ptr, _moved(before, index)), _preds(changed, index))
    return Rows(before.book, tasks, index, columns, opt_ptr, options, pred_ptr, preds)


def _empty(problem: Problem) -> Rows:
    """A table without operations, with a new book."""
    machines = {machine: i for i, machine in enumerate(problem.machines)}
    book = Book(machines, {(i,): i for i in range(len(machines))})
    none, start = np.empty(0, np.int64), np.zeros(1, np.int64)
    columns, options = np.empty((0, len(Column)), np.int64), np.empty((0, len(Option)), np.int64)
    return Rows(book, (), {}, columns, start, options, start, none)


def _source(before: Rows, tasks: Sequence[Task]) -> Ints:
    """Where in `before` the same task is (n,), -1: nowhere."""
    place, old = before.index.get, before.tasks
    found = [i if (i := place(task.id, -1)) >= 0 and old[i] is task else -1 for task in tasks]
    return np.array(found, np.int64)


def _moved(before: Rows, index: dict[OperationId, int]) -> Ints:
    """The predecessors of an earlier table as places of the present one; -1: gone."""
    if not len(before.tasks):
        return before.preds
    places = np.fromiter((index.get(task.id, -1) for task in before.tasks), np.int64, len(before.tasks))
    return places[before.preds]


def _preds(tasks: Sequence[Task], index: dict[OperationId, int]) -> tuple[Ints, Ints]:
    """How many predecessors each has, and all of them; running work waits for none."""
    names = [() if task.running is not None else task.predecessors for task in tasks]
    places = [index[name] for name in chain.from_iterable(names)]
    return np.array([len(row) for row in names], np.int64), np.array(places, np.int64)


def _joined(source: Ints, old: tuple[Ints, Ints], new: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Lists of all operations as (ptr, items): from `old` (ptr, items) by `source`, else from `new`
    (counts, items) one after the other."""
    old_ptr, old_items = old
    counts, new_items = new
    carried = source >= 0
    lengths, begins = np.empty(len(source), np.int64), np.empty(len(source), np.int64)
    lengths[~carried], begins[~carried] = counts, len(old_items) + np.cumsum(counts) - counts
    at = source[carried]
    lengths[carried], begins[carried] = old_ptr[at + 1] - old_ptr[at], old_ptr[at]
    ptr = np.zeros(len(source) + 1, np.int64)
    np.cumsum(lengths, out=ptr[1:])
    take = np.repeat(begins - ptr[:-1], lengths) + np.arange(ptr[-1])
    return ptr, np.concatenate([old_items, new_items])[take]


def _options(book: Book, tasks: Sequence[Task]) -> tuple[Ints, Ints, Ints]:
    """Options by machine, how many each task has, and its class of machines (-1: none).

    Tasks that share their options are looked at once.
    """
    blocks: dict[int, int] = {}
    lists: list[tuple[MachineWork, ...]] = []
    of_task = []
    for task in tasks:
        number = blocks.setdefault(id(task.options), len(lists))
        if number == len(lists):
            lists.append(task.options)
        of_task.append(number)
    sizes = np.array([len(row) for row in lists], np.int64)
    table = _table(book, [work for row in lists for work in row])
    owner = np.repeat(np.arange(len(lists)), sizes)
    table = table[np.lexsort((table[:, Option.MACHINE], owner))]
    ptr = np.zeros(len(lists) + 1, np.int64)
    np.cumsum(sizes, out=ptr[1:])
    classes = _classes(book, table[:, Option.MACHINE].tolist(), ptr.tolist())
    which = np.array(of_task, np.int64)
    _, options = _joined(which, (ptr, table), (np.empty(0, np.int64), table[:0]))
    return options, sizes[which], classes[which]


def _table(book: Book, works: Sequence[MachineWork]) -> Ints:
    kinds = book.kinds
    table = np.empty((len(works), len(Option)), np.int64)
    table[:, Option.MACHINE] = [book.machines[work.machine] for work in works]
    table[:, Option.SETUP] = [work.setup_minutes for work in works]
    table[:, Option.RUN] = [work.run_minutes for work in works]
    table[:, Option.BY_CLOCK] = [work.by_clock for work in works]
    table[:, Option.KIND] = [kinds.setdefault(work.kind, len(kinds)) for work in works]
    return table


def _classes(book: Book, machines: list[int], ptr: list[int]) -> Ints:
    known = book.classes
    members = (tuple(machines[low:high]) for low, high in pairwise(ptr))
    return np.array([known.setdefault(row, len(known)) if row else -1 for row in members], np.int64)


def _columns(book: Book, tasks: Sequence[Task], classes: Ints) -> Ints:
    """The rows of some tasks."""
    numbers = np.empty((len(tasks), len(Column)), np.int64)
    starts = [-NEVER if t.pin is None or t.pin.start is None else t.pin.start for t in tasks]
    numbers[:, Column.MODE] = [MODES[t.mode] for t in tasks]
    numbers[:, Column.PIN_START] = starts
    numbers[:, Column.RELEASE] = np.maximum([t.release for t in tasks], numbers[:, Column.PIN_START])
    numbers[:, Column.PINNED] = [t.pin is not None for t in tasks]
    numbers[:, Column.OUTSIDE] = [t.outside_minutes for t in tasks]
    numbers[:, Column.RUNNING] = [t.running is not None for t in tasks]
    numbers[:, Column.ON] = [_on(book, t) for t in tasks]
    numbers[:, Column.LEFT] = [0 if t.running is None else t.running.remaining for t in tasks]
    numbers[:, Column.PART] = _numbered(book.parts, [t.part for t in tasks])
    numbers[:, Column.MOLD] = _numbered(book.molds, [t.mold for t in tasks])
    numbers[:, Column.FAMILY] = _numbered(book.families, [t.setup_family for t in tasks])
    numbers[:, Column.GROUP] = _numbered(book.groups, [t.group for t in tasks])
    numbers[:, Column.CLASS] = classes
    return numbers


def _on(book: Book, task: Task) -> int:
    on = None if task.running is None else task.running.machine
    return -1 if on is None else book.machines[on]


def _numbered(known: dict[Name, int], names: Sequence[Name]) -> list[int]:
    return [known.setdefault(name, len(known)) for name in names]


def by_appearance(numbers: Ints) -> tuple[Ints, Ints]:
    """The numbers (n,) counted anew from 0 as they appear, and which number each was."""
    values, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    order = np.argsort(first)
    anew = np.empty(len(values), np.int64)
    anew[order] = np.arange(len(values))
    return anew[inverse], values[order]
