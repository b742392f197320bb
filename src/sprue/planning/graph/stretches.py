"""Large shops where machines are chosen: stretches of time one by one, two at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sprue.planning.graph.elite import Plan
from sprue.planning.graph.flexible import FlexibleSpace, Times, stretch
from sprue.planning.graph.instance import Instance, IntArray
from sprue.planning.graph.relink import Mapper
from sprue.planning.graph.schedule import minutes_on

#: Operations of a stretch: so many for each machine, within limits.
DENSITY = 30
SIZES = (2_000, 10_000)
#: Moves in a stretch, at most and without a gain; between two looks at the clock.
MOVES = 40_000
IDLE = 8_000
STRIDE = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Places of the order that are searched while all else stands still."""

    plan: Plan
    times: Times
    first: int
    stop: int
    seed: int


class Stretches:
    """The search; `plan` is the best so far, `makespan` its length."""

    def __init__(
        self,
        instance: Instance,
        plan: Plan,
        random: np.random.Generator,
        *,
        target: int,
        spent: Callable[[], float],
    ) -> None:
        self._instance = instance
        self._random = random
        self._target = target
        self._spent = spent
        self._space = FlexibleSpace(instance)
        self._size = min(SIZES[1], max(SIZES[0], DENSITY * instance.machines))
        self.plan = plan
        self.makespan = self._space.begin(plan)
        self.moves = 0

    def run(self, mapper: Mapper, limit: int | None) -> Iterator[None]:
        """Better and better plans, until target, limit of moves or end of time; yields now and then."""
        turn = 0
        while self._spent() < 1 and self.makespan > self._target and (limit is None or self.moves < limit):
            self.plan, times = self._settled()
            tasks = [self._task(times, first, stop) for first, stop in self._places(turn)]
            found = [*mapper(self._search, tasks)]
            # Stretches without a move left count as one, else a limit of moves would never come.
            self.moves += max(1, sum(moves for _, moves in found))
            self._take([plan for plan, _ in found], tasks)
            turn += 1
            yield

    def _settled(self) -> tuple[Plan, Times]:
        """The plan in the sequence of its starts, so that a stretch of places is one of time."""
        self._space.begin(self.plan)
        times = self._space.times()
        start = times.end - minutes_on(self._instance, self.plan.machine)
        order = self.plan.order
        return Plan(order[np.argsort(start[order], kind="stable")], self.plan.machine), times

    def _places(self, turn: int) -> list[tuple[int, int]]:
        """The next stretch of each half, each half over the one before."""
        n, size = self._instance.size, self._size
        if n <= 2 * size:
            return [(0, n)]
        places = []
        for low, high in ((0, n // 2), (n // 2, n)):
            steps = max(1, -(-(high - low - size) // (size // 2)) + 1)
            first = min(low + turn % steps * (size // 2), high - size)
            shift = int(self._random.integers(0, size // 4))
            first = max(low, first - shift)
            places.append((first, first + size))
        return places

    def _task(self, times: Times, first: int, stop: int) -> _Task:
        return _Task(self.plan, times, first, stop, int(self._random.integers(1, 2**62)))

    def _search(self, task: _Task) -> tuple[Plan, int]:
        """The best order and machines of a stretch, and the moves made."""
        plan, own = task.plan, task.plan.order[task.first : task.stop]
        space = FlexibleSpace(
            self._instance, stretch(self._instance, plan, task.times, task.first, task.stop)
        )
        minutes = minutes_on(self._instance, plan.machine)
        space.begin_with(np.arange(len(own), dtype=np.int32), plan.machine[own], minutes[own])
        seed = np.array([task.seed], dtype=np.uint64)
        made = 0
        while made < MOVES and not space.ended(IDLE):
            moves = space.search(seed, min(STRIDE, MOVES - made), IDLE, 0)
            made += moves
            if moves < STRIDE or self._spent() >= 1:
                break
        found = space.found()
        return Plan(own[found.order], found.machine), made

    def _take(self, found: list[Plan], tasks: list[_Task]) -> None:
        """All stretches together; one alone can never make the plan longer, both can, seldom: then one."""
        every = [*zip(found, tasks, strict=True)]
        for chosen in [every, *([one] for one in every)] if len(every) > 1 else [every]:
            plan = self._with(chosen)
            makespan = self._space.begin(plan)
            if makespan <= self.makespan:
                self.plan, self.makespan = plan, makespan
                return

    def _with(self, chosen: list[tuple[Plan, _Task]]) -> Plan:
        order: IntArray = self.plan.order.copy()
        machine = self.plan.machine.copy()
        for plan, task in chosen:
            own = self.plan.order[task.first : task.stop]
            order[task.first : task.stop] = plan.order
            machine[own] = plan.machine
        return Plan(order, machine)
