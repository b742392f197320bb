"""What would help a late mold: the effect told is that of the change made by hand and the same repair."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.planning.build import problem_of
from sprue.planning.changes import GateMoved, GoesBefore, Overtime, Rush
from sprue.planning.changing import apply_all
from sprue.planning.difference import difference
from sprue.planning.objective import weighted_tardiness_hours
from sprue.planning.plan import Plan
from sprue.planning.repairing import Repair
from sprue.planning.solve import plan
from sprue.planning.why.candidates import MOST, Candidates
from sprue.planning.why.counter import Late
from sprue.planning.why.follow import Chains
from sprue.sample import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.gates import Gate, GateState
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from tests.core.planning.shops import MOLD, NOW, at, op, shop_of
from tests.core.planning.test_what_if import OTHER, first_the_first, two_molds


@pytest.fixture(scope="module")
def sample() -> tuple[Shop, Plan]:
    shop = make_shop(20, 4, load=1.6)
    assert shop.settings.now is not None
    return shop, plan(shop, now=shop.settings.now, iterations=8)


def test_each_effect_is_that_of_the_change_made_by_hand(sample: tuple[Shop, Plan]) -> None:
    shop, published = sample
    now = published.clock.origin
    late = Late(shop, published, now)
    chain = late.chains()[0]
    repair = Repair(iterations=8, seed=5, focus=(chain.mold,))
    moves = late.counter_moves(chain, repair=repair)
    assert 1 <= len(moves) <= 3
    problem = problem_of(shop, now)
    base = repair(shop, published, now)
    for move in moves:
        by_hand = repair(apply_all(shop, move.changes), published, now)
        ends = [(m, m.before, m.after) for m in difference(problem, base, by_hand).milestones]
        [(before, after)] = [
            (b, a) for m, b, a in ends if (m.mold, m.milestone) == (chain.mold, chain.milestone)
        ]
        assert before is not None
        assert after is not None
        assert move.effect.gained_hours == (before - after) / 60 > 0
        assert move.effect.tardiness_hours == weighted_tardiness_hours(
            problem, by_hand
        ) - weighted_tardiness_hours(problem, base)
        slipped = [m for m, b, a in ends if m.mold != chain.mold and b is not None and (a is None or a > b)]
        assert list(move.effect.slips) == slipped


def test_the_repair_looks_after_the_late_mold_first_and_the_best_move_comes_first(
    sample: tuple[Shop, Plan],
) -> None:
    shop, published = sample
    late = Late(shop, published, published.clock.origin)
    chain = late.chains()[0]
    plain = late.counter_moves(chain, repair=Repair(iterations=4))
    assert plain == late.counter_moves(chain, repair=Repair(iterations=4, focus=(chain.mold,)))
    gains = [move.effect.gained_hours for move in plain]
    assert gains == sorted(gains, reverse=True)


def test_a_mold_that_was_passed_may_go_before_or_be_rushed() -> None:
    shop = two_molds()
    late = Late(shop, first_the_first(shop), NOW)
    moves = late.counter_moves(late.chain(OTHER), most=9)
    by_change = {move.changes[0]: move.effect for move in moves}
    before = by_change[GoesBefore(OperationId("b"), OperationId("a"))]
    assert (before.gained_hours, before.tardiness_hours) == (5.0, 0.0)
    assert [(slip.mold, slip.before, slip.after) for slip in before.slips] == [(MOLD, 240, 540)]
    assert by_change[Rush(OTHER, weight=Decimal(4))].gained_hours == 5.0


def test_a_gate_may_open_sooner_and_a_machine_work_longer() -> None:
    gate = Gate(GateState.EXPECTED, at(1440))
    work = op("a", 600, program=gate, milestone=Milestone.T1)
    shop = shop_of(work, mold=Mold(MOLD, trial_due=NOW))
    late = Late(shop, plan(shop, now=NOW), NOW)
    found = {type(move.changes[0]): move for move in late.counter_moves(late.chain(MOLD), most=9)}
    assert found[GateMoved].effect.gained_hours == 24.0
    assert found[Overtime].effect.gained_hours > 0


def test_at_most_a_dozen_are_tried(sample: tuple[Shop, Plan]) -> None:
    shop, published = sample
    problem = problem_of(shop, published.clock.origin)
    chains = Chains(problem, published)
    for due in problem.dues:
        if (chain := chains.of(due)) is not None:
            found = Candidates(shop, problem, published, chains, chain).all()
            assert len(found) <= MOST
            assert len({candidate.changes for candidate in found}) == len(found)


def test_the_later_milestone_is_meant_where_none_is_named() -> None:
    shop = shop_of(
        op("a", 60, milestone=Milestone.T1),
        op("a2", 60, step=Decimal(20), milestone=Milestone.DELIVERY),
        mold=Mold(MOLD, trial_due=NOW, due=at(100)),
    )
    late = Late(shop, plan(shop, now=NOW), NOW)
    assert late.chain(MOLD).milestone is Milestone.T1
    assert late.chain(MOLD, Milestone.DELIVERY).minutes_late == 20


def test_what_is_not_late_says_what_is() -> None:
    shop = two_molds()
    late = Late(shop, first_the_first(shop), NOW)
    with pytest.raises(UserMistake, match="X is no mold of the shop; late are N"):
        late.chain(MoldId("X"))
    with pytest.raises(UserMistake, match="M is not late; late are N"):
        late.chain(MOLD)
    with pytest.raises(UserMistake, match="N has no promised delivery; late are N"):
        late.chain(OTHER, Milestone.DELIVERY)


def test_a_plan_of_another_moment_is_mended_to_now() -> None:
    shop = two_molds()
    made = first_the_first(shop)
    chain = Late(replace(shop), made, at(30)).chain(OTHER)
    assert chain.end == sum(link.minutes for link in chain.links)
