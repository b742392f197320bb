"""What a mold was quoted with, what a purchase or work outside costs: kept in columns of the shop's own."""

from dataclasses import replace
from decimal import Decimal

from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.rules import operation_of
from sprue.floor.standing import mold_of
from sprue.shop.events import ShopAmended
from sprue.shop.notes import COST, QUOTED_HOURS, QUOTED_OUTSIDE, noted
from sprue.shop.routing import Mode
from sprue.shop.state import State


def told(command: mc.QuoteMold | mc.SetCost, state: State) -> ShopAmended:
    """The rows as they are with it; Refusal where they are known and all the same."""
    reason = mc.NAMES[type(command)]
    if isinstance(command, mc.QuoteMold):
        mold = mold_of(state, command.mold)
        notes = noted(mold.notes, QUOTED_HOURS, _text(command.hours))
        notes = noted(notes, QUOTED_OUTSIDE, _text(command.outside))
        if dict(notes) == dict(mold.notes):
            raise Refusal(Code.NOTHING_NEW, {"mold": mold.id})
        return ShopAmended(molds=(replace(mold, notes=notes),), person=command.person, reason=reason)
    if command.purchase is not None:
        purchase = state.shop.purchases.get(command.purchase)
        if purchase is None:
            raise Refusal(Code.UNKNOWN_PURCHASE, {"purchase": command.purchase})
        bought = replace(purchase, notes=noted(purchase.notes, COST, _text(command.cost)))
        if bought == purchase:
            raise Refusal(Code.NOTHING_NEW, {"purchase": purchase.id})
        return ShopAmended(purchases=(bought,), person=command.person, reason=reason)
    assert command.operation is not None
    operation = operation_of(state, command.operation)
    if operation.mode is not Mode.OUTSIDE:
        raise Refusal(Code.NOT_OUTSIDE, {"operation": operation.id})
    done = replace(operation, notes=noted(operation.notes, COST, _text(command.cost)))
    if done == operation:
        raise Refusal(Code.NOTHING_NEW, {"operation": operation.id})
    return ShopAmended(operations=(done,), person=command.person, reason=reason)


def _text(amount: Decimal | None) -> str:
    return f"{amount.normalize():f}" if amount is not None else ""
