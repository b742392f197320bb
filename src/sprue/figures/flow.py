"""Hours by machine, setup share, rework and rejects, lead time by order: from a ledger of work."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from sprue.figures.work import Ledger, Stretch, occupied
from sprue.shop.ids import MachineId, MoldId, OperationId

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MachineHours:
    """Hours of one machine. `reported` counts overlapping reports each, `occupied` once.

    `setup_share` = setup hours ÷ (setup + production hours), None without any.
    """

    machine: MachineId
    name: str
    reported: float
    occupied: float
    setup: float
    breakdown: float
    reports: int

    @property
    def setup_share(self) -> float | None:
        worked = self.reported - self.breakdown
        return self.setup / worked if worked > 0 else None


@dataclass(frozen=True, slots=True)
class OrderFlow:
    """One mold or work order: from its first report to its last. `done`: all its operations are finished."""

    mold: MoldId
    name: str
    quantity: int
    first: datetime
    last: datetime
    hours: float
    rejected: int
    rework_hours: float
    operations: int
    done: bool

    @property
    def lead_days(self) -> float:
        """Calendar days from the first report's start to the last report's end."""
        return (self.last - self.first) / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ProcessQuality:
    """Pieces and hours of one process (operation name). `rework_share` is of hours."""

    process: str
    hours: float
    completed: int
    rejected: int
    rework_hours: float
    rework_reports: int

    @property
    def rejected_share(self) -> float | None:
        """Rejected ÷ (completed + rejected) pieces, None where none were counted."""
        pieces = self.completed + self.rejected
        return self.rejected / pieces if pieces else None

    @property
    def rework_share(self) -> float | None:
        return self.rework_hours / self.hours if self.hours else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The page of figures."""

    machines: tuple[MachineHours, ...]
    orders: tuple[OrderFlow, ...]
    processes: tuple[ProcessQuality, ...]
    hours: float
    setup_share: float | None
    rework_share: float | None
    rejected_share: float | None
    median_lead_days: float | None


def figures_of(ledger: Ledger) -> Figures:
    """All figures of a ledger, largest first."""
    machines = machine_hours(ledger)
    processes = process_quality(ledger)
    orders = order_flow(ledger)
    hours = sum(m.reported for m in machines)
    worked = hours - sum(m.breakdown for m in machines)
    pieces = sum(p.completed + p.rejected for p in processes)
    done = [o.lead_days for o in orders if o.done]
    return Figures(
        machines,
        orders,
        processes,
        hours,
        sum(m.setup for m in machines) / worked if worked else None,
        sum(p.rework_hours for p in processes) / worked if worked else None,
        sum(p.rejected for p in processes) / pieces if pieces else None,
        median(done) if done else None,
    )


def machine_hours(ledger: Ledger) -> tuple[MachineHours, ...]:
    """Hours of each machine that worked, most first; work outside the house is left out."""
    groups: dict[MachineId, list[Stretch]] = defaultdict(list)
    for stretch in ledger.stretches:
        if stretch.machine is not None:
            groups[stretch.machine].append(stretch)
    rows = [_machine_hours(ledger, machine, group) for machine, group in groups.items()]
    return tuple(sorted(rows, key=lambda m: (-m.reported, m.machine)))


def _machine_hours(ledger: Ledger, machine: MachineId, stretches: list[Stretch]) -> MachineHours:
    known = ledger.shop.machines.get(machine)
    return MachineHours(
        machine,
        known.name if known else machine,
        _hours(s.length for s in stretches),
        occupied(stretches) / HOUR,
        _hours(s.setup for s in stretches),
        _hours(s.length for s in stretches if s.breakdown),
        len(stretches),
    )


def order_flow(ledger: Ledger) -> tuple[OrderFlow, ...]:
    """Lead time of each mold that was worked on, by its first report."""
    groups: dict[MoldId, list[Stretch]] = defaultdict(list)
    for stretch in ledger.stretches:
        groups[_mold(ledger, stretch.operation)].append(stretch)
    open_molds = {_mold(ledger, o.id) for o in ledger.shop.operations.values() if o.id not in ledger.finished}
    rows = [_order_flow(ledger, mold, group, done=mold not in open_molds) for mold, group in groups.items()]
    return tuple(sorted(rows, key=lambda o: (o.first, o.mold)))


def _order_flow(ledger: Ledger, mold: MoldId, stretches: list[Stretch], *, done: bool) -> OrderFlow:
    parts = [p for p in ledger.shop.parts.values() if p.mold == mold]
    return OrderFlow(
        mold,
        ledger.shop.molds[mold].name,
        sum(p.quantity for p in parts),
        min(s.start for s in stretches),
        max(s.end for s in stretches),
        _hours(s.length for s in stretches),
        int(sum((s.rejected for s in stretches), Decimal(0))),
        _hours(s.length for s in stretches if s.rework),
        len({s.operation for s in stretches}),
        done,
    )


def process_quality(ledger: Ledger) -> tuple[ProcessQuality, ...]:
    """Pieces, rejects and rework of each process, most hours first."""
    groups: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in ledger.stretches:
        groups[ledger.shop.operations[stretch.operation].name].append(stretch)
    rows = [
        ProcessQuality(
            name,
            _hours(s.length for s in group),
            int(sum((s.quantity for s in group), Decimal(0))),
            int(sum((s.rejected for s in group), Decimal(0))),
            _hours(s.length for s in group if s.rework),
            sum(1 for s in group if s.rework),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(rows, key=lambda p: (-p.hours, p.process)))


def _mold(ledger: Ledger, operation: OperationId) -> MoldId:
    return ledger.shop.parts[ledger.shop.operations[operation].part].mold


def _hours(lengths: Iterable[timedelta]) -> float:
    return sum(lengths, timedelta()) / HOUR
