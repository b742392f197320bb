"""CP-SAT on a mold shop: clock minutes on machines, people as cumulative resources, weighted tardiness.

A plain model knows no calendars with pauses: minutes are stretched by the share of the time that a machine is open.
Its machines and its order are decoded by our decoder, so that a plan keeps every rule.
"""

from collections import defaultdict
from typing import Any

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.construct import basis_of, choice, clock_minutes, decoded
from sprue.planning.finish import finished
from sprue.planning.kernels.frames import Outcome
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem

#: The horizon is this multiple of the first plan's end, as clock minutes are only a guess at pauses.
ROOM = 2
#: Weights of molds become whole numbers times this.
WEIGHT_SCALE = 100
MINUTES_OF_DAY = 1440


def cpsat(problem: Problem, layout: Layout, *, seconds: float, workers: int) -> Plan | None:
    """The plan of its best schedule, None: it found none in time."""
    from ortools.sat.python import cp_model  # noqa: PLC0415  # optional

    first = decoded(layout, choice(layout, basis_of(problem, layout)))
    model = cp_model.CpModel()
    horizon = ROOM * int(first.end.max(initial=0)) + MINUTES_OF_DAY
    starts, present = _operations(model, problem, layout, horizon)
    _hint(model, layout, starts, present, first)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    key = np.array([float(solver.value(start)) for start in starts])
    free = choice(layout, basis_of(problem, layout))
    cls, base = free.cls.copy(), free.base.copy()
    for option, taken in present.items():
        if solver.value(taken):
            op = int(np.searchsorted(layout.frame.opt_ptr, option, side="right")) - 1
            cls[op], base[op] = int(layout.frame.opt_machine[option]), option
    return finished(problem, layout, free._replace(rule=0, key=key, cls=cls, base=base))


def _operations(
    model: Any, problem: Problem, layout: Layout, horizon: int
) -> tuple[list[Any], dict[int, Any]]:
    """Intervals with all rules; the starts, and by option whether it is taken (where there are several)."""
    frame = layout.frame
    minutes = _stretched(layout)
    quickest = clock_minutes(layout)
    starts = [model.new_int_var(0, horizon, "") for _ in layout.tasks]
    ends: list[Any] = []
    present: dict[int, Any] = {}
    on_machine: dict[int, list[Any]] = defaultdict(list)
    by_people: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    for op, task in enumerate(layout.tasks):
        options = range(int(frame.opt_ptr[op]), int(frame.opt_ptr[op + 1]))
        end = model.new_int_var(0, 2 * horizon, "")
        ends.append(end)
        if task.running is not None or not options:
            model.add(end == starts[op] + int(quickest[op]))
            if task.running is not None:
                model.add(starts[op] == 0)
                if task.running.machine is not None:
                    slot = layout.machines.index(task.running.machine)
                    on_machine[slot].append(model.new_fixed_size_interval_var(0, int(quickest[op]), ""))
            continue
        model.add(starts[op] >= task.release)
        work = task.options[0]
        demand = int(100 * float(problem.attention.get(work.kind, 1))) if problem.people_limit else 0
        taken = [model.new_bool_var("") for _ in options] if len(options) > 1 else [1]
        for option, one in zip(options, taken, strict=True):
            size = int(minutes[option])
            interval = model.new_optional_interval_var(starts[op], size, end, one, "")
            on_machine[int(frame.opt_machine[option])].append(interval)
            if demand:
                by_people[work.kind].append((interval, demand))
            if len(options) > 1:
                present[option] = one
        if len(options) > 1:
            model.add_exactly_one(taken)
    for op, task in enumerate(layout.tasks):
        for before in task.predecessors:
            model.add(starts[op] >= ends[layout.index[before]])
    for slot, intervals in on_machine.items():
        batch = problem.machines[layout.machines[slot]].batch
        if batch > 1:
            model.add_cumulative(intervals, [1] * len(intervals), batch)
        else:
            model.add_no_overlap(intervals)
    for kind, uses in by_people.items():
        able = sum(kind in worker.kinds for worker in problem.workers)
        model.add_cumulative([interval for interval, _ in uses], [need for _, need in uses], 100 * able)
    _objective(model, problem, layout, ends, horizon)
    return starts, present


def _stretched(layout: Layout) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Clock minutes (options,): the operation's quickest ones, scaled by what this option takes more."""
    frame = layout.frame
    quickest = clock_minutes(layout)
    owner = np.repeat(np.arange(len(layout.tasks)), np.diff(frame.opt_ptr))
    work = (frame.opt_setup + frame.opt_run).astype(np.float64)
    least = np.full(len(layout.tasks), np.inf)
    np.minimum.at(least, owner, work)
    scaled = quickest[owner] * work / np.maximum(1.0, least[owner])
    return np.asarray(np.maximum(0, np.rint(scaled)), np.int64)


def _objective(model: Any, problem: Problem, layout: Layout, ends: list[Any], horizon: int) -> None:
    late: list[Any] = []
    weights: list[int] = []
    for due in problem.dues:
        rows = [layout.index[task] for task in due.tasks if task in layout.index]
        if rows:
            by = model.new_int_var(0, 2 * horizon, "")
            for row in rows:
                model.add(by >= ends[row] - due.due)
            late.append(by)
            weights.append(round(WEIGHT_SCALE * float(due.weight)))
    model.minimize(sum(w * t for w, t in zip(weights, late, strict=True)))


def _hint(model: Any, layout: Layout, starts: list[Any], present: dict[int, Any], first: Outcome) -> None:
    for op, start in enumerate(starts):
        model.add_hint(start, max(0, int(first.start[op])))
    owner = np.repeat(np.arange(len(layout.tasks)), np.diff(layout.frame.opt_ptr))
    for option, taken in present.items():
        model.add_hint(taken, bool(first.machine[owner[option]] == layout.frame.opt_machine[option]))
