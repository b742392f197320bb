"""Work at suppliers: what can be sent, what can be soon, what is away and should be back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.floor.live import LivePlan
from sprue.floor.view.waits import Sight
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from sprue.shop.supply import goes_out

#: Who waits for a full furnace looks so far ahead.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ToSend:
    """An operation that goes out: `at`: it can (ready), or its piece comes up then."""

    operation: OperationId
    supplier: str
    at: datetime | None
    ready: bool


@dataclass(frozen=True, slots=True)
class Load:
    """What is away together. `batch` "": nobody told how it went; `back`: when it should be here again."""

    batch: str
    supplier: str
    operations: tuple[OperationId, ...]
    sent: datetime
    back: datetime

    def overdue(self, now: datetime) -> bool:
        """Whether it should be back."""
        return self.back <= now


def to_send(sight: Sight, plan: LivePlan) -> list[ToSend]:
    """What can go out now, and what comes up soon; the first planned first."""
    found = []
    for operation in sight.state.shop.operations.values():
        if not goes_out(operation) or sight.state.operation(operation.id).work is not Work.WAITING:
            continue
        ready = sight.is_ready(operation.id)
        row = plan.rows.get(operation.id)
        at = row.setup if row is not None else None
        if ready or (at is not None and at <= sight.now + SOON):
            found.append(ToSend(operation.id, sight.state.supply.supplier_of(operation), at, ready))
    return sorted(found, key=lambda one: (not one.ready, one.at is None, one.at or sight.now, one.operation))


def away(sight: Sight) -> list[Load]:
    """Loads at suppliers, the one that should be back first first."""
    grouped: dict[tuple[str, str], list[OperationId]] = {}
    for name, record in sight.state.operations.items():
        operation = sight.state.shop.operations[name]
        if record.work is not Work.RUNNING or not goes_out(operation):
            continue
        load = sight.state.supply.load_of(name, record.since)
        key = (load.batch, "") if load is not None else ("", name)
        grouped.setdefault(key, []).append(name)
    loads = [_load(sight, names) for names in grouped.values()]
    return sorted(loads, key=lambda load: (load.back, load.operations))


def _load(sight: Sight, names: list[OperationId]) -> Load:
    record = sight.state.operation(names[0])
    since = record.since or sight.now
    load = sight.state.supply.load_of(names[0], record.since)
    if load is None:
        back = since + timedelta(minutes=record.left_minutes)
        supplier = sight.state.supply.supplier_of(sight.state.shop.operations[names[0]])
        return Load("", supplier, tuple(names), since, back)
    return Load(load.batch, load.supplier, tuple(names), since, load.back)
