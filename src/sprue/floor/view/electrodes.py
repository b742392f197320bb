"""Electrodes and the burns they serve: an electrode is a part; a burn joins it, or names its last step."""

from sprue.floor.view.waits import OVER, Sight
from sprue.shop.ids import OperationId, PartId

#: How classes of parts begin that are electrodes.
CLASS = "electrode"


def is_electrode(sight: Sight, part: PartId) -> bool:
    """Whether the part is one, by its class."""
    known = sight.state.shop.parts.get(part)
    return known is not None and known.part_class.startswith(CLASS)


def electrodes_of(sight: Sight, burn: OperationId) -> list[PartId]:
    """The electrodes with which an operation is burned: those built into its part, those it waits for."""
    shop = sight.state.shop
    operation = shop.operations[burn]
    found: list[PartId] = []
    if operation.joins:
        found += [one for one in sight.index.children.get(operation.part, ()) if is_electrode(sight, one)]
    before = (shop.operations[o].part for o in operation.after if o in shop.operations)
    found += [part for part in before if part != operation.part and is_electrode(sight, part)]
    return [*dict.fromkeys(found)]


def burns_of(sight: Sight, electrode: PartId) -> list[OperationId]:
    """The operations that an electrode serves, those that are over too; not cancelled ones."""
    shop = sight.state.shop
    parent = shop.parts[electrode].parent
    found: list[OperationId] = []
    if parent is not None:
        own = sight.index.operations_of.get(parent, ())
        found += [o for o in own if shop.operations[o].joins]
    for step in sight.index.operations_of.get(electrode, ()):
        found += [o for o in sight.index.followers.get(step, ()) if shop.operations[o].part != electrode]
    return [*dict.fromkeys(found)]


def electrodes_of_part(sight: Sight, part: PartId) -> list[PartId]:
    """All electrodes with which any operation of the part is burned."""
    burns = sight.index.operations_of.get(part, ())
    return [*dict.fromkeys(e for burn in burns for e in electrodes_of(sight, burn))]


def is_made(sight: Sight, electrode: PartId) -> bool:
    """Whether everything is over that has to be done to the electrode."""
    own = sight.index.operations_of.get(electrode, ())
    return bool(own) and all(sight.state.operation(o).work in OVER for o in own)
