"""The interface of engineering changes: all, one with what it touches, what taking it does to the plan."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server import schemas as sc
from sprue.server.asking import answers, asker, plain
from sprue.server.floor import changes, questions
from sprue.wire import engineering as en

router = Router(tags=["engineering changes"])

#: A preview is asked with at most so many decisions.
MOST = 1000


class PreviewIn(sc.In):
    """The decisions as the command `take_change` takes them."""

    decisions: list[dict[str, Any]]


@router.get("", response=answers(list[en.ChangeHead]))
def all_changes(request: HttpRequest) -> HttpResponse:
    """All engineering changes, open ones first, then the newest."""
    asker(request)
    return plain(changes.listed())


@router.get("/{change}", response=answers(en.ChangeWhole))
def one_change(request: HttpRequest, change: str) -> HttpResponse:
    """A change: what it touches or did, decision by decision, and its trail."""
    asker(request)
    return plain(changes.one(change))


@router.post("/{change}/preview", response=answers(en.ChangeAnswer))
def preview(request: HttpRequest, change: str, body: PreviewIn) -> HttpResponse:
    """What taking the change would do to the plan: milestones that move. Nothing happens yet.

    An answer that is not there after a few seconds is asked for again by its id: GET /api/questions/{id}.
    """
    who = asker(request)
    asked = changes.asked(change, body.decisions)
    return plain(questions.answer(questions.put("change", asked, who)))
