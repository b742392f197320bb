"""Electrodes and the burns they serve: an electrode is a part; a burn joins it, or names one of its steps.

The rule: a burn begins when all its electrodes are made and measured.
"""

from sprue.floor.view.index import Index
from sprue.shop.gates import GateState
from sprue.shop.ids import OperationId, PartId
from sprue.shop.records import Work
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: How classes of parts begin that are electrodes.
CLASS = "electrode"
#: Words of an operation in which something is measured.
_MEASURES = ("inspect", "measur", "cmm", "检测", "检验", "测量", "三坐标")
_OVER = (Work.DONE, Work.CANCELLED)


def is_electrode(shop: Shop, part: PartId) -> bool:
    """Whether the part is one, by its class."""
    known = shop.parts.get(part)
    return known is not None and known.part_class.startswith(CLASS)


def electrodes_of(index: Index, shop: Shop, burn: OperationId) -> list[PartId]:
    """The electrodes with which an operation is burned: those built into its part, those it waits for."""
    operation = shop.operations[burn]
    found: list[PartId] = []
    if operation.joins:
        found += [one for one in index.children.get(operation.part, ()) if is_electrode(shop, one)]
    before = (shop.operations[o].part for o in operation.after if o in shop.operations)
    found += [part for part in before if part != operation.part and is_electrode(shop, part)]
    return [*dict.fromkeys(found)]


def burns_of(index: Index, shop: Shop, electrode: PartId) -> list[OperationId]:
    """The operations that an electrode serves, those that are over too."""
    parent = shop.parts[electrode].parent
    found: list[OperationId] = []
    if parent is not None:
        found += [o for o in index.operations_of.get(parent, ()) if shop.operations[o].joins]
    for step in index.operations_of.get(electrode, ()):
        found += [o for o in index.followers.get(step, ()) if shop.operations[o].part != electrode]
    return [*dict.fromkeys(found)]


def electrodes_of_part(index: Index, shop: Shop, part: PartId) -> list[PartId]:
    """All electrodes with which any operation of the part is burned."""
    burns = index.operations_of.get(part, ())
    return [*dict.fromkeys(e for burn in burns for e in electrodes_of(index, shop, burn))]


def measures(shop: Shop, operation: Operation) -> bool:
    """Whether something is measured in the operation, by its words."""
    kind = shop.kinds.get(operation.kind) if operation.kind is not None else None
    texts = [operation.name, *((kind.id, kind.name, kind.name_zh) if kind is not None else ())]
    return any(word in text.lower() for text in texts for word in _MEASURES)


def is_made(state: State, index: Index, electrode: PartId) -> bool:
    """Whether everything is over that has to be done to the electrode."""
    return all(state.operation(o).work in _OVER for o in index.operations_of.get(electrode, ()))


def is_measured(state: State, index: Index, electrode: PartId, burn: OperationId) -> bool:
    """Whether somebody has measured the electrode and found it well.

    What was told last counts. Where nobody has told anything, measuring as a step of its own is believed,
    so is a burn's open electrode gate, and what was made before the shop came in.
    """
    record = state.electrodes.get(electrode)
    if record is not None and record.measured is not None:
        return record.measured.ok
    own = index.operations_of.get(electrode, ())
    shop = state.shop
    if any(measures(shop, shop.operations[o]) and state.operation(o).work is Work.DONE for o in own):
        return True
    if shop.operations[burn].electrode.state is GateState.OK:
        return True
    return all(_of_before(state, o) for o in own)


def _of_before(state: State, operation: OperationId) -> bool:
    record = state.operation(operation)
    if record.work is Work.CANCELLED:
        return True
    since = state.imported_at
    old = record.finished is None or (since is not None and record.finished <= since)
    return record.work is Work.DONE and old
