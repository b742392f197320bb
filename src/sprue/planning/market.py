"""What the kernels of prices take: pools of machines, crews, tariffs, buckets of time and states of dues.

Everything here is on the safe side: it may ask for less than a plan needs, never for more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sprue.planning.arrays import Layout, ints
from sprue.planning.bounds import chain_ends
from sprue.planning.kernels.frames import Floats, Ints
from sprue.planning.kernels.paths import topological
from sprue.planning.kernels.prices import Market, Positions, goals, latest_positions
from sprue.planning.problem import Due, Problem
from sprue.planning.setups import least_setups
from sprue.shop.routing import Milestone

#: Prices and states are as fine as a step takes some hundredths of a second, within these.
BUCKETS, STATES = (24, 200), (40, 320)
ENTRIES, PLACES = 2_400_000, 3_000_000
#: Closed for so many minutes is a night; less is a break.
NIGHT = 240


class Tariff(NamedTuple):
    """What a minute takes: a share of a resource, and `need` people of a kind (-1: nobody)."""

    resource: int
    share: float
    kind: int
    need: float
    hours: int


class Way(NamedTuple):
    """How an operation may be done: on `machine` or others alike; the last four are tariffs (-1: none)."""

    machine: int
    setup: int
    run: int
    clock: int
    setting: int
    running: int
    alone: int
    night: int


@dataclass(frozen=True, slots=True)
class Demand:
    """All that a bound by prices is made of; see `kernels.prices`."""

    market: Market
    positions: Positions
    late: Floats  # (dues, K) weighted minutes late at least, inf: no plan is so early
    trial: Ints  # (dues,)
    most: Ints  # (dues, K)


def demand_of(problem: Problem, layout: Layout, until: int) -> Demand:
    """What molds ask of machines and people up to minute `until`; behind it everything is free."""
    order = topological(layout.shared)
    ends = np.minimum(chain_ends(problem, layout), layout.frame.horizon)
    dues = [due for due in problem.dues if any(task in layout.index for task in due.tasks)]
    goal, deadline = _goals(layout, dues, order)
    market = _market(problem, layout, until, goal, ends)
    trial, delivery = _trials(dues)
    end, begun, limit = latest_positions(layout.shared, market, order, deadline, delivery)
    last = len(market.grid) - 1
    most = np.minimum(np.searchsorted(market.grid, limit.ravel(), side="left"), last).reshape(limit.shape)
    return Demand(market, Positions(end, begun), _late(layout, dues, ends, market.grid), trial, most)


# -- dues --------------------------------------------------------------------------


def _goals(layout: Layout, dues: Sequence[Due], order: Ints) -> tuple[Ints, Ints]:
    """The due (n,) that waits for each operation, and the same only where its own end is held against it."""
    n = len(layout.tasks)
    molds = {mold: i for i, mold in enumerate(dict.fromkeys(task.mold for task in layout.tasks))}
    mold = ints(molds[task.mold] for task in layout.tasks)
    goal = np.full(n, -1, np.int64)
    owns = np.full(n, -1, np.int64)
    for milestone in (Milestone.DELIVERY, Milestone.T1):  # what both wait for is the trial's
        own = np.full(n, -1, np.int64)
        for place, due in enumerate(dues):
            if due.milestone is milestone and due.weight > 0:
                own[_rows(layout, due)] = place
        found = goals(layout.shared, order, own, mold)
        goal = np.where(found >= 0, found, goal)
        owns = np.where(own >= 0, own, owns)
    return goal, np.where(owns == goal, goal, -1)


def _rows(layout: Layout, due: Due) -> list[int]:
    return [layout.index[task] for task in due.tasks if task in layout.index]


def _trials(dues: Sequence[Due]) -> tuple[Ints, Ints]:
    """By due the trial of its mold (-2: itself one before a delivery); by trial the delivery."""
    place = {(due.mold, due.milestone): i for i, due in enumerate(dues)}
    trial, delivery = np.full(len(dues), -1, np.int64), np.full(len(dues), -1, np.int64)
    for i, due in enumerate(dues):
        first = place.get((due.mold, Milestone.T1))
        if due.milestone is Milestone.DELIVERY and first is not None:
            trial[i], trial[first], delivery[first] = first, -2, i
    return trial, delivery


def _late(layout: Layout, dues: Sequence[Due], ends: Ints, grid: Ints) -> Floats:
    """Weighted minutes late at least by state, which begins behind the one before or at the chain's end."""
    after = np.concatenate([ints([0]), grid[:-1] + 1])
    late = np.zeros((len(dues), len(grid)))
    for i, due in enumerate(dues):
        first = int(ends[_rows(layout, due)].max())
        minutes = np.maximum(0, np.maximum(after, first) - due.due)
        late[i] = np.where(grid < first, np.inf, float(due.weight) * minutes)
    return late


