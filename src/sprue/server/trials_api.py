"""The interface of trials: all molds with theirs, one trial with its sheet. Changes are commands."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server.asking import answers, asker, plain
from sprue.server.floor import trials
from sprue.wire import trials as tr

router = Router(tags=["trials"])


@router.get("", response=answers(list[tr.MoldTrials]))
def all_trials(request: HttpRequest) -> HttpResponse:
    """Molds with a trial ahead of them or lately over, who is tried next first."""
    asker(request)
    return plain(trials.listed())


@router.get("/{operation}", response=answers(tr.TrialWhole))
def one_trial(request: HttpRequest, operation: str) -> HttpResponse:
    """A trial: press, material, sheet, issues and their work, approval and what waits for it."""
    asker(request)
    return plain(trials.one(operation))
