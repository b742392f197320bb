"""Draws bars, their gaps and marks, and the due dates above them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sprue.files.gantt import xml
from sprue.files.gantt.chart import Bar, Block, Chart, Look, Slip
from sprue.files.gantt.lanes import Heap, thinned
from sprue.files.gantt.measure import LEFT, Pitch, PlacedRow
from sprue.files.gantt.sheet import MIXED_NAME, tone_name
from sprue.files.gantt.words import width_of

_RADIUS = 3
_LATE_MARK = 3.5
#: Bars of fewer pixels have no edge and no hatching.
_EDGED = 3
#: Between the edge of a bar and its label.
_INSET = 5
#: So many operations of a heap are named.
_MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a lane is drawn: `span` minutes at `scale` pixels each, bars from `top` on."""

    span: int
    scale: float
    top: float
    pitch: Pitch

    def x(self, minute: int) -> float:
        """The pixel of a minute, kept within the field."""
        return LEFT + min(max(minute, 0), self.span) * self.scale

    def wide(self, start: int, end: int) -> float:
        """Pixels between two minutes, as far as they are seen."""
        return self.x(end) - self.x(start)


def tones_in(chart: Chart) -> set[str]:
    """Names of all tones that a chart may need."""
    bars = {tone_name(bar.tone) for group in chart.groups for row in group.rows for bar in row.bars}
    return bars | {tone_name(late.tone) for late in chart.late} | {"0", MIXED_NAME}


def row_bars(placed_row: PlacedRow, span: int, scale: float) -> Iterator[str]:
    """All bars of a row, lane by lane."""
    for place, lane in enumerate(placed_row.lanes):
        strip = Strip(span, scale, placed_row.bars_top + place * placed_row.pitch.lane, placed_row.pitch)
        for item in thinned(lane, scale):
            yield _heap(item, strip) if isinstance(item, Heap) else _bar(item, strip)


def slips(found: Iterable[Slip], middle: float, span: int, scale: float) -> Iterator[str]:
    """Due as a hollow diamond, the plan's date as a dot, the slip as a thick line."""
    for slip in found:
        late = slip.end is not None and slip.end > slip.due
        due, end = LEFT + slip.due * scale, LEFT + (slip.end or 0) * scale
        left, right = max(LEFT, due), min(LEFT + span * scale, end)
        if late and right > left:
            yield xml.line("slip", left, middle, right, middle)
        if slip.end is not None and 0 <= slip.end <= span:
            kind = "late" if late else "hit"
            yield f'<circle class="{kind}" cx="{xml.num(end)}" cy="{xml.num(middle)}" r="4.5"/>'
        if 0 <= slip.due <= span:
            x, y = xml.num(due), xml.num(middle - 6)
            yield f'<path class="due" d="M{x} {y}l6 6l-6 6l-6 -6z"/>'
        yield from _slip_word(slip, (due, end), middle, LEFT + span * scale)


def _slip_word(slip: Slip, places: tuple[float, float], middle: float, right: float) -> Iterator[str]:
    """The milestone's name behind its last sign; where the slip leaves the picture, before its first."""
    due, end = places
    late = slip.end is not None and slip.end > slip.due
    style, wide = ("said" if late else "say"), width_of(slip.label, 11) + 10
    last = max(due, end) if slip.end is not None else due
    if last >= LEFT and last + wide <= right:
        yield xml.text(style, last + 9, middle + 4, slip.label)
    elif late and due - wide >= LEFT:
        yield xml.text(style, due - wide + 1, middle + 4, slip.label)


def _bar(bar: Bar, strip: Strip) -> str:
    parts = [f"<title>{xml.safe(chr(10).join(bar.lines))}</title>"]
    outlines = list(_outlines(bar))
    seen = [(a, b) for a, b in outlines if b >= 0 and a <= strip.span]
    parts += _gaps(bar, outlines, strip)
    for start, end in seen:
        parts.append(_box(tone_name(bar.tone), (start, end), strip))
    for block in bar.blocks:
        parts += _inner(bar, block, strip)
    parts += _marks(bar, seen, strip)
    parts += _label(bar, seen, strip)
    return xml.group("".join(parts), f'data-operation="{xml.safe(bar.key)}"')


