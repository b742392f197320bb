"""What the decisions of an engineering change do: work is held, added or done anew, orders are cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.index import Index, index_of
from sprue.floor.view.touched import TouchedPart
from sprue.shop import events as ev
from sprue.shop.changes import Decision, Handling, Made, Thing
from sprue.shop.gates import CLOSED, Gate, GateState
from sprue.shop.ids import OperationId, PartId, PersonId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.state import State

#: Rework takes at most so many minutes.
MOST_MINUTES = 1_000_000


@dataclass(slots=True)
class Effects:
    """Collects what follows, thing by thing; the state stays as it is."""

    state: State
    now: datetime
    number: str
    person: PersonId | None
    made: list[Made] = field(default_factory=list)
    _operations: dict[OperationId, Operation] = field(default_factory=dict)
    _purchases: dict[PurchaseId, Purchase] = field(default_factory=dict)
    _ends: list[ev.Fact] = field(default_factory=list)

    def part(self, touched: TouchedPart, decision: Decision) -> None:
        """A part, or an electrode."""
        new: list[OperationId] = []
        held: tuple[OperationId, ...] = ()
        paused: tuple[OperationId, ...] = ()
        ended: tuple[OperationId, ...] = ()
        orders: tuple[str, ...] = ()
        match decision.handling:
            case Handling.STOP:
                held = tuple(o for o in touched.open if self.state.operation(o).work is Work.WAITING)
                paused = tuple(o for o in touched.under_way if self.state.operation(o).work is Work.RUNNING)
                for name in held:
                    self._operations[name] = replace(self._now(name), status=Status.HELD)
                self._ends += [ev.OperationPaused(o, self.person, self.number) for o in paused]
            case Handling.REWORK:
                new = [self._rework(touched, decision)]
            case Handling.SCRAP:
                ended = touched.under_way
                self._ends += [
                    ev.OperationFinished(o, self.person, quantity=0, rejected=1) for o in touched.under_way
                ]
                new = self._anew((*touched.done, *touched.under_way))
                orders = self._material(touched.part, decision)
        if decision.redrawn:
            self._redraw((*touched.open, *new), decision)
        self.made.append(Made(Thing.PART, touched.part, tuple(new), held, paused, ended, orders))

    def purchase(self, name: PurchaseId, decision: Decision) -> None:
        """Something that was bought: kept, cancelled, or ordered anew."""
        known = self.state.shop.purchases[name]
        orders: tuple[str, ...] = ()
        if decision.handling is Handling.STOP and known.received is None:
            # What nobody waits for any more gates no part.
            self._purchases[name] = replace(known, part=None, notes=(*known.notes, ("change", self.number)))
        elif decision.handling is Handling.SCRAP:
            again = PurchaseId(unused(f"{name}-{self.number}", self.state.shop.purchases))
            if known.received is None:
                self._purchases[name] = replace(
                    known, part=None, notes=(*known.notes, ("change", self.number))
                )
            self._purchases[again] = replace(
                known, id=again, ordered=self.now, promised=decision.promised, received=None
            )
            orders = (again,)
        self.made.append(Made(Thing.PURCHASE, name, orders=orders))

    def amended(self) -> ev.ShopAmended | None:
        """The shop's records as they are from now on; None: they stay."""
        if not self._operations and not self._purchases:
            return None
        return ev.ShopAmended(
            operations=tuple(self._operations.values()),
            purchases=tuple(self._purchases.values()),
            person=self.person,
            reason=self.number,
        )

    def ends(self) -> tuple[ev.Fact, ...]:
        """Work under way that is broken off, or ends as scrap."""
        return tuple(self._ends)

    def _now(self, name: OperationId) -> Operation:
        return self._operations.get(name) or self.state.shop.operations[name]

    @property
    def _index(self) -> Index:
        return index_of(self.state.shop)

    def _rework(self, touched: TouchedPart, decision: Decision) -> OperationId:
        """One operation more: behind what has begun of the part, before the rest of it."""
        shop = self.state.shop
        if not 0 < decision.minutes <= MOST_MINUTES:
            raise Refusal(Code.MINUTES_NEEDED)
        if decision.work is not None and decision.work not in shop.kinds:
            raise Refusal(Code.UNKNOWN_KIND, {"kind": decision.work})
        sent = decision.work is None or not any(decision.work in m.kinds for m in shop.machines.values())
        name = OperationId(unused(f"{touched.part}-{self.number}", shop.operations))
        self._operations[name] = Operation(
            name,
            touched.part,
            self._step(touched),
            name=self.number,
            kind=decision.work,
            run_minutes=Decimal(decision.minutes),
            mode=Mode.OUTSIDE if sent else Mode.ATTENDED,
        )
        return name

    def _step(self, touched: TouchedPart) -> Decimal:
        steps = self.state.shop.operations
        begun = [steps[o].step for o in (*touched.done, *touched.under_way)]
        if not begun:
            return min((steps[o].step for o in touched.open), default=Decimal(11)) - 1
        last = max(begun)
        return min((last + 1, *(steps[o].step for o in touched.open if steps[o].step > last)))

    def _anew(self, lost: Iterable[OperationId]) -> list[OperationId]:
        """What was done to the piece is done to the new one; who waited for it waits for that."""
        shop = self.state.shop
        names = {old: OperationId(unused(f"{old}-{self.number}", shop.operations)) for old in lost}
        for old, new in names.items():
            known = shop.operations[old]
            self._operations[new] = replace(
                known,
                id=new,
                after=tuple(names.get(one, one) for one in known.after),
                group="",
                status=Status.WAITING,
                machine=None,
                started=None,
                finished=None,
                remaining_minutes=None,
                pinned=False,
                pinned_start=None,
            )
            for follower in self._index.followers.get(old, ()):
                waits = self.state.operation(follower).work in (Work.WAITING, Work.HELD)
                if waits and follower not in names:
                    behind = self._now(follower)
                    self._operations[follower] = replace(behind, after=(*behind.after, new))
        return [*names.values()]

    def _material(self, part: PartId, decision: Decision) -> tuple[str, ...]:
        if not decision.material:
            return ()
        known = self.state.shop.parts[part]
        name = PurchaseId(unused(f"{part}-{self.number}-MAT", self.state.shop.purchases))
        item = known.material or known.name or part
        self._purchases[name] = Purchase(name, part, item, ordered=self.now, promised=decision.promised)
        return (name,)

    def _redraw(self, names: Iterable[OperationId], decision: Decision) -> None:
        """Open work waits for the new drawing, and for a program where it has one."""
        gate = CLOSED if decision.drawing is None else Gate(GateState.EXPECTED, decision.drawing)
        for name in names:
            known = self._now(name)
            if known.mode is Mode.OUTSIDE:
                continue
            needs = known.program.state is not GateState.NOT_NEEDED
            self._operations[name] = replace(known, drawing=gate, program=gate if needs else known.program)


def unused(name: str, known: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    taken, number, found = {*known}, 1, name
    while found in taken:
        number += 1
        found = f"{name}.{number}"
    return found
