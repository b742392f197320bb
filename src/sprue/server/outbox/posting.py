"""Empties the outbox: one message at a time is claimed, sent, and marked; failures are tried again.

A message is marked `sending` before it leaves. When its sender is killed before it could mark it
`sent`, nobody knows whether it arrived: it is sent again under the same id, which an e-mail server or
a webhook's receiver can tell; a receiver that can't (a group robot) is sent it once more at most, and
the text says that it may be a repeat.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db.models import Q, QuerySet

from sprue.connect import addresses, sending
from sprue.connect.message import Message
from sprue.floor.notices import is_needed
from sprue.server.floor.memory import Memory
from sprue.server.outbox.models import Channel, NotificationOut, Status
from sprue.shop.ids import ProblemId
from sprue.shop.state import shop_now

#: Seconds of rest after the first, second … failure; the last one stays.
RESTS = (5, 15, 30, 60, 120, 300, 600)
#: A call for help that is older (in real time) helps nobody: it is given up and shown as failed.
GIVE_UP = timedelta(hours=4)
#: A message that is being sent for so long has lost its sender.
LOST = timedelta(seconds=120)
#: Sent and given-up messages are kept so long.
KEPT = timedelta(days=60)

Send = Callable[[str, Message, str], str]


class Post:
    """One sender; several at once share the work."""

    def __init__(
        self,
        source: Memory,
        send: Send = sending.send,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._memory = source
        self._send = send
        self._clock = clock

    def find_lost(self) -> int:
        """What a killed sender had claimed waits again; how many there were."""
        now = self._clock()
        count = 0
        for row in NotificationOut.objects.filter(status=Status.SENDING, claimed_at__lt=now - LOST):
            tells = addresses.tells_repeats(_address(row.channel))
            again = tells or not row.repeated
            count += _still(row).update(
                status=Status.WAITING if again else Status.FAILED,
                repeated=True,
                done_at=None if again else now,
                error="" if again else "its sender was killed twice; whether it arrived is not known",
            )
        return count

    def post_one(self) -> bool:
        """Send the oldest message that is due; False when none is."""
        row = self._claimed()
        if row is None:
            return False
        if not self._is_needed(row):
            _still(row).update(status=Status.OBSOLETE, done_at=self._clock())
            return True
        address = _address(row.channel)
        with self._memory.lock:
            language = self._memory.state.shop.settings.language
        error = (
            self._send(address, _message(row, address), language) if address else "there is no such channel"
        )
        if error:
            self._put_back(row, error)
        else:
            _still(row).update(status=Status.SENT, done_at=self._clock(), error="")
        return True

    def forget_old(self) -> None:
        """Old messages are dropped."""
        done = NotificationOut.objects.exclude(status__in=(Status.WAITING, Status.SENDING))
        done.filter(made_at__lt=self._clock() - KEPT).delete()

    def _claimed(self) -> NotificationOut | None:
        """Claim the oldest that is due; whoever changes the row has it."""
        now = self._clock()
        with self._memory.lock:
            shop_time = shop_now(self._memory.catch_up(), now)
        due = NotificationOut.objects.filter(status=Status.WAITING, due_at__lte=now).filter(
            Q(not_before=None) | Q(not_before__lte=shop_time)
        )
        # What was never tried comes first: one message that a receiver can't take holds up no other.
        for row in due.order_by("tries", "seq", "id")[:5]:
            claim = uuid4()
            mine = NotificationOut.objects.filter(id=row.id, status=Status.WAITING).update(
                status=Status.SENDING,
                claim=claim,
                claimed_at=now,
                first_tried=row.first_tried or now,
                tries=row.tries + 1,
            )
            if mine:
                row.claim, row.tries, row.first_tried = claim, row.tries + 1, row.first_tried or now
                return row
        return None

    def _is_needed(self, row: NotificationOut) -> bool:
        if row.not_before is None:
            return True
        with self._memory.lock:
            problem = self._memory.state.problems.get(ProblemId(row.problem))
            return is_needed(row.level, problem)

    def _put_back(self, row: NotificationOut, error: str) -> None:
        """Wait longer each time; what waits for the same receiver waits with it."""
        now = self._clock()
        if now - (row.first_tried or now) >= GIVE_UP:
            _still(row).update(status=Status.FAILED, done_at=now, error=error)
            return
        again = now + timedelta(seconds=RESTS[min(row.tries, len(RESTS)) - 1])
        _still(row).update(status=Status.WAITING, due_at=again, error=error)
        behind = NotificationOut.objects.filter(channel=row.channel, status=Status.WAITING, due_at__lt=again)
        behind.update(due_at=again)


def _still(row: NotificationOut) -> QuerySet[NotificationOut]:
    """The row while this claim holds it."""
    return NotificationOut.objects.filter(id=row.id, status=Status.SENDING, claim=row.claim)


def _address(name: str) -> str:
    return Channel.objects.filter(name=name).values_list("address", flat=True).first() or ""


def _message(row: NotificationOut, address: str) -> Message:
    repeated = row.repeated and not addresses.tells_repeats(address)
    return Message(row.id, row.title, row.text, str(row.step), row.problem, row.level, repeated)
