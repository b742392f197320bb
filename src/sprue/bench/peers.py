"""Other solvers on the same instances: CP-SAT as it is, and PyJobShop.

Both print CP-SAT's log, from which the time of the first schedule is read.
"""

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule, minutes_on


@dataclass(frozen=True, slots=True)
class Found:
    """What a peer gave: a schedule or None, its bound, and the seconds before its solver began."""

    schedule: Schedule | None
    bound: int
    build_seconds: float


def cpsat(instance: Instance, *, seconds: float, workers: int, horizon: int) -> Found:
    """CP-SAT with an interval for each operation and option, and no time after `horizon`."""
    from ortools.sat.python import cp_model  # noqa: PLC0415  # optional

    begin = time.perf_counter()
    model = cp_model.CpModel()
    starts, present = _variables(model, instance, horizon)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.log_search_progress = True
    built = time.perf_counter() - begin
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, 0, built)
    start = np.array([solver.value(s) for s in starts], dtype=np.int64)
    chosen = np.array([True if p is None else bool(solver.value(p)) for p in present])
    owner = np.repeat(np.arange(instance.size), np.diff(instance.option_start))
    machine = np.zeros(instance.size, dtype=np.int32)
    machine[owner[chosen]] = instance.option_machine[chosen]
    schedule = Schedule(start, minutes_on(instance, machine), machine)
    return Found(schedule, math.ceil(solver.best_objective_bound), built)


def _variables(model: Any, instance: Instance, horizon: int) -> tuple[list[Any], list[Any]]:
    """The model's rules; its starts by operation, and by option whether it is taken (None: the only one)."""
    starts = [model.new_int_var(0, horizon, "") for _ in range(instance.size)]
    ends: list[Any] = []
    present: list[Any] = []
    on_machine: list[list[tuple[int, Any, Any]]] = [[] for _ in range(instance.machines)]
    bounds = instance.option_start.tolist()
    options = list(zip(instance.option_machine.tolist(), instance.option_minutes.tolist(), strict=True))
    for i, start in enumerate(starts):
        own = options[bounds[i] : bounds[i + 1]]
        taken = [model.new_bool_var("") for _ in own] if len(own) > 1 else [None]
        for (machine, minutes), one in zip(own, taken, strict=True):
            if one is None:
                interval = model.new_fixed_size_interval_var(start, minutes, "")
            else:
                interval = model.new_optional_fixed_size_interval_var(start, minutes, one, "")
            on_machine[machine].append((i, one, interval))
        if len(own) > 1:
            model.add_exactly_one(taken)
            ends.append(start + sum(one * minutes for (_, minutes), one in zip(own, taken, strict=True)))
        else:
            ends.append(start + own[0][1])
        present += taken
    for machine, uses in enumerate(on_machine):
        model.add_no_overlap([interval for _, _, interval in uses])
        if instance.setup is not None:
            _set_up(model, instance.setup[machine].tolist(), uses, starts, ends)
    _finish(model, instance, starts, ends, horizon)
    return starts, present


def _finish(model: Any, instance: Instance, starts: list[Any], ends: list[Any], horizon: int) -> None:
    """Precedence, and the objective."""
    bounds, before = instance.before_start.tolist(), instance.before.tolist()
    for i, start in enumerate(starts):
        for other in before[bounds[i] : bounds[i + 1]]:
            model.add(start >= ends[other])
    makespan = model.new_int_var(0, horizon, "")
    for i in np.flatnonzero(np.diff(instance.after_start) == 0).tolist():
        model.add(makespan >= ends[i])
    model.minimize(makespan)


def _set_up(
    model: Any, setup: list[list[int]], uses: list[tuple[int, Any, Any]], starts: list[Any], ends: list[Any]
) -> None:
    """A circuit through the operations of a machine: each arc is a setup. Node 0 is the idle machine."""
    arcs: list[tuple[int, int, Any]] = [(0, 0, model.new_bool_var(""))]
    for a, (i, one, _) in enumerate(uses, start=1):
        arcs += [(0, a, model.new_bool_var("")), (a, 0, model.new_bool_var(""))]
        if one is not None:
            arcs.append((a, a, ~one))
        for b, (j, _, _) in enumerate(uses, start=1):
            if a != b:
                follows = model.new_bool_var("")
                arcs.append((a, b, follows))
                model.add(starts[j] >= ends[i] + setup[i][j]).only_enforce_if(follows)
    model.add_circuit(arcs)


def pyjobshop(instance: Instance, *, seconds: float, workers: int) -> Found:
    """PyJobShop's own model and search."""
    from pyjobshop import Model  # noqa: PLC0415  # optional

    begin = time.perf_counter()
    model = Model()
    machines = [model.add_machine() for _ in range(instance.machines)]
    jobs = [model.add_job() for _ in range(int(instance.job.max()) + 1)]
    tasks = [model.add_task(jobs[job]) for job in instance.job.tolist()]
    bounds = instance.option_start.tolist()
    options = list(zip(instance.option_machine.tolist(), instance.option_minutes.tolist(), strict=True))
    for i, task in enumerate(tasks):
        for machine, minutes in options[bounds[i] : bounds[i + 1]]:
            model.add_mode(task, [machines[machine]], minutes)
    after = np.repeat(np.arange(instance.size), np.diff(instance.before_start))
    for i, before in zip(after.tolist(), instance.before.tolist(), strict=True):
        model.add_end_before_start(tasks[before], tasks[i])
    if instance.setup is not None:
        for machine, i, j in np.argwhere(instance.setup).tolist():
            minutes = int(instance.setup[machine, i, j])
            model.add_setup_time(machines[machine], tasks[i], tasks[j], minutes)
    built = time.perf_counter() - begin
    result = model.solve("ortools", time_limit=seconds, display=True, num_workers=workers)
    done = result.best.tasks
    if not done:
        return Found(None, 0, built)
    machine_of = np.array([task.resources[0] for task in done], dtype=np.int32)
    start = np.array([task.start for task in done], dtype=np.int64)
    schedule = Schedule(start, minutes_on(instance, machine_of), machine_of)
    return Found(schedule, math.ceil(result.lower_bound), built)
