"""What each open operation waits for: other operations, dates, and what nobody can date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sprue.planning.plan import Bind, Hindrance, Unplaced
from sprue.shop.clock import PlanClock
from sprue.shop.gates import Gate, GateKind, GateState
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

SHUT = (GateState.NO, GateState.EXPECTED)
#: When material is there whose date nobody asks for.
UNDATED = -(10**9)
#: A plan minute before which nothing starts, what sets it, and its id.
Release = tuple[int, Bind, str]
AT_ONCE: Release = (0, Bind.NOW, "")


@dataclass(frozen=True, slots=True)
class Material:
    """When a part's material is there (minute), by what; `missing`: a purchase nobody has dated."""

    minute: int
    reference: str
    missing: str = ""


def materials(shop: Shop, clock: PlanClock) -> dict[PartId, Material]:
    """Material of all parts: the later of `available` and the promises of what is not yet received."""
    found: dict[PartId, Material] = {}
    for part in shop.parts.values():
        minute = clock.minute_up(part.available) if part.available is not None else UNDATED
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


class Waits:
    """What open operations wait for, kept up while the shop changes and time goes on.

    Minutes inside are those of the clock it began with, of which `since` are over; so time that goes on
    changes nothing inside.
    """

    def __init__(self, clock: PlanClock) -> None:
        self._clock = clock
        self._shop = Shop()
        self._since = 0
        self._known: set[OperationId] = set()
        self._of_part: dict[PartId, list[OperationId]] = defaultdict(list)
        self._referrers: dict[OperationId, list[OperationId]] = defaultdict(list)
        self._children: dict[PartId, list[Part]] = {}
        self._material: dict[PartId, Material] = {}
        #: By step alone: what each open operation waits for, and what ends each part that has operations.
        self._chained: dict[OperationId, tuple[OperationId, ...]] = {}
        self._ends: dict[PartId, tuple[OperationId, ...]] = {}
        self._later: dict[OperationId, Release] = {}
        self.predecessors: dict[OperationId, tuple[OperationId, ...]] = {}
        self.blocked: dict[OperationId, Unplaced] = {}

    def release(self, operation: OperationId) -> Release:
        """Before when it can't start, in minutes of now."""
        minute, bind, reference = self._later.get(operation, AT_ONCE)
        return (minute - self._since, bind, reference) if minute > self._since else AT_ONCE

    def available(self) -> dict[PartId, int]:
        """When the material of each part is there, in minutes of now."""
        since = self._since
        return {
            part: found.minute - since if found.minute != UNDATED else UNDATED
            for part, found in self._material.items()
        }

    def follow(
        self, shop: Shop, changed: Sequence[Operation], parts: Iterable[PartId], since: int
    ) -> dict[OperationId, None]:
        """Takes over what is new in the shop; the operations that may wait for something else now.

        `changed`: operations with another value, `parts` likewise. The order stays near that of the sheet,
        in which values lie in memory.
        """
        before, self._shop, self._since = self._shop, shop, since
        touched = dict.fromkeys([operation.part for operation in changed])
        if shop.parts is not before.parts:
            touched |= dict.fromkeys(parts)
            self._children = _children_of(shop)
        if shop.parts is not before.parts or shop.purchases != before.purchases:
            touched |= dict.fromkeys(self._materials_changed())
        for operation in changed:
            self._enter(operation)
        for part in touched:
            self._chain(part)
        affected = self._affected(changed, touched)
        for name in affected:
            self._look(shop.operations[name])
        return affected

    def _materials_changed(self) -> list[PartId]:
        before, self._material = self._material, materials(self._shop, self._clock)
        return [part for part, found in self._material.items() if before.get(part) != found]

    def _enter(self, operation: Operation) -> None:
        if operation.id not in self._known:
            self._known.add(operation.id)
            self._of_part[operation.part].append(operation.id)
            for other in operation.after:
                self._referrers[other].append(operation.id)

    def _affected(self, changed: Sequence[Operation], touched: dict[PartId, None]) -> dict[OperationId, None]:
        """What may wait for something else: of these parts, joining them, or asking for what changed."""
        operations, parts = self._shop.operations, self._shop.parts
        affected = dict.fromkeys([name for part in touched for name in self._of_part.get(part, ())])
        parents = {parts[part].parent for part in touched}
        for parent in parents:
            if parent is not None and parent not in touched:
                joining = [name for name in self._of_part.get(parent, ()) if operations[name].joins]
                affected.update(dict.fromkeys(joining))
        for operation in changed:
            affected.update(dict.fromkeys(self._referrers.get(operation.id, ())))
        return affected

    def _chain(self, part: PartId) -> None:
        """What operations of the part wait for by step, and which open ones all together end it.

        Running work asks for no predecessor, so it does not vouch for the steps before it.
        """
        steps = _steps([self._shop.operations[name] for name in self._of_part.get(part, ())])
        self._ends.pop(part, None)
        if not steps:
            return
        frontier: tuple[OperationId, ...] = ()
        for step in steps:
            open_ones = [o for o in step if o.status is not Status.DONE]
            waiting = False
            for operation in open_ones:
                running = operation.status is Status.RUNNING
                waiting |= not running
                self._chained[operation.id] = () if running else frontier
            ids = tuple([o.id for o in open_ones])
            frontier = ids if waiting else frontier + ids
        self._ends[part] = frontier

    def _look(self, operation: Operation) -> None:
        """What one operation waits for."""
        name = operation.id
        self._later.pop(name, None)
        self.blocked.pop(name, None)
        if operation.status in (Status.DONE, Status.CANCELLED):
            self.predecessors.pop(name, None)
            return
        if operation.status is Status.RUNNING:
            self.predecessors[name] = ()
            return
        self.predecessors[name] = self._before(operation)
        found = [self._material[operation.part]]
        if operation.joins:
            children = self._children.get(operation.part, ())
            found.extend(self._material[c.id] for c in children if c.id not in self._ends)
        shut = _shut(operation)
        release = _release(operation, found, shut, (self._clock, self._since))
        if release is not AT_ONCE:
            self._later[name] = release
        unplaced = _blocked_by_itself(operation, found, shut)
        if unplaced is not None:
            self.blocked[name] = unplaced

    def _before(self, operation: Operation) -> tuple[OperationId, ...]:
        """The predecessors by step and what `joins` and `after` ask for."""
        by_step = self._chained[operation.id]
        if not operation.joins and not operation.after:
            return by_step
        more: list[OperationId] = list(by_step)
        if operation.joins:
            for child in self._children.get(operation.part, ()):
                more.extend(self._ends.get(child.id, ()))
        for before in operation.after:
            other = self._shop.operations.get(before)
            if other is not None and other.status not in (Status.DONE, Status.CANCELLED):
                more.append(before)
        return tuple(dict.fromkeys(more))


