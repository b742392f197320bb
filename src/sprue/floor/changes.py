"""What may happen to an engineering change, and what follows from it for parts, orders and work under way."""

from dataclasses import replace
from datetime import datetime

from sprue.floor import amending, rules
from sprue.floor import change_commands as cc
from sprue.floor.change_effects import Effects
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.touched import Touched, touched_by
from sprue.floor.view.waits import sight_of
from sprue.shop import changes as ch
from sprue.shop import events as ev
from sprue.shop.records import Work
from sprue.shop.routing import Status
from sprue.shop.state import State

Facts = tuple[ev.Fact, ...]

#: So many parts one change names, and so much its title tells.
MOST_PARTS = 200
LONGEST_TITLE = 200


def decide(command: cc.ChangeCommand, state: State, now: datetime) -> Facts:
    """The facts that follow from `command` at `now`; Refusal when a rule forbids it."""
    rules.person_of(state, command.person)
    if isinstance(command, cc.OpenChange):
        return _open(command, state)
    known = state.changes.get(command.change)
    if known is None:
        raise Refusal(Code.UNKNOWN_CHANGE)
    match command:
        case cc.TakeChange():
            return _take(command, known, state, now)
        case cc.ReleaseChange():
            return _release(command, known, state)
        case cc.WithdrawChange():
            _must_be_open(known)
            mold = known.opened.mold
            return (ch.ChangeWithdrawn(command.change, mold, command.note.strip(), command.person),)


def _must_be_open(known: ch.ChangeRecord) -> None:
    if known.stand is not ch.Stand.OPEN:
        raise Refusal(Code.CHANGE_CLOSED)


def _open(command: cc.OpenChange, state: State) -> Facts:
    shop = state.shop
    if command.change in state.changes or not command.change.strip():
        raise Refusal(Code.CHANGE_EXISTS)
    if command.mold not in shop.molds:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": command.mold})
    title = command.title.strip()[:LONGEST_TITLE]
    if not title:
        raise Refusal(Code.TITLE_NEEDED)
    parts = tuple(dict.fromkeys(command.parts))
    if not parts or len(parts) > MOST_PARTS:
        raise Refusal(Code.PARTS_NEEDED)
    for part in parts:
        if part not in shop.parts:
            raise Refusal(Code.UNKNOWN_PART, {"part": part})
        if shop.parts[part].mold != command.mold:
            raise Refusal(Code.OTHER_MOLD, {"part": part})
    number = f"ECN-{len(state.changes) + 1:03}"
    return (
        ch.ChangeOpened(command.change, number, command.mold, parts, title, command.source, command.person),
    )


def _take(command: cc.TakeChange, known: ch.ChangeRecord, state: State, now: datetime) -> Facts:
    _must_be_open(known)
    touched = touched_by(sight_of(state, now), known)
    decisions = _decided(command, touched)
    effects = Effects(state, now, known.opened.number, command.person)
    for one in touched.parts:
        decision = decisions.get((ch.Thing.PART, one.part))
        if decision is not None:
            effects.part(one, decision)
    for purchase in touched.purchases:
        decision = decisions.get((ch.Thing.PURCHASE, purchase))
        if decision is not None:
            effects.purchase(purchase, decision)
    told = ch.ChangeTaken(
        command.change,
        known.opened.mold,
        tuple(decisions.values()),
        tuple(effects.made),
        command.note.strip(),
        command.person,
    )
    amended = effects.amended()
    ends = effects.ends()
    if amended is None:
        return told, *ends
    # What is broken off or ended as scrap is so before the routing is another one.
    amending.check(amended, state)
    return told, *ends, amended


def _decided(command: cc.TakeChange, touched: Touched) -> dict[tuple[ch.Thing, str], ch.Decision]:
    """The decisions by what they are of; everything that has begun needs one."""
    decisions = {(one.thing, one.id): one for one in command.decisions}
    parts = {(ch.Thing.PART, str(one.part)) for one in touched.parts}
    purchases = {(ch.Thing.PURCHASE, str(one)) for one in touched.purchases}
    for key, decision in decisions.items():
        if key not in parts | purchases:
            raise Refusal(Code.NOT_TOUCHED, {"id": key[1]})
        if key in purchases and decision.handling is ch.Handling.REWORK:
            raise Refusal(Code.NOT_FOR_PURCHASES, {"purchase": key[1]})
    for one in touched.parts:
        if one.begun and (ch.Thing.PART, one.part) not in decisions:
            raise Refusal(Code.NOT_DECIDED, {"part": one.part})
    return decisions


def _release(command: cc.ReleaseChange, known: ch.ChangeRecord, state: State) -> Facts:
    if not known.stopped:
        raise Refusal(Code.NOT_STOPPED)
    shop = state.shop
    held = [o for o in known.stopped if o in shop.operations and state.operation(o).work is Work.HELD]
    told = ch.ChangeReleased(
        command.change, known.opened.mold, tuple(held), command.note.strip(), command.person
    )
    if not held:
        return (told,)
    operations = tuple(replace(shop.operations[o], status=Status.WAITING) for o in held)
    amended = ev.ShopAmended(operations=operations, person=command.person, reason=known.opened.number)
    amending.check(amended, state)
    return told, amended
