"""Pictures: what the ledger shows and what a check at the end of an operation asked for."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from sprue.server import photos
from sprue.server import schemas as sc
from sprue.server.accounts import access
from sprue.server.asking import answers, asker, file_of, plain
from sprue.server.turned import Door, TurnedAway

router = Router(tags=["photos"])

_A_YEAR = 31_536_000


@router.post("", response=answers(sc.PhotoOut, status=201))
def add_photo(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Keep a picture (JPEG, PNG or WebP, 6 MB); its name goes into a command."""
    asker(request, at_terminal=access.DEVICE_COOKIE in request.COOKIES)
    if (file.size or 0) > photos.LARGEST_PHOTO:
        raise TurnedAway(Door.PHOTO_TOO_LARGE)
    return plain({"name": photos.keep(file.read())}, 201)


@router.get("/{name}", response=answers(bytes), openapi_extra=file_of(*photos.TYPES.values()))
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
