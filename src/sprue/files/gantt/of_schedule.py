"""The schedule of a public instance as a chart: no calendars, plain minutes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sprue.files.gantt import words
from sprue.files.gantt.axis import minute_axis
from sprue.files.gantt.chart import Bar, Block, Chart, Group, Look, Row
from sprue.files.gantt.colors import TONES
from sprue.files.gantt.measure import FIELD
from sprue.shop.errors import UserMistake

if TYPE_CHECKING:
    from sprue.planning.graph.instance import Instance
    from sprue.planning.graph.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Part:
    """What of a schedule is asked for: minutes begin..end (None: to the last end), machines, jobs.

    None named: all. Machines count as in the instance's file, jobs from 0.
    """

    begin: int = 0
    end: int | None = None
    machines: frozenset[int] = field(default_factory=frozenset)
    jobs: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Made:
    """One operation as it is scheduled; the machine counts as in the file."""

    number: int
    job: int
    index: int
    machine: int
    start: int
    end: int


def chart_of_schedule(
    instance: "Instance",
    schedule: "Schedule",
    part: Part,
    *,
    by_job: bool,
    first_machine: int,
    language: str,
) -> Chart:
    """The picture of `part` of a schedule."""
    words.known(language)
    end = schedule.makespan if part.end is None else part.end
    span = max(1, end - part.begin) if part.end is None else end - part.begin
    if span <= 0 or part.begin < 0:
        raise UserMistake(f"a picture from minute {part.begin:,} to {end:,} is empty; end it later")
    made = [
        one for one in _made(instance, schedule, first_machine) if _is_asked(one, part, part.begin + span)
    ]
    rows = _rows(made, part, _names(instance, part, first_machine, by_job=by_job), span=span, by_job=by_job)
    count = words.word("schedule", language, instance.name, f"{instance.size:,}", f"{instance.machines:,}")
    shown = words.word("shown", language, f"{part.begin:,}", f"{part.begin + span:,}", f"{len(made):,}")
    return Chart(
        language,
        count,
        words.word("makespan", language, f"{schedule.makespan:,}"),
        shown,
        span,
        minute_axis(part.begin, span, FIELD),
        (Group("", tuple(rows)),),
        corner=(words.word("job" if by_job else "machine", language), words.word("in_use", language)),
        nothing=words.word("nothing", language),
    )


def _made(instance: "Instance", schedule: "Schedule", first_machine: int) -> Iterator[_Made]:
    columns = (
        instance.job.tolist(),
        instance.index.tolist(),
        (schedule.machine + first_machine).tolist(),
        schedule.start.tolist(),
        schedule.end.tolist(),
    )
    return (_Made(number, *row) for number, row in enumerate(zip(*columns, strict=True)))


def _is_asked(one: _Made, part: Part, end: int) -> bool:
    named = (not part.machines or one.machine in part.machines) and (not part.jobs or one.job in part.jobs)
    return named and one.start < end and (one.end > part.begin or one.start == one.end == part.begin)


def _names(instance: "Instance", part: Part, first_machine: int, *, by_job: bool) -> list[int]:
    """Numbers of all rows that are asked for."""
    jobs = range(int(instance.job.max(initial=-1)) + 1)
    machines = range(first_machine, first_machine + instance.machines)
    _known(part.jobs, jobs, "job")
    _known(part.machines, machines, "machine")
    known, named = (jobs, part.jobs) if by_job else (machines, part.machines)
    return [number for number in known if not named or number in named]


def _known(named: frozenset[int], known: range, what: str) -> None:
    unknown = sorted(named.difference(known))
    if unknown:
        raise UserMistake(f"there is no {what} {unknown[0]}; they are {known[0]} to {known[-1]}")


def _rows(made: list[_Made], part: Part, names: list[int], *, span: int, by_job: bool) -> Iterator[Row]:
    """A row a machine or job, with the share of the time in which it is worked."""
    held: dict[int, list[_Made]] = defaultdict(list)
    for one in made:
        held[one.job if by_job else one.machine].append(one)
    for name in names:
        bars = tuple(_bar(one, part, by_job=by_job) for one in held[name])
        worked = sum(min(bar.end, span) - max(bar.start, 0) for bar in bars)
        yield Row(str(name), bars, note=f"{worked / span:.0%}")


def _bar(one: _Made, part: Part, *, by_job: bool) -> Bar:
    start, end = one.start - part.begin, one.end - part.begin
    label = str(one.machine) if by_job else f"{one.job}.{one.index}"
    lines = (f"{one.job}.{one.index}", f"{one.machine} · {one.start:,} → {one.end:,}")
    short = () if by_job else (str(one.job),)
    return Bar(
        str(one.number),
        one.job % len(TONES),
        start,
        end,
        (Block(Look.RUN, start, end),),
        (label, *short),
        lines,
    )
