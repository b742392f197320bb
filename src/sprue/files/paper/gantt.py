"""The Gantt chart of a department or kind on A3: the picture of sprue.files.gantt, some machines a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sprue.files.gantt.drawing import drawn
from sprue.files.gantt.of_plan import chart_of
from sprue.files.gantt.sight import Sight
from sprue.files.paper.facts import OVER, Facts, Place, base
from sprue.files.paper.typesetting import typeset
from sprue.planning.plan import Phase, Plan, PlannedOperation, Segment
from sprue.shop.calendar import Stretch
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock, stretches_of

#: So many machines have room on a sheet before their bars get small.
MACHINES_A_SHEET = 30
_WORDS = ("page", "page_of", "page_end")


def gantt_sheets(
    facts: Facts, machines: Iterable[MachineId], begin: datetime, end: datetime, *, title: str = ""
) -> bytes:
    """A PDF of A3 sheets, landscape: what the plan puts on the machines between two aware moments.

    Machines are dealt to as few sheets as have room, in the order given. `title`: the department or kind.
    UserMistake for an end before the beginning, or no machine.
    """
    wanted = list(machines)
    if not wanted:
        raise UserMistake("there is no machine to draw; name another department or kind")
    if begin >= end:
        raise UserMistake("the end must be after the beginning")
    plan = _plan(facts, set(wanted), end)
    sights = [Sight(begin=begin, end=end, machines=frozenset(some)) for some in _dealt(wanted)]
    pictures = [_picture(facts, plan, sight, title) for sight in sights]
    return typeset("gantt", {**base(facts, _WORDS), "pictures": pictures}, at=facts.now)


def _picture(facts: Facts, plan: Plan, sight: Sight, title: str) -> str:
    chart = chart_of(plan, facts.shop, sight, language=facts.language, why={})
    said = " · ".join(filter(None, (facts.shop.settings.name, title)))
    heads = replace(chart, title=said or chart.title, figures=facts.foot()["printed"])
    return drawn(heads, ground=False)


def _dealt(machines: Sequence[MachineId]) -> Iterator[Sequence[MachineId]]:
    """As few heaps as needed, of about the same size."""
    sheets = -(-len(machines) // MACHINES_A_SHEET)
    size = -(-len(machines) // sheets)
    for first in range(0, len(machines), size):
        yield machines[first : first + size]


def _plan(facts: Facts, machines: set[MachineId], end: datetime) -> Plan:
    """The places as a plan; work goes on where its machine is open, for the places tell no pauses."""
    clock = PlanClock(whole_minute(facts.now), facts.shop.settings.zone)
    until = clock.minute(end)
    open_times: dict[MachineId | None, Sequence[Stretch]] = {
        machine: stretches_of(facts.shop, facts.shop.machines[machine], clock, max(until, 0))
        for machine in machines
    }
    planned = {
        operation: _planned(facts.shop, operation, place, clock, open_times.get(place.machine, []))
        for operation, place in facts.places.items()
        if operation in facts.shop.operations and facts.shop.operations[operation].status not in OVER
    }
    return Plan(clock, planned)


def _planned(
    shop: Shop, operation_id: OperationId, place: Place, clock: PlanClock, open_times: Sequence[Stretch]
) -> PlannedOperation:
    operation = shop.operations[operation_id]
    machine = shop.machines.get(place.machine) if place.machine is not None else None
    setup, run, end = (clock.minute(moment) for moment in (place.setup, place.run, place.end))
    by_clock = runs_by_clock(operation, machine)
    segments = [
        *_segments(Phase.SETUP, max(setup, 0), run, open_times),
        *(
            [Segment(Phase.RUN, max(run, 0), end)]
            if by_clock and end > max(run, 0)
            else _segments(Phase.RUN, max(run, 0), end, open_times)
        ),
    ]
    return PlannedOperation(operation_id, place.machine, setup, run, end, tuple(segments))


def _segments(phase: Phase, start: int, end: int, open_times: Sequence[Stretch]) -> Iterator[Segment]:
    for opened, closed in open_times:
        if opened < end and closed > start:
            yield Segment(phase, max(opened, start), min(closed, end))
