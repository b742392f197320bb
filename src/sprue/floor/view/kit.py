"""What is there of what an operation needs: material of parts, kits of assemblies, shortages by need date."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.hours import Hours
from sprue.floor.view.molds import dates_of
from sprue.floor.view.waits import OVER, Sight
from sprue.shop.gates import GateKind
from sprue.shop.ids import MoldId, OperationId, PartId, PurchaseId
from sprue.shop.records import Work

_NEVER = datetime.max.replace(tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
#: Classes of electrodes begin so.
ELECTRODE = "electrode"


class Lacks(StrEnum):
    """What of a thing is not there."""

    MATERIAL = "material"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is not there: a purchase, the material of a part, or the work on one.

    `id`: the purchase, part or operation; `expected`: when it comes, None: nobody knows.
    """

    what: Lacks
    part: PartId
    id: str
    item: str
    supplier: str = ""
    expected: datetime | None = None
    purchase: PurchaseId | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """What an operation that joins parts needs: `here` of `total` things; `need`: its planned start."""

    operation: OperationId
    part: PartId
    need: datetime | None
    here: int
    total: int
    missing: tuple[Piece, ...]

    #: Whether all that is joined are electrodes: a burn, no assembly.
    burns: bool = False

    @property
    def share(self) -> float:
        """0 to 1; what needs nothing is whole."""
        return self.here / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Shortage:
    """Material that is not there and what it holds up.

    `operation` needs it first, at `need` (None: nothing needs it, or nobody knows when); `short`: minutes
    by which it comes too late (−: to spare), None where one of both dates is unknown; `slips`: minutes by
    which a milestone of the mold is late because of it, None: unknown, it has no date.
    """

    piece: Piece
    mold: MoldId
    operation: OperationId | None
    need: datetime | None
    short: int | None
    slips: int | None
    overdue: bool

    @property
    def undated(self) -> bool:
        """Whether it is needed and nobody has said when it comes."""
        return self.piece.expected is None and self.operation is not None


def lacking_material(sight: Sight, part_id: PartId) -> Iterator[Piece]:
    """What of a part's own material is not there."""
    shop, supply = sight.state.shop, sight.state.supply
    part = shop.parts[part_id]
    for name in sight.index.purchases_of.get(part_id, ()):
        one = shop.purchases[name]
        if one.received is None:
            item = one.item or one.id
            expected = supply.expected(one)
            yield Piece(Lacks.MATERIAL, part_id, one.id, item, one.supplier, expected, one.id)
    if part.available is not None and part.available > sight.now:
        item = part.material or part.name or part.id
        yield Piece(Lacks.MATERIAL, part_id, part_id, item, expected=part.available)


def _things(sight: Sight, part_id: PartId) -> int:
    """How many things a part's own material is."""
    dated = sight.state.shop.parts[part_id].available is not None
    return len(sight.index.purchases_of.get(part_id, ())) + dated


def kit_of(sight: Sight, plan: LivePlan, operation_id: OperationId) -> Kit:
    """The kit of an operation that joins parts: its own material, and each part whole."""
    part = sight.state.shop.operations[operation_id].part
    missing = [*lacking_material(sight, part)]
    total = _things(sight, part)
    here = total - len(missing)
    for child in sight.index.children.get(part, ()):
        lacking = [*_lacking_of_child(sight, plan, child)]
        total, here = total + 1, here + (not lacking)
        missing += lacking
    row = plan.rows.get(operation_id)
    need = row.setup if row is not None else None
    joined = [sight.state.shop.parts[child].part_class for child in sight.index.children.get(part, ())]
    burns = bool(joined) and all(one.startswith(ELECTRODE) for one in joined)
    return Kit(operation_id, part, need, here, total, tuple(missing), burns)


def _lacking_of_child(sight: Sight, plan: LivePlan, part_id: PartId) -> Iterator[Piece]:
    """A part is whole when its work is done; before it is begun its material counts too."""
    open_ones = [o for o in sight.index.operations_of.get(part_id, ()) if _is_open(sight, o)]
    if not open_ones and part_id in sight.index.operations_of:
        return
    material = [*lacking_material(sight, part_id)]
    yield from material
    if material or not open_ones:
        return
    last = max(open_ones, key=lambda o: sight.state.shop.operations[o].step)
    name = sight.state.shop.parts[part_id].name or part_id
    row = plan.rows.get(last)
    yield Piece(Lacks.WORK, part_id, last, name, expected=row.end if row is not None else None)


def _is_open(sight: Sight, operation: OperationId) -> bool:
    return sight.state.operation(operation).work not in OVER


def kits_of(sight: Sight, plan: LivePlan) -> list[Kit]:
    """Kits of all operations that join parts and have not begun, the first to start first."""
    joining = (o for found in sight.index.joining.values() for o in found)
    begun = (Work.RUNNING, Work.PAUSED, *OVER)
    waiting = [o for o in joining if sight.state.operation(o).work not in begun]
    kits = [kit_of(sight, plan, o) for o in waiting]
    return sorted((kit for kit in kits if kit.total), key=lambda kit: (kit.need or _NEVER, kit.operation))


