"""Tabu search where machines are chosen, products assembled, or setups depend on what was made before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import Elite, Plan, elite_of
from sprue.planning.graph.instance import Instance, IntArray, starts_of
from sprue.planning.graph.kernels import flexible, nodes, tabu
from sprue.planning.graph.schedule import minutes_on

#: So many operations of a long way are looked at for each move, about.
SCAN = 24
TENURE = 10
_NO_SETUP = np.zeros((0, 0, 0), dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What is searched: operations, what precedes and follows them, where they can be made.

    Parameters
    ----------
    g : (rows, COLUMNS), rows with their borders; overwritten by the search
    ends : (k, 2), operations that nothing follows but a border, and that border
    walls : (machines, 2), head and tail border of each machine
    """

    machines: int
    g: IntArray
    ends: IntArray
    walls: IntArray
    before_start: IntArray
    before: IntArray
    after_start: IntArray
    after: IntArray
    option_start: IntArray
    option_machine: IntArray
    option_minutes: IntArray
    setup: IntArray

    @property
    def size(self) -> int:
        """How many operations."""
        return len(self.before_start) - 1


def whole(instance: Instance) -> Scope:
    """All of an instance."""
    n = instance.size
    last = np.flatnonzero(np.diff(instance.after_start) == 0).astype(np.int32)
    return Scope(
        instance.machines,
        _rows(n, 0),
        np.column_stack((last, np.full(len(last), n, dtype=np.int32))),
        np.full((instance.machines, 2), n, dtype=np.int32),
        instance.before_start,
        instance.before,
        instance.after_start,
        instance.after,
        instance.option_start,
        instance.option_machine,
        instance.option_minutes,
        instance.setup if instance.setup is not None else _NO_SETUP,
    )


