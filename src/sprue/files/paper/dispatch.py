"""Dispatch lists: what each machine does on a day, in order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sprue.files.paper import words
from sprue.files.paper.facts import OVER, Facts, Place, base
from sprue.files.paper.typesetting import typeset
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MachineId, PartId
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.work import run_minutes_on, up

_WORDS = (
    *("dispatch", "mold", "part", "operation", "begin", "end", "setup", "run", "waits", "sign_short"),
    *("nothing", "page", "page_of", "page_end"),
)


def dispatch_list(facts: Facts, machines: Iterable[MachineId], day: date, *, title: str = "") -> bytes:
    """A PDF of A4 sheets: for each machine the open operations that are planned within the day.

    What runs on a machine at the beginning of the day comes first. Machines without work are named in one
    line at the end, so that nobody looks for their list. `title`: the department or kind.
    """
    planned = _planned(facts, day)
    wanted = list(machines)
    busy = [_section(facts, machine, planned[machine], day) for machine in wanted if machine in planned]
    data = {
        **base(facts, _WORDS),
        "title": title,
        "day": words.day(facts.day(day)[0], facts.language),
        "machines": busy,
        "idle": [machine for machine in wanted if machine not in planned],
    }
    return typeset("dispatch", data, at=facts.now)


def _planned(facts: Facts, day: date) -> dict[MachineId, list[tuple[Operation, Place]]]:
    begin, end = facts.day(day)
    found: dict[MachineId, list[tuple[Operation, Place]]] = defaultdict(list)
    for operation_id, place in facts.places.items():
        operation = facts.shop.operations.get(operation_id)
        if operation is None or operation.status in OVER or place.machine is None:
            continue
        if place.setup < end and place.end > begin:
            found[place.machine].append((operation, place))
    for rows in found.values():
        rows.sort(key=lambda row: (row[1].setup, row[0].id))
    return dict(found)


def _section(
    facts: Facts, machine_id: MachineId, rows: list[tuple[Operation, Place]], day: date
) -> dict[str, Any]:
    shop = facts.shop
    machine = shop.machines[machine_id]
    minutes = sum(up(o.setup_minutes) + run_minutes_on(o, machine) for o, _ in rows)
    kinds = " · ".join(facts.kind_name(shop.kinds[kind]) for kind in machine.kinds if kind in shop.kinds)
    return {
        "id": machine.id,
        "name": " · ".join(filter(None, (machine.name if machine.name != machine.id else "", kinds))),
        "sum": facts.word("count", len(rows), words.hours(minutes)),
        "rows": [_row(facts, operation, place, day) for operation, place in rows],
    }


def _row(facts: Facts, operation: Operation, place: Place, day: date) -> dict[str, Any]:
    shop = facts.shop
    assert place.machine is not None
    part = shop.parts[operation.part]
    mold = shop.molds[part.mold]
    running = operation.status is Status.RUNNING
    begin = operation.started if running and operation.started is not None else place.setup
    return {
        "begin": _moment(facts, begin, day),
        "end": _moment(facts, place.end, day),
        "mold": mold.id,
        "mold_name": mold.name,
        "part": part.id,
        "part_name": part.name,
        "operation": operation.id,
        "name": operation.name or operation.id,
        "note": facts.word("unattended") if operation.mode is Mode.UNATTENDED else "",
        "setup": words.hours(up(operation.setup_minutes)),
        "run": words.hours(run_minutes_on(operation, shop.machines[place.machine])),
        "running": facts.word("running") if running else "",
        "waits": [] if running else list(_waits(facts, operation)),
    }


def _moment(facts: Facts, moment: datetime, day: date) -> str:
    """The hour; with its date where that is not the list's."""
    local = moment.astimezone(facts.shop.settings.zone)
    return f"{local:%H:%M}" if local.date() == day else facts.short(moment)


def _waits(facts: Facts, operation: Operation) -> Iterable[str]:
    """Gates that are not open and material that is not there; what is done before stands in the plan."""
    if operation.status is Status.HELD:
        yield facts.word("held")
    for kind in GateKind:
        gate = operation.gate(kind)
        if gate.state in (GateState.NO, GateState.EXPECTED):
            yield words.gate_words(kind, gate, facts.language)
    yield from _missing(facts, operation.part)


def _missing(facts: Facts, part_id: PartId) -> Iterable[str]:
    part = facts.shop.parts[part_id]
    if part.available is not None and part.available > facts.now:
        yield f"{facts.word('material')} {facts.short(part.available)}"
    for purchase in facts.shop.purchases.values():
        if purchase.part == part_id and purchase.received is None:
            when = (
                facts.short(purchase.promised) if purchase.promised is not None else facts.word("not_there")
            )
            yield f"{purchase.item or purchase.id} {when}"
