"""What every endpoint begins and ends with: who asks, in which role; the shape of an answer."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from sprue.server import schemas as sc
from sprue.server.accounts import access
from sprue.server.accounts.access import needed
from sprue.server.floor.who import Role, Who
from sprue.server.turned import Door, TurnedAway

Answers = dict[int, Any]


def answers(shape: Any, *, status: int = 200) -> Answers:
    """The response shapes of an endpoint."""
    refused = dict.fromkeys((400, 401, 403, 404, 409, 411, 413, 422, 503), sc.RefusalOut)
    return {status: shape, **refused}


def asker(request: HttpRequest, roles: frozenset[Role], *, at_terminal: bool = False) -> Who:
    """Who asks, in one of the roles; a change that comes with cookies must come from our own pages."""
    if request.method not in ("GET", "HEAD") and not access.bearer_of(request):
        own_page(request)
    return needed(request, roles, at_terminal=at_terminal)


def own_page(request: HttpRequest) -> None:
    """TurnedAway when the request lacks the token of our own pages."""
    if check_csrf(request, lambda r: HttpResponse()) is not None:
        raise TurnedAway(Door.CSRF)


def plain(value: Any, status: int = 200) -> HttpResponse:
    """JSON as it is: tables of ten thousand rows are not checked row by row."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
