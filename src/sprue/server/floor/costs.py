"""What molds cost beside their quotes, as the desk asks for it: all of them, one to its entries, Excel."""

from typing import Any

from sprue.figures.costs import MoldCost, Outlay, OutsideCost, WorkCost, costs_of
from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.planning.explain import named
from sprue.server.floor.excel.book import written
from sprue.server.floor.figures import known
from sprue.server.floor.memory import memory
from sprue.server.floor.present import NotFound, present
from sprue.shop.ids import KindId, MoldId, OperationId, PurchaseId
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop
from sprue.wire.rows import moment_or_none

#: So many operations of a mold are shown, those that cost most above their estimate first.
SHOWN = 300

_TITLES: tuple[tuple[str, str, str], ...] = (
    ("mold", "Mold", "模具"),
    ("name", "Name", "名称"),
    ("customer", "Customer", "客户"),
    ("quoted_hours", "Quoted h", "报价工时"),
    ("worked_hours", "Worked h", "已用工时"),
    ("assumed_hours", "Of it not reported h", "其中未报工"),
    ("left_hours", "Left h", "剩余工时"),
    ("expected_hours", "Expected h", "预计工时"),
    ("quoted_outside", "Quoted outside", "报价外购外协"),
    ("spent", "Spent", "已发生"),
    ("expected_outside", "Expected outside", "预计外购外协"),
    ("untold", "Without a cost", "未填金额项"),
)


def page() -> dict[str, Any]:
    """A row for each mold: hours and money quoted, used and expected."""
    shop, found = _found(None)
    return {"currency": shop.settings.currency, "rows": [_row(shop, one) for one in found]}


def one(mold: str, language: str) -> dict[str, Any]:
    """A mold by kind of work, operation by operation, and everything that was bought or done outside."""
    shop, found = _found(MoldId(mold))
    cost = found[0]
    # What nobody has told a cost of comes first: somebody is asked for it.
    outside = sorted(cost.outside, key=lambda row: (row.cost is not None, row.id))
    work = sorted(cost.work, key=lambda row: (row.estimated - row.expected, row.operation))
    return {
        "currency": shop.settings.currency,
        **_row(shop, cost),
        "kinds": [
            {"kind": kind, "name": _kind(shop, kind, language), **_hours(*hours)}
            for kind, hours in cost.kinds().items()
        ],
        "work": [_work(shop, row, language) for row in work[:SHOWN]],
        "more": max(0, len(work) - SHOWN),
        "outside": [_outside(shop, row) for row in outside],
    }


def workbook(language: str) -> bytes:
    """All molds as the bytes of an .xlsx."""
    told = page()
    place = 1 if language == "en" else 2
    rows: list[list[Value]] = [[row[name] for name, *_ in _TITLES] for row in told["rows"]]
    header = tuple(f"{title[place]}" for title in _TITLES)
    sheet = sinks.Sheet(("Costs", "成本")[place - 1], header, rows)
    return written((sheet,))


def _found(mold: MoldId | None) -> tuple[Shop, list[MoldCost]]:
    with memory.lock:
        present.refresh()
        now, shop = present.now(), memory.state.shop
    if mold is not None and mold not in shop.molds:
        raise NotFound(f"there is no mold {mold[:100]}")
    with known.lock, uncollected():
        facts = known.catch_up(now)
        ledger, under_way = facts.ledger(), facts.work.under_way(now)
    return shop, costs_of(shop, ledger, under_way, None if mold is None else [mold])


def _row(shop: Shop, cost: MoldCost) -> dict[str, Any]:
    mold = shop.molds[cost.mold]
    order = shop.orders.get(mold.order) if mold.order is not None else None
    return {
        "mold": mold.id,
        "name": mold.name or mold.id,
        "customer": order.customer if order is not None else "",
        "due": moment_or_none(mold.due or (order.due if order is not None else None)),
        "quoted_hours": _number(cost.quoted_hours),
        "worked_hours": round(cost.worked, 1),
        "assumed_hours": round(cost.assumed, 1),
        "left_hours": round(cost.left, 1),
        "expected_hours": round(cost.expected, 1),
        "quoted_outside": _number(cost.quoted_outside),
        "spent": float(cost.spent),
        "expected_outside": float(cost.expected_outside),
        "untold": cost.untold,
    }


def _hours(estimated: float, worked: float, left: float) -> dict[str, float]:
    return {"estimated": round(estimated, 1), "worked": round(worked, 1), "left": round(left, 1)}


def _work(shop: Shop, row: WorkCost, language: str) -> dict[str, Any]:
    operation = shop.operations[row.operation]
    part = shop.parts[operation.part]
    return {
        "operation": row.operation,
        "name": operation.name or row.operation,
        "part_name": part.name or part.id,
        "kind": row.kind,
        "kind_name": _kind(shop, row.kind, language),
        **_hours(row.estimated, row.worked, row.left),
        "assumed": row.assumed,
        "seqs": [*row.seqs],
    }


def _outside(shop: Shop, row: OutsideCost) -> dict[str, Any]:
    part = shop.parts[row.part]
    purchase = shop.purchases.get(PurchaseId(row.id)) if row.what is Outlay.PURCHASE else None
    operation = shop.operations.get(OperationId(row.id)) if row.what is Outlay.OUTSIDE else None
    name = (
        purchase.item if purchase is not None else operation.name if operation is not None else ""
    ) or row.id
    return {
        "what": row.what.value,
        "id": row.id,
        "name": name,
        "part_name": part.name or part.id,
        "supplier": purchase.supplier if purchase is not None else "",
        "cost": _number(row.cost),
        "over": row.over,
        "at": moment_or_none(row.at),
    }


def _kind(shop: Shop, kind: KindId | None, language: str) -> str:
    return named(kind, shop, language) if kind is not None else ""


def _number(value: Any) -> float | None:
    return float(value) if value is not None else None
