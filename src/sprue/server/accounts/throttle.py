"""Slows down who guesses: after some failures in a row a name or device waits."""

from datetime import UTC, datetime, timedelta

from django.db.models import F

from sprue.server.accounts.models import Attempt
from sprue.server.turned import Door, TurnedAway

FREE_TRIES = 5
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=12)


def check(key: str) -> None:
    """TurnedAway while the key has to wait."""
    known = Attempt.objects.filter(key=key[:250]).first()
    if known is not None and datetime.now(UTC) < known.last + _wait(known.failures):
        raise TurnedAway(Door.TOO_MANY_TRIES)


def failed(key: str) -> None:
    """Count a failure."""
    now = datetime.now(UTC)
    Attempt.objects.filter(last__lt=now - _FORGOTTEN).delete()
    Attempt.objects.get_or_create(key=key[:250], defaults={"last": now})
    # Counted by the database: tries that come at once all count.
    Attempt.objects.filter(key=key[:250]).update(failures=F("failures") + 1, last=now)


def passed(key: str) -> None:
    """Forget the failures of a key."""
    Attempt.objects.filter(key=key[:250]).delete()


def _wait(failures: int) -> timedelta:
    if failures < FREE_TRIES:
        return timedelta(0)
    doubled: timedelta = _FIRST_WAIT * 2 ** min(10, failures - FREE_TRIES)
    return min(_LONGEST_WAIT, doubled)
