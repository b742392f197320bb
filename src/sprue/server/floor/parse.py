"""The body of a command, as it came over the wire → a command; anything else is a bad request."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import NoneType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sprue.floor import commands as co
from sprue.shop.errors import UserMistake
from sprue.wire import commands as wired

#: No name, note or reason is longer.
_LONGEST = 2000
_MOST_ITEMS = 1000


class BadRequest(UserMistake):
    """The body is not what the endpoint takes; the text says which field and why."""


#: Commands that come over the wire, by `kind`.
KINDS: dict[str, type] = {name: kind for kind, name in wired.KINDS.items()}


def command_of(kind: str, body: Mapping[str, Any]) -> co.Command:
    """The command of a body."""
    command: co.Command = _value(body, KINDS[kind], kind)
    if isinstance(command, co.BadgeIn) and command.person is None and command.badge is None:
        raise BadRequest("badge_in: give person or badge")
    if isinstance(command, co.Resolve) and (command.rework_minutes or 0) < 0:
        raise BadRequest("resolve.rework_minutes: must be 0 or more")
    return command


def field(body: Mapping[str, Any], name: str, kind: Any) -> Any:
    """One field of a body by its type; a missing one counts as null."""
    return _value(body.get(name), kind, name)


def _value(data: Any, kind: Any, place: str) -> Any:
    """`data` as a value of the type `kind`; `place` names it in the fault."""
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (real,) = [member for member in get_args(kind) if member is not type(None)]
        return None if data is None else _value(data, real, place)
    if origin is tuple:
        return _items(data, get_args(kind), place)
    if is_dataclass(kind):
        return _object(data, kind, place)
    return _scalar(data, kind, place)


def _items(data: Any, members: tuple[Any, ...], place: str) -> tuple[Any, ...]:
    if not isinstance(data, list) or len(data) > _MOST_ITEMS:
        raise BadRequest(f"{place}: must be a list of at most {_MOST_ITEMS}")
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_value(item, members[0], f"{place}[{i}]") for i, item in enumerate(data))
    if len(data) != len(members):
        raise BadRequest(f"{place}: must be a list of {len(members)}")
    return tuple(_value(item, kind, place) for item, kind in zip(data, members, strict=True))


def _object(data: Any, kind: Any, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise BadRequest(f"{place}: must be an object")
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for known in fields(kind):
        required = known.default is MISSING and known.default_factory is MISSING
        # null stands for "as by default", except where nothing is a value of its own.
        meant = known.name in data and NoneType in get_args(hints[known.name])
        if required or meant or data.get(known.name) is not None:
            values[known.name] = _value(data.get(known.name), hints[known.name], f"{place}.{known.name}")
    try:
        return kind(**values)
    except ValueError as error:
        raise BadRequest(f"{place}: {error}") from error


def _scalar(data: Any, kind: Any, place: str) -> Any:
    if kind is str:
        return _text(data, place)
    if kind is bool:
        if not isinstance(data, bool):
            raise BadRequest(f"{place}: must be true or false")
        return data
    if kind is int:
        if not isinstance(data, int) or isinstance(data, bool) or abs(data) > 2**53:
            raise BadRequest(f"{place}: must be a whole number")
        return data
    if kind in (float, Decimal):
        return _number(data, kind, place)
    return _parsed(_text(data, place), kind, place)


def _text(data: Any, place: str) -> str:
    if not isinstance(data, str) or len(data) > _LONGEST or "\x00" in data:
        raise BadRequest(f"{place}: must be text of at most {_LONGEST} characters")
    try:
        data.encode()
    except UnicodeEncodeError as error:
        raise BadRequest(f"{place}: is no valid text") from error
    return data


def _number(data: Any, kind: type, place: str) -> Any:
    if isinstance(data, bool) or not isinstance(data, (int, float, str)):
        raise BadRequest(f"{place}: must be a number")
    try:
        number = Decimal(str(data))
    except InvalidOperation as error:
        raise BadRequest(f"{place}: must be a number") from error
    if not number.is_finite() or abs(number) > 10**9:
        raise BadRequest(f"{place}: must be a number below a thousand million")
    return kind(number)


def _parsed(text: str, kind: Any, place: str) -> Any:
    try:
        if kind is UUID:
            return UUID(text)
        if kind is datetime:
            return _moment(text)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(text)
    except (ValueError, OverflowError) as error:
        allowed = (
            ", ".join(m.value for m in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ""
        )
        says = f"one of {allowed}" if allowed else "an id (UUID)" if kind is UUID else "a moment (ISO 8601)"
        raise BadRequest(f"{place}: must be {says}") from error
    raise TypeError(f"no wire form for {kind!r}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    moment = moment.astimezone(UTC)
    if not 2000 <= moment.year <= 2200:
        raise ValueError("a moment of this century")
    return moment
