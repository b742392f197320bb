"""Questions to the planner process: a fresh plan as a draft. The web only asks and waits."""

import json
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor.models import Ask
from sprue.server.floor.who import Who
from sprue.shop.codec import from_json, to_json
from sprue.shop.events import PlanPublished

WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"


def draft(who: Who) -> dict[str, Any]:
    """Ask for a fresh plan; older asks that nobody has begun are forgotten."""
    Ask.objects.filter(state=WAITING).delete()
    job = Ask.objects.create(id=uuid4(), asked_at=datetime.now(UTC), asked_by=who.name[:200])
    return {"job": str(job.id)}


def state() -> dict[str, Any]:
    """How far the newest ask is, and the draft that is ready."""
    kept = Ask.objects.defer("body").order_by("-asked_at")
    newest = kept.first()
    ready = kept.filter(state=READY).first()
    found = None
    if ready is not None:
        with suppress(Refusal):  # another one took its place just now
            _plan_of(ready.id)  # while people read the facts, so that who publishes need not wait for it
        found = {"id": str(ready.id), "proposed": not ready.asked_by, **ready.facts}
    return {"state": newest.state if newest is not None else "none", "draft": found}


def waits() -> bool:
    """Whether somebody waits for a fresh plan."""
    return Ask.objects.filter(state=WAITING).exists()


def propose(plan: PlanPublished, seq: int, facts: dict[str, Any]) -> None:
    """Lay a plan that the planner process found by itself beside the live one; earlier ones are forgotten."""
    with transaction.atomic():
        Ask.objects.filter(state=READY, asked_by="").delete()
        Ask.objects.create(
            id=uuid4(), asked_at=datetime.now(UTC), state=READY, seq=seq, facts=facts, body=pack(plan)
        )


def drafted(job: UUID | None) -> PlanPublished:
    """The plan of a draft, of the newest when `job` is None; Refusal when there is none."""
    ready = Ask.objects.filter(state=READY).order_by("-asked_at")
    found = (ready.filter(id=job) if job is not None else ready).values_list("id").first()
    if found is None:
        raise Refusal(Code.UNKNOWN_DRAFT)
    return _plan_of(found[0])


@lru_cache(maxsize=2)
def _plan_of(job: UUID) -> PlanPublished:
    """The plan of a draft that is ready: it stays as it is."""
    body = Ask.objects.values_list("body", flat=True).filter(id=job, state=READY).first()
    if body is None:
        raise Refusal(Code.UNKNOWN_DRAFT)
    return unpack(bytes(body))


def resume() -> None:
    """What an earlier planner process had begun waits again."""
    Ask.objects.filter(state=WORKING).update(state=WAITING)


def forget() -> None:
    """Drafts are of no use any more: one was published, or another shop came in."""
    Ask.objects.filter(state__in=(READY, FAILED)).delete()


def pack(plan: PlanPublished) -> bytes:
    """A plan as the bytes that are kept."""
    return zlib.compress(json.dumps(to_json(plan), separators=(",", ":")).encode(), 1)


def unpack(data: bytes) -> PlanPublished:
    """The plan that `pack` made `data` from."""
    plan: PlanPublished = from_json(json.loads(zlib.decompress(data)), PlanPublished)
    return plan


def next_ask() -> Ask | None:
    """Claim the newest waiting ask for the planner process; None: nothing waits."""
    found = Ask.objects.filter(state=WAITING).order_by("-asked_at").first()
    if found is None or not Ask.objects.filter(id=found.id, state=WAITING).update(state=WORKING):
        return None
    found.state = WORKING
    return found
