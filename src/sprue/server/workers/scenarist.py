"""Scenarios in the planner's hands: the shop as it would be, repaired, beside the live plan."""

from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sprue.floor import policy
from sprue.floor.impact import amendment
from sprue.floor.refusal import Code, Refusal
from sprue.planning.build import problem_of
from sprue.planning.changes import Change, FurtherMachine, FurtherPerson, Overtime, SentOutside
from sprue.planning.changing import apply_all
from sprue.planning.difference import MilestoneMove
from sprue.planning.drafting import moved
from sprue.planning.plan import Plan
from sprue.planning.promise import slip
from sprue.planning.referee import violations
from sprue.planning.repairing import Repair
from sprue.planning.what_if import Outlook, Yardstick
from sprue.planning.why.texts import change_text
from sprue.server.floor import drafts
from sprue.server.floor.models import Draft
from sprue.server.workers.bases import Base
from sprue.server.workers.drafter import Answer
from sprue.server.workers.inquirer import MOST, moves_told
from sprue.server.workers.solver import published
from sprue.shop.codec import from_json
from sprue.shop.shop import Shop

LANGUAGES = ("en", "zh-hans")
#: What is not there yet can be looked at, but not be planned with.
NOT_THERE = (FurtherMachine, FurtherPerson)


class Scenarist:
    """Answers `scenario` (a new one, or `draft`: one made anew on the live plan of now)."""

    def __init__(self, pool: Executor) -> None:
        self._repair = Repair(mapper=pool.map)
        self._base: Base | None = None
        self._unchanged: tuple[Yardstick, Plan] | None = None

    def scenario(self, base: Base, asked: Answer, by: str) -> Answer:
        """Plan it and keep it; Refusal when the referee finds fault, UserMistake when a change can't be."""
        row = self._row(asked, by)
        changes: tuple[Change, ...] = from_json(row.changes, tuple[Change, ...])
        changed = apply_all(base.shop, changes)
        made = self._repair(changed, base.live, base.now)
        broken = violations(problem_of(changed, base.now), made)
        if broken:
            raise Refusal(Code.DRAFT_BROKEN, {"violations": len(broken)})
        yardstick, unchanged = self._compared_with(base)
        row.base = base.version
        row.facts = {
            "texts": {
                language: [change_text(one, base.shop, language) for one in changes] for language in LANGUAGES
            },
            "adoptable": not any(isinstance(change, NOT_THERE) for change in changes),
            "live": _figures(yardstick.outlook("", (), base.live, base.live), base.live, base.live),
            "unchanged": _figures(yardstick.outlook("", (), unchanged, base.live), base.live, unchanged),
            "after": {
                **_figures(yardstick.outlook("", changes, made, base.live, changed), base.live, made),
                "overtime_hours": overtime_hours(changes, base.shop),
                "outside_days": float(sum(c.days for c in changes if isinstance(c, SentOutside))),
            },
        }
        amended = amendment(base.own, base.shop, changed, None, policy.SCENARIO)
        row.amended = drafts.packed_amendment(amended)
        row.body = drafts.pack(published(made, base.version + 1, ""))
        row.save()
        return drafts.told(row)

    def _row(self, asked: Answer, by: str) -> Draft:
        if asked.get("draft") is None:
            return Draft(
                id=uuid4(),
                name=asked["name"],
                made_at=datetime.now(UTC),
                made_by=by[:200],
                scenario=True,
                changes=asked["changes"],
            )
        row = Draft.objects.filter(id=UUID(asked["draft"]), scenario=True).first()
        if row is None:
            raise Refusal(Code.UNKNOWN_DRAFT)
        return row

    def _compared_with(self, base: Base) -> tuple[Yardstick, Plan]:
        """The shop as it is under the same repair; the same for all scenarios of one base."""
        if self._base is not base or self._unchanged is None:
            self._unchanged = (
                Yardstick(base.shop, base.live, base.now),
                self._repair(base.shop, base.live, base.now),
            )
            self._base = base
        return self._unchanged


def _figures(seen: Outlook, live: Plan, made: Plan) -> Answer:
    """One column of the table; `moved`: operations elsewhere than in the live plan."""
    later = [move for move in seen.moves if _slips(move)]
    sooner = [move for move in seen.moves if not _slips(move)]
    return {
        "late_molds": seen.late_molds,
        "tardiness_hours": round(seen.weighted_tardiness_hours, 1),
        "molds_without_date": seen.molds_without_date,
        "unattended_hours": round(seen.unattended_hours, 1),
        "moved_soon": seen.moved_soon,
        "moved": len(moved(live, made)),
        "slip_count": len(later),
        "gain_count": len(sooner),
        "slips": moves_told(sorted(later, key=_size, reverse=True)[:MOST], made.clock),
        "gains": moves_told(sorted(sooner, key=_size, reverse=True)[:MOST], made.clock),
    }


def _slips(move: MilestoneMove) -> bool:
    by = slip(move)
    return by is None or by.total_seconds() > 0


def _size(move: MilestoneMove) -> float:
    by = slip(move)
    return float("inf") if by is None else abs(by.total_seconds())


def overtime_hours(changes: tuple[Change, ...], shop: Shop) -> float:
    """Hours of people in overtime; of machines where nobody is named."""
    hours = 0.0
    for change in changes:
        if isinstance(change, Overtime):
            span = sum((end - start).total_seconds() for start, end in change.times) / 3600
            machines: set[Any] = set(change.machines)
            machines |= {m.id for m in shop.machines.values() if change.kind in m.kinds}
            hours += span * (len(change.people) or len(machines))
    return round(hours, 1)
