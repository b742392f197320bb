"""What the labels of goods open at a terminal: something comes in, goes out, is back."""

from collections.abc import Sequence
from typing import Any

from sprue.floor import labels
from sprue.floor.refusal import Code, Refusal
from sprue.floor.traveler import Action, named_by
from sprue.shop.ids import MoldId, OperationId, PurchaseId
from sprue.shop.state import State
from sprue.shop.supply import goes_out
from sprue.wire.rows import moment_or_none


def opened(state: State, code: str, language: str) -> dict[str, Any] | None:
    """What the label of a load, a mold, or a purchase that is on no part opens; None: it is none of them."""
    if labels.is_load(code):
        return _load(state, code, language)
    found = labels.purchases_on(state, code)
    if found:
        return delivery(state, found[0], language)
    mold = next((state.shop.molds[MoldId(n)] for n in named_by(code) if MoldId(n) in state.shop.molds), None)
    if mold is None:
        return None
    why = Refusal(Code.SCAN_PLACE).message(language)
    return {"operation": "", "mold": mold.id, "part_name": mold.name, "name": "", "action": None, "why": why}


def delivery(state: State, purchase_id: PurchaseId, language: str) -> dict[str, Any]:
    """A purchase is received, unless it was before."""
    purchase = state.shop.purchases[purchase_id]
    part = state.shop.parts.get(purchase.part) if purchase.part is not None else None
    came = purchase.received is not None
    return {
        "operation": "",
        "mold": part.mold if part is not None else "",
        "part_name": (part.name or part.id) if part is not None else "",
        "name": purchase.item or purchase.id,
        "action": None if came else "receive",
        "why": Refusal(Code.ALREADY_RECEIVED).message(language) if came else "",
        **brought(state, (purchase_id,)),
    }


def brought(state: State, purchases: Sequence[PurchaseId]) -> dict[str, Any]:
    """Purchases that a label brings in, and what they are."""
    known = state.shop.purchases
    items = [{"id": p, "item": known[p].item or p, "supplier": known[p].supplier} for p in purchases]
    return {"purchases": [*purchases], "items": items}


def outside(state: State, operation_id: OperationId, action: Action) -> dict[str, Any]:
    """The piece goes to its supplier, or is back with all that went with it; {}: the work is here."""
    operation = state.shop.operations[operation_id]
    if not goes_out(operation):
        return {}
    supplier = state.supply.supplier_of(operation)
    if action is Action.START:
        return {"action": "out", "supplier": supplier, "back": None, "load": []}
    load = state.supply.load_of(operation_id, state.operation(operation_id).since)
    with_it = labels.load_on(state, f"{labels.LOAD}{load.batch}") if load is not None else (operation_id,)
    back = moment_or_none(load.back if load is not None else None)
    return {"action": "back", "supplier": supplier, "back": back, "load": [piece(state, o) for o in with_it]}


def piece(state: State, operation_id: OperationId) -> dict[str, Any]:
    """A piece as a terminal shows it."""
    operation = state.shop.operations[operation_id]
    part = state.shop.parts[operation.part]
    return {
        "operation": operation_id,
        "mold": part.mold,
        "part_name": part.name or part.id,
        "name": operation.name,
    }


def _load(state: State, code: str, language: str) -> dict[str, Any]:
    """All of a load that is still away, by its label."""
    nothing = {"operation": "", "mold": "", "part_name": "", "name": code.strip(), "action": None}
    try:
        names = labels.away_on(state, code)
    except Refusal as refusal:
        return {**nothing, "why": refusal.message(language)}
    load = state.supply.sent[names[0]].load
    pieces = [piece(state, name) for name in names]
    told = {"action": "back", "why": "", "supplier": load.supplier, "back": moment_or_none(load.back)}
    return {**nothing, **told, "load": pieces}
