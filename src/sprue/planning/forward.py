"""From the published plan on, mold by mold: what may start earlier now does, where that pays for its moves.

A shop that changed keeps its published starts after a right shift: overtime, a gate that opens sooner or a
heavier mold would change nothing. Late molds are drawn forward one after the other, those asked for first: in
the published order on their machines, in that order on any machine, and ahead of others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.binding import milestone_ends
from sprue.planning.construct import Basis
from sprue.planning.hunt import Hunt
from sprue.planning.keeping import Mask
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.frames import Choice, Floats, Ints
from sprue.planning.kernels.shared import shared_choice
from sprue.shop.ids import MoldId

#: Minutes of published order by which a mold goes ahead of others.
AHEAD = 7 * 24 * 60.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Operations (n,) that may start earlier and that may change machines, and minutes in the order (n,)."""

    early: Mask
    loose: Mask
    shift: Floats


class Forward(Hunt[Drawn]):
    """Draws late molds forward; ends by itself.

    Parameters
    ----------
    begin, free, held : as for `keeping.KeptSearch`
    focus : molds that come first, late or not
    """

    def __init__(  # what it searches in and where it starts
        self,
        layout: Layout,
        basis: Basis,
        *,
        begin: Choice,
        free: Choice,
        held: Mask,
        focus: Sequence[MoldId] = (),
    ) -> None:
        super().__init__(layout, begin)
        self._begin, self._free, self._held = begin, free, held
        self._mold = basis.mold
        self._focus = focus
        nothing = np.zeros(len(held), bool)
        self._now = Drawn(nothing, nothing, np.zeros(len(held)))
        self._take([self._now], map)
        self._current = self.value

    def _choice(self, candidate: Drawn) -> Choice:
        begin, free, loose = self._begin, self._free, candidate.loose
        return begin._replace(
            key=begin.key + candidate.shift,
            cls=np.where(loose, free.cls, begin.cls),
            base=np.where(loose, free.base, begin.base),
            planned=np.where(candidate.early, -1, begin.planned),
        )

    def _batches(self) -> Iterator[list[Drawn]]:
        for rows in self._molds():
            yield self._forward(rows)
            last = self._best_of_last()
            if last.value < self._current:
                self._now, self._current = last.candidate, last.value

    def _forward(self, rows: Ints) -> list[Drawn]:
        early, loose, shift = self._now.early.copy(), self._now.loose.copy(), self._now.shift.copy()
        early[rows], loose[rows], shift[rows] = True, True, shift[rows] - AHEAD
        in_order = replace(self._now, early=early)
        return [in_order, replace(in_order, loose=loose), Drawn(early, loose, shift)]

    def _molds(self) -> Iterator[Ints]:
        """Operations that may move, of the molds asked for and then of late ones, the latest first."""
        for mold in dict.fromkeys([*self._asked(), *self._late()]):
            rows = np.flatnonzero((self._mold == mold) & ~self._held)
            if len(rows):
                yield rows

    def _asked(self) -> list[int]:
        number = {task.mold: int(mold) for task, mold in zip(self._layout.tasks, self._mold, strict=True)}
        return [number[mold] for mold in self._focus if mold in number]

    def _late(self) -> list[int]:
        """Molds by their weighted lateness in the plan as it is."""
        frame = self._layout.frame
        ends = milestone_ends(self._layout, outcome(self._layout.shared, shared_choice(self._begin), 0))
        lateness = np.maximum(0.0, ends - frame.due_at) * frame.due_weight
        order = np.argsort(-lateness, kind="stable")
        filled = [
            due for due in order.tolist() if lateness[due] > 0 and frame.due_ptr[due] < frame.due_ptr[due + 1]
        ]
        return [int(self._mold[frame.due_idx[frame.due_ptr[due]]]) for due in filled]
