"""What working time is worth: prices on machines, nights and people, and what molds then cost at least.

Times are plan minutes. Buckets b cut the time up to the last edge; behind it all is free. Operations have
*ways*, options alike but for the machine. A state k says that a milestone ends by `grid[k]`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import NEVER, OUTSIDE, UNBROKEN, Bytes, Floats, Frame, Ints
from sprue.planning.kernels.paths import latest_begin, latest_fit

#: Half as long: there are many of them.
Shorts = NDArray[np.int32]


class Market(NamedTuple):
    """What is sold and to whom. n operations, y ways, B buckets, R resources, K states, D dues.

    Resources: machines of each pool, then nights of each pool, then people of each crew.
    """

    edges: Ints  # (B+1,) first minutes of the buckets
    grid: Ints  # (K,) ends of milestones
    capacity: Floats  # (R, B) open minutes of machines, nights, minutes of people
    pools: int
    way_ptr: Ints  # (n+1,)
    way_machine: Ints  # (y,) one of its machines
    way_setup: Ints
    way_run: Ints
    way_clock: Bytes
    way_day: Ints  # (y,) open minutes that a run takes at least if no night lies in it
    way_inner: Ints  # (y,) the same if one does
    way_setting: Ints  # (y,) tariff of a minute of setup
    way_running: Ints  # (y,) tariff of a minute of run (-1: free)
    way_alone: Ints  # (y,) tariff of an open minute of a run that nobody attends
    way_night: Ints  # (y,) tariff of a night
    tariff_of: Ints  # (tariffs,) machines or nights that it takes, a resource
    tariff_share: Floats  # (tariffs,) part of the machine: 1 / batch
    tariff_kind: Ints  # (tariffs,) kind whose people it needs, -1: nobody
    tariff_need: Floats  # (tariffs,) of one person
    tariff_hours: Ints  # (tariffs,) calendar
    crew_ptr: Ints  # kind -> crews able
    crew_idx: Ints
    opened: Ints  # (calendars, B+1) open minutes before each edge
    head: Ints  # (n,) bucket before which it can't begin
    goal: Ints  # (n,) due that waits for it, -1: none


class Positions(NamedTuple):
    """Where the work of each way lies at the latest, in open minutes of its calendar."""

    end: Shorts  # (y, K) open minutes up to its latest end
    begun: Shorts  # (y, K) the same up to the latest begin of its run by the clock


@compiled
def goals(f: Frame, order: Ints, own: Ints, mold: Ints) -> Ints:
    """For each operation (n,) a due that waits for it, of its own mold if there is one; -1: none.

    `own` (n,): the due that its end itself is held against, or -1. `mold`: of operations (n,).
    """
    goal = own.copy()
    for i in range(order.shape[0] - 1, -1, -1):
        op = order[i]
        if own[op] >= 0:
            continue
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            after = f.succ_idx[j]
            if goal[after] >= 0 and (goal[op] < 0 or mold[after] == mold[op]):
                goal[op] = goal[after]
    return goal


@compiled
def open_before(f: Frame, worked: Ints, m: int, t: int) -> int:
    """Open minutes of the machine before t; `worked`: those before each stretch."""
    i = f.st_lo[m] + np.searchsorted(f.st_start[f.st_lo[m] : f.st_hi[m]], t, side="left") - 1
    if i < f.st_lo[m]:
        return 0
    return int(worked[i] + min(t, f.st_end[i]) - f.st_start[i])


@compiled
def worked_before(f: Frame) -> Ints:
    """Open minutes before each stretch, of the machines that have it."""
    worked = np.zeros(f.st_start.shape[0], np.int64)
    for m in range(f.batch.shape[0]):
        for i in range(f.st_lo[m] + 1, f.st_hi[m]):
            worked[i] = worked[i - 1] + f.st_end[i - 1] - f.st_start[i - 1]
    return worked


@compiled
def latest_start(f: Frame, op: int, m: int, end: int, setup: int, run: int, clock: int) -> int:
    """No start on the machine after this minute lets the operation end by `end` (-1: none does)."""
    if f.mode[op] == UNBROKEN and f.is_running[op] == 0:
        return int(latest_fit(f, m, end, setup + run)) if setup + run > 0 else end
    if clock == 1:
        return int(latest_begin(f, m, end - run + (1 if setup == 0 else 0), max(1, setup)))
    return int(latest_begin(f, m, end, setup + run)) if setup + run > 0 else end


@compiled
def latest_positions(
    f: Frame, k: Market, order: Ints, deadline: Ints, other: Ints
) -> tuple[Shorts, Shorts, Ints]:
    """Where the work of all ways lies at the latest, and how late trials may end.

    Parameters
    ----------
    deadline : (n,) the due that its end is held against, -1: none
    other : (dues,) for a trial the delivery of the same mold, -1: none

    Returns
    -------
    end, begun : (y, K), see Positions
    limit : (dues, K) no trial ends after this minute if the delivery of its mold is in state k
    """
    n, states = f.mode.shape[0], k.grid.shape[0]
    worked = worked_before(f)
    end = np.zeros((k.way_machine.shape[0], states), np.int32)
    begun = np.zeros((k.way_machine.shape[0], states), np.int32)
    start = np.full((n, states), NEVER, np.int64)
    limit = np.full((other.shape[0], states), -1, np.int64)
    bound = np.zeros(other.shape[0], np.uint8)
    by = np.empty(states, np.int64)
    until = np.empty(states, np.int64)
    for i in range(order.shape[0] - 1, -1, -1):
        op = order[i]
        goal = k.goal[op]
        if goal < 0:
            continue
        by[:] = NEVER
        until[:] = NEVER
        goes_on = False
        if deadline[op] >= 0:
            by[:] = k.grid
        for j in range(f.succ_ptr[op], f.succ_ptr[op + 1]):
            after = f.succ_idx[j]
            if k.goal[after] == goal:
                by[:] = np.minimum(by, start[after])
                goes_on = True
            elif other[goal] >= 0 and k.goal[after] == other[goal]:
                until[:] = np.minimum(until, start[after])
        if deadline[op] >= 0 and not goes_on:
            limit[goal] = np.maximum(limit[goal], until)
            bound[goal] = 1
        if f.mode[op] == OUTSIDE:
            for s in range(states):
                start[op, s] = by[s] - (f.remaining[op] if f.is_running[op] == 1 else f.outside_minutes[op])
            continue
        if k.way_ptr[op] == k.way_ptr[op + 1]:
            continue
        start[op, :] = -1
        for way in range(k.way_ptr[op], k.way_ptr[op + 1]):
            m, setup, run = k.way_machine[way], k.way_setup[way], k.way_run[way]
            for s in range(states):
                latest = latest_start(f, op, m, by[s], setup, run, k.way_clock[way])
                start[op, s] = max(start[op, s], latest)
                if k.way_clock[way] == 1:
                    end[way, s] = open_before(f, worked, m, by[s])
                    begun[way, s] = open_before(f, worked, m, by[s] - run)
                else:
                    end[way, s] = open_before(f, worked, m, max(0, latest)) + setup + run
    for due in range(other.shape[0]):
        if bound[due] == 0:
            limit[due] = NEVER
    return end, begun, limit


@compiled
def tariffs(k: Market, prices: Floats) -> tuple[Floats, Ints, Ints]:
    """Cheapest minute from head bucket h up to bucket b, where it lies, and whom it takes.

    Returns
    -------
    rate : (tariffs, B, B) price of a minute
    where : (tariffs, B, B) bucket of that minute
    crew : (tariffs, B) the cheapest crew in each bucket, -1: nobody
    """
    buckets = k.edges.shape[0] - 1
    size = k.tariff_of.shape[0]
    rate = np.zeros((size, buckets, buckets), np.float64)
    where = np.zeros((size, buckets, buckets), np.int64)
    crew = np.full((size, buckets), -1, np.int64)
    own = np.empty(buckets, np.float64)
    for i in range(size):
        kind = k.tariff_kind[i]
        for b in range(buckets):
            own[b] = k.tariff_share[i] * prices[k.tariff_of[i], b]
            if kind >= 0:
                best = np.inf
                for j in range(k.crew_ptr[kind], k.crew_ptr[kind + 1]):
                    price = prices[2 * k.pools + k.crew_idx[j], b]
                    if price < best:
                        best = price
                        crew[i, b] = k.crew_idx[j]
                own[b] += k.tariff_need[i] * best
        for h in range(buckets):
            place = h
            for b in range(h, buckets):
                if own[b] <= own[place]:
                    place = b
                rate[i, h, b] = own[place]
                where[i, h, b] = place
    return rate, where, crew


@compiled
def sums(k: Market, rate: Floats) -> Floats:
    """Price (tariffs, B, B+1) of all open minutes from the head bucket up to each edge."""
    buckets = k.edges.shape[0] - 1
    total = np.zeros((rate.shape[0], buckets, buckets + 1), np.float64)
    for i in range(rate.shape[0]):
        hours = k.tariff_hours[i]
        for h in range(buckets):
            for b in range(h, buckets):
                minutes = k.opened[hours, b + 1] - k.opened[hours, b]
                total[i, h, b + 1] = total[i, h, b] + rate[i, h, b] * minutes
    return total


@compiled
def upto(opened: Ints, rate: Floats, total: Floats, x: int) -> float:
    """Price of all open minutes up to the x-th, from the head on."""
    b = np.searchsorted(opened, x, side="left") - 1
    if b < 0:
        return 0.0
    if b >= rate.shape[0]:
        return float(total[rate.shape[0]])
    return float(total[b] + rate[b] * (x - opened[b]))


@compiled
def piece(k: Market, tariff: int, h: int, rate: Floats, total: Floats, low: int, high: int) -> float:
    """Least price of the open minutes low..high, each of them not before the head bucket."""
    if tariff < 0 or high <= low:
        return 0.0
    opened = k.opened[k.tariff_hours[tariff]]
    own, whole = rate[tariff, h], total[tariff, h]
    return float(upto(opened, own, whole, high) - upto(opened, own, whole, max(low, opened[h])))


@compiled
def night_price(k: Market, tariff: int, h: int, rate: Floats, x: int) -> float:
    """Least price of a night that begins no later than behind the x-th open minute (inf: none does)."""
    b = np.searchsorted(k.opened[k.tariff_hours[tariff]], x, side="left") - 1
    if b < h:
        return np.inf
    return 0.0 if b >= rate.shape[1] else float(rate[tariff, h, b])


@compiled
def by_day(k: Market, way: int, h: int, rate: Floats, total: Floats, end: int) -> float:
    """Least price of the way if no night lies in it; the last open minute of it is the `end`-th."""
    run = end - k.way_day[way]
    tariff = k.way_alone[way] if k.way_clock[way] == 1 else k.way_running[way]
    price = piece(k, k.way_setting[way], h, rate, total, run - k.way_setup[way], run)
    return price + piece(k, tariff, h, rate, total, run, end)


@compiled
def by_night(k: Market, way: int, h: int, rate: Floats, total: Floats, end: int, begun: int) -> float:
    """Least price of the way if its run goes on through closed hours."""
    price = night_price(k, k.way_night[way], h, rate, end)
    price += piece(k, k.way_setting[way], h, rate, total, begun - k.way_setup[way], begun)
    return price + piece(k, k.way_alone[way], h, rate, total, end - k.way_inner[way], end)


@compiled
def cheapest(
    k: Market, op: int, s: int, p: Positions, rate: Floats, total: Floats
) -> tuple[float, int, bool]:
    """Least price of the operation in state s, its way and whether by night."""
    best, chosen, alone = np.inf, -1, False
    h = k.head[op]
    for way in range(k.way_ptr[op], k.way_ptr[op + 1]):
        end = p.end[way, s]
        price = by_day(k, way, h, rate, total, end)
        if price < best:
            best, chosen, alone = price, way, False
        if k.way_clock[way] == 1:
            price = by_night(k, way, h, rate, total, end, p.begun[way, s])
            if price < best:
                best, chosen, alone = price, way, True
    return best, chosen, alone


@compiled
def add_piece(
    opened: Ints,
    rate: Floats,
    total: Floats,
    last: Ints,
    behind: int,
    minutes: int,
    first: int,
    price: Floats,
) -> None:
    """Adds to price (K,) that of the `minutes` that end `behind` minutes before each of `last`, in place.

    `last` (K,) never falls; `first`: open minutes before the head.
    """
    if minutes <= 0:
        return
    buckets = rate.shape[0]
    low, high = 0, 0
    for s in range(last.shape[0]):
        x = last[s] - behind
        if x <= first:
            continue
        while high < buckets and opened[high + 1] < x:
            high += 1
        cost = total[buckets] if high == buckets else total[high] + rate[high] * (x - opened[high])
        y = x - minutes
        if y > first:
            while low < buckets and opened[low + 1] < y:
                low += 1
            cost -= total[buckets] if low == buckets else total[low] + rate[low] * (y - opened[low])
        price[s] += cost


@compiled
def add_night(opened: Ints, rate: Floats, end: Shorts, h: int, price: Floats) -> None:
    """Adds to price (K,) that of the cheapest night before each end, in place."""
    b = 0
    for s in range(end.shape[0]):
        while b < rate.shape[0] and opened[b + 1] < end[s]:
            b += 1
        if end[s] <= 0 or b < h:
            price[s] = np.inf
        elif b < rate.shape[0]:
            price[s] += rate[b]


@compiled
def price_way(k: Market, p: Positions, way: int, h: int, rate: Floats, total: Floats, price: Floats) -> None:
    """Lowers price (K,) to that of the way by day or by night, in place; like `cheapest` for all states."""
    setting, night = k.way_setting[way], k.way_night[way]
    running = k.way_alone[way] if k.way_clock[way] == 1 else k.way_running[way]
    opened = k.opened[k.tariff_hours[setting]]
    first, setup, run = opened[h], k.way_setup[way], k.way_day[way]
    own = np.zeros(price.shape[0], np.float64)
    add_piece(opened, rate[setting, h], total[setting, h], p.end[way], run, setup, first, own)
    add_piece(opened, rate[running, h], total[running, h], p.end[way], 0, run, first, own)
    price[:] = np.minimum(price, own)
    if k.way_clock[way] == 1:
        own[:] = 0.0
        add_piece(opened, rate[setting, h], total[setting, h], p.begun[way], 0, setup, first, own)
        add_piece(opened, rate[running, h], total[running, h], p.end[way], 0, k.way_inner[way], first, own)
        add_night(opened, rate[night, h], p.end[way], h, own)
        price[:] = np.minimum(price, own)


@compiled
def asked(k: Market, p: Positions, rate: Floats, total: Floats, dues: int) -> Floats:
    """Least price (dues, K) of all operations that wait for a due, by its state."""
    sum_of = np.zeros((dues, k.grid.shape[0]), np.float64)
    price = np.empty(k.grid.shape[0], np.float64)
    for op in range(k.goal.shape[0]):
        if k.goal[op] < 0 or k.way_ptr[op] == k.way_ptr[op + 1]:
            continue
        price[:] = np.inf
        for way in range(k.way_ptr[op], k.way_ptr[op + 1]):
            price_way(k, p, way, k.head[op], rate, total, price)
        sum_of[k.goal[op]] += price
    return sum_of


@compiled
def choose(late: Floats, price: Floats, trial: Ints, most: Ints) -> tuple[float, Ints]:
    """Least Σ of lateness and price, and the state of each due.

    Parameters
    ----------
    late, price : (dues, K); inf where no plan ends so early
    trial : (dues,) of a delivery the trial of the same mold; -1: none; -2: it is a trial that has a delivery
    most : (dues, K) of a trial the last state that it can be in by the state of its delivery
    """
    dues, states = late.shape
    chosen = np.full(dues, -1, np.int64)
    total = 0.0
    best_to = np.empty(states, np.int64)
    for d in range(dues):
        if trial[d] == -2:
            continue
        first = trial[d]
        if first >= 0:
            place = 0
            for s in range(states):
                if late[first, s] + price[first, s] <= late[first, place] + price[first, place]:
                    place = s
                best_to[s] = place
        best = np.inf
        for s in range(states):
            cost = late[d, s] + price[d, s]
            if first >= 0:
                at = best_to[most[first, s]] if most[first, s] >= 0 else 0
                cost += late[first, at] + price[first, at]
            if cost <= best:
                best = cost
                chosen[d] = s
                if first >= 0:
                    chosen[first] = at
        total += best
    return total, chosen


@compiled
def buy(k: Market, tariff: int, h: int, low: int, high: int, where: Ints, crew: Ints, taken: Floats) -> None:
    """Adds the open minutes low..high to what is taken (R, B), in place."""
    if tariff < 0 or high <= low:
        return
    opened = k.opened[k.tariff_hours[tariff]]
    at = max(low, opened[h])
    b = np.searchsorted(opened, at, side="right") - 1
    while at < high and b < where.shape[1]:
        stop = min(high, opened[b + 1])
        if stop > at:
            bought(k, tariff, where[tariff, h, b], crew, float(stop - at), taken)
            at = stop
        b += 1


@compiled
def bought(k: Market, tariff: int, place: int, crew: Ints, amount: float, taken: Floats) -> None:
    """Adds so much of a tariff in the bucket `place`."""
    taken[k.tariff_of[tariff], place] += k.tariff_share[tariff] * amount
    if crew[tariff, place] >= 0:
        taken[2 * k.pools + crew[tariff, place], place] += k.tariff_need[tariff] * amount


@compiled
def taken_by(
    k: Market, p: Positions, chosen: Ints, rate: Floats, total: Floats, where: Ints, crew: Ints
) -> Floats:
    """What all operations take (R, B) of the resources in the chosen states of their dues."""
    taken = np.zeros(k.capacity.shape, np.float64)
    for op in range(k.goal.shape[0]):
        if k.goal[op] < 0 or chosen[k.goal[op]] < 0 or k.way_ptr[op] == k.way_ptr[op + 1]:
            continue
        s, h = chosen[k.goal[op]], k.head[op]
        _, way, alone = cheapest(k, op, s, p, rate, total)
        end = p.end[way, s]
        if alone:
            begun = p.begun[way, s]
            buy(k, k.way_setting[way], h, begun - k.way_setup[way], begun, where, crew, taken)
            buy(k, k.way_alone[way], h, end - k.way_inner[way], end, where, crew, taken)
            tariff = k.way_night[way]
            b = np.searchsorted(k.opened[k.tariff_hours[tariff]], end, side="left") - 1
            if b < where.shape[1]:
                bought(k, tariff, where[tariff, h, b], crew, 1.0, taken)
            continue
        run = end - k.way_day[way]
        tariff = k.way_alone[way] if k.way_clock[way] == 1 else k.way_running[way]
        buy(k, k.way_setting[way], h, run - k.way_setup[way], run, where, crew, taken)
        buy(k, tariff, h, run, end, where, crew, taken)
    return taken


@compiled
def offer(
    k: Market, p: Positions, prices: Floats, late: Floats, trial: Ints, most: Ints
) -> tuple[float, Floats]:
    """A lower bound on weighted lateness (minutes) under the prices (R, B), and what is taken (R, B)."""
    rate, where, crew = tariffs(k, prices)
    total = sums(k, rate)
    price = asked(k, p, rate, total, late.shape[0])
    least, chosen = choose(late, price, trial, most)
    return least - np.sum(prices * k.capacity), taken_by(k, p, chosen, rate, total, where, crew)
