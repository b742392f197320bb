"""What binds in a decoded plan: for each late milestone the operations on its chain that had to queue."""

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.kernels.frames import (
    BY_BATCH,
    BY_MACHINE,
    BY_NOW,
    BY_PEOPLE,
    BY_PREDECESSOR,
    BY_RELEASE,
    BY_RUNNING,
    Floats,
    Outcome,
)

#: A chain is followed back over so many links at most.
LINKS = 500
#: How often the chain goes on through the operation that held the machine.
THROUGH_HOLDER = 0.3
#: Nudges by guess are of this share of the milestones' width.
NUDGE = 0.05


def milestone_ends(layout: Layout, plan: Outcome) -> Floats:
    """Last ends (dues,) of all milestones; without operations: their due dates."""
    frame = layout.frame
    ends = frame.due_at.astype(np.float64)
    filled = np.flatnonzero(frame.due_ptr[1:] > frame.due_ptr[:-1])
    if len(filled):
        ends[filled] = np.maximum.reduceat(plan.end[frame.due_idx], frame.due_ptr[:-1][filled])
    return ends


class Binding:
    """Chains of the late milestones of one plan; `width`: how far milestones lie apart, in minutes."""

    def __init__(self, layout: Layout, plan: Outcome, key: Floats) -> None:
        self._layout = layout
        self._plan = plan
        self._key = key
        ends = milestone_ends(layout, plan)
        frame = layout.frame
        filled = np.diff(frame.due_ptr) > 0
        self.width = max(60.0, float(np.std(ends[filled]))) if filled.any() else 60.0
        lateness = np.where(filled, np.maximum(0.0, ends - frame.due_at) * frame.due_weight, 0.0)
        self.late = np.flatnonzero(lateness).tolist()
        self._share = np.cumsum(lateness[self.late])

    def nudged(self, nudges: Floats, random: np.random.Generator) -> Floats:
        """The nudges (n,), with some operations moved that queue on the chain of a late milestone."""
        moved = nudges.copy()
        queued = self._queued(self._last_of(self.drawn(random)), random)
        if not queued:
            return moved
        for _ in range(random.geometric(0.3)):
            op, holder = queued[random.integers(len(queued))]
            if random.random() < THROUGH_HOLDER:
                moved[self._part_of(op)] -= abs(random.normal(0.0, NUDGE * self.width))
            elif holder >= 0 and random.random() < 0.7:
                self._pass(moved, op, holder, random)
            else:
                moved[op] -= abs(random.normal(0.0, NUDGE * self.width))
        return moved

    def blocked(self, random: np.random.Generator) -> tuple[int, int]:
        """A late milestone, and an operation of another mold that held a machine on its chain (-1: none)."""
        due = self.drawn(random)
        queued = self._queued(self._last_of(due), random)
        tasks = self._layout.tasks
        holders = [holder for op, holder in queued if holder >= 0 and tasks[holder].mold != tasks[op].mold]
        return due, holders[random.integers(len(holders))] if holders else -1

    def _pass(self, moved: Floats, op: int, holder: int, random: np.random.Generator) -> None:
        """Puts `op` before the one that held its machine."""
        step = self._key[op] - self._key[holder] + 1.0
        if step > 0 and random.random() < 0.7:
            moved[op] -= step
        elif step > 0:
            moved[holder] += step

    def drawn(self, random: np.random.Generator) -> int:
        """A late milestone, the later and weightier the oftener."""
        place = int(np.searchsorted(self._share, random.random() * self._share[-1], side="right"))
        return int(self.late[min(place, len(self.late) - 1)])

    def _last_of(self, due: int) -> int:
        frame = self._layout.frame
        rows = frame.due_idx[frame.due_ptr[due] : frame.due_ptr[due + 1]]
        return int(rows[np.argmax(self._plan.end[rows])])

    def _queued(self, last: int, random: np.random.Generator) -> list[tuple[int, int]]:
        """Operations that queued on the chain back from `last`, and who held their machines (-1: people)."""
        plan = self._plan
        found: list[tuple[int, int]] = []
        op = last
        for _ in range(LINKS):
            reason, reference = plan.reason[op], int(plan.reference[op])
            if reason in (BY_NOW, BY_RUNNING, BY_RELEASE):
                break
            if reason in (BY_PREDECESSOR, BY_BATCH):
                op = reference
                continue
            if reason == BY_MACHINE and reference >= 0:
                found.append((op, reference))
                if random.random() < THROUGH_HOLDER:
                    op = reference
                    continue
            elif reason == BY_PEOPLE:
                found.append((op, -1))
            op = self._last_before(op)
            if op < 0:
                break
        return found

    def _last_before(self, op: int) -> int:
        """The predecessor that ends last, -1: none."""
        layout = self._layout
        before = [layout.index[p] for p in layout.tasks[op].predecessors if p in layout.index]
        return max(before, key=lambda i: int(self._plan.end[i])) if before else -1

    def _part_of(self, op: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        part = self._layout.frame.part
        return np.flatnonzero(part == part[op])
