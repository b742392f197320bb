"""First plans: a portfolio of dispatch rules through the one decoder; the best of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.frames import NEVER, Choice, Floats, Ints, Outcome
from sprue.planning.kernels.paths import latest_ends, longest_after, longest_to, topological
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.problem import Problem
from sprue.planning.rows import Column, by_appearance
from sprue.planning.setups import least_setups
from sprue.shop.routing import Milestone

#: Working time is counted over so many minutes to know how much clock time a minute of work takes.
SAMPLE_MINUTES = 28 * 24 * 60
NO_DUE = 1e12
#: Spreads of urgency over time, in shares of the mean tail, that a thorough choice of a rule tries.
SPREADS = (0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Basis:
    """What rules are made of; all (n,), in minutes of clock time."""

    minutes: Floats
    tail: Floats
    latest_a: Floats
    latest_b: Floats
    weight_a: Floats
    weight_b: Floats
    mold_minutes: Floats
    load: Floats
    mold: Ints
    typical: float
    order: Ints
    goal_a: Ints
    ahead_a: Ints
    goal_b: Ints
    ahead_b: Ints


def clock_minutes(layout: Layout) -> Floats:
    """How long each operation takes by the clock on its quickest machine, pauses of the calendar included."""
    f = layout.frame
    ratio = np.ones(len(layout.machines))
    for m in range(len(layout.machines)):
        lo, hi = int(f.st_lo[m]), int(f.st_hi[m])
        worked = np.minimum(f.st_end[lo:hi], SAMPLE_MINUTES) - np.minimum(f.st_start[lo:hi], SAMPLE_MINUTES)
        ratio[m] = min(20.0, SAMPLE_MINUTES / max(1.0, float(worked.sum())))
    by_option = np.where(
        f.opt_clock == 1,
        f.opt_setup * ratio[f.opt_machine] + f.opt_run,
        (f.opt_setup + f.opt_run) * ratio[f.opt_machine],
    )
    minutes = f.outside_minutes.astype(np.float64)
    has = np.flatnonzero(f.opt_ptr[1:] > f.opt_ptr[:-1])
    if len(has):
        minutes[has] = np.minimum.reduceat(by_option, f.opt_ptr[:-1][has])
    return np.where(f.is_running == 1, f.remaining.astype(np.float64), minutes)


def least_minutes(problem: Problem, layout: Layout) -> Floats:
    """Minutes (n,) that each operation takes at least, on any machine and whatever ran before."""
    f = layout.frame
    minutes = f.outside_minutes.astype(np.float64)
    has = np.flatnonzero(f.opt_ptr[1:] > f.opt_ptr[:-1])
    if len(has):
        by_option = least_setups(problem, layout) + f.opt_run
        minutes[has] = np.minimum.reduceat(by_option, f.opt_ptr[:-1][has])
    return minutes


def basis_of(problem: Problem, layout: Layout) -> Basis:
    """Latest starts, weights, tails and loads."""
    f = layout.frame
    n = len(layout.tasks)
    minutes = clock_minutes(layout)
    least = least_minutes(problem, layout)
    order = topological(layout.shared)
    goals: dict[Milestone, Ints] = {}
    ahead: dict[Milestone, Ints] = {}
    latest: dict[Milestone, Floats] = {}
    weights: dict[Milestone, Floats] = {}
    for milestone in Milestone:
        own, due_of, weight = _promised(problem, layout, milestone)
        ends = latest_ends(layout.shared, order, minutes, own)
        weights[milestone] = np.where(ends < NO_DUE / 2, weight, 0.0)
        latest[milestone] = ends - minutes
        at_goal = np.where(own < NO_DUE, 0.0, -1.0)
        to_goal = longest_to(layout.shared, order, least, due_of, at_goal)
        goals[milestone] = np.where(to_goal < 0, -1, due_of)
        ahead[milestone] = np.maximum(to_goal, 0).astype(np.int64)
    mold, molds = by_appearance(layout.rows.column(Column.MOLD))
    work: Floats = np.bincount(mold, minutes, len(molds)).astype(np.float64) if n else np.zeros(0)
    loads = np.bincount(layout.classes + 1, minutes) if n else np.zeros(1)
    widths = np.diff(f.class_ptr)
    per_machine = np.append(1.0, widths)[: len(loads)]
    tail = longest_after(layout.shared, order, minutes)
    return Basis(
        minutes=minutes,
        tail=tail,
        latest_a=latest[Milestone.T1],
        latest_b=latest[Milestone.DELIVERY],
        weight_a=weights[Milestone.T1],
        weight_b=weights[Milestone.DELIVERY],
        mold_minutes=work[mold] if n else np.zeros(0),
        load=(loads / per_machine)[layout.classes + 1] if n else np.zeros(0),
        mold=mold,
        typical=float(tail.mean()) if n else 1.0,
        order=order,
        goal_a=goals[Milestone.T1],
        ahead_a=ahead[Milestone.T1],
        goal_b=goals[Milestone.DELIVERY],
        ahead_b=ahead[Milestone.DELIVERY],
    )


def _promised(problem: Problem, layout: Layout, milestone: Milestone) -> tuple[Floats, Ints, Floats]:
    """Of all operations (n,): their own due date of that milestone, the due of their mold (-1: none), and
    its weight."""
    frame, book = layout.frame, layout.rows.book
    own = np.full(len(layout.tasks), NO_DUE)
    due_of = np.full(len(book.molds), -1, np.int64)
    weight = np.zeros(len(book.molds))
    for place, due in enumerate(problem.dues):
        if due.milestone is milestone:
            own[frame.due_idx[frame.due_ptr[place] : frame.due_ptr[place + 1]]] = due.due
            if (mold := book.molds.get(due.mold)) is not None:
                due_of[mold], weight[mold] = place, float(due.weight)
    molds = layout.rows.column(Column.MOLD)
    return own, due_of[molds], weight[molds]


def choice(layout: Layout, basis: Basis) -> Choice:
    """The slack rule: the latest start first. Others are made from it by `_replace`."""
    n = len(layout.tasks)
    return Choice(
        rule=0,
        spread=max(1.0, basis.typical),
        key=np.minimum(basis.latest_a, basis.latest_b),
        bias=np.ones(n),
        density=np.maximum(1.0, basis.minutes),
        weight_a=basis.weight_a,
        latest_a=basis.latest_a,
        weight_b=basis.weight_b,
        latest_b=basis.latest_b,
        cls=layout.classes,
        base=layout.bases,
        planned=np.full(n, -1, np.int64),
        dropped=np.zeros(n, np.uint8),
        night=1.0,
        limit=np.inf,
        goal_a=basis.goal_a,
        ahead_a=basis.ahead_a,
        goal_b=basis.goal_b,
        ahead_b=basis.ahead_b,
        old_start=np.full(n, -NEVER, np.int64),
        old_machine=np.full(n, -1, np.int64),
        calm=0.0,
    )


def portfolio(layout: Layout, basis: Basis) -> Iterator[Choice]:
    """The rules, those that are best most often first."""
    slack = choice(layout, basis)
    whole = np.maximum(1.0, basis.mold_minutes)
    cost = slack._replace(rule=1, density=np.sqrt(whole * slack.density))
    for spread in (0.3, 1.0):
        yield cost._replace(spread=max(1.0, spread * basis.typical), density=whole)
    yield slack
    for spread in (0.1, 0.5, 2.0):
        yield cost._replace(spread=max(1.0, spread * basis.typical))
    yield cost._replace(density=slack.density)
    dues = np.minimum(basis.latest_a, basis.latest_b) + basis.minutes
    yield slack._replace(key=dues)
    yield slack._replace(key=slack.key - basis.tail)
    yield slack._replace(key=-basis.tail)
    yield cost._replace(bias=1.0 + basis.load / max(1.0, float(basis.load.max(initial=1.0))))
    yield slack._replace(key=slack.key - basis.load)
    yield slack._replace(key=-basis.mold_minutes)


def spread_out(layout: Layout, basis: Basis) -> Iterator[Choice]:
    """Rules of cost over time with every spread, by the work of the operation, of its mold, and between."""
    slack = choice(layout, basis)
    whole = np.maximum(1.0, basis.mold_minutes)
    for density in (np.sqrt(whole * slack.density), whole, slack.density):
        for spread in SPREADS:
            yield slack._replace(rule=1, spread=max(1.0, spread * basis.typical), density=density)


def decoded(layout: Layout, chosen: Choice) -> Outcome:
    """The decoded plan with its segments."""
    room = 6 * len(layout.tasks) + 1000
    while True:
        state = outcome(layout.shared, shared_choice(chosen), room)
        if state.counts[1] <= room:
            return state
        room = int(state.counts[1])
