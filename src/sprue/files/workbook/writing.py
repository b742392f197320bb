"""Writes a shop as a workbook; reading it again gives the same shop."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sprue.files.workbook import sinks
from sprue.files.workbook.assembling import field_of
from sprue.files.workbook.layout import COLUMNS, SHEETS_ZH, Cell, Column, Sheet
from sprue.files.workbook.settings import KEYS_ZH
from sprue.files.workbook.sinks import Value
from sprue.shop.calendar import MINUTES_OF_DAY, Calendar, DayRule, Shift
from sprue.shop.gates import Gate, GateState
from sprue.shop.routing import MachineOption, Milestone, Mode, Status
from sprue.shop.shop import Shop

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WORDS_ZH: dict[Any, str] = {
    Mode.ATTENDED: "有人",
    Mode.UNBROKEN: "连续",
    Mode.UNATTENDED: "无人",
    Mode.OUTSIDE: "外协",
    Status.WAITING: "待加工",
    Status.RUNNING: "加工中",
    Status.DONE: "已完成",
    Status.HELD: "暂停",
    Status.CANCELLED: "取消",
    Milestone.T1: "T1",
    Milestone.DELIVERY: "交付",
}
#: In place of the name of a column: all that are no columns of the format, which are kept as notes.
OWN_COLUMNS = "notes"

_TITLES_ZH = {"t1承诺": "T1承诺"}


def write_shop(shop: Shop, path: Path, *, language: str = "en") -> None:
    """Write `shop` as .xlsx, as a .zip of CSV files, or (any other name) into a folder of CSV files.

    `language` (en, zh-hans) is that of sheets, columns and words such as yes. Seconds are kept, parts
    of a second are not. OutsideFailure when it can't be written.
    """
    sinks.write_sheets(sheets_of(shop, language), path)


def sheets_of(shop: Shop, language: str) -> Iterator[sinks.Sheet]:
    """All sheets of the format, the empty ones too: they show what could be filled in."""
    cells = ShownCells(shop.settings.zone, chinese=language != "en")
    yield cells.settings(shop)
    yield cells.calendars(shop.calendars.values())
    for sheet in Sheet:
        if sheet not in (Sheet.SETTINGS, Sheet.CALENDARS):
            yield cells.sheet(sheet, list(values_of(shop, sheet)))


def values_of(shop: Shop, sheet: Sheet) -> Iterable[Any]:
    """The values of the shop that stand in a sheet; none for the settings."""
    match sheet:
        case Sheet.SETTINGS:
            return ()
        case Sheet.EXCEPTIONS:
            return shop.exceptions
        case Sheet.SETUPS:
            return shop.setups
        case _:
            rows: dict[str, Any] = getattr(shop, sheet.value)
            return rows.values()


class ShownCells:
    """Values of a shop → cells, in one language and zone."""

    def __init__(self, zone: ZoneInfo, *, chinese: bool) -> None:
        self._zone = zone
        self._chinese = chinese

    def settings(self, shop: Shop) -> sinks.Sheet:
        settings = shop.settings
        known: dict[str, Value] = {
            "version": settings.version,
            "name": settings.name,
            "timezone": settings.timezone,
            "now": self._local(settings.now) if settings.now is not None else None,
            "currency": settings.currency,
            "language": settings.language,
        }
        rows: list[list[Value]] = [[KEYS_ZH[k] if self._chinese else k, v] for k, v in known.items()]
        rows.extend([key, text] for key, text in settings.notes)
        return self._named(Sheet.SETTINGS, rows)

    def calendars(self, calendars: Iterable[Calendar]) -> sinks.Sheet:
        """A row for each day rule."""
        rows: list[list[Value]] = [
            [calendar.id, self.day(rule), self.shifts(rule.shifts)]
            for calendar in calendars
            for rule in calendar.rules
        ]
        return self._named(Sheet.CALENDARS, rows)

    def sheet(self, sheet: Sheet, values: list[Any], without: Collection[str] = ()) -> sinks.Sheet:
        """A row for each value; its notes stand behind the columns of the format, some of them left out."""
        columns = [column for column in COLUMNS[sheet] if column.name not in without]
        fields = [(column.cell, field_of(sheet, column.name)) for column in columns]
        own = (title for value in values for title, _ in value.notes)
        extra = list(dict.fromkeys(own)) if OWN_COLUMNS not in without else []
        rows = []
        for value in values:
            row = [self.cell(cell, getattr(value, field)) for cell, field in fields]
            if extra:
                notes = dict(value.notes)
                row.extend(notes.get(title) for title in extra)
            rows.append(row)
        return sinks.Sheet(self.name(sheet), (*(self.title(column) for column in columns), *extra), rows)

    def _named(self, sheet: Sheet, rows: list[list[Value]]) -> sinks.Sheet:
        return sinks.Sheet(self.name(sheet), tuple(self.title(column) for column in COLUMNS[sheet]), rows)

    def name(self, sheet: Sheet) -> str:
        """The sheet's name."""
        return SHEETS_ZH[sheet] if self._chinese else sheet.value

    def title(self, column: Column) -> str:
        """The column's name."""
        return _TITLES_ZH.get(column.zh, column.zh) if self._chinese else column.name

    def cell(self, cell: Cell, value: Any) -> Value:
        """A value of the shop as the cell of a column."""
        match value:
            case None:
                return None
            case bool():
                return self._yes_no(cell, yes=value)
            case Gate():
                return self._gate(value)
            case datetime():
                return self._end_of_day(value) if cell is Cell.DAY_END else self._local(value)
            case Mode() | Status() | Milestone():
                return _WORDS_ZH[value] if self._chinese else value.value
            case tuple():
                return (", ").join(_option(v) if isinstance(v, MachineOption) else str(v) for v in value)
            case Decimal() | int():
                return value
            case _:
                return str(value)

    def _yes_no(self, cell: Cell, *, yes: bool) -> str:
        if cell is Cell.OPEN:
            words = ("开", "关") if self._chinese else ("open", "closed")
        else:
            words = ("是", "否") if self._chinese else ("yes", "no")
        return words[0] if yes else words[1]

    def _gate(self, gate: Gate) -> Value:
        match gate.state:
            case GateState.NOT_NEEDED:
                return None
            case GateState.OK:
                return "齐" if self._chinese else "ok"
            case GateState.NO:
                return "缺" if self._chinese else "no"
            case GateState.EXPECTED:
                assert gate.expected is not None
                return self._local(gate.expected)

    def _local(self, moment: datetime) -> datetime:
        """In the shop's zone, without saying so: as cells are."""
        return moment.astimezone(self._zone).replace(tzinfo=None, microsecond=0)

    def _end_of_day(self, moment: datetime) -> Value:
        """Midnight is the 24:00 of the day before, which a date alone says."""
        local = self._local(moment)
        return local.date() - timedelta(days=1) if local.time() == time() else local

    def days(self, calendar: Calendar | None) -> dict[str, str]:
        """The shifts of a calendar by the day of each rule."""
        rules = calendar.rules if calendar is not None else ()
        return {str(self.day(rule)): self.shifts(rule.shifts) for rule in rules}

    def day(self, rule: DayRule) -> Value:
        """The day of a rule."""
        if rule.weekday is not None:
            return (_DAYS_ZH if self._chinese else _DAYS)[rule.weekday]
        assert rule.first is not None
        return rule.first if rule.first == rule.last else f"{rule.first}..{rule.last}"

    def shifts(self, shifts: tuple[Shift, ...]) -> str:
        """The shifts of a rule."""
        closed = "休" if self._chinese else "-"
        return " ".join(f"{_clock(s.start)}-{_clock(s.end)}" for s in shifts) or closed


def _clock(minute: int) -> str:
    """Minutes of a day as HH:MM; those past midnight as the next day's."""
    if minute > MINUTES_OF_DAY:
        minute -= MINUTES_OF_DAY
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _option(option: MachineOption) -> str:
    return option.machine if option.run_minutes is None else f"{option.machine}:{option.run_minutes:f}"
