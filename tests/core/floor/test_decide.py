"""What the floor lets happen, one named situation each."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sprue.floor import commands as co
from sprue.floor.loop import Answer, Outcome
from sprue.floor.refusal import Code, Refusal, text_of
from sprue.shop import events as ev
from sprue.shop.gates import CLOSED, OK, Gate, GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, PersonId, ProblemId, PurchaseId
from sprue.shop.problems import ProblemKind, ProblemStatus
from sprue.shop.records import MachineState, OperationState, PersonState, Work
from sprue.shop.routing import Mode, Operation
from tests.core.floor.shops import B1, E1, EDM, LI, M1, M2, NOW, WANG, ZHAO, Hall, op, small_plan

MILL = OperationId("mill")


def hall() -> Hall:
    """The small shop with Li at the first mill."""
    found = Hall()
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def asked(found: Hall, command: co.Command) -> Code:
    """The code for which a report is kept as a question."""
    answer = found.do(command)
    assert answer.outcome is Outcome.QUESTION
    return Code(answer.reason)


def refused(found: Hall, command: co.Command) -> Code:
    """The code with which a command is refused; nothing is recorded."""
    seq = found.store.state.seq
    with pytest.raises(Refusal) as caught:
        found.do(command)
    assert found.store.state.seq == seq
    return caught.value.code


def test_work_that_is_ready_starts_pauses_resumes_and_ends() -> None:
    found = hall()
    assert found.do(co.Start(MILL, M1, LI)) == Answer(Outcome.ACCEPTED, 3)
    found.later(minutes=45)
    found.do(co.Pause(MILL, LI, "lunch"))
    paused = found.store.state.operation(MILL)
    assert (paused.work, paused.left_minutes, paused.reason) == (Work.PAUSED, 105, "lunch")
    found.later(minutes=60)
    found.do(co.Resume(MILL, LI))
    found.later(minutes=105)
    found.do(co.Finish(MILL, LI))
    assert found.store.state.operation(MILL) == OperationState(
        Work.DONE, M1, LI, started=NOW, finished=NOW + timedelta(minutes=210)
    )
    assert found.store.state.machine(M1) == MachineState(since=NOW + timedelta(minutes=210))


@pytest.mark.parametrize(
    ("operation", "machine", "person", "code"),
    [
        ("erode", E1, LI, Code.PREDECESSOR_OPEN),
        ("plate-1", M1, LI, Code.MATERIAL_MISSING),
        ("assemble", B1, WANG, Code.PREDECESSOR_OPEN),
        ("later", B1, WANG, Code.TOO_EARLY),
        ("old", M1, LI, Code.ALREADY_DONE),
        ("mill", E1, LI, Code.WRONG_MACHINE),
        ("mill", None, LI, Code.MACHINE_NEEDED),
        ("mill", "cnc-9", LI, Code.UNKNOWN_MACHINE),
        ("gone", M1, LI, Code.UNKNOWN_OPERATION),
        ("mill", M1, "nobody", Code.UNKNOWN_PERSON),
        ("mill", M1, None, Code.NOBODY),
        ("mill", M1, ZHAO, Code.NOT_SIGNED_IN),
    ],
)
def test_a_start_against_the_rules_is_kept_as_a_question(
    operation: str, machine: str | None, person: str | None, code: Code
) -> None:
    found = hall()
    found.do(co.BadgeIn(person=WANG, machine=B1))
    start = co.Start(
        OperationId(operation),
        MachineId(machine) if machine is not None else None,
        PersonId(person) if person is not None else None,
    )
    assert asked(found, start) is code
    assert next(iter(found.store.state.questions.values())).fact == ev.ReportQuestioned(
        "start", code.value, start.operation, start.machine, start.person
    )
    assert found.store.state.operation(MILL).work is Work.WAITING


def test_held_work_waits_for_the_planner() -> None:
    found = hall()
    found.do(co.BadgeIn(person=WANG, machine=B1))
    for name in ("mill", "plate-1", "plate-2"):
        found.store.state.operations[OperationId(name)] = OperationState(Work.DONE)
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    assert asked(found, co.Start(OperationId("held"), B1, WANG)) is Code.HELD


def test_a_closed_gate_opens_and_the_work_starts() -> None:
    found = hall()
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    plate = OperationId("plate-1")
    assert asked(found, co.Start(plate, M1, LI)) is Code.GATE_CLOSED
    found.do(co.ChangeGate(plate, GateKind.DRAWING, GateState.OK))
    assert found.do(co.Start(plate, M1, LI)).outcome is Outcome.ACCEPTED


def test_a_person_not_able_to_do_the_kind() -> None:
    found = hall()
    found.do(co.BadgeIn(person=WANG, machine=M1))
    assert asked(found, co.Start(MILL, M1, WANG)) is Code.NOT_ABLE


def test_one_attended_job_a_person() -> None:
    found = hall()
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    found.do(co.ChangeGate(OperationId("plate-1"), GateKind.DRAWING, GateState.OK))
    found.do(co.Start(MILL, M1, LI))
    assert asked(found, co.Start(OperationId("plate-1"), M2, LI)) is Code.PERSON_BUSY


def test_a_machine_takes_one_operation_even_when_it_rests() -> None:
    found = hall()
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    found.do(co.ChangeGate(OperationId("plate-1"), GateKind.DRAWING, GateState.OK))
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Pause(MILL, LI))
    assert asked(found, co.Start(OperationId("plate-1"), M1, LI)) is Code.MACHINE_BUSY


def test_unattended_work_leaves_its_person_free_once_it_runs_alone() -> None:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Finish(MILL, LI))
    found.do(co.ChangeGate(OperationId("erode"), GateKind.ELECTRODE, GateState.OK))
    found.do(co.Start(OperationId("erode"), E1, LI))
    found.later(minutes=40)
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    found.do(co.ChangeGate(OperationId("plate-1"), GateKind.DRAWING, GateState.OK))
    assert found.do(co.Start(OperationId("plate-1"), M1, LI)).outcome is Outcome.ACCEPTED


def test_outside_work_needs_neither_machine_nor_person() -> None:
    found = hall()
    for name in ("mill", "erode"):
        found.store.state.operations[OperationId(name)] = OperationState(Work.DONE)
    assert found.do(co.Start(OperationId("coat"))).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (co.Pause(MILL, LI), Code.NOT_RUNNING),
        (co.Resume(MILL, LI), Code.NOT_PAUSED),
        (co.Finish(MILL, LI), Code.NOT_STARTED),
        (co.Finish(OperationId("old"), LI), Code.ALREADY_DONE),
    ],
)
def test_reports_that_do_not_fit_the_work(command: co.Command, code: Code) -> None:
    assert asked(hall(), command) is code


def test_an_accepted_question_takes_effect_when_it_was_reported() -> None:
    found = hall()
    trial = OperationId("later")
    found.do(co.BadgeIn(person=WANG, machine=B1))
    found.do(co.Start(trial, B1, WANG))
    question = found.last
    found.later(minutes=20)
    found.do(co.DecideQuestion(question, accepted=True, note="the fitter knew"))
    assert found.store.state.operation(trial).started == NOW
    assert found.store.state.questions[question].decided == ev.QuestionDecided(
        question, True, "the fitter knew"
    )
    assert refused(found, co.DecideQuestion(question, accepted=False)) is Code.ALREADY_DECIDED
    assert refused(found, co.DecideQuestion(UUID(int=999), accepted=True)) is Code.UNKNOWN_QUESTION


def test_a_declined_question_changes_nothing_else() -> None:
    found = hall()
    found.do(co.Finish(MILL, LI))
    found.do(co.DecideQuestion(found.last, accepted=False))
    assert found.store.state.operation(MILL).work is Work.WAITING


def test_badges_and_names() -> None:
    found = Hall()
    found.do(co.BadgeIn(badge="B-WANG", machine=B1))
    assert found.store.state.people == {WANG: PersonState(B1, NOW)}
    found.do(co.BadgeOut(WANG))
    assert found.store.state.people == {WANG: PersonState()}
    assert refused(found, co.BadgeIn(badge="lost")) is Code.UNKNOWN_BADGE
    assert refused(found, co.BadgeIn(badge="")) is Code.UNKNOWN_BADGE
    assert refused(found, co.BadgeIn(person=PersonId("x"))) is Code.UNKNOWN_PERSON
    assert refused(found, co.BadgeIn(person=LI, machine=MachineId("x"))) is Code.UNKNOWN_MACHINE


def test_a_machine_problem_stops_the_machine_until_it_is_solved() -> None:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    problem = ProblemId("p1")
    found.do(co.RaiseProblem(problem, ProblemKind.MACHINE, M1, person=LI, note="spindle"))
    assert found.store.state.machine(M1).down_since == NOW
    assert found.store.state.problems[problem].operation == MILL
    found.do(co.Acknowledge(problem, ZHAO))
    found.do(co.Resolve(problem, ZHAO, "new belt"))
    assert found.store.state.machine(M1).down_since is None
    assert found.store.state.problems[problem].status is ProblemStatus.RESOLVED
    assert refused(found, co.Acknowledge(problem, ZHAO)) is Code.PROBLEM_CLOSED
    assert refused(found, co.Acknowledge(ProblemId("no"), ZHAO)) is Code.UNKNOWN_PROBLEM
    assert refused(found, co.RaiseProblem(problem, ProblemKind.OTHER)) is Code.PROBLEM_KNOWN


def test_an_electrode_problem_closes_the_gate_and_its_answer_opens_it() -> None:
    found = hall()
    erode = OperationId("erode")
    found.do(co.ChangeGate(erode, GateKind.ELECTRODE, GateState.OK))
    found.do(co.RaiseProblem(ProblemId("e7"), ProblemKind.ELECTRODE, operation=erode, person=LI))
    assert found.store.state.shop.operations[erode].electrode == CLOSED
    found.do(co.Resolve(ProblemId("e7"), ZHAO, rework_minutes=90))
    assert found.store.state.shop.operations[erode].electrode == OK
    rework = found.store.state.shop.operations[OperationId("erode-R1")]
    assert rework == replace(op("erode-R1", "core", 20, EDM, 90), name="erode", setup_minutes=Decimal(0))


def test_the_second_of_two_problems_keeps_the_gate_closed() -> None:
    found = hall()
    for name in ("a", "b"):
        found.do(co.RaiseProblem(ProblemId(name), ProblemKind.PROGRAM, operation=MILL))
    found.do(co.Resolve(ProblemId("a")))
    assert found.store.state.shop.operations[MILL].program == CLOSED
    found.do(co.Resolve(ProblemId("b")))
    assert found.store.state.shop.operations[MILL].program == OK


def test_undo_takes_back_a_report_and_what_it_set_off() -> None:
    found = hall()
    before = found.store.state.operation(MILL)
    found.do(co.Start(MILL, M1, LI))
    start = found.last
    found.do(co.Undo(start))
    assert found.store.state.operation(MILL) == before
    found.do(co.RaiseProblem(ProblemId("p1"), ProblemKind.MACHINE, M1))
    found.do(co.Undo(found.last))
    assert found.store.state.machine(M1).down_since is None
    assert found.store.state.problems == {}
    assert refused(found, co.Undo(start)) is Code.CANNOT_UNDO


def test_undo_is_too_late_when_work_went_on() -> None:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    start = found.last
    found.do(co.Pause(MILL, LI))
    assert refused(found, co.Undo(start)) is Code.CANNOT_UNDO


def test_a_machine_that_is_down_takes_no_work() -> None:
    found = hall()
    found.do(co.TakeDown(M1, NOW + timedelta(hours=2)))
    assert asked(found, co.Start(MILL, M1, LI)) is Code.MACHINE_DOWN
    found.do(co.PutUp(M1))
    assert refused(found, co.PutUp(M1)) is Code.MACHINE_IS_UP
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Pause(MILL, LI))
    found.do(co.TakeDown(M1))
    assert asked(found, co.Resume(MILL, LI)) is Code.MACHINE_DOWN


def test_material_comes_once() -> None:
    found = hall()
    steel = PurchaseId("steel")
    found.do(co.PromisePurchase(steel, NOW + timedelta(days=3)))
    assert found.store.state.shop.purchases[steel].promised == NOW + timedelta(days=3)
    found.do(co.ReceiveMaterial(steel))
    assert found.store.state.shop.purchases[steel].received == NOW
    assert refused(found, co.ReceiveMaterial(steel)) is Code.ALREADY_RECEIVED
    assert refused(found, co.PromisePurchase(steel)) is Code.ALREADY_RECEIVED
    assert refused(found, co.ReceiveMaterial(PurchaseId("x"))) is Code.UNKNOWN_PURCHASE


def test_a_gate_is_expected_with_a_date_only() -> None:
    found = hall()
    late = NOW + timedelta(days=1)
    assert refused(found, co.ChangeGate(MILL, GateKind.FIXTURE, GateState.EXPECTED)) is Code.EXPECTED_DATE
    assert refused(found, co.ChangeGate(MILL, GateKind.FIXTURE, GateState.OK, late)) is Code.EXPECTED_DATE
    found.do(co.ChangeGate(MILL, GateKind.FIXTURE, GateState.EXPECTED, late))
    assert found.store.state.shop.operations[MILL].fixture == Gate(GateState.EXPECTED, late)


def test_an_operation_is_inserted_and_holds_back_what_comes_after() -> None:
    found = hall()
    found.do(co.InsertOperation(op("extra", "core", 15, None, mode=Mode.OUTSIDE), "hardening"))
    assert found.store.state.shop.operations[OperationId("extra")].mode is Mode.OUTSIDE
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Finish(MILL, LI))
    found.do(co.ChangeGate(OperationId("erode"), GateKind.ELECTRODE, GateState.OK))
    assert asked(found, co.Start(OperationId("erode"), E1, LI)) is Code.PREDECESSOR_OPEN


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (op("mill", "core", 1, None), Code.OPERATION_KNOWN),
        (op("new", "x", 1, None), Code.UNKNOWN_PART),
        (op("new", "core", 1, None, after=(OperationId("x"),)), Code.UNKNOWN_PREDECESSOR),
        (op("new", "core", 1, None), Code.MACHINE_NEEDED),
        (op("new", "core", 1, "x"), Code.UNKNOWN_KIND),  # type: ignore[arg-type]  # a kind that isn't there
    ],
)
def test_an_operation_that_fits_nowhere_is_not_inserted(operation: Operation, code: Code) -> None:
    assert refused(hall(), co.InsertOperation(operation)) is code


def test_plans_get_the_next_version() -> None:
    found = hall()
    for version in (1, 2):
        found.do(co.PublishPlan(small_plan()))
        plan = found.store.state.plan
        assert plan is not None
        assert plan.version == version


def test_a_plan_of_another_shop_is_not_published() -> None:
    found = hall()
    rows = (ev.PlannedRow(OperationId("else"), M1, NOW, NOW, NOW),)
    assert refused(found, co.PublishPlan(ev.PlanPublished(1, NOW, rows))) is Code.PLAN_OUTDATED


def test_the_clock_runs_at_a_rate_that_makes_sense() -> None:
    found = hall()
    assert refused(found, co.SetClock(NOW, NOW, 0)) is Code.RATE
    found.do(co.SetClock(NOW, NOW, 60))
    found.later(minutes=1)
    found.do(co.Start(MILL, M1, LI))
    assert found.store.state.operation(MILL).started == NOW + timedelta(hours=1)


def test_every_code_has_a_text_in_both_languages() -> None:
    for code in Code:
        assert text_of(code, "en") != text_of(code, "zh-hans")
        assert code.value not in (text_of(code, "en"), text_of(code, "zh-hans"))
    assert Refusal(Code.MACHINE_DOWN, {"machine": "M1"}).message("en") == "The machine is down: M1"
    assert Refusal(Code.MACHINE_DOWN, {"machine": "M1"}).message("zh-hans") == "设备故障停机：M1"
    assert str(Refusal(Code.NO_SHOP)) == "There is no shop yet; import a workbook first."


def test_a_conflict_names_both_sides() -> None:
    found = hall()
    found.do(co.BadgeIn(person=WANG, machine=B1))
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Finish(MILL, LI))
    assert asked(found, co.Finish(MILL, WANG)) is Code.ALREADY_DONE
    fact = next(iter(found.store.state.questions.values())).fact
    assert (fact.person, fact.machine) == (WANG, M1)
    finished = found.store.state.operation(MILL).finished
    assert (fact.other_person, fact.other_machine, fact.other_at) == (LI, M1, finished)


@pytest.mark.parametrize("report", [co.Finish(MILL, ZHAO), co.Pause(MILL, ZHAO)])
def test_nobody_reports_who_has_not_signed_in(report: co.Report) -> None:
    found = hall()
    found.do(co.Start(MILL, M1, LI))
    assert asked(found, report) is Code.NOT_SIGNED_IN
    assert found.store.state.operation(MILL).work is Work.RUNNING
