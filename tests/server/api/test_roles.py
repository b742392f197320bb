"""Who may do what: every endpoint and every kind of command, for everybody who can come to the door.

A new endpoint or kind without a row here fails the first tests.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from sprue.server.api import api
from sprue.server.floor.actions import ROLES_OF
from tests.server.askers import PASSWORD, Askers, code_of

EVERYBODY = frozenset({"anonymous", "wall", "station", "floor", "planner", "manager"})
KNOWN = EVERYBODY - {"anonymous"}
READERS = frozenset({"floor", "planner", "manager"})
AT_MACHINES = READERS | {"station"}
PLANNERS = frozenset({"planner", "manager"})
MANAGERS = frozenset({"manager"})


@dataclass(frozen=True)
class Row:
    """A request to an endpoint, and who may send it."""

    endpoint: str
    path: str
    may: frozenset[str]
    body: Any = None

    @property
    def method(self) -> str:
        return self.endpoint.split()[0]


CHANGES = {"base": 1, "changes": [{"operation": "mill", "machine": "cnc-2"}]}
SCENARIO = {"name": "rush", "picks": [{"change": "rush", "name": "M1", "weight": 5}]}

ROWS = [
    Row("GET /api/snapshot", "/api/snapshot?topic=wall", KNOWN),
    Row("GET /api/snapshot", "/api/snapshot?topic=desk", READERS),
    Row("GET /api/snapshot", "/api/snapshot?topic=problems", READERS),
    Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-1", AT_MACHINES),
    Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-2", READERS),
    Row("GET /api/snapshot", "/api/snapshot?topic=ledger", READERS),
    Row("GET /api/operations/{operation}", "/api/operations/mill", READERS),
    Row("GET /api/molds/{mold}/links", "/api/molds/M1/links", READERS),
    Row("GET /api/gantt/facts", "/api/gantt/facts", READERS),
    Row("GET /api/people", "/api/people", AT_MACHINES),
    Row("GET /api/travelers", "/api/travelers?code=mill&machine=cnc-1", AT_MACHINES),
    Row("GET /api/figures", "/api/figures", PLANNERS),
    Row("GET /api/estimates", "/api/estimates", PLANNERS),
    Row("GET /api/health", "/api/health", EVERYBODY),
    Row("POST /api/clock", "/api/clock", MANAGERS | {"floor"}, {"rate": 60}),
    Row("GET /api/problem-rules", "/api/problem-rules", READERS),
    Row("GET /api/channels", "/api/channels", MANAGERS),
    Row(
        "POST /api/channels",
        "/api/channels",
        MANAGERS,
        {"name": "cam group", "address": "json://127.0.0.1/x"},
    ),
    Row("POST /api/channels/{name}/test", "/api/channels/nobody/test", MANAGERS),
    Row("DELETE /api/channels/{name}", "/api/channels/nobody", MANAGERS),
    Row("GET /api/messages", "/api/messages", PLANNERS),
    Row("GET /api/problems/{problem}/counter-moves", "/api/problems/p/counter-moves", READERS),
    Row("POST /api/problems/{problem}/counter-moves", "/api/problems/p/counter-moves", PLANNERS),
    Row(
        "POST /api/problems/{problem}/counter-moves/{number}/take",
        "/api/problems/p/counter-moves/0/take",
        PLANNERS,
    ),
    Row("GET /api/plans", "/api/plans", READERS),
    Row("GET /api/plans/compare", "/api/plans/compare?a=1&b=1", READERS),
    Row("POST /api/plans/draft", "/api/plans/draft", PLANNERS),
    Row("GET /api/plans/draft", "/api/plans/draft", PLANNERS),
    Row("POST /api/drafts/preview", "/api/drafts/preview", PLANNERS, CHANGES),
    Row("POST /api/drafts", "/api/drafts", PLANNERS, {**CHANGES, "name": "mine"}),
    Row("GET /api/drafts", "/api/drafts", READERS),
    Row("GET /api/drafts/{draft}", f"/api/drafts/{uuid4()}", READERS),
    Row("PUT /api/drafts/{draft}", f"/api/drafts/{uuid4()}", PLANNERS, {"name": "mine"}),
    Row("DELETE /api/drafts/{draft}", f"/api/drafts/{uuid4()}", PLANNERS),
    Row("GET /api/drafts/{draft}/compare", f"/api/drafts/{uuid4()}/compare", READERS),
    Row("POST /api/drafts/{draft}/rebase", f"/api/drafts/{uuid4()}/rebase", PLANNERS),
    Row("POST /api/drafts/{draft}/publish", f"/api/drafts/{uuid4()}/publish", PLANNERS, {"message": "x"}),
    Row("POST /api/questions/date", "/api/questions/date", PLANNERS, {"mold": "M1"}),
    Row("POST /api/questions/load", "/api/questions/load", PLANNERS),
    Row("POST /api/questions/raise", "/api/questions/raise", PLANNERS, {"mold": "M1"}),
    Row("POST /api/questions/order", "/api/questions/order", PLANNERS, {"mold_class": "S"}),
    Row("GET /api/questions/{question}", f"/api/questions/{uuid4()}", PLANNERS),
    Row("POST /api/scenarios", "/api/scenarios", PLANNERS, SCENARIO),
    Row("GET /api/scenarios", "/api/scenarios", READERS),
    Row("POST /api/scenarios/{draft}/again", f"/api/scenarios/{uuid4()}/again", PLANNERS),
    Row("POST /api/scenarios/{draft}/adopt", f"/api/scenarios/{uuid4()}/adopt", PLANNERS, {"message": "x"}),
    Row("DELETE /api/scenarios/{draft}", f"/api/scenarios/{uuid4()}", PLANNERS),
    Row("GET /api/plans/{version}", "/api/plans/1", READERS),
    Row("POST /api/import/{import_id}/take", f"/api/import/{uuid4()}/take", PLANNERS),
    Row(
        "POST /api/setup",
        "/api/setup",
        EVERYBODY,
        {"username": "one more", "password": PASSWORD, "language": "en"},
    ),
    Row("GET /api/session", "/api/session", KNOWN),
    Row("POST /api/session", "/api/session", EVERYBODY, {"username": "x", "password": "y"}),
    Row("DELETE /api/session", "/api/session", EVERYBODY),
    Row("GET /api/users", "/api/users", MANAGERS),
    Row("POST /api/users", "/api/users", MANAGERS, {"username": "mei", "password": "x", "role": "planner"}),
    Row(
        "POST /api/users/{username}/password",
        "/api/users/planner/password",
        MANAGERS,
        {"password": "too short"[:3]},
    ),
    Row("DELETE /api/users/{username}", "/api/users/nobody", MANAGERS),
    Row("POST /api/people/{person}/pin", "/api/people/li/pin", MANAGERS, {"pin": "4711"}),
    Row("GET /api/tokens", "/api/tokens", MANAGERS),
    Row("POST /api/tokens", "/api/tokens", MANAGERS, {"role": "wall", "label": "second wall"}),
    Row("PUT /api/tokens/{token_id}/wall", f"/api/tokens/{uuid4()}/wall", MANAGERS, {"room": "edm"}),
    Row("GET /api/wall", "/api/wall", KNOWN),
    Row("DELETE /api/tokens/{token_id}", f"/api/tokens/{uuid4()}", MANAGERS),
    Row("GET /api/ledger", "/api/ledger?closed=false", READERS),
    Row("GET /api/ledger/figures", "/api/ledger/figures", READERS),
    Row("GET /api/ledger/alike", "/api/ledger/alike?text=spindle", READERS),
    Row("GET /api/ledger/excel", "/api/ledger/excel", READERS),
    Row("GET /api/ledger/photos/{name}", f"/api/ledger/photos/{'a' * 64}.jpg", READERS),
    Row("GET /api/ledger/{item}", "/api/ledger/unknown", READERS),
    Row("POST /api/enroll", "/api/enroll", EVERYBODY, {"token": "unknown", "station": ""}),
]

FLOOR_KINDS = (
    *("badge_in", "badge_out", "start", "pause", "resume", "finish", "undo"),
    *("raise_problem", "acknowledge", "answer_problem", "transfer_problem", "resolve", "receive_material"),
    "expect_problem",
)
DESK_KINDS = ("machine_down", "machine_up", "promise_purchase", "change_gate", "insert_operation")
LEDGER_KINDS = (
    *("ledger_open", "ledger_from_problem", "ledger_accept", "ledger_contain", "ledger_correct"),
    *("ledger_norm", "ledger_done", "ledger_verify", "ledger_reopen", "ledger_photos"),
)
KEEPER_KINDS = ("ledger_close", "ledger_assign", "ledger_change", "ledger_deadline")
COMMANDS = {
    **dict.fromkeys(FLOOR_KINDS, AT_MACHINES),
    **dict.fromkeys(DESK_KINDS, READERS),
    **dict.fromkeys(LEDGER_KINDS, READERS),
    **dict.fromkeys(KEEPER_KINDS, PLANNERS),
    "publish_plan": PLANNERS,
    "learn_estimates": PLANNERS,
    "change_problem_rules": PLANNERS,
    "change_duty_list": PLANNERS,
    "decide_question": PLANNERS,
    "set_clock": MANAGERS,
}
#: Endpoints with a test of their own below.
APART = {"POST /api/import", "POST /api/commands", "POST /api/ledger/photos", "POST /api/questions/quote"}


def endpoints() -> set[str]:
    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def verdicts(askers: Askers, row: Row) -> dict[str, str]:
    """What everybody hears: who are you, no, or yes (though perhaps refused for another reason)."""
    heard = {}
    for name, asker in askers.everybody.items():
        answer = asker.ask(row.method, row.path, row.body)
        assert answer.status_code < 500, (name, answer.content)
        heard[name] = {"not_signed_in_here": "who", "forbidden": "no"}.get(code_of(answer), "yes")
        assert code_of(answer) != "csrf"
    return heard


def expected(may: frozenset[str]) -> dict[str, str]:
    return {name: "yes" if name in may else "who" if name == "anonymous" else "no" for name in EVERYBODY}


def test_every_endpoint_has_its_row() -> None:
    assert {row.endpoint for row in ROWS} | APART == endpoints()


def test_every_kind_of_command_has_its_row() -> None:
    assert set(COMMANDS) == set(ROLES_OF)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_endpoint(askers: Askers, row: Row) -> None:
    assert verdicts(askers, row) == expected(row.may)


def test_commands(askers: Askers) -> None:
    heard = {
        kind: verdicts(askers, Row("POST /api/commands", "/api/commands", may, {"id": "", "kind": kind}))
        for kind, may in COMMANDS.items()
    }
    assert heard == {kind: expected(may) for kind, may in COMMANDS.items()}


@pytest.mark.parametrize(("path", "may"), [("/api/import?dry=1", PLANNERS), ("/api/ledger/photos", READERS)])
def test_files(askers: Askers, path: str, may: frozenset[str]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    heard = {}
    for name, asker in askers.everybody.items():
        headers = {"Authorization": f"Bearer {asker.bearer}"} if asker.bearer else {"X-CSRFToken": "c" * 32}
        file = SimpleUploadedFile("shop.xlsx", b"neither a workbook nor a picture")
        answer = asker.client.post(path, {"file": file}, headers=headers)
        assert answer.status_code < 500, answer.content
        heard[name] = {"not_signed_in_here": "who", "forbidden": "no"}.get(code_of(answer), "yes")
    assert heard == expected(may)


@pytest.mark.parametrize(
    ("topic", "may"),
    [
        ("wall", KNOWN),
        ("desk", READERS),
        ("problems", READERS),
        ("ledger", READERS),
        ("station:cnc-1", AT_MACHINES),
    ],
)
def test_stream(askers: Askers, topic: str, may: frozenset[str]) -> None:
    status = {name: asker.listen(f"/api/stream?topic={topic}")[0] for name, asker in askers.everybody.items()}
    wanted = {"yes": 200, "who": 401, "no": 403}
    assert status == {name: wanted[word] for name, word in expected(may).items()}


def test_a_link_opens_what_a_wall_shows_and_no_more(askers: Askers) -> None:
    anonymous = askers["anonymous"]
    token = askers.secrets
    opened = {
        f"{holder} {topic}": anonymous.ask(
            "GET", f"/api/snapshot?topic={topic}&token={token[holder]}"
        ).status_code
        for holder in ("wall", "floor", "station")
        for topic in ("wall", "desk", "station:cnc-1")
    }
    assert opened == dict.fromkeys(opened, 401) | {
        "wall wall": 200,
        "wall desk": 403,
        "wall station:cnc-1": 403,
    }
