"""The monthly bulletin's part of the interface: on screen and as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from sprue.figures.span import Month
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor import bulletin, paper
from sprue.server.floor.bulletin_book import workbook
from sprue.server.paper_api import PDF, pdf_of
from sprue.server.scopes import permits
from sprue.wire.figures import BulletinPage

router = Router(tags=["figures"])
PRICE = "field price"


class Wanted(sc.In):
    """A month like 2026-03; empty: the last whole one."""

    month: str = Field("", pattern=r"^$|^(19|20)\d\d-(0[1-9]|1[0-2])$")

    def chosen(self) -> Month | None:
        """The month, None: the last whole one."""
        if not self.month:
            return None
        year, number = self.month.split("-")
        return Month(int(year), int(number))


@router.get("", response=answers(BulletinPage))
def page(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """A month and the year to date beside the year before, by market, customer and class."""
    who = asker(request)
    return plain(bulletin.page(wanted.chosen(), prices=permits(who, PRICE)))


@router.get("/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def excel(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """The same as an Excel workbook, in the language of the asker."""
    who = asker(request)
    body = workbook(wanted.chosen(), language_of(request), prices=permits(who, PRICE))
    return xlsx(f"bulletin-{wanted.month or 'last'}", body)


@router.get("/pdf", response=answers(bytes), openapi_extra=file_of(PDF))
def pdf(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """The same on paper, in the language of the asker."""
    prices = permits(asker(request), PRICE)
    month = wanted.chosen()
    name = f"bulletin-{wanted.month or 'last'}"
    return pdf_of(request, name, lambda lang: paper.monthly(lang, month, prices=prices))
