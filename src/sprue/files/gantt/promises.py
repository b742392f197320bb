"""What a plan makes of the promises: each mold's T1 and delivery, with the hours late."""

from collections import defaultdict
from dataclasses import dataclass

from sprue.planning.plan import Plan
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop

_OVER = (Status.DONE, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised milestone of a mold that still has open operations; plan minutes.

    `end`: when the last planned of them ends, which `last` is (None: none is planned).
    """

    mold: MoldId
    milestone: Milestone
    due: int
    end: int | None
    last: OperationId | None

    @property
    def minutes_late(self) -> int:
        """Clock minutes after the promise; 0 in time."""
        return max(0, self.end - self.due) if self.end is not None else 0

    @property
    def hours_late(self) -> float:
        """Clock hours after the promise; 0 in time."""
        return self.minutes_late / 60


def promises_of(plan: Plan, shop: Shop) -> tuple[Promise, ...]:
    """All promised milestones that are still open, in the order of the operations that reach them."""
    open_ones: dict[tuple[MoldId, Milestone], list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.milestone is not None and operation.status not in _OVER:
            open_ones[shop.mold_of(operation).id, operation.milestone].append(operation)
    found = (_promise(plan, shop, key, held) for key, held in open_ones.items())
    return tuple(promise for promise in found if promise is not None)


def late_promises(plan: Plan, shop: Shop) -> tuple[Promise, ...]:
    """The promises that the plan breaks, the latest first."""
    late = [promise for promise in promises_of(plan, shop) if promise.minutes_late > 0]
    return tuple(sorted(late, key=lambda promise: -promise.minutes_late))


def _promise(plan: Plan, shop: Shop, key: tuple[MoldId, Milestone], held: list[Operation]) -> Promise | None:
    mold_id, milestone = key
    mold = shop.molds[mold_id]
    promised = mold.trial_due if milestone is Milestone.T1 else mold.due
    if promised is None:
        return None
    planned = [plan.operations[operation.id] for operation in held if operation.id in plan.operations]
    last = max(planned, key=lambda row: row.end, default=None)
    end, name = (None, None) if last is None else (last.end, last.operation)
    return Promise(mold_id, milestone, plan.clock.minute(promised), end, name)
