"""Some sheets of a shop that works, to be edited and read again: with what they were written from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sprue.files.workbook import sinks
from sprue.files.workbook.layout import Sheet
from sprue.files.workbook.writing import ShownCells
from sprue.shop.shop import Shop

#: Hidden sheets begin with it: what a sheet held when it was written, and when that was.
HIDDEN = "_"
ABOUT = f"{HIDDEN}sprue"
EXPORTED = "exported"

#: Sheets whose rows can be changed in a shop that works; its settings take a whole new workbook.
EDITABLE = (
    *(Sheet.ORDERS, Sheet.MOLDS, Sheet.PARTS, Sheet.OPERATIONS, Sheet.PURCHASES, Sheet.EXCEPTIONS),
    *(Sheet.MACHINES, Sheet.PEOPLE, Sheet.CALENDARS, Sheet.KINDS, Sheet.SETUPS),
)


def edit_sheets(
    shop: Shop,
    chosen: Mapping[Sheet, list[Any]],
    language: str,
    *,
    now: datetime,
    without: Mapping[Sheet, Collection[str]] | None = None,
) -> Iterator[sinks.Sheet]:
    """The chosen rows of each sheet, then hidden copies that tell an edited cell from one that was not.

    `without`: columns that are left out; whoever reads the file again leaves them as they are.
    """
    cells = ShownCells(shop.settings.zone, chinese=language != "en")
    hidden: list[sinks.Sheet] = []
    for sheet, values in chosen.items():
        if sheet is Sheet.CALENDARS:
            page = cells.calendars(values)
        else:
            page = cells.sheet(sheet, values, (without or {}).get(sheet, ()))
        yield page
        hidden.append(replace(page, name=f"{HIDDEN}{sheet.value}", hidden=True))
    yield from hidden
    if hidden:
        yield sinks.Sheet(ABOUT, ("key", "value"), [[EXPORTED, now.isoformat()]], hidden=True)
