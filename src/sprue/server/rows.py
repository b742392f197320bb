"""Values of the floor → rows of the wire, one function a table."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sprue.floor.live import LivePlan
from sprue.floor.view.calls import call_of
from sprue.floor.view.hours import Hours
from sprue.floor.view.loads import KindLoad, Today, shift_of
from sprue.floor.view.machines import end_of_running, light_of, outlook, queue_of, recommended
from sprue.floor.view.molds import dates_of
from sprue.floor.view.stages import stages_of
from sprue.floor.view.waits import OVER, Sight, Wait
from sprue.server import wire
from sprue.server.wire import moment, moment_or_none
from sprue.shop import events as ev
from sprue.shop.gates import Gate, GateKind, GateState
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId, ProblemId
from sprue.shop.problems import ProblemStatus
from sprue.shop.routing import Mode, Operation
from sprue.shop.state import Work

#: A terminal shows so many of its queue; the rest is a number.
QUEUE_SHOWN = 12

_GATE_LIGHTS = {
    GateState.NOT_NEEDED: "none",
    GateState.OK: "ok",
    GateState.EXPECTED: "expected",
    GateState.NO: "no",
}
_WORST = ("none", "ok", "expected", "no")


@dataclass(frozen=True, slots=True)
class Scene:
    """All that rows are made from, at one moment."""

    sight: Sight
    plan: LivePlan
    hours: Hours
    planned: dict[MachineId, list[OperationId]]
    people_at: dict[MachineId, list[str]]
    #: Operations that may start.
    ready: Container[OperationId]
    demo: bool = False

    def queue(self, machine: MachineId) -> list[OperationId]:
        return queue_of(self.sight, self.planned.get(machine, []))

    def name_of(self, person: PersonId | None) -> str:
        known = self.sight.state.shop.people.get(person) if person is not None else None
        return known.name if known is not None else ""


def shop_row(scene: Scene) -> wire.ShopRow:
    """The row "shop"."""
    state = scene.sight.state
    shift, ends = shift_of(scene.hours, state.shop, scene.sight.now)
    return {
        "id": "shop",
        "name": state.shop.settings.name,
        "language": state.shop.settings.language,
        "timezone": state.shop.settings.timezone,
        "demo": scene.demo,
        "plan_version": state.plan.version if state.plan is not None else None,
        "plan_at": moment(state.plan.planned_at) if state.plan is not None else None,
        "plan_message": state.plan.message if state.plan is not None else "",
        "shift_name": shift,
        "shift_end": moment_or_none(ends),
    }


def clock_row(scene: Scene) -> wire.ClockRow:
    """The row "clock"; before any clock was set, shop time is real time."""
    time = scene.sight.state.time
    if time is None:
        epoch = "1970-01-01T00:00:00.000Z"
        return {"id": "clock", "real": epoch, "shop": epoch, "rate": 1.0}
    return {"id": "clock", "real": moment(time.real), "shop": moment(time.shop), "rate": time.rate}


def kind_row(scene: Scene, kind_id: KindId, load: KindLoad) -> wire.KindRow:
    """A kind of machines and its load."""
    kind = scene.sight.state.shop.kinds[kind_id]
    return {
        "id": kind.id,
        "name": kind.name or kind.id,
        "name_zh": kind.name_zh,
        "department": kind.department,
        "machines": len(scene.sight.index.machines_of.get(kind_id, ())),
        "queue_hours": load.queue_hours,
        "load_72h": load.soon,
        "load_days": [{"day": day.isoformat(), "share": share} for day, share in load.days],
    }


def machine_row(scene: Scene, machine_id: MachineId) -> wire.MachineRow:
    """A machine: its light, the work on it and the next job."""
    sight = scene.sight
    shop = sight.state.shop
    machine = shop.machines[machine_id]
    record = sight.state.machine(machine_id)
    queue = scene.queue(machine_id)
    light = light_of(sight, scene.hours, scene.plan, machine, queue)
    on = _shown(scene, record.operations)
    operation = shop.operations[on] if on is not None else None
    work = sight.state.operation(on) if on is not None else None
    here = scene.people_at.get(machine_id, [])
    person = (work.person if work is not None else None) or (PersonId(here[0]) if here else None)
    since = record.down_since or record.since
    return {
        "id": machine.id,
        "name": machine.name or machine.id,
        "kind": machine.kinds[0],
        "number": number_of(machine.id),
        "light": light.value,
        "since": moment_or_none(since),
        "operation": on,
        "operation_name": operation.name if operation is not None else "",
        "mold": shop.parts[operation.part].mold if operation is not None else None,
        "part": operation.part if operation is not None else None,
        "person": person,
        "person_name": scene.name_of(person),
        "started": moment_or_none(work.started) if work is not None else None,
        "ends": moment_or_none(end_of_running(sight, scene.hours, on)) if on is not None else None,
        "problem": _problem_at(scene, machine_id),
        "next": _next_job(scene, queue),
    }


def _shown(scene: Scene, operations: tuple[OperationId, ...]) -> OperationId | None:
    """Of several operations on a machine one that runs, the last to begin."""
    running = [o for o in operations if scene.sight.state.operation(o).work is Work.RUNNING]
    shown = running or [*operations]
    return shown[-1] if shown else None


def _problem_at(scene: Scene, machine: MachineId) -> str | None:
    for problem_id, problem in scene.sight.state.problems.items():
        if problem.machine == machine and problem.status is not ProblemStatus.RESOLVED:
            return problem_id
    return None


def _next_job(scene: Scene, queue: list[OperationId]) -> wire.NextJob | None:
    if not queue:
        return None
    operation = queue[0]
    waits = scene.sight.waits_for(operation)
    row = scene.plan.rows[operation]
    return {
        "operation": operation,
        "mold": scene.sight.index.mold_of(operation),
        "ready": not waits,
        "waits_for": [wait_row(w) for w in waits],
        "start": moment(row.setup),
    }


def wait_row(wait: Wait) -> wire.WaitsFor:
    """One thing waited for."""
    return {"what": wait.what.value, "id": wait.id, "at": moment_or_none(wait.at)}


def number_of(machine_id: str) -> str:
    """The number at the end of an id, or the whole id where it has none."""
    head = machine_id.rstrip("0123456789")
    return machine_id[len(head) :] or machine_id


def mold_row_moved(scene: Scene, mold_id: MoldId, before: wire.MoldRow) -> wire.MoldRow:
    """The row after only the plan has moved: new projections, stages as before."""
    dates = dates_of(scene.sight, scene.plan, mold_id)
    return {
        **before,
        "t1_projected": moment_or_none(dates.trial),
        "delivery_projected": moment_or_none(dates.delivery),
        "late_minutes": dates.late_minutes,
        "milestone": dates.milestone.value if dates.milestone is not None else None,
        "light": dates.light.value,
    }


def mold_row(scene: Scene, mold_id: MoldId) -> wire.MoldRow:
    """A mold: promised against projected, and its stages."""
    sight = scene.sight
    shop = sight.state.shop
    mold = shop.molds[mold_id]
    dates = dates_of(sight, scene.plan, mold_id)
    order = shop.orders.get(mold.order) if mold.order is not None else None
    works = [sight.state.operation(o).work for o in sight.index.operations_of_mold(mold_id)]
    return {
        "id": mold.id,
        "name": mold.name or mold.id,
        "order": mold.order,
        "customer": order.customer if order is not None else "",
        "mold_class": mold.mold_class.value if mold.mold_class is not None else "",
        "weight": float(mold.weight),
        "t1_due": moment_or_none(mold.trial_due),
        "t1_projected": moment_or_none(dates.trial),
        "due": moment_or_none(mold.due),
        "delivery_projected": moment_or_none(dates.delivery),
        "late_minutes": dates.late_minutes,
        "milestone": dates.milestone.value if dates.milestone is not None else None,
        "light": dates.light.value,
        "stages": [
            {"stage": c.stage.value, "light": c.light.value, "done": c.done, "total": c.total}
            for c in stages_of(sight, scene.plan, mold_id)
        ],
        "done": sum(w is Work.DONE for w in works),
        "total": sum(w is not Work.CANCELLED for w in works),
        "problems": _open_problems(scene, mold_id),
    }


def _open_problems(scene: Scene, mold_id: MoldId) -> int:
    return sum(
        len(problems)
        for operation, problems in scene.sight.problems.items()
        if scene.sight.index.mold_of(operation) == mold_id
    )


def part_row_moved(scene: Scene, part_id: PartId, before: wire.PartRow) -> wire.PartRow:
    """The row after only the plan has moved: gates and counts as before."""
    operations = scene.sight.index.operations_of.get(part_id, [])
    open_ones = [o for o in operations if scene.sight.state.operation(o).work not in OVER]
    return {**before, "next": _next_operation(scene, open_ones), "slack_minutes": _slack(scene, open_ones)}


def _slack(scene: Scene, operations: list[OperationId]) -> int | None:
    found = (scene.plan.rows[o].slack for o in operations if o in scene.plan.rows)
    return min((slack for slack in found if slack is not None), default=None)


def part_row(scene: Scene, part_id: PartId) -> wire.PartRow:
    """A part: the worst of its gates, how far it is, what comes next."""
    sight = scene.sight
    part = sight.state.shop.parts[part_id]
    operations = sight.index.operations_of.get(part_id, [])
    open_ones = [o for o in operations if sight.state.operation(o).work not in OVER]
    works = [sight.state.operation(o).work for o in operations]
    return {
        "id": part.id,
        "mold": part.mold,
        "name": part.name or part.id,
        "part_class": part.part_class,
        "parent": part.parent,
        "quantity": part.quantity,
        "material": part.material,
        "gates": gates_row(scene, part_id, [sight.state.shop.operations[o] for o in open_ones]),
        "done": sum(w is Work.DONE for w in works),
        "total": sum(w is not Work.CANCELLED for w in works),
        "next": _next_operation(scene, open_ones),
        "slack_minutes": _slack(scene, open_ones),
        "problem": any(o in sight.problems for o in operations),
    }


def _next_operation(scene: Scene, open_ones: list[OperationId]) -> wire.NextOperation | None:
    if not open_ones:
        return None
    shop = scene.sight.state.shop
    first = min(open_ones, key=lambda o: (shop.operations[o].step, o))
    record = scene.sight.state.operation(first)
    row = scene.plan.rows.get(first)
    return {
        "operation": first,
        "name": shop.operations[first].name,
        "machine": record.machine or (row.machine if row is not None else None),
        "start": moment_or_none(record.started or (row.setup if row is not None else None)),
        "work": record.work.value,
    }


def gates_row(scene: Scene, part_id: PartId, operations: Iterable[Operation]) -> wire.Gates:
    """The worst state of each gate of the operations, and of the part's material."""
    found = {kind: worst_gate(o.gate(kind) for o in operations) for kind in GateKind}
    return {
        "material": material_gate(scene, part_id),
        "drawing": found[GateKind.DRAWING],
        "program": found[GateKind.PROGRAM],
        "electrode": found[GateKind.ELECTRODE],
        "fixture": found[GateKind.FIXTURE],
    }


