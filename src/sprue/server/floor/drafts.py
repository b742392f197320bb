"""Plans beside the live one: kept, compared, published with a word to the wall, or forgotten."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import actions, ask, queries
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Draft
from sprue.server.floor.who import Who
from sprue.shop.codec import from_json, to_json
from sprue.shop.events import PlanPublished, ShopAmended

#: Lists leave out what only the page of one draft shows.
_LONG = ("moved", "gains")


def pack(plan: PlanPublished) -> bytes:
    """A plan as the bytes that are kept."""
    return ask.pack(plan)


def packed_amendment(amended: ShopAmended) -> dict[str, Any]:
    """What of the shop is otherwise, as it is kept."""
    packed: dict[str, Any] = to_json(amended)
    return packed


def told(row: Draft) -> dict[str, Any]:
    """A draft as screens have it."""
    return {
        "id": str(row.id),
        "name": row.name,
        "made_at": row.made_at.isoformat(),
        "made_by": row.made_by,
        "scenario": row.scenario,
        "changes": row.changes,
        **row.facts,
        "base": row.base,
    }


def listed(*, scenario: bool = False) -> dict[str, Any]:
    """All drafts, the newest first, and the version of the live plan."""
    rows = Draft.objects.filter(scenario=scenario).defer("body", "amended").order_by("-made_at")
    return {"live": live_version(), "drafts": [_short(row) for row in rows]}


def _short(row: Draft) -> dict[str, Any]:
    found = told(row)
    counts = {f"{name}_count": len(found.get(name, ())) for name in _LONG}
    return {**{key: value for key, value in found.items() if key not in _LONG}, **counts}


def one(draft: UUID) -> dict[str, Any]:
    """A draft with all that it moves."""
    return {"live": live_version(), **told(_row(draft))}


def compared(draft: UUID) -> dict[str, Any]:
    """What the draft does differently from the live plan as it was published last."""
    row = _row(draft)
    found = queries.compare_with_live(ask.unpack(bytes(row.body)))
    return {"live": live_version(), "base": row.base, **found}


def rename(draft: UUID, name: str) -> dict[str, Any]:
    """Give a draft another name."""
    row = _row(draft)
    row.name = name
    row.save(update_fields=["name"])
    return told(row)


def forget(draft: UUID) -> None:
    """The draft is of no use any more."""
    _row(draft).delete()


def publish(draft: UUID, message: str, who: Who) -> dict[str, Any]:
    """The draft becomes the live plan, with the facts that it needs; the message goes to wall and journal.

    Refusal `plan_moved` when the live plan is another one than that which the draft was made from.
    """
    row = _row(draft)
    if row.facts.get("adoptable") is False:
        raise Refusal(Code.NOT_ADOPTABLE)
    plan = replace(ask.unpack(bytes(row.body)), message=message)
    amended: ShopAmended = from_json(row.amended, ShopAmended)
    answer = actions.take_counter_move(amended, plan, who, base=row.base)
    row.delete()
    return answer


def since(draft: UUID) -> dict[str, Any]:
    """What the live plan does differently from the one that the draft was made from."""
    row = _row(draft)
    live = live_version()
    return {"base": row.base, "live": live, "difference": queries.compare(row.base, live)}


def live_version() -> int:
    """The version of the live plan, 0 without one."""
    with memory.lock:
        plan = memory.catch_up().plan
    return plan.version if plan is not None else 0


def _row(draft: UUID) -> Draft:
    row = Draft.objects.filter(id=draft).first()
    if row is None:
        raise Refusal(Code.UNKNOWN_DRAFT)
    return row
