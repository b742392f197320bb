"""A quote in Excel: hours by kind of work, as an estimator wrote them down for a mold that is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sprue.files.workbook.cells import text_of
from sprue.files.workbook.opening import Unreadable, open_bytes
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId
from sprue.shop.resources import Kind

#: Headings of the two columns, in lower case.
KINDS = frozenset({"kind", "machine", "process", "work", "类别", "设备类别", "工种", "工序", "设备"})
HOURS = frozenset({"hours", "h", "hrs", "time", "工时", "小时", "小时数", "工时（小时）", "工时(小时)"})
#: The heading stands in one of the first rows; no quote is longer.
_HEAD_ROWS, _MOST_ROWS = 30, 2000


@dataclass(frozen=True, slots=True)
class QuoteFault:
    """A row that was not taken: `unknown_kind` of work, or `bad_hours`."""

    row: int
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Hours by kind, those of one kind added up, and the rows that were not taken."""

    hours: dict[KindId, Decimal]
    faults: tuple[QuoteFault, ...]


def read_quote(data: bytes, kinds: Mapping[KindId, Kind]) -> Quote:
    """The quote on the first sheet that has both headings; a kind may go by id or either name.

    UserMistake: no workbook, or no sheet with a column for the kind of work and one for hours.
    """
    try:
        sheets = open_bytes(data, "quote.xlsx")
    except Unreadable as error:
        raise UserMistake("this is no Excel workbook (.xlsx); save the quote as one") from error
    for sheet in sheets:
        rows = [[text_of(cell).strip() for cell in row] for row in sheet.rows[:_MOST_ROWS]]
        head = _head(rows)
        if head is not None:
            return _read(rows, head, _names(kinds))
    raise UserMistake("no sheet has a column 'kind' (设备类别) and a column 'hours' (工时)")


def _head(rows: Iterable[list[str]]) -> tuple[int, int, int] | None:
    """Row of the headings, column of kinds, column of hours; from 0."""
    for number, row in enumerate(rows):
        if number >= _HEAD_ROWS:
            return None
        words = [cell.lower() for cell in row]
        kind = next((i for i, word in enumerate(words) if word in KINDS), None)
        hours = next((i for i, word in enumerate(words) if word in HOURS), None)
        if kind is not None and hours is not None:
            return number, kind, hours
    return None


def _names(kinds: Mapping[KindId, Kind]) -> dict[str, KindId]:
    found = {}
    for kind in kinds.values():
        for name in (kind.name_zh, kind.name, kind.id):
            if name:
                found[name.strip().lower()] = kind.id
    return found


def _read(rows: list[list[str]], head: tuple[int, int, int], names: dict[str, KindId]) -> Quote:
    first, kind_at, hours_at = head
    hours: dict[KindId, Decimal] = {}
    faults = []
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        name = row[kind_at] if kind_at < len(row) else ""
        value = row[hours_at] if hours_at < len(row) else ""
        if not name or not value:
            continue
        kind = names.get(name.lower())
        if kind is None:
            faults.append(QuoteFault(number, name, "unknown_kind"))
            continue
        asked = _hours(value)
        if asked is None:
            faults.append(QuoteFault(number, value, "bad_hours"))
            continue
        hours[kind] = hours.get(kind, Decimal(0)) + asked
    return Quote(hours, tuple(faults))


def _hours(value: str) -> Decimal | None:
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found <= 100_000 else None  # eleven years
