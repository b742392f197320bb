"""The next trial of a mold, and what its quality asks for: open quality problems and rework."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sprue.floor.live import LivePlan
from sprue.floor.view.waits import OVER, Sight
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.problems import ProblemKind
from sprue.shop.routing import Milestone
from sprue.shop.stages import Stage, stage_of
from sprue.shop.state import Work

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
    """`number` 1 is T1. `start`: planned, or real once it runs or is over; None: it has no date.

    `left`: open operations before it. `quality` and `rework`: open problems and operations of the mold.
    """

    number: int
    light: TrialLight
    start: datetime | None
    due: datetime | None
    left: int
    quality: int
    rework: int


def trial_of(sight: Sight, plan: LivePlan, mold_id: MoldId) -> Trial | None:
    """The trial of a mold that is next, or was last; None: neither trial nor quality is open."""
    quality, rework = _quality(sight, mold_id), _rework(sight, mold_id)
    trials = _trials(sight, mold_id)
    open_ones = [o for o in trials if sight.state.operation(o).work not in OVER]
    if not trials or (not open_ones and not quality and not rework and not _fresh(sight, trials)):
        return None
    done = len(trials) - len(open_ones)
    number = done + 1 if open_ones else done
    light, start = _when(sight, plan, open_ones[0] if open_ones else trials[-1])
    mold = sight.state.shop.molds[mold_id]
    due = mold.trial_due if number == 1 else mold.due
    left = _before(sight, mold_id, open_ones[0]) if open_ones else 0
    return Trial(number, light, start, due, left, quality, rework)


def _trials(sight: Sight, mold: MoldId) -> list[OperationId]:
    """Trials that are not cancelled, in their order; the rework of a trial is the next one."""
    shop = sight.state.shop
    found = [
        shop.operations[o]
        for o in sight.index.operations_of_mold(mold)
        if sight.state.operation(o).work is not Work.CANCELLED
        and shop.operations[o].milestone is not Milestone.DELIVERY
        and stage_of(shop, shop.operations[o]) is Stage.TRIAL
    ]
    return [o.id for o in sorted(found, key=lambda o: (o.step, o.id))]


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


def _before(sight: Sight, mold: MoldId, trial: OperationId) -> int:
    """Open operations of the mold that are on the way to the trial."""
    seen: set[OperationId] = set()
    todo = [trial]
    while todo:
        for before in sight.predecessors(sight.state.shop.operations[todo.pop()]):
            if before not in seen:
                seen.add(before)
                todo.append(before)
    return sum(sight.index.mold_of(o) == mold for o in seen)


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