def shortages_of(sight: Sight, plan: LivePlan, hours: Hours) -> list[Shortage]:
    """All material that is not there, the most urgent first."""
    shop = sight.state.shop
    late: dict[MoldId, int | None] = {}

    def late_of(mold: MoldId) -> int | None:
        if mold not in late:
            late[mold] = dates_of(sight, plan, mold).late_minutes
        return late[mold]

    parts = dict.fromkeys(p for p in sight.index.purchases_of if p in shop.parts)
    parts |= dict.fromkeys(p.id for p in shop.parts.values() if p.available and p.available > sight.now)
    found = [
        _shortage(sight, plan, hours, piece, late_of)
        for part in parts
        for piece in lacking_material(sight, part)
    ]
    return sorted(found, key=_urgency)


def _urgency(one: Shortage) -> tuple[int, int, datetime, str]:
    """What has no date, what makes a mold late, what is waited for, what is to come, what nothing needs."""
    slips, short = one.slips or 0, one.short or 0
    rank = 0 if one.undated else 1 if slips > 0 else 2 if short > 0 else 3 if one.operation is not None else 4
    return rank, -slips, one.need or _NEVER, one.piece.id


def _shortage(
    sight: Sight, plan: LivePlan, hours: Hours, piece: Piece, late_of: Callable[[MoldId], int | None]
) -> Shortage:
    mold = sight.state.shop.parts[piece.part].mold
    expected = piece.expected
    overdue = expected is not None and expected <= sight.now
    first = _first_user(sight, plan, piece.part)
    if first is None:
        return Shortage(piece, mold, None, None, None, 0, overdue)
    need = _need(sight, plan, hours, piece, first)
    comes = max(expected, sight.now) if expected is not None else None
    short = (comes - need) // _MINUTE if comes is not None and need is not None else None
    late = late_of(sight.index.mold_of(first))
    return Shortage(piece, mold, first, need, short, _slips(plan, first, short, late), overdue)


def _slips(plan: LivePlan, operation: OperationId, short: int | None, late: int | None) -> int | None:
    """Late minutes of the mold because of it: none where the operation could end later and nothing moved."""
    row = plan.rows.get(operation)
    if row is None or late is None:
        return None
    if short is None or short <= 0 or late <= 0 or row.slack is None or row.slack > 0:
        return 0
    return min(late, short)


def _first_user(sight: Sight, plan: LivePlan, part: PartId) -> OperationId | None:
    """The operation that needs the material first: of the part, or one that builds it in."""
    names = [*sight.index.operations_of.get(part, ())]
    parent = sight.state.shop.parts[part].parent
    if not names and parent is not None:
        names = [*sight.index.joining.get(parent, ())]
    waiting = [o for o in names if sight.state.operation(o).work in (Work.WAITING, Work.HELD)]
    operations = sight.state.shop.operations

    def order(name: OperationId) -> tuple[bool, datetime, object]:
        row = plan.rows.get(name)
        return row is None, row.setup if row is not None else _NEVER, operations[name].step

    steps = {operations[o].step for o in waiting}
    return min((o for o in waiting if operations[o].step == min(steps)), key=order, default=None)


def _need(
    sight: Sight, plan: LivePlan, hours: Hours, piece: Piece, operation: OperationId
) -> datetime | None:
    """When the operation would begin if its material were there.

    The plan waits for a promised date, so a start that only waits for it tells nothing: then, and for what
    has no date, it is when everything else is there. None: that is not known either.
    """
    row = plan.rows.get(operation)
    rest = _rest_is_there(sight, plan, operation)
    if row is None:
        return rest
    if piece.expected is None or piece.expected <= sight.now:
        return min(row.setup, rest or row.setup)
    machine = sight.state.shop.machines.get(row.machine) if row.machine is not None else None
    if machine is not None:
        waits = hours.between(machine, piece.expected, row.setup) < 1
    else:
        waits = row.setup - piece.expected < _MINUTE
    return min(row.setup, rest or row.setup) if waits else row.setup


def _rest_is_there(sight: Sight, plan: LivePlan, operation_id: OperationId) -> datetime | None:
    """When all but material is there for an operation; None where nobody knows."""
    operation = sight.state.shop.operations[operation_id]
    if sight.state.operation(operation_id).work is Work.HELD:
        return None
    dates: list[datetime | None] = [sight.now, operation.not_before or sight.now]
    dates += [_end(sight, plan, before) for before in sight.predecessors(operation)]
    gates = (operation.gate(kind) for kind in GateKind)
    dates += [gate.expected or (None if gate.state.value == "no" else sight.now) for gate in gates]
    return max_or_none(dates)


def _end(sight: Sight, plan: LivePlan, operation: OperationId) -> datetime | None:
    row = plan.rows.get(operation)
    return row.end if row is not None else sight.state.back_at(operation)


def max_or_none(dates: Iterable[datetime | None]) -> datetime | None:
    """The latest; None where one is unknown."""
    latest: datetime | None = None
    for date in dates:
        if date is None:
            return None
        latest = date if latest is None else max(latest, date)
    return latest
