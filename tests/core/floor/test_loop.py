"""One command, one effect: ids, devices, clocks, and the fold."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.floor import commands as co
from sprue.floor.loop import Answer, Outcome
from sprue.floor.refusal import Code, Refusal
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import OperationId, PersonId, ProblemId, PurchaseId
from sprue.shop.problems import ProblemKind
from sprue.shop.state import fold
from tests.core.floor.shops import B1, E1, LI, M1, M2, NOW, P1, WANG, ZHAO, Hall, small_plan

MILL = OperationId("mill")
AGAIN = UUID(int=10**9)


def test_the_same_command_twice_is_one_entry() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1), id=AGAIN, digest="a")
    seq = hall.store.state.seq
    answer = hall.do(co.BadgeIn(person=LI, machine=M1), id=AGAIN, digest="a")
    assert answer == Answer(Outcome.DUPLICATE, seq)
    assert hall.store.state.seq == seq


def test_the_same_id_for_something_else_is_refused() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1), id=AGAIN, digest="a")
    with pytest.raises(Refusal) as caught:
        hall.do(co.BadgeIn(person=WANG, machine=M1), id=AGAIN, digest="b")
    assert caught.value.code is Code.ID_REUSED


def test_a_questioned_report_sent_again_is_the_same_question() -> None:
    hall = Hall()
    first = hall.do(co.Finish(MILL, LI), id=AGAIN, digest="a")
    assert hall.do(co.Finish(MILL, LI), id=AGAIN, digest="a") == first
    assert len(hall.store.state.questions) == 1


def test_a_device_clock_that_is_fast_reports_no_future() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1), happened_at=NOW + timedelta(days=1))
    assert hall.store.entries[-1].event.happened_at == NOW


def test_a_report_that_comes_late_keeps_its_time_but_never_goes_back_behind_the_last() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.later(minutes=60)
    hall.do(co.Start(MILL, M1, LI), happened_at=NOW + timedelta(minutes=10))
    assert hall.store.state.operation(MILL).started == NOW + timedelta(minutes=10)
    hall.do(co.Finish(MILL, LI), happened_at=NOW + timedelta(minutes=5))
    record = hall.store.state.operation(MILL)
    assert record.finished == NOW + timedelta(minutes=10)


def test_entries_of_one_command_have_their_own_ids_and_one_place_of_the_device() -> None:
    hall = Hall()
    hall.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M1), device="tablet", device_seq=7)
    raised, down = (e.event for e in hall.store.entries[-2:])
    assert (raised.id, raised.device_seq, down.device_seq) == (hall.last, 7, None)
    assert raised.id != down.id


PEOPLE = st.sampled_from([None, LI, WANG, ZHAO, PersonId("stranger")])
MACHINES = st.sampled_from([M1, M2, E1, B1, P1])
OPERATIONS = st.sampled_from([OperationId(o) for o in ("mill", "erode", "coat", "plate-1", "later", "x")])
PROBLEMS = st.sampled_from([ProblemId(p) for p in "abc"])
COMMANDS = st.one_of(
    st.builds(co.BadgeIn, person=st.sampled_from([LI, WANG, ZHAO]), machine=MACHINES),
    st.builds(co.Start, OPERATIONS, st.none() | MACHINES, PEOPLE),
    st.builds(co.Pause, OPERATIONS, PEOPLE),
    st.builds(co.Resume, OPERATIONS, PEOPLE),
    st.builds(co.Finish, OPERATIONS, PEOPLE),
    st.builds(co.RaiseProblem, PROBLEMS, st.sampled_from(ProblemKind), st.none() | MACHINES, OPERATIONS),
    st.builds(co.Resolve, PROBLEMS, rework_minutes=st.sampled_from([None, 30])),
    st.builds(co.TakeDown, MACHINES),
    st.builds(co.PutUp, MACHINES),
    st.builds(co.ReceiveMaterial, st.sampled_from([PurchaseId("steel"), PurchaseId("pins")])),
    st.builds(
        co.ChangeGate, OPERATIONS, st.sampled_from(GateKind), st.sampled_from([GateState.OK, GateState.NO])
    ),
    st.just(co.PublishPlan(small_plan())),
    st.just("undo"),
    st.just("accept"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(COMMANDS, st.integers(0, 90)), max_size=40))
def test_whatever_is_asked_the_journal_tells_the_state(
    asked: list[tuple[co.Command | str, int]],
) -> None:
    hall = Hall()
    for wish, minutes in asked:
        hall.later(minutes=minutes)
        command: co.Command
        if wish == "undo":
            command = co.Undo(hall.last)
        elif wish == "accept":
            command = co.DecideQuestion(hall.last, accepted=True)
        else:
            assert not isinstance(wish, str)
            command = wish
        try:
            hall.do(command)
        except Refusal:
            continue
    state = hall.store.state
    assert fold(hall.store.entries) == state
    assert [e.seq for e in hall.store.entries] == list(range(1, state.seq + 1))
    if "accept" not in [wish for wish, _ in asked]:  # what is accepted happened, room or not
        for machine, record in state.machines.items():
            assert len(record.operations) <= state.shop.machines[machine].batch
    for operation in state.operations.values():
        if operation.started is not None and operation.finished is not None:
            assert operation.started <= operation.finished
