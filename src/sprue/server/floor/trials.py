"""What the screens of trials ask: all molds with theirs, one with its sheet. Nothing here writes."""

from datetime import datetime, timedelta
from typing import Any

from sprue.floor.view.trials import number_of, way_to
from sprue.floor.view.waits import OVER
from sprue.server.floor.ledger import looking
from sprue.server.floor.present import NotFound
from sprue.server.rows import Scene, wait_row
from sprue.shop.approval import TrialSeen
from sprue.shop.ids import MachineId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.notes import cavities, fits, tonnage
from sprue.shop.orders import Mold
from sprue.shop.presses import presses_of
from sprue.shop.records import Work
from sprue.shop.resources import Machine
from sprue.shop.trials import Issue, TrialRecord, TrialSheet, is_trial
from sprue.wire.rows import moment_or_none

#: Molds whose last trial is over and approved for so long leave the list.
SHOWN = timedelta(days=30)


def listed() -> list[dict[str, Any]]:
    """Molds with a trial ahead of them, or one over not long ago; who is tried next comes first."""
    with looking() as scene:
        found = [_mold(scene, mold) for mold in scene.sight.index.trials]
    shown = [row for row in found if row is not None]
    return sorted(shown, key=lambda row: (row["next"] or "9", row["mold"]))


def _mold(scene: Scene, mold_id: MoldId) -> dict[str, Any] | None:
    sight = scene.sight
    mold = sight.state.shop.molds[mold_id]
    order = sight.trials(mold_id)
    open_ones = [t.id for t in order if sight.state.operation(t.id).work not in OVER]
    ended = max((t.finished for t in order if t.finished is not None), default=None)
    if not order or (not open_ones and (ended is None or ended < sight.now - SHOWN)):
        return None
    rows = [_trial(scene, one) for one in order]
    upcoming = next((row["start"] for row in rows if row["operation"] in open_ones), None)
    return {
        "mold": mold_id,
        "name": mold.name or mold_id,
        "tonnage": _tonnes(mold),
        "approved": any(row["approved_at"] is not None for row in rows),
        "held": len(sight.index.after_approval.get(mold_id, ())),
        "next": upcoming,
        "left": len(way_to(sight, mold_id, open_ones[0])) if open_ones else 0,
        "trials": rows,
    }


def _trial(scene: Scene, trial: TrialSeen) -> dict[str, Any]:
    state = scene.sight.state
    record, worked = state.trials.get(trial.id), state.operation(trial.id)
    planned = scene.plan.rows.get(trial.id)
    operation = state.shop.operations[trial.id]
    machine = worked.machine or (planned.machine if planned is not None else None) or operation.machine
    booked = record.booked if record is not None and operation.pinned else None
    start = worked.started or (planned.setup if planned is not None else None)
    return {
        "operation": trial.id,
        "number": number_of(scene.sight, trial.id),
        "name": operation.name,
        "part": operation.part,
        "work": worked.work.value,
        "start": moment_or_none(start),
        "end": moment_or_none(worked.finished or (planned.end if planned is not None else None)),
        "machine": machine,
        "machine_name": _name(scene, machine),
        "booked": moment_or_none(booked.start) if booked is not None else None,
        "verdict": record.verdict.value if record is not None and record.verdict is not None else None,
        "issues": len(record.issues) if record is not None else 0,
        "open": sum(_is_open(scene, issue) for issue in record.issues) if record is not None else 0,
        "approved_at": moment_or_none(record.approved_at) if record is not None else None,
    }


def one(operation: str) -> dict[str, Any]:
    """A trial with its sheet, its issues, the presses it may take and what it waits for."""
    known = OperationId(operation)
    with looking() as scene:
        sight = scene.sight
        shop = sight.state.shop
        found = shop.operations.get(known)
        if found is None or not is_trial(shop, found):
            raise NotFound(f"there is no trial {operation[:100]}")
        mold = shop.mold_of(found)
        order = sight.trials(mold.id)
        seen = next((t for t in order if t.id == known), None)
        if seen is None:
            raise NotFound(f"the trial {operation[:100]} is cancelled")
        record = sight.state.trials.get(known) or TrialRecord(mold.id, number_of(sight, known))
        waiting = sight.state.operation(known).work in (Work.WAITING, Work.HELD)
        return {
            **_trial(scene, seen),
            "mold": mold.id,
            "mold_name": mold.name or mold.id,
            "tonnage": _tonnes(mold),
            "cavities": cavities(mold),
            "waits_for": [wait_row(wait) for wait in sight.waits_for(known)] if waiting else [],
            "left": len(way_to(sight, mold.id, known)) if waiting else 0,
            "material": _material(scene, known),
            "presses": [_press(scene, press, mold) for press in presses_of(shop, found)],
            "sheet": _sheet(record.sheet),
            "recorded_at": moment_or_none(record.recorded_at),
            "recorded_by": scene.name_of(record.recorded_by),
            "work_of_issues": [_issue(scene, issue) for issue in record.issues],
            "next_trial": record.next,
            "approved_by": scene.name_of(record.approved_by),
            "approval_note": record.approval_note,
            "after_approval": [_held(scene, o) for o in sight.index.after_approval.get(mold.id, ())],
            "parts": [
                {"part": part, "name": shop.parts[part].name or part}
                for part in sight.index.parts_of.get(mold.id, ())
                if _is_made(scene, part)
            ],
        }


