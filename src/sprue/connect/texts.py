"""The words of messages, in English and Chinese."""

from sprue.connect.message import Told, What
from sprue.shop.problems import Because, ProblemKind

_KINDS: dict[ProblemKind, tuple[str, str]] = {
    ProblemKind.ELECTRODE: ("Electrode defect", "电极异常"),
    ProblemKind.PROGRAM: ("Program error", "程序错误"),
    ProblemKind.DRAWING: ("Drawing error", "图纸错误"),
    ProblemKind.MACHINE: ("Machine breakdown", "设备故障"),
    ProblemKind.QUALITY: ("Quality defect", "质量异常"),
    ProblemKind.MATERIAL: ("Material shortage", "缺料"),
    ProblemKind.TOOLING: ("Cutter or fixture missing", "刀具夹具缺失"),
    ProblemKind.PERSON: ("Operator absence", "缺员"),
    ProblemKind.OTHER: ("Problem", "其他异常"),
    ProblemKind.COLLISION: ("Collision", "撞刀（撞机）"),
    ProblemKind.SAFETY_INCIDENT: ("Safety incident", "安全事件"),
    ProblemKind.UNATTENDED_STOP: ("Unattended stop", "无人值守停机"),
    ProblemKind.SUPPLIER_DELAY: ("Supplier delay", "外协延期"),
    ProblemKind.ESTIMATE_OVERRUN: ("Estimate overrun", "超工时"),
    ProblemKind.ECN: ("Engineering change", "设变"),
    ProblemKind.CUSTOMER_HOLD: ("Customer hold", "客户暂停"),
    ProblemKind.RUSH_ORDER: ("Rush order", "插单"),
}

_STEPS: dict[What, tuple[str, str]] = {
    What.RAISED: ("called", "呼叫"),
    What.ESCALATED: ("level {level}", "升级至第 {level} 级"),
    What.TRANSFERRED: ("handed to you", "转交给您"),
    What.ANSWERED: ("answered", "已到场/答复"),
    What.RESOLVED: ("solved", "已解决"),
    What.LEDGER_OPENED: ("ledger {record}: yours to put right", "整改台账 {record}：请整改"),
    What.LEDGER_ASSIGNED: ("ledger {record}: yours from now on", "整改台账 {record}：已转您负责"),
    What.LEDGER_REJECTED: ("ledger {record}: not put right yet", "整改台账 {record}：验证未通过"),
    What.LEDGER_CLIMBED: (
        "ledger {record}: overdue, level {level}",
        "整改台账 {record}：已超期，第 {level} 级",
    ),
    What.TEST: ("Test message", "测试消息"),
}

_BECAUSE: dict[Because, tuple[str, str]] = {
    Because.NOT_ACKNOWLEDGED: ("nobody has acknowledged it", "无人响应"),
    Because.NOT_ANSWERED: ("nobody is on site", "无人到场"),
    Because.NOT_RESOLVED: ("it is not solved", "尚未解决"),
    Because.CRITICAL: ("the mold is critical", "模具紧急"),
    Because.AT_ONCE: ("this kind calls everybody at once", "此类异常立即上报"),
}

_LABELS: dict[str, tuple[str, str]] = {
    "machine": ("Machine", "设备"),
    "mold": ("Mold", "模具"),
    "part": ("Part", "零件"),
    "operation": ("Operation", "工序"),
    "who": ("From", "提报人"),
    "called": ("Called", "通知"),
    "open": ("Open for", "已持续"),
    "by": ("Deadline", "整改期限"),
    "because": ("Because", "原因"),
    "said": ("Says", "说明"),
}
_REPEATED = ("(this may be a repeat)", "（可能重复）")
_TEST = ("This address works.", "此地址可用。")


def worded(told: Told, language: str) -> tuple[str, str]:
    """Title and text of a step in `language` (en, or zh-hans)."""
    place = 0 if language == "en" else 1
    step = _STEPS[told.what][place].format(level=told.level, record=told.record)
    if told.what is What.TEST:
        return step, _TEST[place]
    where = " ".join(part for part in (told.machine, told.mold) if part)
    title = " · ".join(part for part in (_KINDS[told.kind][place], where, step) if part)
    return title, "\n".join([*_lines(told, place), told.link]).rstrip()


def repeated(text: str, language: str) -> str:
    """The text with the word that it may have come before."""
    return f"{text}\n{_REPEATED[0 if language == 'en' else 1]}"


def _lines(told: Told, place: int) -> list[str]:
    separator = (", ", "、")[place]
    minutes = f"{told.minutes} {('min', '分')[place]}"
    values = {
        "machine": told.machine,
        "mold": told.mold,
        "part": told.part,
        "operation": told.operation,
        "who": told.who,
        "called": separator.join(told.called),
        "open": minutes if told.what is not What.RAISED and not told.record else "",
        "by": told.by,
        "because": _BECAUSE[told.because][place] if told.because is not None else "",
        "said": told.said,
    }
    colon = (": ", "：")[place]
    return [f"{_LABELS[name][place]}{colon}{value}" for name, value in values.items() if value]
