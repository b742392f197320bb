"""What a machine shows: its light, its queue, when its work ends and from when it runs alone."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan, LiveRow
from sprue.floor.view.hours import Hours, machine_or_none
from sprue.floor.view.waits import Sight
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.records import OperationState, Work
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode, Operation
from sprue.shop.work import runs_by_clock, total_minutes_on, up


class Light(StrEnum):
    """The state of a machine, as every screen draws it."""

    RUNNING = "running"
    SETUP = "setup"
    UNATTENDED = "unattended"
    WAITING = "waiting"
    PAUSED = "paused"
    IDLE = "idle"
    MAINTENANCE = "maintenance"
    DOWN = "down"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Outlook:
    """If work is begun now: its end, and from when it runs with nobody there (None: never)."""

    ends: datetime
    alone_from: datetime | None


def queue_of(sight: Sight, planned: list[OperationId]) -> list[OperationId]:
    """Of what is planned on a machine, in the order of the plan, what still waits."""
    return [o for o in planned if sight.state.operation(o).work is Work.WAITING]


def recommended(queue: list[OperationId], ready: Container[OperationId]) -> list[OperationId]:
    """The queue with its first operation that may start in front: that one is recommended."""
    for place, operation in enumerate(queue):
        if operation in ready:
            return [operation, *queue[:place], *queue[place + 1 :]]
    return queue


def light_of(sight: Sight, hours: Hours, plan: LivePlan, machine: Machine, queue: list[OperationId]) -> Light:
    """The light of a machine at `sight.now`."""
    record = sight.state.machine(machine.id)
    if record.down_since is not None:
        return Light.DOWN
    if record.operations:
        return max((_light_of_work(sight, hours, o) for o in record.operations), key=_BUSIEST.index)
    if _under_maintenance(sight, machine):
        return Light.MAINTENANCE
    if queue and _is_late(plan.rows[queue[0]], sight.now) and not sight.is_ready(queue[0]):
        return Light.WAITING
    return Light.IDLE


#: Of several operations on a machine (a furnace) the last of these shows.
_BUSIEST = (Light.PAUSED, Light.WAITING, Light.UNATTENDED, Light.SETUP, Light.RUNNING)


def _light_of_work(sight: Sight, hours: Hours, operation_id: OperationId) -> Light:
    operation = sight.state.shop.operations[operation_id]
    record = sight.state.operation(operation_id)
    machine = machine_or_none(sight.state.shop, record.machine)
    if record.work is not Work.RUNNING or machine is None:
        return Light.PAUSED
    is_open = hours.is_open(machine, sight.now)
    if in_setup(sight, operation_id):
        return Light.SETUP if is_open else Light.PAUSED
    if is_open:
        return Light.RUNNING
    return Light.UNATTENDED if runs_by_clock(operation, machine) else Light.PAUSED


def in_setup(sight: Sight, operation_id: OperationId) -> bool:
    """Whether a running operation has worked less than its setup takes."""
    operation = sight.state.shop.operations[operation_id]
    setup = up(operation.setup_minutes)
    if setup == 0 or sight.state.operation(operation_id).set_up is not None:
        return False
    machine = machine_or_none(sight.state.shop, sight.state.operation(operation_id).machine)
    total = total_minutes_on(operation, machine)
    return total - sight.state.left_at(operation_id, sight.now) < setup


def _under_maintenance(sight: Sight, machine: Machine) -> bool:
    return any(
        e.resource == machine.id and not e.open and e.start <= sight.now < e.end
        for e in sight.state.shop.exceptions
    )


def _is_late(row: LiveRow, now: datetime) -> bool:
    return row.setup <= now


def end_of_running(sight: Sight, hours: Hours, operation_id: OperationId) -> datetime | None:
    """When running work ends if nothing comes between; None while it rests."""
    record = sight.state.operation(operation_id)
    if record.work is not Work.RUNNING or record.since is None:
        return None
    back = sight.state.back_at(operation_id)
    if back is not None:
        return back
    operation = sight.state.shop.operations[operation_id]
    machine = machine_or_none(sight.state.shop, record.machine)
    if machine is None or (
        runs_by_clock(operation, machine) and not _in_setup_at(operation, machine, record)
    ):
        return record.since + timedelta(minutes=record.left_minutes)
    if not runs_by_clock(operation, machine):
        return hours.end_of(machine, record.since, record.left_minutes)
    run = total_minutes_on(operation, machine) - up(operation.setup_minutes)
    return hours.end_of(machine, record.since, record.left_minutes - run) + timedelta(minutes=run)


def _in_setup_at(operation: Operation, machine: Machine, record: OperationState) -> bool:
    run = total_minutes_on(operation, machine) - up(operation.setup_minutes)
    return record.left_minutes > run


def outlook(sight: Sight, hours: Hours, operation_id: OperationId, machine: Machine | None) -> Outlook:
    """What comes if the operation is begun on the machine now."""
    operation = sight.state.shop.operations[operation_id]
    total = total_minutes_on(operation, machine)
    if machine is None or operation.mode is Mode.OUTSIDE:
        return Outlook(sight.now + timedelta(minutes=total), None)
    if not runs_by_clock(operation, machine):
        return Outlook(hours.end_of(machine, sight.now, total), None)
    setup = up(operation.setup_minutes)
    run_start = hours.end_of(machine, sight.now, setup) if setup else sight.now
    ends = run_start + timedelta(minutes=total - setup)
    return Outlook(ends, _alone_from(hours, machine, run_start, ends))


def _alone_from(hours: Hours, machine: Machine, run_start: datetime, ends: datetime) -> datetime | None:
    stretch = hours.stretch_at(machine, run_start)
    closes = hours.at(stretch[1]) if stretch is not None else run_start
    return closes if closes < ends else None


def operators(sight: Sight) -> Mapping[MachineId, list[str]]:
    """People signed in, by machine, the last to come first."""
    found: dict[MachineId, list[tuple[datetime, str]]] = {}
    for person_id, record in sight.state.people.items():
        if record.machine is not None and record.since is not None:
            found.setdefault(record.machine, []).append((record.since, person_id))
    return {machine: [p for _, p in sorted(people, reverse=True)] for machine, people in found.items()}
