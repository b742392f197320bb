"""People as a divisible flow from those on shift to the kinds of machines they are able to work."""

import numpy as np

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import Frame, People


@compiled
def flow_remove(p: People, kind: int, amount: int) -> None:
    """Takes `amount` off the demand of `kind` (in place)."""
    left = amount
    for g in range(p.used.shape[0]):
        if left == 0:
            return
        take = min(left, p.flow[kind, g])
        p.flow[kind, g] -= take
        p.used[g] -= take
        left -= take


@compiled
def augment(f: Frame, p: People, kind: int, limit: int) -> int:
    """Finds one path on which others change hands so that `kind` gets up to `limit` more; its amount."""
    p.from_kind[:] = -1
    p.from_group[:] = -1
    p.queue[0] = kind
    p.from_group[kind] = -2
    head, tail = 0, 1
    while head < tail:
        k = p.queue[head]
        head += 1
        for i in range(f.kg_ptr[k], f.kg_ptr[k + 1]):
            g = f.kg_idx[i]
            if p.from_kind[g] >= 0:
                continue
            p.from_kind[g] = k
            if p.used[g] < p.capacity[g]:
                return push(p, kind, g, min(limit, p.capacity[g] - p.used[g]))
            for j in range(f.gk_ptr[g], f.gk_ptr[g + 1]):
                other = f.gk_idx[j]
                if p.from_group[other] == -1 and p.flow[other, g] > 0:
                    p.from_group[other] = g
                    p.queue[tail] = other
                    tail += 1
    return 0


@compiled
def push(p: People, kind: int, last: int, limit: int) -> int:
    """Moves the flow along the path found by `augment`, back from group `last`; the amount moved."""
    amount = limit
    k = p.from_kind[last]
    while k != kind:
        g = p.from_group[k]
        amount = min(amount, p.flow[k, g])
        k = p.from_kind[g]
    p.used[last] += amount
    g = last
    k = p.from_kind[g]
    p.flow[k, g] += amount
    while k != kind:
        g = p.from_group[k]
        p.flow[k, g] -= amount
        k = p.from_kind[g]
        p.flow[k, g] += amount
    return amount


@compiled
def flow_add(f: Frame, p: People, kind: int, amount: int) -> bool:
    """Adds `amount` to the demand of `kind` if people can cover it beside the others' (in place)."""
    if amount == 0 or f.people_limit == 0:
        return True
    left = amount
    for i in range(f.kg_ptr[kind], f.kg_ptr[kind + 1]):
        g = f.kg_idx[i]
        take = min(left, p.capacity[g] - p.used[g])
        if take > 0:
            p.flow[kind, g] += take
            p.used[g] += take
            left -= take
            if left == 0:
                return True
    while left > 0:
        gained = augment(f, p, kind, left)
        if gained == 0:
            flow_remove(p, kind, amount - left)
            return False
        left -= gained
    return True


@compiled
def flow_release(f: Frame, p: People, kind: int, amount: int) -> None:
    """Gives back what `flow_add` took."""
    if amount > 0 and f.people_limit == 1:
        flow_remove(p, kind, amount)


@compiled
def segment_at(f: Frame, t: int) -> int:
    """Index of the people segment that holds minute t."""
    return int(np.searchsorted(f.seg_time, t, side="right")) - 1


@compiled
def reset_people(f: Frame, p: People, t: int) -> None:
    """Nobody works on anything; capacities as of minute t."""
    p.flow[:] = 0
    p.used[:] = 0
    p.capacity[:] = f.seg_cap[segment_at(f, t)]
