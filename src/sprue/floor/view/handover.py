"""What a shift hands over, written by itself: what was done, what runs, what is wrong, what is next."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.floor.live import LivePlan
from sprue.floor.view.attendance import presence
from sprue.floor.view.calls import called_for
from sprue.floor.view.hours import Hours
from sprue.floor.view.machines import end_of_running, queue_of
from sprue.floor.view.waits import Sight, Wait
from sprue.floor.worktime import same, shifts_of
from sprue.shop.calendar import CalendarException
from sprue.shop.events import PlannedRow
from sprue.shop.ids import CalendarId, KindId, MachineId, OperationId, PersonId, ProblemId
from sprue.shop.problems import ProblemStatus
from sprue.shop.records import Note, Work
from sprue.shop.resources import Person
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock

#: Shifts of so long ago can still be chosen.
BACK = timedelta(days=4)
#: A shift that begins by then is day work, else night work (hours of the shop's clock).
_DAY_FROM, _DAY_TO = 5, 15
#: Of each machine so many jobs of the next shift are told.
NEXT_SHOWN = 2
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ShiftWindow:
    """One shift of a department; breaks belong to it."""

    start: datetime
    end: datetime
    night: bool


@dataclass(frozen=True, slots=True)
class Done:
    """Finished in the shift; `late`: minutes after the published plan, None: not planned."""

    operation: OperationId
    machine: MachineId | None
    person: PersonId | None
    finished: datetime
    late: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """Was planned to end in the shift and did not."""

    operation: OperationId
    machine: MachineId | None
    planned: datetime
    work: Work


@dataclass(frozen=True, slots=True)
class Running:
    """Goes on; `alone`: with nobody there, `ends` None: it rests."""

    operation: OperationId
    machine: MachineId
    person: PersonId | None
    ends: datetime | None
    alone: bool
    work: Work


@dataclass(frozen=True, slots=True)
class Open:
    """An open problem of the department, or on one of its machines; `minutes` old."""

    problem: ProblemId
    minutes: int
    level: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next on a machine and what it still waits for."""

    operation: OperationId
    machine: MachineId
    start: datetime
    waits: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class Away:
    person: PersonId
    told: CalendarException


@dataclass(frozen=True, slots=True)
class Handover:
    """Of `window` as of `at`: its end, or now where it still goes on."""

    department: str
    window: ShiftWindow
    at: datetime
    planned: int
    done: tuple[Done, ...]
    undone: tuple[Undone, ...]
    running: tuple[Running, ...]
    open: tuple[Open, ...]
    coming: tuple[Coming, ...]
    away: tuple[Away, ...]
    questions: int
    notes: tuple[Note, ...]


def departments_of(shop: Shop) -> tuple[str, ...]:
    """Departments with machines or people, as the shop writes them."""
    found = [kind.department for kind in shop.kinds.values()] + [p.department for p in shop.people.values()]
    return tuple(sorted({name for name in found if name}))


def shift_windows(hours: Hours, shop: Shop, department: str, now: datetime) -> tuple[ShiftWindow, ...]:
    """Shifts of a department by the calendars of its people, the last that began comes last.

    `department` may be several, with commas: a leader's team.
    """
    calendars = {person.calendar for person in shop.people.values() if _of(person.department, department)}
    if not calendars:
        kinds = {kind.id for kind in shop.kinds.values() if _of(kind.department, department)}
        calendars = {machine.calendar for machine in shop.machines.values() if kinds & {*machine.kinds}}
    first, last = hours.clock.minute(now - BACK), hours.clock.minute(now)
    found = {
        shift
        for calendar in calendars
        for shift in shifts_of(hours.stretches(_anybody(calendar)), hours.clock)
        if shift[1] > first and shift[0] <= last
    }
    return tuple(
        ShiftWindow(hours.at(begin), hours.at(end), night=_is_night(hours.at(begin), shop))
        for begin, end in sorted(found, key=lambda shift: (shift[1], shift[0]))
    )


def handover(
    sight: Sight,
    hours: Hours,
    plan: LivePlan,
    planned: Mapping[MachineId, Sequence[OperationId]],
    department: str,
    window: ShiftWindow,
) -> Handover:
    """The page of a department's shift as of `sight.now`; `planned`: the live plan by machine."""
    shop = sight.state.shop
    kinds = {kind.id for kind in shop.kinds.values() if _of(kind.department, department)}
    machines = [machine.id for machine in shop.machines.values() if kinds & {*machine.kinds}]
    rows = _promised(sight, kinds, window)
    done = _done(sight, kinds, window, rows)
    finished = {one.operation for one in done}
    return Handover(
        department,
        window,
        sight.now,
        len(rows) + sum(_before_plan(sight, one) and one.operation not in rows for one in done),
        done,
        _undone(sight, rows, finished),
        _running(sight, hours, machines),
        _open(sight, department, machines),
        _coming(sight, plan, planned, machines),
        _away(sight, hours, department),
        sum(
            question.decided is None and question.fact.machine in machines
            for question in sight.state.questions.values()
        ),
        tuple(
            note
            for note in sight.state.notes
            if _of(note.fact.department, department) and note.at >= window.start
        ),
    )


def _promised(sight: Sight, kinds: set[KindId], window: ShiftWindow) -> dict[OperationId, PlannedRow]:
    """Operations of the department that the published plan ends in the shift."""
    published = sight.state.plan
    shop = sight.state.shop
    return {
        row.operation: row
        for row in (published.rows if published is not None else ())
        if window.start < row.end <= window.end
        and row.operation in shop.operations
        and _kind(shop, shop.operations[row.operation], row.machine) in kinds
    }


