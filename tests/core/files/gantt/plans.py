"""Plans written by hand for the shops of the planner's tests: no planner is needed to draw one."""

from dataclasses import replace

from sprue.planning.plan import Phase, Plan, PlannedOperation, Segment, Summary
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.routing import Operation
from sprue.shop.shop import Shop
from tests.core.planning.shops import NOW, op, shop_of

#: Phase by its first letter, start, end.
Stretch = tuple[str, int, int]
_PHASES = {"s": Phase.SETUP, "r": Phase.RUN}


def planned(
    name: str, machine: str | None, *stretches: Stretch, since: int | None = None
) -> PlannedOperation:
    """An operation worked on in these stretches; `since`: it runs since then."""
    segments = tuple(Segment(_PHASES[phase], start, end) for phase, start, end in stretches)
    first = segments[0].start if since is None else since
    run = next((s.start for s in segments if s.phase is Phase.RUN), segments[-1].end)
    return PlannedOperation(
        OperationId(name),
        MachineId(machine) if machine is not None else None,
        first,
        first if since is not None else run,
        segments[-1].end,
        segments,
    )


def named(operation: Operation, name: str) -> Operation:
    """The operation with the name that people give it."""
    return replace(operation, name=name)


def plan_of(*rows: PlannedOperation, summary: Summary | None = None) -> Plan:
    clock = PlanClock(NOW, NOW.tzinfo)  # type: ignore[arg-type]  # the shops' moment has a named zone
    figures = summary or Summary(planned=len(rows))
    return Plan(clock, {row.operation: row for row in rows}, summary=figures)


def simple() -> tuple[Plan, Shop]:
    """One mold; `a` with setup and a lunch break, then `a2`, on machine A."""
    shop = shop_of(op("a", 270, 30), op("a2", 60))
    made = plan_of(
        planned("a", "A", ("s", 0, 30), ("r", 30, 240), ("r", 300, 360)), planned("a2", "A", ("r", 360, 420))
    )
    return made, replace(shop, settings=replace(shop.settings, language="en"))
