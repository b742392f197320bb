"""The work of a mold that is taken before it is designed, or made once more: parts and operations to add."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sprue.planning.templates.draw import Picked
from sprue.planning.templates.pattern import remade
from sprue.planning.templates.routing import MoldRouter, MoldSpec
from sprue.planning.templates.tables import RouteStep, routes
from sprue.planning.templates.template import placed, places_of, with_new_mold
from sprue.shop.gates import CLOSED, NOT_NEEDED, GateKind
from sprue.shop.ids import KindId, MoldId, OperationId
from sprue.shop.marks import marked
from sprue.shop.orders import MoldClass, Part
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop

#: What at least this share of the repairs needs is usual.
USUAL = 0.5


@dataclass(frozen=True, slots=True)
class Work:
    """Parts and operations, none of them begun; `sent_out`: kinds of work for which the shop has no place."""

    parts: tuple[Part, ...]
    operations: tuple[Operation, ...]
    sent_out: tuple[KindId, ...] = ()


def typical(shop: Shop, mold: MoldId, mold_class: MoldClass, *, diecast: bool = False) -> Work:
    """What a mold of the class usually takes, each part and operation marked as a template's.

    What the shop has no place for goes to a supplier.
    """
    template = with_new_mold(shop, mold_class, known_as=mold, diecast=diecast)
    parts = (part for part in template.shop.parts.values() if part.mold == mold)
    return Work(
        tuple(replace(part, notes=marked(part.notes, mold_class.value)) for part in parts),
        tuple(
            replace(known_kind(shop, one), notes=marked(one.notes, mold_class.value))
            for one in template.operations
        ),
        template.sent_out,
    )


def repair_steps() -> dict[str, RouteStep]:
    """Steps that a repair may need, by operation, in the order of the work."""
    return {step.operation: step for step in routes()["mold_repair"]}


def usual_repair() -> tuple[str, ...]:
    """The steps that at least every second repair needs."""
    return tuple(name for name, step in repair_steps().items() if step.probability >= USUAL)


def repair(
    shop: Shop,
    mold: MoldId,
    mold_class: MoldClass,
    *,
    steps: Collection[str] = (),
    hours: Decimal | None = None,
) -> Work:
    """The work on a mold that comes back; `steps` by operation, (): the usual ones; `hours` of all inside."""
    kinds = places_of(shop)
    known = repair_steps()
    picked = [known[step] for step in (steps or usual_repair())]
    spec = MoldSpec(mold, mold_class, repair=True)
    routing = MoldRouter(spec, kinds, shop.settings.language, Picked(picked)).routing()
    made = [known_kind(shop, placed(o, kinds)) for o in routing.operations.values()]
    inside = [o for o in made if o.mode is not Mode.OUTSIDE]
    minutes = sum((o.setup_minutes + o.run_minutes for o in inside), Decimal(0))
    if hours is not None and minutes > 0:
        factor = hours * 60 / minutes
        made = [_scaled(o, factor) if o.mode is not Mode.OUTSIDE else o for o in made]
    notes = tuple(replace(o, notes=marked(o.notes, "mold_repair")) for o in made)
    return Work(tuple(routing.parts.values()), notes)


def _scaled(operation: Operation, factor: Decimal) -> Operation:
    return replace(
        operation,
        setup_minutes=Decimal(round(operation.setup_minutes * factor)),
        run_minutes=Decimal(max(1, round(operation.run_minutes * factor))),
    )


def known_kind(shop: Shop, operation: Operation) -> Operation:
    """Outside work without the name of a kind that the shop does not have."""
    if operation.mode is Mode.OUTSIDE and operation.kind not in shop.kinds:
        return replace(operation, kind=None)
    return operation


Minutes = Mapping[OperationId, tuple[Decimal, Decimal]]


def again(
    shop: Shop,
    source: MoldId,
    mold: MoldId,
    *,
    minutes: Minutes,
    without: Collection[OperationId],
    gates: Collection[GateKind],
) -> Work:
    """The parts and operations of `source` once more, as those of `mold`.

    `minutes`: operation → setup and run minutes that take the place of its estimate; `without`: operations
    that are left out; gates of the kinds `gates` are closed where `source` had them, others are not asked.
    """
    rows = [
        operation
        for operation in shop.operations.values()
        if shop.parts[operation.part].mold == source
        and operation.status is not Status.CANCELLED
        and operation.id not in without
    ]
    if not rows:
        return Work((), ())
    known = [_told(operation, minutes) for operation in rows]
    routing = remade(shop, known, mold)
    # Bought parts come first in a routing, so the operations of `rows` are its last ones.
    made = [*routing.operations.values()]
    fresh, bought = made[-len(rows) :], made[: -len(rows)]
    gated = [_gated(one, was, gates) for one, was in zip(fresh, rows, strict=True)]
    return Work(tuple(routing.parts.values()), tuple(known_kind(shop, one) for one in (*bought, *gated)))


def _told(operation: Operation, minutes: Minutes) -> Operation:
    if operation.id not in minutes:
        return operation
    setup, run = minutes[operation.id]
    options = tuple(replace(option, run_minutes=None) for option in operation.machines)
    return replace(operation, setup_minutes=setup, run_minutes=run, machines=options)


def _gated(operation: Operation, was: Operation, kinds: Collection[GateKind]) -> Operation:
    gates = {kind.value: CLOSED for kind in kinds if was.gate(kind) != NOT_NEEDED}
    return replace(operation, **gates)  # type: ignore[arg-type]  # gates, by the name of their kind
