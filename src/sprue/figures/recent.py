"""Figures of the last thirty days for the wall, kept from entry to entry; what nobody recorded is unknown.

- on time: of the molds whose first trial ended, those that kept its date.
- adherence: of the operations that the plan of a day let end on that day, those that were finished by its
  end (today: by now).
- utilization: open hours of machines in which work was reported, over all their open hours.
- first pass: finished operations without a quality problem, a rejected piece or a rework.
- response: median minutes from a problem to the first who has it.
- unattended: hours outside the shifts over all hours worked, of machines that may run alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

from sprue.figures.work import Reader
from sprue.shop import events as ev
from sprue.shop.calendar import merge
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, MoldId, OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.resources import Machine
from sprue.shop.routing import Milestone, Status
from sprue.shop.shop import Shop
from sprue.shop.work import stretches_of

#: A figure covers so much, and so much before it is what it is compared with.
SPAN = timedelta(days=30)
KEPT = 2 * SPAN
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """`value`: a share, or minutes (response); None: unknown. `before`: the same of the thirty days before.

    `count`: molds, operations, machine hours or problems that it comes from; `since`: from when on.
    """

    value: float | None
    before: float | None
    count: int
    since: datetime


@dataclass(slots=True)
class _Problem:
    raised: datetime
    operation: OperationId | None
    acknowledged: datetime | None = None


@dataclass(slots=True)
class _Day:
    """Ends of the day's plan, and what was finished by the end of the day."""

    ends: Mapping[OperationId, datetime]
    over: datetime


