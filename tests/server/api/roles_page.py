"""The tables of docs/roles.md, from the table by which the server decides.

`python -m tests.server.api.roles_page` writes them anew.
"""

import re
from pathlib import Path

from sprue.server.floor.who import Role
from sprue.server.permissions import FIELDS, OPEN, TABLE
from sprue.server.scopes import Scope, scope_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "roles.md"
_MARKED = re.compile(r"(<!-- table -->\n).*?(<!-- end -->)", re.S)

#: Columns: from who only looks to who may all.
COLUMNS = (
    (Role.CUSTOMER, "customer"),
    (Role.WALL, "wall"),
    (Role.STATION, "terminal"),
    (Role.WORKER, "worker"),
    (Role.LEADER, "leader"),
    (Role.BUYER, "buyer"),
    (Role.ENGINEER, "engineer"),
    (Role.FLOOR, "program"),
    (Role.PLANNER, "planner"),
    (Role.MANAGER, "manager"),
)
SECTIONS = (
    ("Screens follow", "topic "),
    ("Reports and orders to the floor", "command "),
    ("Pages", "page "),
    ("Endpoints", ""),
    ("Fields", "field "),
)


def is_endpoint(action: str) -> bool:
    """Whether the line is of an endpoint: it begins with a method."""
    return action.split(maxsplit=1)[0].isupper()


def tables() -> str:
    """All sections as Markdown."""
    return "\n".join([*(_section(title, prefix) for title, prefix in SECTIONS), _scopes()])


def _scopes() -> str:
    lines = ["### Scopes of programs' tokens"]
    for scope in Scope:
        held = [action.removeprefix("command ") for action in TABLE if scope_of(action) is scope]
        lines.append(f"- `{scope.value}`: {', '.join(f'`{action}`' for action in held)}")
    return "\n".join([*lines, ""])


def _section(title: str, prefix: str) -> str:
    heads = [name for _, name in COLUMNS]
    lines = [f"### {title}", f"| | {' | '.join(heads)} |", f"| --- |{' :-: |' * len(heads)}"]
    for action, roles in TABLE.items():
        if action.startswith(prefix) if prefix else is_endpoint(action):
            marks = ["●" if role in roles else "" for role, _ in COLUMNS]
            lines.append(f"| {_said(action, prefix)} | {' | '.join(marks)} |")
    return "\n".join([*lines, ""])


def _said(action: str, prefix: str) -> str:
    name = action.removeprefix(prefix)
    if action in FIELDS:
        return f"{name}: {', '.join(f'`{field}`' for field in sorted(FIELDS[action]))}"
    return f"`{name}`{' (also nobody known)' if action in OPEN else ''}"


def written(page: str) -> str:
    """The page with its tables as they are now."""
    return _MARKED.sub(lambda found: f"{found[1]}{tables()}{found[2]}", page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8", newline="\n")
