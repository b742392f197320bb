"""Live rows: a snapshot, kept true by the stream, through breaks of the connection."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast

from sprue.client.door import Door
from sprue.client.errors import Unreachable
from sprue.wire.floor import TableRows


@dataclass(frozen=True, slots=True)
class Change:
    """What has become another: rows by table and id, None where a row is gone.

    `anew`: all tables were loaded (the first time, or because too much was missed); `rows` holds them all.
    `seq`: up to which entry of the journal this is true; `entries`: ids of the commands and events in it.
    """

    seq: int
    rows: dict[str, dict[str, Any]]
    entries: tuple[str, ...] = ()
    anew: bool = False


@dataclass(slots=True)
class Live:
    """Iterate over it: the first change is the whole snapshot, each further one what has happened since.

    Rows are applied to `tables` before a change is handed out. It goes on by itself where the connection
    broke, from the last change that came. Refused ends it, and Unreachable where nothing came at all.
    """

    door: Door
    topic: str
    tables: TableRows = field(default_factory=TableRows)
    seq: int = 0
    _cursor: int | None = None
    _closed: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The iteration ends with its next message."""
        self._closed = True

    def __iter__(self) -> Iterator[Change]:
        # Whoever can't be reached at all is told so; from then on it is a matter of patience.
        yield self._load()
        tries = 0
        while not self._closed:
            try:
                if self._cursor is None:
                    yield self._load()
                for change in self._follow():
                    tries = 0
                    if change is not None:
                        yield change
                    if self._closed:
                        return
            except Unreachable:
                pass
            if self._cursor is not None:
                self.door.rest(tries)
                tries += 1

    def _load(self) -> Change:
        found = self.door.json("GET", "/api/snapshot", params={"topic": self.topic})
        self.tables, self._cursor, self.seq = found["tables"], found["cursor"], found["seq"]
        return Change(self.seq, {name: dict(rows) for name, rows in found["tables"].items()}, anew=True)

    def _follow(self) -> Iterator[Change | None]:
        """Changes until the stream ends; None for a beat."""
        # Some proxies drop the header, so the address says it too.
        params = {"topic": self.topic, "after": str(self._cursor)}
        with self.door.stream("/api/stream", params, self._cursor) as lines:
            for event, data in events(lines):
                if event == "resync":
                    self._cursor = None
                    return
                yield self._applied(json.loads(data)) if event == "patch" else None

    def _applied(self, patch: dict[str, Any]) -> Change:
        tables = cast(dict[str, dict[str, Any]], self.tables)
        for name, rows in patch["tables"].items():
            table = tables.setdefault(name, {})
            for key, row in rows.items():
                if row is None:
                    table.pop(key, None)
                else:
                    table[key] = row
        self._cursor, self.seq = patch["cursor"], patch["seq"]
        return Change(self.seq, patch["tables"], tuple(patch["entries"]))


def events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Server-sent events as (event, data): a blank line ends one."""
    event = "message"
    data: list[str] = []
    for line in lines:
        if not line:
            if data:
                yield event, "\n".join(data)
            event = "message"
            data.clear()
        elif line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
