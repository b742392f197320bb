"""What a bill of materials does to a mold, and how the gaps are closed that replaced parts leave."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sprue.floor import mold_commands as mc
from sprue.floor.view.index import index_of
from sprue.planning.templates.routing import ELECTRODES
from sprue.shop.bom import Bom
from sprue.shop.events import ShopAmended
from sprue.shop.ids import KindId, MoldId, OperationId, PartId
from sprue.shop.marks import is_template
from sprue.shop.orders import Part, Purchase
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation
from sprue.shop.state import State

#: What may still be changed: nobody has begun it.
OPEN = (Work.WAITING, Work.HELD)
BURN = KindId("edm_sinker")


@dataclass(slots=True)
class Release:
    """What a bill does to a mold.

    `new` and `changed` are parts; `replaced`: template part → the part that takes its place (None: it is
    not needed any more); `cancelled` and `kept` are operations that are dropped, and begun ones that stay;
    `typical`: parts whose routing is the typical one of their class; `unrouted`: parts without any operation.
    """

    new: dict[PartId, Part] = field(default_factory=dict)
    changed: dict[PartId, Part] = field(default_factory=dict)
    replaced: dict[PartId, PartId | None] = field(default_factory=dict)
    operations: dict[OperationId, Operation] = field(default_factory=dict)
    cancelled: dict[OperationId, Operation] = field(default_factory=dict)
    kept: dict[OperationId, None] = field(default_factory=dict)
    purchases: tuple[Purchase, ...] = ()
    typical: dict[PartId, str] = field(default_factory=dict)
    unrouted: dict[PartId, None] = field(default_factory=dict)
    #: Parts of the template that only move to another parent, and those that come with typical routings.
    others: dict[PartId, Part] = field(default_factory=dict)

    def fact(self, command: mc.ReleaseParts) -> ShopAmended:
        """All of it as one amendment."""
        return ShopAmended(
            operations=(*self.operations.values(), *self.cancelled.values()),
            parts=(*self.others.values(), *self.new.values(), *self.changed.values()),
            purchases=self.purchases,
            person=command.person,
            reason=mc.NAMES[type(command)],
        )


@dataclass(slots=True)
class Gaps:
    """What waited for dropped work of a mold; `bom`: what the bill tells."""

    found: Release
    state: State
    mold: MoldId
    bom: Bom
    #: Dropped operation → the one that is waited for in its place.
    _instead: dict[OperationId, OperationId] = field(default_factory=dict)

    def close(self) -> None:
        """What waited for dropped work waits for what is in its place; electrodes go over to real parts."""
        open_of: dict[PartId, list[Operation]] = defaultdict(list)
        for operation in self._open_of_mold():
            open_of[operation.part].append(operation)
        for template, part in self.found.replaced.items():
            if part is not None:
                self._match(template, open_of[part])
        for part in dict.fromkeys(self.found.operations[o].part for o in self._told()):
            self._match(part, open_of[part])
        self._meet()
        self._hand_over({part: made for part, made in open_of.items() if part in self.found.new})
        self._burns_join()
        for operation in self._open_of_mold():
            after = tuple(dict.fromkeys(self._instead.get(o, o) for o in operation.after))
            if after != operation.after:
                self.found.operations[operation.id] = replace(operation, after=after)

    def _told(self) -> list[OperationId]:
        """Operations that the bill itself tells and that become others by it."""
        return [name for name in self.bom.operations if name in self.found.operations]

    def _match(self, part: PartId, made: list[Operation]) -> None:
        """Each dropped operation of a part → the one of its kind in its place, else the last of all."""
        shop = self.state.shop
        old = [shop.operations[o] for o in index_of(shop).operations_of.get(part, ())]
        by_kind: dict[KindId | None, list[Operation]] = defaultdict(list)
        for operation in sorted(made, key=lambda o: o.step):
            by_kind[operation.kind].append(operation)
        turn: dict[KindId | None, int] = defaultdict(int)
        for operation in sorted(old, key=lambda o: o.step):
            same, place = by_kind.get(operation.kind, []), turn[operation.kind]
            turn[operation.kind] += 1
            if operation.id in self.found.cancelled and made:
                last = max(made, key=lambda o: o.step)
                instead = same[min(place, len(same) - 1)] if same else last
                self._instead[operation.id] = instead.id

    def _meet(self) -> None:
        """Parts wait for each other as those before them did: core for cavity, plate for both.

        Only an operation of which the bill tells what it waits for is taken at its word.
        """
        for old, new in self._instead.items():
            known = self.found.operations.get(new)
            if known is None or "after" in self.bom.operations.get(new, {}):
                continue
            waits = [self._instead.get(b, b) for b in self.state.shop.operations[old].after]
            more = [b for b in waits if b not in self.found.cancelled and not is_program(self.state, b)]
            after = tuple(b for b in dict.fromkeys((*known.after, *more)) if b != new)
            self.found.operations[new] = replace(known, after=after)

    def _hand_over(self, by_part: Mapping[PartId, list[Operation]]) -> None:
        """Electrodes of the template that stay go to the real part, or in turn to those that are eroded."""
        eroded = [p for p, made in by_part.items() if any(_burns(o) for o in made)]
        turn = 0
        for template, part in self.found.replaced.items():
            target = part
            if part not in eroded and eroded:
                target, turn = eroded[turn % len(eroded)], turn + 1
            for child in index_of(self.state.shop).children.get(template, ()):
                stays = child not in self.found.replaced and child not in self.bom.parts
                if stays and target is not None:
                    self.found.others[child] = replace(self.state.shop.parts[child], parent=target)

    def _burns_join(self) -> None:
        """A burn waits for the electrodes of its part, new ones and those handed over."""
        parts = {**self.found.others, **self.found.new, **self.found.changed}
        burnt = {part.parent for part in parts.values() if part.part_class in ELECTRODES}
        for operation in self._open_of_mold():
            if operation.part in burnt and _burns(operation) and not operation.joins:
                self.found.operations[operation.id] = replace(operation, joins=True)

    def _open_of_mold(self) -> list[Operation]:
        """Operations of the mold that are still to be made, as they are from now on."""
        known = (
            self.state.shop.operations[o] for o in index_of(self.state.shop).operations_of_mold(self.mold)
        )
        stays = {
            o.id: o
            for o in known
            if self.state.operation(o.id).work in OPEN and o.id not in self.found.cancelled
        }
        return [*(stays | self.found.operations).values()]


def is_program(state: State, operation: OperationId) -> bool:
    """Whether it is a program of a template, which is written for one operation alone."""
    known = state.shop.operations.get(operation)
    if known is None or not is_template(known):
        return False
    return known.part == f"{state.shop.parts[known.part].mold}-NC"


def _burns(operation: Operation) -> bool:
    return operation.kind == BURN and operation.mode is not Mode.OUTSIDE
