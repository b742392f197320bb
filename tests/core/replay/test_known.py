from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sprue.figures.work import Ledger, ledger_of
from sprue.files.event_log import history_of, shop_of
from sprue.replay import Assumption, known_at, shop_at
from sprue.replay.known import Norm
from sprue.shop.events import Entry
from sprue.shop.ids import MachineId
from sprue.shop.routing import Status
from tests.core.files.event_log.logs import UTC, line, rows

NOON = datetime(2012, 1, 11, 12, tzinfo=UTC)


def ledger(path: Path) -> Ledger:
    """W1 and W2 finished before 11 January; W3 turned before and packed after; W4 came later."""
    found = rows(
        path / "log.csv",
        line(order="W1", kind="S", pieces="0"),
        line(order="W1", start="2012/01/02 10:00:00", end="2012/01/02 15:00:00"),
        pack("W1", "2012/01/04 08:00:00", "2012/01/04 08:20:00"),
        line(order="W2", start="2012/01/05 08:00:00", end="2012/01/05 15:00:00"),
        pack("W2", "2012/01/06 08:00:00", "2012/01/06 08:40:00"),
        line(order="W3", start="2012/01/11 11:00:00", end="2012/01/11 14:00:00"),
        pack("W3", "2012/01/12 08:00:00", "2012/01/12 09:00:00"),
        line(order="W4", start="2012/01/13 08:00:00", end="2012/01/13 14:00:00"),
    )
    events = history_of(found, shop_of(found, "UTC"))
    return ledger_of(Entry(n, e.happened_at, e) for n, e in enumerate(events, 1))


def pack(order: str, start: str, end: str) -> str:
    return line(order=order, activity="Packing", machine="Packing", start=start, end=end)


def test_medians_come_from_what_was_finished_by_then(tmp_path: Path) -> None:
    known = known_at(ledger(tmp_path), NOON)
    # Ten pieces an order: five hours and seven hours of turning, 20 and 40 minutes of packing.
    assert known.norms == {"Turning": Norm(60.0, 36.0, 300.0), "Packing": Norm(0.0, 3.0, 30.0)}
    assert known.median_lead == timedelta(hours=(48 + 20 / 60 + 24 + 40 / 60) / 2)


def test_only_orders_begun_and_unfinished_are_planned(tmp_path: Path) -> None:
    found = ledger(tmp_path)
    then = shop_at(found, known_at(found, NOON))
    assert list(then.begun) == ["W3"]
    turning, packing = then.shop.operations.values()
    assert (turning.status, turning.machine) == (Status.RUNNING, MachineId("machine-4"))
    assert turning.remaining_minutes == Decimal(360)
    assert (packing.status, packing.run_minutes) == (Status.WAITING, Decimal(30))
    assert then.assumptions == ()


def test_what_nobody_could_know_then_is_said(tmp_path: Path) -> None:
    found = ledger(tmp_path)
    then = shop_at(found, known_at(found, datetime(2012, 1, 2, 12, tzinfo=UTC)))
    assert set(then.assumptions) == {
        # Nothing was finished on the second day, and the turning under way took longer than any guess.
        ("W1-turning", Assumption.PROCESS_UNSEEN),
        ("W1-turning", Assumption.OVERRUN),
        ("W1-packing", Assumption.PROCESS_UNSEEN),
        ("W1-packing", Assumption.MACHINE_UNSEEN),
    }


def test_an_order_that_nobody_had_begun_is_not_planned(tmp_path: Path) -> None:
    found = ledger(tmp_path)
    then = shop_at(found, known_at(found, datetime(2012, 1, 13, 7, tzinfo=UTC)))
    assert (then.begun, then.shop.operations) == ({}, {})
