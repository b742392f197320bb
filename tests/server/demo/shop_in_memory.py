"""A floor in memory that answers like the server does, for a workforce without a network."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sprue.demo.client import Refused
from sprue.floor import commands as co
from sprue.floor.live import LivePlan, live_from_published
from sprue.floor.loop import Answer, Floor, Origin
from sprue.floor.ports import FixedClock, MemoryPublisher, MemoryStore
from sprue.floor.refusal import Refusal
from sprue.server.board import Board
from sprue.server.floor.parse import command_of
from sprue.server.rows import operation_row, worst_gate
from sprue.shop.events import Entry, PlannedRow, PlanPublished
from sprue.shop.gates import GateKind
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.state import shop_now


@dataclass
class ShopInMemory:
    """Stands in for `ShopClient`; `news` are the patches since they were last taken."""

    shop: Shop
    rate: float = 60.0
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2030, 1, 1, tzinfo=UTC)))
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    news: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = MemoryStore()
        self._floor = Floor(self.store, MemoryPublisher(), self.clock)
        assert self.shop.settings.now is not None
        self._submit(co.ImportShop(self.shop))
        self._submit(co.SetClock(self.clock.moment, self.shop.settings.now, self.rate))
        published = plan_in_turn(self.shop)
        self._submit(co.PublishPlan(published))
        self._plan: LivePlan = live_from_published(published)
        self._board = Board(demo=True)
        self._board.rebuild(self.store.state, self._plan, self.now, [])
        self._cursor = 1
        self._seen = self.store.state.seq

    @property
    def now(self) -> datetime:
        return shop_now(self.store.state, self.clock.moment)

    def _submit(self, command: co.Command) -> Answer:
        return self._floor.submit(command, Origin(uuid4()))

    # As the client of the real server

    def snapshot(self) -> dict[str, Any]:
        return {"seq": self._seen, "cursor": self._cursor, "now": "", "tables": self._board.tables}

    def command(self, kind: str, **fields: Any) -> str:
        plain = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in fields.items()
        }
        self.sent.append((kind, plain))
        try:
            answer = self._submit(command_of(kind, plain))
        except Refusal as refusal:
            raise Refused(refusal.code.value, str(refusal)) from refusal
        self._tell()
        return answer.outcome.value

    def operation(self, identity: str) -> dict[str, Any]:
        scene = self._board.scene(self.store.state, self.now)
        found = self.store.state.shop.operations[OperationId(identity)]
        gates = {kind.value: worst_gate([found.gate(kind)]) for kind in GateKind}
        return {**operation_row(scene, found.id), "gates": gates}

    # Time and patches

    def pass_time(self, seconds: float) -> None:
        """Real seconds go by."""
        self.clock.moment += timedelta(seconds=seconds)
        self._patch(self._board.tick(self.store.state, self.now, whole=False))

    def take_news(self) -> list[dict[str, Any]]:
        taken, self.news = self.news, []
        return taken

    def _tell(self) -> None:
        new: list[Entry] = [entry for entry in self.store.entries if entry.seq > self._seen]
        self._seen = self.store.state.seq
        keyed = [(entry, self.store.changed[entry.seq]) for entry in new]
        self._patch(self._board.update(self.store.state, self._plan, self.now, keyed))

    def _patch(self, tables: dict[str, Any]) -> None:
        self._cursor += 1
        self.news.append({"cursor": self._cursor, "seq": self._seen, "entries": [], "tables": tables})

    def questions(self) -> list[str]:
        """Reasons of the reports that became questions."""
        return [question.fact.reason for question in self.store.state.questions.values()]


def plan_in_turn(shop: Shop) -> PlanPublished:
    """A dispatch list: all work due now, in the order of the sheet, spread evenly over the able machines."""
    assert shop.settings.now is not None
    now = shop.settings.now
    of_kind: dict[str, list[MachineId]] = defaultdict(list)
    for machine in shop.machines.values():
        for kind in machine.kinds:
            of_kind[kind].append(machine.id)
    taken: Counter[MachineId] = Counter()
    rows: list[PlannedRow] = []
    held = []
    for operation in shop.operations.values():
        if operation.status is Status.HELD:
            held.append((operation.id, "held"))
        elif operation.status in (Status.WAITING, Status.RUNNING):
            rows.append(_in_turn(operation, now + timedelta(milliseconds=len(rows)), of_kind, taken))
    return PlanPublished(1, now, tuple(rows), tuple(held))


def _in_turn(
    operation: Operation, now: datetime, of_kind: dict[str, list[MachineId]], taken: Counter[MachineId]
) -> PlannedRow:
    setup = timedelta(minutes=float(operation.setup_minutes))
    end = now + setup + timedelta(minutes=float(operation.run_minutes))
    if operation.mode is Mode.OUTSIDE:
        return PlannedRow(operation.id, None, now, now, end)
    able = [o.machine for o in operation.machines] or of_kind[str(operation.kind)]
    machine = operation.machine or min(able, key=lambda m: (taken[m], m))
    taken[machine] += 1
    return PlannedRow(operation.id, machine, now, now + setup, end)
