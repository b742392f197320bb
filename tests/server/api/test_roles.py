"""Who may do what: every endpoint and every kind of command, for everybody who can come to the door.

The server is held against the table of permissions, and what the table is meant to say is said again in plain
words. That everything which is there has its line in the table, and its row here, is tried in test_routes.py.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from sprue.server.floor.who import Role
from sprue.server.permissions import COMMANDS, OPEN, TABLE
from tests.server.askers import PASSWORD, Askers, code_of

EVERYBODY = frozenset({"anonymous"} | {role.value for role in Role})


@dataclass(frozen=True)
class Row:
    """A request to an endpoint, and the action of the table that it stands for (its own when "")."""

    endpoint: str
    path: str
    body: Any = None
    action: str = ""

    @property
    def method(self) -> str:
        return self.endpoint.split()[0]

    @property
    def may(self) -> frozenset[str]:
        """Who may send it, by the table."""
        known = {role.value for role in TABLE[self.endpoint] & TABLE[self.action or self.endpoint]}
        return frozenset(known | ({"anonymous"} if self.endpoint in OPEN else set()))


CHANGES = {"base": 1, "changes": [{"operation": "mill", "machine": "cnc-2"}]}
SCENARIO = {"name": "rush", "picks": [{"change": "rush", "name": "M1", "weight": 5}]}

ROWS = [
    Row("GET /api/snapshot", "/api/snapshot?topic=wall", action="topic wall"),
    Row("GET /api/snapshot", "/api/snapshot?topic=desk", action="topic desk"),
    Row("GET /api/snapshot", "/api/snapshot?topic=problems", action="topic problems"),
    Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-2", action="topic station"),
    Row("GET /api/snapshot", "/api/snapshot?topic=ledger", action="topic ledger"),
    Row("GET /api/operations/{operation}", "/api/operations/mill"),
    Row("GET /api/travelers", "/api/travelers?code=mill&machine=cnc-1"),
    Row("GET /api/estimates", "/api/estimates"),
    Row("GET /api/wall", "/api/wall"),
    Row("GET /api/problems/{problem}/counter-moves", "/api/problems/unknown/counter-moves"),
    Row("POST /api/problems/{problem}/counter-moves", "/api/problems/unknown/counter-moves"),
    Row(
        "POST /api/problems/{problem}/counter-moves/{number}/take",
        "/api/problems/unknown/counter-moves/0/take",
    ),
    Row("PUT /api/tokens/{token_id}/wall", f"/api/tokens/{uuid4()}/wall", {"room": "edm"}),
    Row("DELETE /api/parts/{part}/drawings/{name}", f"/api/parts/core/drawings/{'a' * 64}.pdf"),
    Row("GET /api/drawings/{name}", f"/api/drawings/{'a' * 64}.pdf"),
    Row("GET /api/drawings/{name}/pages/{number}", f"/api/drawings/{'a' * 64}.pdf/pages/1"),
    Row("GET /api/ledger", "/api/ledger?closed=false"),
    Row("GET /api/ledger/figures", "/api/ledger/figures"),
    Row("GET /api/ledger/alike", "/api/ledger/alike?text=spindle"),
    Row("GET /api/ledger/excel", "/api/ledger/excel"),
    Row("GET /api/material/shortages", "/api/material/shortages"),
    Row("GET /api/material/kits", "/api/material/kits?mold=M1"),
    Row("GET /api/material/purchases", "/api/material/purchases?received=true"),
    Row("GET /api/material/outside", "/api/material/outside"),
    Row("GET /api/material/suppliers", "/api/material/suppliers"),
    Row("GET /api/material/where", "/api/material/where?words=core"),
    Row("GET /api/material/scan", "/api/material/scan?code=steel"),
    Row("GET /api/material/excel", "/api/material/excel?page=shortages"),
    Row("GET /api/tables", "/api/tables"),
    Row("GET /api/tables/excel", "/api/tables/excel?sheet=orders&sheet=molds"),
    Row("GET /api/tables/{name}/excel", "/api/tables/operations/excel?mold=M1&open=1"),
    Row("GET /api/tables/taken", "/api/tables/taken"),
    Row("GET /api/tables/taken/{seq}", "/api/tables/taken/1"),
    Row("POST /api/tables/edits/{edit_id}/take", "/api/tables/edits/unknown/take"),
    Row("GET /api/photos/{name}", f"/api/photos/{'a' * 64}.jpg"),
    Row("GET /api/ledger/{item}", "/api/ledger/unknown"),
    Row("GET /api/costs", "/api/costs"),
    Row("GET /api/costs/excel", "/api/costs/excel"),
    Row("GET /api/costs/{mold}", "/api/costs/M1"),
    Row("GET /api/electrodes", "/api/electrodes"),
    Row("GET /api/changes", "/api/changes"),
    Row("GET /api/changes/{change}", "/api/changes/unknown"),
    Row("POST /api/changes/{change}/preview", "/api/changes/unknown/preview", {"decisions": []}),
    Row("GET /api/trials", "/api/trials"),
    Row("GET /api/trials/{operation}", "/api/trials/trial"),
    Row("GET /api/molds/{mold}/links", "/api/molds/M1/links"),
    Row("GET /api/molds/{mold}/order", "/api/molds/M1/order"),
    Row("GET /api/new-mold", "/api/new-mold"),
    Row("GET /api/molds/{mold}/owed", "/api/molds/M1/owed"),
    Row("GET /api/progress", "/api/progress"),
    Row("GET /api/shifts", "/api/shifts"),
    Row("GET /api/handover", "/api/handover?department=CNC"),
    Row("GET /api/snapshot", "/api/snapshot?topic=leader", action="topic leader"),
    Row("GET /api/people", "/api/people"),
    Row("GET /api/figures", "/api/figures"),
    Row("GET /api/figures/list", "/api/figures/list?by=kind"),
    Row("GET /api/figures/chances", "/api/figures/chances"),
    Row("GET /api/figures/rows/{name}", "/api/figures/rows/adherence"),
    Row("GET /api/bulletin", "/api/bulletin?month=2026-10"),
    Row("GET /api/bulletin/pdf", "/api/bulletin/pdf?month=2026-10"),
    Row("GET /api/bulletin/excel", "/api/bulletin/excel"),
    Row("GET /api/figures/rows/{name}/excel", "/api/figures/rows/adherence/excel"),
    Row("GET /api/health", "/api/health"),
    Row("GET /api/backup", "/api/backup"),
    Row("POST /api/clock", "/api/clock", {"rate": 60}),
    Row("GET /api/problem-rules", "/api/problem-rules"),
    Row("GET /api/channels", "/api/channels"),
    Row("POST /api/channels", "/api/channels", {"name": "cam group", "address": "json://127.0.0.1/x"}),
    Row("POST /api/channels/{name}/test", "/api/channels/nobody/test"),
    Row("DELETE /api/channels/{name}", "/api/channels/nobody"),
    Row("GET /api/messages", "/api/messages"),
    Row("GET /api/webhooks", "/api/webhooks"),
    Row(
        "POST /api/webhooks",
        "/api/webhooks",
        {"name": "erp", "address": "http://203.0.113.9/x", "kinds": ["plan.published"]},
    ),
    Row(
        "PUT /api/webhooks/{hook}",
        f"/api/webhooks/{uuid4()}",
        {"name": "erp", "address": "http://203.0.113.9/x", "kinds": ["plan.published"]},
    ),
    Row("DELETE /api/webhooks/{hook}", f"/api/webhooks/{uuid4()}"),
    Row("POST /api/webhooks/{hook}/test", f"/api/webhooks/{uuid4()}/test"),
    Row("GET /api/webhooks/{hook}/deliveries", f"/api/webhooks/{uuid4()}/deliveries"),
    Row("GET /api/plans", "/api/plans"),
    Row("GET /api/plans/compare", "/api/plans/compare?a=1&b=1"),
    Row("POST /api/plans/draft", "/api/plans/draft"),
    Row("GET /api/plans/draft", "/api/plans/draft"),
    Row("GET /api/plans/{version}", "/api/plans/1"),
    Row("POST /api/import/{import_id}/take", f"/api/import/{uuid4()}/take"),
    Row("POST /api/setup", "/api/setup", {"username": "one more", "password": PASSWORD, "language": "en"}),
    Row("GET /api/session", "/api/session"),
    Row("POST /api/session", "/api/session", {"username": "x", "password": "y"}),
    Row("DELETE /api/session", "/api/session"),
    Row("GET /api/users", "/api/users"),
    Row("POST /api/users", "/api/users", {"username": "mei", "password": "x", "role": "planner"}),
    Row("POST /api/users/{username}/password", "/api/users/planner/password", {"password": "too"}),
    Row("DELETE /api/users/{username}", "/api/users/nobody"),
    Row("POST /api/people/{person}/pin", "/api/people/li/pin", {"pin": "4711"}),
    Row("GET /api/tokens", "/api/tokens"),
    Row("POST /api/tokens", "/api/tokens", {"role": "wall", "label": "second wall"}),
    Row("DELETE /api/tokens/{token_id}", f"/api/tokens/{uuid4()}"),
    Row("GET /api/paper/travelers", "/api/paper/travelers?mold=M1"),
    Row("GET /api/paper/labels", "/api/paper/labels?mold=M1"),
    Row("GET /api/paper/machine-labels", "/api/paper/machine-labels"),
    Row("GET /api/paper/badges", "/api/paper/badges"),
    Row("GET /api/paper/dispatch", "/api/paper/dispatch"),
    Row("GET /api/paper/gantt", "/api/paper/gantt"),
    Row("POST /api/drafts/preview", "/api/drafts/preview", CHANGES),
    Row("POST /api/drafts", "/api/drafts", {**CHANGES, "name": "mine"}),
    Row("GET /api/drafts", "/api/drafts"),
    Row("GET /api/drafts/{draft}", f"/api/drafts/{uuid4()}"),
    Row("PUT /api/drafts/{draft}", f"/api/drafts/{uuid4()}", {"name": "mine"}),
    Row("DELETE /api/drafts/{draft}", f"/api/drafts/{uuid4()}"),
    Row("GET /api/drafts/{draft}/compare", f"/api/drafts/{uuid4()}/compare"),
    Row("POST /api/drafts/{draft}/rebase", f"/api/drafts/{uuid4()}/rebase"),
    Row("POST /api/drafts/{draft}/publish", f"/api/drafts/{uuid4()}/publish", {"message": "x"}),
    Row("POST /api/questions/date", "/api/questions/date", {"mold": "M1"}),
    Row("POST /api/questions/load", "/api/questions/load"),
    Row("POST /api/questions/raise", "/api/questions/raise", {"mold": "M1"}),
    Row("POST /api/questions/order", "/api/questions/order", {"mold_class": "S"}),
    Row("GET /api/questions/{question}", f"/api/questions/{uuid4()}"),
    Row("POST /api/scenarios", "/api/scenarios", SCENARIO),
    Row("GET /api/scenarios", "/api/scenarios"),
    Row("POST /api/scenarios/{draft}/again", f"/api/scenarios/{uuid4()}/again"),
    Row("POST /api/scenarios/{draft}/adopt", f"/api/scenarios/{uuid4()}/adopt", {"message": "x"}),
    Row("DELETE /api/scenarios/{draft}", f"/api/scenarios/{uuid4()}"),
    Row("GET /api/gantt/facts", "/api/gantt/facts"),
    Row("POST /api/enroll", "/api/enroll", {"token": "unknown", "station": ""}),
]
#: Endpoints with a test of their own below.
APART = {
    *("POST /api/import", "POST /api/commands", "POST /api/photos", "POST /api/tables/edits"),
    "POST /api/tables/shown",
    *("POST /api/parts/{part}/drawings", "POST /api/questions/quote"),
    *("POST /api/molds/{mold}/bom", "POST /api/molds/{mold}/release"),
}


def verdicts(askers: Askers, row: Row) -> dict[str, str]:
    """What everybody hears: who are you, no, or yes (though perhaps refused for another reason)."""
    heard = {}
    for name, asker in askers.everybody.items():
        answer = asker.ask(row.method, row.path, row.body)
        assert answer.status_code < 500, (name, answer.content)
        heard[name] = {"not_signed_in_here": "who", "forbidden": "no"}.get(code_of(answer), "yes")
        assert code_of(answer) != "csrf"
    return heard


def expected(may: frozenset[str], askers: Askers) -> dict[str, str]:
    return {
        name: "yes" if name in may else "who" if name == "anonymous" else "no" for name in askers.everybody
    }


def test_everybody_who_can_come_is_asked(askers: Askers) -> None:
    assert set(askers.everybody) == EVERYBODY


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_endpoint(askers: Askers, row: Row) -> None:
    assert verdicts(askers, row) == expected(row.may, askers)


def test_commands(askers: Askers) -> None:
    rows = {
        kind: Row("POST /api/commands", "/api/commands", {"id": "", "kind": kind}, f"command {kind}")
        for kind in COMMANDS
    }
    heard = {kind: verdicts(askers, row) for kind, row in rows.items()}
    assert heard == {kind: expected(row.may, askers) for kind, row in rows.items()}


FILES = {
    "POST /api/import": "/api/import?dry=1",
    "POST /api/photos": "/api/photos",
    "POST /api/tables/edits": "/api/tables/edits",
    "POST /api/tables/shown": "/api/tables/shown",
    "POST /api/parts/{part}/drawings": "/api/parts/core/drawings",
    "POST /api/questions/quote": "/api/questions/quote",
    "POST /api/molds/{mold}/bom": "/api/molds/M1/bom",
    "POST /api/molds/{mold}/release": "/api/molds/M1/release",
}


@pytest.mark.parametrize("endpoint", FILES)
def test_files(askers: Askers, endpoint: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    heard, path = {}, FILES[endpoint]
    for name, asker in askers.everybody.items():
        headers = {"Authorization": f"Bearer {asker.bearer}"} if asker.bearer else {"X-CSRFToken": "c" * 32}
        file = SimpleUploadedFile("shop.xlsx", b"neither a workbook nor a picture")
        answer = asker.client.post(path, {"file": file}, headers=headers)
        assert answer.status_code < 500, answer.content
        heard[name] = {"not_signed_in_here": "who", "forbidden": "no"}.get(code_of(answer), "yes")
    assert heard == expected(Row(endpoint, path).may, askers)


def test_a_terminal_follows_its_own_machine(askers: Askers) -> None:
    own = frozenset({"station"} | {role.value for role in TABLE["topic station"]})
    assert verdicts(askers, Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-1")) == expected(
        own, askers
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.action], ids=lambda row: row.action)
def test_stream(askers: Askers, row: Row) -> None:
    path = row.path.replace("/snapshot", "/stream")
    status = {name: asker.listen(path)[0] for name, asker in askers.everybody.items()}
    wanted = {"yes": 200, "who": 401, "no": 403}
    assert status == {name: wanted[word] for name, word in expected(row.may, askers).items()}


# -- what the table is meant to say ----------------------------------------------


def of(role: Role) -> set[str]:
    return {action for action, roles in TABLE.items() if role in roles}


def test_only_a_manager_lets_people_and_machines_in() -> None:
    keys = ("/api/users", "/api/tokens", "/api/channels", "/api/webhooks", "/pin")
    for action, roles in TABLE.items():
        if any(key in action for key in keys):
            assert roles == {Role.MANAGER}, action


def test_a_worker_reads_the_wall_and_takes_part_in_problems() -> None:
    may = {a for a in of(Role.WORKER) if a.startswith(("topic", "command")) and "ledger" not in a}
    assert may == {
        "topic wall",
        "command raise_problem",
        "command acknowledge",
        "command answer_problem",
        "command expect_problem",
        "command picture_problem",
        "command transfer_problem",
    }


def test_a_worker_does_his_part_of_the_ledger_and_closes_nothing() -> None:
    kept = {
        "command ledger_close",
        "command ledger_assign",
        "command ledger_change",
        "command ledger_deadline",
    }
    assert not kept & of(Role.WORKER)
    assert {"topic ledger", "command ledger_accept", "command ledger_done"} <= of(Role.WORKER)


def test_a_wall_changes_nothing() -> None:
    assert not [action for action in of(Role.WALL) if action.startswith("command")]


def test_whoever_leads_decides_reports_and_publishes_no_plan() -> None:
    assert "command decide_question" in of(Role.LEADER)
    assert "command publish_plan" not in of(Role.LEADER)
    assert "POST /api/import" not in of(Role.LEADER)
