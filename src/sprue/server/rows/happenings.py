"""Problems, and the strip of messages."""

from sprue.floor.escalation import is_rush
from sprue.floor.view.calls import Called, called_for
from sprue.server.rows.scene import Scene
from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, ProblemId
from sprue.shop.problem_state import ProblemFact, Step
from sprue.shop.problems import TILES, KindRule
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none


def problem_row(scene: Scene, problem_id: ProblemId) -> wire.ProblemRow:
    """A problem, who is called for it and what happened to it so far."""
    shop = scene.sight.state.shop
    problem = scene.sight.state.problems[problem_id]
    called = called_for(scene.sight.state, problem_id)
    on = shop.operations.get(problem.operation) if problem.operation is not None else None
    part = shop.parts[on.part] if on is not None else None
    return {
        "id": problem_id,
        "kind": problem.kind.value,
        "status": problem.status.value,
        "level": called.level,
        "because": called.because.value if called.because is not None else "",
        "machine": problem.machine,
        "operation": problem.operation,
        "mold": part.mold if part is not None else None,
        "part_name": (part.name or part.id) if part is not None else "",
        "raised_at": moment(problem.raised_at),
        "raised_by": problem.raised_by,
        "raised_by_name": scene.name_of(problem.raised_by),
        "note": problem.note,
        "department": called.department,
        "called_name": called.people[0].name if called.people else "",
        "called": [person.name for person in called.people],
        "called_ids": [person.id for person in called.people],
        "calls": _calls(scene, called),
        "acknowledge_by": moment(called.acknowledge_by),
        "answer_by": moment(called.answer_by),
        "climbs_at": moment_or_none(called.climbs_at),
        "acknowledged_at": moment_or_none(problem.acknowledged_at),
        "acknowledged_by_name": scene.name_of(problem.acknowledged_by),
        "answered_at": moment_or_none(problem.answered_at),
        "answered_by_name": scene.name_of(problem.answered_by),
        "resolved_at": moment_or_none(problem.resolved_at),
        "resolved_by_name": scene.name_of(problem.resolved_by),
        "answer": problem.answer,
        "expected": moment_or_none(problem.expected),
        "photos": [*problem.photos],
        "impact": scene.impacts.get(problem_id),
        "history": [_step(scene, step) for step in problem.history],
    }


def _calls(scene: Scene, called: Called) -> list[wire.ProblemCall]:
    return [
        {
            "department": call.department,
            "person": call.person,
            "name": scene.name_of(call.person),
            "duty": call.duty,
            "acknowledged_at": moment_or_none(call.acknowledged_at),
        }
        for call in called.calls
    ]


def _step(scene: Scene, step: Step) -> wire.ProblemStep:
    """One line of a problem's history; `text` is a note, an answer, a reason, or why it climbed."""
    fact = step.fact
    if isinstance(fact, ev.ProblemEscalated):
        who = ", ".join(scene.name_of(person) for person in fact.people)
    else:
        who = scene.name_of(fact.person)
    department, level, text = _told(fact)
    return {
        "at": moment(step.at),
        "what": STEPS[type(fact)],
        "who": who,
        "department": department,
        "level": level,
        "text": text,
    }


def _told(fact: ProblemFact) -> tuple[str, int, str]:
    """Department, level and text of a step; "" and 0 where it has none."""
    match fact:
        case ev.ProblemRaised() | ev.ProblemResolved():
            return "", 0, fact.note
        case ev.ProblemAcknowledged():
            return fact.department, 0, ""
        case ev.ProblemAnswered():
            return "", 0, fact.text
        case ev.ProblemExpected():
            return "", 0, moment_or_none(fact.expected) or ""
        case ev.ProblemTransferred():
            return fact.call.department, 1, fact.reason
        case ev.ProblemEscalated():
            return "", fact.level, fact.because.value


#: The name of each step in a problem's history.
STEPS: dict[type, str] = {
    ev.ProblemRaised: "raised",
    ev.ProblemAcknowledged: "acknowledged",
    ev.ProblemAnswered: "answered",
    ev.ProblemExpected: "expected",
    ev.ProblemTransferred: "transferred",
    ev.ProblemEscalated: "escalated",
    ev.ProblemResolved: "resolved",
}


