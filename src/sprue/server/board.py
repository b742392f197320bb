"""All rows that screens show, kept true: what changed is made anew, what differs is told.

`update` is given the keys that new entries touched; rows that change with the clock alone are
made anew by `tick`, loads of kinds by `weigh`. All answer with the rows that became other ones.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast
from uuid import UUID

from sprue.figures.recent import Figure
from sprue.floor.live import NO_PLAN, LivePlan, changed, order_of
from sprue.floor.slips import Impact
from sprue.floor.view.electrodes import burns_of, is_electrode
from sprue.floor.view.hours import Hours
from sprue.floor.view.kept import kept_of
from sprue.floor.view.loads import KindLoad, Today, kind_loads, today_of
from sprue.floor.view.machines import operators
from sprue.floor.view.missing import Lack, missing_of
from sprue.floor.view.nights import Night, nights_of
from sprue.floor.view.trials import trial_of
from sprue.floor.view.waits import sight_of
from sprue.server import rows
from sprue.server.rows import Scene
from sprue.shop.events import Entry
from sprue.shop.ids import (
    ChangeId,
    KindId,
    LedgerItemId,
    MachineId,
    MoldId,
    OperationId,
    PartId,
    PersonId,
    ProblemId,
    PurchaseId,
)
from sprue.shop.ledger import RECURS_WITHIN
from sprue.shop.problems import ProblemStatus
from sprue.shop.records import Key, Table
from sprue.shop.state import State
from sprue.wire.rows import (
    Changes,
    LedgerRow,
    MessageRow,
    MoldRow,
    OperationRow,
    PartRow,
    PersonRow,
    Row,
    Tables,
)

TABLES = (
    "shop",
    "clock",
    "kinds",
    "machines",
    "molds",
    "parts",
    "operations",
    "problems",
    "calls",
    "people",
    "today",
    "missing",
    "trials",
    "nights",
    "figures",
    "kept",
    "questions",
    "messages",
    "stations",
    "ledger",
    "changes",
)
#: The strip shows so many messages; solved problems stay on the board for a day.
MESSAGES_KEPT = 30
SOLVED_KEPT = timedelta(hours=24)
#: Closed items of the ledger stay as long as the same again would count.
CLOSED_KEPT = RECURS_WITHIN
#: Ticks in which all molds and terminals are looked at once.
TURNS = 6

Name = TypeVar("Name", bound=str)


@dataclass(slots=True)
class _Dirty:
    """What must be made anew."""

    operations: set[OperationId] = field(default_factory=set)
    parts: set[PartId] = field(default_factory=set)
    molds: set[MoldId] = field(default_factory=set)
    machines: set[MachineId] = field(default_factory=set)
    #: None: the terminals of `machines`.
    stations: set[MachineId] | None = None
    people: set[PersonId] = field(default_factory=set)
    problems: set[ProblemId] = field(default_factory=set)
    ledger: set[LedgerItemId] = field(default_factory=set)
    changes: set[ChangeId] = field(default_factory=set)
    questions: set[UUID] = field(default_factory=set)
    head: bool = False
    #: Whom each kind of problem calls.
    calls: bool = False
    #: Operations and molds of which only the place in the plan is another one.
    moved: set[OperationId] = field(default_factory=set)
    moved_molds: set[MoldId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Weights:
    """Loads of kinds, the day's figures, the night and what the shop keeps, as they were counted."""

    scene: Scene
    loads: dict[KindId, KindLoad]
    today: Mapping[str, Today]
    nights: Mapping[MachineId, Night]
    kept: Mapping[str, bool]


