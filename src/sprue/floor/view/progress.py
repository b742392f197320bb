"""What a customer is shown of his molds: how far each is, when it is due and expected; nothing else."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.molds import MoldLight, dates_of
from sprue.floor.view.stages import stages_of
from sprue.floor.view.waits import Sight
from sprue.shop.ids import MoldId, OrderId
from sprue.shop.records import Work
from sprue.shop.shop import Shop
from sprue.shop.stages import Stage


class Far(StrEnum):
    """How far a stage is; what hinders it is the shop's own matter."""

    NONE = "none"
    AHEAD = "ahead"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class MoldProgress:
    """`done` of `total` operations; `*_expected`: of the live plan, or when it was, None: not known."""

    mold: MoldId
    name: str
    order: OrderId | None
    stages: tuple[tuple[Stage, Far], ...]
    done: int
    total: int
    finished: bool
    trial_due: datetime | None
    trial_expected: datetime | None
    due: datetime | None
    expected: datetime | None


def customers_of(shop: Shop) -> frozenset[str]:
    """Customers with an order."""
    return frozenset(order.customer for order in shop.orders.values() if order.customer)


def progress_of(sight: Sight, plan: LivePlan, customer: str) -> tuple[MoldProgress, ...]:
    """The molds of the customer's orders, those still to be delivered first, by date."""
    shop = sight.state.shop
    own = [
        _progress(sight, plan, mold.id)
        for mold in shop.molds.values()
        if mold.order is not None
        and mold.order in shop.orders
        and customer
        and shop.orders[mold.order].customer == customer
    ]
    return tuple(sorted(own, key=lambda one: (one.finished, _rank(one.due or one.trial_due), one.mold)))


def _rank(due: datetime | None) -> tuple[bool, float]:
    return due is None, due.timestamp() if due is not None else 0.0


def _progress(sight: Sight, plan: LivePlan, mold_id: MoldId) -> MoldProgress:
    mold = sight.state.shop.molds[mold_id]
    dates = dates_of(sight, plan, mold_id)
    works = [sight.state.operation(o).work for o in sight.index.operations_of_mold(mold_id)]
    return MoldProgress(
        mold_id,
        mold.name,
        mold.order,
        tuple((cell.stage, _far(cell.done, cell.total)) for cell in stages_of(sight, plan, mold_id)),
        sum(work is Work.DONE for work in works),
        sum(work is not Work.CANCELLED for work in works),
        dates.light is MoldLight.DONE,
        mold.trial_due,
        dates.trial,
        mold.due,
        dates.delivery,
    )


def _far(done: int, total: int) -> Far:
    if total == 0:
        return Far.NONE
    return Far.DONE if done == total else Far.RUNNING if done else Far.AHEAD
