"""Chains, moves and comparisons as lines of a table, in English and Chinese."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from sprue.planning.difference import MilestoneMove
from sprue.planning.explain import ENGLISH, named
from sprue.planning.what_if import Comparison, Outlook
from sprue.planning.why.chain import Chain, Link, LinkKind
from sprue.planning.why.counter import CounterMove
from sprue.planning.why.texts import change_text, link_text
from sprue.shop.clock import PlanClock
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

#: So many moved milestones are told of a scenario, those that move most; and changes of one move.
MOVES, CHANGES = 8, 3


def chain_table(chain: Chain, shop: Shop, clock: PlanClock, language: str) -> list[str]:
    """A line for each link, from now to the end; their hours add up to the time until then."""
    here = language == ENGLISH
    end, due = (f"{clock.at(minute):%Y-%m-%d %H:%M}" for minute in (chain.end, chain.due))
    late = f"{chain.hours_late:,.1f}"
    title = (
        f"{chain.mold} {chain.milestone}: promised {due}, ends {end}, {late} h late"
        if here
        else f"{chain.mold} {chain.milestone}：承诺 {due}，预计 {end}，延迟 {late} 小时"
    )
    heads = (
        ("hours", "from", "operation", "machine", "why") if here else ("小时", "从", "工序", "设备", "原因")
    )
    rows = [_link_row(links, shop, clock, language) for links in _by_mold(chain, shop)]
    total = sum(link.hours for link in chain.links)
    rows.append((f"{total:,.1f}", "", "", "", "from now to the end" if here else "从现在到结束"))
    return [title, *table(heads, rows)]


def move_table(moves: Sequence[CounterMove], shop: Shop, language: str) -> list[str]:
    """A line for each move that helps, the best first."""
    here = language == ENGLISH
    if not moves:
        return ["nothing that was tried helps" if here else "试过的措施都没有帮助"]
    heads = (
        ("gains h", "all late h", "what would help", "who slips")
        if here
        else ("提前小时", "总延迟小时", "可采取的措施", "受影响的模具")
    )
    rows = [
        (
            f"{move.effect.gained_hours:,.1f}",
            f"{move.effect.tardiness_hours:+,.1f}",
            _changes(move, shop, language),
            _moved(move.effect.slips, language),
        )
        for move in moves
    ]
    return table(heads, rows)


def comparison_table(seen: Comparison, shop: Shop, language: str) -> list[str]:
    """A line for the live plan, the shop without changes and each scenario; then who moves in each."""
    here = language == ENGLISH
    heads = (
        ("scenario", "late h", "late molds", "no date", "alone h", "moved in 48 h")
        if here
        else ("方案", "加权延迟小时", "延迟模具", "无日期", "无人小时", "48小时内变动")
    )
    names = ("live plan", "no change") if here else ("现行计划", "不作改变")
    outlooks = (seen.live, seen.unchanged, *seen.scenarios)
    rows = [
        _figures(name, outlook)
        for name, outlook in zip((*names, *(s.name for s in seen.scenarios)), outlooks, strict=True)
    ]
    lines = table(heads, rows)
    for outlook in seen.scenarios:
        lines.append("")
        colon = ": " if here else "："
        between = "; " if here else "；"
        lines.append(
            outlook.name + colon + between.join(change_text(c, shop, language) for c in outlook.changes)
        )
        lines.append(
            "  " + (_moved(outlook.moves, language) or ("no milestone moves" if here else "节点无变动"))
        )
    return lines


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with columns as wide as what they hold; Chinese characters are two wide."""
    lines = [tuple(heads), *rows]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(heads) - 1)]
    return ["  ".join([*map(_padded, line, widths), line[-1]]).rstrip() for line in lines]


def _by_mold(chain: Chain, shop: Shop) -> list[list[Link]]:
    """Links; waits of one operation behind operations of one mold are one line."""
    found: dict[tuple[str, ...], list[Link]] = {}
    for link in chain.links:
        key: tuple[str, ...] = (link.operation, link.kind, link.reference, str(link.start))
        if link.kind is LinkKind.MACHINE:
            key = (link.operation, link.kind, shop.mold_of(shop.operations[OperationId(link.reference)]).id)
        found.setdefault(key, []).append(link)
    return list(found.values())


def _link_row(links: list[Link], shop: Shop, clock: PlanClock, language: str) -> tuple[str, ...]:
    first = links[0]
    text = link_text(first, shop, language)
    if len(links) > 1:
        mold = shop.mold_of(shop.operations[OperationId(first.reference)]).id
        count = len(links)
        text = (
            f"machine taken by {count} operations of {mold}"
            if language == ENGLISH
            else f"设备被 {mold} 的 {count} 道工序占用"
        )
    hours = sum(link.hours for link in links)
    begin = f"{clock.at(first.start):%m-%d %H:%M}"
    machine = first.machine or ("outside" if language == ENGLISH else "外协")
    return f"{hours:,.1f}", begin, named(first.operation, shop, language), machine, text


def _changes(move: CounterMove, shop: Shop, language: str) -> str:
    told = [change_text(change, shop, language) for change in move.changes[:CHANGES]]
    more = len(move.changes) - len(told)
    if more:
        told.append(f"and {more} more" if language == ENGLISH else f"等 {len(move.changes)} 项")
    return ("; " if language == ENGLISH else "；").join(told)


def _moved(moves: Sequence[MilestoneMove], language: str) -> str:
    """Milestones that move, those that move most first; later is more."""
    far = sorted(moves, key=lambda move: -_distance(move))
    told = [f"{move.mold} {move.milestone} {_hours(move, language)}" for move in far[:MOVES]]
    more = len(far) - len(told)
    if more:
        told.append(f"and {more} more" if language == ENGLISH else f"等 {len(far)} 个")
    return (", " if language == ENGLISH else "，").join(told)


def _distance(move: MilestoneMove) -> float:
    if move.before is None or move.after is None:
        return float("inf")
    return abs(move.after - move.before)


def _hours(move: MilestoneMove, language: str) -> str:
    here = language == ENGLISH
    if move.after is None:
        return "without date" if here else "无日期"
    if move.before is None:
        return "gets a date" if here else "有日期"
    return f"{(move.after - move.before) / 60:+,.1f}" + (" h" if here else " 小时")


def _figures(name: str, outlook: Outlook) -> tuple[str, ...]:
    return (
        name,
        f"{outlook.weighted_tardiness_hours:,.1f}",
        str(outlook.late_molds),
        str(outlook.molds_without_date),
        f"{outlook.unattended_hours:,.0f}",
        f"{outlook.moved_soon:,}",
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
