"""Which data a shop keeps: what it does not keep is unknown on a screen, never zero."""

from collections.abc import Mapping

from sprue.floor.view.waits import Sight
from sprue.shop.gates import GateKind, GateState
from sprue.shop.routing import Mode
from sprue.shop.stages import Stage, stage_of


def kept_of(sight: Sight) -> Mapping[str, bool]:
    """Whether the shop tells of material, outside work, each gate, trials and unattended machines."""
    shop = sight.state.shop
    operations = [*shop.operations.values()]
    found = {
        "material": bool(shop.purchases) or any(p.available is not None for p in shop.parts.values()),
        "outside": any(o.mode is Mode.OUTSIDE for o in operations),
        "trial": any(stage_of(shop, o) is Stage.TRIAL for o in operations),
        "unattended": any(m.unattended for m in shop.machines.values()),
    }
    for kind in GateKind:
        found[kind.value] = any(o.gate(kind).state is not GateState.NOT_NEEDED for o in operations)
    return found
