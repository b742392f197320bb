"""A mold comes in: its order, its dates, and work that can be planned at once."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.planning.templates.taken import Work, again, repair, repair_steps, typical
from sprue.shop.events import ShopAmended
from sprue.shop.gates import GateKind
from sprue.shop.ids import MoldId, OperationId, OrderId
from sprue.shop.orders import Mold, MoldClass, Order
from sprue.shop.records import Work as Doing
from sprue.shop.routing import Mode, Operation
from sprue.shop.state import State
from sprue.shop.work import minutes_worked, total_minutes_on

#: Beyond this a report tells of a forgotten tap, not of work: the estimate stands.
LEAST_RATIO, MOST_RATIO = Decimal("0.2"), Decimal(5)


def take(command: mc.TakeMold, state: State, now: datetime) -> ShopAmended:
    """The mold with the typical work of its class."""
    _must_be_new(command.new.mold, state)
    work = typical(state.shop, command.new.mold, command.mold_class, diecast=command.diecast)
    return arrived(command, state, now, work, command.mold_class)


def copy(command: mc.CopyMold, state: State, now: datetime) -> ShopAmended:
    """The mold with the work of a former one; rework of that one is not done again."""
    _must_be_new(command.new.mold, state)
    source = state.shop.molds.get(command.source)
    if source is None:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": command.source})
    work = again(
        state.shop,
        source.id,
        command.new.mold,
        minutes=actual_minutes(state, source.id) if command.actual else {},
        without=state.inserted | {o for o, r in state.operations.items() if r.work is Doing.CANCELLED},
        gates=[*GateKind] if command.gates is mc.GatesAgain.CLOSED else (),
    )
    if not work.operations:
        raise Refusal(Code.MOLD_WITHOUT_WORK, {"mold": source.id})
    return arrived(command, state, now, work, source.mold_class)


def take_back(command: mc.ReturnMold, state: State, now: datetime) -> ShopAmended:
    """A repair as a job of its own, beside the mold that came back."""
    _must_be_new(command.new.mold, state)
    source = state.shop.molds.get(command.source) if command.source is not None else None
    if command.source is not None and source is None:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": command.source})
    unknown = [step for step in command.steps if step not in repair_steps()]
    if unknown:
        raise Refusal(Code.UNKNOWN_STEP, {"step": unknown[0]})
    known = source.mold_class if source is not None else None
    mold_class = command.mold_class or known or MoldClass.M
    work = repair(state.shop, command.new.mold, mold_class, steps=command.steps, hours=command.hours)
    fact = arrived(command, state, now, work, mold_class)
    notes = (("repair_of", source.id),) if source is not None else ()
    return replace(fact, molds=tuple(replace(mold, notes=notes) for mold in fact.molds))


def arrived(
    command: mc.TakeMold | mc.CopyMold | mc.ReturnMold,
    state: State,
    now: datetime,
    work: Work,
    mold_class: MoldClass | None,
) -> ShopAmended:
    """Order, mold and work as one amendment; nothing in it is known yet but the order."""
    names: list[str] = [part.id for part in work.parts if part.id in state.shop.parts]
    names += [one.id for one in work.operations if one.id in state.shop.operations]
    if names:
        raise Refusal(Code.MOLD_KNOWN, {"mold": command.new.mold, "part": names[0]})
    order, opened = _order(command.new, state, now)
    new = command.new
    mold = Mold(new.mold, order, new.name or str(new.mold), mold_class, new.trial_due, new.due, new.weight)
    return ShopAmended(
        operations=work.operations,
        molds=(mold,),
        orders=opened,
        parts=work.parts,
        person=command.person,
        reason=mc.NAMES[type(command)],
    )


def _must_be_new(mold: MoldId, state: State) -> None:
    """A mold that has no parts yet may be known: it is taken now."""
    if any(part.mold == mold for part in state.shop.parts.values()):
        raise Refusal(Code.MOLD_KNOWN, {"mold": mold})


def _order(new: mc.NewMold, state: State, now: datetime) -> tuple[OrderId | None, tuple[Order, ...]]:
    """The order of a new mold, and what is told of it where it is a new one."""
    if new.order is None and not new.customer:
        return None, ()
    order = new.order if new.order is not None else OrderId(f"O-{new.mold}")
    if order in state.shop.orders:
        return order, ()
    opened = Order(
        order,
        new.customer,
        new.market,
        new.received or now,
        new.order_due or new.due,
        new.value,
        new.currency,
    )
    return order, (opened,)


def actual_minutes(state: State, mold: MoldId) -> dict[OperationId, tuple[Decimal, Decimal]]:
    """Setup and run minutes that finished work of a mold took, by its shifts, at speed 1.

    Outside work counts by the clock. What took less than a fifth or more than five times its estimate is
    left out.
    """
    found: dict[OperationId, tuple[Decimal, Decimal]] = {}
    for operation in state.shop.operations.values():
        if state.shop.parts[operation.part].mold == mold:
            ratio = _ratio(state, operation)
            if ratio is not None:
                setup, run = operation.setup_minutes * ratio, operation.run_minutes * ratio
                found[operation.id] = Decimal(round(setup)), Decimal(round(run))
    return found


def _ratio(state: State, operation: Operation) -> Decimal | None:
    """Actual over estimated time; None where nobody can tell."""
    record = state.operation(operation.id)
    outside = operation.mode is Mode.OUTSIDE
    machine = state.shop.machines.get(record.machine) if record.machine is not None else None
    if record.work is not Doing.DONE or record.started is None or record.finished is None:
        return None
    if machine is None and not outside:
        return None
    planned = total_minutes_on(operation, None if outside else machine)
    worked = minutes_worked(
        state.shop, operation, None if outside else record.machine, record.started, record.finished
    )
    if planned <= 0:
        return None
    ratio = Decimal(worked) / planned
    return ratio if LEAST_RATIO <= ratio <= MOST_RATIO else None
