"""What was taken from edited tables is kept; tables as pages show them; files that mean no good."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sprue.server.floor import actions
from sprue.server.floor.memory import memory
from sprue.server.floor.who import SERVER
from sprue.shop.ids import OperationId
from tests.core.floor.shops import small_shop
from tests.server.askers import CSRF, Asker, Askers, code_of
from tests.server.floor.test_tables import book, look, minutes, saved, send, take

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 2**20


def edited(asker: Asker, column: str, value: Any, operation: str = "erode") -> bytes:
    """The sheet of operations as somebody saves it with one cell changed."""
    found = book(asker, "/api/tables/operations/excel")
    page = found["operations"]
    place = [cell.value for cell in page[1]].index(column)
    next(row for row in page.iter_rows(min_row=2) if row[0].value == operation)[place].value = value
    return saved(found)


def test_who_took_what_is_kept_cell_by_cell(askers: Askers) -> None:
    planner = askers["planner"]
    assert planner.read("/api/tables/taken") == []
    take(planner, look(planner, edited(planner, "run_minutes", 480), "C:\\Plan\\week 49.xlsx"))
    take(planner, look(planner, "mold\torder\tname\tdue\tvalue\nM9\tO1\tBumper\t2027-03-01\t\n"))
    take(planner, look(planner, "order\tvalue\nO1\t7777\n"))

    price, new, first = planner.read("/api/tables/taken")
    assert (first["name"], first["who"]) == ("week 49.xlsx", "planner")
    assert first["sheets"] == [{"name": "operations", "rows": 1}]
    assert planner.read(f"/api/tables/taken/{first['seq']}")["rows"] == [
        {
            "sheet": "operations",
            "id": "erode",
            "cells": [{"column": "run_minutes", "old": "600", "new": "480"}],
        }
    ]
    assert planner.read(f"/api/tables/taken/{new['seq']}")["rows"] == [
        {"sheet": "molds", "id": "M9", "cells": []}
    ]
    assert planner.read(f"/api/tables/taken/{price['seq']}")["rows"][0]["cells"][0]["new"] == "7777"
    assert askers["engineer"].read(f"/api/tables/taken/{price['seq']}")["rows"][0]["cells"] == []
    assert planner.ask("GET", f"/api/tables/taken/{first['seq'] - 1}").status_code == 404


def test_columns_of_a_shops_own_reach_only_who_may_see_prices(askers: Askers) -> None:
    shop = small_shop()
    operations = {name: replace(one, notes=(("rate", "80"),)) for name, one in shop.operations.items()}
    actions.import_shop(replace(shop, operations=operations), SERVER)
    planner, engineer = askers["planner"], askers["engineer"]
    take(planner, look(planner, edited(planner, "rate", "95"), "rates.xlsx"))
    (taken,) = planner.read("/api/tables/taken")

    out = book(engineer, "/api/tables/operations/excel")
    assert all("rate" not in [cell.value for cell in sheet[1]] for sheet in out)
    told = planner.read(f"/api/tables/taken/{taken['seq']}")["rows"]
    assert told[0]["cells"] == [{"column": "rate", "old": "80", "new": "95"}]
    assert engineer.read(f"/api/tables/taken/{taken['seq']}")["rows"][0]["cells"] == []
    assert code_of(send(engineer, "operation\trate\nerode\t99\n")) == "forbidden"
    assert dict(memory.state.shop.operations[OperationId("erode")].notes) == {"rate": "95"}


def test_rows_that_the_file_lacks_stay_in_the_shop(askers: Askers) -> None:
    planner = askers["planner"]
    looked = look(planner, "operation\trun_minutes\nerode\t480\n")

    assert looked["sheets"][0]["absent"] == 9
    before = len(planner.read("/api/snapshot?topic=desk")["tables"]["operations"])
    take(planner, looked)
    assert len(planner.read("/api/snapshot?topic=desk")["tables"]["operations"]) == before


def shown(asker: Asker, tables: Any) -> Any:
    file = SimpleUploadedFile("page.json", json.dumps({"tables": tables}).encode())
    headers = {"X-CSRFToken": CSRF, "Accept-Language": "en"}
    return asker.client.post("/api/tables/shown", {"file": file}, headers=headers)


def test_the_tables_of_a_page_go_out_with_real_numbers_and_moments(askers: Askers) -> None:
    table = {
        "name": "Problems: [open]/*?",
        "columns": ["Kind", "Since", "Hours"],
        "rows": [["=HYPERLINK(1)", {"at": "2026-11-02T08:30:00Z"}, 2.5], ["材料", None, 3]],
    }
    answer = shown(askers["engineer"], [table, {**table, "rows": []}, {**table, "name": "n" * 90}])
    assert answer.status_code == 200, answer.content
    page, *more = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    assert [page.title, *(one.title for one in more)] == ["Problems   open", "Problems   open 2", "n" * 31]
    first, second = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert page["A2"].data_type == "s"
    assert [first[0], first[1].isoformat(), first[2]] == ["=HYPERLINK(1)", "2026-11-02T16:30:00", 2.5]
    assert second == ["材料", None, 3]


@pytest.mark.parametrize(
    "table",
    [
        7,
        {"name": "a", "columns": [], "rows": []},
        {"name": "a", "columns": ["a"], "rows": [[{"at": "2026-11-02"}]]},
        {"name": "a", "columns": ["a"], "rows": [[float("nan")]]},
        {"name": "a", "columns": ["a"], "rows": [[[1]]]},
        {"name": "a", "columns": ["a"] * 201, "rows": []},
    ],
)
def test_what_is_no_table_is_turned_away(askers: Askers, table: Any) -> None:
    assert code_of(shown(askers["planner"], [table])) == "no_table"


def bomb() -> bytes:
    """An Excel file of a few kilobytes that unpacks to hundreds of megabytes."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (40 * MEGABYTE))
    return found.getvalue()


def strange() -> bytes:
    """A workbook that has nothing to do with the shop."""
    found = openpyxl.Workbook()
    assert found.active is not None
    found.active.append(["Invoice", "Sum"])
    found.active.append([1, 2])
    return saved(found)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.xlsx", bomb(), "too_large"),
        ("invoice.xlsx", strange(), "no_heading"),
        ("photo.xlsx", b"\xff\xd8\xff" * (20 * MEGABYTE // 3), "not_a_workbook"),
        ("notes.tsv", b"a\tb\n" * (5 * MEGABYTE), "no_heading"),
    ],
)
def test_files_that_mean_no_good_are_refused_with_what_to_do(
    askers: Askers, name: str, data: bytes, code: str
) -> None:
    looked = look(askers["planner"], data, name)

    assert [fault["code"] for fault in looked["faults"]] == [code]
    assert looked["edit_id"] is None
    assert len(looked["faults"][0]["text"]) > 20


def test_a_formula_that_nobody_has_reckoned_does_not_empty_the_cell(askers: Askers) -> None:
    planner = askers["planner"]
    looked = look(planner, edited(planner, "run_minutes", "=8*60"), "t.xlsx")

    (fault,) = looked["faults"]
    assert (fault["code"], fault["sheet"], fault["column"]) == (
        "formula_without_value",
        "operations",
        "run_minutes",
    )
    assert minutes("erode") == 600


def test_a_file_beyond_thirty_megabytes_is_not_even_read(askers: Askers) -> None:
    answer = send(askers["planner"], b"PK" + b"\0" * (31 * MEGABYTE), "big.xlsx")

    assert (answer.status_code, code_of(answer)) == (413, "file_too_large")
