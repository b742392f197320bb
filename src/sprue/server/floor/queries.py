"""What screens and pages ask of the floor. Nothing here writes, nothing here plans."""

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

from sprue.figures.estimates import Estimates, estimates_of
from sprue.figures.flow import figures_of
from sprue.figures.response import responses_of
from sprue.figures.work import ledger_of
from sprue.floor import handling
from sprue.floor import mold_commands as mc
from sprue.floor.labels import purchases_on
from sprue.floor.live import LivePlan, hindrance_of
from sprue.floor.refusal import Code, Refusal, text_of
from sprue.floor.traveler import operation_on, right_action
from sprue.floor.view.progress import customers_of, progress_of
from sprue.floor.view.waits import sight_of
from sprue.planning import explain
from sprue.planning.plan import Bind, Hindrance, Reason, Unplaced
from sprue.server.floor import goods
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.models import Heartbeat
from sprue.server.floor.models import LivePlan as LivePlanRow
from sprue.server.floor.present import NotFound, present
from sprue.server.rows import operation_row, wait_row, worst_gate
from sprue.shop import events as ev
from sprue.shop.gates import GateKind
from sprue.shop.ids import MachineId, MoldId, OperationId, PersonId
from sprue.shop.learned import by_group, factor_of
from sprue.shop.records import Work
from sprue.shop.state import State
from sprue.wire.rows import moment, moment_or_none

__all__ = [
    "NotFound",
    "compare",
    "customers",
    "estimates",
    "estimates_page",
    "figures",
    "health",
    "links",
    "operation",
    "order",
    "people",
    "plan",
    "plans",
    "progress",
    "snapshot",
    "summary_of",
]

#: The planner process counts as alive when it was seen within so many real seconds.
_ALIVE = timedelta(seconds=20)
#: A start moved by less than this is no move.
_MOVED = timedelta(minutes=30)


def snapshot(topic: str, language: str) -> dict[str, Any]:
    """Snapshot of a topic: wall, desk, problems, ledger or station:MACHINE."""
    return dict(present.snapshot(topic, language))


def operation(operation_id: str, language: str) -> dict[str, Any]:
    """OperationRow with why it starts when it does, gates, neighbours and history."""
    with memory.lock:
        present.refresh()
        state = memory.state
        known = OperationId(operation_id)
        if known not in state.shop.operations:
            raise NotFound(f"there is no operation {operation_id[:100]}")
        scene = present.board.scene(state, present.now())
        row = operation_row(scene, known)
        sight = scene.sight
        found = state.shop.operations[known]
        before = [*sight.predecessors(found)]
        after = [
            o for o in sight.index.touched_by(known) if known in sight.predecessors(state.shop.operations[o])
        ]
        waits = [wait_row(w) for w in sight.waits_for(known)] if row["work"] == Work.WAITING else []
        why = _why(state, known, language)
        learned = _learned(state, known)
    gates = {kind.value: worst_gate([found.gate(kind)]) for kind in GateKind}
    return {
        **row,
        "why": why,
        "learned": learned,
        "waits_for": waits,
        "gates": gates,
        "predecessors": before,
        "successors": sorted(after),
        "history": _history(known, language),
    }


def _learned(state: State, operation_id: OperationId) -> dict[str, Any] | None:
    """The factor with which the operation is planned, and how many finished ones taught it; None: none."""
    operation = state.shop.operations[operation_id]
    part_class = state.shop.parts[operation.part].part_class
    of_kind = {one.part_class: one for one in state.learned if one.kind == operation.kind}
    found = of_kind.get(part_class) or of_kind.get("")
    if found is None or factor_of(by_group(state.learned), operation, part_class) == 1.0:
        return None
    factor = by_group((found,))[found.kind, found.part_class]
    return {"factor": factor, "count": found.count, "part_class": found.part_class}


def traveler(code: str, machine: MachineId | None, person: str | None, language: str) -> dict[str, Any]:
    """What a traveler that is scanned at a machine opens. NotFound when the code is none."""
    with memory.lock:
        present.refresh()
        state = memory.state
        known = operation_on(state, code)
        if known is None:
            opened = goods.opened(state, code, language)
            if opened is None:
                raise NotFound(f"no traveler has the code {code[:100]}")
            return opened
        found = state.shop.operations[known]
        part = state.shop.parts[found.part]
        told = {"operation": known, "mold": part.mold, "part_name": part.name or part.id, "name": found.name}
        who = PersonId(person) if person else None
        try:
            action = right_action(state, known, machine, who, present.now())
        except Refusal as refusal:
            here = refusal.code is Code.MATERIAL_MISSING and known != code.strip()
            waits = goods.brought(state, purchases_on(state, code)) if here else {}
            return {**told, "action": None, "why": refusal.message(language), **waits}
        return {**told, "action": action.value, "why": "", **goods.outside(state, known, action)}


