"""What the desk must know to tell at once what a dragged bar breaks."""

import itertools

import pytest

from sprue.server.floor import plan_facts
from sprue.server.floor.queries import operation
from tests.server.floor.senders import open_shop, send

pytestmark = pytest.mark.usefixtures("journal")


def test_open_operations_tell_what_must_end_first_as_their_page_does() -> None:
    open_shop()
    found = plan_facts.facts()
    assert found["plan_version"] == 1
    for name, facts in found["operations"].items():
        assert facts.get("before", []) == [*dict.fromkeys(operation(name, "en")["predecessors"])]
    assert any(facts.get("before") for facts in found["operations"].values())


def test_work_that_is_done_is_left_out() -> None:
    open_shop()
    assert "mill" in plan_facts.facts()["operations"]
    send("start", operation="mill", machine="cnc-1", person="li")
    send("finish", operation="mill", person="li")
    found = plan_facts.facts()["operations"]
    assert "mill" not in found
    assert not any("mill" in facts.get("before", []) for facts in found.values())


def test_machines_share_the_hours_of_their_calendar() -> None:
    open_shop()
    found = plan_facts.facts()
    places = {machine["calendar"] for machine in found["machines"].values()}
    assert places == set(range(len(found["calendars"])))
    for stretches in found["calendars"]:
        assert stretches
        assert all(a < b for a, b in stretches)
        assert all(b < c for (_, b), (c, _) in itertools.pairwise(stretches))
