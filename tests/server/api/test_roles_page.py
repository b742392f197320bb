"""The page of roles shows the table by which the server decides."""

from sprue.server.floor.who import Role
from sprue.server.permissions import TABLE
from tests.server.api.roles_page import COLUMNS, PAGE, tables, written


def test_the_page_shows_the_table_as_it_is() -> None:
    page = PAGE.read_text("utf-8")
    assert "<!-- table -->" in page
    assert written(page) == page, "call `python -m tests.server.api.roles_page`"


def test_the_page_has_every_role_and_every_action() -> None:
    assert {role for role, _ in COLUMNS} == set(Role)
    shown = [line for line in tables().splitlines() if line.startswith("| ") and "---" not in line]
    heads = [line for line in shown if line.startswith("| | ")]
    assert len(shown) - len(heads) == len(TABLE)
