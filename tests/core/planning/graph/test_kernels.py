"""The graph after each move equals the graph made anew; compiled code equals its plain twin."""

import numpy as np
import pytest

from sprue.planning.graph.elite import dispatched
from sprue.planning.graph.fixed import FixedSpace
from sprue.planning.graph.kernels import nodes, tabu
from tests.core.planning.graph.test_solve import classic


@pytest.mark.parametrize("seed", range(12))
def test_heads_and_tails_are_right_after_every_move(seed: int) -> None:
    instance = classic(seed, jobs=7, machines=4)
    n, random = instance.size, np.random.default_rng(seed)
    space = FixedSpace(instance)
    space.begin(dispatched(instance, random.random(n)))
    g, order = space.g, space._order
    dirty, spare = np.zeros(n + 1, np.uint8), np.zeros(n, np.int32)
    done = 0
    for _ in range(200):
        u, v = random.choice(n, 2, replace=False).astype(np.int32)
        if instance.option_machine[u] != instance.option_machine[v]:
            continue
        if g[u, nodes.HEAD] > g[v, nodes.HEAD] or (
            g[u, nodes.HEAD] == g[v, nodes.HEAD] and g[u, nodes.PLACE] > g[v, nodes.PLACE]
        ):
            u, v = v, u
        before = order.copy()
        ahead = bool(random.random() < 0.5)
        moved = (
            nodes.put_after(g, order, dirty, spare, u, v)
            if ahead
            else nodes.put_before(g, order, dirty, spare, v, u)
        )
        done += moved
        assert not dirty.any()
        if not moved:
            assert order.tolist() == before.tolist()
        anew = FixedSpace(instance)
        anew._link(order)
        assert g[:n].tolist() == anew.g[:n].tolist()
    assert done > 5


@pytest.mark.parametrize("seed", range(5))
def test_an_estimate_never_promises_more_than_the_way_through_what_moves(seed: int) -> None:
    """After the move no way is shorter than the estimate says: it looks at some of the ways only."""
    instance = classic(seed, jobs=7, machines=4)
    n, random = instance.size, np.random.default_rng(seed)
    space = FixedSpace(instance)
    space.begin(dispatched(instance, random.random(n)))
    g, order = space.g, space._order
    dirty, spare = np.zeros(n + 1, np.uint8), np.zeros(n, np.int32)
    tried = 0
    for u in range(n):
        v = g[u, nodes.AFTER]
        if v >= n:
            continue
        estimate = tabu.after_estimate(g, n, spare, u, int(v), tabu.FAR)
        if estimate >= tabu.FAR:
            continue
        tried += 1
        assert nodes.put_after(g, order, dirty, spare, u, int(v))
        # Two neighbors that change places: the estimate is exact for the ways through them.
        through = max(int(nodes.end(g, i) + g[i, nodes.TAIL]) for i in (u, int(v)))
        assert estimate == through
        assert nodes.put_before(g, order, dirty, spare, u, int(v))
    assert tried > 5


def test_plain_python_makes_the_same_moves_as_compiled_code() -> None:
    import os
    import subprocess
    import sys

    program = (
        "from tests.core.planning.graph.test_solve import answer, classic\n"
        "for choice in (1, 2):\n"
        "    print(answer(classic(5, choice=choice), iterations=120).schedule.start.tolist())\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "NUMBA_DISABLE_JIT": value, "PYTHONPATH": "src:."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("0", "1")
    ]
    assert said[0] == said[1]
    assert said[0]
