"""From faultless tables to a `Shop`."""

from collections.abc import Callable, Mapping
from typing import Any

from sprue.files.workbook.layout import Sheet
from sprue.files.workbook.tables import Row, Table
from sprue.shop.calendar import Calendar, CalendarException, DayRule
from sprue.shop.ids import (
    CalendarId,
    KindId,
    MachineId,
    MoldId,
    OperationId,
    OrderId,
    PartId,
    PersonId,
    PurchaseId,
)
from sprue.shop.orders import Mold, Order, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Operation, SetupRule
from sprue.shop.shop import Settings, Shop

#: Column → field, where a column is not called like its field.
_FIELDS = {
    Sheet.KINDS: {"kind": "id"},
    Sheet.MACHINES: {"machine": "id", "kind": "kinds"},
    Sheet.PEOPLE: {"person": "id"},
    Sheet.ORDERS: {"order": "id"},
    Sheet.MOLDS: {"mold": "id", "class": "mold_class"},
    Sheet.PARTS: {"part": "id"},
    Sheet.OPERATIONS: {"operation": "id"},
    Sheet.PURCHASES: {"purchase": "id"},
    Sheet.EXCEPTIONS: {"from": "start", "to": "end", "open or closed": "open"},
}


def field_of(sheet: Sheet, column: str) -> str:
    """The field of the shop's value that a column holds."""
    return _FIELDS.get(sheet, {}).get(column, column)


def shop_of(settings: Settings, tables: Mapping[Sheet, Table]) -> Shop:
    """The shop; `tables` have no fault and all their references stand."""

    def rows(sheet: Sheet) -> list[Row]:
        return tables[sheet].rows

    def each(sheet: Sheet, make: Callable[..., Any], **defaults: Any) -> Any:
        return (_made(sheet, row, make, defaults) for row in rows(sheet))

    person = {"name": "", "department": "", "role": "", "kinds": ()}
    return Shop(
        settings=settings,
        calendars=_calendars(rows(Sheet.CALENDARS)),
        exceptions=tuple(each(Sheet.EXCEPTIONS, CalendarException)),
        kinds={KindId(kind.id): kind for kind in each(Sheet.KINDS, Kind)},
        machines={MachineId(machine.id): machine for machine in each(Sheet.MACHINES, Machine, name="")},
        people={PersonId(p.id): p for p in each(Sheet.PEOPLE, Person, **person)},
        orders={OrderId(order.id): order for order in each(Sheet.ORDERS, Order)},
        molds={MoldId(mold.id): mold for mold in each(Sheet.MOLDS, Mold)},
        parts={PartId(part.id): part for part in each(Sheet.PARTS, Part)},
        operations={OperationId(op.id): op for op in each(Sheet.OPERATIONS, Operation)},
        setups=tuple(each(Sheet.SETUPS, SetupRule)),
        purchases={PurchaseId(purchase.id): purchase for purchase in each(Sheet.PURCHASES, Purchase)},
    )


def _made(sheet: Sheet, row: Row, make: Callable[..., Any], defaults: Mapping[str, Any]) -> Any:
    names = _FIELDS.get(sheet, {})
    fields = {names.get(column, column): value for column, value in row.values.items()}
    return make(**{**defaults, **fields, "notes": row.notes})


def _calendars(rows: list[Row]) -> dict[CalendarId, Calendar]:
    rules: dict[CalendarId, list[DayRule]] = {}
    for row in rows:
        day: DayRule = row.values["day"]
        rule = DayRule(row.values["shifts"], day.weekday, day.first, day.last)
        rules.setdefault(CalendarId(row.values["calendar"]), []).append(rule)
    return {name: Calendar(name, tuple(found)) for name, found in rules.items()}
