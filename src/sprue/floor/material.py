"""Purchases that are placed, loads that go to suppliers and come back, parts that are laid somewhere."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sprue.floor import amending, labels, rules
from sprue.floor import material_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.waits import sight_of
from sprue.shop import events as ev
from sprue.shop.ids import OperationId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.records import Table, Work
from sprue.shop.routing import Operation
from sprue.shop.state import State
from sprue.shop.supply import PartPlaced, SentOutside, SuppliersLearned, goes_out
from sprue.shop.work import total_minutes_on

Facts = tuple[ev.Fact, ...]

#: No name of a place is longer.
_LONGEST_PLACE = 60


def decide(command: mc.MaterialCommand, state: State, now: datetime) -> Facts:
    """The facts of a command, or a refusal."""
    match command:
        case mc.PlacePurchase():
            return _purchase(command, state, now)
        case mc.SendOutside():
            return _send(command, state, now)
        case mc.ChangeLoad():
            return _change(command, state, now)
        case mc.BringBack():
            return _back(command, state)
        case mc.PlacePart():
            return _place(command, state)
        case mc.LearnSuppliers():
            return (SuppliersLearned(command.delays),)
        case mc.ScanGoods():
            return _scanned(command, state, now)


def _purchase(command: mc.PlacePurchase, state: State, now: datetime) -> Facts:
    part = state.shop.parts.get(command.part)
    if part is None:
        raise Refusal(Code.UNKNOWN_PART, {"part": command.part})
    rules.person_of(state, command.person)
    known = state.shop.purchases
    number = command.purchase or _number(command.part, known.keys())
    if number in known:
        raise Refusal(Code.PURCHASE_KNOWN, {"purchase": number})
    if command.quantity is not None and command.quantity <= 0:
        raise Refusal(Code.QUANTITY)
    purchase = Purchase(
        number,
        command.part,
        command.item.strip() or part.material or part.name,
        command.supplier.strip(),
        command.quantity,
        command.ordered or now,
        command.promised,
    )
    fact = ev.ShopAmended(purchases=(purchase,), person=command.person)
    amending.check(fact, state)
    return (fact,)


def _number(part: str, known: Iterable[PurchaseId]) -> PurchaseId:
    """PO-PART, and for what is bought again PO-PART-2, -3 …"""
    taken, number = {*known}, 1
    while (name := PurchaseId(f"PO-{part}" + (f"-{number}" if number > 1 else ""))) in taken:
        number += 1
    return name


def _send(command: mc.SendOutside, state: State, now: datetime) -> Facts:
    operations = [_outside(state, name) for name in dict.fromkeys(command.operations)]
    if not operations:
        raise Refusal(Code.NOTHING_CHOSEN)
    rules.person_of(state, command.person)
    sight = sight_of(state, now)
    for operation in operations:
        rules.must_work(state, operation.id, (Work.WAITING, Work.HELD), Code.ALREADY_STARTED)
        rules.nothing_missing(sight, operation.id)
    load = load_of(operations, state, now)
    if command.supplier.strip():
        load = replace(load, supplier=command.supplier.strip())
    load = replace(load, back=_ahead(command.back or load.back, now), person=command.person)
    return (*(ev.OperationStarted(o.id, None, command.person) for o in operations), load)


def load_of(operations: list[Operation], state: State, now: datetime) -> SentOutside:
    """The load that goes out now: to whoever did such work last, for as long as the longest of it takes."""
    longest = max(total_minutes_on(operation, None) for operation in operations)
    return SentOutside(
        _batch(state),
        tuple(operation.id for operation in operations),
        state.supply.supplier_of(operations[0]),
        now + timedelta(minutes=longest),
    )


def _batch(state: State) -> str:
    """Loads are numbered from 1 on."""
    numbers = (int(sent.load.batch) for sent in state.supply.sent.values())
    return str(max(numbers, default=0) + 1)


def _outside(state: State, name: OperationId) -> Operation:
    operation = rules.operation_of(state, name)
    if not goes_out(operation):
        raise Refusal(Code.NOT_OUTSIDE, {"operation": name})
    return operation


def _ahead(moment: datetime, now: datetime) -> datetime:
    if moment <= now:
        raise Refusal(Code.BACK_PAST)
    return moment


def _change(command: mc.ChangeLoad, state: State, now: datetime) -> Facts:
    operation = _outside(state, command.operation)
    rules.must_work(state, operation.id, (Work.RUNNING,), Code.NOT_RUNNING)
    rules.person_of(state, command.person)
    record = state.operation(operation.id)
    load = state.supply.load_of(operation.id, record.since)
    if load is None:
        # It was away before anybody told with which load: from now on it has one.
        load = load_of([operation], state, now)
        load = replace(load, back=max(load.back, now + timedelta(minutes=1)))
    load = replace(load, operations=tuple(dict.fromkeys([*load.operations, *_along(command, state)])))
    if command.supplier is not None:
        load = replace(load, supplier=command.supplier.strip())
    if command.back is not None:
        load = replace(load, back=_ahead(command.back, now))
    return (replace(load, person=command.person),)


def _along(command: mc.ChangeLoad, state: State) -> Iterable[OperationId]:
    """What is away in no load that anybody told of. Refusal: it is not away, or in another."""
    for name in command.along:
        _outside(state, name)
        rules.must_work(state, name, (Work.RUNNING,), Code.NOT_RUNNING)
        if state.supply.load_of(name, state.operation(name).since) is not None:
            raise Refusal(Code.ALREADY_STARTED)
        yield name


def _back(command: mc.BringBack, state: State) -> Facts:
    if not command.operations:
        raise Refusal(Code.NOTHING_CHOSEN)
    rules.person_of(state, command.person)
    names = [*dict.fromkeys(command.operations)]
    for name in names:
        _outside(state, name)
        rules.must_work(state, name, (Work.RUNNING, Work.PAUSED), Code.NOT_STARTED)
    return tuple(ev.OperationFinished(name, command.person) for name in names)


def _place(command: mc.PlacePart, state: State) -> Facts:
    place = labels.place_on(command.place) or command.place.strip()
    if not place or len(place) > _LONGEST_PLACE:
        raise Refusal(Code.PLACE_NEEDED)
    if (command.part is None) == (command.mold is None):
        raise Refusal(Code.UNKNOWN_PART)
    if command.part is not None and command.part not in state.shop.parts:
        raise Refusal(Code.UNKNOWN_PART, {"part": command.part})
    if command.mold is not None and command.mold not in state.shop.molds:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": command.mold})
    rules.person_of(state, command.person)
    return (PartPlaced(place, command.part, command.mold, command.person),)


def _scanned(command: mc.ScanGoods, state: State, now: datetime) -> Facts:
    """What the labels stand for, and what follows from it."""
    match command.what:
        case mc.Handed.RECEIVED:
            rules.person_of(state, command.person)
            return tuple(ev.MaterialReceived(labels.delivery_on(state, code)) for code in command.codes)
        case mc.Handed.OUT:
            going = tuple(labels.operation_on(state, code) for code in command.codes)
            return _send(mc.SendOutside(going, person=command.person), state, now)
        case mc.Handed.BACK:
            back = tuple(name for code in command.codes for name in labels.away_on(state, code))
            return _back(mc.BringBack(back, command.person), state)
        case mc.Handed.PLACED:
            laid = [labels.thing_on(state, code) for code in command.codes]
            if not laid:
                raise Refusal(Code.NOTHING_CHOSEN)
            facts = [
                _place(mc.PlacePart(command.place, part, mold, command.person), state) for part, mold in laid
            ]
            return tuple(fact for found in facts for fact in found)


def together(state: State, report: UUID) -> Facts:
    """What was reported for a load with one tap is taken back with one: the other operations of it."""
    names = [OperationId(name) for (table, name), _, _ in state.undo[report] if table is Table.OPERATIONS]
    facts: list[ev.Fact] = []
    for name in names:
        sent = state.supply.sent.get(name)
        for other in sent.load.operations if sent is not None else ():
            same = other != name and _same_moment(state, other, name)
            found = _last_report(state, other) if same else None
            if found is not None:
                facts.append(ev.ReportUndone(found))
    return tuple(facts)


def _same_moment(state: State, one: OperationId, other: OperationId) -> bool:
    a, b = state.operation(one), state.operation(other)
    return (a.work, a.started, a.finished) == (b.work, b.started, b.finished)


def _last_report(state: State, name: OperationId) -> UUID | None:
    for report in reversed(state.undo):
        if any(key == (Table.OPERATIONS, name) for key, _, _ in state.undo[report]):
            return report if state.can_undo(report) else None
    return None
