"""What a new plan does to the molds of the plan before: taken, moved, newly late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sprue.shop.events import PlannedRow, PlanPublished
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: A mold whose last work ends so much earlier or later has moved.
MOVED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ends:
    """When a mold's planned work ends, and its first trial; None: not in the plan."""

    last: datetime
    trial: datetime | None = None


def compared(state: State, plan: PlanPublished) -> PlanPublished:
    """The plan with what it does to the one before; as it is where there was none."""
    old = state.plan or state.plan_before
    if old is None:
        return replace(plan, taken=(), moved_molds=None, newly_late_molds=None)
    shop = state.shop
    before, after = ends_of(shop, old.rows), ends_of(shop, plan.rows)
    known = after.keys() & before.keys()
    return replace(
        plan,
        taken=tuple(sorted(after.keys() - before.keys() - _touched(state))),
        moved_molds=sum(abs(after[m].last - before[m].last) >= MOVED for m in known),
        newly_late_molds=sum(is_late(shop, m, after[m]) and not is_late(shop, m, before[m]) for m in known),
    )


def ends_of(shop: Shop, rows: Iterable[PlannedRow]) -> dict[MoldId, Ends]:
    """The ends of all molds with planned work; operations that the shop no longer has are left out."""
    found: dict[MoldId, Ends] = {}
    for row in rows:
        operation = shop.operations.get(row.operation)
        if operation is None:
            continue
        mold = shop.parts[operation.part].mold
        old = found.get(mold)
        last = max(row.end, old.last) if old is not None else row.end
        trial = old.trial if old is not None else None
        if operation.milestone is Milestone.T1:
            trial = max(row.end, trial) if trial is not None else row.end
        found[mold] = Ends(last, trial)
    return found


def is_late(shop: Shop, mold_id: MoldId, ends: Ends) -> bool:
    """Whether the first trial or the last work ends after its date."""
    mold = shop.molds[mold_id]
    trial_late = mold.trial_due is not None and ends.trial is not None and ends.trial > mold.trial_due
    return trial_late or (mold.due is not None and ends.last > mold.due)


def _touched(state: State) -> set[MoldId]:
    """Molds on which work has been seen: none of them is new, even where the plan before left it out."""
    shop = state.shop
    return {shop.parts[shop.operations[o].part].mold for o in state.operations if o in shop.operations}
