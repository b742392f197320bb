"""From a shop to the planning problem: all rules of the contract in plan minutes from now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sprue.planning.plan import Hindrance, Unplaced
from sprue.planning.problem import (
    HORIZON_MINUTES,
    Due,
    MachineSlot,
    MachineWork,
    Pin,
    Problem,
    Running,
    Task,
    Worker,
)
from sprue.planning.usable import Stretches, Usable
from sprue.planning.waits import Waits, followers_of, spread, waits_of
from sprue.shop.calendar import working_stretches
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId
from sprue.shop.resources import Machine, Person
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import exceptions_of, minutes_worked, run_minutes_on, total_minutes_on, up

GONE = (Status.DONE, Status.CANCELLED)


def problem_of(shop: Shop, now: datetime) -> Problem:
    """The problem as of `now` (aware). Each open operation is in it once, in sheet order."""
    clock = PlanClock(whole_minute(now), shop.settings.zone)
    times = _Times(shop, clock)
    machines = _machine_slots(shop, times)
    workers = tuple(
        Worker(person.id, frozenset(person.kinds), times.of(person)) for person in shop.people.values()
    )
    attention = {kind.id: kind.attention for kind in shop.kinds.values()}
    setups = {(r.kind, r.from_family, r.to_family): up(r.minutes) for r in shop.setups}
    waits = waits_of(shop, clock)
    people = [(w.kinds, w.stretches) for w in workers] if workers else None
    usable = Usable({m.id: m.stretches for m in machines.values()}, people, attention)
    tasks, impossible = _Tasks(shop, clock, waits, usable, setups).all()
    followers = followers_of(waits.predecessors)
    unplannable = spread(impossible, followers, Hindrance.WAITS_FOR_UNPLANNABLE)
    blocked = spread(waits.blocked, followers, Hindrance.WAITS_FOR_BLOCKED)
    return Problem(
        clock=clock,
        tasks={i: task for i, task in tasks.items() if i not in unplannable and i not in blocked},
        machines=machines,
        workers=workers,
        people_limit=bool(workers),
        attention=attention,
        setup_minutes=setups,
        dues=_dues(shop, clock),
        part_available=waits.part_available,
        blocked=tuple(blocked[i] for i in tasks if i in blocked and i not in unplannable),
        unplannable=tuple(unplannable[i] for i in tasks if i in unplannable),
    )


class _Times:
    """Working stretches of machines and people, one tuple for all that share calendar and exceptions."""

    def __init__(self, shop: Shop, clock: PlanClock) -> None:
        self._shop = shop
        self._clock = clock
        self._with_exceptions = {exception.resource for exception in shop.exceptions}
        self._shared: dict[str, Stretches] = {}

    def of(self, resource: Machine | Person) -> Stretches:
        """Stretches of the resource within the horizon, from plan minute 0."""
        stretches = self._regular(resource)
        if isinstance(resource, Machine) and resource.available_from is not None:
            first = self._clock.minute_up(resource.available_from)
            if first > 0:
                return tuple((max(a, first), b) for a, b in stretches if b > first)
        return stretches

    def _regular(self, resource: Machine | Person) -> Stretches:
        if resource.id in self._with_exceptions:
            return self._worked_out(resource)
        if resource.calendar not in self._shared:
            self._shared[resource.calendar] = self._worked_out(resource)
        return self._shared[resource.calendar]

    def _worked_out(self, resource: Machine | Person) -> Stretches:
        calendar = self._shop.calendars[resource.calendar]
        exceptions = exceptions_of(self._shop, resource)
        return tuple(working_stretches(calendar, exceptions, self._clock, HORIZON_MINUTES))


def _machine_slots(shop: Shop, times: _Times) -> dict[MachineId, MachineSlot]:
    """All machines, each with the setup family of the last operation done on it."""
    last: dict[MachineId, Operation] = {}
    for operation in shop.operations.values():
        if (
            operation.status is Status.DONE
            and operation.machine is not None
            and operation.finished is not None
        ):
            before = last.get(operation.machine)
            if before is None or before.finished is None or before.finished <= operation.finished:
                last[operation.machine] = operation
    return {
        machine.id: MachineSlot(
            machine.id,
            machine.kinds,
            times.of(machine),
            machine.unattended,
            machine.batch,
            last[machine.id].setup_family if machine.id in last else "",
        )
        for machine in shop.machines.values()
    }


def _dues(shop: Shop, clock: PlanClock) -> tuple[Due, ...]:
    """The promised milestones of all molds that have operations for them."""
    held: dict[tuple[MoldId, Milestone], list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.milestone is not None and operation.status is not Status.CANCELLED:
            held[shop.parts[operation.part].mold, operation.milestone].append(operation)
    dues = []
    for (mold_id, milestone), operations in held.items():
        mold = shop.molds[mold_id]
        promised = mold.trial_due if milestone is Milestone.T1 else mold.due
        if promised is None:
            continue
        done = [clock.minute_up(o.finished) for o in operations if o.status is Status.DONE and o.finished]
        open_ones = tuple(o.id for o in operations if o.status is not Status.DONE)
        due = clock.minute(promised)
        dues.append(Due(mold_id, milestone, due, mold.weight, open_ones, max(done, default=None)))
    return tuple(dues)


@dataclass(frozen=True, slots=True)
class _Where:
    """What an operation's minutes on machines depend on; operations alike share their options."""

    kind: KindId | None
    setup: Decimal
    run: Decimal
    mode: Mode


