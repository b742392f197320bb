"""What every endpoint begins and ends with: who asks, in which role; the shape of an answer."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from sprue.server import schemas as sc
from sprue.server.accounts import access
from sprue.server.accounts.access import needed
from sprue.server.floor.who import Who
from sprue.server.shapes.described import answer_model
from sprue.server.turned import Door, TurnedAway

Answers = dict[int, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


def answers(shape: Any, *, status: int = 200) -> Answers:
    """The response shapes of an endpoint."""
    refused = dict.fromkeys((400, 401, 403, 404, 409, 411, 413, 422, 503), sc.RefusalOut)
    return {status: answer_model(shape), **refused}


def asker(request: HttpRequest, *, at_terminal: bool = False, by_link: bool = False) -> Who:
    """Who asks, when the role may do it; a change that comes with cookies must come from our own pages."""
    if request.method not in ("GET", "HEAD") and not access.bearer_of(request):
        own_page(request)
    return needed(request, endpoint_of(request), at_terminal=at_terminal, by_link=by_link)


def endpoint_of(request: HttpRequest) -> str:
    """The endpoint as the table of permissions names it: `GET /api/plans/{version}`."""
    assert request.resolver_match is not None
    method = "GET" if request.method == "HEAD" else request.method
    path = _PLACEHOLDER.sub(r"{\1}", request.resolver_match.route)
    return f"{method} /{path}"


def own_page(request: HttpRequest) -> None:
    """TurnedAway when the request lacks the token of our own pages."""
    if check_csrf(request, lambda r: HttpResponse()) is not None:
        raise TurnedAway(Door.CSRF)


def file_of(*types: str) -> dict[str, Any]:
    """The description of an answer that is a file of one of these types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in types}
    return {"responses": {200: {"content": content}}}


def xlsx(name: str, body: bytes) -> HttpResponse:
    """An Excel workbook to be saved under a name without its ending."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def plain(value: Any, status: int = 200) -> HttpResponse:
    """JSON as it is: tables of ten thousand rows are not checked row by row."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
