"""The rows of this process, caught up with the journal and the live plan, and the stream of their changes.

Cursors count the patches; they begin at the millisecond in which the process began, so that a
cursor of another process is never taken for one of this.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any, cast

from django.conf import settings
from django.db.models import Max

from sprue.floor.live import NO_PLAN, LivePlan, live_from_published, unpack
from sprue.floor.refusal import text_of
from sprue.floor.slips import Impact
from sprue.server.board import MESSAGES_KEPT, Board
from sprue.server.floor import advice
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.memory import Memory, memory, settle
from sprue.server.floor.models import Entry as EntryRow
from sprue.server.floor.models import LivePlan as LivePlanRow
from sprue.server.floor.recent import Figures
from sprue.server.floor.who import machines_of
from sprue.server.rows import message_row
from sprue.shop.errors import UserMistake
from sprue.shop.events import Entry, PlanPublished
from sprue.shop.ids import ProblemId
from sprue.shop.quiet import uncollected
from sprue.shop.records import Key
from sprue.shop.shop import Shop
from sprue.shop.state import State, shop_now
from sprue.wire.rows import Changes, MessageRow, Moment, Patch, Snapshot, Tables, moment

log = logging.getLogger("sprue.floor")

#: Rows that change with time alone are made anew so often (real seconds).
TICK_SECONDS = 1.0
WEIGH_SECONDS = 10.0
#: Operations that follow a mended plan at a time: reports in between are shown first.
MOST_MOVED = 400
#: Patches kept for those who reconnect, in bytes of all topics.
RING_BYTES = 24_000_000

_SCREEN = ("shop", "clock", "kinds", "machines", "molds", "problems", "calls", "today", "messages")
_TOPICS: dict[str, tuple[str, ...]] = {
    "wall": (*_SCREEN, "missing", "trials", "nights", "figures", "kept"),
    "desk": (*_SCREEN, "parts", "operations", "people", "questions", "ledger", "trials", "changes"),
    "problems": ("shop", "clock", "kinds", "machines", "problems", "calls", "people"),
    "leader": ("shop", "clock", "kinds", "machines", "problems", "calls", "people", "questions"),
    "ledger": ("shop", "clock", "kinds", "machines", "molds", "problems", "people", "ledger"),
}
_STATION = (
    *("shop", "clock", "kinds", "machines", "stations"),
    *("problems", "calls", "people", "questions"),
)

#: Kinds of entries that the strip of messages tells of.
_TOLD = (
    "PlanPublished",
    "ShopImported",
    "ProblemRaised",
    "ProblemEscalated",
    "ProblemResolved",
    "MachineDown",
    "MachineUp",
    "MaterialReceived",
)


class NotFound(UserMistake):
    """There is no such thing; the text names it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What changed at one cursor, for all topics; encoded once for each that somebody reads."""

    cursor: int
    seq: int
    entries: tuple[str, ...]
    changes: Changes
    made: dict[tuple[str, str], bytes | None]

    def message(self, topic: str, language: str) -> bytes | None:
        """The SSE message for a topic; None when it does not concern it."""
        key = (topic, language if "questions" in self.changes else "")
        if key not in self.made:
            self.made[key] = self._encoded(topic, language)
        return self.made[key]

    def _encoded(self, topic: str, language: str) -> bytes | None:
        tables = cast(Changes, selected(self.changes, topic, language))
        told = self.entries if not topic.startswith("station:") else ()
        if not tables and not told:
            return None
        patch: Patch = {
            "cursor": self.cursor,
            "seq": self.seq,
            "entries": [*self.entries],
            "tables": tables,
        }
        data = json.dumps(patch, ensure_ascii=False, separators=(",", ":"))
        return f"id: {self.cursor}\nevent: patch\ndata: {data}\n\n".encode()


class Present:
    """Board, cursor and ring of one process. Every method takes the memory's lock itself."""

    def __init__(self, source: Memory) -> None:
        self._memory = source
        self.board = Board(demo=bool(getattr(settings, "SPRUE_DEMO", False)))
        self.cursor = int(datetime.now(UTC).timestamp() * 1e3)
        self.ring: OrderedDict[int, tuple[Step, int]] = OrderedDict()
        self.first = self.cursor
        self.listeners: list[Callable[[Step | None], None]] = []
        self._ring_bytes = 0
        self._began = -1
        self._shop = Shop()
        self._published: PlanPublished | None = None
        self._published_seq = 0
        self._rev = -1
        self._impacts_rev = -1
        self._impacts: Mapping[ProblemId, Impact] | None = None
        self._plan: LivePlan = NO_PLAN
        self._news: list[tuple[Entry, frozenset[Key]]] = []
        self._ticked = 0.0
        self._figures = Figures()

    # -- reading -----------------------------------------------------------------

    def snapshot(self, topic: str, language: str) -> Snapshot:
        """All rows of a topic as of now; NotFound for an unknown topic or machine."""
        check_language = "en" if language == "en" else "zh-hans"
        with self._memory.lock:
            self.refresh()
            state = self._memory.state
            now = self.now()
            check_topic(state, topic)
            if topic.startswith("station:"):
                for machine in machines_of(topic.removeprefix("station:")):
                    self.board.add_station(state, machine, now)
            tables = cast(Tables, selected(self.board.tables, topic, check_language, empty=True))
            return {"seq": state.seq, "cursor": self.cursor, "now": moment(now), "tables": tables}

    def beat(self) -> tuple[Moment, int, int]:
        """Shop time now, cursor and seq: the age of the data."""
        with self._memory.lock:
            return moment(self.now()), self.cursor, self._memory.state.seq

    def since(self, after: int, topic: str) -> list[Step] | None:
        """Steps after a cursor, None when there may be a gap: load the snapshot again."""
        with self._memory.lock:
            if not self.first <= after <= self.cursor:
                return None
            machines = machines_of(topic.removeprefix("station:")) if topic.startswith("station:") else ()
            if not self.board.stations.issuperset(machines):
                return None
            return [step for cursor, (step, _) in self.ring.items() if cursor > after]

    def now(self) -> datetime:
        return shop_now(self._memory.state, datetime.now(UTC))

    def live_plan(self) -> LivePlan:
        """The live plan as last loaded."""
        return self._plan

    # -- catching up -------------------------------------------------------------

    def refresh(self, most: int | None = None) -> bool:
        """Fold in what is new, make the rows that it changes and tell the listeners.

        `most` operations follow a mended plan at once (None: all); whether some still have to.
        """
        with self._memory.lock, uncollected():
            if self._memory.listener is None:
                self._memory.listener = self._hear
            state = self._memory.catch_up()
            self._load_plan(state)
            self._load_impacts()
            if self._began != self._memory.began or not same_place(state.shop, self._shop):
                self._begin(state)
                return False
            news, self._news = self._news, []
            now = self.now()
            impacts, self._impacts = self._impacts, None
            changes = self.board.update(state, self._plan, now, news, most=most, impacts=impacts)
            self._tick(state, now, changes)
            if changes or news:
                self._step(state, tuple(str(entry.event.id) for entry, _ in news), changes)
            return self.board.unfinished

    def weigh(self) -> None:
        """Count loads, the day's and the month's figures anew; the counting itself holds no lock."""
        with self._memory.lock:
            self.refresh()
            began, state = self._began, self._memory.state
            shop = state.shop
            scene, ready = self.board.weigh(state, self.now())
        weights = self.board.weighed(scene, ready)
        figures = self._figures.step(began, scene.sight.now)
        with self._memory.lock:
            if began != self._began or not same_place(self._memory.state.shop, shop):
                return
            changes = self.board.put_weights(weights)
            if figures is not None:
                changes.update(self.board.put_figures(figures))
            if changes:
                self._step(self._memory.state, (), changes)

    def _hear(self, entry: Entry, keys: frozenset[Key]) -> None:
        self._news.append((entry, keys))

    def _tick(self, state: State, now: datetime, changes: Changes) -> None:
        real = monotonic()
        if real - self._ticked < TICK_SECONDS:
            return
        self._ticked = real
        for table, rows in self.board.tick(state, now, whole=False).items():
            changes.setdefault(table, {}).update(rows)

    def _begin(self, state: State) -> None:
        """Another shop: everything anew, and all clients load their snapshot again."""
        self._news.clear()
        self._began = self._memory.began
        self._shop = state.shop
        self.board.rebuild(state, self._plan, self.now(), self._messages(state), advice.impacts())
        self._ticked = monotonic()
        settle(state)
        self.cursor += 1
        self.first = self.cursor
        self.ring.clear()
        self._ring_bytes = 0
        for listener in self.listeners:
            listener(None)

    def _step(self, state: State, entries: tuple[str, ...], changes: Changes) -> None:
        self.cursor += 1
        step = Step(self.cursor, state.seq, entries, changes, {})
        size = 200 + 400 * sum(len(rows) for rows in changes.values())
        self.ring[self.cursor] = (step, size)
        self._ring_bytes += size
        while self._ring_bytes > RING_BYTES and len(self.ring) > 1:
            gone, (_, freed) = self.ring.popitem(last=False)
            self._ring_bytes -= freed
            self.first = gone
        for listener in self.listeners:
            listener(step)

    def _load_plan(self, state: State) -> None:
        """The published plan, or its mended form where the planner process has made one since."""
        if state.plan is None:
            self._published, self._plan, self._rev = None, NO_PLAN, -1
            return
        if state.plan is not self._published:
            plans = EntryRow.objects.filter(kind="PlanPublished", seq__lte=state.seq)
            self._published_seq = plans.aggregate(last=Max("seq"))["last"] or 0
            self._published = state.plan
            self._plan = live_from_published(state.plan)
            self._rev = -1
        found = LivePlanRow.objects.filter(seq__gte=self._published_seq).values_list("rev").first()
        if found is None or found[0] == self._rev:
            return
        row = LivePlanRow.objects.get()
        self._rev = row.rev
        plan = unpack(bytes(row.body))
        if plan.version == state.plan.version and row.seq >= self._published_seq:
            self._plan = plan

    def _load_impacts(self) -> None:
        """What problems do to the plan, when the planner process has computed it anew."""
        found = LivePlanRow.objects.values_list("impacts", flat=True).first()
        if found is not None and found != self._impacts_rev:
            self._impacts_rev, self._impacts = found, advice.impacts()

    def _messages(self, state: State) -> list[MessageRow]:
        told = EntryRow.objects.filter(kind__in=_TOLD, seq__lte=state.seq).order_by("-seq")
        scene = self.board.scene(state, self.now())
        found: list[MessageRow] = []
        for row in told[:MESSAGES_KEPT].iterator(chunk_size=5):
            if row.kind == "ShopImported":
                found.append(_imported(state, row))
                break
            message = message_row(scene, entry_of(row, with_plan=False))
            if message is not None:
                found.append(message)
        return found[::-1]


