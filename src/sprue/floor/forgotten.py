"""Timers that nobody stopped: attended work that still runs when the shift of its person is over.

A pure function of the state and a moment. The timer then rests, and whether the work was finished is a
question for the leader or the planner. It is not forgotten where somebody whose shift it is has signed in
at the machine.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from sprue.floor.calling import directory_of
from sprue.floor.refusal import Code
from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.records import Work
from sprue.shop.state import State
from sprue.shop.work import runs_by_clock

#: Namespace of the ids of closed timers.
_CLOSED = UUID("0f7a6c52-52d1-5f0e-8d0b-5b0a3a1c7d10")
#: Whoever is still at it so long after the shift has forgotten to stop, not just stayed a moment.
GRACE = timedelta(minutes=30)
#: Why the timer rests.
REASON = "forgotten"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A timer that is to be closed as of `at`, the end of the shift."""

    operation: OperationId
    at: datetime


def due(state: State, now: datetime) -> list[Forgotten]:
    """Every timer that is forgotten at `now`, in the order of the ends of the shifts."""
    on_machines = (operation for record in state.machines.values() for operation in record.operations)
    found = [
        timer
        for operation in on_machines
        if (timer := forgotten(state, operation, now)) is not None and not _minded(state, operation, now)
    ]
    return sorted(found, key=lambda timer: (timer.at, timer.operation))


def forgotten(state: State, operation_id: OperationId, now: datetime) -> Forgotten | None:
    """The forgotten timer of an operation; None when it is not running, or runs alone."""
    record = state.operation(operation_id)
    if record.work is not Work.RUNNING or record.person is None or record.since is None:
        return None
    machine = state.shop.machines.get(record.machine) if record.machine is not None else None
    if machine is None or runs_by_clock(state.shop.operations[operation_id], machine):
        return None
    end = directory_of(state).time.shift_end(record.person, record.since)
    if end is None or now < end + GRACE:
        return None
    return Forgotten(operation_id, end)


def _minded(state: State, operation: OperationId, now: datetime) -> bool:
    machine = state.operation(operation).machine
    time = directory_of(state).time
    return any(
        record.machine == machine and record.since is not None and time.works(person, now)
        for person, record in state.people.items()
    )


def timer_id(state: State, timer: Forgotten) -> UUID:
    """The entry id of a closed timer: always the same one, so that it is recorded once."""
    since = state.operation(timer.operation).since
    assert since is not None
    return uuid5(_CLOSED, f"{timer.operation} {since.astimezone(UTC).isoformat()}")


def closed(state: State, operation_id: OperationId) -> tuple[ev.Fact, ...]:
    """The timer rests, whether it was finished is a question, and its person is signed out."""
    record = state.operation(operation_id)
    facts: list[ev.Fact] = [
        ev.OperationPaused(operation_id, None, REASON),
        ev.ReportQuestioned("finish", Code.FORGOTTEN.value, operation_id, record.machine, record.person),
    ]
    if record.person is not None and _signed_in(state, record.person, record.machine):
        facts.append(ev.BadgedOut(record.person))
    return tuple(facts)


def _signed_in(state: State, person: PersonId, machine: MachineId | None) -> bool:
    record = state.people.get(person)
    return record is not None and record.since is not None and record.machine == machine
