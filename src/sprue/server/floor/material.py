"""What the desk of buyers asks: shortages, kits, purchases, work at suppliers, places."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sprue.floor.labels import purchases_on
from sprue.floor.refusal import Code, Refusal
from sprue.floor.traveler import Action, operation_on, right_action
from sprue.floor.view.kit import Kit, Piece, Shortage, kits_of, shortages_of
from sprue.floor.view.outside import Load, ToSend, away, to_send
from sprue.floor.view.places import Where, next_of, searched, where_mold, where_part
from sprue.floor.view.waits import OVER
from sprue.server.floor.ledger import looking
from sprue.server.floor.present import NotFound
from sprue.server.rows import Scene
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Purchase
from sprue.shop.supply import goes_out
from sprue.wire.rows import moment, moment_or_none

#: What was received longer ago is asked for apart.
_RECENT = timedelta(days=14)
#: A kit names so many of its missing things, a list of kits has so many, a search so many hits.
_NAMED, _KITS, _HITS = 40, 300, 30


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows are wanted; "" lets all through."""

    supplier: str = ""
    mold: str = ""
    words: str = ""

    def take(self, supplier: str, mold: str, *texts: str) -> bool:
        """Whether a row of this supplier and mold, in whose texts words are looked for, is wanted."""
        text = " ".join((supplier, mold, *texts)).lower()
        return (
            (not self.supplier or supplier == self.supplier)
            and (not self.mold or mold == self.mold)
            and all(word in text for word in self.words.lower().split())
        )


def shortages(filters: Filters) -> list[dict[str, Any]]:
    """Material that is not there, the most urgent first."""
    with looking() as scene:
        found = [_shortage(scene, one) for one in shortages_of(scene.sight, scene.plan, scene.hours)]
    return [
        row
        for row in found
        if filters.take(row["supplier"], row["mold"], row["item"], row["part"], row["part_name"], row["id"])
    ]


def _shortage(scene: Scene, one: Shortage) -> dict[str, Any]:
    shop = scene.sight.state.shop
    purchase = shop.purchases.get(one.piece.purchase) if one.piece.purchase is not None else None
    operation = shop.operations.get(one.operation) if one.operation is not None else None
    return {
        "id": one.piece.id,
        "purchase": one.piece.purchase,
        "item": one.piece.item,
        "supplier": one.piece.supplier,
        **_part(scene, one.piece.part),
        "operation": one.operation,
        "operation_name": operation.name if operation is not None else "",
        "need": moment_or_none(one.need),
        "promised": moment_or_none(purchase.promised if purchase is not None else one.piece.expected),
        "expected": moment_or_none(one.piece.expected),
        "short_minutes": one.short,
        "slips_minutes": one.slips,
        "overdue": one.overdue,
        "undated": one.undated,
    }


def _part(scene: Scene, part_id: PartId) -> dict[str, Any]:
    shop = scene.sight.state.shop
    part = shop.parts[part_id]
    mold = shop.molds[part.mold]
    return {
        "part": part.id,
        "part_name": part.name or part.id,
        "mold": part.mold,
        "mold_name": mold.name or mold.id,
    }


def kits(mold: str) -> list[dict[str, Any]]:
    """Kits of the operations that join parts, of all molds or one; the first to start first."""
    with looking() as scene:
        found = kits_of(scene.sight, scene.plan)
        shop = scene.sight.state.shop
        wanted = [kit for kit in found if not mold or shop.parts[kit.part].mold == mold]
        burns = [kit for kit in wanted if kit.burns][:_KITS]
        assemblies = [kit for kit in wanted if not kit.burns][:_KITS]
        return [_kit(scene, kit) for kit in (*assemblies, *burns)]


