"""Tables go out of the desk as Excel, are edited, seen and taken, by file and by clipboard."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import Shop
from tests.e2e.test_desk import desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPERATION = "M2630-P2-10"


def downloaded(page: "Page", click: str) -> openpyxl.Workbook:
    """What the browser saves after the click."""
    with page.expect_download() as found:
        page.click(click)
    return openpyxl.load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))


def titles(sheet: Any) -> list[str]:
    return [str(cell.value or "") for cell in sheet[1]]


def put(book: openpyxl.Workbook, sheet: str, row: str, column: str, value: object) -> None:
    page = book[sheet]
    place = titles(page).index(column)
    next(line for line in page.iter_rows(min_row=2) if line[0].value == row)[place].value = value


def bring(page: "Page", book: openpyxl.Workbook, name: str) -> None:
    """Drop the file as somebody saved it."""
    saved = io.BytesIO()
    book.save(saved)
    file: Any = {"name": name, "mimeType": XLSX, "buffer": saved.getvalue()}
    page.set_input_files(".excel-drop input[type=file]", file)


def paste(page: "Page", text: str) -> None:
    """Put cells from the clipboard into the field for them."""
    page.evaluate(
        """(text) => {
          const held = new DataTransfer();
          held.setData('text/plain', text);
          const event = new ClipboardEvent('paste', {clipboardData: held, bubbles: true, cancelable: true});
          document.querySelector('.excel-paste textarea').dispatchEvent(event);
        }""",
        text,
    )


def until(page: "Page", true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")


def test_a_table_goes_out_is_edited_seen_and_taken(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "excel", wide=False)
    book = downloaded(page, "[data-sheet=operations] button")
    before = shop.operations()[OPERATION]["plan"]

    # A longer operation and a new one; the file is dropped, and nothing has changed until it is taken.
    put(book, "operations", OPERATION, "run_minutes", 1500)
    sheet = book["operations"]
    new = {
        "operation": "M2630-P2-20",
        "part": "M2630-P2",
        "step": 20,
        "kind": "fitting_bench",
        "run_minutes": 45,
    }
    sheet.append([new.get(title) for title in titles(sheet)])
    sheet.delete_rows(2)
    bring(page, book, "week 49.xlsx")
    page.wait_for_selector("[data-preview=takes]")
    cell = page.inner_text(f"[data-row='{OPERATION}'][data-state=changed] [data-cell=run_minutes]")
    assert [cell.split()[place] for place in (-3, -1)] == ["60", "1500"]
    assert page.locator("[data-row='M2630-P2-20'][data-state=new]").count() == 1
    assert "1 rows of the shop are not in the file" in page.inner_text("[data-sheet=operations] header")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shop.operations()[OPERATION]["run_minutes"] == 60
    page.click("[data-do=take]")
    page.wait_for_selector("[data-taken] >> text=week 49.xlsx")
    assert page.inner_text("[data-taken] >> nth=0").split("\t")[1] == "manager"
    page.click("[data-taken] .link")
    assert "1500" in page.inner_text(f"[data-took='{OPERATION}']")
    # The planner goes on with it.
    until(page, lambda: (shop.operations()[OPERATION]["plan"] or before)["end"] > before["end"])
    until(page, lambda: shop.operations()["M2630-P2-20"]["plan"] is not None)

    # The file is old now: the same cell in it, edited again, is a conflict, another one is not.
    put(book, "operations", OPERATION, "run_minutes", 1400)
    put(book, "operations", "M2630-P1-10", "name", "试模 2")
    bring(page, book, "week 49 again.xlsx")
    page.wait_for_selector(f"[data-row='{OPERATION}'][data-state=conflict]")
    clash = page.inner_text(f"[data-row='{OPERATION}'] [data-cell=run_minutes]")
    assert "was 60, now 1500" in clash
    assert "1400" in clash
    page.click("[data-do=take]")
    page.wait_for_selector("[data-taken] >> text=week 49 again.xlsx")
    assert shop.operations()[OPERATION]["run_minutes"] == 1500
    assert shop.operations()["M2630-P1-10"]["name"] == "试模 2"

    # Cells from the clipboard, with a fault: told by place, and nothing can be taken.
    paste(page, f"operation\trun_minutes\n{OPERATION}\ttwo hours\nM9-10\t5\n")
    page.wait_for_selector("[data-preview=faults] [data-fault=not_a_number]")
    fault = page.inner_text("[data-fault=not_a_number]")
    assert fault.split("\t")[1:4] == ["2", "run_minutes", "two hours"]
    assert page.locator("[data-do=take]").count() == 0
    page.click("[data-do=away]")
    paste(page, "just a word")
    page.wait_for_selector("[role=alert] >> text=no cells of a table")
    paste(page, f"operation\trun_minutes\n{OPERATION}\t75\n")
    page.click("[data-do=take]")
    page.wait_for_selector("[data-taken] >> text=Pasted cells")
    assert shop.operations()[OPERATION]["run_minutes"] == 75


def test_every_page_goes_out_as_excel(shop: Shop, open_page: Open) -> None:
    what = {"problem": "to-excel", "problem_kind": "drawing", "machine": "fitting_bench-1", "note": "=1+1"}
    shop.manager.command("raise_problem", **what)
    page = desk(shop, open_page, "plan")
    page.wait_for_selector("canvas[data-drawn]:not([data-drawn='0'])")
    plan = downloaded(page, "[data-do=page-excel]").worksheets[0]
    planned = [row for row in shop.operations().values() if row["plan"] is not None]
    assert plan.max_row == len(planned) + 1
    starts = [
        (row[0].value, row[3].value) for row in plan.iter_rows(min_row=2) if row[0].value == "cnc_finish-1"
    ]
    assert starts == sorted(starts)
    page.goto(f"{shop.base}/desk/?lang=en#/problems")
    page.wait_for_selector("[data-problem=to-excel]")
    problems = downloaded(page, "[data-do=page-excel]")["Problems"]
    note = titles(problems).index("Note")
    assert "=1+1" in [row[note].value for row in problems.iter_rows(min_row=2)]
    for name, waits, sheet in (
        ("molds", "[data-open]", "Molds"),
        ("calls", "[data-rule=machine]", None),
        ("versions", "[data-version='1']", "Plan versions"),
        ("figures", ".measure-table [data-figure]", None),
        ("people", "[data-user]", None),
    ):
        page.goto(f"{shop.base}/desk/?lang=en#/{name}")
        page.wait_for_selector(waits)
        book = downloaded(page, "[data-do=page-excel]")
        assert sheet is None or sheet in book.sheetnames, (name, book.sheetnames)
        assert all(one.max_row > 1 for one in book.worksheets[:1]), name
    shop.manager.command("resolve", problem="to-excel", note="")
