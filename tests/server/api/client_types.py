"""The types of the client, from the description that the server publishes and its table of commands.

`python -m tests.server.api.client_types` writes them anew.
"""

import json
import keyword
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOM = Path(__file__).resolve().parents[3] / "src" / "sprue" / "client"
_REF = "#/components/schemas/"
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_WRITTEN = "Written by `python -m tests.server.api.client_types`; a test tells when it is of another age."
_LONGEST = 100


def files(schema: Mapping[str, Any], kinds: Mapping[str, type]) -> dict[Path, str]:
    """Every written file with its text."""
    return {ROOM / "shapes.py": _formatted(_shapes(schema)), ROOM / "kinds.py": _formatted(_kinds(kinds))}


# -- answers -------------------------------------------------------------------------


def _shapes(schema: Mapping[str, Any]) -> str:
    known = schema["components"]["schemas"]
    lines = [
        f'"""What a shop answers, as its interface publishes it.\n\n{_WRITTEN}\n"""',
        # Shapes name each other in any order.
        "from __future__ import annotations",
        "from typing import Any, Literal, NotRequired, TypedDict",
        "# Moments are ISO 8601 in UTC, durations minutes where no name says otherwise.",
    ]
    lines += [_shape(name, known[name]) for name in sorted(_answered(schema))]
    return "\n\n".join(lines)


def _answered(schema: Mapping[str, Any]) -> set[str]:
    """Names of the shapes that answers are made of."""
    known = schema["components"]["schemas"]
    found: set[str] = set()
    open_ = [*_refs([told["responses"] for methods in schema["paths"].values() for told in methods.values()])]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += _refs(known[name])
    return {name for name in found if "properties" in known[name]}


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(_REF)
        node = node.values()
    elif not isinstance(node, list):
        return
    for one in node:
        yield from _refs(one)


def _shape(name: str, told: Mapping[str, Any]) -> str:
    needed = set(told.get("required", ()))
    fields = {
        field: kind if field in needed else f"NotRequired[{kind}]"
        for field, kind in ((field, _kind(one)) for field, one in told["properties"].items())
    }
    text = " ".join(told.get("description", "").split())
    if any(keyword.iskeyword(field) for field in fields):
        rows = "".join(f"{field!r}: {kind!r}, " for field, kind in fields.items())
        return f'{name} = TypedDict("{name}", {{{rows}}})'
    lines = [f"class {name}(TypedDict):", *([_doc(text)] if text else [])]
    lines += [f"    {field}: {kind}" for field, kind in fields.items()]
    return "\n".join(lines)


def _doc(text: str) -> str:
    if len(text) <= _LONGEST:
        return f'    """{text}"""\n'
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > _LONGEST:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    told = "\n    ".join([*lines, line])
    return f'    """{told}\n    """\n'


def _kind(told: Mapping[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"].removeprefix(_REF)) if told["$ref"] not in _ENUMS else _ENUMS[told["$ref"]]
    if "enum" in told or "const" in told:
        values = told.get("enum", [told.get("const")])
        return f"Literal[{', '.join(repr(value) for value in values)}]"
    for joined in ("anyOf", "oneOf", "allOf"):
        if joined in told:
            return " | ".join(dict.fromkeys(_kind(one) for one in told[joined]))
    kind = told.get("type")
    if kind == "array":
        return f"list[{_kind(told['items'])}]" if isinstance(told.get("items"), dict) else "list[Any]"
    if kind == "object":
        more = told.get("additionalProperties")
        return f"dict[str, {_kind(more) if isinstance(more, dict) else 'Any'}]"
    return _PLAIN.get(str(kind), "Any")


#: Shapes that are no table: the names of what they may be.
_ENUMS: dict[str, str] = {}


def _know_enums(schema: Mapping[str, Any]) -> None:
    for name, told in schema["components"]["schemas"].items():
        if "properties" not in told:
            _ENUMS[f"{_REF}{name}"] = _kind(told)


# -- commands ------------------------------------------------------------------------


def _kinds(kinds: Mapping[str, type]) -> str:
    rooms: dict[str, str] = {}
    for of in kinds.values():
        rooms.setdefault(of.__module__, of.__module__.rpartition(".")[2])
    named = {kind: f"{rooms[of.__module__]}.{of.__name__}" for kind, of in kinds.items()}
    rows = ", ".join(f"{of}: {kind!r}" for kind, of in named.items())
    lines = [
        f'"""The commands of the floor and how the interface names them.\n\n{_WRITTEN}\n"""',
        "\n".join(_imports(rooms)),
        "FloorCommand = " + " | ".join(dict.fromkeys(named.values())),
        f"#: The kind of each command.\nKINDS: dict[type, str] = {{{rows}}}",
    ]
    return "\n\n".join(lines)


def _imports(rooms: Mapping[str, str]) -> Iterable[str]:
    for module in sorted(rooms):
        room, _, name = module.rpartition(".")
        yield f"from {room} import {name}"


def _formatted(text: str) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    tidy = [*ruff, "check", "-q", "--select", "F401,I", "--fix", "--stdin-filename", str(ROOM / "x.py"), "-"]
    for command in (tidy, [*ruff, "format", "-q", "--stdin-filename", str(ROOM / "x.py"), "-"]):
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text


def now() -> dict[Path, str]:
    """The files as they ought to be."""
    from sprue.server.api import api
    from sprue.server.floor.parse import KINDS

    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    _know_enums(schema)
    return files(schema, KINDS)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")
    import django

    django.setup()
    for path, text in now().items():
        path.write_text(text, "utf-8", newline="\n")
