"""The ledger's part of the interface: lists, one record, the same elsewhere, figures, pictures, Excel.

Changes are commands like all others (kinds that begin with `ledger_`).
"""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from sprue.server import photos
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import answers, asker, plain
from sprue.server.floor import ledger
from sprue.server.floor.ledger_book import workbook
from sprue.server.turned import Door, TurnedAway
from sprue.shop.ledger import Level, Stage

router = Router(tags=["ledger"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A_YEAR = 31_536_000


def _file(*types: str) -> dict[str, Any]:
    """The description of an answer that is a file of one of these types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in types}
    return {"responses": {200: {"content": content}}}


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


@router.get("", response=answers(list[sc.Table]))
def items(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Items of the ledger, the newest first."""
    asker(request)
    return plain(ledger.listed(wanted.filters()))


@router.get("/figures", response=answers(list[sc.Table]))
def figures(request: HttpRequest) -> HttpResponse:
    """How each department keeps up: open, overdue, closed on time, recurrences, mean age."""
    asker(request)
    return plain(ledger.figures())


@router.get("/alike", response=answers(sc.Table))
def alike(request: HttpRequest, asked: Query[sc.AlikeIn]) -> HttpResponse:
    """Items like one that is being written down, and open operations of like parts."""
    asker(request)
    wanted = ledger.wanted(asked.text, asked.kind, asked.part, asked.operation, asked.machine)
    return plain(ledger.same_elsewhere(wanted))


@router.get("/excel", response=answers(bytes), openapi_extra=_file(_XLSX))
def excel(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """The items as an Excel workbook, in the language of the asker."""
    asker(request)
    response = HttpResponse(workbook(wanted.filters(), language_of(request)), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="ledger.xlsx"'
    return response


@router.post("/photos", response=answers(sc.PhotoOut, status=201))
def add_photo(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Keep a picture (JPEG, PNG or WebP, 6 MB); its name goes into a command."""
    asker(request)
    if (file.size or 0) > photos.LARGEST_PHOTO:
        raise TurnedAway(Door.PHOTO_TOO_LARGE)
    return plain({"name": photos.keep(file.read())}, 201)


@router.get("/photos/{name}", response=answers(bytes), openapi_extra=_file(*photos.TYPES.values()))
def photo(request: HttpRequest, name: str) -> Any:
    """A picture. It never changes, so browsers may keep it; caches between may not."""
    asker(request)
    path = photos.path_of(name)
    if not path.exists():
        raise TurnedAway(Door.NOT_FOUND)
    response = FileResponse(path.open("rb"), content_type=photos.TYPES[name.rpartition(".")[2]])
    response["Cache-Control"] = f"private, max-age={_A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@router.get("/{item}", response=answers(sc.Table))
def record(request: HttpRequest, item: str) -> HttpResponse:
    """All of one item."""
    asker(request)
    return plain(ledger.record(item))
