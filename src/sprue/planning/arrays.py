"""The only translation between a Problem and the arrays of the kernels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from sprue.planning.kernels.frames import (
    ATTENDED,
    NEVER,
    OUTSIDE,
    UNATTENDED,
    UNBROKEN,
    Bytes,
    Frame,
    Ints,
)
from sprue.planning.kernels.shared import shared_frame
from sprue.planning.problem import MachineSlot, Problem, Task
from sprue.shop.ids import KindId, MachineId, OperationId
from sprue.shop.routing import Mode

MODES = {
    Mode.ATTENDED: ATTENDED,
    Mode.UNBROKEN: UNBROKEN,
    Mode.UNATTENDED: UNATTENDED,
    Mode.OUTSIDE: OUTSIDE,
}


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


def layout_of(problem: Problem) -> Layout:
    """All arrays of the problem."""
    tasks = tuple(problem.tasks.values())
    index = {task.id: i for i, task in enumerate(tasks)}
    machines = tuple(problem.machines)
    kinds = _kinds(problem, tasks)
    options = _Options(tasks, machines, kinds)
    preds = [[index[p] for p in task.predecessors] if task.running is None else [] for task in tasks]
    fields = _Fields(problem, tasks, index, machines, kinds, preds).all() | options.fields()
    fields["pred_count"] = ints(len(row) for row in preds)
    fields["succ_ptr"], fields["succ_idx"] = rows(inverted(preds, len(tasks)))
    frame = Frame(**fields)  # type: ignore[arg-type]  # every field is filled by name, its dtype above
    return Layout(frame, shared_frame(frame), tasks, machines, kinds, options.classes, options.bases, index)


def _kinds(problem: Problem, tasks: Sequence[Task]) -> tuple[KindId, ...]:
    used = {work.kind for task in tasks for work in task.options}
    known = [kind for kind in problem.attention if kind in used]
    return (*known, *sorted(used.difference(known)))


Field = Ints | Bytes | int


class _Options:
    """Options sorted by machine, and the classes of machines they belong to."""

    def __init__(self, tasks: Sequence[Task], machines: Sequence[MachineId], kinds: Sequence[KindId]) -> None:
        place = {machine: i for i, machine in enumerate(machines)}
        kind_place = {kind: i for i, kind in enumerate(kinds)}
        known: dict[tuple[int, ...], int] = {(i,): i for i in range(len(machines))}
        table: list[tuple[int, int, int, bool, int]] = []
        self.pointers = [0]
        classes = []
        for task in tasks:
            own = sorted(
                (place[w.machine], w.setup_minutes, w.run_minutes, w.by_clock, kind_place[w.kind])
                for w in task.options
            )
            table.extend(own)
            self.pointers.append(len(table))
            members = tuple(o[0] for o in own)
            classes.append(known.setdefault(members, len(known)) if members else -1)
        self.classes = ints(classes)
        self.bases = ints(self.pointers[:-1])
        self.table = np.array(table, np.int64).reshape(-1, 5)
        self.members = list(known)
        self.machines = len(machines)

    def fields(self) -> dict[str, Field]:
        """The frame's arrays of options and classes."""
        class_ptr, class_machine = rows(self.members)
        of_machine: list[list[tuple[int, int]]] = [[] for _ in range(self.machines)]
        for cls, members in enumerate(self.members):
            for position, machine in enumerate(members):
                of_machine[machine].append((cls, position))
        mach_ptr, mach_class = rows([[cls for cls, _ in row] for row in of_machine])
        columns = [np.ascontiguousarray(self.table[:, i]) for i in range(5)]
        return {
            "opt_ptr": ints(self.pointers),
            "opt_machine": columns[0],
            "opt_setup": columns[1],
            "opt_run": columns[2],
            "opt_clock": columns[3].astype(np.uint8),
            "opt_kind": columns[4],
            "class_ptr": class_ptr,
            "class_machine": class_machine,
            "mach_ptr": mach_ptr,
            "mach_class": mach_class,
            "mach_pos": ints(position for row in of_machine for _, position in row),
        }


