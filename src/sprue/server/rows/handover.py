"""The page that a shift hands over, as screens read it."""

from typing import Any

from sprue.floor.view.handover import Handover, ShiftWindow
from sprue.floor.view.waits import Sight
from sprue.server.rows.gates import wait_row
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.wire.rows import moment, moment_or_none


def window_row(window: ShiftWindow) -> dict[str, Any]:
    """A shift."""
    return {"start": moment(window.start), "end": moment(window.end), "night": window.night}


def handover_row(sight: Sight, page: Handover) -> dict[str, Any]:
    """The page with the names of what it tells of."""
    state = sight.state
    return {
        "department": page.department,
        "shift": window_row(page.window),
        "at": moment(page.at),
        "planned": page.planned,
        "done": [
            {
                **_job(sight, one.operation, one.machine),
                "person": _name(sight, one.person),
                "at": moment(one.finished),
                "late_minutes": one.late,
            }
            for one in page.done
        ],
        "undone": [
            {
                **_job(sight, one.operation, one.machine),
                "planned": moment(one.planned),
                "work": one.work.value,
            }
            for one in page.undone
        ],
        "running": [
            {
                **_job(sight, one.operation, one.machine),
                "person": _name(sight, one.person),
                "ends": moment_or_none(one.ends),
                "alone": one.alone,
                "work": one.work.value,
            }
            for one in page.running
        ],
        "problems": [
            {
                "id": one.problem,
                "kind": state.problems[one.problem].kind.value,
                "machine": state.problems[one.problem].machine,
                "note": state.problems[one.problem].note,
                "status": state.problems[one.problem].status.value,
                "expected": moment_or_none(state.problems[one.problem].expected),
                "minutes": one.minutes,
                "level": one.level,
            }
            for one in page.open
        ],
        "coming": [
            {
                **_job(sight, one.operation, one.machine),
                "start": moment(one.start),
                "waits_for": [wait_row(wait) for wait in one.waits],
            }
            for one in page.coming
        ],
        "away": [
            {
                "person": _name(sight, one.person),
                "what": one.told.reason,
                "start": moment(one.told.start),
                "end": moment(one.told.end),
            }
            for one in page.away
        ],
        "questions": page.questions,
        "notes": [
            {"at": moment(note.at), "text": note.fact.text, "person": _name(sight, note.fact.person)}
            for note in page.notes
        ],
    }


def _job(sight: Sight, operation_id: OperationId, machine: MachineId | None) -> dict[str, Any]:
    operation = sight.state.shop.operations[operation_id]
    part = sight.state.shop.parts[operation.part]
    return {
        "operation": operation_id,
        "name": operation.name,
        "mold": part.mold,
        "part_name": part.name or part.id,
        "machine": machine,
    }


def _name(sight: Sight, person: PersonId | None) -> str:
    found = sight.state.shop.people.get(person) if person is not None else None
    return found.name or found.id if found is not None else ""
