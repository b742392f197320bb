"""The shop as it would be: changes entered as people would enter them into the workbook.

The shop that is given stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, assert_never

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.planning.contradictions import check_circles, check_contradictions
from sprue.shop.calendar import CalendarException
from sprue.shop.errors import UserMistake
from sprue.shop.gates import OK, Gate, GateState
from sprue.shop.ids import KindId, MachineId, OperationId, PartId, PersonId
from sprue.shop.resources import Machine
from sprue.shop.routing import MachineOption, Mode, Operation, Status
from sprue.shop.shop import Shop

MINUTES_OF_DAY = 24 * 60
#: What every exception made here says of itself.
REASON = "what-if"

Key = TypeVar("Key")
Value = TypeVar("Value")


def apply(shop: Shop, change: Change) -> Shop:
    """The shop with one change. UserMistake: an unknown name, or a change that can't be."""
    return apply_all(shop, (change,))


def apply_all(shop: Shop, changes: Sequence[Change]) -> Shop:
    """The shop with all changes of a scenario. UserMistake as with `apply`, and where two contradict.

    Whoever is away stays away: hours are closed after others are opened.
    """
    check_contradictions(shop, changes)
    closings = (MachineOut, Absence)
    for change in sorted(changes, key=lambda change: isinstance(change, closings)):
        shop = _applied(shop, change)
    if any(isinstance(change, GoesBefore) for change in changes):
        check_circles(shop)
    return shop


def _applied(shop: Shop, change: Change) -> Shop:  # one case for each member of the union
    match change:
        case Rush():
            return _rushed(shop, change)
        case GoesBefore():
            return _put_before(shop, change)
        case MachineOut():
            _known(shop.machines, change.machine, "machine")
            return _excepted(shop, [change.machine], [(change.start, change.end)], is_open=False)
        case Absence():
            _known(shop.people, change.person, "person")
            return _excepted(shop, [change.person], [(change.start, change.end)], is_open=False)
        case Overtime():
            return _excepted(shop, _working_longer(shop, change), change.times, is_open=True)
        case FurtherMachine():
            return _with_machines(shop, change)
        case FurtherPerson():
            return _with_people(shop, change)
        case OtherMachine():
            return _rehomed(shop, change)
        case SentOutside():
            return _outside(shop, change)
        case GateMoved():
            return _with_gate(shop, change)
        case PurchaseMoved():
            return _with_purchase(shop, change)
        case MaterialMoved():
            part = _known(shop.parts, change.part, "part")
            moved = replace(part, available=_aware(change.available))
            return replace(shop, parts=shop.parts | {part.id: moved})
        case Hold():
            return _held(shop, change)
        case _:
            assert_never(change)


# -- molds and their order -------------------------------------------------------


def _rushed(shop: Shop, change: Rush) -> Shop:
    mold = _known(shop.molds, change.mold, "mold")
    if change.weight is None and change.trial_due is None and change.due is None:
        raise UserMistake(f"{mold.id} is rushed by nothing; give a weight, a date of T1 or of the delivery")
    if change.weight is not None and change.weight < 0:
        raise UserMistake(f"weight {change.weight} of {mold.id}: must be 0 or more")
    rushed = replace(
        mold,
        weight=mold.weight if change.weight is None else change.weight,
        trial_due=mold.trial_due if change.trial_due is None else _aware(change.trial_due),
        due=mold.due if change.due is None else _aware(change.due),
    )
    return replace(shop, molds=shop.molds | {mold.id: rushed})


def _put_before(shop: Shop, change: GoesBefore) -> Shop:
    first, other = _waiting(shop, change.operation), _waiting(shop, change.other)
    if first.id in other.after:
        return shop
    return _with_operations(shop, [replace(other, after=(*other.after, first.id))])


def _held(shop: Shop, change: Hold) -> Shop:
    mold = _known(shop.molds, change.mold, "mold")
    own = [o for o in shop.operations.values() if shop.parts[o.part].mold == mold.id]
    held = [replace(o, status=Status.HELD) for o in own if o.status is Status.WAITING]
    if not held:
        raise UserMistake(f"nothing of {mold.id} waits, so nothing can be held; name another mold")
    return _with_operations(shop, held)


# -- machines, people and their hours ---------------------------------------------


def _working_longer(shop: Shop, change: Overtime) -> list[str]:
    machines = [_known(shop.machines, machine, "machine").id for machine in change.machines]
    people = [_known(shop.people, person, "person").id for person in change.people]
    if change.kind is not None:
        kind = _known(shop.kinds, change.kind, "kind")
        machines += [m.id for m in shop.machines.values() if kind.id in m.kinds]
    found: list[str] = [*dict.fromkeys(machines), *dict.fromkeys(people)]
    if not found or not change.times:
        raise UserMistake(
            "overtime needs a kind with machines, a machine or a person, and a time from and to"
        )
    return found


def _excepted(
    shop: Shop, resources: Iterable[str], times: Iterable[tuple[datetime, datetime]], *, is_open: bool
) -> Shop:
    spans = [(_aware(start), _aware(end)) for start, end in times]
    for start, end in spans:
        if start >= end:
            raise UserMistake(
                f"from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}: must end after it begins"
            )
    more = [
        CalendarException(resource, start, end, is_open, REASON)
        for resource in resources
        for start, end in spans
    ]
    return replace(shop, exceptions=(*shop.exceptions, *more))


