"""Tokens of programs that were made for something: what each scope opens, and what none opens."""

from typing import Any
from uuid import uuid4

import pytest

from sprue.server.accounts import tokens
from sprue.server.floor.who import Role, Who
from sprue.server.permissions import TABLE, may
from sprue.server.scopes import SCOPES, Scope, permits, scope_of
from tests.server.api.test_roles import ROWS
from tests.server.askers import Asker, Askers, code_of


def program(*scopes: Scope) -> Asker:
    _, secret = tokens.issue(Role.FLOOR, label="erp", scopes=scopes)
    return Asker("erp", bearer=secret)


def command(kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, **fields}


DOWN = {"kind": "machine_down", "machine": "cnc-1"}


def test_a_reading_token_reads_and_reports_nothing(askers: Askers) -> None:
    reader = program(Scope.READ)
    assert set(reader.read("/api/snapshot?topic=desk")["tables"]["molds"]) == {"M1"}
    assert code_of(reader.ask("POST", "/api/commands", command(**DOWN))) == "forbidden"
    assert code_of(reader.ask("GET", "/api/figures/list")) == "forbidden"
    assert code_of(reader.ask("GET", "/api/snapshot?topic=station:cnc-1")) == "forbidden"
    streams = [reader.listen(f"/api/stream?topic={topic}")[0] for topic in ("desk", "station:cnc-1")]
    assert streams == [200, 403]


def test_a_reporting_token_reports_work_and_publishes_nothing(askers: Askers) -> None:
    machine = program(Scope.REPORT)
    assert machine.ask("POST", "/api/commands", command(**DOWN)).json()["status"] == "accepted"
    publish = command("publish_plan", draft=str(uuid4()))
    assert code_of(machine.ask("POST", "/api/commands", publish)) == "forbidden"
    assert code_of(machine.ask("GET", "/api/snapshot?topic=desk")) == "forbidden"
    assert "cnc-1" in machine.read("/api/snapshot?topic=station:cnc-1")["tables"]["stations"]


def test_scopes_add_up(askers: Askers) -> None:
    both = program(Scope.PLAN, Scope.READ)
    assert both.ask("POST", "/api/plans/draft").status_code == 200
    assert both.ask("GET", "/api/plans/draft").status_code == 200
    assert code_of(program(Scope.READ).ask("POST", "/api/plans/draft")) == "forbidden"


def test_what_an_order_is_worth_needs_its_own_scope(askers: Askers) -> None:
    asked = "/api/molds/M1/order"
    assert "order_value" not in program(Scope.READ).read(asked)
    assert "order_value" in program(Scope.READ, Scope.PRICES).read(asked)
    page = "/api/bulletin?month=2026-10"
    assert program(Scope.FIGURES).read(page)["prices"] is False
    assert program(Scope.FIGURES, Scope.PRICES).read(page)["prices"] is True


def test_a_token_without_scopes_keeps_what_it_had(askers: Askers) -> None:
    who = Who("scanner", Role.FLOOR)
    assert all(permits(who, action) == may(Role.FLOOR, action) for action in TABLE)


@pytest.mark.parametrize("scope", Scope)
def test_no_scope_holds_what_a_planner_may_not(scope: Scope) -> None:
    assert SCOPES[scope]
    assert all(Role.PLANNER in TABLE[action] for action in TABLE if scope_of(action) is scope)
    keys = ("/api/users", "/api/tokens", "/api/channels", "/pin", "badges")
    assert not [action for action in SCOPES[scope] if any(key in action for key in keys)]


def test_every_endpoint_is_closed_to_a_token_of_another_scope(askers: Askers) -> None:
    holders = {scope: program(scope) for scope in Scope}
    for row in ROWS:
        action = row.action or row.endpoint
        for scope, asker in holders.items():
            opened = code_of(asker.ask(row.method, row.path, row.body)) != "forbidden"
            held = {row.endpoint, action} <= SCOPES[scope]
            assert opened == held, (row.path, scope)


def test_scopes_are_chosen_when_the_token_is_made_and_shown_in_the_list(askers: Askers) -> None:
    manager = askers["manager"]
    body = {"role": "floor", "label": "erp", "scopes": ["figures", "read"]}
    made = manager.ask("POST", "/api/tokens", body).json()
    (row,) = [row for row in manager.read("/api/tokens") if row["id"] == made["id"]]
    assert row["scopes"] == ["read", "figures"]
    session = Asker("erp", bearer=made["token"]).read("/api/session")
    assert session == {"name": "erp", "role": "floor", "scopes": ["read", "figures"]}
    assert code_of(manager.ask("POST", "/api/tokens", body | {"scopes": ["everything"]})) == "bad_request"
    wall = manager.ask("POST", "/api/tokens", {"role": "wall", "scopes": ["plan"]}).json()
    (row,) = [row for row in manager.read("/api/tokens") if row["id"] == wall["id"]]
    assert row["scopes"] == []
