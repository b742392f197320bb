"""The next trial of a mold, and what its quality asks for: open quality problems and rework."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.waits import OVER, Sight
from sprue.shop.approval import approved
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.problems import ProblemKind
from sprue.shop.records import Work
from sprue.shop.routing import Milestone
from sprue.shop.trials import Verdict

#: A trial that is over stays in sight for so long.
SHOWN = timedelta(days=3)


class TrialLight(StrEnum):
    """`PREPARING`: work before it is open; `READY`: it may begin; `OVER`: no further one is planned."""

    PREPARING = "preparing"
    READY = "ready"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Trial:
    """`number` 0 is T0, 1 is T1. `start`: planned, or real once it runs or is over; None: it has no date.

    `left`: open operations before it. `quality` and `rework`: open problems and operations of the mold.
    `verdict` and `booked` are its own; `approved`: any trial of the mold is; `steps`: facts told of all.
    """

    number: int
    light: TrialLight
    start: datetime | None
    due: datetime | None
    left: int
    quality: int
    rework: int
    verdict: Verdict | None = None
    booked: datetime | None = None
    approved: bool = False
    steps: int = 0


def trial_of(sight: Sight, plan: LivePlan, mold_id: MoldId) -> Trial | None:
    """The trial of a mold that is next, or was last; None: neither trial nor quality is open."""
    quality, rework = _quality(sight, mold_id), _rework(sight, mold_id)
    trials = [one.id for one in sight.trials(mold_id)]
    open_ones = [o for o in trials if sight.state.operation(o).work not in OVER]
    if not trials or (not open_ones and not quality and not rework and not _fresh(sight, trials)):
        return None
    shown = open_ones[0] if open_ones else trials[-1]
    number = number_of(sight, shown)
    light, start = _when(sight, plan, shown)
    mold = sight.state.shop.molds[mold_id]
    due = mold.trial_due if number <= 1 else mold.due
    left = len(way_to(sight, mold_id, open_ones[0])) if open_ones else 0
    record = sight.state.trials.get(shown)
    booked = record.booked if record is not None and sight.state.shop.operations[shown].pinned else None
    return Trial(
        number,
        light,
        start,
        due,
        left,
        quality,
        rework,
        record.verdict if record is not None else None,
        booked.start if booked is not None else None,
        approved(sight.state.trials, mold_id),
        sum(one.steps for one in sight.state.trials.values() if one.mold == mold_id),
    )


def number_of(sight: Sight, trial: OperationId) -> int:
    """Which trial of its mold it is: 1 is T1, 0 comes before it. What was written down keeps its number."""
    record = sight.state.trials.get(trial)
    if record is not None:
        return record.number
    order = [one.id for one in sight.trials(sight.index.mold_of(trial))]
    operations = sight.state.shop.operations
    first = next((n for n, one in enumerate(order) if operations[one].milestone is Milestone.T1), 0)
    place = order.index(trial) if trial in order else len(order)
    return max(0, place - first + 1)


def _fresh(sight: Sight, trials: list[OperationId]) -> bool:
    ended = sight.state.operation(trials[-1]).finished
    return ended is not None and ended > sight.now - SHOWN


def _when(sight: Sight, plan: LivePlan, trial: OperationId) -> tuple[TrialLight, datetime | None]:
    record = sight.state.operation(trial)
    if record.work is Work.DONE:
        return TrialLight.OVER, record.finished
    if record.work in (Work.RUNNING, Work.PAUSED):
        return TrialLight.RUNNING, record.started
    row = plan.rows.get(trial)
    light = TrialLight.READY if sight.is_ready(trial) else TrialLight.PREPARING
    return light, row.setup if row is not None else None


def way_to(sight: Sight, mold: MoldId, trial: OperationId) -> list[OperationId]:
    """Open operations of the mold that are on the way to the trial."""
    seen: set[OperationId] = set()
    todo = [trial]
    while todo:
        for before in sight.predecessors(sight.state.shop.operations[todo.pop()]):
            if before not in seen:
                seen.add(before)
                todo.append(before)
    return [o for o in seen if sight.index.mold_of(o) == mold]


def _quality(sight: Sight, mold: MoldId) -> int:
    return sum(
        sight.state.problems[problem].kind is ProblemKind.QUALITY
        for operation, problems in sight.problems.items()
        if sight.index.mold_of(operation) == mold
        for problem in problems
    )


def _rework(sight: Sight, mold: MoldId) -> int:
    """Open operations that came in after a problem."""
    return sum(
        o in sight.state.shop.operations
        and sight.index.mold_of(o) == mold
        and sight.state.operation(o).work not in OVER
        for o in sight.state.inserted
    )
