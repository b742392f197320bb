"""Any table out as Excel, edited, and in again, over the interface."""

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sprue.files.workbook.exporting import HIDDEN
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.shop.ids import MoldId, OperationId, PersonId
from tests.server.askers import Asker, Askers, code_of

pytestmark = pytest.mark.django_db(transaction=True)


def book(asker: Asker, path: str) -> openpyxl.Workbook:
    answer = asker.ask("GET", path)
    assert answer.status_code == 200, answer.content
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def visible(found: openpyxl.Workbook) -> list[str]:
    return [name for name in found.sheetnames if found[name].sheet_state == "visible"]


def column(found: openpyxl.Workbook, sheet: str, title: str) -> list[Any]:
    rows = [[one.value for one in row] for row in found[sheet].iter_rows()]
    place = rows[0].index(title)
    return [row[place] for row in rows[1:]]


def send(asker: Asker, data: bytes | str, name: str = "pasted.tsv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    headers = {"X-CSRFToken": "c" * 32, "Accept-Language": "en"}
    file = SimpleUploadedFile(name, content)
    return asker.client.post("/api/tables/edits", {"file": file}, headers=headers)


def look(asker: Asker, data: bytes | str, name: str = "pasted.tsv") -> dict[str, Any]:
    answer = send(asker, data, name)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def take(asker: Asker, found: dict[str, Any]) -> Any:
    return asker.ask("POST", f"/api/tables/edits/{found['edit_id']}/take")


def saved(found: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def minutes(operation: str) -> int:
    return int(memory.catch_up().shop.operations[OperationId(operation)].run_minutes)


def test_a_sheet_goes_out_whole_or_some_of_its_rows(askers: Askers) -> None:
    planner = askers["planner"]
    whole = book(planner, "/api/tables/operations/excel")
    assert visible(whole) == ["operations"]
    assert len(column(whole, "operations", "operation")) == 10
    assert "old" not in column(
        book(planner, "/api/tables/operations/excel?open=1"), "operations", "operation"
    )
    milled = book(planner, "/api/tables/operations/excel?kind=cnc_finish&open=1")
    assert column(milled, "operations", "operation") == ["mill", "plate-1"]
    assert column(book(planner, "/api/tables/parts/excel?mold=none"), "parts", "part") == []


def test_several_sheets_in_one_file(askers: Askers) -> None:
    found = book(askers["planner"], "/api/tables/excel?sheet=orders&sheet=calendars&sheet=people")
    assert visible(found) == ["orders", "calendars", "people"]


def test_prices_and_badges_are_for_those_who_may_see_them(askers: Askers) -> None:
    def titles(role: str, sheet: str) -> list[Any]:
        found = book(askers[role], f"/api/tables/{sheet}/excel")
        return [cell.value for cell in found[sheet][1]]

    assert "value" in titles("planner", "orders")
    assert "value" not in titles("engineer", "orders")
    assert "badge" in titles("manager", "people")
    assert "badge" not in titles("planner", "people")


def test_out_edited_looked_at_taken(askers: Askers) -> None:
    planner = askers["planner"]
    found = book(planner, "/api/tables/excel?sheet=molds&sheet=operations")
    page = found["operations"]
    titles = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        if row[0].value in ("erode", "old"):
            row[titles.index("run_minutes")].value = 480
    looked = look(planner, saved(found), "tables.xlsx")

    assert looked["faults"] == []
    assert looked["exported"] is not None
    molds, operations = looked["sheets"]
    assert (molds["same"], molds["takes"]) == (1, 0)
    assert [operations[one] for one in ("same", "changed", "refused", "conflict", "new")] == [8, 1, 1, 0, 0]
    refused, changed = operations["rows"]
    assert (refused["id"], refused["reason"]) == ("old", "It is already finished")
    assert changed["cells"] == [
        {"column": "run_minutes", "old": "600", "new": "480", "was": "", "conflict": False}
    ]
    assert take(planner, looked).status_code == 200
    assert minutes("erode") == 480
    assert code_of(take(planner, looked)) == "unknown_import"


def test_what_another_planner_changed_between_look_and_take_is_a_conflict(askers: Askers) -> None:
    planner, manager = askers["planner"], askers["manager"]
    mine = look(planner, "operation\trun_minutes\nerode\t480\n")
    other = look(manager, "operation\trun_minutes\nerode\t470\n")
    take(manager, other)
    answer = take(planner, mine)

    assert code_of(answer) == "edited_meanwhile"
    assert minutes("erode") == 470


def test_a_file_knows_what_it_was_written_from(askers: Askers) -> None:
    planner = askers["planner"]
    found = book(planner, "/api/tables/operations/excel")
    assert [name for name in found.sheetnames if name.startswith(HIDDEN)] == ["_operations", "_sprue"]
    page = found["operations"]
    place = [cell.value for cell in page[1]].index("run_minutes")
    next(row for row in page.iter_rows(min_row=2) if row[0].value == "erode")[place].value = 480
    take(planner, look(planner, "operation\trun_minutes\tname\nerode\t470\tErode\n"))
    sheet = look(planner, saved(found), "tables.xlsx")["sheets"][0]

    (row,) = sheet["rows"]
    assert (row["state"], sheet["takes"]) == ("conflict", 0)
    assert row["cells"] == [
        {"column": "run_minutes", "old": "470", "new": "480", "was": "600", "conflict": True}
    ]


def test_a_new_mold_with_its_parts_and_routing_is_pasted(askers: Askers) -> None:
    planner = askers["planner"]
    for text in (
        "mold\torder\tname\tdue\nM9\tO1\tBumper\t2027-03-01\n",
        "part\tmold\tname\nm9-core\tM9\tCore\n",
        "operation\tpart\tstep\tkind\trun_minutes\nm9-1\tm9-core\t10\tcnc_finish\t90\n",
    ):
        looked = look(planner, text)
        assert looked["sheets"][0]["new"] == 1, looked
        assert take(planner, looked).status_code == 200
    shop = memory.catch_up().shop
    assert shop.mold_of(shop.operations[OperationId("m9-1")]).id == MoldId("M9")


def test_a_further_machine_other_hours_and_a_new_colleague(askers: Askers) -> None:
    manager = askers["manager"]
    before = present.snapshot("desk", "en")
    found = book(manager, "/api/tables/excel?sheet=machines&sheet=people&sheet=calendars")
    add = {"machine": "cnc-3", "name": "DMG 3", "kind": "cnc_finish", "calendar": "late"}
    found["machines"].append([add.get(cell.value) for cell in found["machines"][1]])
    found["calendars"].append(["late", "mon", "15:00-23:00"])
    found["calendars"]["C2"].value = "08:00-12:00"
    person = {"person": "new", "name": "Sun Hao", "kinds": "cnc_finish", "calendar": "late", "badge": "B-NEW"}
    found["people"].append([person.get(cell.value) for cell in found["people"][1]])
    looked = look(manager, saved(found), "hall.xlsx")

    machines, people, calendars = looked["sheets"]
    assert looked["faults"] == []
    assert [sheet["takes"] for sheet in (machines, people, calendars)] == [1, 1, 2]
    changed = next(row for row in calendars["rows"] if row["state"] == "changed")
    assert changed["cells"] == [
        {
            "column": "mon",
            "old": "08:00-12:00 13:00-20:00",
            "new": "08:00-12:00",
            "was": "",
            "conflict": False,
        }
    ]
    assert take(manager, looked).status_code == 200
    after = present.snapshot("desk", "en")
    assert present.since(before["cursor"], "desk") is None  # whoever reads on loads all of it anew
    assert {*after["tables"]["machines"]} - {*before["tables"]["machines"]} == {"cnc-3"}
    assert memory.state.shop.people[PersonId("new")].name == "Sun Hao"
    assert "new" in after["tables"]["people"]
    taken = json.loads(manager.ask("GET", "/api/tables/taken").content)
    assert {sheet["name"]: sheet["rows"] for sheet in taken[0]["sheets"]} == {
        "machines": 1,
        "people": 1,
        "calendars": 2,
    }
    told = json.loads(manager.ask("GET", f"/api/tables/taken/{taken[0]['seq']}").content)
    assert {"column": "mon", "old": "08:00-12:00 13:00-20:00", "new": "08:00-12:00"} in [
        cell for row in told["rows"] for cell in row["cells"]
    ]


def test_a_badge_that_the_role_does_not_see_is_not_changed(askers: Askers) -> None:
    answer = send(askers["planner"], "person\tbadge\nli\tB-WANG\n")
    assert code_of(answer) == "forbidden"
    looked = look(askers["manager"], "person\tbadge\nli\tB-WANG\n")
    (row,) = looked["sheets"][0]["rows"]
    assert (row["state"], row["reason"]) == ("refused", "Another person has this badge")


def test_a_fault_keeps_everything_out(askers: Askers) -> None:
    looked = look(askers["planner"], "operation\trun_minutes\nerode\t480\nmill\tlong\n")

    assert looked["edit_id"] is None
    assert [fault["value"] for fault in looked["faults"]] == ["long"]


def test_edits_are_no_shop_and_a_shop_is_no_edit(askers: Askers) -> None:
    planner = askers["planner"]
    looked = look(planner, "operation\trun_minutes\nerode\t480\n")
    assert code_of(planner.ask("POST", f"/api/import/{looked['edit_id']}/take")) == "unknown_import"
    assert minutes("erode") == 600


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"operation\t", b'operation\trun_minutes\n"']
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv", "a.csv", "a"])
def test_what_is_no_table_is_a_fault(askers: Askers, data: bytes, name: str) -> None:
    looked = look(askers["planner"], data, name)
    assert looked["edit_id"] is None


def test_an_unknown_sheet_is_not_there(askers: Askers) -> None:
    assert askers["planner"].ask("GET", "/api/tables/settings/excel").status_code == 404
