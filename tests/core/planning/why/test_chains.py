"""The chain of a milestone: what it says in named situations, and that every minute counts once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.planning.why.chain import Chain, LinkKind
from sprue.planning.why.follow import Chains
from sprue.sample import make_shop
from sprue.shop.gates import Gate, GateState
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Mode
from sprue.shop.shop import Shop
from tests.core.planning.shops import (
    BENCH,
    MILL,
    MOLD,
    NIGHT_AND_DAY,
    NOW,
    at,
    machine,
    op,
    person,
    running,
    shop_of,
)
from tests.core.planning.test_random_shops import SEEDS, sound_shop

T1: dict[str, Any] = {"milestone": Milestone.T1}
LATE = Mold(MOLD, trial_due=NOW)


def chain_of(shop: Shop, made: Plan | None = None) -> Chain:
    problem = problem_of(shop, NOW)
    chain = Chains(problem, made or plan(shop, now=NOW)).of(problem.dues[0])
    assert chain is not None
    return chain


def told(chain: Chain) -> list[tuple[LinkKind, str, str, int]]:
    return [(link.kind, link.operation, link.reference, link.minutes) for link in chain.links]


def test_work_and_the_nights_between_are_links_of_their_own() -> None:
    chain = chain_of(shop_of(op("a", 300, 30), op("a2", 200, step=Decimal(20), **T1), mold=LATE))
    assert told(chain) == [
        (LinkKind.WORK, "a", "", 330),
        (LinkKind.CLOSED, "a", "", 60),
        (LinkKind.WORK, "a2", "", 200),
        (LinkKind.CLOSED, "a2", "", 900),
    ]
    assert (chain.links[0].setup, chain.links[0].machine) == (30, "A")
    assert (chain.end, chain.minutes_late) == (1490, 1490)


def test_a_wait_names_who_took_the_machine_and_the_chain_stays_with_the_mold() -> None:
    shop = shop_of(op("a", 100, **T1), running("b", 100, 90, "A"), mold=LATE)
    assert told(chain_of(shop)) == [(LinkKind.MACHINE, "a", "b", 90), (LinkKind.WORK, "a", "", 100)]


def test_a_wait_for_people_names_the_kind() -> None:
    machines = (machine("A", calendar=NIGHT_AND_DAY),)
    shop = shop_of(op("a", 300, **T1), machines=machines, people=[person("p")], mold=LATE)
    assert told(chain_of(shop)) == [(LinkKind.WORK, "a", "", 300), (LinkKind.PEOPLE, "a", "mill", 60)]


def test_who_must_be_shared_with_another_machine_is_a_wait_for_people() -> None:
    machines = (machine("A"), machine("B", BENCH))
    shop = shop_of(
        running("b", 100, 70, "B", kind=BENCH),
        op("a", 100, **T1),
        machines=machines,
        people=[person("p", MILL, BENCH)],
        mold=LATE,
    )
    assert told(chain_of(shop)) == [(LinkKind.PEOPLE, "a", "mill", 70), (LinkKind.WORK, "a", "", 100)]


def test_a_gate_is_waited_for_from_now_on_whatever_came_before() -> None:
    gate = Gate(GateState.EXPECTED, at(200))
    shop = shop_of(op("a", 60), op("a2", 10, step=Decimal(20), program=gate, **T1), mold=LATE)
    assert told(chain_of(shop)) == [(LinkKind.GATE, "a2", "program", 200), (LinkKind.WORK, "a2", "", 10)]


def test_the_chain_goes_on_through_parts_that_are_joined_and_work_outside() -> None:
    shop = shop_of(
        op("c", 100),
        op("c2", 500, step=Decimal(20), mode=Mode.OUTSIDE),
        op("p", 30, joins=True, **T1),
        parents={"c": "p"},
        mold=LATE,
    )
    assert told(chain_of(shop)) == [
        (LinkKind.WORK, "c", "", 100),
        (LinkKind.OUTSIDE, "c2", "", 500),
        (LinkKind.CLOSED, "p", "", 840),
        (LinkKind.WORK, "p", "", 30),
    ]


def test_pinned_work_waits_for_its_minute_and_running_work_is_running() -> None:
    pinned = op("b", 50, pinned=True, machine="A", pinned_start=at(120), **T1)
    assert told(chain_of(shop_of(pinned, mold=LATE)))[0] == (LinkKind.PIN, "b", "", 120)
    under_way = running("a", 100, 40, "A", **T1)
    assert told(chain_of(shop_of(under_way, mold=LATE))) == [(LinkKind.RUNNING, "a", "", 40)]


def test_a_machine_kept_free_for_pinned_work_is_taken_by_it_over_the_night_too() -> None:
    pinned = op("b", 60, pinned=True, machine="A", pinned_start=at(1500))
    shop = shop_of(pinned, op("a", 600, **T1), mold=LATE)
    assert told(chain_of(shop)) == [
        (LinkKind.MACHINE, "a", "b", 600),
        (LinkKind.CLOSED, "a", "", 960),
        (LinkKind.WORK, "a", "", 600),
        (LinkKind.CLOSED, "a", "", 960),
    ]


def test_what_runs_together_with_something_longer_ends_with_it() -> None:
    oven = machine("A", batch=2)
    shop = shop_of(
        op("a", 60, setup_family="f", **T1), op("b", 100, setup_family="f"), machines=[oven], mold=LATE
    )
    assert told(chain_of(shop)) == [(LinkKind.WORK, "a", "", 60), (LinkKind.BATCH, "a", "b", 40)]


def test_unbroken_work_that_does_not_fit_any_more_waits_for_the_next_shift() -> None:
    shop = shop_of(op("a", 200), op("a2", 100, step=Decimal(20), mode=Mode.UNBROKEN, **T1), mold=LATE)
    assert told(chain_of(shop))[1:] == [(LinkKind.CLOSED, "a2", "", 100), (LinkKind.WORK, "a2", "", 100)]


def test_work_that_keeps_its_published_place_says_so() -> None:
    late = shop_of(op("a", 60, not_before=at(120), **T1), mold=LATE)
    shop = shop_of(op("a", 60, **T1), mold=LATE)
    made = mend(shop, plan(late, now=NOW), now=NOW)
    assert told(chain_of(shop, made)) == [(LinkKind.ORDER, "a", "", 120), (LinkKind.WORK, "a", "", 60)]


def assert_each_minute_counts_once(shop: Shop, made: Plan) -> int:
    """Of all milestones of a plan; how many chains there are."""
    problem = problem_of(shop, made.clock.at(0))
    chains = Chains(problem, made)
    found = [chain for due in problem.dues if (chain := chains.of(due)) is not None]
    for chain in found:
        reached = 0
        for start, end in sorted(stretch for link in chain.links for stretch in link.stretches):
            assert start == reached < end
            reached = end
        assert reached == chain.end
        assert sum(link.minutes for link in chain.links) == chain.end
        ends = [made.operations[t].end for t in _due_tasks(problem.dues, chain) if t in made.operations]
        assert chain.end == max(ends)
    return len(found)


def _due_tasks(dues: Any, chain: Chain) -> Any:
    return next(due.tasks for due in dues if (due.mold, due.milestone) == (chain.mold, chain.milestone))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_minute_belongs_to_one_link(seed: int) -> None:
    shop = sound_shop(seed)
    made = plan(shop, now=NOW, iterations=1)
    assert_each_minute_counts_once(shop, made)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_every_minute_belongs_to_one_link_of_a_mended_plan(seed: int) -> None:
    shop = sound_shop(seed)
    later = NOW + timedelta(minutes=500)
    assert_each_minute_counts_once(shop, mend(shop, plan(shop, now=NOW), now=later))


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_nothing_keeps_its_place_for_no_reason_in_a_plan_that_keeps_nothing(seed: int) -> None:
    """The planner starts what can start: a wait always has a cause that the chain names."""
    shop = sound_shop(seed)
    problem = problem_of(shop, NOW)
    made = plan(shop, now=NOW)
    chains = Chains(problem, made)
    links = [link for due in problem.dues if (chain := chains.of(due)) is not None for link in chain.links]
    assert [link for link in links if link.kind is LinkKind.ORDER] == []


def test_every_minute_belongs_to_one_link_in_the_sample_shop() -> None:
    shop = make_shop(20, 4, load=1.6)
    assert shop.settings.now is not None
    made = plan(shop, now=shop.settings.now)
    assert assert_each_minute_counts_once(shop, made) > 10
