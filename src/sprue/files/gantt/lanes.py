"""Bars that overlap go into lanes; bars too thin to be seen go into one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from sprue.files.gantt.chart import Bar

#: Pixels below which a bar is drawn together with its neighbors.
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Heap:
    """Neighboring bars, each thinner than half a pixel, drawn as one; `tone` None: of several molds."""

    start: int
    end: int
    count: int
    tone: int | None
    late: bool
    keys: tuple[str, ...]


def lanes_of(bars: Iterable[Bar]) -> list[list[Bar]]:
    """Bars by start, each in the first lane that is free by then; at least one lane."""
    lanes: list[list[Bar]] = [[]]
    free: list[int] = [0]
    busy: list[tuple[int, int]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end)):
        lane = _lane(busy, free, lanes, bar)
        lanes[lane].append(bar)
        heappush(busy, (bar.end, lane))
    return lanes


def thinned(lane: Iterable[Bar], pixels_a_minute: float) -> Iterator[Bar | Heap]:
    """The bars of a lane with thin neighbors as heaps; a thin bar without such neighbors stays itself."""
    thin: list[Bar] = []
    for bar in lane:
        if (bar.end - bar.start) * pixels_a_minute >= LEAST:
            yield from _heaped(thin)
            thin = []
            yield bar
            continue
        if thin and (bar.start - thin[-1].end) * pixels_a_minute >= LEAST:
            yield from _heaped(thin)
            thin = []
        thin.append(bar)
    yield from _heaped(thin)


def _lane(busy: list[tuple[int, int]], free: list[int], lanes: list[list[Bar]], bar: Bar) -> int:
    """The lowest lane that is free at the bar's start."""
    while busy and busy[0][0] <= bar.start:
        heappush(free, heappop(busy)[1])
    if free:
        return heappop(free)
    lanes.append([])
    return len(lanes) - 1


def _heaped(thin: list[Bar]) -> Iterator[Bar | Heap]:
    if len(thin) == 1:
        yield thin[0]
    elif thin:
        tones = {bar.tone for bar in thin}
        yield Heap(
            thin[0].start,
            max(bar.end for bar in thin),
            len(thin),
            tones.pop() if len(tones) == 1 else None,
            any(bar.late for bar in thin),
            tuple(bar.key for bar in thin),
        )
