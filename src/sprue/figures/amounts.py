"""Shares, changes and points as a bulletin states them: exact, so that rounding comes once, at the end.

Percents are numbers like 38.9, not 0.389. What cannot be known is None: a share of nothing, a change
from nothing.
"""

from decimal import Decimal
from fractions import Fraction

Number = Fraction | Decimal | int


def percent_of(part: Number, whole: Number) -> Fraction | None:
    """How many percent of the whole a part is."""
    return 100 * Fraction(part) / Fraction(whole) if whole else None


def change(now: Number | None, before: Number | None) -> Fraction | None:
    """By how many percent `now` is more than `before`; None where there was nothing."""
    if now is None or before is None or before <= 0:
        return None
    return 100 * (Fraction(now) - Fraction(before)) / Fraction(before)


def change_of_stock(stock: Number, more: Number) -> Fraction | None:
    """By how many percent a stock rose that is now `stock`, `more` than before."""
    return change(Fraction(stock), Fraction(stock) - Fraction(more))


def points(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """By how many points a share changed."""
    return now - before if now is not None and before is not None else None


def implied_change(share: Number, more_points: Number, change_of_part: Number) -> Fraction | None:
    """By how many percent the whole changed, from a part alone.

    The part is `share` percent of the whole now, `more_points` points more than before, and changed by
    `change_of_part` percent: whole before → now is part before ÷ share before → part now ÷ share now.
    """
    before = Fraction(share) - Fraction(more_points)
    if before <= 0 or not share:
        return None
    part = 1 + Fraction(change_of_part) / 100
    return 100 * (part * before / Fraction(share) - 1)
