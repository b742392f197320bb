"""What is in the answers: prices, badges and secrets reach only those who may see them.

Whole answers are read, of every endpoint and every stream, in every role: JSON, the cells of workbooks, the
text of paper, and what a stream tells after something has happened.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any, get_args, get_type_hints
from uuid import uuid4

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from sprue.server.floor import actions
from sprue.server.floor.who import SERVER, Role
from sprue.server.permissions import FIELDS, TABLE
from sprue.shop import orders, resources, routing
from sprue.shop.ids import OrderId
from sprue.shop.shop import Settings, Shop
from sprue.wire import rows as wire
from tests.core.floor.shops import small_plan, small_shop
from tests.server.api.test_roles import ROWS, Row
from tests.server.askers import Asker, Askers

PRICE = 987654.25
#: What a shop keeps in columns of its own: rates per hour, costs of outside work.
NOTED = "876543.21"
TOPICS = ("wall", "desk", "problems", "ledger", "leader", "station:cnc-1")
#: Fields of the shop that are money.
MONEY = {"Order.value", "Order.currency", "Settings.currency"}
#: Fields of the shop that are numbers of something else: minutes, pieces, shares, weights.
MEASURES = {
    *(
        "Kind.attention",
        "Machine.speed",
        "MachineOption.run_minutes",
        "SetupRule.minutes",
        "Operation.step",
        "Operation.setup_minutes",
    ),
    *(
        "Operation.run_minutes",
        "Operation.remaining_minutes",
        "Order.weight",
        "Mold.weight",
        "Purchase.quantity",
    ),
}


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


def numbers_of(told: Any) -> str:
    """All that was told, as text without what parts the digits of a number."""
    return json.dumps(told, default=str, ensure_ascii=False).replace(",", "").replace(" ", "")


def priced_shop() -> Shop:
    """The small shop, whose order is worth something, with a price in a column of its own in every sheet."""
    shop = small_shop()
    noted: dict[str, Any] = {"notes": (("price", NOTED), ("费率", NOTED))}
    worth = {"value": Decimal(str(PRICE)), "currency": "CNY"}
    sheets: dict[str, Any] = {
        name: {key: replace(one, **noted) for key, one in getattr(shop, name).items()}
        for name in ("kinds", "machines", "people", "orders", "molds", "parts", "operations", "purchases")
    }
    sheets["orders"] = {OrderId("O1"): replace(sheets["orders"][OrderId("O1")], **worth)}
    return replace(shop, settings=replace(shop.settings, **noted), **sheets)


@pytest.fixture
def priced(askers: Askers) -> Askers:
    """A shop with prices wherever they can be."""
    actions.import_shop(priced_shop(), SERVER)
    actions.publish_plan(small_plan(), SERVER)
    return askers


def told_by_streams(asker: Asker, cursors: dict[str, int]) -> dict[str, Any]:
    """Per topic that somebody may follow: the patches since the cursor, up to the last happening."""
    found: dict[str, Any] = {}
    for topic, cursor in cursors.items():
        path = f"/api/stream?topic={topic}&after={cursor}"
        status, _ = asker.listen(path)
        if status != 200:
            continue
        # The last happening is a publication: it is in the plan's version of every topic.
        _, said = asker.listen(path, until=b'"plan_version":2')
        lines = [line for line in said.decode().splitlines() if line.startswith("data: ")]
        found[topic] = [json.loads(line.removeprefix("data: ")) for line in lines]
    return found


def happen(asker: Asker) -> None:
    """A morning on the floor: work, a problem, a record of the ledger, another plan."""

    def command(kind: str, **said: Any) -> None:
        body = {
            "id": str(uuid4()),
            "kind": kind,
            "happened_at": None,
            "station": None,
            "device": "",
            "device_seq": None,
        }
        answer = asker.ask("POST", "/api/commands", {**body, **said})
        assert answer.status_code == 200, answer.content

    command("badge_in", person="li", machine="cnc-1")
    command("start", operation="mill", machine="cnc-1", person="li")
    command("raise_problem", problem="p", problem_kind="machine", machine="cnc-1", person="li")
    command("ledger_from_problem", item="i", problem="p", person="zhao")
    actions.publish_plan(replace(small_plan(), version=2), SERVER)


def knows_prices(name: str) -> bool:
    return name in {role.value for role in TABLE["field price"]}


def test_fields_reach_only_who_may_see_them(priced: Askers) -> None:
    for name, asker in priced.everybody.items():
        told = answers_to(asker)
        keys = keys_of(told)
        for group, named in FIELDS.items():
            may = name in {role.value for role in TABLE[group]}
            assert may or not keys & named, (name, group)
        assert (str(PRICE) in numbers_of(told)) == knows_prices(name), name
        # Columns of a shop's own may hold rates and costs: they count as prices.
        assert (NOTED in numbers_of(told)) <= knows_prices(name), name


def test_no_stream_and_no_snapshot_tells_a_price(priced: Askers) -> None:
    """Not even those who may know: what the floor tells everybody at once has no prices in it."""
    before = {topic: priced["manager"].read(f"/api/snapshot?topic={topic}") for topic in TOPICS}
    happen(priced["manager"])
    heard = {
        name: told_by_streams(asker, {topic: table["cursor"] for topic, table in before.items()})
        for name, asker in priced.everybody.items()
    }
    after = {topic: priced["manager"].read(f"/api/snapshot?topic={topic}") for topic in TOPICS}
    hidden = {field for group in FIELDS.values() for field in group}
    for name, told in [*heard.items(), ("before", before), ("after", after)]:
        assert not [
            price for price in (str(int(PRICE)), NOTED.split(".", maxsplit=1)[0]) if price in numbers_of(told)
        ], name
        assert not keys_of(told) & hidden, name
    assert {*heard["manager"]} == {*heard["planner"]} == {*TOPICS}
    assert {*heard["worker"]} == {"wall", "ledger"}
    assert {*heard["wall"]} == {"wall"}
    assert heard["customer"] == heard["anonymous"] == {}
    assert all(
        any(patch.get("tables") for patch in patches) for told in heard.values() for patches in told.values()
    )


def test_a_price_is_in_no_answer_to_a_report(priced: Askers) -> None:
    """Of commands, refusals among them, in every role."""
    for name, asker in priced.everybody.items():
        for kind in ("start", "resolve", "change_gate", "receive_material", "publish_plan"):
            body = {"id": str(uuid4()), "kind": kind, "operation": "mill", "machine": "cnc-1", "person": "li"}
            told = numbers_of(asker.ask("POST", "/api/commands", body).content.decode())
            assert str(int(PRICE)) not in told, (name, kind)
            assert NOTED not in told, (name, kind)


def test_whoever_works_or_looks_knows_no_prices() -> None:
    assert not TABLE["field price"] & {
        Role.WORKER,
        Role.WALL,
        Role.STATION,
        Role.CUSTOMER,
        Role.FLOOR,
        Role.LEADER,
    }


def amounts() -> Iterator[str]:
    """Fields of the shop that hold a number of money or measure, or name a currency."""
    for kind in (Settings, *of(orders), *of(resources), *of(routing)):
        hints = get_type_hints(kind)
        for field in fields(kind):
            if Decimal in (hints[field.name], *get_args(hints[field.name])) or "currency" in field.name:
                yield f"{kind.__name__}.{field.name}"


def of(module: Any) -> list[Any]:
    here = [value for value in vars(module).values() if isinstance(value, type) and is_dataclass(value)]
    return [kind for kind in here if kind.__module__ == module.__name__]


def test_every_amount_of_the_shop_is_money_or_a_measure() -> None:
    assert {*amounts()} == MONEY | MEASURES, (
        "a measure goes into MEASURES here; money into MONEY here, and by the name that answers give it"
        " into FIELDS of src/sprue/server/permissions.py"
    )


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
