from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sprue.files.event_log import history_of, read_rows, shop_of
from sprue.files.event_log.mapping import account_of
from sprue.files.journal import read_journal, write_journal
from sprue.shop.errors import UserMistake
from sprue.shop.events import Entry, MachineDown, MachineUp, WorkReported
from sprue.shop.ids import MachineId
from sprue.shop.records import Work
from sprue.shop.state import fold
from tests.core.files.event_log.logs import UTC, line, rows

REAL_LOG = Path("../shared/data/machine_shop_log.csv")
needs_real_log = pytest.mark.skipif(not REAL_LOG.exists(), reason="the real log is not beside the project")


def two_processes(path: Path) -> list[str]:
    return [
        line(kind="S", pieces="0"),
        line(start="2012/01/02 10:00:00", end="2012/01/02 16:00:00"),
        line(start="2012/01/03 08:00:00", end="2012/01/03 09:30:00", activity="Packing", machine="Packing"),
        line(start="2012/01/02 16:00:00", end="2012/01/02 17:00:00", kind="B", activity="Fix - Machine 4"),
    ]


def test_each_process_of_a_work_order_is_one_operation_in_order_of_first_reports(tmp_path: Path) -> None:
    found = rows(tmp_path / "log.csv", *two_processes(tmp_path))
    shop = shop_of(found, "UTC")
    assert [(o.id, o.step, o.setup_minutes, o.run_minutes) for o in shop.operations.values()] == [
        ("W1-turning", Decimal(10), Decimal(120), Decimal(360)),
        ("W1-fix", Decimal(20), Decimal(0), Decimal(0)),
        ("W1-packing", Decimal(30), Decimal(0), Decimal(90)),
    ]
    assert [m.name for m in shop.machines.values()] == ["Machine 4 - Turning", "Packing"]


def test_a_breakdown_takes_the_machine_down_and_up_again(tmp_path: Path) -> None:
    found = rows(tmp_path / "log.csv", *two_processes(tmp_path))
    facts = [e.fact for e in history_of(found, shop_of(found, "UTC"))]
    down = [f for f in facts if isinstance(f, MachineDown | MachineUp)]
    assert down == [
        MachineDown(MachineId("machine-4"), datetime(2012, 1, 2, 17, tzinfo=UTC)),
        MachineUp(MachineId("machine-4")),
    ]


def test_the_journal_file_gives_back_what_was_written(tmp_path: Path) -> None:
    found = rows(tmp_path / "log.csv", *two_processes(tmp_path))
    events = history_of(found, shop_of(found, "UTC"))
    write_journal(events, tmp_path / "journal.jsonl")
    assert [e.event for e in read_journal(tmp_path / "journal.jsonl")] == events


def test_a_broken_journal_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text('{"seq": 1}\n', encoding="utf-8")
    with pytest.raises(UserMistake, match="line 1 is no journal entry"):
        list(read_journal(path))


def test_a_row_said_twice_is_used_once_and_listed(tmp_path: Path) -> None:
    used, account = account_of(rows(tmp_path / "log.csv", line(), line()), [])
    assert [r.row for r in used] == [2]
    assert account.left_out == ((3, "says the same as an earlier row"),)


@needs_real_log
def test_every_row_of_the_real_log_is_accounted_for() -> None:
    found, faults = read_rows(REAL_LOG, UTC)
    used, account = account_of(found, faults)
    everything = sorted([*account.used, *(row for row, _ in account.left_out)])
    assert everything == list(range(2, 4176))
    shop = shop_of(used, "UTC")
    assert (len(shop.orders), len(shop.machines)) == (223, 27)
    reports = [e for e in history_of(used, shop) if isinstance(e.fact, WorkReported)]
    assert len(reports) == len(used)


@needs_real_log
def test_the_real_history_folds_to_a_shop_in_which_all_is_done() -> None:
    found, faults = read_rows(REAL_LOG, UTC)
    used, _ = account_of(found, faults)
    events = history_of(used, shop_of(used, "UTC"))
    assert len({e.id for e in events}) == len(events)
    state = fold(Entry(n, e.happened_at, e) for n, e in enumerate(events, 1))
    assert Counter(o.work for o in state.operations.values()) == {Work.DONE: len(state.shop.operations)}
    assert all(not m.operations and m.down_since is None for m in state.machines.values())
    assert state.last_happened == datetime(2012, 3, 31, 13, 45, tzinfo=UTC)
