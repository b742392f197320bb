"""Who may do what: every endpoint and every kind of command, for everybody who can come to the door.

The server is held against the table of permissions: a new endpoint, topic or kind of command that is not in
it fails the first tests, and what the table is meant to say is said again in plain words.
"""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any, get_args, get_type_hints
from uuid import uuid4

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from sprue.server import wire
from sprue.server.api import api
from sprue.server.floor import actions
from sprue.server.floor.parse import KINDS
from sprue.server.floor.who import SERVER, Role
from sprue.server.permissions import COMMANDS, FIELDS, OPEN, TABLE
from sprue.shop.ids import MoldId, OrderId
from tests.core.floor.shops import MOLD, small_plan, small_shop
from tests.server.askers import CUSTOMER, PASSWORD, Asker, Askers, code_of

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
    Row("GET /api/photos/{name}", f"/api/photos/{'a' * 64}.jpg"),
    Row("GET /api/ledger/{item}", "/api/ledger/unknown"),
    Row("GET /api/molds/{mold}/links", "/api/molds/M1/links"),
    Row("GET /api/molds/{mold}/order", "/api/molds/M1/order"),
    Row("GET /api/new-mold", "/api/new-mold"),
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
    Row("POST /api/enroll", "/api/enroll", {"token": "unknown", "station": ""}),
]
#: Endpoints with a test of their own below.
APART = {
    *("POST /api/import", "POST /api/commands", "POST /api/photos"),
    "POST /api/parts/{part}/drawings",
}


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


def expected(may: frozenset[str], askers: Askers) -> dict[str, str]:
    return {
        name: "yes" if name in may else "who" if name == "anonymous" else "no" for name in askers.everybody
    }


def test_everybody_who_can_come_is_asked(askers: Askers) -> None:
    assert set(askers.everybody) == EVERYBODY


def test_every_endpoint_is_in_the_table_and_has_its_row() -> None:
    assert {action for action in TABLE if "/api/" in action} == endpoints()
    assert {row.endpoint for row in ROWS} | APART == endpoints()


def test_every_topic_has_its_row() -> None:
    topics = {action for action in TABLE if action.startswith("topic ")}
    assert topics == {row.action for row in ROWS if row.action} | {"topic own station"}


def test_every_kind_of_command_is_in_the_table() -> None:
    assert set(COMMANDS) == {*KINDS, "publish_plan", "set_clock", "learn_estimates"}


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
    "POST /api/parts/{part}/drawings": "/api/parts/core/drawings",
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
    keys = ("/api/users", "/api/tokens", "/api/channels", "/pin")
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


# -- fields ----------------------------------------------------------------------


def keys_of(value: Any) -> set[str]:
    """Every name of a field anywhere in an answer."""
    if isinstance(value, dict):
        return set(value).union(*(keys_of(item) for item in value.values()))
    return set().union(*(keys_of(item) for item in value)) if isinstance(value, list) else set()


def answers_to(asker: Asker) -> dict[str, Any]:
    """What somebody reads at all doors that he may open, and at those of his own topic."""
    doors = [row for row in ROWS if row.method == "GET"]
    doors.append(Row("GET /api/snapshot", "/api/snapshot?topic=station:cnc-1"))
    found = {row.path: asker.ask("GET", row.path) for row in doors}
    return {path: read(answer) for path, answer in found.items() if answer.status_code == 200}


