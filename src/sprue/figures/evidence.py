"""What a figure comes from, row by row, and how rows become its value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import fsum
from statistics import median


class What(StrEnum):
    """What a row is of."""

    OPERATION = "operation"
    MOLD = "mold"
    PROBLEM = "problem"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row: what it adds to the upper and to the lower sum of its figure; `seqs`: entries of the journal.

    No entries: it comes from the shop as it came in.
    """

    what: What
    id: str
    at: datetime
    part: float
    whole: float
    until: datetime | None = None
    department: str = ""
    kind: str = ""
    machine: str = ""
    seqs: tuple[int, ...] = ()


class By(StrEnum):
    """What figures may be split by."""

    DEPARTMENT = "department"
    KIND = "kind"
    MACHINE = "machine"


#: Rows → the exact value, None: unknown.
Total = Callable[[Sequence[Evidence]], Fraction | None]


def ratio(rows: Sequence[Evidence]) -> Fraction | None:
    """Upper sum ÷ lower sum; unknown where there is nothing below."""
    whole = total(row.whole for row in rows)
    return total(row.part for row in rows) / whole if whole > 0 else None


def middle(rows: Sequence[Evidence]) -> Fraction | None:
    """The median of the rows."""
    return Fraction(median(Fraction(row.part) for row in rows)) if rows else None


def most_by_kind(rows: Sequence[Evidence]) -> Fraction | None:
    """The largest sum of a kind."""
    sums = sums_by_kind(rows)
    return max(sums.values(), default=None)


def sums_by_kind(rows: Iterable[Evidence]) -> dict[str, Fraction]:
    """Upper sums by kind."""
    parts: dict[str, list[float]] = {}
    for row in rows:
        parts.setdefault(row.kind, []).append(row.part)
    return {kind: total(own) for kind, own in parts.items()}


def total(values: Iterable[float]) -> Fraction:
    """The sum, which does not depend on the order."""
    return Fraction(fsum(values))


def rounded(value: Fraction | Decimal | int, digits: int) -> Decimal:
    """To so many decimals, a half away from zero: the one rounding of all figures, done once, at the end."""
    exact = Fraction(value) * 10**digits
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    whole += 2 * rest >= exact.denominator
    shown = Decimal(whole if exact >= 0 else -whole).scaleb(-digits)
    return shown.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
