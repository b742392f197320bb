"""The least setup minutes of work, whatever ran before it on its machine."""

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import Ints
from sprue.planning.problem import Problem
from sprue.planning.rows import Column


def least_setups(problem: Problem, layout: Layout) -> Ints:
    """Least setup minutes of each option (options,): its own, or the least that a changeover rule gives.

    On machines that run several operations together it may be nothing.
    """
    frame = layout.frame
    least = frame.opt_setup.copy()
    if not problem.setup_minutes:
        return least
    family = np.repeat(layout.rows.column(Column.FAMILY), np.diff(frame.opt_ptr))
    ruled = _by_rules(problem, layout)[frame.opt_machine, family]
    least = np.minimum(least, ruled)
    several = np.array([problem.machines[machine].batch > 1 for machine in layout.machines])
    least[several[frame.opt_machine]] = 0
    return least


def _by_rules(problem: Problem, layout: Layout) -> Ints:
    """Least minutes by rule of each family on each machine (machines, families)."""
    families = layout.rows.book.families
    minutes = np.full((len(layout.machines), len(families)), np.iinfo(np.int64).max)
    for (kind, _, to_family), least in problem.setup_minutes.items():
        column = families.get(to_family)
        if column is None:
            continue
        for m, machine in enumerate(layout.machines):
            if kind in problem.machines[machine].kinds:
                minutes[m, column] = min(int(minutes[m, column]), least)
    return minutes
