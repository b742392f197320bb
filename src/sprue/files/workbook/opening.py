"""From a file to rows of cells: Excel, a folder of CSV files, or a zip of them; nothing is trusted."""

import csv
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from sprue.files.workbook import excel
from sprue.files.workbook.faults import Fault, FaultCode

MEGABYTE = 2**20
#: An archive may unpack to so much, and by so much more than it holds once it unpacks to a few MB.
MOST_UNPACKED = 300 * MEGABYTE
HARMLESS_UNPACKED = 8 * MEGABYTE
MOST_RATIO = 60
MOST_ROWS = 250_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it is in the file; `rows[0]` is row 1. `csv`: cells are text and may carry a guarding '."""

    name: str
    rows: list[list[Any]]
    csv: bool = False


class Unreadable(Exception):
    """The file as a whole can't be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def unreadable(code: FaultCode, name: str = "", **facts: str) -> Unreadable:
    """The error for a fault of the whole file."""
    return Unreadable(Fault("", None, None, name or None, code, facts))


def open_path(path: Path) -> list[RawSheet]:
    """The sheets of a workbook, a folder or a zip. Unreadable when there are none to read."""
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() == ".csv")
        if not files:
            raise unreadable(FaultCode.NOT_A_WORKBOOK, path.name)
        if sum(file.stat().st_size for file in files) > MOST_UNPACKED:
            raise _too_large(sum(file.stat().st_size for file in files))
        return [_csv_sheet(file.stem, file.read_bytes()) for file in files]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(FaultCode.FILE_MISSING, str(path)) from error
    return open_bytes(data, path.name)


def open_bytes(data: bytes, name: str) -> list[RawSheet]:
    """The sheets of a file's content; `name` decides nothing but what a single CSV file is called."""
    if not data:
        raise unreadable(FaultCode.FILE_EMPTY, name)
    if data.startswith(_ZIP):
        return _archive(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise unreadable(FaultCode.ENCRYPTED, name)
        return _old_excel(data, name)
    if name.lower().endswith(".tsv"):
        return [_pasted(PurePosixPath(name).stem, data)]
    if name.lower().endswith(".csv"):
        return [_csv_sheet(PurePosixPath(name.replace("\\", "/")).stem, data)]
    raise unreadable(FaultCode.NOT_A_WORKBOOK, name)


def _archive(data: bytes, name: str) -> list[RawSheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, len(data))
            names = archive.namelist()
            if excel.is_excel(names):
                # The reader unpacks by itself: it must not meet more than was declared.
                if archive.testzip() is not None:
                    raise unreadable(FaultCode.NOT_A_WORKBOOK, name)
                return _guarded(lambda: [RawSheet(*sheet) for sheet in excel.sheets_of(archive, data)], name)
            tables = [n for n in names if n.lower().endswith(".csv") and not n.startswith("__MACOSX/")]
            if not tables:
                raise unreadable(FaultCode.NOT_A_WORKBOOK, name)
            return [_csv_sheet(_stem(archive, n), archive.read(n)) for n in tables]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError) as error:
        raise unreadable(FaultCode.NOT_A_WORKBOOK, name) from error
    except (NotImplementedError, EOFError, OSError, ValueError, struct.error) as error:
        raise unreadable(FaultCode.NOT_A_WORKBOOK, name) from error
    except RuntimeError as error:  # zipfile: "password required"
        raise unreadable(FaultCode.ENCRYPTED, name) from error


def _stem(archive: zipfile.ZipFile, name: str) -> str:
    """The file's own name; Windows writes Chinese names in GB18030 without saying so."""
    if not archive.getinfo(name).flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                return PurePosixPath(name.encode("cp437").decode(encoding)).stem
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return PurePosixPath(name).stem


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    swollen = unpacked > HARMLESS_UNPACKED and unpacked > MOST_RATIO * packed
    if unpacked > MOST_UNPACKED or swollen:
        raise _too_large(unpacked)


def _too_large(size: int) -> Unreadable:
    limit = MOST_UNPACKED if size > MOST_UNPACKED else HARMLESS_UNPACKED
    return unreadable(FaultCode.TOO_LARGE, size=_in_megabytes(size), limit=_in_megabytes(limit))


def _in_megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f}"


def _old_excel(data: bytes, name: str) -> list[RawSheet]:
    def read() -> list[RawSheet]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            RawSheet(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False))
            for title in book.sheet_names
        ]

    return _guarded(read, name)


def _guarded(read: Callable[[], list[RawSheet]], name: str) -> list[RawSheet]:
    """The reader is compiled: for a broken file it may throw what is no Exception."""
    try:
        return read()
    except excel.Swollen as error:
        raise unreadable(
            FaultCode.TOO_LARGE, name, size="1000+", limit=_in_megabytes(MOST_UNPACKED)
        ) from error
    except (CalamineError, ElementTree.ParseError, OSError) as error:
        raise unreadable(FaultCode.NOT_A_WORKBOOK, name) from error
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise unreadable(FaultCode.NOT_A_WORKBOOK, name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(FaultCode.NOT_A_WORKBOOK, name) from error


def _csv_sheet(name: str, data: bytes) -> RawSheet:
    text = decoded(name, data)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=False)
        return RawSheet(name, list(rows), csv=True)
    except csv.Error as error:
        raise unreadable(FaultCode.BAD_ENCODING, f"{name}.csv") from error


def _pasted(name: str, data: bytes) -> RawSheet:
    """A table as Excel puts it on the clipboard: cells between tabs, quoted where they hold a line break."""
    text = decoded(name, data)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=False)
        return RawSheet(name, [list(row) for row in rows])
    except csv.Error as error:
        raise unreadable(FaultCode.BAD_ENCODING, name) from error


def decoded(name: str, data: bytes) -> str:
    """Text in UTF-8 or GB18030. Unreadable when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(FaultCode.BAD_ENCODING, f"{name}.csv")
