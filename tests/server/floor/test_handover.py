"""Attendance, notes and handovers as they come and go over the wire."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import actions, handovers
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.present import NotFound, Present
from sprue.server.floor.who import Role, Who
from sprue.shop.ids import PersonId
from sprue.shop.state import shop_now
from tests.core.floor.shops import NOW
from tests.server.floor.senders import PLANNER, open_shop, send

LEADER = Who("zhao", Role.LEADER, person=PersonId("zhao"))
EVENING = NOW.replace(hour=12)  # eight o'clock in the shop's zone


@pytest.fixture(autouse=True)
def day(journal: object) -> None:
    """Ten in the morning at the small shop."""
    actions.set_clock(1.0, PLANNER, at=NOW)
    open_shop()


def clock_at(moment: datetime) -> None:
    actions.set_clock(1.0, PLANNER, at=moment)


def test_a_leader_tells_leave_with_one_command_and_every_screen_knows() -> None:
    screen = Present(Memory())

    def li(topic: str) -> dict[str, Any]:
        return dict(screen.snapshot(topic, "en")["tables"]["people"]["li"])

    assert li("leader")["works"]
    send("change_attendance", LEADER, person="li", what="sick", span="shift")
    row = li("leader")
    assert (row["works"], row["away"], row["leader"]) == (False, "sick", "zhao")
    [told] = row["told"]
    send("take_back_attendance", LEADER, person="li", start=told["start"], end=told["end"])
    assert li("desk")["works"]


def test_a_leader_can_not_speak_in_another_s_name() -> None:
    stranger = Who("wang", Role.LEADER, person=PersonId("wang"))
    with pytest.raises(Refusal) as error:
        send("change_attendance", stranger, person="li", what="sick", span="shift", by="zhao")
    assert error.value.code is Code.NOT_YOUR_PEOPLE
    with pytest.raises(Refusal) as error:
        send("change_attendance", Who("new", Role.LEADER), person="li", what="sick", span="shift")
    assert error.value.code is Code.LOGIN_WITHOUT_PERSON
    send("change_attendance", PLANNER, person="li", what="leave", span="week")  # the desk for everybody


def test_the_present_shift_and_a_past_one_as_it_ended() -> None:
    send("start", LEADER, operation="mill", machine="cnc-1", person="li")
    send("note_shift", LEADER, department="CNC", text="clamp 3 is loose")
    now = handovers.page("CNC", None)
    assert [one["operation"] for one in now["running"]] == ["mill"]
    assert [(note["text"], note["person"]) for note in now["notes"]] == [("clamp 3 is loose", "Zhao Lei")]
    clock_at(EVENING + timedelta(hours=13))  # nine next morning
    send("finish", LEADER, operation="mill", person="li")
    past = handovers.page("CNC", EVENING)
    assert [one["operation"] for one in past["running"]] == ["mill"]  # as it was at eight in the evening
    assert past["done"] == []
    assert past["at"] == past["shift"]["end"]
    today = handovers.page("CNC", None)
    assert [one["operation"] for one in today["done"]] == ["mill"]
    assert today["notes"] == []


def test_shifts_can_be_chosen_and_unknown_ones_are_not_found() -> None:
    found = {one["department"]: one["shifts"] for one in handovers.shifts()["departments"]}
    assert set(found) == {"CNC", "EDM", "Fitting", "Trial", "maintenance"}
    assert found["CNC"][-1]["end"] == handovers.page("CNC", None)["shift"]["end"]
    with pytest.raises(NotFound):
        handovers.page("CNC", NOW)
    with pytest.raises(NotFound):
        handovers.page("nobody", None)
    with memory.lock:
        assert shop_now(memory.catch_up(), datetime.now(UTC)) >= NOW
