"""Draws a chart as one SVG file that needs nothing else."""

from collections.abc import Iterator

from sprue.files.gantt import legend, strokes, xml
from sprue.files.gantt.chart import Chart, Tick
from sprue.files.gantt.measure import (
    AXIS,
    BAND,
    COLUMN,
    FIELD,
    HEAD,
    LEFT,
    MARGIN,
    WIDTH,
    PlacedGroup,
    PlacedRow,
    placed,
)
from sprue.files.gantt.sheet import ROOT, style_sheet
from sprue.files.gantt.words import fitted, width_of
from sprue.shop.calendar import Stretch

_FIRST = HEAD + AXIS


def drawn(chart: Chart, *, ground: bool = True) -> str:
    """The picture as text; without its `ground` for paper, which has one."""
    groups, bottom = placed(chart, _FIRST)
    if not any(placed_group.rows for placed_group in groups):
        bottom += BAND
    scale = FIELD / chart.span
    parts = [
        _head(chart),
        xml.rect("panel", (MARGIN, HEAD, WIDTH - 2 * MARGIN, bottom - HEAD), 9),
        "".join(_ground(chart, groups, bottom, scale)),
        "".join(_rows(chart, groups, scale)),
        "".join(_now(chart, bottom, scale)),
        _nothing(chart, groups),
    ]
    ended, height = legend.late_molds(chart, bottom)
    parts.append(ended)
    tones = strokes.tones_in(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{ROOT}" role="img" lang="{chart.language}" '
        f'width="{WIDTH}" height="{xml.num(height)}" viewBox="0 0 {WIDTH} {xml.num(height)}">\n'
        f"<title>{xml.safe(chart.title)}</title><desc>{xml.safe(chart.figures)}</desc>\n"
        f"{style_sheet(tones)}\n"
        + (f"{xml.rect('page', (0, 0, WIDTH, height))}\n" if ground else "")
        + "\n".join(part for part in parts if part)
        + "\n</svg>\n"
    )


def _head(chart: Chart) -> str:
    return (
        xml.text("title", MARGIN, 38, chart.title)
        + xml.text("figures", MARGIN, 62, chart.figures)
        + xml.text("mu", MARGIN, 87, chart.shown)
        + legend.samples(chart, 87)
    )


def _ground(chart: Chart, groups: tuple[PlacedGroup, ...], bottom: float, scale: float) -> Iterator[str]:
    """Closed times, nights, lines of time, the axis."""
    field = (_FIRST, bottom - _FIRST)
    yield xml.boxes("closed", _shade(chart.closed, field, scale))
    for placed_group in groups:
        yield from _closed_rows(placed_group, scale)
    yield xml.boxes("night", _shade(chart.nights, field, scale))
    minor = "faint" if chart.axis.hours else "rule"
    for tick in chart.axis.minor:
        yield xml.line(minor, LEFT + tick.at * scale, _FIRST, LEFT + tick.at * scale, bottom)
    for tick in chart.axis.major:
        yield xml.line("rule", LEFT + tick.at * scale, HEAD, LEFT + tick.at * scale, bottom)
    yield from _axis_words(chart, scale)
    yield xml.line("rule", MARGIN, _FIRST, WIDTH - MARGIN, _FIRST)
    yield xml.text("mu", MARGIN + 12, _FIRST - 10, chart.corner[0])
    yield xml.text("end", LEFT - 10, _FIRST - 10, chart.corner[1])


def _shade(
    stretches: tuple[Stretch, ...], field: tuple[float, float], scale: float
) -> Iterator[tuple[float, float, float, float]]:
    """Boxes over the field (top, height), those that can be seen."""
    top, height = field
    for start, end in stretches:
        if (end - start) * scale >= 0.5:
            yield LEFT + start * scale, top, (end - start) * scale, height


def _closed_rows(placed_group: PlacedGroup, scale: float) -> Iterator[str]:
    """Neighboring rows that are closed at the same times are shaded at once."""
    held: list[PlacedRow] = []
    for placed_row in placed_group.rows:
        if held and held[0].row.closed != placed_row.row.closed:
            yield _closed_box(held, scale)
            held = []
        held.append(placed_row)
    if held:
        yield _closed_box(held, scale)


