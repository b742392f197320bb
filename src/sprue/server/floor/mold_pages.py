"""What the desk's pages of molds ask for: more than live rows carry."""

import re
from collections.abc import Iterable
from typing import Any

from sprue.server.floor.memory import memory
from sprue.server.wire import moment_or_none
from sprue.shop.shop import Shop

_NUMBERED = re.compile(r"(.*?)(\d+)")


def new_mold() -> dict[str, Any]:
    """What a form for a new mold offers; nothing of what orders are worth."""
    with memory.lock:
        shop = memory.catch_up().shop
    orders = shop.orders.values()
    return {
        "mold": next_id(shop),
        "orders": [
            {
                "id": order.id,
                "customer": order.customer,
                "market": order.market,
                "due": moment_or_none(order.due),
            }
            for order in orders
        ],
        "customers": _each(order.customer for order in orders),
        "markets": _each(order.market for order in orders),
        "currencies": _each((shop.settings.currency, *(order.currency for order in orders))),
    }


def _each(texts: Iterable[str]) -> list[str]:
    return sorted({text for text in texts if text})


def next_id(shop: Shop) -> str:
    """The id after the highest of the most frequent pattern of the shop's molds: M2650 after M2649."""
    numbers: dict[str, list[tuple[int, int]]] = {}
    for mold in shop.molds:
        found = _NUMBERED.fullmatch(mold)
        if found is not None:
            numbers.setdefault(found.group(1), []).append((int(found.group(2)), len(found.group(2))))
    if not numbers:
        return "M1"
    head, known = max(numbers.items(), key=lambda pair: len(pair[1]))
    number, width = max(known)
    return f"{head}{number + 1:0{width}d}"