def worst_gate(gates: Iterable[Gate]) -> wire.Gate:
    """The worst of several gates; of expected ones the last date."""
    worst: wire.Gate = {"state": "none", "at": None}
    for gate in gates:
        light, at = _GATE_LIGHTS[gate.state], moment_or_none(gate.expected)
        rank = (_WORST.index(light), at or "")
        if rank > (_WORST.index(worst["state"]), worst["at"] or ""):
            worst = {"state": light, "at": at}
    return worst


def material_gate(scene: Scene, part_id: PartId) -> wire.Gate:
    """Whether a part's material is there: its date and its purchases."""
    sight = scene.sight
    shop = sight.state.shop
    part = shop.parts[part_id]
    missing = [p for p in sight.index.purchases_of.get(part_id, ()) if shop.purchases[p].received is None]
    dates = [shop.purchases[p].promised for p in missing]
    if part.available is not None and part.available > sight.now:
        dates.append(part.available)
    if not dates:
        known = part.available is not None or part_id in sight.index.purchases_of
        return {"state": "ok" if known else "none", "at": None}
    promised = [date for date in dates if date is not None]
    if len(promised) < len(dates):
        return {"state": "no", "at": None}
    return {"state": "expected", "at": moment(max(promised))}


def operation_row(scene: Scene, operation_id: OperationId) -> wire.OperationRow:
    """An operation, compact: ten thousand of them go to the desk."""
    sight = scene.sight
    shop = sight.state.shop
    operation = shop.operations[operation_id]
    record = sight.state.operation(operation_id)
    plan, machine, hindrance = _place_of(scene, operation)
    return {
        "id": operation.id,
        "part": operation.part,
        "mold": shop.parts[operation.part].mold,
        "step": step_text(operation.step),
        "name": operation.name,
        "kind": operation.kind,
        "mode": operation.mode.value,
        "work": record.work.value,
        "machine": machine,
        "setup_minutes": float(operation.setup_minutes),
        "run_minutes": float(operation.run_minutes),
        "started": moment_or_none(record.started),
        "finished": moment_or_none(record.finished),
        "person": record.person,
        "plan": plan,
        "hindrance": hindrance,
        "ready": sight.is_ready(operation_id),
    }


