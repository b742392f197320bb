"""A traveler's scan opens the one right action, or says why there is none."""

import pytest

from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.floor.traveler import Action, operation_on, right_action
from sprue.shop.ids import MachineId, OperationId
from tests.core.floor.shops import B1, LI, M1, M2, Hall

MILL = OperationId("mill")


def hall() -> Hall:
    found = Hall()
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def action(found: Hall, operation: str = "mill", machine: MachineId = M1) -> Action | Code:
    try:
        return right_action(found.store.state, OperationId(operation), machine, LI, found.clock.moment)
    except Refusal as refusal:
        return refusal.code


def test_scans_of_one_job_start_it_finish_it_and_then_say_that_it_is_done() -> None:
    found = hall()
    said = [action(found)]
    found.do(co.Start(MILL, M1, LI))
    said.append(action(found))
    found.do(co.Pause(MILL, LI))
    said.append(action(found))
    found.do(co.Finish(MILL, LI))
    said.append(action(found))
    assert said == [Action.START, Action.FINISH, Action.RESUME, Code.ALREADY_DONE]


@pytest.mark.parametrize(
    ("operation", "machine", "code"),
    [
        ("plate-1", M1, Code.MATERIAL_MISSING),
        ("erode", M1, Code.PREDECESSOR_OPEN),
        ("mill", B1, Code.WRONG_MACHINE),
    ],
)
def test_it_says_why_it_cannot_be_started_here(operation: str, machine: MachineId, code: Code) -> None:
    assert action(hall(), operation, machine) is code


def test_what_runs_at_another_machine_is_not_finished_here() -> None:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    assert action(found, machine=M2) is Code.ALREADY_STARTED


@pytest.mark.parametrize(
    ("code", "operation"),
    [
        ("mill", "mill"),
        ("https://sprue.local/t/mill/", "mill"),
        ("core", "mill"),
        ("plate", "plate-1"),
        ("B-LI", None),
    ],
)
def test_a_traveler_names_an_operation_or_a_part(code: str, operation: str | None) -> None:
    assert operation_on(hall().store.state, code) == operation
