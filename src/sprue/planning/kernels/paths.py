"""Longest paths through the precedence graph: how late may an operation start, how early can it end."""

import numpy as np

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import NEVER, OUTSIDE, UNBROKEN, Floats, Frame, Ints


@compiled
def topological(f: Frame) -> Ints:
    """Operations, each after its predecessors (members of a circle are left out)."""
    n = f.mode.shape[0]
    left = f.pred_count.copy()
    order = np.empty(n, np.int64)
    size = 0
    for op in range(n):
        if left[op] == 0:
            order[size] = op
            size += 1
    i = 0
    while i < size:
        for j in range(f.succ_ptr[order[i]], f.succ_ptr[order[i] + 1]):
            after = f.succ_idx[j]
            left[after] -= 1
            if left[after] == 0:
                order[size] = after
                size += 1
        i += 1
    return order[:size]


@compiled
def latest_ends(f: Frame, order: Ints, minutes: Floats, own: Floats) -> Floats:
    """Latest ends (n,) so that operations with an `own` latest end keep it; `minutes` each takes."""
    latest = own.copy()
    for i in range(order.shape[0] - 1, -1, -1):
        op = order[i]
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            after = f.succ_idx[j]
            latest[op] = min(latest[op], latest[after] - minutes[after])
    return latest


@compiled
def longest_after(f: Frame, order: Ints, minutes: Floats) -> Floats:
    """Longest way from the start of each operation to the end of the last that waits for it (n,)."""
    tail = minutes.copy()
    for i in range(order.shape[0] - 1, -1, -1):
        op = order[i]
        best = 0.0
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            best = max(best, tail[f.succ_idx[j]])
        tail[op] += best
    return tail


@compiled
def longest_to(f: Frame, order: Ints, minutes: Floats, goal: Ints, own: Floats) -> Floats:
    """Longest way (n,) from the end of each operation to the last end of its `goal` (n,), over operations
    of the same goal; `own`: 0 for those that are the goal themselves, else -1. -1: leads to none."""
    ahead = own.copy()
    for i in range(order.shape[0] - 1, -1, -1):
        op = order[i]
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            after = f.succ_idx[j]
            if goal[after] == goal[op] and ahead[after] >= 0:
                ahead[op] = max(ahead[op], minutes[after] + ahead[after])
    return ahead


@compiled
def worked_through(f: Frame, m: int, t: int, minutes: int) -> int:
    """Minute at which `minutes` of the machine's working time from t on are over (NEVER: none)."""
    i = f.st_lo[m] + np.searchsorted(f.st_end[f.st_lo[m] : f.st_hi[m]], t, side="right")
    at = t
    left = minutes
    while i < f.st_hi[m]:
        at = max(at, f.st_start[i])
        if at + left <= f.st_end[i]:
            return int(at + left)
        left -= f.st_end[i] - at
        i += 1
    return NEVER


@compiled
def fits_from(f: Frame, m: int, t: int, minutes: int) -> int:
    """First end of `minutes` in one stretch of the machine from t on (NEVER: none)."""
    i = f.st_lo[m] + np.searchsorted(f.st_end[f.st_lo[m] : f.st_hi[m]], t, side="right")
    while i < f.st_hi[m]:
        at = max(t, f.st_start[i])
        if at + minutes <= f.st_end[i]:
            return int(at + minutes)
        i += 1
    return NEVER


@compiled
def soonest_end(f: Frame, op: int, option: int, t: int, setup: int) -> int:
    """Soonest end of the operation on that option when it begins at t or later, all else free."""
    m = f.opt_machine[option]
    if f.mode[op] == UNBROKEN:
        return int(fits_from(f, m, t, setup + f.opt_run[option]))
    if f.opt_clock[option] == 1:
        first = worked_through(f, m, t, setup) if setup > 0 else worked_through(f, m, t, 0)
        return int(first + f.opt_run[option])
    return int(worked_through(f, m, t, setup + f.opt_run[option]))


