"""Operations inserted, split, sent outside and taken back inside while the shop works."""

import json
from dataclasses import replace
from decimal import Decimal

from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.rules import must_work, operation_of
from sprue.floor.view.index import index_of
from sprue.shop.events import ShopAmended
from sprue.shop.gates import NOT_NEEDED
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from sprue.shop.routing import MachineOption, Mode, Operation, Status
from sprue.shop.state import State

#: The note in which an operation keeps how it was before it was sent outside.
INSIDE = "inside"
OPEN = (Work.WAITING, Work.HELD)


def reroute(command: mc.Rerouting, state: State) -> ShopAmended:
    """The routing as it is from now on; begun work is a fact and stays as it is."""
    match command:
        case mc.AddStep():
            return _added(command, state)
        case mc.SplitOperation():
            return _split(command, state)
        case mc.PlanOutside():
            return _sent_outside(command, state)
        case mc.PlanInside():
            return _taken_inside(command, state)


def as_it_stands(state: State, name: OperationId) -> Operation:
    """An operation that nobody has begun, to be amended: on hold it stays on hold."""
    held = state.operation(name).work is Work.HELD
    return replace(state.shop.operations[name], status=Status.HELD if held else Status.WAITING)


def _open(state: State, name: OperationId) -> Operation:
    operation_of(state, name)
    must_work(state, name, OPEN, Code.ALREADY_STARTED)
    return as_it_stands(state, name)


def _free(state: State, name: str) -> OperationId:
    """The name, with a number where there is one already."""
    number, found = 2, name
    while OperationId(found) in state.shop.operations:
        found, number = f"{name}-{number}", number + 1
    return OperationId(found)


def _following(state: State, name: OperationId, after: OperationId) -> list[Operation]:
    """Open operations that name `name`: they wait for `after` too."""
    followers = [f for f in index_of(state.shop).followers.get(name, ()) if state.operation(f).work in OPEN]
    known = [as_it_stands(state, f) for f in followers]
    return [replace(one, after=(*one.after, after)) for one in known if after not in one.after]


def _added(command: mc.AddStep, state: State) -> ShopAmended:
    if command.part not in state.shop.parts:
        raise Refusal(Code.UNKNOWN_PART, {"part": command.part})
    if command.after is not None and operation_of(state, command.after).part != command.part:
        raise Refusal(Code.UNKNOWN_PREDECESSOR, {"operation": command.after, "part": command.part})
    step = _step_after(command, state)
    made = Operation(
        _free(state, f"{command.part}-{step.normalize():f}"),
        command.part,
        step,
        command.name,
        kind=command.work_kind,
        setup_minutes=command.setup_minutes if command.mode is not Mode.OUTSIDE else Decimal(0),
        run_minutes=command.minutes,
        mode=command.mode,
    )
    following = _following(state, command.after, made.id) if command.after is not None else []
    reason = command.reason or mc.NAMES[type(command)]
    return ShopAmended(operations=(made, *following), person=command.person, reason=reason)


def _step_after(command: mc.AddStep, state: State) -> Decimal:
    """Half-way to the next step of the part; what has begun behind it can't be waited for any more."""
    steps = index_of(state.shop).steps.get(command.part, [])
    numbers = [state.shop.operations[s[0]].step for s in steps]
    if command.after is None:
        place, begun = numbers[0] - 10 if numbers else Decimal(10), [o for s in steps for o in s]
    else:
        here = state.shop.operations[command.after].step
        later = [number for number in numbers if number > here]
        place = (here + later[0]) / 2 if later else here + 10
        begun = [o for s, number in zip(steps, numbers, strict=True) if number > here for o in s]
    for name in begun:
        must_work(state, name, (*OPEN, Work.CANCELLED), Code.ALREADY_STARTED)
    return place.normalize() if place % 1 else Decimal(int(place))


def _split(command: mc.SplitOperation, state: State) -> ShopAmended:
    known = _open(state, command.operation)
    if not 0 < command.first_minutes < known.run_minutes:
        raise Refusal(Code.SPLIT_MINUTES, {"operation": known.id, "minutes": float(known.run_minutes)})
    share = command.first_minutes / known.run_minutes
    first = replace(known, run_minutes=command.first_minutes, machines=_shared_out(known.machines, share))
    second = replace(
        known,
        id=_free(state, f"{known.id}-B"),
        run_minutes=known.run_minutes - command.first_minutes,
        machines=_shared_out(known.machines, 1 - share),
        after=(known.id, *known.after) if command.in_turn else known.after,
        group="",
        machine=None,
        pinned=False,
        pinned_start=None,
    )
    following = _following(state, known.id, second.id)
    operations = (first, second, *following)
    return ShopAmended(operations=operations, person=command.person, reason=mc.NAMES[type(command)])


def _shared_out(options: tuple[MachineOption, ...], share: Decimal) -> tuple[MachineOption, ...]:
    return tuple(
        option
        if option.run_minutes is None
        else replace(option, run_minutes=Decimal(round(option.run_minutes * share)))
        for option in options
    )


def _sent_outside(command: mc.PlanOutside, state: State) -> ShopAmended:
    """Its programs and fixtures are the supplier's; drawing and electrode are still ours to give."""
    known = _open(state, command.operation)
    if known.mode is Mode.OUTSIDE:
        raise Refusal(Code.IS_OUTSIDE, {"operation": known.id})
    sent = replace(
        known,
        kind=command.work_kind,
        machines=(),
        setup_minutes=Decimal(0),
        run_minutes=command.minutes,
        mode=Mode.OUTSIDE,
        program=NOT_NEEDED,
        fixture=NOT_NEEDED,
        group="",
        machine=None,
        pinned=False,
        pinned_start=None,
        notes=(*(n for n in known.notes if n[0] != INSIDE), (INSIDE, _kept(known))),
    )
    reason = command.reason or mc.NAMES[type(command)]
    return ShopAmended(operations=(sent,), person=command.person, reason=reason)


def _kept(operation: Operation) -> str:
    """How it is done inside: kind, setup, run, mode, machines with their own minutes."""
    options = [
        [o.machine, str(o.run_minutes) if o.run_minutes is not None else None] for o in operation.machines
    ]
    minutes = str(operation.setup_minutes), str(operation.run_minutes)
    return json.dumps([operation.kind, *minutes, operation.mode.value, options])


def _taken_inside(command: mc.PlanInside, state: State) -> ShopAmended:
    known = _open(state, command.operation)
    kept = dict(known.notes).get(INSIDE)
    if known.mode is not Mode.OUTSIDE or kept is None:
        raise Refusal(Code.NEVER_INSIDE, {"operation": known.id})
    kind, setup, run, mode, options = json.loads(kept)
    inside = replace(
        known,
        kind=kind,
        setup_minutes=Decimal(setup),
        run_minutes=Decimal(run),
        mode=Mode(mode),
        machines=tuple(MachineOption(m, None if own is None else Decimal(own)) for m, own in options),
        notes=tuple(note for note in known.notes if note[0] != INSIDE),
    )
    return ShopAmended(operations=(inside,), person=command.person, reason=mc.NAMES[type(command)])
