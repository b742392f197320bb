"""Kinds of events that other programs can be told of, and what of an event is told."""

from datetime import datetime
from typing import Any

from sprue.shop import events as ev
from sprue.shop import ledger as le
from sprue.shop.codec import to_json
from sprue.shop.events import Entry

#: Kind as it goes over the wire, by the fact.
KINDS: dict[type, str] = {
    ev.OperationStarted: "operation.started",
    ev.OperationFinished: "operation.finished",
    ev.ReportUndone: "report.undone",
    ev.ProblemRaised: "problem.raised",
    ev.ProblemEscalated: "problem.escalated",
    ev.ProblemAnswered: "problem.answered",
    ev.ProblemResolved: "problem.resolved",
    ev.MachineDown: "machine.down",
    ev.MachineUp: "machine.up",
    ev.MaterialReceived: "material.received",
    ev.PlanPublished: "plan.published",
    le.LedgerItemOpened: "ledger.opened",
    le.LedgerItemClosed: "ledger.closed",
}
NAMES = tuple(KINDS.values())
#: The kind of a test.
TEST = "test"


def _plan(fact: ev.PlanPublished) -> dict[str, Any]:
    """The rows are asked for by version: there may be forty thousand."""
    return {
        "version": fact.version,
        "planned_at": fact.planned_at.isoformat(),
        "message": fact.message,
        "late_molds": fact.late_molds,
    }


def body_of(entry: Entry) -> dict[str, Any]:
    """What is told: kind, moment and facts. Details are asked for over the interface by the ids in it."""
    fact = entry.event.fact
    data = _plan(fact) if isinstance(fact, ev.PlanPublished) else to_json(fact)
    return body(KINDS[type(fact)], entry.event.happened_at, {**data, "entry": entry.seq})


def body(kind: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """The shape that Standard Webhooks recommends."""
    return {"type": kind, "timestamp": at.isoformat(), "data": data}
