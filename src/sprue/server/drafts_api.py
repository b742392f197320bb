"""Drafts: the plan changed by hand beside the live one, looked at, kept, compared, published."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router
from pydantic import StringConstraints

from sprue.floor.refusal import Code, Refusal
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import answers, asker, plain
from sprue.server.floor import drafts, questions
from sprue.server.floor.parse import BadRequest
from sprue.wire import drafts as dr
from sprue.wire.commands import CommandAnswer

router = Router(tags=["drafts"])

#: So many changes one draft takes.
MOST_CHANGES = 2000

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ChangeIn(sc.In):
    """An operation put elsewhere; what is null stays as it is planned. Without `pin` its pin comes off."""

    operation: str = Field(max_length=200)
    machine: str | None = Field(None, max_length=200)
    start: datetime | None = Field(None, description="ISO 8601 with zone, shop time")
    pin: bool = False


class ChangesIn(sc.In):
    """Changes to the live plan, of the version that the screen shows; later ones go before earlier ones."""

    base: int = Field(ge=0, lt=2**31)
    changes: list[ChangeIn] = Field(max_length=MOST_CHANGES)


class DraftIn(ChangesIn):
    """A draft to keep."""

    name: Name


class NameIn(sc.In):
    """Another name."""

    name: Name


class MessageIn(sc.In):
    """Why the plan is published, for the wall and the journal."""

    message: Name


@router.post("/preview", response=answers(dr.DraftPreview))
def preview(request: HttpRequest, body: ChangesIn) -> HttpResponse:
    """What the changes break, which molds slip, which operations move; `base`: of this live plan."""
    who = asker(request)
    return plain(questions.at_once("preview", _plain(body), who))


@router.post("", response=answers(dr.KeptDraft, status=201))
def keep(request: HttpRequest, body: DraftIn) -> HttpResponse:
    """Keep the changes as a draft beside the live plan; the referee looks at it first."""
    who = asker(request)
    return plain(questions.at_once("keep", {**_plain(body), "name": body.name}, who), 201)


@router.get("", response=answers(dr.DraftList))
def listed(request: HttpRequest) -> HttpResponse:
    """All drafts, the newest first, and the version of the live plan."""
    asker(request)
    return plain(drafts.listed())


@router.get("/{uuid:draft}", response=answers(dr.KeptDraft))
def one(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft: what it breaks, who slips, what moves."""
    asker(request)
    return plain(drafts.one(draft))


@router.get("/{uuid:draft}/compare", response=answers(dr.DraftComparison))
def compare(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What the draft does differently from the live plan."""
    asker(request)
    return plain(drafts.compared(draft))


@router.put("/{uuid:draft}", response=answers(dr.KeptDraft))
def rename(request: HttpRequest, draft: UUID, body: NameIn) -> HttpResponse:
    """Give a draft another name."""
    asker(request)
    return plain(drafts.rename(draft, body.name))


@router.delete("/{uuid:draft}", response=answers(None, status=204))
def forget(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Forget a draft."""
    asker(request)
    drafts.forget(draft)
    return HttpResponse(status=204)


@router.post("/{uuid:draft}/rebase", response=answers(dr.KeptDraft))
def rebase(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Make the draft anew on the live plan of now."""
    who = asker(request)
    return plain(questions.at_once("rebase", {"draft": str(draft)}, who))


@router.post("/{uuid:draft}/publish", response=answers(CommandAnswer) | {409: sc.PlanMoved})
def publish(request: HttpRequest, draft: UUID, body: MessageIn) -> Any:
    """The draft becomes the live plan. 409 with the difference when the live plan has moved meanwhile."""
    return published(request, draft, body.message)


def published(request: HttpRequest, draft: UUID, message: str) -> HttpResponse:
    """Publish a draft or a scenario."""
    who = asker(request)
    try:
        return plain(drafts.publish(draft, message, who))
    except Refusal as refusal:
        if refusal.code is not Code.PLAN_MOVED:
            raise
        return plain(moved(refusal, draft, language_of(request)), 409)


def moved(refusal: Refusal, draft: UUID, language: str) -> dict[str, Any]:
    """Why the draft was not published, and what the live plan does differently by now."""
    found = drafts.since(draft)
    return {
        "code": refusal.code.value,
        "message": refusal.message(language),
        "facts": {"base": found["base"], "live": found["live"]},
        "difference": found["difference"],
    }


def _plain(body: ChangesIn) -> dict[str, Any]:
    return {
        "base": body.base,
        "changes": [
            {
                "operation": change.operation,
                "machine": change.machine or None,
                "start": _aware(change.start),
                "pin": change.pin,
            }
            for change in body.changes
        ],
    }


def _aware(start: datetime | None) -> str | None:
    if start is None:
        return None
    if start.tzinfo is None:
        raise BadRequest("start: must have a time zone")
    return start.isoformat()
