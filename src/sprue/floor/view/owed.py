"""Who owes what to a mold by when: material, gates, design, programs, electrodes, outside work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.waits import Sight
from sprue.planning.templates.routing import ELECTRODES
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation

_OPEN = (Work.WAITING, Work.HELD, Work.RUNNING, Work.PAUSED)
_NEVER = datetime.max.replace(tzinfo=UTC)
#: Departments that gates are owed by, as problems of the kind call them.
_OWES = {
    GateKind.DRAWING: "design",
    GateKind.PROGRAM: "cam",
    GateKind.ELECTRODE: "electrode",
    GateKind.FIXTURE: "tool_crib",
}
#: A class of parts whose operations prepare others.
_PREPARES = "design_package"
PURCHASE = "purchase"


class Debt(StrEnum):
    """`PREPARATION`: design, programs and electrodes that are operations of their own."""

    MATERIAL = "material"
    DRAWING = "drawing"
    PROGRAM = "program"
    ELECTRODE = "electrode"
    FIXTURE = "fixture"
    PREPARATION = "preparation"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Owed:
    """`item` is owed by `who` (a supplier or person as written) of `department`.

    `needed`: when the first work that needs it is planned to begin (None: it has no place in the plan).
    `expected`: when it comes, or is planned to be done (None: nobody knows). `operation`: the work itself,
    or that whose gate it is.
    """

    what: Debt
    item: str
    part: PartId
    operation: OperationId | None
    department: str
    who: str
    needed: datetime | None
    expected: datetime | None

    @property
    def late(self) -> bool:
        """It comes after it is needed, or nobody knows when."""
        if self.expected is None:
            return True
        return self.needed is not None and self.expected > self.needed


def owed_of(sight: Sight, plan: LivePlan, mold: MoldId) -> list[Owed]:
    """All that is owed to a mold at `sight.now`, the soonest needed first."""
    found = [one for part in sight.index.parts_of.get(mold, ()) for one in _of_part(sight, plan, part)]
    return sorted(found, key=lambda one: (one.needed or _NEVER, one.expected or _NEVER, one.part, one.item))


def _of_part(sight: Sight, plan: LivePlan, part: PartId) -> Iterator[Owed]:
    yield from _bought(sight, plan, part)
    prepares = sight.state.shop.parts[part].part_class
    for name in sight.index.operations_of.get(part, ()):
        if sight.state.operation(name).work not in _OPEN:
            continue
        operation = sight.state.shop.operations[name]
        if operation.mode is Mode.OUTSIDE:
            yield _outside(sight, plan, operation)
        elif prepares == _PREPARES or (prepares in ELECTRODES and _is_last(sight, operation)):
            yield _prepared(sight, plan, operation)
        if sight.state.operation(name).work in (Work.WAITING, Work.HELD):
            yield from _gates(sight, plan, operation)


def _bought(sight: Sight, plan: LivePlan, part_id: PartId) -> Iterator[Owed]:
    shop = sight.state.shop
    part, needed = shop.parts[part_id], _first_start(sight, plan, part_id)
    for name in sight.index.purchases_of.get(part_id, ()):
        purchase = shop.purchases[name]
        if purchase.received is None:
            item, who = purchase.item or name, purchase.supplier
            yield Owed(
                Debt.MATERIAL,
                item,
                part_id,
                None,
                "purchasing",
                who,
                needed,
                _ahead(sight, purchase.promised),
            )
    if part.available is not None and part.available > sight.now:
        item = part.material or part.name or part_id
        yield Owed(Debt.MATERIAL, item, part_id, None, "purchasing", "", needed, part.available)


def _ahead(sight: Sight, promised: datetime | None) -> datetime | None:
    """A promise that is over is none."""
    return promised if promised is not None and promised > sight.now - timedelta(days=1) else None


def _first_start(sight: Sight, plan: LivePlan, part: PartId) -> datetime | None:
    """When work on the part begins, or it is built in where nothing is made of it."""
    own = _starts(sight, plan, sight.index.operations_of.get(part, ()))
    parent = sight.state.shop.parts[part].parent
    if own is None and parent is not None:
        return _starts(sight, plan, sight.index.joining.get(parent, ()))
    return own


def _starts(sight: Sight, plan: LivePlan, names: Iterable[OperationId]) -> datetime | None:
    rows = (plan.rows.get(o) for o in names if sight.state.operation(o).work is Work.WAITING)
    return min((row.setup for row in rows if row is not None), default=None)


def _gates(sight: Sight, plan: LivePlan, operation: Operation) -> Iterator[Owed]:
    for kind in GateKind:
        gate = operation.gate(kind)
        if gate.state in (GateState.NO, GateState.EXPECTED):
            needed = _needed(sight, plan, operation)
            item = operation.name or operation.id
            yield Owed(
                Debt(kind.value),
                item,
                operation.part,
                operation.id,
                _OWES[kind],
                "",
                needed,
                _ahead(sight, gate.expected),
            )


def _needed(sight: Sight, plan: LivePlan, operation: Operation) -> datetime | None:
    """When it could begin: as planned, else once all before it is over."""
    row = plan.rows.get(operation.id)
    if row is not None:
        return row.setup
    ends = [plan.rows[before].end for before in sight.predecessors(operation) if before in plan.rows]
    return max([sight.now, *ends])


def _outside(sight: Sight, plan: LivePlan, operation: Operation) -> Owed:
    """At a supplier, or on its way there; what is bought is told so by its kind."""
    record, row = sight.state.operation(operation.id), plan.rows.get(operation.id)
    back = row.end if row is not None else None
    if record.work is Work.RUNNING and record.since is not None:
        back = record.since + timedelta(minutes=record.left_minutes)
    what = Debt.MATERIAL if operation.kind == PURCHASE else Debt.OUTSIDE
    item = operation.name or operation.id
    needed = _next_start(sight, plan, operation)
    return Owed(what, item, operation.part, operation.id, "purchasing", "", needed, back)


def _prepared(sight: Sight, plan: LivePlan, operation: Operation) -> Owed:
    kind = sight.state.shop.kinds.get(operation.kind) if operation.kind is not None else None
    who = sight.state.operation(operation.id).person
    person = sight.state.shop.people.get(who) if who is not None else None
    row = plan.rows.get(operation.id)
    return Owed(
        Debt.PREPARATION,
        operation.name or operation.id,
        operation.part,
        operation.id,
        kind.department if kind is not None else "",
        person.name if person is not None else "",
        _next_start(sight, plan, operation),
        row.end if row is not None else None,
    )


def _next_start(sight: Sight, plan: LivePlan, operation: Operation) -> datetime | None:
    """When the first work begins that waits for it."""
    return _starts(
        sight,
        plan,
        (
            other
            for other in sight.index.touched_by(operation.id)
            if other != operation.id
            and sight.state.operation(other).work is Work.WAITING
            and operation.id in sight.predecessors(sight.state.shop.operations[other])
        ),
    )


def _is_last(sight: Sight, operation: Operation) -> bool:
    steps = sight.index.steps.get(operation.part, [])
    return bool(steps) and operation.id in steps[-1]
