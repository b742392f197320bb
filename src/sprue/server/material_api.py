"""The buyers' part of the interface: shortages, kits, purchases, work at suppliers, their lateness, places.

Changes are commands like all others (`place_purchase`, `receive_material`, `send_outside` …).
"""

from enum import StrEnum
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor import material, punctual
from sprue.server.floor.material_book import workbook
from sprue.wire import material as ma

router = Router(tags=["material"])


Name = Annotated[str, Field(max_length=200)]


class Page(StrEnum):
    """Lists that can be taken as Excel."""

    SHORTAGES = "shortages"
    PURCHASES = "purchases"
    OUTSIDE = "outside"
    SUPPLIERS = "suppliers"


class Wanted(sc.In):
    """Which rows: of a supplier, of a mold, with words."""

    supplier: Name = ""
    mold: Name = ""
    words: Name = ""

    def filters(self) -> material.Filters:
        """As the queries take them."""
        return material.Filters(self.supplier, self.mold, self.words)


@router.get("/shortages", response=answers(list[ma.ShortageRow]))
def shortages(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Material that is not there: needed when, promised when, how many days short, which mold slips."""
    asker(request)
    return plain(material.shortages(wanted.filters()))


@router.get("/kits", response=answers(list[ma.KitRow]))
def kits(request: HttpRequest, mold: Name = "") -> HttpResponse:
    """How whole the kits of assemblies are, and what is missing; the first to start first."""
    asker(request)
    return plain(material.kits(mold))


@router.get("/purchases", response=answers(list[ma.PurchaseRow]))
def purchases(request: HttpRequest, wanted: Query[Wanted], received: bool = False) -> HttpResponse:
    """What is to come and what came lately; `received`: all that ever came too."""
    asker(request)
    return plain(material.purchases(wanted.filters(), received=received))


@router.get("/outside", response=answers(ma.OutsideWork))
def outside(request: HttpRequest) -> HttpResponse:
    """What can be sent to suppliers, what can be soon, which loads are away and should be back."""
    asker(request)
    return plain(material.outside())


@router.get("/suppliers", response=answers(ma.Suppliers))
def suppliers(request: HttpRequest) -> HttpResponse:
    """How late each supplier is, from the journal, and whether plans count on it."""
    asker(request)
    return plain(punctual.suppliers())


@router.get("/where", response=answers(ma.WhereFound))
def where(request: HttpRequest, words: Name) -> HttpResponse:
    """Where molds, parts and electrodes are that the words fit, and what comes next."""
    asker(request)
    return plain(material.where(words))


@router.get("/scan", response=answers(ma.Scanned))
def scan(request: HttpRequest, code: Name) -> HttpResponse:
    """What a label's code can do at the desk: receive, send, bring back."""
    asker(request)
    return plain(material.scanned(code, language_of(request)))


@router.get("/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def excel(request: HttpRequest, page: Page, wanted: Query[Wanted], received: bool = False) -> HttpResponse:
    """One of the lists as an Excel workbook, in the language of the asker."""
    asker(request)
    made = workbook(page.value, wanted.filters(), language_of(request), received=received)
    return xlsx(page.value, made)
