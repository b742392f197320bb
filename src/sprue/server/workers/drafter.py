"""Drafts in the planner's hands: what a change does while a bar is dragged, drafts that are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sprue.floor import policy
from sprue.floor.impact import amendment
from sprue.floor.refusal import Code, Refusal
from sprue.planning.difference import MilestoneMove
from sprue.planning.drafting import Drafted, Drafting, Placing
from sprue.planning.drafting_words import break_text
from sprue.planning.plan import Plan, PlannedOperation
from sprue.planning.referee import violations
from sprue.server.floor import drafts
from sprue.server.floor.models import Draft
from sprue.server.workers.bases import Base
from sprue.server.workers.solver import published
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, OperationId

Answer = dict[str, Any]


class Drafter:
    """Answers `preview`, `keep` and `rebase`."""

    def __init__(self) -> None:
        self._drafting = Drafting()

    def warm(self, base: Base) -> None:
        """Make ready for the next preview."""
        self._drafting.draft(base.shop, base.live, ())

    def preview(self, base: Base, asked: Answer, _by: str) -> Answer:
        """What the changes do: what they break, who slips, what moves."""
        return self._told(base, self._drafted(base, asked["changes"]), asked["language"])

    def keep(self, base: Base, asked: Answer, by: str) -> Answer:
        """The changes as a draft beside the live plan; Refusal when the referee finds fault with it."""
        drafted = self._drafted(base, asked["changes"])
        row = Draft(
            id=uuid4(),
            name=asked["name"],
            made_at=datetime.now(UTC),
            made_by=by[:200],
            changes=asked["changes"],
        )
        self._fill(row, base, drafted, asked["language"])
        row.save(force_insert=True)
        return drafts.told(row)

    def rebase(self, base: Base, asked: Answer, _by: str) -> Answer:
        """A draft made anew on the live plan of now."""
        row = Draft.objects.filter(id=UUID(asked["draft"]), scenario=False).first()
        if row is None:
            raise Refusal(Code.UNKNOWN_DRAFT)
        self._fill(row, base, self._drafted(base, row.changes), asked["language"])
        row.save(force_update=True)
        return drafts.told(row)

    def _fill(self, row: Draft, base: Base, drafted: Drafted, language: str) -> None:
        broken = violations(drafted.problem, drafted.plan)
        if broken:
            raise Refusal(Code.DRAFT_BROKEN, {"violations": len(broken)})
        amended = amendment(base.own, base.shop, drafted.shop, None, policy.SCENARIO)
        figures = {"before": figures_of(drafted.before), "after": figures_of(drafted.plan)}
        row.base = base.version
        row.facts = {**self._told(base, drafted, language), **figures}
        row.amended = drafts.packed_amendment(amended)
        row.body = drafts.pack(published(drafted.plan, base.version + 1, ""))

    def _drafted(self, base: Base, changes: Sequence[Answer]) -> Drafted:
        return self._drafting.draft(base.shop, base.live, [_placing(change) for change in changes])

    def _told(self, base: Base, drafted: Drafted, language: str) -> Answer:
        clock = drafted.plan.clock
        return {
            "base": base.version,
            "breaks": [
                {"operation": b.operation, "rule": b.rule, "text": break_text(b, base.shop, language)}
                for b in drafted.breaks
            ],
            "slips": [move_told(move, clock) for move in drafted.slips],
            "gains": [
                move_told(m, clock)
                for m in drafted.milestones
                if m.after is not None and (m.before is None or m.after < m.before)
            ],
            "moved": [row_told(row, clock) for row in drafted.moved],
        }


def _placing(change: Answer) -> Placing:
    start, machine = change.get("start"), change.get("machine")
    return Placing(
        OperationId(change["operation"]),
        MachineId(machine) if machine else None,
        datetime.fromisoformat(start) if start else None,
        bool(change.get("pin")),
    )


def row_told(row: PlannedOperation, clock: PlanClock) -> Answer:
    """Where and when an operation is in the draft."""
    return {
        "operation": row.operation,
        "machine": row.machine,
        "start": moment(clock, row.setup_start),
        "end": moment(clock, row.end),
    }


def move_told(move: MilestoneMove, clock: PlanClock) -> Answer:
    """A milestone that moves; `late`: hours after its date, in the draft (None: it has no end any more)."""
    return {
        "mold": move.mold,
        "milestone": move.milestone.value,
        "from": moment(clock, move.before),
        "to": moment(clock, move.after),
        "late": None if move.after is None else round(max(0, move.after - move.due) / 60, 2),
    }


def figures_of(plan: Plan) -> Answer:
    """The figures that are put side by side."""
    return {
        "late_molds": plan.summary.late_molds,
        "tardiness_hours": round(plan.summary.weighted_tardiness_hours, 2),
    }


def moment(clock: PlanClock, minute: int | None) -> str | None:
    """A plan minute as ISO 8601 in UTC."""
    return None if minute is None else clock.at(minute).astimezone(UTC).isoformat()
