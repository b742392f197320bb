"""Paper's part of the interface: travelers, labels, badges, dispatch lists and Gantt charts as PDF."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from html import escape
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from sprue.files.paper import Size
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import answers, asker, file_of
from sprue.server.floor import paper
from sprue.server.turned import TurnedAway

router = Router(tags=["paper"])

PDF = "application/pdf"
#: Browsers show PDF by a plug-in of their own.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_MOST_DAYS = 92

Name = Annotated[str, Field(max_length=200)]
#: Days around which there is still a year to count in.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 1, 1))]


class PartsIn(sc.In):
    """Parts of a mold, by id, or whose work begins on a day; several conditions: all of them."""

    mold: Name = ""
    part: list[Name] = Field(default_factory=list, max_length=500)
    day: Day | None = None

    def wanted(self) -> paper.Parts:
        """As the printer takes them."""
        return paper.Parts(mold=self.mold, parts=self.part, day=self.day)


class MachinesIn(sc.In):
    """Machines of a department, of a kind, by id; nothing named: all."""

    department: Name = ""
    kind: Name = ""
    machine: list[Name] = Field(default_factory=list, max_length=500)

    def wanted(self) -> paper.Machines:
        """As the printer takes them."""
        return paper.Machines(department=self.department, kind=self.kind, machines=self.machine)


class LabelIn(sc.In):
    """`sheet`: on A4 to cut, else one a page of the label's size in mm."""

    size: Size = Size.MIDDLE
    sheet: bool = False


class PeopleIn(sc.In):
    """People by id, of a department; nothing named: all."""

    person: list[Name] = Field(default_factory=list, max_length=500)
    department: Name = ""


class Labelled(StrEnum):
    PARTS = "parts"
    ELECTRODES = "electrodes"


@router.get("/travelers", response=answers(bytes), openapi_extra=file_of(PDF))
def travelers(request: HttpRequest, parts: Query[PartsIn]) -> HttpResponse:
    """Travelers: one or more A4 sheets a part, with codes that terminals read."""
    asker(request)
    return pdf_of(request, "travelers", lambda lang: paper.travelers(lang, parts.wanted()))


@router.get("/labels", response=answers(bytes), openapi_extra=file_of(PDF))
def labels(
    request: HttpRequest, parts: Query[PartsIn], label: Query[LabelIn], of: Labelled = Labelled.PARTS
) -> HttpResponse:
    """Labels of parts, or of those that are electrodes."""
    asker(request)
    only = of is Labelled.ELECTRODES
    return pdf_of(
        request,
        "labels",
        lambda lang: paper.part_labels(lang, parts.wanted(), label.size, sheet=label.sheet, electrodes=only),
    )


@router.get("/machine-labels", response=answers(bytes), openapi_extra=file_of(PDF))
def machine_labels(request: HttpRequest, machines: Query[MachinesIn], label: Query[LabelIn]) -> HttpResponse:
    """Labels of machines and work places."""
    asker(request)
    return pdf_of(
        request,
        "machines",
        lambda lang: paper.machine_labels(lang, machines.wanted(), label.size, sheet=label.sheet),
    )


@router.get("/badges", response=answers(bytes), openapi_extra=file_of(PDF))
def badges(request: HttpRequest, label: Query[LabelIn], people: Query[PeopleIn]) -> HttpResponse:
    """Badges with which people sign in at terminals; who has no code is left out."""
    asker(request)
    return pdf_of(
        request,
        "badges",
        lambda lang: paper.badges(lang, people.person, people.department, label.size, sheet=label.sheet),
    )


@router.get("/dispatch", response=answers(bytes), openapi_extra=file_of(PDF))
def dispatch(request: HttpRequest, machines: Query[MachinesIn], day: Day | None = None) -> HttpResponse:
    """What each machine does on a day (by default today), in order."""
    asker(request)
    return pdf_of(request, "dispatch", lambda lang: paper.dispatch(lang, machines.wanted(), day))


@router.get("/gantt", response=answers(bytes), openapi_extra=file_of(PDF))
def gantt(
    request: HttpRequest,
    machines: Query[MachinesIn],
    day: Day | None = None,
    days: Annotated[int, Field(ge=1, le=_MOST_DAYS)] = 7,
) -> HttpResponse:
    """The plan of machines on A3 from a day (by default from now) on."""
    asker(request)
    return pdf_of(request, "gantt", lambda lang: paper.gantt(lang, machines.wanted(), day, days))


def pdf_of(request: HttpRequest, name: str, printed: Callable[[str], bytes]) -> HttpResponse:
    """The file, or why there is none: as a page where a browser shows the answer as one."""
    language = language_of(request)
    try:
        body = printed(language)
    except TurnedAway as away:
        if request.headers.get("Sec-Fetch-Dest") != "document":
            raise
        text = escape(away.message(language))
        return HttpResponse(
            f'<!doctype html><meta charset="utf-8"><p>{text}</p><a href="/desk/">Sprue</a>',
            status=away.status,
        )
    response = HttpResponse(body, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Content-Security-Policy"] = _POLICY
    return response
