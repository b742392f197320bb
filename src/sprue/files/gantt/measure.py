"""Sizes of the picture in pixels, and where its rows stand."""

from dataclasses import dataclass

from sprue.files.gantt.chart import Bar, Chart, Group, Row
from sprue.files.gantt.lanes import lanes_of

WIDTH = 1600
MARGIN = 20
#: Names of rows stand in a column left of the field of time.
COLUMN = 204
LEFT = MARGIN + COLUMN
FIELD = WIDTH - LEFT - MARGIN
#: From the top: title, figures, signs; then the axis.
HEAD = 104
AXIS = 44
BAND = 22
#: Room for due dates above the bars of a row.
SLIPS = 18
_PAD = 4
#: With more lanes than this bars of rows with several lanes get thin and lose their labels.
MOST_LANES = 600


@dataclass(frozen=True, slots=True)
class Pitch:
    """Heights of a lane and of a bar in it, and the size of its label (0: none)."""

    lane: float
    bar: float
    label: float


SINGLE = Pitch(18, 18, 11.5)
SEVERAL = Pitch(17, 15, 11)
DENSE = Pitch(8, 7, 0)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row from `top` downwards; its bars, by lane, begin at `bars_top`."""

    row: Row
    top: float
    height: float
    bars_top: float
    pitch: Pitch
    lanes: tuple[tuple[Bar, ...], ...]


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A group whose band begins at `top`, when it has a label."""

    group: Group
    top: float
    rows: tuple[PlacedRow, ...]


def placed(chart: Chart, top: float) -> tuple[tuple[PlacedGroup, ...], float]:
    """All groups from `top` on, and where the last one ends."""
    lanes = {id(row): lanes_of(row.bars) for group in chart.groups for row in group.rows}
    several = DENSE if sum(map(len, lanes.values())) > MOST_LANES else SEVERAL
    groups = []
    for group in chart.groups:
        begin = top
        top += BAND if group.label else 0
        rows = []
        for row in group.rows:
            rows.append(_row(row, top, lanes[id(row)], several))
            top += rows[-1].height
        groups.append(PlacedGroup(group, begin, tuple(rows)))
    return tuple(groups), top


def _row(row: Row, top: float, lanes: list[list[Bar]], several: Pitch) -> PlacedRow:
    pitch = SINGLE if len(lanes) == 1 else several
    above = _PAD + (SLIPS if row.slips else 0)
    height = max(26.0, above + pitch.lane * len(lanes) + _PAD)
    return PlacedRow(row, top, height, top + above, pitch, tuple(map(tuple, lanes)))
