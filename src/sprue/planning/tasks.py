"""The tasks of a problem: each open operation with its machines and minutes, kept while nothing changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sprue.planning.plan import Hindrance, Unplaced
from sprue.planning.problem import HORIZON_MINUTES, MachineWork, Pin, Running, Task
from sprue.planning.usable import Usable, Wanted
from sprue.planning.waits import Waits
from sprue.shop.clock import PlanClock
from sprue.shop.ids import KindId, OperationId
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import minutes_worked, run_minutes_on, total_minutes_on, up


@dataclass(frozen=True, slots=True)
class _Where:
    """What an operation's minutes on machines depend on; operations alike share their options."""

    kind: KindId | None
    setup: Decimal
    run: Decimal
    mode: Mode


#: Longest minutes on any machine, and the number of what must have room for them.
Demand = tuple[int, int]
NOWHERE = Wanted((), False)
GONE = (Status.DONE, Status.CANCELLED)
BEGUN = (Status.DONE, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Following:
    """Changed operations, in sheet order, and all that must be looked at because of them."""

    changed: Sequence[Operation]
    look: dict[OperationId, None]


class Tasks:
    """Makes the tasks of open operations, keeps those of unchanged ones, says which are impossible."""

    def __init__(self, shop: Shop, clock: PlanClock, setups: dict[tuple[KindId, str, str], int]) -> None:
        self._shop, self._clock = shop, clock
        self._impossible: dict[OperationId, Unplaced] = {}
        self._alike: dict[_Where, tuple[MachineWork, ...]] = {}
        self._of_kind: dict[KindId, list[Machine]] = defaultdict(list)
        for machine in shop.machines.values():
            for kind in machine.kinds:
                self._of_kind[kind].append(machine)
        self._least: dict[tuple[KindId, str], int] = {}
        for (kind, _, family), minutes in setups.items():
            self._least[kind, family] = min(minutes, self._least.get((kind, family), minutes))
        #: Tasks with all machines that may do them, whether there is room there or not.
        self._tasks: dict[OperationId, Task] = {}
        self._demands: dict[OperationId, Demand] = {}
        self._rooms: dict[Wanted, int] = {}
        #: Running or pinned: as time goes on they change by themselves.
        self._moving: set[OperationId] = set()
        self._later: set[OperationId] = set()
        self._of_group: dict[str, dict[OperationId, None]] = defaultdict(dict)

    def follow(self, shop: Shop, clock: PlanClock, waits: Waits, news: Following) -> dict[OperationId, Task]:
        """Takes over what is new; all open operations as tasks, in sheet order."""
        self._shop, self._clock = shop, clock
        for operation in news.changed:
            if operation.group:
                self._of_group[operation.group][operation.id] = None
        look = news.look | dict.fromkeys(self._moving)
        groups = dict.fromkeys([group for name in look if (group := shop.operations[name].group)])
        for group in groups:
            look |= self._of_group[group]
        for name in self._later - look.keys():
            self._release(self._tasks[name], waits)
        for name in look:
            self._make(shop.operations[name], waits)
        for group in groups:
            self._keep_together(group)
        for name in look:
            if name in self._tasks:
                self._demands[name] = self._demand(self._tasks[name])
        known = self._tasks
        self._tasks = {name: known[name] for name in shop.operations if name in known}
        return self._tasks

    def _release(self, task: Task, waits: Waits) -> None:
        """As time goes on, what it waits for comes nearer."""
        minute, bind, reference = waits.release(task.id)
        if minute != task.release:
            self._put(replace(task, release=minute, release_reason=(bind.value, reference)))

    def _make(self, operation: Operation, waits: Waits) -> None:
        name = operation.id
        self._moving.discard(name)
        self._later.discard(name)
        if operation.status in GONE:
            self._tasks.pop(name, None)
            self._demands.pop(name, None)
            return
        task = self._task(operation, waits)
        if task.running is not None or task.pin is not None:
            self._moving.add(name)
        self._put(task)

    def _put(self, task: Task) -> None:
        self._tasks[task.id] = task
        (self._later.add if task.release > 0 else self._later.discard)(task.id)

    def possible(self, usable: Usable) -> tuple[dict[OperationId, Task], dict[OperationId, Unplaced]]:
        """All open operations with the machines on which there is room, and those that have none."""
        self._impossible = {}
        room = [usable.surely(wanted) for wanted in self._rooms]
        tight = [name for name, (minutes, at) in self._demands.items() if minutes > room[at]]
        found = {name: self._possible(self._tasks[name], usable) for name in self._in_order(tight)}
        return self._tasks | found, self._impossible

    def _in_order(self, names: Iterable[OperationId]) -> list[OperationId]:
        wanted = set(names)
        return [name for name in self._tasks if name in wanted] if wanted else []

    def _demand(self, task: Task) -> Demand:
        """What the quick look asks for; running work and what has no machine never passes it."""
        if task.mode is Mode.OUTSIDE:
            return -1, self._room(NOWHERE)
        if task.running is not None or not task.options:
            return HORIZON_MINUTES, self._room(NOWHERE)
        longest = max([work.setup_minutes + work.run_minutes for work in task.options])
        places = tuple([(work.machine, work.kind) for work in task.options])
        return longest, self._room(Wanted(places, task.mode is Mode.UNBROKEN))

    def _room(self, wanted: Wanted) -> int:
        return self._rooms.setdefault(wanted, len(self._rooms))

    def _task(self, operation: Operation, waits: Waits) -> Task:
        minute, bind, reference = waits.release(operation.id)
        running = self._running(operation) if operation.status is Status.RUNNING else None
        outside = operation.mode is Mode.OUTSIDE or (running is not None and running.machine is None)
        return Task(
            operation.id,
            operation.part,
            self._shop.parts[operation.part].mold,
            Mode.OUTSIDE if outside else operation.mode,
            minute,
            waits.predecessors[operation.id],
            () if outside else self._options(operation),
            total_minutes_on(operation, None) if outside else 0,
            operation.setup_family,
            operation.group,
            operation.milestone,
            running,
            None if running is not None else self._pin(operation),
            (bind.value, reference),
        )

    def _pin(self, operation: Operation) -> Pin | None:
        if not operation.pinned:
            return None
        start = operation.pinned_start
        machine = None if operation.mode is Mode.OUTSIDE else operation.machine
        return Pin(machine, None if start is None else self._clock.minute_up(start))

    def _running(self, operation: Operation) -> Running:
        started = operation.started or self._clock.origin
        machine = None if operation.mode is Mode.OUTSIDE else operation.machine
        if operation.remaining_minutes is not None:
            remaining = up(operation.remaining_minutes)
        else:
            whole = total_minutes_on(operation, self._shop.machines[machine] if machine else None)
            worked = minutes_worked(self._shop, operation, machine, started, self._clock.origin)
            remaining = max(1, whole - worked)
        return Running(machine, min(0, self._clock.minute(started)), remaining)

    def _options(self, operation: Operation) -> tuple[MachineWork, ...]:
        """The machines that may do it: where it runs or is pinned, else its list, else all of its kind."""
        fixed = operation.status is Status.RUNNING or operation.pinned
        if fixed and operation.machine is not None:
            return (self._work(operation, self._shop.machines[operation.machine]),)
        if operation.machines:
            listed = dict.fromkeys(option.machine for option in operation.machines)
            return tuple(self._work(operation, self._shop.machines[machine]) for machine in listed)
        where = _Where(operation.kind, operation.setup_minutes, operation.run_minutes, operation.mode)
        if where not in self._alike:
            machines = self._of_kind.get(operation.kind, []) if operation.kind is not None else []
            self._alike[where] = tuple(self._works(operation, machines))
        return self._alike[where]

    def _works(self, operation: Operation, machines: Iterable[Machine]) -> Iterator[MachineWork]:
        """Its minutes on machines of its kind; those of equal speed take equal minutes."""
        setup = up(operation.setup_minutes)
        alone = operation.mode is Mode.UNATTENDED
        runs: dict[Decimal, int] = {}
        for machine in machines:
            run = runs.get(machine.speed)
            if run is None:
                run = runs[machine.speed] = run_minutes_on(operation, machine)
            kind = operation.kind if operation.kind is not None else machine.kinds[0]
            yield MachineWork(machine.id, setup, run, alone and machine.unattended, kind)

    def _work(self, operation: Operation, machine: Machine) -> MachineWork:
        own = operation.kind if operation.kind in machine.kinds else None
        return MachineWork(
            machine.id,
            up(operation.setup_minutes),
            run_minutes_on(operation, machine),
            operation.mode is Mode.UNATTENDED and machine.unattended,
            own if own is not None else machine.kinds[0],
        )

    def _keep_together(self, group: str) -> None:
        """Leaves the operations of a group only the machines that can do all of them."""
        names = tuple(self._of_group[group])
        operations = [self._shop.operations[name] for name in names]
        members = [self._tasks[name] for name in names if name in self._tasks]
        members = [task for task in members if task.mode is not Mode.OUTSIDE]
        if not members:
            return
        shared = set.intersection(*({w.machine for w in task.options} for task in members))
        begun = [o.machine for o in operations if o.machine is not None and o.status in BEGUN]
        if begun and begun[-1] in shared:
            shared = {begun[-1]}
        for task in members:
            if task.running is None:
                options = tuple(w for w in task.options if w.machine in shared)
                self._tasks[task.id] = replace(task, options=options)

    def _possible(self, task: Task, usable: Usable) -> Task:
        """The task with the machines on which it can be done; none: it is impossible."""
        operation = self._shop.operations[task.id]
        kind = operation.kind or ""
        if not task.options:
            self._impossible[task.id] = Unplaced(task.id, Hindrance.NO_MACHINE, kind)
            return task
        left, hindrances = [], []
        easy = task.running is None
        for work in task.options:
            # Nearly all work surely finds room: that is asked first, without more ado.
            if easy and work.setup_minutes + work.run_minutes <= usable.ample(work, task.mode):
                left.append(work)
                continue
            hindrance = self._hindrance(task, work, usable)
            if hindrance is None:
                left.append(work)
            else:
                hindrances.append((hindrance, work))
        if left:
            return task if len(left) == len(task.options) else replace(task, options=tuple(left))
        worst, work = max(hindrances, key=lambda found: list(Hindrance).index(found[0]))
        reference = work.kind if worst is Hindrance.NOBODY_ABLE else work.machine
        self._impossible[task.id] = Unplaced(task.id, worst, reference)
        return task

    def _hindrance(self, task: Task, work: MachineWork, usable: Usable) -> Hindrance | None:
        if task.running is not None:
            if work.by_clock or task.running.remaining == 0:
                return None
            left = replace(work, setup_minutes=0, run_minutes=task.running.remaining)
            return usable.hindrance(left, task.mode, 0)
        least = self._least.get((work.kind, task.setup_family), work.setup_minutes)
        return usable.hindrance(work, task.mode, min(least, work.setup_minutes))
