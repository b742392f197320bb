"""Checks at the end of an operation: what its worker looks at or measures before it counts as finished."""

import re
from dataclasses import dataclass
from decimal import Decimal

_SEPARATORS = re.compile(r"[;；\n]+")
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
#: A check by a picture: `photo: parting line`.
_PHOTO = re.compile(r"(?:photo|照片|拍照)\s*[:：]?\s*(.*)", re.IGNORECASE)
_LIMITS = re.compile(rf"(.*?)\s*({_NUMBER})\s*\.\.\s*({_NUMBER})")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: measured within `low` and `high`, a picture taken (`photo`), else looked at."""

    name: str
    low: Decimal | None = None
    high: Decimal | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: `ok`, the measured `value`, the name of the kept picture, where there is one."""

    name: str
    ok: bool
    value: Decimal | None = None
    photo: str = ""

    def __str__(self) -> str:
        value = "" if self.value is None else f" {self.value}"
        return f"{self.name}{value} {'✓' if self.ok else '✗'}"


def checks_of(text: str) -> tuple[Check, ...]:
    """`depth 3.20..3.25; surface` → a measured check and one that is looked at."""
    return tuple(_check(part.strip()) for part in _SEPARATORS.split(text) if part.strip())


def _check(part: str) -> Check:
    picture = _PHOTO.fullmatch(part)
    if picture is not None:
        return Check(picture[1] or part, photo=True)
    match = _LIMITS.fullmatch(part)
    if match is None:
        return Check(part)
    low, high = sorted((Decimal(match[2]), Decimal(match[3])))
    return Check(match[1] or part, low, high)