def _kit(scene: Scene, kit: Kit) -> dict[str, Any]:
    operation = scene.sight.state.shop.operations[kit.operation]
    return {
        "operation": kit.operation,
        "operation_name": operation.name or kit.operation,
        **_part(scene, kit.part),
        "burns": kit.burns,
        "need": moment_or_none(kit.need),
        "here": kit.here,
        "total": kit.total,
        "lacking": len(kit.missing),
        "missing": [_piece(scene, piece) for piece in kit.missing[:_NAMED]],
    }


def _piece(scene: Scene, piece: Piece) -> dict[str, Any]:
    part = scene.sight.state.shop.parts[piece.part]
    return {
        "what": piece.what.value,
        "id": piece.id,
        "item": piece.item,
        "part": piece.part,
        "part_name": part.name or part.id,
        "supplier": piece.supplier,
        "expected": moment_or_none(piece.expected),
    }


def purchases(filters: Filters, *, received: bool) -> list[dict[str, Any]]:
    """What is to come, by promised date, and what came lately; `received`: all that ever came too."""
    with looking() as scene:
        now = scene.sight.now
        found = [
            one
            for one in scene.sight.state.shop.purchases.values()
            if one.received is None or received or one.received > now - _RECENT
        ]
        rows = [_purchase(scene, one) for one in found]
    texts = ("id", "item", "part", "part_name")
    rows = [r for r in rows if filters.take(r["supplier"], r["mold"], *(r[name] for name in texts))]
    open_ones = [row for row in rows if row["received"] is None]
    came = [row for row in rows if row["received"] is not None]
    open_ones.sort(key=lambda row: (row["promised"] is not None, row["promised"] or "", row["id"]))
    return open_ones + sorted(came, key=lambda row: str(row["received"]), reverse=True)


def _purchase(scene: Scene, one: Purchase) -> dict[str, Any]:
    state = scene.sight.state
    known = one.part is not None and one.part in state.shop.parts
    named = {"part": "", "part_name": "", "mold": "", "mold_name": ""}
    first = state.supply.promises.get(one.id)
    open_one = one.received is None
    return {
        "id": one.id,
        "item": one.item or one.id,
        "supplier": one.supplier,
        **(_part(scene, one.part) if known and one.part is not None else named),
        "quantity": float(one.quantity) if one.quantity is not None else None,
        "ordered": moment_or_none(one.ordered),
        "promised": moment_or_none(one.promised),
        "first_promised": moment_or_none(first or one.promised),
        "expected": moment_or_none(state.supply.expected(one) if open_one else one.promised),
        "received": moment_or_none(one.received),
        "overdue": open_one and one.promised is not None and one.promised <= scene.sight.now,
    }


def outside() -> dict[str, Any]:
    """What can be sent, what can be soon, and what is away."""
    with looking() as scene:
        loads = [_load(scene, load) for load in away(scene.sight)]
        sent = [_to_send(scene, one) for one in to_send(scene.sight, scene.plan)]
        known = {one.supplier for one in scene.sight.state.shop.purchases.values()}
    suppliers = {load["supplier"] for load in loads} | {one["supplier"] for one in sent}
    return {
        "to_send": sent,
        "away": loads,
        "suppliers": sorted(suppliers - {""}),
        "others": sorted(known - suppliers - {""}),
    }


def _to_send(scene: Scene, one: ToSend) -> dict[str, Any]:
    return {
        **_operation(scene, one.operation),
        "supplier": one.supplier,
        "at": moment_or_none(one.at),
        "ready": one.ready,
    }


def _operation(scene: Scene, operation_id: OperationId) -> dict[str, Any]:
    state = scene.sight.state
    operation = state.shop.operations[operation_id]
    row = scene.plan.rows.get(operation_id)
    return {
        "operation": operation_id,
        "name": operation.name or operation_id,
        "kind": operation.kind or "",
        **_part(scene, operation.part),
        "material": state.shop.parts[operation.part].material,
        "minutes": float(operation.setup_minutes + operation.run_minutes),
        "slack_minutes": row.slack if row is not None else None,
        "where": _where(scene, where_part(scene.sight, operation.part)),
    }


