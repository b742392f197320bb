"""The sheet settings: it is read first, since it says in which zone the other sheets' times are."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sprue.files.workbook.cells import Bad, Cells, decimal_of, id_of
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.tables import Row, Table, plain
from sprue.shop.shop import Settings

#: Key → its Chinese name.
KEYS_ZH = {
    "version": "版本",
    "name": "名称",
    "timezone": "时区",
    "now": "当前时间",
    "currency": "币种",
    "language": "语言",
}
_KEYS = {plain(zh): key for key, zh in KEYS_ZH.items()} | {key: key for key in KEYS_ZH}
_LANGUAGES = {
    "en": "en",
    "english": "en",
    "zh-hans": "zh-hans",
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "中文": "zh-hans",
}


def settings_of(table: Table, faults: list[Fault]) -> Settings:
    """The settings; a bad one is a fault and keeps its default. `value` cells are looked at as they came."""
    found = Settings()
    rows = sorted(table.rows, key=lambda row: _KEYS.get(plain(row.get("key", ""))) != "timezone")
    for row in rows:
        key, value = row.get("key"), _value(table, row)
        if key is None or value == "" or "value" in row.bad:
            continue
        try:
            found = _with(found, str(key), value)
        except Bad as bad:
            faults.append(table.fault(row, "value", bad.code, **bad.facts))
    return found


def _value(table: Table, row: Row) -> Any:
    """The cell itself: a moment must not have become text."""
    place = table.places.get("value")
    value = row.cells[place] if place is not None and place < len(row.cells) else ""
    return value.strip() if isinstance(value, str) else value


def _with(settings: Settings, key: str, value: Any) -> Settings:
    match _KEYS.get(plain(key)):
        case "version":
            if decimal_of(value) != 1:
                raise Bad(FaultCode.UNSUPPORTED_VERSION)
            return settings
        case "timezone":
            return replace(settings, timezone=_zone_name(id_of(value)))
        case "now":
            return replace(settings, now=Cells(settings.zone).moment(value))
        case "language":
            language = _LANGUAGES.get(id_of(value).lower())
            if language is None:
                raise Bad(FaultCode.UNKNOWN_CHOICE, choices="zh-hans, en", choices_zh="zh-hans、en")
            return replace(settings, language=language)
        case "name":
            return replace(settings, name=id_of(value))
        case "currency":
            return replace(settings, currency=id_of(value))
        case _:
            return replace(settings, notes=(*settings.notes, (key, id_of(value))))


def _zone_name(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Bad(FaultCode.UNKNOWN_TIMEZONE) from None
