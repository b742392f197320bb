"""With whom: people enough at every minute, and no pause without a reason."""

from collections.abc import Iterator
from itertools import pairwise

from sprue.planning.plan import Phase
from sprue.planning.referee.case import Case, Load
from sprue.planning.referee.crew import Crew
from sprue.planning.referee.verdict import Rule, Violation


def people_enough(case: Case) -> Iterator[Violation]:
    """At each minute the demand of all machines can be covered by the people on shift."""
    crew = _crew(case)
    for minute, kinds in crew.overloads():
        at_work = tuple(
            i
            for loads in case.loads.values()
            for load in loads
            if load.kind(case.problem.attention) in kinds and _works_at(load, minute)
            for i in load.ids
        )
        facts = f"more people are needed for {', '.join(kinds)} than are on shift"
        yield Violation(Rule.PEOPLE, at_work, minute, facts)


def _works_at(load: Load, minute: int) -> bool:
    return any(
        s.start <= minute < s.end and not (load.by_clock and s.phase is Phase.RUN) for s in load.segments
    )


def pauses(case: Case) -> Iterator[Violation]:
    """Attended work pauses only while its calendar is closed or people lack beside the others' demand.

    Running attended work goes on from the first minute it can.
    """
    crew: Crew | None = None
    for loads in case.loads.values():
        for load in loads:
            for start, end, phase in _gaps(load):
                crew = crew or _crew(case)
                kind = load.kind(case.problem.attention)
                need = crew.need(kind, phase)
                free = next(iter(crew.free(kind, need, case.stretches(load.machine), (start, end))), None)
                if free is not None:
                    facts = f"rests from minute {free[0]} though {load.machine} is open and people are there"
                    yield Violation(Rule.PAUSE, load.ids, free[0], facts)


def _gaps(load: Load) -> Iterator[tuple[int, int, Phase]]:
    """Rests of a load, each with the phase that could go on in it."""
    if load.is_unbroken:
        return
    if load.is_running and not load.by_clock and load.segments and load.segments[0].start > 0:
        yield 0, load.segments[0].start, load.segments[0].phase
    for before, after in pairwise(load.segments):
        if before.end < after.start and not (load.by_clock and after.phase is Phase.RUN):
            yield before.end, after.start, after.phase


def _crew(case: Case) -> Crew:
    loads = [load for of_machine in case.loads.values() for load in of_machine]
    return Crew(case.problem, loads, case.last_end)
