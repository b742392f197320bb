"""The journal in the database: one writer at a time, chained, durable before anything is acknowledged."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from sprue.floor.ports import Known
from sprue.floor.refusal import Code, Refusal
from sprue.server.floor.mappers import entry_of, row_of
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.models import Entry as Row
from sprue.shop.errors import BrokenInvariant
from sprue.shop.events import Entry, Event, ReportQuestioned
from sprue.shop.state import State

#: Key of the advisory lock under which PostgreSQL's writers queue ("sprue" in ASCII).
_LOCK_KEY = 0x7370727565
#: SQLite's `PRAGMA synchronous`: 2 is FULL, 3 EXTRA; less may lose an acknowledged report in a power cut.
_FULL = 2


@dataclass(slots=True)
class Pen:
    """The journal while nobody else may write."""

    memory: Memory
    rows: list[tuple[Entry, Row]] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The state before what this pen writes."""
        return self.memory.state

    def find(self, event_id: UUID) -> Known | None:
        row = Row.objects.filter(event_id=event_id).first()
        if row is None:
            return None
        reason = ""
        if row.kind == ReportQuestioned.__name__:
            fact = entry_of(row).event.fact
            assert isinstance(fact, ReportQuestioned)
            reason = fact.reason
        return Known(row.seq, row.digest, reason)

    def append(self, events: tuple[Event, ...], recorded_at: datetime, digest: str) -> list[Entry]:
        """Append events; the entries are durable and in the state when the lock is left."""
        previous = self.rows[-1][1].hash if self.rows else self.memory.hash
        seq = self.rows[-1][0].seq if self.rows else self.memory.state.seq
        new: list[tuple[Entry, Row]] = []
        for event in events:
            _check_device_order(event)
            seq += 1
            entry = Entry(seq, recorded_at, event)
            row = row_of(entry, previous, digest)
            previous = row.hash
            new.append((entry, row))
        Row.objects.bulk_create([row for _, row in new])
        self.rows.extend(new)
        return [entry for entry, _ in new]


@dataclass(frozen=True, slots=True)
class Journal:
    """The one door of the journal for this process."""

    memory: Memory

    @contextmanager
    def writing(self) -> Iterator[Pen]:
        """The pen, with the state caught up. What it wrote is on disk when the block has ended."""
        with self.memory.lock:
            pen = Pen(self.memory)
            with transaction.atomic(durable=True):
                _lock()
                self.memory.catch_up()
                yield pen
            for entry, row in pen.rows:
                self.memory.add(entry, row.hash)

    def append_all(self, events: Iterable[Event], recorded_at: datetime) -> int:
        """Append a whole history in one transaction; events already there are left out. How many were new."""
        with self.writing() as pen:
            known = set(Row.objects.values_list("event_id", flat=True))
            batch: list[Event] = []
            for event in events:
                if event.id not in known:
                    batch.append(event)
                if len(batch) >= 500:
                    pen.append(tuple(batch), recorded_at, "")
                    batch.clear()
            pen.append(tuple(batch), recorded_at, "")
        return len(pen.rows)


def _check_device_order(event: Event) -> None:
    if event.device_seq is None:
        return
    if Row.objects.filter(device=event.device, device_seq=event.device_seq).exists():
        raise Refusal(Code.ID_REUSED, {"device": event.device, "device_seq": event.device_seq})


def _lock() -> None:
    """Take the write lock of the journal; SQLite's transactions hold it from their beginning (IMMEDIATE)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])
            return
        cursor.execute("PRAGMA synchronous")
        (synchronous,) = cursor.fetchone()
        if synchronous < _FULL:
            raise BrokenInvariant("SQLite would lose acknowledged reports: synchronous must be FULL")


#: The journal of this process.
journal = Journal(memory)
