"""What figures are made of, entry by entry: work, problems, plans of days, stops, gates, chances."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sprue.figures.turns import Turns
from sprue.figures.work import Ledger, Reader
from sprue.shop import events as ev
from sprue.shop.gates import GateState
from sprue.shop.ids import MachineId, MoldId, OperationId, ProblemId, PurchaseId
from sprue.shop.problems import ProblemKind
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from sprue.shop.trials import TrialApproved

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Ends of a day by the plan with which it began; `over`: when the day is; `seq`: the plan's entry."""

    ends: Mapping[OperationId, datetime]
    over: datetime
    seq: int = 0


@dataclass(slots=True)
class Stop:
    """A machine out of order, until None: still."""

    machine: MachineId
    since: datetime
    seqs: tuple[int, ...]
    problem: ProblemId | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a finish told of quantities: good and rejected."""

    good: int
    rejected: int
    seq: int


@dataclass(frozen=True, slots=True)
class Statement:
    """How sure a milestone was said to be (share of scenarios), and when."""

    mold: MoldId
    milestone: Milestone
    on_time: float
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Approval:
    """A mold whose trial was approved, after how many trials, and when."""

    mold: MoldId
    trials: int
    at: datetime
    seq: int


@dataclass(slots=True)
class Facts:
    """Fed with all entries since the last import, in the order of the journal."""

    began: datetime | None = None
    seq: int = 0
    work: Reader = field(default_factory=Reader)
    turns: Turns = field(default_factory=Turns)
    days: dict[date, DayPlan] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    pieces: dict[OperationId, Pieces] = field(default_factory=dict)
    #: When gates of an operation were opened last, and when bought things came.
    opened: dict[OperationId, datetime] = field(default_factory=dict)
    received: dict[PurchaseId, datetime] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    #: Entries that speak against an operation: quality problem, rejected piece, rework.
    bad: dict[OperationId, set[int]] = field(default_factory=dict)
    _received_by: dict[UUID, PurchaseId] = field(default_factory=dict)
    _blamed_by: dict[UUID, tuple[OperationId, int]] = field(default_factory=dict)

    @property
    def shop(self) -> Shop:
        return self.work.shop

    def ledger(self) -> Ledger:
        """All stretches in the order of their ends."""
        stretches = sorted(self.work.stretches, key=lambda s: (s.end, s.start, s.operation))
        return Ledger(self.shop, tuple(stretches), self.work.finished, frozenset(self.work.set_up))

    def ended(self, operation: OperationId) -> datetime | None:
        """When it was finished, by the journal or else by the shop as it came in."""
        return self.work.finished.get(operation) or self.shop.operations[operation].finished

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in. What plans say of days comes by `plan_of_day`."""
        fact, at, seq = entry.event.fact, entry.event.happened_at, entry.seq
        match fact:
            case ev.ShopImported():
                self._begin(at)
            case ev.ReportUndone():
                self.work.undo(fact.report)
                problem = self.turns.raised_by.get(fact.report)
                if problem is not None:
                    self.stops = [stop for stop in self.stops if stop.problem != problem]
                operation, place = self._blamed_by.pop(fact.report, (OperationId(""), 0))
                self.bad.get(operation, set()).discard(place)
                self.received.pop(self._received_by.pop(fact.report, PurchaseId("")), None)
            case ev.ProblemRaised():
                if fact.kind is ProblemKind.QUALITY and fact.operation is not None:
                    self._blame(fact.operation, entry)
            case ev.OperationInserted():
                self._blame(OperationId(fact.operation.id.rpartition("-R")[0]), entry)
            case ev.OperationFinished():
                rejected = fact.rejected or 0
                good = fact.quantity if fact.quantity is not None else int(not rejected)
                self.pieces[fact.operation] = Pieces(good, rejected, seq)
                if rejected:
                    self._blame(fact.operation, entry)
            case ev.WorkReported() if fact.rejected or fact.rework:
                self._blame(fact.operation, entry)
            case ev.MachineDown():
                if self._stop(fact.machine) is None:
                    self.stops.append(Stop(fact.machine, at, (seq,), fact.problem))
            case ev.MachineUp():
                stop = self._stop(fact.machine)
                if stop is not None:
                    stop.until, stop.seqs = at, (*stop.seqs, seq)
            case ev.GateChanged():
                if fact.gate.state is GateState.OK:
                    self.opened[fact.operation] = at
            case ev.MaterialReceived():
                self.received[fact.purchase] = at
                self._received_by[entry.event.id] = fact.purchase
            case ev.ChancesStated():
                self.statements += [
                    Statement(row.mold, row.milestone, row.on_time, at, seq)
                    for row in fact.rows
                    if row.on_time is not None
                ]
            case TrialApproved():
                self.approvals.append(Approval(fact.mold, fact.trials, at, seq))
            case _:
                pass
        self.turns.take(entry)
        self.work.read(entry)
        self.seq = seq

    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime], seq: int = 0) -> None:
        """The plan that was the shop's when the day began: when its operations end."""
        begin = datetime.combine(day, time(), self.shop.settings.zone)
        over = begin + _DAY
        self.days[day] = DayPlan({o: end for o, end in ends.items() if begin <= end < over}, over, seq)

    def knows(self, day: date) -> bool:
        """Whether the plan of a day is known."""
        return day in self.days

    def forget(self, first: datetime) -> None:
        """Drop what was over before `first`."""
        self.work.forget(first)
        self.days = {day: kept for day, kept in self.days.items() if kept.over >= first}
        self.turns.forget(first)
        self.stops = [stop for stop in self.stops if stop.until is None or stop.until >= first]
        self.statements = [one for one in self.statements if one.at >= first]
        self.approvals = [one for one in self.approvals if one.at >= first]

    def _begin(self, at: datetime) -> None:
        self.began = at
        for kept in (
            self.days,
            self.pieces,
            self.opened,
            self.received,
            self._received_by,
            self.bad,
            self._blamed_by,
        ):
            kept.clear()
        self.stops.clear()
        self.statements.clear()
        self.approvals.clear()

    def _blame(self, operation: OperationId, entry: ev.Entry) -> None:
        self.bad.setdefault(operation, set()).add(entry.seq)
        self._blamed_by[entry.event.id] = (operation, entry.seq)

    def _stop(self, machine: MachineId) -> Stop | None:
        """The stop of a machine that is out of order."""
        return next((s for s in reversed(self.stops) if s.machine == machine and s.until is None), None)


