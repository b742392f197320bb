"""Sheets of the shop that works as Excel, whole or some of their rows, to be edited and read again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sprue.files.workbook.exporting import edit_sheets
from sprue.files.workbook.layout import SHEETS_ZH, Sheet
from sprue.files.workbook.writing import OWN_COLUMNS, values_of
from sprue.server.floor.excel.book import one_at_a_time, written
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.server.floor.who import Role
from sprue.server.permissions import may
from sprue.shop.clock import whole_minute
from sprue.shop.ids import KindId, MoldId
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

#: In the order in which they are offered: what is edited most comes first.
OFFERED = (
    *(Sheet.ORDERS, Sheet.MOLDS, Sheet.PARTS, Sheet.OPERATIONS, Sheet.PURCHASES, Sheet.EXCEPTIONS),
    *(Sheet.MACHINES, Sheet.PEOPLE, Sheet.CALENDARS, Sheet.KINDS, Sheet.SETUPS),
)
_OVER = (Status.DONE, Status.CANCELLED)

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows: of a mold, of a kind of machine, only what is open; nothing named: all."""

    mold: str = ""
    kind: str = ""
    open: bool = False


def shop_now() -> tuple[Shop, datetime]:
    """The shop with what has happened until now, and when that is."""
    with memory.lock:
        present.refresh()
        now = whole_minute(present.now())
        return memory.state.floor_at(now), now


def without(role: Role) -> dict[Sheet, tuple[str, ...]]:
    """Columns that a role does not get: prices, and the codes by which people sign in.

    A shop may keep rates and costs in columns of its own, so that these count as prices.
    """
    hidden: dict[Sheet, tuple[str, ...]] = {}
    if not may(role, "field price"):
        hidden = dict.fromkeys(OFFERED, (OWN_COLUMNS,))
        hidden[Sheet.ORDERS] = ("value", "currency", OWN_COLUMNS)
    if not may(role, "GET /api/paper/badges"):
        hidden[Sheet.PEOPLE] = ("badge", *hidden.get(Sheet.PEOPLE, ()))
    return hidden


def workbook(sheets: Iterable[Sheet], filters: Filters, language: str, role: Role) -> bytes:
    """The sheets as the bytes of an .xlsx."""
    with one_at_a_time():
        shop, now = shop_now()
        chosen = {sheet: _rows(shop, sheet, filters, now) for sheet in sheets}
        return written(edit_sheets(shop, chosen, language, now=now, without=without(role)))


def offered(language: str) -> list[dict[str, Any]]:
    """The sheets by name, with their rows now."""
    with memory.lock:
        shop = memory.catch_up().shop
    return [
        {
            "id": sheet.value,
            "name": sheet.value if language == "en" else SHEETS_ZH[sheet],
            "rows": len([*values_of(shop, sheet)]),
        }
        for sheet in OFFERED
    ]


def _rows(shop: Shop, sheet: Sheet, filters: Filters, now: datetime) -> list[Any]:
    tests = [*_narrow(shop, sheet, filters)]
    if filters.open:
        tests.append(_open(shop, sheet, now))
    return [value for value in values_of(shop, sheet) if all(test(value) for test in tests)]


def _narrow(shop: Shop, sheet: Sheet, filters: Filters) -> Iterator[Test]:
    """What a row must be to be of the mold and of the kind."""
    mold = shop.molds.get(MoldId(filters.mold))
    of_mold: dict[Sheet, Test] = {
        Sheet.ORDERS: lambda order: mold is not None and order.id == mold.order,
        Sheet.MOLDS: lambda one: one.id == filters.mold,
        Sheet.PARTS: lambda part: part.mold == filters.mold,
        Sheet.OPERATIONS: lambda operation: shop.parts[operation.part].mold == filters.mold,
        Sheet.PURCHASES: lambda bought: (
            bought.part is not None and shop.parts[bought.part].mold == filters.mold
        ),
    }
    if filters.mold and sheet in of_mold:
        yield of_mold[sheet]
    of_kind: dict[Sheet, Test] = {
        Sheet.OPERATIONS: lambda operation: filters.kind in _kinds_of(shop, operation),
        Sheet.KINDS: lambda kind: kind.id == filters.kind,
        Sheet.MACHINES: lambda machine: filters.kind in machine.kinds,
        Sheet.PEOPLE: lambda person: filters.kind in person.kinds,
        Sheet.SETUPS: lambda rule: rule.kind == filters.kind,
    }
    if filters.kind and sheet in of_kind:
        yield of_kind[sheet]


def _kinds_of(shop: Shop, operation: Operation) -> set[KindId]:
    """Kinds of the machines that may do it."""
    if operation.kind is not None:
        return {operation.kind}
    return {kind for option in operation.machines for kind in shop.machines[option.machine].kinds}


def _open(shop: Shop, sheet: Sheet, now: datetime) -> Test:
    """Whether something of the row is still to come."""
    working = [one for one in shop.operations.values() if one.status not in _OVER]
    parts = {one.part for one in working}
    molds = {shop.parts[part].mold for part in parts}
    orders = {shop.molds[mold].order for mold in molds}
    tests: dict[Sheet, Test] = {
        Sheet.ORDERS: lambda order: order.id in orders,
        Sheet.MOLDS: lambda mold: mold.id in molds,
        Sheet.PARTS: lambda part: part.id in parts,
        Sheet.OPERATIONS: lambda operation: operation.status not in _OVER,
        Sheet.PURCHASES: lambda purchase: purchase.received is None,
        Sheet.EXCEPTIONS: lambda exception: exception.end > now,
    }
    return tests.get(sheet, lambda _: True)
