"""One of the shop's own molds as the pattern of a new one, where the shop has other kinds than the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sprue.planning.templates.routing import Routing
from sprue.shop.gates import NOT_NEEDED
from sprue.shop.ids import KindId, MoldId, OperationId, PartId
from sprue.shop.orders import Part, Purchase
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop

#: Sigma of the logarithm of an operation's minutes among molds of a class: that of most routes.
SPREAD = 0.5
PURCHASE = KindId("purchase")


def pattern_of(shop: Shop, own: Sequence[list[Operation]], mold: MoldId) -> Routing:
    """The routing of the own mold with the median of hours, none of it begun, as that of `mold`."""
    by_work = sorted(own, key=lambda rows: (_work(rows), rows[0].id))
    rows = by_work[len(by_work) // 2]
    return remade(shop, rows, mold)


def remade(shop: Shop, rows: Sequence[Operation], mold: MoldId) -> Routing:
    """The parts of a mold and these operations of it once more, none of them begun, as those of `mold`.

    What was bought for it is bought again, in the time that it took from order to promise or receipt. Gates
    are left out: what is not designed waits for its design operations alone.
    """
    old = shop.parts[rows[0].part].mold
    parts = [part for part in shop.parts.values() if part.mold == old]
    part_ids = dict(zip([p.id for p in parts], _named((p.id for p in parts), old, mold), strict=True))
    names = dict(zip([o.id for o in rows], _named((o.id for o in rows), old, mold), strict=True))
    made = Routing(parts={PartId(part_ids[part.id]): _part(part, part_ids, mold) for part in parts})
    for operation in [*_bought(shop, rows, names), *rows]:
        fresh = _fresh(operation, names, part_ids, mold)
        made.operations[fresh.id] = fresh
        made.spread[fresh.id] = SPREAD
    return made


def _work(rows: Iterable[Operation]) -> Decimal:
    inside = (o.setup_minutes + o.run_minutes for o in rows if o.mode is not Mode.OUTSIDE)
    return sum(inside, Decimal(0))


def _named(ids: Iterable[str], old: MoldId, mold: MoldId) -> list[str]:
    """Ids with the new mold's name in the place of the old one's, or before all of it; each once."""
    found: dict[str, None] = {}
    for one in ids:
        name = f"{mold}-{one.removeprefix(f'{old}-')}"
        found[name if name not in found else f"{mold}-{old}-{one}"] = None
    return list(found)


def _part(part: Part, ids: dict[PartId, str], mold: MoldId) -> Part:
    parent = PartId(ids[part.parent]) if part.parent is not None and part.parent in ids else None
    return replace(part, id=PartId(ids[part.id]), mold=mold, parent=parent, available=None)


def _fresh(
    operation: Operation, names: dict[OperationId, str], parts: dict[PartId, str], mold: MoldId
) -> Operation:
    """The operation as it was before anything happened to it."""
    return replace(
        operation,
        id=OperationId(names[operation.id]),
        part=PartId(parts[operation.part]),
        after=tuple(OperationId(names[one]) for one in operation.after if one in names),
        group=f"{mold}-{operation.group}" if operation.group else "",
        not_before=None,
        drawing=NOT_NEEDED,
        program=NOT_NEEDED,
        electrode=NOT_NEEDED,
        fixture=NOT_NEEDED,
        status=Status.WAITING,
        machine=None,
        started=None,
        finished=None,
        remaining_minutes=None,
        pinned=False,
        pinned_start=None,
    )


def _bought(shop: Shop, rows: Sequence[Operation], names: dict[OperationId, str]) -> list[Operation]:
    """An outside step before the first of each part for which something was ordered; names them as well."""
    first: dict[PartId, Operation] = {}
    for operation in rows:
        known = first.get(operation.part)
        if known is None or operation.step < known.step:
            first[operation.part] = operation
    longest: dict[PartId, Decimal] = {}
    for purchase in shop.purchases.values():
        minutes = _lead(purchase)
        if purchase.part in first and minutes > 0 and purchase.part is not None:
            longest[purchase.part] = max(minutes, longest.get(purchase.part, minutes))
    found = []
    for part, minutes in longest.items():
        step = first[part].step - 1
        name = OperationId(f"{first[part].id}-buy")
        names[name] = f"{names[first[part].id]}-buy"
        kind = PURCHASE if PURCHASE in shop.kinds else None
        found.append(Operation(name, part, step, kind=kind, run_minutes=minutes, mode=Mode.OUTSIDE))
    return found


def _lead(purchase: Purchase) -> Decimal:
    """Clock minutes from order to receipt, or promise; 0: nobody knows."""
    there = purchase.received or purchase.promised
    if purchase.ordered is None or there is None:
        return Decimal(0)
    return Decimal((there - purchase.ordered) // timedelta(minutes=1))
