"""A new mold beside a published plan in what that leaves free: nobody's milestone gets later.

Published work is pinned to its machine and start; new work begins only where it is over by then. What new
work still takes from published work is people and changeovers: such a start is put off behind the start of
the work that it would hold up, and the plan is decoded again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.construct import basis_of, choice
from sprue.planning.difference import difference
from sprue.planning.finish import finished
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.frames import Choice, Ints, Outcome
from sprue.planning.kernels.shared import shared_choice, shared_frame
from sprue.planning.plan import Plan
from sprue.planning.problem import Pin, Problem
from sprue.planning.repair import kept
from sprue.shop.ids import OperationId

#: Behind everything published, with the order among themselves kept (minutes).
LAST = 1e8
#: So often starts are put off; what still holds somebody up then waits for the end of the published plan.
ROUNDS = 60
#: From then on all new work beside held up work is put off behind it, not only what surely holds it up.
PATIENCE = 20
#: So many starts on the way to the new milestones may be drawn forward again, to these parts of the delay.
SOONER, PARTS = 12, (0.0, 0.5, 0.75)


def beside(problem: Problem, published: Plan, new: Collection[OperationId]) -> Plan:
    """The plan with the `new` operations behind all published ones; no milestone of a due gets later.

    `published` is a plan of the same moment for the problem without the new operations.
    """
    layout = layout_of(_pinned(problem, published))
    chosen = _behind(layout, kept(layout, choice(layout, basis_of(problem, layout)), published, 0), new)
    room = _Room(layout, published, new)
    for _ in range(ROUNDS):
        put_off = room.put_off(outcome(layout.shared, shared_choice(chosen), 0))
        if put_off is None:
            layout = _drawn_forward(layout, chosen, room)
            break
        layout = _released(layout, put_off)
    made = finished(problem, layout, chosen)
    if not slips(problem, published, made):
        return made
    end = max((row.end for row in published.operations.values()), default=0)
    return finished(problem, _released(layout, np.where(room.new, end, layout.frame.release)), chosen)


def slips(problem: Problem, published: Plan, made: Plan) -> bool:
    """Whether a milestone of a due gets later, or loses its date."""
    return any(
        move.before is not None and (move.after is None or move.after > move.before)
        for move in difference(problem, published, made).milestones
    )


def _pinned(problem: Problem, published: Plan) -> Problem:
    """The problem with all published work pinned to its machine and start."""
    pins = {}
    for task in problem.tasks.values():
        row = published.operations.get(task.id)
        if row is None or task.running is not None:
            continue
        there = tuple(option for option in task.options if option.machine == row.machine)
        if there or row.machine is None:
            pins[task.id] = replace(task, pin=Pin(row.machine, max(0, row.setup_start)), options=there)
    return replace(problem, tasks=problem.tasks | pins)


def _behind(layout: Layout, chosen: Choice, new: Collection[OperationId]) -> Choice:
    rows = [layout.index[operation] for operation in new if operation in layout.index]
    key = chosen.key.copy()
    key[rows] += LAST
    return chosen._replace(key=key)


def _released(layout: Layout, release: Ints) -> Layout:
    frame = layout.frame._replace(release=release)
    return replace(layout, frame=frame, shared=shared_frame(frame))


def _drawn_forward(layout: Layout, chosen: Choice, room: "_Room") -> Layout:
    """Starts on the way to the new milestones that were put off farther than need be, sooner again."""
    plan = outcome(layout.shared, shared_choice(chosen), 0)
    tried: set[int] = set()
    for _ in range(SOONER):
        row = room.waits_longest(plan, layout.frame.release, tried)
        if row < 0:
            break
        tried.add(row)
        for part in PARTS:
            release = layout.frame.release.copy()
            release[row] = room.first[row] + int(part * (release[row] - room.first[row]))
            sooner = _released(layout, release)
            found = outcome(sooner.shared, shared_choice(chosen), 0)
            if not room.holds_up(found) and room.reached(found) <= room.reached(plan):
                layout, plan = sooner, found
                break
    return layout


@dataclass(frozen=True, slots=True)
class _Harm:
    """A published operation that new work holds up: its row, start as published and end in the new plan."""

    row: int
    start: int
    end: int


class _Room:
    """Finds in a decoded plan which new starts hold up published work."""

    def __init__(self, layout: Layout, published: Plan, new: Collection[OperationId]) -> None:
        n = len(layout.tasks)
        self._layout = layout
        self.new: npt.NDArray[np.bool_] = np.zeros(n, bool)
        self.new[[layout.index[operation] for operation in new if operation in layout.index]] = True
        self._start, self._end = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
        for i, task in enumerate(layout.tasks):
            row = published.operations.get(task.id)
            if row is not None:
                self._start[i], self._end[i] = row.setup_start, row.end
        self._preds = [[layout.index[p] for p in t.predecessors if p in layout.index] for t in layout.tasks]
        ends = np.array([task.milestone is not None for task in layout.tasks], bool)
        self._watched = ends | (np.diff(layout.frame.succ_ptr) == 0)
        self._kind = self._kinds()
        self._shares = self._sharing()
        self.first = layout.frame.release
        self._release = layout.frame.release.copy()
        self._goals = np.flatnonzero(ends & self.new)
        self._least, self._rounds = n + 1, 0

    def holds_up(self, plan: Outcome) -> bool:
        """Whether a published milestone or last end is late."""
        return bool(self._late(plan)[self._watched].any())

    def reached(self, plan: Outcome) -> int:
        """The sum of the ends of the new milestones."""
        return int(plan.end[self._goals].sum())

    def waits_longest(self, plan: Outcome, release: Ints, tried: Collection[int]) -> int:
        """The new operation on the ways back from the new milestones that was put off longest (-1: none)."""
        best, longest = -1, 0
        for goal in self._goals.tolist():
            row = goal
            while row >= 0:
                before = max(self._preds[row], key=lambda p: int(plan.end[p]), default=-1)
                ready = int(plan.end[before]) if before >= 0 else 0
                wait = int(release[row]) - max(ready, int(self.first[row]))
                if wait > longest and row not in tried:
                    best, longest = row, wait
                row = before
        return best

    def _late(self, plan: Outcome) -> npt.NDArray[np.bool_]:
        late: npt.NDArray[np.bool_] = (self._end >= 0) & (plan.end > self._end)
        return late

    def put_off(self, plan: Outcome) -> Ints | None:
        """Releases (n,) with the starts put off that hold work up; None: no milestone or last end is late."""
        late = self._late(plan)
        if not self.holds_up(plan):
            return None
        harms = list(self._roots(plan, late))
        before = self._before(plan)
        narrow = [(row, h.start) for h in harms for row in self._culprits(plan, h, int(before[h.row]))]
        count = int(late.sum())
        stuck = count >= self._least
        self._least, self._rounds = min(count, self._least), self._rounds + 1
        changed = self._put_off(narrow)
        if not changed or stuck or self._rounds > PATIENCE:
            wide = [(row, h.end) for h in harms for row in self._at_work(plan, h)]
            changed |= self._put_off(wide)
        return self._release.copy() if changed else None

    def _put_off(self, starts: list[tuple[int, int]]) -> bool:
        """Whether one of the (row, minute) was allowed to start earlier than that until now."""
        changed = False
        for row, minute in starts:
            if self._release[row] < minute:
                self._release[row] = minute
                changed = True
        return changed

    def _roots(self, plan: Outcome, late: npt.NDArray[np.bool_]) -> Iterator[_Harm]:
        """Published work that is late though nothing that it waits for is."""
        for row in np.flatnonzero(late).tolist():
            if not any(late[p] for p in self._preds[row]):
                yield _Harm(row, int(self._start[row]), int(plan.end[row]))

    def _culprits(self, plan: Outcome, harm: _Harm, before: int) -> list[int]:
        """The new work just before it on its machine, and what began before it and has its people."""
        found = [before] if before >= 0 and self.new[before] else []
        kind = self._kind[harm.row]
        if plan.start[harm.row] > harm.start or kind < 0:
            return found
        over = self.new & (plan.start < harm.start) & (plan.end > harm.start) & (self._kind >= 0)
        rows = np.flatnonzero(over)
        return [*found, *rows[self._shares[kind, self._kind[rows]]].tolist()]

    def _at_work(self, plan: Outcome, harm: _Harm) -> list[int]:
        """All new work in the house while the held up work is waited for."""
        over = self.new & (plan.start < harm.end) & (plan.end > harm.start) & (self._kind >= 0)
        rows: list[int] = np.flatnonzero(over).tolist()
        return rows

    def _before(self, plan: Outcome) -> Ints:
        """The operation before each on its machine (n,), -1: none."""
        before = np.full(len(self._start), -1, np.int64)
        rows = np.flatnonzero(plan.machine >= 0)
        order = rows[np.lexsort((plan.start[rows], plan.machine[rows]))]
        same = plan.machine[order[1:]] == plan.machine[order[:-1]]
        before[order[1:][same]] = order[:-1][same]
        return before

    def _kinds(self) -> Ints:
        """The kind under which people attend each operation (n,), -1: outside."""
        frame = self._layout.frame
        kinds = np.full(len(self._layout.tasks), -1, np.int64)
        has = np.flatnonzero(frame.opt_ptr[1:] > frame.opt_ptr[:-1])
        kinds[has] = frame.opt_kind[frame.opt_ptr[has]]
        return kinds

    def _sharing(self) -> npt.NDArray[np.bool_]:
        """Whether somebody is able to do both kinds (K, K)."""
        frame = self._layout.frame
        able = np.zeros((len(frame.kg_ptr) - 1, frame.seg_cap.shape[1]), np.int64)
        for kind in range(len(able)):
            able[kind, frame.kg_idx[frame.kg_ptr[kind] : frame.kg_ptr[kind + 1]]] = 1
        return able @ able.T > 0
