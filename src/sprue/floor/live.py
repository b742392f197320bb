"""The live plan: the published one as mended after what has happened since; derived, never journaled."""

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sprue.planning.plan import Plan
from sprue.shop.events import PlanPublished
from sprue.shop.ids import MachineId, OperationId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class LiveRow(NamedTuple):
    """Where and when an operation is planned now; minutes since 1970 in UTC, as they come from the store."""

    machine: MachineId | None
    setup_minute: int
    run_minute: int
    end_minute: int
    slack: int | None

    @property
    def setup(self) -> datetime:
        return moment_of(self.setup_minute)

    @property
    def run(self) -> datetime:
        return moment_of(self.run_minute)

    @property
    def end(self) -> datetime:
        return moment_of(self.end_minute)


@dataclass(frozen=True, slots=True)
class LivePlan:
    """Rows by operation; `hindrances`: why others have none. `version`: of the plan it was mended from."""

    version: int = 0
    rows: dict[OperationId, LiveRow] = field(default_factory=dict)
    hindrances: dict[OperationId, str] = field(default_factory=dict)


NO_PLAN = LivePlan()


def live_from_published(plan: PlanPublished) -> LivePlan:
    """A published plan as it stands, before anything was mended."""
    rows = {
        row.operation: LiveRow(
            row.machine,
            minute_of(row.setup_start),
            minute_of(row.run_start),
            minute_of(row.end),
            row.slack_minutes,
        )
        for row in plan.rows
    }
    unplaced = (*plan.blocked, *plan.unplannable)
    return LivePlan(plan.version, rows, {o: hindrance_of(reason)[0] for o, reason in unplaced})


def hindrance_of(reason: str) -> tuple[str, str]:
    """The hindrance in a published plan's reason, and what it refers to ("": nothing)."""
    hindrance, _, reference = reason.partition(":")
    return hindrance, reference


def live_from_mended(plan: Plan, version: int) -> LivePlan:
    """What `mend` made of published plan `version`."""
    at = minute_of(plan.clock.at(0))
    rows = {
        row.operation: LiveRow(row.machine, at + row.setup_start, at + row.run_start, at + row.end, row.slack)
        for row in plan.operations.values()
    }
    hindrances = {u.operation: u.hindrance.value for u in (*plan.blocked, *plan.unplannable)}
    return LivePlan(version, rows, hindrances)


def pack(plan: LivePlan) -> bytes:
    """The plan as compact bytes."""
    rows = [(operation, *row) for operation, row in plan.rows.items()]
    data = {"version": plan.version, "rows": rows, "hindrances": plan.hindrances}
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> LivePlan:
    """The plan that `pack` made `packed` from."""
    data = json.loads(zlib.decompress(packed))
    rows = {OperationId(name): LiveRow(*row) for name, *row in data["rows"]}
    hindrances = {OperationId(name): reason for name, reason in data["hindrances"].items()}
    return LivePlan(data["version"], rows, hindrances)


def changed(old: LivePlan, new: LivePlan) -> set[OperationId]:
    """Operations whose place or hindrance is another one."""
    found = {o for o, row in new.rows.items() if old.rows.get(o) != row}
    found.update(o for o in old.rows if o not in new.rows)
    names = old.hindrances.keys() | new.hindrances.keys()
    found.update(o for o in names if old.hindrances.get(o) != new.hindrances.get(o))
    return found


def order_of(plan: LivePlan) -> dict[MachineId, list[OperationId]]:
    """Operations by the machine on which they are planned, in the order of the plan."""
    found: dict[MachineId, list[tuple[int, OperationId]]] = {}
    for operation, row in plan.rows.items():
        if row.machine is not None:
            found.setdefault(row.machine, []).append((row.setup_minute, operation))
    return {machine: [o for _, o in sorted(planned)] for machine, planned in found.items()}


def minute_of(moment: datetime) -> int:
    """Minutes since 1970 in UTC, rounded down."""
    return (moment - _EPOCH) // _MINUTE


def moment_of(minute: int) -> datetime:
    """The moment at which a minute since 1970 begins, in UTC."""
    return _EPOCH + minute * _MINUTE