def _closed_box(rows: list[PlacedRow], scale: float) -> str:
    field = (rows[0].top, sum(placed_row.height for placed_row in rows))
    return xml.boxes("closed", _shade(rows[0].row.closed, field, scale))


def _axis_words(chart: Chart, scale: float) -> Iterator[str]:
    """Labels that do not touch the next one."""
    for tick, room in _rooms(chart.axis.major, chart.span, scale):
        if width_of(tick.label, 13) + 10 <= room:
            yield xml.text("head", LEFT + tick.at * scale + 6, HEAD + 18, tick.label)
    for tick, room in _rooms(chart.axis.minor, chart.span, scale):
        x, wide = LEFT + tick.at * scale, width_of(tick.label, 12)
        if chart.axis.hours and _is_free(chart, tick, scale) and min(tick.at * scale, room) > wide / 2:
            yield xml.text("mid", x, _FIRST - 9, tick.label)
        elif not chart.axis.hours and wide + 5 <= room:
            yield xml.text("mu", x + 4, _FIRST - 9, tick.label)


def _is_free(chart: Chart, tick: Tick, scale: float) -> bool:
    """Whether the time at which the plan begins does not stand there."""
    return chart.now is None or abs(tick.at - chart.now) * scale > 30


def _rooms(ticks: tuple[Tick, ...], span: int, scale: float) -> Iterator[tuple[Tick, float]]:
    """Each tick with the pixels until the next one."""
    for place, tick in enumerate(ticks):
        following = ticks[place + 1].at if place + 1 < len(ticks) else span
        yield tick, (following - tick.at) * scale


def _rows(chart: Chart, groups: tuple[PlacedGroup, ...], scale: float) -> Iterator[str]:
    for placed_group in groups:
        if placed_group.group.label:
            yield from _band(placed_group, chart.span, scale)
        for place, placed_row in enumerate(placed_group.rows):
            if place or placed_group.group.label:
                yield xml.line("faint", MARGIN, placed_row.top, WIDTH - MARGIN, placed_row.top)
            yield _row(placed_row, chart.span, scale)


def _band(placed_group: PlacedGroup, span: int, scale: float) -> Iterator[str]:
    """The heading of a group, with its due dates."""
    group, top = placed_group.group, placed_group.top
    yield xml.rect("inset", (MARGIN, top, WIDTH - 2 * MARGIN if group.slips else COLUMN, BAND))
    yield xml.line("rule", MARGIN, top, WIDTH - MARGIN, top)
    note = group.note or group.detail
    room = COLUMN - 32 - width_of(note, 12)
    yield xml.text("bold", MARGIN + 12, top + 15, fitted(group.label, 12, room))
    if note:
        yield xml.text("warn" if group.warns else "end", LEFT - 10, top + 15, note)
    yield from strokes.slips(group.slips, top + BAND / 2, span, scale)


def _row(placed_row: PlacedRow, span: int, scale: float) -> str:
    row, top = placed_row.row, placed_row.top
    room = COLUMN - 30 - width_of(row.note, 12)
    lines = [xml.text("bold" if row.detail else "name", MARGIN + 12, top + 17, fitted(row.label, 12, room))]
    if row.detail and placed_row.height >= 40:
        lines.append(xml.text("mu", MARGIN + 12, top + 33, fitted(row.detail, 12, COLUMN - 22)))
    if row.note:
        lines.append(xml.text("warn" if row.warns else "end", LEFT - 10, top + 17, row.note))
    lines += strokes.slips(row.slips, top + 12, span, scale)
    lines += strokes.row_bars(placed_row, span, scale)
    return xml.group("".join(lines), f'data-row="{xml.safe(row.label)}"') + "\n"


def _now(chart: Chart, bottom: float, scale: float) -> Iterator[str]:
    """The line at which the plan begins, with its time."""
    if chart.now is not None:
        x = LEFT + chart.now * scale
        yield xml.line("now", x, _FIRST - 8, x, bottom)
        yield xml.rect("chip", (x - 21, _FIRST - 23, 42, 18), 3)
        yield xml.text("on", x, _FIRST - 10, chart.now_label)


def _nothing(chart: Chart, groups: tuple[PlacedGroup, ...]) -> str:
    if any(placed_row.row.bars for placed_group in groups for placed_row in placed_group.rows):
        return ""
    return xml.text("mu", LEFT + 12, _FIRST + 17, chart.nothing)
