"""Checks at the end of an operation: what its worker looks at or measures before it counts as finished."""

import re
from dataclasses import dataclass
from decimal import Decimal

_SEPARATORS = re.compile(r"[;；\n]+")
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_LIMITS = re.compile(rf"(.*?)\s*({_NUMBER})\s*\.\.\s*({_NUMBER})")


@dataclass(frozen=True, slots=True)
class Check:
    """One check; measured within `low` and `high` where they are given, else looked at."""

    name: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: `ok`, and the measured `value` where something was measured."""

    name: str
    ok: bool
    value: Decimal | None = None

    def __str__(self) -> str:
        value = "" if self.value is None else f" {self.value}"
        return f"{self.name}{value} {'✓' if self.ok else '✗'}"


def checks_of(text: str) -> tuple[Check, ...]:
    """`depth 3.20..3.25; surface` → a measured check and one that is looked at."""
    return tuple(_check(part.strip()) for part in _SEPARATORS.split(text) if part.strip())


def _check(part: str) -> Check:
    match = _LIMITS.fullmatch(part)
    if match is None:
        return Check(part)
    low, high = sorted((Decimal(match[2]), Decimal(match[3])))
    return Check(match[1] or part, low, high)
