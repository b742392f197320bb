"""Molds, parts and operations."""

from decimal import Decimal

from sprue.floor.view.molds import Dates, dates_of
from sprue.floor.view.stages import stages_of
from sprue.floor.view.waits import OVER
from sprue.server.rows.gates import gates_row
from sprue.server.rows.scene import Scene
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.marks import is_template
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none


def mold_row_moved(scene: Scene, mold_id: MoldId, before: wire.MoldRow) -> wire.MoldRow:
    """The row after only the plan has moved: new projections, stages as before."""
    dates = dates_of(scene.sight, scene.plan, mold_id)
    chance, reliable = _surety(scene, mold_id, dates)
    return {
        **before,
        "t1_projected": moment_or_none(dates.trial),
        "delivery_projected": moment_or_none(dates.delivery),
        "late_minutes": dates.late_minutes,
        "milestone": dates.milestone.value if dates.milestone is not None else None,
        "chance": chance,
        "reliable": reliable,
        "light": dates.light.value,
    }


def _surety(scene: Scene, mold_id: MoldId, dates: Dates) -> tuple[float | None, wire.Moment | None]:
    """How sure the next milestone is, as it was stated last: (share in time, reliable date)."""
    stated = (
        scene.sight.state.chances.get((mold_id, dates.milestone)) if dates.milestone is not None else None
    )
    if stated is None:
        return None, None
    return stated.on_time, moment_or_none(stated.reliable)


def mold_row(scene: Scene, mold_id: MoldId) -> wire.MoldRow:
    """A mold: promised against projected, and its stages."""
    sight = scene.sight
    shop = sight.state.shop
    mold = shop.molds[mold_id]
    dates = dates_of(sight, scene.plan, mold_id)
    chance, reliable = _surety(scene, mold_id, dates)
    order = shop.orders.get(mold.order) if mold.order is not None else None
    works = [sight.state.operation(o).work for o in sight.index.operations_of_mold(mold_id)]
    return {
        "id": mold.id,
        "name": mold.name or mold.id,
        "order": mold.order,
        "customer": order.customer if order is not None else "",
        "mold_class": mold.mold_class.value if mold.mold_class is not None else "",
        "weight": float(mold.weight),
        "status": mold.status,
        "t1_due": moment_or_none(mold.trial_due),
        "t1_projected": moment_or_none(dates.trial),
        "due": moment_or_none(mold.due),
        "delivery_projected": moment_or_none(dates.delivery),
        "late_minutes": dates.late_minutes,
        "milestone": dates.milestone.value if dates.milestone is not None else None,
        "chance": chance,
        "reliable": reliable,
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
        "template": is_template(part),
        "gates": gates_row(scene, part_id, [sight.state.shop.operations[o] for o in open_ones]),
        "done": sum(w is Work.DONE for w in works),
        "total": sum(w is not Work.CANCELLED for w in works),
        "next": _next_operation(scene, open_ones),
        "slack_minutes": _slack(scene, open_ones),
        "problem": any(o in sight.problems for o in operations),
        "drawings": drawings_row(scene, part_id),
    }


def drawings_row(scene: Scene, part_id: PartId) -> list[wire.DrawingRow]:
    """Drawings of a part, the valid one last."""
    return [
        {
            "name": one.fact.name,
            "pages": one.fact.pages,
            "revision": one.fact.revision,
            "at": moment(one.at),
            "by": scene.name_of(one.fact.person) or one.actor,
        }
        for one in scene.sight.state.drawings.get(part_id, ())
    ]


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
