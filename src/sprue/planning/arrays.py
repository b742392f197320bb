"""The only translation between a Problem and the arrays of the kernels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from math import lcm

import numpy as np

from sprue.planning.kernels.frames import OUTSIDE, Bytes, Frame, Ints
from sprue.planning.kernels.shared import shared_frame
from sprue.planning.problem import MachineSlot, Problem, Task
from sprue.planning.rows import Column, Option, Rows, by_appearance, rows_of
from sprue.shop.calendar import Stretch
from sprue.shop.ids import KindId, MachineId, OperationId


@dataclass(frozen=True, slots=True)
class Layout:
    """The frame and what its indices stand for."""

    frame: Frame
    #: The frame as compiled functions take it.
    shared: Frame
    tasks: tuple[Task, ...]
    machines: tuple[MachineId, ...]
    kinds: tuple[KindId, ...]
    classes: Ints  # (n,) machine class, -1 outside
    bases: Ints  # (n,) first option
    index: dict[OperationId, int]
    rows: Rows


def ints(values: Iterable[int]) -> Ints:
    """An int64 array."""
    return np.fromiter(values, np.int64)


def rows(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Rows of lists as (ptr, idx)."""
    ptr = np.zeros(len(lists) + 1, np.int64)
    np.cumsum(ints(len(row) for row in lists), out=ptr[1:])
    return ptr, ints(value for row in lists for value in row)


