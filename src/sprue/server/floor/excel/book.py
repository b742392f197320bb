"""Writes workbooks one at a time, so that a large one takes one core at most and reports go on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock

from sprue.files.workbook import sinks
from sprue.server.turned import Door, TurnedAway

#: Requests that may read or write a workbook or wait for it; the web's other threads stay free.
_ROOM = BoundedSemaphore(3)
_DESK = Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Room to read or write a workbook; TurnedAway when too many others want it."""
    if not _ROOM.acquire(blocking=False):
        raise TurnedAway(Door.WORKBOOKS_BUSY)
    try:
        with _DESK:
            yield
    finally:
        _ROOM.release()


def written(sheets: Iterable[sinks.Sheet]) -> bytes:
    """The bytes of an .xlsx."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        sinks.write_sheets(sheets, path)
        return path.read_bytes()
