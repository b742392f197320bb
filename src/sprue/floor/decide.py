"""What may happen next on the floor: a command and the state make facts, or a refusal.

Reports of work (start, pause, resume, finish) are judged like all else; what becomes of a
refused report is `loop`'s affair.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sprue.floor import (
    attendance,
    changes,
    editing,
    electrodes,
    forgotten,
    handling,
    ledger,
    material,
    molds,
    rules,
    trials,
)
from sprue.floor import commands as co
from sprue.floor.calling import directory_of, first_calls
from sprue.floor.change_commands import ChangeCommand
from sprue.floor.electrode_commands import ElectrodeCommand
from sprue.floor.escalation import slack_at
from sprue.floor.handling import open_problem
from sprue.floor.ledger_commands import LedgerCommand
from sprue.floor.material_commands import MaterialCommand
from sprue.floor.mold_commands import MoldCommand
from sprue.floor.moves import compared
from sprue.floor.refusal import Code, Refusal
from sprue.floor.trial_commands import TrialCommand
from sprue.floor.view.waits import OVER
from sprue.shop import events as ev
from sprue.shop.gates import CLOSED, OK, Gate, GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, ProblemId
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import Call, ProblemKind, ProblemStatus
from sprue.shop.records import Table, Work
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.state import State
from sprue.shop.supply import goes_out

Facts = tuple[ev.Fact, ...]

#: Problems that close the gate of the operation they are raised on.
_GATE_OF = {
    ProblemKind.ELECTRODE: GateKind.ELECTRODE,
    ProblemKind.PROGRAM: GateKind.PROGRAM,
    ProblemKind.DRAWING: GateKind.DRAWING,
}


#: Topics that decide for themselves.
_TOPICS: tuple[tuple[Any, Callable[[Any, State, datetime], Facts]], ...] = (
    (LedgerCommand, ledger.decide),
    (MoldCommand, molds.decide),
    (TrialCommand, trials.decide),
    (MaterialCommand, material.decide),
    (ChangeCommand, changes.decide),
    (ElectrodeCommand, electrodes.decide),
)
TopicCommand = LedgerCommand | MoldCommand | TrialCommand | MaterialCommand | ChangeCommand | ElectrodeCommand


def decide(command: co.Command, state: State, now: datetime) -> Facts:
    """The facts that follow from `command` at `now`; Refusal when a rule of the floor forbids it."""
    for topic, decided in _TOPICS:
        if isinstance(command, topic):
            return decided(command, state, now)
    assert not isinstance(command, TopicCommand)
    match command:
        case co.ImportShop():
            return (ev.ShopImported(command.shop, command.source),)
        case co.SetClock():
            return _set_clock(command)
        case co.PublishPlan() | co.TakeCounterMove() | co.StateChances():
            return _plan(command, state)
        case co.AmendShop() | co.EditTables():
            return editing.decide(command, state, now)
        case co.BadgeIn():
            return _badge_in(command, state)
        case co.BadgeOut():
            rules.person_of(state, command.person)
            return (ev.BadgedOut(command.person),)
        case co.Start() | co.EndSetup() | co.Pause() | co.Resume() | co.Finish():
            return _reported(command, state, now)
        case co.Undo():
            return _undo(command, state)
        case co.RaiseProblem():
            return _raise(command, state, now)
        case co.Expect():
            return _expect(command, state, now)
        case co.Acknowledge() | co.Answer() | co.Transfer() | co.PictureProblem():
            return handling.handle(command, state, now)
        case co.Escalate() | co.CloseTimer():
            return _by_the_clock(command, state, now)
        case co.ChangeProblemRules() | co.ChangeDutyList() | co.LearnEstimates():
            return handling.settle(command, state)
        case co.AttachDrawing() | co.WithdrawDrawing():
            return handling.draw(command, state)
        case co.ChangeAttendance() | co.TakeBackAttendance() | co.NoteShift():
            return attendance.decide(command, state, now)
        case co.Resolve():
            return _resolve(command, state)
        case co.TakeDown():
            rules.machine_of(state, command.machine)
            return (ev.MachineDown(command.machine, command.expected_up),)
        case co.PutUp():
            return _put_up(command, state)
        case co.ReceiveMaterial():
            return _receive(command, state)
        case co.PromisePurchase():
            _open_purchase(command, state)
            return (ev.PurchasePromised(command.purchase, command.promised),)
        case co.ChangeGate():
            return _change_gate(command, state)
        case co.InsertOperation():
            return _insert(command, state)
        case co.DecideQuestion():
            return _decide_question(command, state)


def _reported(command: co.Report, state: State, now: datetime) -> Facts:
    """What happened to an operation at its machine."""
    match command:
        case co.Start():
            rules.may_start(command, state, now)
            return _started(command, state, now)
        case co.EndSetup():
            rules.may_end_setup(command, state)
            return (ev.SetupFinished(command.operation, command.person),)
        case co.Pause():
            rules.must_work(state, command.operation, (Work.RUNNING,), Code.NOT_RUNNING)
            rules.is_signed_in(state, command.person)
            return (ev.OperationPaused(command.operation, command.person, command.reason),)
        case co.Resume():
            rules.may_resume(command, state)
            return (ev.OperationResumed(command.operation, command.person),)
        case co.Finish():
            rules.must_work(state, command.operation, (Work.RUNNING, Work.PAUSED), Code.NOT_STARTED)
            rules.is_signed_in(state, command.person)
            return (ev.OperationFinished(command.operation, command.person, checked=command.checked),)


def _started(command: co.Start, state: State, now: datetime) -> Facts:
    """Outside work is at no machine, wherever it was scanned; a piece that goes out is a load of its own."""
    operation = state.shop.operations[command.operation]
    machine = None if operation.mode is Mode.OUTSIDE else command.machine
    started = ev.OperationStarted(command.operation, machine, command.person, command.reason)
    if not goes_out(operation):
        return (started,)
    return (started, replace(material.load_of([operation], state, now), person=command.person))


def _set_clock(command: co.SetClock) -> Facts:
    if not 0.01 <= command.rate <= 1000:
        raise Refusal(Code.RATE)
    return (ev.ClockSet(command.real, command.shop, command.rate),)


def _plan(command: co.PublishPlan | co.TakeCounterMove | co.StateChances, state: State) -> Facts:
    """What the planner process, or who decides for it, says of the plan."""
    match command:
        case co.PublishPlan():
            return _publish(command, state)
        case co.TakeCounterMove():
            return _take(command, state)
        case co.StateChances():
            rows = tuple(row for row in command.rows if row.mold in state.shop.molds)
            return (ev.ChancesStated(command.version, rows, command.scenarios),)


def _publish(command: co.PublishPlan, state: State) -> Facts:
    rows = command.plan.rows
    if not state.shop.operations:
        raise Refusal(Code.NO_SHOP)
    if any(row.operation not in state.shop.operations for row in rows):
        raise Refusal(Code.PLAN_OUTDATED)
    version = state.plan.version + 1 if state.plan is not None else 1
    return (compared(state, replace(command.plan, version=version)),)


def _take(command: co.TakeCounterMove, state: State) -> Facts:
    """The shop is amended before the plan that needs it is published; both or neither."""
    amended, shop = command.amended, state.shop
    if command.base and (state.plan is None or state.plan.version != command.base):
        raise Refusal(Code.PLAN_MOVED)
    unknown = [o.id for o in amended.operations if o.id not in shop.operations]
    begun = [o.id for o in amended.operations if state.operation(o.id).work not in (Work.WAITING, Work.HELD)]
    if unknown or begun or any(mold.id not in shop.molds for mold in amended.molds):
        raise Refusal(Code.PLAN_OUTDATED)
    told = (amended,) if amended.operations or amended.molds or amended.exceptions else ()
    return (*told, *_publish(co.PublishPlan(command.plan), state))


def _badge_in(command: co.BadgeIn, state: State) -> Facts:
    person = command.person
    if person is None:
        badge = command.badge or ""
        person = next((p.id for p in state.shop.people.values() if badge and p.badge == badge), None)
        if person is None:
            raise Refusal(Code.UNKNOWN_BADGE)
    rules.person_of(state, person)
    if command.machine is not None:
        rules.machine_of(state, command.machine)
    return (ev.BadgedIn(person, command.machine), *handling.arrived(state, person, command.machine))


def _by_the_clock(command: co.Escalate | co.CloseTimer, state: State, now: datetime) -> Facts:
    """What falls due by itself; whether it is so is looked at again here, under the lock."""
    if isinstance(command, co.Escalate):
        return handling.escalate(command, state, now)
    # `now` is the end of the shift, when it happened.
    timer = forgotten.forgotten(state, command.operation, now + forgotten.GRACE)
    if timer is None or timer.at != now:
        raise Refusal(Code.NOT_DUE, {"operation": command.operation})
    return forgotten.closed(state, command.operation)


def _undo(command: co.Undo, state: State) -> Facts:
    """The report taken back, and what it had set off: a machine out of order, a closed gate."""
    if not state.can_undo(command.report):
        raise Refusal(Code.CANNOT_UNDO)
    facts: list[ev.Fact] = [ev.ReportUndone(command.report), *material.together(state, command.report)]
    for (table, name), before, _ in state.undo[command.report]:
        if table is Table.PROBLEMS and before is None:
            facts.extend(_relief(state, ProblemId(name), state.problems[ProblemId(name)]))
    return tuple(facts)


def _raise(command: co.RaiseProblem, state: State, now: datetime) -> Facts:
    if command.problem in state.problems:
        raise Refusal(Code.PROBLEM_KNOWN, {"problem": command.problem})
    rules.person_of(state, command.person)
    operation = command.operation
    if command.machine is not None:
        rules.machine_of(state, command.machine)
        operation = operation or _only_one_on(state, command.machine)
    raised = ev.ProblemRaised(
        command.problem,
        command.problem_kind,
        command.machine,
        operation,
        command.person,
        command.note,
        _calls(command, state, operation, now),
    )
    facts: list[ev.Fact] = [raised]
    facts.extend(_put_down(state, command))
    if operation is not None:
        facts.extend(_closed_gate(state, operation, command.problem_kind))
    return tuple(facts)


def _calls(
    command: co.RaiseProblem, state: State, operation: OperationId | None, now: datetime
) -> tuple[Call, ...]:
    """Who is called first."""
    rule = state.problem_rules.of(command.problem_kind)
    slack = slack_at(state, operation, now) if rule.duty_slack_minutes is not None else None
    return first_calls(directory_of(state), rule, command.person, now, slack)


#: Problems with the machine itself put it out of order.
_PUTS_DOWN = (ProblemKind.MACHINE, ProblemKind.COLLISION, ProblemKind.UNATTENDED_STOP)


def _put_down(state: State, command: co.RaiseProblem) -> Facts:
    if command.machine is None or command.problem_kind not in _PUTS_DOWN:
        return ()
    if state.machine(command.machine).down_since is not None:
        return ()
    return (ev.MachineDown(command.machine, problem=command.problem),)


def _only_one_on(state: State, machine: MachineId) -> OperationId | None:
    """The operation on a machine, where there is just one: its problem is the problem of its work."""
    on = state.machine(machine).operations
    return on[0] if len(on) == 1 else None


def _closed_gate(state: State, operation_id: OperationId, kind: ProblemKind) -> Facts:
    operation = rules.operation_of(state, operation_id)
    gate = _GATE_OF.get(kind)
    if gate is None or state.operation(operation_id).work in OVER:
        return ()
    if operation.gate(gate).state is GateState.NO:
        return ()
    return (ev.GateChanged(operation_id, gate, CLOSED),)


def _relief(state: State, problem_id: ProblemId, problem: ProblemState) -> Facts:
    """What is well again when the problem is over: its machine, the gate it closed."""
    facts: list[ev.Fact] = []
    if problem.machine is not None and state.machine(problem.machine).problem == problem_id:
        facts.append(ev.MachineUp(problem.machine, problem_id))
    gate = _GATE_OF.get(problem.kind)
    alone = not _another(state, problem_id, problem)
    if problem.operation is not None and gate is not None and alone and _holds(state, problem, gate):
        facts.append(ev.GateChanged(problem.operation, gate, OK))
    return tuple(facts)


def _expect(command: co.Expect, state: State, now: datetime) -> Facts:
    """The machine or the gate that waits for the problem's end is expected then."""
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    if command.expected is not None and command.expected <= now:
        raise Refusal(Code.EXPECTED_PAST)
    facts: list[ev.Fact] = [ev.ProblemExpected(command.problem, command.expected, command.person)]
    if problem.machine is not None and state.machine(problem.machine).problem == command.problem:
        facts.append(ev.MachineDown(problem.machine, command.expected, command.problem))
    gate = _GATE_OF.get(problem.kind)
    if problem.operation is not None and gate is not None and _holds(state, problem, gate):
        expected = Gate(GateState.EXPECTED, command.expected) if command.expected is not None else CLOSED
        facts.append(ev.GateChanged(problem.operation, gate, expected))
    return tuple(facts)


