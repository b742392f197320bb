"""A mold is raised: it goes before others, which slip by what it takes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.planning.build import problem_of
from sprue.planning.difference import difference
from sprue.planning.raising import FIRST, raised
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import NOW as SAMPLE_NOW
from sprue.sample import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from tests.core.planning.shops import MOLD, NOW, rows
from tests.core.planning.test_what_if import OTHER, first_the_first, two_molds


def test_the_raised_mold_goes_first_and_the_other_slips_by_its_work() -> None:
    shop = two_molds()
    live = first_the_first(shop)
    found = raised(shop, live, OTHER, Decimal(5), now=NOW)
    for way in (found.weighed, found.first):
        assert rows(way.plan)["b"] == ("A", 0, 0, 240)
        assert [(m.mold, m.before, m.after) for m in way.own] == [(OTHER, 540, 240)]
        assert [(m.mold, m.before, m.after) for m in way.slips] == [(MOLD, 240, 540)]
        assert way.gains == ()
    # One mold in time instead of the other: as many hours late as before.
    assert found.first.tardiness_hours == 0


def test_a_mold_that_is_first_gains_nothing_and_nobody_slips() -> None:
    shop = two_molds()
    found = raised(shop, first_the_first(shop), MOLD, Decimal(5), now=NOW)
    assert found.weighed.slips == found.first.slips == ()
    assert [m.before == m.after for m in found.weighed.own] == [True]


def test_a_mold_without_a_promise_can_be_raised_too() -> None:
    shop = two_molds()
    shop = replace(shop, molds=shop.molds | {OTHER: replace(shop.molds[OTHER], trial_due=None)})
    found = raised(shop, first_the_first(shop), OTHER, Decimal(5), now=NOW)
    assert [(m.before, m.after) for m in found.first.own] == [(540, 240)]


@pytest.mark.parametrize(("mold", "said"), [("X", "is no mold"), ("M", "nothing of M is left")])
def test_what_can_not_be_raised_says_why(mold: str, said: str) -> None:
    shop = two_molds()
    live = first_the_first(shop)
    if mold == MOLD:
        shop = replace(shop, operations={o.id: o for o in shop.operations.values() if o.id != "a"})
    with pytest.raises(UserMistake, match=said):
        raised(shop, live, MoldId(mold), Decimal(5), now=NOW)


def test_the_answer_is_the_difference_of_plans_without_a_fault() -> None:
    shop = make_shop(20, 3, 1.1)
    live = mend(shop, plan(shop, now=SAMPLE_NOW, iterations=6), now=SAMPLE_NOW)
    problem = problem_of(shop, SAMPLE_NOW)
    mold = max(problem.dues, key=lambda due: due.due).mold
    found = raised(shop, live, mold, Decimal(3), now=SAMPLE_NOW)
    for way in (found.weighed, found.first):
        assert violations(problem, way.plan) == []
        moves = {(m.mold, m.milestone): m for m in difference(problem, live, way.plan).milestones}
        assert all(moves[m.mold, m.milestone] == m for m in (*way.slips, *way.gains))
        slipping = [m for m in moves.values() if m.mold != mold and (m.after or FIRST) > (m.before or FIRST)]
        assert len(way.slips) == len(slipping)
