"""What the screen of electrodes asks: the next burns, each with its electrodes. Nothing here writes."""

from typing import Any

from sprue.floor.view.electrodes import burns_of, electrodes_of, is_electrode
from sprue.floor.view.waits import OVER
from sprue.server.floor.ledger import looking
from sprue.server.rows import Scene
from sprue.server.rows.electrodes import electrode_row
from sprue.shop.ids import OperationId, PartId
from sprue.shop.records import Work
from sprue.wire.rows import moment_or_none

#: So many burns are told; later ones come up in time.
MOST = 300


def listed() -> list[dict[str, Any]]:
    """Burns that are not over, by their planned start; those without a date last."""
    with looking() as scene:
        shop, index = scene.sight.state.shop, scene.sight.index
        burns = dict.fromkeys(
            burn for part in shop.parts if is_electrode(shop, part) for burn in burns_of(index, shop, part)
        )
        open_ones = [b for b in burns if scene.sight.state.operation(b).work not in OVER]
        served = sorted(
            (b for b in open_ones if electrodes_of(index, shop, b)), key=lambda b: _when(scene, b)
        )
        return [_burn(scene, burn) for burn in served[:MOST]]


def _when(scene: Scene, burn: OperationId) -> tuple[bool, float, str]:
    started = scene.sight.state.operation(burn).started
    row = scene.plan.rows.get(burn)
    at = started or (row.setup if row is not None else None)
    return at is None, at.timestamp() if at is not None else 0.0, burn


def _burn(scene: Scene, burn: OperationId) -> dict[str, Any]:
    sight = scene.sight
    state, shop = sight.state, sight.state.shop
    operation, worked, row = shop.operations[burn], state.operation(burn), scene.plan.rows.get(burn)
    machine = worked.machine or (row.machine if row is not None else None)
    part = shop.parts[operation.part]
    return {
        "burn": burn,
        "name": operation.name or burn,
        "part": part.id,
        "part_name": part.name or part.id,
        "mold": part.mold,
        "work": worked.work.value,
        "start": moment_or_none(worked.started or (row.setup if row is not None else None)),
        "machine": machine,
        "gate": operation.electrode.state.value,
        "ready": worked.work is Work.WAITING and sight.is_ready(burn),
        "electrodes": [_electrode(scene, one, burn) for one in electrodes_of(sight.index, shop, burn)],
    }


def _electrode(scene: Scene, electrode: PartId, burn: OperationId) -> dict[str, Any]:
    sight = scene.sight
    state, shop = sight.state, sight.state.shop
    steps = sight.index.operations_of.get(electrode, ())
    ends = [row.end for o in steps if (row := scene.plan.rows.get(o)) is not None]
    open_ones = [o for o in steps if state.operation(o).work not in OVER]
    under_way = next((o for o in open_ones if state.operation(o).work in (Work.RUNNING, Work.PAUSED)), None)
    record = state.electrodes.get(electrode)
    told = record.measured if record is not None else None
    return {
        **electrode_row(scene, electrode, burn),
        "part_class": shop.parts[electrode].part_class,
        "material": shop.parts[electrode].material,
        "operations": [*steps],
        "left": len(open_ones),
        "doing": shop.operations[under_way].name if under_way is not None else "",
        "ends": moment_or_none(max(ends, default=None)) if open_ones else None,
        "bad": told is not None and not told.ok,
        "others": [b for b in burns_of(sight.index, shop, electrode) if b != burn],
    }
