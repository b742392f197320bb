"""The rules of the floor, one function each; every one raises a Refusal when it is broken."""

from datetime import datetime
from decimal import Decimal

from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.waits import Sight, Wait, What, sight_of
from sprue.shop.ids import KindId, MachineId, OperationId, PersonId
from sprue.shop.leads import bound_to
from sprue.shop.notes import fits, tonnage
from sprue.shop.records import Work
from sprue.shop.resources import Machine, Person
from sprue.shop.routing import Mode, Operation
from sprue.shop.state import State
from sprue.shop.trials import is_trial
from sprue.shop.work import runs_by_clock, setup_is_told, total_minutes_on, up

#: One person's attention, whole.
_WHOLE = Decimal(1)

_WAIT_CODES = {
    What.OPERATION: Code.PREDECESSOR_OPEN,
    What.MATERIAL: Code.MATERIAL_MISSING,
    What.DRAWING: Code.GATE_CLOSED,
    What.PROGRAM: Code.GATE_CLOSED,
    What.ELECTRODE: Code.GATE_CLOSED,
    What.FIXTURE: Code.GATE_CLOSED,
    What.NOT_BEFORE: Code.TOO_EARLY,
    What.HELD: Code.HELD,
    What.PROBLEM: Code.PROBLEM_OPEN,
    What.APPROVAL: Code.NOT_APPROVED,
}


def operation_of(state: State, operation_id: OperationId) -> Operation:
    """The operation of that id."""
    operation = state.shop.operations.get(operation_id)
    if operation is None:
        raise Refusal(Code.UNKNOWN_OPERATION, {"operation": operation_id})
    return operation


def machine_of(state: State, machine_id: MachineId) -> Machine:
    """The machine of that id."""
    machine = state.shop.machines.get(machine_id)
    if machine is None:
        raise Refusal(Code.UNKNOWN_MACHINE, {"machine": machine_id})
    return machine


def person_of(state: State, person_id: PersonId | None) -> Person | None:
    """The person of that id; None stands for nobody."""
    if person_id is None:
        return None
    person = state.shop.people.get(person_id)
    if person is None:
        raise Refusal(Code.UNKNOWN_PERSON, {"person": person_id})
    return person


def must_work(state: State, operation_id: OperationId, allowed: tuple[Work, ...], code: Code) -> None:
    """The operation is in one of the states `allowed`, else `code`."""
    operation_of(state, operation_id)
    work = state.operation(operation_id).work
    if work in allowed:
        return
    if work is Work.DONE:
        raise Refusal(Code.ALREADY_DONE, {"operation": operation_id})
    if work is Work.CANCELLED:
        raise Refusal(Code.CANCELLED, {"operation": operation_id})
    raise Refusal(code, {"operation": operation_id})


def may_start(command: co.Start, state: State, now: datetime) -> None:
    """Open, everything there, machine able, up and free, person signed in, able and free."""
    operation = operation_of(state, command.operation)
    person = person_of(state, command.person)
    must_work(state, operation.id, (Work.WAITING, Work.HELD), Code.ALREADY_STARTED)
    nothing_missing(sight_of(state, now), operation.id)
    if operation.mode is Mode.OUTSIDE:
        return
    if command.machine is None:
        raise Refusal(Code.MACHINE_NEEDED, {"operation": operation.id})
    machine = machine_of(state, command.machine)
    kind = kind_on(operation, machine)
    press_is_strong_enough(state, operation, machine)
    fitter_stays(state, operation, machine)
    machine_is_up(state, machine.id)
    machine_is_free(state, machine)
    if state.shop.people:
        person_may_work(state, person, machine, kind)
        person_is_free(state, person, operation, kind, now)


def may_resume(command: co.Resume, state: State) -> None:
    """Paused, on a machine that is up."""
    must_work(state, command.operation, (Work.PAUSED,), Code.NOT_PAUSED)
    is_signed_in(state, command.person)
    machine = state.operation(command.operation).machine
    if machine is not None:
        machine_is_up(state, machine)


def nothing_missing(sight: Sight, operation_id: OperationId) -> None:
    """Operations before it are done, gates open, material there."""
    waits = sight.waits_for(operation_id)
    if waits:
        raise Refusal(_WAIT_CODES[waits[0].what], {"waits_for": _named(waits[0], operation_id)})


def _named(wait: Wait, operation_id: OperationId) -> str:
    if wait.what is What.NOT_BEFORE and wait.at is not None:
        return wait.at.isoformat(timespec="minutes")
    return wait.id or operation_id


