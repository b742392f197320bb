"""The Gantt of the desk: what it must know beside the rows of the stream."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server.asking import answers, asker, plain
from sprue.server.floor import plan_facts
from sprue.wire.gantt import GanttFacts

router = Router(tags=["plans"])


@router.get("/facts", response=answers(GanttFacts))
def facts(request: HttpRequest) -> HttpResponse:
    """What follows what, where work may be done, pins, working hours: so a dragged bar tells what breaks."""
    asker(request)
    return plain(plan_facts.facts())
