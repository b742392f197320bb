"""Pictures: files in the data folder, named by the hash of what is in them.

A picture is taken in only when its first bytes say that it is one and how large; it is written whole
or not at all, and the same picture is kept once.
"""

import hashlib
import os
import re
import struct
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from sprue.server.turned import Door, TurnedAway
from sprue.shop.ledger import Photo

#: A phone's picture; the desk scales larger ones down before it sends them.
LARGEST_PHOTO = 6 * 2**20
#: More would make a browser that shows it swell.
MOST_PIXELS = 50_000_000

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_NAME = re.compile(r"[0-9a-f]{64}\.(jpg|png|webp)")
#: JPEG segments that begin a frame and tell its size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def keep(data: bytes) -> str:
    """Keep a picture; its name. TurnedAway when it is none, or too large."""
    if len(data) > LARGEST_PHOTO:
        raise TurnedAway(Door.PHOTO_TOO_LARGE)
    found = _looked_at(data)
    if found is None:
        raise TurnedAway(Door.NO_PHOTO)
    kind, width, height = found
    if not 0 < width * height <= MOST_PIXELS:
        raise TurnedAway(Door.PHOTO_TOO_LARGE)
    name = f"{hashlib.sha256(data).hexdigest()}.{kind}"
    path = path_of(name)
    if not path.exists():
        _write(path, data)
    return name


def path_of(name: str) -> Path:
    """Where the picture of that name lies; names that are none lie nowhere."""
    if not _NAME.fullmatch(name):
        raise TurnedAway(Door.NOT_FOUND)
    return Path(settings.SPRUE_DATA) / "photos" / name[:2] / name


def are_kept(photos: tuple[Photo, ...]) -> bool:
    """Whether all of the pictures are here."""
    return all(path_of(photo.name).exists() for photo in photos)


def _write(path: Path, data: bytes) -> None:
    """On disk before its name is told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)


def _looked_at(data: bytes) -> tuple[str, int, int] | None:
    """Format, width and height by the first bytes; None: no picture."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return ("png", *struct.unpack(">II", data[16:24]))
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return ("webp", *_webp_size(data))
        if data.startswith(b"\xff\xd8\xff"):
            return ("jpg", *_jpeg_size(data))
    except (struct.error, ValueError, IndexError):
        return None
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no size")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the first frame; segments before it are stepped over."""
    place = 2
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    raise ValueError("no frame")
