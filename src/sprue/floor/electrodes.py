"""What may be told of an electrode, and what follows: a bad one is mended before it burns anything."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sprue.floor import amending, rules
from sprue.floor import electrode_commands as ec
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.electrodes import is_electrode, measures
from sprue.floor.view.index import index_of
from sprue.shop import electrodes as el
from sprue.shop import events as ev
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.state import State

Facts = tuple[ev.Fact, ...]

MOST_MINUTES = 100_000
_OVER = (Work.DONE, Work.CANCELLED)


def decide(command: ec.ElectrodeCommand, state: State, _now: datetime) -> Facts:
    """The facts that follow from `command`; Refusal when a rule forbids it."""
    rules.person_of(state, command.person)
    shop = state.shop
    if not is_electrode(shop, command.electrode):
        raise Refusal(Code.NO_ELECTRODE, {"part": command.electrode})
    mold = shop.parts[command.electrode].mold
    own = [shop.operations[o] for o in index_of(shop).operations_of.get(command.electrode, ())]
    if any(state.operation(o.id).work not in _OVER and not measures(shop, o) for o in own):
        raise Refusal(Code.NOT_MADE, {"part": command.electrode})
    told = el.ElectrodeMeasured(
        command.electrode, mold, command.ok, command.deviation, command.note.strip(), command.person
    )
    if command.ok:
        return (told,)
    return told, _mending(command, own, state)


def _mending(command: ec.MeasureElectrode, own: list[Operation], state: State) -> ev.ShopAmended:
    """One operation more at the end of the electrode's routing: its burns wait for that."""
    shop = state.shop
    if not 0 < command.minutes <= MOST_MINUTES:
        raise Refusal(Code.MINUTES_NEEDED)
    cuts = [o for o in own if o.kind is not None and not measures(shop, o)]
    kind = command.work or (cuts[-1].kind if cuts else None)
    if kind is None or kind not in shop.kinds:
        raise Refusal(Code.UNKNOWN_KIND, {"kind": kind or ""})
    number = 1
    while (name := OperationId(f"{command.electrode}-M{number}")) in shop.operations:
        number += 1
    last = max((o.step for o in own), default=Decimal(0))
    mended = Operation(
        name,
        command.electrode,
        last + 10,
        name=command.note.strip()[:80] or (cuts[-1].name if cuts else ""),
        kind=kind,
        run_minutes=Decimal(command.minutes),
        mode=Mode.ATTENDED,
        status=Status.WAITING,
    )
    # A burn that names a step of the electrode waits for the new last one too.
    followers = {f for o in own for f in index_of(shop).followers.get(o.id, ())}
    behind = [shop.operations[f] for f in sorted(followers) if shop.operations[f].part != command.electrode]
    waiting = [o for o in behind if state.operation(o.id).work in (Work.WAITING, Work.HELD)]
    changed = tuple(replace(o, after=(*o.after, name)) for o in waiting)
    amended = ev.ShopAmended(operations=(mended, *changed), person=command.person, reason="electrode")
    amending.check(amended, state)
    return amended
