"""The tables' part of the interface: any of them out as Excel, edited ones in again."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router
from ninja.files import UploadedFile

from sprue.files.workbook.layout import Sheet
from sprue.server import schemas as sc
from sprue.server.accounts.access import language_of
from sprue.server.asking import XLSX, answers, asker, file_of, plain, xlsx
from sprue.server.floor.excel import edits, sheets, shown, taken
from sprue.server.turned import Door, TurnedAway
from sprue.wire import tables as ta
from sprue.wire.commands import CommandAnswer

router = Router(tags=["tables"])

LARGEST_FILE = 30 * 2**20

Name = Annotated[str, Field(max_length=200)]


class Wanted(sc.In):
    """Rows of a mold, of a kind of machine, only what is open; nothing named: all."""

    mold: Name = ""
    kind: Name = ""
    open: bool = False

    def filters(self) -> sheets.Filters:
        """As the sheets take them."""
        return sheets.Filters(mold=self.mold, kind=self.kind, open=self.open)


class Several(Wanted):
    """Sheets by name."""

    sheet: list[Name] = Field(min_length=1, max_length=len(Sheet))


@router.get("", response=answers(list[ta.OfferedTable]))
def tables(request: HttpRequest) -> HttpResponse:
    """The sheets of the shop that can be had, with the number of their rows."""
    asker(request)
    return plain(sheets.offered(language_of(request)))


@router.get("/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def several(request: HttpRequest, wanted: Query[Several]) -> HttpResponse:
    """Several sheets as one Excel workbook, in the language of the asker."""
    who = asker(request)
    named = [_sheet(name) for name in dict.fromkeys(wanted.sheet)]
    return xlsx("shop", sheets.workbook(named, wanted.filters(), language_of(request), who.role))


@router.get("/{name}/excel", response=answers(bytes), openapi_extra=file_of(XLSX))
def one(request: HttpRequest, name: str, wanted: Query[Wanted]) -> HttpResponse:
    """A sheet as an Excel workbook, in the language of the asker."""
    who = asker(request)
    return xlsx(name, sheets.workbook([_sheet(name)], wanted.filters(), language_of(request), who.role))


@router.post("/shown", response=answers(bytes), openapi_extra=file_of(XLSX))
def as_shown(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """The tables of a page, sent as JSON (name, columns, rows; a moment is {"at": …}), as a workbook."""
    asker(request)
    return xlsx("page", shown.workbook(_content(file)))


@router.get("/taken", response=answers(list[ta.TakenHead]))
def listed(request: HttpRequest) -> HttpResponse:
    """Edited tables that were taken last: when, by whom, from which file, how many rows."""
    asker(request)
    return plain(taken.listed(language_of(request)))


@router.get("/taken/{seq}", response=answers(ta.TakenWhole))
def one_taken(request: HttpRequest, seq: int) -> HttpResponse:
    """Every cell of what was taken in an entry of the journal, old and new."""
    who = asker(request)
    return plain(taken.one(seq, language_of(request), who.role))


@router.post("/edits", response=answers(ta.EditsLook))
def look(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """What edited sheets (xlsx, csv, zip; tsv: as pasted) would change, faults, and an id to take them by."""
    who = asker(request)
    return plain(edits.look(_content(file), file.name or "", who))


@router.post("/edits/{edit_id}/take", response=answers(CommandAnswer))
def take(request: HttpRequest, edit_id: str) -> HttpResponse:
    """The edited rows come into the shop."""
    return plain(edits.take(edit_id, asker(request)))


def _content(file: UploadedFile) -> bytes:
    if (file.size or 0) > LARGEST_FILE:
        raise TurnedAway(Door.FILE_TOO_LARGE)
    return bytes(file.read())


def _sheet(name: str) -> Sheet:
    if name not in sheets.OFFERED:
        raise TurnedAway(Door.NOT_FOUND, name[:100])
    return Sheet(name)
