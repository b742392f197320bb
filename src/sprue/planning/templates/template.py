"""A new mold of a class put into a shop before it is designed: routes of the class, in the shop's own hours.

Where the shop has enough molds of the class, the hours that each kind of place works on them take the place
of those of the tables; where it lacks a kind, the work is sent out. A shop with other kinds than those of the
tables takes one of its own molds as the pattern.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from statistics import median, pstdev

from sprue.planning.templates.draw import Typical
from sprue.planning.templates.pattern import pattern_of
from sprue.planning.templates.routing import MoldRouter, MoldSpec, Routing
from sprue.planning.templates.tables import routes
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId
from sprue.shop.orders import Mold, MoldClass
from sprue.shop.routing import MachineOption, Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop

#: So many molds of a class, each routed to its delivery, tell what a mold of it takes in this shop.
ENOUGH_MOLDS = 3
#: Trials until a mold of the class is accepted, on average.
TRIALS = {MoldClass.S: 2.2, MoldClass.M: 2.8, MoldClass.L: 3.4, MoldClass.XL: 4.2}
#: What people do at a desk or bench takes so many times as long at a supplier, by the clock.
SENT_OUT_TIMES = 3


@dataclass(frozen=True, slots=True)
class Template:
    """A shop with one more mold.

    Parameters
    ----------
    shop : with the mold, its parts and operations; the mold has no due dates
    spread : operation → sigma of the logarithm of its minutes among molds of the class
    common : kind → the same for all its minutes on a whole mold, where learned from the shop's own molds
    learned_from : so many own molds gave the hours by kind; 0: the tables did
    sent_out : kinds of work for which the shop has no place
    """

    shop: Shop
    mold: MoldId
    spread: dict[OperationId, float]
    common: dict[KindId, float]
    learned_from: int
    sent_out: tuple[KindId, ...]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of the mold."""
        own = {part.id for part in self.shop.parts.values() if part.mold == self.mold}
        return tuple(o for o in self.shop.operations.values() if o.part in own)

    def hours_by_kind(self) -> dict[KindId, float]:
        """Estimated setup and run hours at speed 1 by kind of place, most first; without outside work."""
        hours: dict[KindId, float] = defaultdict(float)
        for operation in self.operations:
            if operation.mode is not Mode.OUTSIDE and operation.kind is not None:
                hours[operation.kind] += _minutes(operation) / 60
        return dict(sorted(hours.items(), key=lambda pair: -pair[1]))


def with_new_mold(
    shop: Shop,
    mold_class: MoldClass,
    *,
    name: str = "",
    weight: Decimal = Decimal(1),
    hours: Mapping[KindId, Decimal] | None = None,
) -> Template:
    """The shop with a new mold of the class, released now; `hours` of a quote take the place of the class's.

    Raises
    ------
    UserMistake : the shop lacks a kind of place for it and sends nothing out
    """
    kinds: dict[str, list[MachineId]] = defaultdict(list)
    for machine in shop.machines.values():
        for kind in machine.kinds:
            kinds[kind].append(machine.id)
    spec = MoldSpec(_free_id(shop, mold_class), mold_class, trials=int(TRIALS[mold_class] + 0.5))
    language = shop.settings.language
    own = _own_molds(shop, mold_class)
    needed = _needed(spec, language)
    missing = [kind for kind in needed if not kinds.get(kind)]
    if len(own) >= ENOUGH_MOLDS and 2 * len(missing) > len(needed):
        routing, missing = pattern_of(shop, own, spec.mold), []
    elif missing and not _sends_out(shop):
        raise UserMistake(
            f"no machine or place of kind {', '.join(missing)} for a mold of class {mold_class}, and no work "
            "is sent out; add one, or a kind of outside work such as outsource_machining"
        )
    else:
        routing = MoldRouter(spec, kinds, language, Typical()).routing()
    made = {o.id: _sent_out(o, kinds) for o in routing.operations.values()}
    common: dict[KindId, float] = {}
    if len(own) >= ENOUGH_MOLDS:
        made, common = _learned(made, own)
        fitting = _fitting(own)
        made = {o.id: _on(o, fitting) for o in made.values()}
    made = _quoted(made, hours or {})
    common = {kind: spread for kind, spread in common.items() if kind not in (hours or {})}
    mold = Mold(spec.mold, None, name or str(spec.mold), mold_class, weight=weight, status="asked")
    return Template(
        _put_in(shop, mold, routing, made),
        mold.id,
        routing.spread,
        common,
        len(own) if len(own) >= ENOUGH_MOLDS else 0,
        tuple(KindId(kind) for kind in missing),
    )


def _minutes(operation: Operation) -> float:
    return float(operation.setup_minutes + operation.run_minutes)


def _free_id(shop: Shop, mold_class: MoldClass) -> MoldId:
    """NEW and the class, with a number where that is taken."""
    taken = {*shop.molds, *(part.split("-")[0] for part in shop.parts)}
    name, number = f"NEW{mold_class}", 1
    while name in taken:
        number += 1
        name = f"NEW{mold_class}{number}"
    return MoldId(name)


