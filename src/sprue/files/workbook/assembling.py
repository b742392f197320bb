"""From faultless tables to a `Shop`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sprue.files.workbook.layout import COLUMNS, Sheet
from sprue.files.workbook.tables import Row, Table
from sprue.shop.calendar import Calendar, CalendarException, DayRule
from sprue.shop.gates import NOT_NEEDED
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
from sprue.shop.resources import Kind, Machine, Notes, Person
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


#: Sheets of which each row is one value: what is made of it, and fields that it needs not name.
_MAKE: dict[Sheet, tuple[Callable[..., Any], dict[str, Any]]] = {
    Sheet.EXCEPTIONS: (CalendarException, {}),
    Sheet.KINDS: (Kind, {}),
    Sheet.MACHINES: (Machine, {"name": ""}),
    Sheet.PEOPLE: (Person, {"name": "", "department": "", "role": "", "kinds": ()}),
    Sheet.ORDERS: (Order, {}),
    Sheet.MOLDS: (Mold, {}),
    Sheet.PARTS: (Part, {}),
    Sheet.OPERATIONS: (Operation, {}),
    Sheet.SETUPS: (SetupRule, {}),
    Sheet.PURCHASES: (Purchase, {}),
}


def field_of(sheet: Sheet, column: str) -> str:
    """The field of the shop's value that a column holds."""
    return _FIELDS.get(sheet, {}).get(column, column)


def value_of(sheet: Sheet, values: Mapping[str, Any], notes: Notes = ()) -> Any:
    """The shop's value of a row's cells by column; what has no cell is as by default."""
    make, defaults = _MAKE[sheet]
    names = _FIELDS.get(sheet, {})
    fields = {names.get(column, column): value for column, value in values.items()}
    return make(**{**defaults, **fields, "notes": notes})


def cells_of(sheet: Sheet, value: Any) -> dict[str, Any]:
    """What `value_of` makes the value of: its cells by column, without the empty ones."""
    found = ((column, getattr(value, field)) for column, field in _COLUMN_FIELDS[sheet])
    return {column: cell for column, cell in found if cell not in _EMPTY}


_COLUMN_FIELDS = {sheet: [(c.name, field_of(sheet, c.name)) for c in COLUMNS[sheet]] for sheet in _MAKE}
_EMPTY: tuple[Any, ...] = (None, "", (), NOT_NEEDED)


def shop_of(settings: Settings, tables: Mapping[Sheet, Table]) -> Shop:
    """The shop; `tables` have no fault and all their references stand."""

    def rows(sheet: Sheet) -> list[Row]:
        return tables[sheet].rows

    def each(sheet: Sheet) -> Any:
        return (value_of(sheet, row.values, row.notes) for row in rows(sheet))

    return Shop(
        settings=settings,
        calendars=calendars_of(rows(Sheet.CALENDARS)),
        exceptions=tuple(each(Sheet.EXCEPTIONS)),
        kinds={KindId(kind.id): kind for kind in each(Sheet.KINDS)},
        machines={MachineId(machine.id): machine for machine in each(Sheet.MACHINES)},
        people={PersonId(p.id): p for p in each(Sheet.PEOPLE)},
        orders={OrderId(order.id): order for order in each(Sheet.ORDERS)},
        molds={MoldId(mold.id): mold for mold in each(Sheet.MOLDS)},
        parts={PartId(part.id): part for part in each(Sheet.PARTS)},
        operations={OperationId(op.id): op for op in each(Sheet.OPERATIONS)},
        setups=tuple(each(Sheet.SETUPS)),
        purchases={PurchaseId(purchase.id): purchase for purchase in each(Sheet.PURCHASES)},
    )


def calendars_of(rows: Iterable[Row]) -> dict[CalendarId, Calendar]:
    """The calendars whose days these rows are."""
    rules: dict[CalendarId, list[DayRule]] = {}
    for row in rows:
        day: DayRule = row.values["day"]
        rule = DayRule(row.values["shifts"], day.weekday, day.first, day.last)
        rules.setdefault(CalendarId(row.values["calendar"]), []).append(rule)
    return {name: Calendar(name, tuple(found)) for name, found in rules.items()}