def inverted(lists: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """For each value below `size` the rows that hold it."""
    found: list[list[int]] = [[] for _ in range(size)]
    for row, values in enumerate(lists):
        for value in values:
            found[value].append(row)
    return found


def layout_of(problem: Problem, before: Layout | None = None) -> Layout:
    """All arrays of the problem; `before`: of an earlier one, whose unchanged operations need no new look."""
    table = rows_of(problem, before.rows if before is not None else None)
    machines = tuple(problem.machines)
    kinds = _kinds(problem, table)
    fields = _Fields(problem, table, machines, kinds).all()
    frame = Frame(**fields)  # type: ignore[arg-type]  # every field is filled by name, its dtype in `frames`
    options = np.diff(table.opt_ptr)
    classes = np.where(options > 0, _class_numbers(table)[0], -1)
    bases = table.opt_ptr[:-1].copy()
    return Layout(
        frame, shared_frame(frame), table.tasks, machines, kinds, classes, bases, table.index, table
    )


def _kinds(problem: Problem, table: Rows) -> tuple[KindId, ...]:
    names = tuple(table.book.kinds)
    used = {names[i] for i in np.unique(table.options[:, Option.KIND]).tolist()}
    known = [kind for kind in problem.attention if kind in used]
    return (*known, *sorted(used.difference(known)))


def _class_numbers(table: Rows) -> tuple[Ints, list[tuple[int, ...]]]:
    """The class of each operation (n,; -1: outside), and the machines of all classes.

    The first classes are one machine each, the others follow as they appear.
    """
    known, machines = list(table.book.classes), len(table.book.machines)
    numbers = table.column(Column.CLASS)
    several = np.flatnonzero(numbers >= machines)
    anew, old = by_appearance(numbers[several])
    numbers[several] = anew + machines
    return numbers, [*known[:machines], *(known[i] for i in old.tolist())]


Field = Ints | Bytes | int


class _Fields:
    """The arrays of a frame."""

    def __init__(
        self, problem: Problem, table: Rows, machines: Sequence[MachineId], kinds: Sequence[KindId]
    ) -> None:
        self.problem, self.table = problem, table
        self.tasks, self.index = table.tasks, table.index
        self.machines, self.kinds = machines, kinds
        self.slots = [problem.machines[machine] for machine in machines]
        self._arrays: dict[int, Ints] = {}

    def all(self) -> dict[str, Field]:
        """Name to array."""
        return {
            "horizon": self.problem.horizon,
            **self._operations(),
            **self._precedence(),
            **self._options(),
            **self._families(),
            **self._calendars(),
            **self._people(),
            **self._groups(),
            **self._running(),
            **self._dues(),
            **self._pins(),
        }

    def _operations(self) -> dict[str, Field]:
        column = self.table.column
        part, used = by_appearance(column(Column.PART))
        parts = list(self.table.book.parts)
        available = self.problem.part_available
        return {
            "mode": column(Column.MODE),
            "release": column(Column.RELEASE),
            "pin_start": column(Column.PIN_START),
            "pinned": column(Column.PINNED).astype(np.uint8),
            "outside_minutes": column(Column.OUTSIDE),
            "is_running": column(Column.RUNNING).astype(np.uint8),
            "part": part,
            "part_base": ints(max(0, available.get(parts[i], 0)) for i in used.tolist()),
        }

    def _precedence(self) -> dict[str, Field]:
        """How many each operation waits for, and what waits for it."""
        counts, preds = np.diff(self.table.pred_ptr), self.table.preds
        waiting = np.repeat(np.arange(len(self.tasks)), counts)
        succ_ptr = np.zeros(len(self.tasks) + 1, np.int64)
        np.cumsum(np.bincount(preds, minlength=len(self.tasks)), out=succ_ptr[1:])
        succ_idx = waiting[np.argsort(preds, kind="stable")]
        return {"pred_count": counts, "succ_ptr": succ_ptr, "succ_idx": succ_idx}

    def _options(self) -> dict[str, Field]:
        """Options by machine, and the classes of machines they belong to."""
        _, members = _class_numbers(self.table)
        class_ptr, class_machine = rows(members)
        of_machine: list[list[tuple[int, int]]] = [[] for _ in self.machines]
        for cls, row in enumerate(members):
            for position, machine in enumerate(row):
                of_machine[machine].append((cls, position))
        mach_ptr, mach_class = rows([[cls for cls, _ in row] for row in of_machine])
        place = {kind: i for i, kind in enumerate(self.kinds)}
        kinds = np.array([place.get(kind, -1) for kind in self.table.book.kinds], np.int64)
        columns = [np.ascontiguousarray(self.table.options[:, option]) for option in Option]
        return {
            "opt_ptr": self.table.opt_ptr,
            "opt_machine": columns[Option.MACHINE],
            "opt_setup": columns[Option.SETUP],
            "opt_run": columns[Option.RUN],
            "opt_clock": columns[Option.BY_CLOCK].astype(np.uint8),
            "opt_kind": kinds[columns[Option.KIND]],
            "class_ptr": class_ptr,
            "class_machine": class_machine,
            "mach_ptr": mach_ptr,
            "mach_class": mach_class,
            "mach_pos": ints(position for row in of_machine for _, position in row),
        }

    def _families(self) -> dict[str, Field]:
        """Families by number (0: none); those of the changeover table apart, which is dense."""
        table = self.problem.setup_minutes
        ruled: dict[str, int] = {}
        for _, before, after in table:
            ruled.setdefault(before, len(ruled) + 1)
            ruled.setdefault(after, len(ruled) + 1)
        place = {kind: i for i, kind in enumerate(self.kinds)}
        rule_kinds = {kind: i for i, kind in enumerate(dict.fromkeys(key[0] for key in table))}
        changeover = np.full((max(1, len(rule_kinds)), len(ruled) + 1, len(ruled) + 1), -1, np.int64)
        for (kind, before, after), minutes in table.items():
            changeover[rule_kinds[kind], ruled[before], ruled[after]] = minutes
        rule_kind = np.full(max(1, len(self.kinds)), -1, np.int64)
        for kind, i in rule_kinds.items():
            if kind in place:
                rule_kind[place[kind]] = i
        family = self.table.column(Column.FAMILY)
        of_family = ints(ruled.get(name, 0) for name in self.table.book.families)
        return {
            "family": family,
            "rule_family": of_family[family],
            "first_family": ints(ruled.get(slot.last_family, 0) for slot in self.slots),
            "rule_kind": rule_kind,
            "changeover": changeover,
        }

    def _calendars(self) -> dict[str, Field]:
        """Stretches of all machines; those with the same ones share them."""
        seen: dict[int, tuple[int, int]] = {}
        pool: list[np.ndarray[tuple[int, int], np.dtype[np.int64]]] = [np.empty((0, 2), np.int64)]
        size = 0
        for slot in self.slots:
            if id(slot.stretches) not in seen:
                seen[id(slot.stretches)] = (size, size + len(slot.stretches))
                pool.append(self._array(slot.stretches))
                size += len(slot.stretches)
        stretches = np.concatenate(pool)
        return {
            "st_start": np.ascontiguousarray(stretches[:, 0]),
            "st_end": np.ascontiguousarray(stretches[:, 1]),
            "st_lo": ints(seen[id(slot.stretches)][0] for slot in self.slots),
            "st_hi": ints(seen[id(slot.stretches)][1] for slot in self.slots),
            "batch": ints(slot.batch for slot in self.slots),
        }

    def _array(self, stretches: Sequence[Stretch]) -> Ints:
        """Stretches as (·, 2); many machines and people share theirs."""
        if id(stretches) not in self._arrays:
            self._arrays[id(stretches)] = ints(chain.from_iterable(stretches)).reshape(-1, 2)
        return self._arrays[id(stretches)]

    def _people(self) -> dict[str, Field]:
        """People by what they are able to do, and how many of each are on shift from when on."""
        attention = [Fraction(self.problem.attention.get(kind, 1)) for kind in self.kinds] or [Fraction(1)]
        unit = lcm(*(a.denominator for a in attention))
        place = {kind: i for i, kind in enumerate(self.kinds)}
        groups: dict[tuple[int, ...], int] = {}
        shifts: dict[tuple[int, int], int] = defaultdict(int)
        by_id = {id(worker.stretches): worker.stretches for worker in self.problem.workers}
        for worker in self.problem.workers:
            able = tuple(sorted(place[kind] for kind in worker.kinds if kind in place))
            if able:
                shifts[groups.setdefault(able, len(groups)), id(worker.stretches)] += 1
        arrays = {key: self._array(by_id[key]) for _, key in shifts}
        times = np.unique(np.concatenate([np.zeros(1, np.int64), *(a.ravel() for a in arrays.values())]))
        change = np.zeros((len(times) + 1, max(1, len(groups))), np.int64)
        for (group, key), people in shifts.items():
            np.add.at(change[:, group], np.searchsorted(times, arrays[key][:, 0]), people * unit)
            np.add.at(change[:, group], np.searchsorted(times, arrays[key][:, 1]), -people * unit)
        kg_ptr, kg_idx = rows(inverted(list(groups), max(1, len(self.kinds))))
        gk_ptr, gk_idx = rows(list(groups) or [[]])
        return {
            "unit": unit,
            "people_limit": int(self.problem.people_limit),
            "attention": ints(int(a * unit) for a in attention),
            "kg_ptr": kg_ptr,
            "kg_idx": kg_idx,
            "gk_ptr": gk_ptr,
            "gk_idx": gk_idx,
            "seg_time": times,
            "seg_cap": np.cumsum(change, axis=0)[:-1],
        }

    def _groups(self) -> dict[str, Field]:
        """Groups, and for each the operations outside that must end before it may begin."""
        grouped = (self.table.column(Column.GROUP) > 0) & (self.table.column(Column.MODE) != OUTSIDE)
        members: dict[str, list[int]] = defaultdict(list)
        for i in np.flatnonzero(grouped).tolist():
            members[self.tasks[i].group].append(i)
        lists = list(members.values())
        preds = self._lists_of_preds() if lists else []
        succs = inverted(preds, len(self.tasks)) if lists else []
        waits = [_outside_waits(row, preds, succs) for row in lists]
        number = np.full(len(self.tasks), -1, np.int64)
        for g, row in enumerate(lists):
            number[row] = g
        grp_ptr, grp_idx = rows(lists)
        wait_ptr, wait_idx = rows(inverted(waits, len(self.tasks)))
        return {
            "group": number,
            "grp_ptr": grp_ptr,
            "grp_idx": grp_idx,
            "grp_release": ints(max(self.tasks[i].release for i in row) for row in lists),
            "grp_pending": ints(len(row) for row in waits),
            "wait_ptr": wait_ptr,
            "wait_idx": wait_idx,
        }

    def _lists_of_preds(self) -> list[list[int]]:
        ptr, preds = self.table.pred_ptr.tolist(), self.table.preds.tolist()
        return [preds[low:high] for low, high in pairwise(ptr)]

    def _running(self) -> dict[str, Field]:
        """Running work by machine, in the order in which it goes on; what shares a furnace ends together."""
        remaining = self.table.column(Column.LEFT).tolist()
        following = [-1] * len(self.tasks)
        floating: list[int] = []
        queues: list[list[int]] = []
        on: dict[MachineId, list[int]] = defaultdict(list)
        for i in np.flatnonzero(self.table.column(Column.RUNNING)).tolist():
            task = self.tasks[i]
            if task.running is not None and task.running.machine is not None and task.options:
                on[task.running.machine].append(i)
            else:
                floating.append(i)
        for slot in self.slots:
            loads = self._loads(on[slot.id], slot)
            for load in loads:
                longest = max(remaining[i] for i in load)
                for i, after in zip(load, [*load[1:], -1], strict=True):
                    remaining[i], following[i] = longest, after
            clocked = [load for load in loads if self.tasks[load[0]].options[0].by_clock]
            clocked.sort(key=lambda load: -remaining[load[0]])
            floating.extend(i for load in clocked[1:] for i in load)
            attended = [load[0] for load in loads if not self.tasks[load[0]].options[0].by_clock]
            queues.append([*(load[0] for load in clocked[:1]), *attended])
        run_ptr, run_op = rows(queues)
        return {
            "run_ptr": run_ptr,
            "run_op": run_op,
            "run_next": ints(following),
            "float_op": ints(floating),
            "remaining": ints(remaining),
        }

    def _loads(self, running: list[int], slot: MachineSlot) -> list[list[int]]:
        """What runs together on the machine, what was started last first."""
        order = sorted(running, key=lambda i: (-self._started(i), i))
        loads: list[list[int]] = []
        for i in order:
            task = self.tasks[i]
            for load in loads:
                first = self.tasks[load[0]]
                alike = first.setup_family == task.setup_family and first.mode is task.mode
                if task.setup_family and alike and len(load) < slot.batch:
                    load.append(i)
                    break
            else:
                loads.append([i])
        return loads

    def _started(self, i: int) -> int:
        running = self.tasks[i].running
        return 0 if running is None else running.started

    def _dues(self) -> dict[str, Field]:
        dues = self.problem.dues
        due_ptr, due_idx = rows([[self.index[t] for t in d.tasks if t in self.index] for d in dues])
        return {
            "due_ptr": due_ptr,
            "due_idx": due_idx,
            "due_at": ints(d.due for d in dues),
            "due_weight": np.array([float(d.weight) for d in dues], np.float64),  # type: ignore[dict-item]  # floats
        }

    def _pins(self) -> dict[str, Field]:
        """Per machine the operations pinned to start there, the earliest first."""
        lists: list[list[int]] = [[] for _ in self.machines]
        place = {machine: i for i, machine in enumerate(self.machines)}
        for i in np.flatnonzero(self.table.column(Column.PINNED)).tolist():
            pin = self.tasks[i].pin
            if pin is not None and pin.start is not None and pin.machine in place:
                lists[place[pin.machine]].append(i)
        for row in lists:
            row.sort(key=self._pinned_start)
        pin_ptr, pin_idx = rows(lists)
        return {"pin_ptr": pin_ptr, "pin_idx": pin_idx}

    def _pinned_start(self, i: int) -> int:
        pin = self.tasks[i].pin
        return 0 if pin is None or pin.start is None else pin.start


def _outside_waits(members: list[int], preds: list[list[int]], succs: list[list[int]]) -> list[int]:
    """Operations before the group that don't themselves wait for one of its members.

    Were the group begun without them it would hold its machine, which they may need.
    """
    inside = set(members)
    after = _reach(members, succs)
    between = {i for i in _reach(members, preds) if i in after}
    needed = {p for i in inside | between for p in preds[i]}
    return sorted(needed - inside - after)


def _reach(seeds: Iterable[int], links: list[list[int]]) -> set[int]:
    """All that is reached from `seeds` over at least one link."""
    found: set[int] = set()
    todo = list(seeds)
    while todo:
        for other in links[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return found