def _why(state: State, operation_id: OperationId, language: str) -> str:
    """What the published plan says of the operation: why it starts when it does, or has no place."""
    plan = state.plan
    if plan is None:
        return ""
    row = next((r for r in plan.rows if r.operation == operation_id), None)
    said: Reason | Unplaced | None = None
    if row is not None and len(row.why) == 2:
        said = Reason(Bind(row.why[0]), row.why[1])
    unplaced = dict((*plan.blocked, *plan.unplannable)).get(operation_id)
    if unplaced is not None:
        hindrance, reference = hindrance_of(unplaced)
        said = Unplaced(operation_id, Hindrance(hindrance), reference)
    return explain.text(said, state.shop, language) if said is not None else ""


def _history(operation_id: OperationId, language: str) -> list[dict[str, Any]]:
    """What the journal says of an operation since the last import, oldest first."""
    named = f'"{operation_id}"'
    found = Row.objects.filter(seq__gt=import_seq(), body__contains=named).exclude(kind__in=_WHOLE)
    history = []
    for row in found.order_by("seq")[:200]:
        fact = entry_of(row).event.fact
        rerouted = isinstance(fact, ev.ShopAmended) and any(o.id == operation_id for o in fact.operations)
        if getattr(fact, "operation", None) != operation_id and not rerouted:
            continue
        person = memory.state.shop.people.get(PersonId(getattr(fact, "person", None) or ""))
        reason = getattr(fact, "reason", "")
        if rerouted and reason in mc.NAMES.values():
            reason = ""
        if isinstance(fact, ev.OperationFinished):
            reason = " · ".join(map(str, fact.checked))
        history.append(
            {
                "id": str(row.event_id),
                "at": moment(row.happened_at),
                "what": row.kind,
                "person": person.name if person is not None else row.actor,
                "machine": getattr(fact, "machine", None),
                "text": text_of(reason, language) if row.kind == "ReportQuestioned" else reason,
                "photos": [one.photo for one in getattr(fact, "checked", ()) if one.photo],
            }
        )
    return history


#: Entries that name thousands of operations.
_WHOLE = ("ShopImported", "PlanPublished")


def links(mold_id: str) -> dict[str, Any]:
    """Precedence arcs between the open operations of a mold."""
    with memory.lock:
        state = memory.catch_up()
        if MoldId(mold_id) not in state.shop.molds:
            raise NotFound(f"there is no mold {mold_id[:100]}")
        sight = sight_of(state, datetime.now(UTC))
        found = [
            [before, operation_id]
            for operation_id in sight.index.operations_of_mold(MoldId(mold_id))
            if state.operation(operation_id).work not in (Work.DONE, Work.CANCELLED)
            for before in sight.predecessors(state.shop.operations[operation_id])
        ]
    return {"links": found}


def order(mold_id: str) -> dict[str, Any]:
    """The order that a mold belongs to; nulls where it belongs to none."""
    with memory.lock:
        shop = memory.catch_up().shop
    mold = shop.molds.get(MoldId(mold_id))
    if mold is None:
        raise NotFound(f"there is no mold {mold_id[:100]}")
    found = shop.orders.get(mold.order) if mold.order is not None else None
    value = found.value if found is not None else None
    return {
        "order": mold.order,
        "customer": found.customer if found is not None else "",
        "market": found.market if found is not None else "",
        "received": moment_or_none(found.received) if found is not None else None,
        "due": moment_or_none(found.due) if found is not None else None,
        "order_value": float(value) if value is not None else None,
        "currency": (found.currency if found is not None else "") or shop.settings.currency,
    }


def customers() -> list[str]:
    """Customers with an order, in the order of the alphabet."""
    with memory.lock:
        return sorted(customers_of(memory.catch_up().shop))


def progress(customer: str) -> dict[str, Any]:
    """How far the customer's molds are; nothing of the rest of the shop."""
    with memory.lock:
        present.refresh()
        scene = present.board.scene(memory.state, present.now())
        found = progress_of(scene.sight, scene.plan, customer)
        settings = memory.state.shop.settings
    return {
        "customer": customer,
        "shop": settings.name,
        "timezone": settings.zone.key,
        "at": moment(scene.sight.now),
        "molds": [
            {
                "id": one.mold,
                "name": one.name or one.mold,
                "order": one.order,
                "stages": [{"stage": stage.value, "far": far.value} for stage, far in one.stages],
                "done": one.done,
                "total": one.total,
                "finished": one.finished,
                "t1_due": moment_or_none(one.trial_due),
                "t1_expected": moment_or_none(one.trial_expected),
                "due": moment_or_none(one.due),
                "expected": moment_or_none(one.expected),
            }
            for one in found
        ],
    }


