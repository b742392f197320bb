"""Reads a picture back: which bars stand in which row, and where."""

from dataclasses import dataclass
from xml.etree import ElementTree

from sprue.files.gantt.measure import FIELD, LEFT

NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}
#: Lengths are written with two decimals.
NEAR = 0.011


@dataclass(frozen=True)
class Drawn:
    """A bar: its row, its stretches as (x, width), its classes, label and tooltip."""

    row: str
    boxes: tuple[tuple[float, float], ...]
    tones: frozenset[str]
    classes: frozenset[str]
    label: str
    lines: tuple[str, ...]
    height: float

    @property
    def left(self) -> float:
        return self.boxes[0][0]

    @property
    def right(self) -> float:
        x, width = self.boxes[-1]
        return x + width


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def bars(picture: str) -> dict[str, Drawn]:
    """Each operation that has a bar of its own."""
    return {
        bar.attrib["data-operation"]: _drawn(row.attrib["data-row"], bar)
        for row in parsed(picture).iterfind(".//svg:g[@data-row]", NAMESPACE)
        for bar in row.iterfind("svg:g[@data-operation]", NAMESPACE)
    }


def heaps(picture: str) -> list[int]:
    """How many operations each heap of thin bars stands for."""
    found = parsed(picture).iterfind(".//svg:g[@data-operations]", NAMESPACE)
    return [int(heap.attrib["data-operations"]) for heap in found]


def rows(picture: str) -> list[str]:
    return [row.attrib["data-row"] for row in parsed(picture).iterfind(".//svg:g[@data-row]", NAMESPACE)]


def texts(picture: str) -> list[str]:
    return [found.text or "" for found in parsed(picture).iterfind(".//svg:text", NAMESPACE)]


def x_of(minute: float, span: int) -> float:
    """Where a minute of the picture stands."""
    return LEFT + min(max(minute, 0), span) * FIELD / span


def _drawn(row: str, bar: ElementTree.Element) -> Drawn:
    rects = bar.findall("svg:rect", NAMESPACE)
    outlines = [rect for rect in rects if rect.attrib["class"][0] in "tn"]
    title = bar.find("svg:title", NAMESPACE)
    label = bar.find("svg:text", NAMESPACE)
    assert title is not None
    return Drawn(
        row,
        tuple((float(rect.attrib["x"]), float(rect.attrib["width"])) for rect in outlines),
        frozenset(rect.attrib["class"][1:] for rect in outlines),
        frozenset(found.attrib["class"] for found in bar if "class" in found.attrib),
        "" if label is None else label.text or "",
        tuple((title.text or "").split("\n")),
        float(outlines[0].attrib["height"]),
    )
