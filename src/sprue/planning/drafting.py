"""A plan changed by hand: operations put elsewhere, what that breaks, who slips; the published plan stays.

What is put somewhere goes there or as soon after it as rules allow; everything else keeps machine and
order and shifts, as in a mend. Nothing is searched, so that the answer comes while a bar is dragged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.plan import Bind, Phase, Plan, PlannedOperation, Reason, Segment, Unplaced
from sprue.planning.problem import Problem, Task
from sprue.planning.repair import Mender
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Placing:
    """An operation is put on `machine` (None: where it is planned) at `start` (aware; None: when planned).

    `pin`: it is pinned there; without, a pin that it had comes off.
    """

    operation: OperationId
    machine: MachineId | None = None
    start: datetime | None = None
    pin: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Why an operation is not where it was put. `rule`: what binds, or one of the words below.

    `begun`: it runs or is done · `unplaced`: it has no place in the plan, for `reason` · `machine_unfit`: it
    may not be done on `reference` · `past`: the time is over · `unknown`: no such operation.
    Other operations stand here where their pin gives way.
    """

    operation: OperationId
    rule: str
    reference: str = ""
    reason: Reason | Unplaced | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft beside the plan as it is, `before`; `shop` is the one that `plan` is for, with its pins.

    `moved`: operations with another machine, start or end, in the order of their starts; `milestones`: those
    that end at another minute, in minutes of the plan's clock.
    """

    shop: Shop
    problem: Problem
    before: Plan
    plan: Plan
    breaks: tuple[Break, ...]
    moved: tuple[PlannedOperation, ...]
    milestones: tuple[MilestoneMove, ...]

    @property
    def slips(self) -> tuple[MilestoneMove, ...]:
        """Milestones that end later or lose their date, the worst first."""
        later = [move for move in self.milestones if _slipped(move) > 0]
        return tuple(sorted(later, key=lambda move: (-_slipped(move), move.mold)))


class Drafting:
    """Makes drafts of one shop after the other; what they have in common is kept between them."""

    def __init__(self) -> None:
        self._mender = Mender()
        self._of: tuple[Shop, Plan] | None = None
        self._before: tuple[Plan, Problem] | None = None

    def draft(self, shop: Shop, live: Plan, placings: Sequence[Placing]) -> Drafted:
        """The plan `live`, mended as of its first minute, with operations put elsewhere, in that order."""
        now = live.clock.at(0)
        before, problem = self._mended(shop, live)
        breaks: list[Break] = []
        wished: dict[OperationId, PlannedOperation] = {}
        pins: dict[OperationId, Operation] = {}
        for placing in placings:
            refused = _refused(placing, shop, problem, before)
            if refused is not None:
                breaks.append(refused)
                continue
            row = _row(placing, before)
            wished[placing.operation] = row
            wished |= _together(placing, row, problem, before, wished)
            operation = shop.operations[placing.operation]
            if placing.pin or operation.pinned:
                pins[operation.id] = _pinned(operation, placing, row, live)
        changed = replace(shop, operations=shop.operations | pins) if pins else shop
        asked = replace(before, operations=before.operations | wished)
        made = self._mender.mend(changed, asked, now=now, first=wished.keys())
        after = self._mender.problem
        assert after is not None
        breaks += _missed(placings, wished, made)
        breaks += _given_way(problem, before, made, wished)
        return Drafted(
            changed,
            after,
            before,
            made,
            tuple(breaks),
            moved(before, made),
            tuple(m for m in difference(after, before, made).milestones if m.before != m.after),
        )

    def _mended(self, shop: Shop, live: Plan) -> tuple[Plan, Problem]:
        """The plan without changes and its problem; while a bar is dragged they stay the same."""
        known = self._of is not None and self._of[0] is shop and self._of[1] is live
        if not known or self._before is None:
            before = self._mender.mend(shop, live, now=live.clock.at(0))
            assert self._mender.problem is not None
            self._of, self._before = (shop, live), (before, self._mender.problem)
        return self._before


def moved(before: Plan, after: Plan) -> tuple[PlannedOperation, ...]:
    """Operations that `after` has elsewhere, in the order of their starts; plans of one clock."""
    found = []
    for row in after.operations.values():
        was = before.operations.get(row.operation)
        if was is None or (was.machine, was.setup_start, was.end) != (row.machine, row.setup_start, row.end):
            found.append(row)
    return tuple(sorted(found, key=lambda row: (row.setup_start, row.operation)))


def _slipped(move: MilestoneMove) -> float:
    if move.before is None:
        return 0.0
    return move.after - move.before if move.after is not None else float("inf")


def _refused(placing: Placing, shop: Shop, problem: Problem, before: Plan) -> Break | None:
    """Why the operation can't be put anywhere, or not there."""
    name = placing.operation
    operation = shop.operations.get(name)
    if operation is None:
        return Break(name, "unknown")
    task = problem.tasks.get(name)
    if operation.status in (Status.RUNNING, Status.DONE, Status.CANCELLED) or (task and task.running):
        return Break(name, "begun")
    if task is None or name not in before.operations:
        unplaced = (*before.blocked, *before.unplannable, *problem.blocked, *problem.unplannable)
        return Break(name, "unplaced", reason=next((u for u in unplaced if u.operation == name), None))
    if placing.machine is not None and not _fits(shop, task, placing.machine, operation):
        return Break(name, "machine_unfit", placing.machine)
    return None