def plans() -> list[dict[str, Any]]:
    """Versions of the plan since the last import, newest first."""
    found = Row.objects.filter(kind="PlanPublished", seq__gt=import_seq()).order_by("-seq")
    return [_plan_head(seq, row_hash) for seq, row_hash in found.values_list("seq", "hash")]


def import_seq() -> int:
    """Place of the last import, 0 before any."""
    imports = Row.objects.filter(kind="ShopImported").order_by("-seq").values_list("seq", flat=True)
    return imports.first() or 0


@lru_cache(maxsize=256)
def _plan_head(seq: int, _hash: str) -> dict[str, Any]:
    """The figures of a published plan; the hash tells one journal's entry from another's."""
    row = Row.objects.get(seq=seq)
    rows = len(json.loads(row.body)["fact"].get("rows", ()))
    fact = entry_of(row, with_plan=False).event.fact
    assert isinstance(fact, ev.PlanPublished)
    return {**summary_of(fact), "version": fact.version, "actor": row.actor, "planned": rows}


def summary_of(plan: ev.PlanPublished) -> dict[str, Any]:
    """The figures of a plan as the desk lists them."""
    return {
        "planned_at": moment(plan.planned_at),
        "message": plan.message,
        "weighted_tardiness_hours": plan.weighted_tardiness_hours,
        "lower_bound_hours": plan.lower_bound_hours,
        "late_molds": plan.late_molds,
        "planned": len(plan.rows),
        "blocked": len(plan.blocked),
        "unplannable": len(plan.unplannable),
    }


def plan(version: int) -> dict[str, Any]:
    """A version of the plan with its rows."""
    found = _published(version)
    return {
        "version": found.version,
        "planned_at": moment(found.planned_at),
        "message": found.message,
        "rows": [
            {
                "operation": row.operation,
                "machine": row.machine,
                "setup": moment(row.setup_start),
                "run": moment(row.run_start),
                "end": moment(row.end),
                "slack": row.slack_minutes,
            }
            for row in found.rows
        ],
        "blocked": [_unplaced(pair) for pair in found.blocked],
        "unplannable": [_unplaced(pair) for pair in found.unplannable],
    }


def _unplaced(pair: tuple[OperationId, str]) -> dict[str, str]:
    hindrance, reference = hindrance_of(pair[1])
    return {"operation": pair[0], "hindrance": hindrance, "reference": reference}


def _published(version: int) -> ev.PlanPublished:
    of_shop = Row.objects.filter(kind="PlanPublished", seq__gt=import_seq()).order_by("seq")
    # Versions rise by 1 from the import on, so a version is a place.
    row = of_shop[version - 1 : version].first() if version >= 1 else None
    fact = entry_of(row).event.fact if row is not None else None
    if not isinstance(fact, ev.PlanPublished) or fact.version != version:
        raise NotFound(f"there is no plan version {version}")
    return fact


def compare(a: int, b: int) -> dict[str, Any]:
    """What plan `b` does differently from plan `a`."""
    return difference(_published(a), _published(b))


def compare_with_live(new: ev.PlanPublished) -> dict[str, Any]:
    """What a draft does differently from the plan that was published last."""
    with memory.lock:
        live = memory.catch_up().plan
    return difference(_published(live.version if live is not None else 0), new)


def difference(old: ev.PlanPublished, new: ev.PlanPublished) -> dict[str, Any]:
    """Moved operations (other machine, or start by half an hour and more) and figures of two plans."""
    before = {row.operation: row for row in old.rows}
    moved = []
    for row in new.rows:
        was = before.get(row.operation)
        if was is None or (was.machine == row.machine and abs(row.setup_start - was.setup_start) < _MOVED):
            continue
        moved.append(
            {
                "operation": row.operation,
                "machine_before": was.machine,
                "machine": row.machine,
                "start_before": moment(was.setup_start),
                "start": moment(row.setup_start),
                "end_before": moment(was.end),
                "end": moment(row.end),
            }
        )
    after = {row.operation for row in new.rows}
    return {
        "moved": moved,
        "added": [o for o in after if o not in before],
        "gone": [o for o in before if o not in after],
        "late_before": old.late_molds,
        "late_after": new.late_molds,
        "tardiness_before": old.weighted_tardiness_hours,
        "tardiness_after": new.weighted_tardiness_hours,
    }


