"""A customer's link: his own molds and nothing else of the shop, until it is taken back."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sprue.server.accounts import tokens
from sprue.server.floor import actions
from sprue.server.floor.who import SERVER, Role
from sprue.server.permissions import OPEN, TABLE
from sprue.shop.ids import MoldId, OrderId
from tests.core.floor.shops import MOLD, small_plan, small_shop
from tests.server.api.test_fields import PRICE, answers_to
from tests.server.askers import CUSTOMER, Askers, code_of
from tests.server.floor.senders import send

TROUBLE = "hot runner leaks at Falkenberg's slide"


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
    # Work has begun, and something is wrong with it: neither by whom nor what is the customer's.
    send("badge_in", person="li", machine="cnc-1")
    send("start", operation="mill", machine="cnc-1", person="li")
    send("raise_problem", problem="p", problem_kind="machine", operation="mill", person="li", note=TROUBLE)
    return askers


def progress(askers: Askers, secret: str, who: str = "anonymous") -> dict[str, Any]:
    """What the link tells when `who` opens it."""
    told: dict[str, Any] = askers[who].read(f"/api/progress?token={secret}")
    return told


def test_a_customer_sees_his_own_molds_and_nothing_else_of_the_shop(two_customers: Askers) -> None:
    told = progress(two_customers, two_customers.secrets["customer"])
    assert [mold["id"] for mold in told["molds"]] == [MOLD]
    assert told["customer"] == CUSTOMER
    shop = small_shop()
    people = {word for one in shop.people.values() for word in (one.name, one.badge)}
    foreign = {"Falkenberg", "M2", "O2", str(PRICE), str(int(PRICE)), TROUBLE, *people, *shop.machines}
    assert TROUBLE in json.dumps(two_customers["planner"].read("/api/snapshot?topic=problems"))
    # Not on his page, nor at any other door that he may try.
    for text in (json.dumps(told), json.dumps(answers_to(two_customers["customer"]))):
        assert not {word for word in foreign if word in text}
    assert {"/api/health", "/api/progress", "/api/session"} == {*answers_to(two_customers["customer"])}


def test_each_of_two_customers_sees_his_own(two_customers: Askers) -> None:
    secret = tokens.issue(Role.CUSTOMER, customer="Falkenberg")[1]
    told = progress(two_customers, secret)
    assert [mold["id"] for mold in told["molds"]] == ["M2"]
    assert not {word for word in (CUSTOMER, "O1", str(PRICE)) if word in json.dumps(told)}


@pytest.mark.parametrize("who", ["manager", "worker", "station"])
def test_whoever_is_known_in_the_browser_sees_by_the_link_what_the_customer_sees(
    two_customers: Askers, who: str
) -> None:
    secret = two_customers.secrets["customer"]
    own = [mold["id"] for mold in progress(two_customers, secret, who)["molds"]]
    assert own == [MOLD]
    # Without the link it is nobody's: there is no customer whose molds these would be.
    assert code_of(two_customers[who].ask("GET", "/api/progress")) == "forbidden"


def test_a_customer_without_open_orders_sees_an_empty_page(two_customers: Askers) -> None:
    actions.import_shop(small_shop(), SERVER)
    assert progress(two_customers, two_customers.secrets["customer"])["molds"] == []


def test_what_may_a_customer() -> None:
    may = {action for action, roles in TABLE.items() if Role.CUSTOMER in roles}
    assert may == {"GET /api/progress", *OPEN, "GET /api/session"}


def test_a_link_is_made_for_a_customer_with_an_order_and_can_be_taken_back(two_customers: Askers) -> None:
    manager = two_customers["manager"]
    body = {"role": "customer", "label": "Mr. Falk", "customer": "Falkenberg"}
    made = json.loads(manager.ask("POST", "/api/tokens", body).content)
    link = f"/api/progress?token={made['token']}"
    assert two_customers["anonymous"].ask("GET", link).status_code == 200
    for wrong in ({**body, "customer": "nobody"}, {**body, "customer": ""}):
        assert code_of(manager.ask("POST", "/api/tokens", wrong)) == "unknown_customer"
    assert manager.ask("DELETE", f"/api/tokens/{made['id']}").status_code == 204
    assert two_customers["anonymous"].ask("GET", link).status_code == 401


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
