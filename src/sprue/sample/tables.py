"""The sample's tables: machines, people and names, as the data files hold them."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from sprue.planning.templates.tables import Words

#: Sizes of shop for which the tables hold numbers.
SIZES = (30, 100, 300)


@dataclass(frozen=True, slots=True)
class MachineKind:
    """A kind of machine or place and how many of it a shop of each size has."""

    kind: str
    name: Words
    short: Words
    department: str
    attention: str
    alone: bool
    calendar: str
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Job:
    """A role in the shop: what its people are able to do and how many a shop of each size has."""

    role: Words
    department: str
    kinds: tuple[str, ...]
    second: tuple[str, ...]
    calendar: str
    counts: tuple[int, int, int]


def _text(name: str) -> str:
    return (files("sprue.sample") / "data" / name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(_text(name))))


def _counts(row: dict[str, str]) -> tuple[int, int, int]:
    return int(row["at30"]), int(row["at100"]), int(row["at300"])


@cache
def machine_kinds() -> tuple[MachineKind, ...]:
    """Kinds of machines and places, in the order of a shop walk."""
    return tuple(
        MachineKind(
            row["kind"],
            Words(row["name"], row["name_zh"]),
            Words(row["short"], row["short_zh"]),
            row["department"],
            row["attention"],
            row["alone"] == "yes",
            row["calendar"],
            _counts(row),
        )
        for row in _rows("machines.csv")
    )


@cache
def outside_kinds() -> tuple[tuple[str, Words, str], ...]:
    """Kinds of work that suppliers and customers do: kind, name, department that follows it."""
    return tuple(
        (row["kind"], Words(row["name"], row["name_zh"]), row["department"]) for row in _rows("outside.csv")
    )


@cache
def jobs() -> tuple[Job, ...]:
    """Roles, leaders first."""
    return tuple(
        Job(
            Words(row["role"], row["role_zh"]),
            row["department"],
            tuple(row["kinds"].split()),
            tuple(row["second"].split()),
            row["calendar"],
            _counts(row),
        )
        for row in _rows("crew.csv")
    )


@cache
def names() -> dict[str, Any]:
    """Names of people, customers, products and suppliers."""
    found: dict[str, Any] = json.loads(_text("names.json"))
    return found


def words(text: str) -> Words:
    """`English|中文` as words."""
    en, zh = text.split("|")[:2]
    return Words(en, zh)


def between(counts: tuple[float, float, float], people: int) -> float:
    """A number for a shop of `people`, straight between the three sizes and in proportion beyond them."""
    (small, middle, large), (a, b, c) = SIZES, counts
    if people <= small:
        return a * people / small
    if people >= large:
        return c * people / large
    if people <= middle:
        return a + (b - a) * (people - small) / (middle - small)
    return b + (c - b) * (people - middle) / (large - middle)
