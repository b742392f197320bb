"""Questions of screens that a planner process answers within seconds; the web asks and waits."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID, uuid4

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor.models import Draft, Heartbeat, Question
from sprue.server.floor.who import Who

WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"

#: The process that answers, and how long ago it must have been seen alive.
ANSWERS = "answers"
_ALIVE = timedelta(seconds=15)
#: Questions that are answered while a bar is dragged; all others take seconds.
QUICK = frozenset({"preview", "keep", "rebase"})
#: Questions that take seconds.
SLOW = frozenset({"date", "load", "raise", "order", "scenario"})
#: Nobody waits for an answer any more after so long.
KEPT = timedelta(minutes=15)
#: One request waits at most so many seconds; a screen then asks again how far it is.
LONGEST_WAIT = 7.0
#: Requests have few threads: so many may wait at one time, others are told at once how far it is.
_waiting = BoundedSemaphore(4)
_LOOK_SECONDS = 0.015


def put(kind: str, asked: dict[str, Any], who: Who) -> UUID:
    """Ask; old questions are forgotten. Refusal: nobody is there to answer."""
    now = datetime.now(UTC)
    if not Heartbeat.objects.filter(name=ANSWERS, at__gt=now - _ALIVE).exists():
        raise Refusal(Code.PLANNER_SILENT)
    Question.objects.filter(asked_at__lt=now - KEPT).delete()
    made = Question.objects.create(
        id=uuid4(),
        kind=kind,
        asked_at=now,
        asked_by=who.name[:200],
        asked={**asked, "language": who.language},
    )
    return made.id


def answer(question: UUID, seconds: float = LONGEST_WAIT) -> dict[str, Any]:
    """How far the question is, `answer` with it when it is ready; waits for that.

    Refusal: it can't be answered, or was forgotten.
    """
    until = time.monotonic() + seconds
    may_wait = _waiting.acquire(blocking=False)
    try:
        while True:
            state = Question.objects.values_list("state", flat=True).filter(id=question).first()
            if state is None:
                raise Refusal(Code.PLANNER_SILENT)
            if state in (READY, FAILED):
                break
            if not may_wait or time.monotonic() > until:
                return {"question": str(question), "state": state}
            time.sleep(_LOOK_SECONDS)
    finally:
        if may_wait:
            _waiting.release()
    found = Question.objects.values_list("answer", flat=True).get(id=question)
    if state == FAILED:
        raise Refusal(Code(found["code"]), found["facts"])
    return {"question": str(question), "state": state, "answer": found}


def at_once(kind: str, asked: dict[str, Any], who: Who, seconds: float = LONGEST_WAIT) -> dict[str, Any]:
    """Ask and wait for the answer itself; Refusal when there is none in time."""
    found = answer(put(kind, asked, who), seconds)
    if "answer" not in found:
        raise Refusal(Code.PLANNER_SILENT)
    told: dict[str, Any] = found["answer"]
    return told


def forget() -> None:
    """Another shop came in: questions and drafts are of the one before."""
    Question.objects.all().delete()
    Draft.objects.all().delete()


# -- for the planner process -----------------------------------------------------------


def claim(kinds: Iterable[str]) -> Question | None:
    """The newest question of these kinds that waits, from now on worked at; None: nothing waits."""
    waiting = Question.objects.filter(state=WAITING, kind__in=[*kinds])
    found = waiting.order_by("-asked_at").first()
    if found is None or not waiting.filter(id=found.id).update(state=WORKING):
        return None
    return found


def tell(question: Question, state: str, answer: dict[str, Any]) -> None:
    """Write down what became of a question."""
    Question.objects.filter(id=question.id).update(state=state, answer=answer)


def resume(kinds: Iterable[str]) -> None:
    """What an earlier planner process had begun waits again."""
    Question.objects.filter(state=WORKING, kind__in=[*kinds]).update(state=WAITING)
