"""What finished work teaches about estimates: slow kinds are found, few reports say little."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.figures.estimates import LEAST, MOST, PRIOR, Done, estimates_of, factors_of
from sprue.figures.work import ledger_of
from sprue.floor import commands as co
from sprue.shop import events as ev
from sprue.shop.ids import KindId, MachineId, OperationId, PersonId
from sprue.shop.learned import MOST_FACTOR, LearnedFactor, by_group, corrected, factor_of
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from tests.core.floor.shops import E1, EDM, LI, M1, MILL, NOW, WANG, Hall, op, small_shop


def journal(*facts: tuple[datetime, ev.Fact], extra: Iterable[Operation] = ()) -> list[ev.Entry]:
    """Entries on the small shop with further operations."""
    shop = small_shop()
    shop = replace(shop, operations=shop.operations | {o.id: o for o in extra})
    told = [(NOW, ev.ShopImported(shop)), *facts]
    return [
        ev.Entry(seq, at, ev.Event(UUID(int=seq), at, fact)) for seq, (at, fact) in enumerate(told, start=1)
    ]


def worked(
    name: str, start: datetime, minutes: float, machine: MachineId = M1, person: PersonId = LI
) -> list[tuple[datetime, ev.Fact]]:
    operation = OperationId(name)
    return [
        (start, ev.OperationStarted(operation, machine, person)),
        (start + timedelta(minutes=minutes), ev.OperationFinished(operation, person)),
    ]


def test_a_slow_kind_is_found_beside_a_true_one() -> None:
    burns = [op(f"burn-{n}", "core", 50 + n, EDM, 90, mode=Mode.UNATTENDED) for n in range(30)]
    facts: list[tuple[datetime, ev.Fact]] = []
    for n, burn in enumerate(burns):
        # 30 + 90 estimated, 156 by the clock, as unattended work runs: 30 % more.
        facts += worked(burn.id, NOW + timedelta(minutes=n), 156, E1)
    facts += worked("mill", NOW, 210)  # 150 minutes of work and an hour of lunch
    found = estimates_of(ledger_of(journal(*sorted(facts, key=lambda pair: pair[0]), extra=burns)))
    by_kind = {group.name: group for group in found.kinds}
    assert by_kind[EDM].count == 30
    assert by_kind[EDM].median == pytest.approx(1.3)
    assert by_kind[MILL].median == pytest.approx(1.0)
    factors = by_group(found.factors)
    assert 1.2 < factors[EDM, ""] < 1.3
    assert factors[MILL, ""] > 1.0  # one operation says little: most of it is what all work says
    assert {group.name for group in found.departments} == {"CNC"}


def test_pauses_and_closed_hours_are_no_work() -> None:
    mill = OperationId("mill")
    evening = NOW + timedelta(hours=9, minutes=30)  # 19:30 in the shop, which closes at 20:00
    entries = journal(
        (NOW, ev.OperationStarted(mill, M1, LI)),
        (NOW + timedelta(minutes=50), ev.OperationPaused(mill, LI, "no cutter")),
        (evening, ev.OperationResumed(mill, LI)),
        (
            evening + timedelta(hours=13),
            ev.OperationFinished(mill, LI),
        ),  # 08:30 next morning: 30 + 30 minutes
    )
    (group,) = estimates_of(ledger_of(entries)).kinds
    assert group.worked_hours == pytest.approx((50 + 60) / 60)
    assert group.estimated_hours == pytest.approx(150 / 60)


def test_what_was_finished_before_the_shop_came_in_counts_by_its_dates() -> None:
    begun = NOW - timedelta(days=3)
    dates = {"started": begun, "finished": begun + timedelta(hours=1)}
    past = op("past", "core", 1, MILL, 90, status=Status.DONE, machine=M1, **dates)
    (group,) = estimates_of(ledger_of(journal(extra=[past]))).kinds
    assert (group.count, group.worked_hours, group.estimated_hours) == (1, 1.0, 2.0)


def test_what_was_taken_back_rework_and_forgotten_timers_teach_little() -> None:
    again = op("mill-R1", "core", 10, MILL, 60)
    entries = journal(
        (NOW, ev.OperationStarted(OperationId("mill"), M1, LI)),
        (NOW + timedelta(minutes=1), ev.ReportUndone(UUID(int=2))),
        (NOW + timedelta(minutes=2), ev.OperationInserted(again, "quality")),
        *worked("mill-R1", NOW + timedelta(minutes=3), 200),
    )
    assert estimates_of(ledger_of(entries)).kinds == ()
    # Started and forgotten for three weeks: it counts as the longest that work can be, no more.
    long = journal(*worked("erode", NOW, 21 * 24 * 60, E1))
    (group,) = estimates_of(ledger_of(long)).kinds
    assert group.median == MOST


def test_work_is_planned_with_the_factor_once_it_is_switched_on_and_no_longer_when_off() -> None:
    hall = Hall()
    state = hall.store.state
    learned = (
        LearnedFactor(MILL, "", 1.2, 40),
        LearnedFactor(MILL, "cavity", 1.5, 20),
        LearnedFactor(EDM, "", 9.0, 9),
    )
    hall.do(co.LearnEstimates(learned))
    planned = state.shop_at(NOW).operations
    assert planned[OperationId("mill")].run_minutes == Decimal(144)
    assert planned[OperationId("mill")].setup_minutes == Decimal(36)
    assert planned[OperationId("erode")].run_minutes == 600 * Decimal(str(MOST_FACTOR))
    assert planned[OperationId("coat")].run_minutes == 2880  # outside work is no estimate of ours
    assert planned[OperationId("plate-2")].run_minutes == 120  # nothing is known of benches
    assert state.shop.operations[OperationId("mill")].run_minutes == 120
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(OperationId("mill"), M1, LI))
    assert state.operation(OperationId("mill")).left_minutes == 180
    hall.do(co.LearnEstimates())
    assert state.shop_at(NOW).operations[OperationId("erode")].run_minutes == 600
    assert state.operation(OperationId("mill")).work is Work.RUNNING
    assert state.learned == ()
    assert WANG in state.shop.people


def test_the_part_class_goes_before_the_kind() -> None:
    factors = by_group((LearnedFactor(MILL, "", 1.2, 40), LearnedFactor(MILL, "cavity", 1.5, 20)))
    milled = op("x", "core", 1, MILL)
    assert factor_of(factors, milled, "cavity") == 1.5
    assert factor_of(factors, milled, "plate") == 1.2
    assert factor_of(factors, replace(milled, mode=Mode.OUTSIDE), "cavity") == 1.0
    assert corrected(milled, 1.0) is milled


RATIOS = st.lists(st.floats(0.01, 50), min_size=1, max_size=60)


def done(ratios: list[float], kind: KindId = MILL, part_class: str = "core") -> list[Done]:
    return [
        Done(
            OperationId(f"{kind}-{n}"),
            kind,
            part_class,
            "CNC",
            100.0,
            100.0 * ratio,
            NOW + timedelta(minutes=n),
        )
        for n, ratio in enumerate(ratios)
    ]


@given(RATIOS, RATIOS, st.randoms(use_true_random=False))
def test_factors_lie_between_the_extremes_and_ask_for_no_order(
    a: list[float], b: list[float], chance: Random
) -> None:
    rows = [*done(a), *done(b, EDM)]
    found = factors_of(rows)
    seen = [min(MOST, max(LEAST, ratio)) for ratio in (*a, *b, 1.0)]
    for one in found:
        assert min(seen) - 1e-3 <= one.factor <= max(seen) + 1e-3
    mixed = [*rows]
    chance.shuffle(mixed)
    assert factors_of(mixed) == found


@given(st.floats(0.3, 3.0))
def test_many_operations_speak_for_themselves(ratio: float) -> None:
    (kind, part) = factors_of(done([ratio] * 100 * PRIOR))
    assert kind.factor == pytest.approx(ratio, rel=0.02, abs=0.002)
    assert part.count == 100 * PRIOR
    (few, _) = factors_of(done([ratio]))
    assert abs(few.factor - 1) <= abs(ratio - 1) / 2 + 0.01
