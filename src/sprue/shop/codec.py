"""Values of the shop ↔ plain JSON data, by their type hints; for the journal and the wire.

Dataclasses become objects, unions of dataclasses carry their class name under `type`,
aware date-times are ISO 8601 in UTC, decimals and UUIDs are text.
"""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]

_SCALARS = (str, int, float, bool)


def to_json(value: object, kind: Any = None) -> Any:
    """Plain JSON data for `value`; `kind` is its declared type (default: its class)."""
    return _codec(kind or type(value))[0](value)


def from_json(data: Any, kind: type[T] | Any) -> T:
    """The value of type `kind` that `to_json` made `data` from; KeyError or ValueError if it is not one."""
    return cast(T, _codec(kind)[1](data))


#: Codecs made so far; types are few and never go away.
_made: dict[Any, tuple[Encode, Decode]] = {}


def _moment_out(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _codec(kind: Any) -> tuple[Encode, Decode]:
    codec = _made.get(kind)
    if codec is None:
        codec = _made[kind] = _make_codec(kind)
    return codec


def _meant(kind: Any) -> Any:
    return _meant(kind.__supertype__) if isinstance(kind, NewType) else kind


def _make_codec(kind: Any) -> tuple[Encode, Decode]:
    kind = _meant(kind)
    if kind in _SCALARS:
        return (lambda v: v), (lambda d: d)
    if kind is datetime:
        return _moment_out, datetime.fromisoformat
    if kind is date:
        return date.isoformat, date.fromisoformat
    if kind is Decimal:
        return str, Decimal
    if kind is UUID:
        return str, UUID
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is dict:
        return _dict(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda v: v.value), kind
    if is_dataclass(kind):
        return _dataclass(cast(type, kind))
    raise TypeError(f"no JSON form for {kind!r}")


def _union(members: tuple[Any, ...]) -> tuple[Encode, Decode]:
    # Two names of one type, such as two kinds of ids, are one member.
    real = [*dict.fromkeys(_meant(m) for m in members if m is not type(None))]
    if len(real) == 1:
        encode, decode = _codec(real[0])
        return (
            lambda v: None if v is None else encode(v),
            lambda d: None if d is None else decode(d),
        )
    by_name = {m.__name__: m for m in real}

    def encode_member(value: Any) -> Any:
        return {"type": type(value).__name__, **_codec(type(value))[0](value)}

    def decode_member(data: Any) -> Any:
        return _codec(by_name[data["type"]])[1](data)

    return encode_member, decode_member


def _tuple(members: tuple[Any, ...]) -> tuple[Encode, Decode]:
    if len(members) == 2 and members[1] is Ellipsis:
        encode, decode = _codec(members[0])
        return (lambda v: [encode(x) for x in v]), (lambda d: tuple(decode(x) for x in d))
    pairs = [_codec(m) for m in members]
    return (
        lambda v: [e(x) for (e, _), x in zip(pairs, v, strict=True)],
        lambda d: tuple(dec(x) for (_, dec), x in zip(pairs, d, strict=True)),
    )


def _dict(members: tuple[Any, ...]) -> tuple[Encode, Decode]:
    key_out, key_in = _codec(members[0])
    out, into = _codec(members[1])
    return (
        lambda v: {key_out(k): out(x) for k, x in v.items()},
        lambda d: {key_in(k): into(x) for k, x in d.items()},
    )


def _dataclass(kind: type) -> tuple[Encode, Decode]:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]
    defaults = {f.name: f.default for f in fields(kind)}
    codecs: list[tuple[str, Encode, Decode]] = []

    def ready() -> list[tuple[str, Encode, Decode]]:
        if not codecs:  # late, so that a class may mention itself
            codecs.extend((n, *_codec(hints[n])) for n in names)
        return codecs

    def encode(value: Any) -> Any:
        # What equals its default is left out: a journal of ten thousand operations stays small.
        return {
            n: out(v)
            for n, out, _ in ready()
            for v in (getattr(value, n),)
            if v is not defaults[n] and v != defaults[n]
        }

    def decode(data: Any) -> Any:
        return kind(**{n: into(data[n]) for n, _, into in ready() if n in data})

    return encode, decode
