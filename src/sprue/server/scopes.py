"""What a program's token is for: a scope is a named set of actions of the table of permissions.

The sets are read off the table, so that a new action falls into its scope by itself: by how its name begins,
a command by whether programs or planners alone may send it. What no planner may, no scope holds.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sprue.floor.mold_commands import NAMES
from sprue.server.floor.who import Role, Who
from sprue.server.permissions import FIELDS, OPEN, TABLE, may


class Scope(StrEnum):
    """Chosen when a token is made; several add up."""

    READ = "read"
    REPORT = "report"
    PLAN = "plan"
    MASTER_DATA = "master_data"
    FIGURES = "figures"
    PAPER = "paper"
    PRICES = "prices"


#: The first beginning that fits decides; what fits none is in no scope.
_BEGINNINGS: tuple[tuple[str, Scope], ...] = (
    ("field price", Scope.PRICES),
    ("GET /api/costs", Scope.PRICES),
    ("command quote_mold", Scope.PRICES),
    ("command set_cost", Scope.PRICES),
    ("GET /api/paper/", Scope.PAPER),
    ("GET /api/figures", Scope.FIGURES),
    ("GET /api/bulletin", Scope.FIGURES),
    ("GET /api/estimates", Scope.FIGURES),
    ("GET /api/ledger/figures", Scope.FIGURES),
    ("GET /api/travelers", Scope.REPORT),
    ("GET /api/people", Scope.REPORT),
    ("topic station", Scope.REPORT),
    ("POST /api/photos", Scope.REPORT),
    # What is asked beside the live plan costs the planner's time, so it goes with planning.
    ("GET /api/questions/", Scope.PLAN),
    ("GET ", Scope.READ),
    ("topic ", Scope.READ),
    ("POST /api/plans/", Scope.PLAN),
    ("POST /api/drafts", Scope.PLAN),
    ("PUT /api/drafts/", Scope.PLAN),
    ("DELETE /api/drafts/", Scope.PLAN),
    ("POST /api/questions/", Scope.PLAN),
    ("POST /api/scenarios", Scope.PLAN),
    ("DELETE /api/scenarios/", Scope.PLAN),
    ("POST /api/problems/", Scope.PLAN),
    ("POST /api/import", Scope.MASTER_DATA),
    ("POST /api/parts/", Scope.MASTER_DATA),
    ("DELETE /api/parts/", Scope.MASTER_DATA),
    ("POST /api/molds/", Scope.MASTER_DATA),
    ("POST /api/tables/", Scope.MASTER_DATA),
    ("POST /api/changes/", Scope.PLAN),
    *((f"command {name}", Scope.MASTER_DATA) for name in NAMES.values()),
    ("command insert_operation", Scope.MASTER_DATA),
    ("command receive_material", Scope.MASTER_DATA),
    ("command promise_purchase", Scope.MASTER_DATA),
)
#: Every token may ask who it is.
_ALWAYS = OPEN | {"GET /api/session"}
_COMMANDS = "POST /api/commands"
_SNAPSHOT = "GET /api/snapshot"


def scope_of(action: str) -> Scope | None:
    """The scope that an action of the table belongs to; None: no program's, or not bound to one scope."""
    roles = TABLE[action]
    if Role.PLANNER not in roles or action in _ALWAYS or action in (_COMMANDS, _SNAPSHOT):
        return None
    for beginning, scope in _BEGINNINGS:
        if action.startswith(beginning):
            return scope
    if action.startswith("command "):
        return Scope.REPORT if Role.FLOOR in roles else Scope.PLAN
    return None


def _with_doors(actions: set[str]) -> frozenset[str]:
    """Commands and topics with the endpoint that they come through."""
    doors = {"command ": _COMMANDS, "topic ": _SNAPSHOT}
    needed = {door for beginning, door in doors.items() if any(a.startswith(beginning) for a in actions)}
    return frozenset(actions | _ALWAYS | needed)


#: The actions of each scope, by its value: as tokens keep it.
SCOPES: dict[str, frozenset[str]] = {
    scope.value: _with_doors({action for action in TABLE if scope_of(action) is scope}) for scope in Scope
}


def permits(who: Who, action: str) -> bool:
    """Whether they may do it: by the scopes of their token, by their role where it has none."""
    if not who.scopes:
        return may(who.role, action)
    return any(action in SCOPES.get(name, ()) for name in who.scopes)


def visible(row: Mapping[str, Any], who: Who) -> dict[str, Any]:
    """A row without the fields that they may not see."""
    hidden = {name for group, names in FIELDS.items() if not permits(who, group) for name in names}
    return {name: value for name, value in row.items() if name not in hidden}
