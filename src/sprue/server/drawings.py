"""Drawings and pictures of parts: files in the data folder, named by the hash of what is in them.

A PDF is drawn page by page when it comes in, so that a tablet shows it like any picture, network or not.
"""

import hashlib
import re
import threading
from io import BytesIO
from pathlib import Path

import pypdfium2
from django.conf import settings
from PIL import Image, UnidentifiedImageError

from sprue.server.photos import write_whole
from sprue.server.turned import Door, TurnedAway

#: A file, and the pages of a PDF that are drawn; longer ones are books.
LARGEST_DRAWING = 20 * 2**20
MOST_PAGES = 30
#: The longer side of a drawn page, px: lines of an A3 sheet stay readable when it is enlarged.
SIDE = 2400
#: More would make the server swell while it looks at one.
MOST_PIXELS = 80_000_000

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
_NAME = re.compile(r"[0-9a-f]{64}\.(pdf|png|jpg)")
#: The PDF engine works for one caller at a time.
_ENGINE = threading.Lock()


def keep(data: bytes) -> tuple[str, int]:
    """Keep a drawing; its name and how many pages it has. TurnedAway when it is none, or too large."""
    if len(data) > LARGEST_DRAWING:
        raise TurnedAway(Door.DRAWING_TOO_LARGE)
    kind = _kind(data)
    name = f"{hashlib.sha256(data).hexdigest()}.{kind}"
    pages = _pdf_pages(data) if kind == "pdf" else [_picture(data)]
    for number, page in enumerate(pages, 1):
        if not page_of(name, number).exists():
            write_whole(page_of(name, number), page)
    if not path_of(name).exists():
        write_whole(path_of(name), data)
    return name, len(pages)


def path_of(name: str) -> Path:
    """Where the drawing of that name lies; names that are none lie nowhere."""
    if not _NAME.fullmatch(name):
        raise TurnedAway(Door.NOT_FOUND)
    return Path(settings.SPRUE_DATA) / "drawings" / name[:2] / name


def page_of(name: str, number: int) -> Path:
    """Where the picture of a page lies, from 1."""
    path = path_of(name)
    return path.with_name(f"{path.stem}-{number}.png")


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    raise TurnedAway(Door.NO_DRAWING)


def _pdf_pages(data: bytes) -> list[bytes]:
    with _ENGINE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise TurnedAway(Door.NO_DRAWING) from error
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise TurnedAway(Door.DRAWING_TOO_LARGE)
            return [_drawn(document[number]) for number in range(len(document))]
        finally:
            document.close()


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    longest = max(page.get_size())
    if longest <= 0:
        raise TurnedAway(Door.NO_DRAWING)
    return _png(page.render(scale=SIDE / longest).to_pil())


def _picture(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TurnedAway(Door.DRAWING_TOO_LARGE)
            picture.thumbnail((SIDE, SIDE))
            return _png(picture.convert("RGB"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise TurnedAway(Door.NO_DRAWING) from error


def _png(picture: Image.Image) -> bytes:
    """With so few colors that a tablet can keep many."""
    made = BytesIO()
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
