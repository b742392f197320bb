"""How long the repair takes after one event of each kind, what it moves, and whether it keeps every rule.

Times are those of the processor, so that other work on the machine does not count.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from sprue.planning.build import problem_of
from sprue.planning.plan import FROZEN, Plan
from sprue.planning.referee import violations
from sprue.planning.repair import Mender
from sprue.planning.solve import plan
from sprue.sample import make_shop
from sprue.shop.calendar import CalendarException
from sprue.shop.gates import Gate, GateState
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop

#: People, seed and load of a shop with about 10,000 open operations.
SIZE = (100, 7, 0.92)
RUNS = 5
#: Minutes between two events; what starts so soon is frozen.
STEP = timedelta(minutes=3)
Event = Callable[[Shop, Plan, datetime, int], Shop]


def _with(shop: Shop, *operations: Operation) -> Shop:
    return replace(shop, operations={**shop.operations, **{o.id: o for o in operations}})


def _running(shop: Shop, run: int) -> Operation:
    return [o for o in shop.operations.values() if o.status is Status.RUNNING][5 * run]


def _next(shop: Shop, made: Plan, run: int) -> Operation:
    """One of those that are to start soonest on a free machine."""
    busy = {o.machine for o in shop.operations.values() if o.status is Status.RUNNING}
    rows = [row for row in made.operations.values() if row.machine is not None and row.machine not in busy]
    waiting = [row for row in rows if shop.operations[row.operation].status is Status.WAITING]
    row = sorted(waiting, key=lambda row: (row.setup_start, row.operation))[min(5 * run, len(waiting) - 1)]
    return shop.operations[row.operation]


def longer(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """Work under way takes five hours more."""
    operation = _running(shop, run)
    return _with(
        shop, replace(operation, remaining_minutes=(operation.remaining_minutes or 0) + Decimal(300))
    )


def started(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """What comes next has begun."""
    operation = _next(shop, made, run)
    machine = made.operations[operation.id].machine
    return _with(shop, replace(operation, status=Status.RUNNING, machine=machine, started=now))


def finished(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """Work under way is done."""
    done = replace(_running(shop, run), status=Status.DONE, finished=now, remaining_minutes=None)
    return _with(shop, done)


def broken(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """A machine is down for eight hours."""
    machine = list(shop.machines)[7 * run]
    away = CalendarException(machine, now, now + timedelta(hours=8), open=False, reason="down")
    return replace(shop, exceptions=(*shop.exceptions, away))


def rush(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """A new mold with six operations, due in three days."""
    mold = Mold(MoldId(f"rush-{run}"), due=now + timedelta(days=3), weight=Decimal(5))
    part = Part(PartId(f"rush-{run}"), mold.id)
    kinds = list(shop.kinds)
    work = [
        Operation(
            OperationId(f"rush-{run}-{step}"),
            part.id,
            Decimal(step),
            kind=kinds[(run + step) % len(kinds)],
            run_minutes=Decimal(90),
            milestone=Milestone.DELIVERY,
        )
        for step in range(6)
    ]
    molds, parts = {**shop.molds, mold.id: mold}, {**shop.parts, part.id: part}
    return replace(_with(shop, *work), molds=molds, parts=parts)


def raised(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """A mold counts five times as much."""
    mold = list(shop.molds.values())[-1 - run]
    return replace(shop, molds={**shop.molds, mold.id: replace(mold, weight=mold.weight * 5)})


def gate(shop: Shop, made: Plan, now: datetime, run: int) -> Shop:
    """The program of what comes next is expected a day later."""
    later = Gate(GateState.EXPECTED, now + timedelta(days=1))
    return _with(shop, replace(_next(shop, made, run), program=later))


EVENTS: tuple[tuple[str, Event], ...] = (
    ("work takes longer", longer),
    ("work started", started),
    ("work finished", finished),
    ("machine breakdown", broken),
    ("rush order", rush),
    ("priority raised", raised),
    ("gate moved", gate),
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: milliseconds, starts or machines that are others, those of them frozen, broken rules."""

    ms: float
    moved: int
    frozen: int
    broken: int


def repaired(mender: Mender, shop: Shop, before: Plan, now: datetime) -> tuple[Plan, Repair]:
    begin = time.process_time()
    made = mender.mend(shop, before, now=now)
    ms = 1000 * (time.process_time() - begin)
    shift, limit = made.clock.minute(before.clock.at(0)), FROZEN // timedelta(minutes=1)
    moved = [
        row.setup_start + shift
        for name, row in before.operations.items()
        if (new := made.operations.get(name)) is not None
        and shop.operations[name].status is not Status.RUNNING
        and (new.setup_start, new.machine) != (max(0, row.setup_start + shift), row.machine)
    ]
    soon = sum(start < limit for start in moved)
    return made, Repair(ms, len(moved), soon, len(violations(problem_of(shop, now), made)))


def lines() -> tuple[int, list[str]]:
    """Open operations, and a row for each kind of event."""
    people, seed, load = SIZE
    shop = make_shop(people, seed, load)
    now = shop.settings.now
    assert now is not None
    published = plan(shop, now=now, iterations=0)
    count = len(published.operations) + len(published.blocked) + len(published.unplannable)
    found = []
    for name, event in EVENTS:
        mender = Mender()
        before, moment, changed = mender.mend(shop, published, now=now), now, shop
        repairs = []
        for run in range(RUNS):
            # Time alone moves what should have begun and has not; that is no work of the event.
            moment += STEP
            before = mender.mend(changed, before, now=moment)
            changed = event(changed, before, moment, run)
            before, repair = repaired(mender, changed, before, moment)
            repairs.append(repair)
        found.append(_line(name, repairs))
        print(found[-1], flush=True)
    return count, found


def _line(name: str, repairs: list[Repair]) -> str:
    return (
        f"| {name} | **{median(r.ms for r in repairs):.0f} ms** | {max(r.ms for r in repairs):.0f} ms "
        f"| {median(r.moved for r in repairs):.0f} | {median(r.frozen for r in repairs):.0f} "
        f"| {sum(r.broken for r in repairs)} |"
    )
