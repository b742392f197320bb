"""The bulletin as paper in one language: the figures of the page and of Excel, with the same words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sprue.figures.bulletin import MONEY, SHARES, STOCKS, Bulletin, Compared, Line, Measure
from sprue.figures.span import Month
from sprue.files import paper
from sprue.files.paper import Facts
from sprue.server.floor.bulletin import bulletin, shown
from sprue.server.floor.bulletin_book import GROUPS, MEASURES, NOTES

#: What stands in the template.
_WORDS: dict[str, tuple[str, str]] = {
    "bulletin": ("Monthly bulletin", "月报"),
    "of_month": ("Month", "本月"),
    "of_year": ("Year to date", "本年累计"),
    "value": ("Value", "数值"),
    "before": ("Year before", "上年同期"),
    "change": ("Change", "增减"),
    "more": ("Since it began", "较期初"),
    "page": ("Page", "第"),
    "page_of": ("of", "页 / 共"),
    "page_end": ("", "页"),
    "beside": (
        "Small below a value: its change on the year before, and its share of all. – is unknown.",
        "数值下方小字：较上年同期增减、占合计比例。“–”表示未知。",
    ),
    "rounding": (
        "Sums are exact and rounded once at the end, a half away from zero. Changes are in percent of the "
        "year before, those of percents in points. – is unknown.",
        "合计按精确值计算，最后一次四舍五入。增减为较上年同期的百分比，百分率的增减为百分点。“–”表示未知。",
    ),
    "unknown": ("not told", "未填写"),
    "points": ("{0} points", "{0} 个百分点"),
}
_NONE = "–"


def printed(facts: Facts, month: Month | None, *, prices: bool) -> bytes:
    """A PDF of A4 sheets, landscape."""
    found, _ = bulletin(month)
    return paper.typeset("bulletin", data_of(found, facts, prices=prices), at=facts.now)


def data_of(found: Bulletin, facts: Facts, *, prices: bool) -> dict[str, Any]:
    """What the template gets: texts as they are shown."""
    place = int(facts.language != "en")
    measures = shown(prices=prices)
    words = {name: texts[place] for name, texts in _WORDS.items()}
    days = found.month_days
    return {
        "language": facts.language,
        "words": words,
        "foot": facts.foot(),
        "month": str(found.month),
        "days": f"{days.first} – {days.last}",
        "measures": [MEASURES[one][place] for one in measures],
        "total": [_total(one, found, place) for one in measures],
        "notes": _notes(found, place),
        "groups": [
            {
                "title": GROUPS[group][place],
                "times": [
                    {
                        "title": words["of_month"],
                        "rows": [_row(one, one.month, measures, place) for one in lines],
                    },
                    {
                        "title": words["of_year"],
                        "rows": [_row(one, one.year, measures, place) for one in lines],
                    },
                ],
            }
            for group, lines in found.groups.items()
            if lines
        ],
    }


def _total(measure: Measure, found: Bulletin, place: int) -> dict[str, Any]:
    times = [times[measure] for times in (found.total.month, found.total.year)]
    return {
        "name": MEASURES[measure][place],
        "unit": found.currency if measure in MONEY else "",
        "times": [
            {
                "value": _number(measure, one.value),
                "before": _number(measure, one.before),
                "change": _change(measure, one.change, place),
                "more": _more(one) if measure in STOCKS else "",
            }
            for one in times
        ],
    }


def _row(line: Line, of: Mapping[Measure, Compared], measures: list[Measure], place: int) -> dict[str, Any]:
    cells = []
    for measure in measures:
        one = of[measure]
        beside = [_change(measure, one.change, place)] if one.change is not None else []
        beside += [f"{one.share:,.1f}%"] if measure not in SHARES and one.share is not None else []
        cells.append({"value": _number(measure, one.value), "beside": " · ".join(beside)})
    return {"name": line.name or _WORDS["unknown"][place], "cells": cells}


def _number(measure: Measure, value: Decimal | None) -> str:
    if value is None:
        return _NONE
    return f"{value:,.1f}%" if measure in SHARES else f"{value:,.0f}"


def _change(measure: Measure, value: Decimal | None, place: int) -> str:
    if value is None:
        return _NONE
    told = f"{value:+,.1f}"
    return _WORDS["points"][place].format(told) if measure in SHARES else f"{told}%"


def _more(one: Compared) -> str:
    if one.more is None:
        return _NONE
    percent = f" ({one.more_percent:+,.1f}%)" if one.more_percent is not None else ""
    return f"{one.more:+,.0f}{percent}"


def _notes(found: Bulletin, place: int) -> list[str]:
    counts = {
        "no_value": found.no_value,
        "other_currency": found.other_currency,
        "no_received": found.no_received,
        "no_delivered": found.no_delivered,
        "undated": found.undated,
    }
    known = found.known_since.isoformat() if found.known_since is not None else _NONE
    told = [f"{NOTES['known'][place]}: {known}"]
    told += [f"{NOTES[name][place]}: {count}" for name, count in counts.items() if count]
    return [" · ".join(told), _WORDS["rounding"][place]]
