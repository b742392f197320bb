"""Response, answer and closing times of problems, by department and by kind, from the journal.

- response: from the call to acknowledged; answer: from the call to on site; closing: from raised to solved.
- minutes by the clock; a problem that was handed on counts for each department from its call on, and is
  closed by the last one.
- `within`: the share that was acknowledged, and answered, before the problem had to climb for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from sprue.shop import events as ev
from sprue.shop.ids import ProblemId
from sprue.shop.problems import DEFAULT_RULES, Because, Call, ProblemKind

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes: the median, and what nine of ten are below; None where there are none."""

    count: int
    median: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Response:
    """One department and kind; `climbed` counts problems that went above the first level."""

    department: str
    kind: ProblemKind
    problems: int
    open: int
    climbed: int
    acknowledged: Times
    answered: Times
    closed: Times
    #: None where nothing was acknowledged or had to climb for it yet.
    within: float | None


@dataclass(slots=True)
class _Turn:
    """A problem while one department owned it."""

    department: str
    kind: ProblemKind
    raised: datetime
    called: datetime
    acknowledged: datetime | None = None
    answered: datetime | None = None
    closed: datetime | None = None
    handed_on: bool = False
    climbed: bool = False
    missed: bool = False


@dataclass(slots=True)
class _Tally:
    """Turns of the problems that are there, and those that are over."""

    now: dict[ProblemId, _Turn] = field(default_factory=dict)
    over: list[_Turn] = field(default_factory=list)
    #: What each entry raised, so that an undone report counts for nothing.
    raised_by: dict[object, ProblemId] = field(default_factory=dict)

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        fact, at = entry.event.fact, entry.event.happened_at
        match fact:
            case ev.ShopImported():
                self.now.clear()
                self.over.clear()
            case ev.ProblemRaised():
                self.now[fact.problem] = _Turn(_owner(fact.kind, fact.calls), fact.kind, at, at)
                self.raised_by[entry.event.id] = fact.problem
            case ev.ReportUndone():
                self.now.pop(self.raised_by.get(fact.report, ProblemId("")), None)
            case (
                ev.ProblemAcknowledged()
                | ev.ProblemAnswered()
                | ev.ProblemTransferred()
                | ev.ProblemEscalated()
                | ev.ProblemResolved()
            ):
                turn = self.now.get(fact.problem)
                if turn is not None:
                    self._step(turn, fact, at)

    def _step(
        self,
        turn: _Turn,
        fact: ev.ProblemAcknowledged
        | ev.ProblemAnswered
        | ev.ProblemTransferred
        | ev.ProblemEscalated
        | ev.ProblemResolved,
        at: datetime,
    ) -> None:
        match fact:
            case ev.ProblemAcknowledged():
                if fact.department in ("", turn.department):
                    turn.acknowledged = turn.acknowledged or at
            case ev.ProblemAnswered():
                turn.answered = turn.answered or at
            case ev.ProblemEscalated():
                turn.climbed = True
                late = turn.acknowledged is None or fact.because is Because.NOT_ANSWERED
                turn.missed = turn.missed or (late and fact.because is not Because.AT_ONCE)
            case ev.ProblemTransferred():
                turn.handed_on = True
                self.over.append(turn)
                self.now[fact.problem] = _Turn(fact.call.department, turn.kind, turn.raised, at)
            case ev.ProblemResolved():
                turn.closed = at
                self.over.append(self.now.pop(fact.problem))


def _owner(kind: ProblemKind, calls: tuple[Call, ...]) -> str:
    """The department called first; by the defaults for entries from before calls were recorded."""
    if calls:
        return calls[0].department
    return next(rule.called[0] for rule in DEFAULT_RULES if rule.kind is kind)


def responses_of(entries: Iterable[ev.Entry]) -> tuple[Response, ...]:
    """Times by department and kind, most problems first, from entries in the order of the journal."""
    tally = _Tally()
    for entry in entries:
        tally.take(entry)
    groups: dict[tuple[str, ProblemKind], list[_Turn]] = defaultdict(list)
    for turn in (*tally.over, *tally.now.values()):
        groups[turn.department, turn.kind].append(turn)
    rows = [_response(department, kind, turns) for (department, kind), turns in groups.items()]
    return tuple(sorted(rows, key=lambda r: (-r.problems, r.department, r.kind)))


def _response(department: str, kind: ProblemKind, turns: list[_Turn]) -> Response:
    judged = [t for t in turns if t.missed or t.acknowledged is not None]
    return Response(
        department,
        kind,
        len(turns),
        sum(t.closed is None and not t.handed_on for t in turns),
        sum(t.climbed for t in turns),
        _times((t.acknowledged - t.called) / _MINUTE for t in turns if t.acknowledged is not None),
        _times((t.answered - t.called) / _MINUTE for t in turns if t.answered is not None),
        _times((t.closed - t.raised) / _MINUTE for t in turns if t.closed is not None),
        sum(not t.missed for t in judged) / len(judged) if judged else None,
    )


def _times(minutes: Iterable[float]) -> Times:
    """Median and ninth tenth (the nearest rank)."""
    known = sorted(minutes)
    if not known:
        return Times(0, None, None)
    return Times(len(known), median(known), known[-(-9 * len(known) // 10) - 1])
