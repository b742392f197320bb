"""A promise for a new mold in the words of the shop, both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.planning.chances import Chance
from sprue.planning.explain import ENGLISH, named
from sprue.planning.promise import Promised, Way, slip
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

#: So many kinds and slipping molds are named.
NAMED = 5
SHARES = (0.5, 0.8, 0.9)
WORDS: dict[str, tuple[str, str]] = {
    "asked": (
        "New mold of class {0}: {1} operations, {2} h in the house",
        "新模具，{0} 级：{1} 道工序，厂内 {2} 小时",
    ),
    "learned": (
        "hours by kind as on {0} molds of the class in this shop",
        "各类工时取自本厂 {0} 副同级模具",
    ),
    "by_table": (
        "hours from the tables: this shop has too few whole molds of the class",
        "工时取自通用工艺表：本厂同级完整模具不足",
    ),
    "needs": ("it needs: {0}", "所需工时：{0}"),
    "hours": ("{0} {1} h", "{0} {1} 小时"),
    "sent_out": ("sent out, as the shop has no place for it: {0}", "本厂无此设备，转外协：{0}"),
    "beside": ("Nobody slips: it takes what is free", "不影响其他模具：只用空闲能力"),
    "first": ("As early as priority {0} allows", "按优先级 {0} 尽早完成"),
    "dates": ("{0} planned {1}; 50 % {2}, 80 % {3}, 90 % {4}", "{0} 计划 {1}；50 % {2}，80 % {3}，90 % {4}"),
    "by": ("{0} by {1}: {2} %", "{0} 在 {1} 前完成的概率：{2} %"),
    "never": ("never", "无法完成"),
    "waits": ("the way to T1 waits longest for: {0}", "到 T1 等待最久：{0}"),
    "busiest": ("nothing on the way to T1 waits; busiest: {0}", "到 T1 无等待；最忙：{0}"),
    "wait": ("{0} {1} h ({2} % busy)", "{0} {1} 小时（占用 {2} %）"),
    "busy": ("{0} {2} % busy", "{0} 占用 {2} %"),
    "nobody": ("no other mold slips", "没有其他模具推迟"),
    "slips": ("later: {0}", "推迟：{0}"),
    "slip": ("{0} {1} by {2} d", "{0} {1} 推迟 {2} 天"),
    "slip_late": ("{0} {1} by {2} d (then {3} d late)", "{0} {1} 推迟 {2} 天（将逾期 {3} 天）"),
    "dateless": ("{0} {1} without a date", "{0} {1} 无日期"),
    "more": ("{0} and {1} more", "{0} 等，另有 {1} 项"),
    "history": (
        "{0} scenarios with actual against estimated time of {1} finished operations",
        "{0} 次模拟，依据 {1} 道已完工序的实际与估计工时",
    ),
    "usual": (
        "{0} scenarios with usual errors of estimates: too few operations are finished here",
        "{0} 次模拟，依据行业常见估计误差：本厂已完工序不足",
    ),
    "on_time": (
        "{0} {1}: due {2}, planned {3}; 80 % {4}; {5} % on time",
        "{0} {1}：交期 {2}，计划 {3}；80 % {4}；按期概率 {5} %",
    ),
    "T1": ("T1", "T1"),
    "delivery": ("delivery", "交付"),
    "joint": (", ", "、"),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things about a shop in `language` (en, or zh-hans)."""

    shop: Shop
    language: str

    def say(self, word: str, *facts: object) -> str:
        """The text of that name with its facts."""
        return WORDS[word][0 if self.language == ENGLISH else 1].format(*facts)

    def listed(self, items: list[str]) -> str:
        """The first items, and how many more there are."""
        text = self.say("joint").join(items[:NAMED])
        return text if len(items) <= NAMED else self.say("more", text, len(items) - NAMED)

    def date(self, moment: datetime | None) -> str:
        """A moment of the shop's zone to the minute, or that it never comes."""
        if moment is None:
            return self.say("never")
        return f"{moment.astimezone(self.shop.settings.zone):%Y-%m-%d %H:%M}"

    def kind(self, kind: str) -> str:
        return named(kind, self.shop, self.language)


