"""Judges a schedule by the instance alone, one function per rule; no kernel's figure is believed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule

Longs = NDArray[np.int64]


class Rule(StrEnum):
    """What a schedule of a public instance must keep."""

    COMPLETE = "complete"
    ELIGIBLE = "eligible"
    MINUTES = "minutes"
    START = "start"
    PRECEDENCE = "precedence"
    OVERLAP = "overlap"
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule and the operations that break it, numbered as in the instance."""

    rule: Rule
    operations: tuple[int, ...]
    facts: str

    def __str__(self) -> str:
        named = "".join(f" {operation}," for operation in self.operations)[:-1]
        return f"{self.rule.value}:{named}: {self.facts}" if named else f"{self.rule.value}: {self.facts}"


def violations(instance: Instance, schedule: Schedule) -> list[Violation]:
    """All that is wrong with a schedule; empty when it keeps every rule."""
    missing = list(complete(instance, schedule))
    return missing or [v for rule in RULES for v in rule(instance, schedule)]


def complete(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Start, minutes and machine are there for each operation, in whole numbers."""
    for name in ("start", "minutes", "machine"):
        values = getattr(schedule, name)
        if values.shape != (instance.size,):
            facts = f"{name} has shape {values.shape} for {instance.size} operations"
            yield Violation(Rule.COMPLETE, (), facts)
        elif values.dtype.kind != "i":
            yield Violation(Rule.COMPLETE, (), f"{name} is of type {values.dtype}, not of whole numbers")


def eligible(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Each operation is on one of its machines."""
    owner, there = _options(instance, schedule)
    allowed = np.zeros(instance.size, dtype=bool)
    allowed[owner[there]] = True
    for i in np.flatnonzero(~allowed).tolist():
        yield Violation(Rule.ELIGIBLE, (i,), f"can't be made on machine {schedule.machine[i]}")


def right_minutes(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Each operation takes what it takes on its machine."""
    owner, there = _options(instance, schedule)
    wrong = there & (instance.option_minutes != schedule.minutes[owner])
    for option in np.flatnonzero(wrong).tolist():
        i = int(owner[option])
        facts = f"takes {schedule.minutes[i]} minutes instead of {instance.option_minutes[option]}"
        yield Violation(Rule.MINUTES, (i,), facts)


def started(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Nothing starts before minute 0."""
    for i in np.flatnonzero(schedule.start < 0).tolist():
        yield Violation(Rule.START, (i,), f"starts at minute {schedule.start[i]}")


def precedence(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """All that an operation waits for has ended when it starts."""
    after = np.repeat(np.arange(instance.size), np.diff(instance.before_start))
    end = _end(schedule)
    for arc in np.flatnonzero(end[instance.before] > schedule.start[after]).tolist():
        i, before = int(after[arc]), int(instance.before[arc])
        facts = f"starts at minute {schedule.start[i]}, before {before} ends at {end[before]}"
        yield Violation(Rule.PRECEDENCE, (i, before), facts)


def one_at_a_time(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Operations of a machine do not overlap: each starts when the one before it has ended."""
    one, other = _neighbors(schedule)
    end = _end(schedule)
    for pair in np.flatnonzero(end[one] > schedule.start[other]).tolist():
        i, j = int(one[pair]), int(other[pair])
        facts = f"share machine {schedule.machine[i]} from minute {schedule.start[j]} to {end[i]}"
        yield Violation(Rule.OVERLAP, (i, j), facts)


def set_up(instance: Instance, schedule: Schedule) -> Iterator[Violation]:
    """Between two operations that follow each other on a machine there is time for the setup."""
    if instance.setup is None:
        return
    one, other = _neighbors(schedule)
    known = (schedule.machine[one] >= 0) & (schedule.machine[one] < instance.machines)
    one, other = one[known], other[known]
    needed = instance.setup[schedule.machine[one], one, other]
    gap = schedule.start[other] - _end(schedule)[one]
    # Where there is no gap at all they overlap: that is told by its own rule.
    for pair in np.flatnonzero((gap >= 0) & (gap < needed)).tolist():
        facts = f"setup of {needed[pair]} minutes has only {gap[pair]}"
        yield Violation(Rule.SETUP, (int(one[pair]), int(other[pair])), facts)


RULES: tuple[Callable[[Instance, Schedule], Iterator[Violation]], ...] = (
    eligible,
    right_minutes,
    started,
    precedence,
    one_at_a_time,
    set_up,
)


def _options(instance: Instance, schedule: Schedule) -> tuple[Longs, NDArray[np.bool_]]:
    """The operation of each option, and whether it is made there."""
    owner = np.repeat(np.arange(instance.size), np.diff(instance.option_start))
    return owner, instance.option_machine == schedule.machine[owner]


def _end(schedule: Schedule) -> Longs:
    """When each operation ends, in 64 bits even where the schedule has fewer."""
    end: Longs = schedule.start.astype(np.int64) + schedule.minutes
    return end


def _neighbors(schedule: Schedule) -> tuple[Longs, Longs]:
    """Operations that follow each other on a machine, by start; of equal starts the shorter first."""
    order = np.lexsort((_end(schedule), schedule.start, schedule.machine))
    one, other = order[:-1], order[1:]
    same = schedule.machine[one] == schedule.machine[other]
    return one[same], other[same]
