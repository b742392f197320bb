"""Stated chances against what happened: which statement counts, when it is judged, bins and scores."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.figures.calibration import AHEAD_DAYS, ENOUGH, Judged, calibration, calibrations, judged
from sprue.figures.facts import Facts, facts_of
from sprue.shop import events as ev
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.routing import Milestone
from tests.core.floor.shops import MOLD, NOW, P1, small_shop

#: The promised first trial of the small shop's mold.
DUE = NOW + timedelta(days=8)
assert small_shop().molds[MOLD].trial_due == DUE
TRIAL = OperationId("trial")


def facts_with(*told: tuple[datetime, ev.Fact]) -> Facts:
    facts: list[tuple[datetime, ev.Fact]] = [(NOW, ev.ShopImported(small_shop())), *told]
    return facts_of(
        ev.Entry(seq, at, ev.Event(UUID(int=seq), at, fact)) for seq, (at, fact) in enumerate(facts, 1)
    )


def stated(chance: float | None, at: datetime) -> tuple[datetime, ev.Fact]:
    return at, ev.ChancesStated(1, (ev.StatedChance(MOLD, Milestone.T1, chance, None),), 100)


def trial_ended(at: datetime) -> list[tuple[datetime, ev.Fact]]:
    return [(at, ev.OperationStarted(TRIAL, P1)), (at, ev.OperationFinished(TRIAL))]


def ahead(days: float) -> timedelta:
    return timedelta(days=days)


def test_the_last_statement_so_long_before_the_date_counts() -> None:
    facts = facts_with(
        stated(0.9, DUE - ahead(8)),
        stated(0.4, DUE - ahead(4)),
        stated(0.1, DUE - ahead(1)),
        *trial_ended(DUE - ahead(0.5)),
    )
    now = DUE + ahead(1)
    found = {days: judged(facts, now, ahead(days)) for days in AHEAD_DAYS}
    assert [row.stated for row in found[3]] == [0.4]
    assert [row.stated for row in found[7]] == [0.9]
    assert found[14] == []
    assert found[3][0].kept
    assert found[3][0].seqs == (3, 5, 6)


def test_before_its_date_a_milestone_is_not_judged_though_it_is_reached() -> None:
    facts = facts_with(stated(0.9, DUE - ahead(8)), *trial_ended(DUE - ahead(2)))
    assert judged(facts, DUE - ahead(1), ahead(3)) == []


def test_what_is_not_reached_by_its_date_was_not_kept() -> None:
    facts = facts_with(stated(0.9, DUE - ahead(8)))
    (row,) = judged(facts, DUE, ahead(3))
    assert (row.kept, row.reached) == (False, None)
    late = facts_with(stated(0.9, DUE - ahead(8)), *trial_ended(DUE + ahead(1)))
    (row,) = judged(late, DUE + ahead(2), ahead(3))
    assert (row.kept, row.reached) == (False, DUE + ahead(1))


def test_a_milestone_without_a_date_had_no_chance_stated() -> None:
    assert judged(facts_with(stated(None, DUE - ahead(8))), DUE, ahead(3)) == []


def row(chance: float, *, kept: bool, number: int = 0) -> Judged:
    return Judged(MoldId(f"M{number}"), Milestone.T1, chance, kept, NOW, NOW, None, ())


def test_too_few_milestones_have_counts_and_no_score() -> None:
    found = calibration([row(0.9, kept=True)] * (ENOUGH - 1), 7)
    assert not found.enough
    assert (found.brier, found.observed, found.bins[4].count) == (None, None, ENOUGH - 1)
    assert calibrations(facts_with(), NOW)[0].count == 0


def test_scores_of_a_forecast_that_is_right_and_of_one_that_is_sure_of_the_wrong() -> None:
    right = [row(0.75, kept=number % 4 != 0) for number in range(40)]
    found = calibration(right, 7)
    assert found.brier == pytest.approx(0.75 * 0.0625 + 0.25 * 0.5625)
    assert (found.bins[3].stated, found.bins[3].observed) == (0.75, 0.75)
    assert found.brier == pytest.approx(found.brier_of_share)
    assert calibration([row(1.0, kept=False)] * 20, 7).brier == 1


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=60))
def test_bins_hold_each_milestone_once_and_the_score_is_a_mean(
    raw: list[tuple[int, bool]],
) -> None:
    rows = [row(percent / 100, kept=kept, number=n) for n, (percent, kept) in enumerate(raw)]
    found = calibration(rows, 7)
    assert sum(one.count for one in found.bins) == len(rows) == found.count
    for one in found.bins:
        if one.stated is not None:
            assert one.low - 1e-9 <= one.stated <= one.high + 1e-9
    if found.brier is not None:
        assert found.brier == pytest.approx(sum((r.stated - r.kept) ** 2 for r in rows) / len(rows))
        assert 0 <= found.brier <= 1


def test_an_import_begins_anew() -> None:
    facts = facts_with(stated(0.9, DUE - ahead(8)), (NOW, ev.ShopImported(replace(small_shop()))))
    assert facts.statements == []
