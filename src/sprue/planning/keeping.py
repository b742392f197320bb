"""The search from a published plan: what stays keeps its machine and start, a few molds are loosened.

A loosened operation may take any machine and start as early as rules allow; shifts say before or after
which others it goes. All others start when published, or as soon after that as rules allow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sprue.planning.arrays import Layout
from sprue.planning.binding import Binding
from sprue.planning.construct import Basis
from sprue.planning.hunt import ROUND, Acceptance, Hunt, Judged
from sprue.planning.kernels.frames import Choice, Floats, Ints

Mask = npt.NDArray[np.bool_]
#: Later than anything published (minutes), with the order among themselves kept.
LAST = 1e8
#: Parts of the moves: one mold sooner, chains of a late one, one mold later; the rest go back to the plan.
SOONER, CHAIN, LATER = 0.35, 0.35, 0.15


@dataclass(frozen=True, slots=True)
class Loosened:
    """Which operations are loose (n,), and by how many minutes each goes before or after its place (n,)."""

    loose: Mask
    shift: Floats
    limit: float = float("inf")


class KeptSearch(Hunt[Loosened]):
    """From the published plan on.

    Parameters
    ----------
    begin : published machines, starts and order, with the price on moves
    free : the same problem without them
    held : operations (n,) that must stay: those that are frozen, pinned or running
    """

    def __init__(  # what it searches in, where it starts, and its chance
        self,
        layout: Layout,
        basis: Basis,
        random: np.random.Generator,
        *,
        begin: Choice,
        free: Choice,
        held: Mask,
    ) -> None:
        super().__init__(layout, begin)
        self._begin, self._free, self._held = begin, free, held
        self._random = random
        self._molds = [
            np.flatnonzero(basis.mold == mold) for mold in range(int(basis.mold.max(initial=-1)) + 1)
        ]
        self._mold = basis.mold
        self._now = Loosened(np.zeros(len(held), bool), np.zeros(len(held)))
        self._acceptance = Acceptance()
        self._take(self._first(), map)
        self._adopt()
        self._binding = self._bound(self._best_of_last())
        # At once, so that whoever compares it with a new plan compares it with its best side.
        self._take(self._whole(self._binding), map)

    def _choice(self, candidate: Loosened) -> Choice:
        begin, free, loose = self._begin, self._free, candidate.loose
        return begin._replace(
            key=begin.key + candidate.shift,
            cls=np.where(loose, free.cls, begin.cls),
            base=np.where(loose, free.base, begin.base),
            planned=np.where(loose, -1, begin.planned),
            limit=candidate.limit,
        )

    def _first(self) -> list[Loosened]:
        """The published plan: with what is new by its own urgency, or behind everything else."""
        new = (self._begin.planned < 0) & (self._begin.old_start < 0) & ~self._held
        return [self._now, replace(self._now, shift=np.where(new, LAST, 0.0))]

    def _batches(self) -> Iterator[list[Loosened]]:
        binding = self._binding
        if self._adopt():
            binding = self._bound(self._best_of_last())
        self._acceptance.settle()
        while len(self._molds):
            yield [self._varied(binding) for _ in range(ROUND)]
            last = self._best_of_last()
            if self._acceptance.accepts(last.value):
                self._now = last.candidate
                binding = self._bound(last)

    def _whole(self, binding: Binding) -> list[Loosened]:
        """Everything loose in the published order; all late molds loose."""
        late = np.zeros(len(self._held), bool)
        for due in binding.late:
            late |= self._mold == self._mold[self._due_of(due)]
        return [self._with(loose & ~self._held, self._now.shift) for loose in (np.ones_like(late), late)]

    def _due_of(self, due: int) -> int:
        frame = self._layout.frame
        return int(frame.due_idx[frame.due_ptr[due]])

    def _adopt(self) -> bool:
        last = self._best_of_last()
        better = self._acceptance.improves(last.value)
        if better:
            self._now = last.candidate
        return better

    def _with(self, loose: Mask, shift: Floats) -> Loosened:
        return Loosened(loose, shift, self._acceptance.limit)

    def _bound(self, judged: Judged[Loosened]) -> Binding:
        return Binding(self._layout, judged.plan, judged.choice.key)

    def _varied(self, binding: Binding) -> Loosened:
        """The present state with a few operations loosened, shifted, or put back."""
        draw = self._random.random()
        if binding.late and draw < SOONER:
            return self._moved(self._late_mold(binding), -self._step(binding))
        if binding.late and draw < SOONER + CHAIN:
            return self._nudged(binding)
        mold = self._molds[self._random.integers(len(self._molds))]
        if draw < SOONER + CHAIN + LATER:
            return self._moved(mold, self._step(binding))
        return self._put_back(mold)

    def _step(self, binding: Binding) -> float:
        return float(self._random.exponential(0.2 * binding.width))

    def _late_mold(self, binding: Binding) -> Ints:
        return self._molds[int(self._mold[self._due_of(binding.drawn(self._random))])]

    def _moved(self, mold: Ints, minutes: float) -> Loosened:
        """A mold, or what of it starts after some minute, sooner or later."""
        rows = mold[~self._held[mold]]
        if len(rows) and self._random.random() < 0.5:
            rows = rows[self._begin.key[rows] >= self._begin.key[rows[self._random.integers(len(rows))]]]
        loose, shift = self._now.loose.copy(), self._now.shift.copy()
        loose[rows] = True
        shift[rows] += minutes
        return self._with(loose, shift)

    def _nudged(self, binding: Binding) -> Loosened:
        """Single operations that queue on the chain of a late mold go before what holds their machines."""
        shift = binding.nudged(self._now.shift, self._random)
        shift[self._held] = self._now.shift[self._held]
        return self._with(self._now.loose | (shift != self._now.shift), shift)

    def _put_back(self, mold: Ints) -> Loosened:
        """A mold as it is published; if it is, what is loose of a random half."""
        loose, shift = self._now.loose.copy(), self._now.shift.copy()
        rows = mold if loose[mold].any() else np.flatnonzero(loose & (self._random.random(len(loose)) < 0.5))
        loose[rows] = False
        shift[rows] = 0.0
        return self._with(loose, shift)
