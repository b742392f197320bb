"""How sure milestones are: stated by the planner process, in the journal, on every screen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.planning.chances import milestone_chances
from sprue.server.floor import actions
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.server.workers.solver import SCENARIOS, plan_of
from sprue.server.workers.surety import AGAIN_SECONDS, RELIABLE
from sprue.shop.events import ChancesStated
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone
from sprue.wire.rows import moment
from tests.core.floor.shops import MOLD, NOW
from tests.server.floor.senders import PLANNER
from tests.server.floor.test_adviser import Office, down, pressed_shop

pytestmark = [pytest.mark.usefixtures("journal"), pytest.mark.slow]


def stated() -> list[ChancesStated]:
    """All that the journal says of how sure it is."""
    facts = [entry_of(row).event.fact for row in Row.objects.filter(kind="ChancesStated").order_by("seq")]
    return [fact for fact in facts if isinstance(fact, ChancesStated)]


def mold_of(office: Office) -> dict[str, object]:
    """The mold as screens have it."""
    return dict(office.screen.snapshot("wall", "en")["tables"]["molds"][MOLD])


def test_a_plan_that_is_published_is_played_through_once_and_screens_say_how_sure_it_is() -> None:
    office = Office(pressed_shop())
    [fact] = stated()
    assert (fact.version, fact.scenarios) == (1, SCENARIOS)
    state = office.source.catch_up()
    assert state.plan is not None
    now = state.plan.planned_at
    plan = plan_of(state.plan, state.shop.settings.zone)
    expected = {
        (chance.mold, chance.milestone): chance
        for chance in milestone_chances(state.shop_at(now), plan, now=now, scenarios=SCENARIOS)
    }
    assert {(row.mold, row.milestone) for row in fact.rows} == set(expected)
    row = mold_of(office)
    milestone = Milestone(str(row["milestone"]))
    one = state.chances[MoldId(MOLD), milestone]
    assert (row["chance"], row["reliable"]) == (one.on_time, moment(one.reliable) if one.reliable else None)
    assert one.on_time is not None
    assert abs(one.on_time - (expected[MoldId(MOLD), milestone].on_time or 0)) < 0.2
    assert one.reliable is not None
    assert expected[MoldId(MOLD), milestone].date(RELIABLE) is not None

    office.steps(AGAIN_SECONDS)
    assert len(stated()) == 1  # nothing has become surer, nor an hour passed in the shop


def test_a_promise_that_can_not_be_kept_any_more_is_said_to_be_lost() -> None:
    office = Office(pressed_shop())
    before = mold_of(office)["chance"]
    down(hours=24 * 14)
    office.steps()
    office.steps(2 * AGAIN_SECONDS)
    actions.set_clock(1.0, PLANNER, at=NOW + timedelta(hours=2))
    office.steps(AGAIN_SECONDS)
    row = mold_of(office)
    assert row["chance"] == 0.0
    assert isinstance(before, float)
    assert before > 0.0
    assert len(stated()) == 2


def test_another_shop_knows_nothing_of_the_chances_of_the_one_before() -> None:
    office = Office(pressed_shop())
    assert mold_of(office)["chance"] is not None
    shop = pressed_shop()
    actions.import_shop(replace(shop, molds={MOLD: replace(shop.molds[MOLD], trial_due=None)}), PLANNER)
    row = mold_of(office)
    assert (row["chance"], row["reliable"]) == (None, None)
    office.steps(10.0)
    row = mold_of(office)
    assert row["chance"] is None  # nothing is promised
