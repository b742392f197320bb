"""What an engineering change touches: parts with their begun and open work, electrodes, purchases."""

from dataclasses import dataclass

from sprue.floor.view.electrodes import electrodes_of_part
from sprue.floor.view.waits import Sight
from sprue.shop.changes import ChangeRecord
from sprue.shop.ids import OperationId, PartId, PurchaseId
from sprue.shop.records import Work

BEGUN = (Work.RUNNING, Work.PAUSED, Work.DONE)
UNDER_WAY = (Work.RUNNING, Work.PAUSED)
OPEN = (Work.WAITING, Work.HELD)


@dataclass(frozen=True, slots=True)
class TouchedPart:
    """A part with its operations; `electrode`: it is touched because a touched part is burned with it."""

    part: PartId
    done: tuple[OperationId, ...]
    under_way: tuple[OperationId, ...]
    open: tuple[OperationId, ...]
    electrode: bool = False

    @property
    def begun(self) -> bool:
        return bool(self.done or self.under_way)


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything that must be looked at before a change is taken."""

    parts: tuple[TouchedPart, ...]
    purchases: tuple[PurchaseId, ...]


def touched_by(sight: Sight, change: ChangeRecord) -> Touched:
    """The change's parts, the electrodes of their burns, and what was bought for any of them."""
    shop = sight.state.shop
    chosen = [part for part in change.opened.parts if part in shop.parts]
    electrodes = dict.fromkeys(e for part in chosen for e in electrodes_of_part(sight.index, shop, part))
    parts = [*dict.fromkeys(chosen), *(one for one in electrodes if one not in chosen)]
    purchases = tuple(p for part in parts for p in sight.index.purchases_of.get(part, ()))
    return Touched(tuple(touched_part(sight, p, electrode=p not in chosen) for p in parts), purchases)


def touched_part(sight: Sight, part: PartId, *, electrode: bool = False) -> TouchedPart:
    """The part with its work as it stands, in the order of its steps."""
    names = [name for step in sight.index.steps.get(part, ()) for name in step]
    state = sight.state

    def those(works: tuple[Work, ...]) -> tuple[OperationId, ...]:
        return tuple(name for name in names if state.operation(name).work in works)

    return TouchedPart(part, those((Work.DONE,)), those(UNDER_WAY), those(OPEN), electrode)
