"""The planner's four questions and scenarios, as they are asked over the wire; answers equal fresh plans."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from sprue.planning.build import problem_of
from sprue.planning.changes import MachineOut
from sprue.planning.changing import apply_all
from sprue.planning.objective import weighted_tardiness_hours
from sprue.planning.promise import Wish, promise
from sprue.planning.raising import raised
from sprue.planning.reliable import reliable
from sprue.planning.repairing import Repair
from sprue.server.floor import ask
from sprue.server.floor.memory import Memory
from sprue.server.floor.memory import memory as web
from sprue.server.floor.models import Draft, Question
from sprue.server.floor.models import Entry as Row
from sprue.server.workers.answers import quick, slow
from sprue.server.workers.bases import Bases
from sprue.server.workers.inquirer import SCENARIOS
from sprue.shop.ids import MachineId
from sprue.shop.orders import MoldClass
from tests.core.floor.shops import MOLD, NOW
from tests.server.askers import CSRF, Askers
from tests.server.floor.answering import answering
from tests.server.floor.senders import send
from tests.server.floor.test_drafts import moved_to, opened
from tests.server.published import unlike_published

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def bases(askers: Askers) -> Iterator[Bases]:
    """The planner process for questions is at work; nothing is in the way of the small shop's trial."""
    opened(askers)
    # Steady seconds stand still: the answers of one test are of one moment.
    found = Bases(Memory(), lambda: 100.0)
    with ThreadPoolExecutor(2) as pool, answering([quick(found), slow(found, pool, time.monotonic)]):
        yield found


def put(askers: Askers, path: str, body: Any) -> Any:
    """The answer to a question of the planner."""
    response = askers["planner"].ask("POST", path, body)
    found = json.loads(response.content)
    assert response.status_code == 200, found
    until = time.monotonic() + 60
    while "answer" not in found and time.monotonic() < until:
        found = askers["planner"].read(f"/api/questions/{found['question']}")
    assert not unlike_published("POST", path, 200, found)
    return found["answer"]


def test_the_date_of_a_mold_comes_with_its_chances_and_its_chain(askers: Askers, bases: Bases) -> None:
    found = put(askers, "/api/questions/date", {"mold": MOLD})
    base = bases.now()
    fresh = reliable(base.shop, base.live, MOLD, now=base.now, scenarios=SCENARIOS)
    trial = next(one for one in fresh.chances if one.milestone == "T1")
    told = next(one for one in found["dates"] if one["milestone"] == "T1")
    surely = trial.date(0.9)
    assert surely is not None
    assert datetime.fromisoformat(told["dates"]["90%"]) == surely
    assert told["on_time"] == trial.on_time
    assert told["dates"]["50%"] <= told["dates"]["80%"] <= told["dates"]["90%"]
    end = datetime.fromisoformat(told["planned"])
    whole = sum(link["hours"] for link in found["chain"])
    assert whole == pytest.approx((end - base.live.clock.at(0)).total_seconds() / 3600, abs=0.2)
    assert found["chain"][-1]["operation"] == "trial"


def test_the_load_of_each_kind_tells_what_is_needed_and_open(askers: Askers) -> None:
    groups = {(one["group"], one["people"]): one for one in put(askers, "/api/questions/load", {})["groups"]}
    mill = groups["cnc_finish", False]
    assert mill["count"] == 2
    assert sum(week["planned"] for week in mill["weeks"]) > 0
    assert mill["short"] == 0
    assert mill["from"] is None


def test_a_raised_mold_gains_what_a_fresh_plan_says(askers: Askers, bases: Bases) -> None:
    found = put(askers, "/api/questions/raise", {"mold": MOLD, "weight": 5})
    base = bases.now()
    fresh = raised(base.shop, base.live, MOLD, Decimal(5), now=base.now)
    own = {one["milestone"]: one for one in found["weighed"]["own"]}
    (trial,) = (move for move in fresh.weighed.own if move.milestone == "T1")
    assert trial.after is not None
    assert datetime.fromisoformat(own["T1"]["to"]) == fresh.weighed.plan.clock.at(trial.after)
    assert own["T1"]["promised"]
    assert found["weighed"]["slips"] == []


