"""Problems in the turns that departments had them: called, acknowledged, answered, solved."""

from dataclasses import dataclass, field
from datetime import datetime

from sprue.shop import events as ev
from sprue.shop.ids import MachineId, OperationId, ProblemId
from sprue.shop.problems import DEFAULT_RULES, Because, Call, ProblemKind

Step = (
    ev.ProblemAcknowledged
    | ev.ProblemAnswered
    | ev.ProblemTransferred
    | ev.ProblemEscalated
    | ev.ProblemResolved
)


@dataclass(slots=True)
class Turn:
    """A problem while one department owned it; `seqs`: the entries that tell of it."""

    problem: ProblemId
    department: str
    kind: ProblemKind
    raised: datetime
    called: datetime
    machine: MachineId | None = None
    operation: OperationId | None = None
    acknowledged: datetime | None = None
    answered: datetime | None = None
    closed: datetime | None = None
    handed_on: bool = False
    climbed: bool = False
    missed: bool = False
    seqs: tuple[int, ...] = ()

    @property
    def had(self) -> datetime | None:
        """When somebody had it: acknowledged, or answered without."""
        known = [at for at in (self.acknowledged, self.answered) if at is not None]
        return min(known, default=None)


@dataclass(slots=True)
class Turns:
    """Turns of the problems that are there, and those that are over."""

    now: dict[ProblemId, Turn] = field(default_factory=dict)
    over: list[Turn] = field(default_factory=list)
    #: What each entry raised, so that an undone report counts for nothing.
    raised_by: dict[object, ProblemId] = field(default_factory=dict)

    def every(self) -> list[Turn]:
        """All turns, those that are over first."""
        return [*self.over, *self.now.values()]

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        fact, at = entry.event.fact, entry.event.happened_at
        match fact:
            case ev.ShopImported():
                self.now.clear()
                self.over.clear()
                self.raised_by.clear()
            case ev.ProblemRaised():
                owner = _owner(fact.kind, fact.calls)
                turn = Turn(fact.problem, owner, fact.kind, at, at, fact.machine, fact.operation)
                turn.seqs = (entry.seq,)
                self.now[fact.problem] = turn
                self.raised_by[entry.event.id] = fact.problem
            case ev.ReportUndone():
                self.now.pop(self.raised_by.pop(fact.report, ProblemId("")), None)
            case (
                ev.ProblemAcknowledged()
                | ev.ProblemAnswered()
                | ev.ProblemTransferred()
                | ev.ProblemEscalated()
                | ev.ProblemResolved()
            ):
                turn_now = self.now.get(fact.problem)
                if turn_now is not None:
                    turn_now.seqs = (*turn_now.seqs, entry.seq)
                    self._step(turn_now, fact, at)

    def forget(self, before: datetime) -> None:
        """Drop turns of problems that were raised earlier, and that nobody will hear of again."""
        self.over = [turn for turn in self.over if turn.raised >= before]
        self.now = {problem: turn for problem, turn in self.now.items() if turn.raised >= before}
        self.raised_by = {entry: problem for entry, problem in self.raised_by.items() if problem in self.now}

    def _step(self, turn: Turn, fact: Step, at: datetime) -> None:
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
                after = Turn(turn.problem, fact.call.department, turn.kind, turn.raised, at)
                after.machine, after.operation, after.seqs = turn.machine, turn.operation, turn.seqs
                self.now[fact.problem] = after
            case ev.ProblemResolved():
                turn.closed = at
                self.over.append(self.now.pop(fact.problem))


def _owner(kind: ProblemKind, calls: tuple[Call, ...]) -> str:
    """The department called first; by the defaults for entries from before calls were recorded."""
    if calls:
        return calls[0].department
    return next(rule.called[0] for rule in DEFAULT_RULES if rule.kind is kind)
