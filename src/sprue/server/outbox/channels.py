"""The list of addresses; only managers change it, and nobody is shown a secret again."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sprue.connect import addresses, sending
from sprue.connect.message import Message, Told, What
from sprue.connect.texts import worded
from sprue.server.outbox.models import Channel, NotificationOut, Status
from sprue.server.turned import Door, TurnedAway

_SHOWN = 100


def listed() -> list[dict[str, Any]]:
    """All channels, their addresses without the secrets."""
    return [
        {
            "name": channel.name,
            "service": addresses.schema_of(channel.address),
            "address": addresses.redacted(channel.address),
            "covers": channel.covers,
            "reports": channel.reports,
            "made_by": channel.made_by,
        }
        for channel in Channel.objects.order_by("name")
    ]


def put(name: str, address: str, covers: list[str], *, reports: bool, by: str) -> None:
    """A new channel, or other facts of one; an empty address keeps the one it has."""
    name = name.strip()
    known = Channel.objects.filter(name=name).first()
    if not name:
        raise TurnedAway(Door.CHANNEL_NAME)
    address = address.strip() or (known.address if known is not None else "")
    if not addresses.is_good(address):
        raise TurnedAway(Door.BAD_ADDRESS)
    facts = {
        "address": address,
        "covers": [cover.strip() for cover in covers if cover.strip()],
        "reports": reports,
    }
    new = {**facts, "made_at": datetime.now(UTC), "made_by": by[:200]}
    Channel.objects.update_or_create(name=name, defaults=facts, create_defaults=new)


def remove(name: str) -> None:
    """Take a channel away; what waits for it is given up."""
    if "\x00" in name or not Channel.objects.filter(name=name).delete()[0]:
        raise TurnedAway(Door.NOT_FOUND, name[:100])
    waiting = NotificationOut.objects.filter(channel=name, status=Status.WAITING)
    waiting.update(status=Status.FAILED, error="the channel was removed", done_at=datetime.now(UTC))


def tried(name: str, language: str) -> dict[str, Any]:
    """Send a test message now; `error` "" when the receiver took it."""
    channel = Channel.objects.filter(name=name).first() if "\x00" not in name else None
    if channel is None:
        raise TurnedAway(Door.NOT_FOUND, name[:100])
    title, text = worded(Told(What.TEST), language)
    return {"error": sending.send(channel.address, Message(uuid4(), title, text), language)}


def messages() -> list[dict[str, Any]]:
    """The newest messages and what became of them."""
    return [
        {
            "id": str(row.id),
            "channel": row.channel,
            "what": row.what,
            "problem": row.problem,
            "level": row.level,
            "title": row.title,
            "status": row.status,
            "made_at": _moment(row.made_at),
            "due_at": _moment(row.due_at) if row.status == Status.WAITING else None,
            "done_at": _moment(row.done_at),
            "tries": row.tries,
            "error": row.error,
        }
        for row in NotificationOut.objects.order_by("-seq", "channel")[:_SHOWN]
    ]


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if value else None
