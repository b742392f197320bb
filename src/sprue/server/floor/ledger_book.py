"""The ledger as an Excel workbook in one language: the items, and how each department keeps up.

Texts are written as texts: nothing in them becomes a formula.
"""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime

from sprue.figures.ledger import DepartmentFigures, figures_of_items
from sprue.files.workbook import sinks
from sprue.files.workbook.sinks import Value
from sprue.server.floor.excel.book import written
from sprue.server.floor.ledger import Filters, looking, name_of, wanted_items
from sprue.server.rows import Scene
from sprue.shop.ids import LedgerItemId

_SHEETS = {"en": ("Ledger", "Departments"), "zh-hans": ("整改台账", "部门统计")}

_COLUMNS: dict[str, tuple[str, str]] = {
    "number": ("No.", "编号"),
    "stage": ("State", "状态"),
    "overdue": ("Overdue", "逾期"),
    "level": ("Level", "级别"),
    "source": ("Source", "来源"),
    "kind": ("Kind", "类型"),
    "description": ("Description", "问题描述"),
    "mold": ("Mold", "模具"),
    "part": ("Part", "零件"),
    "operation": ("Operation", "工序"),
    "machine": ("Machine", "设备"),
    "found_by": ("Found by", "发现人"),
    "found_at": ("Found", "发现时间"),
    "department": ("Department", "责任部门"),
    "owner": ("Owner", "责任人"),
    "helpers": ("Helpers", "协助人"),
    "containment": ("Containment", "临时措施"),
    "root_cause": ("Root cause", "根本原因"),
    "corrective": ("Corrective action", "纠正措施"),
    "norms": ("Changed norm", "修订规范"),
    "deadline": ("Deadline", "完成时限"),
    "extensions": ("Extensions", "延期次数"),
    "evidence": ("Evidence", "完成证据"),
    "done_at": ("Done", "完成时间"),
    "verified_by": ("Verified by", "验证人"),
    "verified_at": ("Verified", "验证时间"),
    "result": ("Result", "验证结果"),
    "closed_at": ("Closed", "销号时间"),
    "recurrences": ("Recurrences", "重复次数"),
    "effect": ("Effect on plan d", "影响工期（天）"),
    "photos": ("Pictures", "图片数"),
}
_FIGURES: tuple[tuple[str, str], ...] = (
    ("Department", "部门"),
    ("Open", "未销号"),
    ("Overdue", "逾期"),
    ("Closed", "已销号"),
    ("Closed on time", "按期销号"),
    ("Recurrences", "重复发生"),
    ("Extensions", "延期次数"),
    ("Mean age of open ones d", "未销号平均天数"),
)
#: Words of the lists' values, by value.
WORDS: dict[str, tuple[str, str]] = {
    "open": ("open", "待接收"),
    "accepted": ("accepted", "已接收"),
    "containing": ("containing", "临时措施"),
    "correcting": ("correcting", "整改中"),
    "done": ("done by owner", "已完成"),
    "verified": ("verified", "已验证"),
    "closed": ("closed", "已销号"),
    "general": ("general", "一般"),
    "major": ("major", "重大"),
    "supervised": ("supervised", "挂牌督办"),
    "problem": ("problem", "异常"),
    "trial": ("trial", "试模"),
    "inspection": ("inspection", "检验"),
    "complaint": ("complaint", "客户投诉"),
    "change": ("engineering change", "设变"),
    "meeting": ("meeting", "会议"),
    "safety": ("safety", "安全"),
    "electrode": ("electrode", "电极"),
    "program": ("program", "程序"),
    "drawing": ("drawing", "图纸"),
    "machine": ("machine", "设备"),
    "quality": ("quality", "质量"),
    "material": ("material", "材料"),
    "tooling": ("tool or fixture", "刀具夹具"),
    "person": ("nobody to work", "缺员"),
    "other": ("other", "其他"),
    "checklist": ("checklist", "检查表"),
    "template": ("template", "模板"),
    "standard_time": ("standard time", "标准工时"),
    "yes": ("yes", "是"),
    "passed": ("works", "合格"),
    "failed": ("does not work", "不合格"),
}


def workbook(filters: Filters, language: str) -> bytes:
    """The wanted items and all departments' figures as the bytes of an .xlsx."""
    with looking() as scene:
        items = [_cells(scene, item_id, language) for item_id in wanted_items(scene, filters)]
        kept_up = figures_of_items(scene.sight.state.ledger.values(), scene.sight.now)
    place = int(language != "en")
    named = _SHEETS["en" if language == "en" else "zh-hans"]
    header = tuple(titles[place] for titles in _COLUMNS.values())
    sheets = (
        sinks.Sheet(named[0], header, items),
        sinks.Sheet(named[1], tuple(titles[place] for titles in _FIGURES), [_figures(f) for f in kept_up]),
    )
    return written(sheets)


def _cells(scene: Scene, item_id: LedgerItemId, language: str) -> list[Value]:
    """One row, in the order of the columns."""
    shop = scene.sight.state.shop
    item = scene.sight.state.ledger[item_id]
    matter, owner = item.matter, item.owner
    part = shop.parts.get(matter.part) if matter.part is not None else None
    seen = item.verifications[-1] if item.verifications else None
    cells: dict[str, Value] = {
        "number": item.number,
        "stage": _word(item.stage, language),
        "overdue": _word("yes", language) if item.overdue(scene.sight.now) else "",
        "level": _word(item.level, language),
        "source": _word(matter.source, language),
        "kind": _word(matter.kind, language),
        "description": matter.description,
        "mold": matter.mold,
        "part": (part.name or part.id) if part is not None else matter.part,
        "operation": matter.operation,
        "machine": matter.machine,
        "found_by": name_of(scene, matter.found_by),
        "found_at": _local(scene, matter.found_at),
        "department": owner.department,
        "owner": name_of(scene, owner.person),
        "helpers": ", ".join(name_of(scene, person) for person in owner.helpers),
        "containment": item.containment_action,
        "root_cause": item.root_cause,
        "corrective": item.corrective_action,
        "norms": _lines(f"{_word(n.norm, language)}: {n.what}" for n in item.norms),
        "deadline": _local(scene, item.deadline),
        "extensions": len(item.extensions),
        "evidence": item.evidence,
        "done_at": _local(scene, item.done_at),
        "verified_by": name_of(scene, seen.person) if seen is not None else "",
        "verified_at": _local(scene, seen.at) if seen is not None else None,
        "result": _word("passed" if seen.passed else "failed", language) if seen is not None else "",
        "closed_at": _local(scene, item.closed_at),
        "recurrences": item.recurrences,
        "effect": matter.effect_days,
        "photos": len(item.photos),
    }
    return [cells[name] for name in _COLUMNS]


def _figures(one: DepartmentFigures) -> list[Value]:
    return [*astuple(one)]


def _word(value: str, language: str) -> str:
    english, chinese = WORDS[value]
    return english if language == "en" else chinese


def _local(scene: Scene, at: datetime | None) -> datetime | None:
    """Excel knows no zones: the shop's wall clock, to the minute."""
    if at is None:
        return None
    local = at.astimezone(scene.sight.state.shop.settings.zone)
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
