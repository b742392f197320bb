"""Sheets and columns of the format, with their Chinese names."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Sheet(StrEnum):
    """Names of the sheets."""

    SETTINGS = "settings"
    CALENDARS = "calendars"
    EXCEPTIONS = "exceptions"
    KINDS = "kinds"
    MACHINES = "machines"
    PEOPLE = "people"
    ORDERS = "orders"
    MOLDS = "molds"
    PARTS = "parts"
    OPERATIONS = "operations"
    SETUPS = "setups"
    PURCHASES = "purchases"


SHEETS_ZH: dict[Sheet, str] = {
    Sheet.SETTINGS: "设置",
    Sheet.CALENDARS: "日历",
    Sheet.EXCEPTIONS: "例外",
    Sheet.KINDS: "设备类型",
    Sheet.MACHINES: "设备",
    Sheet.PEOPLE: "人员",
    Sheet.ORDERS: "订单",
    Sheet.MOLDS: "模具",
    Sheet.PARTS: "零件",
    Sheet.OPERATIONS: "工序",
    Sheet.SETUPS: "换装",
    Sheet.PURCHASES: "采购",
}

#: A shop without these is no shop; the others may be missing.
NEEDED = (Sheet.MOLDS, Sheet.PARTS, Sheet.OPERATIONS)


class Cell(Enum):
    """How a cell is read."""

    ID = "id"
    TEXT = "text"
    IDS = "ids"
    MINUTES = "minutes"
    NUMBER = "number"  # 0 or more
    POSITIVE = "positive"
    ANY_NUMBER = "any number"
    WHOLE = "whole"  # 1 or more
    MOMENT = "moment"
    DAY_END = "moment, a date alone is 24:00"
    YES_NO = "yes or no"
    OPEN = "open or closed"
    CLASS = "class"
    MODE = "mode"
    STATUS = "status"
    MILESTONE = "milestone"
    GATE = "gate"
    OPTIONS = "machines with minutes"
    DAY = "day"
    SHIFTS = "shifts"


class Column(NamedTuple):
    """A column: name, Chinese name, how it is read; `needed`: never empty."""

    name: str
    zh: str
    cell: Cell
    needed: bool = False


COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.SETTINGS: (Column("key", "键", Cell.TEXT, True), Column("value", "值", Cell.TEXT)),
    Sheet.CALENDARS: (
        Column("calendar", "日历", Cell.ID, True),
        Column("day", "日期", Cell.DAY, True),
        Column("shifts", "班次", Cell.SHIFTS, True),
    ),
    Sheet.EXCEPTIONS: (
        Column("resource", "资源", Cell.ID, True),
        Column("from", "从", Cell.MOMENT, True),
        Column("to", "到", Cell.MOMENT, True),
        Column("open or closed", "开关", Cell.OPEN, True),
        Column("reason", "原因", Cell.TEXT),
    ),
    Sheet.KINDS: (
        Column("kind", "类型", Cell.ID, True),
        Column("name", "名称", Cell.TEXT),
        Column("name_zh", "中文名", Cell.TEXT),
        Column("department", "部门", Cell.TEXT),
        Column("attention", "看管系数", Cell.NUMBER),
    ),
    Sheet.MACHINES: (
        Column("machine", "设备", Cell.ID, True),
        Column("name", "名称", Cell.TEXT),
        Column("kind", "类型", Cell.IDS, True),
        Column("calendar", "日历", Cell.ID, True),
        Column("speed", "速度", Cell.POSITIVE),
        Column("unattended", "可无人", Cell.YES_NO),
        Column("batch", "批量", Cell.WHOLE),
        Column("available_from", "可用起", Cell.MOMENT),
    ),
    Sheet.PEOPLE: (
        Column("person", "人员", Cell.ID, True),
        Column("name", "姓名", Cell.TEXT),
        Column("department", "部门", Cell.TEXT),
        Column("role", "角色", Cell.TEXT),
        Column("kinds", "可做类型", Cell.IDS),
        Column("calendar", "日历", Cell.ID, True),
        Column("leader", "上级", Cell.ID),
        Column("badge", "工牌", Cell.ID),
    ),
    Sheet.ORDERS: (
        Column("order", "订单", Cell.ID, True),
        Column("customer", "客户", Cell.TEXT),
        Column("market", "市场", Cell.TEXT),
        Column("received", "下单", Cell.MOMENT),
        Column("due", "交期", Cell.DAY_END),
        Column("value", "金额", Cell.ANY_NUMBER),
        Column("currency", "币种", Cell.TEXT),
        Column("weight", "权重", Cell.NUMBER),
    ),
    Sheet.MOLDS: (
        Column("mold", "模具", Cell.ID, True),
        Column("order", "订单", Cell.ID),
        Column("name", "名称", Cell.TEXT),
        Column("class", "级别", Cell.CLASS),
        Column("trial_due", "t1承诺", Cell.DAY_END),
        Column("due", "交期", Cell.DAY_END),
        Column("weight", "权重", Cell.NUMBER),
        Column("status", "状态", Cell.TEXT),
    ),
    Sheet.PARTS: (
        Column("part", "零件", Cell.ID, True),
        Column("mold", "模具", Cell.ID, True),
        Column("name", "名称", Cell.TEXT),
        Column("part_class", "零件类别", Cell.TEXT),
        Column("parent", "上级零件", Cell.ID),
        Column("quantity", "数量", Cell.WHOLE),
        Column("material", "材料", Cell.TEXT),
        Column("available", "到料", Cell.MOMENT),
    ),
    Sheet.OPERATIONS: (
        Column("operation", "工序", Cell.ID, True),
        Column("part", "零件", Cell.ID, True),
        Column("step", "工步", Cell.ANY_NUMBER, True),
        Column("name", "名称", Cell.TEXT),
        Column("kind", "类型", Cell.ID),
        Column("machines", "设备清单", Cell.OPTIONS),
        Column("setup_minutes", "装夹分钟", Cell.MINUTES),
        Column("run_minutes", "加工分钟", Cell.MINUTES),
        Column("mode", "方式", Cell.MODE),
        Column("setup_family", "装夹族", Cell.ID),
        Column("group", "组合", Cell.ID),
        Column("joins", "汇合", Cell.YES_NO),
        Column("checks", "自检", Cell.TEXT),
        Column("after", "前置工序", Cell.IDS),
        Column("not_before", "不早于", Cell.MOMENT),
        Column("drawing", "图纸", Cell.GATE),
        Column("program", "程序", Cell.GATE),
        Column("electrode", "电极", Cell.GATE),
        Column("fixture", "夹具", Cell.GATE),
        Column("milestone", "节点", Cell.MILESTONE),
        Column("status", "状态", Cell.STATUS),
        Column("machine", "设备", Cell.ID),
        Column("started", "开工", Cell.MOMENT),
        Column("finished", "完工", Cell.MOMENT),
        Column("remaining_minutes", "剩余分钟", Cell.MINUTES),
        Column("pinned", "锁定", Cell.YES_NO),
        Column("pinned_start", "锁定开工", Cell.MOMENT),
    ),
    Sheet.SETUPS: (
        Column("kind", "类型", Cell.ID, True),
        Column("from_family", "前族", Cell.ID, True),
        Column("to_family", "后族", Cell.ID, True),
        Column("minutes", "分钟", Cell.MINUTES, True),
    ),
    Sheet.PURCHASES: (
        Column("purchase", "采购", Cell.ID, True),
        Column("part", "零件", Cell.ID),
        Column("item", "物料", Cell.TEXT),
        Column("supplier", "供应商", Cell.TEXT),
        Column("quantity", "数量", Cell.NUMBER),
        Column("ordered", "下单", Cell.MOMENT),
        Column("promised", "承诺", Cell.MOMENT),
        Column("received", "到货", Cell.MOMENT),
    ),
}

#: Other names under which people write a column.
ALIASES: dict[str, str] = {"open": "open or closed", "open_or_closed": "open or closed"}
#: The same for parts, as bills of materials call them; they count where the column itself is not there.
PART_ALIASES: dict[str, str] = {
    "part_no": "part",
    "part_number": "part",
    "零件号": "part",
    "零件编号": "part",
    "件号": "part",
    "part_name": "name",
    "零件名称": "name",
    "品名": "name",
    "qty": "quantity",
    "材质": "material",
    "类别": "part_class",
}
