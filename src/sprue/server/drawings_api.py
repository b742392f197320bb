"""Drawings of parts: attached at the desk, looked at where the part is worked."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from sprue.server import drawings
from sprue.server import schemas as sc
from sprue.server.asking import answers, asker, file_of, plain
from sprue.server.floor import actions
from sprue.server.turned import Door, TurnedAway

router = Router(tags=["drawings"])

_A_YEAR = 31_536_000


@router.post("/parts/{part}/drawings", response=answers(sc.DrawingOut, status=201))
def attach(request: HttpRequest, part: str, file: File[UploadedFile], revision: Form[str] = "") -> Any:
    """A drawing of the part (PDF, PNG, JPEG; 20 MB, 30 pages); it is the valid one from now on."""
    who = asker(request)
    if (file.size or 0) > drawings.LARGEST_DRAWING:
        raise TurnedAway(Door.DRAWING_TOO_LARGE)
    name, pages = drawings.keep(file.read())
    actions.attach_drawing(part, name, pages, revision[:100], who)
    return plain({"name": name, "pages": pages}, 201)


@router.delete("/parts/{part}/drawings/{name}", response=answers(None, status=204))
def withdraw(request: HttpRequest, part: str, name: str) -> Any:
    """The drawing does not belong to the part; the one before is valid again."""
    actions.withdraw_drawing(part, name, asker(request))
    return HttpResponse(status=204)


@router.get("/drawings/{name}", response=answers(bytes), openapi_extra=file_of(*drawings.TYPES.values()))
def drawing(request: HttpRequest, name: str) -> Any:
    """The file as it was attached."""
    asker(request)
    path = drawings.path_of(name)
    return _file(path, drawings.TYPES[name.rpartition(".")[2]])


@router.get("/drawings/{name}/pages/{number}", response=answers(bytes), openapi_extra=file_of("image/png"))
def page(request: HttpRequest, name: str, number: int) -> Any:
    """One page as a picture, from 1."""
    asker(request, at_terminal=True)
    return _file(drawings.page_of(name, number), "image/png")


def _file(path: Any, kind: str) -> FileResponse:
    """It never changes, so browsers may keep it; caches between may not."""
    if not path.exists():
        raise TurnedAway(Door.NOT_FOUND)
    response = FileResponse(path.open("rb"), content_type=kind)
    response["Cache-Control"] = f"private, max-age={_A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = f'inline; filename="{path.name}"'
    return response
