from pathlib import Path

from sprue.files.event_log import Oddity, OddityKind, oddities_of
from tests.core.files.event_log.logs import line, rows


def test_calm_rows_are_not_odd(tmp_path: Path) -> None:
    calm = rows(
        tmp_path / "log.csv",
        line(),
        line(start="2012/01/02 10:00:00", end="2012/01/02 12:00:00"),
    )
    assert oddities_of(calm) == []


def test_a_report_that_begins_before_the_last_has_ended_overlaps_machine_and_worker(tmp_path: Path) -> None:
    two = rows(
        tmp_path / "log.csv",
        line(end="2012/01/02 12:00:00"),
        line(order="W2", start="2012/01/02 11:00:00", end="2012/01/02 11:30:00"),
        line(order="W3", start="2012/01/02 11:45:00", end="2012/01/02 13:00:00", worker="ID2"),
    )
    assert oddities_of(two) == [
        Oddity(OddityKind.MACHINE_OVERLAP, 3, 2),
        Oddity(OddityKind.WORKER_OVERLAP, 3, 2),
        Oddity(OddityKind.MACHINE_OVERLAP, 4, 2),
    ]


def test_each_kind_of_odd_row_is_named(tmp_path: Path) -> None:
    odd = rows(
        tmp_path / "log.csv",
        line(start="2012/01/02 22:00:00", end="2012/01/03 02:00:00"),
        line(start="2012/01/04 08:00:00", end="2012/01/04 08:00:00"),
        line(start="2012/01/05 08:00:00", end="2012/01/05 09:00:00", activity="Turning - Machine 9"),
        line(start="2012/01/06 08:00:00", end="2012/01/06 09:00:00", activity="SETUP Turning - Machine 4"),
        line(start="2012/01/07 08:00:00", end="2012/01/07 09:00:00", kind="S"),
        line(start="2012/01/08 08:00:00", end="2012/01/08 09:00:00", activity="Fix - Machine 4", kind="B"),
        line(start="2012/01/09 08:00:00", end="2012/01/09 09:00:00", pieces="11"),
        line(start="2012/01/09 08:00:00", end="2012/01/09 09:00:00", pieces="11"),
    )
    kinds = {(o.row, o.kind) for o in oddities_of(odd)}
    assert kinds >= {
        (2, OddityKind.PAST_MIDNIGHT),
        (3, OddityKind.NO_TIME),
        (4, OddityKind.OTHER_MACHINE),
        (5, OddityKind.SETUP_NAMED),
        (6, OddityKind.SETUP_WITH_PIECES),
        (7, OddityKind.NO_PROCESS),
        (8, OddityKind.MORE_THAN_ORDERED),
        (9, OddityKind.TWICE),
    }
