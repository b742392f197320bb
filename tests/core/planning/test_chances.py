"""Chances of dates: scenarios of a plan with minutes drawn from a history."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from sprue.planning.arrays import layout_of
from sprue.planning.build import problem_of
from sprue.planning.chances import Case, Chance, Vague, chances, chances_step_by_step, milestone_chances
from sprue.planning.history import ENOUGH, History
from sprue.planning.kernels.frames import Floats
from sprue.planning.solve import plan
from sprue.shop.ids import MoldId, PartId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.routing import Milestone, Mode, Status
from tests.core.planning.grounds import PLANNED_AT, busy, busy_plan
from tests.core.planning.shops import NOW, at, op, shop_of


@cache
def case() -> Case:
    problem = problem_of(busy(), PLANNED_AT)
    return Case(busy(), problem, layout_of(problem), busy_plan())


def always(ratio: float) -> History:
    """All work in the house takes so many times its estimate, suppliers are in time."""
    inside: Floats = np.full(ENOUGH, ratio)
    return History({}, {}, inside, np.zeros(ENOUGH), np.zeros(ENOUGH))


def told(ratio: float, scenarios: int = 2) -> tuple[Chance, ...]:
    return chances(case(), always(ratio), random=np.random.default_rng(1), scenarios=scenarios)


def test_a_scenario_a_step_comes_to_the_same() -> None:
    steps = [*chances_step_by_step(case(), always(1.5), random=np.random.default_rng(1), scenarios=3)]
    assert steps == [None, None, None, told(1.5, scenarios=3)]


def real(seed: int = 1, scenarios: int = 12) -> tuple[Chance, ...]:
    return milestone_chances(busy(), busy_plan(), now=PLANNED_AT, seed=seed, scenarios=scenarios)


def test_where_all_estimates_come_true_all_dates_are_those_of_the_plan() -> None:
    found = told(1.0)
    assert len(found) > 10
    assert {chance.ends for chance in found} == {(chance.planned,) * 2 for chance in found}


def test_a_history_of_overruns_moves_the_dates_and_underruns_do_not_bring_them_forward() -> None:
    later = [(chance.date(0.5), chance.planned) for chance in told(1.5) if chance.planned is not None]
    assert all(end is not None and end >= planned for end, planned in later)
    assert sum(end is not None and end > planned + timedelta(days=1) for end, planned in later) > 5
    early = [chance for chance in told(0.5) if chance.planned is not None]
    assert all(chance.date(1.0) == chance.planned or chance.date(1.0) < chance.planned for chance in early)  # type: ignore[operator]  # planned ones have dates


def test_probabilities_rise_with_the_date_and_are_one_for_a_far_one() -> None:
    for chance in real():
        if chance.planned is None:
            continue
        days = [chance.by(PLANNED_AT + timedelta(days=day)) for day in range(0, 400, 10)]
        assert days == sorted(days)
        assert (days[0], days[-1]) == (0.0, 1.0)
        sure = [chance.date(share) for share in (0.1, 0.5, 0.8, 0.9, 1.0)]
        assert sure == sorted(sure)  # type: ignore[type-var]  # planned ones have dates
        end, first = chance.date(0.8), chance.ends[0]
        assert end is not None
        assert first is not None
        assert chance.by(end) >= 0.8 > chance.by(first - timedelta(minutes=1))


def test_the_same_seed_gives_the_same_chances_on_any_number_of_threads() -> None:
    with ThreadPoolExecutor(2) as pool:
        threaded = milestone_chances(
            busy(), busy_plan(), now=PLANNED_AT, seed=1, scenarios=12, mapper=pool.map
        )
    assert real(1) == threaded != real(2)


def test_one_mold_alone_has_the_chances_that_it_has_among_all() -> None:
    every = real()
    mold = every[-1].mold
    alone = milestone_chances(busy(), busy_plan(), now=PLANNED_AT, seed=1, scenarios=12, molds=[mold])
    assert alone == tuple(chance for chance in every if chance.mold == mold)


def test_a_milestone_that_is_blocked_has_no_date_and_no_chance() -> None:
    last = next(o for o in busy().operations.values() if o.milestone is Milestone.DELIVERY)
    mold = busy().parts[last.part].mold
    shop = replace(busy(), operations=busy().operations | {last.id: replace(last, status=Status.HELD)})
    found = milestone_chances(shop, busy_plan(), now=PLANNED_AT, scenarios=2, molds=[MoldId(mold)])
    chance = next(one for one in found if one.milestone is Milestone.DELIVERY)
    assert (chance.planned, chance.date(0.5), chance.by(PLANNED_AT + timedelta(days=999))) == (
        None,
        None,
        0.0,
    )
    assert chance.on_time == 0.0


def test_a_press_run_that_overruns_its_stretch_goes_on_in_the_next() -> None:
    shop = shop_of(op("a", 200, mode=Mode.UNBROKEN, milestone=Milestone.T1))
    made = plan(shop, now=NOW, iterations=0)
    problem = problem_of(shop, NOW)
    one = Case(shop, problem, layout_of(problem), made)
    (chance,) = chances(one, always(2.0), random=np.random.default_rng(1), scenarios=1)
    assert (chance.planned, chance.ends) == (at(200), (at(460),))


def test_late_material_moves_the_date_of_what_waits_for_it() -> None:
    here = shop_of(op("a", 60, milestone=Milestone.T1), op("b", 60, milestone=Milestone.DELIVERY))
    steel = Purchase(PurchaseId("steel"), PartId("a"), ordered=at(-9000), promised=at(120))
    shop = replace(here, purchases={steel.id: steel})
    problem = problem_of(shop, NOW)
    one = Case(shop, problem, layout_of(problem), plan(shop, now=NOW, iterations=0))
    late = replace(always(1.0), supplies=np.full(ENOUGH, 1440.0))
    trial, delivery = chances(one, late, random=np.random.default_rng(1), scenarios=1)
    assert (trial.planned, trial.ends) == (at(180), (at(1440 + 180),))
    assert delivery.ends == (delivery.planned,)


def test_what_is_not_designed_yet_is_less_sure() -> None:
    vague = Vague({task.id: 0.6 for task in case().layout.tasks})

    def width(one: Case) -> float:
        found = chances(one, always(1.0), random=np.random.default_rng(1), scenarios=8)
        spans = [c.ends[-1] - c.ends[0] for c in found if c.ends[0] is not None and c.ends[-1] is not None]
        return sum(spans, timedelta()) / timedelta(days=1)

    assert width(case()) == 0.0
    assert width(replace(case(), vague=vague)) > 10.0


@pytest.mark.parametrize(("share", "place"), [(0.0, 0), (0.1, 0), (0.11, 1), (0.5, 4), (0.9, 8), (1.0, 9)])
def test_a_share_of_ten_scenarios_is_reached_at_its_place(share: float, place: int) -> None:
    ends = tuple(PLANNED_AT + timedelta(days=day) for day in range(10))
    chance = Chance(MoldId("M"), Milestone.T1, ends[4], ends[0], ends)
    assert chance.date(share) == ends[place]
    assert chance.on_time == 0.5
