"""What the interface answers is what it publishes: each endpoint after a day of the shop."""

import json
from typing import Any
from uuid import uuid4

import pytest

from sprue.floor import commands as co
from sprue.floor.loop import Origin
from sprue.server.board import TABLES
from sprue.server.floor import actions
from sprue.server.floor.who import SERVER
from sprue.server.permissions import COMMANDS
from sprue.wire.floor import TableRows
from tests.server.api.test_roles import ROWS, Row
from tests.server.askers import Askers
from tests.server.floor.test_board import DAY, DRY_RUN, ECN
from tests.server.published import COMPONENTS, JSON, SCHEMA, faults, shape_of


@pytest.fixture
def lived(askers: Askers) -> Askers:
    """The small shop after a day on which everything happened."""
    for command in DAY:
        if not isinstance(command, co.Escalate):  # nothing falls due while the clock stands
            actions.floor().submit(command, Origin(uuid4(), actor=SERVER.name))
    return askers


READ = [row for row in ROWS if row.method == "GET"] + [
    Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-1,cnc-2,edm-1"),
    Row("GET /api/snapshot", "/api/snapshot?topic=leader"),
    Row("GET /api/operations/{operation}", "/api/operations/erode"),
    Row("GET /api/ledger/{item}", "/api/ledger/i1"),
    Row("GET /api/trials/{operation}", f"/api/trials/{DRY_RUN}"),
    Row("GET /api/changes/{change}", f"/api/changes/{ECN}"),
    Row("GET /api/changes/{change}", "/api/changes/ecn-2"),
    Row("GET /api/material/kits", "/api/material/kits"),
    Row("GET /api/figures/list", "/api/figures/list?by=department"),
    Row("GET /api/figures/rows/{name}", "/api/figures/rows/problem_response"),
    Row("GET /api/plans/compare", "/api/plans/compare?a=1&b=3"),
]


@pytest.mark.parametrize("holder", ["manager", "floor", "customer", "wall"])
def test_every_answer_is_as_published(lived: Askers, holder: str) -> None:
    asked, found = 0, {}
    for row in READ:
        answer = lived[holder].ask("GET", row.path)
        if not answer["Content-Type"].startswith(JSON):
            continue
        asked += 1
        if problems := faults(shape_of(row.endpoint, answer.status_code), json.loads(answer.content)):
            found[row.path] = problems
    assert not found
    assert asked > 40


def test_changes_answer_as_published(lived: Askers) -> None:
    manager = lived["manager"]
    rows = [row for row in ROWS if row.method != "GET"]
    rows += [
        Row(
            "POST /api/commands",
            "/api/commands",
            {"id": str(uuid4()), "kind": "machine_up", "machine": "cnc-1"},
        ),
        Row("POST /api/tokens", "/api/tokens", {"role": "floor", "scopes": ["read"]}),
    ]
    for row in rows:
        # Who signs out asks no more.
        if row.endpoint in ("DELETE /api/session", "POST /api/session", "POST /api/setup"):
            continue
        answer = manager.ask(row.method, row.path, row.body)
        if answer.status_code != 204:
            assert not faults(shape_of(row.endpoint, answer.status_code), json.loads(answer.content)), (
                row.path
            )


def is_described(schema: Any) -> bool:
    """Whether it is more than any table, or a list of any tables."""
    if schema.get("type") == "array":
        return is_described(schema["items"])
    return bool({"$ref", "format"} & set(schema))


def test_no_answer_is_just_any_table() -> None:
    bare = set()
    for path, methods in SCHEMA["paths"].items():
        for told in methods.values():
            for status in ("200", "201"):
                for content in told["responses"].get(status, {}).get("content", {}).values():
                    if not is_described(content["schema"]):
                        bare.add(path)
    assert bare == set()


def test_an_undocumented_field_would_be_found() -> None:
    schema = shape_of("GET /api/session", 200)
    good = {"name": "x", "role": "manager", "scopes": []}
    assert not faults(schema, good)
    assert faults(schema, {**good, "more": 1})
    assert faults(schema, {"name": "x", "role": "manager"})


def test_a_snapshot_is_described_table_by_table() -> None:
    assert set(TableRows.__annotations__) == set(TABLES)


# -- commands ------------------------------------------------------------------------


def body_schema() -> Any:
    return {"$ref": "#/components/schemas/Command", "components": COMPONENTS}


def test_every_kind_of_command_is_described() -> None:
    command = SCHEMA["components"]["schemas"]["Command"]
    assert command["discriminator"]["propertyName"] == "kind"
    assert set(command["discriminator"]["mapping"]) == set(COMMANDS)
    assert len(command["oneOf"]) == len(COMMANDS)


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({"kind": "start", "operation": "mill", "machine": "cnc-1", "person": "li"}, True),
        ({"kind": "start", "machine": "cnc-1"}, False),
        ({"kind": "start", "operation": "mill", "mould": "M1"}, False),
        ({"kind": "badge_in", "person": "li", "pin": "4711"}, True),
        ({"kind": "raise_problem", "problem": "p", "problem_kind": "machine", "machine": "cnc-1"}, True),
        ({"kind": "raise_problem", "problem": "p", "problem_kind": "weather"}, False),
        ({"kind": "publish_plan", "draft": None, "message": "weekly"}, True),
        ({"kind": "learn_estimates"}, False),
        ({"kind": "dance"}, False),
    ],
    ids=str,
)
def test_the_published_body_says_what_a_command_needs(fields: dict[str, Any], *, good: bool) -> None:
    body = {"id": str(uuid4()), **fields}
    assert (not faults(body_schema(), body)) == good
