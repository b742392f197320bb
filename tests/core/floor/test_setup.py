"""Setup and run told apart: one more tap where it sets the worker free, and nothing lost without it."""

from datetime import timedelta

import pytest

from sprue.figures.estimates import estimates_of
from sprue.figures.work import ledger_of
from sprue.floor import commands as co
from sprue.floor.live import NO_PLAN
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.hours import Hours
from sprue.floor.view.machines import Light, end_of_running, light_of
from sprue.floor.view.waits import sight_of
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, PersonId
from sprue.shop.shop import Shop
from sprue.shop.state import fold
from sprue.shop.work import setup_is_told
from tests.core.floor.shops import E1, EDM, LI, M1, MILL, NOW, Hall, small_shop

ERODE, MILLING = OperationId("erode"), OperationId("mill")


def eroding() -> Hall:
    """The core is on the EDM machine: 30 minutes of setup, then ten hours that need nobody."""
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILLING, M1, LI))
    hall.do(co.Finish(MILLING, LI))
    hall.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(ERODE, E1, LI))
    return hall


def light(hall: Hall, machine: MachineId = E1) -> Light:
    state, now = hall.store.state, hall.clock.moment
    return light_of(sight_of(state, now), Hours(state.shop, now), NO_PLAN, state.shop.machines[machine], [])


def ends(hall: Hall) -> timedelta:
    state, now = hall.store.state, hall.clock.moment
    found = end_of_running(sight_of(state, now), Hours(state.shop, now), ERODE)
    assert found is not None
    return found - NOW


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as error:
        hall.do(command)
    return error.value.code


@pytest.mark.parametrize(("operation", "machine", "asked"), [(ERODE, E1, True), (MILLING, M1, False)])
def test_it_is_asked_where_it_sets_the_worker_free(
    operation: OperationId, machine: MachineId, *, asked: bool
) -> None:
    shop: Shop = small_shop()
    kind = shop.kinds[EDM if machine == E1 else MILL]
    assert setup_is_told(shop.operations[operation], shop.machines[machine], kind) is asked
    assert not setup_is_told(shop.operations[operation], None, None)


def test_a_setup_that_was_quicker_brings_the_end_forward_and_a_slower_one_pushes_it() -> None:
    quick = eroding()
    assert ends(quick) == timedelta(minutes=630)
    quick.later(minutes=10)
    quick.do(co.EndSetup(ERODE, LI))
    assert ends(quick) == timedelta(minutes=610)
    slow = eroding()
    slow.later(minutes=75)
    assert ends(slow) == timedelta(minutes=630)
    slow.do(co.EndSetup(ERODE, LI))
    assert ends(slow) == timedelta(minutes=675)


def test_the_light_says_that_it_runs_as_soon_as_it_was_told() -> None:
    hall = eroding()
    hall.later(minutes=5)
    assert light(hall) is Light.SETUP
    hall.do(co.EndSetup(ERODE, LI))
    assert light(hall) is Light.RUNNING


def test_it_is_told_once_of_what_runs_and_wants_it() -> None:
    hall = eroding()
    hall.do(co.EndSetup(ERODE, LI))
    assert refused(hall, co.EndSetup(ERODE, LI)) is Code.NO_SETUP
    assert refused(hall, co.EndSetup(MILLING, LI)) is Code.ALREADY_DONE
    assert refused(hall, co.EndSetup(ERODE, PersonId("wang"))) is Code.NOT_SIGNED_IN


def test_it_can_be_taken_back() -> None:
    hall = eroding()
    before = hall.store.state.operation(ERODE)
    hall.later(minutes=10)
    hall.do(co.EndSetup(ERODE, LI))
    hall.do(co.Undo(hall.last))
    assert hall.store.state.operation(ERODE) == before
    assert fold(hall.store.entries).operations == hall.store.state.operations


def test_actual_setup_and_run_are_known_where_it_was_told_and_only_there() -> None:
    told = eroding()
    told.later(minutes=45)
    told.do(co.EndSetup(ERODE, LI))
    told.later(hours=12)
    told.do(co.Finish(ERODE, LI))
    found = estimates_of(ledger_of(told.store.entries))
    [setup], [run] = found.setups, found.runs
    assert (setup.name, setup.median) == (EDM, 1.5)
    assert run.median == pytest.approx(1.2)
    forgotten = eroding()
    forgotten.later(hours=12)
    forgotten.do(co.Finish(ERODE, LI))
    found = estimates_of(ledger_of(forgotten.store.entries))
    assert (found.setups, found.runs) == ((), ())
    assert {group.name for group in found.kinds} == {EDM}  # of mill no minute passed


def test_a_pause_between_keeps_what_was_told() -> None:
    hall = eroding()
    hall.later(minutes=20)
    hall.do(co.Pause(ERODE, LI))
    hall.later(minutes=60)
    hall.do(co.Resume(ERODE, LI))
    hall.later(minutes=10)
    hall.do(co.EndSetup(ERODE, LI))
    hall.later(hours=10)
    hall.do(co.Finish(ERODE, LI))
    [setup] = estimates_of(ledger_of(hall.store.entries)).setups
    assert setup.worked_hours == pytest.approx(0.5)
