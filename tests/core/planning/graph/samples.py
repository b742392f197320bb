"""Small instances at random, and their shortest schedules by trying all."""

import numpy as np

from sprue.planning.graph.instance import Instance, IntArray, starts_of
from sprue.planning.graph.schedule import Schedule, minutes_on


def random_instance(seed: int, *, operations: int = 5, machines: int = 3, setup: bool = False) -> Instance:
    """An instance with a random graph, options and, if asked for, setup times."""
    random = np.random.default_rng(seed)
    n = operations
    arcs = [(i, j) for j in range(n) for i in range(j) if random.random() < 0.3]
    before = [[i for i, j in arcs if j == k] for k in range(n)]
    options = [random.permutation(machines)[: random.integers(1, machines + 1)] for _ in range(n)]
    flat = np.concatenate(options).astype(np.int32)
    return Instance(
        name=f"random {seed}",
        machines=machines,
        job=np.arange(n, dtype=np.int32),
        index=np.zeros(n, dtype=np.int32),
        before_start=starts_of(np.array([len(b) for b in before], dtype=np.int32)),
        before=np.array([i for b in before for i in b], dtype=np.int32),
        option_start=starts_of(np.array([len(o) for o in options], dtype=np.int32)),
        option_machine=flat,
        option_minutes=random.integers(0, 9, len(flat)).astype(np.int32),
        setup=random.integers(0, 4, (machines, n, n)).astype(np.int32) if setup else None,
    )


def in_turn(instance: Instance, order: IntArray, machine: IntArray) -> Schedule:
    """Each operation in turn, as early as those before it allow, behind all that its machine has."""
    minutes = minutes_on(instance, machine)
    start = np.zeros(instance.size, dtype=np.int64)
    last: dict[int, int] = {}
    for i in order.tolist():
        begins = [0]
        for before in instance.before[instance.before_start[i] : instance.before_start[i + 1]].tolist():
            begins.append(int(start[before] + minutes[before]))
        one = last.get(int(machine[i]))
        if one is not None:
            wait = 0 if instance.setup is None else int(instance.setup[machine[i], one, i])
            begins.append(int(start[one] + minutes[one]) + wait)
        start[i] = max(begins)
        last[int(machine[i])] = i
    return Schedule(start, minutes, machine)


def shortest(instance: Instance) -> int:
    """The least makespan, by trying all orders and machines."""
    n = instance.size
    starts, befores = instance.option_start.tolist(), instance.before_start.tolist()
    best = [10**9]

    def go_on(ends: dict[int, int], free: dict[int, tuple[int, int]]) -> None:
        longest = max(ends.values(), default=0)
        if longest >= best[0]:
            return
        if len(ends) == n:
            best[0] = longest
        for i in range(n):
            before = instance.before[befores[i] : befores[i + 1]].tolist()
            if i in ends or any(b not in ends for b in before):
                continue
            ready = max((ends[b] for b in before), default=0)
            for option in range(starts[i], starts[i + 1]):
                machine = int(instance.option_machine[option])
                end, last = free.get(machine, (0, -1))
                if last >= 0 and instance.setup is not None:
                    end += int(instance.setup[machine, last, i])
                done = max(ready, end) + int(instance.option_minutes[option])
                go_on({**ends, i: done}, {**free, machine: (done, i)})

    go_on({}, {})
    return best[0]
