"""Molds and their work on hold, going on, cancelled; other dates, another weight."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.rerouting import as_it_stands
from sprue.floor.rules import operation_of
from sprue.floor.view.index import Index, index_of
from sprue.shop.events import ShopAmended
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Mold
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from sprue.shop.state import State

HELD, CANCELLED = "held", "cancelled"
#: Command → what it finds, what becomes of that, and of a mold as a whole.
_TURNS: dict[type, tuple[tuple[Work, ...], Status, str]] = {
    mc.HoldWork: ((Work.WAITING,), Status.HELD, HELD),
    mc.ReleaseHold: ((Work.HELD,), Status.WAITING, ""),
    mc.CancelWork: ((Work.WAITING, Work.HELD), Status.CANCELLED, CANCELLED),
}


def turn(command: mc.Scoped, state: State) -> ShopAmended:
    """Everything in reach of the command that nobody has begun turns; Refusal where there is nothing."""
    found, status, standing = _TURNS[type(command)]
    names = [o for o in _reach(command, state) if state.operation(o).work in found]
    molds = _mold(command, state, standing)
    if not names and not molds:
        raise Refusal(
            Code.NOTHING_TO_CHANGE, {"what": str(command.mold or command.part or command.operation)}
        )
    turned = {o: replace(state.shop.operations[o], status=status) for o in names}
    if status is Status.CANCELLED:
        if command.mold is None:
            _must_keep_milestones(turned.values())
        turned |= _bridged(state, turned)
    return ShopAmended(
        operations=tuple(turned.values()),
        molds=molds,
        person=command.person,
        reason=command.reason or mc.NAMES[type(command)],
    )


def change(command: mc.ChangeMold, state: State) -> ShopAmended:
    """The mold with other dates, another weight or name; Refusal where it is all the same."""
    mold = mold_of(state, command.mold)
    told = replace(
        mold,
        name=command.name or mold.name,
        trial_due=command.trial_due,
        due=command.due,
        weight=command.weight,
    )
    if told == mold:
        raise Refusal(Code.NOTHING_NEW, {"mold": mold.id})
    return ShopAmended(molds=(told,), person=command.person, reason=mc.NAMES[type(command)])


def mold_of(state: State, mold_id: MoldId) -> Mold:
    """The mold of that id."""
    mold = state.shop.molds.get(mold_id)
    if mold is None:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": mold_id})
    return mold


def _reach(command: mc.Scoped, state: State) -> list[OperationId]:
    index = index_of(state.shop)
    if command.operation is not None:
        return [operation_of(state, command.operation).id]
    if command.part is not None:
        if command.part not in state.shop.parts:
            raise Refusal(Code.UNKNOWN_PART, {"part": command.part})
        return [o for part in _branch(index, command.part) for o in index.operations_of.get(part, ())]
    assert command.mold is not None
    return index.operations_of_mold(mold_of(state, command.mold).id)


def _branch(index: Index, part: PartId) -> Iterator[PartId]:
    """A part and what is built into it."""
    yield part
    for child in index.children.get(part, ()):
        yield from _branch(index, child)


def _mold(command: mc.Scoped, state: State, standing: str) -> tuple[Mold, ...]:
    if command.mold is None:
        return ()
    mold = mold_of(state, command.mold)
    return (replace(mold, status=standing),) if mold.status != standing else ()


def _must_keep_milestones(cancelled: Iterable[Operation]) -> None:
    """A mold without its trial or delivery would be promised nothing; a whole mold may go."""
    for operation in cancelled:
        if operation.milestone is not None:
            raise Refusal(
                Code.CARRIES_MILESTONE, {"operation": operation.id, "milestone": operation.milestone.value}
            )


def _bridged(state: State, cancelled: dict[OperationId, Operation]) -> dict[OperationId, Operation]:
    """What waited for a cancelled operation by name waits for what that one waited for."""
    index, shop = index_of(state.shop), state.shop
    found: dict[OperationId, Operation] = {}
    for name in cancelled:
        for follower in index.followers.get(name, ()):
            open_still = state.operation(follower).work in (Work.WAITING, Work.HELD)
            if follower not in cancelled and open_still:
                known = found.get(follower) or as_it_stands(state, follower)
                before = dict.fromkeys(b for b in known.after if b not in cancelled)
                before |= dict.fromkeys(_before(state, index, name, {*cancelled}))
                after = tuple(b for b in before if b != follower and b in shop.operations)
                found[follower] = replace(known, after=after)
    return found


def _before(
    state: State, index: Index, name: OperationId, cancelled: set[OperationId]
) -> Iterator[OperationId]:
    """What an operation waited for by name or as the next step of its part, cancelled ones seen through."""
    operation = state.shop.operations[name]
    earlier = [s for s in index.steps.get(operation.part, ()) if _step(state, s[0]) < operation.step]
    for before in (*operation.after, *(earlier[-1] if earlier else ())):
        if before in cancelled:
            yield from _before(state, index, before, cancelled)
        elif state.operation(before).work is not Work.CANCELLED:
            yield before


def _step(state: State, name: OperationId) -> Decimal:
    return state.shop.operations[name].step
