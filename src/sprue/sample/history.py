"""What has happened so far: the order book worked off by earliest due date, machine by machine, up to now.

A shop that runs by due dates gives work in progress as it is found on a floor: queues before the
bottlenecks, parts that wait for their electrodes, machines each with one thing on them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from heapq import heappop, heappush
from itertools import pairwise
from random import Random

from sprue.planning.templates.routing import Routing
from sprue.planning.templates.usual import LATE
from sprue.sample.book import HISTORY, Project, days_late
from sprue.sample.chance import lognormal
from sprue.sample.ratios import ratio_of
from sprue.shop.calendar import Calendar, Stretch, working_stretches
from sprue.shop.clock import PlanClock
from sprue.shop.ids import CalendarId, MachineId, OperationId, PartId
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode, Operation
from sprue.shop.work import run_minutes_on, up


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to an operation: `end` may lie after now, then it is under way."""

    machine: MachineId | None
    start: datetime
    end: datetime


class WorkingTime:
    """Minutes worked by a calendar: how many until a minute, and when so many are reached."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._starts = [a for a, _ in stretches]
        self._stretches = stretches
        self._done: list[int] = []
        total = 0
        for a, b in stretches:
            self._done.append(total)
            total += b - a

    def until(self, minute: int) -> int:
        """Working minutes before `minute`."""
        index = bisect_right(self._starts, minute) - 1
        if index < 0:
            return 0
        start, end = self._stretches[index]
        return self._done[index] + min(minute, end) - start

    def after(self, minute: int, work: int) -> int:
        """The minute at which `work` working minutes from `minute` on are over."""
        wanted = self.until(minute) + work
        index = max(0, bisect_left(self._done, wanted) - 1)
        return self._stretches[index][0] + wanted - self._done[index]

    def opens(self, minute: int) -> int:
        """The first working minute from `minute` on."""
        index = bisect_right(self._starts, minute) - 1
        if index >= 0 and minute < self._stretches[index][1]:
            return minute
        return self._starts[index + 1]


@dataclass(slots=True)
class Job:
    """An operation as it is worked: how many others it still waits for and who waits for it."""

    operation: Operation
    urgency: float
    waits: int = 0
    followers: list[int] = field(default_factory=list)


class History:
    """The shop's floor from the first order until `now`; time is in minutes since its beginning."""

    def __init__(
        self,
        machines: dict[MachineId, Machine],
        calendars: dict[CalendarId, Calendar],
        now: datetime,
        chance: Random,
    ) -> None:
        self._machines = machines
        self._now = now
        self._chance = chance
        zone = now.astimezone().tzinfo if now.tzinfo is None else now.tzinfo
        begin = (now - HISTORY).replace(hour=0, minute=0, second=0, microsecond=0)
        self._clock = PlanClock(begin, zone)  # type: ignore[arg-type]  # the shop's moments carry its zone
        until = self._clock.minute(now) + 400 * 1440
        self._times = {
            i: WorkingTime(working_stretches(c, (), self._clock, until)) for i, c in calendars.items()
        }
        self._end = self._clock.minute(now)
        self._jobs: list[Job] = []
        self._events: list[tuple[int, int, int]] = []
        self._count = 0
        self._queues: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self._free: dict[str, list[MachineId]] = defaultdict(list)
        for machine in machines.values():
            for kind in machine.kinds:
                self._free[kind].append(machine.id)
        self._records: dict[OperationId, Record] = {}
        self._on: dict[int, MachineId | None] = {}
        self._base_ratio: dict[str, float] = {}

    def work(self, book: Iterable[tuple[Project, Routing]]) -> dict[OperationId, Record]:
        """Works all projects as they come in; the records of all operations begun before now."""
        for project, routing in book:
            self._enter(project, routing)
        while self._events:
            minute, _, event = heappop(self._events)
            if minute >= self._end:
                break
            if event >= 0:
                self._finished(event, minute)
            else:
                self._ready(-event - 1, minute)
        return self._records

    # Entering

    def _enter(self, project: Project, routing: Routing) -> None:
        """The project's operations with their precedence; the first become ready when it comes in."""
        due = project.mold.trial_due or project.mold.due
        assert due is not None
        urgency = self._clock.minute(due) - 2880.0 * (float(project.mold.weight) - 1)
        first = len(self._jobs)
        number = {o.id: first + i for i, o in enumerate(routing.operations.values())}
        self._jobs += [Job(o, urgency) for o in routing.operations.values()]
        for before, after in _arcs(routing):
            self._jobs[number[before]].followers.append(number[after])
            self._jobs[number[after]].waits += 1
        received = self._clock.minute(project.received)
        for index in number.values():
            if self._jobs[index].waits == 0:
                self._at(received, -index - 1)

    def _at(self, minute: int, event: int) -> None:
        self._count += 1
        heappush(self._events, (minute, self._count, event))

    # Working

    def _ready(self, index: int, minute: int) -> None:
        job = self._jobs[index]
        if job.operation.mode is Mode.OUTSIDE:
            self._begin(index, None, minute)
            return
        kind = str(job.operation.kind)
        heappush(self._queues[kind], (job.urgency, index))
        self._dispatch(kind, minute)

    def _finished(self, index: int, minute: int) -> None:
        for follower in self._jobs[index].followers:
            self._jobs[follower].waits -= 1
            if self._jobs[follower].waits == 0:
                self._ready(follower, minute)
        machine = self._on.pop(index, None)
        if machine is not None:
            for kind in self._machines[machine].kinds:
                self._free[kind].append(machine)
            for kind in self._machines[machine].kinds:
                self._dispatch(kind, minute)

    def _dispatch(self, kind: str, minute: int) -> None:
        """Free machines of the kind take what is most urgent of what they may do."""
        queue, aside = self._queues[kind], []
        while queue and self._free[kind]:
            entry = heappop(queue)
            machine = self._able(self._jobs[entry[1]].operation, kind)
            if machine is None:
                aside.append(entry)
            else:
                self._begin(entry[1], machine, minute)
        for entry in aside:
            heappush(queue, entry)

    def _able(self, operation: Operation, kind: str) -> MachineId | None:
        listed = [option.machine for option in operation.machines]
        for machine in self._free[kind]:
            if not listed or machine in listed:
                return machine
        return None

    def _begin(self, index: int, machine: MachineId | None, minute: int) -> None:
        operation = self._jobs[index].operation
        if machine is None:
            start, end = minute, minute + self._outside_minutes(operation)
        else:
            start, end = self._on_machine(operation, self._machines[machine], minute)
            self._on[index] = machine
            for kind in self._machines[machine].kinds:
                self._free[kind].remove(machine)
        self._at(end, index)
        if start < self._end:
            at = self._clock.at
            self._records[operation.id] = Record(machine, at(start), at(end))

    def _on_machine(self, operation: Operation, machine: Machine, minute: int) -> tuple[int, int]:
        times = self._times[machine.calendar]
        ratio = ratio_of(str(operation.kind), self._chance)
        setup = up(operation.setup_minutes)
        run = max(1, round(run_minutes_on(operation, machine) * ratio))
        start = times.opens(minute)
        if operation.mode is Mode.UNATTENDED and machine.unattended:
            return start, times.after(start, setup) + run
        return start, times.after(start, setup + run)

    def _outside_minutes(self, operation: Operation) -> int:
        minutes = up(operation.run_minutes)
        kind = str(operation.kind)
        if kind not in LATE:
            return round(minutes * lognormal(self._chance, 1.0, 0.25))
        share, days = LATE[kind]
        if operation.part.split("-")[1][:2] in ("PL", "PO", "EP"):
            mold = operation.part.split("-", maxsplit=1)[0]
            late = self._base_ratio.setdefault(mold, days_late(self._chance, share, days + 1))
        else:
            late = days_late(self._chance, share, days)
        return minutes + round(late * 1440)


def _arcs(routing: Routing) -> list[tuple[OperationId, OperationId]]:
    """Who must end before whom: the step before, joined parts, and operations named."""
    steps = _steps(routing)
    found = {(a, b) for part in steps.values() for one, two in pairwise(part) for a in one for b in two}
    children: dict[PartId, list[PartId]] = defaultdict(list)
    for part in routing.parts.values():
        if part.parent is not None and part.id in steps:
            children[part.parent].append(part.id)
    for operation in routing.operations.values():
        found.update((before, operation.id) for before in operation.after)
        if operation.joins:
            found.update((a, operation.id) for child in children[operation.part] for a in steps[child][-1])
    return sorted(found)


def _steps(routing: Routing) -> dict[PartId, list[list[OperationId]]]:
    """Operations of each part, step by step."""
    of_part: dict[PartId, dict[Decimal, list[OperationId]]] = defaultdict(lambda: defaultdict(list))
    for operation in routing.operations.values():
        of_part[operation.part][operation.step].append(operation.id)
    return {part: [steps[step] for step in sorted(steps)] for part, steps in of_part.items()}
