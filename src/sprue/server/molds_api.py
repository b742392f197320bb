"""Orders, molds and what they are made of, for the planner's desk. Changes of single things are commands."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from sprue.server.asking import answers, asker, plain
from sprue.server.floor import boms, mold_pages
from sprue.server.turned import Door, TurnedAway
from sprue.wire import molds as mo

router = Router(tags=["molds"])

LARGEST_FILE = 30 * 2**20


@router.get("/new-mold", response=answers(mo.NewMold))
def new_mold(request: HttpRequest) -> HttpResponse:
    """What a form for a new mold offers: the next free id, known orders, customers, markets, currencies."""
    asker(request)
    return plain(mold_pages.new_mold())


@router.get("/molds/{mold}/owed", response=answers(mo.Owed))
def owed(request: HttpRequest, mold: str) -> HttpResponse:
    """Who owes what to a mold by when: material, gates, design, programs, electrodes, outside work."""
    asker(request)
    return plain(mold_pages.owed(mold))


def _sent(mold: str, file: UploadedFile | None, text: str, picks: str) -> boms.Sent:
    if file is not None and (file.size or 0) > LARGEST_FILE:
        raise TurnedAway(Door.FILE_TOO_LARGE)
    data, name = (file.read(), file.name or "") if file is not None else (b"", "")
    return boms.Sent(mold, data, name, text, picks)


@router.post("/molds/{mold}/bom", response=answers(mo.BomLook))
def look_at_bom(
    request: HttpRequest,
    mold: str,
    file: Annotated[UploadedFile | None, File()] = None,
    text: Form[str] = "",
    picks: Form[str] = "[]",
) -> HttpResponse:
    """What a bill of materials would do to a mold: its faults, or new, changed and replaced parts.

    A file (xlsx, csv, zip), or `text`: a table with a header. `picks`: JSON, what was chosen for a class.
    """
    who = asker(request)
    return plain(boms.look(_sent(mold, file, text, picks), who))


@router.post("/molds/{mold}/release", response=answers(mo.BomReleased))
def release(
    request: HttpRequest,
    mold: str,
    id: Form[str] = "",  # noqa: A002  # as in every command
    file: Annotated[UploadedFile | None, File()] = None,
    text: Form[str] = "",
    picks: Form[str] = "[]",
) -> HttpResponse:
    """The same bill becomes the mold's; begun and done work is kept, what nobody has begun is replaced."""
    who = asker(request)
    return plain(boms.release(_sent(mold, file, text, picks), id, who))
