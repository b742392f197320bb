"""The ledger and the clock: overdue records climb from leader to leader, each step is told once."""

from datetime import timedelta
from typing import Any

import pytest

from sprue.server.floor.models import Entry as Row
from sprue.server.outbox.models import NotificationOut
from sprue.server.workers.clock import Clock
from tests.core.floor.shops import NOW
from tests.server.floor.senders import open_shop, send
from tests.server.outbox.test_clock import run
from tests.server.outbox.test_messages import Desk, at, channel

pytestmark = pytest.mark.usefixtures("journal")
DAY = 24 * 60


def opened(**changes: Any) -> None:
    """A finding about the core for which Li answers within three days."""
    fields: dict[str, Any] = {
        "item": "i1",
        "source": "inspection",
        "problem_kind": "quality",
        "description": "Core 0.05 mm too deep",
        "department": "CNC",
        "owner": "li",
        "operation": "mill",
        "deadline": (NOW + timedelta(days=3)).isoformat(),
        "person": "zhao",
    }
    send("ledger_open", **{**fields, **changes})


def climbs() -> int:
    return Row.objects.filter(kind="LedgerItemClimbed").count()


def test_a_record_past_its_deadline_climbs_once_for_each_leader() -> None:
    open_shop()
    channel("li", "li")
    channel("zhao", "zhao")
    desk = Desk()
    opened()
    assert run_clock() == 0
    at(3 * DAY + 10)
    assert run_clock() == 1
    assert run_clock() == 1
    at(6 * DAY + 10)
    assert run_clock() == 2
    desk.work()
    assert desk.told() == [
        ("li", "ledger_opened"),
        ("li", "ledger_climbed"),
        ("zhao", "ledger_climbed"),
        ("li", "ledger_climbed"),
        ("zhao", "ledger_climbed"),
    ]
    titles = [message.title for _, message in desk.sent]
    assert titles[0] == "Quality defect · M1 · ledger 2026-001: yours to put right"
    assert titles[-1] == "Quality defect · M1 · ledger 2026-001: overdue, level 2"
    assert "Deadline: 2026-11-26 10:00" in desk.sent[0][1].text
    # A messenger that is killed and started again says nothing twice.
    again = Desk()
    again.work()
    assert again.sent == []
    assert NotificationOut.objects.count() == 5


def run_clock() -> int:
    """All steps of a clock; how many climbs there are then."""
    from sprue.server.floor.memory import Memory

    run(Clock(Memory()))
    return climbs()


def test_who_gets_a_record_or_must_do_it_again_is_told() -> None:
    open_shop()
    channel("li", "li")
    channel("fitting", "fitting")
    channel("wang", "wang")
    desk = Desk()
    opened(owner=None, department="Fitting")
    send("ledger_assign", item="i1", department="CNC", owner="li", person="zhao")
    send("ledger_accept", item="i1", person="li")
    send("ledger_correct", item="i1", corrective_action="Probe first", root_cause="Tool length", person="li")
    send("ledger_done", item="i1", evidence="3 cores", person="li")
    send("ledger_verify", item="i1", passed=False, note="the third is deep again", person="wang")
    desk.work()
    assert desk.told() == [("fitting", "ledger_opened"), ("li", "ledger_assigned"), ("li", "ledger_rejected")]
    assert "the third is deep again" in desk.sent[-1][1].text


def test_a_record_that_is_closed_or_given_more_time_does_not_climb() -> None:
    open_shop()
    opened()
    later = (NOW + timedelta(days=30)).isoformat()
    send("ledger_deadline", item="i1", deadline=later, reason="waits for steel", person="zhao")
    at(20 * DAY)
    assert run_clock() == 0
