"""The ledger's part of the interface: lists, one record, the same elsewhere, figures, Excel.

Changes are commands like all others (kinds that begin with `ledger_`).
"""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor import ledger
from sprue.server.floor.ledger_book import workbook
from sprue.shop.ledger import Level, Stage
from sprue.wire.ledger import DepartmentFigures, LedgerRecord, SameElsewhere
from sprue.wire.rows import LedgerRow

router = Router(tags=["ledger"])


class Wanted(sc.In):
    """Which items: of a stage, open or closed, overdue, of a level, department or mold, with words."""

    stage: Stage | None = None
    closed: bool | None = None
    overdue: bool = False
    level: Level | None = None
    department: str = ""
    mold: str = ""
    words: str = ""

    def filters(self) -> ledger.Filters:
        """As the queries take them."""
        return ledger.Filters(**self.dict())


@router.get("", response=answers(list[LedgerRow]))
def items(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Items of the ledger, the newest first."""
    asker(request)
    return plain(ledger.listed(wanted.filters()))


@router.get("/figures", response=answers(list[DepartmentFigures]))
def figures(request: HttpRequest) -> HttpResponse:
    """How each department keeps up: open, overdue, closed on time, recurrences, mean age."""
    asker(request)
    return plain(ledger.figures())


@router.get("/alike", response=answers(SameElsewhere))
def alike(request: HttpRequest, asked: Query[sc.AlikeIn]) -> HttpResponse:
    """Items like one that is being written down, and open operations of like parts."""
    asker(request)
    wanted = ledger.wanted(asked.text, asked.kind, asked.part, asked.operation, asked.machine)
    return plain(ledger.same_elsewhere(wanted))


@router.get("/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def excel(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """The items as an Excel workbook, in the language of the asker."""
    asker(request)
    return xlsx("ledger", workbook(wanted.filters(), language_of(request)))


@router.get("/{item}", response=answers(LedgerRecord))
def record(request: HttpRequest, item: str) -> HttpResponse:
    """All of one item."""
    asker(request)
    return plain(ledger.record(item))
