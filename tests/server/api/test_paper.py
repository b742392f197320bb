"""Paper over the interface: the live shop in the asker's language, and refusals that say what to do."""

import sys
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from sprue.server.floor import paper
from tests.core.files.paper.sheets import Sheet, sheets_of
from tests.server.askers import Askers, code_of


def sheets(answer: Any) -> list[Sheet]:
    """The pages of an answer that is a PDF."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    return sheets_of(answer.content)


def test_travelers_of_a_mold_tell_what_has_happened_and_open_the_right_action(askers: Askers) -> None:
    planner, station = askers["planner"], askers["station"]
    at = {"machine": "cnc-1", "person": "li"}
    for done in ({"kind": "badge_in", **at}, {"kind": "start", "operation": "mill", **at}):
        told = askers["floor"].ask("POST", "/api/commands", {"id": str(uuid4()), **done})
        assert told.json()["status"] == "accepted"
    found = sheets(planner.ask("GET", "/api/paper/travelers?mold=M1"))
    assert len(found) == 4, "base, core, plate, pins"
    core = next(sheet for sheet in found if "core" in sheet.codes)
    assert "began 23 Nov 10:00" in core.words
    scanned = station.read(f"/api/travelers?code={core.codes[0]}&machine=cnc-1&person=li")
    assert (scanned["operation"], scanned["action"]) == ("mill", "finish")


def test_parts_are_named_by_id_or_by_the_day_on_which_they_begin(askers: Askers) -> None:
    planner = askers["planner"]
    assert len(sheets(planner.ask("GET", "/api/paper/travelers?part=core&part=plate"))) == 2
    monday = sheets(planner.ask("GET", "/api/paper/travelers?day=2026-11-23"))
    assert len(monday) == 3, "nothing of the pins is planned"
    answer = planner.ask("GET", "/api/paper/travelers?day=2026-11-29")
    assert (answer.status_code, code_of(answer)) == (404, "nothing_to_print")


def test_the_language_is_chosen_by_the_address(askers: Askers) -> None:
    (sheet,) = sheets(askers["planner"].ask("GET", "/api/paper/travelers?part=core&lang=zh-hans"))
    assert "流转卡" in sheet.words


@override_settings(SPRUE_URL="https://sprue.example:8443")
def test_labels_of_parts_electrodes_and_machines(askers: Askers) -> None:
    planner = askers["planner"]
    assert len(sheets(planner.ask("GET", "/api/paper/labels?mold=M1&size=50x30"))) == 4
    (a4,) = sheets(planner.ask("GET", "/api/paper/labels?mold=M1&size=50x30&sheet=true"))
    assert (a4.size, len(a4.codes)) == ((210, 297), 4)
    none = planner.ask("GET", "/api/paper/labels?mold=M1&of=electrodes")
    assert code_of(none) == "nothing_to_print"
    (machine,) = sheets(planner.ask("GET", "/api/paper/machine-labels?machine=edm-1"))
    assert machine.codes == ("https://sprue.example:8443/terminal/?station=edm-1",)


def test_badges_are_for_managers(askers: Askers) -> None:
    assert code_of(askers["planner"].ask("GET", "/api/paper/badges")) == "forbidden"
    found = sheets(askers["manager"].ask("GET", "/api/paper/badges?department=CNC"))
    assert [sheet.codes for sheet in found] == [("B-LI",)]
    assert code_of(askers["manager"].ask("GET", "/api/paper/badges?person=x")) == "unknown_person"


def test_a_dispatch_list_and_a_gantt_chart_of_a_department(askers: Askers) -> None:
    planner = askers["planner"]
    (page,) = sheets(planner.ask("GET", "/api/paper/dispatch?department=CNC"))
    assert "Mon 23 Nov" in page.words
    assert "plate-1" in page.words
    (chart,) = sheets(planner.ask("GET", "/api/paper/gantt?kind=fitting_bench&days=14&lang=zh-hans"))
    assert chart.size == (420, 297)
    assert "Test shop · 钳工" in chart.words


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("travelers", "bad_request"),
        ("travelers?mold=M9", "not_found"),
        ("travelers?part=x", "not_found"),
        ("dispatch?department=x", "not_found"),
        ("dispatch?day=tomorrow", "bad_request"),
        ("gantt?days=1000", "bad_request"),
        ("labels?mold=M1&size=1x1", "bad_request"),
    ],
)
def test_what_can_not_be_printed_says_why(askers: Askers, path: str, code: str) -> None:
    assert code_of(askers["planner"].ask("GET", f"/api/paper/{path}")) == code


def test_a_browser_that_shows_the_answer_gets_a_page_to_read(askers: Askers) -> None:
    shown = {"Sec-Fetch-Dest": "document"}
    answer = askers["planner"].ask("GET", "/api/paper/travelers?mold=<M9>&lang=zh-hans", **shown)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "找不到" in answer.content.decode()
    assert "<M9>" not in answer.content.decode()


def test_more_who_print_at_once_are_asked_to_wait(askers: Askers) -> None:
    """Printing leaves most threads of the server to those who report."""
    held = [paper._ROOM.acquire(blocking=False) for _ in range(3)]
    try:
        answer = askers["planner"].ask("GET", "/api/paper/travelers?part=core")
        assert (answer.status_code, code_of(answer)) == (503, "press_busy")
    finally:
        for _ in held:
            paper._ROOM.release()
    assert len(sheets(askers["planner"].ask("GET", "/api/paper/travelers?part=core"))) == 1


def test_a_server_without_its_press_says_what_to_install(
    askers: Askers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = askers["planner"].ask("GET", "/api/paper/travelers?part=core")
    assert (answer.status_code, code_of(answer)) == (503, "no_press")
    assert "pip install 'sprue[paper]'" in answer.json()["message"]
