"""Promised and projected dates of a mold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.waits import OVER, Sight
from sprue.shop.ids import MoldId
from sprue.shop.records import Work
from sprue.shop.routing import Milestone

#: A mold with less than this between projection and promise is at risk.
AT_RISK = timedelta(days=1)


class MoldLight(StrEnum):
    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"
    NO_DATE = "no_date"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Dates:
    """Projections: last end, planned or real, of the milestone's operations (None: one of them has no date).

    `milestone`: the next that is open; `late_minutes`: how late (+) or early (−) it is projected.
    """

    trial: datetime | None
    delivery: datetime | None
    milestone: Milestone | None
    late_minutes: int | None
    light: MoldLight


def dates_of(sight: Sight, plan: LivePlan, mold_id: MoldId) -> Dates:
    """The dates of a mold at `sight.now`."""
    mold = sight.state.shop.molds[mold_id]
    trial, trial_open = _projected(sight, plan, mold_id, Milestone.T1)
    delivery, delivery_open = _projected(sight, plan, mold_id, Milestone.DELIVERY)
    if _is_done(sight, mold_id):
        return Dates(trial, delivery, None, None, MoldLight.DONE)
    due: datetime | None
    if trial_open and mold.trial_due is not None:
        milestone, projected, due = Milestone.T1, trial, mold.trial_due
    else:
        milestone, projected, due = Milestone.DELIVERY, delivery, mold.due
        if not delivery_open and delivery is None:
            projected = _last_end(sight, plan, mold_id)
    if due is None or projected is None:
        return Dates(trial, delivery, milestone, None, MoldLight.NO_DATE)
    late = projected - due
    light = (
        MoldLight.LATE if late > timedelta() else MoldLight.AT_RISK if late > -AT_RISK else MoldLight.ON_TIME
    )
    if milestone is Milestone.DELIVERY:
        delivery = projected
    return Dates(trial, delivery, milestone, late // timedelta(minutes=1), light)


def _is_done(sight: Sight, mold: MoldId) -> bool:
    operations = sight.index.operations_of_mold(mold)
    return bool(operations) and all(sight.state.operation(o).work in OVER for o in operations)


def _projected(
    sight: Sight, plan: LivePlan, mold: MoldId, milestone: Milestone
) -> tuple[datetime | None, bool]:
    """Last end of the milestone's operations, and whether one of them is open."""
    ends: list[datetime | None] = []
    is_open = False
    for operation in sight.index.milestones.get((mold, milestone), ()):
        record = sight.state.operation(operation)
        if record.work is Work.CANCELLED:
            continue
        if record.work is Work.DONE:
            ends.append(record.finished)
            continue
        is_open = True
        row = plan.rows.get(operation)
        if row is None:
            return None, True
        ends.append(row.end)
    known = [end for end in ends if end is not None]
    return max(known, default=None), is_open


def _last_end(sight: Sight, plan: LivePlan, mold: MoldId) -> datetime | None:
    """Last planned end of all open operations: the date of a mold without a delivery operation."""
    ends: list[datetime] = []
    for operation in sight.index.operations_of_mold(mold):
        if sight.state.operation(operation).work in OVER:
            continue
        row = plan.rows.get(operation)
        if row is None:
            return None
        ends.append(row.end)
    return max(ends, default=None)
