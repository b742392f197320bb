"""The desk's tables, kept up to date by patches: all that the workforce knows of the shop."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sprue.shop.clock import ShopTime
from sprue.wire import rows as wire

#: The place of work that needs no machine.
OUTSIDE = ""
_GATES = ("drawing", "program", "electrode", "fixture")


def when(moment: str) -> datetime:
    """A moment of the wire."""
    return datetime.fromisoformat(moment)


@dataclass(slots=True)
class Mirror:
    """Rows by table and id, and what is looked up often: ready, running and paused work, parts that wait.

    `ready`: machine → operations that may start there (`OUTSIDE`: at a supplier).
    """

    cursor: int = 0
    operations: dict[str, wire.OperationRow] = field(default_factory=dict)
    machines: dict[str, wire.MachineRow] = field(default_factory=dict)
    parts: dict[str, wire.PartRow] = field(default_factory=dict)
    people: dict[str, wire.PersonRow] = field(default_factory=dict)
    problems: dict[str, wire.ProblemRow] = field(default_factory=dict)
    ready: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    under_way: set[str] = field(default_factory=set)
    operations_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unsupplied: set[str] = field(default_factory=set)
    gated: set[str] = field(default_factory=set)
    time: ShopTime | None = None
    _ready_at: dict[str, str] = field(default_factory=dict)

    def load(self, snapshot: Mapping[str, Any]) -> None:
        """Forget everything and begin with a snapshot of the desk."""
        self.__init__()  # type: ignore[misc]  # a mirror has nothing but what it was told
        self._take(snapshot)

    def apply(self, patch: Mapping[str, Any]) -> None:
        """Take over new rows; patches that are in already are left out."""
        if patch["cursor"] > self.cursor:
            self._take(patch)

    def now(self, real: datetime) -> datetime:
        """Shop time at a real moment."""
        return self.time.at(real) if self.time is not None else real

    @property
    def rate(self) -> float:
        return self.time.rate if self.time is not None else 1.0

    def kind_of(self, operation: wire.OperationRow, machine: wire.MachineRow) -> str:
        """The kind under which the machine does the operation."""
        return operation["kind"] or machine["kind"]

    def people_on_site(self) -> list[wire.PersonRow]:
        """Everybody who is signed in."""
        return [person for person in self.people.values() if person["since"] is not None]

    def open_problems(self) -> list[wire.ProblemRow]:
        """Problems that nobody has solved."""
        return [problem for problem in self.problems.values() if problem["status"] != "resolved"]

    def _take(self, news: Mapping[str, Any]) -> None:
        self.cursor = news["cursor"]
        tables = news["tables"]
        for name in ("machines", "people", "problems"):
            _merge(cast(dict[str, Any], getattr(self, name)), tables.get(name, {}))
        for identity, row in tables.get("operations", {}).items():
            self._operation(identity, row)
        for identity, row in tables.get("parts", {}).items():
            self._part(identity, row)
        for row in tables.get("clock", {}).values():
            self.time = ShopTime(when(row["real"]), when(row["shop"]), float(row["rate"]))

    def _operation(self, identity: str, row: wire.OperationRow | None) -> None:
        place = self._ready_at.pop(identity, None)
        if place is not None:
            self.ready[place].discard(identity)
        self.under_way.discard(identity)
        if row is None:
            self.operations.pop(identity, None)
            return
        self.operations[identity] = row
        self.operations_of[row["part"]].add(identity)
        if row["ready"]:
            place = OUTSIDE if row["mode"] == "outside" else row["machine"]
            if place is not None:
                self._ready_at[identity] = place
                self.ready[place].add(identity)
        if row["work"] in ("running", "paused"):
            self.under_way.add(identity)

    def _part(self, identity: str, row: wire.PartRow | None) -> None:
        self.unsupplied.discard(identity)
        self.gated.discard(identity)
        if row is None:
            self.parts.pop(identity, None)
            return
        self.parts[identity] = row
        if row["gates"]["material"]["state"] in ("expected", "no"):
            self.unsupplied.add(identity)
        gates = cast(dict[str, wire.Gate], row["gates"])
        if any(gates[gate]["state"] in ("expected", "no") for gate in _GATES):
            self.gated.add(identity)


def _merge(table: dict[str, Any], news: Mapping[str, Any]) -> None:
    for identity, row in news.items():
        if row is None:
            table.pop(identity, None)
        else:
            table[identity] = row


def minutes(count: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)
