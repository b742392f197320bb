"""Edited calendars: the days of one are rows of their own in the file; those that are not there stay."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sprue.files.workbook.assembling import calendars_of
from sprue.files.workbook.edited import EditedRow, EditedSheet
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.layout import COLUMNS, Sheet
from sprue.files.workbook.tables import Row, Table
from sprue.shop.calendar import Calendar, DayRule
from sprue.shop.ids import CalendarId

#: What a rule is for: a weekday, or dates from and to.
Day = tuple[int | None, date | None, date | None]

_RULES = ("rules",)


def edited_calendars(
    known: Mapping[CalendarId, Calendar], table: Table, written: Table | None, faults: list[Fault]
) -> EditedSheet:
    """Calendars that are not as the shop has them; none where a column is missing, which is a fault."""
    own = dict.fromkeys(title for row in table.rows for title, _ in row.notes)
    found = EditedSheet(table, ignored=tuple(own))
    missing = [c.name for c in COLUMNS[Sheet.CALENDARS] if c.name not in table.places]
    if missing:
        faults += [Fault(table.name, 1, table.header(c), None, FaultCode.MISSING_COLUMN) for c in missing]
        return found
    rows = [row for row in table.rows if not row.bad]
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(str(row.get("calendar")), row)
    base = calendars_of(row for row in written.rows if not row.bad) if written is not None else {}
    for name, wished in calendars_of(rows).items():
        live = known.get(name)
        edited = _edited(wished, base.get(name, live), live, first[name])
        if edited.changed or edited.conflicts:
            found.rows.append(edited)
        else:
            found.same += 1
    found.absent = sum(name not in first for name in known)
    return found


def _edited(wished: Calendar, before: Calendar | None, live: Calendar | None, row: Row) -> EditedRow:
    """The days that were edited, in the calendar as it is now."""
    if live is None:
        return EditedRow(row.number, None, wished, None, wished, ("id", *_RULES), (), row.cells)
    was, now = _by_day(before.rules if before is not None else ()), _by_day(live.rules)
    told = {d: r for d, r in _by_day(wished.rules).items() if r != was.get(d) and r != now.get(d)}
    change = {day: rule for day, rule in told.items() if now.get(day) == was.get(day)}
    return EditedRow(
        row.number,
        before,
        Calendar(live.id, tuple((now | told).values())),
        live,
        Calendar(live.id, tuple((now | change).values())),
        _RULES if change else (),
        _RULES if len(change) < len(told) else (),
        row.cells,
    )


def _by_day(rules: Iterable[DayRule]) -> dict[Day, DayRule]:
    """Rules by what they are for, in their order; of two for the same the later one counts."""
    return {(rule.weekday, rule.first, rule.last): rule for rule in rules}


def changed_days(
    edited: EditedRow, shown: Callable[[Calendar | None], Mapping[str, str]]
) -> dict[str, tuple[str, str, str | None]]:
    """Edited days by name: shifts now and as wanted; what they were where somebody else changed them."""
    was, now, value, wanted = map(shown, (edited.before, edited.live, edited.value, edited.wanted))
    return {
        day: (now.get(day, ""), shifts, was.get(day, "") if value.get(day) != shifts else None)
        for day, shifts in wanted.items()
        if now.get(day) != shifts
    }
