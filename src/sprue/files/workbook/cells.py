"""From a cell to a value: each kind of cell has one reader, which says what is wrong with a bad one."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from sprue.files.workbook.faults import FaultCode
from sprue.files.workbook.layout import Cell
from sprue.shop.calendar import MINUTES_OF_DAY, DayRule, Shift
from sprue.shop.gates import CLOSED, OK, Gate, GateState
from sprue.shop.ids import MachineId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import MachineOption, Milestone, Mode, Status

MOST_TEXT = 2_000
MOST_ID = 200
MOST_NUMBER = Decimal(1_000_000_000)
#: Three years of minutes: what is longer was typed in another unit.
MOST_MINUTES = Decimal(1_576_800)
FIRST, LAST = datetime(1990, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  # local, as cells are

_WHOLE_ID = re.compile(r"(\d+)\.0+")
_SEPARATORS = re.compile(r"[,，、;；\n]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_UNIT = re.compile(r"([\d.]+)\s*(h|hr|hrs|hours?|小时|时|min|mins|minutes?|分钟|分|d|days?|天)\.?", re.I)
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.\d+)?)?)?"
)
_SHIFT = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至]\s*(\d{1,2})[:：](\d{2})")
_YES = {"yes": True, "true": True, "1": True, "y": True, "是": True, "有": True}
_NO = {"no": False, "false": False, "0": False, "n": False, "否": False, "无": False}
_OPEN = {"open": True, "开": True, "开放": True, "closed": False, "close": False, "关": False, "休": False}
_MODES = {"有人": Mode.ATTENDED, "连续": Mode.UNBROKEN, "无人": Mode.UNATTENDED, "外协": Mode.OUTSIDE}
_STATUSES = {
    "待加工": Status.WAITING,
    "加工中": Status.RUNNING,
    "已完成": Status.DONE,
    "暂停": Status.HELD,
    "取消": Status.CANCELLED,
}
_MILESTONES = {"t1": Milestone.T1, "delivery": Milestone.DELIVERY, "交付": Milestone.DELIVERY}
_DAYS = {
    name: day
    for day, names in enumerate(
        (
            ("mon", "monday", "周一", "星期一"),
            ("tue", "tuesday", "周二", "星期二"),
            ("wed", "wednesday", "周三", "星期三"),
            ("thu", "thursday", "周四", "星期四"),
            ("fri", "friday", "周五", "星期五"),
            ("sat", "saturday", "周六", "星期六"),
            ("sun", "sunday", "周日", "星期日", "周天"),
        )
    )
    for name in names
}
_CLOSED = frozenset({"-", "–", "休", "closed", "休息"})
#: One minute to the hour in texts such as "1.5 h".
_UNIT_MINUTES = {"h": 60, "小": 60, "时": 60, "d": 1440, "天": 1440, "m": 1, "分": 1}


class Bad(Exception):
    """A cell that can't be read: why, and the facts of the text."""

    def __init__(self, code: FaultCode, **facts: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts


def text_of(value: Any) -> str:
    """A cell as the text that a person sees."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).strip()


def id_of(value: Any) -> str:
    """An id: 2601, 2601.0 and '2601' are one."""
    text = text_of(value)
    whole = _WHOLE_ID.fullmatch(text)
    if whole:
        return whole.group(1)
    if len(text) > MOST_ID:
        raise Bad(FaultCode.TEXT_TOO_LONG, limit=str(MOST_ID))
    return text


class Cells:
    """Readers for the cells of one shop, in its time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.readers: Mapping[Cell, Callable[[Any], Any]] = {
            Cell.ID: id_of,
            Cell.TEXT: self.text,
            Cell.IDS: self.ids,
            Cell.MINUTES: self.minutes,
            Cell.NUMBER: self.number,
            Cell.POSITIVE: self.positive,
            Cell.ANY_NUMBER: decimal_of,
            Cell.WHOLE: self.whole,
            Cell.MOMENT: self.moment,
            Cell.DAY_END: self.day_end,
            Cell.YES_NO: self.yes_no,
            Cell.OPEN: lambda v: _choice(v, _OPEN, "open, closed", "开、关"),
            Cell.CLASS: self.mold_class,
            Cell.MODE: lambda v: _member(v, Mode, _MODES),
            Cell.STATUS: lambda v: _member(v, Status, _STATUSES),
            Cell.MILESTONE: lambda v: _choice(v, _MILESTONES, "T1, delivery", "T1、交付"),
            Cell.GATE: self.gate,
            Cell.OPTIONS: self.options,
            Cell.DAY: self.day,
            Cell.SHIFTS: self.shifts,
        }

    def text(self, value: Any) -> str:
        text = text_of(value)
        if len(text) > MOST_TEXT:
            raise Bad(FaultCode.TEXT_TOO_LONG, limit=str(MOST_TEXT))
        return text

    def ids(self, value: Any) -> tuple[str, ...]:
        """A list of ids, each once."""
        if isinstance(value, float | int):
            return (id_of(value),)
        found = (id_of(part.strip()) for part in _SEPARATORS.split(text_of(value)))
        return tuple(dict.fromkeys(part for part in found if part))

    def minutes(self, value: Any) -> Decimal:
        if isinstance(value, timedelta):
            raise Bad(FaultCode.WRONG_UNIT, minutes=f"{value.total_seconds() / 60:g}")
        if isinstance(value, time):
            raise Bad(FaultCode.WRONG_UNIT, minutes=str(value.hour * 60 + value.minute))
        found = self.number(value)
        if found > MOST_MINUTES:
            raise Bad(FaultCode.NUMBER_TOO_LARGE, limit=str(MOST_MINUTES))
        return found

    def number(self, value: Any) -> Decimal:
        found = decimal_of(value)
        if found < 0:
            raise Bad(FaultCode.NEGATIVE)
        return found

    def positive(self, value: Any) -> Decimal:
        found = decimal_of(value)
        if found <= 0:
            raise Bad(FaultCode.NOT_POSITIVE)
        return found

    def whole(self, value: Any) -> int:
        found = decimal_of(value)
        if found != found.to_integral_value() or found < 1:
            raise Bad(FaultCode.NOT_WHOLE)
        return int(found)

    def moment(self, value: Any) -> datetime:
        """A moment in the shop's zone; a date alone is 00:00."""
        return self._local(_moment_parts(value)[0])

    def day_end(self, value: Any) -> datetime:
        """A moment in the shop's zone; a date alone is its 24:00."""
        moment, has_time = _moment_parts(value)
        if not has_time and moment <= LAST:
            moment += timedelta(days=1)
        return self._local(moment)

    def _local(self, moment: datetime) -> datetime:
        if not FIRST <= moment <= LAST:
            raise Bad(FaultCode.MOMENT_OUT_OF_RANGE, first=f"{FIRST:%Y-%m-%d}", last=f"{LAST:%Y-%m-%d}")
        return moment.replace(tzinfo=self._zone)

    def yes_no(self, value: Any) -> bool:
        found = (_YES | _NO).get(text_of(value).lower())
        if found is None:
            raise Bad(FaultCode.NOT_YES_NO)
        return found

    def mold_class(self, value: Any) -> MoldClass:
        try:
            return MoldClass(text_of(value).upper())
        except ValueError:
            raise Bad(FaultCode.UNKNOWN_CHOICE, choices="S, M, L, XL", choices_zh="S、M、L、XL") from None

    def gate(self, value: Any) -> Gate:
        if not isinstance(value, date | datetime):
            text = text_of(value).lower()
            if text in ("ok", "齐"):
                return OK
            if text in ("no", "缺"):
                return CLOSED
        try:
            return Gate(GateState.EXPECTED, self.moment(value))
        except Bad as bad:
            if bad.code is FaultCode.MOMENT_OUT_OF_RANGE:
                raise
            raise Bad(FaultCode.BAD_GATE) from None

    def options(self, value: Any) -> tuple[MachineOption, ...]:
        """`M3, M4:95` → machines, some with minutes of their own."""
        found: dict[str, MachineOption] = {}
        for part in self.ids(value):
            name, colon, minutes = part.replace("：", ":").partition(":")
            name = id_of(name.strip())
            if not name:
                raise Bad(FaultCode.MISSING_VALUE)
            found[name] = MachineOption(MachineId(name), self.minutes(minutes.strip()) if colon else None)
        return tuple(found.values())

    def day(self, value: Any) -> DayRule:
        """A weekday, a date or two dates; the shifts come from the next column."""
        if not isinstance(value, date | datetime):
            text = text_of(value).lower()
            if text in _DAYS:
                return DayRule((), weekday=_DAYS[text])
            first, dots, last = text.partition("..")
            if dots:
                return _dates(self._date(first), self._date(last))
        only = self._date(value)
        return _dates(only, only)

    def _date(self, value: Any) -> date:
        try:
            moment, has_time = _moment_parts(value)
        except Bad:
            raise Bad(FaultCode.BAD_DAY) from None
        if has_time and moment.time() != time():
            raise Bad(FaultCode.BAD_DAY)
        self._local(moment)
        return moment.date()

    def shifts(self, value: Any) -> tuple[Shift, ...]:
        text = text_of(value)
        if text.lower() in _CLOSED:
            return ()
        found = []
        rest = text
        for match in _SHIFT.finditer(text):
            found.append(_shift(*(int(part) for part in match.groups())))
            rest = rest.replace(match.group(0), "", 1)
        if not found or rest.strip(" ,，、;；/\t\n"):
            raise Bad(FaultCode.BAD_SHIFT)
        return tuple(found)


def decimal_of(value: Any) -> Decimal:
    """An exact number; a float as it is written, 0.1 and not its binary neighbor."""
    if isinstance(value, bool):
        raise Bad(FaultCode.NOT_A_NUMBER)
    if isinstance(value, int | float):
        text = repr(value)
    else:
        text = text_of(value).replace("，", ",").replace(",", "") if isinstance(value, str) else ""
    if not _NUMBER.fullmatch(text):
        unit = _UNIT.fullmatch(text)
        if unit:
            raise Bad(FaultCode.WRONG_UNIT, minutes=_in_minutes(unit))
        raise Bad(FaultCode.NOT_A_NUMBER)
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Bad(FaultCode.NOT_A_NUMBER) from None
    if abs(found) > MOST_NUMBER:
        raise Bad(FaultCode.NUMBER_TOO_LARGE, limit=str(MOST_NUMBER))
    return normal(found)


def normal(number: Decimal) -> Decimal:
    """Without zeros at the end: 90.0 and 90 are one."""
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()


def _in_minutes(unit: "re.Match[str]") -> str:
    try:
        return f"{float(unit.group(1)) * _UNIT_MINUTES.get(unit.group(2)[0].lower(), 1):g}"
    except ValueError:
        return "90"


def _moment_parts(value: Any) -> tuple[datetime, bool]:
    """The local moment of a cell, and whether it says a time."""
    if isinstance(value, datetime):
        # A serial number of Excel is a little beside the second that it means.
        rounded = value + timedelta(microseconds=500_000) if value.year < LAST.year + 1 else value
        return rounded.replace(tzinfo=None, microsecond=0), True
    if isinstance(value, date):
        return datetime.combine(value, time()), False
    match = _MOMENT.fullmatch(text_of(value)) if isinstance(value, str) else None
    if match is None:
        raise Bad(FaultCode.NOT_A_MOMENT)
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups())
    try:
        moment = datetime(year, month, day)  # noqa: DTZ001  # the zone is given by the caller
        if (hour, minute, second) == (24, 0, 0):
            return moment + timedelta(days=1), True
        return moment.replace(hour=hour, minute=minute, second=second), match.group(4) is not None
    except (ValueError, OverflowError):
        raise Bad(FaultCode.NOT_A_MOMENT) from None


