"""What may happen to a shop made by chance: each event gives the shop after it. Same stream, same events."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sprue.planning.build import problem_of
from sprue.shop.amend import amended
from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.events import ShopAmended
from sprue.shop.gates import CLOSED, OK, Gate, GateState
from sprue.shop.ids import CalendarId, MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop

Event = Callable[[Random, Shop, datetime], Shop]


def with_operation(shop: Shop, operation: Operation) -> Shop:
    """The shop with one operation changed or new."""
    return replace(shop, operations={**shop.operations, operation.id: operation})


def _any_of(chance: Random, shop: Shop, *states: Status) -> Operation | None:
    found = [o for o in shop.operations.values() if o.status in states]
    return chance.choice(found) if found else None


def started(chance: Random, shop: Shop, now: datetime) -> Shop:
    """Work begins on one of its machines that is free, whatever it should wait for.

    Not where operations stay together: between them nobody may begin anything else.
    """
    busy = {o.machine for o in shop.operations.values() if o.status is Status.RUNNING}
    tasks = [t for t in problem_of(shop, now).tasks.values() if t.running is None]
    if not tasks or any(o.group for o in shop.operations.values()):
        return shop
    task = chance.choice(tasks)
    free = [work.machine for work in task.options if work.machine not in busy]
    if task.options and not free:
        return shop
    operation = shop.operations[task.id]
    begun = now - timedelta(minutes=chance.randint(0, 50))
    return with_operation(
        shop,
        replace(
            operation,
            status=Status.RUNNING,
            machine=chance.choice(free) if free else None,
            started=begun,
            remaining_minutes=None,
        ),
    )


def longer(chance: Random, shop: Shop, now: datetime) -> Shop:
    """Work under way takes longer than thought, or not so long."""
    operation = _any_of(chance, shop, Status.RUNNING)
    if operation is None:
        return shop
    return with_operation(shop, replace(operation, remaining_minutes=Decimal(chance.randint(0, 900))))


def finished(chance: Random, shop: Shop, now: datetime) -> Shop:
    """Work is done."""
    operation = _any_of(chance, shop, Status.RUNNING)
    if operation is None:
        return shop
    return with_operation(shop, replace(operation, status=Status.DONE, finished=now, remaining_minutes=None))


def undone(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A report is taken back: the work waits again."""
    operation = _any_of(chance, shop, Status.DONE, Status.RUNNING, Status.CANCELLED)
    if operation is None:
        return shop
    fresh = replace(
        operation, status=Status.WAITING, started=None, finished=None, remaining_minutes=None, machine=None
    )
    return with_operation(shop, replace(fresh, pinned=False, pinned_start=None))


def halted(chance: Random, shop: Shop, now: datetime) -> Shop:
    """Work is held, or cancelled."""
    operation = _any_of(chance, shop, Status.WAITING)
    if operation is None:
        return shop
    return with_operation(shop, replace(operation, status=chance.choice([Status.HELD, Status.CANCELLED])))


