"""Where a part or a mold is now: on a machine, at a supplier, or where somebody laid it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sprue.floor.view.waits import OVER, Sight
from sprue.shop.ids import MoldId, OperationId, PartId, PersonId
from sprue.shop.records import OperationState, Work
from sprue.shop.supply import Placed, goes_out

_AT_WORK = (Work.RUNNING, Work.PAUSED)


class At(StrEnum):
    """What sort of place it is; `LAST` is the machine where it was worked last: nobody said where it went."""

    PLACE = "place"
    MACHINE = "machine"
    SUPPLIER = "supplier"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Where:
    """`name`: of the place, machine or supplier ("": unknown)."""

    at: At
    name: str
    since: datetime
    person: PersonId | None = None


def where_part(sight: Sight, part: PartId) -> Where | None:
    """Where a part is; None: nothing was ever told of it."""
    records = [(o, sight.state.operation(o)) for o in sight.index.operations_of.get(part, ())]
    for name, record in records:
        found = _at_work(sight, name, record)
        if found is not None:
            return found
    placed = sight.state.supply.parts.get(part)
    done = [r for _, r in records if r.work is Work.DONE and r.finished is not None and r.machine is not None]
    last = max(done, key=lambda r: r.finished or sight.now, default=None)
    if last is not None and last.finished is not None and (placed is None or placed.at < last.finished):
        return Where(At.LAST, last.machine or "", last.finished, last.person)
    return _laid(placed)


def where_mold(sight: Sight, mold: MoldId) -> Where | None:
    """Where a whole mold was laid; None: nobody told."""
    return _laid(sight.state.supply.molds.get(mold))


def _laid(placed: Placed | None) -> Where | None:
    return Where(At.PLACE, placed.place, placed.at, placed.person) if placed is not None else None


def _at_work(sight: Sight, name: OperationId, record: OperationState) -> Where | None:
    if record.work not in _AT_WORK or record.started is None:
        return None
    if record.machine is not None:
        return Where(At.MACHINE, record.machine, record.since or record.started, record.person)
    operation = sight.state.shop.operations[name]
    if not goes_out(operation):
        return None
    return Where(At.SUPPLIER, sight.state.supply.supplier_of(operation), record.started, record.person)


def next_of(sight: Sight, part: PartId) -> OperationId | None:
    """The open operation of a part that comes first."""
    operations = sight.state.shop.operations
    names = sight.index.operations_of.get(part, ())
    open_ones = [o for o in names if sight.state.operation(o).work not in OVER]
    return min(open_ones, key=lambda o: (operations[o].step, o), default=None)


def searched(sight: Sight, words: str, most: int) -> tuple[list[MoldId], list[PartId]]:
    """Molds and parts that all words fit, at most so many of each; ids that are just that, then open ones."""
    wanted = words.lower().split()
    shop = sight.state.shop
    if not wanted:
        return [], []
    molds = _best(((m.id, f"{m.id} {m.name}") for m in shop.molds.values()), wanted, most, lambda _: False)
    texts = ((p.id, f"{p.id} {p.name} {shop.molds[p.mold].name} {p.part_class}") for p in shop.parts.values())
    parts = _best(texts, wanted, most, lambda part: next_of(sight, PartId(part)) is None)
    return [MoldId(m) for m in molds], [PartId(p) for p in parts]


def _best(
    texts: Iterable[tuple[str, str]], wanted: list[str], most: int, is_over: Callable[[str], bool]
) -> list[str]:
    whole = " ".join(wanted)
    fitting = [name for name, text in texts if all(word in text.lower() for word in wanted)]
    fitting.sort(key=lambda name: (name.lower() != whole, not name.lower().startswith(whole), is_over(name)))
    return fitting[:most]
