"""Plans beside the live one: drafts by hand, the planner's four questions, scenarios."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sprue.client.connection import Connection, part_of
from sprue.client.errors import SprueError
from sprue.wire.commands import CommandAnswer
from sprue.wire.drafts import (
    DraftComparison,
    DraftList,
    DraftPreview,
    KeptDraft,
    Overload,
    QuoteLook,
    RaisedMold,
    ReliableDate,
    Scenario,
    ScenarioList,
    TakenOrder,
)

#: Seconds between two looks at a question that is not answered yet; each look waits for some itself.
_REST = 0.5
#: Questions are answered within seconds, scenarios of large shops within a minute.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Put:
    """An operation put elsewhere; None: as it is planned. Without `pin` its pin comes off."""

    operation: str
    machine: str | None = None
    start: datetime | None = None
    pin: bool = False

    def body(self) -> dict[str, Any]:
        """As it goes over the wire. ValueError: a moment without zone."""
        start = _moment(self.start) if self.start is not None else None
        return {"operation": self.operation, "machine": self.machine, "start": start, "pin": self.pin}


@dataclass(frozen=True, slots=True)
class Pick:
    """What is otherwise in a scenario; `name`: the mold, machine, person, kind, operation or part.

    `change`: rush, machine_out, absence, overtime, further_machine, further_person or outside.
    """

    change: str
    name: str
    weight: float | None = None
    t1: datetime | None = None
    due: datetime | None = None
    times: tuple[tuple[datetime, datetime], ...] = ()
    people: tuple[str, ...] = ()
    count: int = 1
    days: float = 1

    def body(self) -> dict[str, Any]:
        """As it goes over the wire. ValueError: a moment without zone."""
        return {
            "change": self.change,
            "name": self.name,
            "weight": self.weight,
            "t1": _moment(self.t1) if self.t1 is not None else None,
            "due": _moment(self.due) if self.due is not None else None,
            "times": [{"start": _moment(start), "end": _moment(end)} for start, end in self.times],
            "people": [*self.people],
            "count": self.count,
            "days": self.days,
        }


class Planning(Connection):
    """What the planner process for questions answers; methods wait for it, at most two minutes."""

    # -- drafts ----------------------------------------------------------------------

    def preview(self, base: int, changes: Sequence[Put]) -> DraftPreview:
        """What the changes to live plan `base` break, which molds slip, what moves; nothing is kept."""
        found: DraftPreview = self.post("/drafts/preview", _changes(base, changes))
        return found

    def keep_draft(self, name: str, base: int, changes: Sequence[Put]) -> KeptDraft:
        """Keep the changes as a draft beside the live plan."""
        found: KeptDraft = self.post("/drafts", {**_changes(base, changes), "name": name})
        return found

    def drafts(self) -> DraftList:
        """All drafts, the newest first, and the version of the live plan."""
        found: DraftList = self.get("/drafts")
        return found

    def kept_draft(self, draft: str) -> KeptDraft:
        """One draft with all that it moves."""
        found: KeptDraft = self.get(f"/drafts/{part_of(draft)}")
        return found

    def compare_draft(self, draft: str) -> DraftComparison:
        """What the draft does differently from the live plan."""
        found: DraftComparison = self.get(f"/drafts/{part_of(draft)}/compare")
        return found

    def rename_draft(self, draft: str, name: str) -> KeptDraft:
        """Give it another name."""
        path = f"/api/drafts/{part_of(draft)}"
        found: KeptDraft = self.door.json("PUT", path, again=False, json={"name": name})
        return found

    def rebase_draft(self, draft: str) -> KeptDraft:
        """Make the draft anew on the live plan of now."""
        found: KeptDraft = self.post(f"/drafts/{part_of(draft)}/rebase")
        return found

    def publish_draft(self, draft: str, message: str) -> CommandAnswer:
        """The draft becomes the live plan; Refused `plan_moved` when the live plan is another by now."""
        found: CommandAnswer = self.post(f"/drafts/{part_of(draft)}/publish", {"message": message})
        return found

    def forget_draft(self, draft: str) -> None:
        """Forget a draft."""
        self.door.json("DELETE", f"/api/drafts/{part_of(draft)}", again=False)

    # -- the four questions -------------------------------------------------------------

    def reliable_date(self, mold: str) -> ReliableDate:
        """When a mold's first trial is, how surely, and what its way waits for."""
        found: ReliableDate = self._answer("/questions/date", {"mold": mold})
        return found

    def overload(self) -> Overload:
        """Which kinds of machines are overloaded, and when."""
        found: Overload = self._answer("/questions/load", {})
        return found

    def raise_mold(self, mold: str, weight: float = 5) -> RaisedMold:
        """What a mold gains when it is raised, which others slip, and by how much."""
        found: RaisedMold = self._answer("/questions/raise", {"mold": mold, "weight": weight})
        return found

    def can_take(
        self,
        mold_class: str,
        *,
        name: str = "",
        weight: float = 1,
        t1: datetime | None = None,
        hours: Mapping[str, float] | None = None,
    ) -> TakenOrder:
        """Whether an order can be taken: when, how surely, who slips. `hours` by kind: of a quote."""
        asked = {
            "mold_class": mold_class,
            "name": name,
            "weight": weight,
            "t1": _moment(t1) if t1 is not None else None,
            "hours": dict(hours or {}),
        }
        found: TakenOrder = self._answer("/questions/order", asked)
        return found

    def read_quote(self, data: bytes, name: str = "quote.xlsx") -> QuoteLook:
        """Hours by kind of work of a quote in Excel, for `can_take`."""
        path = "/api/questions/quote"
        found: QuoteLook = self.door.json("POST", path, again=False, files={"file": (name, data)})
        return found

    # -- scenarios -----------------------------------------------------------------------

    def plan_scenario(self, name: str, picks: Sequence[Pick]) -> Scenario:
        """Plan on a copy of the shop; the live plan stays."""
        body = {"name": name, "picks": [pick.body() for pick in picks]}
        found: Scenario = self._answer("/scenarios", body)
        return found

    def scenarios(self) -> ScenarioList:
        """All scenarios with their figures, the newest first."""
        found: ScenarioList = self.get("/scenarios")
        return found

    def plan_scenario_again(self, scenario: str) -> Scenario:
        """On the live plan of now."""
        found: Scenario = self._answer(f"/scenarios/{part_of(scenario)}/again", {})
        return found

    def adopt_scenario(self, scenario: str, message: str) -> CommandAnswer:
        """Make it true: the facts that it needs, and its plan."""
        found: CommandAnswer = self.post(f"/scenarios/{part_of(scenario)}/adopt", {"message": message})
        return found

    def forget_scenario(self, scenario: str) -> None:
        """Forget a scenario."""
        self.door.json("DELETE", f"/api/scenarios/{part_of(scenario)}", again=False)

    def _answer(self, path: str, body: Mapping[str, Any]) -> Any:
        found = self.post(path, body)
        end = time.monotonic() + PATIENCE
        while "answer" not in found:
            if time.monotonic() > end:
                raise SprueError(f"{path} was not answered within {PATIENCE:.0f} s")
            time.sleep(_REST)
            found = self.get(f"/questions/{found['question']}")
        return found["answer"]


def _changes(base: int, changes: Sequence[Put]) -> dict[str, Any]:
    return {"base": base, "changes": [change.body() for change in changes]}


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} needs a zone")
    return at.isoformat()
