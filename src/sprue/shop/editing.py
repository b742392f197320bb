"""Rows of the shop that somebody edited elsewhere, merged with what happened to them in the meantime."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, TypeVar

from sprue.shop.amend import setup_key
from sprue.shop.calendar import Calendar, CalendarException
from sprue.shop.events import ShopAmended
from sprue.shop.orders import Mold, Order, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Operation, SetupRule
from sprue.shop.shop import Shop

#: A row of one of the tables that an amendment changes; of a calendar all its days are one.
Row = (
    Order
    | Mold
    | Part
    | Operation
    | Purchase
    | CalendarException
    | Kind
    | Calendar
    | Machine
    | Person
    | SetupRule
)
AnyRow = TypeVar("AnyRow", bound=Row)


class Table(NamedTuple):
    """One of these tables: its name in shop and amendment."""

    name: str
    row: type


TABLES = (
    Table("orders", Order),
    Table("molds", Mold),
    Table("parts", Part),
    Table("operations", Operation),
    Table("purchases", Purchase),
    Table("exceptions", CalendarException),
    Table("kinds", Kind),
    Table("calendars", Calendar),
    Table("machines", Machine),
    Table("people", Person),
    Table("setups", SetupRule),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """`row` as it becomes; the fields that become others, and those that somebody else changed too."""

    row: Any
    changed: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


def merged(before: Any, after: Any, live: Any) -> Merged:
    """What was edited from `before` to `after`, in the row as it is now.

    A field that was not edited stays as it is now. One that was edited and is another now as well is a
    conflict and stays as it is now, too. `before` or `live` None: there was, or is, no such row.
    """
    if live is None:
        return Merged(after, tuple(field.name for field in fields(after)))
    changes: dict[str, Any] = {}
    conflicts = []
    for field in fields(after):
        wanted, now = getattr(after, field.name), getattr(live, field.name)
        if wanted == now or (before is not None and wanted == getattr(before, field.name)):
            continue
        if before is not None and now == getattr(before, field.name):
            changes[field.name] = wanted
        else:
            conflicts.append(field.name)
    row = replace(live, **changes) if changes else live
    return Merged(row, tuple(changes), tuple(conflicts))


def key_of(row: Row) -> str:
    """The name of a row in its table.

    An exception is known by whose it is and when it begins, a rule of setups by kind and families.
    """
    if isinstance(row, CalendarException):
        return f"{row.resource} {row.start.timestamp() // 60:.0f}"
    if isinstance(row, SetupRule):
        return " ".join(setup_key(row))
    return str(row.id)


def rows_of(shop: Shop, table: str) -> Mapping[str, Any]:
    """The rows of a table by their names; of two exceptions that begin together the later one counts."""
    if table == "exceptions":
        return {key_of(exception): exception for exception in shop.exceptions}
    if table == "setups":
        return {key_of(rule): rule for rule in shop.setups}
    found: Mapping[str, Any] = getattr(shop, table)
    return found


def tables_in(amended: ShopAmended) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Tables that are amended, with their rows."""
    for table in TABLES:
        rows = getattr(amended, table.name)
        if rows:
            yield table.name, rows


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a row that somebody else has changed."""

    table: str
    row: str
    field: str


def merge(
    before: ShopAmended, after: ShopAmended, shop: Shop, seen: Callable[[str, Any], None] = lambda *_: None
) -> tuple[ShopAmended, list[Conflict]]:
    """Rows edited from `before` to `after` in the shop as it is now; what remains to amend, and conflicts.

    `seen` is told of each row that changes: its table, and the row as it becomes.
    """
    amended: dict[str, list[Any]] = {}
    replaced: list[CalendarException] = []
    conflicts: list[Conflict] = []
    for table, rows in tables_in(after):
        old = {key_of(row): row for row in getattr(before, table)}
        now = rows_of(shop, table)
        for row in rows:
            name = key_of(row)
            if isinstance(row, CalendarException) and row in shop.exceptions:
                continue
            found = merged(old.get(name), row, now.get(name))
            gone = name in old and name not in now
            conflicts += [Conflict(table, name, field) for field in found.conflicts]
            conflicts += [Conflict(table, name, "")] if gone else []
            if found.changed and not gone:
                amended.setdefault(table, []).append(found.row)
                seen(table, found.row)
                if isinstance(row, CalendarException) and name in now:
                    replaced.append(now[name])
    changes: Any = {table: tuple(rows) for table, rows in amended.items()}
    return ShopAmended(**changes, replaced=tuple(replaced)), conflicts