def _sends_out(shop: Shop) -> bool:
    """Whether the shop has, or knows kinds of, work that others do for it."""
    with_machine = {kind for machine in shop.machines.values() for kind in machine.kinds}
    named = any(kind.startswith("outsource") for kind in shop.kinds if kind not in with_machine)
    return named or any(operation.mode is Mode.OUTSIDE for operation in shop.operations.values())


def _needed(spec: MoldSpec, language: str) -> list[str]:
    """Kinds of place that the mold needs by the tables, in the order of the work."""
    every = {step.kind: [MachineId(step.kind)] for route in routes().values() for step in route}
    routing = MoldRouter(spec, every, language, Typical()).routing()
    inside = (str(o.kind) for o in routing.operations.values() if o.mode is not Mode.OUTSIDE)
    return list(dict.fromkeys(inside))


def _sent_out(operation: Operation, kinds: dict[str, list[MachineId]]) -> Operation:
    """Desk and bench work goes to a supplier where the shop has no such place."""
    if operation.mode is Mode.OUTSIDE or operation.machines or kinds.get(str(operation.kind)):
        return operation
    return replace(
        operation,
        mode=Mode.OUTSIDE,
        kind=KindId("outsource_machining"),
        setup_minutes=Decimal(0),
        run_minutes=SENT_OUT_TIMES * (operation.setup_minutes + operation.run_minutes),
    )


def _own_molds(shop: Shop, mold_class: MoldClass) -> list[list[Operation]]:
    """Operations of each own mold of the class that is routed from T1 to its delivery; repairs are none."""
    found: dict[MoldId, list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        mold = shop.mold_of(operation)
        if mold.mold_class is mold_class and operation.status is not Status.CANCELLED:
            found[mold.id].append(operation)
    whole = {Milestone.T1, Milestone.DELIVERY}
    return [rows for rows in found.values() if whole <= {row.milestone for row in rows}]


def _learned(
    made: dict[OperationId, Operation], own: list[list[Operation]]
) -> tuple[dict[OperationId, Operation], dict[KindId, float]]:
    """The operations with the median hours by kind of the own molds, and how much those differ."""
    ours = _by_kind(made.values())
    of_molds = [_by_kind(rows) for rows in own]
    factor: dict[KindId, float] = {}
    common: dict[KindId, float] = {}
    for kind, minutes in ours.items():
        found = [mold[kind] for mold in of_molds if mold.get(kind, 0.0) > 0]
        if minutes > 0 and 2 * len(found) > len(own):
            factor[kind] = median(found) / minutes
            common[kind] = pstdev(log(one) for one in found)
    return {o.id: _scaled(o, factor) for o in made.values()}, common


def _quoted(
    made: dict[OperationId, Operation], hours: Mapping[KindId, Decimal]
) -> dict[OperationId, Operation]:
    """The operations with the hours of a quote, shared out as in the class; UserMistake: no such work."""
    ours = _by_kind(made.values())
    unknown = [kind for kind in hours if ours.get(kind, 0.0) <= 0]
    if unknown:
        raise UserMistake(
            f"a mold of this class has no work of kind {', '.join(unknown)}; choose another class or leave "
            "the kind out"
        )
    factor = {kind: float(asked) * 60 / ours[kind] for kind, asked in hours.items()}
    return {o.id: _scaled(o, factor) for o in made.values()}


def _by_kind(operations: Iterable[Operation]) -> dict[KindId, float]:
    """Minutes by kind of place, without outside work."""
    minutes: dict[KindId, float] = defaultdict(float)
    for operation in operations:
        if operation.mode is not Mode.OUTSIDE and operation.kind is not None:
            minutes[operation.kind] += _minutes(operation)
    return minutes


def _scaled(operation: Operation, factor: dict[KindId, float]) -> Operation:
    if operation.mode is Mode.OUTSIDE or operation.kind not in factor:
        return operation
    times = Decimal(round(factor[operation.kind] * 1000)) / 1000
    return replace(
        operation,
        setup_minutes=Decimal(round(operation.setup_minutes * times)),
        run_minutes=max(Decimal(1), Decimal(round(operation.run_minutes * times))),
    )


def _fitting(own: list[list[Operation]]) -> dict[KindId, tuple[MachineOption, ...]]:
    """Kind → the machines that take molds of the class, where all work of the kind on own ones lists them."""
    listed: dict[KindId, dict[MachineId, None]] = {}
    anywhere: set[KindId] = set()
    for operation in (o for rows in own for o in rows):
        if operation.kind is None or operation.mode is Mode.OUTSIDE:
            continue
        listed.setdefault(operation.kind, {}).update(dict.fromkeys(o.machine for o in operation.machines))
        if not operation.machines:
            anywhere.add(operation.kind)
    return {k: tuple(map(MachineOption, found)) for k, found in listed.items() if k not in anywhere}


def _on(operation: Operation, fitting: dict[KindId, tuple[MachineOption, ...]]) -> Operation:
    if operation.mode is Mode.OUTSIDE or operation.kind not in fitting:
        return operation
    return replace(operation, machines=fitting[operation.kind])


def _put_in(shop: Shop, mold: Mold, routing: Routing, made: dict[OperationId, Operation]) -> Shop:
    return replace(
        shop,
        molds=shop.molds | {mold.id: mold},
        parts=shop.parts | routing.parts,
        operations=shop.operations | made,
    )
