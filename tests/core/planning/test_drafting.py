"""Drafts by hand: what is put somewhere goes there or says why not, and what it pushes is told."""

from dataclasses import replace

import pytest

from sprue.planning.drafting import Drafting, Placing
from sprue.planning.drafting_words import break_text
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import NOW as SAMPLE_NOW
from sprue.sample import make_shop
from sprue.shop.calendar import CalendarException
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Status
from sprue.shop.shop import Shop
from tests.core.planning.shops import BENCH, MOLD, NOW, at, closed, machine, op, rows, shop_of


def two_mills(*exceptions: CalendarException) -> Shop:
    """Two mills alike and a bench; a and c are milled, b follows a at the bench."""
    return shop_of(
        op("a", 60),
        op("b", 60, kind=BENCH, after=(OperationId("a"),), milestone=Milestone.T1),
        op("c", 60),
        machines=(machine("A"), machine("B"), machine("W", BENCH)),
        mold=Mold(MOLD, trial_due=at(180)),
        exceptions=exceptions,
    )


def live(shop: Shop) -> Plan:
    """On A first a, then c; b at the bench as soon as it may."""
    first = plan(shop, now=NOW, iterations=0)
    one, two, three = (first.operations[OperationId(name)] for name in "abc")
    fixed = {
        "a": replace(one, machine=MachineId("A"), setup_start=0, run_start=0, end=60),
        "c": replace(three, machine=MachineId("A"), setup_start=60, run_start=60, end=120),
        "b": replace(two, setup_start=60, run_start=60, end=120),
    }
    return mend(shop, replace(first, operations={OperationId(k): v for k, v in fixed.items()}), now=NOW)


def put(name: str, where: str | None = None, minute: int | None = None, *, pin: bool = False) -> Placing:
    return Placing(
        OperationId(name),
        MachineId(where) if where else None,
        at(minute) if minute is not None else None,
        pin,
    )


def test_put_later_it_goes_there_and_what_follows_slips() -> None:
    shop = two_mills()
    drafted = Drafting().draft(shop, live(shop), [put("a", "B", 120)])
    assert rows(drafted.plan)["a"] == ("B", 120, 120, 180)
    assert drafted.breaks == ()
    (slip,) = drafted.slips
    assert (slip.mold, slip.before, slip.after, slip.due) == (MOLD, 120, 240, 180)
    assert [row.operation for row in drafted.moved] == ["a", "b"]
    assert violations(drafted.problem, drafted.plan) == []


def test_put_where_another_begins_it_goes_first_and_pushes_it() -> None:
    shop = two_mills()
    drafted = Drafting().draft(shop, live(shop), [put("c", "A", 0)])
    assert rows(drafted.plan)["c"] == ("A", 0, 0, 60)
    assert rows(drafted.plan)["a"] == ("A", 60, 60, 120)
    assert drafted.breaks == ()


@pytest.mark.parametrize(
    ("placing", "rule", "said"),
    [
        (put("c", "A", 30), "machine", "the machine is taken by a"),
        (put("b", None, 30), "predecessor", "waits for a"),
        (put("a", "B", 250), "calendar", "B opens then"),
        (put("a", "W", 0), "machine_unfit", "it can't be done on W"),
        (put("a", "A", -60), "past", "this time is over"),
        (put("x"), "unknown", "there is no such operation"),
    ],
)
def test_what_can_not_be_where_it_was_put_says_why(placing: Placing, rule: str, said: str) -> None:
    shop = two_mills()
    (broken,) = Drafting().draft(shop, live(shop), [placing]).breaks
    assert (broken.operation, broken.rule) == (placing.operation, rule)
    assert break_text(broken, shop, "en") == said
    assert break_text(broken, shop, "zh-hans") != said


def test_what_has_begun_stays() -> None:
    shop = two_mills()
    begun = replace(
        shop.operations[OperationId("a")], status=Status.RUNNING, machine=MachineId("A"), started=at(0)
    )
    shop = replace(shop, operations=shop.operations | {begun.id: begun})
    (broken,) = Drafting().draft(shop, live(shop), [put("a", "B", 60)]).breaks
    assert broken.rule == "begun"


def test_a_machine_that_is_closed_then_is_told() -> None:
    shop = two_mills(closed("B", 60, 180))
    (broken,) = Drafting().draft(shop, live(shop), [put("c", "B", 90)]).breaks
    assert (broken.rule, broken.reference) == ("calendar", "B")


def test_a_pin_is_kept_by_the_shop_of_the_draft_and_comes_off_without() -> None:
    shop, drafting = two_mills(), Drafting()
    pinned = drafting.draft(shop, live(shop), [put("a", "B", 120, pin=True)])
    operation = pinned.shop.operations[OperationId("a")]
    assert (operation.pinned, operation.machine, operation.pinned_start) == (True, "B", at(120))
    assert shop.operations[OperationId("a")].pinned is False
    loose = drafting.draft(pinned.shop, pinned.plan, [put("a", "A", 0)])
    assert loose.shop.operations[OperationId("a")].pinned is False
    assert rows(loose.plan)["a"] == ("A", 0, 0, 60)


def test_a_pin_of_another_that_gives_way_is_told() -> None:
    shop, drafting = two_mills(), Drafting()
    pinned = drafting.draft(shop, live(shop), [put("b", None, 60, pin=True)])
    broken = drafting.draft(pinned.shop, pinned.plan, [put("a", "A", 120)]).breaks
    assert [(b.operation, b.rule) for b in broken] == [("b", "pin")]


def test_several_changes_are_made_in_one_draft() -> None:
    shop = two_mills()
    drafted = Drafting().draft(shop, live(shop), [put("a", "B", 0), put("c", "A", 0)])
    assert rows(drafted.plan)["a"][:2] == ("B", 0)
    assert rows(drafted.plan)["c"][:2] == ("A", 0)


def test_a_draft_without_changes_moves_nothing_and_one_after_the_other_equals_a_fresh_one() -> None:
    shop = make_shop(20, 3, 0.9)
    made = plan(shop, now=SAMPLE_NOW, iterations=4)
    drafting = Drafting()
    assert drafting.draft(shop, made, []).moved == ()
    waiting = [r for r in made.operations.values() if r.machine and r.setup_start > 600]
    for row in waiting[:: max(1, len(waiting) // 12)]:
        placing = Placing(row.operation, row.machine, made.clock.at(row.setup_start + 1440), pin=True)
        kept = drafting.draft(shop, made, [placing])
        fresh = Drafting().draft(shop, made, [placing])
        assert kept.plan == fresh.plan
        assert kept.breaks == fresh.breaks
        assert violations(kept.problem, kept.plan) == []