def test_an_order_is_answered_as_a_fresh_promise_is(askers: Askers, bases: Bases) -> None:
    body = {"mold_class": "S", "weight": 2, "name": "Cup", "t1": (NOW + timedelta(days=60)).isoformat()}
    found = put(askers, "/api/questions/order", body)
    base = bases.now()
    wish = Wish(MoldClass.S, Decimal(2), "Cup")
    fresh = promise(base.shop, base.live, wish, now=base.now, scenarios=SCENARIOS)
    for way, ours in ((fresh.beside, found["beside"]), (fresh.first, found["first"])):
        surely = way.t1.date(0.9)
        assert surely is not None
        assert datetime.fromisoformat(ours["t1"]["dates"]["90%"]) == surely
        assert ours["t1"]["by_date"] == way.t1.by(NOW + timedelta(days=60))
        assert len(ours["slips"]) == len(way.slips)
    assert found["beside"]["slips"] == []
    assert found["operations"] == len(fresh.template.operations)


def test_a_quote_is_read_and_its_hours_are_planned(askers: Askers) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("设备类别", "工时"), ("Milling", 300), ("Magic", 4)):
        sheet.append(row)
    data = BytesIO()
    book.save(data)
    response = askers["planner"].client.post(
        "/api/questions/quote",
        {"file": SimpleUploadedFile("quote.xlsx", data.getvalue())},
        headers={"X-CSRFToken": CSRF},
    )
    read = json.loads(response.content)
    assert read == {
        "hours": {"cnc_finish": 300.0},
        "faults": [{"row": 3, "value": "Magic", "fault": "unknown_kind"}],
    }
    found = put(askers, "/api/questions/order", {"mold_class": "S", "hours": read["hours"]})
    needs = {one["kind"]: one["hours"] for one in found["needs"]}
    assert needs["cnc_finish"] == pytest.approx(300, rel=0.05)


def test_what_is_no_quote_is_said_in_the_language_of_the_asker(askers: Askers) -> None:
    response = askers["planner"].client.post(
        "/api/questions/quote",
        {"file": SimpleUploadedFile("quote.xlsx", b"PK nonsense")},
        headers={"X-CSRFToken": CSRF, "Accept-Language": "zh-Hans"},
    )
    assert response.status_code == 422
    assert json.loads(response.content)["message"].startswith("不是报价单")


def test_a_question_that_can_not_be_answered_says_why(askers: Askers) -> None:
    response = askers["planner"].ask("POST", "/api/questions/date", {"mold": "X"})
    assert response.status_code == 409
    assert json.loads(response.content)["code"] == "no_answer"
    assert "X is no mold" in json.loads(response.content)["message"]


def scenario(askers: Askers, name: str, *picks: dict[str, Any]) -> Any:
    return put(askers, "/api/scenarios", {"name": name, "picks": picks})


def out(machine: str, days: float) -> dict[str, Any]:
    span = {"start": NOW.isoformat(), "end": (NOW + timedelta(days=days)).isoformat()}
    return {"change": "machine_out", "name": machine, "times": [span]}


def test_scenarios_stand_side_by_side_and_leave_the_live_plan_alone(askers: Askers, bases: Bases) -> None:
    with web.lock:
        state = web.catch_up()
    before, seq = (state.shop, state.plan), state.seq
    scenario(askers, "Press out", out("press-1", 12))
    scenario(askers, "Rush", {"change": "rush", "name": MOLD, "weight": 5})
    with web.lock:
        state = web.catch_up()
    assert (state.shop, state.plan) == before
    assert state.seq == seq
    page = askers["planner"].read("/api/scenarios")
    assert not unlike_published("GET", "/api/scenarios", 200, page)
    listed = page["drafts"]
    assert [one["name"] for one in listed] == ["Rush", "Press out"]
    told = listed[1]
    base = bases.now()
    change = MachineOut(MachineId("press-1"), NOW, NOW + timedelta(days=12))
    changed = apply_all(base.shop, (change,))
    fresh = Repair()(changed, base.live, base.now)
    hours = weighted_tardiness_hours(problem_of(base.shop, base.now), fresh)
    assert told["after"]["tardiness_hours"] == round(hours, 1) > told["live"]["tardiness_hours"]
    assert told["after"]["late_molds"] == 1
    assert told["after"]["slip_count"] >= 1
    assert told["texts"]["en"][0].startswith("press-1 is out")


