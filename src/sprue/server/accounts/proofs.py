"""Proof that somebody gave the right PIN at a terminal: it stands for the PIN while the server is away.

The terminal gets it with the answer to the sign-in and keeps it sealed by the PIN. It is worth something for
a shift, at the machines of that terminal, as long as the person has the same PIN.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.core import signing

from sprue.server.accounts.models import Pin

#: Longer than a long shift, shorter than the next one; the terminal forgets it then too.
WORTH = timedelta(hours=12)
#: Two clocks, one report.
_SLACK = timedelta(minutes=5)
_SALT = "sprue.accounts.proofs"


def issue(person: str, stations: Iterable[str], now: datetime) -> str | None:
    """The proof of somebody who just gave the right PIN; None: there is no PIN to stand for."""
    pin = Pin.objects.filter(person=person).first()
    if pin is None:
        return None
    return signing.dumps([person, [*stations], _print(pin), now.timestamp()], salt=_SALT)


def holds(proof: str, person: str, stations: Iterable[str], at: datetime) -> bool:
    """Whether it proves a sign-in of `person` at the real moment `at` from the terminal of `stations`."""
    pin = Pin.objects.filter(person=person).first()
    try:
        *said, issued = signing.loads(proof, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return False
    if pin is None or said != [person, [*stations], _print(pin)]:
        return False
    age = at - datetime.fromtimestamp(issued, UTC)
    return -_SLACK <= age <= WORTH + _SLACK


def _print(pin: Pin) -> str:
    """Tells one PIN from the next without telling of either."""
    return hashlib.sha256(pin.hash.encode()).hexdigest()[:16]
