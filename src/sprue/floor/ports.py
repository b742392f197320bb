"""What the floor needs from the outside, and versions of it that live in memory."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Protocol
from uuid import UUID

from sprue.shop.events import Entry, Event, ReportQuestioned
from sprue.shop.records import Key
from sprue.shop.state import State


class Clock(Protocol):
    """Real time, in UTC."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is in the journal already; `digest`: of the command it came from."""

    seq: int
    digest: str
    #: The refusal's code if the entry is a questioned report.
    reason: str = ""


class Writing(Protocol):
    """The journal while nobody else may write; what is appended becomes durable when the lock is left."""

    @property
    def state(self) -> State:
        """The state after the last entry."""

    def find(self, event_id: UUID) -> Known | None: ...

    def append(self, events: tuple[Event, ...], recorded_at: datetime, digest: str) -> list[Entry]: ...


class Store(Protocol):
    """The one door through which entries come into the journal."""

    def writing(self) -> AbstractContextManager[Writing]: ...


class Publisher(Protocol):
    """Told after entries are durable."""

    def published(self, entries: list[Entry]) -> None: ...


@dataclass(slots=True)
class MemoryStore:
    """A journal in a list."""

    state: State = field(default_factory=State)
    entries: list[Entry] = field(default_factory=list)
    digests: dict[UUID, Known] = field(default_factory=dict)
    #: What each entry changed, by its seq.
    changed: dict[int, frozenset[Key]] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    @contextmanager
    def writing(self) -> Iterator["MemoryStore"]:
        """The store itself, locked."""
        with self._lock:
            yield self

    def find(self, event_id: UUID) -> Known | None:
        return self.digests.get(event_id)

    def append(self, events: tuple[Event, ...], recorded_at: datetime, digest: str) -> list[Entry]:
        new = [Entry(self.state.seq + 1 + i, recorded_at, event) for i, event in enumerate(events)]
        for entry in new:
            self.changed[entry.seq] = self.state.apply(entry)
            self.entries.append(entry)
            self.digests[entry.event.id] = Known(entry.seq, digest, reason_of(entry.event))
        return new


@dataclass(slots=True)
class MemoryPublisher:
    """Remembers what it was told."""

    entries: list[Entry] = field(default_factory=list)

    def published(self, entries: list[Entry]) -> None:
        self.entries.extend(entries)


@dataclass(slots=True)
class FixedClock:
    """Stands until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def reason_of(event: Event) -> str:
    """The code for which a report was questioned, "" for any other event."""
    return event.fact.reason if isinstance(event.fact, ReportQuestioned) else ""
