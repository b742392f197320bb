"""Electrodes as a burn's row tells of them."""

from sprue.floor.view.electrodes import burns_of, electrodes_of, is_made, is_measured
from sprue.server.rows.scene import Scene
from sprue.shop.ids import OperationId, PartId
from sprue.wire import rows as wire


def electrode_rows(scene: Scene, burn: OperationId) -> list[wire.ElectrodeRow]:
    """The electrodes of a burn; [] for all other work."""
    index, shop = scene.sight.index, scene.sight.state.shop
    return [electrode_row(scene, one, burn) for one in electrodes_of(index, shop, burn)]


def electrode_row(scene: Scene, electrode: PartId, burn: OperationId) -> wire.ElectrodeRow:
    """One electrode as the burn sees it."""
    state, index = scene.sight.state, scene.sight.index
    part, record = state.shop.parts[electrode], state.electrodes.get(electrode)
    measured = record.measured if record is not None else None
    deviation = measured.deviation if measured is not None else None
    placed = state.supply.parts.get(electrode)
    made = is_made(state, index, electrode)
    return {
        "part": electrode,
        "name": part.name or electrode,
        "made": made,
        "measured": made and is_measured(state, index, electrode, burn),
        "deviation": float(deviation) if deviation is not None else None,
        "place": placed.place if placed is not None else "",
        "burns": len(burns_of(index, state.shop, electrode)),
    }
