"""What pages ask: an operation with its history, links, plans, figures, people, health."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sprue.floor import commands as co
from sprue.floor.loop import Origin
from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import actions, queries
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.parse import BadRequest
from sprue.server.floor.queries import NotFound
from sprue.server.floor.who import SERVER, Role, Who
from sprue.shop.events import (
    Event,
    Fact,
    OperationFinished,
    OperationStarted,
    ShopAmended,
    ShopImported,
    WorkReported,
)
from sprue.shop.ids import OperationId
from tests.core.floor.shops import LI, M1, NOW, small_shop
from tests.server.floor.senders import PLANNER, open_shop, send

pytestmark = pytest.mark.usefixtures("journal")


def test_an_operation_tells_why_what_it_waits_for_and_what_happened() -> None:
    open_shop()
    send("start", operation="mill", machine="cnc-1", person="li")
    send("pause", operation="mill", person="li", reason="tool")
    found = queries.operation("mill", "en")
    assert (found["why"], found["work"], found["successors"]) == (
        "starts at once",
        "paused",
        ["erode", "plate-2"],
    )
    assert [(h["what"], h["person"], h["text"]) for h in found["history"]] == [
        ("OperationStarted", "Li Wei", ""),
        ("OperationPaused", "Li Wei", "tool"),
    ]
    blocked = queries.operation("erode", "zh-hans")
    assert (blocked["why"], blocked["hindrance"]) == ("缺电极且无预计日期", "gate_closed")
    assert [w["what"] for w in blocked["waits_for"]] == ["operation", "electrode"]
    assert blocked["gates"]["electrode"] == {"state": "no", "at": None}


def test_unknown_things_are_not_found() -> None:
    open_shop()
    asks: list[Callable[[], object]] = [
        lambda: queries.operation("x", "en"),
        lambda: queries.links("x"),
        lambda: queries.plan(7),
        lambda: queries.plan(-1),
        lambda: queries.compare(1, 2),
        lambda: queries.snapshot("x", "en"),
        lambda: queries.snapshot("station:x", "en"),
    ]
    for ask in asks:
        with pytest.raises(NotFound):
            ask()


def test_links_of_open_operations_only() -> None:
    open_shop()
    send("start", operation="mill", machine="cnc-1", person="li")
    send("finish", operation="mill", person="li")
    links = queries.links("M1")["links"]
    assert ["erode", "coat"] in links
    assert all("mill" not in pair for pair in links)


def test_people_for_the_pin_pad() -> None:
    open_shop()
    assert queries.people()[0] == {
        "id": "li",
        "name": "Li Wei",
        "initials": "LW",
        "department": "CNC",
        "kinds": ["cnc_finish", "edm_sinker"],
        "machine": "cnc-1",
        "since": queries.people()[0]["since"],
    }
    assert [queries.initials(name) for name in ("王小芳", "Li", "Anna Maria Berg")] == ["小芳", "LI", "AB"]


def history() -> list[Event]:
    """What a log tells of one operation."""
    mill = OperationId("mill")
    hour = timedelta(hours=1)
    facts: list[tuple[datetime, Fact]] = [
        (NOW, ShopImported(small_shop(), "log.csv")),
        (NOW, OperationStarted(mill, M1)),
        (NOW + 3 * hour, WorkReported(mill, M1, NOW, NOW + hour, "setup", LI)),
        (NOW + 3 * hour, WorkReported(mill, M1, NOW + hour, NOW + 3 * hour, "production", LI)),
        (NOW + 3 * hour, OperationFinished(mill)),
    ]
    return [Event(UUID(int=100 + i), at, fact) for i, (at, fact) in enumerate(facts)]


def test_a_log_s_history_shows_in_the_figures_and_comes_in_once() -> None:
    assert actions.import_journal(history(), PLANNER) == 5
    assert actions.import_journal(history(), PLANNER) == 0
    figures = queries.figures()
    (machine,) = figures["machines"]
    assert (machine["machine"], machine["reported"], machine["setup"]) == ("cnc-1", 3.0, 1.0)
    assert figures["setup_share"] == pytest.approx(1 / 3)
    assert figures["orders"][0]["first"] == "2026-11-23T02:00:00.000Z"


def test_a_history_without_its_shop_or_with_another_is_refused() -> None:
    with pytest.raises(BadRequest, match="begins with its shop"):
        actions.import_journal(history()[1:], PLANNER)
    strange = Event(UUID(int=1), NOW, OperationStarted(OperationId("else"), M1))
    with pytest.raises(BadRequest, match="else"):
        actions.import_journal([history()[0], strange], PLANNER)
    with pytest.raises(Refusal) as caught:
        actions.import_journal(history(), Who("x", Role.WALL))
    assert caught.value.code is Code.FORBIDDEN


def test_health_says_how_far_the_planner_is_behind() -> None:
    open_shop()
    assert queries.health() == {
        "ok": True,
        "seq": 4,
        "version": 1,
        "clock": {"alive": False},
        "messenger": {"alive": False},
        "answers": {"alive": False},
        "planner": {"alive": False, "rev": 0, "behind": 4},
    }


def test_the_clock_goes_on_at_another_rate() -> None:
    actions.set_clock(60, PLANNER)
    clock = queries.snapshot("wall", "en")["tables"]["clock"]["clock"]
    assert (clock["rate"], clock["shop"][:13]) == (60, "2026-11-23T02")


def test_what_finished_work_teaches_is_shown_taken_and_given_up() -> None:
    open_shop()
    send("start", operation="mill", machine="cnc-1", person="li")
    actions.set_clock(1.0, SERVER, at=NOW + timedelta(minutes=100))
    send("finish", operation="mill", person="li")
    page = queries.estimates_page()
    (group,) = page["kinds"]
    assert (group["name"], group["count"]) == ("cnc_finish", 1)
    assert page["learned"] == []
    assert page["switched"] is None
    assert queries.snapshot("desk", "en")["tables"]["shop"]["shop"]["learned"] is False
    send("learn_estimates", on=True)
    page = queries.estimates_page()
    assert page["learned"] == page["factors"]
    assert page["switched"]["actor"] == "zhao"
    assert queries.snapshot("desk", "en")["tables"]["shop"]["shop"]["learned"] is True
    told = queries.operation("plate-1", "en")["learned"]
    assert told["count"] == 1
    assert told["factor"] < 1
    assert queries.operation("plate-2", "en")["learned"] is None
    # It outlives an import and a restart.
    open_shop()
    assert [factor["kind"] for factor in queries.estimates_page()["learned"]] == ["cnc_finish"]
    assert Memory().catch_up().learned == memory.catch_up().learned
    send("learn_estimates", on=False)
    assert queries.estimates_page()["learned"] == []


def test_work_that_entered_the_living_shop_counts_in_what_estimates_tell() -> None:
    open_shop()
    more = replace(small_shop().operations[OperationId("mill")], id=OperationId("more"), step=Decimal(1))
    actions.floor().submit(
        co.AmendShop(ShopAmended(operations=(more,))), Origin(UUID(int=1), actor=SERVER.name)
    )
    send("start", operation="more", machine="cnc-1", person="li")
    actions.set_clock(1.0, SERVER, at=NOW + timedelta(minutes=100))
    send("finish", operation="more", person="li")
    (group,) = queries.estimates_page()["kinds"]
    assert (group["name"], group["count"]) == ("cnc_finish", 1)
