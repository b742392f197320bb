"""How long work takes on a machine and how much of it is done: the arithmetic of the contract."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from sprue.shop.calendar import CalendarException, Stretch, working_stretches
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.ids import MachineId
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Mode, Operation
from sprue.shop.shop import Shop


def up(minutes: Decimal) -> int:
    """Whole minutes, rounded up."""
    return int(minutes.to_integral_value(rounding=ROUND_CEILING))


def run_minutes_on(operation: Operation, machine: Machine) -> int:
    """⌈run_minutes ÷ speed⌉ in exact decimals, or the machine's own minutes from the list."""
    for option in operation.machines:
        if option.machine == machine.id and option.run_minutes is not None:
            return up(option.run_minutes)
    whole, rest = divmod(operation.run_minutes, machine.speed)
    return int(whole) + (rest > 0)


def total_minutes_on(operation: Operation, machine: Machine | None) -> int:
    """Setup and run minutes on `machine` (None: outside work, clock minutes)."""
    if machine is None:
        return up(operation.setup_minutes) + up(operation.run_minutes)
    return up(operation.setup_minutes) + run_minutes_on(operation, machine)


def runs_by_clock(operation: Operation, machine: Machine | None) -> bool:
    """Whether its run counts clock time: outside work, and unattended work on a machine that may."""
    if operation.mode is Mode.OUTSIDE:
        return True
    return operation.mode is Mode.UNATTENDED and machine is not None and machine.unattended


def setup_is_told(operation: Operation, machine: Machine | None, kind: Kind | None) -> bool:
    """Whether its worker is asked to say that the setup is over: where that sets him free, or half free."""
    if machine is None or operation.setup_minutes <= 0:
        return False
    return runs_by_clock(operation, machine) or (kind is not None and kind.attention < 1)


def exceptions_of(shop: Shop, resource: Machine | Person) -> Sequence[CalendarException]:
    """Exceptions of the resource's calendar, then its own, in the order of the sheet."""
    of_calendar = [e for e in shop.exceptions if e.resource == resource.calendar]
    return of_calendar + [e for e in shop.exceptions if e.resource == resource.id]


def stretches_of(shop: Shop, resource: Machine | Person, clock: PlanClock, until: int) -> list[Stretch]:
    """Working stretches of a machine or person within plan minutes 0..until."""
    stretches = working_stretches(
        shop.calendars[resource.calendar], exceptions_of(shop, resource), clock, until
    )
    if isinstance(resource, Machine) and resource.available_from is not None:
        first = clock.minute_up(resource.available_from)
        stretches = [(max(a, first), b) for a, b in stretches if b > first]
    return stretches


def minutes_worked(
    shop: Shop, operation: Operation, machine_id: MachineId | None, since: datetime, now: datetime
) -> int:
    """Minutes worked on a running operation since `since`: working time of its machine, or clock time."""
    clock = PlanClock(whole_minute(since), shop.settings.zone)
    until = clock.minute(now)
    if until <= 0:
        return 0
    machine = shop.machines.get(machine_id) if machine_id is not None else None
    if machine is None or runs_by_clock(operation, machine):
        return until
    return sum(b - a for a, b in stretches_of(shop, machine, clock, until))
