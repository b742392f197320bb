"""Drafts: looked at while a bar is dragged, kept beside the plan, published with a reason."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sprue.server.floor import actions, ask, queries
from sprue.server.floor.memory import Memory
from sprue.server.floor.memory import memory as web
from sprue.server.floor.models import Draft
from sprue.server.floor.models import Entry as Row
from sprue.server.workers.answers import quick
from sprue.server.workers.bases import Bases
from sprue.shop.gates import OK
from sprue.shop.ids import OperationId
from sprue.shop.routing import Status
from tests.core.floor.shops import NOW, small_plan, small_shop
from tests.server.askers import Askers
from tests.server.floor.answering import answering
from tests.server.floor.senders import PLANNER, send
from tests.server.published import unlike_published

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def planner(askers: Askers) -> Iterator[None]:
    """The planner process for questions is at work."""
    with answering([quick(Bases(Memory(), time.monotonic))]):
        yield


def post(askers: Askers, path: str, body: Any, who: str = "planner") -> tuple[int, Any]:
    """Status and JSON of a POST."""
    response = askers[who].ask("POST", path, body)
    found = json.loads(response.content) if response.content else None
    assert not unlike_published("POST", path, response.status_code, found)
    return response.status_code, found


def read(askers: Askers, path: str) -> Any:
    """JSON of a GET, as it is published."""
    found = askers["planner"].read(path)
    assert not unlike_published("GET", path, 200, found)
    return found


def moved_to(
    machine: str | None, hours: float, *, pin: bool = False, operation: str = "mill"
) -> dict[str, Any]:
    """An operation put on a machine so many hours after the Monday morning."""
    start = (NOW + timedelta(hours=hours)).isoformat()
    return {"operation": operation, "machine": machine, "start": start, "pin": pin}


def journal() -> list[str]:
    return [*Row.objects.order_by("seq").values_list("kind", flat=True)]


def test_a_bar_that_is_dragged_shows_what_moves_and_the_live_plan_stays(askers: Askers) -> None:
    before = journal()
    status, found = post(askers, "/api/drafts/preview", {"base": 1, "changes": [moved_to("cnc-2", 24)]})
    assert status == 200
    assert found["base"] == 1
    assert found["breaks"] == []
    milled = next(row for row in found["moved"] if row["operation"] == "mill")
    assert milled["machine"] == "cnc-2"
    assert milled["start"] == (NOW + timedelta(hours=24)).isoformat()
    # What waits for it goes along.
    assert "plate-2" in {row["operation"] for row in found["moved"]}
    assert journal() == before
    with web.lock:
        assert web.catch_up().plan == small_plan()
    assert not Draft.objects.exists()


def test_a_machine_that_can_not_do_it_and_a_time_that_is_over_are_told(askers: Askers) -> None:
    body = {"base": 1, "changes": [moved_to("press-1", 24), moved_to(None, -5, operation="later")]}
    _, found = post(askers, "/api/drafts/preview", body)
    assert [(b["operation"], b["rule"], b["text"]) for b in found["breaks"]] == [
        ("mill", "machine_unfit", "it can't be done on press-1"),
        ("later", "past", "this time is over"),
    ]


def test_what_comes_before_keeps_an_operation_from_being_drawn_forward(askers: Askers) -> None:
    body = {"base": 1, "changes": [moved_to("bench-1", 0.5, operation="plate-2")]}
    _, found = post(askers, "/api/drafts/preview", body)
    (broken,) = found["breaks"]
    assert broken["rule"] == "predecessor"
    assert broken["text"].startswith("waits for plate-1")


def test_a_trial_that_is_put_off_slips_and_says_by_how_much_it_is_late(askers: Askers) -> None:
    opened(askers)
    _, found = post(
        askers,
        "/api/drafts/preview",
        {"base": 1, "changes": [moved_to("press-1", 24 * 9, operation="trial")]},
    )
    (slip,) = found["slips"]
    assert (slip["mold"], slip["milestone"]) == ("M1", "T1")
    assert slip["to"] > slip["from"]
    # Promised after eight days, begun after nine: more than a day late.
    assert slip["late"] >= 24


def opened(askers: Askers) -> None:
    """Nothing is in the way of the trial any more."""
    shop = small_shop()
    operations = {
        name: replace(
            o, electrode=OK, drawing=OK, status=Status.WAITING if o.status is Status.HELD else o.status
        )
        for name, o in shop.operations.items()
    }
    bought = {name: replace(purchase, received=NOW) for name, purchase in shop.purchases.items()}
    actions.import_shop(replace(shop, operations=operations, purchases=bought), PLANNER)
    actions.publish_plan(small_plan(), PLANNER)


def keep(askers: Askers, *changes: dict[str, Any], name: str = "Mill tomorrow") -> dict[str, Any]:
    status, found = post(askers, "/api/drafts", {"base": 1, "changes": changes, "name": name})
    assert status == 201, found
    return dict(found)


def test_a_kept_draft_is_a_plan_without_a_fault_and_is_published_with_its_reason(askers: Askers) -> None:
    kept = keep(askers, moved_to("cnc-2", 24, pin=True))
    assert [draft["name"] for draft in read(askers, "/api/drafts")["drafts"]] == ["Mill tomorrow"]
    status, answer = post(askers, f"/api/drafts/{kept['id']}/publish", {"message": "Crane on Monday"})
    assert (status, answer["status"]) == (200, "accepted")
    assert not Draft.objects.exists()
    with web.lock:
        state = web.catch_up()
    assert state.plan is not None
    assert (state.plan.version, state.plan.message) == (2, "Crane on Monday")
    pinned = state.shop.operations[OperationId("mill")]
    assert (pinned.pinned, pinned.machine, pinned.pinned_start) == (True, "cnc-2", NOW + timedelta(hours=24))
    row = next(row for row in state.plan.rows if row.operation == "mill")
    assert (row.machine, row.setup_start) == ("cnc-2", NOW + timedelta(hours=24))
    newest = queries.plans()[0]
    assert (newest["actor"], newest["message"]) == ("planner", "Crane on Monday")
    wall = queries.snapshot("wall", "en")["tables"]["shop"]["shop"]
    assert wall["plan_message"] == "Crane on Monday"


def test_a_draft_of_an_older_plan_is_refused_with_the_difference_and_brought_onto_the_new_one(
    askers: Askers,
) -> None:
    kept = keep(askers, moved_to("cnc-2", 24))
    other = keep(askers, moved_to("cnc-1", 48, operation="plate-1"), name="Plate later")
    post(askers, f"/api/drafts/{other['id']}/publish", {"message": "Plate later"})
    path = f"/api/drafts/{kept['id']}"
    status, refused = post(askers, f"{path}/publish", {"message": "Mill tomorrow"})
    assert (status, refused["code"], refused["facts"]) == (409, "plan_moved", {"base": 1, "live": 2})
    assert "plate-1" in {row["operation"] for row in refused["difference"]["moved"]}
    status, anew = post(askers, f"{path}/rebase", {})
    assert (status, anew["base"]) == (200, 2)
    rows = {row.operation: row for row in ask.unpack(bytes(Draft.objects.get().body)).rows}
    assert rows[OperationId("mill")].machine == "cnc-2"
    assert rows[OperationId("plate-1")].setup_start >= NOW + timedelta(hours=48)
    assert post(askers, f"{path}/publish", {"message": "Mill tomorrow"})[0] == 200


def test_a_draft_with_a_pin_on_work_that_has_begun_meanwhile_is_outdated(askers: Askers) -> None:
    kept = keep(askers, moved_to("cnc-2", 24, pin=True))
    send("badge_in", person="li", machine="cnc-1")
    send("start", operation="mill", machine="cnc-1", person="li")
    status, refused = post(askers, f"/api/drafts/{kept['id']}/publish", {"message": "too late"})
    assert (status, refused["code"]) == (409, "plan_outdated")


def test_drafts_are_renamed_compared_and_forgotten(askers: Askers) -> None:
    kept = keep(askers, moved_to("cnc-2", 24))
    path = f"/api/drafts/{kept['id']}"
    assert (
        json.loads(askers["planner"].ask("PUT", path, {"name": "Mill on two"}).content)["name"]
        == "Mill on two"
    )
    assert "mill" in {row["operation"] for row in read(askers, f"{path}/compare")["moved"]}
    assert askers["planner"].ask("DELETE", path).status_code == 204
    assert askers["planner"].ask("GET", path).status_code == 409


def test_another_shop_leaves_no_draft(askers: Askers) -> None:
    keep(askers, moved_to("cnc-2", 24))
    opened(askers)
    assert not Draft.objects.exists()


def test_only_who_plans_makes_drafts(askers: Askers) -> None:
    body = {"base": 1, "changes": [moved_to("cnc-2", 24)]}
    assert post(askers, "/api/drafts/preview", body, "floor")[0] == 403
