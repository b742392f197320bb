"""The style sheet of the picture: classes for all that is drawn, so that no bar repeats its colors."""

from sprue.files.gantt.colors import (
    GAINED,
    INSET,
    LATE,
    MIXED,
    NIGHT,
    NIGHT_TINT,
    PAGE,
    PANEL,
    RULE,
    SECOND,
    TEXT,
    TONES,
    Tone,
)

_FONTS = (
    "'IBM Plex Sans','Noto Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',"
    "'Segoe UI','Helvetica Neue',Arial,sans-serif"
)
_HALO = f"font-size:11px;font-weight:600;paint-order:stroke;stroke:{PANEL};stroke-width:3px"
ROOT = "sprue-gantt"
#: Name of the tone of bars that stand for several molds.
MIXED_NAME = "x"

_RULES = {
    "text": f"font-family:{_FONTS};font-size:12px;fill:{TEXT};font-variant-numeric:tabular-nums",
    ".page": f"fill:{PAGE}",
    ".panel": f"fill:{PANEL}",
    ".inset": f"fill:{INSET}",
    ".night": f"fill:{NIGHT_TINT};fill-opacity:.75",
    ".closed": f"fill:{INSET}",
    ".rule": f"stroke:{RULE};stroke-width:1",
    ".faint": f"stroke:{RULE};stroke-width:1;stroke-opacity:.45",
    ".now": f"stroke:{TEXT};stroke-width:2",
    ".chip": f"fill:{TEXT}",
    ".title": "font-size:24px;font-weight:600",
    ".figures": "font-size:14px",
    ".mu": f"fill:{SECOND}",
    ".head": "font-size:13px;font-weight:600",
    ".bold": "font-weight:600",
    ".on": f"fill:{PANEL};font-weight:600;text-anchor:middle",
    ".mid": f"fill:{SECOND};text-anchor:middle",
    ".end": f"fill:{SECOND};text-anchor:end",
    ".warn": f"fill:{LATE};font-weight:600;text-anchor:end",
    ".lab": "font-size:11.5px",
    ".lab2": "font-size:11px",
    ".late": f"fill:{LATE}",
    ".alone": f"fill:{NIGHT}",
    ".past": f"fill:{PANEL};fill-opacity:.62",
    ".due": f"fill:{PANEL};stroke:{TEXT};stroke-width:1.75",
    ".slip": f"stroke:{LATE};stroke-width:3",
    ".hit": f"fill:{GAINED}",
    ".say": f"{_HALO};fill:{SECOND}",
    ".said": f"{_HALO};fill:{LATE}",
}


def style_sheet(tones: set[str]) -> str:
    """`<style>` and `<defs>` for these tones (see `tone_name`)."""
    found = {tone_name(place): tone for place, tone in enumerate(TONES)} | {MIXED_NAME: MIXED}
    used = {name: tone for name, tone in found.items() if name in tones}
    rules = [f".{ROOT} {selector}{{{rule}}}" for selector, rule in _RULES.items()]
    rules += [rule for name, tone in used.items() for rule in _tone_rules(name, tone)]
    patterns = "".join(_pattern(name, tone) for name, tone in used.items())
    return f"<style>{''.join(rules)}</style><defs>{patterns}</defs>"


def tone_name(tone: int | None) -> str:
    """The name of a tone in classes; None: of several molds."""
    return MIXED_NAME if tone is None else str(tone)


def _tone_rules(name: str, tone: Tone) -> tuple[str, ...]:
    return (
        f".{ROOT} .t{name}{{fill:{tone.fill};stroke:{tone.edge};stroke-width:.9}}",
        f".{ROOT} .n{name}{{fill:{tone.setup};stroke:none}}",
        f".{ROOT} .u{name}{{fill:url(#{ROOT}-{name})}}",
        f".{ROOT} .g{name}{{stroke:{tone.edge};stroke-width:1.5}}",
    )


def _pattern(name: str, tone: Tone) -> str:
    return (
        f'<pattern id="{ROOT}-{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{tone.setup}"/>'
        f'<path d="M0 0v5" stroke="{tone.edge}" stroke-width="2.4" stroke-opacity=".45"/></pattern>'
    )
