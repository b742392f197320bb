"""The reliable date of a mold: the chances of the plan played through, and a chain to its end."""

from dataclasses import replace

import pytest

from sprue.planning.chances import milestone_chances
from sprue.planning.reliable import reliable
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import NOW as SAMPLE_NOW
from sprue.sample import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone
from tests.core.planning.shops import MOLD, NOW
from tests.core.planning.test_what_if import OTHER, first_the_first, two_molds


def test_the_chain_leads_from_now_to_the_planned_end_whether_it_is_late_or_not() -> None:
    shop = two_molds()
    live = mend(shop, first_the_first(shop), now=NOW)
    late, in_time = (reliable(shop, live, mold, now=NOW, scenarios=5) for mold in (OTHER, MOLD))
    assert late.chain is not None
    assert in_time.chain is not None
    assert sum(link.minutes for link in late.chain.links) == 540
    assert sum(link.minutes for link in in_time.chain.links) == 240
    # It waits for the machine that the other mold has.
    assert "a" in {link.reference for link in late.chain.links}


def test_a_mold_without_a_promise_has_a_date_and_a_chain() -> None:
    shop = two_molds()
    shop = replace(shop, molds=shop.molds | {OTHER: replace(shop.molds[OTHER], trial_due=None)})
    found = reliable(shop, mend(shop, first_the_first(shop), now=NOW), OTHER, now=NOW, scenarios=5)
    (chance,) = found.chances
    assert (chance.milestone, chance.due, chance.on_time) == (Milestone.T1, None, None)
    assert found.chain is not None
    assert found.chain.end == 540


def test_the_dates_are_those_of_the_whole_shop_played_through() -> None:
    shop = make_shop(20, 3, 1.0)
    live = mend(shop, plan(shop, now=SAMPLE_NOW, iterations=4), now=SAMPLE_NOW)
    every = milestone_chances(shop, live, now=SAMPLE_NOW, scenarios=8)
    mold = next(one.mold for one in every if one.milestone is Milestone.T1)
    found = reliable(shop, live, mold, now=SAMPLE_NOW, scenarios=8)
    assert found.chances == tuple(one for one in every if one.mold == mold)


def test_an_unknown_mold_is_a_mistake() -> None:
    shop = two_molds()
    with pytest.raises(UserMistake, match="no mold"):
        reliable(shop, first_the_first(shop), MoldId("X"), now=NOW)
