"""Elements of an SVG file as text."""

import re
from collections.abc import Iterable

#: What no XML file may hold, not even escaped.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def safe(text: str) -> str:
    """The text as it may stand in an element or between quotes."""
    return _FORBIDDEN.sub("�", text).translate(_ESCAPES)


def num(value: float) -> str:
    """A length with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def rect(style: str, box: tuple[float, float, float, float], rx: float = 0) -> str:
    """A rectangle of class `style`; `box`: x, y, width, height."""
    x, y, width, height = map(num, box)
    corner = f' rx="{num(rx)}"' if rx else ""
    return f'<rect class="{style}" x="{x}" y="{y}" width="{width}" height="{height}"{corner}/>'


def line(style: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line of class `style`."""
    return f'<line class="{style}" x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"/>'


def text(style: str, x: float, y: float, said: str) -> str:
    """A text of class `style` whose line stands at y."""
    return f'<text class="{style}" x="{num(x)}" y="{num(y)}">{safe(said)}</text>'


def boxes(style: str, found: Iterable[tuple[float, float, float, float]]) -> str:
    """Many rectangles (x, y, width, height) as one path; nothing for none."""
    path = "".join(f"M{num(x)} {num(y)}h{num(w)}v{num(h)}h{num(-w)}z" for x, y, w, h in found)
    return f'<path class="{style}" d="{path}"/>' if path else ""


def group(content: str, attributes: str = "") -> str:
    """What belongs together."""
    return f"<g{' ' + attributes if attributes else ''}>{content}</g>"
