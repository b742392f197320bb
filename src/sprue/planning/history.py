"""What the shop's finished operations tell of its estimates, by kind of work.

Work in the house takes so many times its estimate; what others do comes so many days late, however long it
takes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from sprue.planning.kernels.frames import Floats
from sprue.planning.templates.usual import LATE, TAIL, ratio_for
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.ids import KindId
from sprue.shop.resources import Machine
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock, stretches_of, total_minutes_on

#: So many finished operations of a kind speak for it; with fewer those of all kinds do, if they are enough.
ENOUGH = 20
#: The newest of each kind count; older ones tell of other people and machines.
NEWEST = 400
#: Beyond this a report tells of a forgotten tap, not of work.
LEAST, MOST = 0.2, 5.0
#: Sigma of the logarithm of the days that a late supply is late.
LATE_SIGMA = 0.6
#: Normal draws beyond so many sigmas are cut off, so that no single operation takes a quarter.
WIDEST = 2.2
MINUTES_OF_DAY = 1440.0
PURCHASE = KindId("purchase")


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What was found, by kind and of all kinds together.

    `inside`: actual over estimated time; `outside`: minutes later than estimated; `supplies`: minutes by
    which ordered goods came later than promised (0: in time).
    """

    inside: dict[KindId, Floats]
    outside: dict[KindId, Floats]
    all_inside: Floats
    all_outside: Floats
    supplies: Floats = field(default_factory=lambda: np.empty(0))

    @property
    def finished(self) -> int:
        """How many finished operations it is made of."""
        return len(self.all_inside) + len(self.all_outside)

    @property
    def speaks(self) -> bool:
        """Whether enough is finished in the house that nothing need be taken from the trade's figures."""
        return len(self.all_inside) >= ENOUGH

    def factors(self, kind: KindId, minutes: Floats, random: np.random.Generator, *, outside: bool) -> Floats:
        """Actual over estimated time, one draw for each of the estimated `minutes` (n,).

        From operations of the kind; where those are too few from all operations, inside or outside; where
        even those are too few from the usual figures of the trade.
        """
        of_kind, of_all = (self.outside, self.all_outside) if outside else (self.inside, self.all_inside)
        found = of_kind.get(kind, of_all)
        found = found if len(found) >= ENOUGH else of_all
        if len(found) < ENOUGH:
            return _late(kind, minutes, random) if outside and kind in LATE else _usual(kind, minutes, random)
        drawn = found[random.integers(len(found), size=len(minutes))]
        return _later(minutes, drawn) if outside else drawn

    def late(self, count: int, random: np.random.Generator) -> Floats:
        """Minutes by which so many ordered goods come later than promised (n,), as they did or usually do."""
        if len(self.supplies) < ENOUGH:
            return _days_late(PURCHASE, count, random)
        return self.supplies[random.integers(len(self.supplies), size=count)]


def _later(minutes: Floats, by: Floats) -> Floats:
    """Times its estimate that work of `minutes` takes which is late by so many."""
    factors: Floats = np.maximum(LEAST, 1.0 + by / np.maximum(1.0, minutes))
    return factors


def _usual(kind: KindId, minutes: Floats, random: np.random.Generator) -> Floats:
    ratio = ratio_for(kind)
    drawn = lognormal(ratio.sigma, len(minutes), random) * ratio.median
    wrong = random.random(len(minutes)) < ratio.tail
    return np.where(wrong, random.uniform(*TAIL, size=len(minutes)), drawn)


def _late(kind: KindId, minutes: Floats, random: np.random.Generator) -> Floats:
    """Suppliers come when promised, or some days late."""
    return _later(minutes, _days_late(kind, len(minutes), random))


def _days_late(kind: KindId, count: int, random: np.random.Generator) -> Floats:
    share, days = LATE[kind]
    more = lognormal(LATE_SIGMA, count, random) * days * MINUTES_OF_DAY
    return np.where(random.random(count) < share, more, 0.0)


def lognormal(sigma: float, size: int, random: np.random.Generator) -> Floats:
    """Draws around a median of 1, the widest cut off."""
    drawn: Floats = np.exp(sigma * np.clip(random.standard_normal(size), -WIDEST, WIDEST))
    return drawn


