"""Everything that the server answers has its line in the table of permissions.

Found from the server itself: the routes that Django knows, the stream beside them, the kinds of commands.
What is missing is told with the line to add and where; a line of what is no longer there is told as well.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from sprue.server import asgi
from sprue.server.floor.parse import KINDS
from sprue.server.permissions import COMMANDS, OPEN, TABLE
from tests.server.api.roles_page import is_endpoint
from tests.server.api.test_roles import APART, ROWS
from tests.server.askers import USERS, Asker, Askers
from tests.server.pages.test_pages import screens

__all__ = ["screens"]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Served before Django is asked.
BESIDE = {f"GET {asgi.STREAM}"}
#: Kinds that the server itself turns into commands.
OF_SERVER = {"publish_plan", "set_clock", "learn_estimates", "learn_suppliers"}
_NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
_PAGE = "then write docs/roles.md anew: python -m tests.server.api.roles_page"


def routes(patterns: Iterable[Any] | None = None, before: str = "/") -> Iterator[str]:
    """Every address that Django resolves, with its placeholders: /api/plans/<int:version>."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            assert isinstance(pattern, URLPattern)
            yield address


def doors(asker: Asker) -> set[str]:
    """The actions that the routes stand for: pages by their lines, all else by the methods they answer."""
    found = set(BESIDE)
    for route in routes():
        if f"page {route}" in TABLE:
            found.add(f"page {route}")
            continue
        named = _NAMED.sub(r"{\1}", route)
        path = _NAMED.sub("x", re.sub(r"<uuid\w*:\w+>", str(UUID(int=0)), re.sub(r"<int:\w+>", "1", route)))
        for method in METHODS:
            # 405: not by this method; 404: nothing there, for nobody (the root of the interface).
            if asker.ask(method, path).status_code not in (404, 405):
                found.add(f"{method} {named}")
    return found


def without_line(found: Collection[str], table: Collection[str]) -> str:
    """What to add where, "" when each action has its line."""
    return "\n".join(
        f"`{action}` has no line: nobody may do it. Add to TABLE in src/sprue/server/permissions.py\n"
        f'    "{action}": _PLANNER,  # or whoever may do it; a page: "page /…"\n{_PAGE}'
        for action in sorted({*found} - {*table})
    )


def without_row(endpoints: Collection[str]) -> str:
    """What to add where, "" when each endpoint is asked in every role."""
    asked = {row.endpoint for row in ROWS} | APART | BESIDE
    return "\n".join(
        f"`{endpoint}` is not asked in every role. Add to ROWS in tests/server/api/test_roles.py\n"
        f'    Row("{endpoint}", "{endpoint.split()[1]}"),  # with real names for what is in braces'
        for endpoint in sorted({*endpoints} - asked)
    )


def gone(table: Collection[str], found: Collection[str]) -> str:
    """Lines of what is no longer there."""
    return "\n".join(
        f"`{action}` is gone. Take its line out of TABLE in src/sprue/server/permissions.py; {_PAGE}"
        for action in sorted({*table} - {*found})
    )


def test_every_route_has_its_line_in_the_table(askers: Askers) -> None:
    found = doors(askers["anonymous"])
    lines = {action for action in TABLE if is_endpoint(action) or action.startswith("page ")}
    assert len(found) > len(BESIDE)
    missing, stale = without_line(found, lines), gone(lines, found)
    assert missing == "", missing
    assert stale == "", stale


def test_every_endpoint_is_asked_in_every_role() -> None:
    missing = without_row({action for action in TABLE if is_endpoint(action)})
    assert missing == "", missing


def test_every_topic_is_asked_in_every_role() -> None:
    topics = {action for action in TABLE if action.startswith("topic ")} - {"topic own station"}
    asked = {row.action for row in ROWS}
    missing = [
        f'add to ROWS in tests/server/api/test_roles.py: Row("GET /api/snapshot", "…", action="{topic}")'
        for topic in sorted(topics - asked)
    ]
    assert missing == []


def test_every_kind_of_command_has_its_line_in_the_table() -> None:
    found = {f"command {kind}" for kind in {*KINDS} | OF_SERVER}
    lines = {f"command {kind}" for kind in COMMANDS}
    missing, stale = without_line(found, lines), gone(lines, found)
    assert missing == "", missing
    assert stale == "", stale


def test_what_is_missing_is_told_with_the_line_to_add(askers: Askers) -> None:
    found = doors(askers["anonymous"])
    said = without_line(found, {*TABLE} - {"GET /api/people", "PUT /api/tokens/{token_id}/wall"})
    assert '    "GET /api/people": _PLANNER,' in said
    assert '    "PUT /api/tokens/{token_id}/wall": _PLANNER,' in said
    assert "src/sprue/server/permissions.py" in said
    assert 'Row("GET /api/weather", "/api/weather"),' in without_row({"GET /api/weather"})
    assert "`GET /api/weather` is gone" in gone({"GET /api/weather"}, found)


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize("page", [action for action in TABLE if action.startswith("page ")])
def test_page(askers: Askers, page: str) -> None:
    """A page that is not for somebody leads home, or to the sign-in where nobody is signed in."""
    may = {role.value for role in TABLE[page]} | ({"anonymous"} if page in OPEN else set())
    heard = {}
    for name, asker in askers.everybody.items():
        answer = asker.ask("GET", page.removeprefix("page "))
        assert answer.status_code < 500
        to = answer.headers.get("Location", "")
        heard[name] = "who" if to.startswith("/login?next=") else "no" if to == "/" else "yes"
    assert heard == {
        name: "yes" if name in may else "no" if name in USERS else "who" for name in askers.everybody
    }
