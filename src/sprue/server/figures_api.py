"""The figures' part of the interface: values of a period, the rows and entries they come from, Excel."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from sprue.figures.evidence import By
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor import figures
from sprue.server.floor.figures_book import workbook
from sprue.wire.figures import FigureList, FigureRows, StatedChanceTold

router = Router(tags=["figures"])


class Wanted(sc.In):
    """From the first to the last day (default: the last thirty); split by, and one group of it."""

    first: date | None = None
    last: date | None = None
    by: By | None = None
    group: str = ""

    def wish(self) -> figures.Wish:
        """As the queries take it."""
        return figures.Wish(**self.dict())


@router.get("/list", response=answers(FigureList))
def listed(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Every figure of a period with formula, unit, the period before, and its groups."""
    asker(request)
    return plain(figures.page(wanted.wish(), language_of(request)))


@router.get("/chances", response=answers(list[StatedChanceTold]))
def chances(request: HttpRequest, ahead: int = 7) -> HttpResponse:
    """Milestones whose date is over: how sure they were said to be, and whether they were kept."""
    asker(request)
    return plain(figures.chances(ahead))


@router.get("/rows/{name}", response=answers(FigureRows))
def rows(request: HttpRequest, name: str, wanted: Query[Wanted]) -> HttpResponse:
    """The rows that a figure comes from, with their entries of the journal."""
    asker(request)
    return plain(figures.rows(name, wanted.wish()))


@router.get("/rows/{name}/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def excel(request: HttpRequest, name: str, wanted: Query[Wanted]) -> HttpResponse:
    """All rows of a figure as an Excel workbook, in the language of the asker."""
    asker(request)
    return xlsx(name, workbook(name, wanted.wish(), language_of(request)))