def operation_row_moved(
    scene: Scene, operation_id: OperationId, before: wire.OperationRow
) -> wire.OperationRow:
    """The row after only the plan has moved."""
    plan, machine, hindrance = _place_of(scene, scene.sight.state.shop.operations[operation_id])
    return {**before, "plan": plan, "machine": machine, "hindrance": hindrance}


def _place_of(scene: Scene, operation: Operation) -> tuple[wire.Planned | None, str | None, str]:
    """Where and when an operation is planned, where it is or was worked, and what hinders it."""
    record = scene.sight.state.operation(operation.id)
    if record.work in OVER:
        return None, record.machine, ""
    row = scene.plan.rows.get(operation.id)
    hindrance = scene.plan.hindrances.get(operation.id, "")
    if row is None:
        return None, record.machine, hindrance
    known = scene.sight.state.shop.machines.get(row.machine) if row.machine is not None else None
    plan: wire.Planned = {
        "setup": moment(row.setup),
        "run": moment(row.run),
        "end": moment(row.end),
        "slack": row.slack,
        "unattended": operation.mode is Mode.UNATTENDED and known is not None and known.unattended,
    }
    return plan, record.machine or row.machine, hindrance


def step_text(step: Decimal) -> str:
    """10, not 10.0 or 1E+1."""
    return f"{step.normalize():f}"


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


