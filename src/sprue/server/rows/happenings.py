"""Problems, and the strip of messages."""

from sprue.floor.view.calls import call_of
from sprue.server import wire
from sprue.server.rows.scene import Scene
from sprue.server.wire import moment, moment_or_none
from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, ProblemId


def problem_row(scene: Scene, problem_id: ProblemId) -> wire.ProblemRow:
    """A problem and who is called for it."""
    shop = scene.sight.state.shop
    problem = scene.sight.state.problems[problem_id]
    call = call_of(shop, scene.hours, problem, scene.sight.now)
    on = shop.operations.get(problem.operation) if problem.operation is not None else None
    part = shop.parts[on.part] if on is not None else None
    return {
        "id": problem_id,
        "kind": problem.kind.value,
        "status": problem.status.value,
        "level": call.level,
        "machine": problem.machine,
        "operation": problem.operation,
        "mold": part.mold if part is not None else None,
        "part_name": (part.name or part.id) if part is not None else "",
        "raised_at": moment(problem.raised_at),
        "raised_by": problem.raised_by,
        "raised_by_name": scene.name_of(problem.raised_by),
        "note": problem.note,
        "department": call.department,
        "called_name": call.person.name if call.person is not None else "",
        "acknowledge_by": moment(call.acknowledge_by),
        "acknowledged_at": moment_or_none(problem.acknowledged_at),
        "acknowledged_by_name": scene.name_of(problem.acknowledged_by),
        "resolved_at": moment_or_none(problem.resolved_at),
        "resolved_by_name": scene.name_of(problem.resolved_by),
        "answer": problem.answer,
    }


def message_row(scene: Scene, entry: ev.Entry) -> wire.MessageRow | None:
    """What the wall's strip says about an entry; None: nothing."""
    found = _message(scene, entry.event.fact)
    if found is None:
        return None
    code, facts = found
    return {"id": str(entry.event.id), "at": moment(entry.event.happened_at), "code": code, "facts": facts}


Facts = dict[str, str | int | float]


def _message(scene: Scene, fact: ev.Fact) -> tuple[str, Facts] | None:
    match fact:
        case ev.PlanPublished():
            return "plan_published", {
                "version": fact.version,
                "message": fact.message,
                "late": fact.late_molds,
            }
        case ev.ShopImported():
            return "shop_imported", {"name": fact.shop.settings.name, "molds": len(fact.shop.molds)}
        case ev.ProblemRaised():
            return "problem_raised", _place(scene, fact.machine, fact.operation) | {"kind": fact.kind.value}
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
