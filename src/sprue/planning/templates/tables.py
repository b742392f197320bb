"""The tables of routes and of parts by mold class, as the data files hold them."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO


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
class PartKind:
    """A class of part: mean number by mold class, how its run time grows with the mold, its steels."""

    part_class: str
    code: str
    name: Words
    means: dict[str, float]
    scale: str
    materials: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("sprue.planning.templates") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))


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
