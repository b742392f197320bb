"""The sample's tables: routes, machines, people, parts and names, as the data files hold them."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

#: Sizes of shop for which the tables hold numbers.
SIZES = (30, 100, 300)


@dataclass(frozen=True, slots=True)
class Words:
    """A name in both languages of the shop."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """The name in `language` (zh-hans or en)."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step of a route: medians in minutes for class M; `outside` minutes are clock minutes."""

    step: int
    operation: str
    name: Words
    kind: str
    setup: int
    run: int
    sigma: float
    probability: float
    outside: bool


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


@dataclass(frozen=True, slots=True)
class PartKind:
    """A class of part: mean number by mold class, how its run time grows with the mold, its steels."""

    part_class: str
    code: str
    name: Words
    means: dict[str, float]
    scale: str
    materials: tuple[str, ...]


def _text(name: str) -> str:
    return (files("sprue.sample") / "data" / name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(_text(name))))


def _counts(row: dict[str, str]) -> tuple[int, int, int]:
    return int(row["at30"]), int(row["at100"]), int(row["at300"])


@cache
def routes() -> dict[str, tuple[RouteStep, ...]]:
    """Part class → its steps in order."""
    found: dict[str, list[RouteStep]] = defaultdict(list)
    for row in _rows("routes.csv"):
        found[row["part_class"]].append(
            RouteStep(
                int(row["step"]),
                row["operation"],
                Words(row["operation_en"], row["operation_zh"]),
                row["kind"],
                int(row["setup"]),
                int(row["run"]),
                float(row["sigma"]),
                float(row["probability"]),
                row["outside"] == "1",
            )
        )
    return {part_class: tuple(steps) for part_class, steps in found.items()}


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
def part_kinds() -> dict[str, PartKind]:
    """Classes of parts by name."""
    return {
        row["part_class"]: PartKind(
            row["part_class"],
            row["code"],
            Words(row["name"], row["name_zh"]),
            {size: float(row[size]) for size in ("S", "M", "L", "XL")},
            row["scale"],
            tuple(row["materials"].split()),
        )
        for row in _rows("parts.csv")
    }


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
