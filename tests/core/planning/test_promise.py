"""A promise for a new mold: beside the plan, as early as its priority allows, and who pays for it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest

from sprue.planning.arrays import layout_of
from sprue.planning.beside import beside, slips
from sprue.planning.bounds import chain_ends
from sprue.planning.build import problem_of
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.promise import Promised, Wish, promise, slip
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.planning.templates.template import with_new_mold
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MoldId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Milestone, Mode
from sprue.shop.shop import Shop
from tests.core.planning.grounds import PLANNED_AT, busy, busy_plan, empty, no_plan


def asked(shop: Shop, made: Plan, mold_class: MoldClass = MoldClass.S, priority: int = 1) -> Promised:
    wish = Wish(mold_class, Decimal(priority))
    return promise(shop, made, wish, now=PLANNED_AT, seed=1, scenarios=6, iterations=8)


@cache
def beside_others() -> Promised:
    return asked(busy(), busy_plan(), MoldClass.M, 2)


@cache
def problem_with(promised_class: MoldClass) -> Problem:
    return problem_of(with_new_mold(busy(), promised_class, weight=Decimal(2)).shop, PLANNED_AT)


def test_in_an_empty_shop_the_mold_takes_about_as_long_as_its_longest_chain() -> None:
    promised = asked(empty(), no_plan())
    problem = problem_of(promised.template.shop, PLANNED_AT)
    layout = layout_of(problem)
    ends = chain_ends(problem, layout)
    trial = next(o.id for o in promised.template.operations if o.milestone is Milestone.T1)
    least = problem.clock.at(int(ends[layout.index[trial]]))
    for way in (promised.beside, promised.first):
        assert way.t1.planned is not None
        assert timedelta() <= way.t1.planned - least < 0.3 * (least - PLANNED_AT)
        assert way.slips == ()


def test_a_loaded_bottleneck_pushes_the_date() -> None:
    shop = empty()
    seats = [m for m in shop.machines.values() if "design_seat" in m.kinds]
    kickoff = next(o for o in with_new_mold(shop, MoldClass.S).operations if o.kind == "design_seat")
    busy_with = with_new_mold(shop, MoldClass.S)
    work = {
        f"X-{seat.id}": replace(kickoff, id=f"X-{seat.id}", after=(), run_minutes=Decimal(6000))  # type: ignore[arg-type]  # an id
        for seat in seats
    }
    part = busy_with.shop.parts[kickoff.part]
    mold = replace(busy_with.shop.molds[part.mold], id=MoldId("X"))
    loaded = replace(
        shop,
        molds={mold.id: mold},
        parts={part.id: replace(part, mold=mold.id)},
        operations=work,  # type: ignore[arg-type]  # ids
    )
    made = plan(loaded, now=PLANNED_AT, iterations=0)
    before = asked(empty(), no_plan()).beside.t1.planned
    after = asked(loaded, made).beside.t1.planned
    assert before is not None
    assert after is not None
    assert after > before + timedelta(days=3)


def test_nobody_slips_where_the_mold_takes_what_is_free() -> None:
    promised = beside_others()
    problem = problem_with(MoldClass.M)
    moves = difference(problem, busy_plan(), promised.beside.plan).milestones
    assert len(moves) > 10
    assert all(move.after is None if move.before is None else move.after <= move.before for move in moves)  # type: ignore[operator]  # none loses its date
    assert promised.beside.slips == ()
    assert violations(problem, promised.beside.plan) == []
    assert not slips(problem, busy_plan(), promised.beside.plan)


@pytest.mark.parametrize("mold_class", [MoldClass.S, MoldClass.L])
def test_molds_of_other_classes_find_their_room_as_well(mold_class: MoldClass) -> None:
    problem = problem_with(mold_class)
    new = {o.id for o in with_new_mold(busy(), mold_class, weight=Decimal(2)).operations}
    made = beside(problem, busy_plan(), new)
    assert not slips(problem, busy_plan(), made)
    assert violations(problem, made) == []
    assert new <= set(made.operations)


def test_with_its_priority_it_comes_earlier_and_who_slips_is_named() -> None:
    promised = beside_others()
    problem = problem_with(MoldClass.M)
    assert violations(problem, promised.first.plan) == []
    assert promised.first.t1.planned is not None
    assert promised.beside.t1.planned is not None
    assert promised.first.t1.planned < promised.beside.t1.planned
    later = {
        (move.mold, move.milestone): slip(move)
        for move in difference(problem, busy_plan(), promised.first.plan).milestones
        if slip(move) is None or slip(move) > timedelta()  # type: ignore[operator]  # none was asked before
    }
    assert later
    assert {(move.mold, move.milestone): slip(move) for move in promised.first.slips} == later
    found = [slip(move) or timedelta.max for move in promised.first.slips]
    assert found == sorted(found, reverse=True)


def test_the_hours_it_needs_and_the_places_where_it_waits_are_told() -> None:
    for way in (beside_others().beside, beside_others().first):
        assert {load.kind for load in way.kinds} == set(beside_others().template.hours_by_kind())
        assert all(0 < load.busy <= 1 and load.hours > 0 <= load.waits for load in way.kinds)
        waits = [load.waits for load in way.kinds]
        assert waits == sorted(waits, reverse=True)
        assert waits[0] > 0


def test_each_date_has_its_chances() -> None:
    for way in (beside_others().beside, beside_others().first):
        for chance in (way.t1, way.delivery):
            assert chance.mold == beside_others().mold
            assert len(chance.ends) == 6
            assert chance.planned is not None
            assert chance.by(chance.planned + timedelta(days=1000)) == 1.0
        assert way.t1.date(0.9) < way.delivery.date(0.9)  # type: ignore[operator]  # both have dates


def test_the_same_seed_gives_the_same_promise() -> None:
    once, again = asked(busy(), busy_plan()), asked(busy(), busy_plan())
    assert (once.beside, once.first) == (again.beside, again.first)


def test_a_plan_of_an_hour_ago_is_mended_first() -> None:
    later = PLANNED_AT + timedelta(hours=1)
    wish = Wish(MoldClass.S)
    promised = promise(busy(), busy_plan(), wish, now=later, scenarios=2, iterations=2)
    before = mend(busy(), busy_plan(), now=later)
    problem = problem_of(promised.template.shop, later)
    assert not slips(problem, before, promised.beside.plan)
    assert violations(problem, promised.beside.plan) == []


def test_work_that_nobody_is_able_to_do_is_named() -> None:
    shop = empty()
    nobody = {
        p.id: replace(p, kinds=tuple(kind for kind in p.kinds if kind != "radial_drill"))
        for p in shop.people.values()
    }
    with pytest.raises(UserMistake, match=r"radial_drill.*nobody is able"):
        asked(replace(shop, people=nobody), no_plan())


def test_outside_work_of_the_mold_takes_no_place() -> None:
    plan_of = beside_others().beside.plan
    sent = [o for o in beside_others().template.operations if o.mode is Mode.OUTSIDE]
    assert sent
    assert all(plan_of.operations[o.id].machine is None for o in sent)


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [(60, 120, timedelta(hours=1)), (60, 0, timedelta(hours=-1)), (None, 5, timedelta()), (5, None, None)],
)
def test_a_slip_is_the_time_between_both_ends(
    before: int | None, after: int | None, by: timedelta | None
) -> None:
    assert slip(MilestoneMove(MoldId("M"), Milestone.T1, 0, before, after)) == by


def test_hours_of_a_quote_take_the_place_of_those_of_the_class() -> None:
    shop = busy()
    usual = with_new_mold(shop, MoldClass.S).hours_by_kind()
    kind = next(iter(usual))
    asked = Decimal(round(usual[kind] * 2))
    quoted = with_new_mold(shop, MoldClass.S, hours={kind: asked}).hours_by_kind()
    assert quoted[kind] == pytest.approx(float(asked), rel=0.05)
    assert {k: h for k, h in quoted.items() if k != kind} == {k: h for k, h in usual.items() if k != kind}


def test_a_quote_for_work_that_the_class_does_not_have_says_so() -> None:
    shop = busy()
    with pytest.raises(UserMistake, match="no work of kind magic"):
        with_new_mold(shop, MoldClass.S, hours={KindId("magic"): Decimal(5)})
