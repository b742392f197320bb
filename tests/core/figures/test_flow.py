from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sprue.figures.flow import figures_of
from sprue.figures.work import Ledger, Stretch, ledger_of, occupied
from sprue.shop import events as ev
from sprue.shop.ids import CalendarId, KindId, MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.resources import Kind, Machine
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop

MILL = MachineId("mill-1")
CUT, REWORK = OperationId("cut"), OperationId("cut.R1")
PART, MOLD = PartId("p"), MoldId("M1")


def at(hour: float) -> datetime:
    return datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hour)


def shop() -> Shop:
    kind = KindId("cnc_finish")
    return Shop(
        kinds={kind: Kind(kind)},
        machines={MILL: Machine(MILL, "Mill 1", (kind,), CalendarId("day"))},
        molds={MOLD: Mold(MOLD, name="Console")},
        parts={PART: Part(PART, MOLD)},
        operations={CUT: Operation(CUT, PART, Decimal(10), "Milling", kind, setup_minutes=Decimal(30))},
    )


def ledger(*facts: tuple[float, ev.Fact]) -> Ledger:
    events = [ev.Event(UUID(int=0), at(0), ev.ShopImported(shop()))]
    events += [ev.Event(UUID(int=n), at(hour), fact) for n, (hour, fact) in enumerate(facts, 1)]
    return ledger_of(ev.Entry(n, e.happened_at, e) for n, e in enumerate(events, 1))


def test_a_pause_splits_the_work_and_setup_is_counted_once() -> None:
    found = ledger(
        (8, ev.OperationStarted(CUT, MILL)),
        (9, ev.OperationPaused(CUT)),
        (13, ev.OperationResumed(CUT)),
        (15, ev.OperationFinished(CUT)),
    )
    assert [(s.start, s.end, s.setup) for s in found.stretches] == [
        (at(8), at(9), timedelta(minutes=30)),
        (at(13), at(15), timedelta()),
    ]
    figures = figures_of(found)
    assert figures.hours == pytest.approx(3.0)
    assert figures.setup_share == pytest.approx(0.5 / 3)
    assert figures.orders[0].done
    assert figures.orders[0].lead_days == pytest.approx(7 / 24)


def test_a_report_taken_back_does_not_count() -> None:
    found = ledger(
        (8, ev.OperationStarted(CUT, MILL)),
        (9, ev.OperationFinished(CUT)),
        (9.1, ev.ReportUndone(UUID(int=2))),
        (12, ev.OperationFinished(CUT)),
    )
    assert [s.end for s in found.stretches] == [at(12)]


def test_an_inserted_operation_is_rework() -> None:
    again = replace(shop().operations[CUT], id=REWORK)
    found = ledger(
        (8, ev.OperationStarted(CUT, MILL)),
        (10, ev.OperationFinished(CUT)),
        (10, ev.OperationInserted(again, "quality")),
        (11, ev.OperationStarted(REWORK, MILL)),
        (12, ev.OperationFinished(REWORK)),
    )
    assert figures_of(found).rework_share == pytest.approx(1 / 3)


def test_an_order_with_open_work_has_no_lead_time_yet() -> None:
    found = ledger((8, ev.OperationStarted(CUT, MILL)), (9, ev.OperationPaused(CUT)))
    figures = figures_of(found)
    assert (figures.orders[0].done, figures.median_lead_days) == (False, None)


def test_overlapping_reports_are_reported_twice_and_occupied_once() -> None:
    one = Stretch(CUT, MILL, None, at(8), at(12))
    two = Stretch(REWORK, MILL, None, at(10), at(13))
    inside = Stretch(REWORK, MILL, None, at(9), at(10))
    assert occupied([two, one, inside]) == timedelta(hours=5)


def test_an_empty_journal_has_no_figures_and_no_fault() -> None:
    figures = figures_of(ledger())
    assert (figures.hours, figures.machines, figures.setup_share) == (0, (), None)
