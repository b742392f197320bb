"""Actual over estimated time of finished operations, and what stands in where too few are finished."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from sprue.planning.history import ENOUGH, LEAST, MOST, History, history_of
from sprue.planning.templates.usual import RATIOS
from sprue.shop.ids import KindId, MachineId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.routing import Mode, Operation, Status
from tests.core.planning.shops import MILL, NOW, at, machine, op, shop_of

#: The Friday before, at 08:00.
FRIDAY = -3 * 1440


def done(name: str, minutes: int, since: int, until: int, **more: Any) -> Operation:
    """Finished work on machine A."""
    made = op(name, minutes, **more)
    machine = None if made.mode is Mode.OUTSIDE else MachineId("A")
    return replace(made, status=Status.DONE, machine=machine, started=at(since), finished=at(until))


def one_ratio(operation: Operation, **shop: object) -> float:
    found = history_of(shop_of(operation, **shop), NOW)  # type: ignore[arg-type]  # fields of a shop, by name
    (ratio,) = found.inside[MILL]
    return float(ratio)


def test_work_over_the_noon_break_counts_without_it() -> None:
    assert one_ratio(done("a1", 150, FRIDAY, FRIDAY + 360)) == pytest.approx(300 / 150)


def test_setup_and_the_speed_of_the_machine_are_part_of_the_estimate() -> None:
    quick = machine("A", speed=Decimal(2))
    assert one_ratio(done("a1", 180, FRIDAY, FRIDAY + 240, setup=30), machines=(quick,)) == pytest.approx(2.0)


def test_work_that_runs_alone_counts_by_the_clock() -> None:
    alone = machine("A", unattended=True)
    night = done("a1", 600, FRIDAY, FRIDAY + 900, mode=Mode.UNATTENDED)
    assert one_ratio(night, machines=(alone,)) == pytest.approx(1.5)


def test_a_forgotten_tap_tells_no_more_than_a_bad_overrun() -> None:
    assert one_ratio(done("a1", 10, FRIDAY, FRIDAY + 480)) == MOST
    assert one_ratio(done("a1", 400, FRIDAY, FRIDAY + 1)) == LEAST


def test_outside_work_is_late_by_days_however_long_it_takes() -> None:
    sent = done("a1", 1440, FRIDAY, FRIDAY + 2880, mode=Mode.OUTSIDE, kind=KindId("heat"))
    found = history_of(shop_of(sent), NOW)
    assert found.outside[KindId("heat")].tolist() == [1440]
    lasting = History({}, {KindId("heat"): np.full(ENOUGH, 1440.0)}, np.empty(0), np.full(ENOUGH, 1440.0))
    minutes = np.array([1440.0, 14400.0])
    factors = lasting.factors(KindId("heat"), minutes, np.random.default_rng(1), outside=True)
    assert factors.tolist() == pytest.approx([2.0, 1.1])


def test_what_is_not_finished_tells_nothing() -> None:
    found = history_of(shop_of(op("a1", 60), machines=(machine("A"),)), NOW)
    assert (found.finished, found.speaks) == (0, False)


def drawn(history: History, kind: str) -> list[float]:
    """Many draws for a kind of work in the house."""
    minutes = np.full(2000, 60.0)
    factors = history.factors(KindId(kind), minutes, np.random.default_rng(3), outside=False)
    return [float(factor) for factor in factors]


def test_few_operations_of_a_kind_are_told_by_all_kinds_together() -> None:
    few, many = np.full(ENOUGH - 1, 3.0), np.full(ENOUGH, 2.0)
    history = History(
        {KindId("few"): few, KindId("many"): many}, {}, np.concatenate([few, many]), np.empty(0)
    )
    assert set(drawn(history, "many")) == {2.0}
    assert set(drawn(history, "few")) == {2.0, 3.0} == set(drawn(history, "unknown"))


@pytest.mark.parametrize("kind", ["edm_sinker", "fitting_bench", "surface_grinder"])
def test_a_shop_without_history_has_the_usual_errors_of_the_trade(kind: str) -> None:
    usual = RATIOS.get(kind.split("_", maxsplit=1)[0], RATIOS["other"])
    found = drawn(History({}, {}, np.empty(0), np.empty(0)), kind)
    assert float(np.median(found)) == pytest.approx(usual.median, rel=0.1)
    assert max(found) > 1.5 * usual.median


def test_the_usual_supplier_is_in_time_or_some_days_late() -> None:
    nothing = History({}, {}, np.empty(0), np.empty(0))
    minutes = np.full(2000, 5 * 1440.0)
    found = nothing.factors(KindId("purchase"), minutes, np.random.default_rng(3), outside=True)
    late = found[found > 1.0]
    assert len(late) / len(found) == pytest.approx(0.15, abs=0.03)
    assert float(np.median(late - 1) * 5) == pytest.approx(3.0, rel=0.15)


def test_the_newest_operations_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sprue.planning.history.NEWEST", 2)
    week = 7 * 1440
    old = done("a1", 60, FRIDAY - week, FRIDAY - week + 180)
    new = [done(name, 60, FRIDAY, FRIDAY + 60) for name in ("b1", "c1")]
    found = history_of(shop_of(old, *new), NOW)
    assert found.inside[MILL].tolist() == pytest.approx([1.0, 1.0])


def test_goods_come_as_late_as_they_did_and_never_early() -> None:
    purchases = {
        PurchaseId(str(i)): Purchase(PurchaseId(str(i)), promised=at(-3000), received=at(-3000 + late))
        for i, late in enumerate([-600, 0, 1440, 2880] * (ENOUGH // 4))
    }
    found = history_of(replace(shop_of(op("a1", 60)), purchases=purchases), NOW)
    drawn_late = found.late(200, np.random.default_rng(1))
    assert {float(minutes) for minutes in drawn_late} == {0.0, 1440.0, 2880.0}


def test_where_nothing_was_received_goods_are_late_as_usual() -> None:
    late = history_of(shop_of(op("a1", 60)), NOW).late(2000, np.random.default_rng(1))
    assert float(np.mean(late > 0)) == pytest.approx(0.15, abs=0.03)
    assert float(np.median(late[late > 0])) == pytest.approx(3 * 1440, rel=0.15)