class _Fields:
    """All other arrays of a frame."""

    def __init__(
        self,
        problem: Problem,
        tasks: Sequence[Task],
        index: dict[OperationId, int],
        machines: Sequence[MachineId],
        kinds: Sequence[KindId],
        preds: list[list[int]],
    ) -> None:
        self.problem, self.tasks, self.index = problem, tasks, index
        self.machines, self.kinds, self.preds = machines, kinds, preds
        self.slots = [problem.machines[machine] for machine in machines]

    def all(self) -> dict[str, Field]:
        """Name to array."""
        return {
            "horizon": self.problem.horizon,
            **self._operations(),
            **self._families(),
            **self._calendars(),
            **self._people(),
            **self._groups(),
            **self._running(),
            **self._dues(),
            **self._pins(),
        }

    def _operations(self) -> dict[str, Field]:
        starts = [-NEVER if t.pin is None or t.pin.start is None else t.pin.start for t in self.tasks]
        parts = {part: i for i, part in enumerate(dict.fromkeys(t.part for t in self.tasks))}
        return {
            "mode": ints(MODES[t.mode] for t in self.tasks),
            "release": ints(max(t.release, start) for t, start in zip(self.tasks, starts, strict=True)),
            "pin_start": ints(starts),
            "pinned": np.array([t.pin is not None for t in self.tasks], np.uint8),
            "outside_minutes": ints(t.outside_minutes for t in self.tasks),
            "is_running": np.array([t.running is not None for t in self.tasks], np.uint8),
            "part": ints(parts[t.part] for t in self.tasks),
            "part_base": ints(max(0, self.problem.part_available.get(part, 0)) for part in parts),
        }

    def _families(self) -> dict[str, Field]:
        """Families by number (0: none); those of the changeover table apart, which is dense."""
        numbers = {"": 0}
        for task in self.tasks:
            numbers.setdefault(task.setup_family, len(numbers))
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
        return {
            "family": ints(numbers[t.setup_family] for t in self.tasks),
            "rule_family": ints(ruled.get(t.setup_family, 0) for t in self.tasks),
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
                pool.append(np.array(slot.stretches, np.int64).reshape(-1, 2))
                size += len(slot.stretches)
        stretches = np.concatenate(pool)
        return {
            "st_start": np.ascontiguousarray(stretches[:, 0]),
            "st_end": np.ascontiguousarray(stretches[:, 1]),
            "st_lo": ints(seen[id(slot.stretches)][0] for slot in self.slots),
            "st_hi": ints(seen[id(slot.stretches)][1] for slot in self.slots),
            "batch": ints(slot.batch for slot in self.slots),
        }

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
        arrays = {key: np.array(by_id[key], np.int64).reshape(-1, 2) for _, key in shifts}
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
        members: dict[str, list[int]] = defaultdict(list)
        for i, task in enumerate(self.tasks):
            if task.group and task.mode is not Mode.OUTSIDE:
                members[task.group].append(i)
        lists = list(members.values())
        succs = inverted(self.preds, len(self.tasks)) if lists else []
        waits = [self._outside_waits(row, succs) for row in lists]
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

    def _outside_waits(self, members: list[int], succs: list[list[int]]) -> list[int]:
        """Operations before the group that don't themselves wait for one of its members.

        Were the group begun without them it would hold its machine, which they may need.
        """
        inside = set(members)
        after = _reach(members, succs)
        between = {i for i in _reach(members, self.preds) if i in after}
        needed = {p for i in inside | between for p in self.preds[i]}
        return sorted(needed - inside - after)

    def _running(self) -> dict[str, Field]:
        """Running work by machine, in the order in which it goes on; what shares a furnace ends together."""
        remaining = [0 if t.running is None else t.running.remaining for t in self.tasks]
        following = [-1] * len(self.tasks)
        floating: list[int] = []
        queues: list[list[int]] = []
        on: dict[MachineId, list[int]] = defaultdict(list)
        for i, task in enumerate(self.tasks):
            if task.running is not None and task.running.machine is not None and task.options:
                on[task.running.machine].append(i)
            elif task.running is not None:
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
        for i, task in enumerate(self.tasks):
            pin = task.pin
            if pin is not None and pin.start is not None and pin.machine in place:
                lists[place[pin.machine]].append(i)
        for row in lists:
            row.sort(key=self._pinned_start)
        pin_ptr, pin_idx = rows(lists)
        return {"pin_ptr": pin_ptr, "pin_idx": pin_idx}

    def _pinned_start(self, i: int) -> int:
        pin = self.tasks[i].pin
        return 0 if pin is None or pin.start is None else pin.start


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
