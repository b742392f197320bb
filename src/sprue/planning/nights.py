"""What the hours without people are worth: the same plan in a shop whose machines never run alone."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from sprue.planning.arrays import layout_of
from sprue.planning.build import problem_of
from sprue.planning.construct import basis_of, choice
from sprue.planning.finish import finished
from sprue.planning.objective import summary_of
from sprue.planning.plan import Plan
from sprue.planning.repair import kept
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop


def without_nights(shop: Shop, made: Plan, *, now: datetime) -> Plan:
    """`made` with machines and order kept, each start as early as may be where nothing runs unattended.

    Its tardiness less that of `made` is what running alone gains. Work under way goes on as it is.
    """
    attended = {m.id: replace(m, unattended=False) for m in shop.machines.values()}
    with uncollected():
        problem = problem_of(replace(shop, machines=attended), now)
        layout = layout_of(problem)
        moved = problem.clock.minute(made.clock.at(0))
        same = kept(layout, choice(layout, basis_of(problem, layout)), made, moved)
        early = same._replace(planned=np.full(len(layout.tasks), -1, np.int64))
        plan = finished(problem, layout, early)
    return replace(plan, summary=summary_of(problem, plan))
