"""Commands as they go over the wire: the dataclasses of the floor, their kinds, and four of the wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sprue.shop.codec import to_json
from sprue.wire.commands import KINDS as FLOOR_KINDS
from sprue.wire.commands import FloorCommand


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """Make a draft the shop's plan; `draft` None: the newest."""

    draft: UUID | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class PlanWithLearned:
    """Plan with the factors that finished work teaches (`on`), or as estimated."""

    on: bool


@dataclass(frozen=True, slots=True)
class PlanWithDelays:
    """Plan with the delays that suppliers' deliveries teach (`on`), or as they promise."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetRate:
    """How many times as fast as real time the clock of a demo runs."""

    rate: float


KINDS: dict[type, str] = {
    **FLOOR_KINDS,
    PublishDraft: "publish_plan",
    PlanWithLearned: "learn_estimates",
    PlanWithDelays: "learn_suppliers",
    SetRate: "set_clock",
}

Command = FloorCommand | PublishDraft | PlanWithLearned | PlanWithDelays | SetRate
Outcome = Literal["accepted", "duplicate", "question"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command. `duplicate`: it had been taken before; `question`: somebody must decide.

    `seq`: its place in the journal; `id`: under which it was sent; `reason`: why there is a question.
    """

    id: UUID
    status: Outcome
    seq: int
    reason: str = ""


def body_of(
    command: Command, command_id: UUID, happened_at: datetime | None, station: str | None
) -> dict[str, Any]:
    """The JSON of a command. TypeError: it is none; ValueError: a moment without zone."""
    kind = KINDS.get(type(command))
    if kind is None:
        raise TypeError(f"{type(command).__name__} is no command of the interface")
    if happened_at is not None and happened_at.tzinfo is None:
        raise ValueError("happened_at needs a zone")
    fields: Mapping[str, Any] = to_json(command)
    return {
        **fields,
        "id": str(command_id),
        "kind": kind,
        "happened_at": happened_at.astimezone(UTC).isoformat() if happened_at is not None else None,
        "station": station,
    }
