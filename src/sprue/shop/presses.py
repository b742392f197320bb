"""Which press a trial may run on: strong enough for its mold."""

from dataclasses import replace

from sprue.shop.ids import OperationId
from sprue.shop.notes import fits, tonnage
from sprue.shop.resources import Machine
from sprue.shop.routing import MachineOption, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.trials import is_trial


def presses_of(shop: Shop, trial: Operation) -> list[Machine]:
    """The machines on which the trial could run but for their strength."""
    if trial.machines:
        return [shop.machines[option.machine] for option in trial.machines]
    return [m for m in shop.machines.values() if trial.kind is not None and trial.kind in m.kinds]


def narrowed(shop: Shop) -> dict[OperationId, Operation]:
    """Trials not begun that only some presses are strong enough for, with these; held where none is."""
    if not any(tonnage(machine) is not None for machine in shop.machines.values() if machine.notes):
        return {}
    wanting = {mold.id for mold in shop.molds.values() if mold.notes and tonnage(mold) is not None}
    if not wanting:
        return {}
    found: dict[OperationId, Operation] = {}
    for operation in shop.operations.values():
        mold = shop.parts[operation.part].mold
        if operation.status is Status.WAITING and mold in wanting and is_trial(shop, operation):
            changed = _narrowed(shop, operation)
            if changed is not operation:
                found[operation.id] = changed
    return found


def _narrowed(shop: Shop, trial: Operation) -> Operation:
    mold = shop.mold_of(trial)
    presses = presses_of(shop, trial)
    if trial.pinned and trial.machine is not None:
        presses = [shop.machines[trial.machine]]
    strong = [press for press in presses if fits(press, mold)]
    if len(strong) == len(presses):
        return trial
    if not strong:
        return replace(trial, status=Status.HELD)
    minutes = {option.machine: option.run_minutes for option in trial.machines}
    return replace(trial, machines=tuple(MachineOption(m.id, minutes.get(m.id)) for m in strong))
