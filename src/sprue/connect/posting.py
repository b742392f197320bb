"""One POST to an address that somebody typed in: short, without redirects, never to this machine itself."""

import http.client
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

#: Seconds until a receiver has to have answered; Standard Webhooks asks for 15 to 30 at most.
TIMEOUT = 15.0
#: So much of an answer is kept.
ANSWER_BYTES = 300
#: Longer addresses are none.
LONGEST = 2000


class Forbidden(ValueError):
    """The address is of this machine itself, or of nobody."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came back. `status` None: nothing did, and `text` says why."""

    status: int | None
    text: str

    @property
    def good(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def check(address: str, *, to_self: bool) -> None:
    """ValueError when it is no http address; Forbidden when its name leads to this machine itself.

    A name that nobody knows now is let through: its receiver may not be there yet.
    """
    host, port = _place(address)
    if to_self:
        return
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return
    for *_, place in found:
        check_place(str(place[0]))


def check_place(ip: str) -> None:
    """Forbidden: loopback, link-local (where clouds keep their keys), unspecified, multicast."""
    place = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(place, "ipv4_mapped", None)
    place = mapped if mapped is not None else place
    if place.is_loopback or place.is_link_local or place.is_unspecified or place.is_multicast:
        raise Forbidden(f"{ip} is this machine itself, or nobody")


def post(address: str, body: bytes, headers: Mapping[str, str], *, to_self: bool) -> Said:
    """Send it and read the answer; redirects are not followed."""
    try:
        check(address, to_self=to_self)
    except ValueError as error:
        return Said(None, str(error))
    parts = urlsplit(address)
    host, port = _place(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT)
    try:
        connection.connect()
        # The name may lead elsewhere by now: what counts is where the line goes.
        if not to_self:
            check_place(str(connection.sock.getpeername()[0]))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "user-agent": "Sprue", "connection": "close"})
        answer = connection.getresponse()
        text = answer.read(ANSWER_BYTES).decode("utf-8", "replace")
        return Said(answer.status, " ".join(text.replace("\x00", " ").split()))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Said(None, f"{type(error).__name__}: {error}"[:ANSWER_BYTES])
    finally:
        connection.close()


def _place(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ValueError("no good address") from error
    good = parts.scheme in ("http", "https") and parts.hostname and len(address) <= LONGEST
    if not good or parts.username is not None or any(ord(one) <= 32 or ord(one) > 126 for one in address):
        raise ValueError("an address begins with https:// or http:// and has a host")
    assert parts.hostname is not None
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)
