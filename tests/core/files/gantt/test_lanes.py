"""Lanes of bars that overlap, and thin bars drawn as one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sprue.files.gantt.chart import Bar
from sprue.files.gantt.lanes import LEAST, Heap, lanes_of, thinned

Spans = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=30)


def bars_of(spans: list[tuple[int, int]]) -> list[Bar]:
    return [Bar(str(i), i % 3, start, start + length, ()) for i, (start, length) in enumerate(spans)]


@given(spans=Spans)
def test_bars_of_a_lane_never_overlap_and_there_are_no_more_lanes_than_needed(
    spans: list[tuple[int, int]],
) -> None:
    bars = bars_of(spans)
    lanes = lanes_of(bars)
    assert sorted(bar.key for lane in lanes for bar in lane) == sorted(bar.key for bar in bars)
    assert all(one.end <= two.start for lane in lanes for one, two in pairwise(lane))
    at_once = max((sum(b.start <= bar.start < b.end for b in bars) for bar in bars), default=0)
    assert len(lanes) == max(1, at_once)


@given(spans=Spans, scale=st.sampled_from([0.001, 0.01, 0.05, 1.0]))
def test_no_bar_is_lost_among_the_thin_ones_and_wide_ones_stay_themselves(
    spans: list[tuple[int, int]], scale: float
) -> None:
    for lane in lanes_of(bars_of(spans)):
        items = list(thinned(lane, scale))
        keys = [key for item in items for key in (item.keys if isinstance(item, Heap) else (item.key,))]
        assert keys == [bar.key for bar in lane]
        wide = [bar for bar in lane if (bar.end - bar.start) * scale >= LEAST]
        assert [item for item in items if isinstance(item, Bar) and item in wide] == wide


def test_a_heap_has_a_color_when_all_its_bars_are_of_one_mold() -> None:
    one = [Bar("a", 1, 0, 1, ()), Bar("b", 1, 1, 2, (), late=True)]
    assert list(thinned(one, 0.01)) == [Heap(0, 2, 2, 1, late=True, keys=("a", "b"))]
    two = [Bar("a", 1, 0, 1, ()), Bar("b", 2, 1, 2, ())]
    assert list(thinned(two, 0.01)) == [Heap(0, 2, 2, None, late=False, keys=("a", "b"))]
