"""The lead fitter's bench of a mold: its fitting stays there, also where another would be free sooner."""

from dataclasses import replace

from sprue.shop.ids import MachineId, OperationId
from sprue.shop.notes import note
from sprue.shop.orders import Mold
from sprue.shop.routing import MachineOption, Operation, Status
from sprue.shop.shop import Shop

#: The column of a mold that names the bench of its lead fitter.
LEAD_BENCH = ("lead_bench", "主钳工台")


def lead_bench(shop: Shop, mold: Mold) -> MachineId | None:
    """The bench that the mold stays at; None: nobody has said, or the shop has no such bench."""
    named = MachineId(note(mold.notes, LEAD_BENCH)) if mold.notes else None
    return named if named is not None and named in shop.machines else None


def bound_to(shop: Shop, operation: Operation) -> MachineId | None:
    """The bench at which an operation must be done; None: any of its machines, it is no work of the bench."""
    bench = lead_bench(shop, shop.mold_of(operation))
    if bench is None:
        return None
    if operation.machines:
        return bench if any(option.machine == bench for option in operation.machines) else None
    return bench if operation.kind in shop.machines[bench].kinds else None


def led(shop: Shop) -> dict[OperationId, Operation]:
    """Waiting operations of molds with a lead fitter, at this bench alone."""
    benches = {mold.id for mold in shop.molds.values() if mold.notes and lead_bench(shop, mold) is not None}
    if not benches:
        return {}
    found: dict[OperationId, Operation] = {}
    for operation in shop.operations.values():
        if operation.status is not Status.WAITING or shop.parts[operation.part].mold not in benches:
            continue
        bench = bound_to(shop, operation)
        if bench is not None and not operation.pinned:
            minutes = {option.machine: option.run_minutes for option in operation.machines}
            found[operation.id] = replace(operation, machines=(MachineOption(bench, minutes.get(bench)),))
    return found
