"""Planned against real finish, order by order, beside the plainest guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sprue.figures.work import Ledger
from sprue.planning.plan import Plan
from sprue.replay.known import Known, mold_of
from sprue.replay.shop_then import ShopThen
from sprue.shop.ids import MoldId

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OrderResult:
    """One order. `planned` None: some of its operations had no place in the plan.

    `guess`: first report + the median lead time of the orders finished by then, but not
    before the moment itself.
    """

    mold: MoldId
    open_operations: int
    planned: datetime | None
    guess: datetime
    real: datetime

    @property
    def error_days(self) -> float | None:
        """Real minus planned: positive when it became later than planned."""
        return (self.real - self.planned) / DAY if self.planned is not None else None

    @property
    def guess_error_days(self) -> float:
        return (self.real - self.guess) / DAY


@dataclass(frozen=True, slots=True)
class Report:
    """All orders and what the plan was worth; days are calendar days."""

    moment: datetime
    orders: tuple[OrderResult, ...]
    assumptions: int

    @property
    def errors(self) -> list[float]:
        return [o.error_days for o in self.orders if o.error_days is not None]

    def median_error(self) -> float | None:
        return median(self.errors) if self.errors else None

    def median_absolute_error(self) -> float | None:
        return median(abs(e) for e in self.errors) if self.errors else None

    def guess_median_absolute_error(self) -> float | None:
        return median(abs(o.guess_error_days) for o in self.orders) if self.orders else None

    def within(self, days: float) -> float | None:
        """Share of the planned orders that ended within `days` of the plan."""
        return sum(abs(e) <= days for e in self.errors) / len(self.errors) if self.errors else None

    def guess_within(self, days: float) -> float | None:
        """The same share for the guess."""
        hits = sum(abs(o.guess_error_days) <= days for o in self.orders)
        return hits / len(self.orders) if self.orders else None


def compare(ledger: Ledger, known: Known, then: ShopThen, plan: Plan) -> Report:
    """Hold a plan of `then` against what happened."""
    by_mold: dict[MoldId, list[datetime | None]] = {m: [] for m in then.begun}
    for operation in then.shop.operations:
        planned = plan.operations.get(operation)
        end = plan.clock.at(planned.end) if planned is not None else None
        by_mold[mold_of(ledger, operation)].append(end)
    real: dict[MoldId, datetime] = {}
    for stretch in ledger.stretches:
        mold = mold_of(ledger, stretch.operation)
        real[mold] = max(real.get(mold, stretch.end), stretch.end)
    orders = tuple(
        OrderResult(
            mold,
            len(ends),
            None if None in ends else max(e for e in ends if e is not None),
            max(known.moment, begun + known.median_lead),
            real[mold],
        )
        for (mold, begun), ends in zip(then.begun.items(), by_mold.values(), strict=True)
    )
    return Report(known.moment, orders, len(then.assumptions))
