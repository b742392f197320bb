"""What becomes of a problem after it was raised, and of the rules by which it climbs."""

from datetime import datetime

from sprue.floor import commands as co
from sprue.floor import rules
from sprue.floor.calling import TEAM_LEADER, calls_of, directory_of
from sprue.floor.escalation import next_climb
from sprue.floor.refusal import Code, Refusal
from sprue.floor.worktime import same
from sprue.shop import events as ev
from sprue.shop.ids import MachineId, PersonId, ProblemId
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import DEFAULT_RULES, MOST_LEVELS, Call, KindRule, ProblemKind, ProblemStatus
from sprue.shop.resources import Person
from sprue.shop.state import State

Facts = tuple[ev.Fact, ...]

#: Pictures of one problem.
MOST_PHOTOS = 12
#: A duty list is no longer.
MOST_DUTIES = 500


def open_problem(state: State, problem_id: ProblemId) -> ProblemState:
    """The problem of that id, when it is not solved yet."""
    problem = state.problems.get(problem_id)
    if problem is None:
        raise Refusal(Code.UNKNOWN_PROBLEM)
    if problem.status is ProblemStatus.RESOLVED:
        raise Refusal(Code.PROBLEM_CLOSED)
    return problem


def handle(
    command: co.Acknowledge | co.Answer | co.Transfer | co.PictureProblem, state: State, now: datetime
) -> Facts:
    """The facts of one step in the life of a problem."""
    match command:
        case co.Acknowledge():
            return acknowledge(command, state)
        case co.Answer():
            return answer(command, state)
        case co.Transfer():
            return transfer(command, state, now)
        case co.PictureProblem():
            return picture(command, state)


def picture(command: co.PictureProblem, state: State) -> Facts:
    """A picture of an open problem; a few say all."""
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    if len(problem.photos) >= MOST_PHOTOS:
        raise Refusal(Code.TOO_MANY_PHOTOS, {"most": MOST_PHOTOS})
    return (ev.ProblemPictured(command.problem, command.photo, command.person),)


def acknowledge(command: co.Acknowledge, state: State) -> Facts:
    """One tap: for the department that somebody was called for, else for the owner."""
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    call = _call_for(state, problem, command.person)
    taken = (call or problem).acknowledged_at is not None
    if taken:
        raise Refusal(Code.PROBLEM_TAKEN, {"person": _name(state, (call or problem).acknowledged_by)})
    return (ev.ProblemAcknowledged(command.problem, command.person, call.department if call else ""),)


def _call_for(state: State, problem: ProblemState, person_id: PersonId | None) -> Call | None:
    """The call that a person takes: his own, his department's, else the owner's; None: none was recorded."""
    person = state.shop.people.get(person_id) if person_id is not None else None
    if person is None:
        return problem.calls[0] if problem.calls else None
    own = [call for call in problem.calls if call.person == person.id]
    own += [call for call in problem.calls if same(person.department, call.department)]
    waiting = [call for call in (*own, *problem.calls[:1]) if call.acknowledged_at is None]
    return next(iter((*waiting, *own, *problem.calls)), None)


def _name(state: State, person_id: PersonId | None) -> str:
    person = state.shop.people.get(person_id) if person_id is not None else None
    return person.name if person is not None else ""


def arrived(state: State, person_id: PersonId, machine: MachineId | None) -> Facts:
    """Whoever was called and signs in at the machine is on site: the badge acknowledges and answers.

    Not for who raised the problem: coming back to the own machine answers nothing.
    """
    person = state.shop.people.get(person_id)
    if person is None or machine is None:
        return ()
    facts: list[ev.Fact] = []
    for problem_id, problem in state.problems.items():
        ours = problem.machine == machine and problem.raised_by != person_id
        if ours and problem.status is not ProblemStatus.RESOLVED:
            facts.extend(_on_site(problem_id, problem, person))
    return tuple(facts)


def _on_site(problem_id: ProblemId, problem: ProblemState, person: Person) -> Facts:
    calls = [c for c in problem.calls if c.person == person.id or same(person.department, c.department)]
    facts: list[ev.Fact] = [
        ev.ProblemAcknowledged(problem_id, person.id, call.department)
        for call in calls
        if call.acknowledged_at is None
    ]
    if problem.calls[:1] == tuple(calls[:1]) and calls and problem.answered_at is None:
        facts.append(ev.ProblemAnswered(problem_id, person.id))
    return tuple(facts)


def answer(command: co.Answer, state: State) -> Facts:
    """On site, or the answer is given; who answers has it."""
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    if problem.answered_at is not None:
        raise Refusal(Code.PROBLEM_ANSWERED, {"person": _name(state, problem.answered_by)})
    answered = ev.ProblemAnswered(command.problem, command.person, command.text)
    if problem.acknowledged_at is not None:
        return (answered,)
    owner = problem.calls[0].department if problem.calls else ""
    return (ev.ProblemAcknowledged(command.problem, command.person, owner), answered)