@dataclass(slots=True)
class Recent:
    """Fed with all entries since the last import, in the order of the journal."""

    began: datetime | None = None
    _work: Reader = field(default_factory=Reader)
    _days: dict[date, _Day] = field(default_factory=dict)
    _problems: dict[ProblemId, _Problem] = field(default_factory=dict)
    _raised_by: dict[object, ProblemId] = field(default_factory=dict)
    _bad: set[OperationId] = field(default_factory=set)

    @property
    def shop(self) -> Shop:
        return self._work.shop

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        fact, at = entry.event.fact, entry.event.happened_at
        match fact:
            case ev.ShopImported():
                self._days.clear()
                self._problems.clear()
                self._raised_by.clear()
                self._bad.clear()
                self.began = at
            case ev.ReportUndone():
                self._work.undo(fact.report)
                self._problems.pop(self._raised_by.pop(fact.report, ProblemId("")), None)
            case ev.ProblemRaised():
                self._problems[fact.problem] = _Problem(at, fact.operation)
                self._raised_by[entry.event.id] = fact.problem
                if fact.kind is ProblemKind.QUALITY and fact.operation is not None:
                    self._bad.add(fact.operation)
            case ev.ProblemAcknowledged() | ev.ProblemAnswered():
                problem = self._problems.get(fact.problem)
                if problem is not None and problem.acknowledged is None:
                    problem.acknowledged = at
            case ev.OperationInserted():
                self._bad.add(OperationId(fact.operation.id.rpartition("-R")[0]))
            case ev.OperationFinished() if fact.rejected:
                self._bad.add(fact.operation)
            case ev.WorkReported() if fact.rejected or fact.rework:
                self._bad.add(fact.operation)
            case _:
                pass
        self._work.read(entry)

    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime]) -> None:
        """The plan that was the shop's when the day began: when its operations end."""
        zone = self.shop.settings.zone
        begin = datetime.combine(day, time(), zone)
        over = begin + _DAY
        self._days[day] = _Day({o: end for o, end in ends.items() if begin <= end < over}, over)

    def knows(self, day: date) -> bool:
        """Whether the plan of a day is known."""
        return day in self._days

    def forget(self, now: datetime) -> None:
        """Drop what no figure looks at any more."""
        first = now - KEPT - _DAY
        self._work.forget(first)
        self._days = {day: kept for day, kept in self._days.items() if kept.over >= first}
        self._problems = {i: p for i, p in self._problems.items() if p.raised >= first}
        self._raised_by = {i: p for i, p in self._raised_by.items() if p in self._problems}

    def at(self, now: datetime) -> dict[str, Figure]:
        """All figures as of `now`, by name."""
        if self.began is None:
            return {}
        span = _Span(max(now - SPAN, self.began), now)
        earlier = _Span(now - KEPT, now - SPAN)
        whole = self.began <= earlier.begin
        # Trials that ended before the shop came in have their dates from the shop itself.
        value, count = self._on_time(_Span(now - SPAN, now))
        found = {"on_time": Figure(value, self._on_time(earlier)[0], count, now - SPAN)}
        sums = {
            "adherence": self._adherence,
            "utilization": self._utilization,
            "first_pass": self._first_pass,
            "response": self._response,
            "unattended": self._unattended,
        }
        for name, of in sums.items():
            value, count = of(span)
            before = of(earlier)[0] if whole else None
            found[name] = Figure(value, before, count, span.begin)
        return found

    # -- one figure each -----------------------------------------------------------

    def _on_time(self, span: "_Span") -> tuple[float | None, int]:
        kept = [
            ended <= due
            for mold, ended in self._trials().items()
            if (due := self.shop.molds[mold].trial_due) is not None and ended in span
        ]
        return _share(sum(kept), len(kept))

    def _trials(self) -> dict[MoldId, datetime]:
        """When the first trial of each mold ended that has had it."""
        ends: dict[MoldId, list[datetime | None]] = {}
        for operation in self.shop.operations.values():
            if operation.milestone is Milestone.T1 and operation.status is not Status.CANCELLED:
                mold = self.shop.parts[operation.part].mold
                ended = self._work.finished.get(operation.id) or operation.finished
                ends.setdefault(mold, []).append(ended)
        known = {mold: [e for e in found if e is not None] for mold, found in ends.items()}
        return {mold: max(found) for mold, found in known.items() if len(found) == len(ends[mold])}

    def _adherence(self, span: "_Span") -> tuple[float | None, int]:
        planned = met = 0
        for day in self._days.values():
            by = min(day.over, span.end)
            for operation, end in day.ends.items():
                if end not in span:
                    continue
                ended = self._work.finished.get(operation)
                planned += 1
                met += ended is not None and ended <= by
        return _share(met, planned)

    def _utilization(self, span: "_Span") -> tuple[float | None, int]:
        worked = self._worked(span)
        inside = room = 0
        for machine in self._machines():
            open_hours = self._open(machine, span)
            room += sum(b - a for a, b in open_hours)
            inside += _overlap(worked.get(machine.id, []), open_hours)
        return (_share(inside, room)[0], room // 60) if worked else (None, 0)

    def _unattended(self, span: "_Span") -> tuple[float | None, int]:
        found = self._worked(span)
        alone = total = 0
        for machine in self._machines():
            if machine.unattended and machine.id in found:
                worked = found[machine.id]
                minutes = sum(b - a for a, b in worked)
                total += minutes
                alone += minutes - _overlap(worked, self._open(machine, span))
        return _share(alone, total)[0], total // 60

    def _first_pass(self, span: "_Span") -> tuple[float | None, int]:
        ended = [o for o, at in self._work.finished.items() if at in span]
        return _share(sum(o not in self._bad for o in ended), len(ended))

    def _response(self, span: "_Span") -> tuple[float | None, int]:
        minutes = [
            (p.acknowledged - p.raised) / _MINUTE
            for p in self._problems.values()
            if p.acknowledged is not None and p.acknowledged in span
        ]
        return (round(median(minutes), 1) if minutes else None), len(minutes)

    # -- hours -----------------------------------------------------------------------

    def _machines(self) -> list[Machine]:
        return [machine for machine in self.shop.machines.values() if _is_machine(machine)]

    def _worked(self, span: "_Span") -> dict[MachineId, list[tuple[int, int]]]:
        """Minutes of the span in which work was reported, by machine, overlaps once."""
        found: dict[MachineId, list[tuple[int, int]]] = defaultdict(list)
        for s in (*self._work.stretches, *self._work.under_way(span.end)):
            if s.machine is not None and not s.breakdown and s.end > span.begin and s.start < span.end:
                start, end = max(s.start, span.begin), min(s.end, span.end)
                found[s.machine].append((span.minute(start), span.minute(end)))
        return {machine: merge(stretches) for machine, stretches in found.items()}

    def _open(self, machine: Machine, span: "_Span") -> list[tuple[int, int]]:
        clock = PlanClock(span.begin.replace(second=0, microsecond=0), self.shop.settings.zone)
        return stretches_of(self.shop, machine, clock, span.minute(span.end))


@dataclass(frozen=True, slots=True)
class _Span:
    begin: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment <= self.end

    def minute(self, moment: datetime) -> int:
        return (moment - self.begin.replace(second=0, microsecond=0)) // _MINUTE


def _is_machine(machine: Machine) -> bool:
    """Benches, seats and places outside are no machines."""
    kind = machine.kinds[0]
    return not kind.endswith(("_seat", "_bench")) and not kind.startswith(("outsource_", "wait_"))


def _share(part: int, whole: int) -> tuple[float | None, int]:
    return (round(part / whole, 3) if whole else None), whole


def _overlap(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> int:
    """Minutes that lie in both of two sorted lists of stretches."""
    total, place = 0, 0
    for a, b in some:
        while place < len(others) and others[place][1] <= a:
            place += 1
        at = place
        while at < len(others) and others[at][0] < b:
            total += min(b, others[at][1]) - max(a, others[at][0])
            at += 1
    return total
