"""Bills of materials as designers send them: number, name, quantity, material, nothing of routings."""

import io

from openpyxl import Workbook

from sprue.files.workbook.bom import BomResult, read_bom, read_pasted
from sprue.shop.bom import Bom
from sprue.shop.ids import MoldId
from sprue.shop.shop import Shop

Rows = list[list[str | int]]

HEADER: list[str | int] = ["件号", "零件名称", "数量", "材质"]
#: Name, material and how many parts of it a mold with 200 parts has.
NAMES = (
    ("Cavity insert", "S136", 2),
    ("Core insert", "S136", 2),
    ("Mold plate", "P20", 2),
    ("Slider", "718H", 6),
    ("Lifter", "718H", 10),
    ("Small insert", "S136", 40),
    ("Ejector plate", "P20", 2),
    ("Wear plate", "Cu", 30),
    ("Graphite electrode", "graphite", 56),
    ("Standard part", "", 50),
)


def two_hundred_parts() -> Rows:
    """A whole bill, parts numbered by what they are: 101, 102, 201 …"""
    rows: Rows = [HEADER]
    for hundred, (name, material, count) in enumerate(NAMES, start=1):
        rows += [
            [f"{hundred}{number:02d}", f"{name} {number}", 1, material] for number in range(1, count + 1)
        ]
    return rows


def core_steel() -> Rows:
    """The first wave: what is ordered before anything else is drawn."""
    return [HEADER, *(row for row in two_hundred_parts() if str(row[1]).startswith(("Cavity", "Core")))]


def excel(rows: Rows, sheet: str = "BOM") -> bytes:
    """The rows as a workbook with one sheet."""
    book = Workbook()
    table = book.active
    assert table is not None
    table.title = sheet
    for row in rows:
        table.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def told(rows: Rows, shop: Shop, mold: MoldId) -> Bom:
    """The bill that the rows are, sent as Excel."""
    return _faultless(read_bom(excel(rows), "bom.xlsx", shop, mold))


def pasted(rows: Rows, shop: Shop, mold: MoldId) -> Bom:
    """The same, copied out of a table and put into a page."""
    text = "\n".join("\t".join(map(str, row)) for row in rows)
    return _faultless(read_pasted(text, shop, mold))


def _faultless(found: BomResult) -> Bom:
    assert found.faults == ()
    assert found.bom is not None
    return found.bom
