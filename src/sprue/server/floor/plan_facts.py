"""What the desk must know of the shop to tell in the browser, while a bar is dragged, what breaks.

The rows of operations and machines come with the stream; this adds what only the planner's desk needs:
what follows what, where an operation may be done, pins, working hours of machines.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sprue.planning.plan import FROZEN
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.server.rows.scene import Scene
from sprue.shop.calendar import Stretch
from sprue.shop.records import Work
from sprue.shop.resources import Machine
from sprue.shop.routing import Operation
from sprue.wire.rows import moment, moment_or_none

_OVER = (Work.DONE, Work.CANCELLED)


def facts() -> dict[str, Any]:
    """Facts of all open operations and all machines for the live plan; minutes count from `from`."""
    with memory.lock:
        present.refresh()
        state = memory.state
        now = present.now()
        scene = present.board.scene(state, now)
        calendars, machines = _machines(scene, state.shop.machines.values())
        return {
            "plan_version": state.plan.version if state.plan is not None else None,
            "from": moment(scene.hours.clock.at(0)),
            "frozen_minutes": FROZEN // timedelta(minutes=1),
            "calendars": calendars,
            "machines": machines,
            "operations": {
                operation.id: _operation(scene, operation, now)
                for operation in state.shop.operations.values()
                if state.operation(operation.id).work not in _OVER
            },
        }


def _machines(scene: Scene, machines: Iterable[Machine]) -> tuple[list[list[Stretch]], dict[str, Any]]:
    """Working stretches, each once, and the machines with the place of theirs."""
    known: dict[tuple[Stretch, ...], int] = {}
    found: dict[str, Any] = {}
    for machine in machines:
        place = known.setdefault(tuple(scene.hours.stretches(machine)), len(known))
        found[machine.id] = {
            "kinds": [*machine.kinds],
            "calendar": place,
            "speed": float(machine.speed),
            "unattended": machine.unattended,
            "batch": machine.batch,
        }
    return [[*stretches] for stretches in known], found


def _operation(scene: Scene, operation: Operation, now: datetime) -> dict[str, Any]:
    """What is usual is left out: ten thousand of them go to the desk."""
    found: dict[str, Any] = {}
    before = [*dict.fromkeys(scene.sight.predecessors(operation))]
    if before:
        found["before"] = before
    if operation.machines:
        # A machine's own run minutes where it has some.
        found["machines"] = {
            option.machine: float(option.run_minutes) if option.run_minutes is not None else None
            for option in operation.machines
        }
    if operation.pinned:
        found["pinned"] = True
        found["pinned_start"] = moment_or_none(operation.pinned_start)
    if operation.milestone is not None:
        found["milestone"] = operation.milestone.value
    if operation.not_before is not None and operation.not_before > now:
        found["not_before"] = moment(operation.not_before)
    if operation.group:
        found["group"] = operation.group
    return found
