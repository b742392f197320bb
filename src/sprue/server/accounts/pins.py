"""PINs of people: they confirm a name tapped at a terminal."""

import re

from django.contrib.auth.hashers import check_password, make_password

from sprue.server.accounts import throttle
from sprue.server.accounts.models import Pin
from sprue.server.turned import Door, TurnedAway

_DIGITS = re.compile(r"[0-9]{4,8}")


def matches(person: str, pin: str) -> bool:
    """Whether the PIN is this person's; someone without a PIN needs none. TurnedAway after too many tries."""
    known = Pin.objects.filter(person=person).first()
    if known is None:
        return True
    key = f"pin:{person}"
    throttle.check(key)
    if check_password(pin, known.hash):
        throttle.passed(key)
        return True
    throttle.failed(key)
    return False


def set(person: str, pin: str) -> None:  # noqa: A001  # read as pins.set
    """Give a person a PIN of four to eight digits."""
    if not _DIGITS.fullmatch(pin):
        raise TurnedAway(Door.BAD_PIN)
    Pin.objects.update_or_create(person=person, defaults={"hash": make_password(pin)})
    throttle.passed(f"pin:{person}")


def clear(person: str) -> None:
    """Take the person's PIN away."""
    Pin.objects.filter(person=person).delete()


def people() -> frozenset[str]:
    """Those who have a PIN."""
    return frozenset(Pin.objects.values_list("person", flat=True))
