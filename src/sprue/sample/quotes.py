"""What a sample shop quoted its molds with, and what bought things and work outside cost there.

Amounts follow from names and sizes alone: they draw nothing from the streams of chance.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sprue.shop.ids import MoldId
from sprue.shop.notes import COST, QUOTED_HOURS, QUOTED_OUTSIDE, cost, noted
from sprue.shop.orders import Purchase
from sprue.shop.routing import Mode, Operation
from sprue.shop.shop import Shop
from sprue.shop.supply import goes_out

#: Money by class of part, for one piece; all others are bars and blocks of steel.
_PRICES = {
    **{"mold_base": 2_600, "ejector": 1_100, "hot_runner": 28_000},
    **{"standard_part": 180, "sprue_bushing": 260},
}
_STEEL = 900
#: Work outside: for each load, and for each day that it takes.
_LOAD, _DAY = 260, 120
#: Of so many things to come one has no cost yet.
_UNKNOWN = 9


def quoted(shop: Shop) -> Shop:
    """The shop with quotes of its molds, and costs of what is bought and done outside."""
    purchases = {one.id: _bought(one, shop) for one in shop.purchases.values()}
    operations = {one.id: _sent(one, shop) for one in shop.operations.values()}
    hours: dict[MoldId, Decimal] = defaultdict(Decimal)
    for operation in operations.values():
        if operation.mode is not Mode.OUTSIDE:
            hours[shop.parts[operation.part].mold] += (operation.setup_minutes + operation.run_minutes) / 60
    outside = _outside(shop, purchases.values(), operations.values())
    molds = {}
    for mold in shop.molds.values():
        notes = mold.notes
        for names, amount, step in (
            (QUOTED_HOURS, hours[mold.id], 10),
            (QUOTED_OUTSIDE, outside[mold.id], 500),
        ):
            told = round(float(amount) * _share(f"{mold.id}{names[0]}") / step) * step
            if told > 0:
                notes = noted(notes, _titles(names, shop), str(told))
        molds[mold.id] = replace(mold, notes=notes)
    return replace(shop, molds=molds, purchases=purchases, operations=operations)


def _bought(purchase: Purchase, shop: Shop) -> Purchase:
    if purchase.part is None or (purchase.received is None and _place(purchase.id) % _UNKNOWN == 0):
        return purchase
    part_class = shop.parts[purchase.part].part_class
    price = next((money for name, money in _PRICES.items() if part_class.startswith(name)), _STEEL)
    amount = price * _share(purchase.id) * float(purchase.quantity or 1)
    told = str(max(10, round(amount / 10) * 10))
    return replace(purchase, notes=noted(purchase.notes, _titles(COST, shop), told))


def _titles(names: tuple[str, ...], shop: Shop) -> tuple[str, ...]:
    """The column in the language of the shop first."""
    return names if shop.settings.language == "en" else names[::-1]


def _sent(operation: Operation, shop: Shop) -> Operation:
    if not goes_out(operation):
        return operation
    days = float(operation.run_minutes) / 1440
    return replace(
        operation, notes=noted(operation.notes, _titles(COST, shop), str(round(_LOAD + _DAY * days)))
    )


def _outside(
    shop: Shop, purchases: Iterable[Purchase], operations: Iterable[Operation]
) -> dict[MoldId, Decimal]:
    found: dict[MoldId, Decimal] = defaultdict(Decimal)
    things: list[Purchase | Operation] = [*purchases, *operations]
    for thing in things:
        money = cost(thing)
        if thing.part is not None and money is not None:
            found[shop.parts[thing.part].mold] += money
    return found


def _place(name: str) -> int:
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(name))


def _share(name: str) -> float:
    """0.86 to 1.16: sales quoted well or badly."""
    return 0.86 + _place(name) % 31 / 100
