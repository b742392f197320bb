"""How long and in which minutes: shape, amounts, calendars, and what each mode asks."""

from collections.abc import Iterator
from itertools import pairwise

from sprue.planning.plan import Phase, PlannedOperation, Segment
from sprue.planning.problem import Task
from sprue.planning.referee.case import Case, Load, minutes_of, stretch_with
from sprue.planning.referee.verdict import Rule, Violation
from sprue.shop.routing import Mode


def shape(case: Case) -> Iterator[Violation]:
    """Setup start, run start, end and segments tell one story, in order."""
    for task, planned in case.sound:
        fault = _misshapen(task, planned)
        if fault:
            yield Violation(Rule.SHAPE, (task.id,), planned.setup_start, fault)


def _misshapen(task: Task, planned: PlannedOperation) -> str:
    segments = planned.segments
    running = task.running is not None
    if any(s.end <= s.start for s in segments):
        return "has a segment without a minute"
    if any(b.start < a.end for a, b in pairwise(segments)):
        return "has segments that overlap or are not in order"
    if any(a.phase is Phase.RUN and b.phase is Phase.SETUP for a, b in pairwise(segments)):
        return "is set up after it began to run"
    first = 0 if running else planned.setup_start
    if segments and (segments[0].start < first or segments[-1].end != planned.end):
        return "works before its start, or not until its end"
    if running:
        return "" if planned.end >= 0 else "ends before now"
    if not 0 <= planned.setup_start <= planned.run_start <= planned.end:
        return "has a start below 0, or an end before its start"
    if segments and segments[0].start != planned.setup_start:
        return "does not work from its start on"
    runs = [s.start for s in segments if s.phase is Phase.RUN]
    if runs and runs[0] != planned.run_start:
        return "does not run from its run start on"
    if not segments and planned.setup_start != planned.end:
        return "takes time, but never works"
    return ""


def amounts(case: Case) -> Iterator[Violation]:
    """Setup and run have exactly their minutes."""
    for load in _loads(case):
        setup, run = minutes_of(load.segments, Phase.SETUP), minutes_of(load.segments, Phase.RUN)
        setups = {0} if load.is_running else case.setups(load)
        if setup not in setups:
            facts = f"is set up for {setup} minutes instead of {' or '.join(map(str, sorted(setups)))}"
            yield Violation(Rule.MINUTES, load.ids, load.setup_start, facts)
        if run != case.run_minutes(load):
            facts = f"runs {run} minutes instead of {case.run_minutes(load)}"
            yield Violation(Rule.MINUTES, load.ids, load.setup_start, facts)


def calendars(case: Case) -> Iterator[Violation]:
    """Setup and attended runs lie in the machine's working time; a run by the clock begins in it."""
    for load in _loads(case):
        stretches = case.stretches(load.machine)
        for segment in load.segments:
            if segment.phase is Phase.RUN and load.by_clock:
                continue
            held = stretch_with(stretches, segment.start)
            if held is None or segment.end > held[1]:
                yield _closed(load, segment)
        alone = load.by_clock and not load.is_running and load.segments
        if alone and load.segments[0].phase is Phase.RUN and not _opens(case, load):
            yield _closed(load, load.segments[0])
        if not load.segments and not load.is_running and not _opens(case, load):
            facts = f"stands on {load.machine} while that is closed"
            yield Violation(Rule.CALENDAR, load.ids, load.setup_start, facts)


def _opens(case: Case, load: Load) -> bool:
    return stretch_with(case.stretches(load.machine), load.setup_start) is not None


def _closed(load: Load, segment: Segment) -> Violation:
    facts = f"works on {load.machine} from {segment.start} to {segment.end} while that is closed"
    return Violation(Rule.CALENDAR, load.ids, segment.start, facts)


def unattended(case: Case) -> Iterator[Violation]:
    """A run by the clock is one stretch that begins the minute setup ends; running work goes on from now."""
    for load in _loads(case):
        if not load.by_clock:
            continue
        runs = [s for s in load.segments if s.phase is Phase.RUN]
        setups = [s for s in load.segments if s.phase is Phase.SETUP]
        begin = 0 if load.is_running else (setups[-1].end if setups else load.setup_start)
        if len(runs) > 1 or (runs and runs[0].start != begin):
            facts = f"runs by the clock, but not in one go from minute {begin}"
            yield Violation(Rule.UNATTENDED, load.ids, begin, facts)


def unbroken(case: Case) -> Iterator[Violation]:
    """Unbroken work never pauses and fits one stretch."""
    for load in _loads(case):
        if not load.is_unbroken or not load.segments:
            continue
        start = load.segments[0].start
        held = stretch_with(case.stretches(load.machine), start)
        pauses = any(a.end != b.start for a, b in pairwise(load.segments))
        if pauses or (not load.by_clock and (held is None or load.end > held[1])):
            facts = "must not pause and fit one stretch, but does not"
            yield Violation(Rule.UNBROKEN, load.ids, start, facts)


def outside(case: Case) -> Iterator[Violation]:
    """Outside work takes clock minutes in one go; running it goes on from now."""
    for task, planned in case.sound:
        if task.mode is not Mode.OUTSIDE or planned.machine is not None:
            continue
        start = 0 if task.running is not None else planned.setup_start
        minutes = task.running.remaining if task.running is not None else task.outside_minutes
        whole = (Segment(Phase.RUN, start, start + minutes),) if minutes else ()
        if planned.end != start + minutes or planned.segments != whole:
            facts = f"takes {minutes} minutes by the clock from minute {start}, in one go"
            yield Violation(Rule.OUTSIDE, (task.id,), start, facts)


def horizon(case: Case) -> Iterator[Violation]:
    """Nothing ends beyond the horizon."""
    for task, planned in case.planned:
        if planned.end > case.problem.horizon:
            facts = f"ends after the horizon of {case.problem.horizon} minutes"
            yield Violation(Rule.HORIZON, (task.id,), planned.end, facts)


def _loads(case: Case) -> Iterator[Load]:
    for loads in case.loads.values():
        yield from loads
