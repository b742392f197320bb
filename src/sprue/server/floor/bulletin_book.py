"""The bulletin as an Excel workbook in one language: all, by market, customer and class, and notes."""

from sprue.figures.bulletin import SHARES, STOCKS, Bulletin, Compared, Group, Line, Measure
from sprue.figures.span import Month
from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.server.floor.bulletin import bulletin, shown
from sprue.server.floor.excel.book import written

MEASURES: dict[Measure, tuple[str, str]] = {
    Measure.RECEIVED: ("Orders received, molds", "接单，套"),
    Measure.RECEIVED_VALUE: ("Orders received, value", "接单金额"),
    Measure.DELIVERED: ("Delivered, molds", "交付，套"),
    Measure.DELIVERED_VALUE: ("Delivered, value", "交付金额"),
    Measure.HOURS: ("Hours worked", "加工工时"),
    Measure.TRIALS_ON_TIME: ("First trial on time, %", "首次试模准时率，%"),
    Measure.ON_TIME: ("Delivery on time, %", "交付准时率，%"),
    Measure.OPEN: ("Open orders, molds", "在手订单，套"),
    Measure.OPEN_VALUE: ("Open orders, value", "在手订单金额"),
}
GROUPS: dict[Group, tuple[str, str]] = {
    Group.MARKET: ("Market", "市场"),
    Group.CUSTOMER: ("Customer", "客户"),
    Group.MOLD_CLASS: ("Class", "级别"),
}
NOTES: dict[str, tuple[str, str]] = {
    "month": ("Month", "月份"),
    "known": ("Known since", "数据完整起始日"),
    "currency": ("Currency", "币种"),
    "no_value": ("Molds without a value", "无金额模具数"),
    "other_currency": ("Molds in another currency", "其他币种模具数"),
    "no_received": ("Molds without a day of order", "无下单日期模具数"),
    "no_delivered": ("Molds delivered on an unknown day", "交付日期未知模具数"),
    "undated": ("Finished operations without dates", "无日期的完工工序数"),
    "rounding": (
        "Sums are exact and rounded once at the end, a half away from zero. Changes are in percent of the "
        "year before, those of percents in points. An empty cell is unknown.",
        "合计按精确值计算，最后一次四舍五入。增减为较上年同期的百分比，百分率的增减为百分点。空格表示未知。",
    ),
}
_ALL = ("All", "合计")
_TIMES = (("month", "本月"), ("year to date", "本年累计"))
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("value", "数值"),
    ("a year before", "上年同期"),
    ("change", "增减"),
    ("share %", "占比 %"),
    ("change of share", "占比增减"),
    ("since it began", "较期初"),
    ("the same %", "较期初 %"),
    ("lacking", "缺项"),
)


def workbook(month: Month | None, language: str, *, prices: bool) -> bytes:
    """The bytes of an .xlsx."""
    place = int(language != "en")
    found, _ = bulletin(month)
    measures = shown(prices=prices)
    lines: dict[str, tuple[Line, ...]] = {_ALL[place]: (found.total,)}
    lines |= {GROUPS[group][place]: own for group, own in found.groups.items()}
    sheets = [_sheet(name, own, measures, place) for name, own in lines.items()]
    sheets.append(_notes(found, place))
    return written(sheets)


def _sheet(name: str, lines: tuple[Line, ...], measures: list[Measure], place: int) -> sinks.Sheet:
    header = [name, ("Measure", "项目")[place]]
    header += [f"{time[place]}: {column[place]}" for time in _TIMES for column in _COLUMNS]
    rows: list[list[Value]] = [
        [line.name, MEASURES[one][place], *_cells(one, line.month[one]), *_cells(one, line.year[one])]
        for line in lines
        for one in measures
    ]
    return sinks.Sheet(name, tuple(header), rows)


def _cells(measure: Measure, one: Compared) -> list[Value]:
    empty_shares = measure in SHARES
    return [
        one.value,
        one.before,
        one.change,
        None if empty_shares else one.share,
        None if empty_shares else one.share_points,
        one.more if measure in STOCKS else None,
        one.more_percent if measure in STOCKS else None,
        one.lacking,
    ]


def _notes(found: Bulletin, place: int) -> sinks.Sheet:
    told: dict[str, Value] = {
        "month": f"{found.month_days.first} – {found.month_days.last}",
        "known": found.known_since,
        "currency": found.currency,
        "no_value": found.no_value,
        "other_currency": found.other_currency,
        "no_received": found.no_received,
        "no_delivered": found.no_delivered,
        "undated": found.undated,
        "rounding": "",
    }
    rows: list[list[Value]] = [[NOTES[name][place], value] for name, value in told.items()]
    return sinks.Sheet(("Notes", "说明")[place], (("What", "说明")[place], ("Value", "数值")[place]), rows)
