"""The monthly bulletin as the desk asks for it: for those who may not see prices, without values of money."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sprue.figures.book import Book
from sprue.figures.bulletin import MONEY, Bulletin, Compared, Line, Measure, bulletin_of
from sprue.figures.span import Days, Month
from sprue.server.floor.figures import known
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present

#: So many months back can be chosen at most.
MOST_MONTHS = 60


def bulletin(month: Month | None) -> tuple[Bulletin, list[Month]]:
    """The bulletin of a month, by default the last whole one, and the months that can be chosen."""
    with memory.lock:
        memory.catch_up()
        now = present.now()
    with known.lock:
        known.catch_up(now)
        zone = known.book.shop.settings.zone
        return bulletin_of(known.book, month or Month.of(now, zone).later(-1), now), _months(known.book, now)


def page(month: Month | None, *, prices: bool) -> dict[str, Any]:
    """All of it as plain data; numbers are rounded as they are shown, null: unknown."""
    found, months = bulletin(month)
    return {
        "month": str(found.month),
        "months": [str(one) for one in months],
        "over": found.over,
        "month_days": _days(found.month_days),
        "year_days": _days(found.year_days),
        "known_since": found.known_since.isoformat() if found.known_since is not None else None,
        "currency": found.currency,
        "prices": prices,
        "measures": [measure.value for measure in shown(prices=prices)],
        "total": _line(found.total, prices=prices),
        "groups": {
            group.value: [_line(line, prices=prices) for line in lines]
            for group, lines in found.groups.items()
        },
        "no_value": found.no_value,
        "other_currency": found.other_currency,
        "no_received": found.no_received,
        "no_delivered": found.no_delivered,
        "undated": found.undated,
    }


def shown(*, prices: bool) -> list[Measure]:
    """The measures that may be shown."""
    return [measure for measure in Measure if prices or measure not in MONEY]


def _months(book: Book, now: datetime) -> list[Month]:
    """From the newest to the first of which anything is known."""
    zone = book.shop.settings.zone
    last = Month.of(now, zone)
    ends = [one.delivered for one in book.records() if one.delivered is not None]
    first = min([*ends, book.first or now])
    found, month = [last], last
    while Month.of(first, zone) < month and len(found) < MOST_MONTHS:
        month = month.later(-1)
        found.append(month)
    return found


def _days(days: Days) -> list[str]:
    return [days.first.isoformat(), days.last.isoformat()]


def _line(line: Line, *, prices: bool) -> dict[str, Any]:
    return {
        "name": line.name,
        "month": _cells(line.month, prices=prices),
        "year": _cells(line.year, prices=prices),
    }


def _cells(cells: Mapping[Measure, Compared], *, prices: bool) -> dict[str, Any]:
    return {measure.value: _cell(cells[measure]) for measure in shown(prices=prices)}


def _cell(one: Compared) -> dict[str, Any]:
    return {
        "value": _number(one.value),
        "before": _number(one.before),
        "change": _number(one.change),
        "share": _number(one.share),
        "share_points": _number(one.share_points),
        "more": _number(one.more),
        "more_percent": _number(one.more_percent),
        "lacking": one.lacking,
        "molds": list(one.molds),
    }


def _number(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None
