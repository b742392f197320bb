"""The interface of costs: molds beside what they were quoted with. Quotes and costs are told by commands."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor import costs
from sprue.wire.costs import CostPage, MoldCostWhole

router = Router(tags=["figures"])


@router.get("", response=answers(CostPage))
def page(request: HttpRequest) -> HttpResponse:
    """Every mold: hours and money quoted, used, expected."""
    asker(request)
    return plain(costs.page())


@router.get("/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook, in the language of the asker."""
    asker(request)
    return xlsx("costs", costs.workbook(language_of(request)))


@router.get("/{mold}", response=answers(MoldCostWhole))
def one(request: HttpRequest, mold: str) -> HttpResponse:
    """A mold by kind of work, by operation with its entries of the journal, and where money went."""
    asker(request)
    return plain(costs.one(mold, language_of(request)))
