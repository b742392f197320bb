"""Overload: what promises need by a week over what is open, whatever the plan makes of it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sprue.planning.build import problem_of
from sprue.planning.overload import latest_ends, loads
from sprue.planning.solve import plan
from sprue.shop.ids import OperationId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Operation
from sprue.shop.shop import Shop
from tests.core.planning.shops import BENCH, MILL, MOLD, NOW, at, machine, op, person, shop_of

#: A week of the days of these shops has 40 open hours; the first one begins on its Monday at 08:00.
WEEK = 7 * 24 * 60


def shop_with(*operations: Operation, due: int) -> Shop:
    return shop_of(
        *operations, machines=(machine("A"), machine("W", BENCH)), mold=Mold(MOLD, trial_due=at(due))
    )


def test_more_than_a_week_holds_is_short_and_no_longer_when_there_is_room() -> None:
    # 50 hours by Friday evening on a machine that is open for 40.
    work = [op(name, 600, milestone=Milestone.T1) for name in ("a", "b", "c", "d", "e")]
    shop = shop_with(*work, due=4 * 24 * 60 + 540)
    load = next(one for one in loads(problem_of(shop, NOW), plan(shop, now=NOW)) if one.kinds == (MILL,))
    assert (load.weeks[0].needed, load.weeks[0].open, load.weeks[0].short) == (50, 40, 10)
    assert load.weeks[0].planned == 40
    assert load.weeks[1].short == 0
    assert (load.short, [week.start for week in load.overloaded]) == (10, [NOW])
    assert load.molds == ((MOLD, 50),)


def test_a_promise_in_the_next_week_overloads_nothing() -> None:
    work = [op(name, 600, milestone=Milestone.T1) for name in ("a", "b", "c", "d", "e")]
    shop = shop_with(*work, due=WEEK + 4 * 24 * 60 + 540)
    load = next(one for one in loads(problem_of(shop, NOW), plan(shop, now=NOW)) if one.kinds == (MILL,))
    assert load.short == 0
    assert [week.needed for week in load.weeks[:2]] == [0, 50]
    assert load.weeks[1].start == (NOW + timedelta(days=7)).replace(hour=0)


def test_work_that_can_not_begin_earlier_overloads_its_own_week() -> None:
    begin = at(WEEK)
    work = [op(name, 600, milestone=Milestone.T1, not_before=begin) for name in ("a", "b", "c", "d", "e")]
    shop = shop_with(*work, due=WEEK + 4 * 24 * 60 + 540)
    load = next(one for one in loads(problem_of(shop, NOW), plan(shop, now=NOW)) if one.kinds == (MILL,))
    assert [week.short for week in load.weeks[:3]] == [0, 10, 0]


def test_what_comes_before_must_end_before_what_follows_begins() -> None:
    first = op("a", 60)
    last = op("b", 120, kind=BENCH, after=(OperationId("a"),), milestone=Milestone.T1)
    shop = shop_with(first, last, due=240)
    problem = problem_of(shop, NOW)
    assert latest_ends(problem, plan(shop, now=NOW)) == {"a": 120, "b": 240}


def test_the_most_overloaded_kind_stands_first() -> None:
    mills = [op(name, 600, milestone=Milestone.T1) for name in ("a", "b")]
    bench = [op(name, 600, kind=BENCH, milestone=Milestone.T1) for name in ("c", "d", "e", "f", "g")]
    shop = shop_with(*mills, *bench, due=4 * 24 * 60 + 540)
    found = loads(problem_of(shop, NOW), plan(shop, now=NOW))
    assert [load.kinds for load in found][:2] == [(BENCH,), (MILL,)]


def test_what_nothing_promised_depends_on_counts_when_it_is_planned() -> None:
    shop = shop_with(op("a", 120), due=240)
    shop = replace(shop, molds={MOLD: Mold(MOLD)})
    load = next(one for one in loads(problem_of(shop, NOW), plan(shop, now=NOW)) if one.kinds == (MILL,))
    assert (load.weeks[0].needed, load.weeks[0].planned) == (2, 2)


def test_one_person_for_two_machines_is_short_where_the_machines_are_not() -> None:
    # 80 hours by Friday evening on two machines that are open for 40 each, and one who attends them.
    work = [op(name, 1200, milestone=Milestone.T1) for name in ("a", "b", "c", "d")]
    shop = shop_of(
        *work,
        machines=(machine("A"), machine("B")),
        people=(person("Li", MILL), person("Wang", BENCH)),
        mold=Mold(MOLD, trial_due=at(4 * 24 * 60 + 540)),
    )
    crew, *others = loads(problem_of(shop, NOW), plan(shop, now=NOW))
    assert (crew.people, crew.kinds, crew.count) == (True, (MILL,), 1)
    assert (crew.weeks[0].needed, crew.weeks[0].open, crew.weeks[0].short) == (80, 40, 40)
    assert crew.weeks[0].planned == 40
    assert [load.short for load in others] == [0, 0]


def test_who_can_do_more_helps_a_crew_and_what_nobody_attends_needs_none() -> None:
    work = [op(name, 1200, setup=60, milestone=Milestone.T1) for name in ("a", "b", "c")]
    shop = shop_of(
        *work,
        machines=(machine("A"), machine("B")),
        people=(person("Li", MILL), person("Zhao", MILL, BENCH)),
        mold=Mold(MOLD, trial_due=at(4 * 24 * 60 + 540)),
    )
    shop = replace(shop, kinds={MILL: replace(shop.kinds[MILL], attention=Decimal(0))})
    found = {load.kinds: load for load in loads(problem_of(shop, NOW), plan(shop, now=NOW)) if load.people}
    assert (found[(MILL,)].count, found[(MILL,)].weeks[0].open) == (2, 80)
    assert found[(MILL,)].weeks[0].needed == 3
