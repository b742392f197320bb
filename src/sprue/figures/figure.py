"""What a figure is: its words, its formula, its unit, its rounding, and how it is counted."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sprue.figures.evidence import By, Evidence, Total, ratio
from sprue.figures.period import Period


class Unit(StrEnum):
    """What a value is in."""

    SHARE = "share"
    TIMES = "times"
    HOURS = "hours"
    MINUTES = "minutes"
    TRIALS = "trials"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Figure:
    """`digits`: decimals of the value (a share has three: tenths of a percent).

    `by`: what it may be split by. `past`: known from the dates with which the shop came in too.
    `product`: it is these figures multiplied, and has no rows of its own.
    """

    name: str
    title: Words
    formula: Words
    unit: Unit
    rows: Callable[[Period], list[Evidence]] | None = None
    total: Total = ratio
    digits: int = 3
    by: frozenset[By] = frozenset()
    lead: bool = False
    past: bool = False
    in_hours: bool = False
    better_low: bool = False
    product: tuple[str, ...] = ()


#: Department, kind and machine.
PLACES = frozenset(By)
MACHINES = frozenset({By.KIND, By.MACHINE})