class _Tasks:
    """Makes the tasks of all open operations, and says which can never be done."""

    def __init__(
        self,
        shop: Shop,
        clock: PlanClock,
        waits: Waits,
        usable: Usable,
        setups: dict[tuple[KindId, str, str], int],
    ) -> None:
        self._shop = shop
        self._clock = clock
        self._waits = waits
        self._usable = usable
        self._impossible: dict[OperationId, Unplaced] = {}
        self._alike: dict[_Where, tuple[MachineWork, ...]] = {}
        self._of_kind: dict[KindId, list[Machine]] = defaultdict(list)
        for machine in shop.machines.values():
            for kind in machine.kinds:
                self._of_kind[kind].append(machine)
        self._least: dict[tuple[KindId, str], int] = {}
        for (kind, _, family), minutes in setups.items():
            self._least[kind, family] = min(minutes, self._least.get((kind, family), minutes))

    def all(self) -> tuple[dict[OperationId, Task], dict[OperationId, Unplaced]]:
        """All open operations as tasks, and those that are impossible by themselves."""
        tasks = {o.id: self._task(o) for o in self._shop.operations.values() if o.status not in GONE}
        self._keep_groups_together(tasks)
        for task in tasks.values():
            if task.id not in self._impossible and task.mode is not Mode.OUTSIDE:
                tasks[task.id] = self._possible(task)
        return tasks, self._impossible

    def _task(self, operation: Operation) -> Task:
        minute, bind, reference = self._waits.releases[operation.id]
        running = self._running(operation) if operation.status is Status.RUNNING else None
        outside = operation.mode is Mode.OUTSIDE or (running is not None and running.machine is None)
        return Task(
            operation.id,
            operation.part,
            self._shop.parts[operation.part].mold,
            Mode.OUTSIDE if outside else operation.mode,
            minute,
            self._waits.predecessors[operation.id],
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

    def _keep_groups_together(self, tasks: dict[OperationId, Task]) -> None:
        """Leaves the operations of a group only the machines that can do all of them."""
        groups: dict[str, list[Task]] = defaultdict(list)
        for task in tasks.values():
            if task.group and task.mode is not Mode.OUTSIDE:
                groups[task.group].append(task)
        begun = {
            o.group: o.machine
            for o in self._shop.operations.values()
            if o.group and o.machine is not None and o.status in (Status.DONE, Status.RUNNING)
        }
        for group, members in groups.items():
            shared = set.intersection(*({w.machine for w in task.options} for task in members))
            if (begun_on := begun.get(group)) in shared:
                shared = {begun_on} if begun_on is not None else shared
            for task in members:
                if task.running is None:
                    options = tuple(w for w in task.options if w.machine in shared)
                    tasks[task.id] = replace(task, options=options)

    def _possible(self, task: Task) -> Task:
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
            if easy and work.setup_minutes + work.run_minutes <= self._usable.ample(work, task.mode):
                left.append(work)
                continue
            hindrance = self._hindrance(task, work)
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

    def _hindrance(self, task: Task, work: MachineWork) -> Hindrance | None:
        if task.running is not None:
            if work.by_clock or task.running.remaining == 0:
                return None
            left = replace(work, setup_minutes=0, run_minutes=task.running.remaining)
            return self._usable.hindrance(left, task.mode, 0)
        least = self._least.get((work.kind, task.setup_family), work.setup_minutes)
        return self._usable.hindrance(work, task.mode, min(least, work.setup_minutes))
