"""What the screens of engineering changes ask: all, one with everything it touches. Nothing here writes."""

from typing import Any

from sprue.floor.view.electrodes import burns_of
from sprue.floor.view.touched import TouchedPart, touched_by
from sprue.server.floor.ledger import looking
from sprue.server.floor.parse import command_of
from sprue.server.floor.present import NotFound
from sprue.server.rows import Scene
from sprue.shop.changes import ChangeRecord, Decision, Made, Stand
from sprue.shop.ids import ChangeId, OperationId, PurchaseId
from sprue.wire.rows import moment, moment_or_none

_ORDER = {Stand.OPEN: 0, Stand.STOPPED: 1, Stand.TAKEN: 2, Stand.WITHDRAWN: 2}


def listed() -> list[dict[str, Any]]:
    """All changes: those that wait for somebody first, the newest first."""
    with looking() as scene:
        rows = [_head(scene, change, known) for change, known in scene.sight.state.changes.items()]
    rows.reverse()
    return sorted(rows, key=lambda row: _ORDER[Stand(row["stand"])])


def one(change: str) -> dict[str, Any]:
    """A change with what it touches as it stands now, or what came of it."""
    name = ChangeId(change)
    with looking() as scene:
        known = scene.sight.state.changes.get(name)
        if known is None:
            raise NotFound(f"there is no change {change[:100]}")
        touched = touched_by(scene.sight, known)
        return {
            **_head(scene, name, known),
            "parts": [_part(scene, one) for one in touched.parts],
            "purchases": [_purchase(scene, one) for one in touched.purchases],
            "decisions": [_decision(one) for one in known.decisions],
            "made": [_made(one) for one in known.made],
            "stopped": len(known.stopped),
            "trail": [
                {
                    "at": moment(step.at),
                    "what": step.what,
                    "who": scene.name_of(step.person) or step.actor,
                    "note": step.note,
                }
                for step in known.trail
            ],
        }


def asked(change: str, decisions: list[dict[str, Any]]) -> dict[str, Any]:
    """A preview as the planner is asked for it; BadRequest where a decision is none."""
    body = {"change": change, "decisions": decisions}
    command_of("take_change", body)
    return {"command": body}


def _head(scene: Scene, change: ChangeId, known: ChangeRecord) -> dict[str, Any]:
    shop, opened = scene.sight.state.shop, known.opened
    mold = shop.molds.get(opened.mold)
    return {
        "id": change,
        "number": opened.number,
        "mold": opened.mold,
        "mold_name": mold.name if mold is not None else "",
        "title": opened.title,
        "source": opened.source.value,
        "stand": known.stand.value,
        "opened_at": moment(known.opened_at),
        "opened_by": scene.name_of(opened.person) or known.trail[0].actor,
        "closed_at": moment_or_none(known.closed_at),
        "count": len(opened.parts),
    }


def _part(scene: Scene, touched: TouchedPart) -> dict[str, Any]:
    part = scene.sight.state.shop.parts[touched.part]
    burns = burns_of(scene.sight.index, scene.sight.state.shop, touched.part) if touched.electrode else []
    return {
        "part": touched.part,
        "name": part.name or part.id,
        "part_class": part.part_class,
        "electrode": touched.electrode,
        "begun": touched.begun,
        "done": [_operation(scene, name) for name in touched.done],
        "under_way": [_operation(scene, name) for name in touched.under_way],
        "open": [_operation(scene, name) for name in touched.open],
        "burns": [_operation(scene, name) for name in burns],
        "drawing": _revision(scene, touched),
    }


def _revision(scene: Scene, touched: TouchedPart) -> str:
    drawings = scene.sight.state.drawings.get(touched.part, ())
    return drawings[-1].fact.revision if drawings else ""


def _operation(scene: Scene, name: OperationId) -> dict[str, Any]:
    state = scene.sight.state
    operation, worked = state.shop.operations[name], state.operation(name)
    return {
        "operation": name,
        "name": operation.name or name,
        "work": worked.work.value,
        "machine": worked.machine,
        "minutes": int(operation.setup_minutes + operation.run_minutes),
    }


def _purchase(scene: Scene, name: PurchaseId) -> dict[str, Any]:
    purchase = scene.sight.state.shop.purchases[name]
    return {
        "purchase": name,
        "part": purchase.part,
        "item": purchase.item or name,
        "supplier": purchase.supplier,
        "promised": moment_or_none(purchase.promised),
        "received": moment_or_none(purchase.received),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "thing": decision.thing.value,
        "id": decision.id,
        "handling": decision.handling.value,
        "work": decision.work,
        "minutes": decision.minutes,
        "redrawn": decision.redrawn,
        "drawing": moment_or_none(decision.drawing),
        "material": decision.material,
        "promised": moment_or_none(decision.promised),
    }


def _made(made: Made) -> dict[str, Any]:
    return {
        "thing": made.thing.value,
        "id": made.id,
        "new": [*made.new],
        "held": [*made.held],
        "paused": [*made.paused],
        "ended": [*made.ended],
        "orders": [*made.orders],
    }
