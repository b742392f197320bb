"""Records of the ledger."""

from sprue.server.rows.scene import Scene
from sprue.shop.ids import LedgerItemId
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none


def ledger_row(scene: Scene, item_id: LedgerItemId) -> wire.LedgerRow:
    """A record as lists show it. Whether it is overdue follows from deadline and clock."""
    shop = scene.sight.state.shop
    item = scene.sight.state.ledger[item_id]
    matter = item.matter
    part = shop.parts.get(matter.part) if matter.part is not None else None
    operation = shop.operations.get(matter.operation) if matter.operation is not None else None
    return {
        "id": item_id,
        "number": item.number,
        "source": matter.source.value,
        "kind": matter.kind.value,
        "level": matter.level.value,
        "stage": item.stage.value,
        "description": matter.description,
        "mold": matter.mold,
        "part": matter.part,
        "part_name": (part.name or part.id) if part is not None else matter.part or "",
        "operation": matter.operation,
        "operation_name": (operation.name or operation.id) if operation is not None else "",
        "machine": matter.machine,
        "problem": matter.problem,
        "found_by_name": scene.name_of(matter.found_by),
        "found_at": moment_or_none(matter.found_at),
        "department": item.owner.department,
        "owner": item.owner.person,
        "owner_name": scene.name_of(item.owner.person),
        "opened_at": moment(item.opened_at),
        "deadline": moment(item.deadline),
        "done_at": moment_or_none(item.done_at),
        "closed_at": moment_or_none(item.closed_at),
        "climbed": item.climbed,
        "called_name": scene.name_of(item.called),
        "extensions": len(item.extensions),
        "recurrences": item.recurrences,
        "recurs": item.recurs,
        "photos": len(item.photos),
        "steps": len(item.history),
    }