class Board:
    """The rows of one process. `stations` are kept only for machines that a terminal has asked for."""

    def __init__(self, *, demo: bool = False) -> None:
        self.tables: Tables = {name: {} for name in TABLES}
        self.stations: set[MachineId] = set()
        self._demo = demo
        self._plan: LivePlan = NO_PLAN
        self._planned: dict[MachineId, list[OperationId]] = {}
        self._hours: Hours | None = None
        self._due: list[tuple[datetime, OperationId]] = []
        self._ready: set[OperationId] = set()
        self._moving: list[OperationId] = []
        self._turn = 0
        self._impacts: Mapping[ProblemId, Impact] = {}

    # -- from outside ------------------------------------------------------------

    def rebuild(
        self,
        state: State,
        plan: LivePlan,
        now: datetime,
        messages: Iterable[MessageRow],
        impacts: Mapping[ProblemId, Impact] | None = None,
    ) -> None:
        """Everything anew, for another shop."""
        self._impacts = impacts or {}
        self.tables = {name: {} for name in TABLES}
        self._ready.clear()
        self._moving.clear()
        self._hours = None
        self._take(plan)
        scene = self.scene(state, now)
        shop = state.shop
        everything = _Dirty(
            operations=set(shop.operations),
            parts=set(shop.parts),
            molds=set(shop.molds),
            machines=set(shop.machines),
            people=set(shop.people),
            questions=set(state.questions),
            ledger=set(state.ledger),
            changes=set(state.changes),
            head=True,
            calls=True,
        )
        self._due.clear()
        self._remember_dates(state, now, state.shop.operations)
        self._make(scene, everything)
        self.tables["messages"] = {m["id"]: m for m in [*messages][-MESSAGES_KEPT:]}
        self._put_weights(self.weighed(scene, self._ready), {})
        self._make_problems(scene, {}, set(state.problems))

    def update(
        self,
        state: State,
        plan: LivePlan,
        now: datetime,
        news: Iterable[tuple[Entry, frozenset[Key]]],
        *,
        most: int | None = None,
        impacts: Mapping[ProblemId, Impact] | None = None,
    ) -> Changes:
        """Rows that became others by new entries and a newly mended plan.

        A mend may move thousands of operations: machines and molds follow at once, of the operations
        at most `most` (None: all), the rest with the next calls while `unfinished`. `impacts`: what open
        problems do to the plan, None: as before.
        """
        dirty = _Dirty()
        if impacts is not None:
            both = impacts.keys() | self._impacts.keys()
            dirty.problems = {p for p in both if impacts.get(p) != self._impacts.get(p)}
            self._impacts = impacts
        if plan is not self._plan:
            self._follow_plan(state, plan, dirty)
        dirty.moved = set(self._moving[:most])
        del self._moving[:most]
        scene = self.scene(state, now)
        changes: Changes = {}
        for entry, keys in news:
            for key in keys:
                self._mark(scene, key, dirty)
            self._tell(scene, entry, changes)
        self._make(scene, dirty, changes)
        return changes

    @property
    def unfinished(self) -> bool:
        """Whether rows still have to follow the plan."""
        return bool(self._moving)

    def _follow_plan(self, state: State, plan: LivePlan, dirty: _Dirty) -> None:
        """Take a newly mended plan: what it moves is remembered, part by part."""
        shop = state.shop
        moved = changed(self._plan, plan) & shop.operations.keys()
        for operation in moved:
            self._touch_place(operation, dirty)
        self._take(plan)
        for operation in moved:
            self._touch_place(operation, dirty)
        moved.update(self._moving)
        self._moving = sorted(moved, key=lambda o: shop.operations[o].part)
        dirty.moved_molds = {shop.parts[shop.operations[o].part].mold for o in moved}

    def weighed(self, scene: Scene, ready: Collection[OperationId]) -> Weights:
        """Loads and figures; slow, so it may run beside other work: it changes nothing."""
        sight, hours, plan = scene.sight, scene.hours, scene.plan
        return Weights(
            scene,
            kind_loads(sight, hours, plan, ready),
            today_of(sight, sight.state.plan),
            nights_of(sight, hours, plan, scene.planned, ready),
            kept_of(sight),
        )

    def weigh(self, state: State, now: datetime) -> tuple[Scene, frozenset[OperationId]]:
        """What `weighed` needs."""
        return self.scene(state, now), frozenset(self._ready)

    def put_weights(self, weights: Weights) -> Changes:
        """Rows that became others by what was weighed."""
        changes: Changes = {}
        self._put_weights(weights, changes)
        return changes

    def put_figures(self, figures: Mapping[str, Figure]) -> Changes:
        """Rows that became others by the figures of the last thirty days."""
        changes: Changes = {}
        self._put_all("figures", {n: rows.figure_row(n, f) for n, f in figures.items()}, changes)
        return changes

    def tick(self, state: State, now: datetime, *, whole: bool) -> Changes:
        """Rows that became others because time went on; of the molds some in turn, all when `whole`."""
        scene = self.scene(state, now)
        dirty = _Dirty(machines=set(state.shop.machines), head=True)
        while self._due and self._due[-1][0] <= now:
            dirty.operations.add(self._due.pop()[1])
        if whole:
            dirty.molds = set(state.shop.molds)
            dirty.people = set(state.shop.people)
        else:
            self._turn = (self._turn + 1) % TURNS
            dirty.molds = self._next(state.shop.molds)
            dirty.people = self._next(state.shop.people)
            dirty.stations = self._next(state.shop.machines)
        changes: Changes = {}
        self._make(scene, dirty, changes)
        shown = {ProblemId(name) for name in self.tables["problems"]}
        self._make_problems(scene, changes, shown)
        self._make_ledger(scene, changes, self._closed_items())
        self._make_changes(scene, changes, {ChangeId(name) for name in self.tables["changes"]})
        if whole:
            self._put_weights(self.weighed(scene, self._ready), changes)
        return changes

    def _next(self, names: Collection[Name]) -> set[Name]:
        """Some of the names each time, all of them in turn."""
        count = -(-len(names) // TURNS)
        return set([*names][self._turn * count : (self._turn + 1) * count])

    def add_station(self, state: State, machine: MachineId, now: datetime) -> None:
        """Keep the row of a terminal from now on."""
        if machine in state.shop.machines and machine not in self.tables["stations"]:
            self.stations.add(machine)
            self.tables["stations"][machine] = rows.station_row(self.scene(state, now), machine)

    def scene(self, state: State, now: datetime) -> Scene:
        """What rows are made from at `now`."""
        if self._hours is None or not self._hours.serves(state.shop, now):
            self._hours = Hours(state.shop, now)
        sight = sight_of(state, now)
        return Scene(
            sight,
            self._plan,
            self._hours,
            self._planned,
            dict(operators(sight)),
            self._ready,
            self._demo,
            self._impacts,
        )

    # -- what changed ------------------------------------------------------------

    def _take(self, plan: LivePlan) -> None:
        self._plan = plan
        self._planned = order_of(plan)

    def _mark(self, scene: Scene, key: Key, dirty: _Dirty) -> None:
        table, name = key
        match table:
            case Table.OPERATIONS:
                if name not in self.tables["operations"]:
                    self._remember_dates(scene.sight.state, scene.sight.now, [OperationId(name)])
                dirty.operations |= scene.sight.index.touched_by(OperationId(name))
                self._touch_place(OperationId(name), dirty)
            case Table.MOLDS:
                dirty.molds.add(MoldId(name))
            case Table.PARTS:
                self._mark_part(scene, PartId(name), dirty)
            case Table.MACHINES:
                dirty.machines.add(MachineId(name))
            case Table.PEOPLE:
                self._mark_person(scene, PersonId(name), dirty)
            case Table.PROBLEMS:
                self._mark_problem(scene, ProblemId(name), dirty)
            case Table.LEDGER:
                dirty.ledger.add(LedgerItemId(name))
            case Table.CHANGES:
                dirty.changes.add(ChangeId(name))
            case Table.PURCHASES:
                part = scene.sight.state.shop.purchases[PurchaseId(name)].part
                if part is not None:
                    dirty.parts.add(part)
                    dirty.molds.add(scene.sight.state.shop.parts[part].mold)
                    dirty.operations |= scene.sight.index.touched_by_material(part)
            case Table.QUESTIONS:
                dirty.questions.add(UUID(name))
            case Table.PLAN:
                dirty.head = True
                dirty.molds |= dirty.moved_molds
            case Table.RULES:
                dirty.calls = True
                dirty.problems.update(scene.sight.state.problems)
            case Table.CLOCK | Table.SHOP:
                dirty.head = True

    def _mark_part(self, scene: Scene, part: PartId, dirty: _Dirty) -> None:
        """The part's row, and the terminals whose queues show it."""
        if part not in scene.sight.state.shop.parts:
            return
        dirty.parts.add(part)
        if is_electrode(scene.sight.state.shop, part):
            dirty.operations.update(burns_of(scene.sight.index, scene.sight.state.shop, part))
        for operation in scene.sight.index.operations_of.get(part, ()):
            self._touch_place(operation, dirty)
            machine = scene.sight.state.operation(operation).machine
            if machine is not None:
                dirty.machines.add(machine)

    def _mark_person(self, scene: Scene, person: PersonId, dirty: _Dirty) -> None:
        dirty.people.add(person)
        before = cast(PersonRow | None, self.tables["people"].get(person))
        if before is not None and before["machine"] is not None:
            dirty.machines.add(MachineId(before["machine"]))
        record = scene.sight.state.people.get(person)
        if record is not None and record.machine is not None:
            dirty.machines.add(record.machine)

    def _mark_problem(self, scene: Scene, problem_id: ProblemId, dirty: _Dirty) -> None:
        dirty.problems.add(problem_id)
        problem = scene.sight.state.problems.get(problem_id)
        row = cast(dict[str, str | None], self.tables["problems"].get(problem_id, {}))
        machine = problem.machine if problem is not None else row.get("machine")
        operation = problem.operation if problem is not None else row.get("operation")
        if machine is not None:
            dirty.machines.add(MachineId(machine))
        if operation is not None:
            dirty.operations.add(OperationId(operation))

    def _touch_place(self, operation: OperationId, dirty: _Dirty) -> None:
        """Machines on which the operation was shown so far."""
        row = self._plan.rows.get(operation)
        if row is not None and row.machine is not None:
            dirty.machines.add(row.machine)

    def _tell(self, scene: Scene, entry: Entry, changes: Changes) -> None:
        message = rows.message_row(scene, entry)
        if message is None:
            return
        shown = self.tables["messages"]
        self._put("messages", message["id"], message, changes)
        while len(shown) > MESSAGES_KEPT:
            self._put("messages", next(iter(shown)), None, changes)

    # -- making rows -------------------------------------------------------------

    def _make(self, scene: Scene, dirty: _Dirty, changes: Changes | None = None) -> None:
        changes = changes if changes is not None else {}
        self._spread(scene, dirty)
        self._move(scene, dirty, changes)
        for operation in dirty.operations:
            row = rows.operation_row(scene, operation)
            (self._ready.add if row["ready"] else self._ready.discard)(operation)
            self._put("operations", operation, row, changes)
        for part in dirty.parts:
            self._put("parts", part, rows.part_row(scene, part), changes)
        for mold in dirty.molds:
            self._put("molds", mold, rows.mold_row(scene, mold), changes)
            self._make_mold_tiles(scene, mold, changes)
        for machine in dirty.machines & scene.sight.state.shop.machines.keys():
            self._put("machines", machine, rows.machine_row(scene, machine), changes)
        stations = dirty.machines if dirty.stations is None else dirty.machines & dirty.stations
        for machine in stations & self.stations & scene.sight.state.shop.machines.keys():
            self._put("stations", machine, rows.station_row(scene, machine), changes)
        for person in dirty.people & scene.sight.state.shop.people.keys():
            self._put("people", person, rows.person_row(scene, person), changes)
        for question in dirty.questions & scene.sight.state.questions.keys():
            self._put("questions", str(question), rows.question_row(scene, question), changes)
        self._make_problems(scene, changes, dirty.problems)
        if dirty.calls:
            for rule in scene.sight.state.problem_rules.kinds:
                self._put("calls", rule.kind.value, rows.call_row(rule), changes)
        self._make_ledger(scene, changes, dirty.ledger)
        self._make_changes(scene, changes, dirty.changes)
        if dirty.head:
            self._put("shop", "shop", rows.shop_row(scene), changes)
            self._put("clock", "clock", rows.clock_row(scene), changes)

    def _move(self, scene: Scene, dirty: _Dirty, changes: Changes) -> None:
        """Rows of which only the plan is new are mended, not made anew: a mend may move thousands."""
        shop = scene.sight.state.shop
        parts = {shop.operations[o].part for o in dirty.moved}
        for operation in dirty.moved - dirty.operations:
            old = cast(OperationRow, self.tables["operations"][operation])
            self._put("operations", operation, rows.operation_row_moved(scene, operation, old), changes)
        for part in parts - dirty.parts:
            before = cast(PartRow, self.tables["parts"][part])
            self._put("parts", part, rows.part_row_moved(scene, part, before), changes)
        for mold in dirty.moved_molds - dirty.molds:
            was = cast(MoldRow, self.tables["molds"][mold])
            self._put("molds", mold, rows.mold_row_moved(scene, mold, was), changes)

    def _spread(self, scene: Scene, dirty: _Dirty) -> None:
        """From operations to the parts, molds and machines whose rows tell of them."""
        shop = scene.sight.state.shop
        for operation in dirty.operations:
            part = shop.operations[operation].part
            dirty.parts.add(part)
            self._touch_place(operation, dirty)
            machine = scene.sight.state.operation(operation).machine
            if machine is not None:
                dirty.machines.add(machine)
        dirty.molds.update(shop.parts[part].mold for part in dirty.parts)

    def _make_problems(self, scene: Scene, changes: Changes, problems: set[ProblemId]) -> None:
        for problem_id in problems:
            problem = scene.sight.state.problems.get(problem_id)
            shown = problem is not None and (
                problem.status is not ProblemStatus.RESOLVED
                or problem.resolved_at is None
                or problem.resolved_at > scene.sight.now - SOLVED_KEPT
            )
            row = rows.problem_row(scene, problem_id) if shown else None
            self._put("problems", problem_id, row, changes)

    def _closed_items(self) -> set[LedgerItemId]:
        """Those that leave the screen when they have been closed for long."""
        rows_shown = cast(Mapping[str, LedgerRow], self.tables["ledger"])
        return {LedgerItemId(name) for name, row in rows_shown.items() if row["closed_at"] is not None}

    def _make_ledger(self, scene: Scene, changes: Changes, items: set[LedgerItemId]) -> None:
        for item_id in items:
            closed = scene.sight.state.ledger[item_id].closed_at
            shown = closed is None or closed > scene.sight.now - CLOSED_KEPT
            self._put("ledger", item_id, rows.ledger_row(scene, item_id) if shown else None, changes)

    def _make_changes(self, scene: Scene, changes: Changes, names: set[ChangeId]) -> None:
        for name in names:
            closed = scene.sight.state.changes[name].closed_at
            shown = closed is None or closed > scene.sight.now - CLOSED_KEPT
            self._put("changes", name, rows.change_row(scene, name) if shown else None, changes)

    def _put_weights(self, weights: Weights, changes: Changes) -> None:
        for kind, load in weights.loads.items():
            self._put("kinds", kind, rows.kind_row(weights.scene, kind, load), changes)
        scene = weights.scene
        today: dict[str, Row] = {d: rows.today_row(d, figures) for d, figures in weights.today.items()}
        nights: dict[str, Row] = {m: rows.night_row(scene, night) for m, night in weights.nights.items()}
        self._put_all("today", today, changes)
        self._put_all("nights", nights, changes)
        self._put_all(
            "kept", {n: rows.kept_row(n, kept=is_kept) for n, is_kept in weights.kept.items()}, changes
        )

    def _make_mold_tiles(self, scene: Scene, mold: MoldId, changes: Changes) -> None:
        """What is missing for a mold, and its trial."""
        made = [rows.missing_row(mold, m) for m in missing_of(scene.sight, scene.plan, mold)]
        lacks = {row["id"]: row for row in made}
        for what in Lack:
            name = f"{mold}:{what.value}"
            self._put("missing", name, lacks.get(name), changes)
        trial = trial_of(scene.sight, scene.plan, mold)
        row = rows.trial_row(scene, mold, trial) if trial is not None else None
        self._put("trials", mold, row, changes)

    def _put_all(self, table: str, made: Mapping[str, Row], changes: Changes) -> None:
        """These rows are all that the table holds."""
        for name, row in made.items():
            self._put(table, name, row, changes)
        for name in self.tables[table].keys() - made.keys():
            self._put(table, name, None, changes)

    def _put(self, table: str, name: str, row: Row | None, changes: Changes) -> None:
        shown = self.tables[table]
        if row is None:
            if shown.pop(name, None) is not None:
                changes.setdefault(table, {})[name] = None
        elif shown.get(name) != row:
            shown[name] = row
            changes.setdefault(table, {})[name] = row

    def _remember_dates(self, state: State, now: datetime, operations: Iterable[OperationId]) -> None:
        """Operations that become ready by a date alone, the next one last."""
        for operation_id in operations:
            operation = state.shop.operations[operation_id]
            dates = (operation.not_before, state.shop.parts[operation.part].available)
            self._due += [(date, operation_id) for date in dates if date is not None and date > now]
        self._due.sort(reverse=True)
