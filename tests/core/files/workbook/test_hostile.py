"""Files that are broken, or meant to break: always faults, never a traceback, never much memory."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.files.workbook import Fault, FaultCode, ReadResult, read, read_upload
from tests.core.files.workbook.books import NOW, SMALL, changed, csv_zip, excel

GOOD = excel(SMALL)
GOOD_CSV = csv_zip(SMALL)
MEGABYTE = 2**20


def looked_at(data: bytes, name: str = "shop.xlsx") -> ReadResult:
    return read_upload(data, name, now=NOW)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    """The good workbook with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    return zipped(members | {name: content})


def whole_file(code: FaultCode, value: str | None = "shop.xlsx", **facts: str) -> tuple[Fault, ...]:
    return (Fault("", None, None, value, code, facts),)


def test_an_empty_file() -> None:
    assert looked_at(b"").faults == whole_file(FaultCode.FILE_EMPTY)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "gone.xlsx"

    assert read(path, now=NOW).faults == whole_file(FaultCode.FILE_MISSING, str(path))


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"%PDF-1.7",
        b"PK\x03\x04 and no more",
        GOOD[: len(GOOD) // 2],
        zipped({"readme.txt": b"hello"}),
        zipped({"xl/workbook.xml": b"<workbook"}),
        zipped({"xl/workbook.xml": b""}),
        zipped({"content.xml": b"<x/>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["text", "pdf", "zip's head", "half", "other zip", "bad xml", "empty xml", "ods", "old"],
)
def test_what_is_no_workbook(data: bytes) -> None:
    assert looked_at(data).faults == whole_file(FaultCode.NOT_A_WORKBOOK)


def test_a_folder_without_csv(tmp_path: Path) -> None:
    assert read(tmp_path, now=NOW).faults == whole_file(FaultCode.NOT_A_WORKBOOK, tmp_path.name)


def test_a_workbook_behind_a_password() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")

    assert looked_at(data).faults == whole_file(FaultCode.ENCRYPTED)


def test_csv_in_no_known_encoding() -> None:
    found = looked_at(zipped({"molds.csv": b"mold\n\xff\xff\x81\n"}), "shop.zip")

    assert found.faults == whole_file(FaultCode.BAD_ENCODING, "molds.csv")


def test_a_bomb_of_26_megabytes_in_few_kilobytes() -> None:
    bomb = with_member("xl/worksheets/sheet1.xml", b"<row/>" * (26 * MEGABYTE // 6))

    assert len(bomb) < 64 * 1024
    assert looked_at(bomb).faults == whole_file(FaultCode.TOO_LARGE, None, size="26", limit="8")


def test_a_bomb_that_lies_about_its_size() -> None:
    bomb = with_member("xl/worksheets/sheet1.xml", b"<row/>" * (26 * MEGABYTE // 6))
    real = (26 * MEGABYTE // 6 * 6).to_bytes(4, "little")
    assert real in bomb

    assert looked_at(bomb.replace(real, (1000).to_bytes(4, "little"))).faults == whole_file(
        FaultCode.NOT_A_WORKBOOK
    )


def test_a_csv_bomb() -> None:
    found = looked_at(zipped({"molds.csv": b"a" * 26 * MEGABYTE}), "shop.zip")

    assert [fault.code for fault in found.faults] == [FaultCode.TOO_LARGE]


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>
    </sheetData></worksheet>"""

    found = looked_at(with_member("xl/worksheets/sheet1.xml", sheet))

    assert [fault.code for fault in found.faults] == [FaultCode.TOO_LARGE]


def test_one_long_text_shown_in_many_cells_does_not_fill_the_memory() -> None:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 3001))
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (
        space,
        cells,
    )
    members["xl/sharedStrings.xml"] = b"<sst %s><si><t>%s</t></si></sst>" % (space, b"a" * MEGABYTE)

    found = looked_at(zipped(members))

    assert [fault.code for fault in found.faults] == [FaultCode.TOO_LARGE]


def test_a_million_formatted_empty_rows_are_no_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = "xl/worksheets/sheet1.xml"
        sheet = archive.read(name).replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        )

    assert looked_at(with_member(name, sheet)).shop == looked_at(GOOD).shop


@given(st.binary(max_size=400))
def test_any_bytes_give_faults(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = looked_at(start + data)
        assert found.shop is None
        assert found.faults


@given(st.binary(max_size=300))
def test_any_bytes_as_csv_give_a_result(data: bytes) -> None:
    found = looked_at(zipped({"operations.csv": data, "molds.csv": data, "设置.csv": data}), "shop.zip")

    assert found.shop is None
    assert all(fault.text(language) for fault in found.faults for language in ("en", "zh-hans"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_shop_or_faults(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from([GOOD, GOOD_CSV])))
    for _ in range(data.draw(st.integers(1, 8))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    found = looked_at(bytes(source))

    assert (found.shop is None) == bool(found.faults)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_xml_gives_a_shop_or_faults(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        content = bytearray(archive.read(name))
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=12))
    found = looked_at(with_member(name, bytes(content)))

    assert (found.shop is None) == bool(found.faults)


CELLS = st.one_of(
    st.text(max_size=20).filter(lambda t: not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in t)),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_in_any_cell_gives_a_shop_or_faults_at_it(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from([name for name in SMALL if name != "settings"]))
    column = data.draw(st.sampled_from(SMALL[sheet][0]))
    value = data.draw(CELLS)
    found = looked_at(csv_zip(changed(sheet, 2, column, str(value).replace('"', ""))), "shop.zip")

    assert (found.shop is None) == bool(found.faults)
    assert all(fault.row is not None for fault in found.faults)
