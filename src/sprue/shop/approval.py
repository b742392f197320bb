"""Work that waits for the approval of a trial: texture, nitriding, whatever a note marks so.

The rule: marked work begins only when a trial of its mold is approved. It looks at the trials that do not
themselves wait for it; where there is none, or the last of them was over before anybody wrote down here
what came of it, nothing is waited for: what the workbook says is believed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial

from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.notes import after_approval
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.trials import Trials, is_trial


@dataclass(frozen=True, slots=True)
class Awaited:
    """The trial whose approval is waited for; `held`: it is over, only the customer's word is missing."""

    trial: OperationId
    held: bool


def approved(trials: Trials, mold: MoldId) -> bool:
    """Whether any trial of the mold is."""
    return any(record.mold == mold and record.approved for record in trials.values())


@dataclass(frozen=True, slots=True)
class TrialSeen:
    """A trial as it stands on the floor."""

    id: OperationId
    step: Decimal
    status: Status
    finished: datetime | None


def in_order(trials: Iterable[TrialSeen]) -> list[TrialSeen]:
    """Trials of one mold that are not cancelled: those that are over by their ends, then by their steps."""
    return sorted((t for t in trials if t.status is not Status.CANCELLED), key=_place)


def _place(trial: TrialSeen) -> tuple[int, float, Decimal, int, str]:
    rank = {Status.DONE: 0, Status.RUNNING: 1}.get(trial.status, 2)
    ended = trial.finished.timestamp() if rank == 0 and trial.finished is not None else 0.0
    # T2 before T10.
    return rank, ended, trial.step, len(trial.id), trial.id


def awaited(
    order: Sequence[TrialSeen],
    trials: Trials,
    since: datetime | None,
    waits_for_it: Callable[[OperationId], bool],
) -> Awaited | None:
    """What marked work of a mold without an approved trial waits for; None: nothing.

    `order`: the mold's trials in their order; `since`: when the shop came in; `waits_for_it`: whether a
    trial waits, directly or not, for the work.
    """
    before = [t for t in order if t.status is Status.DONE or not waits_for_it(t.id)]
    if not before:
        return None
    for trial in before:
        if trial.status is not Status.DONE:
            return Awaited(trial.id, held=False)
    last = before[-1]
    old = last.finished is None or (since is not None and last.finished <= since)
    return None if old and last.id not in trials else Awaited(last.id, held=True)


@dataclass(slots=True)
class Gated:
    """The shop as a planner sees it: marked work is planned after the trial that must be approved.

    Where the trial is over and nobody has approved it, no date is known: the work is held.
    """

    shop: Shop
    trials: Trials
    since: datetime | None
    _of_part: dict[PartId, list[Operation]] = field(default_factory=dict)
    _parts: dict[MoldId, list[PartId]] = field(default_factory=dict)
    _children: dict[PartId, list[PartId]] = field(default_factory=dict)

    def changed(self) -> dict[OperationId, Operation]:
        """The operations that are otherwise than in the shop."""
        marked = [*self._marked()]
        if not marked:
            return {}
        self._look()
        found: dict[OperationId, Operation] = {}
        orders: dict[MoldId, list[TrialSeen]] = {}
        for operation in marked:
            mold = self.shop.parts[operation.part].mold
            if mold not in orders:
                own = [o for part in self._parts[mold] for o in self._of_part.get(part, ())]
                orders[mold] = in_order(
                    TrialSeen(o.id, o.step, o.status, o.finished) for o in own if is_trial(self.shop, o)
                )
            waits = partial(self._waits, wanted=operation.id)
            what = awaited(orders[mold], self.trials, self.since, waits)
            if what is not None:
                found[operation.id] = _after(operation, what)
        return found

    def _marked(self) -> Iterator[Operation]:
        kinds = {kind.id for kind in self.shop.kinds.values() if kind.notes}
        for operation in self.shop.operations.values():
            if operation.status is not Status.WAITING or not (operation.notes or operation.kind in kinds):
                continue
            kind = self.shop.kinds.get(operation.kind) if operation.kind is not None else None
            if after_approval(operation, kind) and not approved(
                self.trials, self.shop.parts[operation.part].mold
            ):
                yield operation

    def _look(self) -> None:
        for part in self.shop.parts.values():
            self._parts.setdefault(part.mold, []).append(part.id)
            if part.parent is not None:
                self._children.setdefault(part.parent, []).append(part.id)
        for operation in self.shop.operations.values():
            self._of_part.setdefault(operation.part, []).append(operation)

    def _waits(self, trial: OperationId, wanted: OperationId) -> bool:
        """Whether a trial waits for an operation."""
        seen, todo = {trial}, [trial]
        while todo:
            for before in self._before(self.shop.operations[todo.pop()]):
                if before.id == wanted:
                    return True
                if before.id not in seen and before.status not in (Status.DONE, Status.CANCELLED):
                    seen.add(before.id)
                    todo.append(before.id)
        return False

    def _before(self, operation: Operation) -> Iterator[Operation]:
        yield from (o for o in self._of_part.get(operation.part, ()) if o.step < operation.step)
        yield from (self.shop.operations[o] for o in operation.after if o in self.shop.operations)
        if operation.joins:
            for child in self._children.get(operation.part, ()):
                yield from self._of_part.get(child, ())


def _after(operation: Operation, what: Awaited) -> Operation:
    if what.held:
        return replace(operation, status=Status.HELD)
    return replace(operation, after=(*operation.after, what.trial))