def _done(
    sight: Sight, kinds: set[KindId], window: ShiftWindow, rows: Mapping[OperationId, PlannedRow]
) -> tuple[Done, ...]:
    shop, published = sight.state.shop, sight.state.plan
    ends = {row.operation: row.end for row in published.rows} if published is not None else {}
    found = []
    for operation_id, record in sight.state.operations.items():
        if record.work is not Work.DONE or record.finished is None:
            continue
        if not window.start <= record.finished <= window.end:
            continue
        if _kind(shop, shop.operations[operation_id], record.machine) in kinds:
            end = rows[operation_id].end if operation_id in rows else ends.get(operation_id)
            late = (record.finished - end) // _MINUTE if end is not None else None
            found.append(Done(operation_id, record.machine, record.person, record.finished, late))
    return tuple(sorted(found, key=lambda one: (one.finished, one.operation)))


def _before_plan(sight: Sight, done: Done) -> bool:
    """Whether it was finished before the plan of today was made, so that this one can't hold it."""
    published = sight.state.plan
    return published is not None and done.finished < published.planned_at


def _undone(
    sight: Sight, rows: Mapping[OperationId, PlannedRow], finished: set[OperationId]
) -> tuple[Undone, ...]:
    found = [
        Undone(row.operation, row.machine, row.end, sight.state.operation(row.operation).work)
        for row in rows.values()
        if row.operation not in finished
        and row.end <= sight.now
        and sight.state.operation(row.operation).work not in (Work.DONE, Work.CANCELLED)
    ]
    return tuple(sorted(found, key=lambda one: (one.planned, one.operation)))


def _running(sight: Sight, hours: Hours, machines: Sequence[MachineId]) -> tuple[Running, ...]:
    found = []
    for machine_id in machines:
        machine = sight.state.shop.machines[machine_id]
        for operation_id in sight.state.machine(machine_id).operations:
            record = sight.state.operation(operation_id)
            ends = end_of_running(sight, hours, operation_id)
            alone = (
                record.work is Work.RUNNING
                and runs_by_clock(sight.state.shop.operations[operation_id], machine)
                and ends is not None
                and not hours.is_open(machine, ends)
            )
            found.append(Running(operation_id, machine_id, record.person, ends, alone, record.work))
    return tuple(sorted(found, key=lambda one: (one.ends is None, one.ends or sight.now, one.machine)))


def _open(sight: Sight, department: str, machines: Sequence[MachineId]) -> tuple[Open, ...]:
    found = []
    for problem_id, problem in sight.state.problems.items():
        if problem.status is ProblemStatus.RESOLVED:
            continue
        called = called_for(sight.state, problem_id)
        owned = any(same(name, call.department) for name in department.split(",") for call in called.calls)
        if owned or problem.machine in machines:
            minutes = (sight.now - problem.raised_at) // _MINUTE
            found.append(Open(problem_id, minutes, called.level))
    return tuple(sorted(found, key=lambda one: (-one.level, -one.minutes, one.problem)))


def _coming(
    sight: Sight,
    plan: LivePlan,
    planned: Mapping[MachineId, Sequence[OperationId]],
    machines: Sequence[MachineId],
) -> tuple[Coming, ...]:
    found = []
    for machine_id in machines:
        queue = queue_of(sight, [*planned.get(machine_id, ())])
        for operation_id in queue[:NEXT_SHOWN]:
            start = max(plan.rows[operation_id].setup, sight.now)
            found.append(Coming(operation_id, machine_id, start, tuple(sight.waits_for(operation_id))))
    return tuple(sorted(found, key=lambda one: (one.start, one.machine, one.operation)))


def _away(sight: Sight, hours: Hours, department: str) -> tuple[Away, ...]:
    """Absences and overtime of the department's people in the next day."""
    until = sight.now + timedelta(days=1)
    return tuple(
        Away(person.id, told)
        for person in sight.state.shop.people.values()
        if _of(person.department, department)
        for told in presence(hours, sight.state.shop, person, sight.now).told
        if told.start < until
    )


def window_at(windows: Sequence[ShiftWindow], end: datetime) -> ShiftWindow | None:
    """The shift that ends then; None where there is none."""
    place = bisect_right(windows, end, key=lambda one: one.end) - 1
    return windows[place] if place >= 0 and windows[place].end == end else None


def _kind(shop: Shop, operation: Operation, machine: MachineId | None) -> KindId:
    """The kind that an operation is done on, "" for none."""
    if operation.kind is not None:
        return operation.kind
    found = shop.machines.get(machine) if machine is not None else None
    return found.kinds[0] if found is not None else KindId("")


def _of(name: str, department: str) -> bool:
    """Whether two lists of departments have one in common."""
    return bool(_names(name) & _names(department))


def _names(departments: str) -> set[str]:
    return {one.strip().lower() for one in departments.split(",")} - {""}


def _anybody(calendar: CalendarId) -> Person:
    """Somebody of that calendar without leave or overtime of his own."""
    return Person(PersonId(f"calendar {calendar}"), "", "", "", (), calendar)


def _is_night(begins: datetime, shop: Shop) -> bool:
    return not _DAY_FROM <= begins.astimezone(shop.settings.zone).hour < _DAY_TO
