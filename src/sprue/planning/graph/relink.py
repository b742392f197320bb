"""Tabu search from children of an elite pool, with any number of workers the same.

Peng, Lü and Cheng (2015) relink elite plans and improve each child by tabu search. Here a child is the order
of a mix of its parents' starts, which never holds a circle and needs no repair.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import PARTS, Elite, Plan, dispatched, distance, mixed
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.levelled import levelled

#: Plans kept: fewer of large instances, whose children take long; within limits.
POOL = 6_000
POOLS = (5, 12)
#: Children in a row that no plan had to make room for before all begins anew.
PATIENCE = 40
#: Parents are begun from nothing until the pool is full, or FEW are there and this share of time is spent.
FEW = 3
BEGIN = 0.25
#: Moves without a new best after which a child is grown.
IDLE = 12_500
#: Moves between two looks at the clock.
STRIDE = 4_000
#: Children begun together: with two workers, two for each, so that none waits long.
BROOD = 4
#: Plans are alike when their operations stand apart by fewer places than this share of their number.
ALIKE = 0.02
#: Passes of a new plan whose machines are chosen by load.
PASSES = 6

Mapper = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


class Space(Protocol):
    """The arrays of one search; used by one thread at a time."""

    def begin(self, plan: Plan) -> int:
        """Take a plan, forget all else; its makespan."""

    def search(self, seed: NDArray[np.uint64], moves: int, idle: int, target: int) -> int:
        """Make up to `moves` further moves; how many were made."""

    def ended(self, idle: int) -> bool:
        """Whether the search has ended by itself."""

    def best(self) -> Elite:
        """The best plan since `begin`."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A child to grow: its own random numbers, and the moves it may cost."""

    plan: Plan
    seed: int
    moves: int


class Relinking:
    """Grows children of an elite pool."""

    def __init__(
        self,
        instance: Instance,
        spaces: Iterable[Space],
        random: np.random.Generator,
        *,
        target: int,
        spent: Callable[[], float],
    ) -> None:
        """`spent` : share of the time that is gone, it ends at 1; `target` : a makespan that is enough."""
        self._instance = instance
        self._random = random
        self._target = target
        self._spent = spent
        self._spaces: SimpleQueue[Space] = SimpleQueue()
        for space in spaces:
            self._spaces.put(space)
        self._most = min(POOLS[1], max(POOLS[0], POOL // max(1, instance.size)))
        self._pool: list[Elite] = []
        self._idle = 0
        self._begun = 0.0
        self._levels = False
        self.best: Elite | None = None
        self.moves = 0

    def run(self, first: Iterable[Plan], mapper: Mapper, limit: int | None) -> Iterator[Elite]:
        """The best so far after each brood, until target, limit of moves or end of time."""
        waiting = list(first)
        while True:
            plans = [waiting.pop(0) if waiting else self._child() for _ in range(BROOD)]
            left = 2**62 if limit is None else max(0, limit - self.moves)
            tasks = [Task(plan, int(self._random.integers(1, 2**62)), left // BROOD) for plan in plans]
            for elite, moves in mapper(self._grow, tasks):
                # Who has no move left counts as one, else a limit of moves would never come.
                self.moves += max(1, moves)
                self._take(elite)
            assert self.best is not None
            yield self.best
            if self._spent() >= 1 or self.best.makespan <= self._target or left < BROOD:
                return

    def _grow(self, task: Task) -> tuple[Elite, int]:
        space = self._spaces.get()
        try:
            seed = np.array([task.seed], dtype=np.uint64)
            space.begin(task.plan)
            made = 0
            while True:
                moves = space.search(seed, min(STRIDE, task.moves - made), IDLE, self._target)
                made += moves
                if space.ended(IDLE) or moves < STRIDE or self._spent() >= 1:
                    return space.best(), made
        finally:
            self._spaces.put(space)

    def _take(self, elite: Elite) -> None:
        """Keep the plan in the stead of one that is worse, of the one like it if there is one."""
        if self.best is None or elite.makespan < self.best.makespan:
            self.best = elite
        alike = min(self._pool, key=lambda other: distance(elite, other), default=None)
        self._idle += 1
        if alike is not None and distance(elite, alike) <= ALIKE * self._instance.size:
            if elite.makespan < alike.makespan:
                self._replace(alike, elite)
        elif len(self._pool) < self._most:
            self._pool.append(elite)
            self._idle = 0
        else:
            worst = max(self._pool, key=lambda other: other.makespan)
            if elite.makespan < worst.makespan:
                self._replace(worst, elite)

    def _replace(self, old: Elite, new: Elite) -> None:
        self._pool = [new if other is old else other for other in self._pool]
        self._idle = 0

    def _child(self) -> Plan:
        """A plan between two of the pool; a new one while the pool fills, and after long idleness."""
        if self._idle >= PATIENCE:
            self._pool = []
            self._idle = 0
            self._begun = self._spent()
        early = self._spent() < self._begun + BEGIN or len(self._pool) < FEW
        if len(self._pool) < self._most and early:
            return self._new()
        one, other = self._random.choice(len(self._pool), 2, replace=False)
        share = int(self._random.integers(5, PARTS - 4))
        return mixed(self._pool[one], self._pool[other], share, self._random)

    def _new(self) -> Plan:
        """A plan by rule, with some noise; where machines are chosen every other time by their load."""
        noise = 0.2 + self._random.random(self._instance.size)
        self._levels = not self._levels and len(self._instance.option_machine) > self._instance.size
        return levelled(self._instance, noise, PASSES) if self._levels else dispatched(self._instance, noise)
