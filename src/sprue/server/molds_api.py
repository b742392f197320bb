"""Orders, molds and what they are made of, for the planner's desk. Changes of single things are commands."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server import schemas as sc
from sprue.server.asking import answers, asker, plain
from sprue.server.floor import mold_pages

router = Router(tags=["molds"])


@router.get("/new-mold", response=answers(sc.Table))
def new_mold(request: HttpRequest) -> HttpResponse:
    """What a form for a new mold offers: the next free id, known orders, customers, markets, currencies."""
    asker(request)
    return plain(mold_pages.new_mold())
