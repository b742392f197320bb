"""What is new in a shop since it was looked at last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sprue.shop.ids import PartId
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

Name = TypeVar("Name", bound=str)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class News:
    """Operations and parts with another value; `finished`: work was done, or is no longer."""

    operations: tuple[Operation, ...]
    parts: tuple[PartId, ...]
    finished: bool


def everything(shop: Shop) -> News:
    """All of it, when nothing is known."""
    return News(tuple(shop.operations.values()), tuple(shop.parts), True)


def news_of(before: Shop, shop: Shop) -> News | None:
    """What is new; None: so much that all must be looked at.

    Calendars, people, exceptions, molds and purchases are not compared: they are looked at every time.
    """
    if not _alike(before, shop):
        return None
    parts = _changed(before.parts, shop.parts)
    operations = _changed(before.operations, shop.operations)
    if parts is None or operations is None:
        return None
    old = [before.operations.get(operation.id) for operation in operations]
    pairs = list(zip(old, operations, strict=True))
    if any(
        was is not None and (was.part, was.after, was.group) != (o.part, o.after, o.group) for was, o in pairs
    ):
        return None
    finished = any(
        o.status is Status.DONE or (was is not None and was.status is Status.DONE) for was, o in pairs
    )
    return News(operations, tuple(part.id for part in parts), finished)


def _alike(before: Shop, shop: Shop) -> bool:
    """Whether operations have the same machines and minutes in both."""
    machines = [
        [(m.id, m.kinds, m.speed, m.unattended) for m in one.machines.values()] for one in (before, shop)
    ]
    return (
        before.settings.timezone == shop.settings.timezone
        and machines[0] == machines[1]
        and before.kinds == shop.kinds
        and before.setups == shop.setups
    )


def _changed(before: Mapping[Name, Value], after: Mapping[Name, Value]) -> tuple[Value, ...] | None:
    """Values of `after` that are others or new; None: some are gone or in another order."""
    if before is after:
        return ()
    if list(after)[: len(before)] != list(before):
        return None
    known = before.get
    others = [(known(name), value) for name, value in after.items() if known(name) is not value]
    return tuple(value for was, value in others if was != value)
