"""Tabu search where each operation has its machine."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import Elite, Plan, elite_of, ranks_of
from sprue.planning.graph.instance import Instance, IntArray
from sprue.planning.graph.kernels import nodes, tabu


class FixedSpace:
    """Arrays of a search in a classic job shop (`Instance.fixed`)."""

    def __init__(self, instance: Instance) -> None:
        n, machine, machines = instance.size, instance.option_machine, max(1, instance.machines)
        self._instance = instance
        self.g, self._ends = rows_of(instance)
        self._order = np.zeros(n, dtype=np.int32)
        self._best = np.zeros(n, dtype=np.int32)
        self._local = ranks_of(np.arange(n, dtype=np.int32), machine, instance.machines)
        self._tabu = np.zeros((n, int(self._local.max(initial=0)) + 1), dtype=np.int32)
        self._dirty = np.zeros(n + 1, dtype=np.uint8)
        self._spare = np.zeros((3, n + 3), dtype=np.int32)
        self._borders = np.full((instance.machines, 2), n, dtype=np.int32)
        self._last = np.zeros(instance.machines, dtype=np.int32)
        self._memo = np.zeros(8, dtype=np.int64)
        self._tenure = 10 + n // machines // machines

    def begin(self, plan: Plan) -> int:
        """Take a plan, forget all else; its makespan."""
        self._tabu[:] = 0
        self._memo[:] = 0
        self._memo[tabu.BEST] = np.iinfo(np.int64).max
        self._memo[tabu.TENURE] = self._tenure
        return self._link(plan.order)

    def _link(self, order: IntArray) -> int:
        self._order[:] = order
        return nodes.link(self.g, self._order, self._instance.option_machine, self._borders, self._last)

    def search(self, seed: NDArray[np.uint64], moves: int, idle: int, target: int) -> int:
        """Make up to `moves` further moves; how many were made."""
        return tabu.tabu_search(
            self.g,
            self._order,
            self._ends,
            self._local,
            self._tabu,
            self._best,
            self._dirty,
            self._spare,
            self._memo,
            seed,
            moves,
            idle,
            target,
        )

    def ended(self, idle: int) -> bool:
        """Whether the search has ended by itself."""
        return bool(self._memo[tabu.IDLE] >= idle or self._memo[tabu.STUCK])

    def best(self) -> Elite:
        """The best plan since `begin`."""
        makespan = self._link(self._best)
        start = self.g[: self._instance.size, nodes.HEAD].astype(np.int64)
        plan = Plan(self._order.copy(), self._instance.option_machine)
        return elite_of(self._instance, plan, makespan, start)


def rows_of(instance: Instance) -> tuple[IntArray, IntArray]:
    """Rows of the graph without machine sequences, and the tail borders: one behind each job."""
    n = instance.size
    waits = np.flatnonzero(np.diff(instance.before_start)).astype(np.int32)
    last = np.flatnonzero(np.diff(instance.after_start) == 0).astype(np.int32)
    g = np.zeros((n + 1 + len(last), nodes.COLUMNS), dtype=np.int32)
    g[:, : nodes.AFTER + 1] = n
    g[:, nodes.PLACE] = n
    ends = np.arange(n + 1, len(g), dtype=np.int32)
    g[waits, nodes.JOB_BEFORE] = instance.before
    g[instance.before, nodes.JOB_AFTER] = waits
    g[last, nodes.JOB_AFTER] = ends
    g[ends, nodes.BEFORE] = last
    g[:n, nodes.MINUTES] = instance.option_minutes
    return g, ends