@dataclass(slots=True)
class DayKeeper:
    """Tells whose plan a day is held against: the last one published before it, or the day's own first."""

    day: date | None = None
    _last: ev.Entry | None = None

    def take(self, facts: Facts, entry: ev.Entry) -> None:
        """Fold an entry into facts, with the plans of days that begin by then."""
        if isinstance(entry.event.fact, ev.ShopImported):
            self.day, self._last = None, None
        self._began(facts, entry.event.happened_at)
        fact = entry.event.fact
        if isinstance(fact, ev.PlanPublished):
            self._last = entry
            if self.day is not None and self.day not in facts.days:
                self._plan(facts, self.day)
        facts.take(entry)

    def _began(self, facts: Facts, at: datetime) -> None:
        if facts.began is None:
            return
        day = at.astimezone(facts.shop.settings.zone).date()
        if self.day is None or day > self.day:
            self.day = day
            if self._last is not None:
                self._plan(facts, day)

    def _plan(self, facts: Facts, day: date) -> None:
        assert self._last is not None
        plan = self._last.event.fact
        assert isinstance(plan, ev.PlanPublished)
        facts.plan_of_day(day, {row.operation: row.end for row in plan.rows}, self._last.seq)


def facts_of(entries: Iterable[ev.Entry]) -> Facts:
    """The facts of a whole journal."""
    facts, keeper = Facts(), DayKeeper()
    for entry in entries:
        keeper.take(facts, entry)
    return facts