# -- time --------------------------------------------------------------------------


def _stretches(layout: Layout, m: int) -> tuple[Ints, Ints]:
    f = layout.frame
    return f.st_start[f.st_lo[m] : f.st_hi[m]], f.st_end[f.st_lo[m] : f.st_hi[m]]


def open_minutes(layout: Layout, m: int, at: Ints) -> Ints:
    """Open minutes of the machine before each minute of `at`."""
    starts, stops = _stretches(layout, m)
    worked = np.concatenate([ints([0]), np.cumsum(stops - starts)])
    i = np.searchsorted(starts, at, side="left")
    last = np.maximum(i - 1, 0)
    if not len(starts):
        return np.zeros(len(at), np.int64)
    return np.where(i > 0, worked[last] + np.minimum(at, stops[last]) - starts[last], 0)


def _evenings(layout: Layout, m: int) -> Ints:
    """Closings of the machine before nights; the last of all is one."""
    starts, stops = _stretches(layout, m)
    before_night = np.append(starts[1:] - stops[:-1] >= NIGHT, True)[: len(stops)]
    evenings: Ints = stops[before_night]
    return evenings


def _longest_breaks(layout: Layout, m: int) -> int:
    """Closed minutes of the machine between two nights, at most."""
    starts, stops = _stretches(layout, m)
    closed = starts[1:] - stops[:-1]
    days = np.cumsum(closed >= NIGHT)
    breaks = np.bincount(days, np.where(closed < NIGHT, closed, 0))
    return int(breaks.max(initial=0))


def _usual_hours(layout: Layout, until: int) -> tuple[Ints, Ints]:
    """Openings and closings before `until` of the calendar that most machines have."""
    f = layout.frame
    count = Counter(zip(f.st_lo.tolist(), f.st_hi.tolist(), strict=True))
    if not count:
        return ints([]), ints([])
    low, high = max(count, key=lambda key: (count[key], key))
    inside = f.st_start[low:high] < until
    return f.st_start[low:high][inside], f.st_end[low:high][inside]