def figures() -> dict[str, Any]:
    """The page of figures, from the journal since the last import."""
    rows = Row.objects.filter(seq__gte=import_seq()).exclude(kind="PlanPublished").order_by("seq")
    found = figures_of(ledger_of(entry_of(row) for row in rows.iterator(chunk_size=500)))
    told = Row.objects.filter(seq__gt=import_seq(), kind__in=_RESPONSES).order_by("seq")
    responses = responses_of(entry_of(row) for row in told.iterator(chunk_size=500))
    page: dict[str, Any] = _plain(asdict(found))
    return {**page, "responses": [_plain(asdict(response)) for response in responses]}


def estimates() -> Estimates:
    """What finished work tells of its estimates, from the journal since the last import."""
    rows = Row.objects.filter(seq__gte=import_seq(), kind__in=_WORK).order_by("seq")
    return estimates_of(ledger_of(entry_of(row) for row in rows.iterator(chunk_size=500)))


def estimates_page() -> dict[str, Any]:
    """Groups with their ratios, the factors, and those with which work is planned now."""
    found: dict[str, Any] = _plain(asdict(estimates()))
    last = Row.objects.filter(kind="EstimatesLearned").order_by("-seq").first()
    with memory.lock:
        learned = memory.catch_up().learned
    told = {"at": moment(last.happened_at), "actor": last.actor} if last is not None else None
    return {**found, "learned": [_plain(asdict(one)) for one in learned], "switched": told}


#: Entries that tell of work.
_WORK = (
    *("ShopImported", "ShopAmended", "OperationInserted", "OperationStarted", "SetupFinished"),
    *("OperationPaused", "OperationResumed", "OperationFinished", "ReportUndone", "WorkReported"),
)
#: Entries that response times are made of.
_RESPONSES = (
    "ProblemRaised",
    "ProblemAcknowledged",
    "ProblemAnswered",
    "ProblemTransferred",
    "ProblemEscalated",
    "ProblemResolved",
    "ReportUndone",
)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return moment(value) if isinstance(value, datetime) else value


def health() -> dict[str, Any]:
    """Whether the server works, and how far the planner process is behind the journal."""
    last = Row.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    with memory.lock:
        state = memory.catch_up()
        version = state.plan.version if state.plan is not None else None
    beat = Heartbeat.objects.filter(name="planner").first()
    live = LivePlanRow.objects.values_list("rev").first()
    alive = beat is not None and datetime.now(UTC) - beat.at < _ALIVE
    return {
        "ok": True,
        "seq": last,
        "version": version,
        "clock": {"alive": _beats("clock")},
        "messenger": {"alive": _beats("messenger")},
        "answers": {"alive": _beats("answers")},
        "planner": {
            "alive": alive,
            "rev": live[0] if live is not None else 0,
            "behind": last - beat.seq if beat is not None else last,
        },
    }


def _beats(name: str) -> bool:
    """Whether a process was seen lately."""
    return Heartbeat.objects.filter(name=name, at__gt=datetime.now(UTC) - _ALIVE).exists()


def problem_rules() -> dict[str, Any]:
    """Rules for problems, the duty list, and whom both may name."""
    with memory.lock:
        state = memory.catch_up()
        return {
            "rules": whole(state.problem_rules),
            "duties": whole(state.duties),
            "departments": sorted(handling.departments(state)),
            "names": sorted(handling.names(state)),
        }


def whole(value: Any) -> Any:
    """A value as plain data with every field, also those that are as by default."""
    if is_dataclass(value):
        return {f.name: whole(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [whole(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def people() -> list[dict[str, Any]]:
    """Names and initials for the PIN pad."""
    with memory.lock:
        state = memory.catch_up()
        return [
            {
                "id": person.id,
                "name": person.name or person.id,
                "initials": initials(person.name or person.id),
                "department": person.department,
                "kinds": [*person.kinds],
                "machine": (state.people[person.id].machine if person.id in state.people else None),
                "since": moment_or_none(state.people[person.id].since if person.id in state.people else None),
            }
            for person in state.shop.people.values()
        ]


def initials(name: str) -> str:
    """At most two letters: the last two characters of a Chinese name, else the first letters."""
    words = name.split()
    if len(words) >= 2:
        return (words[0][0] + words[-1][0]).upper()
    return name[-2:] if not name.isascii() else name[:2].upper()


def live_plan() -> LivePlan:
    """The live plan, caught up."""
    present.refresh()
    return present.live_plan()
