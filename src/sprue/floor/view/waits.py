"""What an operation still waits for: one answer for terminals, wall and the rules of the floor."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sprue.floor.view.electrodes import electrodes_of, is_made, is_measured
from sprue.floor.view.index import Index, index_of
from sprue.shop.approval import TrialSeen, approved, awaited, in_order
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MoldId, OperationId, PartId, ProblemId
from sprue.shop.problems import BLOCKS_NOTHING, ProblemStatus
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from sprue.shop.state import State

#: As planners say it: paused work is under way.
_STATUS = {work: Status.RUNNING if work is Work.PAUSED else Status(work.value) for work in Work}
OVER = (Work.DONE, Work.CANCELLED)


class What(StrEnum):
    """Kinds of things waited for."""

    OPERATION = "operation"
    MATERIAL = "material"
    DRAWING = "drawing"
    PROGRAM = "program"
    ELECTRODE = "electrode"
    FIXTURE = "fixture"
    NOT_BEFORE = "not_before"
    HELD = "held"
    PROBLEM = "problem"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Wait:
    """`id`: the operation, purchase, part, gate or problem; `at`: when it is expected, if anybody knows."""

    what: What
    id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """The state as it looks at `now`, with what is looked up often."""

    state: State
    now: datetime
    index: Index
    problems: dict[OperationId, list[ProblemId]]

    def waits_for(self, operation_id: OperationId) -> tuple[Wait, ...]:
        """Everything a waiting operation still waits for; () = it may start."""
        return tuple(self._waits(operation_id))

    def is_ready(self, operation_id: OperationId) -> bool:
        """Whether the operation waits and nothing is in its way."""
        if self.state.operation(operation_id).work is not Work.WAITING:
            return False
        return next(self._waits(operation_id), None) is None

    def predecessors(self, operation: Operation) -> Iterator[OperationId]:
        """Open operations that must end first: of the nearest open step, of joined parts, of `after`."""
        yield from self._nearest_open(operation)
        if operation.joins:
            for child in self.index.children.get(operation.part, ()):
                yield from self._last_open(child)
        for before in operation.after:
            if before in self.state.shop.operations and self.state.operation(before).work not in OVER:
                yield before

    def _waits(self, operation_id: OperationId) -> Iterator[Wait]:
        operation = self.state.shop.operations[operation_id]
        if self.state.operation(operation_id).work is Work.HELD:
            yield Wait(What.HELD, operation_id)
        waited: set[PartId] = set()
        for before in self.predecessors(operation):
            waited.add(self.state.shop.operations[before].part)
            yield Wait(What.OPERATION, before)
        yield from self._material(operation.part)
        if operation.joins:
            for child in self.index.children.get(operation.part, ()):
                if child not in self.index.operations_of:
                    yield from self._material(child)
        for electrode in electrodes_of(self.index, self.state.shop, operation_id):
            made = is_made(self.state, self.index, electrode)
            well = made and is_measured(self.state, self.index, electrode, operation_id)
            if not well and electrode not in waited:
                yield Wait(What.ELECTRODE, electrode)
        for kind in GateKind:
            gate = operation.gate(kind)
            if gate.state in (GateState.NO, GateState.EXPECTED):
                yield Wait(What(kind.value), kind.value, gate.expected)
        if operation.not_before is not None and operation.not_before > self.now:
            yield Wait(What.NOT_BEFORE, "", operation.not_before)
        for problem in self.problems.get(operation_id, ()):
            yield Wait(What.PROBLEM, problem)
        mold = self.index.mold_of(operation_id)
        if operation_id in self.index.after_approval.get(mold, ()):
            trial = self._approval(operation_id, mold)
            if trial is not None:
                yield Wait(What.APPROVAL, trial)

    def trials(self, mold: MoldId) -> list[TrialSeen]:
        """The trials of a mold that are not cancelled, in their order."""
        shop, state = self.state.shop, self.state
        return in_order(
            TrialSeen(
                o, shop.operations[o].step, _STATUS[state.operation(o).work], state.operation(o).finished
            )
            for o in self.index.trials.get(mold, ())
        )

    def waits_behind(self, operation_id: OperationId, wanted: OperationId) -> bool:
        """Whether an open operation waits, directly or not, for another."""
        seen, todo = {operation_id}, [operation_id]
        while todo:
            for before in self.predecessors(self.state.shop.operations[todo.pop()]):
                if before == wanted:
                    return True
                if before not in seen:
                    seen.add(before)
                    todo.append(before)
        return False

    def _approval(self, operation_id: OperationId, mold: MoldId) -> OperationId | None:
        """The trial whose approval marked work waits for."""
        state = self.state
        if approved(state.trials, mold):
            return None
        behind = partial(self.waits_behind, wanted=operation_id)
        what = awaited(self.trials(mold), state.trials, state.imported_at, behind)
        return what.trial if what is not None else None

    def _nearest_open(self, operation: Operation) -> list[OperationId]:
        nearest: list[OperationId] = []
        for step in self.index.steps.get(operation.part, ()):
            if self.index.shop.operations[step[0]].step >= operation.step:
                break
            nearest = self._open(step) or nearest
        return nearest

    def _last_open(self, part: PartId) -> list[OperationId]:
        for step in reversed(self.index.steps.get(part, ())):
            open_ones = self._open(step)
            if open_ones:
                return open_ones
        return []

    def _open(self, operations: list[OperationId]) -> list[OperationId]:
        return [o for o in operations if self.state.operation(o).work not in OVER]

    def _material(self, part_id: PartId) -> Iterator[Wait]:
        shop = self.state.shop
        part = shop.parts[part_id]
        if part.available is not None and part.available > self.now:
            yield Wait(What.MATERIAL, part_id, part.available)
        for purchase_id in self.index.purchases_of.get(part_id, ()):
            purchase = shop.purchases[purchase_id]
            if purchase.received is None:
                yield Wait(What.MATERIAL, purchase_id, purchase.promised)


def sight_of(state: State, now: datetime) -> Sight:
    """The state as it looks at `now`."""
    problems: dict[OperationId, list[ProblemId]] = defaultdict(list)
    for problem_id, problem in state.problems.items():
        is_open = problem.status is not ProblemStatus.RESOLVED
        if problem.operation is not None and is_open and problem.kind not in BLOCKS_NOTHING:
            problems[problem.operation].append(problem_id)
    return Sight(state, now, index_of(state.shop), dict(problems))
