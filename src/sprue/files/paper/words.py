"""The words of papers in both languages, and moments as the shop writes them."""

from collections.abc import Iterable
from decimal import Decimal

from sprue.files.gantt.words import LANGUAGES, day, time_of
from sprue.planning.explain import GATES
from sprue.shop.errors import UserMistake
from sprue.shop.gates import Gate, GateKind, GateState

__all__ = ["LANGUAGES", "day", "gate_words", "hours", "known", "time_of", "word", "words"]

ENGLISH = "en"
_WORDS = {
    "traveler": ("Traveler", "流转卡"),
    "dispatch": ("Dispatch list", "派工单"),
    "mold": ("Mold", "模具"),
    "part": ("Part", "零件"),
    "electrode": ("Electrode", "电极"),
    "machine": ("Machine", "设备"),
    "badge": ("Badge", "工牌"),
    "place": ("Machine", "设备"),
    "outside": ("Outside work", "外协"),
    "any_of": ("any {0}", "任一{0}"),
    "step": ("Step", "序号"),
    "operation": ("Operation", "工序"),
    "planned": ("Planned", "计划时间"),
    "begin": ("Begin", "开工"),
    "end": ("End", "完工"),
    "hours": ("Setup · run h", "装夹·加工 小时"),
    "setup": ("Setup h", "装夹 小时"),
    "run": ("Run h", "加工 小时"),
    "gates": ("Gates", "放行条件"),
    "waits": ("Waits for", "等待"),
    "scan": ("Scan", "扫码"),
    "sign": ("Done by", "完成人/日期"),
    "sign_short": ("Done", "完成"),
    "scan_part": ("Scan at the machine: opens what is next", "在设备终端扫码，打开下一道工序"),
    "no_plan": ("not planned", "未排程"),
    "unattended": ("runs unattended", "无人值守"),
    "unbroken": ("without a break", "不可中断"),
    "held": ("on hold", "已暂停"),
    "running": ("running", "加工中"),
    "done": ("done", "已完成"),
    "check": ("Check", "检验"),
    "after": ("after {0}", "前置 {0}"),
    "joins": ("joins its parts", "装入下级零件"),
    "order": ("Order", "订单"),
    "material": ("Material", "材料"),
    "material_there": ("Material there", "到料"),
    "quantity": ("Quantity", "数量"),
    "pieces": ("{0} pieces", "{0} 件"),
    "parent": ("Built into", "上级零件"),
    "T1": ("T1 due", "T1 应交"),
    "due": ("Delivery due", "交付应交"),
    "purchase": ("Purchase", "采购"),
    "not_there": ("not there", "未到"),
    "promised": ("promised {0}", "承诺 {0}"),
    "ok": ("ready", "已就绪"),
    "no": ("missing", "缺"),
    "expected": ("expected {0}", "预计 {0}"),
    "printed": ("Printed {0}", "打印于 {0}"),
    "plan_of": ("Plan v{0}", "计划 v{0}"),
    "page": ("Page", "第"),
    "page_of": ("of", "页 / 共"),
    "page_end": ("", "页"),
    "nothing": ("Nothing is planned here for this day.", "当天此处没有计划。"),
    "no_work": ("This part has no operations.", "该零件没有工序。"),
    "count": ("{0} operations · {1} h", "{0} 道工序 · {1} 小时"),
    "already": ("began {0}", "{0} 开工"),
}


def word(name: str, language: str, *facts: object) -> str:
    """A text of a paper with its facts."""
    return _WORDS[name][language != ENGLISH].format(*facts)


def words(names: Iterable[str], language: str) -> dict[str, str]:
    """Texts without facts, by their names."""
    return {name: word(name, language) for name in names}


def known(language: str) -> str:
    """`language` itself; UserMistake when there are no words for it."""
    if language not in LANGUAGES:
        raise UserMistake(f"paper speaks {' or '.join(LANGUAGES)}, not {language}")
    return language


def gate_words(kind: GateKind, gate: Gate, language: str) -> str:
    """Drawing ready; program expected Fri 20 Nov 14:32."""
    english, chinese = GATES[kind]
    if language == ENGLISH:
        return f"{english[:1].upper()}{english[1:]} {_gate_state(gate, language)}"
    state = _gate_state(gate, language)
    return f"{state}{chinese}" if gate.state is GateState.NO else f"{chinese} {state}"


def _gate_state(gate: Gate, language: str) -> str:
    when = time_of(gate.expected, language) if gate.expected is not None else ""
    return word(gate.state.value, language, when)


def hours(minutes: Decimal | int) -> str:
    """Hours with one decimal, 0 without: 1,204.5; half an hour and less by two: 0.25."""
    if not minutes:
        return "0"
    value = Decimal(minutes) / 60
    return f"{value:,.2f}" if value < Decimal("0.5") else f"{value:,.1f}"
