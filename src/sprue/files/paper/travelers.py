"""Travelers: the sheet that goes with a part from machine to machine."""

from collections.abc import Iterable
from typing import Any

from sprue.files.paper import qr, words
from sprue.files.paper.facts import Facts, base, routes_of, something
from sprue.files.paper.typesetting import typeset
from sprue.shop.checks import checks_of
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import PartId
from sprue.shop.orders import Part
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.work import run_minutes_on, up

_WORDS = (
    *("traveler", "step", "operation", "place", "planned", "hours", "gates", "scan", "sign", "scan_part"),
    *("no_work", "page", "page_of", "page_end", "check"),
)


def travelers(facts: Facts, parts: Iterable[PartId]) -> bytes:
    """A PDF of A4 sheets: each part begins a sheet of its own.

    The code in the head is the part's: a terminal opens the next of its operations. Each row has the code
    of its own operation, for work out of turn. UserMistake when there is no part.
    """
    wanted = something(parts)
    routes = routes_of(facts.shop)
    purchases = _purchases(facts)
    sheets = [_sheet(facts, part, routes.get(part, []), purchases.get(part, [])) for part in wanted]
    return typeset("traveler", {**base(facts, _WORDS), "sheets": sheets}, at=facts.now)


def _sheet(facts: Facts, part_id: PartId, route: list[Operation], purchases: list[str]) -> dict[str, Any]:
    shop = facts.shop
    part = shop.parts[part_id]
    mold = shop.molds[part.mold]
    return {
        "mold": mold.id,
        "mold_name": mold.name,
        "part": part.id,
        "name": part.name or part.id,
        "code": qr.drawn(part.id),
        "facts": [list(pair) for pair in _facts(facts, part, purchases) if pair[1]],
        "rows": [_row(facts, operation) for operation in route],
    }


def _facts(facts: Facts, part: Part, purchases: list[str]) -> Iterable[tuple[str, str]]:
    shop, word = facts.shop, facts.word
    mold = shop.molds[part.mold]
    order = shop.orders.get(mold.order) if mold.order is not None else None
    yield word("order"), " ".join((mold.order or "", order.customer if order else "")).strip()
    yield word("T1"), facts.at(mold.trial_due)
    yield word("due"), facts.at(mold.due)
    yield word("material"), part.material
    yield word("quantity"), word("pieces", part.quantity) if part.quantity != 1 else ""
    parent = shop.parts.get(part.parent) if part.parent is not None else None
    yield word("parent"), f"{parent.id} {parent.name}".strip() if parent is not None else ""
    yield word("material_there"), facts.at(part.available)
    for purchase in purchases:
        yield word("purchase"), purchase


def _purchases(facts: Facts) -> dict[PartId, list[str]]:
    """What is not there yet, by part."""
    found: dict[PartId, list[str]] = {}
    for purchase in facts.shop.purchases.values():
        if purchase.part is not None and purchase.received is None:
            there = facts.word("not_there") if purchase.promised is None else ""
            said = there or facts.word("promised", facts.at(purchase.promised))
            found.setdefault(purchase.part, []).append(f"{purchase.item or purchase.id}: {said}")
    return found


def _row(facts: Facts, operation: Operation) -> dict[str, Any]:
    return {
        "step": f"{operation.step.normalize():f}",
        "id": operation.id,
        "name": operation.name or _kind(facts, operation) or operation.id,
        "notes": list(_notes(facts, operation)),
        "checks": [_check(check) for check in checks_of(operation.checks)],
        "place": _place(facts, operation),
        "kind": _kind(facts, operation),
        "planned": _planned(facts, operation),
        "setup": words.hours(up(operation.setup_minutes)),
        "run": words.hours(_run(facts, operation)),
        "gates": [
            [words.gate_words(kind, gate, facts.language), gate.state is not GateState.OK]
            for kind in GateKind
            if (gate := operation.gate(kind)).state is not GateState.NOT_NEEDED
        ],
        "over": operation.status is Status.DONE,
        "code": qr.drawn(operation.id) if operation.status is not Status.DONE else "",
    }


def _check(check: Any) -> str:
    if check.low is None:
        return str(check.name)
    return f"{check.name} {check.low}–{check.high}"


def _notes(facts: Facts, operation: Operation) -> Iterable[str]:
    if operation.status is Status.HELD:
        yield facts.word("held")
    if operation.mode is Mode.UNATTENDED:
        yield facts.word("unattended")
    if operation.mode is Mode.UNBROKEN:
        yield facts.word("unbroken")
    if operation.joins:
        yield facts.word("joins")
    if operation.after:
        yield facts.word("after", ", ".join(operation.after))
    if operation.milestone is not None:
        yield operation.milestone.value if operation.milestone.value == "T1" else facts.word("due")


def _kind(facts: Facts, operation: Operation) -> str:
    if operation.mode is Mode.OUTSIDE:
        return facts.word("outside")
    kind = facts.shop.kinds.get(operation.kind) if operation.kind is not None else None
    return facts.kind_name(kind) if kind is not None else ""


def _place(facts: Facts, operation: Operation) -> str:
    """The machine on which it was or is planned, else those that may do it."""
    if operation.mode is Mode.OUTSIDE:
        return facts.word("outside")
    place = facts.places.get(operation.id)
    machine = operation.machine or (place.machine if place is not None else None)
    if machine is not None:
        return machine
    if operation.machines:
        return " / ".join(option.machine for option in operation.machines[:3])
    return facts.word("any_of", _kind(facts, operation))


def _run(facts: Facts, operation: Operation) -> int:
    place = facts.places.get(operation.id)
    machine = facts.shop.machines.get(place.machine) if place is not None and place.machine else None
    return run_minutes_on(operation, machine) if machine is not None else up(operation.run_minutes)


def _planned(facts: Facts, operation: Operation) -> list[str]:
    if operation.status is Status.DONE:
        at = [facts.short(operation.finished)] if operation.finished is not None else []
        return [facts.word("done"), *at]
    place = facts.places.get(operation.id)
    end = [facts.short(place.end)] if place is not None else []
    if operation.started is not None:
        return [facts.word("already", facts.short(operation.started)), *end]
    return [facts.short(place.setup), *end] if place is not None else [facts.word("no_plan")]
