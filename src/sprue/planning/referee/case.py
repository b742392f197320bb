"""What is judged: the problem and the plan, laid out by machine."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from sprue.planning.plan import Phase, Plan, PlannedOperation, Segment
from sprue.planning.problem import MachineWork, Problem, Task
from sprue.shop.calendar import Stretch
from sprue.shop.ids import KindId, MachineId, OperationId
from sprue.shop.routing import Mode

#: A planned operation with its task and its minutes where it stands.
Placed = tuple[Task, PlannedOperation, MachineWork]


def stretch_with(stretches: Sequence[Stretch], minute: int) -> Stretch | None:
    """The stretch that holds `minute`."""
    i = bisect_right(stretches, minute, key=lambda stretch: stretch[0]) - 1
    return stretches[i] if i >= 0 and minute < stretches[i][1] else None


def within(stretches: Sequence[Stretch], start: int, end: int) -> Iterable[Stretch]:
    """The parts of the stretches that lie in start..end."""
    i = max(0, bisect_right(stretches, start, key=lambda stretch: stretch[0]) - 1)
    while i < len(stretches) and stretches[i][0] < end:
        a, b = max(stretches[i][0], start), min(stretches[i][1], end)
        if a < b:
            yield a, b
        i += 1


def minutes_of(segments: Iterable[Segment], phase: Phase) -> int:
    """Minutes of the segments of one phase."""
    return sum(s.end - s.start for s in segments if s.phase is phase)


@dataclass(frozen=True, slots=True)
class Load:
    """What holds a machine: one operation, or those of a batch, which have the same times."""

    machine: MachineId
    members: tuple[PlannedOperation, ...]
    tasks: tuple[Task, ...]
    works: tuple[MachineWork, ...]

    @property
    def ids(self) -> tuple[OperationId, ...]:
        return tuple(m.operation for m in self.members)

    @property
    def setup_start(self) -> int:
        return self.members[0].setup_start

    @property
    def end(self) -> int:
        return self.members[0].end

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.members[0].segments

    @property
    def family(self) -> str:
        return self.tasks[0].setup_family

    @property
    def is_running(self) -> bool:
        return self.tasks[0].running is not None

    @property
    def by_clock(self) -> bool:
        return self.works[0].by_clock

    @property
    def is_unbroken(self) -> bool:
        return any(t.mode is Mode.UNBROKEN for t in self.tasks)

    @property
    def goes_on(self) -> int:
        """The minute from which it works (running work may first rest on its machine)."""
        return self.segments[0].start if self.segments else self.end

    def kind(self, attention: dict[KindId, Decimal]) -> KindId:
        """The kind under which the one attention is given: the most demanding of the members'."""
        return max((w.kind for w in self.works), key=lambda kind: attention.get(kind, Decimal(1)))


class Case:
    """The problem and the plan as the rules look at them.

    `sound` are the planned operations that stand where they may, on which time can be judged.
    `loads`: by machine, what holds it, in the order of time; running work first.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.planned = [(problem.tasks[i], p) for i, p in plan.operations.items() if i in problem.tasks]
        self.sound = [(t, p) for t, p in self.planned if self._is_sound(t, p)]
        self.loads = self._loads()
        self.load_of = {i: load for loads in self.loads.values() for load in loads for i in load.ids}
        self._previous: dict[OperationId, frozenset[str]] = {}
        for machine, loads in self.loads.items():
            self._previous.update(self._families_before(machine, loads))
        self.last_end = max((p.end for _, p in self.sound), default=0)

    def work(self, task: Task, machine: MachineId) -> MachineWork | None:
        """The task's minutes on a machine; None: it may not be done there."""
        for work in task.options:
            if work.machine == machine:
                return work
        if task.running is None or task.running.machine != machine:
            return None
        slot = self.problem.machines[machine]
        by_clock = task.mode is Mode.UNATTENDED and slot.unattended
        return MachineWork(machine, 0, task.running.remaining, by_clock, slot.kinds[0])

    def stretches(self, machine: MachineId) -> tuple[Stretch, ...]:
        """Working time of a machine."""
        return self.problem.machines[machine].stretches

    def previous_families(self, load: Load) -> frozenset[str]:
        """Setup families that may stand before the load on its machine (several: at the same minute)."""
        return self._previous[load.ids[0]]

    def setups(self, load: Load) -> set[int]:
        """Setup minutes that the load may have: the longest of its members', after what stood before it."""
        return {
            max(self.setup_after(t, w, family) for t, w in zip(load.tasks, load.works, strict=True))
            for family in self.previous_families(load)
        }

    def setup_after(self, task: Task, work: MachineWork, family: str) -> int:
        """Setup minutes of a task after work of `family`."""
        key = (work.kind, family, task.setup_family)
        return self.problem.setup_minutes.get(key, work.setup_minutes)

    def run_minutes(self, load: Load) -> int:
        """Run minutes of the load: the longest of its members'."""
        pairs = zip(load.tasks, load.works, strict=True)
        return max(t.running.remaining if t.running is not None else w.run_minutes for t, w in pairs)

    def _is_sound(self, task: Task, planned: PlannedOperation) -> bool:
        if planned.machine is None:
            return task.mode is Mode.OUTSIDE
        known = planned.machine in self.problem.machines
        return known and task.mode is not Mode.OUTSIDE and self.work(task, planned.machine) is not None

    def _loads(self) -> dict[MachineId, list[Load]]:
        found: dict[MachineId, dict[object, list[tuple[Task, PlannedOperation, MachineWork]]]] = defaultdict(
            dict
        )
        for task, planned in self.sound:
            if planned.machine is None:
                continue
            work = self.work(task, planned.machine)
            assert work is not None
            key = self._together(task, planned)
            found[planned.machine].setdefault(key, []).append((task, planned, work))
        return {machine: sorted(map(_load, loads.values()), key=_order) for machine, loads in found.items()}

    def _together(self, task: Task, planned: PlannedOperation) -> object:
        """Operations with equal keys on a batch machine are one batch."""
        machine = planned.machine
        if machine is None or self.problem.machines[machine].batch == 1 or not task.setup_family:
            return task.id
        times = (planned.setup_start, planned.run_start, planned.end, planned.segments)
        return (task.setup_family, task.running is not None, *times)

    def _families_before(self, machine: MachineId, loads: list[Load]) -> dict[OperationId, frozenset[str]]:
        """By the first member of each load: the families that may stand right before it."""
        found: dict[OperationId, frozenset[str]] = {}
        before = frozenset({self.problem.machines[machine].last_family})
        running = [load for load in loads if load.is_running]
        found.update({load.ids[0]: before for load in running})
        if running:
            before = frozenset(load.family for load in _ending_last(running))
        for _, group in groupby((load for load in loads if not load.is_running), key=_order):
            alike = list(group)
            for load in alike:
                others = frozenset(other.family for other in alike if other is not load)
                found[load.ids[0]] = before | others
            before = frozenset(load.family for load in alike)
        return found


def _ending_last(loads: list[Load]) -> list[Load]:
    last = max(load.end for load in loads)
    return [load for load in loads if load.end == last]


def _load(parts: list[Placed]) -> Load:
    tasks, planned, works = zip(*parts, strict=True)
    assert planned[0].machine is not None
    return Load(planned[0].machine, planned, tasks, works)


def _order(load: Load) -> tuple[bool, int, int]:
    """Running work first, then by start; what takes no time goes before what starts with it."""
    return (not load.is_running, load.goes_on if load.is_running else load.setup_start, load.end)