def kind_on(operation: Operation, machine: Machine) -> KindId:
    """The kind under which the machine does the operation."""
    if operation.machines:
        if all(option.machine != machine.id for option in operation.machines):
            raise Refusal(Code.WRONG_MACHINE, {"operation": operation.id, "machine": machine.id})
        return operation.kind if operation.kind in machine.kinds else machine.kinds[0]
    if operation.kind is None or operation.kind not in machine.kinds:
        raise Refusal(Code.WRONG_MACHINE, {"operation": operation.id, "machine": machine.id})
    return operation.kind


def press_is_strong_enough(state: State, operation: Operation, machine: Machine) -> None:
    """A trial runs on a press that can hold its mold closed."""
    mold = state.shop.mold_of(operation)
    if not fits(machine, mold) and is_trial(state.shop, operation):
        raise Refusal(Code.PRESS_TOO_WEAK, {"machine": machine.id, "tonnes": str(tonnage(mold))})


def fitter_stays(state: State, operation: Operation, machine: Machine) -> None:
    """A mold with a lead fitter is fitted at his bench."""
    bench = bound_to(state.shop, operation)
    if bench not in (None, machine.id):
        raise Refusal(Code.OTHER_BENCH, {"operation": operation.id, "machine": bench or ""})


def machine_is_up(state: State, machine_id: MachineId) -> None:
    """The machine is not out of order."""
    if state.machine(machine_id).down_since is not None:
        raise Refusal(Code.MACHINE_DOWN, {"machine": machine_id})


def machine_is_free(state: State, machine: Machine) -> None:
    """There is room on the machine; paused work still occupies it."""
    on = state.machine(machine.id).operations
    if len(on) >= machine.batch:
        raise Refusal(Code.MACHINE_BUSY, {"machine": machine.id, "operation": on[0]})


def person_may_work(state: State, person: Person | None, machine: Machine, kind: KindId) -> None:
    """Somebody able to do the kind is signed in at the machine."""
    if person is None:
        raise Refusal(Code.NOBODY, {"machine": machine.id})
    is_signed_in(state, person.id)
    if kind not in person.kinds:
        raise Refusal(Code.NOT_ABLE, {"person": person.name, "kind": kind})


def may_end_setup(command: co.EndSetup, state: State) -> None:
    """It runs, and nobody has said yet that its setup is over."""
    must_work(state, command.operation, (Work.RUNNING,), Code.NOT_RUNNING)
    is_signed_in(state, command.person)
    if state.operation(command.operation).set_up is not None or not told_apart(state, command.operation):
        raise Refusal(Code.NO_SETUP, {"operation": command.operation})


def told_apart(state: State, operation_id: OperationId) -> bool:
    """Whether setup and run of an operation on its machine are told apart."""
    operation, record = state.shop.operations[operation_id], state.operation(operation_id)
    machine = state.shop.machines.get(record.machine) if record.machine is not None else None
    kind = operation.kind or (machine.kinds[0] if machine is not None else None)
    return setup_is_told(operation, machine, state.shop.kinds.get(kind) if kind is not None else None)


def is_signed_in(state: State, person_id: PersonId | None) -> None:
    """Whoever is named as reporting has signed in: a badge that was not accepted reports nothing."""
    person = person_of(state, person_id)
    if person is None:
        return
    record = state.people.get(person.id)
    if record is None or record.since is None:
        raise Refusal(Code.NOT_SIGNED_IN, {"person": person.name})


def person_is_free(
    state: State, person: Person | None, operation: Operation, kind: KindId, now: datetime
) -> None:
    """The attention that the person's attended work needs is at most one person's."""
    if person is None:
        return
    needed = _attention(state, kind)
    if not needed:
        return
    for other_id, record in state.operations.items():
        if record.work is not Work.RUNNING or record.person != person.id or other_id == operation.id:
            continue
        needed += _attention_now(state, other_id, record.machine, now)
        if needed > _WHOLE:
            raise Refusal(Code.PERSON_BUSY, {"person": person.name, "operation": other_id})


def _attention(state: State, kind: KindId) -> Decimal:
    known = state.shop.kinds.get(kind)
    return min(known.attention, _WHOLE) if known is not None else _WHOLE


def _attention_now(
    state: State, operation_id: OperationId, machine_id: MachineId | None, now: datetime
) -> Decimal:
    """Attention that running work takes: none once it runs by itself."""
    operation = state.shop.operations[operation_id]
    machine = state.shop.machines.get(machine_id) if machine_id is not None else None
    if machine is None:
        return Decimal(0)
    worked = total_minutes_on(operation, machine) - state.left_at(operation_id, now)
    if runs_by_clock(operation, machine) and worked >= up(operation.setup_minutes):
        return Decimal(0)
    return _attention(state, operation.kind if operation.kind in machine.kinds else machine.kinds[0])
