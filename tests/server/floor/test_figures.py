"""The wall's figures are read from the journal once and kept up; another process reads the same."""

from datetime import datetime, timedelta

import pytest

from sprue.figures.recent import Figure
from sprue.server.floor import actions, queries
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.server.floor.recent import Figures
from tests.core.floor.shops import NOW, small_shop
from tests.server.floor.senders import PLANNER, open_shop, send, some_id

pytestmark = pytest.mark.usefixtures("journal")


def read(figures: Figures, now: datetime) -> dict[str, Figure]:
    """Step until they are counted, as often as it takes."""
    figures._next = 0.0
    for _ in range(20):
        found = figures.step(memory.began, now)
        if found is not None:
            return found
    raise AssertionError("never counted")


def worked() -> None:
    """A morning: one operation finished, one problem answered."""
    send("start", operation="mill", machine="cnc-1", person="li")
    send("raise_problem", problem="p", problem_kind="machine", machine="cnc-2", note="")
    send("acknowledge", problem="p", person="zhao")
    send("finish", operation="mill", person="li")


def test_figures_go_on_from_where_they_were_and_are_those_read_anew() -> None:
    open_shop()
    kept = Figures()
    assert read(kept, NOW)["first_pass"].value is None
    worked()
    later = NOW + timedelta(hours=4)
    found = read(kept, later)
    assert found == read(Figures(), later)
    assert (found["first_pass"].value, found["first_pass"].count) == (1.0, 1)
    assert found["response"].count == 1
    # By 14:00 the plan of the day let the mill's work and "later" end.
    assert (found["adherence"].value, found["adherence"].count) == (0.5, 2)


def test_a_report_taken_back_counts_for_nothing() -> None:
    open_shop()
    kept = Figures()
    now = NOW + timedelta(hours=1)
    send("start", id=some_id(7), operation="mill", machine="cnc-1", person="li")
    running = read(kept, now)["utilization"].value
    assert running is not None
    assert running > 0.2
    send("undo", report=some_id(7))
    assert (read(kept, now)["utilization"].value, read(Figures(), now)["utilization"].value) == (None, None)


def test_the_next_day_is_held_against_the_plan_that_was_there_at_midnight() -> None:
    open_shop()
    kept = Figures()
    found = read(kept, NOW + timedelta(days=1))
    # Yesterday three operations were to end (the second mill's at 16:30), today none does.
    assert (found["adherence"].value, found["adherence"].count) == (0.0, 4)


def test_a_shop_that_comes_in_begins_anew() -> None:
    open_shop()
    kept = Figures()
    worked()
    assert read(kept, NOW + timedelta(hours=1))["first_pass"].count == 1
    actions.import_shop(small_shop(), PLANNER)
    assert read(kept, NOW + timedelta(hours=1))["first_pass"].value is None


def test_they_come_to_the_wall_with_the_loads() -> None:
    open_shop()
    worked()
    before = queries.snapshot("wall", "en")["tables"]["figures"]
    present.weigh()
    after = queries.snapshot("wall", "en")["tables"]["figures"]
    assert (before, after["first_pass"]["value"]) == ({}, 1.0)
    assert "figures" not in queries.snapshot("desk", "en")["tables"]
