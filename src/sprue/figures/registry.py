"""The one list of figures, and how a period is measured by it.

Every value is counted from rows of evidence, so each can be opened down to the entries it comes from.
What nobody recorded is unknown (None), never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sprue.figures.evidence import By, Evidence, rounded
from sprue.figures.facts import Facts
from sprue.figures.figure import Figure
from sprue.figures.iso import ISO_22400
from sprue.figures.leading import LEADING
from sprue.figures.period import Period
from sprue.figures.span import Span

FIGURES: dict[str, Figure] = {figure.name: figure for figure in (*LEADING, *ISO_22400)}


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` rounded as the figure says, None: unknown. `count`: rows below that it comes from, or hours."""

    value: Decimal | None
    count: int


def evidence(period: Period, name: str) -> list[Evidence]:
    """The rows that a figure comes from; of a product, those of all that it multiplies."""
    figure = FIGURES[name]
    if figure.rows is None:
        return [row for factor in figure.product for row in evidence(period, factor)]
    if figure.rows not in period.counted:
        period.counted[figure.rows] = figure.rows(period)
    return period.counted[figure.rows]


def measured(period: Period, name: str, group: tuple[By, str] | None = None) -> Measured:
    """A figure of a period, of everything or of one group."""
    figure = FIGURES[name]
    if figure.rows is None:
        factors = [_exact(period, factor, group) for factor in figure.product]
        return Measured(_product(factors, figure.digits), _count(figure, ()))
    rows = _of_group(evidence(period, name), group)
    return _measured(figure, rows)


def split(period: Period, name: str, by: By) -> dict[str, Measured]:
    """A figure by department, kind or machine; only groups with rows of their own."""
    figure = FIGURES[name]
    if by not in figure.by:
        return {}
    if figure.rows is None:
        parts = [_grouped(evidence(period, factor), by) for factor in figure.product]
        totals = [FIGURES[factor].total for factor in figure.product]
        names = sorted({key for part in parts for key in part})
        return {
            key: Measured(
                _product(
                    [total(part.get(key, [])) for total, part in zip(totals, parts, strict=True)],
                    figure.digits,
                ),
                0,
            )
            for key in names
        }
    grouped = _grouped(evidence(period, name), by)
    return {key: _measured(figure, rows) for key, rows in sorted(grouped.items())}


def known_span(facts: Facts, figure: Figure, wanted: Span) -> Span | None:
    """The part of a span in which the figure can be known; None: nothing of it."""
    if facts.began is None:
        return None
    begin = wanted.begin if figure.past else max(wanted.begin, facts.began)
    return Span(begin, wanted.end) if begin <= wanted.end else None


def _exact(period: Period, name: str, group: tuple[By, str] | None) -> Fraction | None:
    return FIGURES[name].total(_of_group(evidence(period, name), group))


def _of_group(rows: list[Evidence], group: tuple[By, str] | None) -> list[Evidence]:
    if group is None:
        return rows
    by, wanted = group
    return [row for row in rows if getattr(row, by) == wanted]


def _grouped(rows: Sequence[Evidence], by: By) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found


def _product(factors: Sequence[Fraction | None], digits: int) -> Decimal | None:
    value = Fraction(1)
    for factor in factors:
        if factor is None:
            return None
        value *= factor
    return rounded(value, digits)


def _measured(figure: Figure, rows: Sequence[Evidence]) -> Measured:
    value = figure.total(rows)
    return Measured(rounded(value, figure.digits) if value is not None else None, _count(figure, rows))


def _count(figure: Figure, rows: Sequence[Evidence]) -> int:
    if figure.in_hours:
        return int(sum(row.whole for row in rows)) // 60
    return sum(row.whole > 0 for row in rows)
