"""Keeps a published plan true: what happened is taken over, the rest keeps machine and order and shifts."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.build import Builder
from sprue.planning.construct import basis_of, choice, decoded
from sprue.planning.finish import finished
from sprue.planning.kernels.frames import Choice
from sprue.planning.objective import summary_of
from sprue.planning.plan import FROZEN, Plan, PlannedOperation
from sprue.planning.problem import Problem
from sprue.shop.ids import OperationId
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

#: Looks at whether incoming work pushes something; each puts it behind all that it pushed.
ROUNDS = 8


def mend(shop: Shop, published: Plan, *, now: datetime) -> Plan:
    """The published plan as of `now` (aware), with every rule kept: a right shift.

    Operations keep their machine and start when planned or as soon after that as rules allow, those planned
    earlier first. Operations that the plan does not know are put in by the slack rule, without
    pushing what starts on their machine in the next hours.
    """
    return Mender().mend(shop, published, now=now)


class Mender:
    """Mends plans of a shop that changes, event by event; what an event leaves alone is not looked at again.

    Each answer equals that of `mend`, which begins anew.
    """

    def __init__(self) -> None:
        self._builder = Builder()
        self._layout: Layout | None = None
        #: The problem of the plan that was mended last.
        self.problem: Problem | None = None

    def mend(
        self, shop: Shop, published: Plan, *, now: datetime, first: Collection[OperationId] = ()
    ) -> Plan:
        """As `repair.mend`; of operations that start at one minute those of `first` go first."""
        with uncollected():
            problem = self.problem = self._builder.problem(shop, now)
            layout = self._layout = layout_of(problem, self._layout)
            moved = problem.clock.minute(published.clock.at(0))
            chosen = kept(layout, choice(layout, basis_of(problem, layout)), published, moved)
            if first:
                chosen.key[[i for one in first if (i := layout.index.get(one)) is not None]] -= 0.25
            made = finished(problem, layout, _behind(layout, chosen, published))
            figures = summary_of(problem, made, lower_bound_hours=published.summary.lower_bound_hours)
            return replace(made, summary=figures)


def _behind(layout: Layout, chosen: Choice, published: Plan) -> Choice:
    """The choice with work that the published plan does not know behind what it would push soon."""
    running = layout.frame.is_running == 1
    known = np.array([task.id in published.operations for task in layout.tasks], bool) | running
    new = np.flatnonzero(~known & (chosen.cls >= 0))
    soon = FROZEN // timedelta(minutes=1)
    for _ in range(ROUNDS if len(new) else 0):
        made = decoded(layout, chosen)
        pushed = (chosen.planned >= 0) & (chosen.planned < soon) & (made.start > chosen.planned) & known
        key, planned = chosen.key.copy(), chosen.planned.copy()
        for i in new.tolist():
            after = pushed & (made.machine == made.machine[i])
            after &= (planned < made.end[i]) & (made.start >= made.end[i]) & (made.start[i] >= 0)
            if after.any():
                planned[i], key[i] = planned[after].max(), key[after].max() + 0.25
        if (planned == chosen.planned).all():
            break
        chosen = chosen._replace(key=key, planned=planned)
    return chosen


def kept(layout: Layout, free: Choice, published: Plan, moved: int) -> Choice:
    """Choices that keep the published machines and order; `moved`: its minute 0 in minutes of now."""
    cls, base, key, planned = free.cls.copy(), free.base.copy(), free.key.copy(), free.planned.copy()
    place = {machine: i for i, machine in enumerate(layout.machines)}
    for i, task in enumerate(layout.tasks):
        row = published.operations.get(task.id)
        if row is None or task.running is not None:
            continue
        start = row.setup_start + moved
        option = _option(layout, i, row)
        if option is None:
            continue
        # What takes no time goes before what starts with it, as it did when it was published.
        key[i] = start + (0.5 if row.end > row.setup_start else 0.0)
        if option >= 0 and row.machine is not None:
            cls[i], base[i] = place[row.machine], option
            # What people pinned to a minute goes back to it once nothing is in its way any more.
            if task.pin is None or task.pin.start is None:
                planned[i] = start
    return free._replace(rule=0, key=key, cls=cls, base=base, planned=planned)


def _option(layout: Layout, i: int, row: PlannedOperation) -> int | None:
    """The operation's option on its published machine; -1: outside; None: no longer able to run there."""
    frame = layout.frame
    if row.machine is None:
        return -1 if not layout.tasks[i].options else None
    for option in range(int(frame.opt_ptr[i]), int(frame.opt_ptr[i + 1])):
        if layout.machines[int(frame.opt_machine[option])] == row.machine:
            return option
    return None