@compiled
def earliest_ends(f: Frame, order: Ints, least_setup: Ints) -> Ints:
    """No valid plan ends one earlier than this (n,): all machines free, true calendars, least minutes."""
    n = f.mode.shape[0]
    ready = np.maximum(f.release, 0)
    ends = np.zeros(n, np.int64)
    for i in range(order.shape[0]):
        op = order[i]
        if f.is_running[op] == 1:
            ends[op] = f.remaining[op]
            if f.opt_ptr[op] < f.opt_ptr[op + 1] and f.opt_clock[f.opt_ptr[op]] == 0:
                ends[op] = worked_through(f, f.opt_machine[f.opt_ptr[op]], 0, f.remaining[op])
        elif f.mode[op] == OUTSIDE:
            ends[op] = ready[op] + f.outside_minutes[op]
        else:
            best = NEVER
            for option in range(f.opt_ptr[op], f.opt_ptr[op + 1]):
                best = min(best, soonest_end(f, op, option, ready[op], least_setup[option]))
            ends[op] = best
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            after = f.succ_idx[j]
            ready[after] = max(ready[after], ends[op])
    return ends


@compiled
def latest_begin(f: Frame, m: int, end: int, minutes: int) -> int:
    """Latest minute from which `minutes` of the machine's working time fit before `end` (-1: none)."""
    i = f.st_lo[m] + np.searchsorted(f.st_start[f.st_lo[m] : f.st_hi[m]], end, side="left") - 1
    left = minutes
    while i >= f.st_lo[m]:
        stop = min(end, f.st_end[i])
        if stop - f.st_start[i] >= left:
            return int(stop - left)
        left -= stop - f.st_start[i]
        i -= 1
    return -1


@compiled
def latest_fit(f: Frame, m: int, end: int, minutes: int) -> int:
    """Latest start of `minutes` in one stretch of the machine that ends by `end` (-1: none)."""
    i = f.st_lo[m] + np.searchsorted(f.st_start[f.st_lo[m] : f.st_hi[m]], end, side="left") - 1
    while i >= f.st_lo[m]:
        stop = min(end, f.st_end[i])
        if stop - f.st_start[i] >= minutes:
            return int(stop - minutes)
        i -= 1
    return -1


@compiled
def latest_start_of(f: Frame, op: int, m: int, end: int, setup: int, run: int, clock: int) -> int:
    """Latest setup start on machine m (-1: outside) so that the operation still ends by `end`."""
    if m < 0:
        return end - run
    if f.mode[op] == UNBROKEN:
        return int(latest_fit(f, m, end, setup + run))
    if clock == 1:
        return int(latest_begin(f, m, end - run + (1 if setup == 0 else 0), max(1, setup)))
    return int(latest_begin(f, m, end, setup + run))


@compiled
def slacks(f: Frame, by_end: Ints, start: Ints, end: Ints, work: Ints, follower: Ints, allowed: Ints) -> Ints:
    """Minutes by which each end may move, order kept (n,; NEVER: no milestone depends on it).

    Backward over the plan: what follows on the machine (`follower`, -1 none) and what waits for the
    operation must still be able to start. `by_end`: planned operations, the latest end first.
    `work` (n, 4): machine, setup, run, by clock. `allowed`: own latest end (NEVER: free).
    """
    latest = allowed.copy()
    begin = np.full(end.shape[0], NEVER, np.int64)
    for i in range(by_end.shape[0]):
        op = by_end[i]
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            latest[op] = min(latest[op], begin[f.succ_idx[j]])
        if follower[op] >= 0:
            latest[op] = min(latest[op], begin[follower[op]])
        if latest[op] < NEVER:
            calendar = latest_start_of(f, op, work[op, 0], latest[op], work[op, 1], work[op, 2], work[op, 3])
            begin[op] = max(start[op], min(calendar, latest[op] - (end[op] - start[op])))
            latest[op] = max(latest[op], end[op])
    return np.where(latest >= NEVER, NEVER, latest - end)
