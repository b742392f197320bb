"""Types of this program as models of the published description: TypedDicts, dataclasses, lists of them.

Pydantic reads TypedDicts of the standard library only from Python 3.12 on, and dataclasses by their
defaults: an answer has all of its fields, what comes in may leave out those with a default.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    NewType,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

from pydantic import BaseModel, Field, create_model

#: No name, note or reason of a command is longer.
_Text = Annotated[str, Field(max_length=2000)]
#: What the models were made from: descriptions of all endpoints are kept under one list of names.
_named: dict[str, Any] = {}


def answer_model(of: Any) -> Any:
    """The type of an answer, as the description takes it; types that it knows stay as they are."""
    return _described(of, incoming=False)


def command_models(kinds: Mapping[str, Any], more: Mapping[str, Mapping[str, Any]]) -> list[type[BaseModel]]:
    """A model for each kind of command: what all have, the fields of its dataclass, and `more` of its own."""
    return [_command(kind, of, more.get(kind, {})) for kind, of in kinds.items()]


def _command(kind: str, of: Any, more: Mapping[str, Any]) -> type[BaseModel]:
    shared: dict[str, Any] = {
        "id": (UUID, Field(description="New for each command; the same id sent again counts once.")),
        "kind": (Literal[kind], ...),
        "happened_at": (str | None, Field(None, description="ISO 8601 with zone, shop time; null: now")),
        "station": (str | None, None),
        "device": (str, ""),
        "device_seq": (int | None, None),
    }
    name = "".join(word.capitalize() for word in kind.split("_")) + "Command"
    return _model(name, of, {**(_fields_in(of) if of is not None else {}), **more, **shared})


@cache
def _described(of: Any, *, incoming: bool) -> Any:
    origin, members = get_origin(of), get_args(of)
    if isinstance(of, NewType):
        return _described(of.__supertype__, incoming=incoming)
    if origin in (Required, NotRequired):
        return _described(members[0], incoming=incoming)
    if origin in (Union, types.UnionType):
        return Union[tuple(_described(one, incoming=incoming) for one in members)]  # noqa: UP007  # at run time
    if origin is tuple and len(members) == 2 and members[1] is Ellipsis:
        return list[_described(members[0], incoming=incoming)]  # type: ignore[misc]  # at run time
    if origin in (list, dict, tuple):
        return origin[tuple(_described(one, incoming=incoming) for one in members)]
    if is_typeddict(of):
        return _typed_dict(of)
    if is_dataclass(of) and isinstance(of, type):
        return _model(f"{of.__name__}In", of, _fields_in(of)) if incoming else _dataclass(of)
    return _Text if incoming and of is str else of


def _dataclass(of: Any) -> type[BaseModel]:
    hints = get_type_hints(of)
    known = {one.name: (_described(hints[one.name], incoming=False), ...) for one in fields(of)}
    return _model(of.__name__, of, known)


def _typed_dict(of: Any) -> type[BaseModel]:
    known = {}
    for name, hint in get_type_hints(of).items():
        # What need not be there is left out, never null: what may be null says so.
        default = ... if name in of.__required_keys__ else Field(default_factory=lambda: None)
        known[name] = (_described(hint, incoming=False), default)
    return _model(of.__name__, of, known)


def _fields_in(of: Any) -> dict[str, Any]:
    hints = get_type_hints(of)
    found: dict[str, Any] = {}
    for one in fields(of):
        kind = _described(hints[one.name], incoming=True)
        required = one.default is MISSING and one.default_factory is MISSING
        found[one.name] = (kind, ...) if required else (kind | None, _plain(one.default))
    return found


def _plain(default: Any) -> Any:
    """A default as JSON has it; what has no short form is told by null, which stands for it."""
    if isinstance(default, Enum):
        return default.value
    return default if isinstance(default, str | int | bool) else None


def _model(name: str, of: Any, known: Mapping[str, Any]) -> type[BaseModel]:
    """One model under its name; two types of one name would describe each other."""
    if _named.setdefault(name, of) is not of:
        raise TypeError(f"two shapes are named {name}: {_named[name]} and {of}")
    text = getattr(of, "__doc__", None) or ""
    # The text that a dataclass gives itself says nothing.
    told = text if of is not None and not text.startswith(f"{of.__name__}(") else None
    made: type[BaseModel] = create_model(name, __doc__=told or None, **dict(known))
    return made
