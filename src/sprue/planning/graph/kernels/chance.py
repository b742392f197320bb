"""Random numbers whose state is an array, so that a search can be stopped and goes on the same."""

import numpy as np
from numpy.typing import NDArray

from sprue.planning.kernels.compiling import compiled

#: uint64 (1,), never 0.
Seed = NDArray[np.uint64]


@compiled
def below(seed: Seed, limit: int) -> int:
    """A whole number from 0 up to `limit` - 1. Xorshift64* (Vigna 2016)."""
    x = seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seed[0] = x
    return int(np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33)) % limit)
