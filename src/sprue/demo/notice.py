"""What the demo prints: addresses, accounts, PINs and what to look at, aligned, in the shop's language."""

from unicodedata import east_asian_width

from sprue.demo.opening import LEADER, MANAGER, PLANNER, Opened

Line = tuple[str, str]

_LOOK = {
    "en": (
        "The wall: molds that are not safe, machines at work, who is called. Watch it move.",
        "A terminal: sign in, start the recommended job, raise a problem; the wall shows it at once.",
        "The desk: every mold's plan and promise; ask for a fresh plan, compare it, publish it.",
        "Your own shop: desk, Import, an Excel workbook from `sprue init`.",
    ),
    "zh-hans": (
        "看板：有风险的模具、正在加工的设备、正在呼叫的异常。打开放着，看它变化。",
        "终端：登录，开始推荐的工序，提报异常；看板马上显示。",
        "计划台：每副模具的计划和承诺日期；重新排程，比较，发布。",
        "您自己的车间：计划台“导入”，用 `sprue init` 生成的 Excel 工作簿。",
    ),
}
_WORDS = {
    "en": {
        "title": "Sprue demo",
        "begins": "begins",
        "goes_on": "goes on",
        "shop": "{people} people, {operations} open operations, shop time {now}, {rate:g} times as fast",
        "wall": "Wall",
        "terminal": "Terminal",
        "desk": "Desk",
        "api": "API",
        "account": "Account",
        "manager": "manager",
        "planner": "planner",
        "leader": "team leader, on the phone",
        "pin": "PIN",
        "others": "everybody else signs in with the name alone",
        "look": "What to look at",
        "end": "Ctrl-C ends it; the next start goes on from here, `sprue demo --fresh` begins again.",
        "cold": "The first plan waits for the planner's code to be compiled, once, for a minute or two.",
        "planning": "The planner makes the first plan; the wall fills when it is there.",
        "planned": "Plan {version} is published. The shop is at work.",
        "idle": "Nobody works the shop (--no-workforce): it waits for you.",
    },
    "zh-hans": {
        "title": "Sprue 演示",
        "begins": "开始",
        "goes_on": "继续",
        "shop": "{people} 人，{operations} 道未完工序，车间时间 {now}，{rate:g} 倍速",
        "wall": "看板",
        "terminal": "终端",
        "desk": "计划台",
        "api": "接口",
        "account": "账号",
        "manager": "管理员",
        "planner": "计划员",
        "leader": "班组长，用手机",
        "pin": "PIN",
        "others": "其他人点名字即可登录",
        "look": "看什么",
        "end": "Ctrl-C 结束；下次启动从这里继续，`sprue demo --fresh` 重新开始。",
        "cold": "首次排程前需要编译排程程序，只需一次，约一两分钟。",
        "planning": "正在首次排程，完成后看板显示计划。",
        "planned": "计划 {version} 已发布，车间开工。",
        "idle": "没有模拟人员（--no-workforce），等您操作。",
    },
}


def word(name: str, language: str, **facts: object) -> str:
    """A text of the demo."""
    return _WORDS[language][name].format(**facts)


def notice(opened: Opened, rate: float, *, works: bool) -> str:
    """All that somebody needs who sees the demo for the first time."""
    card, url, language = opened.card, opened.site.url, opened.card.language
    state = word("goes_on" if opened.goes_on else "begins", language)
    about = word(
        "shop",
        language,
        people=card.people,
        operations=f"{opened.operations:,}",
        now=f"{opened.now:%Y-%m-%d %H:%M}",
        rate=rate,
    )
    parts = [
        f"{word('title', language)} {state}: {about}",
        aligned(_addresses(opened, url)),
        aligned(_accounts(opened)),
        f"{word('look', language)}\n" + "\n".join(f"  {line}" for line in _LOOK[language]),
    ]
    if not works:
        parts.append(word("idle", language))
    parts.append(word("end", language))
    return "\n\n".join(parts)


def _addresses(opened: Opened, url: str) -> list[Line]:
    tokens, language = opened.card.tokens, opened.card.language
    lines = [(word("wall", language), f"{url}/wall/?token={tokens['wall']}")]
    lines += [
        (f"{word('terminal', language)} {name}", f"{url}/enroll/?token={secret}&station={name}")
        for name, secret in tokens.items()
        if name not in ("wall", "floor")
    ]
    return [
        *lines,
        (word("desk", language), f"{url}/desk/"),
        (word("api", language), f"{url}/api/docs"),
    ]


def _accounts(opened: Opened) -> list[Line]:
    card, language = opened.card, opened.card.language
    accounts = [
        (MANAGER, word("manager", language)),
        (PLANNER, word("planner", language)),
        (LEADER, word("leader", language)),
    ]
    lines = [(word("account", language), f"{name} / {card.password}  ({role})") for name, role in accounts]
    lines += [(word("pin", language), f"{pin}  {card.names[person]}") for person, pin in card.pins.items()]
    return [*lines, ("", word("others", language))]


def aligned(lines: list[Line]) -> str:
    """Label and text in two columns; Chinese characters are two columns wide."""
    widest = max(_width(label) for label, _ in lines)
    return "\n".join(f"  {label}{' ' * (widest - _width(label))}  {text}" for label, text in lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