def _with_machines(shop: Shop, change: FurtherMachine) -> Shop:
    like = _known(shop.machines, change.like, "machine")
    made = [
        replace(like, id=MachineId(name), available_from=None)
        for name in _new_names(like.id, change.count, shop.machines)
    ]
    operations = [
        replace(operation, machines=(*operation.machines, *_options_like(operation, like, made)))
        for operation in shop.operations.values()
        if operation.status is Status.WAITING and not operation.pinned
    ]
    machines = shop.machines | {machine.id: machine for machine in made}
    return _with_operations(replace(shop, machines=machines), operations)


def _options_like(operation: Operation, like: Machine, made: list[Machine]) -> list[MachineOption]:
    """Where an operation lists its machines, the new ones stand beside the one they are like."""
    own = next((option for option in operation.machines if option.machine == like.id), None)
    return [] if own is None else [replace(own, machine=machine.id) for machine in made]


def _with_people(shop: Shop, change: FurtherPerson) -> Shop:
    like = _known(shop.people, change.like, "person")
    names = _new_names(like.id, change.count, shop.people)
    people = {PersonId(name): replace(like, id=PersonId(name), badge="") for name in names}
    return replace(shop, people=shop.people | people)


def _new_names(like: str, count: int, taken: Iterable[str]) -> list[str]:
    if count < 1:
        raise UserMistake(f"{count} more like {like}: must be 1 or more")
    known, number = set(taken), 1
    names: list[str] = []
    while len(names) < count:
        if (name := f"{like}+{number}") not in known:
            names.append(name)
        number += 1
    return names


# -- where operations are done -----------------------------------------------------


def _rehomed(shop: Shop, change: OtherMachine) -> Shop:
    machine = _known(shop.machines, change.machine, "machine")
    operation = _waiting(shop, change.operation)
    together = [operation]
    if operation.group:
        alike = (o for o in shop.operations.values() if o.group == operation.group)
        together = [o for o in alike if o.status is Status.WAITING and o.mode is not Mode.OUTSIDE]
    return _with_operations(shop, [_only_on(shop, one, machine) for one in together])


def _only_on(shop: Shop, operation: Operation, machine: Machine) -> Operation:
    if operation.pinned:
        raise UserMistake(f"{operation.id} is pinned to {operation.machine}; take the pin off first")
    own = next((option for option in operation.machines if option.machine == machine.id), None)
    if own is None and not kinds_of(shop, operation) & set(machine.kinds):
        raise UserMistake(f"{machine.id} is of no kind that {operation.id} may be done on; name one that is")
    return replace(operation, machines=(own or MachineOption(machine.id),))


def kinds_of(shop: Shop, operation: Operation) -> set[KindId]:
    """The kinds of machines on which an operation is done; none for outside work."""
    if operation.mode is Mode.OUTSIDE:
        return set()
    listed = {kind for option in operation.machines for kind in shop.machines[option.machine].kinds}
    return listed if operation.kind is None else {operation.kind}


def _outside(shop: Shop, change: SentOutside) -> Shop:
    if change.days < 0:
        raise UserMistake(f"{change.days} days outside: must be 0 or more")
    part = shop.parts.get(PartId(change.what))
    if part is None:
        operation = _waiting(shop, OperationId(change.what))
        return _with_operations(shop, [_elsewhere(operation, change.days)])
    left = [o for o in shop.operations.values() if o.part == part.id and o.status is Status.WAITING]
    if not left:
        raise UserMistake(f"nothing of part {part.id} waits, so nothing can go outside; name another part")
    first, *others = sorted(left, key=lambda operation: operation.step)
    return _with_operations(
        shop, [_elsewhere(first, change.days), *(_elsewhere(other, Decimal(0)) for other in others)]
    )


def _elsewhere(operation: Operation, days: Decimal) -> Operation:
    return replace(
        operation,
        mode=Mode.OUTSIDE,
        kind=None,
        machines=(),
        setup_minutes=Decimal(0),
        run_minutes=days * MINUTES_OF_DAY,
        setup_family="",
        group="",
        machine=None,
        pinned=False,
        pinned_start=None,
    )


# -- what is waited for ------------------------------------------------------------


def _with_gate(shop: Shop, change: GateMoved) -> Shop:
    operation = _waiting(shop, change.operation)
    if operation.gate(change.gate).state is GateState.NOT_NEEDED:
        raise UserMistake(f"{operation.id} waits for no {change.gate}; name a gate that it has")
    expected = change.expected
    gate = OK if expected is None else Gate(GateState.EXPECTED, _aware(expected))
    moved: dict[str, Any] = {change.gate.value: gate}
    return _with_operations(shop, [replace(operation, **moved)])


def _with_purchase(shop: Shop, change: PurchaseMoved) -> Shop:
    purchase = _known(shop.purchases, change.purchase, "purchase")
    if purchase.received is not None:
        raise UserMistake(f"purchase {purchase.id} is received; name one that is still to come")
    moved = replace(purchase, promised=_aware(change.promised))
    return replace(shop, purchases=shop.purchases | {purchase.id: moved})


# -- checks ------------------------------------------------------------------------


def _known(values: dict[Key, Value], name: Key, what: str) -> Value:
    if name not in values:
        raise UserMistake(f"{name} is no {what} of the shop; name one that it has")
    return values[name]


def _waiting(shop: Shop, name: OperationId) -> Operation:
    operation = _known(shop.operations, name, "operation")
    if operation.status not in (Status.WAITING, Status.HELD):
        raise UserMistake(f"{name} is {operation.status}; name an operation that has not begun")
    return operation


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise UserMistake(f"{moment:%Y-%m-%d %H:%M} needs a time zone, such as the shop's settings.zone")
    return moment


def _with_operations(shop: Shop, changed: Iterable[Operation]) -> Shop:
    return replace(shop, operations=shop.operations | {operation.id: operation for operation in changed})
