"""Classic job shops of any size: rules, passes forward and backward, then stretches of time one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import Plan
from sprue.planning.graph.fixed import rows_of
from sprue.planning.graph.instance import Instance, IntArray
from sprue.planning.graph.kernels import nodes, windows
from sprue.planning.graph.kernels.dispatch import dispatch, remaining
from sprue.planning.graph.relink import Mapper

#: Rules are tried for this share of the time, passes until this one.
RULES = 0.1
PASSES = 0.35
#: Passes without a gain after which windows are worth more.
TIRED = 12
#: Operations of a window: so many for each machine, within limits; moves in it, at most and without a gain.
DENSITY = 30
SIZES = (2_000, 10_000)
#: Few windows are searched long, many shortly: this over the number of operations, within limits.
MOVES = 4_000_000_000
MOST = (25_000, 400_000)
IDLE = 1 / 8
#: Windows between two looks at the whole.
CHUNK = 24


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A stretch of places to sweep, with arrays of its own."""

    g: IntArray
    order: IntArray
    begin: int
    stop: int
    seed: int


class Large:
    """The search; `best` is a topological order, `makespan` its length."""

    def __init__(
        self,
        instance: Instance,
        random: np.random.Generator,
        *,
        target: int,
        spent: Callable[[], float],
    ) -> None:
        self._instance = instance
        self._random = random
        self._target = target
        self._spent = spent
        self._size = min(SIZES[1], max(SIZES[0], DENSITY * instance.machines))
        self._moves = min(MOST[1], max(MOST[0], MOVES // max(1, instance.size)))
        self._machine = instance.option_machine.copy()
        self._minutes = instance.option_minutes.copy()
        self._start = np.zeros(instance.size, dtype=np.int64)
        self.best: IntArray = instance.order
        self.makespan = 2**62
        self.moves = 0

    @property
    def plan(self) -> Plan:
        """The best so far."""
        return Plan(self.best, self._machine)

    def run(self, mapper: Mapper, limit: int | None) -> Iterator[None]:
        """Better and better plans, until target, limit of moves or end of time; yields now and then."""
        yield from self._rules()
        yield from self._passes()
        yield from self._sweeps(mapper, limit)

    def _over(self, share: float = 1.0) -> bool:
        return self._spent() >= share or self.makespan <= self._target

    def _rules(self) -> Iterator[None]:
        """Dispatch rules, in both directions of time."""
        for backward, own, crowd, patience in _portfolio():
            urgency = self._tails(backward=backward)
            if own:
                urgency += self._minutes
            self._dispatch(urgency, backward=backward, crowd=crowd, patience=patience)
            yield
            if self._over(RULES):
                return

    def _passes(self) -> Iterator[None]:
        """The other way round, most urgent who starts last the one way; patience varies."""
        idle, backward = 0, True
        urgency = self._heads(self.best)
        while idle < TIRED and not self._over(PASSES):
            before = self.makespan
            patience = float(self._random.choice([0.0, 0.0, 0.3, 0.6]))
            self._dispatch(urgency, backward=backward, crowd=0.0, patience=patience)
            urgency = self._start.copy()
            backward = not backward
            idle = 0 if self.makespan < before else idle + 1
            yield

    def _dispatch(self, urgency: NDArray[np.int64], *, backward: bool, crowd: float, patience: float) -> None:
        """One pass; keeps its plan when it is the best. Leaves the starts, from the end if backward."""
        it = self._instance
        order = np.zeros(it.size, dtype=np.int32)
        ahead = (it.before_start, it.after_start, it.after)
        behind = (it.after_start, it.before_start, it.before)
        makespan = dispatch(
            *(behind if backward else ahead),
            it.option_start,
            it.option_machine,
            it.option_minutes,
            False,  # machines are given
            self._machine,
            self._minutes,
            urgency,
            crowd,
            patience,
            order,
            self._start,
            it.machines,
        )
        if makespan < self.makespan:
            self.makespan = makespan
            self.best = np.ascontiguousarray(order[::-1]) if backward else order

    def _tails(self, *, backward: bool) -> NDArray[np.int64]:
        it = self._instance
        tail = np.zeros(it.size, dtype=np.int64)
        if backward:
            remaining(np.ascontiguousarray(it.order[::-1]), it.before_start, it.before, self._minutes, tail)
        else:
            remaining(it.order, it.after_start, it.after, self._minutes, tail)
        return tail

    def _heads(self, order: IntArray) -> NDArray[np.int64]:
        g, borders, last = self._graph()
        nodes.link(g, order, self._machine, borders, last)
        return g[: self._instance.size, nodes.HEAD].astype(np.int64)

    def _graph(self) -> tuple[IntArray, IntArray, IntArray]:
        it = self._instance
        g, _ = rows_of(it)
        borders = np.full((it.machines, 2), it.size, dtype=np.int32)
        return g, borders, np.zeros(it.machines, dtype=np.int32)

    def _sweeps(self, mapper: Mapper, limit: int | None) -> Iterator[None]:
        """Windows over the whole time, in two halves at once, as long as there is time."""
        g, borders, last = self._graph()
        n = self._instance.size
        begun = [0.0, 0.0]
        while not self._over() and (limit is None or self.moves < limit):
            nodes.link(g, self.best, self._machine, borders, last)
            # By start, so that a window is a stretch of time.
            order = self.best[np.argsort(g[self.best, nodes.HEAD], kind="stable")]
            self.makespan = nodes.link(g, order, self._machine, borders, last)
            cut = int(n * (0.4 + 0.2 * self._random.random())) if n > 2 * self._size else n
            halves = [(0, cut), (cut, n)] if cut < n else [(0, n)]
            parts = []
            for k, (first, stop) in enumerate(halves):
                # Each half goes on where its last sweep ended.
                begin = first + int(begun[k] * (stop - first))
                parts.append(_Part(g.copy(), order.copy(), begin, stop, int(self._random.integers(1, 2**62))))
                reached = begin + CHUNK * (self._size // 2)
                begun[k] = 0.0 if reached + self._size // 2 >= stop else (reached - first) / (stop - first)
            # Windows without a move left count as one, else a limit of moves would never come.
            self.moves += max(1, sum(mapper(self._sweep, parts)))
            self._keep_best(g, order, parts, borders, last)
            yield

    def _sweep(self, part: _Part) -> int:
        """Moves made in a task's windows."""
        seed = np.array([part.seed], dtype=np.uint64)
        idle = int(IDLE * self._moves)
        return windows.sweep(
            part.g,
            part.order,
            self._machine,
            part.begin,
            part.stop,
            self._size,
            self._moves,
            idle,
            seed,
            CHUNK,
        )

    def _keep_best(
        self, g: IntArray, order: IntArray, parts: list[_Part], borders: IntArray, last: IntArray
    ) -> None:
        """Both halves together; each alone can't make the plan longer, both can, seldom: then one of them."""
        candidates = [parts]
        if len(parts) > 1:
            candidates += [[part] for part in parts]
        for chosen in candidates:
            made = order.copy()
            for part in chosen:
                made[part.begin : part.stop] = part.order[part.begin : part.stop]
            makespan = nodes.link(g, made, self._machine, borders, last)
            if makespan <= self.makespan:
                self.makespan, self.best = makespan, made
                return
        self.best = order


def _portfolio() -> Iterator[tuple[bool, bool, float, float]]:
    """Rules, the best on the whole first: backward, with own minutes, crowd, patience."""
    seen = set()
    favorites = [
        (False, False, 1.0, 0.0),
        (True, True, 0.0, 0.3),
        (False, False, 0.3, 0.0),
        (False, False, 0.0, 0.6),
    ]
    others = [
        (backward, own, crowd, patience)
        for patience in (0.0, 0.3, 0.6, 1.0)
        for crowd in (1.0, 0.3, 0.1, 0.0)
        for own in (False, True)
        for backward in (False, True)
    ]
    for rule in favorites + others:
        if rule not in seen:
            seen.add(rule)
            yield rule
