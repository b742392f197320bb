"""Follows a milestone back from its last operation: every minute until now goes to exactly one link.

An operation's own time comes first: what was worked, what its calendar closed, when people lacked. Then its
wait, from the minute it could have begun, by what stood in its way there. Then the chain goes on through what
made it ready: a date, or the operation before, of whichever part or mold. All of it is read off the plan
and the problem, not off the reasons that the planner wrote down, so it holds for a plan read from a file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sprue.planning.plan import Phase, Plan, PlannedOperation
from sprue.planning.problem import Due, MachineWork, Problem, Task
from sprue.planning.referee.case import Case, Load, within
from sprue.planning.referee.crew import Crew
from sprue.planning.why.chain import Chain, Link, LinkKind
from sprue.planning.why.claims import Claims
from sprue.shop.calendar import Stretch
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.routing import Mode


@dataclass(frozen=True, slots=True)
class _Ready:
    """From `minute` on nothing but a place kept the operation: a date set it (`kind`), or `before` ended."""

    minute: int
    kind: LinkKind | None = None
    reference: str = ""
    before: OperationId | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """An operation where it is planned; `start` is not before now."""

    task: Task
    row: PlannedOperation
    start: int
    machine: MachineId
    work: MachineWork


class Chains:
    """The chains of all milestones of one plan. Minutes are those of the problem."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._case = Case(problem, plan)
        self._rows = {task.id: row for task, row in self._case.sound}
        loads = [load for held in self._case.loads.values() for load in held]
        self._crew = Crew(problem, loads, self._case.last_end)
        self._groups: dict[str, list[OperationId]] = defaultdict(list)
        for task, _ in self._case.sound:
            if task.group:
                self._groups[task.group].append(task.id)

    def of(self, due: Due) -> Chain | None:
        """The chain of a milestone; None where none of its operations is planned to end after now."""
        planned = [self._rows[task] for task in due.tasks if task in self._rows]
        last = max(planned, key=lambda row: row.end, default=None)
        if last is None or last.end <= 0:
            return None
        links = tuple(reversed(list(self._back(last.operation, last.end))))
        return Chain(due.mold, due.milestone, due.due, last.end, links)

    def ready(self, operation: OperationId) -> int:
        """The plan minute from which the operation only waited for its place."""
        return max(0, self._ready(self._problem.tasks[operation]).minute)

    def _back(self, operation: OperationId, until: int) -> Iterator[Link]:
        """Links from minute `until` back to now."""
        following: OperationId | None = operation
        while following is not None and until > 0:
            task, row = self._problem.tasks[following], self._rows[following]
            start = min(until, max(0, row.setup_start))
            yield from self._links(task, row, self._worked(task, row, (start, until)))
            if task.running is not None:
                yield from self._links(task, row, _all_to(LinkKind.ORDER, "", 0, start))
                return
            ready = self._ready(task)
            since = min(start, max(0, ready.minute))
            yield from self._links(task, row, self._waited(task, row, (since, start)))
            if ready.kind is not None:
                yield from self._links(task, row, _all_to(ready.kind, ready.reference, 0, since))
                return
            following, until = ready.before, since

    def _links(self, task: Task, row: PlannedOperation, claims: Claims) -> Iterator[Link]:
        setups = [(s.start, s.end) for s in row.segments if s.phase is Phase.SETUP]
        for (kind, reference), stretches in claims.given():
            setup = sum(b - a for s in stretches for a, b in within(setups, *s))
            own = setup if kind is LinkKind.WORK else 0
            yield Link(kind, task.id, row.machine, reference, stretches, own)

    def _ready(self, task: Task) -> _Ready:
        """What came last: an operation before, a date, or the minute to which people pinned it."""
        before = max(
            (self._rows[p] for p in task.predecessors if p in self._rows),
            key=lambda row: row.end,
            default=None,
        )
        found = _Ready(0) if before is None else _Ready(before.end, before=before.operation)
        if task.release > max(0, found.minute):
            bind, reference = task.release_reason
            found = _Ready(task.release, LinkKind(bind), reference)
        if task.pin is not None and task.pin.start is not None and task.pin.start > max(0, found.minute):
            found = _Ready(task.pin.start, LinkKind.PIN)
        return found

    # -- from its start to its end -----------------------------------------------

    def _worked(self, task: Task, row: PlannedOperation, span: Stretch) -> Claims:
        """An operation's own time: work, what ran longer than it did, pauses."""
        claims = Claims(*span)
        place = self._place(task, row)
        if place is None:
            claims.claim_rest((LinkKind.RUNNING if task.running is not None else LinkKind.OUTSIDE, ""))
            return claims
        kind = LinkKind.RUNNING if task.running is not None else LinkKind.WORK
        self._claim_longer_mates(claims, place)
        claims.claim((kind, ""), [(s.start, s.end) for s in row.segments])
        if task.running is not None:
            self._claim_taken(claims, place)
        self._claim_closed(claims, place)
        claims.claim_rest((LinkKind.PEOPLE, place.work.kind))
        return claims

    def _claim_longer_mates(self, claims: Claims, place: _Place) -> None:
        """The end of a batch's run in which only what is longer still needs it."""
        load = self._case.load_of[place.task.id]
        if len(load.members) == 1 or place.task.running is not None:
            return
        longest = max(zip(load.works, load.ids, strict=True), key=lambda pair: pair[0].run_minutes)
        left = longest[0].run_minutes - place.work.run_minutes
        for segment in reversed([s for s in place.row.segments if s.phase is Phase.RUN]):
            first = max(segment.start, segment.end - left)
            claims.claim((LinkKind.BATCH, longest[1]), [(first, segment.end)])
            left -= segment.end - first

    # -- from where it could have begun to its start ---------------------------------

    def _waited(self, task: Task, row: PlannedOperation, span: Stretch) -> Claims:
        """The wait of an operation that was ready, by what stood in its way."""
        claims = Claims(*span)
        place = self._place(task, row)
        if place is not None and claims.left:
            self._claim_group(claims, place)
            self._claim_taken(claims, place)
            self._claim_closed(claims, place)
            self._claim_too_short(claims, place)
            self._claim_held(claims, place)
            self._claim_mates(claims, place)
            self._claim_people(claims, place)
            self._claim_reserved(claims, place)
        claims.claim_rest((LinkKind.ORDER, ""))
        return claims

    def _claim_group(self, claims: Claims, place: _Place) -> None:
        """Until all that its group waits for is there: it begins in one go."""
        members = [self._problem.tasks[i] for i in self._groups.get(place.task.group, ())]
        if not members or any(member.running is not None for member in members):
            return
        inside = {member.id for member in members}
        ends = [
            self._rows[p].end for t in members for p in t.predecessors if p not in inside and p in self._rows
        ]
        complete = max([*ends, *(member.release for member in members)])
        first = min(self._rows[member.id].setup_start for member in members)
        claims.claim((LinkKind.GROUP, place.task.group), [(claims.span[0], min(complete, first))])

    def _claim_taken(self, claims: Claims, place: _Place) -> None:
        """While another operation works on its machine, or rests on it in working time."""
        others = [load for load in self._on(place.machine, claims.span) if place.task.id not in load.ids]
        for load in others:
            worked = [(s.start, s.end) for s in load.segments]
            claims.claim((LinkKind.MACHINE, load.ids[0]), worked)
        for load in others:
            held = within(self._case.stretches(place.machine), max(0, load.setup_start), load.end)
            claims.claim((LinkKind.MACHINE, load.ids[0]), held)

    def _on(self, machine: MachineId, span: Stretch) -> list[Load]:
        loads = self._case.loads.get(machine, [])
        return [load for load in loads if load.setup_start < span[1] and load.end > span[0]]

    def _claim_closed(self, claims: Claims, place: _Place) -> None:
        claims.claim_but((LinkKind.CLOSED, ""), within(self._case.stretches(place.machine), *claims.span))

    def _claim_too_short(self, claims: Claims, place: _Place) -> None:
        """Unbroken work does not fit before the shift ends."""
        if place.task.mode is not Mode.UNBROKEN:
            return
        minutes = place.row.end - place.row.setup_start
        start, end = claims.span
        short = [
            (b - minutes + 1, b) for a, b in self._case.stretches(place.machine) if a < end and b > start
        ]
        claims.claim((LinkKind.CLOSED, ""), short)

    def _claim_held(self, claims: Claims, place: _Place) -> None:
        """Between two operations of another group no other runs on their machine."""
        by_group: dict[str, list[Load]] = defaultdict(list)
        for load in self._case.loads[place.machine]:
            if load.tasks[0].group not in ("", place.task.group):
                by_group[load.tasks[0].group].append(load)
        for held in by_group.values():
            for before, after in pairwise(held):
                claims.claim((LinkKind.MACHINE, after.ids[0]), [(before.end, after.setup_start)])

    def _claim_mates(self, claims: Claims, place: _Place) -> None:
        """Until the last of those that run together with it was ready."""
        load = self._case.load_of[place.task.id]
        for mate in load.tasks:
            if mate.id != place.task.id:
                claims.claim((LinkKind.BATCH, mate.id), [(claims.span[0], self._ready(mate).minute)])

    def _claim_people(self, claims: Claims, place: _Place) -> None:
        """While those on shift can't cover it beside what the plan gives them to do."""
        kind, needs = place.work.kind, self._needs(place)
        # Unbroken work needs people for the whole of it: a minute that has some is not enough.
        whole = place.row.end - place.row.setup_start if place.task.mode is Mode.UNBROKEN else 1
        first, last = claims.span[0], claims.span[1] + whole
        for need in needs if whole > 1 else needs[:1]:
            free = self._crew.free(kind, need, [(first, last)], (first, last), place.task.id)
            claims.claim_but((LinkKind.PEOPLE, kind), [(a, b - whole + 1) for a, b in free])

    def _needs(self, place: _Place) -> list[int]:
        """People, in units, that it needs in its phases, the first minute's first."""
        phases = dict.fromkeys(segment.phase for segment in place.row.segments)
        return [
            0 if phase is Phase.RUN and place.work.by_clock else self._crew.need(place.work.kind, phase)
            for phase in phases
        ]

    def _claim_reserved(self, claims: Claims, place: _Place) -> None:
        """While the machine is kept free for work that people pinned to it."""
        for load in self._case.loads[place.machine]:
            if place.task.id in load.ids:
                continue
            pins = [t.pin.start for t in load.tasks if t.pin is not None and t.pin.start is not None]
            if pins:
                first = self._latest_start(place, min(pins))
                claims.claim((LinkKind.MACHINE, load.ids[0]), [(first + 1, load.setup_start)])

    def _latest_start(self, place: _Place, end: int) -> int:
        """The last minute from which the operation would be done by `end`, people enough (-1: none)."""
        minutes = sum(segment.end - segment.start for segment in place.row.segments)
        if place.work.by_clock:
            return end - minutes
        for start, stop in reversed(list(within(self._case.stretches(place.machine), 0, end))):
            if minutes <= stop - start:
                return stop - minutes
            minutes -= stop - start
        return -1

    def _place(self, task: Task, row: PlannedOperation) -> _Place | None:
        """Where the operation is planned; None: outside."""
        if row.machine is None:
            return None
        work = self._case.work(task, row.machine)
        assert work is not None  # the case holds no others
        return _Place(task, row, max(0, row.setup_start), row.machine, work)


def _all_to(kind: LinkKind, reference: str, start: int, end: int) -> Claims:
    claims = Claims(start, end)
    claims.claim_rest((kind, reference))
    return claims
