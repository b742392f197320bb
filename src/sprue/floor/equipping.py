"""Machines, people, kinds, calendars and setups from now on; work that has begun keeps its place."""

from collections.abc import Collection
from typing import Any

from sprue.floor.refusal import Code, Refusal
from sprue.shop.editing import key_of
from sprue.shop.events import ShopAmended
from sprue.shop.ids import CalendarId, KindId, MachineId, PersonId
from sprue.shop.records import Work
from sprue.shop.resources import Machine, Person
from sprue.shop.shop import Shop
from sprue.shop.state import State


def check(fact: ShopAmended, shop: Shop, state: State) -> None:
    """Refusal when what changes would name what there is not, or take the machine from work on it.

    `shop` has become what the fact says, `state` has not yet.
    """
    for machine in fact.machines:
        _check_names(shop, machine.kinds, machine.calendar, machine=machine.id)
        _check_work(machine, shop, state)
    _check_pins(fact, shop, state)
    for person in fact.people:
        _check_names(shop, person.kinds, person.calendar, person=person.id)
        _check_leaders(person, shop)
    _check_badges(fact, shop)
    for rule in fact.setups:
        if rule.kind not in shop.kinds:
            raise Refusal(Code.UNKNOWN_KIND, {"setup": key_of(rule), "kind": rule.kind})


def _check_names(shop: Shop, kinds: Collection[KindId], calendar: CalendarId, **whose: Any) -> None:
    for kind in kinds:
        if kind not in shop.kinds:
            raise Refusal(Code.UNKNOWN_KIND, {**whose, "kind": kind})
    if calendar not in shop.calendars:
        raise Refusal(Code.UNKNOWN_CALENDAR, {**whose, "calendar": calendar})


def _check_work(machine: Machine, shop: Shop, state: State) -> None:
    """A furnace that is loaded takes no smaller batch than lies in it."""
    before = state.shop.machines.get(machine.id)
    if before is not None and machine.batch < before.batch:
        inside = [one for one in state.machine(machine.id).operations if one in shop.operations]
        if len(inside) > machine.batch:
            raise Refusal(Code.MACHINE_BUSY, {"machine": machine.id})


def _check_pins(fact: ShopAmended, shop: Shop, state: State) -> None:
    """Work that people pinned to a machine can still be done there."""
    unable: dict[MachineId, Machine] = {}
    for machine in fact.machines:
        before = state.shop.machines.get(machine.id)
        if before is not None and not {*before.kinds} <= {*machine.kinds}:
            unable[machine.id] = machine
    if not unable:
        return
    for operation in shop.operations.values():
        if not operation.pinned or operation.machines or operation.machine not in unable:
            continue
        pinned_to = unable[operation.machine]
        waits = state.operation(operation.id).work in (Work.WAITING, Work.HELD)
        if waits and operation.kind not in pinned_to.kinds:
            raise Refusal(Code.PINNED_THERE, {"machine": pinned_to.id, "pinned": operation.id})


def _check_leaders(person: Person, shop: Shop) -> None:
    seen: set[PersonId] = {person.id}
    above = person.leader
    while above is not None:
        if above not in shop.people:
            raise Refusal(Code.UNKNOWN_PERSON, {"person": person.id, "leader": above})
        if above in seen:
            raise Refusal(Code.LEADS_HIMSELF, {"person": person.id})
        seen.add(above)
        above = shop.people[above].leader


def _check_badges(fact: ShopAmended, shop: Shop) -> None:
    """A badge opens the terminal to one person."""
    asked = {person.badge: person.id for person in fact.people if person.badge}
    if not asked:
        return
    for other in shop.people.values():
        if other.badge in asked and asked[other.badge] != other.id:
            raise Refusal(Code.BADGE_TAKEN, {"person": asked[other.badge], "other": other.id})