def _fits(shop: Shop, task: Task, machine: MachineId, operation: Operation) -> bool:
    """Whether it may be done there; what people pinned may leave its machine for another."""
    if any(option.machine == machine for option in task.options):
        return True
    if not operation.pinned or machine not in shop.machines:
        return False
    listed = [option.machine for option in operation.machines]
    return machine in listed if listed else operation.kind in shop.machines[machine].kinds


def _row(placing: Placing, before: Plan) -> PlannedOperation:
    """The operation's row where it is put; its length there is for the decoder to find."""
    was = before.operations[placing.operation]
    start = was.setup_start if placing.start is None else before.clock.minute(placing.start)
    return _at(was, was.machine if placing.machine is None else placing.machine, max(0, start))


def _at(row: PlannedOperation, machine: MachineId | None, start: int) -> PlannedOperation:
    length = row.end - row.setup_start
    segments = (Segment(Phase.RUN, start, start + length),) if length else ()
    run = start + row.run_start - row.setup_start
    return PlannedOperation(row.operation, machine, start, run, start + length, segments)


def _together(
    placing: Placing,
    row: PlannedOperation,
    problem: Problem,
    before: Plan,
    wished: dict[OperationId, PlannedOperation],
) -> dict[OperationId, PlannedOperation]:
    """The others of its group go along: a group stays on one machine, in one go."""
    group = problem.tasks[placing.operation].group
    if not group:
        return {}
    by = row.setup_start - before.operations[placing.operation].setup_start
    others = [
        before.operations[task.id]
        for task in problem.tasks.values()
        if task.group == group and task.id not in wished and task.running is None
    ]
    return {one.operation: _at(one, row.machine, max(0, one.setup_start + by)) for one in others}


def _pinned(operation: Operation, placing: Placing, row: PlannedOperation, live: Plan) -> Operation:
    if not placing.pin:
        return replace(operation, pinned=False, pinned_start=None, machine=None)
    return replace(operation, pinned=True, machine=row.machine, pinned_start=live.clock.at(row.setup_start))


def _missed(
    placings: Sequence[Placing], wished: dict[OperationId, PlannedOperation], made: Plan
) -> Iterator[Break]:
    """Operations that start later than they were put."""
    for placing in placings:
        name = placing.operation
        if name not in wished:
            continue
        asked, row = wished[name], made.operations.get(name)
        if row is None:
            unplaced = (*made.blocked, *made.unplannable)
            yield Break(name, "unplaced", reason=next((u for u in unplaced if u.operation == name), None))
        elif placing.start is not None and placing.start < made.clock.at(0):
            yield Break(name, "past")
        elif row.setup_start != asked.setup_start or row.machine != asked.machine:
            yield Break(name, row.reason.bind.value, row.reason.reference, row.reason)


def _given_way(
    problem: Problem, before: Plan, made: Plan, wished: dict[OperationId, PlannedOperation]
) -> Iterator[Break]:
    """Pins of others that were kept and no longer are."""
    for task in problem.tasks.values():
        if task.pin is None or task.pin.start is None or task.id in wished or task.running is not None:
            continue
        was, row = before.operations.get(task.id), made.operations.get(task.id)
        if was is not None and row is not None and row.setup_start > was.setup_start:
            yield Break(task.id, Bind.PIN.value, reason=row.reason)
