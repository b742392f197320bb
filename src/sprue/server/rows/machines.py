"""Machines for the wall and the desk, and each as its terminal shows it."""

from sprue.floor.view.machines import end_of_running, light_of, outlook, recommended
from sprue.floor.view.trials import number_of as number_of_trial
from sprue.server.rows.electrodes import electrode_rows
from sprue.server.rows.gates import gates_row, wait_row
from sprue.server.rows.molds import drawings_row, step_text
from sprue.server.rows.scene import Scene
from sprue.shop.checks import Check, checks_of
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.notes import cavities
from sprue.shop.problems import ProblemStatus
from sprue.shop.records import Work
from sprue.shop.routing import Operation
from sprue.shop.trials import is_trial
from sprue.shop.work import setup_is_told
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none

#: A terminal shows so many of its queue; the rest is a number.
QUEUE_SHOWN = 12


def machine_row(scene: Scene, machine_id: MachineId) -> wire.MachineRow:
    """A machine: its light, the work on it and the next job."""
    sight = scene.sight
    shop = sight.state.shop
    machine = shop.machines[machine_id]
    record = sight.state.machine(machine_id)
    queue = scene.queue(machine_id)
    light = light_of(sight, scene.hours, scene.plan, machine, queue)
    on = _shown(scene, record.operations)
    operation = shop.operations[on] if on is not None else None
    work = sight.state.operation(on) if on is not None else None
    here = scene.people_at.get(machine_id, [])
    person = (work.person if work is not None else None) or (PersonId(here[0]) if here else None)
    since = record.down_since or record.since
    return {
        "id": machine.id,
        "name": machine.name or machine.id,
        "kind": machine.kinds[0],
        "number": number_of(machine.id),
        "light": light.value,
        "since": moment_or_none(since),
        "operation": on,
        "operation_name": operation.name if operation is not None else "",
        "mold": shop.parts[operation.part].mold if operation is not None else None,
        "part": operation.part if operation is not None else None,
        "person": person,
        "person_name": scene.name_of(person),
        "started": moment_or_none(work.started) if work is not None else None,
        "ends": moment_or_none(end_of_running(sight, scene.hours, on)) if on is not None else None,
        "problem": _problem_at(scene, machine_id),
        "next": _next_job(scene, queue),
    }


def _shown(scene: Scene, operations: tuple[OperationId, ...]) -> OperationId | None:
    """Of several operations on a machine one that runs, the last to begin."""
    running = [o for o in operations if scene.sight.state.operation(o).work is Work.RUNNING]
    shown = running or [*operations]
    return shown[-1] if shown else None


def _problem_at(scene: Scene, machine: MachineId) -> str | None:
    for problem_id, problem in scene.sight.state.problems.items():
        if problem.machine == machine and problem.status is not ProblemStatus.RESOLVED:
            return problem_id
    return None


def _next_job(scene: Scene, queue: list[OperationId]) -> wire.NextJob | None:
    if not queue:
        return None
    operation = queue[0]
    waits = scene.sight.waits_for(operation)
    row = scene.plan.rows[operation]
    return {
        "operation": operation,
        "mold": scene.sight.index.mold_of(operation),
        "ready": not waits,
        "waits_for": [wait_row(w) for w in waits],
        "start": moment(row.setup),
    }


def number_of(machine_id: str) -> str:
    """The number at the end of an id, or the whole id where it has none."""
    head = machine_id.rstrip("0123456789")
    return machine_id[len(head) :] or machine_id


def station_row(scene: Scene, machine_id: MachineId) -> wire.StationRow:
    """A machine as its terminal shows it."""
    machine = scene.sight.state.shop.machines[machine_id]
    queue = recommended(scene.queue(machine_id), scene.ready)
    current = scene.sight.state.machine(machine_id).operations
    return {
        "id": machine.id,
        "name": machine.name or machine.id,
        "kind": machine.kinds[0],
        "number": number_of(machine.id),
        "current": [queue_item(scene, o, machine_id) for o in current],
        "queue": [queue_item(scene, o, machine_id) for o in queue[:QUEUE_SHOWN]],
        "queued": len(queue),
        "people": scene.people_at.get(machine_id, []),
    }


def _check_row(check: Check) -> wire.CheckRow:
    limits = [None if limit is None else float(limit) for limit in (check.low, check.high)]
    return {"name": check.name, "low": limits[0], "high": limits[1], "photo": check.photo}


def _trial_job(scene: Scene, operation: Operation) -> wire.TrialJob | None:
    state = scene.sight.state
    if not is_trial(state.shop, operation):
        return None
    record = state.trials.get(operation.id)
    return {
        "number": number_of_trial(scene.sight, operation.id),
        "verdict": record.verdict.value if record is not None and record.verdict is not None else None,
        "cavities": cavities(state.shop.mold_of(operation)),
    }


def queue_item(scene: Scene, operation_id: OperationId, machine_id: MachineId) -> wire.QueueItem:
    """One job of a terminal."""
    sight = scene.sight
    shop = sight.state.shop
    operation = shop.operations[operation_id]
    part = shop.parts[operation.part]
    record = sight.state.operation(operation_id)
    row = scene.plan.rows.get(operation_id)
    waits = sight.waits_for(operation_id) if record.work is Work.WAITING else ()
    kind = operation.kind or shop.machines[machine_id].kinds[0]
    ahead = None
    if record.work is Work.WAITING and not waits:
        ahead = outlook(sight, scene.hours, operation_id, shop.machines[machine_id])
    ends = end_of_running(sight, scene.hours, operation_id)
    return {
        "operation": operation_id,
        "mold": part.mold,
        "mold_name": shop.molds[part.mold].name or part.mold,
        "part": part.id,
        "part_name": part.name or part.id,
        "step": step_text(operation.step),
        "name": operation.name,
        "work": record.work.value,
        "mode": operation.mode.value,
        "setup_minutes": float(operation.setup_minutes),
        "run_minutes": float(operation.run_minutes),
        "setup_told": setup_is_told(operation, shop.machines[machine_id], shop.kinds.get(kind)),
        "set_up": moment_or_none(record.set_up),
        "start": moment_or_none(record.started or (row.setup if row is not None else None)),
        "end": moment_or_none(ends or (row.end if row is not None else None)),
        "ready": record.work is Work.WAITING and not waits,
        "waits_for": [wait_row(w) for w in waits],
        "gates": gates_row(scene, operation.part, [operation]),
        "trial": _trial_job(scene, operation),
        "electrodes": electrode_rows(scene, operation_id),
        "checks": [_check_row(check) for check in checks_of(operation.checks)],
        "drawing": next(reversed(drawings_row(scene, part.id)), None),
        "ends_if_now": moment(ahead.ends) if ahead is not None else None,
        "alone_from": moment_or_none(ahead.alone_from) if ahead is not None else None,
    }
