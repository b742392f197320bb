"""The planner's four questions, and scenarios: each one request, answered by the planner within seconds.

An answer that is not there after a few seconds is asked for again by its id, with GET.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Router
from ninja.files import UploadedFile
from pydantic import StringConstraints

from sprue.files.quote import read_quote
from sprue.server import schemas as sc
from sprue.server.asking import answers, asker, plain
from sprue.server.drafts_api import MessageIn, Name, published
from sprue.server.floor import drafts, questions, scenarios
from sprue.server.floor.memory import memory
from sprue.server.floor.parse import BadRequest
from sprue.server.turned import Door, TurnedAway
from sprue.shop.errors import UserMistake
from sprue.shop.orders import MoldClass
from sprue.wire import drafts as dr
from sprue.wire.commands import CommandAnswer

router = Router(tags=["questions"])
scenes = Router(tags=["scenarios"])

LARGEST_QUOTE = 2_000_000

#: A name inside a list or as a key, which the check of whole fields does not see.
Text = Annotated[str, StringConstraints(max_length=200, pattern="^[^\\x00]*$")]
Hours = Annotated[Decimal, Field(ge=0, le=100_000)]


class MoldIn(sc.In):
    """Which mold."""

    mold: str = Field(max_length=200)


class RaiseIn(MoldIn):
    """`weight`: what an hour of the mold weighs against hours by which others get late."""

    weight: Decimal = Field(Decimal(5), gt=0, le=1000)


class OrderIn(sc.In):
    """A mold that is asked for; `hours` of a quote by kind take the place of those of its class."""

    mold_class: MoldClass
    weight: Decimal = Field(Decimal(1), gt=0, le=1000)
    name: str = Field("", max_length=200)
    t1: datetime | None = Field(None, description="How probable is this date? ISO 8601 with zone")
    hours: dict[Text, Hours] = Field(default_factory=dict, max_length=200)


class TimeIn(sc.In):
    """From and to."""

    start: datetime
    end: datetime


class PickIn(sc.In):
    """One change. `name`: the mold, machine, person, kind, or operation or part to be sent out."""

    change: Literal[
        "rush", "machine_out", "absence", "overtime", "further_machine", "further_person", "outside"
    ]
    name: str = Field(max_length=200)
    weight: Decimal | None = Field(None, gt=0, le=1000)
    t1: datetime | None = None
    due: datetime | None = None
    times: list[TimeIn] = Field(default_factory=list, max_length=100)
    people: list[Text] = Field(default_factory=list, max_length=200)
    count: int = Field(1, ge=1, le=20)
    days: Decimal = Field(Decimal(1), ge=0, le=365)


class ScenarioIn(sc.In):
    """A scenario: what would be otherwise."""

    name: Name
    picks: list[PickIn] = Field(min_length=1, max_length=50)


@router.post("/date", response=answers(dr.DateAnswer))
def date(request: HttpRequest, body: MoldIn) -> HttpResponse:
    """The reliable date of a mold's first trial: dates with their probability, and the chain of reasons."""
    return _asked("date", {"mold": body.mold}, request)


@router.post("/load", response=answers(dr.LoadAnswer))
def load(request: HttpRequest) -> HttpResponse:
    """Which group is overloaded, and when: hours that promises need by week over hours that are open."""
    return _asked("load", {}, request)


@router.post("/raise", response=answers(dr.RaiseAnswer))
def raise_mold(request: HttpRequest, body: RaiseIn) -> HttpResponse:
    """Raise a mold: what it gains, which others slip, and by how much."""
    return _asked("raise", {"mold": body.mold, "weight": str(body.weight)}, request)


@router.post("/order", response=answers(dr.OrderAnswer))
def order(request: HttpRequest, body: OrderIn) -> HttpResponse:
    """Can this order be taken: date and probability, who slips, what it needs."""
    asked = {
        "mold_class": body.mold_class.value,
        "weight": str(body.weight),
        "name": body.name,
        "t1": _aware(body.t1).isoformat() if body.t1 is not None else None,
        "hours": {kind: str(hours) for kind, hours in body.hours.items()},
    }
    return _asked("order", asked, request)


@router.post("/quote", response=answers(dr.QuoteLook))
def quote(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Read a quote in Excel: hours by kind of work, for the question above; rows that can't be taken."""
    asker(request)
    if (file.size or 0) > LARGEST_QUOTE:
        raise TurnedAway(Door.FILE_TOO_LARGE)
    with memory.lock:
        kinds = memory.catch_up().shop.kinds
    try:
        found = read_quote(file.read(), kinds)
    except UserMistake as mistake:
        raise TurnedAway(Door.NO_QUOTE) from mistake
    return plain(
        {
            "hours": {kind: float(hours) for kind, hours in found.hours.items()},
            "faults": [{"row": f.row, "value": f.value, "fault": f.fault} for f in found.faults],
        }
    )


@router.get("/{uuid:question}", response=answers(dr.AnyAnswer))
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """How far a question is; waits for its answer for some seconds."""
    asker(request)
    return plain(questions.answer(question))


@scenes.post("", response=answers(dr.ScenarioAnswer))
def plan_scenario(request: HttpRequest, body: ScenarioIn) -> HttpResponse:
    """Plan a scenario on a copy of the shop; the live plan stays."""
    for pick in body.picks:
        _check(pick)
    picks = scenarios.changes_of([pick.dict() for pick in body.picks])
    return _asked("scenario", {"name": body.name, "changes": picks}, request)


@scenes.get("", response=answers(dr.ScenarioList))
def list_scenarios(request: HttpRequest) -> HttpResponse:
    """All scenarios with their figures, the newest first."""
    asker(request)
    return plain(drafts.listed(scenario=True))


@scenes.post("/{uuid:draft}/again", response=answers(dr.ScenarioAnswer))
def again(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Plan a scenario anew on the live plan of now."""
    return _asked("scenario", {"draft": str(draft)}, request)


@scenes.delete("/{uuid:draft}", response=answers(None, status=204))
def forget(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Forget a scenario."""
    asker(request)
    drafts.forget(draft)
    return HttpResponse(status=204)


@scenes.post("/{uuid:draft}/adopt", response=answers(CommandAnswer) | {409: sc.PlanMoved})
def adopt(request: HttpRequest, draft: UUID, body: MessageIn) -> Any:
    """Make it true: the facts that it needs, and its plan. 409 when the live plan has moved meanwhile."""
    return published(request, draft, body.message)


def _asked(kind: str, asked: dict[str, Any], request: HttpRequest) -> HttpResponse:
    who = asker(request)
    return plain(questions.answer(questions.put(kind, asked, who)))


def _check(pick: PickIn) -> None:
    if pick.change in ("machine_out", "absence", "overtime") and not pick.times:
        raise BadRequest("times: must have a start and an end")
    for one in pick.times:
        _aware(one.start)
        _aware(one.end)
    for moment in (pick.t1, pick.due):
        if moment is not None:
            _aware(moment)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise BadRequest(f"{moment.isoformat()}: must have a time zone")
    return moment
