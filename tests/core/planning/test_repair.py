"""A published plan after something happened: machine and order are kept, the rest shifts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop
from tests.core.planning.shops import MOLD, NOW, at, closed, machine, op, rows, running, shop_of


def mended(shop: Shop, published: Plan, minutes: int = 0) -> Plan:
    """The plan mended so many minutes later, which breaks no rule."""
    now = NOW + timedelta(minutes=minutes)
    made = mend(shop, published, now=now)
    assert violations(problem_of(shop, now), made) == []
    return made


def changed(shop: Shop, *operations: Operation, **more: object) -> Shop:
    """The shop with some operations changed or new."""
    others = {**shop.operations, **{o.id: o for o in operations}}
    return replace(shop, operations=others, **more)  # type: ignore[arg-type]  # fields of a shop, by name


def two_machines() -> Shop:
    work = [op("a", 60), op("a2", 90, step=Decimal(20)), op("b", 100), op("c", 30)]
    return shop_of(*work, machines=[machine("A"), machine("B")])


def test_nothing_moves_when_nothing_happened() -> None:
    shop = two_machines()
    published = plan(shop, now=NOW, iterations=20)
    assert rows(mended(shop, published)) == rows(published)


def test_order_and_machine_are_kept_against_the_rule() -> None:
    # By due date b would go first; it was published after a.
    late = Mold(MOLD, due=at(60))
    shop = shop_of(op("a", 60), op("b", 60))
    published = plan(shop, now=NOW, iterations=0)
    first, second = sorted(rows(published), key=lambda name: rows(published)[name][1])
    urgent = changed(
        shop, replace(shop.operations[OperationId(second)], milestone=Milestone.DELIVERY), molds={MOLD: late}
    )
    assert rows(mended(urgent, published)) == rows(published)
    assert rows(published)[first][1] == 0


def test_work_that_takes_longer_pushes_what_follows() -> None:
    shop = shop_of(op("a", 60), op("a2", 60, step=Decimal(20)))
    published = plan(shop, now=NOW, iterations=0)
    begun = changed(shop, running("a", 60, 100, "A"))
    assert rows(mended(begun, published, minutes=30)) == {"a": ("A", -90, 0, 100), "a2": ("A", 100, 100, 160)}


def test_what_is_done_drops_out_and_nothing_starts_before_it_was_planned() -> None:
    shop = shop_of(op("a", 60), op("a2", 60, step=Decimal(20)))
    published = plan(shop, now=NOW, iterations=0)
    done = changed(shop, op("a", 60, status=Status.DONE, machine=MachineId("A"), finished=at(20)))
    assert rows(mended(done, published, minutes=20)) == {"a2": ("A", 40, 40, 100)}


def test_an_inserted_operation_is_planned_round_the_others() -> None:
    shop = shop_of(op("a", 60), op("b", 60, not_before=at(120)))
    published = plan(shop, now=NOW, iterations=0)
    with_rework = changed(shop, op("a2", 40, step=Decimal(15)))
    assert rows(mended(with_rework, published)) == {
        "a": ("A", 0, 0, 60),
        "a2": ("A", 60, 60, 100),
        "b": ("A", 120, 120, 180),
    }


def test_work_on_a_machine_that_is_closed_now_waits_for_it() -> None:
    shop = two_machines()
    published = plan(shop, now=NOW, iterations=0)
    on_a = [name for name, row in rows(published).items() if row[0] == "A"]
    broken = replace(shop, exceptions=(closed("A", 0, 200),))
    made = rows(mended(broken, published))
    assert all(made[name][0] == "A" and made[name][1] >= 200 for name in on_a)


def test_a_machine_that_may_no_longer_do_it_gives_way_to_another() -> None:
    shop = shop_of(op("a", 60), machines=[machine("A")])
    published = plan(shop, now=NOW, iterations=0)
    moved = replace(shop, machines={MachineId("B"): machine("B")})
    assert rows(mended(moved, published)) == {"a": ("B", 0, 0, 60)}


def test_an_operation_that_is_blocked_since_is_listed_so() -> None:
    shop = shop_of(op("a", 60), op("b", 60))
    published = plan(shop, now=NOW, iterations=0)
    held = changed(shop, op("b", 60, status=Status.HELD))
    made = mended(held, published)
    assert (set(made.operations), [u.operation for u in made.blocked]) == ({"a"}, ["b"])


def test_outside_work_stays_where_it_was_planned() -> None:
    shop = shop_of(op("a", 60), op("a2", 500, mode=Mode.OUTSIDE, step=Decimal(20)))
    published = plan(shop, now=NOW, iterations=0)
    assert rows(mended(shop, published))["a2"] == (None, 60, 60, 560)
