"""Why an operation starts when it does, or has no place: in the words of the shop, both languages."""

from collections.abc import Callable

from sprue.planning.plan import Bind, Hindrance, Reason, Unplaced
from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, OperationId
from sprue.shop.shop import Shop

ENGLISH = "en"

BINDS: dict[Bind, tuple[str, str]] = {
    Bind.NOW: ("starts at once", "立即开工"),
    Bind.RUNNING: ("is running", "加工中"),
    Bind.PREDECESSOR: ("waits for {0}", "等待前置工序 {0}"),
    Bind.MACHINE: ("the machine is taken by {0}", "设备被 {0} 占用"),
    Bind.PEOPLE: ("waits for people able to do {0}", "等待可做{0}的人员"),
    Bind.GATE: ("waits for the {0}", "等待{0}"),
    Bind.MATERIAL: ("waits for material: {0}", "待料：{0}"),
    Bind.NOT_BEFORE: ("must not start earlier", "不早于指定时间"),
    Bind.CALENDAR: ("{0} opens then", "{0} 此时开班"),
    Bind.PIN: ("is pinned to this time", "锁定开工时间"),
    Bind.BATCH: ("runs together with {0}", "与 {0} 同炉"),
    Bind.GROUP: ("its group begins when all of it may follow", "同组工序备齐后连续加工"),
}
#: Where the reference is missing.
BARE: dict[Bind, tuple[str, str]] = {
    Bind.PREDECESSOR: ("waits for the operation before", "等待前置工序"),
    Bind.MACHINE: ("the machine is taken", "设备被占用"),
    Bind.PEOPLE: ("waits for people", "等待人员"),
    Bind.GATE: ("waits for a gate", "等待放行条件"),
    Bind.MATERIAL: ("waits for material", "待料"),
    Bind.CALENDAR: ("the machine opens then", "设备此时开班"),
    Bind.BATCH: ("runs together with others", "同炉加工"),
}
HINDRANCES: dict[Hindrance, tuple[str, str]] = {
    Hindrance.GATE_CLOSED: ("{0} is not there and has no date", "缺{0}且无预计日期"),
    Hindrance.HELD: ("is on hold", "已暂停"),
    Hindrance.NO_DATE: ("purchase {0} has no promised date", "采购 {0} 没有承诺日期"),
    Hindrance.WAITS_FOR_BLOCKED: ("waits for {0}, which is blocked", "等待受阻的 {0}"),
    Hindrance.NO_MACHINE: ("no machine of kind {0}", "没有{0}类设备"),
    Hindrance.NEVER_OPEN: ("its machines are never open", "设备日历始终未开班"),
    Hindrance.NOBODY_ABLE: ("nobody is able to do {0}", "无人可做{0}"),
    Hindrance.NO_STRETCH: ("is longer than any stretch of working time", "超过任何一段连续班次"),
    Hindrance.NOTHING_FREE: ("nothing is free within five years", "五年内无空闲能力"),
    Hindrance.WAITS_FOR_UNPLANNABLE: ("waits for {0}, which can't be planned", "等待无法排产的 {0}"),
}
GATES: dict[GateKind, tuple[str, str]] = {
    GateKind.DRAWING: ("drawing", "图纸"),
    GateKind.PROGRAM: ("program", "程序"),
    GateKind.ELECTRODE: ("electrode", "电极"),
    GateKind.FIXTURE: ("fixture", "夹具"),
}


def text(said: Reason | Unplaced, shop: Shop, language: str) -> str:
    """One clause in `language` (en, or zh-hans)."""
    if isinstance(said, Unplaced):
        pair = HINDRANCES[said.hindrance]
    else:
        pair = BINDS[said.bind] if said.reference else BARE.get(said.bind, BINDS[said.bind])
    place = 0 if language == ENGLISH else 1
    return pair[place].format(named(said.reference, shop, language))


def words(shop: Shop, language: str) -> Callable[[Reason | Unplaced], str]:
    """`text` for one shop and language."""
    return lambda said: text(said, shop, language)


def named(reference: str, shop: Shop, language: str) -> str:
    """An id with the name that people know: gates and kinds by name, operations with theirs behind."""
    try:
        english, chinese = GATES[GateKind(reference)]
    except ValueError:
        pass
    else:
        return english if language == ENGLISH else chinese
    kind = shop.kinds.get(KindId(reference))
    if kind is not None:
        return (kind.name if language == ENGLISH else kind.name_zh) or kind.name or kind.id
    operation = shop.operations.get(OperationId(reference))
    if operation is not None and operation.name:
        return f"{operation.id} {operation.name}"
    return reference