def _is_made(scene: Scene, part: PartId) -> bool:
    """Issues are found on what is made and assembled, not on trials, electrodes or programs."""
    part_class = scene.sight.state.shop.parts[part].part_class
    apart = ("trial", "design_package", "shipment", "modification", "electrode")
    return not part_class.startswith(apart)


def _sheet(sheet: TrialSheet) -> dict[str, Any]:
    return {
        "readings": [{"parameter": r.parameter.value, "value": float(r.value)} for r in sheet.readings],
        "defects": [{"cavity": d.cavity, "defect": d.defect.value} for d in sheet.defects],
        "water_test": sheet.water_test.value,
        "photos": [*sheet.photos],
        "note": sheet.note,
    }


def _issue(scene: Scene, issue: Issue) -> dict[str, Any]:
    state = scene.sight.state
    planned = scene.plan.rows.get(issue.operation)
    item = state.ledger.get(issue.item) if issue.item is not None else None
    part = state.shop.parts.get(issue.part)
    return {
        "what": issue.what,
        "part": issue.part,
        "part_name": (part.name or part.id) if part is not None else issue.part,
        "department": issue.department,
        "owner_name": scene.name_of(issue.owner),
        "kind": issue.kind,
        "minutes": issue.minutes,
        "operation": issue.operation,
        "work": state.operation(issue.operation).work.value,
        "start": moment_or_none(planned.setup if planned is not None else None),
        "end": moment_or_none(planned.end if planned is not None else None),
        "item": issue.item,
        "item_number": item.number if item is not None else "",
    }


def _is_open(scene: Scene, issue: Issue) -> bool:
    return scene.sight.state.operation(issue.operation).work not in OVER


def _held(scene: Scene, operation: OperationId) -> dict[str, Any]:
    state = scene.sight.state
    found = state.shop.operations[operation]
    part = state.shop.parts[found.part]
    work = state.operation(operation).work
    return {
        "operation": operation,
        "name": found.name or operation,
        "part_name": part.name or part.id,
        "work": work.value,
    }


def _material(scene: Scene, trial: OperationId) -> dict[str, Any] | None:
    purchase = scene.sight.state.shop.purchases.get(PurchaseId(f"{trial}-MAT"))
    if purchase is None:
        return None
    return {
        "purchase": purchase.id,
        "item": purchase.item,
        "supplier": purchase.supplier,
        "promised": moment_or_none(purchase.promised),
        "received": moment_or_none(purchase.received),
    }


def _press(scene: Scene, press: Machine, mold: Mold) -> dict[str, Any]:
    shop, state = scene.sight.state.shop, scene.sight.state
    taken: list[tuple[datetime, datetime, OperationId]] = []
    for name in scene.planned.get(press.id, ()):
        row = scene.plan.rows.get(name)
        if row is not None and state.operation(name).work not in OVER and name in shop.operations:
            taken.append((row.setup, row.end, name))
    return {
        "machine": press.id,
        "name": press.name or press.id,
        "tonnage": _tonnes(press),
        "fits": fits(press, mold),
        "down": state.machine(press.id).down_since is not None,
        "taken": [
            {
                "operation": name,
                "mold": scene.sight.index.mold_of(name),
                "start": moment_or_none(start),
                "end": moment_or_none(end),
                "pinned": shop.operations[name].pinned,
            }
            for start, end, name in sorted(taken)[:6]
        ],
    }


def _tonnes(thing: Machine | Mold) -> float | None:
    found = tonnage(thing)
    return float(found) if found is not None else None


def _name(scene: Scene, machine: MachineId | None) -> str:
    known = scene.sight.state.shop.machines.get(machine) if machine is not None else None
    return known.name if known is not None else ""