def gate_moved(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A program or drawing is there, expected at another time, or nobody knows."""
    operation = _any_of(chance, shop, Status.WAITING, Status.HELD)
    if operation is None:
        return shop
    expected = Gate(GateState.EXPECTED, now + timedelta(minutes=chance.randint(-100, 3000)))
    gate = chance.choice([OK, CLOSED, expected, expected])
    return with_operation(shop, replace(operation, program=gate, not_before=chance.choice([None, now])))


def broken_down(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A machine or person is away for some hours."""
    who = chance.choice([*shop.machines, *shop.people])
    until = now + timedelta(minutes=chance.randint(10, 2000))
    away = CalendarException(who, now, until, open=False, reason="down")
    return replace(shop, exceptions=(*shop.exceptions, away))


def rush(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A new mold with two operations, or another due date and weight for one."""
    if shop.molds and chance.random() < 0.4:
        mold = chance.choice(list(shop.molds.values()))
        due = now + timedelta(minutes=chance.randint(0, 5000))
        return replace(shop, molds={**shop.molds, mold.id: replace(mold, weight=Decimal(3), due=due)})
    name = f"R{len(shop.molds)}"
    mold = Mold(MoldId(name), due=now + timedelta(minutes=2000), weight=Decimal(2))
    part = Part(PartId(name), mold.id)
    kind = chance.choice(list(shop.kinds))
    work = [
        Operation(
            OperationId(f"{name}-{step}"),
            part.id,
            Decimal(step),
            kind=kind,
            run_minutes=Decimal(chance.choice([0, 45, 400])),
            mode=chance.choice([Mode.ATTENDED, Mode.UNATTENDED, Mode.UNBROKEN]),
            milestone=Milestone.DELIVERY,
        )
        for step in (10, 20)
    ]
    return replace(
        shop,
        molds={**shop.molds, mold.id: mold},
        parts={**shop.parts, part.id: part},
        operations={**shop.operations, **{o.id: o for o in work}},
    )


def reworked(chance: Random, shop: Shop, now: datetime) -> Shop:
    """One more operation for a part that is under way."""
    operation = _any_of(chance, shop, *Status)
    if operation is None:
        return shop
    name = OperationId(f"rework-{len(shop.operations)}")
    kind = chance.choice(list(shop.kinds))
    step = operation.step + chance.choice([-1, 1])
    return with_operation(shop, Operation(name, operation.part, step, kind=kind, run_minutes=Decimal(60)))


def delivered(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A purchase is promised for another day, or is there; or a part's material has a date."""
    if shop.purchases and chance.random() < 0.6:
        purchase = chance.choice(list(shop.purchases.values()))
        promised = now + timedelta(minutes=chance.randint(-500, 4000))
        received = chance.choice([None, now])
        changed = replace(purchase, promised=promised, received=received)
        return replace(shop, purchases={**shop.purchases, purchase.id: changed})
    part = chance.choice(list(shop.parts.values()))
    available = chance.choice([None, now + timedelta(minutes=chance.randint(-500, 4000))])
    return replace(shop, parts={**shop.parts, part.id: replace(part, available=available)})


def refitted(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A machine gets quicker, or another name in the sheet: all its minutes change."""
    machine = chance.choice(list(shop.machines.values()))
    return replace(shop, machines={**shop.machines, machine.id: replace(machine, speed=Decimal("1.3"))})


def equipped(chance: Random, shop: Shop, now: datetime) -> Shop:
    """A further machine, other kinds of one, other hours of one, or somebody learns all work."""
    machine = chance.choice(list(shop.machines.values()))
    pinned = {o.machine for o in shop.operations.values() if o.pinned}
    match chance.randint(0, 3):
        case 0:
            further = replace(machine, id=MachineId(f"{machine.id}+{len(shop.machines)}"))
            fact = ShopAmended(machines=(further,))
        case 1:
            kinds = tuple(chance.choices(sorted(shop.kinds), k=chance.randint(1, 2)))
            kinds = (*machine.kinds, *kinds) if machine.id in pinned else kinds
            fact = ShopAmended(machines=(replace(machine, kinds=tuple(dict.fromkeys(kinds))),))
        case 2:
            calendar = Calendar(CalendarId("late"), tuple(DayRule((Shift(900, 1380),), d) for d in range(7)))
            fact = ShopAmended(calendars=(calendar,), machines=(replace(machine, calendar=calendar.id),))
        case _:
            able = [replace(one, kinds=tuple(shop.kinds)) for one in shop.people.values()][:1]
            fact = ShopAmended(people=tuple(able))
    return amended(shop, fact)


EVENTS: tuple[Event, ...] = (
    started,
    started,
    started,
    longer,
    finished,
    finished,
    undone,
    halted,
    gate_moved,
    gate_moved,
    broken_down,
    rush,
    reworked,
    delivered,
    refitted,
    equipped,
)
