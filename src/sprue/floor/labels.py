"""What labels stand for: purchases, loads, places, and the pieces themselves.

A label that a program makes begins with what it is: `purchase:PO-118`, `load:7`, `place:A-03`. Those are
known without a network too. A supplier's own number and the traveler of a piece are known by what they name.
"""

from sprue.floor import traveler
from sprue.floor.refusal import Code, Refusal
from sprue.shop.ids import MoldId, OperationId, PartId, PurchaseId
from sprue.shop.records import Work
from sprue.shop.state import State

PURCHASE, LOAD, PLACE = "purchase:", "load:", "place:"


def _after(kind: str, code: str) -> str:
    """What a label of the kind names; "": it is none."""
    whole = code.strip()
    return whole[len(kind) :].strip() if whole[: len(kind)].lower() == kind else ""


def is_load(code: str) -> bool:
    """Whether a code names a load, known or not."""
    return _after(LOAD, code) != ""


def place_on(code: str) -> str:
    """The place that a code names; "": none."""
    return _after(PLACE, code)


def purchases_on(state: State, code: str) -> tuple[PurchaseId, ...]:
    """What a label brings in: the purchase that it names, or what is still to come for its part."""
    for name in (_after(PURCHASE, code), *traveler.named_by(code)):
        named = PurchaseId(name)
        if named in state.shop.purchases:
            return (named,)
        if PartId(name) in state.shop.parts:
            return tuple(
                one.id for one in state.shop.purchases.values() if one.part == name and one.received is None
            )
    return ()


def delivery_on(state: State, code: str) -> PurchaseId:
    """The one purchase that comes in by a label. Refusal: none, one that came before, or several."""
    found = purchases_on(state, code)
    if not found:
        raise Refusal(Code.UNKNOWN_LABEL, {"code": code[:100]})
    if len(found) > 1:
        raise Refusal(Code.NOTHING_CHOSEN)
    if state.shop.purchases[found[0]].received is not None:
        raise Refusal(Code.ALREADY_RECEIVED, {"purchase": found[0]})
    return found[0]


def operation_on(state: State, code: str) -> OperationId:
    """The operation that a traveler names. Refusal: none."""
    found = traveler.operation_on(state, code)
    if found is None:
        raise Refusal(Code.UNKNOWN_LABEL, {"code": code[:100]})
    return found


def load_on(state: State, code: str) -> tuple[OperationId, ...]:
    """The pieces of a load that are still away, by the label of the load; () where it is none."""
    batch = _after(LOAD, code)
    return tuple(
        name
        for name, sent in state.supply.sent.items()
        if batch and sent.load.batch == batch and _is_away(state, name)
    )


def _is_away(state: State, name: OperationId) -> bool:
    record = state.operation(name)
    return record.work is Work.RUNNING and state.supply.load_of(name, record.since) is not None


def away_on(state: State, code: str) -> tuple[OperationId, ...]:
    """What is away by a label: all of a load, or the one piece. Refusal: nothing."""
    if is_load(code):
        found = load_on(state, code)
        if not found:
            raise Refusal(Code.LOAD_BACK)
        return found
    return (operation_on(state, code),)


def thing_on(state: State, code: str) -> tuple[PartId | None, MoldId | None]:
    """The part or the mold that a label is on; a purchase stands for its part. Refusal: neither."""
    for name in traveler.named_by(code):
        if MoldId(name) in state.shop.molds:
            return None, MoldId(name)
        if PartId(name) in state.shop.parts:
            return PartId(name), None
        if OperationId(name) in state.shop.operations:
            return state.shop.operations[OperationId(name)].part, None
    for purchase in purchases_on(state, code):
        part = state.shop.purchases[purchase].part
        if part is not None:
            return part, None
    raise Refusal(Code.UNKNOWN_LABEL, {"code": code[:100]})
