"""The page of the library tells the truth: its cells run in order and say what stands there."""

from pathlib import Path

from tests.core.house.library_page import DRAWN, PAGE, PICTURE, cells, outputs

AGAIN = "after a change of the planner call `python -m tests.core.house.library_page` and look at the page"


def test_every_cell_of_the_page_says_what_it_says_there(tmp_path: Path) -> None:
    page = cells(PAGE.read_text("utf-8"))
    said = list(outputs([cell.code for cell in page], tmp_path))
    assert said == [cell.said for cell in page], AGAIN
    assert (tmp_path / DRAWN).read_text("utf-8") == PICTURE.read_text("utf-8"), AGAIN


def test_the_picture_of_the_page_is_light() -> None:
    assert PICTURE.stat().st_size < 300_000


def test_the_page_shows_no_cell_without_code_and_no_output_without_cell() -> None:
    page = PAGE.read_text("utf-8")
    assert len(cells(page)) == page.count("```python") >= 10
    assert sum(bool(cell.said) for cell in cells(page)) == page.count("```text")