def _imported(state: State, row: EntryRow) -> MessageRow:
    """Without decoding the whole shop: it is the one in the state."""
    facts: dict[str, str | int | float] = {
        "name": state.shop.settings.name,
        "molds": len(state.shop.molds),
    }
    return {"id": str(row.event_id), "at": moment(row.happened_at), "code": "shop_imported", "facts": facts}


def same_place(shop: Shop, before: Shop) -> bool:
    """Whether parts, machines, people and what they go by are still the very same tables."""
    tables = ("parts", "machines", "people", "kinds", "calendars")
    return all(getattr(shop, name) is getattr(before, name) for name in tables)


def check_topic(state: State, topic: str) -> None:
    """NotFound unless the topic is one."""
    if topic in _TOPICS:
        return
    machines = machines_of(topic.removeprefix("station:"))
    known = state.shop.machines
    if not topic.startswith("station:") or not machines or (known and not known.keys() >= set(machines)):
        raise NotFound(f"no topic is called {topic[:100]}")


def selected(
    tables: Mapping[str, Mapping[str, Any]], topic: str, language: str, *, empty: bool = False
) -> dict[str, dict[str, Any]]:
    """The rows of a topic in a language; tables without a row only where `empty`."""
    if topic in _TOPICS:
        found = {name: dict(tables.get(name, {})) for name in _TOPICS[topic]}
    else:
        machines = machines_of(topic.removeprefix("station:"))
        found = {name: _of_stations(name, tables.get(name, {}), machines) for name in _STATION}
    if found.get("questions"):
        found["questions"] = {i: _worded(row, language) for i, row in found["questions"].items()}
    return {name: rows for name, rows in found.items() if rows or empty}


def _of_stations(table: str, rows: Mapping[str, Any], machines: tuple[str, ...]) -> dict[str, Any]:
    if table in ("machines", "stations"):
        return {machine: rows[machine] for machine in machines if machine in rows}
    # Problems of other machines too: whoever is signed in may be called there.
    if table == "questions":
        # Both sides of a conflict see it.
        return {
            i: row
            for i, row in rows.items()
            if row is None or row["machine"] in machines or row["other_machine"] in machines
        }
    return dict(rows)


def _worded(row: Any, language: str) -> Any:
    return row if row is None else {**row, "reason": text_of(row["reason"], language)}


#: The rows of this process.
present = Present(memory)
