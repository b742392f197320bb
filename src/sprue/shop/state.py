"""The present state of a shop: a fold of journal entries, nothing else.

`State.apply` takes entries in the order of `seq` and says which records changed, so that
whoever shows the state can send just those.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sprue.shop import events as ev
from sprue.shop.amend import amended, attended
from sprue.shop.assumed import blocked, conditioned, learned_from, taught, without_machines
from sprue.shop.changes import ChangeFact, Changes, follow_change
from sprue.shop.clock import ShopTime
from sprue.shop.electrodes import ElectrodeFact, Electrodes, follow_electrode
from sprue.shop.errors import BrokenInvariant
from sprue.shop.ids import MachineId, MoldId, OperationId, PartId, PersonId, ProblemId, PurchaseId
from sprue.shop.learned import LearnedFactor, by_group
from sprue.shop.ledger import LedgerFact
from sprue.shop.ledger_record import Items, follow
from sprue.shop.problem_state import ProblemFact, ProblemState, folded
from sprue.shop.problems import DEFAULTS, Duty, ProblemRules
from sprue.shop.records import (
    THE_RULES,
    UNDER_WAY,
    WHOLE_PLAN,
    WHOLE_SHOP,
    Drawing,
    Key,
    MachineState,
    Note,
    OperationState,
    PersonState,
    Question,
    Table,
    Work,
    as_recorded,
)
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.supply import PartPlaced, SentOutside, SuppliersLearned, Supply, SupplyFact
from sprue.shop.trials import TrialFact, TrialIssuesTaken, Trials, follow_trial
from sprue.shop.work import minutes_worked, total_minutes_on, up

#: Facts that outlive an import.
_KEPT = (
    LedgerFact
    | TrialFact
    | SupplyFact
    | ChangeFact
    | ElectrodeFact
    | ev.DrawingAttached
    | ev.DrawingWithdrawn
)

#: Notes of shifts that are remembered; older ones are in the journal.
NOTES_KEPT = 500

#: Reports that can still be taken back; older ones are forgotten.
UNDO_DEPTH = 500

#: What an amended routing may say of an operation, and of which ones.
_SETTLED = {Status.WAITING: Work.WAITING, Status.HELD: Work.HELD, Status.CANCELLED: Work.CANCELLED}
_NOT_BEGUN = frozenset(_SETTLED.values())

#: Records of what nothing has happened to; one of each is enough, screens ask for them a lot.
_UNTOUCHED = OperationState()
_EMPTY = MachineState()

Before = tuple[tuple[Key, Any, Any], ...]


@dataclass(slots=True)
class State:
    """The shop now. Read its fields freely; only `apply` changes them."""

    seq: int = 0
    time: ShopTime | None = None
    shop: Shop = field(default_factory=Shop)
    imported_at: datetime | None = None
    operations: dict[OperationId, OperationState] = field(default_factory=dict)
    machines: dict[MachineId, MachineState] = field(default_factory=dict)
    people: dict[PersonId, PersonState] = field(default_factory=dict)
    problems: dict[ProblemId, ProblemState] = field(default_factory=dict)
    #: How problems are called and climb; they outlive an import, as the clock does.
    problem_rules: ProblemRules = DEFAULTS
    duties: tuple[Duty, ...] = ()
    #: Factors on estimates, none: work is planned as estimated. They outlive an import too.
    learned: tuple[LearnedFactor, ...] = ()
    questions: dict[UUID, Question] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    ledger: Items = field(default_factory=dict)
    #: What was written down of trials; it outlives an import as the ledger does.
    trials: Trials = field(default_factory=dict)
    #: Engineering changes, all of them; they outlive an import too.
    changes: Changes = field(default_factory=dict)
    #: What was told of electrodes: measurements and places; it outlives an import too.
    electrodes: Electrodes = field(default_factory=dict)
    #: Drawings of each part, the newest last; they outlive an import as the ledger does.
    drawings: dict[PartId, tuple[Drawing, ...]] = field(default_factory=dict)
    #: Loads at suppliers, places, how late suppliers are; places and delays outlive an import.
    supply: Supply = field(default_factory=Supply)
    #: Operations that entered the routing after the import, rework most of them.
    inserted: set[OperationId] = field(default_factory=set)
    plan: ev.PlanPublished | None = None
    #: The plan before the last import, until the shop that came in has one of its own.
    plan_before: ev.PlanPublished | None = None
    #: How sure each milestone is, as it was stated last.
    chances: dict[tuple[MoldId, Milestone], ev.StatedChance] = field(default_factory=dict)
    undo: dict[UUID, Before] = field(default_factory=dict)
    last_happened: datetime | None = None
    #: Operations as planners see them, with what each was made of: most of a large shop is done and stays so.
    _seen: dict[OperationId, tuple[Operation, OperationState, Operation]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def apply(self, entry: ev.Entry) -> frozenset[Key]:
        """Fold one entry in; the keys of the records it changed. BrokenInvariant when `seq` has a hole."""
        if entry.seq != self.seq + 1:
            raise BrokenInvariant(f"journal entry {entry.seq} after {self.seq}")
        before = self._records_touched_by(entry)
        keys = self._fold(entry)
        if before is not None:
            self.undo[entry.event.id] = tuple((k, b, self._record(k)) for k, b in before)
            while len(self.undo) > UNDO_DEPTH:
                del self.undo[next(iter(self.undo))]
        self.seq = entry.seq
        happened = entry.event.happened_at
        self.last_happened = max(self.last_happened or happened, happened)
        return keys

    def keep(self, entry: ev.Entry) -> frozenset[Key]:
        """Fold in what outlives the shop, also from before the last import: trials, drawings, places."""
        fact = entry.event.fact
        if isinstance(fact, ev.DrawingAttached | ev.DrawingWithdrawn):
            return self._draw(fact, entry.event.happened_at, entry.event.actor)
        if isinstance(fact, TrialFact):
            return self._try(fact, entry.event.happened_at)
        if isinstance(fact, SupplyFact):
            return self._supplied(fact, entry.event.happened_at)
        if isinstance(fact, ChangeFact):
            follow_change(self.changes, fact, entry.event.happened_at, entry.event.actor)
            return frozenset({(Table.CHANGES, fact.change)})
        if isinstance(fact, ElectrodeFact):
            follow_electrode(self.electrodes, fact, entry.event.happened_at)
            return frozenset({(Table.PARTS, fact.electrode)} if fact.electrode in self.shop.parts else ())
        if not isinstance(fact, LedgerFact):
            return frozenset()
        follow(self.ledger, fact, entry.event.happened_at, entry.event.actor)
        return frozenset({(Table.LEDGER, fact.item)})

    def operation(self, operation_id: OperationId) -> OperationState:
        """What happened to an operation so far."""
        return self.operations.get(operation_id, _UNTOUCHED)

    def machine(self, machine_id: MachineId) -> MachineState:
        return self.machines.get(machine_id, _EMPTY)

    def can_undo(self, report: UUID) -> bool:
        """Whether nothing has touched since what the report changed."""
        before = self.undo.get(report)
        return before is not None and all(self._record(k) == after for k, _, after in before)

    def shop_at(self, now: datetime) -> Shop:
        """The shop as a planner must see it at `now`: with what has happened on the floor.

        Machines that are down are closed until they are expected up. What ran there alone stands still
        with them, so it needs working time again: in this copy it is attended. What a problem blocks
        begins when the problem is expected to be over.
        """
        shop = conditioned(self.floor_at(now), self.trials, self.imported_at)
        shop = learned_from(blocked(shop, self.problems.values(), now), self.learned)
        return without_machines(self.supply.counted_on(shop), self.machines, now)

    def floor_at(self, now: datetime) -> Shop:
        """The shop with what has happened on the floor until `now`, and nothing assumed."""
        operations = dict(self.shop.operations)
        for operation_id, record in self.operations.items():
            operation, seen = operations[operation_id], self._seen.get(operation_id)
            if seen is not None and seen[0] is operation and seen[1] is record:
                operations[operation_id] = seen[2]
                continue
            left = self.left_at(operation_id, now) if record.work in UNDER_WAY else None
            made = operations[operation_id] = as_recorded(operation, record, left)
            if left is None:
                self._seen[operation_id] = (operation, record, made)
        settings = replace(self.shop.settings, now=now)
        return replace(self.shop, settings=settings, operations=operations)

    def left_at(self, operation_id: OperationId, now: datetime) -> int:
        """Minutes left of a running or paused operation at `now`, at least 1."""
        record = self.operation(operation_id)
        back = self.back_at(operation_id)
        if back is not None:
            return max(1, -((now - back) // timedelta(minutes=1)))
        worked = 0
        if record.since is not None:
            operation = self.shop.operations[operation_id]
            worked = minutes_worked(self.shop, operation, record.machine, record.since, now)
        return max(1, record.left_minutes - worked)

    def back_at(self, operation_id: OperationId) -> datetime | None:
        """When an operation that is at a supplier is to be back, as it was told when it was sent."""
        record = self.operation(operation_id)
        load = self.supply.load_of(operation_id, record.since)
        return load.back if load is not None and record.work is Work.RUNNING else None

    # -- folding -----------------------------------------------------------------

    def _record(self, key: Key) -> Any:
        table, name = key
        if table is Table.PURCHASES:
            return self.shop.purchases.get(PurchaseId(name))
        records: dict[Table, dict[Any, Any]] = {
            Table.OPERATIONS: self.operations,
            Table.MACHINES: self.machines,
            Table.PEOPLE: self.people,
            Table.PROBLEMS: self.problems,
        }
        return records[table].get(name)

    def _put(self, key: Key, value: Any) -> None:
        table, name = key
        if table is Table.PURCHASES:
            self.shop = replace(self.shop, purchases={**self.shop.purchases, PurchaseId(name): value})
            return
        records: dict[Table, dict[Any, Any]] = {
            Table.OPERATIONS: self.operations,
            Table.MACHINES: self.machines,
            Table.PEOPLE: self.people,
            Table.PROBLEMS: self.problems,
        }
        if value is None:
            records[table].pop(name, None)
        else:
            records[table][name] = value

    def _records_touched_by(self, entry: ev.Entry) -> list[tuple[Key, Any]] | None:
        """Records as they are before a report that can be undone; None for other facts."""
        fact = entry.event.fact
        keys: list[Key]
        match fact:
            case ev.OperationStarted(operation=operation, machine=machine):
                keys = [(Table.OPERATIONS, operation)]
                keys += [(Table.MACHINES, machine)] if machine is not None else []
            case (
                ev.SetupFinished(operation=operation)
                | ev.OperationPaused(operation=operation)
                | ev.OperationResumed(operation=operation)
                | ev.OperationFinished(operation=operation)
            ):
                record = self.operation(operation)
                keys = [(Table.OPERATIONS, operation)]
                keys += [(Table.MACHINES, record.machine)] if record.machine is not None else []
            case ev.ProblemRaised(problem=problem):
                keys = [(Table.PROBLEMS, problem)]
            case ev.MaterialReceived(purchase=purchase):
                keys = [(Table.PURCHASES, purchase)]
            case _:
                return None
        return [(k, self._record(k)) for k in keys]

    def _fold(self, entry: ev.Entry) -> frozenset[Key]:
        at = entry.event.happened_at
        fact = entry.event.fact
        if isinstance(fact, _KEPT):
            return self.keep(entry)
        match fact:
            case ev.ShopImported():
                return self._import(fact, at)
            case ev.ClockSet():
                self.time = ShopTime(fact.real, fact.shop, fact.rate)
                return frozenset({(Table.CLOCK, "")})
            case ev.BadgedIn():
                self.people[fact.person] = PersonState(fact.machine, at)
                return frozenset({(Table.PEOPLE, fact.person)})
            case ev.BadgedOut():
                self.people[fact.person] = PersonState()
                return frozenset({(Table.PEOPLE, fact.person)})
            case (
                ev.OperationStarted()
                | ev.SetupFinished()
                | ev.OperationPaused()
                | ev.OperationResumed()
                | ev.OperationFinished()
            ):
                return self._worked(fact, at)
            case ev.OperationInserted():
                operation = fact.operation
                self.shop = replace(self.shop, operations={**self.shop.operations, operation.id: operation})
                self.inserted.add(operation.id)
                return frozenset({(Table.OPERATIONS, operation.id)})
            case ev.ReportUndone():
                before = self.undo.pop(fact.report, ())
                for key, old, _ in before:
                    self._put(key, old)
                return frozenset(key for key, _, _ in before)
            case (
                ev.ProblemRaised()
                | ev.ProblemAcknowledged()
                | ev.ProblemAnswered()
                | ev.ProblemExpected()
                | ev.ProblemTransferred()
                | ev.ProblemEscalated()
                | ev.ProblemResolved()
            ):
                return self._problem(fact, at)
            case ev.ProblemPictured():
                known = self.problems[fact.problem]
                self.problems[fact.problem] = replace(known, photos=(*known.photos, fact.photo))
                return frozenset({(Table.PROBLEMS, fact.problem)})
            case ev.ProblemRulesChanged() | ev.DutyListChanged() | ev.EstimatesLearned() as settled:
                return self.settle(settled)
            case ev.MachineDown() | ev.MachineUp():
                return self._machine(fact, at)
            case ev.MaterialReceived():
                return self._purchase(fact.purchase, received=at)
            case ev.PurchasePromised():
                return self._purchase(fact.purchase, promised=fact.promised)
            case ev.GateChanged():
                old = self.shop.operations[fact.operation]
                changes: dict[str, Any] = {fact.kind.value: fact.gate}
                operations = {**self.shop.operations, old.id: replace(old, **changes)}
                self.shop = replace(self.shop, operations=operations)
                return frozenset({(Table.OPERATIONS, fact.operation)})
            case ev.ShopAmended():
                return self._amend(fact)
            case ev.AttendanceChanged():
                return self._attend(fact)
            case ev.ShiftNoted():
                self.notes = (*self.notes[1 - NOTES_KEPT :], Note(at, fact))
                return frozenset()
            case ev.PlanPublished():
                self.plan, self.plan_before = fact, None
                return frozenset({WHOLE_PLAN})
            case ev.ChancesStated():
                self.chances.update({(row.mold, row.milestone): row for row in fact.rows})
                return frozenset((Table.MOLDS, str(row.mold)) for row in fact.rows)
            case ev.ReportQuestioned():
                self.questions[entry.event.id] = Question(at, fact)
                return frozenset({(Table.QUESTIONS, str(entry.event.id))})
            case ev.QuestionDecided():
                question = self.questions[fact.question]
                self.questions[fact.question] = replace(question, decided=fact)
                return frozenset({(Table.QUESTIONS, str(fact.question))})
            case ev.WorkReported():
                return frozenset()

    def _import(self, fact: ev.ShopImported, at: datetime) -> frozenset[Key]:
        self.shop, self.imported_at = fact.shop, at
        self.operations.clear()
        self.machines.clear()
        self.people.clear()
        self.problems.clear()
        self.questions.clear()
        self.notes = ()
        self.inserted.clear()
        self.undo.clear()
        self._seen.clear()
        self.chances.clear()
        self.supply.clear()
        self.plan, self.plan_before = None, self.plan or self.plan_before
        now = fact.shop.settings.now or at
        for operation in fact.shop.operations.values():
            if operation.status is Status.WAITING:
                continue
            self.operations[operation.id] = self._imported(operation, now)
            if operation.status is Status.RUNNING and operation.machine is not None:
                machine = self.machine(operation.machine)
                self.machines[operation.machine] = replace(
                    machine, operations=(*machine.operations, operation.id), since=operation.started or now
                )
        return frozenset({WHOLE_SHOP})

    def _imported(self, operation: Operation, now: datetime) -> OperationState:
        record = OperationState(
            Work(operation.status),
            machine=operation.machine,
            started=operation.started,
            finished=operation.finished,
        )
        if operation.status is not Status.RUNNING:
            return record
        if operation.remaining_minutes is not None:
            left = int(operation.remaining_minutes.to_integral_value(rounding="ROUND_CEILING"))
        else:
            machine = self.shop.machines[operation.machine] if operation.machine is not None else None
            started = operation.started or now
            worked = minutes_worked(self.shop, operation, operation.machine, started, now)
            left = max(1, total_minutes_on(operation, machine) - worked)
        return replace(record, started=operation.started or now, since=now, left_minutes=left)

    def _worked(
        self,
        fact: ev.OperationStarted
        | ev.SetupFinished
        | ev.OperationPaused
        | ev.OperationResumed
        | ev.OperationFinished,
        at: datetime,
    ) -> frozenset[Key]:
        match fact:
            case ev.OperationStarted():
                return self._start(fact, at)
            case ev.SetupFinished():
                return self._set_up(fact.operation, at)
            case _:
                return self._report(fact, at)

    def _start(self, fact: ev.OperationStarted, at: datetime) -> frozenset[Key]:
        operation = self._taught(fact.operation)
        machine = self.shop.machines[fact.machine] if fact.machine is not None else None
        left = total_minutes_on(operation, machine)
        old = self.operation(fact.operation)
        started = old.started or at
        self.operations[fact.operation] = OperationState(
            Work.RUNNING, fact.machine, fact.person, started=started, since=at, left_minutes=left
        )
        keys: set[Key] = {(Table.OPERATIONS, fact.operation)}
        if fact.machine is not None:
            record = self.machine(fact.machine)
            on = tuple(o for o in record.operations if o != fact.operation)
            self.machines[fact.machine] = replace(record, operations=(*on, fact.operation), since=at)
            keys.add((Table.MACHINES, fact.machine))
        return frozenset(keys)

    def _taught(self, operation_id: OperationId) -> Operation:
        """The operation with the minutes that finished work has taught."""
        operation = self.shop.operations[operation_id]
        return taught(operation, self.shop, by_group(self.learned)) if self.learned else operation

    def _set_up(self, operation_id: OperationId, at: datetime) -> frozenset[Key]:
        """From now on all of its run is left, whatever was thought of the setup before."""
        record = self.operation(operation_id)
        operation = self._taught(operation_id)
        machine = self.shop.machines.get(record.machine) if record.machine is not None else None
        run = total_minutes_on(operation, machine) - up(operation.setup_minutes)
        self.operations[operation_id] = replace(record, since=at, left_minutes=max(1, run), set_up=at)
        keys: set[Key] = {(Table.OPERATIONS, operation_id)}
        if record.machine is not None:
            keys.add((Table.MACHINES, record.machine))
        return frozenset(keys)

    def _report(
        self, fact: ev.OperationPaused | ev.OperationResumed | ev.OperationFinished, at: datetime
    ) -> frozenset[Key]:
        record = self.operation(fact.operation)
        keys: set[Key] = {(Table.OPERATIONS, fact.operation)}
        if record.machine is not None:
            keys.add((Table.MACHINES, record.machine))
            machine = self.machine(record.machine)
            if isinstance(fact, ev.OperationFinished):
                left = tuple(o for o in machine.operations if o != fact.operation)
                machine = replace(machine, operations=left)
            self.machines[record.machine] = replace(machine, since=at)
        match fact:
            case ev.OperationPaused():
                left_minutes = self.left_at(fact.operation, at)
                changed = replace(
                    record, work=Work.PAUSED, since=None, left_minutes=left_minutes, reason=fact.reason
                )
            case ev.OperationResumed():
                changed = replace(
                    record, work=Work.RUNNING, since=at, person=fact.person or record.person, reason=""
                )
            case ev.OperationFinished():
                changed = replace(
                    record,
                    work=Work.DONE,
                    started=record.started or at,
                    finished=at,
                    since=None,
                    left_minutes=0,
                    person=fact.person or record.person,
                )
        self.operations[fact.operation] = changed
        return frozenset(keys)

    def _machine(self, fact: ev.MachineDown | ev.MachineUp, at: datetime) -> frozenset[Key]:
        record = self.machine(fact.machine)
        if isinstance(fact, ev.MachineUp):
            changed = replace(record, down_since=None, expected_up=None, problem=None)
        else:
            changed = replace(
                record,
                down_since=record.down_since or at,
                expected_up=fact.expected_up,
                problem=fact.problem or record.problem,
            )
        self.machines[fact.machine] = changed
        return frozenset({(Table.MACHINES, fact.machine)})

    def _problem(self, fact: ProblemFact, at: datetime) -> frozenset[Key]:
        self.problems[fact.problem] = folded(self.problems.get(fact.problem), fact, at)
        return frozenset({(Table.PROBLEMS, fact.problem)})

    def settle(
        self, fact: ev.ProblemRulesChanged | ev.DutyListChanged | ev.EstimatesLearned
    ) -> frozenset[Key]:
        """What is settled for the shop; a fold that begins at an import is given the last ones."""
        match fact:
            case ev.ProblemRulesChanged():
                self.problem_rules = fact.rules
            case ev.DutyListChanged():
                self.duties = fact.duties
            case ev.EstimatesLearned():
                self.learned = fact.learned
                return frozenset({WHOLE_SHOP})
        return frozenset({THE_RULES})

    def _try(self, fact: TrialFact, at: datetime) -> frozenset[Key]:
        follow_trial(self.trials, fact, at)
        if isinstance(fact, TrialIssuesTaken):
            self.inserted.update(issue.operation for issue in fact.issues)
        if fact.trial not in self.shop.operations:
            return frozenset()
        return frozenset({(Table.OPERATIONS, str(fact.trial)), (Table.MOLDS, str(fact.mold))})

    def _supplied(self, fact: SupplyFact, at: datetime) -> frozenset[Key]:
        match fact:
            case SentOutside():
                self.supply.send(fact, self.shop, at)
                return frozenset((Table.OPERATIONS, str(name)) for name in fact.operations)
            case PartPlaced():
                self.supply.place(fact, at)
                placed: list[Key] = [(Table.PARTS, fact.part)] if fact.part is not None else []
                return frozenset(placed)
            case SuppliersLearned():
                self.supply.delays = fact.delays
                return frozenset({WHOLE_SHOP})

    def _amend(self, fact: ev.ShopAmended) -> frozenset[Key]:
        self.supply.promise(self.shop.purchases, fact.purchases)
        self.shop = amended(self.shop, fact)
        for operation in fact.operations:
            self._settle_status(operation)
        keys = {(Table.OPERATIONS, str(operation.id)) for operation in fact.operations}
        orders = {order.id for order in fact.orders}
        keys |= {(Table.MOLDS, str(m.id)) for m in self.shop.molds.values() if m.order in orders}
        keys |= {(Table.MOLDS, str(mold.id)) for mold in fact.molds}
        keys |= {(Table.PARTS, str(part.id)) for part in fact.parts}
        keys |= {(Table.PURCHASES, str(purchase.id)) for purchase in fact.purchases}
        away = {exception.resource for exception in (*fact.exceptions, *fact.replaced)}
        keys |= {(Table.MACHINES, name) for name in away & self.shop.machines.keys()}
        keys |= {(Table.PEOPLE, name) for name in away & self.shop.people.keys()}
        if fact.changes_resources:
            keys.add(WHOLE_SHOP)
        return frozenset(keys)

    def _settle_status(self, operation: Operation) -> None:
        """An operation that nobody has begun is held, cancelled or waiting, as its amended routing says."""
        record = self.operation(operation.id)
        if record.work not in _NOT_BEGUN or operation.status not in _SETTLED:
            return
        work = _SETTLED[operation.status]
        if work is not record.work:
            self.operations[operation.id] = replace(record, work=work)

    def _attend(self, fact: ev.AttendanceChanged) -> frozenset[Key]:
        self.shop = attended(self.shop, fact)
        return frozenset({(Table.PEOPLE, fact.exception.resource)})

    def _draw(
        self, fact: ev.DrawingAttached | ev.DrawingWithdrawn, at: datetime, actor: str
    ) -> frozenset[Key]:
        others = tuple(one for one in self.drawings.get(fact.part, ()) if one.fact.name != fact.name)
        if isinstance(fact, ev.DrawingAttached):
            others = (*others, Drawing(at, fact, actor))
        self.drawings[fact.part] = others
        return frozenset({(Table.PARTS, str(fact.part))})

    def _purchase(self, purchase_id: PurchaseId, **changes: datetime | None) -> frozenset[Key]:
        changed = replace(self.shop.purchases[purchase_id], **changes)  # type: ignore[arg-type]  # only dates come in
        self.supply.promise(self.shop.purchases, (changed,))
        self.shop = replace(self.shop, purchases={**self.shop.purchases, purchase_id: changed})
        return frozenset({(Table.PURCHASES, purchase_id)})


def fold(entries: Iterable[ev.Entry], state: State | None = None) -> State:
    """The state after `entries`, from nothing or from `state` (which is changed)."""
    state = state if state is not None else State()
    for entry in entries:
        state.apply(entry)
    return state


def shop_now(state: State, real: datetime) -> datetime:
    """Shop time at the real moment; before any clock was set, real time itself."""
    return state.time.at(real) if state.time is not None else real.astimezone(UTC)
