"""What a mold costs beside its quote: worked, left and assumed hours, told and untold money."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sprue.figures.costs import MoldCost, Outlay, costs_of
from sprue.figures.work import ledger_of
from sprue.floor import mold_commands as mc
from sprue.shop import events as ev
from sprue.shop.ids import OperationId, PurchaseId
from sprue.shop.notes import cost, quoted_hours
from sprue.shop.orders import Mold
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop
from tests.core.figures.test_estimates import journal, worked
from tests.core.floor.shops import MOLD, NOW, Hall, small_shop

COAT, MILL, STEEL = OperationId("coat"), OperationId("mill"), PurchaseId("steel")


def told(shop: Shop, *facts: tuple[datetime, ev.Fact]) -> MoldCost:
    """The cost of the one mold after a journal on `shop`."""
    entries: Iterable[ev.Entry] = journal(*facts)
    first, *others = entries
    came = ev.Entry(first.seq, first.event.happened_at, ev.Event(UUID(int=1), NOW, ev.ShopImported(shop)))
    (found,) = costs_of(shop, ledger_of([came, *others]), ())
    return found


def estimated(operations: Iterable[Operation]) -> float:
    return sum(float(o.setup_minutes + o.run_minutes) for o in operations) / 60


def test_hours_worked_and_left_are_told_beside_the_quote() -> None:
    shop = small_shop()
    mold: Mold = replace(shop.molds[MOLD], notes=(("报价工时", "1,500"),))
    shop = replace(shop, molds={MOLD: mold})
    found = told(shop, *worked("mill", NOW, 210))  # 150 minutes of work and an hour of lunch
    milled = next(one for one in found.work if one.operation == MILL)
    assert milled.worked == pytest.approx(2.5)
    assert (milled.left, milled.seqs) == (0.0, (2, 3))
    assert found.quoted_hours == 1500
    inside = [o for o in shop.operations.values() if o.id not in (COAT, MILL)]
    assert found.expected == pytest.approx(2.5 + estimated(inside))


def test_what_came_done_without_dates_is_taken_as_estimated_and_told_apart() -> None:
    found = told(small_shop())
    old = next(one for one in found.work if one.operation == "old")
    assert (old.assumed, old.left) == (True, 0)
    assert found.assumed == old.worked == old.estimated > 0


def test_cancelled_work_costs_what_was_worked_on_it() -> None:
    shop = small_shop()
    gone = replace(shop.operations[OperationId("held")], status=Status.CANCELLED)
    found = told(replace(shop, operations=shop.operations | {gone.id: gone}))
    one = next(one for one in found.work if one.operation == gone.id)
    assert (one.estimated, one.worked, one.left) == (0, 0, 0)


def test_money_is_exact_and_what_nobody_told_is_counted_not_free() -> None:
    shop = small_shop()
    steel = replace(shop.purchases[STEEL], notes=(("cost", "1200.10"),), received=NOW)
    coat = replace(shop.operations[COAT], notes=(("金额", "300.20"),))
    shop = replace(shop, purchases=shop.purchases | {STEEL: steel}, operations=shop.operations | {COAT: coat})
    found = told(shop)
    assert (found.spent, found.expected_outside, found.untold) == (Decimal("1200.10"), Decimal("1500.30"), 1)
    assert [one.what for one in found.outside if one.cost is None] == [Outlay.PURCHASE]


def test_kinds_sum_to_the_whole() -> None:
    found = told(small_shop(), *worked("mill", NOW, 100))
    kinds = found.kinds()
    assert sum(worked + left for _, worked, left in kinds.values()) == pytest.approx(found.expected)


def test_a_quote_and_a_cost_are_told_on_the_floor_and_taken_back() -> None:
    hall = Hall()
    hall.do(mc.QuoteMold(MOLD, Decimal(90), Decimal("8000.5")))
    hall.do(mc.SetCost(Decimal(777), purchase=STEEL))
    shop = hall.store.state.shop
    assert (quoted_hours(shop.molds[MOLD]), cost(shop.purchases[STEEL])) == (Decimal(90), Decimal(777))
    hall.do(mc.SetCost(None, purchase=STEEL))
    assert cost(hall.store.state.shop.purchases[STEEL]) is None


def test_the_invoice_of_work_outside_comes_when_it_is_over() -> None:
    hall = Hall()
    shop = hall.store.state.shop
    done = replace(shop.operations[COAT], status=Status.DONE, finished=NOW - timedelta(days=1))
    hall = Hall(replace(shop, operations=shop.operations | {COAT: done}))
    hall.do(mc.SetCost(Decimal(640), operation=COAT))
    after = hall.store.state.shop.operations[COAT]
    assert (cost(after), after.status) == (Decimal(640), Status.DONE)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1), Decimal(10) ** 10])
def test_an_amount_that_is_none_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="amount"):
        mc.SetCost(amount, purchase=STEEL)
