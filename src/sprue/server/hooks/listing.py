"""The list of webhooks; only managers see and change it, and a secret is shown once."""

import json
import secrets
from collections import Counter
from datetime import UTC, datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.conf import settings

from sprue.connect import posting
from sprue.connect.signing import SECRET_BYTES, headers, secret_of
from sprue.server.hooks.kinds import TEST, body
from sprue.server.hooks.models import Delivery, Hook, State
from sprue.server.hooks.sending import posted
from sprue.server.turned import Door, TurnedAway
from sprue.wire.rows import Moment

_SHOWN = 50


class HookRow(TypedDict):
    """A webhook without its secret. `stopped`: it wants no more; `waiting`, `failed`: so many deliveries."""

    id: str
    name: str
    address: str
    kinds: list[str]
    stopped: bool
    waiting: int
    failed: int
    made_at: Moment
    made_by: str


class DeliveryRow(TypedDict):
    """`state`: waiting, sending, sent, failed; `status`, `answer`: what the receiver said last."""

    id: str
    kind: str
    entry: int
    state: str
    tries: int
    made_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    status: int | None
    answer: str


class HookMade(TypedDict):
    """The secret is shown this once."""

    id: str
    secret: str


class HookTried(TypedDict):
    """What the receiver said to a test; `status` null: nothing came back."""

    status: int | None
    answer: str


def listed() -> list[HookRow]:
    """All webhooks."""
    found = Delivery.objects.filter(state__in=(State.WAITING, State.FAILED)).values_list("hook_id", "state")
    open_ = Counter(found)
    return [
        {
            "id": str(hook.id),
            "name": hook.name,
            "address": hook.address,
            "kinds": hook.kinds,
            "stopped": bool(hook.stopped),
            "waiting": open_[hook.id, State.WAITING.value],
            "failed": open_[hook.id, State.FAILED.value],
            "made_at": _moment(hook.made_at),
            "made_by": hook.made_by,
        }
        for hook in Hook.objects.order_by("name", "made_at")
    ]


def make(name: str, address: str, kinds: list[str], *, by: str) -> HookMade:
    """A new webhook, with a secret of its own."""
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    _check(address)
    made = Hook.objects.create(
        id=uuid4(),
        name=name,
        address=address,
        kinds=kinds,
        secret=secret,
        made_at=datetime.now(UTC),
        made_by=by[:200],
    )
    return {"id": str(made.id), "secret": secret}


def change(hook: UUID, name: str, address: str, kinds: list[str]) -> None:
    """Other facts of a webhook; one that had stopped begins again."""
    _check(address)
    row = _row(hook)
    row.name, row.address, row.kinds, row.stopped = name, address, kinds, ""
    row.save(update_fields=["name", "address", "kinds", "stopped"])


def remove(hook: UUID) -> None:
    """Take a webhook away, with what waits for it."""
    _row(hook).delete()


def tried(hook: UUID) -> HookTried:
    """Send a test now, signed as all else."""
    row, now = _row(hook), datetime.now(UTC)
    text = json.dumps(body(TEST, now, {"webhook": row.name}), ensure_ascii=False).encode()
    head = headers(row.secret, f"msg_{uuid4().hex}", int(now.timestamp()), text)
    said = posted(row.address, text, head)
    return {"status": said.status, "answer": said.text}


def deliveries(hook: UUID) -> list[DeliveryRow]:
    """The newest and what became of them."""
    rows = Delivery.objects.filter(hook=_row(hook)).defer("body").order_by("-seq")[:_SHOWN]
    return [
        {
            "id": str(row.id),
            "kind": row.kind,
            "entry": row.seq,
            "state": row.state,
            "tries": row.tries,
            "made_at": _moment(row.made_at),
            "due_at": _moment(row.due_at) if row.state == State.WAITING else None,
            "done_at": _moment(row.done_at) if row.done_at is not None else None,
            "status": row.status,
            "answer": row.answer,
        }
        for row in rows
    ]


def _check(address: str) -> None:
    try:
        posting.check(address, to_self=settings.SPRUE_HOOKS_TO_SELF)
    except posting.Forbidden as error:
        raise TurnedAway(Door.HOOK_TO_SELF) from error
    except ValueError as error:
        raise TurnedAway(Door.HOOK_ADDRESS) from error


def _row(hook: UUID) -> Hook:
    row = Hook.objects.filter(id=hook).first()
    if row is None:
        raise TurnedAway(Door.NOT_FOUND, str(hook))
    return row


def _moment(value: datetime) -> Moment:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
