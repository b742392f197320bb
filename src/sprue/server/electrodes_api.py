"""The interface of electrodes: the next burns with theirs. Changes are commands."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server.asking import answers, asker, plain
from sprue.server.floor import electrodes
from sprue.wire import engineering as en

router = Router(tags=["electrodes"])


@router.get("", response=answers(list[en.BurnRow]))
def next_burns(request: HttpRequest) -> HttpResponse:
    """Burns that are not over, the next first, each with its electrodes: made, measured, where they are."""
    asker(request)
    return plain(electrodes.listed())
