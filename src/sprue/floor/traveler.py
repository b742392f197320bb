"""What a scanned traveler opens at a machine: the one right action, or why there is none."""

from datetime import datetime
from enum import StrEnum

from sprue.floor import commands as co
from sprue.floor import rules
from sprue.floor.refusal import Code, Refusal
from sprue.shop.ids import MachineId, OperationId, PartId, PersonId
from sprue.shop.records import Work
from sprue.shop.routing import Mode
from sprue.shop.state import State

_OVER = (Work.DONE, Work.CANCELLED)


class Action(StrEnum):
    """What is to be done with an operation."""

    START = "start"
    RESUME = "resume"
    FINISH = "finish"


def operation_on(state: State, code: str) -> OperationId | None:
    """The operation that a traveler names: its own id, or the next open one of a part; None: no traveler.

    The code is the id, or an address whose last piece it is. An id may hold a / itself.
    """
    for name in named_by(code):
        found = OperationId(name) if name in state.shop.operations else _next_of(state, PartId(name))
        if found is not None:
            return found
    return None


def named_by(code: str) -> tuple[str, str]:
    """A code as it is, and what stands last in it where it is an address."""
    whole = code.strip()
    return whole, whole.rstrip("/").rpartition("/")[2]


def _next_of(state: State, part: PartId) -> OperationId | None:
    of_part = [o for o in state.shop.operations.values() if o.part == part]
    open_ones = [o for o in of_part if state.operation(o.id).work not in _OVER]
    first = min(open_ones or of_part, key=lambda o: o.step, default=None)
    return first.id if first is not None else None


def right_action(
    state: State, operation_id: OperationId, machine: MachineId | None, person: PersonId | None, now: datetime
) -> Action:
    """Start when it may start here, finish when it runs here, go on when it rests here; Refusal: why not."""
    record = state.operation(operation_id)
    if state.shop.operations[operation_id].mode is Mode.OUTSIDE:
        # A piece goes to its supplier and comes back at any terminal, and at the desk.
        machine = record.machine
    if record.work in (Work.RUNNING, Work.PAUSED):
        if record.machine != machine:
            raise Refusal(Code.ALREADY_STARTED, {"machine": record.machine or ""})
        return Action.FINISH if record.work is Work.RUNNING else Action.RESUME
    rules.may_start(co.Start(operation_id, machine, person), state, now)
    return Action.START