def call_row(rule: KindRule) -> wire.CallRow:
    """Whom a kind of problem calls first, and until when they must have acknowledged."""
    return {
        "id": rule.kind.value,
        "called": [*rule.called],
        "acknowledge_minutes": rule.acknowledge_minutes,
        "answer_minutes": rule.answer_minutes,
        "tile": rule.kind in TILES,
    }


def message_row(scene: Scene, entry: ev.Entry) -> wire.MessageRow | None:
    """What the wall's strip says about an entry; None: nothing."""
    found = _message(scene, entry.event.fact)
    if found is None or _known_down(scene, entry):
        return None
    code, facts = found
    return {"id": str(entry.event.id), "at": moment(entry.event.happened_at), "code": code, "facts": facts}


def _known_down(scene: Scene, entry: ev.Entry) -> bool:
    """A machine that was out of order before: only its expected end is another one."""
    if not isinstance(entry.event.fact, ev.MachineDown):
        return False
    since = scene.sight.state.machine(entry.event.fact.machine).down_since
    return since is not None and since < entry.event.happened_at


Facts = dict[str, str | int | float]

#: So many molds are named in one message.
NAMED = 3


def _message(scene: Scene, fact: ev.Fact) -> tuple[str, Facts] | None:
    match fact:
        case ev.PlanPublished():
            return _planned(scene, fact)
        case ev.ShopImported():
            return "shop_imported", {"name": fact.shop.settings.name, "molds": len(fact.shop.molds)}
        case ev.ProblemRaised():
            return "problem_raised", _place(scene, fact.machine, fact.operation) | {"kind": fact.kind.value}
        case ev.ProblemEscalated():
            return _climbed(scene, fact)
        case ev.ProblemResolved():
            problem = scene.sight.state.problems.get(fact.problem)
            if problem is None:
                return None
            facts = _place(scene, problem.machine, problem.operation)
            return "problem_resolved", facts | {"kind": problem.kind.value}
        case ev.MachineDown():
            return "machine_down", {"machine": fact.machine}
        case ev.MachineUp():
            return "machine_up", {"machine": fact.machine}
        case ev.MaterialReceived():
            return _received(scene, fact)
    return None


def _planned(scene: Scene, fact: ev.PlanPublished) -> tuple[str, Facts]:
    """A plan that takes orders in is told by them, another one by what it moved."""
    facts: Facts = {"version": fact.version, "message": fact.message, "late": fact.late_molds}
    if fact.moved_molds is None or fact.newly_late_molds is None:
        return "plan_published", facts
    facts |= {"moved": fact.moved_molds, "newly_late": fact.newly_late_molds}
    if not fact.taken:
        return "plan_changed", facts
    state = scene.sight.state
    rush = any(mold in state.shop.molds and is_rush(state, mold) for mold in fact.taken)
    facts |= {"mold": ", ".join(fact.taken[:NAMED]), "more": max(0, len(fact.taken) - NAMED)}
    return ("rush_taken" if rush else "order_taken"), facts


def _climbed(scene: Scene, fact: ev.ProblemEscalated) -> tuple[str, Facts] | None:
    problem = scene.sight.state.problems.get(fact.problem)
    if problem is None:
        return None
    facts = _place(scene, problem.machine, problem.operation)
    return "problem_escalated", facts | {"kind": problem.kind.value, "level": fact.level}


def _received(scene: Scene, fact: ev.MaterialReceived) -> tuple[str, Facts] | None:
    shop = scene.sight.state.shop
    purchase = shop.purchases.get(fact.purchase)
    if purchase is None:
        return None
    facts: Facts = {"item": purchase.item or purchase.id}
    if purchase.part is not None:
        facts["mold"] = shop.parts[purchase.part].mold
    return "material_received", facts


def _place(scene: Scene, machine: MachineId | None, operation: OperationId | None) -> Facts:
    facts: Facts = {}
    if machine is not None:
        facts["machine"] = machine
    if operation is not None and operation in scene.sight.state.shop.operations:
        facts["mold"] = scene.sight.index.mold_of(operation)
    return facts