def _outlines(bar: Bar) -> Iterator[tuple[int, int]]:
    """Blocks that touch have one outline; an operation without minutes still has one."""
    start, end = bar.start, bar.start
    for block in bar.blocks:
        if block.start > end:
            if end > start:
                yield start, end
            start = block.start
        end = max(end, block.end)
    yield start, end


def _box(tone: str, stretch: tuple[int, int], strip: Strip) -> str:
    """The outline; where it is narrow its edges would be all of it."""
    width = strip.wide(*stretch)
    style = f"{'t' if width >= _EDGED else 'n'}{tone}"
    box = (strip.x(stretch[0]), strip.top, width, strip.pitch.bar)
    return xml.rect(style, box, _RADIUS if width >= 2 * _RADIUS else 0)


def _gaps(bar: Bar, outlines: list[tuple[int, int]], strip: Strip) -> Iterator[str]:
    """One thin line behind all stretches shows that they are one operation."""
    start, end = outlines[0][1], outlines[-1][0]
    if len(outlines) > 1 and strip.wide(start, end) > 0:
        y = strip.top + strip.pitch.bar / 2
        yield xml.line(f"g{tone_name(bar.tone)}", strip.x(start), y, strip.x(end), y)


def _inner(bar: Bar, block: Block, strip: Strip) -> Iterator[str]:
    """Setup hatched, what was worked before the plan pale."""
    if block.look is Look.RUN or strip.wide(block.start, block.end) < 1.5:
        return
    style = f"u{tone_name(bar.tone)}" if block.look is Look.SETUP else "past"
    width = strip.wide(block.start, block.end)
    box = (strip.x(block.start) + 0.5, strip.top + 0.5, width - 0.5, strip.pitch.bar - 1)
    yield xml.rect(style, box, 2.5 if width > 6 else 0)


def _marks(bar: Bar, seen: list[tuple[int, int]], strip: Strip) -> Iterator[str]:
    """Red at the beginning of a late mold's bar; a strip below where nobody is there."""
    for start, end in bar.alone:
        if strip.wide(start, end) >= 0.5:
            y = strip.top + strip.pitch.bar - 3
            yield xml.rect("alone", (strip.x(start), y, strip.wide(start, end), 3))
    if bar.late and seen and seen[0][0] == bar.start >= 0:
        width = min(_LATE_MARK, strip.wide(*seen[0]) / 2)
        yield xml.rect("late", (strip.x(bar.start), strip.top, width, strip.pitch.bar), min(1.5, width / 2))


def _label(bar: Bar, seen: list[tuple[int, int]], strip: Strip) -> Iterator[str]:
    """The longest label that fits into a stretch, in the first of them, behind its setup where it can."""
    size = strip.pitch.label
    mark = _LATE_MARK if bar.late else 0
    setups = {block.start: block.end for block in bar.blocks if block.look is Look.SETUP}
    for label in bar.labels if size else ():
        room = width_of(label, size) + 2 * _INSET - 2
        for start, end in seen:
            ready = setups.get(start, start)
            if label and strip.wide(ready, end) >= room + (mark if ready == start else 0):
                yield _label_at(strip.x(ready) + (mark if ready == start else 0), label, strip)
                return
            if label and strip.wide(start, end) >= room + mark:
                yield _label_at(strip.x(start) + mark, label, strip)
                return


def _label_at(x: float, label: str, strip: Strip) -> str:
    style = "lab" if strip.pitch.label > 11 else "lab2"
    return xml.text(style, x + _INSET, strip.top + strip.pitch.bar / 2 + 4, label)


def _heap(heap: Heap, strip: Strip) -> str:
    width = max(0.5, strip.wide(heap.start, heap.end))
    box = (strip.x(heap.start), strip.top, width, strip.pitch.bar)
    inner = xml.rect(f"n{tone_name(heap.tone)}", box)
    mark = xml.rect("late", (box[0], strip.top, width, 3)) if heap.late else ""
    return xml.group(
        f"<title>{xml.safe(_told(heap))}</title>{inner}{mark}", f'data-operations="{heap.count}"'
    )


def _told(heap: Heap) -> str:
    """The operations of a heap, as many as one cares to read."""
    more = "\n…" if heap.count > _MOST_TOLD else ""
    return f"{heap.count}:\n" + "\n".join(heap.keys[:_MOST_TOLD]) + more
