"""Tabu search where machines are chosen, products assembled, or setups depend on what was made before."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.graph.elite import Elite, Plan, elite_of
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.kernels import flexible, nodes, tabu
from sprue.planning.graph.schedule import minutes_on

#: So many operations of a long way are looked at for each move, about.
SCAN = 24
TENURE = 10


class FlexibleSpace:
    """Arrays of a search in any instance."""

    def __init__(self, instance: Instance) -> None:
        n = instance.size
        self._instance = instance
        self._g = np.zeros((n + 1, flexible.COLUMNS), dtype=np.int32)
        self._g[:, : flexible.AFTER + 1] = n
        self._g[:, nodes.PLACE] = n
        self._order = np.zeros(n, dtype=np.int32)
        self._best = np.zeros((2, n), dtype=np.int32)
        self._ends = np.flatnonzero(np.diff(instance.after_start) == 0).astype(np.int32)
        self._setup = instance.setup if instance.setup is not None else np.zeros((0, 0, 0), dtype=np.int32)
        able = np.bincount(instance.option_machine, minlength=instance.machines)
        self._rows = np.zeros((instance.machines, int(able.max(initial=0)) + 1), dtype=np.int32)
        self._count = np.zeros(instance.machines, dtype=np.int32)
        self._tabu = np.zeros(len(instance.option_machine), dtype=np.int32)
        self._dirty = np.zeros(n + 1, dtype=np.uint8)
        self._spare = np.zeros((2, n + 3), dtype=np.int32)
        self._memo = np.zeros(8, dtype=np.int64)

    def begin(self, plan: Plan) -> int:
        """Take a plan, forget all else; its makespan."""
        self._tabu[:] = 0
        self._memo[:] = 0
        self._memo[tabu.BEST] = np.iinfo(np.int64).max
        self._memo[tabu.TENURE] = TENURE
        return self._load(plan)

    def _load(self, plan: Plan) -> int:
        instance = self._instance
        self._order[:] = plan.order
        return flexible.load(
            self._g,
            self._order,
            instance.before_start,
            instance.before,
            instance.after_start,
            instance.after,
            self._setup,
            self._rows,
            self._count,
            plan.machine,
            minutes_on(instance, plan.machine),
        )

    def search(self, seed: NDArray[np.uint64], moves: int, idle: int, target: int) -> int:
        """Make up to `moves` further moves; how many were made."""
        instance = self._instance
        return flexible.flexible_search(
            self._g,
            self._order,
            self._ends,
            instance.before_start,
            instance.before,
            instance.after_start,
            instance.after,
            instance.option_start,
            instance.option_machine,
            instance.option_minutes,
            self._setup,
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

    def best(self) -> Elite:
        """The best plan since `begin`."""
        plan = Plan(self._best[0].copy(), self._best[1].copy())
        makespan = self._load(plan)
        start = self._g[: self._instance.size, nodes.HEAD].astype(np.int64)
        return elite_of(self._instance, plan, makespan, start)
