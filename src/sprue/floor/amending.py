"""The shop's work as it is from now on: new molds and parts, other routings; checked as a workbook is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sprue.floor import equipping
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.index import Index, index_of
from sprue.floor.view.waits import OVER
from sprue.shop.amend import amended
from sprue.shop.events import ShopAmended
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: What has begun is the floor's: its routing is a fact.
_OPEN = (Work.WAITING, Work.HELD, Work.CANCELLED)
_SAYS = (Status.WAITING, Status.HELD, Status.CANCELLED)


def check(fact: ShopAmended, state: State) -> None:
    """Refusal when the shop would name what it does not have, wait for itself or lose what has begun."""
    for operation in fact.operations:
        _check_begun(operation, state)
    shop = amended(state.shop, fact)
    for mold in fact.molds:
        _must(mold.order is None or mold.order in shop.orders, Code.UNKNOWN_ORDER, mold=mold.id)
    for part in fact.parts:
        _check_part(part, shop)
    for operation in fact.operations:
        _check_operation(operation, shop)
    for purchase in fact.purchases:
        known = purchase.part is None or purchase.part in shop.parts
        _must(known, Code.UNKNOWN_PART, purchase=purchase.id)
    if fact.changes_resources:
        equipping.check(fact, shop, state)
    for exception in fact.exceptions:
        known = any(exception.resource in table for table in (shop.machines, shop.people, shop.calendars))
        _must(known, Code.UNKNOWN_MACHINE, resource=exception.resource)
    begun = fact.operations or fact.parts
    circle = _circle(_Waits(shop, index_of(shop), state), fact) if begun else None
    if circle is not None:
        raise Refusal(Code.CIRCLE, {"operation": circle})


def _must(holds: bool, code: Code, **facts: Any) -> None:  # a condition, not a switch
    if not holds:
        raise Refusal(code, facts)


def _check_begun(operation: Operation, state: State) -> None:
    known = state.shop.operations.get(operation.id)
    # What the shop notes in columns of its own is no routing: an invoice comes when the work is over.
    if known is not None and replace(operation, notes=known.notes) == known:
        return
    work = state.operation(operation.id).work if known is not None else Work.WAITING
    if work is Work.DONE:
        raise Refusal(Code.ALREADY_DONE, {"operation": operation.id})
    _must(work in _OPEN, Code.ALREADY_STARTED, operation=operation.id)
    _must(operation.status in _SAYS, Code.ALREADY_STARTED, operation=operation.id)


def _check_part(part: Part, shop: Shop) -> None:
    _must(part.mold in shop.molds, Code.UNKNOWN_MOLD, part=part.id, mold=part.mold)
    seen: set[PartId] = set()
    above: PartId | None = part.id
    while above is not None:
        _must(above not in seen, Code.CIRCLE, part=part.id)
        _must(above in shop.parts, Code.UNKNOWN_PART, part=part.id, parent=above)
        _must(shop.parts[above].mold == part.mold, Code.OTHER_MOLD, part=part.id, parent=above)
        seen.add(above)
        above = shop.parts[above].parent


def _check_operation(operation: Operation, shop: Shop) -> None:
    name = operation.id
    _must(operation.part in shop.parts, Code.UNKNOWN_PART, operation=name, part=operation.part)
    for before in operation.after:
        _must(before in shop.operations, Code.UNKNOWN_PREDECESSOR, operation=name, before=before)
    for option in operation.machines:
        _must(option.machine in shop.machines, Code.UNKNOWN_MACHINE, operation=name, machine=option.machine)
    _must(
        operation.kind is None or operation.kind in shop.kinds,
        Code.UNKNOWN_KIND,
        operation=name,
        kind=operation.kind,
    )
    somewhere = operation.kind is not None or operation.machines or operation.mode is Mode.OUTSIDE
    _must(bool(somewhere), Code.MACHINE_NEEDED, operation=name)
    pinned = operation.machine is None or operation.machine in shop.machines
    _must(pinned, Code.UNKNOWN_MACHINE, operation=name, machine=operation.machine)


@dataclass(frozen=True, slots=True)
class _Waits:
    """What each open operation of the amended shop waits for; what is over is waited for no longer."""

    shop: Shop
    index: Index
    state: State

    def over(self, name: OperationId) -> bool:
        """Whether nobody waits for it any more."""
        operation = self.shop.operations[name]
        return operation.status is Status.CANCELLED or self.state.operation(name).work in OVER

    def of(self, name: OperationId) -> Iterator[OperationId]:
        """Open operations that must end before it."""
        operation = self.shop.operations[name]
        steps = self.index.steps.get(operation.part, ())
        earlier = [s for s in steps if self.shop.operations[s[0]].step < operation.step]
        yield from self._open(earlier[-1] if earlier else ())
        if operation.joins:
            for child in self.index.children.get(operation.part, ()):
                ends = self.index.steps.get(child, ())
                yield from self._open(ends[-1] if ends else ())
        yield from self._open(operation.after)

    def _open(self, names: Iterable[OperationId]) -> Iterator[OperationId]:
        return (name for name in names if not self.over(name))


def _circle(waits: _Waits, fact: ShopAmended) -> OperationId | None:
    """An operation that would wait for itself; a new circle has an amended one, or one of an amended part."""
    parts = {part.id for part in fact.parts}
    parts |= {part.parent for part in fact.parts if part.parent is not None}
    begin = [operation.id for operation in fact.operations]
    begin += [name for part in parts for name in waits.index.operations_of.get(part, ())]
    finished: set[OperationId] = set()
    for first in dict.fromkeys(begin):
        if first in finished or waits.over(first):
            continue
        path: dict[OperationId, Iterator[OperationId]] = {first: waits.of(first)}
        while path:
            last = next(reversed(path))
            before = next(path[last], None)
            if before is None:
                del path[last]
                finished.add(last)
            elif before in path:
                return before
            elif before not in finished:
                path[before] = waits.of(before)
    return None
