"""Figures of work: hours of machines as ISO 22400-2 divides them, estimates, first pass, pieces, rework."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from sprue.figures.estimates import done_of
from sprue.figures.evidence import Evidence, What
from sprue.figures.hours import Piece
from sprue.figures.period import Period
from sprue.figures.span import is_machine
from sprue.figures.work import Ledger
from sprue.shop.resources import Machine
from sprue.shop.routing import Status

_MINUTE = timedelta(minutes=1)


def utilization(period: Period) -> list[Evidence]:
    """Worked minutes in open hours; below, the open hours of each machine."""
    return [*_inside(period, lambda piece: True), *period.hours.rooms()]


def availability(period: Period) -> list[Evidence]:
    """Running minutes (no setting up) in open hours; below, the open hours."""
    return [*_inside(period, lambda piece: not piece.setup), *period.hours.rooms()]


def allocation(period: Period) -> list[Evidence]:
    """Busy minutes (pauses of work too) in open hours; below, the open hours."""
    return [*_inside(period, lambda piece: True, busy=True), *period.hours.rooms()]


def utilization_efficiency(period: Period) -> list[Evidence]:
    """Above running minutes in open hours, below busy ones."""
    running = _inside(period, lambda piece: not piece.setup)
    busy = _inside(period, lambda piece: True, busy=True)
    return [*running, *(_below(row) for row in busy)]


def setup_ratio(period: Period) -> list[Evidence]:
    """Each piece of work: its minutes below, above where it is setting up."""
    return [
        period.hours.row(machine, minutes if piece.setup else 0, minutes, piece, What.OPERATION, name)
        for machine, piece, name in _pieces(period)
        if (minutes := piece.end - piece.start)
    ]


def unattended(period: Period) -> list[Evidence]:
    """Work of machines that may run alone: all minutes below, those outside open hours above."""
    rows = []
    for machine, piece, name in _pieces(period):
        if machine.unattended:
            minutes = piece.end - piece.start
            alone = minutes - period.hours.inside(machine, piece)
            rows.append(period.hours.row(machine, alone, minutes, piece, What.OPERATION, name))
    return rows


def technical_efficiency(period: Period) -> list[Evidence]:
    """Running minutes above and below; minutes out of order in open hours below too."""
    running = [_both(row) for row in _inside(period, lambda piece: not piece.setup)]
    return [*running, *(_below(row) for row in stops(period))] if running else []


def stops(period: Period) -> list[Evidence]:
    """Open minutes of the span in which a machine was out of order."""
    rows = []
    shop, span = period.facts.shop, period.span
    for stop in period.facts.stops:
        machine = shop.machines.get(stop.machine)
        until = stop.until or span.end
        if machine is None or not is_machine(machine) or until <= span.begin or stop.since >= span.end:
            continue
        first, last = max(stop.since, span.begin), min(until, span.end)
        minutes = period.hours.open.between(machine, span.minute(first), span.minute(last))
        kind = shop.kinds.get(machine.kinds[0])
        rows.append(
            Evidence(
                What.MACHINE,
                machine.id,
                stop.since,
                minutes,
                0,
                stop.until,
                kind.department if kind is not None else "",
                machine.kinds[0],
                machine.id,
                stop.seqs,
            )
        )
    return rows


def repair_hours(period: Period) -> list[Evidence]:
    """Machines that came back: clock hours they were out of order, 1 below."""
    rows = []
    for stop in period.facts.stops:
        machine = period.facts.shop.machines.get(stop.machine)
        if machine is None or stop.until is None or stop.until not in period.span:
            continue
        kind = period.facts.shop.kinds.get(machine.kinds[0])
        hours = (stop.until - stop.since) / timedelta(hours=1)
        department = kind.department if kind is not None else ""
        place = (department, machine.kinds[0], machine.id, stop.seqs)
        rows.append(Evidence(What.MACHINE, machine.id, stop.since, hours, 1, stop.until, *place))
    return rows


def hours_between_failures(period: Period) -> list[Evidence]:
    """Worked hours above; below, 1 for each time a machine went out of order."""
    worked = [
        period.hours.row(machine, (piece.end - piece.start) / 60, 0, piece, What.OPERATION, name)
        for machine, piece, name in _pieces(period)
    ]
    failed = [_below(row, 1) for row in stops(period) if row.at in period.span]
    return [*worked, *failed]


def estimate_accuracy(period: Period) -> list[Evidence]:
    """Finished work with an estimate: estimated hours above, worked hours below.

    Work that ran when the shop came in is left out: nobody knows how long it had run.
    """
    facts = period.facts
    wanted = {o for o in period.finished if facts.shop.operations[o].status is not Status.RUNNING}
    stretches = tuple(s for o in sorted(wanted) for s in period.stretches_of.get(o, ()))
    finished = {o: at for o, at in facts.work.finished.items() if o in wanted}
    return [
        period.row(one.operation, one.estimated / 60, one.estimated * one.ratio / 60, at=one.at)
        for one in done_of(Ledger(facts.shop, stretches, finished), wanted)
    ]


def first_pass(period: Period) -> list[Evidence]:
    """Finished operations; 1 above for those without quality problem, rejected piece and rework."""
    facts = period.facts
    rows = []
    for operation in period.finished:
        bad = facts.bad.get(operation, set())
        seqs = tuple(sorted({*period.seqs_of(operation), *bad}))
        rows.append(period.row(operation, not bad, 1, at=facts.work.finished[operation], seqs=seqs))
    return rows


def pieces(period: Period) -> list[Evidence]:
    """Finished operations: pieces told below, good ones above. Nothing said: one good piece."""
    rows = []
    for operation in period.finished:
        told = period.facts.pieces.get(operation)
        counted = [s for s in period.stretches_of.get(operation, ()) if s.quantity or s.rejected]
        good = sum(float(s.quantity) for s in counted) if counted else float(told.good) if told else 0.0
        rejected = (
            sum(float(s.rejected) for s in counted) if counted else float(told.rejected) if told else 0.0
        )
        if good + rejected:
            at = period.facts.work.finished[operation]
            rows.append(period.row(operation, good, good + rejected, at=at))
    return rows


def rework(period: Period) -> list[Evidence]:
    """Work that ended in the span: its hours below, above where it was rework."""
    rows = []
    for s in period.facts.work.stretches:
        if s.end in period.span and not s.breakdown and s.machine is not None:
            hours = (s.end - s.start) / timedelta(hours=1)
            more = {"at": s.start, "until": s.end, "machine": s.machine, "seqs": s.seqs}
            rows.append(period.row(s.operation, hours if s.rework else 0, hours, **more))
    return rows


def _pieces(period: Period) -> Iterable[tuple[Machine, Piece, str]]:
    hours = period.hours
    for machine in hours.machines:
        for piece in hours.worked.get(machine.id, ()):
            yield machine, piece, piece.stretch.operation


def _inside(period: Period, wanted: Callable[[Piece], bool], *, busy: bool = False) -> list[Evidence]:
    """Pieces' minutes in open hours, above."""
    hours = period.hours
    found = hours.busy if busy else hours.worked
    return [
        hours.row(machine, minutes, 0, piece, What.OPERATION, piece.stretch.operation)
        for machine in hours.machines
        for piece in found.get(machine.id, ())
        if wanted(piece) and (minutes := hours.inside(machine, piece))
    ]


def _below(row: Evidence, whole: float | None = None) -> Evidence:
    """The row with what it has above below."""
    return replace(row, part=0, whole=row.part if whole is None else whole)


def _both(row: Evidence) -> Evidence:
    return replace(row, whole=row.part)