def _dates(first: date, last: date) -> DayRule:
    if last < first:
        raise Bad(FaultCode.REVERSED_DAYS)
    return DayRule((), first=first, last=last)


def _shift(from_hour: int, from_minute: int, to_hour: int, to_minute: int) -> Shift:
    if from_minute > 59 or to_minute > 59:
        raise Bad(FaultCode.BAD_SHIFT)
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if start >= MINUTES_OF_DAY or end > MINUTES_OF_DAY:
        raise Bad(FaultCode.BAD_SHIFT)
    return Shift(start, end if end > start else end + MINUTES_OF_DAY)


def _choice(value: Any, known: Mapping[str, Any], choices: str, choices_zh: str) -> Any:
    found = known.get(text_of(value).lower())
    if found is None:
        raise Bad(FaultCode.UNKNOWN_CHOICE, choices=choices, choices_zh=choices_zh)
    return found


def _member(value: Any, kind: type[Mode] | type[Status], chinese: Mapping[str, Any]) -> Any:
    text = text_of(value)
    if text in chinese:
        return chinese[text]
    try:
        return kind(text.lower())
    except ValueError:
        choices = ", ".join(member.value for member in kind)
        raise Bad(FaultCode.UNKNOWN_CHOICE, choices=choices, choices_zh="、".join(chinese)) from None
