"""What a journal told by a past moment: reports that had ended, medians, hours in which people worked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from sprue.figures.work import Ledger, Stretch, occupied
from sprue.shop.ids import MachineId, MoldId, OperationId

MINUTE = timedelta(minutes=1)
WEEK_HOURS = 7 * 24
#: An hour of the week is working time where work was seen in at least this share of the weeks.
OPEN_SHARE = 1 / 3
#: A machine with fewer reports than this says too little; the hours of the whole shop stand in.
ENOUGH_REPORTS = 40


@dataclass(frozen=True, slots=True)
class Norm:
    """Medians of a process over its operations that were finished by then; minutes."""

    setup: float
    run_per_piece: float
    report: float


@dataclass(frozen=True, slots=True)
class Known:
    """Knowledge at `moment`. `side_by_side`: pairs of processes that usually overlapped in an order."""

    moment: datetime
    stretches: tuple[Stretch, ...]
    norms: dict[str, Norm]
    doers: dict[str, tuple[MachineId, ...]]
    parallel: dict[MachineId, int]
    hours: dict[MachineId, frozenset[int]]
    shop_hours: frozenset[int]
    side_by_side: frozenset[tuple[str, str]]
    median_lead: timedelta


def known_at(ledger: Ledger, moment: datetime) -> Known:
    """Everything that follows from the reports that had ended by `moment`."""
    past = tuple(s for s in ledger.stretches if s.end <= moment)
    by_machine: dict[MachineId, list[Stretch]] = defaultdict(list)
    for stretch in past:
        if stretch.machine is not None:
            by_machine[stretch.machine].append(stretch)
    shop_hours = _open_hours(past, moment)
    return Known(
        moment,
        past,
        _norms(ledger, past, moment),
        _doers(ledger, past),
        {m: _parallel(group) for m, group in by_machine.items()},
        {
            m: _open_hours(g, moment) if len(g) >= ENOUGH_REPORTS else shop_hours
            for m, g in by_machine.items()
        },
        shop_hours,
        _side_by_side(ledger, past),
        _median_lead(ledger, past, moment),
    )


def process_of(ledger: Ledger, operation: OperationId) -> str:
    """The name of what is done, the same in all orders."""
    return ledger.shop.operations[operation].name


def mold_of(ledger: Ledger, operation: OperationId) -> MoldId:
    """The mold or work order that an operation belongs to."""
    return ledger.shop.parts[ledger.shop.operations[operation].part].mold


def pieces_of(ledger: Ledger, operation: OperationId) -> int:
    """Pieces of the operation's part, at least 1."""
    return max(1, ledger.shop.parts[ledger.shop.operations[operation].part].quantity)


def minutes(length: timedelta) -> float:
    """A length of time in minutes."""
    return length / MINUTE


def _norms(ledger: Ledger, past: tuple[Stretch, ...], moment: datetime) -> dict[str, Norm]:
    setups: dict[str, list[float]] = defaultdict(list)
    runs: dict[str, list[float]] = defaultdict(list)
    reports: dict[str, list[float]] = defaultdict(list)
    by_operation: dict[OperationId, list[Stretch]] = defaultdict(list)
    for stretch in past:
        by_operation[stretch.operation].append(stretch)
        reports[process_of(ledger, stretch.operation)].append(minutes(stretch.length))
    for operation, group in by_operation.items():
        if ledger.finished.get(operation, moment + MINUTE) > moment:
            continue
        process = process_of(ledger, operation)
        setups[process].append(sum(minutes(s.setup) for s in group))
        run = sum(minutes(s.length - s.setup) for s in group if not s.breakdown)
        runs[process].append(run / pieces_of(ledger, operation))
    return {p: Norm(median(setups[p]), median(runs[p]), median(reports[p])) for p in runs}


def _doers(ledger: Ledger, past: tuple[Stretch, ...]) -> dict[str, tuple[MachineId, ...]]:
    found: dict[str, set[MachineId]] = defaultdict(set)
    for stretch in past:
        if stretch.machine is not None:
            found[process_of(ledger, stretch.operation)].add(stretch.machine)
    return {process: tuple(sorted(machines)) for process, machines in found.items()}


def _parallel(stretches: list[Stretch]) -> int:
    """How many reports usually ran at once: a bench where four people sit is four places."""
    reported = sum((s.length for s in stretches), timedelta())
    covered = occupied(stretches)
    return max(1, round(reported / covered)) if covered else 1


def _open_hours(stretches: tuple[Stretch, ...] | list[Stretch], moment: datetime) -> frozenset[int]:
    """Hours of the week (0 = Monday 0:00) in which work was seen in enough weeks."""
    weeks: dict[int, set[int]] = defaultdict(set)
    if not stretches:
        return frozenset()
    first = min(s.start for s in stretches).replace(minute=0, second=0, microsecond=0)
    for stretch in stretches:
        hour = stretch.start.replace(minute=0, second=0, microsecond=0)
        while hour < stretch.end:
            weeks[hour.weekday() * 24 + hour.hour].add((hour - first).days // 7)
            hour += timedelta(hours=1)
    total = max(1, ceil((moment - first) / timedelta(days=7)))
    return frozenset(h for h, seen in weeks.items() if len(seen) / total >= OPEN_SHARE)


def _side_by_side(ledger: Ledger, past: tuple[Stretch, ...]) -> frozenset[tuple[str, str]]:
    """Pairs of processes that follow each other and yet overlapped in more than half of the orders."""
    spans: dict[MoldId, dict[str, tuple[datetime, datetime]]] = defaultdict(dict)
    for stretch in past:
        span = spans[mold_of(ledger, stretch.operation)]
        process = process_of(ledger, stretch.operation)
        start, end = span.get(process, (stretch.start, stretch.end))
        span[process] = (min(start, stretch.start), max(end, stretch.end))
    together: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for span in spans.values():
        ordered = sorted(span.items(), key=lambda item: item[1])
        for (one, (_, end)), (other, (start, _)) in pairwise(ordered):
            together[one, other].append(start < end)
    return frozenset(pair for pair, seen in together.items() if sum(seen) * 2 > len(seen))


def _median_lead(ledger: Ledger, past: tuple[Stretch, ...], moment: datetime) -> timedelta:
    """Median time from first to last report of the orders finished by then."""
    first: dict[MoldId, datetime] = {}
    last: dict[MoldId, datetime] = {}
    unfinished = {
        mold_of(ledger, o) for o in ledger.shop.operations if ledger.finished.get(o, moment + MINUTE) > moment
    }
    for stretch in past:
        mold = mold_of(ledger, stretch.operation)
        first[mold] = min(first.get(mold, stretch.start), stretch.start)
        last[mold] = max(last.get(mold, stretch.end), stretch.end)
    leads = [minutes(last[m] - first[m]) for m in last if m not in unfinished]
    return timedelta(minutes=median(leads)) if leads else timedelta(days=14)
