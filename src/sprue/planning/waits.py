"""What each open operation waits for: other operations, dates, and what nobody can date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sprue.planning.plan import Bind, Hindrance, Unplaced
from sprue.shop.clock import PlanClock
from sprue.shop.gates import Gate, GateKind, GateState
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

SHUT = (GateState.NO, GateState.EXPECTED)
#: A plan minute before which nothing starts, what sets it, and its id.
Release = tuple[int, Bind, str]
AT_ONCE: Release = (0, Bind.NOW, "")


@dataclass(slots=True)
class Waits:
    """Per open operation: predecessors, release, and what blocks it by itself."""

    predecessors: dict[OperationId, tuple[OperationId, ...]] = field(default_factory=dict)
    releases: dict[OperationId, Release] = field(default_factory=dict)
    blocked: dict[OperationId, Unplaced] = field(default_factory=dict)
    part_available: dict[PartId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """When a part's material is there (plan minute), by what; `missing`: a purchase nobody has dated."""

    minute: int
    reference: str
    missing: str = ""


def materials(shop: Shop, clock: PlanClock) -> dict[PartId, Material]:
    """Material of all parts: the later of `available` and the promises of what is not yet received."""
    found: dict[PartId, Material] = {}
    for part in shop.parts.values():
        minute = clock.minute_up(part.available) if part.available is not None else -(10**9)
        found[part.id] = Material(minute, part.id)
    for purchase in shop.purchases.values():
        if purchase.part is None or purchase.received is not None or purchase.part not in found:
            continue
        known = found[purchase.part]
        if purchase.promised is None:
            found[purchase.part] = Material(known.minute, known.reference, known.missing or purchase.id)
        elif (promised := clock.minute_up(purchase.promised)) > known.minute:
            found[purchase.part] = Material(promised, purchase.id, known.missing)
    return found


def steps_of(shop: Shop) -> dict[PartId, list[list[Operation]]]:
    """Operations of each part by step, cancelled ones left out."""
    grouped: dict[PartId, dict[Decimal, list[Operation]]] = defaultdict(dict)
    for operation in shop.operations.values():
        if operation.status is not Status.CANCELLED:
            grouped[operation.part].setdefault(operation.step, []).append(operation)
    return {part: [steps[step] for step in sorted(steps)] for part, steps in grouped.items()}


def _chain(
    steps: list[list[Operation]], predecessors: dict[OperationId, tuple[OperationId, ...]]
) -> tuple[OperationId, ...]:
    """Fills in the predecessors by step; the open operations that all together end the part.

    Running work asks for no predecessor, so it does not vouch for the steps before it.
    """
    frontier: tuple[OperationId, ...] = ()
    for step in steps:
        open_ones = [o for o in step if o.status is not Status.DONE]
        waiting = [o for o in open_ones if o.status is not Status.RUNNING]
        for operation in open_ones:
            predecessors[operation.id] = () if operation.status is Status.RUNNING else frontier
        ids = tuple(o.id for o in open_ones)
        frontier = ids if waiting else frontier + ids
    return frontier


def waits_of(shop: Shop, clock: PlanClock) -> Waits:
    """Everything that open operations wait for."""
    waits = Waits()
    steps = steps_of(shop)
    material = materials(shop, clock)
    waits.part_available = {part: found.minute for part, found in material.items()}
    ends = {part: _chain(found, waits.predecessors) for part, found in steps.items()}
    children: dict[PartId, list[Part]] = defaultdict(list)
    for part in shop.parts.values():
        if part.parent is not None:
            children[part.parent].append(part)
    for operation in shop.operations.values():
        if operation.status in (Status.DONE, Status.CANCELLED):
            continue
        if operation.status is Status.RUNNING:
            waits.releases[operation.id] = AT_ONCE
            continue
        bare = [c for c in children[operation.part] if c.id not in steps] if operation.joins else []
        found = [material[operation.part], *(material[c.id] for c in bare)]
        _add_predecessors(shop, waits, operation, ends, children)
        shut = _shut(operation)
        waits.releases[operation.id] = _release(operation, found, shut, clock)
        unplaced = _blocked_by_itself(operation, found, shut)
        if unplaced is not None:
            waits.blocked[operation.id] = unplaced
    return waits


def _add_predecessors(
    shop: Shop,
    waits: Waits,
    operation: Operation,
    ends: dict[PartId, tuple[OperationId, ...]],
    children: dict[PartId, list[Part]],
) -> None:
    """Adds what `joins` and `after` ask for to the predecessors by step."""
    if not operation.joins and not operation.after:
        return
    more: list[OperationId] = list(waits.predecessors[operation.id])
    if operation.joins:
        for child in children[operation.part]:
            more.extend(ends.get(child.id, ()))
    for before in operation.after:
        other = shop.operations.get(before)
        if other is not None and other.status not in (Status.DONE, Status.CANCELLED):
            more.append(before)
    waits.predecessors[operation.id] = tuple(dict.fromkeys(more))


def _shut(operation: Operation) -> list[tuple[GateKind, Gate]]:
    """The gates that are needed and not open."""
    gates = (
        (GateKind.DRAWING, operation.drawing),
        (GateKind.PROGRAM, operation.program),
        (GateKind.ELECTRODE, operation.electrode),
        (GateKind.FIXTURE, operation.fixture),
    )
    return [pair for pair in gates if pair[1].state in SHUT]


def _release(
    operation: Operation, found: Iterable[Material], shut: Iterable[tuple[GateKind, Gate]], clock: PlanClock
) -> Release:
    """The latest of gates, not_before and material."""
    best = AT_ONCE
    for material in found:
        if material.minute > best[0]:
            best = (material.minute, Bind.MATERIAL, material.reference)
    for kind, gate in shut:
        if gate.expected is not None and (minute := clock.minute_up(gate.expected)) > best[0]:
            best = (minute, Bind.GATE, kind.value)
    if operation.not_before is not None and (minute := clock.minute_up(operation.not_before)) > best[0]:
        best = (minute, Bind.NOT_BEFORE, "")
    return best


def _blocked_by_itself(
    operation: Operation, found: Iterable[Material], shut: Iterable[tuple[GateKind, Gate]]
) -> Unplaced | None:
    """Held, a closed gate, or a purchase without date."""
    if operation.status is Status.HELD:
        return Unplaced(operation.id, Hindrance.HELD)
    for kind, gate in shut:
        if gate.state is GateState.NO:
            return Unplaced(operation.id, Hindrance.GATE_CLOSED, kind.value)
    for material in found:
        if material.missing:
            return Unplaced(operation.id, Hindrance.NO_DATE, material.missing)
    return None


def followers_of(
    predecessors: dict[OperationId, tuple[OperationId, ...]],
) -> dict[OperationId, list[OperationId]]:
    """The other way round: what waits for each operation."""
    followers: dict[OperationId, list[OperationId]] = defaultdict(list)
    for operation, before in predecessors.items():
        for other in before:
            followers[other].append(operation)
    return followers


def spread(
    seeds: dict[OperationId, Unplaced],
    followers: dict[OperationId, list[OperationId]],
    hindrance: Hindrance,
) -> dict[OperationId, Unplaced]:
    """`seeds` and all that waits for one of them, by however many steps."""
    found = dict(seeds)
    todo = list(seeds)
    for operation in todo:
        for after in followers.get(operation, ()):
            if after not in found:
                found[after] = Unplaced(after, hindrance, operation)
                todo.append(after)
    return found