def person_row(scene: Scene, person_id: PersonId) -> wire.PersonRow:
    """A person and where this person is signed in."""
    person = scene.sight.state.shop.people[person_id]
    record = scene.sight.state.people.get(person_id)
    return {
        "id": person.id,
        "name": person.name or person.id,
        "department": person.department,
        "role": person.role,
        "kinds": [*person.kinds],
        "machine": record.machine if record is not None else None,
        "since": moment_or_none(record.since) if record is not None else None,
    }


def today_row(department: str, today: Today) -> wire.TodayRow:
    """A department's day."""
    return {
        "id": department,
        "done": today.done,
        "planned_by_now": today.planned_by_now,
        "planned_today": today.planned,
    }


def question_row(scene: Scene, question_id: UUID) -> wire.QuestionRow:
    """A questioned report; `reason` is its code, put into words for each stream's language."""
    question = scene.sight.state.questions[question_id]
    return {
        "id": str(question_id),
        "at": moment(question.at),
        "command": question.fact.command,
        "reason": question.fact.reason,
        "operation": question.fact.operation,
        "machine": question.fact.machine,
        "person_name": scene.name_of(question.fact.person),
        "decided": question.decided is not None,
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


def station_row(scene: Scene, machine_id: MachineId) -> wire.StationRow:
    """A machine as its terminal shows it."""
    machine = scene.sight.state.shop.machines[machine_id]
    queue = recommended(scene.queue(machine_id), scene.ready)
    current = scene.sight.state.machine(machine_id).operations
    return {
        "id": machine.id,
        "name": machine.name or machine.id,
        "kind": machine.kinds[0],
        "number": number_of(machine.id),
        "current": [queue_item(scene, o, machine_id) for o in current],
        "queue": [queue_item(scene, o, machine_id) for o in queue[:QUEUE_SHOWN]],
        "queued": len(queue),
        "people": scene.people_at.get(machine_id, []),
    }


def queue_item(scene: Scene, operation_id: OperationId, machine_id: MachineId) -> wire.QueueItem:
    """One job of a terminal."""
    sight = scene.sight
    shop = sight.state.shop
    operation = shop.operations[operation_id]
    part = shop.parts[operation.part]
    record = sight.state.operation(operation_id)
    row = scene.plan.rows.get(operation_id)
    waits = sight.waits_for(operation_id) if record.work is Work.WAITING else ()
    ahead = None
    if record.work is Work.WAITING and not waits:
        ahead = outlook(sight, scene.hours, operation_id, shop.machines[machine_id])
    ends = end_of_running(sight, scene.hours, operation_id)
    return {
        "operation": operation_id,
        "mold": part.mold,
        "mold_name": shop.molds[part.mold].name or part.mold,
        "part": part.id,
        "part_name": part.name or part.id,
        "step": step_text(operation.step),
        "name": operation.name,
        "work": record.work.value,
        "mode": operation.mode.value,
        "setup_minutes": float(operation.setup_minutes),
        "run_minutes": float(operation.run_minutes),
        "start": moment_or_none(record.started or (row.setup if row is not None else None)),
        "end": moment_or_none(ends or (row.end if row is not None else None)),
        "ready": record.work is Work.WAITING and not waits,
        "waits_for": [wait_row(w) for w in waits],
        "gates": gates_row(scene, operation.part, [operation]),
        "ends_if_now": moment(ahead.ends) if ahead is not None else None,
        "alone_from": moment_or_none(ahead.alone_from) if ahead is not None else None,
    }
