"""Bearer tokens of walls, terminals and programs: shown once, kept as digests."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sprue.server.accounts.models import Token
from sprue.server.floor.who import OF_TOKENS, Role
from sprue.server.scopes import Scope
from sprue.server.turned import Door, TurnedAway

log = logging.getLogger("sprue.accounts")

#: When a token was last seen is written at most so often.
_SEEN = timedelta(minutes=5)


def digest(secret: str) -> str:
    """What is kept of a secret; it is long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(
    role: Role,
    *,
    label: str = "",
    station: str = "",
    customer: str = "",
    scopes: Iterable[Scope] = (),
    by: str = "",
) -> tuple[str, str]:
    """A new token: (id, secret). The secret can't be read again. Scopes are for programs alone."""
    if role not in OF_TOKENS:
        raise TurnedAway(Door.UNKNOWN_ROLE)
    if role is Role.STATION and not station:
        raise TurnedAway(Door.STATION_NEEDED)
    if role is Role.CUSTOMER and not customer:
        raise TurnedAway(Door.UNKNOWN_CUSTOMER)
    chosen = frozenset(scopes) if role is Role.FLOOR else frozenset()
    secret = secrets.token_urlsafe(24)
    row = Token.objects.create(
        id=uuid4(),
        digest=digest(secret),
        role=role.value,
        station=station,
        label=label[:200],
        customer=customer if role is Role.CUSTOMER else "",
        scopes=[scope.value for scope in Scope if scope in chosen],
        created_at=datetime.now(UTC),
        created_by=by[:200],
    )
    log.info("new token of %r: %s %r %r", by, role.value, station, label)
    return str(row.id), secret


def known(secret: str) -> Token | None:
    """The token of a secret; None when there is none."""
    if not secret or len(secret) > 200:
        return None
    row = Token.objects.filter(digest=digest(secret)).first()
    if row is not None:
        now = datetime.now(UTC)
        if row.last_seen is None or now - row.last_seen > _SEEN:
            Token.objects.filter(id=row.id).update(last_seen=now)
    return row


def listed() -> list[dict[str, Any]]:
    """All tokens, newest first, without secrets."""
    return [
        {
            "id": str(row.id),
            "role": row.role,
            "station": row.station or None,
            "label": row.label,
            "wall": row.wall or None,
            "customer": row.customer or None,
            "scopes": row.scopes,
            "created_at": row.created_at.isoformat(),
            "created_by": row.created_by,
            "last_seen": row.last_seen.isoformat() if row.last_seen is not None else None,
        }
        for row in Token.objects.order_by("-created_at")
    ]


def withdraw(token_id: str) -> None:
    """The token is worth nothing from now on. TurnedAway when it is unknown."""
    try:
        gone, _ = Token.objects.filter(id=UUID(token_id)).delete()
    except ValueError as error:
        raise TurnedAway(Door.NOT_FOUND) from error
    if not gone:
        raise TurnedAway(Door.NOT_FOUND)
    log.info("token withdrawn: %s", token_id)
