"""The keeper at work: every night a backup at the second place; what goes wrong is told on the desk.

A loop of small steps without a memory of its own: when the last one was made is read from the place itself.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from sprue.server import backups
from sprue.server.backup_state import put_trouble
from sprue.server.floor.memory import memory
from sprue.server.workers import loop
from sprue.shop.errors import UserMistake

log = logging.getLogger("sprue.keeper")

#: The hour of the night (of the shop's zone, by the computer's clock) from which a backup is due.
HOUR = 2
#: After a failure it is tried again.
AGAIN = timedelta(minutes=10)


class Keeper:
    """State: when it failed last."""

    name = "keeper"
    poll_seconds = 30.0

    def __init__(
        self, data: Path, place: Path, zone: Callable[[], ZoneInfo], now: Callable[[], datetime]
    ) -> None:
        self._data, self._place = data, place
        self._zone, self._now = zone, now
        self._failed: datetime | None = None

    def step(self) -> bool:
        """A backup, when one is due; whether it was."""
        now = self._now()
        if self._failed is not None and now - self._failed < AGAIN:
            return False
        newest = next(iter(backups.listed(self._place)), None)
        if newest is not None and newest.at >= last_due(now, self._zone()):
            return False
        try:
            made = backups.make(self._data, self._place, now)
        except UserMistake as mistake:
            self._failed = now
            put_trouble(self._data, str(mistake))
            log.warning("no backup: %s", mistake)
            return False
        self._failed = None
        put_trouble(self._data, "")
        log.info("backup %s up to entry %d", made.path.name, made.seq)
        return True

    @property
    def seq(self) -> int:
        """It follows nothing."""
        return 0

    def rest(self) -> None:
        """After a failure nobody foresaw: later again."""
        self._failed = self._now()


def last_due(now: datetime, zone: ZoneInfo) -> datetime:
    """The last night's hour before `now`."""
    local = now.astimezone(zone)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (due if due <= local else due - timedelta(days=1)).astimezone(UTC)


def _zone() -> ZoneInfo:
    with memory.lock:
        return memory.catch_up().shop.settings.zone


def run(stop: threading.Event) -> None:
    """The body of the keeper process."""
    assert settings.SPRUE_BACKUP is not None
    memory.with_plans = False
    loop.run(Keeper(settings.SPRUE_DATA, settings.SPRUE_BACKUP, _zone, lambda: datetime.now(UTC)), stop)