def _load(scene: Scene, load: Load) -> dict[str, Any]:
    return {
        "batch": load.batch,
        "supplier": load.supplier,
        "sent": moment(load.sent),
        "back": moment(load.back),
        "overdue": load.overdue(scene.sight.now),
        "operations": [_operation(scene, name) for name in load.operations],
    }


def where(words: str) -> dict[str, Any]:
    """Molds and parts that the words fit: where each is, since when, by whom, and what comes next."""
    with looking() as scene:
        molds, parts = searched(scene.sight, words, _HITS)
        places = {placed.place for placed in scene.sight.state.supply.parts.values()}
        places |= {placed.place for placed in scene.sight.state.supply.molds.values()}
        return {
            "molds": [_mold_there(scene, mold) for mold in molds],
            "parts": [_part_there(scene, part) for part in parts],
            "places": sorted(places),
        }


def _mold_there(scene: Scene, mold_id: MoldId) -> dict[str, Any]:
    mold = scene.sight.state.shop.molds[mold_id]
    parts = scene.sight.index.parts_of.get(mold_id, ())
    counted: dict[str, int] = {}
    for part in parts:
        there = where_part(scene.sight, part)
        if there is not None and there.name:
            counted[there.name] = counted.get(there.name, 0) + 1
    most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "mold": mold_id,
        "name": mold.name or mold_id,
        "where": _where(scene, where_mold(scene.sight, mold_id)),
        "parts": len(parts),
        "spread": [{"place": place, "count": count} for place, count in most[:6]],
    }


def _part_there(scene: Scene, part_id: PartId) -> dict[str, Any]:
    name = next_of(scene.sight, part_id)
    operation = scene.sight.state.shop.operations[name] if name is not None else None
    row = scene.plan.rows.get(name) if name is not None else None
    next_row = None
    if operation is not None:
        next_row = {
            "operation": operation.id,
            "name": operation.name or operation.id,
            "machine": row.machine if row is not None else None,
            "start": moment_or_none(row.setup if row is not None else None),
        }
    return {
        **_part(scene, part_id),
        "part_class": scene.sight.state.shop.parts[part_id].part_class,
        "where": _where(scene, where_part(scene.sight, part_id)),
        "next": next_row,
    }


def _where(scene: Scene, there: Where | None) -> dict[str, Any] | None:
    if there is None:
        return None
    by = scene.name_of(there.person)
    return {"at": there.at.value, "name": there.name, "since": moment(there.since), "by": by}


def scanned(code: str, language: str) -> dict[str, Any]:
    """What a scanned code can do at the desk: receive purchases, send or bring back a piece, be laid down."""
    with looking() as scene:
        state = scene.sight.state
        brought = purchases_on(state, code)
        operation_id = operation_on(state, code)
        if operation_id is None and not brought:
            raise NotFound(f"no label has the code {code[:100]}")
        part_id = state.shop.operations[operation_id].part if operation_id is not None else None
        if part_id is None:
            part_id = state.shop.purchases[brought[0]].part
        found: dict[str, Any] = {
            "purchases": [_purchase(scene, state.shop.purchases[name]) for name in brought],
            "part": _part_there(scene, part_id) if part_id in state.shop.parts and part_id else None,
            "operation": None,
            "action": None,
            "why": "",
        }
        if operation_id is not None and goes_out(state.shop.operations[operation_id]):
            found |= {"operation": _operation(scene, operation_id), **_action(scene, operation_id, language)}
        return found


def _action(scene: Scene, operation_id: OperationId, language: str) -> dict[str, Any]:
    """Whether the piece goes or is back; why it can't."""
    state = scene.sight.state
    try:
        if state.operation(operation_id).work in OVER:
            raise Refusal(Code.ALREADY_DONE)
        action = right_action(state, operation_id, None, None, scene.sight.now)
    except Refusal as refusal:
        return {"action": None, "why": refusal.message(language)}
    return {"action": "send" if action is Action.START else "back", "why": ""}
