"""What a problem does to the shop that is planned, until when, and the shop without it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor.impact import amendment, relieved, touches_plan
from sprue.floor.policy import needs_mending
from sprue.floor.refusal import Code, Refusal
from sprue.planning.changes import GoesBefore, OtherMachine, Overtime, Rush, SentOutside
from sprue.planning.changing import apply_all
from sprue.shop import events as ev
from sprue.shop.assumed import DOWN_AT_LEAST, DOWN_FOR
from sprue.shop.gates import CLOSED, OK, Gate, GateKind, GateState
from sprue.shop.ids import OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.records import Work
from sprue.shop.routing import Mode
from tests.core.floor.shops import B1, LI, M1, M2, MOLD, NOW, ZHAO, Hall, small_plan

MILL, BLOCKED, BROKEN = OperationId("mill"), ProblemId("blocked"), ProblemId("broken")


def blocked(kind: ProblemKind = ProblemKind.QUALITY) -> Hall:
    """A problem on the first operation of the core, which waits."""
    hall = Hall()
    hall.do(co.RaiseProblem(BLOCKED, kind, operation=MILL, person=LI))
    return hall


def test_what_a_problem_blocks_is_planned_after_the_problem() -> None:
    hall = blocked()
    state = hall.store.state
    assert state.shop_at(NOW).operations[MILL].not_before == NOW + DOWN_FOR
    over = NOW + timedelta(hours=30)
    hall.do(co.Expect(BLOCKED, over, ZHAO))
    assert state.shop_at(NOW).operations[MILL].not_before == over
    # It is late already, and still not over.
    later = over + timedelta(hours=1)
    assert state.shop_at(later).operations[MILL].not_before == later + DOWN_AT_LEAST
    hall.do(co.Resolve(BLOCKED))
    assert state.shop_at(NOW).operations[MILL].not_before is None
    assert state.shop.operations[MILL].not_before is None


def test_a_problem_about_time_blocks_nothing() -> None:
    state = blocked(ProblemKind.ESTIMATE_OVERRUN).store.state
    assert state.shop_at(NOW).operations[MILL].not_before is None
    assert not touches_plan(state, BLOCKED)


def test_work_that_has_begun_goes_on() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILL, M1, LI))
    hall.do(co.RaiseProblem(BLOCKED, ProblemKind.QUALITY, machine=M1, person=LI))
    state = hall.store.state
    assert state.problems[BLOCKED].operation == MILL
    assert not touches_plan(state, BLOCKED)
    assert state.shop_at(NOW).operations[MILL].not_before is None


def test_the_expected_end_is_that_of_the_gate_and_of_the_machine() -> None:
    hall = blocked(ProblemKind.PROGRAM)
    state = hall.store.state
    assert state.shop.operations[MILL].program == CLOSED
    over = NOW + timedelta(hours=5)
    hall.do(co.Expect(BLOCKED, over, ZHAO))
    assert state.shop.operations[MILL].program == Gate(GateState.EXPECTED, over)
    hall.do(co.Expect(BLOCKED))
    assert state.shop.operations[MILL].program == CLOSED
    hall.do(co.Expect(BLOCKED, over + timedelta(hours=1)))
    hall.do(co.Resolve(BLOCKED))
    assert state.shop.operations[MILL].program == OK

    hall.do(co.RaiseProblem(BROKEN, ProblemKind.MACHINE, machine=M2, person=LI))
    down = state.machine(M2)
    hall.later(minutes=5)
    hall.do(co.Expect(BROKEN, over))
    assert state.machine(M2) == replace(down, expected_up=over)
    assert [step.fact for step in state.problems[BROKEN].history][-1] == ev.ProblemExpected(BROKEN, over)


def test_an_expected_end_lies_ahead() -> None:
    hall = blocked()
    with pytest.raises(Refusal) as refused:
        hall.do(co.Expect(BLOCKED, NOW - timedelta(minutes=1)))
    assert refused.value.code is Code.EXPECTED_PAST


def test_a_gate_that_somebody_else_moved_stays_as_it_is() -> None:
    hall = blocked(ProblemKind.PROGRAM)
    own = Gate(GateState.EXPECTED, NOW + timedelta(hours=9))
    hall.do(co.ChangeGate(MILL, GateKind.PROGRAM, own.state, own.expected))
    hall.do(co.Expect(BLOCKED, NOW + timedelta(hours=5)))
    hall.do(co.Resolve(BLOCKED))
    assert hall.store.state.shop.operations[MILL].program == own


@pytest.mark.parametrize("kind", [ProblemKind.MACHINE, ProblemKind.PROGRAM, ProblemKind.MATERIAL])
def test_the_shop_without_a_problem_is_the_shop_before_it(kind: ProblemKind) -> None:
    hall = Hall()
    before = hall.store.state.shop_at(NOW)
    hall.do(co.RaiseProblem(BLOCKED, kind, machine=M1, operation=MILL, person=LI))
    state = hall.store.state
    now_with, machines = state.shop_at(NOW), dict(state.machines)
    assert touches_plan(state, BLOCKED)
    without = relieved(state, BLOCKED, NOW)
    assert without.shop_at(NOW) == before
    assert not touches_plan(without, BLOCKED)
    # The live state is as it was.
    assert state.shop_at(NOW) == now_with
    assert state.machines == machines
    assert now_with != before


def test_all_that_changes_the_plan_has_it_mended() -> None:
    hall = blocked()
    hall.do(co.Expect(BLOCKED, NOW + timedelta(hours=5)))
    hall.do(co.Resolve(BLOCKED))
    told = [e.event.fact for e in hall.store.entries[-3:]]
    assert [type(fact) for fact in told] == [ev.ProblemRaised, ev.ProblemExpected, ev.ProblemResolved]
    assert all(needs_mending(fact) for fact in told)


def test_a_taken_change_becomes_part_of_the_shop() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILL, M1, LI))
    state = hall.store.state
    seen = state.shop_at(NOW)
    hours = ((NOW + timedelta(hours=10), NOW + timedelta(hours=13)),)
    changes = (
        OtherMachine(OperationId("plate-1"), M2),
        SentOutside(OperationId("plate-2"), Decimal(2)),
        GoesBefore(OperationId("later"), OperationId("assemble")),
        Overtime(hours, machines=(B1,), people=(ZHAO,)),
        Rush(MOLD, weight=Decimal(9)),
    )
    changed = apply_all(seen, changes)
    amended = amendment(state.shop, seen, changed, BLOCKED, "counter-move")
    assert {o.id for o in amended.operations} == {"plate-1", "plate-2", "assemble"}
    hall.do(co.TakeCounterMove(amended, small_plan()))
    shop = state.shop
    assert [option.machine for option in shop.operations[OperationId("plate-1")].machines] == [M2]
    assert shop.operations[OperationId("plate-2")].mode is Mode.OUTSIDE
    assert OperationId("later") in shop.operations[OperationId("assemble")].after
    assert shop.molds[MOLD].weight == 9
    assert {e.resource for e in shop.exceptions} == {B1, ZHAO}
    assert {e.reason for e in shop.exceptions} == {"counter-move"}
    # What runs is not written into the shop's own data.
    assert state.operation(MILL).work is Work.RUNNING
    assert shop.operations[MILL] == seen.operations[MILL] or shop.operations[MILL].started is None
    assert state.shop_at(NOW) == replace(changed, exceptions=shop.exceptions)
    assert state.plan is not None
    assert state.plan.version == 1


def test_a_change_of_work_that_has_begun_meanwhile_is_refused_whole() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    state = hall.store.state
    seen = state.shop_at(NOW)
    changed = apply_all(seen, (OtherMachine(MILL, M2),))
    amended = amendment(state.shop, seen, changed, BLOCKED, "counter-move")
    hall.do(co.Start(MILL, M1, LI))
    seq = state.seq
    with pytest.raises(Refusal) as refused:
        hall.do(co.TakeCounterMove(amended, small_plan()))
    assert refused.value.code is Code.PLAN_OUTDATED
    assert state.seq == seq
