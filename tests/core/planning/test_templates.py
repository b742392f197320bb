"""A new mold of a class as it usually comes out, in the hours of this shop and with its machines."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.planning.build import problem_of
from sprue.planning.templates.draw import Typical
from sprue.planning.templates.template import with_new_mold
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MoldId, OperationId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import MachineOption, Milestone, Mode, Status
from sprue.shop.shop import Shop
from tests.core.planning.grounds import PLANNED_AT, busy, empty

#: In-house operations and hours of all places by class, from the notes on the trade.
BANDS = {
    MoldClass.S: (250, 325),
    MoldClass.M: (600, 990),
    MoldClass.L: (1230, 2360),
    MoldClass.XL: (2290, 5085),
}


@pytest.mark.parametrize("mold_class", list(MoldClass))
def test_a_mold_of_each_class_is_as_large_as_the_trade_says_and_can_be_planned(mold_class: MoldClass) -> None:
    template = with_new_mold(empty(), mold_class)
    inside = [o for o in template.operations if o.mode is not Mode.OUTSIDE]
    operations, hours = BANDS[mold_class]
    assert 0.75 * operations < len(inside) < 1.35 * operations
    assert 0.6 * hours < sum(template.hours_by_kind().values()) < 1.2 * hours
    milestones = [o.milestone for o in template.operations if o.milestone is not None]
    assert sorted(milestones) == [Milestone.T1, Milestone.DELIVERY]
    problem = problem_of(template.shop, PLANNED_AT)
    assert not problem.unplannable
    assert not problem.blocked
    assert not problem.dues


def test_the_same_shop_gives_the_same_mold_and_another_beside_it_another_name() -> None:
    first = with_new_mold(empty(), MoldClass.S)
    assert with_new_mold(empty(), MoldClass.S) == first
    second = with_new_mold(first.shop, MoldClass.S)
    assert (first.mold, second.mold) == (MoldId("NEWS"), MoldId("NEWS2"))
    assert len(second.shop.operations) == 2 * len(first.shop.operations)


def without(shop: Shop, *kinds: str) -> Shop:
    left = {m.id: m for m in shop.machines.values() if not set(m.kinds) & set(kinds)}
    return replace(shop, machines=left)


def test_work_for_which_the_shop_has_no_place_is_sent_out() -> None:
    template = with_new_mold(without(empty(), "wire_edm_slow", "polishing_bench"), MoldClass.S)
    assert set(template.sent_out) == {KindId("wire_edm_slow"), KindId("polishing_bench")}
    assert not {"wire_edm_slow", "polishing_bench"} & set(template.hours_by_kind())
    assert not problem_of(template.shop, PLANNED_AT).unplannable


def test_a_shop_that_sends_nothing_out_is_told_which_kinds_it_lacks() -> None:
    shop = without(empty(), "edm_sinker", "lathe")
    inside = replace(shop, kinds={k: v for k, v in shop.kinds.items() if not k.startswith("outsource")})
    with pytest.raises(UserMistake, match=r"(edm_sinker, lathe|lathe, edm_sinker) for a mold of class S"):
        with_new_mold(inside, MoldClass.S)


def own_molds(count: int, times: Callable[[int], int]) -> Shop:
    """A shop with up to three own molds of class S, the n-th with so many times the hours of the tables."""
    shop = empty()
    for number in range(count):
        made = with_new_mold(shop, MoldClass.S)
        longer = {
            o.id: replace(
                o, run_minutes=o.run_minutes * times(number), setup_minutes=o.setup_minutes * times(number)
            )
            for o in made.operations
        }
        shop = replace(made.shop, operations=made.shop.operations | longer)
    return shop


def test_the_hours_of_three_own_molds_of_the_class_take_the_place_of_the_tables() -> None:
    # Each is made before it is learned from, so that none is scaled by those before it.
    tables = with_new_mold(empty(), MoldClass.S).hours_by_kind()
    learned = with_new_mold(own_molds(3, lambda number: number + 1), MoldClass.S)
    assert learned.learned_from == 3
    for kind, hours in learned.hours_by_kind().items():
        assert hours == pytest.approx(2 * tables[kind], rel=0.05), kind
    assert all(sigma > 0.3 for sigma in learned.common.values())


def test_two_own_molds_are_too_few_to_learn_from() -> None:
    template = with_new_mold(own_molds(2, lambda _: 3), MoldClass.S)
    assert template.learned_from == 0
    assert template.hours_by_kind() == with_new_mold(empty(), MoldClass.S).hours_by_kind()


def test_a_mold_of_a_class_goes_only_where_all_own_ones_of_it_may_go() -> None:
    shop = own_molds(3, lambda _: 1)
    machine = next(m.id for m in shop.machines.values() if "edm_sinker" in m.kinds)
    listed = {
        o.id: replace(o, machines=(MachineOption(machine),)) if o.kind == "edm_sinker" else o
        for o in shop.operations.values()
    }
    template = with_new_mold(replace(shop, operations=listed), MoldClass.S)
    burns = [o for o in template.operations if o.kind == "edm_sinker"]
    assert burns
    assert {option.machine for burn in burns for option in burn.machines} == {machine}


def test_a_shop_at_work_has_its_own_hours() -> None:
    assert with_new_mold(busy(), MoldClass.M).learned_from >= 3


@given(st.floats(0, 1), st.integers(1, 200))
def test_what_usually_happens_happens_in_its_share_of_the_times(share: float, times: int) -> None:
    draw = Typical()
    assert abs(sum(draw.happens("it", share) for _ in range(times)) - share * times) <= 0.5 + 1e-6


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(1, 4))
def test_what_is_dealt_by_weight_comes_out_in_proportion(weights: list[int], rounds: int) -> None:
    draw = Typical()
    items = [OperationId(str(i)) for i in range(len(weights))]
    dealt = [draw.by_weight(items, [float(w) for w in weights]) for _ in range(rounds * sum(weights))]
    assert [dealt.count(item) for item in items] == [rounds * weight for weight in weights]


def test_a_half_is_rounded_up_and_a_length_is_the_median() -> None:
    draw = Typical()
    assert [draw.number(mean) for mean in (0.4, 0.5, 2.5, 20.0)] == [0, 1, 3, 20]
    assert (draw.length(30.0, 0.5), draw.one_of("ab"), draw.between(2, 4)) == (30.0, "a", 3)
    assert Decimal(draw.number(1.2)) == 1


def other_names(shop: Shop) -> Shop:
    """The shop with kinds that no table knows."""

    def named(kind: KindId | None) -> KindId:
        return KindId(f"our {kind}")

    return replace(
        shop,
        kinds={named(k): replace(v, id=named(k)) for k, v in shop.kinds.items()},
        machines={m.id: replace(m, kinds=tuple(map(named, m.kinds))) for m in shop.machines.values()},
        people={p.id: replace(p, kinds=tuple(map(named, p.kinds))) for p in shop.people.values()},
        operations={o.id: replace(o, kind=named(o.kind)) for o in shop.operations.values()},
        setups=(),
    )


def test_a_shop_with_other_kinds_takes_its_own_middle_mold_as_the_pattern() -> None:
    shop = other_names(own_molds(3, lambda number: number + 1))
    template = with_new_mold(shop, MoldClass.S)
    assert (template.mold, template.learned_from, template.sent_out) == (MoldId("NEWS4"), 3, ())
    middle = [o for o in shop.operations.values() if shop.mold_of(o).id == "NEWS2"]
    assert len(template.operations) == len(middle)
    assert sum(template.hours_by_kind().values()) == pytest.approx(
        sum(float(o.setup_minutes + o.run_minutes) for o in middle if o.mode is not Mode.OUTSIDE) / 60,
        rel=0.05,
    )
    own = {o.id for o in template.operations}
    assert all(own.issuperset(o.after) for o in template.operations)
    assert not problem_of(template.shop, PLANNED_AT).unplannable


def test_a_pattern_begins_anew_and_buys_again_what_was_bought() -> None:
    template = with_new_mold(other_names(busy()), MoldClass.M)
    assert template.learned_from >= 3
    assert {o.status for o in template.operations} == {Status.WAITING}
    assert not [o for o in template.operations if o.machine or o.started or o.pinned or o.not_before]
    bought = [o for o in template.operations if o.id.endswith("-buy")]
    assert bought
    assert all(o.mode is Mode.OUTSIDE and o.run_minutes > 0 for o in bought)
    problem = problem_of(template.shop, PLANNED_AT)
    planned = {o.id for o in template.operations} - {u.operation for u in problem.unplannable}
    assert planned == set(problem.tasks) & {o.id for o in template.operations}
    assert len(planned) == len(template.operations)
