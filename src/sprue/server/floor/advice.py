"""What open problems do to the plan, and what could be done about them: kept for screens, asked for.

The planner process computes; the web only reads, asks and waits.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from sprue.floor.refusal import Code, Refusal
from sprue.floor.slips import Impact
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Advice, LivePlan
from sprue.server.floor.models import Impact as ImpactRow
from sprue.server.floor.who import Who
from sprue.shop.ids import ProblemId
from sprue.shop.problems import ProblemStatus

NONE, WAITING, WORKING, READY, WANTED, TAKING, TAKEN, FAILED = (
    *("none", "waiting", "working", "ready"),
    *("wanted", "taking", "taken", "failed"),
)


def keep(problem: ProblemId, impact: Impact) -> None:
    """Keep what a problem does to the plan; screens are told."""
    with transaction.atomic():
        ImpactRow.objects.update_or_create(problem=problem, defaults={"facts": impact})
        LivePlan.objects.update(impacts=F("impacts") + 1)


def impacts() -> dict[ProblemId, Impact]:
    """What open problems do to the plan, as far as it was computed."""
    return {ProblemId(row.problem): row.facts for row in ImpactRow.objects.all()}


def forget(problems: Iterable[ProblemId] | None = None) -> None:
    """These problems are over (None: another shop came in)."""
    of = ImpactRow.objects.all() if problems is None else ImpactRow.objects.filter(problem__in=[*problems])
    with transaction.atomic():
        if of.delete()[0]:
            LivePlan.objects.update(impacts=F("impacts") + 1)
        if problems is None:
            Advice.objects.all().delete()


def ask(problem: str, who: Who) -> dict[str, Any]:
    """Ask what could be done about an open problem."""
    _open(problem)
    fresh = {"state": WAITING, "asked_at": datetime.now(UTC), "asked_by": who.name[:200], "facts": {}}
    Advice.objects.update_or_create(problem=problem, defaults=fresh)
    return state(problem)


def state(problem: str) -> dict[str, Any]:
    """How far the answer is, and the counter-moves found so far."""
    found = Advice.objects.filter(problem=problem).first()
    if found is None:
        return {"problem": problem, "state": NONE, "moves": []}
    return {"problem": problem, "state": found.state, "moves": [], **found.facts}


def take(problem: str, number: int, who: Who) -> dict[str, Any]:
    """Take one of the counter-moves: the planner process makes the plan for it and publishes it."""
    _open(problem)
    found = Advice.objects.filter(problem=problem, state__in=(READY, FAILED)).first()
    moves = found.facts.get("moves", []) if found is not None else []
    if found is None or not 0 <= number < len(moves) or not moves[number]["takeable"]:
        raise Refusal(Code.UNKNOWN_DRAFT)
    facts = {**found.facts, "chosen": number, "failure": ""}
    wanted = {"state": WANTED, "facts": facts, "asked_at": datetime.now(UTC), "asked_by": who.name[:200]}
    Advice.objects.filter(problem=problem, state=found.state).update(**wanted)
    return state(problem)


def _open(problem: str) -> None:
    with memory.lock:
        known = memory.catch_up().problems.get(ProblemId(problem))
    if known is None:
        raise Refusal(Code.UNKNOWN_PROBLEM)
    if known.status is ProblemStatus.RESOLVED:
        raise Refusal(Code.PROBLEM_CLOSED)


# -- for the planner process -----------------------------------------------------------


def waits() -> bool:
    """Whether somebody waits for an answer or for a plan."""
    return Advice.objects.filter(state__in=(WAITING, WANTED)).exists()


def claim(waiting: str, working: str) -> Advice | None:
    """The oldest row in state `waiting`, from now on `working`; None: nothing waits."""
    found = Advice.objects.filter(state=waiting).order_by("asked_at").first()
    if found is None or not Advice.objects.filter(problem=found.problem, state=waiting).update(state=working):
        return None
    found.state = working
    return found


def put(row: Advice, state: str, **facts: Any) -> None:
    """Write down how far the work on a row is, unless somebody has asked anew meanwhile."""
    row.facts = {**row.facts, **facts}
    ours = Advice.objects.filter(problem=row.problem, state=row.state, asked_at=row.asked_at)
    if ours.update(state=state, facts=row.facts):
        row.state = state


def resume() -> None:
    """What an earlier planner process had begun waits again."""
    Advice.objects.filter(state=WORKING).update(state=WAITING)
    Advice.objects.filter(state=TAKING).update(state=WANTED)
