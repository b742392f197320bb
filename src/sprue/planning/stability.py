"""New plans that keep to the published one: a frozen window, and a price on each operation that moves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import NEVER, Choice, Outcome
from sprue.planning.plan import Plan, PlannedOperation
from sprue.planning.problem import Pin, Problem, Task
from sprue.planning.repair import kept

#: Later starts are no promise that people have made plans for.
WATCHED = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Keep:
    """The published plan, and how much of it a new plan must and should keep.

    `frozen`: what starts within this time from now keeps its machine and start, or the first minute
    after it that rules allow. `weight`: hours of weighted tardiness that one more moved operation must be
    worth; moved is what starts at another minute or on another machine, of what was to start within 48 h.
    `begin`: a plan to go on from that is not published yet.
    """

    published: Plan
    frozen: timedelta = timedelta(0)
    weight: float = 0.05
    begin: Plan | None = None


def frozen(problem: Problem, keep: Keep) -> Problem:
    """The problem with what lies in the frozen window pinned to its place."""
    limit = keep.frozen // timedelta(minutes=1)
    if limit <= 0:
        return problem
    pins = {
        task.id: replace(
            task,
            pin=Pin(row.machine, max(0, start)),
            options=tuple(option for option in task.options if option.machine == row.machine),
        )
        for task, row, start in _known(problem, keep)
        if start < limit and task.pin is None and _may_run(task, row)
    }
    return replace(problem, tasks=problem.tasks | pins)


def begun(problem: Problem, layout: Layout, free: Choice, keep: Keep) -> Choice:
    """The published machines and order as a choice, with the price on moves."""
    first = keep.begin or keep.published
    as_published = kept(layout, free, first, problem.clock.minute(first.clock.at(0)))
    starts, machines = free.old_start.copy(), free.old_machine.copy()
    place = {machine: i for i, machine in enumerate(layout.machines)}
    last = WATCHED // timedelta(minutes=1)
    for task, row, start in _known(problem, keep):
        if start < last:
            at = layout.index[task.id]
            starts[at] = max(0, start)
            machines[at] = -1 if row.machine is None else place.get(row.machine, -1)
    return as_published._replace(old_start=starts, old_machine=machines, calm=keep.weight)


def as_decoded(layout: Layout, begin: Choice, made: Outcome) -> Choice:
    """`begin` with the machines, starts and order of a decoded plan in the place of its own."""
    frame = layout.frame
    owner = np.repeat(np.arange(len(layout.tasks)), np.diff(frame.opt_ptr))
    free = frame.is_running == 0
    here = np.flatnonzero((made.machine[owner] == frame.opt_machine) & free[owner])
    cls, base = begin.cls.copy(), begin.base.copy()
    cls[owner[here]], base[owner[here]] = frame.opt_machine[here], here
    # What takes no time goes before what starts with it, as it does there.
    key = made.start.astype(np.float64) + np.where(made.end > made.start, 0.5, 0.0)
    # What people pinned to a minute goes back to it once nothing is in its way any more.
    planned = np.where(free & (frame.pin_start == -NEVER), made.start, -1)
    return begin._replace(rule=0, key=key, cls=cls, base=base, planned=planned)


def held(problem: Problem, layout: Layout, keep: Keep) -> npt.NDArray[np.bool_]:
    """Operations (n,) that no search may move: running, pinned by people, or in the frozen window."""
    found = np.array([task.running is not None or task.pin is not None for task in layout.tasks], bool)
    limit = keep.frozen // timedelta(minutes=1)
    for task, _, start in _known(problem, keep):
        found[layout.index[task.id]] |= start < limit
    return found


def moved_soon(problem: Problem, made: Plan, keep: Keep) -> int:
    """How many operations that were to start within 48 h have another start or machine in `made`."""
    last = WATCHED // timedelta(minutes=1)
    shift = problem.clock.minute(made.clock.at(0))
    return sum(
        (new.setup_start + shift, new.machine) != (max(0, start), row.machine)
        for task, row, start in _known(problem, keep)
        if start < last and (new := made.operations.get(task.id)) is not None
    )


def _known(problem: Problem, keep: Keep) -> Iterator[tuple[Task, PlannedOperation, int]]:
    """Operations of both that don't run yet, with the published start in minutes of the problem."""
    shift = _shift(problem, keep)
    for task in problem.tasks.values():
        row = keep.published.operations.get(task.id)
        if row is not None and task.running is None:
            yield task, row, row.setup_start + shift


def _shift(problem: Problem, keep: Keep) -> int:
    return problem.clock.minute(keep.published.clock.at(0))


def _may_run(task: Task, row: PlannedOperation) -> bool:
    """Whether the operation may still run where it is published."""
    if row.machine is None:
        return not task.options
    return any(option.machine == row.machine for option in task.options)
