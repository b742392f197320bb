"""Empties the webhooks' outbox: one delivery at a time is claimed, sent, marked; failures are tried again.

A delivery is marked `sending` before it leaves. When its sender is killed before it could mark it `sent`,
nobody knows whether it arrived: it goes again under the same `webhook-id`, by which the receiver tells it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypedDict
from uuid import uuid4

from django.conf import settings
from django.db.models import QuerySet

from sprue.connect.posting import Said, post
from sprue.connect.signing import headers
from sprue.server.hooks.models import Delivery, Hook, State

#: Seconds of rest after the first, second … failure; the last one stays.
RESTS = (5, 30, 120, 600, 1800, 7200, 18000, 36000)
#: A receiver that is away so long gets no more of what waited for it.
GIVE_UP = timedelta(days=3)
#: A delivery that is being sent for so long has lost its sender.
LOST = timedelta(seconds=120)
#: What is done is kept so long.
KEPT = timedelta(days=14)
#: The receiver says that it wants nothing ever again.
_GONE = 410


class _Told(TypedDict):
    status: int | None
    answer: str


Post = Callable[[str, bytes, dict[str, str]], Said]


def posted(address: str, body: bytes, head: dict[str, str]) -> Said:
    """Send it, to this machine itself only where the settings say so."""
    return post(address, body, head, to_self=settings.SPRUE_HOOKS_TO_SELF)


def message_id(delivery: Delivery) -> str:
    """What the receiver knows it by, in every try."""
    return f"msg_{delivery.id.hex}"


class Sender:
    """One sender; several at once share the work."""

    def __init__(
        self, send: Post = posted, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._send = send
        self._clock = clock

    def find_lost(self) -> int:
        """What a killed sender had claimed waits again; how many there were."""
        lost = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=self._clock() - LOST)
        return lost.update(state=State.WAITING)

    def forget_old(self) -> None:
        """Old deliveries are dropped."""
        done = Delivery.objects.filter(state__in=(State.SENT, State.FAILED))
        done.filter(made_at__lt=self._clock() - KEPT).delete()

    def send_one(self) -> bool:
        """Send the oldest delivery that is due; False when none is."""
        row = self._claimed()
        if row is None:
            return False
        body = row.body.encode()
        head = headers(row.hook.secret, message_id(row), int(self._clock().timestamp()), body)
        said = self._send(row.hook.address, body, head)
        told: _Told = {"status": said.status, "answer": said.text[:400]}
        if said.good:
            _still(row).update(state=State.SENT, done_at=self._clock(), **told)
        elif said.status == _GONE:
            self._stop(row, told)
        else:
            self._put_back(row, told)
        return True

    def _claimed(self) -> Delivery | None:
        """Claim the oldest that is due; whoever changes the row has it."""
        now = self._clock()
        due = Delivery.objects.filter(state=State.WAITING, due_at__lte=now, hook__stopped="")
        # What was never tried comes first: one that a receiver can't take holds up no other.
        for row in due.select_related("hook").order_by("tries", "seq", "id")[:5]:
            claim = uuid4()
            mine = Delivery.objects.filter(id=row.id, state=State.WAITING).update(
                state=State.SENDING, claim=claim, claimed_at=now, tries=row.tries + 1
            )
            if mine:
                row.claim, row.tries = claim, row.tries + 1
                return row
        return None

    def _put_back(self, row: Delivery, told: _Told) -> None:
        """Wait longer each time; what waits for the same receiver waits with it."""
        now = self._clock()
        if now - row.made_at >= GIVE_UP:
            _still(row).update(state=State.FAILED, done_at=now, **told)
            return
        again = now + timedelta(seconds=RESTS[min(row.tries, len(RESTS)) - 1])
        _still(row).update(state=State.WAITING, due_at=again, **told)
        Delivery.objects.filter(hook=row.hook, state=State.WAITING, due_at__lt=again).update(due_at=again)

    def _stop(self, row: Delivery, told: _Told) -> None:
        now = self._clock()
        _still(row).update(state=State.FAILED, done_at=now, **told)
        Hook.objects.filter(id=row.hook_id).update(stopped="410")
        Delivery.objects.filter(hook=row.hook, state=State.WAITING).update(state=State.FAILED, done_at=now)


def _still(row: Delivery) -> QuerySet[Delivery]:
    """The row while this claim holds it."""
    return Delivery.objects.filter(id=row.id, state=State.SENDING, claim=row.claim)