def _holds(state: State, problem: ProblemState, kind: GateKind) -> bool:
    """Whether the gate is closed because of the problem: shut, or open when that is expected to be over."""
    if problem.operation is None or state.operation(problem.operation).work in OVER:
        return False
    gate = state.shop.operations[problem.operation].gate(kind)
    until = gate.state is GateState.EXPECTED and gate.expected == problem.expected
    return gate.state is GateState.NO or until


def _another(state: State, problem_id: ProblemId, problem: ProblemState) -> bool:
    """Whether another open problem of the kind lies on the same operation."""
    return any(
        other != problem_id
        and record.operation == problem.operation
        and record.kind is problem.kind
        and record.status is not ProblemStatus.RESOLVED
        for other, record in state.problems.items()
    )


def _resolve(command: co.Resolve, state: State) -> Facts:
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    facts: list[ev.Fact] = [ev.ProblemResolved(command.problem, command.person, command.note)]
    facts.extend(_relief(state, command.problem, problem))
    if command.rework_minutes and problem.operation is not None:
        rework = _rework(state, problem.operation, command.rework_minutes)
        facts.append(ev.OperationInserted(rework, problem.kind.value))
    return tuple(facts)


def _rework(state: State, operation_id: OperationId, minutes: int) -> Operation:
    """A rework beside the operation: same part, step and places, so that later steps wait for it."""
    operation = state.shop.operations[operation_id]
    number = 1
    while (new_id := OperationId(f"{operation_id}-R{number}")) in state.shop.operations:
        number += 1
    return Operation(
        new_id,
        operation.part,
        operation.step,
        name=operation.name,
        kind=operation.kind,
        machines=tuple(replace(option, run_minutes=None) for option in operation.machines),
        run_minutes=Decimal(minutes),
        mode=operation.mode if operation.mode is Mode.OUTSIDE else Mode.ATTENDED,
        milestone=operation.milestone if operation.milestone is Milestone.T1 else None,
    )


