"""What is not there: material, outside work, drawings, programs, electrodes, fixtures; by mold and kind."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.kit import lacking_material
from sprue.floor.view.waits import Sight, Wait, What
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation

#: A program or electrode of work that starts later is not missing yet.
SOON = timedelta(hours=72)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Lack(StrEnum):
    """`TO_SEND` is ready to go to the supplier, `OUTSIDE` is there."""

    MATERIAL = "material"
    OUTSIDE = "outside"
    TO_SEND = "to_send"
    DRAWING = "drawing"
    PROGRAM = "program"
    ELECTRODE = "electrode"
    FIXTURE = "fixture"


@dataclass(frozen=True, slots=True)
class Missing:
    """All of one kind that a mold waits for.

    `item`: the most urgent piece; `expected`: when it comes (to send: when it should go), None: nobody
    knows. `holding`: pieces for which work waits now that could run else.
    """

    what: Lack
    item: str
    count: int
    expected: datetime | None
    holding: int


@dataclass(frozen=True, slots=True)
class _Piece:
    item: str
    expected: datetime | None
    holding: bool


def missing_of(sight: Sight, plan: LivePlan, mold: MoldId) -> list[Missing]:
    """What a mold waits for at `sight.now`, in the order of `Lack`."""
    pieces: dict[Lack, list[_Piece]] = defaultdict(list)
    for what, piece in _pieces(sight, plan, mold):
        pieces[what].append(piece)
    return [_rolled_up(what, pieces[what]) for what in Lack if what in pieces]


def _rolled_up(what: Lack, pieces: list[_Piece]) -> Missing:
    first = min(pieces, key=_urgency)
    return Missing(what, first.item, len(pieces), first.expected, sum(p.holding for p in pieces))


def _urgency(piece: _Piece) -> tuple[bool, bool, datetime, str]:
    """What holds work up comes first, of that what nobody knows a date of."""
    known = piece.expected is not None
    return not piece.holding, known if piece.holding else not known, piece.expected or _NEVER, piece.item


def _pieces(sight: Sight, plan: LivePlan, mold: MoldId) -> Iterator[tuple[Lack, _Piece]]:
    for part in sight.index.parts_of.get(mold, ()):
        yield from _material(sight, part)
        for operation_id in sight.index.operations_of.get(part, ()):
            operation = sight.state.shop.operations[operation_id]
            if operation.mode is Mode.OUTSIDE:
                yield from _outside(sight, plan, operation)
            if sight.state.operation(operation_id).work is Work.WAITING:
                yield from _gates(sight, plan, operation)


def _material(sight: Sight, part_id: PartId) -> Iterator[tuple[Lack, _Piece]]:
    lacking = [*lacking_material(sight, part_id)]
    holding = bool(lacking) and _material_holds(sight, part_id)
    for piece in lacking:
        yield Lack.MATERIAL, _Piece(piece.item, piece.expected, holding)


def _material_holds(sight: Sight, part: PartId) -> bool:
    """Whether an operation of the part, or one that builds it in, waits for nothing but what is missing."""
    operations = [*sight.index.operations_of.get(part, ())]
    parent = sight.state.shop.parts[part].parent
    if not operations and parent is not None:
        operations = [*sight.index.joining.get(parent, ())]
    return any(_held_up(sight, o) for o in operations)


def _held_up(sight: Sight, operation: OperationId) -> bool:
    """Whether a waiting operation could run if only material and gates were there."""
    if sight.state.operation(operation).work is not Work.WAITING:
        return False
    waits = sight.waits_for(operation)
    return bool(waits) and all(_is_missing(wait) for wait in waits)


def _is_missing(wait: Wait) -> bool:
    return wait.what in (What.MATERIAL, What.DRAWING, What.PROGRAM, What.ELECTRODE, What.FIXTURE)


def _outside(sight: Sight, plan: LivePlan, operation: Operation) -> Iterator[tuple[Lack, _Piece]]:
    record = sight.state.operation(operation.id)
    item = operation.name or operation.id
    if record.work is Work.RUNNING and record.since is not None:
        told = sight.state.back_at(operation.id)
        back = told or record.since + timedelta(minutes=record.left_minutes)
        yield Lack.OUTSIDE, _Piece(item, back, holding=back <= sight.now)
    elif record.work is Work.WAITING and sight.is_ready(operation.id):
        row = plan.rows.get(operation.id)
        goes = row.setup if row is not None else None
        yield Lack.TO_SEND, _Piece(item, goes, holding=goes is not None and goes <= sight.now)


def _gates(sight: Sight, plan: LivePlan, operation: Operation) -> Iterator[tuple[Lack, _Piece]]:
    closed = [
        (kind, gate)
        for kind in GateKind
        if (gate := operation.gate(kind)).state in (GateState.NO, GateState.EXPECTED)
    ]
    if not closed or not _comes_up(sight, plan, operation):
        return
    item = sight.state.shop.parts[operation.part].name or operation.part
    holding = _held_up(sight, operation.id)
    for kind, gate in closed:
        yield Lack(kind.value), _Piece(item, gate.expected, holding)


def _comes_up(sight: Sight, plan: LivePlan, operation: Operation) -> bool:
    """Whether it is planned soon, or only work that runs already is before it."""
    row = plan.rows.get(operation.id)
    if row is not None and row.setup < sight.now + SOON:
        return True
    before = sight.predecessors(operation)
    return all(sight.state.operation(o).work is Work.RUNNING for o in before)
