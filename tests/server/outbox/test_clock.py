"""The clock process: what falls due climbs once, by whichever clock, however often it is started."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from sprue.server.floor import actions, queries
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.who import SERVER
from sprue.server.workers import loop
from sprue.server.workers.clock import Clock
from sprue.shop.problems import DEFAULT_RULES
from tests.core.floor.shops import NOW
from tests.server.floor.senders import PLANNER, open_shop, send

pytestmark = pytest.mark.usefixtures("journal")


def climbs() -> list[tuple[str, datetime]]:
    rows = Row.objects.filter(kind="ProblemEscalated").order_by("seq")
    return [(str(row.event_id), row.happened_at) for row in rows]


def at(minutes: float) -> None:
    """Shop time is so many minutes after the small shop's Monday morning."""
    actions.set_clock(1.0, SERVER, at=NOW + timedelta(minutes=minutes))


def run(clock: Clock) -> int:
    """All steps that there are to do."""
    count = 0
    while clock.step():
        count += 1
    return count


def test_a_problem_climbs_at_its_limits_and_every_screen_says_so() -> None:
    open_shop()
    send("raise_problem", problem="p", problem_kind="machine", machine="cnc-1", person="li")
    raised = Row.objects.get(kind="ProblemRaised").happened_at
    clock = Clock(Memory())
    assert run(clock) == 0
    at(6)
    run(clock)
    at(200)
    run(clock)
    assert [moment for _, moment in climbs()] == [raised + timedelta(minutes=5), raised + timedelta(hours=2)]
    row = queries.snapshot("wall", "en")["tables"]["problems"]["p"]
    assert (row["level"], row["because"], row["climbs_at"]) == (3, "not_resolved", None)
    assert [step["what"] for step in row["history"]] == ["raised", "escalated", "escalated"]
    messages = queries.snapshot("wall", "en")["tables"]["messages"].values()
    assert [m["facts"]["level"] for m in messages if m["code"] == "problem_escalated"] == [2, 3]


def test_two_clocks_at_once_and_one_that_was_killed_record_a_climb_once() -> None:
    open_shop()
    for number in range(5):
        send("raise_problem", problem=f"p{number}", problem_kind="collision", machine="cnc-1")
    at(300)
    clocks = [Clock(Memory()) for _ in range(2)]
    stop = threading.Event()
    threads = [threading.Thread(target=loop.work, args=(clock, stop)) for clock in clocks]
    for thread in threads:
        thread.start()
    limit = datetime.now(UTC) + timedelta(seconds=20)
    while len(climbs()) < 10 and datetime.now(UTC) < limit:
        stop.wait(0.05)
    stop.set()
    for thread in threads:
        thread.join(10)
    found = climbs()
    assert len(found) == len({name for name, _ in found}) == 10
    assert run(Clock(Memory())) == 0
    levels = [problem.level for problem in memory.catch_up().problems.values()]
    assert levels == [3] * 5


def test_rules_outlive_an_import_and_a_restart() -> None:
    open_shop()
    duty = {"department": "cam", "person": "li", "weekdays": [0, 1], "start": 1200, "end": 480}
    send("change_duty_list", duties=[duty])
    found = queries.problem_rules()
    rules = {**found["rules"], "silence": {"start": 1320, "end": 360}}
    send("change_problem_rules", rules=rules)
    open_shop()
    assert queries.problem_rules()["duties"] == [duty]
    state = Memory().catch_up()
    assert state == memory.catch_up()
    assert state.problem_rules.silence is not None
    assert state.problem_rules.silence.start == 1320
    assert state.problem_rules.kinds == DEFAULT_RULES  # as they were read, nulls and all


def test_health_says_whether_clock_and_messenger_live() -> None:
    assert queries.health()["clock"] == {"alive": False}
    loop.beat("clock")
    assert queries.health()["clock"] == {"alive": True}
    assert queries.health()["messenger"] == {"alive": False}


def test_a_forgotten_timer_is_closed_once_as_of_the_end_of_the_shift_and_asks_the_leader() -> None:
    open_shop()
    send("badge_in", person="li", machine="cnc-1")
    send("start", operation="mill", machine="cnc-1", person="li")
    clock = Clock(Memory())
    assert run(clock) == 0
    at(11 * 60)
    run(clock)
    assert run(Clock(Memory())) == 0
    end = NOW + timedelta(hours=10)
    row = queries.snapshot("desk", "en")["tables"]["operations"]["mill"]
    assert row["work"] == "paused"
    asked = [*queries.snapshot("station:cnc-1", "en")["tables"]["questions"].values()]
    assert [(q["command"], q["person_name"]) for q in asked] == [("finish", "Li Wei")]
    assert datetime.fromisoformat(asked[0]["at"]) == end
    send("decide_question", PLANNER, question=asked[0]["id"], accepted=True, note="")
    done = queries.snapshot("desk", "en")["tables"]["operations"]["mill"]
    assert (done["work"], datetime.fromisoformat(done["finished"])) == ("done", end)