def read(answer: HttpResponse) -> Any:
    """What is in an answer: of JSON all, of a workbook all cells, of paper its text."""
    if answer["Content-Type"].startswith("application/json"):
        return json.loads(answer.content)
    if answer["Content-Type"] == "application/pdf":
        return [page.get_textpage().get_text_range() for page in PdfDocument(answer.content)]
    book = load_workbook(BytesIO(answer.content), read_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


PRICE = 987654.25


@pytest.fixture
def priced(askers: Askers) -> Askers:
    """The small shop, whose order is worth something; all that a shop knows of a person is there."""
    shop = small_shop()
    order = replace(shop.orders[OrderId("O1")], value=Decimal(str(PRICE)), currency="CNY")
    actions.import_shop(replace(shop, orders={order.id: order}), SERVER)
    actions.publish_plan(small_plan(), SERVER)
    return askers


def test_fields_reach_only_who_may_see_them(priced: Askers) -> None:
    for name, asker in priced.everybody.items():
        told = answers_to(asker)
        keys = keys_of(told)
        for group, fields in FIELDS.items():
            may = name in {role.value for role in TABLE[group]}
            assert may or not keys & fields, (name, group)
        knows_price = name in {role.value for role in TABLE["field price"]}
        assert (str(PRICE) in json.dumps(told, default=str)) == knows_price, name


def test_nobody_is_told_a_badge_or_a_secret(priced: Askers) -> None:
    for name, asker in priced.everybody.items():
        told = json.dumps(answers_to(asker), default=str)
        assert not [p.badge for p in small_shop().people.values() if p.badge in told], name
        assert not [secret for secret in priced.secrets.values() if secret in told], name


def test_a_worker_is_not_told_who_came_and_left(priced: Askers) -> None:
    told = answers_to(priced["worker"])
    live = [path for path in told if "ledger" not in path]
    assert sorted(live) == ["/api/health", "/api/session", "/api/snapshot?topic=wall", "/api/wall"]
    assert "people" not in told["/api/snapshot?topic=wall"]["tables"]


def test_no_live_row_has_a_field_that_is_hidden_from_anybody() -> None:
    rows = [get_type_hints(row) for row in get_args(wire.Row)]
    hidden = {field for fields in FIELDS.values() for field in fields}
    assert not {field for row in rows for field in row} & hidden


def test_a_link_opens_what_a_wall_shows_and_no_more(askers: Askers) -> None:
    anonymous = askers["anonymous"]
    token = askers.secrets
    opened = {
        f"{holder} {topic}": anonymous.ask(
            "GET", f"/api/snapshot?topic={topic}&token={token[holder]}"
        ).status_code
        for holder in ("wall", "floor", "station", "customer")
        for topic in ("wall", "desk", "station:cnc-1")
    }
    assert opened == dict.fromkeys(opened, 401) | {
        "wall wall": 200,
        "wall desk": 403,
        "wall station:cnc-1": 403,
        "customer wall": 403,
        "customer desk": 403,
        "customer station:cnc-1": 403,
    }


# -- customers -------------------------------------------------------------------


@pytest.fixture
def two_customers(askers: Askers) -> Askers:
    """M1 is Nordlicht's; M2, of the same work, another's; both orders are worth something."""
    shop = small_shop()
    own = replace(shop.orders[OrderId("O1")], customer=CUSTOMER, value=Decimal(str(PRICE)))
    other = replace(own, id=OrderId("O2"), customer="Falkenberg")
    mold = shop.molds[MOLD]
    molds = {MOLD: replace(mold, order=own.id), MoldId("M2"): replace(mold, id=MoldId("M2"), order=other.id)}
    actions.import_shop(replace(shop, orders={own.id: own, other.id: other}, molds=molds), SERVER)
    actions.publish_plan(small_plan(), SERVER)
    return askers


def test_a_customer_sees_his_own_molds_and_nothing_else_of_the_shop(two_customers: Askers) -> None:
    link = f"/api/progress?token={two_customers.secrets['customer']}"
    told = json.loads(two_customers["anonymous"].ask("GET", link).content)
    assert [mold["id"] for mold in told["molds"]] == [MOLD]
    assert told["customer"] == CUSTOMER
    text = json.dumps(told)
    shop = small_shop()
    names = {person.name for person in shop.people.values()}
    foreign = {"Falkenberg", "M2", str(PRICE), *names, *shop.machines}
    assert not {word for word in foreign if word in text}
    assert of(Role.CUSTOMER) == {"GET /api/progress", *OPEN, "GET /api/session"}


def test_a_link_is_made_for_a_customer_with_an_order_and_can_be_taken_back(two_customers: Askers) -> None:
    manager = two_customers["manager"]
    body = {"role": "customer", "label": "Mr. Falk", "customer": "Falkenberg"}
    made = json.loads(manager.ask("POST", "/api/tokens", body).content)
    link = f"/api/progress?token={made['token']}"
    told = json.loads(two_customers["anonymous"].ask("GET", link).content)
    assert [mold["id"] for mold in told["molds"]] == ["M2"]
    for wrong in ({**body, "customer": "nobody"}, {**body, "customer": ""}):
        assert code_of(manager.ask("POST", "/api/tokens", wrong)) == "unknown_customer"
    assert manager.ask("DELETE", f"/api/tokens/{made['id']}").status_code == 204
    assert two_customers["anonymous"].ask("GET", link).status_code == 401
