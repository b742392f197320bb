"""A text file of whole numbers as one array that knows its lines; nothing in the file is trusted."""

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sprue.shop.errors import UserMistake

Longs = NDArray[np.int64]

MEGABYTE = 2**20
#: A file may hold so much, unpacked.
MOST_BYTES = 200 * MEGABYTE
_ZIP = b"PK\x03\x04"
_COMMENT = re.compile(rb"^[ \t]*#[^\n]*", re.MULTILINE)
#: What can't be part of whole numbers with blanks between them; 19 digits may pass int64.
_FOREIGN = re.compile(rb"[^\d\s-]|\d-|-(?!\d)|\d{19}")
_SPACE = 32


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The words of the first line, and the numbers of all further lines that hold any: the rows.

    numbers : shape (k,)
    begin : shape (rows + 1,): the numbers of row r are `numbers[begin[r]:begin[r + 1]]`
    line : shape (rows,), the line of each row in the file, from 1
    """

    path: Path
    head: tuple[str, ...]
    head_line: int
    numbers: Longs
    begin: Longs
    line: Longs

    @property
    def rows(self) -> int:
        """How many lines with numbers follow the first."""
        return len(self.line)

    def row(self, row: int) -> Longs:
        """The numbers of a row."""
        return self.numbers[self.begin[row] : self.begin[row + 1]]

    def fault(self, row: int, text: str) -> UserMistake:
        """The mistake of a row: of the first line when `row` is negative, of the last beyond the end."""
        if row < 0 or self.rows == 0:
            return mistake(self.path, self.head_line, text)
        return mistake(self.path, int(self.line[min(row, self.rows - 1)]), text)


def mistake(path: Path, line: int, text: str) -> UserMistake:
    """A mistake in a line of a file."""
    return UserMistake(f"{path} line {line}: {text}")


def open_table(path: Path) -> Table:
    """The numbers of a text file, or of the only file in a zip. UserMistake when it holds anything else."""
    data = _text(path).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    data = _COMMENT.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    body_at = len(data) - len(data.lstrip())
    head, _, body = data[body_at:].partition(b"\n")
    head_line = 1 + data.count(b"\n", 0, body_at)
    if not head:
        raise UserMistake(f"{path} is empty: the first line must tell the size of the instance")
    foreign = _FOREIGN.search(body)
    if foreign:
        line = head_line + 1 + body.count(b"\n", 0, foreign.start())
        raise mistake(
            path, line, f"{_word(body, foreign.start())!r} is no whole number; write digits and blanks"
        )
    numbers, begin, line_of = _rows(body)
    return Table(path, tuple(_printable(head).split()), head_line, numbers, begin, line_of + head_line + 1)


def _rows(body: bytes) -> tuple[Longs, Longs, Longs]:
    """All numbers, where each line that holds any begins, and the line's number from 0."""
    if not body.strip():
        return np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int64)
    signs = np.frombuffer(body, dtype=np.uint8)
    words = signs > _SPACE
    words[1:] &= signs[:-1] <= _SPACE
    lines = np.searchsorted(np.flatnonzero(signs == ord("\n")), np.flatnonzero(words))
    numbers = np.fromstring(body, dtype=np.int64, sep=" ")
    assert len(numbers) == len(lines), "a word is not one number"
    first = np.flatnonzero(np.diff(lines, prepend=-1))
    return numbers, np.append(first, len(numbers)), lines[first].astype(np.int64)


def _text(path: Path) -> bytes:
    """The bytes of the file, unpacked."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path, size)
        data = path.read_bytes()
    except OSError as error:
        raise UserMistake(f"{path} can't be read: {error.strerror}; name an instance file") from error
    if data.startswith(_ZIP):
        data = _unpacked(path)
    if b"\0" in data:
        raise UserMistake(f"{path} is no text: give the instance as a text file, or as a zip of one")
    return data


def _unpacked(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX/" not in m.filename]
            if len(members) != 1:
                raise UserMistake(f"{path} holds {len(members)} files: pack one instance alone")
            if members[0].file_size > MOST_BYTES:
                raise _too_large(path, members[0].file_size)
            return archive.read(members[0])
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        raise UserMistake(f"{path} is no sound zip file: pack the instance again") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or an unusual way of packing
        raise UserMistake(f"{path} can't be unpacked ({error}): pack it again as a plain zip") from error


def _too_large(path: Path, size: int) -> UserMistake:
    return UserMistake(
        f"{path} holds {size // MEGABYTE:,} MB, at most {MOST_BYTES // MEGABYTE} are read: "
        "is it an instance of a job shop?"
    )


def _word(body: bytes, at: int) -> str:
    """The word at a place, as far as it can be shown."""
    before = re.search(rb"\S*\Z", body[max(0, at - 20) : at])
    after = re.match(rb"\S*", body[at : at + 20])
    return _printable((before[0] if before else b"") + (after[0] if after else b""))


def _printable(data: bytes) -> str:
    return data.decode("ascii", errors="replace")
