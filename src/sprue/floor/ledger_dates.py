"""Until when an item must be closed where nobody says: by its level, or before the next trial."""

from datetime import datetime

from sprue.floor.view.index import index_of
from sprue.floor.view.waits import OVER
from sprue.shop.ids import MoldId
from sprue.shop.ledger import TIME_LIMITS, Matter, Source
from sprue.shop.routing import Milestone, Operation
from sprue.shop.state import State

#: The kind of machines on which molds are tried.
_TRIAL_PRESS = "trial_press"


def deadline_of(state: State, matter: Matter, now: datetime) -> datetime:
    """The limit of the matter's level; what a trial showed must be well before the next one."""
    if matter.source is Source.TRIAL and matter.mold is not None:
        trial = next_trial(state, matter.mold, now)
        if trial is not None:
            return trial
    return now + TIME_LIMITS[matter.level]


def next_trial(state: State, mold: MoldId, now: datetime) -> datetime | None:
    """When the mold is tried next: planned, else promised; None: nobody knows."""
    shop = state.shop
    open_trials = {
        operation
        for operation in index_of(shop).operations_of_mold(mold)
        if _is_trial(shop.operations[operation]) and state.operation(operation).work not in OVER
    }
    rows = state.plan.rows if state.plan is not None else ()
    planned = [row.setup_start for row in rows if row.operation in open_trials and row.setup_start > now]
    if planned:
        return min(planned)
    promised = shop.molds[mold].trial_due if mold in shop.molds else None
    return promised if promised is not None and promised > now else None


def _is_trial(operation: Operation) -> bool:
    return operation.milestone is Milestone.T1 or operation.kind == _TRIAL_PRESS