def history_of(shop: Shop, now: datetime) -> History:
    """Actual over estimated time of the finished operations: working time inside, clock time outside."""
    inside: dict[KindId, list[Operation]] = defaultdict(list)
    outside: dict[KindId, list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.status is Status.DONE and operation.started and operation.finished:
            kind = operation.kind or KindId("")
            if operation.mode is Mode.OUTSIDE:
                outside[kind].append(operation)
            elif operation.machine is not None and operation.machine in shop.machines:
                inside[kind].append(operation)
    newest = {kind: _newest(rows) for kind, rows in inside.items()}
    begin = min((o.started for rows in newest.values() for o in rows if o.started), default=now)
    worked = _Worked(shop, PlanClock(whole_minute(begin), shop.settings.zone), now)
    by_kind = {kind: _ratios(rows, worked) for kind, rows in newest.items()}
    sent = {kind: _lateness(_newest(rows)) for kind, rows in outside.items()}
    return History(by_kind, sent, _joined(by_kind), _joined(sent), _supplies(shop))


def _supplies(shop: Shop) -> Floats:
    """Minutes late of what has been received (m,); what came before its day came in time."""
    late = [
        (purchase.received - purchase.promised).total_seconds() / 60
        for purchase in shop.purchases.values()
        if purchase.received is not None and purchase.promised is not None
    ]
    return np.maximum(0.0, np.array(late, np.float64))


def _joined(ratios: dict[KindId, Floats]) -> Floats:
    return np.concatenate([np.empty(0), *ratios.values()])


def _newest(operations: list[Operation]) -> list[Operation]:
    order = sorted(operations, key=lambda o: (o.finished is not None and -o.finished.timestamp(), o.id))
    return order[:NEWEST]


def _ratios(operations: Iterable[Operation], times: Callable[[Operation], tuple[float, float]]) -> Floats:
    """Actual over estimated of each with any estimate, within what work can be (m,)."""
    found = [times(operation) for operation in operations]
    ratios = np.array([actual / estimated for actual, estimated in found if estimated > 0], np.float64)
    return np.clip(ratios, LEAST, MOST)


def _lateness(operations: Iterable[Operation]) -> Floats:
    """Minutes later than estimated of each outside operation (m,)."""
    times = [_by_clock(operation) for operation in operations]
    return np.array([actual - estimated for actual, estimated in times], np.float64)


def _by_clock(operation: Operation) -> tuple[float, float]:
    """Actual and estimated minutes of outside work."""
    assert operation.started is not None
    assert operation.finished is not None
    minutes = (operation.finished - operation.started).total_seconds() / 60
    return minutes, float(total_minutes_on(operation, None))


class _Worked:
    """Minutes worked on finished operations, by the calendars of their machines."""

    def __init__(self, shop: Shop, clock: PlanClock, now: datetime) -> None:
        self._shop, self._clock = shop, clock
        self._until = max(1, clock.minute(now) + 1)
        self._open: dict[str, tuple[Floats, Floats]] = {}

    def __call__(self, operation: Operation) -> tuple[float, float]:
        """Actual and estimated minutes."""
        assert operation.machine is not None
        machine = self._shop.machines[operation.machine]
        estimated = float(total_minutes_on(operation, machine))
        if runs_by_clock(operation, machine):
            return _by_clock(operation)[0], estimated
        assert operation.started is not None
        assert operation.finished is not None
        span = [self._clock.minute(operation.started), self._clock.minute_up(operation.finished)]
        since, until = np.interp(span, *self._times(machine))
        return float(until - since), estimated

    def _times(self, machine: Machine) -> tuple[Floats, Floats]:
        """Minutes of the clock and how much working time of the machine was over by then."""
        if machine.id not in self._open:
            stretches = stretches_of(self._shop, machine, self._clock, self._until) or [(0, self._until)]
            edges = np.array(stretches, np.float64).ravel()
            lengths = np.diff(edges, prepend=edges[0])
            lengths[::2] = 0.0
            self._open[machine.id] = (edges, np.cumsum(lengths))
        return self._open[machine.id]
