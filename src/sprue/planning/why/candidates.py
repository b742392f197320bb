"""What could be done about a chain: changes that aim at its dearest links. Their effect is not known yet."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice, pairwise

from sprue.planning.changes import (
    Change,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.planning.changing import kinds_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.why.chain import Chain, Link, LinkKind
from sprue.planning.why.follow import Chains
from sprue.shop.calendar import Stretch
from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

#: Overtime: so long after a shift, so often; shorter pauses are breaks.
LONGER, TIMES, BREAK = 180, 10, 120
#: A rush order weighs so many times the heaviest mold of today.
RUSH = 4
#: Of a priority, at most so many operations go before those that were in their way.
OVERTAKEN = 12
#: Outside work comes back after its minutes in days of eight hours, and two days on the road.
DAY_OUTSIDE, ROAD = 480, 2
#: Work outside may come back within this part of its time, in half days.
EXPRESS, DAY = 2 / 3, 24 * 60
#: A date may be had by so much earlier.
EARLIER = timedelta(days=3)
#: A chain has a few dear links; what attacks the others is not tried.
MOST = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Changes that belong together, and the hours of the chain at which they aim."""

    changes: tuple[Change, ...]
    hours: float


class Candidates:
    """Finds what could be done about one chain, of each sort the dearest few."""

    def __init__(self, shop: Shop, problem: Problem, plan: Plan, chains: Chains, chain: Chain) -> None:
        self._shop, self._problem, self._plan = shop, problem, plan
        self._chains, self._chain = chains, chain

    def all(self) -> list[Candidate]:
        """At most a dozen, those that aim at most hours first."""
        sorts = (
            (self._overtime(), 3),
            (self._priorities(), 3),
            (self._other_machines(), 2),
            (self._outside(), 2),
            (self._express(), 2),
            (self._people(), 2),
            (self._dates(), 2),
        )
        found = [candidate for sort, most in sorts for candidate in islice(_dearest(sort), most)]
        by_changes = {candidate.changes: candidate for candidate in reversed(found)}
        return sorted(by_changes.values(), key=lambda candidate: -candidate.hours)[:MOST]

    # -- hours ---------------------------------------------------------------------

    def _overtime(self) -> Iterator[Candidate]:
        """Of each machine and kind of machines on the chain, with people where people are limited."""
        by_machine: dict[MachineId, list[Link]] = defaultdict(list)
        for link in self._chain.links:
            if link.machine is not None and link.kind in (LinkKind.CLOSED, LinkKind.MACHINE):
                by_machine[link.machine].append(link)
        by_kind: dict[KindId, list[Link]] = defaultdict(list)
        for machine, links in by_machine.items():
            kind = self._kind_of(links[0])
            by_kind[kind].extend(links)
            if times := self._after_shifts(machine, links):
                crew = self._able(kind)[:1]
                yield Candidate((Overtime(times, machines=(machine,), people=crew),), _hours(links))
        for kind, links in by_kind.items():
            machines = [m.id for m in self._shop.machines.values() if kind in m.kinds]
            place = max(by_machine, key=lambda m: _hours(by_machine[m]) if m in machines else -1.0)
            if len(machines) > 1 and (times := self._after_shifts(place, links)):
                crew = self._able(kind)[: len(machines)]
                yield Candidate((Overtime(times, kind=kind, people=crew),), _hours(links))

    def _after_shifts(self, machine: MachineId, links: list[Link]) -> tuple[tuple[datetime, datetime], ...]:
        """The hours after the machine's shifts while the chain is at these links."""
        first = min(link.start for link in links)
        last = max(link.stretches[-1][1] for link in links)
        stretches = self._problem.machines[machine].stretches
        gaps = (gap for gap in _gaps(stretches) if gap[1] > first and gap[0] < last)
        return tuple(self._moments((a, min(a + LONGER, b))) for a, b in islice(gaps, TIMES))

    def _moments(self, stretch: Stretch) -> tuple[datetime, datetime]:
        clock = self._problem.clock
        return clock.at(stretch[0]), clock.at(stretch[1])

    def _people(self) -> Iterator[Candidate]:
        """Of each kind for which people lack: one stays longer, or there is one more."""
        by_kind: dict[KindId, list[Link]] = defaultdict(list)
        for link in self._chain.links:
            if link.kind is LinkKind.PEOPLE:
                by_kind[KindId(link.reference)].append(link)
        workers = {worker.id: worker for worker in self._problem.workers}
        for kind, links in by_kind.items():
            for person in self._able(kind)[:1]:
                yield Candidate((FurtherPerson(person),), _hours(links))
                first, last = links[0].start, max(link.stretches[-1][1] for link in links)
                gaps = [g for g in _gaps(workers[person].stretches) if g[1] > first and g[0] < last]
                times = tuple(self._moments((a, min(a + LONGER, b))) for a, b in gaps[:TIMES])
                if times:
                    yield Candidate((Overtime(times, people=(person,)),), _hours(links))

    def _able(self, kind: KindId) -> tuple[PersonId, ...]:
        """Who is able to do the kind, those first who can do little else."""
        able = [person for person in self._shop.people.values() if kind in person.kinds]
        return tuple(person.id for person in sorted(able, key=lambda person: len(person.kinds)))

    def _kind_of(self, link: Link) -> KindId:
        """The kind under which the link's operation is done on its machine."""
        options = self._problem.tasks[link.operation].options
        return next(work.kind for work in options if work.machine == link.machine)

    # -- order ---------------------------------------------------------------------

    def _priorities(self) -> Iterator[Candidate]:
        """Before each mold that came between, and before all of them."""
        passed: dict[MoldId, list[tuple[float, GoesBefore]]] = defaultdict(list)
        for link in self._chain.links:
            if link.kind is LinkKind.MACHINE and (other := self._overtaker(link)) is not None:
                mold = self._problem.tasks[other].mold
                passed[mold].append((link.hours, GoesBefore(link.operation, other)))
        for found in passed.values():
            dearest = sorted(found, key=lambda pair: -pair[0])[:OVERTAKEN]
            hours = sum(hours for hours, _ in dearest)
            yield Candidate(tuple(dict.fromkeys(change for _, change in dearest)), hours)
        if passed:
            heaviest = max(mold.weight for mold in self._shop.molds.values())
            weight = RUSH * max(heaviest, Decimal(1))
            hours = sum(hours for found in passed.values() for hours, _ in found)
            yield Candidate((Rush(self._chain.mold, weight=weight),), hours)

    def _overtaker(self, link: Link) -> OperationId | None:
        """Who took the machine before one that was ready; None: it was first, or is of the same mold."""
        other, own = OperationId(link.reference), self._problem.tasks[link.operation]
        task, row = self._problem.tasks[other], self._plan.operations[other]
        if task.mold == own.mold or task.running is not None or own.running is not None:
            return None
        return other if row.setup_start >= self._chains.ready(link.operation) else None

    # -- places ----------------------------------------------------------------------

    def _other_machines(self) -> Iterator[Candidate]:
        """For what queued: a machine of its kind that it was not allowed, else one that has most time."""
        for operation, hours in self._hours_of(LinkKind.MACHINE).items():
            task, now = self._problem.tasks[operation], self._plan.operations[operation].machine
            if task.pin is not None or task.group or self._begun(operation):
                continue
            kinds = kinds_of(self._shop, self._shop.operations[operation])
            able = [m for m in self._shop.machines.values() if kinds & set(m.kinds) and m.id != now]
            allowed = {work.machine for work in task.options}
            others = sorted(able, key=lambda m: (m.id in allowed, self._busy(m.id)))
            if others:
                yield Candidate((OtherMachine(operation, others[0].id),), hours)

    def _busy(self, machine: MachineId) -> int:
        """Minutes planned on a machine."""
        rows = self._plan.operations.values()
        return sum(s.end - s.start for row in rows if row.machine == machine for s in row.segments)

    def _outside(self) -> Iterator[Candidate]:
        """An operation, or what is left of a part, that would be back sooner than the chain has it."""
        inside = (LinkKind.WORK, LinkKind.CLOSED, LinkKind.MACHINE, LinkKind.PEOPLE, LinkKind.ORDER)
        by_part: dict[PartId, dict[OperationId, float]] = defaultdict(dict)
        for operation, hours in self._hours_of(*inside).items():
            if not self._begun(operation) and self._plan.operations[operation].machine is not None:
                by_part[self._problem.tasks[operation].part][operation] = hours
        for part, operations in by_part.items():
            for operation, hours in operations.items():
                yield from self._sent(operation, hours, (operation,))
            left = [o for o in self._shop.operations.values() if o.part == part and self._left(o.status)]
            movable = all(o.status is Status.WAITING and not o.joins and o.milestone is None for o in left)
            if len(operations) > 1 and movable:
                yield from self._sent(part, sum(operations.values()), [o.id for o in left])

    def _sent(
        self,
        what: OperationId | PartId,
        hours: float,
        operations: list[OperationId] | tuple[OperationId, ...],
    ) -> Iterator[Candidate]:
        rows = [self._plan.operations[o] for o in operations if o in self._plan.operations]
        minutes = sum(s.end - s.start for row in rows for s in row.segments)
        days = -(-minutes // DAY_OUTSIDE) + ROAD
        if hours > 24 * days:
            yield Candidate((SentOutside(what, Decimal(days)),), hours - 24 * days)

    def _express(self) -> Iterator[Candidate]:
        """Work outside that comes back sooner."""
        for link in self._chain.links:
            if link.kind is LinkKind.OUTSIDE:
                halves = int(link.minutes * EXPRESS / (DAY / 2))
                sooner = link.hours - 12 * halves
                yield Candidate((SentOutside(link.operation, Decimal(halves) / 2),), sooner)

    @staticmethod
    def _left(status: Status) -> bool:
        return status not in (Status.DONE, Status.CANCELLED)

    def _begun(self, operation: OperationId) -> bool:
        return self._problem.tasks[operation].running is not None

    def _hours_of(self, *kinds: LinkKind) -> dict[OperationId, float]:
        """Hours of such links by operation."""
        found: dict[OperationId, float] = defaultdict(float)
        for link in self._chain.links:
            if link.kind in kinds:
                found[link.operation] += link.hours
        return found

    # -- dates -----------------------------------------------------------------------

    def _dates(self) -> Iterator[Candidate]:
        """The gate, purchase or material for which the chain waits, some days earlier."""
        for link in self._chain.links:
            minutes = min(link.minutes, EARLIER // timedelta(minutes=1))
            moment = self._problem.clock.at(link.stretches[-1][1] - minutes)
            change = self._moved(link, moment)
            if change is not None:
                yield Candidate((change,), minutes / 60)

    def _moved(self, link: Link, moment: datetime) -> Change | None:
        if link.kind is LinkKind.GATE:
            return GateMoved(link.operation, GateKind(link.reference), moment)
        if link.kind is LinkKind.MATERIAL and link.reference in self._shop.purchases:
            return PurchaseMoved(PurchaseId(link.reference), moment)
        if link.kind is LinkKind.MATERIAL and link.reference in self._shop.parts:
            return MaterialMoved(PartId(link.reference), moment)
        return None


def _gaps(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    """What is closed between working stretches, breaks left out."""
    for before, after in pairwise(stretches):
        if after[0] - before[1] > BREAK:
            yield before[1], after[0]


def _hours(links: list[Link]) -> float:
    return sum(link.hours for link in links)


def _dearest(candidates: Iterator[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: -candidate.hours)
