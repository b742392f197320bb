"""Where: eligible machines, one load at a time, batches, groups that stay together."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sprue.planning.plan import PlannedOperation
from sprue.planning.problem import Task
from sprue.planning.referee.case import Case, Load
from sprue.planning.referee.verdict import Rule, Violation
from sprue.shop.ids import OperationId
from sprue.shop.routing import Mode


def eligible(case: Case) -> Iterator[Violation]:
    """Each operation stands on a machine that may do it; outside work on none."""
    sound = {task.id for task, _ in case.sound}
    for task, planned in case.planned:
        if task.id in sound:
            continue
        if task.mode is Mode.OUTSIDE:
            facts = f"is outside work, but stands on {planned.machine}"
        else:
            facts = f"may not be done on {planned.machine or 'no machine'}"
        yield Violation(Rule.ELIGIBLE, (task.id,), planned.setup_start, facts)


def one_at_a_time(case: Case) -> Iterator[Violation]:
    """A machine holds one load from the start of its setup to its end, through pauses."""
    for machine, loads in case.loads.items():
        running = [load for load in loads if load.is_running]
        attended = [load for load in running if not load.by_clock]
        for before, load in pairwise(sorted(attended, key=lambda one: one.goes_on)):
            if load.goes_on < before.end and load.segments and before.segments:
                yield _overlap(before, load, machine)
        held = max(running, key=lambda load: load.end, default=None)
        for load in loads:
            if load.is_running:
                continue
            if held is not None and load.setup_start < held.end and load.end > load.setup_start:
                yield _overlap(held, load, machine)
            if held is None or load.end > held.end:
                held = load


def _overlap(before: Load, load: Load, machine: str) -> Violation:
    facts = f"starts on {machine} before {before.ids[0]} ends at minute {before.end}"
    return Violation(Rule.MACHINE, (*load.ids, *before.ids), load.setup_start, facts)


def batches(case: Case) -> Iterator[Violation]:
    """No more operations run together than the machine takes, all attended or all by the clock."""
    for machine, loads in case.loads.items():
        most = case.problem.machines[machine].batch
        for load in loads:
            if len(load.members) > most:
                facts = f"{len(load.members)} operations run together on {machine}, which takes {most}"
                yield Violation(Rule.BATCH, load.ids, load.setup_start, facts)
            if len({(w.by_clock, t.mode) for w, t in zip(load.works, load.tasks, strict=True)}) > 1:
                facts = "run together, but not in the same mode"
                yield Violation(Rule.BATCH, load.ids, load.setup_start, facts)


def groups(case: Case) -> Iterator[Violation]:
    """A group keeps to one machine; between its first and its last operation nothing else runs there."""
    yield from _split_groups(case)
    for machine, loads in case.loads.items():
        spans: dict[str, list[Load]] = defaultdict(list)
        for load in loads:
            for name in {task.group for task in load.tasks if task.group}:
                spans[name].append(load)
        for name, members in spans.items():
            first = min(0 if load.is_running else load.setup_start for load in members)
            last = max(load.end for load in members)
            own: set[OperationId] = {i for load in members for i in load.ids}
            for load in loads:
                start = load.goes_on if load.is_running else load.setup_start
                if own.isdisjoint(load.ids) and start < last and load.end > first and load.end > start:
                    facts = f"runs on {machine} between the operations of group {name}"
                    yield Violation(Rule.GROUP, (*load.ids, *sorted(own)), load.setup_start, facts)


def _split_groups(case: Case) -> Iterator[Violation]:
    """Operations of a group on different machines, unless the floor began them so."""
    members: dict[str, list[tuple[Task, PlannedOperation]]] = defaultdict(list)
    for task, planned in case.planned:
        if task.group and task.mode is not Mode.OUTSIDE:
            members[task.group].append((task, planned))
    for name, found in members.items():
        # Whoever has begun says where; else the first.
        found.sort(key=lambda one: one[0].running is None)
        machine = found[0][1].machine
        for task, planned in found:
            if task.running is None and planned.machine != machine:
                facts = f"stands on {planned.machine}, others of group {name} on {machine}"
                yield Violation(Rule.GROUP, (task.id, found[0][0].id), planned.setup_start, facts)
