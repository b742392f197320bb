"""What a picture shows, as plain values; times are whole minutes from the picture's left edge."""

from dataclasses import dataclass
from enum import StrEnum

from sprue.shop.calendar import Stretch


class Look(StrEnum):
    """What is done in a block. BEFORE: worked before the plan begins, with pauses nobody knows."""

    BEFORE = "before"
    SETUP = "setup"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of work without a pause; a setup and its run touch."""

    look: Look
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One operation. `labels`: what may stand in it, the longest first. `alone`: it runs with nobody there.

    `tone`: place in the palette; bars of one mold share it. `lines`: what is told of it when pointed at.
    """

    key: str
    tone: int
    start: int
    end: int
    blocks: tuple[Block, ...]
    labels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    late: bool = False
    alone: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A promised date and what the plan makes of it (None: no date); `label` names the milestone."""

    label: str
    due: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture. `closed`: when nobody works there; `warns`: the note is about being late."""

    label: str
    bars: tuple[Bar, ...]
    detail: str = ""
    note: str = ""
    warns: bool = False
    closed: tuple[Stretch, ...] = ()
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; an empty label: no heading."""

    label: str
    rows: tuple[Row, ...]
    detail: str = ""
    note: str = ""
    warns: bool = False
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis at a minute, and what stands right of it."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """`major` ticks (days, weeks or months) stand above `minor` ones (hours, days or weeks).

    `hours`: minor ticks are moments and have their label below them; else it stands right of them.
    """

    major: tuple[Tick, ...]
    minor: tuple[Tick, ...]
    hours: bool = False


@dataclass(frozen=True, slots=True)
class LateMold:
    """A line of the legend."""

    tone: int
    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sign of the picture means."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture. `span`: minutes from left to right; `now`: where the plan begins."""

    language: str
    title: str
    figures: str
    shown: str
    span: int
    axis: Axis
    groups: tuple[Group, ...]
    nights: tuple[Stretch, ...] = ()
    closed: tuple[Stretch, ...] = ()
    now: int | None = None
    now_label: str = ""
    corner: tuple[str, str] = ("", "")
    samples: tuple[Sample, ...] = ()
    late_heading: str = ""
    late: tuple[LateMold, ...] = ()
    nothing: str = ""
