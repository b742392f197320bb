"""The lists of the buyers' desk as Excel workbooks in one language.

Texts are written as texts: nothing in them becomes a formula.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.server.floor import material, punctual
from sprue.server.floor.excel.book import written
from sprue.server.floor.ledger import looking
from sprue.server.floor.material import Filters
from sprue.shop.shop import Settings

_MINUTES_OF_DAY = 1440

#: Columns by list: the field, its title in both languages.
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "shortages": (
        ("item", "Item", "物料"),
        ("id", "No.", "编号"),
        ("supplier", "Supplier", "供应商"),
        ("mold", "Mold", "模具"),
        ("part_name", "Part", "零件"),
        ("operation_name", "Needed for", "用于工序"),
        ("need", "Needed", "需求日期"),
        ("promised", "Promised", "承诺到货"),
        ("short_minutes", "Short d", "缺料天数"),
        ("slips_minutes", "Mold slips d", "影响模具天数"),
    ),
    "purchases": (
        ("id", "No.", "采购单号"),
        ("item", "Item", "物料"),
        ("supplier", "Supplier", "供应商"),
        ("mold", "Mold", "模具"),
        ("part_name", "Part", "零件"),
        ("quantity", "Quantity", "数量"),
        ("ordered", "Ordered", "下单"),
        ("first_promised", "First promised", "首次承诺"),
        ("promised", "Promised", "承诺到货"),
        ("received", "Received", "到货"),
    ),
    "outside": (
        ("supplier", "Supplier", "供应商"),
        ("batch", "Load", "批次"),
        ("mold", "Mold", "模具"),
        ("part_name", "Part", "零件"),
        ("name", "Work", "工序"),
        ("sent", "Sent", "外发"),
        ("back", "Back", "应回"),
        ("at", "To be sent", "计划外发"),
    ),
    "suppliers": (
        ("supplier", "Supplier", "供应商"),
        ("what", "Purchases or outside work", "采购或外协"),
        ("count", "Deliveries", "到货次数"),
        ("median", "Late d, median", "延迟天数（中位）"),
        ("low", "a quarter below", "下四分位"),
        ("high", "a quarter above", "上四分位"),
        ("in_time", "On time", "准时率"),
        ("open", "Open", "未到"),
        ("overdue", "Overdue", "逾期"),
    ),
}
_SHEETS = {
    "shortages": ("Shortages", "缺料"),
    "purchases": ("Purchases", "采购"),
    "outside": ("Outside work", "外协"),
    "suppliers": ("Suppliers", "供应商"),
}
_WORDS = {"purchase": ("purchases", "采购"), "outside": ("outside work", "外协")}
_DAYS = frozenset({"short_minutes", "slips_minutes", "median", "low", "high"})
_DATES = frozenset({"need", "promised", "first_promised", "ordered", "received", "sent", "back", "at"})

PAGES = (*_COLUMNS,)


def workbook(page: str, filters: Filters, language: str, *, received: bool) -> bytes:
    """The list as the bytes of an .xlsx."""
    with looking() as scene:
        settings = scene.sight.state.shop.settings
    place = int(language != "en")
    header = tuple(column[1 + place] for column in _COLUMNS[page])
    rows = [_cells(page, row, settings, place) for row in _rows(page, filters, received=received)]
    return written((sinks.Sheet(_SHEETS[page][place], header, rows),))


def _rows(page: str, filters: Filters, *, received: bool) -> list[dict[str, Any]]:
    match page:
        case "shortages":
            return material.shortages(filters)
        case "purchases":
            return material.purchases(filters, received=received)
        case "suppliers":
            found: list[dict[str, Any]] = punctual.suppliers()["rows"]
            return found
    seen = material.outside()
    away = [{**load, **operation} for load in seen["away"] for operation in load["operations"]]
    return [*away, *seen["to_send"]]


def _cells(page: str, row: Mapping[str, Any], settings: Settings, place: int) -> list[Value]:
    return [_cell(name, row.get(name), settings, place) for name, *_ in _COLUMNS[page]]


def _cell(name: str, value: Any, settings: Settings, place: int) -> Value:
    """Days instead of minutes, the shop's wall clock, words instead of codes."""
    if value is None:
        return None
    if name in _DAYS:
        return round(float(value) / _MINUTES_OF_DAY, 1)
    if name in _DATES:
        local = datetime.fromisoformat(str(value)).astimezone(settings.zone)
        return local.replace(tzinfo=None, second=0, microsecond=0)
    if name == "what":
        return _WORDS[str(value)][place]
    return value if isinstance(value, int | float) else str(value)