def _put_up(command: co.PutUp, state: State) -> Facts:
    rules.machine_of(state, command.machine)
    record = state.machine(command.machine)
    if record.down_since is None:
        raise Refusal(Code.MACHINE_IS_UP, {"machine": command.machine})
    return (ev.MachineUp(command.machine, record.problem),)


def _open_purchase(command: co.ReceiveMaterial | co.PromisePurchase, state: State) -> None:
    purchase = state.shop.purchases.get(command.purchase)
    if purchase is None:
        raise Refusal(Code.UNKNOWN_PURCHASE, {"purchase": command.purchase})
    if purchase.received is not None:
        raise Refusal(Code.ALREADY_RECEIVED, {"purchase": command.purchase})


def _receive(command: co.ReceiveMaterial, state: State) -> Facts:
    _open_purchase(command, state)
    return (ev.MaterialReceived(command.purchase),)


def _change_gate(command: co.ChangeGate, state: State) -> Facts:
    rules.operation_of(state, command.operation)
    if (command.state is GateState.EXPECTED) != (command.expected is not None):
        raise Refusal(Code.EXPECTED_DATE)
    return (ev.GateChanged(command.operation, command.gate, Gate(command.state, command.expected)),)


def _insert(command: co.InsertOperation, state: State) -> Facts:
    operation = replace(
        command.operation, status=Status.WAITING, started=None, finished=None, remaining_minutes=None
    )
    if operation.id in state.shop.operations:
        raise Refusal(Code.OPERATION_KNOWN, {"operation": operation.id})
    if operation.part not in state.shop.parts:
        raise Refusal(Code.UNKNOWN_PART, {"part": operation.part})
    for before in operation.after:
        if before not in state.shop.operations:
            raise Refusal(Code.UNKNOWN_PREDECESSOR, {"operation": before})
    for option in operation.machines:
        rules.machine_of(state, option.machine)
    if operation.kind is not None and operation.kind not in state.shop.kinds:
        raise Refusal(Code.UNKNOWN_KIND, {"kind": operation.kind})
    if operation.kind is None and not operation.machines and operation.mode is not Mode.OUTSIDE:
        raise Refusal(Code.MACHINE_NEEDED)
    if operation.machine is not None and not operation.pinned:
        operation = replace(operation, machine=None)
    return (ev.OperationInserted(operation, command.reason),)


