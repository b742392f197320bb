"""What happens to a shop right after its plan is published: four events, as the floor or the office tells them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sprue.planning.plan import Plan, PlannedOperation
from sprue.shop.calendar import CalendarException
from sprue.shop.gates import Gate, GateState
from sprue.shop.ids import MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import Mold
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

#: Happens to a shop with a published plan at a moment.
Happening = Callable[[Shop, Plan, datetime], Shop]

DOWN = timedelta(hours=16)
LONGER = Decimal(10 * 60)
GATE_LATER = timedelta(days=4)
#: So many operations wait for the gate, those that were to start first after the frozen window.
WAITING = 5
RUSH_DUE, RUSH_WEIGHT = timedelta(days=10), Decimal(4)
SOON = timedelta(hours=48)


def breakdown(shop: Shop, published: Plan, now: datetime) -> Shop:
    """The machine with most work published for the next 48 h is down."""
    busy: dict[MachineId, int] = {}
    for row in _soon(shop, published, timedelta(0)):
        if row.machine is not None:
            busy[row.machine] = busy.get(row.machine, 0) + row.end - row.setup_start
    worst = max(sorted(busy), key=lambda machine: busy[machine])
    return replace(shop, exceptions=(*shop.exceptions, CalendarException(worst, now, now + DOWN, open=False)))


def delay(shop: Shop, published: Plan, now: datetime) -> Shop:
    """The running work that is over first takes longer."""
    running = [
        o.id for o in shop.operations.values() if o.status is Status.RUNNING and o.id in published.operations
    ]
    first = min(running, key=lambda name: (published.operations[name].end, name))
    left = Decimal(max(0, published.operations[first].end)) + LONGER
    return _changed(shop, replace(shop.operations[first], remaining_minutes=left))


def gate(shop: Shop, published: Plan, now: datetime) -> Shop:
    """Drawings of what was to start soon come days later."""
    late = Gate(GateState.EXPECTED, now + GATE_LATER)
    rows = sorted(
        _soon(shop, published, timedelta(hours=4)), key=lambda row: (row.setup_start, row.operation)
    )
    return _changed(shop, *(replace(shop.operations[row.operation], drawing=late) for row in rows[:WAITING]))


def rush(shop: Shop, published: Plan, now: datetime) -> Shop:
    """One more mold, like the smallest that has not begun, weighs much and is due soon."""
    like = _smallest(shop)
    mold = Mold(MoldId("RUSH"), trial_due=now + RUSH_DUE, weight=RUSH_WEIGHT)
    parts = [part for part in shop.parts.values() if part.mold == like]
    names = {part.id for part in parts}
    fresh = [
        replace(
            part,
            id=_part(part.id),
            mold=mold.id,
            parent=_part(part.parent) if part.parent in names and part.parent else None,
        )
        for part in parts
    ]
    work = [_again(operation) for operation in shop.operations.values() if operation.part in names]
    more = replace(
        shop, molds=shop.molds | {mold.id: mold}, parts=shop.parts | {part.id: part for part in fresh}
    )
    return _changed(more, *work)


HAPPENINGS: dict[str, Happening] = {
    "breakdown": breakdown,
    "rush order": rush,
    "delay": delay,
    "gate moved": gate,
}


def _smallest(shop: Shop) -> MoldId:
    sizes: dict[MoldId, int] = {}
    begun: set[MoldId] = set()
    for operation in shop.operations.values():
        mold = shop.parts[operation.part].mold
        sizes[mold] = sizes.get(mold, 0) + 1
        if operation.status is not Status.WAITING:
            begun.add(mold)
    return min(sizes.keys() - begun or sizes.keys(), key=lambda mold: (sizes[mold], mold))


def _again(operation: Operation) -> Operation:
    """The operation as that of the rush mold, not begun."""
    return replace(
        operation,
        id=_operation(operation.id),
        part=_part(operation.part),
        after=tuple(_operation(before) for before in operation.after),
        group=f"RUSH-{operation.group}" if operation.group else "",
        status=Status.WAITING,
        machine=None,
        started=None,
        finished=None,
        remaining_minutes=None,
        pinned=False,
        pinned_start=None,
    )


def _part(name: PartId) -> PartId:
    return PartId(f"RUSH-{name}")


def _operation(name: OperationId) -> OperationId:
    return OperationId(f"RUSH-{name}")


def _changed(shop: Shop, *operations: Operation) -> Shop:
    return replace(shop, operations=shop.operations | {o.id: o for o in operations})


def _soon(shop: Shop, published: Plan, begin: timedelta) -> list[PlannedOperation]:
    """Published work of the next 48 h that waits yet, from `begin` on."""
    first, last = begin // timedelta(minutes=1), SOON // timedelta(minutes=1)
    return [
        row
        for row in published.operations.values()
        if first <= row.setup_start < last and shop.operations[row.operation].status is Status.WAITING
    ]
