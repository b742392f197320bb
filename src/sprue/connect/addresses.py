"""Addresses that messages go to, in Apprise's form: `mailto://…`, `wecombot://…`, `json://…`."""

import logging
from typing import Any
from urllib.parse import urlsplit

from apprise import Apprise

#: Addresses that stay on this computer: a server has nobody who looks at its screen or its own log.
_LOCAL = frozenset({"dbus", "qt", "kde", "glib", "gnome", "macosx", "windows", "syslog", "osascript"})
#: Receivers that can tell by the message's id that they have it already.
_TELLING = frozenset({"mailto", "mailtos", "json", "jsons"})

logging.getLogger("apprise").setLevel(logging.CRITICAL)


def schema_of(address: str) -> str:
    """The part before `://`, in lower case; "" when there is none."""
    head, separator, _ = address.strip().partition("://")
    return head.lower() if separator else ""


def opened(address: str) -> Any | None:
    """What sends to an address (Apprise's own type); None when the address can't be read or is local."""
    if schema_of(address) in _LOCAL or not schema_of(address):
        return None
    return Apprise.instantiate(address.strip(), suppress_exceptions=True)


def is_good(address: str) -> bool:
    """Whether messages can be sent there."""
    return opened(address) is not None


def redacted(address: str) -> str:
    """The address without its secrets, for people to recognize."""
    found = opened(address)
    if found is None:
        return f"{schema_of(address)}://…"
    shown: str = found.url(privacy=True)
    # The path of a webhook is often its key.
    place = urlsplit(shown).netloc.rpartition("@")[2]
    return f"{schema_of(address)}://{place}/…"


def tells_repeats(address: str) -> bool:
    """Whether the receiver can tell by its id that a message came before."""
    return schema_of(address) in _TELLING
