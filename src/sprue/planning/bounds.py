"""A quick proven lower bound: each chain alone in the shop. `relaxed` has the one that knows more."""

from collections.abc import Collection

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import Ints
from sprue.planning.kernels.paths import earliest_ends, topological
from sprue.planning.problem import Problem
from sprue.planning.setups import least_setups
from sprue.shop.ids import OperationId

MINUTES_OF_HOUR = 60


def chain_ends(problem: Problem, layout: Layout) -> Ints:
    """Ends before which no plan can have each operation (n,): its chain alone in the shop."""
    order = topological(layout.shared)
    ends: Ints = earliest_ends(layout.shared, order, least_setups(problem, layout))
    return ends


def lower_bound_hours(problem: Problem, layout: Layout, placed: Collection[OperationId]) -> float:
    """Σ weight × hours by which chains alone are late, over the operations that are `placed`.

    Every operation is given its quickest machine, free from the first minute, and people enough.
    """
    ends = chain_ends(problem, layout)
    total = 0.0
    for due in problem.dues:
        rows = [layout.index[task] for task in due.tasks if task in placed]
        if rows:
            last = max(int(ends[i]) for i in rows)
            total += float(due.weight) * max(0, last - due.due)
    return total / MINUTES_OF_HOUR


def least_flow_hours(problem: Problem, layout: Layout) -> float:
    """Σ over parts of hours from its material, or now, to the end of its longest chain."""
    f = layout.frame
    last = np.zeros(len(f.part_base), np.int64)
    np.maximum.at(last, f.part, np.minimum(chain_ends(problem, layout), f.horizon))
    return float(np.sum(last - f.part_base)) / MINUTES_OF_HOUR
