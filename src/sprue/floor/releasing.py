"""A bill of materials comes in: real parts take the place of the template's; begun and done work is kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sprue.floor import mold_commands as mc
from sprue.floor.gaps import OPEN, Gaps, Release, is_program
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.index import Index, index_of
from sprue.planning.templates.parts import PartRouter, class_of, half_of, told_as
from sprue.planning.templates.routing import ELECTRODES
from sprue.shop.bom import Fields
from sprue.shop.events import ShopAmended
from sprue.shop.ids import OperationId, PartId
from sprue.shop.marks import is_template, unmarked
from sprue.shop.orders import Mold, Part, Purchase
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from sprue.shop.state import State


def release(command: mc.ReleaseParts, state: State) -> ShopAmended:
    """The amendment that a bill makes; Refusal where it would change nothing."""
    fact = previewed(command, state).fact(command)
    if not (fact.operations or fact.parts or fact.purchases):
        raise Refusal(Code.NOTHING_NEW, {"mold": command.mold})
    return fact


def previewed(command: mc.ReleaseParts, state: State) -> Release:
    """What the bill would do now."""
    mold = state.shop.molds.get(command.mold)
    if mold is None:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": command.mold})
    bill = _Bill(command, state, mold, index_of(state.shop))
    bill.tell_parts()
    bill.replace_templates()
    bill.tell_operations()
    bill.draw_typical()
    Gaps(bill.found, state, mold.id, command.bom).close()
    return bill.found


class _Bill:
    """A bill on its way into a mold; the steps are called in their order."""

    def __init__(self, command: mc.ReleaseParts, state: State, mold: Mold, index: Index) -> None:
        self.found = Release()
        self._bom, self._state, self._mold, self._index = command.bom, state, mold, index
        self._picks = {pick.told: pick for pick in command.picks}
        self._classes: dict[PartId, str] = {}
        self._told: dict[PartId, list[OperationId]] = defaultdict(list)

    # -- parts ---------------------------------------------------------------------

    def tell_parts(self) -> None:
        """New parts, and known ones as they are from now on."""
        shop = self._state.shop
        for part_id, fields in self._bom.parts.items():
            known = shop.parts.get(part_id)
            if known is not None and known.mold != self._mold.id:
                raise Refusal(Code.OTHER_MOLD, {"part": part_id, "mold": known.mold})
            old = known if known is not None else Part(part_id, self._mold.id)
            part = replace(old, **_with_notes(old.notes, fields, mold=self._mold.id))
            self._classes[part_id] = self._class_of(part)
            part = replace(part, part_class=self._classes[part_id] or part.part_class)
            if known is None:
                self.found.new[part_id] = part
            elif part != known:
                self.found.changed[part_id] = part
        self.found.purchases = tuple(
            replace(shop.purchases.get(name, Purchase(name)), **fields)
            for name, fields in self._bom.purchases.items()
        )

    def _class_of(self, part: Part) -> str:
        """The class of template that the planner picked, or the bill tells."""
        pick = self._picks.get(told_as(part.part_class, part.name))
        return (
            pick.part_class if pick is not None and pick.part_class else class_of(part.part_class, part.name)
        )

    def replace_templates(self) -> None:
        """Template parts of the classes that come are replaced, one by one as far as there are new ones."""
        coming: dict[str, list[PartId]] = defaultdict(list)
        for part_id in self.found.new:
            if self._classes[part_id]:
                coming[self._classes[part_id]].append(part_id)
        matched: dict[PartId, PartId | None] = {}
        for part_class, parts in coming.items():
            old = self._templates(part_class)
            count = {
                mc.Replace.ALL: len(old),
                mc.Replace.AS_MANY: min(len(old), len(parts)),
                mc.Replace.NONE: 0,
            }[self._how(parts)]
            for place, template in enumerate(old[:count]):
                self.found.replaced[template] = parts[place] if place < len(parts) else None
                self._drop(template)
            for place, part_id in enumerate(parts):
                matched[part_id] = old[place] if place < count else next(iter(old), None)
        for part_id, model in matched.items():
            self._settle_parent(part_id, model)

    def _how(self, parts: Iterable[PartId]) -> mc.Replace:
        """What was picked for the class under which the parts were told."""
        for part_id in parts:
            told = self._bom.parts[part_id]
            pick = self._picks.get(told_as(str(told.get("part_class", "")), str(told.get("name", ""))))
            if pick is not None:
                return pick.how
        return mc.Replace.ALL

    def _templates(self, part_class: str) -> list[PartId]:
        """Template parts of the class that still have something to be made, those that are begun first."""
        shop = self._state.shop
        found = [
            part
            for part in self._index.parts_of.get(self._mold.id, ())
            if part not in self._bom.parts
            and is_template(shop.parts[part])
            and shop.parts[part].part_class == part_class
            and any(self._state.operation(o).work in OPEN for o in self._index.operations_of.get(part, ()))
        ]
        return sorted(
            found, key=lambda part: any(self._begun(o) for o in self._operations(part)), reverse=True
        )

    def _drop(self, part: PartId) -> None:
        """What of a part nobody has begun is not made any more; its programs neither."""
        for operation in self._operations(part):
            self._cancel(operation)
            for before in self._state.shop.operations[operation].after:
                if is_program(self._state, before):
                    self._cancel(before)

    def _cancel(self, operation: OperationId) -> None:
        known = self._state.shop.operations[operation]
        if self._state.operation(operation).work in OPEN:
            self.found.cancelled[operation] = replace(known, status=Status.CANCELLED)
        elif self._begun(operation):
            self.found.kept[operation] = None

    def _operations(self, part: PartId) -> list[OperationId]:
        return self._index.operations_of.get(part, [])

    def _begun(self, operation: OperationId) -> bool:
        return self._state.operation(operation).work in (Work.RUNNING, Work.PAUSED, Work.DONE)

    def _settle_parent(self, part_id: PartId, template: PartId | None) -> None:
        """What a new part is built into, where the bill does not say: as the template's, else its half."""
        part, shop = self.found.new[part_id], self._state.shop
        if part.parent is not None:
            return
        parent = shop.parts[template].parent if template is not None else None
        parent = self.found.replaced.get(parent, parent) if parent is not None else None
        half = PartId(f"{self._mold.id}-{half_of(part.part_class)}")
        if parent is None and part.part_class not in ELECTRODES and half in shop.parts:
            parent = half
        self.found.new[part_id] = replace(part, parent=parent)

    # -- operations ----------------------------------------------------------------

    def tell_operations(self) -> None:
        """Operations as the bill tells them; what a told part had open beside them is dropped."""
        shop = self._state.shop
        for name, fields in self._bom.operations.items():
            known = shop.operations.get(name)
            part = PartId(fields.get("part") or (known.part if known is not None else ""))
            self._told[part].append(name)
            if known is not None and self._begun(name):
                self.found.kept[name] = None
                continue
            old = known if known is not None else Operation(name, part, fields["step"])
            held = self._state.operation(name).work is Work.HELD
            status = Status.HELD if held else Status.WAITING
            told = replace(old, **_with_notes(old.notes, fields), status=status)
            if told != known:
                self.found.operations[name] = told
        for part, names in self._told.items():
            for other in self._operations(part):
                if other not in names and other not in self._state.inserted:
                    self._cancel(other)

    def draw_typical(self) -> None:
        """New parts of which no operation is told get the typical routing of their class."""
        router: PartRouter | None = None
        bought = {purchase.part for purchase in self.found.purchases}
        back = {new: old for old, new in self.found.replaced.items() if new is not None}
        for part_id, part in self.found.new.items():
            part_class = self._classes[part_id]
            if self._told.get(part_id):
                continue
            if not part_class:
                self.found.unrouted[part_id] = None
                continue
            router = router if router is not None else PartRouter(self._state.shop, self._mold)
            begun = self._begun_steps(back[part_id]) if part_id in back else {}
            left_out = {*begun.values(), *(["10"] if part_id in bought else [])}
            more, made = router.routing(part, part_class, left_out)
            self.found.others.update({one.id: one for one in more})
            self.found.typical[part_id] = part_class
            self._add(made, [*begun])

    def _begun_steps(self, template: PartId) -> dict[OperationId, str]:
        """What of a template's part is begun or done, with its programs → its step of the route."""
        shop, found = self._state.shop, {}
        for operation in self._operations(template):
            if self._begun(operation):
                found[operation] = str(shop.operations[operation].step)
            for program in shop.operations[operation].after:
                if is_program(self._state, program) and self._begun(program):
                    found[program] = program.rpartition("-")[2]
        return found

    def _add(self, made: Iterable[Operation], begun: list[OperationId]) -> None:
        """Typical operations; the first waits for what is still worked on in the part's place."""
        running = tuple(o for o in begun if self._state.operation(o).work is not Work.DONE)
        for place, operation in enumerate(made):
            if operation.id in self._state.shop.operations:
                raise Refusal(Code.OPERATION_KNOWN, {"operation": operation.id})
            first = place == 0 and running
            after = (*operation.after, *running) if first else operation.after
            self.found.operations[operation.id] = replace(operation, after=after)


def _with_notes(notes: tuple[tuple[str, str], ...], fields: Fields, **more: Any) -> dict[str, Any]:
    """Told fields over old ones: what is told is no template any more, other notes stay."""
    told = dict(fields.get("notes", ()))
    stay = tuple(note for note in unmarked(notes) if note[0] not in told)
    return {**fields, **more, "notes": (*stay, *told.items())}
