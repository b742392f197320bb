"""From a choice to its plan: what finds no place within the horizon is named, the rest is planned."""

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.assemble import plan_from
from sprue.planning.construct import decoded
from sprue.planning.kernels.frames import Choice, Outcome
from sprue.planning.plan import Hindrance, Plan, Unplaced
from sprue.planning.problem import Problem


def finished(problem: Problem, layout: Layout, chosen: Choice) -> Plan:
    """The plan of a choice; what finds no place within the horizon is named, the rest is planned."""
    dropped = chosen.dropped.copy()
    unplaced: dict[int, Unplaced] = {}
    while True:
        outcome = decoded(layout, chosen._replace(dropped=dropped))
        lost = _lost(problem, layout, outcome, unplaced)
        if not lost:
            return plan_from(problem, layout, outcome, tuple(unplaced[i] for i in sorted(unplaced)))
        unplaced |= lost
        dropped[list(lost)] = 1


def _lost(
    problem: Problem, layout: Layout, outcome: Outcome, known: dict[int, Unplaced]
) -> dict[int, Unplaced]:
    """Operations that ended nowhere, with the reason: nothing free, or what they wait for has no place."""
    missing = {int(i) for i in np.flatnonzero(outcome.end < 0)} - known.keys()
    given_up = _given_up(layout, outcome, missing)
    lost: dict[int, Unplaced] = {}
    for i in sorted(given_up):
        task = layout.tasks[i]
        before = [p for p in task.predecessors if layout.index[p] in given_up or layout.index[p] in known]
        if before and task.running is None:
            lost[i] = Unplaced(task.id, Hindrance.WAITS_FOR_UNPLANNABLE, before[0])
        else:
            kind = task.options[0].kind if task.options else ""
            lost[i] = Unplaced(task.id, Hindrance.NOTHING_FREE, kind)
    return lost


def _given_up(layout: Layout, outcome: Outcome, missing: set[int]) -> set[int]:
    """Which of the `missing` to give up now: what a group keeps from its machine may yet find a place.

    A group that has begun and can't end holds its machine, so only the rest of it is given up; else
    whatever is missing by itself, and groups that wait for each other one by one.
    """
    groups = layout.frame.group
    begun = {int(groups[i]) for i in np.flatnonzero(outcome.end >= 0) if groups[i] >= 0}
    stuck = [int(groups[i]) for i in missing if int(groups[i]) in begun]
    if stuck:
        return _and_followers(layout, {i for i in missing if groups[i] == min(stuck)}, missing)
    first = {i for i in missing if not any(layout.index[p] in missing for p in layout.tasks[i].predecessors)}
    alone = {i for i in first if groups[i] < 0}
    if alone or not first:
        return _and_followers(layout, alone, missing) if alone else missing
    group = min(int(groups[i]) for i in first)
    return _and_followers(layout, {i for i in missing if groups[i] == group}, missing)


def _and_followers(layout: Layout, seeds: set[int], missing: set[int]) -> set[int]:
    """`seeds` and all of the `missing` that wait for them."""
    frame = layout.frame
    found, todo = set(seeds), list(seeds)
    while todo:
        i = todo.pop()
        for after in frame.succ_idx[frame.succ_ptr[i] : frame.succ_ptr[i + 1]].tolist():
            if after in missing and after not in found:
                found.add(after)
                todo.append(after)
    return found
