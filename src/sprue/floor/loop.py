"""One command through the floor: known already? decide, append, publish."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sprue.floor import policy
from sprue.floor.commands import Command
from sprue.floor.decide import Facts, decide
from sprue.floor.ports import Clock, Known, Publisher, Store
from sprue.floor.refusal import Code, Refusal
from sprue.shop.events import Event, ReportQuestioned
from sprue.shop.ids import MachineId
from sprue.shop.state import State, shop_now


@dataclass(frozen=True, slots=True)
class Origin:
    """Who sent a command, from where. `id` is its entry's id; `digest` tells a resend from a reused id.

    `happened_at` None: now. `device_seq` keeps the order of one device.
    """

    id: UUID
    digest: str = ""
    happened_at: datetime | None = None
    actor: str = ""
    station: MachineId | None = None
    device: str = ""
    device_seq: int | None = None


class Outcome(StrEnum):
    """What became of a command that was not refused."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Answer:
    """`seq` of the command's first entry; `reason`: the refusal's code of a questioned report."""

    outcome: Outcome
    seq: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """The live floor: everything that happens comes through `submit`."""

    store: Store
    publisher: Publisher
    clock: Clock

    def submit(self, command: Command, origin: Origin) -> Answer:
        """Record the command's facts once; Refusal when it may not be. Durable when this returns."""
        with self.store.writing() as journal:
            known = journal.find(origin.id)
            if known is not None:
                return _again(known, origin)
            now = shop_now(journal.state, self.clock.now())
            at = policy.happened(command, origin.happened_at, journal.state, now)
            facts = judged(command, journal.state, at, origin.station)
            events = _events(facts, command, origin, journal.state, at)
            entries = journal.append(events, now, origin.digest)
        self.publisher.published(entries)
        first = facts[0]
        if isinstance(first, ReportQuestioned):
            return Answer(Outcome.QUESTION, entries[0].seq, first.reason)
        return Answer(Outcome.ACCEPTED, entries[0].seq)


def judged(command: Command, state: State, at: datetime, station: MachineId | None = None) -> Facts:
    """The facts of a command; a refused report of work becomes a question, nothing is dropped in silence.

    `station`: the terminal that it came from.
    """
    try:
        return decide(command, state, at)
    except Refusal as refusal:
        question = policy.questioned(command, refusal, state, station)
        if question is None:
            raise
        return (question,)


def _again(known: Known, origin: Origin) -> Answer:
    if known.digest != origin.digest:
        raise Refusal(Code.ID_REUSED, {"id": str(origin.id)})
    if known.reason:
        return Answer(Outcome.QUESTION, known.seq, known.reason)
    return Answer(Outcome.DUPLICATE, known.seq)


def _events(facts: Facts, command: Command, origin: Origin, state: State, at: datetime) -> tuple[Event, ...]:
    return tuple(
        Event(
            policy.entry_id(origin.id, place),
            at if place == 0 else policy.follow_up(fact, command, state, at),
            fact,
            actor=origin.actor,
            station=origin.station,
            device=origin.device,
            device_seq=origin.device_seq if place == 0 else None,
        )
        for place, fact in enumerate(facts)
    )
