"""Edited tables become an amendment of the shop: what nobody else changed, and nothing that has begun."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sprue.floor import amending
from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.shop.editing import TABLES, key_of, merge, rows_of, tables_in
from sprue.shop.events import ShopAmended
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from sprue.shop.state import State

#: So many conflicts are named in a refusal.
MOST_NAMED = 5
#: So often a row is left out because another one that was left out is missing.
MOST_ROUNDS = 20

_BEGUN = {
    Work.DONE: Code.ALREADY_DONE,
    Work.RUNNING: Code.ALREADY_STARTED,
    Work.PAUSED: Code.ALREADY_STARTED,
}
_REPORTED = ("started", "finished", "remaining_minutes")
_SETTLED = (Status.WAITING, Status.HELD, Status.CANCELLED)
#: What a refusal names → the table of the row that it is about, the nearest first.
_NAMED = (
    ("operation", "operations"),
    ("purchase", "purchases"),
    ("part", "parts"),
    ("mold", "molds"),
    ("resource", "exceptions"),
    ("machine", "machines"),
    ("person", "people"),
    ("setup", "setups"),
)

RowName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """`amended`: what may be changed; `refused`: rows that may not, by table and name, and why."""

    amended: ShopAmended
    refused: Mapping[RowName, Code]


def decide(edits: co.EditTables | co.AmendShop, state: State, now: datetime) -> tuple[ShopAmended, ...]:
    """The amendment; Refusal when anything of it may not be, or was changed by somebody else."""
    if isinstance(edits, co.AmendShop):
        amending.check(edits.amended, state)
        return (edits.amended,)
    shop = state.floor_at(now)
    amended, conflicts = merge(edits.before, edits.after, shop)
    if conflicts:
        named = dict.fromkeys(f"{one.row} {one.field}".strip() for one in conflicts)
        raise Refusal(Code.EDITED_MEANWHILE, {"cells": "; ".join([*named][:MOST_NAMED])})
    if not any(getattr(amended, table.name) for table in TABLES):
        raise Refusal(Code.NOTHING_EDITED)
    for operation in amended.operations:
        code = refused(operation, shop.operations.get(operation.id), state)
        if code is not None:
            raise Refusal(code, {"operation": operation.id})
    amending.check(amended, state)
    changed = {(table, key_of(row)) for table, rows in tables_in(amended) for row in rows}
    cells = tuple(cell for cell in edits.cells if (cell.table, cell.row) in changed)
    return (replace(amended, source=edits.source, cells=cells),)


def judged(amended: ShopAmended, state: State, now: datetime) -> Judged:
    """What of it may be: rows that may not are left out, and those that need them."""
    shop = state.floor_at(now)
    no: dict[RowName, Code] = {}
    for operation in amended.operations:
        code = refused(operation, shop.operations.get(operation.id), state)
        if code is not None:
            no["operations", operation.id] = code
    left = _without(amended, no)
    for _ in range(MOST_ROUNDS):
        try:
            amending.check(left, state)
        except Refusal as refusal:
            names = _named(refusal, left)
            no.update(dict.fromkeys(names, refusal.code))
            left = _without(left, no)
        else:
            return Judged(left, no)
    raise Refusal(Code.TOO_MUCH_REFUSED)


def refused(operation: Operation, live: Operation | None, state: State) -> Code | None:
    """Why a table can't make the operation what it says; None: it can."""
    if live is not None:
        begun = _BEGUN.get(state.operation(operation.id).work)
        if begun is not None:
            return begun
    told = live or replace(operation, started=None, finished=None, remaining_minutes=None)
    reported = any(getattr(operation, name) != getattr(told, name) for name in _REPORTED)
    return Code.REPORTED_AT_MACHINES if reported or operation.status not in _SETTLED else None


def _named(refusal: Refusal, amended: ShopAmended) -> list[RowName]:
    """The rows that a refusal is about."""
    for fact, table in _NAMED:
        rows = getattr(amended, table)
        name = refusal.facts.get(fact)
        if table == "exceptions":
            found = [(table, key_of(row)) for row in rows if row.resource == name]
        else:
            found = [(table, key_of(row)) for row in rows if key_of(row) == name]
        if found:
            return found
    # It is about a row that nobody edited: what was edited around it can't be told apart.
    return [(table.name, key_of(row)) for table in TABLES for row in getattr(amended, table.name)]


def _without(amended: ShopAmended, no: Mapping[RowName, Code]) -> ShopAmended:
    changes: dict[str, Any] = {
        table.name: tuple(row for row in getattr(amended, table.name) if (table.name, key_of(row)) not in no)
        for table in TABLES
    }
    kept = {key_of(row) for row in changes["exceptions"]}
    return replace(amended, **changes, replaced=tuple(r for r in amended.replaced if key_of(r) in kept))


def as_it_is(amended: ShopAmended, state: State, now: datetime) -> ShopAmended:
    """The rows that are amended as they are now: against which somebody else's later change is seen."""
    shop = state.floor_at(now)
    found: dict[str, Any] = {}
    for table in TABLES:
        known = rows_of(shop, table.name)
        names = (key_of(row) for row in getattr(amended, table.name))
        found[table.name] = tuple(known[name] for name in names if name in known)
    return ShopAmended(**found)