def _spread(layout: Layout, until: int, size: int) -> Ints:
    """At most `size` minutes between 0 and `until`: openings, closings and what lies between them."""
    openings, closings = _usual_hours(layout, until)
    piece = max(1, int(np.sum(closings - openings)) // size)
    inner = [np.arange(a, b, piece) for a, b in zip(openings.tolist(), closings.tolist(), strict=True)]
    points = np.unique(np.concatenate([*inner, closings])) if inner else closings
    points = points[(points > 0) & (points < until)]
    if len(points) <= size:
        return points
    return points[np.unique(np.linspace(0, len(points) - 1, size).round().astype(np.int64))]


def _edges(layout: Layout, until: int, size: int) -> Ints:
    return np.concatenate([ints([0]), _spread(layout, until, size - 1), ints([until])])


def _grid(layout: Layout, until: int, size: int) -> Ints:
    behind = max(until, layout.frame.horizon) + 1
    return np.concatenate([_spread(layout, until, size - 2), ints([until, behind])])


# -- resources ---------------------------------------------------------------------


def _pools(layout: Layout) -> Ints:
    """Machines (M,) that the same operations may take, equal in batch, have one number."""
    f = layout.frame
    machines = len(layout.machines)
    used = set(layout.classes[layout.classes >= machines].tolist())
    known: dict[tuple[tuple[int, ...], int], int] = {}
    found = []
    for m in range(machines):
        classes = f.mach_class[f.mach_ptr[m] : f.mach_ptr[m + 1]].tolist()
        shared = tuple(cls for cls in classes if cls in used)
        found.append(known.setdefault((shared or (m,), int(f.batch[m])), len(known)))
    return ints(found)


class _Ways:
    """The ways of all operations, and the tariffs that they pay."""

    def __init__(self, problem: Problem, layout: Layout) -> None:
        self._layout = layout
        self._least = least_setups(problem, layout)
        self._holding = set(_holding(layout))
        self.pool = _pools(layout)
        self.pools = int(self.pool.max(initial=-1)) + 1
        calendars: dict[tuple[int, int], int] = {}
        f = layout.frame
        keys = list(zip(f.st_lo.tolist(), f.st_hi.tolist(), strict=True))
        self._hours = [calendars.setdefault(key, len(calendars)) for key in keys]
        #: One machine of each calendar.
        self.calendars = [self._hours.index(i) for i in range(len(calendars))]
        self.tariffs: dict[Tariff, int] = {}
        by_operation = [list(self._of(op)) for op in range(len(layout.tasks))]
        self.pointers = np.concatenate([ints([0]), np.cumsum(ints(map(len, by_operation)))]).astype(np.int64)
        self.table = np.array([way for ways in by_operation for way in ways], np.int64).reshape(-1, 8)

    def _of(self, op: int) -> Iterator[Way]:
        """Ways of an operation; options that differ in the machine alone are one."""
        f = self._layout.frame
        seen: set[Way] = set()
        for option in range(int(f.opt_ptr[op]), int(f.opt_ptr[op + 1])):
            way = self._way(op, option)
            if way is not None and way._replace(machine=-1) not in seen:
                seen.add(way._replace(machine=-1))
                yield way

    def _way(self, op: int, option: int) -> Way | None:
        """None: running work whose minutes are fixed, or that stands beside other work; it pays nothing."""
        f = self._layout.frame
        m, kind, clock = int(f.opt_machine[option]), int(f.opt_kind[option]), int(f.opt_clock[option])
        setup, run = int(self._least[option]), int(f.opt_run[option])
        if f.is_running[op]:
            if op not in self._holding or clock:
                return None
            setup, run = 0, int(f.remaining[op])
        setting = self._tariff(m, kind, 1.0)
        running = self._tariff(m, kind, float(f.attention[kind]) / f.unit)
        alone = self._tariff(m, -1, 0.0)
        night = self._tariff(m, -1, 0.0, self.pools) if clock else -1
        return Way(m, setup, run, clock, setting, running, alone, night)

    def _tariff(self, m: int, kind: int, need: float, first: int = 0) -> int:
        """People of a batch pay nothing: they attend all of it, under the kind of one of its members."""
        f = self._layout.frame
        batch = int(f.batch[m])
        able = kind >= 0 and f.kg_ptr[kind] < f.kg_ptr[kind + 1]
        if not f.people_limit or not able or need == 0.0 or batch > 1:
            kind, need = -1, 0.0
        found = Tariff(first + int(self.pool[m]), 1.0 / batch, kind, need, self._hours[m])
        return self.tariffs.setdefault(found, len(self.tariffs))


def _holding(layout: Layout) -> Iterator[int]:
    """Running work that holds its machine alone, or as one batch."""
    f = layout.frame
    for first in f.run_op.tolist():
        op = first
        while op >= 0:
            yield op
            op = int(f.run_next[op])


def _capacity(layout: Layout, ways: _Ways, edges: Ints) -> Floats:
    """Open minutes and nights of pools, minutes of crews (R, B). A night is that of its last open minute."""
    f = layout.frame
    crews = f.seg_cap.shape[1]
    capacity = np.zeros((2 * ways.pools + crews, len(edges) - 1))
    for m in range(len(layout.machines)):
        pool = int(ways.pool[m])
        stops = _evenings(layout, m)
        capacity[pool] += np.diff(open_minutes(layout, m, edges))
        capacity[ways.pools + pool] += np.diff(np.searchsorted(stops - 1, edges, side="left"))
    times = np.append(f.seg_time, max(int(edges[-1]), int(f.seg_time[-1])))
    for crew in range(crews):
        before = np.append(0, np.cumsum(f.seg_cap[:, crew] * np.diff(times)))
        capacity[2 * ways.pools + crew] = np.diff(np.interp(edges, times, before / f.unit))
    return capacity


def _by_day(layout: Layout, table: Ints) -> Ints:
    """Open minutes (y,) that a run takes at least if no night lies in it."""
    breaks = ints(_longest_breaks(layout, m) for m in range(len(layout.machines)))
    machine, run, clock = table[:, 0], table[:, 2], table[:, 3]
    return np.where(clock == 1, np.maximum(0, run - breaks[machine]), run)


def _inner(layout: Layout, table: Ints, until: int) -> Ints:
    """Open minutes (y,) that a run by the clock takes at least, wherever it begins before `until`."""
    found = np.zeros(len(table), np.int64)
    known: dict[tuple[int, int, int], int] = {}
    f = layout.frame
    for i in np.flatnonzero(table[:, 3]):
        way = Way(*table[i].tolist())
        key = int(f.st_lo[way.machine]), int(f.st_hi[way.machine]), way.run
        if key not in known:
            known[key] = _least_open(layout, way, until)
        found[i] = known[key]
    return found


def _least_open(layout: Layout, way: Way, until: int) -> int:
    """The least is taken by a run that begins at a closing or ends at an opening."""
    starts, stops = _stretches(layout, way.machine)
    last = int(np.searchsorted(starts, until + way.run, side="right")) + 1
    begins = np.concatenate([stops[:last], np.maximum(0, starts[:last] - way.run)])
    taken = open_minutes(layout, way.machine, begins + way.run) - open_minutes(layout, way.machine, begins)
    return int(taken.min(initial=way.run))


def _heads(layout: Layout, edges: Ints, ends: Ints) -> Ints:
    """Bucket (n,) before which each operation can't begin: release, and its predecessors' chains."""
    f = layout.frame
    ready = np.maximum(f.release, 0)
    np.maximum.at(ready, f.succ_idx, np.repeat(ends, np.diff(f.succ_ptr)))
    ready[f.is_running == 1] = 0
    heads: Ints = np.searchsorted(edges, ready, side="right") - 1
    return np.minimum(heads, len(edges) - 2)


def _fewest_first(layout: Layout) -> Ints:
    """Crews able to each kind, fewest kinds first: at equal prices the others stay free."""
    f = layout.frame
    kinds = np.diff(f.gk_ptr)
    able = [f.kg_idx[a:b] for a, b in zip(f.kg_ptr[:-1], f.kg_ptr[1:], strict=True)]
    return np.concatenate([crews[np.argsort(kinds[crews], kind="stable")] for crews in able]).astype(np.int64)


def _size(limits: tuple[int, int], wanted: float) -> int:
    return int(min(max(wanted, limits[0]), limits[1]))


def _market(problem: Problem, layout: Layout, until: int, goal: Ints, ends: Ints) -> Market:
    ways = _Ways(problem, layout)
    tariffs = list(ways.tariffs)
    edges = _edges(layout, until, _size(BUCKETS, (ENTRIES / max(1, len(tariffs))) ** 0.5))
    grid = _grid(layout, until, _size(STATES, PLACES / max(1, len(ways.table))))
    column = [np.ascontiguousarray(ways.table[:, i]) for i in range(8)]
    opened = [open_minutes(layout, m, edges) for m in ways.calendars]
    return Market(
        edges=edges,
        grid=grid,
        capacity=_capacity(layout, ways, edges),
        pools=ways.pools,
        way_ptr=ways.pointers,
        way_machine=column[0],
        way_setup=column[1],
        way_run=column[2],
        way_clock=column[3].astype(np.uint8),
        way_day=_by_day(layout, ways.table),
        way_inner=_inner(layout, ways.table, until),
        way_setting=column[4],
        way_running=column[5],
        way_alone=column[6],
        way_night=column[7],
        tariff_of=ints(tariff.resource for tariff in tariffs),
        tariff_share=np.array([tariff.share for tariff in tariffs], np.float64),
        tariff_kind=ints(tariff.kind for tariff in tariffs),
        tariff_need=np.array([tariff.need for tariff in tariffs], np.float64),
        tariff_hours=ints(tariff.hours for tariff in tariffs),
        crew_ptr=layout.frame.kg_ptr,
        crew_idx=_fewest_first(layout),
        opened=np.array(opened, np.int64).reshape(len(opened), len(edges)),
        head=_heads(layout, edges, ends),
        goal=goal,
    )
