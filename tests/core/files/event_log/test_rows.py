from pathlib import Path

import pytest

from sprue.files.event_log import read_rows
from sprue.shop.errors import UserMistake
from tests.core.files.event_log.logs import UTC, line, rows, write


@pytest.mark.parametrize(
    ("activity", "process", "number"),
    [
        ("Turning & Milling - Machine 10", "Turning & Milling", "10"),
        ("SETUP     Turning & Milling - Machine 5", "Turning & Milling", "5"),
        ("Final Inspection Q.C.", "Final Inspection Q.C.", None),
        ("Round  Q.C.", "Round Q.C.", None),
        ("Setup - Machine 4", "Setup", "4"),
        ("Fix - Machine 15M", "Fix", "15"),
    ],
)
def test_the_process_is_the_activity_without_its_machine(
    tmp_path: Path, activity: str, process: str, number: str | None
) -> None:
    (row,) = rows(tmp_path / "log.csv", line(activity=activity))
    assert (row.process, row.activity_number) == (process, number)


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        (
            line(start="02.01.2012"),
            "row 2 start '02.01.2012': must be a date-time such as 2012/01/02 07:00:00",
        ),
        (line(end="2012/01/02 07:00:00"), "must not be before the start 2012/01/02 08:00:00"),
        (line(kind="X"), "row 2 report_type 'X': must be S, D or B"),
        (line(pieces="-1"), "row 2 quantity_completed '-1': must be a whole number, 0 or more"),
        (line(order=" "), "row 2 work_order ' ': must not be empty"),
        ("W1,only,three", "a row has 13 cells"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_next_row_is_still_read(tmp_path: Path, bad: str, text: str) -> None:
    found, faults = read_rows(write(tmp_path / "log.csv", bad, line()), UTC)
    assert [r.row for r in found] == [3]
    assert [text in str(f) for f in faults] == [True]


def test_a_file_that_is_no_log_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="lacks the columns work_order, part"):
        read_rows(path, UTC)


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"\xff\xfe\x00w")
    with pytest.raises(UserMistake, match="UTF-8 CSV"):
        read_rows(path, UTC)