def transfer(command: co.Transfer, state: State, now: datetime) -> Facts:
    """Another department owns it now; why must be said."""
    problem = open_problem(state, command.problem)
    rules.person_of(state, command.person)
    if not command.reason.strip():
        raise Refusal(Code.REASON_NEEDED)
    department = command.department.strip().lower().replace(" ", "_")
    if department not in departments(state):
        raise Refusal(Code.UNKNOWN_DEPARTMENT, {"department": command.department})
    if calls_of(state, problem)[0].department == department:
        raise Refusal(Code.SAME_DEPARTMENT, {"department": department})
    call = directory_of(state).call(department, problem.raised_by, now)
    return (ev.ProblemTransferred(command.problem, call, command.reason.strip(), command.person),)


def escalate(command: co.Escalate, state: State, now: datetime) -> Facts:
    """The clock says that a problem climbs; whether it is so is looked at again here, under the lock."""
    open_problem(state, command.problem)
    climb = next_climb(state, command.problem, now)
    if climb is None or climb.at > now or climb.level != command.level:
        raise Refusal(Code.NOT_DUE, {"problem": command.problem})
    return (ev.ProblemEscalated(climb.problem, climb.level, climb.because, climb.to, climb.people),)


def draw(command: co.AttachDrawing | co.WithdrawDrawing, state: State) -> Facts:
    """A drawing comes to a known part, or leaves it."""
    rules.person_of(state, command.person)
    if isinstance(command, co.AttachDrawing):
        if command.part not in state.shop.parts:
            raise Refusal(Code.UNKNOWN_PART, {"part": command.part})
        return (
            ev.DrawingAttached(command.part, command.name, command.pages, command.revision, command.person),
        )
    if all(one.fact.name != command.name for one in state.drawings.get(command.part, ())):
        raise Refusal(Code.UNKNOWN_DRAWING)
    return (ev.DrawingWithdrawn(command.part, command.name, command.person),)


# -- rules ------------------------------------------------------------------------


def departments(state: State) -> frozenset[str]:
    """Departments that can be called: those of the people, and those of the practice table."""
    of_people = {p.department.strip().lower().replace(" ", "_") for p in state.shop.people.values()}
    of_table = {name for rule in DEFAULT_RULES for name in rule.called}
    return frozenset((of_people | of_table | {TEAM_LEADER}) - {""})


def names(state: State) -> frozenset[str]:
    """Whom a level can call: departments, their leaders, and roles."""
    roles = {p.role.strip().lower().replace(" ", "_") for p in state.shop.people.values()}
    of_table = {name for rule in DEFAULT_RULES for level in rule.levels for name in level.to}
    known = departments(state)
    return frozenset((known | roles | of_table | {f"{name}_leader" for name in known}) - {""})


def settle(command: co.ChangeProblemRules | co.ChangeDutyList | co.LearnEstimates, state: State) -> Facts:
    """The facts of what is settled for the whole shop."""
    match command:
        case co.ChangeProblemRules():
            return change_rules(command, state)
        case co.ChangeDutyList():
            return change_duties(command, state)
        case co.LearnEstimates():
            return (ev.EstimatesLearned(command.learned),)


def change_rules(command: co.ChangeProblemRules, state: State) -> Facts:
    """Every kind once; each calls somebody, and its limits rise."""
    kinds = [rule.kind for rule in command.rules.kinds]
    wrong = [kind.value for kind in ProblemKind if kinds.count(kind) != 1]
    if wrong:
        raise Refusal(Code.RULES_INCOMPLETE, {"kind": wrong[0]})
    for rule in command.rules.kinds:
        _check(rule, state)
    return (ev.ProblemRulesChanged(command.rules),)


def _check(rule: KindRule, state: State) -> None:
    where = rule.kind.value
    if not rule.called or any(not level.to for level in rule.levels):
        raise Refusal(Code.NOBODY_CALLED, {"kind": where})
    if len(set(rule.called)) < len(rule.called):
        raise Refusal(Code.CALLED_TWICE, {"kind": where})
    if len(rule.levels) >= MOST_LEVELS:
        raise Refusal(Code.TOO_MANY_LEVELS, {"kind": where, "levels": MOST_LEVELS})
    after = [level.after_minutes for level in rule.levels]
    if rule.acknowledge_minutes > rule.answer_minutes or after != sorted(after):
        raise Refusal(Code.LIMITS_FALL, {"kind": where})
    unknown = [name for name in rule.called if name not in departments(state)]
    unknown += [name for level in rule.levels for name in level.to if name not in names(state)]
    if unknown:
        raise Refusal(Code.UNKNOWN_DEPARTMENT, {"kind": where, "department": unknown[0]})


def change_duties(command: co.ChangeDutyList, state: State) -> Facts:
    """Persons and departments of a duty list are known."""
    if len(command.duties) > MOST_DUTIES:
        raise Refusal(Code.TOO_MANY_DUTIES, {"most": MOST_DUTIES})
    for duty in command.duties:
        rules.person_of(state, duty.person)
        if duty.department not in names(state):
            raise Refusal(Code.UNKNOWN_DEPARTMENT, {"department": duty.department})
    return (ev.DutyListChanged(command.duties),)
