"""Gates: of one operation, of a whole part, of its material."""

from collections.abc import Iterable

from sprue.floor.view.waits import Wait
from sprue.server.rows.scene import Scene
from sprue.shop.gates import Gate, GateKind, GateState
from sprue.shop.ids import PartId
from sprue.shop.routing import Operation
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none

_GATE_LIGHTS = {
    GateState.NOT_NEEDED: "none",
    GateState.OK: "ok",
    GateState.EXPECTED: "expected",
    GateState.NO: "no",
}


_WORST = ("none", "ok", "expected", "no")


def gates_row(scene: Scene, part_id: PartId, operations: Iterable[Operation]) -> wire.Gates:
    """The worst state of each gate of the operations, and of the part's material."""
    found = {kind: worst_gate(o.gate(kind) for o in operations) for kind in GateKind}
    return {
        "material": material_gate(scene, part_id),
        "drawing": found[GateKind.DRAWING],
        "program": found[GateKind.PROGRAM],
        "electrode": found[GateKind.ELECTRODE],
        "fixture": found[GateKind.FIXTURE],
    }


def worst_gate(gates: Iterable[Gate]) -> wire.Gate:
    """The worst of several gates; of expected ones the last date."""
    worst: wire.Gate = {"state": "none", "at": None}
    for gate in gates:
        light, at = _GATE_LIGHTS[gate.state], moment_or_none(gate.expected)
        rank = (_WORST.index(light), at or "")
        if rank > (_WORST.index(worst["state"]), worst["at"] or ""):
            worst = {"state": light, "at": at}
    return worst


def material_gate(scene: Scene, part_id: PartId) -> wire.Gate:
    """Whether a part's material is there: its date and its purchases."""
    sight = scene.sight
    shop = sight.state.shop
    part = shop.parts[part_id]
    missing = [p for p in sight.index.purchases_of.get(part_id, ()) if shop.purchases[p].received is None]
    dates = [shop.purchases[p].promised for p in missing]
    if part.available is not None and part.available > sight.now:
        dates.append(part.available)
    if not dates:
        known = part.available is not None or part_id in sight.index.purchases_of
        return {"state": "ok" if known else "none", "at": None}
    promised = [date for date in dates if date is not None]
    if len(promised) < len(dates):
        return {"state": "no", "at": None}
    return {"state": "expected", "at": moment(max(promised))}


def wait_row(wait: Wait) -> wire.WaitsFor:
    """One thing waited for."""
    return {"what": wait.what.value, "id": wait.id, "at": moment_or_none(wait.at)}
