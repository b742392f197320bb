"""The desk's figures over the interface: values, groups, the rows below them and their entries, Excel."""

import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sprue.figures.evidence import By
from sprue.figures.facts import facts_of
from sprue.figures.period import Period
from sprue.figures.registry import FIGURES, known_span, measured
from sprue.figures.span import Span
from sprue.server.floor import actions, figures
from sprue.server.floor.figures import Known, Wish, known
from sprue.server.floor.figures_book import workbook
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.present import NotFound, present
from sprue.server.floor.reading import import_seq
from tests.core.floor.shops import NOW, small_shop
from tests.server.floor.senders import PLANNER, open_shop, send, some_id

pytestmark = pytest.mark.usefixtures("journal")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 14:00 of the shop's Monday."""
    monkeypatch.setattr(present, "now", lambda: NOW + timedelta(hours=4))
    known._reading = None


def worked() -> None:
    at = NOW.isoformat()
    send("start", operation="mill", machine="cnc-1", person="li", happened_at=at)
    later = (NOW + timedelta(hours=2)).isoformat()
    send("raise_problem", problem="p", problem_kind="machine", machine="cnc-2", note="", happened_at=at)
    send("acknowledge", problem="p", person="zhao", happened_at=later)
    send("finish", id=some_id(9), operation="mill", person="li", happened_at=later)


def by_name(wish: Wish = Wish(), language: str = "en") -> dict[str, dict[str, Any]]:  # noqa: B008  # frozen
    return {one["name"]: one for one in figures.page(wish, language)["figures"]}


def test_values_are_those_that_the_journal_gives_anew() -> None:
    open_shop()
    worked()
    found = by_name()
    rows = Row.objects.filter(seq__gte=import_seq()).order_by("seq")
    facts = facts_of(entry_of(row) for row in rows)
    now = present.now()
    for name in FIGURES:
        span = known_span(facts, FIGURES[name], Span(now - timedelta(days=30), now))
        assert span is not None
        again = measured(Period(facts, span), name).value
        assert found[name]["value"] == (float(again) if again is not None else None), name
    assert found["first_pass"]["value"] == 1.0


def test_what_comes_later_is_read_on_and_what_is_taken_back_counts_no_more() -> None:
    open_shop()
    assert by_name()["first_pass"]["value"] is None
    worked()
    assert by_name()["first_pass"]["count"] == 1
    send("undo", report=some_id(9))
    assert by_name()["first_pass"]["value"] is None


def test_a_figure_opens_to_its_rows_and_these_to_the_entries() -> None:
    open_shop()
    worked()
    found = figures.rows("first_pass", Wish())
    (row,) = found["rows"]
    assert (found["total"], row["id"], row["name"]) == (1, "mill", "M1 · mill")
    assert [entry["kind"] for entry in row["entries"]] == ["OperationStarted", "OperationFinished"]
    of_cnc = figures.rows("adherence", Wish(by=By.DEPARTMENT, group="CNC"))
    assert {one["id"] for one in of_cnc["rows"]} == {"mill"}
    with pytest.raises(NotFound):
        figures.rows("luck", Wish())


def test_groups_and_words_in_the_language_of_the_asker() -> None:
    open_shop()
    worked()
    chinese = by_name(Wish(by=By.MACHINE), "zh-hans")["utilization"]
    assert chinese["title"] == "设备利用率"
    assert {one["group"] for one in chinese["groups"]} == {"cnc-1", "cnc-2", "edm-1", "press-1"}
    assert by_name(Wish(by=By.MACHINE))["on_time"]["groups"] == []


def test_a_day_before_the_shop_came_in_is_unknown() -> None:
    open_shop()
    worked()
    day = (NOW - timedelta(days=3)).date()
    found = by_name(Wish(first=day, last=day))
    assert {one["value"] for one in found.values()} == {None}
    assert {one["before"] for one in found.values()} == {None}


def test_another_shop_begins_anew_for_a_process_that_knew_the_old_one() -> None:
    open_shop()
    worked()
    assert by_name()["first_pass"]["count"] == 1
    actions.import_shop(small_shop(), PLANNER)
    assert by_name()["first_pass"]["value"] is None


def test_two_processes_know_the_same() -> None:
    open_shop()
    worked()
    one, other = Known(), Known()
    now = present.now()
    assert one.catch_up(now).ledger() == other.catch_up(now).ledger()
    with memory.lock:
        assert one.facts.seq == memory.state.seq


def test_excel_has_all_rows_and_the_formula() -> None:
    open_shop()
    worked()
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook("adherence", Wish(), "zh-hans")))
    assert book.sheet_names == ["明细", "指标"]
    rows = book.get_sheet_by_name("明细").to_python()
    assert rows[0][0] == "对象"
    assert len(rows) == 1 + figures.rows("adherence", Wish())["total"]
    assert "÷" in str(book.get_sheet_by_name("指标").to_python()[1][1])


def test_chances_wait_for_enough_dates() -> None:
    open_shop()
    found = figures.page(Wish(), "en")
    assert [(one["ahead_days"], one["enough"], one["brier"]) for one in found["calibration"]] == [
        (3, False, None),
        (7, False, None),
        (14, False, None),
    ]
    assert figures.chances(7) == []
    with pytest.raises(NotFound):
        figures.chances(5)
