"""The picture's words in both languages, dates as the shop writes them, and how wide a text is."""

from datetime import datetime
from unicodedata import east_asian_width

from sprue.shop.errors import UserMistake

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh-hans")

_DAYS = (("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"), ("Sat", "周六"))
_SUNDAY = ("Sun", "周日")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS = {
    "plan": ("plan from {0}", "自 {0} 起的计划"),
    "schedule": ("{0}: {1} operations on {2} machines", "{0}：{2} 台设备，{1} 道工序"),
    "makespan": ("makespan {0}", "总工期 {0}"),
    "planned": ("{0} planned", "已排 {0}"),
    "blocked": ("{0} blocked", "受阻 {0}"),
    "unplannable": ("{0} unplannable", "无法排程 {0}"),
    "late_molds": ("{0} of {1} molds late", "拖期模具 {0} / {1}"),
    "dateless": ("{0} without a date", "无日期 {0}"),
    "tardiness": (
        "{0} h weighted tardiness, at least {1} h",
        "加权拖期 {0} 小时，下界 {1} 小时",
    ),
    "alone": ("{0} h unattended", "无人值守 {0} 小时"),
    "shown": ("{0} – {1} · {2} operations shown", "{0} 至 {1} · 显示 {2} 道工序"),
    "without": ("{0} outside the house are shown by mold", "另有 {0} 道外协工序，按模具显示"),
    "late": ("Late molds: {0}", "拖期模具：{0}"),
    "late_elsewhere": ("Late molds in this picture: {0} of {1}", "图中拖期模具：{0} / {1}"),
    "machine": ("Machine", "设备"),
    "mold": ("Mold", "模具"),
    "part": ("Part", "零件"),
    "job": ("Job", "工件"),
    "in_use": ("in use", "利用率"),
    "lateness": ("late", "拖期"),
    "machines": ("{0} machines", "{0} 台"),
    "outside": ("Outside work", "外协"),
    "run": ("run", "加工"),
    "setup": ("setup", "装夹"),
    "pause": ("pause", "间断"),
    "before": ("worked already", "已加工"),
    "late_bar": ("late mold", "拖期模具"),
    "unattended": ("unattended", "无人值守"),
    "closed": ("closed", "休班"),
    "night": ("night", "夜间"),
    "slip": ("due, planned", "应交，计划"),
    "hours": ("setup {0} h, run {1} h", "装夹 {0} 小时，加工 {1} 小时"),
    "only_run": ("run {0} h", "加工 {0} 小时"),
    "late_by": ("{0} {1} h", "{0} {1} 小时"),
    "heap": ("{0} operations", "{0} 道工序"),
    "nothing": ("Nothing is planned here.", "此处没有计划。"),
    "week": ("Week {0} · {1}", "第 {0} 周 · {1}"),
    "delivery": ("delivery", "交付"),
    "T1": ("T1", "T1"),
}
#: Share of the font size that a letter takes; generous, so that no label passes its bar.
_NARROW, _COMMON, _BROAD, _CHINESE = 0.32, 0.57, 0.66, 1.02
_THIN = frozenset("ilj.,:;'|!()[] ·-fIrt")


def word(name: str, language: str, *facts: object) -> str:
    """A text of the picture with its facts."""
    return _WORDS[name][language != ENGLISH].format(*facts)


def known(language: str) -> str:
    """`language` itself; UserMistake when the picture has no words for it."""
    if language not in LANGUAGES:
        raise UserMistake(f"a picture speaks {' or '.join(LANGUAGES)}, not {language}")
    return language


def day(moment: datetime, language: str) -> str:
    """Fri 20 Nov, or 11-20 周五."""
    name = (*_DAYS, _SUNDAY)[moment.weekday()][language != ENGLISH]
    return f"{name} {date(moment, language)}" if language == ENGLISH else f"{date(moment, language)} {name}"


def date(moment: datetime, language: str) -> str:
    """20 Nov, or 11-20."""
    if language == ENGLISH:
        return f"{moment.day} {_MONTHS[moment.month - 1]}"
    return f"{moment:%m-%d}"


def month(moment: datetime, language: str) -> str:
    """Nov 2026, or 2026年11月."""
    if language == ENGLISH:
        return f"{_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment.year}年{moment.month}月"


def time_of(moment: datetime, language: str) -> str:
    """Fri 20 Nov 14:32, or 11-20 周五 14:32."""
    return f"{day(moment, language)} {moment:%H:%M}"


def hours(minutes: float) -> str:
    """Hours with one decimal: 1,204.5."""
    return f"{minutes / 60:,.1f}"


def width_of(text: str, size: float) -> float:
    """Pixels that a text of `size` takes at most, without knowing the font."""
    return size * sum(_share(letter) for letter in text)


def fitted(text: str, size: float, room: float) -> str:
    """The text, cut with … where it is wider than `room` pixels."""
    if width_of(text, size) <= room:
        return text
    kept = len(text)
    while kept and width_of(text[:kept], size) + size > room:
        kept -= 1
    return f"{text[:kept].rstrip()}…"


def _share(letter: str) -> float:
    if letter in _THIN:
        return _NARROW
    if east_asian_width(letter) in "WF":
        return _CHINESE
    return _BROAD if letter.isupper() or letter.isdigit() or letter in "mw%+–−" else _COMMON