def _decide_question(command: co.DecideQuestion, state: State) -> Facts:
    question = state.questions.get(command.question)
    if question is None:
        raise Refusal(Code.UNKNOWN_QUESTION)
    if question.decided is not None:
        raise Refusal(Code.ALREADY_DECIDED)
    decided = ev.QuestionDecided(command.question, command.accepted, command.note)
    return (decided, *_late_effect(state, question.fact)) if command.accepted else (decided,)


def _late_effect(state: State, report: ev.ReportQuestioned) -> Facts:
    """What an accepted report changes: it happened, as far as the state still has room for it."""
    operation = report.operation
    if operation is None or operation not in state.shop.operations:
        return ()
    work = state.operation(operation).work
    if report.command == "start" and work in (Work.WAITING, Work.HELD):
        machine = _where(state, operation, report.machine)
        return (ev.OperationStarted(operation, machine, report.person),)
    if report.command == "pause" and work is Work.RUNNING:
        return (ev.OperationPaused(operation, report.person),)
    if report.command == "resume" and work is Work.PAUSED:
        return (ev.OperationResumed(operation, report.person),)
    if report.command == "finish" and work is not Work.DONE:
        return (ev.OperationFinished(operation, report.person),)
    return ()


def _where(state: State, operation_id: OperationId, machine: MachineId | None) -> MachineId | None:
    operation = state.shop.operations[operation_id]
    return None if operation.mode is Mode.OUTSIDE or machine not in state.shop.machines else machine
