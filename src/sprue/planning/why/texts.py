"""Links and changes in the words of the shop, in English and Chinese."""

from datetime import datetime
from typing import assert_never

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.planning.explain import ENGLISH, named
from sprue.planning.why.chain import Link, LinkKind
from sprue.shop.shop import Shop

LINKS: dict[LinkKind, tuple[str, str]] = {
    LinkKind.WORK: ("work", "加工"),
    LinkKind.RUNNING: ("running: what is left of it", "加工中：剩余部分"),
    LinkKind.OUTSIDE: ("outside", "外协"),
    LinkKind.CLOSED: ("closed: night, weekend or break", "停班：夜间、周末或休息"),
    LinkKind.MACHINE: ("machine taken by {0}", "设备被 {0} 占用"),
    LinkKind.PEOPLE: ("waits for people able to do {0}", "等待可做{0}的人员"),
    LinkKind.GATE: ("waits for the {0}", "等待{0}"),
    LinkKind.MATERIAL: ("waits for material: {0}", "待料：{0}"),
    LinkKind.NOT_BEFORE: ("must not start earlier", "不早于指定时间"),
    LinkKind.PIN: ("is pinned to a later time", "锁定在之后的时间"),
    LinkKind.BATCH: ("runs together with {0}", "与 {0} 同炉"),
    LinkKind.GROUP: ("its group {0} begins when all of it may follow", "组合 {0} 齐备后连续加工"),
    LinkKind.ORDER: ("keeps its place in the plan", "保持计划中的位置"),
}


def link_text(link: Link, shop: Shop, language: str) -> str:
    """What the minutes of a link go to, in one clause."""
    text = LINKS[link.kind][0 if language == ENGLISH else 1].format(named(link.reference, shop, language))
    if link.setup:
        setup = f"{link.setup / 60:,.1f}"
        text += f", {setup} h of it setup" if language == ENGLISH else f"，其中装夹 {setup} 小时"
    return text


def change_text(change: Change, shop: Shop, language: str) -> str:
    """A change in one clause."""
    english, chinese = _pair(change, shop, language)
    return english if language == ENGLISH else chinese


def _pair(change: Change, shop: Shop, language: str) -> tuple[str, str]:  # one case for each of the union
    def name(reference: str) -> str:
        return named(reference, shop, language)

    match change:
        case Rush():
            return _rush(change, shop)
        case GoesBefore():
            first, other = name(change.operation), name(change.other)
            return f"{first} goes before {other}", f"{first} 先于 {other}"
        case MachineOut():
            span = _span(change.start, change.end, shop)
            return f"{change.machine} is out {span}", f"{change.machine} 停机 {span}"
        case Absence():
            span, who = _span(change.start, change.end, shop), _person(change.person, shop)
            return f"{who} is absent {span}", f"{who} 缺勤 {span}"
        case Overtime():
            return _overtime(change, shop, language)
        case FurtherMachine():
            return f"{change.count} more like {change.like}", f"增加 {change.count} 台同 {change.like} 的设备"
        case FurtherPerson():
            who = _person(change.like, shop)
            return (
                f"{change.count} more able to do what {who} does",
                f"增加 {change.count} 名与 {who} 技能相同的人员",
            )
        case OtherMachine():
            what = name(change.operation)
            return f"{what} on {change.machine}", f"{what} 改用 {change.machine}"
        case SentOutside():
            what = name(change.what)
            return f"{what} outside within {change.days} days", f"{what} 外协 {change.days} 天内完成"
        case GateMoved():
            when = None if change.expected is None else _moment(change.expected, shop)
            gate, what = name(change.gate.value), name(change.operation)
            return f"{gate} of {what} there {when or 'now'}", f"{what} 的{gate} {when or '现在'} 到位"
        case PurchaseMoved():
            when = _moment(change.promised, shop)
            return f"purchase {change.purchase} comes {when}", f"采购 {change.purchase} {when} 到货"
        case MaterialMoved():
            when = _moment(change.available, shop)
            return f"material of {change.part} there {when}", f"{change.part} 的材料 {when} 到料"
        case Hold():
            return f"{change.mold} on hold", f"{change.mold} 暂停"
        case _:
            assert_never(change)


def _rush(change: Rush, shop: Shop) -> tuple[str, str]:
    english, chinese = [], []
    if change.weight is not None:
        english.append(f"weight {change.weight}")
        chinese.append(f"权重 {change.weight}")
    for title, title_zh, due in (("T1", "T1承诺", change.trial_due), ("delivery", "交期", change.due)):
        if due is not None:
            english.append(f"{title} {_moment(due, shop)}")
            chinese.append(f"{title_zh} {_moment(due, shop)}")
    return f"rush {change.mold}: {', '.join(english)}", f"加急 {change.mold}：{'，'.join(chinese)}"


def _overtime(change: Overtime, shop: Shop, language: str) -> tuple[str, str]:
    names = [] if change.kind is None else [named(change.kind, shop, language)]
    names += [*change.machines, *(_person(person, shop) for person in change.people)]
    hours = sum((end - start).total_seconds() for start, end in change.times) / 3600
    first = _moment(change.times[0][0], shop)
    count = len(change.times)
    times = "time" if count == 1 else "times"
    return (
        f"overtime of {', '.join(names)}: {hours:,.1f} h, {count} {times} from {first} on",
        f"加班 {'、'.join(names)}：{hours:,.1f} 小时，自 {first} 起 {count} 次",
    )


def _person(person: str, shop: Shop) -> str:
    """A person by name where there is one."""
    found = next((p.name for p in shop.people.values() if p.id == person), "")
    return f"{found} ({person})" if found and found != person else person


def _moment(moment: datetime, shop: Shop) -> str:
    return f"{moment.astimezone(shop.settings.zone):%Y-%m-%d %H:%M}"


def _span(start: datetime, end: datetime, shop: Shop) -> str:
    return f"{_moment(start, shop)} – {_moment(end, shop)}"
