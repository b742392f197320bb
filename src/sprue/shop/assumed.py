"""What planners assume beyond what the floor has told: how long what is down or blocked stays so."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sprue.shop.approval import Gated
from sprue.shop.calendar import CalendarException
from sprue.shop.ids import MachineId
from sprue.shop.leads import led
from sprue.shop.learned import Factors, LearnedFactor, by_group, corrected, factor_of
from sprue.shop.presses import narrowed
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import BLOCKS_NOTHING, ProblemStatus
from sprue.shop.records import MachineState
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.trials import Trials

#: How long a machine that is down, or a problem, is thought to stay so when nobody says, and at least.
DOWN_FOR = timedelta(hours=4)
DOWN_AT_LEAST = timedelta(minutes=30)


def conditioned(shop: Shop, trials: Trials, imported_at: datetime | None) -> Shop:
    """Presses are strong enough, fitting stays at its bench, texture and its like wait for approval."""
    placed = led(shop) | narrowed(shop)
    if placed:
        shop = replace(shop, operations=shop.operations | placed)
    gated = Gated(shop, trials, imported_at).changed()
    return replace(shop, operations=shop.operations | gated) if gated else shop


def blocked(shop: Shop, problems: Iterable[ProblemState], now: datetime) -> Shop:
    """Waiting operations with an open problem start no sooner than that is over."""
    operations = dict(shop.operations)
    for problem in problems:
        blocks = problem.status is not ProblemStatus.RESOLVED and problem.kind not in BLOCKS_NOTHING
        operation = operations.get(problem.operation) if blocks and problem.operation is not None else None
        if operation is None or operation.status is not Status.WAITING:
            continue
        over = max(problem.expected or now + DOWN_FOR, now + DOWN_AT_LEAST)
        if operation.not_before is None or operation.not_before < over:
            operations[operation.id] = replace(operation, not_before=over)
    return replace(shop, operations=operations)


def learned_from(shop: Shop, learned: tuple[LearnedFactor, ...]) -> Shop:
    """Work that has not begun takes as long as finished work of its kind has taught."""
    if not learned:
        return shop
    factors = by_group(learned)
    operations = {
        name: taught(one, shop, factors) if one.status in (Status.WAITING, Status.HELD) else one
        for name, one in shop.operations.items()
    }
    return replace(shop, operations=operations)


def taught(operation: Operation, shop: Shop, factors: Factors) -> Operation:
    """The operation with the minutes that finished work of its kind and part class has taught."""
    return corrected(operation, factor_of(factors, operation, shop.parts[operation.part].part_class))


def without_machines(shop: Shop, machines: Mapping[MachineId, MachineState], now: datetime) -> Shop:
    """Machines that are down are closed from `now` until they are expected up.

    What ran there alone stands still with them, so it needs working time again: it is attended.
    """
    down = {name: record for name, record in machines.items() if record.down_since is not None}
    if not down:
        return shop
    operations = {
        name: replace(one, mode=Mode.ATTENDED) if _runs_alone(one, down) else one
        for name, one in shop.operations.items()
    }
    closed = (_closed(machine, down[machine], now) for machine in sorted(down))
    return replace(shop, operations=operations, exceptions=(*shop.exceptions, *closed))


def _closed(machine: MachineId, record: MachineState, now: datetime) -> CalendarException:
    expected = record.expected_up or now + DOWN_FOR
    return CalendarException(machine, now, max(expected, now + DOWN_AT_LEAST), open=False, reason="down")


def _runs_alone(operation: Operation, down: Mapping[MachineId, MachineState]) -> bool:
    """Whether the operation is under way, unattended, on a machine that is down."""
    under_way = operation.status is Status.RUNNING and operation.machine in down
    return under_way and operation.mode is Mode.UNATTENDED