def told(promised: Promised, *, language: str, t1: datetime | None = None) -> list[str]:
    """Lines that answer what can be promised; `t1`: a date (aware) whose chance is asked."""
    teller = Teller(promised.template.shop, language)
    return [
        *_asked(promised, teller),
        teller.say("beside"),
        *(f"  {line}" for line in _way(promised.beside, teller, t1)),
        teller.say("first", f"{float(promised.wish.priority):g}"),
        *(f"  {line}" for line in _way(promised.first, teller, t1)),
        _source(promised, teller),
    ]


def told_on_time(chances: tuple[Chance, ...], shop: Shop, *, language: str) -> list[str]:
    """A line for each promised milestone, the least sure first."""
    teller = Teller(shop, language)
    due = [(chance.on_time, chance) for chance in chances]
    sure = sorted(((on, chance) for on, chance in due if on is not None), key=lambda pair: pair[0])
    return [
        teller.say(
            "on_time",
            chance.mold,
            _milestone(chance.milestone, teller),
            teller.date(chance.due),
            teller.date(chance.planned),
            teller.date(chance.date(0.8)),
            round(100 * on),
        )
        for on, chance in sure
    ]


def _milestone(milestone: Milestone, teller: Teller) -> str:
    return teller.say(milestone.value)


def _asked(promised: Promised, teller: Teller) -> Iterator[str]:
    template = promised.template
    hours = template.hours_by_kind()
    count, total = len(template.operations), f"{sum(hours.values()):,.0f}"
    yield teller.say("asked", promised.wish.mold_class, count, total)
    yield teller.say("learned", template.learned_from) if template.learned_from else teller.say("by_table")
    needs = [teller.say("hours", teller.kind(kind), f"{found:,.0f}") for kind, found in hours.items()]
    yield teller.say("needs", teller.listed(needs))
    if template.sent_out:
        yield teller.say("sent_out", teller.listed([teller.kind(kind) for kind in template.sent_out]))


def _way(way: Way, teller: Teller, t1: datetime | None) -> Iterator[str]:
    for chance in (way.t1, way.delivery):
        dates = [teller.date(chance.date(share)) for share in SHARES]
        yield teller.say("dates", _milestone(chance.milestone, teller), teller.date(chance.planned), *dates)
    if t1 is not None:
        yield teller.say("by", "T1", teller.date(t1), round(100 * way.t1.by(t1)))
    yield _kinds(way, teller)
    yield _slips(way, teller)


def _kinds(way: Way, teller: Teller) -> str:
    waiting = [load for load in way.kinds if load.waits >= 0.5]
    word, loads = ("wait", waiting) if waiting else ("busy", list(way.kinds))
    texts = [
        teller.say(word, teller.kind(load.kind), f"{load.waits:,.0f}", round(100 * load.busy))
        for load in loads[:NAMED]
    ]
    return teller.say("waits" if waiting else "busiest", teller.say("joint").join(texts))


def _slips(way: Way, teller: Teller) -> str:
    if not way.slips:
        return teller.say("nobody")
    texts = []
    for move in way.slips:
        by, name = slip(move), _milestone(move.milestone, teller)
        if by is None or move.after is None:
            texts.append(teller.say("dateless", move.mold, name))
            continue
        days, late = f"{by / timedelta(days=1):.1f}", (move.after - move.due) / 1440
        if late > 0:
            texts.append(teller.say("slip_late", move.mold, name, days, f"{late:.1f}"))
        else:
            texts.append(teller.say("slip", move.mold, name, days))
    return teller.say("slips", teller.listed(texts))


def _source(promised: Promised, teller: Teller) -> str:
    finished, scenarios = promised.history.finished, len(promised.beside.t1.ends)
    if promised.history.speaks:
        return teller.say("history", scenarios, f"{finished:,}")
    return teller.say("usual", scenarios)
