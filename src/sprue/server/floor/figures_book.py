"""The rows of a figure as an Excel workbook in one language: what it is, and all that it comes from."""

from datetime import datetime

from sprue.figures.evidence import Evidence
from sprue.figures.registry import FIGURES
from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.server.floor.excel.book import written
from sprue.server.floor.figures import Wish, all_rows, name_of
from sprue.shop.shop import Shop

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("Of", "对象"),
    ("Id", "编号"),
    ("Name", "名称"),
    ("From", "起"),
    ("To", "止"),
    ("Above the line", "分子"),
    ("Below the line", "分母"),
    ("Department", "部门"),
    ("Kind", "类型"),
    ("Machine", "设备"),
    ("Entries of the journal", "日志序号"),
)
_WHAT = {
    "operation": ("operation", "工序"),
    "mold": ("mold", "模具"),
    "problem": ("problem", "异常"),
    "machine": ("machine", "设备"),
}
_ABOUT = (("Figure", "指标"), ("Formula", "公式"))
_SHEETS = (("Rows", "明细"), ("Figure", "指标"))


def workbook(name: str, wish: Wish, language: str) -> bytes:
    """The bytes of an .xlsx."""
    place = int(language != "en")
    shop, found = all_rows(name, wish)
    figure = FIGURES[name]
    header = tuple(titles[place] for titles in _COLUMNS)
    about: list[list[Value]] = [[figure.title.say(language), figure.formula.say(language)]]
    sheets = (
        sinks.Sheet(_SHEETS[0][place], header, [_cells(shop, row, place) for row in found]),
        sinks.Sheet(_SHEETS[1][place], tuple(titles[place] for titles in _ABOUT), about),
    )
    return written(sheets)


def _cells(shop: Shop, row: Evidence, place: int) -> list[Value]:
    return [
        _WHAT[row.what][place],
        row.id,
        name_of(shop, row),
        _local(shop, row.at),
        _local(shop, row.until),
        round(float(row.part), 3),
        round(float(row.whole), 3),
        row.department,
        row.kind,
        row.machine,
        ", ".join(map(str, row.seqs)),
    ]


def _local(shop: Shop, at: datetime | None) -> datetime | None:
    """Excel knows no zones: the shop's wall clock, to the minute."""
    if at is None:
        return None
    return at.astimezone(shop.settings.zone).replace(tzinfo=None, second=0, microsecond=0)
