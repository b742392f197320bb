"""Scenarios as they are picked at the desk: changes of the shop that the planner process then plans with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    MachineOut,
    Overtime,
    Rush,
    SentOutside,
)
from sprue.server.floor.memory import memory
from sprue.shop.codec import to_json
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId
from sprue.shop.shop import Shop


def _rush(pick: Mapping[str, Any]) -> Change:
    weight = None if pick["weight"] is None else Decimal(str(pick["weight"]))
    return Rush(MoldId(pick["name"]), weight, pick["t1"], pick["due"])


def _overtime(pick: Mapping[str, Any]) -> Change:
    return Overtime(
        tuple((one["start"], one["end"]) for one in pick["times"]),
        KindId(pick["name"]),
        (),
        tuple(PersonId(one) for one in pick["people"]),
    )


#: Pick → change. `name`: the mold, machine, person, kind, operation or part that was picked.
MAKERS: dict[str, Callable[[Mapping[str, Any]], Change]] = {
    "rush": _rush,
    "machine_out": lambda pick: MachineOut(MachineId(pick["name"]), _start(pick), _end(pick)),
    "absence": lambda pick: Absence(PersonId(pick["name"]), _start(pick), _end(pick)),
    "overtime": _overtime,
    "further_machine": lambda pick: FurtherMachine(MachineId(pick["name"]), pick["count"]),
    "further_person": lambda pick: FurtherPerson(PersonId(pick["name"]), pick["count"]),
    "outside": lambda pick: SentOutside(OperationId(pick["name"]), Decimal(str(pick["days"]))),
}


def changes_of(picks: list[dict[str, Any]]) -> list[Any]:
    """The changes as they are kept. Overtime of a kind without people takes as many as its machines need."""
    with memory.lock:
        shop = memory.catch_up().shop
    made = tuple(_staffed(_of_part(MAKERS[pick["change"]](pick), shop), shop) for pick in picks)
    kept: list[Any] = to_json(made, tuple[Change, ...])
    return kept


def _of_part(change: Change, shop: Shop) -> Change:
    """Whether an operation or a whole part goes out is told by its name."""
    if isinstance(change, SentOutside) and PartId(change.what) in shop.parts:
        return replace(change, what=PartId(change.what))
    return change


def _staffed(change: Change, shop: Shop) -> Change:
    if not isinstance(change, Overtime) or change.people or change.kind is None:
        return change
    kind = shop.kinds.get(change.kind)
    able = [person for person in shop.people.values() if change.kind in person.kinds]
    count = sum(change.kind in machine.kinds for machine in shop.machines.values())
    needed = max(1, ceil(count * (kind.attention if kind is not None else 1)))
    # Who is able to do least else is missed least elsewhere.
    able.sort(key=lambda person: (len(person.kinds), person.id))
    return replace(change, people=tuple(person.id for person in able[:needed]))


def _start(pick: Mapping[str, Any]) -> datetime:
    start: datetime = pick["times"][0]["start"]
    return start


def _end(pick: Mapping[str, Any]) -> datetime:
    end: datetime = pick["times"][0]["end"]
    return end