def waits_of(shop: Shop, clock: PlanClock) -> Waits:
    """What the open operations of a shop wait for, looked at once."""
    waits = Waits(clock)
    waits.follow(shop, tuple(shop.operations.values()), shop.parts, 0)
    return waits


def _children_of(shop: Shop) -> dict[PartId, list[Part]]:
    children: dict[PartId, list[Part]] = defaultdict(list)
    for part in shop.parts.values():
        if part.parent is not None:
            children[part.parent].append(part)
    return children


def _steps(operations: Iterable[Operation]) -> list[list[Operation]]:
    """The operations of a part by step, cancelled ones left out."""
    steps: dict[Decimal, list[Operation]] = {}
    for operation in operations:
        if operation.status is not Status.CANCELLED:
            steps.setdefault(operation.step, []).append(operation)
    return [steps[step] for step in sorted(steps)]


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
    operation: Operation,
    found: Iterable[Material],
    shut: Iterable[tuple[GateKind, Gate]],
    now: tuple[PlanClock, int],
) -> Release:
    """The latest of gates, not_before and material; `now`: the minute of a clock, what is over is at once."""
    clock, since = now
    best = (since, AT_ONCE[1], AT_ONCE[2])
    for material in found:
        if material.minute > best[0]:
            best = (material.minute, Bind.MATERIAL, material.reference)
    for kind, gate in shut:
        if gate.expected is not None and (minute := clock.minute_up(gate.expected)) > best[0]:
            best = (minute, Bind.GATE, kind.value)
    if operation.not_before is not None and (minute := clock.minute_up(operation.not_before)) > best[0]:
        best = (minute, Bind.NOT_BEFORE, "")
    return best if best[0] > since else AT_ONCE


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
    operations: Iterable[OperationId], predecessors: dict[OperationId, tuple[OperationId, ...]]
) -> dict[OperationId, list[OperationId]]:
    """The other way round: what of `operations` waits for each, in their order."""
    followers: dict[OperationId, list[OperationId]] = defaultdict(list)
    for operation in operations:
        for other in predecessors[operation]:
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
