"""Looks at PDFs as a reader does: pages, words, codes; and the small shop as paper sees it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pypdfium2
import zxingcpp

from sprue.files.paper import Facts, Place
from sprue.shop.events import PlanPublished
from sprue.shop.shop import Shop
from tests.core.floor.shops import NOW, small_plan, small_shop

POINTS_A_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """A page: its size in mm, its words in one line, and the texts of its codes from top to bottom."""

    size: tuple[int, int]
    words: str
    codes: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The words without any space, for what may be broken into lines."""
        return self.words.replace(" ", "")


def sheets_of(pdf: bytes, *, codes: bool = True) -> list[Sheet]:
    """All pages of a PDF; `codes`: also read them back, as a scanner at 200 dpi would."""
    return [_sheet(page, codes) for page in pypdfium2.PdfDocument(pdf)]


def _sheet(page: Any, codes: bool) -> Sheet:
    wide, high = page.get_size()
    # A hyphen at which a line is broken is told as \x02.
    words = " ".join(
        page.get_textpage().get_text_bounded().replace("\u200b", "").replace("\x02", "-").split()
    )
    read = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_numpy()) if codes else []
    found = sorted((code.position.top_left.y, code.text) for code in read)
    return Sheet(
        (round(wide / POINTS_A_MM), round(high / POINTS_A_MM)), words, tuple(text for _, text in found)
    )


def facts_of(shop: Shop | None = None, plan: PlanPublished | None = None, language: str = "en") -> Facts:
    """The small shop and its plan, by default, as paper sees them."""
    plan = plan or small_plan()
    places = {row.operation: Place(row.machine, row.setup_start, row.run_start, row.end) for row in plan.rows}
    return Facts(shop or small_shop(), NOW, language, places, plan.version)


def empty_facts(language: str = "en") -> Facts:
    """A shop in which nothing is, and no plan."""
    return Facts(Shop(), NOW + timedelta(minutes=1), language)


def with_part(shop: Shop, part: str, **more: Any) -> Shop:
    """The shop with other facts of a part."""
    found = next(one for one in shop.parts.values() if one.id == part)
    return replace(shop, parts={**shop.parts, found.id: replace(found, **more)})


def with_operation(shop: Shop, operation: str, **more: Any) -> Shop:
    """The shop with other facts of an operation."""
    found = next(one for one in shop.operations.values() if one.id == operation)
    return replace(shop, operations={**shop.operations, found.id: replace(found, **more)})
