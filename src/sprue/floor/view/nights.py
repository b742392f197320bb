"""Tonight on machines that may run alone: what is planned while nobody is there, and what stays free."""

from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sprue.floor.live import LivePlan
from sprue.floor.view.hours import Hours
from sprue.floor.view.machines import end_of_running
from sprue.floor.view.waits import Sight
from sprue.floor.worktime import on_duty
from sprue.shop.ids import MachineId, MoldId, OperationId, PersonId
from sprue.shop.records import Work
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode
from sprue.shop.work import runs_by_clock

#: A shorter gap in the shifts is a break: somebody is near.
ALONE = timedelta(minutes=90)
#: A first gap that begins later is not tonight's; the others of a night begin before its noon.
TONIGHT = timedelta(hours=18)
#: What begins before the night or ends after it is shown so far.
MARGIN = timedelta(hours=2)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NightBar:
    """Work that runs alone; `start` and `end` may lie outside the night."""

    operation: OperationId
    mold: MoldId
    part: str
    start: datetime
    end: datetime


Gap = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Night:
    """Tonight on a machine. `gaps`: when nobody is at it, one after the other.

    `busy` and `free` are their minutes. `stops`: when work ends in a gap with nothing to follow, the
    first. `could`: the mold of ready unattended work that waits for this machine and is planned for later.
    `call`: who has the duty of the machine's department when it stops.
    """

    machine: MachineId
    gaps: tuple[Gap, ...]
    bars: tuple[NightBar, ...]
    busy: int
    free: int
    stops: datetime | None
    could: MoldId | None
    call: PersonId | None


def nights_of(
    sight: Sight,
    hours: Hours,
    plan: LivePlan,
    planned: Mapping[MachineId, Sequence[OperationId]],
    ready: Container[OperationId],
) -> dict[MachineId, Night]:
    """Tonight of all machines that may run alone and have a night."""
    found: dict[MachineId, Night] = {}
    for machine in sight.state.shop.machines.values():
        if not machine.unattended:
            continue
        gaps = gaps_of(hours, machine, sight.now)
        if gaps:
            queue = planned.get(machine.id, ())
            found[machine.id] = _night(sight, hours, plan, machine, gaps, queue, ready)
    return found


def gaps_of(hours: Hours, machine: Machine, now: datetime) -> tuple[Gap, ...]:
    """When nobody is at the machine tonight: the gaps in its hours from the one that is or comes next."""
    stretches = hours.stretches(machine)
    place = bisect_right(stretches, hours.clock.minute(now), key=lambda s: s[0]) - 1
    found: list[Gap] = []
    for (_, closes), (opens, _) in pairwise(stretches[max(0, place) :]):
        begin, end = hours.at(closes), hours.at(opens)
        if begin > (_noon_after(found[0][0], hours.clock.zone) if found else now + TONIGHT):
            break
        if end - begin >= ALONE and end > now:
            found.append((begin, end))
    return tuple(found)


def _noon_after(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if local < noon else noon + timedelta(days=1)


def _night(
    sight: Sight,
    hours: Hours,
    plan: LivePlan,
    machine: Machine,
    gaps: tuple[Gap, ...],
    queue: Sequence[OperationId],
    ready: Container[OperationId],
) -> Night:
    begin, end = gaps[0][0], gaps[-1][1]
    bars = _bars(sight, hours, plan, machine, queue)
    shown = tuple(b for b in bars if b.start < end + MARGIN and b.end > begin - MARGIN)
    busy = sum(_inside(bar, gap) for bar in bars for gap in gaps)
    free = max(0, sum((b - a) // _MINUTE for a, b in gaps) - busy)
    stops = next((stop for gap in gaps if (stop := _stop(bars, gap)) is not None), None)
    return Night(
        machine.id,
        gaps,
        shown,
        busy,
        free,
        stops,
        _could(sight, plan, queue, ready, end) if free else None,
        _call(sight, machine, stops) if stops is not None else None,
    )


def _inside(bar: NightBar, gap: Gap) -> int:
    """Minutes of the work that lie in the gap."""
    return max(0, (min(bar.end, gap[1]) - max(bar.start, gap[0])) // _MINUTE)


def _stop(bars: Sequence[NightBar], gap: Gap) -> datetime | None:
    """When the last work of a gap ends in it; None: nothing runs in it, or it runs on."""
    last = max((bar.end for bar in bars if _inside(bar, gap)), default=gap[1])
    return last if last < gap[1] else None


def _bars(
    sight: Sight, hours: Hours, plan: LivePlan, machine: Machine, queue: Sequence[OperationId]
) -> list[NightBar]:
    """Work that runs alone on the machine, that under way first."""
    shop = sight.state.shop
    found: list[NightBar] = []
    for operation_id in dict.fromkeys([*sight.state.machine(machine.id).operations, *queue]):
        operation, record = shop.operations[operation_id], sight.state.operation(operation_id)
        if not runs_by_clock(operation, machine):
            continue
        row = plan.rows.get(operation_id)
        if record.work is Work.RUNNING and record.since is not None:
            start, end = record.started or record.since, end_of_running(sight, hours, operation_id)
        elif record.work is Work.WAITING and row is not None and row.machine == machine.id:
            start, end = row.run, row.end
        else:
            continue
        part = shop.parts[operation.part]
        if end is not None:
            found.append(NightBar(operation_id, part.mold, part.name or part.id, start, end))
    return sorted(found, key=lambda b: (b.start, b.operation))


def _could(
    sight: Sight,
    plan: LivePlan,
    queue: Sequence[OperationId],
    ready: Container[OperationId],
    end: datetime,
) -> MoldId | None:
    for operation_id in queue:
        alone = sight.state.shop.operations[operation_id].mode is Mode.UNATTENDED
        if alone and operation_id in ready and plan.rows[operation_id].setup >= end:
            return sight.index.mold_of(operation_id)
    return None


def _call(sight: Sight, machine: Machine, at: datetime) -> PersonId | None:
    shop = sight.state.shop
    kind = shop.kinds.get(machine.kinds[0])
    if kind is None:
        return None
    # As rules and duty list write departments.
    department = kind.department.strip().lower().replace(" ", "_")
    return on_duty(sight.state.duties, department, at, shop)
