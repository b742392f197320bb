"""What a draft breaks, in the words of the shop, in English and Chinese."""

from sprue.planning.drafting import Break
from sprue.planning.explain import ENGLISH, text
from sprue.shop.shop import Shop

RULES: dict[str, tuple[str, str]] = {
    "unknown": ("there is no such operation", "没有这道工序"),
    "begun": ("it has begun or is done: it stays where it is", "已开工或已完工，不能移动"),
    "machine_unfit": ("it can't be done on {0}", "不能在 {0} 上加工"),
    "past": ("this time is over", "该时间已过"),
    "unplaced": ("it has no place in the plan", "未排入计划"),
}


def break_text(found: Break, shop: Shop, language: str) -> str:
    """Why the operation is not where it was put, in one clause."""
    place = 0 if language == ENGLISH else 1
    if found.reason is not None:
        said = text(found.reason, shop, language)
        if found.rule != "pin":
            return said
        return (f"its pin gives way: {said}", f"锁定时间无法保持：{said}")[place]
    return RULES[found.rule][place].format(found.reference)
