"""What the desk's pages of molds ask for: more than live rows carry."""

import re
from collections.abc import Iterable
from typing import Any

from sprue.floor.view.owed import owed_of
from sprue.floor.view.waits import sight_of
from sprue.planning.templates.taken import repair_steps, usual_repair
from sprue.server.floor.memory import memory
from sprue.server.floor.present import NotFound, present
from sprue.shop.ids import MoldId
from sprue.shop.orders import MoldClass
from sprue.shop.shop import Shop
from sprue.wire.rows import moment_or_none

_NUMBERED = re.compile(r"(.*?)(\d+)")


#: Rows of what is owed that a page shows at most.
MOST_OWED = 400


def owed(mold_id: str) -> dict[str, Any]:
    """Who owes what by when to a mold, the soonest needed first."""
    with memory.lock:
        present.refresh()
        state, now = memory.state, present.now()
        mold = MoldId(mold_id)
        if mold not in state.shop.molds:
            raise NotFound(f"there is no mold {mold_id[:100]}")
        found = owed_of(sight_of(state, now), present.live_plan(), mold)
        parts = state.shop.parts
    rows = [
        {
            "what": one.what.value,
            "item": one.item,
            "part": one.part,
            "part_name": parts[one.part].name or one.part,
            "operation": one.operation,
            "department": one.department,
            "who": one.who,
            "needed": moment_or_none(one.needed),
            "expected": moment_or_none(one.expected),
            "late": one.late,
        }
        for one in found[:MOST_OWED]
    ]
    return {"rows": rows, "count": len(found), "late": sum(one.late for one in found)}


def new_mold() -> dict[str, Any]:
    """What forms for a new mold or a repair offer; nothing of what orders are worth."""
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
        "classes": [one.value for one in MoldClass],
        "steps": [
            {
                "id": name,
                "en": step.name.en,
                "zh": step.name.zh,
                "hours": round((step.setup + step.run) / 60, 1),
                "usual": name in usual_repair(),
            }
            for name, step in repair_steps().items()
        ],
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
