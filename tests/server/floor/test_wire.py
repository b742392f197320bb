"""The rows that the server sends are the rows that the screens expect, field by field."""

import re
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from sprue.wire import rows as wire

TYPES = (Path(__file__).parents[3] / "web/model/wire.ts").read_text(encoding="utf-8")
NAMES = [
    "ShopRow",
    "ClockRow",
    "KindRow",
    "MachineRow",
    "StageCell",
    "MoldRow",
    "PartRow",
    "DrawingRow",
    "OperationRow",
    "WaitsFor",
    "ProblemCall",
    "ProblemStep",
    "ProblemRow",
    "Impact",
    "CallRow",
    "PersonRow",
    "Told",
    "TodayRow",
    "MissingRow",
    "TrialRow",
    "NightBar",
    "NightGap",
    "NightRow",
    "FigureRow",
    "KeptRow",
    "QuestionRow",
    "MessageRow",
    "TrialJob",
    "ElectrodeRow",
    "ChangeRow",
    "QueueItem",
    "CheckRow",
    "StationRow",
    "LedgerRow",
    "Gate",
    "Snapshot",
    "Patch",
]


def body_of(name: str) -> str:
    """The text between the braces of `export type Name = { … }`."""
    start = TYPES.index(f"export type {name} = {{") + len(f"export type {name} = {{")
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(TYPES[end], 0)
        end += 1
    return TYPES[start : end - 1]


def fields_of(text: str) -> dict[str, str]:
    """Field → type text, of the outermost level."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    found: dict[str, str] = {}
    depth, part = 0, ""
    for char in f"{text}\n":
        depth += {"{": 1, "<": 1, "[": 1, "}": -1, ">": -1, "]": -1}.get(char, 0)
        if char in "\n;" and depth == 0:
            name, colon, kind = part.partition(":")
            if colon:
                found[name.strip()] = kind.strip()
            part = ""
        else:
            part += char
    return found


def agrees(text: str, kind: Any) -> bool:
    """Whether a Python type can be what a TypeScript type says."""
    nullable = isinstance(kind, UnionType) and NoneType in get_args(kind)
    if nullable != bool(re.search(r"\| null$", text)):
        return False
    if nullable:
        text = re.sub(r"\s*\| null$", "", text)
        (kind,) = [k for k in get_args(kind) if k is not NoneType]
    if text.endswith("[]"):
        return get_origin(kind) is list
    if text.startswith("{") and is_typeddict(kind):
        return set(fields_of(text[1:-1].replace(";", "\n"))) == set(get_type_hints(kind))
    if text.startswith(("Record<", "{")):
        return get_origin(kind) is dict
    if text in ("number", "boolean"):
        return kind in ((int, float) if text == "number" else (bool,))
    if is_typeddict(kind):
        return bool(text == kind.__name__)
    return kind is str


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_the_same_on_both_sides(name: str) -> None:
    expected = fields_of(body_of(name))
    hints = get_type_hints(getattr(wire, name))
    assert list(hints) == list(expected)
    for field, text in expected.items():
        assert agrees(text, hints[field]), f"{name}.{field}: {text} against {hints[field]}"


def test_tables_are_the_same_on_both_sides() -> None:
    from sprue.server.board import TABLES

    assert list(fields_of(body_of("Tables"))) == list(TABLES)
