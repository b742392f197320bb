"""How each department keeps up with the ledger, counted from the journal's entries.

An item counts for the department that answers for it now. On time is what was closed by the deadline in
force; how many deadlines were extended stands beside it, so that nobody looks good by extending.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.shop.events import Entry
from sprue.shop.ledger import LedgerFact, Stage
from sprue.shop.ledger_record import Items, LedgerItem, follow


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """`on_time` of the `closed`; `mean_age_days` of the open ones (None: none is open)."""

    department: str
    open: int
    overdue: int
    closed: int
    on_time: int
    recurrences: int
    extensions: int
    mean_age_days: float | None


def ledger_figures(entries: Iterable[Entry], now: datetime) -> list[DepartmentFigures]:
    """A row for each department that ever answered for an item, the most overdue first."""
    items: Items = {}
    for entry in entries:
        if isinstance(entry.event.fact, LedgerFact):
            follow(items, entry.event.fact, entry.event.happened_at)
    return figures_of_items(items.values(), now)


def figures_of_items(items: Iterable[LedgerItem], now: datetime) -> list[DepartmentFigures]:
    """The same from items as they stand."""
    by_department: dict[str, list[LedgerItem]] = defaultdict(list)
    for item in items:
        by_department[item.owner.department].append(item)
    found = [_figures(department, own, now) for department, own in by_department.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.open, one.department))


def _figures(department: str, items: list[LedgerItem], now: datetime) -> DepartmentFigures:
    still_open = [item for item in items if item.stage is not Stage.CLOSED]
    closed = [item for item in items if item.stage is Stage.CLOSED]
    ages = [now - item.opened_at for item in still_open]
    mean = sum(ages, timedelta()) / len(ages) if ages else None
    return DepartmentFigures(
        department,
        open=len(still_open),
        overdue=sum(item.overdue(now) for item in still_open),
        closed=len(closed),
        on_time=sum(item.closed_at is not None and item.closed_at <= item.deadline for item in closed),
        recurrences=sum(item.recurrences for item in items),
        extensions=sum(len(item.extensions) for item in items),
        mean_age_days=round(mean / timedelta(days=1), 2) if mean is not None else None,
    )
