"""What the signs mean, and which molds are late."""

from collections.abc import Iterator

from sprue.files.gantt import xml
from sprue.files.gantt.chart import Chart, LateMold
from sprue.files.gantt.measure import MARGIN, WIDTH
from sprue.files.gantt.sheet import tone_name
from sprue.files.gantt.words import fitted, width_of

_SIGN = 24
_BETWEEN = 20
_ENTRY = 312
_ENTRY_HEIGHT = 24


def samples(chart: Chart, base: float) -> str:
    """The signs in one line that ends at the right margin."""
    wide = [_SIGN + 6 + width_of(sample.text, 12) + _BETWEEN for sample in chart.samples]
    x = WIDTH - MARGIN - sum(wide) + _BETWEEN
    parts = []
    for sample, width in zip(chart.samples, wide, strict=True):
        parts.append("".join(_sign(sample.sign, x, base - 11)))
        parts.append(xml.text("mu", x + _SIGN + 6, base, sample.text))
        x += width
    return "".join(parts)


def late_molds(chart: Chart, top: float) -> tuple[str, float]:
    """The late molds below the rows, and the height of the whole picture."""
    if not chart.late_heading:
        return "", top + MARGIN
    parts = [xml.text("head", MARGIN, top + 30, chart.late_heading)]
    columns = int((WIDTH - 2 * MARGIN) // _ENTRY)
    for place, late in enumerate(chart.late):
        x = MARGIN + place % columns * _ENTRY
        parts += _entry(late, x, top + 42 + place // columns * _ENTRY_HEIGHT)
    lines = -(-len(chart.late) // columns)
    return "".join(parts), top + 42 + lines * _ENTRY_HEIGHT + MARGIN - 4


def _entry(late: LateMold, x: float, y: float) -> Iterator[str]:
    yield xml.rect(f"t{tone_name(late.tone)}", (x, y + 2, 18, 14), 3)
    yield xml.text("bold", x + 26, y + 14, late.label)
    left = x + 26 + width_of(late.label, 12) + 8
    yield xml.text("late", left, y + 14, fitted(late.figure, 12, x + _ENTRY - 8 - left))


def _sign(sign: str, x: float, y: float) -> Iterator[str]:
    """A sample of 24 × 14 pixels."""
    box = (x, y, float(_SIGN), 14.0)
    match sign:
        case "closed":
            yield xml.rect("panel", box, 2)
            yield xml.rect("closed", (x + 8, y, 16, 14))
        case "night":
            yield xml.rect("night", box, 2)
        case "slip":
            yield f'<path class="due" d="M{xml.num(x + 6)} {xml.num(y + 2)}l5 5l-5 5l-5 -5z"/>'
            yield f'<circle class="hit" cx="{xml.num(x + 19)}" cy="{xml.num(y + 7)}" r="4.5"/>'
        case "pause":
            yield xml.line("gx", x + 7, y + 7, x + 17, y + 7)
            yield xml.rect("tx", (x, y, 8, 14), 3)
            yield xml.rect("tx", (x + 16, y, 8, 14), 3)
        case _:
            yield xml.rect("tx", box, 3)
            yield from _inside(sign, x, y)


def _inside(sign: str, x: float, y: float) -> Iterator[str]:
    match sign:
        case "setup":
            yield xml.rect("ux", (x + 0.5, y + 0.5, 12, 13), 2.5)
        case "before":
            yield xml.rect("past", (x + 0.5, y + 0.5, 12, 13), 2.5)
        case "late_bar":
            yield xml.rect("late", (x, y, 3.5, 14), 1.5)
        case "unattended":
            yield xml.rect("alone", (x + 8, y + 11, 16, 3))
