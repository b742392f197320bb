"""Which sheet of the format a table is, when its name does not say so: told by its column names."""

from collections.abc import Iterable

from sprue.files.workbook.cells import text_of
from sprue.files.workbook.layout import ALIASES, COLUMNS, Sheet
from sprue.files.workbook.opening import RawSheet
from sprue.files.workbook.tables import plain


def sheet_by_heading(raw: RawSheet, among: Iterable[Sheet]) -> Sheet | None:
    """The sheet with most of the columns that the first row names; None without the column of its ids."""
    titles = [plain(text_of(cell)) for cell in (raw.rows[0] if raw.rows else ())]
    titles = [ALIASES.get(title, title) for title in titles if title]
    best: tuple[tuple[int, bool], Sheet] | None = None
    for sheet in among:
        names = [{plain(column.name), plain(column.zh)} for column in COLUMNS[sheet]]
        if not names[0] & set(titles):
            continue
        known = sum(any(title in name for name in names) for title in titles)
        score = (known, titles[0] in names[0])
        if known > 1 and (best is None or score > best[0]):
            best = (score, sheet)
    return best[1] if best is not None else None