def _rows(n: int, borders: int) -> IntArray:
    g = np.zeros((n + 1 + borders, flexible.COLUMNS), dtype=np.int32)
    g[:, : flexible.AFTER + 1] = n
    g[:, nodes.PLACE] = n
    return g


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Of a whole plan: when each operation ends, and how long the way from its start to the finish is."""

    end: IntArray
    rest: IntArray


def stretch(instance: Instance, plan: Plan, times: Times, first: int, stop: int) -> Scope:
    """The operations at the places `first` to `stop` - 1 of a plan's order; all else stands still.

    Setups between operations are not known at its borders: for instances without.
    """
    n = instance.size
    own = plan.order[first:stop]
    w = len(own)
    here = np.full(n, -1, dtype=np.int32)
    here[own] = np.arange(w, dtype=np.int32)
    before = _inside(instance.before_start, instance.before, here, own, times.end)
    after = _inside(instance.after_start, instance.after, here, own, times.rest)
    machines = instance.machines
    g = _rows(w, 2 * w + 2 * machines)
    heads = w + 1 + np.arange(w, dtype=np.int32)
    tails = heads + w
    walls = (w + 1 + 2 * w + np.arange(2 * machines, dtype=np.int32)).reshape(machines, 2)
    g[heads, nodes.HEAD] = before.outside
    g[tails, nodes.TAIL] = after.outside
    earlier, later = plan.order[:first], plan.order[stop:]
    ready = np.zeros(machines, dtype=np.int32)
    np.maximum.at(ready, plan.machine[earlier], times.end[earlier])
    left = np.zeros(machines, dtype=np.int32)
    np.maximum.at(left, plan.machine[later], times.rest[later])
    g[walls[:, 0], nodes.HEAD] = ready
    g[walls[:, 1], nodes.TAIL] = left
    before_start, before_list = before.with_borders(heads)
    after_start, after_list = after.with_borders(tails)
    counts = np.diff(instance.option_start)[own]
    picked = _ranges(instance.option_start[own], counts)
    ends = np.column_stack((np.arange(w, dtype=np.int32), tails))
    return Scope(
        machines,
        g,
        np.ascontiguousarray(ends[(after.counts == 0) | (after.outside > 0)]),
        walls,
        before_start,
        before_list,
        after_start,
        after_list,
        starts_of(counts.astype(np.int32)),
        instance.option_machine[picked],
        instance.option_minutes[picked],
        _NO_SETUP,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Neighbors:
    """Of each operation: those inside by local number, how many, and the longest time of those outside."""

    counts: IntArray
    items: IntArray
    outside: IntArray

    def with_borders(self, borders: IntArray) -> tuple[IntArray, IntArray]:
        """Lists in which the border of each operation comes last."""
        start = starts_of(self.counts + 1)
        items = np.empty(len(self.items) + len(borders), dtype=np.int32)
        at_border = start[1:] - 1
        items[at_border] = borders
        inner = np.ones(len(items), dtype=bool)
        inner[at_border] = False
        items[inner] = self.items
        return start, items


def _inside(start: IntArray, items: IntArray, here: IntArray, own: IntArray, times: IntArray) -> _Neighbors:
    counts = (start[own + 1] - start[own]).astype(np.int32)
    owner = np.repeat(np.arange(len(own)), counts)
    every = items[_ranges(start[own], counts)]
    inner = here[every] >= 0
    outside = np.zeros(len(own), dtype=np.int32)
    np.maximum.at(outside, owner[~inner], times[every[~inner]])
    kept = np.bincount(owner[inner], minlength=len(own)).astype(np.int32)
    return _Neighbors(kept, here[every[inner]], outside)


def _ranges(start: IntArray, counts: IntArray) -> NDArray[np.int64]:
    """All places of lists that begin at `start` and are `counts` long."""
    begins = np.cumsum(counts) - counts
    picked: NDArray[np.int64] = np.repeat(start - begins, counts) + np.arange(int(counts.sum()))
    return picked


class FlexibleSpace:
    """Arrays of a search in any instance, or in a stretch of one."""

    def __init__(self, instance: Instance, scope: Scope | None = None) -> None:
        self._instance = instance
        self._scope = scope = scope or whole(instance)
        n = scope.size
        self._order = np.zeros(n, dtype=np.int32)
        self._best = np.zeros((2, n), dtype=np.int32)
        able = np.bincount(scope.option_machine, minlength=scope.machines)
        self._rows = np.zeros((scope.machines, int(able.max(initial=0)) + 1), dtype=np.int32)
        self._count = np.zeros(scope.machines, dtype=np.int32)
        self._tabu = np.zeros(len(scope.option_machine), dtype=np.int32)
        self._dirty = np.zeros(n + 1, dtype=np.uint8)
        self._spare = np.zeros((2, n + 3), dtype=np.int32)
        self._memo = np.zeros(8, dtype=np.int64)

    def begin(self, plan: Plan) -> int:
        """Take a plan, forget all else; its makespan."""
        return self.begin_with(plan.order, plan.machine, minutes_on(self._instance, plan.machine))

    def begin_with(self, order: IntArray, machine: IntArray, minutes: IntArray) -> int:
        """The same by its arrays, numbered as in the scope."""
        self._tabu[:] = 0
        self._memo[:] = 0
        self._memo[tabu.BEST] = np.iinfo(np.int64).max
        self._memo[tabu.TENURE] = TENURE
        return self._load(order, machine, minutes)

    def _load(self, order: IntArray, machine: IntArray, minutes: IntArray) -> int:
        scope = self._scope
        self._order[:] = order
        return flexible.load(
            scope.g,
            self._order,
            scope.before_start,
            scope.before,
            scope.after_start,
            scope.after,
            scope.setup,
            scope.walls,
            self._rows,
            self._count,
            machine,
            minutes,
        )

    def search(self, seed: NDArray[np.uint64], moves: int, idle: int, target: int) -> int:
        """Make up to `moves` further moves; how many were made."""
        scope = self._scope
        return flexible.flexible_search(
            scope.g,
            self._order,
            scope.ends,
            scope.before_start,
            scope.before,
            scope.after_start,
            scope.after,
            scope.option_start,
            scope.option_machine,
            scope.option_minutes,
            scope.setup,
            scope.walls,
            self._rows,
            self._count,
            self._tabu,
            self._best,
            self._dirty,
            self._spare,
            SCAN,
            self._memo,
            seed,
            moves,
            idle,
            target,
        )

    def ended(self, idle: int) -> bool:
        """Whether the search has ended by itself."""
        return bool(self._memo[tabu.IDLE] >= idle or self._memo[tabu.STUCK])

    def found(self) -> Plan:
        """Order and machines of the best since `begin`, numbered as in the scope."""
        return Plan(self._best[0].copy(), self._best[1].copy())

    def times(self) -> Times:
        """Ends and ways to the finish of the plan as it stands."""
        g, n = self._scope.g, self._scope.size
        return Times(g[:n, nodes.HEAD] + g[:n, nodes.MINUTES], g[:n, nodes.TAIL] + g[:n, nodes.MINUTES])

    def best(self) -> Elite:
        """The best plan since `begin`; for a whole instance."""
        plan = self.found()
        makespan = self._load(plan.order, plan.machine, minutes_on(self._instance, plan.machine))
        start = self._scope.g[: self._instance.size, nodes.HEAD].astype(np.int64)
        return elite_of(self._instance, plan, makespan, start)