def test_adopting_makes_the_facts_and_publishes_the_plan(askers: Askers) -> None:
    made = scenario(askers, "Mill two out", out("cnc-2", 3), {"change": "rush", "name": MOLD, "weight": 4})
    answer = askers["manager"].ask("POST", f"/api/scenarios/{made['id']}/adopt", {"message": "Spindle"})
    assert answer.status_code == 200, answer.content
    kinds = [*Row.objects.order_by("-seq").values_list("kind", flat=True)[:2]]
    assert kinds == ["PlanPublished", "ShopAmended"]
    with web.lock:
        state = web.catch_up()
    assert state.shop.molds[MOLD].weight == 4
    assert [e.resource for e in state.shop.exceptions] == ["cnc-2"]
    assert state.plan is not None
    assert state.plan.message == "Spindle"
    assert not any(
        row.machine == "cnc-2" and row.setup_start < NOW + timedelta(days=3) for row in state.plan.rows
    )
    assert not Draft.objects.exists()


def test_overtime_counts_the_hours_of_those_who_stay(askers: Askers) -> None:
    evening = {
        "start": (NOW + timedelta(hours=10)).isoformat(),
        "end": (NOW + timedelta(hours=12)).isoformat(),
    }
    made = scenario(askers, "Evening", {"change": "overtime", "name": "cnc_finish", "times": [evening]})
    # Two mills need two people: Li and Zhao are able.
    assert made["after"]["overtime_hours"] == 4


def test_a_machine_that_is_not_there_yet_can_be_looked_at_but_not_adopted(askers: Askers) -> None:
    made = scenario(askers, "Third mill", {"change": "further_machine", "name": "cnc-1", "count": 1})
    assert made["adoptable"] is False
    answer = askers["planner"].ask("POST", f"/api/scenarios/{made['id']}/adopt", {"message": "x"})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "not_adoptable")


def test_a_scenario_of_an_older_plan_is_refused_and_planned_again(askers: Askers) -> None:
    made = scenario(askers, "Rush", {"change": "rush", "name": MOLD, "weight": 5})
    draft = json.loads(
        askers["planner"]
        .ask("POST", "/api/drafts", {"base": 1, "changes": [moved_to("cnc-2", 24)], "name": "Mill"})
        .content
    )
    askers["planner"].ask("POST", f"/api/drafts/{draft['id']}/publish", {"message": "Mill on two"})
    path = f"/api/scenarios/{made['id']}"
    answer = askers["planner"].ask("POST", f"{path}/adopt", {"message": "x"})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "plan_moved")
    assert put(askers, f"{path}/again", {})["base"] == 2
    assert askers["planner"].ask("POST", f"{path}/adopt", {"message": "x"}).status_code == 200


def test_outside_work_and_absence_are_picked_like_the_rest(askers: Askers) -> None:
    span = {"start": NOW.isoformat(), "end": (NOW + timedelta(days=1)).isoformat()}
    made = scenario(
        askers,
        "Outside",
        {"change": "outside", "name": "mill", "days": 3},
        {"change": "absence", "name": "wang", "times": [span]},
    )
    rows = {row.operation: row for row in ask.unpack(bytes(Draft.objects.get(id=made["id"]).body)).rows}
    mill = next(row for name, row in rows.items() if name == "mill")
    assert mill.machine is None
    assert mill.end - mill.setup_start == timedelta(days=3)
    assert made["after"]["outside_days"] == 3


def test_questions_of_long_ago_are_forgotten(askers: Askers) -> None:
    put(askers, "/api/questions/load", {})
    Question.objects.update(asked_at=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    put(askers, "/api/questions/load", {})
    assert Question.objects.count() == 1


def test_what_happens_on_the_floor_is_in_the_next_answer(askers: Askers, bases: Bases) -> None:
    put(askers, "/api/questions/load", {})
    before = bases.now().seq
    send("badge_in", person="li", machine="cnc-1")
    send("start", operation="mill", machine="cnc-1", person="li")
    put(askers, "/api/questions/load", {})
    assert bases.now().seq > before
